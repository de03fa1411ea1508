#include "projections/reports/rounding.h"

#include <cstdlib>

#include "ledger/base/text.h"
#include "projections/reports/selection.h"

namespace sunledger {
namespace {

std::string wan_text(std::int64_t cents) {
  return to_yuan(Fen(cents));
}

bool is_child(const TableRow& row, const std::string& parent) {
  return parent == "total" ? row.key != "total" && parent_of_code(row.key).empty() : parent_of_code(row.key) == parent;
}

}  // namespace

std::int64_t wan_cents(Fen amount) {
  return (amount.value + (amount.value < 0 ? -5000 : 5000)) / 10000;
}

std::vector<RoundingDifference> rounding_differences(const std::vector<ShownSum>& sums) {
  std::vector<RoundingDifference> differences;
  for (const ShownSum& sum : sums) {
    RoundingDifference difference{sum.name, sum.column, wan_cents(sum.parent), 0, false};
    Fen exact;
    for (const Fen child : sum.children) {
      difference.added_cents += wan_cents(child);
      exact.value += child.value;
    }
    if (difference.shown_cents == difference.added_cents && exact == sum.parent) continue;
    const auto children = static_cast<std::int64_t>(sum.children.size());
    difference.is_rounding =
        exact == sum.parent && std::abs(difference.shown_cents - difference.added_cents) <= children;
    differences.push_back(std::move(difference));
  }
  return differences;
}

std::string describe(const RoundingDifference& difference) {
  const std::string shown = wan_text(difference.shown_cents);
  const std::string added = wan_text(difference.added_cents);
  if (difference.is_rounding) {
    // zh: “{0}”（{1}）为{2}，其各分项相加为{3}：各数独立四舍五入所致的舍入差，分以下账目一致。
    return say(
        "“{0}” ({1}) is {2}, its parts as shown add up to {3}: a rounding difference (舍入差); the exact amounts "
        "agree.",
        {difference.name, difference.column, shown, added});
  }
  return say("“{0}” ({1}) is {2}, but its parts add up to {3}: this is more than rounding and an error in this report.",
             {difference.name, difference.column, shown, added});
}

std::vector<ShownSum> sums_of_code_table(const Table& table) {
  std::vector<ShownSum> sums;
  for (const TableRow& parent : table.rows) {
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      const Fen* whole = std::get_if<Fen>(&parent.cells[column].value);
      if (whole == nullptr) continue;
      ShownSum sum{parent.published.name, table.columns[column].title, *whole, {}};
      for (const TableRow& row : table.rows) {
        const Fen* part = std::get_if<Fen>(&row.cells[column].value);
        if (part != nullptr && is_child(row, parent.key)) sum.children.push_back(*part);
      }
      if (!sum.children.empty()) sums.push_back(std::move(sum));
    }
  }
  return sums;
}

}  // namespace sunledger
