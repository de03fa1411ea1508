#pragma once
// Speaks another language for as long as it lives, for what must be said as somebody else read it.

#include <string>
#include <string_view>

namespace sunledger {

// Not beside other threads that speak.
class InLanguage {
 public:
  explicit InLanguage(std::string_view language);
  ~InLanguage();
  InLanguage(const InLanguage&) = delete;
  InLanguage& operator=(const InLanguage&) = delete;
  // False for a language we don't speak, or whose words are not installed: then nothing changed.
  bool speaks() const { return speaks_; }

 private:
  std::string before_;
  bool speaks_ = false;
};

}  // namespace sunledger
