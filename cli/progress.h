#pragma once
// How far a long task has come, on stderr, once it has taken two seconds. Whole percents as lines of their own where
// nobody watches a redrawn line: screen readers, files, pipes.

#include <chrono>
#include <cstdint>
#include <string>

namespace sunledger {

class Progress {
 public:
  Progress(std::string label, std::uint64_t total, bool as_lines);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Cheap enough to be called for every entry; from one thread at a time.
  void at(std::uint64_t done);

 private:
  void show(unsigned percent);

  std::string label_;
  std::uint64_t total_;
  bool as_lines_;
  std::uint64_t next_ = 0;  // nothing to look at before this
  unsigned shown_ = 101;
  std::chrono::steady_clock::time_point began_;
};

}  // namespace sunledger
