#include "cli/import/row_report.h"

#include "ledger/base/text.h"

namespace sunledger {

void RowReport::add(TableProblem problem) {
  ++problems_;
  if (kept_.size() < max_kept_problems) kept_.push_back(std::move(problem));
}

void RowReport::add(std::vector<TableProblem> problems) {
  for (TableProblem& problem : problems) add(std::move(problem));
}

void RowReport::count_twice(std::uint64_t row, std::uint64_t first) {
  ++twice_;
  if (kept_twice_.size() < max_kept_problems) kept_twice_.push_back({row, first});
}

std::vector<std::string> RowReport::to_lines() const {
  std::vector<std::string> lines;
  lines.reserve(kept_.size() + 2);
  for (const TableProblem& problem : kept_) lines.push_back(to_line(problem));
  if (problems_ > kept_.size()) lines.push_back(say("… and {0} more problems.", {problems_ - kept_.size()}));
  for (const Twice& twice : kept_twice_) {
    lines.push_back(say("Row {0} stands twice in this file: row {1} says the same. It is recorded once.",
                        {twice.row, twice.first}));
  }
  if (twice_ > kept_twice_.size()) {
    lines.push_back(say("… and {0} more rows stand twice.", {twice_ - kept_twice_.size()}));
  }
  // zh: 共读取{0}行：新增{1}，已有{2}，问题{3}。
  lines.push_back(say("{0} rows read: {1} new, {2} recorded before, {3} problems.", {read_, new_, same_, problems_}));
  return lines;
}

std::string to_line(const TableProblem& problem) {
  std::string line;
  if (problem.column.empty()) {
    // zh: 第{0}行：{1}
    line = say("Row {0}: {1}", {problem.row, problem.message});
  } else {
    // zh: 第{0}行，{1}列：{2}
    line = say("Row {0}, column {1}: {2}", {problem.row, problem.column, problem.message});
  }
  if (!problem.hint.empty()) line += " " + problem.hint;
  return line;
}

}  // namespace sunledger
