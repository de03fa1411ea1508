#pragma once
// The nine tables one by one. Internal to reports: final_accounts.cpp puts them together.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "projections/reports/rounding.h"
#include "projections/reports/selection.h"

namespace sunledger {

struct FinalFigures {
  const AccountsView& view;
  int year = 0;
  SelectedLines lines;                              // as closed where the year is closed
  std::map<FundSource, std::int64_t> openings_fen;  // 年初结转和结余 by source, with and without a line
  const CellPositions* positions = nullptr;

  SelectedLines of(std::initializer_list<FundSource> sources) const;
  SelectedLines of(const SelectedLines& lines_in, bool project) const;
  Fen opening(std::initializer_list<FundSource> sources) const;
};

// A table and the sums that it promises beyond its code tree.
struct FinalTable {
  Table table;
  std::vector<ShownSum> sums;
};

FinalTable income_and_spending(const FinalFigures& figures);         // 1 收入支出决算总表
FinalTable income_by_function(const FinalFigures& figures);          // 2 收入决算表
FinalTable spending_by_function(const FinalFigures& figures);        // 3 支出决算表
FinalTable fiscal_income_and_spending(const FinalFigures& figures);  // 4 财政拨款收入支出决算总表
FinalTable general_spending(const FinalFigures& figures);            // 5 一般公共预算财政拨款支出决算表
FinalTable general_basic_spending(const FinalFigures& figures);  // 6 一般公共预算财政拨款基本支出决算表
FinalTable three_public_expenses(const FinalFigures& figures);   // 7 财政拨款“三公”经费支出决算表
FinalTable fund_income_and_spending(const FinalFigures& figures);  // 8 政府性基金预算财政拨款收入支出决算表
FinalTable capital_spending(const FinalFigures& figures);  // 9 国有资本经营预算财政拨款支出决算表

}  // namespace sunledger
