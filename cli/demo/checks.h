#pragma once
// What the demo promises about its own figures: each is compared with what the log gives, and a difference fails it.

#include <string>
#include <string_view>
#include <vector>

#include "cli/demo/stage.h"

namespace sunledger::demo {

class Checks {
 public:
  explicit Checks(Print print) : print_(std::move(print)) {}

  // Prints both when they differ.
  void expect(const std::string& what, std::string_view wanted, std::string_view got);
  void expect(const std::string& what, bool holds);

  bool all_held() const { return failed_ == 0; }
  std::size_t count() const { return count_; }
  std::size_t failed() const { return failed_; }

 private:
  Print print_;
  std::size_t count_ = 0;
  std::size_t failed_ = 0;
};

}  // namespace sunledger::demo
