#include "projections/render/figures.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "projections/render/terminal.h"

namespace sunledger {
namespace {

// 128 bits hold any amount in fen times 10,000.
__extension__ using Wide = __int128;

// Hundredths of a per cent, half away from zero as the published accounts round (to_wan does the same).
std::int64_t basis_points(Quotient ratio) {
  const bool negative = (ratio.numerator < 0) != (ratio.denominator < 0);
  const auto magnitude = [](std::int64_t value) {
    return value < 0 ? -static_cast<Wide>(value) : static_cast<Wide>(value);
  };
  const Wide denominator = magnitude(ratio.denominator);
  const Wide points = (magnitude(ratio.numerator) * 20000 + denominator) / (2 * denominator);
  const Wide limit = INT64_MAX;
  const auto bounded = static_cast<std::int64_t>(std::min(points, limit));
  return negative ? -bounded : bounded;
}

// Separators into the whole part of a decimal number: 1234567.80 → 1,234,567.80.
std::string grouped(std::string number) {
  const std::size_t start = number.starts_with('-') ? 1 : 0;
  std::size_t at = std::min(number.find('.'), number.size());
  while (at > start + 3) {
    at -= 3;
    number.insert(at, 1, ',');
  }
  return number;
}

std::string amount_in(Fen fen, Unit unit) {
  return unit == Unit::wan ? to_wan(fen) : to_yuan(fen);
}

}  // namespace

std::string plain_figure(const CellValue& value, Unit unit) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* fen = std::get_if<Fen>(&value)) return amount_in(*fen, unit);
  if (const auto* count = std::get_if<Count>(&value)) return std::to_string(count->value);
  if (const auto* ratio = std::get_if<Quotient>(&value); ratio != nullptr && ratio->denominator != 0) {
    return to_yuan(Fen(basis_points(*ratio)));
  }
  return {};
}

std::string shown_figure(const CellValue& value, Unit unit) {
  if (const auto* text = std::get_if<std::string>(&value)) return printable(*text);
  if (const auto* ratio = std::get_if<Quotient>(&value)) {
    return ratio->denominator == 0 ? "-" : grouped(plain_figure(value, unit)) + "%";
  }
  return grouped(plain_figure(value, unit));
}

std::string spoken_figure(const CellValue& value, Unit unit) {
  const std::string figure = shown_figure(value, unit);
  if (std::holds_alternative<Fen>(value)) {
    // zh: {0}万元 / {0}元
    return unit == Unit::wan ? say("{0} ten thousand yuan", {figure}) : say("{0} yuan", {figure});
  }
  if (const auto* ratio = std::get_if<Quotient>(&value); ratio != nullptr && ratio->denominator == 0) {
    // zh: 无法计算
    return say("no rate");
  }
  // zh: 空
  return figure.empty() ? say("empty") : figure;
}

std::string unit_in_words(Unit unit) {
  switch (unit) {
    case Unit::yuan:
      return say("yuan");  // zh: 元
    case Unit::wan:
      return say("10,000 yuan");  // zh: 万元
    case Unit::percent:
      return "%";
    case Unit::count:
    case Unit::none:
      break;
  }
  return {};
}

std::string caption_with_unit(const Table& table) {
  const std::string caption = printable(table.caption);
  const std::string unit = unit_in_words(table.unit);
  // zh: {0}（单位：{1}）
  return unit.empty() ? caption : say("{0} (unit: {1})", {caption, unit});
}

std::string title_with_unit(const Table& table, const TableColumn& column) {
  const std::string title = printable(column.title);
  if (column.kind != ColumnKind::amount) return title;
  // zh: {0}（{1}）
  return say("{0} ({1})", {title, unit_in_words(table.unit)});
}

std::string empty_note_of(const Table& table) {
  // zh: 本表无数据
  return table.empty_note.empty() ? say("No data in this table.") : printable(table.empty_note);
}

std::string shown_positions(std::vector<std::uint64_t> positions) {
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  std::string shown;
  for (std::size_t i = 0; i < positions.size();) {
    std::size_t last = i;
    while (last + 1 < positions.size() && positions[last + 1] == positions[last] + 1) ++last;
    if (!shown.empty()) shown += ", ";
    shown += std::to_string(positions[i]);
    // Two neighbours stay a list: “5–6” would be no shorter.
    if (last == i + 1) last = i;
    if (last > i) shown += "–" + std::to_string(positions[last]);
    i = last + 1;
  }
  return shown;
}

}  // namespace sunledger
