#pragma once
// The row-by-row report of an import: every problem counted, the first thousand kept in words, so that a file of ten
// million bad rows is reported in bounded memory.

#include <cstdint>
#include <string>
#include <vector>

#include "cli/import/table.h"

namespace sunledger {

class RowReport {
 public:
  static constexpr std::size_t max_kept_problems = 1000;

  void count_read() { ++read_; }
  void count_new() { ++new_; }
  void count_same() { ++same_; }
  // That row says what `first` said earlier in this file; it counts once.
  void count_twice(std::uint64_t row, std::uint64_t first);
  void add(TableProblem problem);
  void add(std::vector<TableProblem> problems);

  std::uint64_t read() const { return read_; }
  std::uint64_t fresh() const { return new_; }          // to be recorded
  std::uint64_t same() const { return same_; }          // recorded before with the same content
  std::uint64_t twice() const { return twice_; }        // said already by an earlier row of this file
  std::uint64_t problems() const { return problems_; }  // all of them; kept() has the first
  const std::vector<TableProblem>& kept() const { return kept_; }
  struct Twice {
    std::uint64_t row = 0, first = 0;
  };
  const std::vector<Twice>& kept_twice() const { return kept_twice_; }  // the first of them
  bool clean() const { return problems_ == 0; }

  // The kept problems as lines for a person, then how many more there are, rows that stand twice, then the counts.
  std::vector<std::string> to_lines() const;

 private:
  std::uint64_t read_ = 0;
  std::uint64_t new_ = 0;
  std::uint64_t same_ = 0;
  std::uint64_t twice_ = 0;
  std::uint64_t problems_ = 0;
  std::vector<Twice> kept_twice_;
  std::vector<TableProblem> kept_;
};

// "Row 3, column amount: The amount has more than two decimals. Round it…"
std::string to_line(const TableProblem& problem);

}  // namespace sunledger
