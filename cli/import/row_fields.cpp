#include "cli/import/row_fields.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "cli/import/cell_text.h"
#include "ledger/base/money.h"
#include "ledger/base/text.h"
#include "ledger/event/personal_number.h"

namespace sunledger {
namespace {

constexpr int first_year = 1949;
constexpr int last_year = 2999;

const std::string& nothing() {
  static const std::string empty;
  return empty;
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string joined(std::span<const std::string_view> names) {
  std::string all;
  for (const std::string_view name : names) {
    if (!all.empty()) all += ", ";
    all += name;
  }
  return all;
}

std::string joined(std::span<const std::size_t> numbers) {
  std::string all;
  for (const std::size_t number : numbers) {
    if (!all.empty()) all += ", ";
    all += std::to_string(number);
  }
  return all;
}

}  // namespace

RowFields::RowFields(FileRow row, const Columns& columns) : row_(std::move(row)), columns_(&columns) {}

const std::string& RowFields::text(std::string_view column) const {
  for (std::size_t i = 0; i < columns_->size() && i < row_.cells.size(); ++i) {
    if ((*columns_)[i].name == column) return row_.cells[i];
  }
  return nothing();
}

const std::string& RowFields::required(std::string_view column) {
  const std::string& value = text(column);
  if (value.empty()) problem(column, say("The cell is empty."), say("Every row needs a value here."));
  return value;
}

int RowFields::year(std::string_view column) {
  const std::string& value = required(column);
  if (value.empty()) return 0;
  int year = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), year);
  if (value.size() != 4 || error != std::errc() || end != value.data() + 4 || year < first_year || year > last_year) {
    problem(column, say("This is not a year between {0} and {1}.", {first_year, last_year}),
            say("Write four digits, like 2025."));
    return 0;
  }
  return year;
}

Day RowFields::day(std::string_view column) {
  const std::string& value = required(column);
  if (value.empty()) return Day();
  const auto day = parse_day(value);
  if (!day) {
    problem(column, say("This is not a date."), say("Write an existing day as YYYY-MM-DD, like 2025-03-09."));
    return Day();
  }
  return *day;
}

std::int64_t RowFields::fen(std::string_view column, Sign sign) {
  const std::string& value = required(column);
  if (value.empty()) return 0;
  const auto amount = parse_yuan(value);
  if (!amount) {
    problem(column, say("This is not an amount in yuan with at most two decimals."),
            say("Write digits, a point and at most two decimals, like 1234.50: no thousands separators, not 万元."));
    return 0;
  }
  if (amount->value > max_amount_fen) {
    problem(column, say("The amount is larger than any budget."), say("Amounts are in yuan, not in fen."));
    return 0;
  }
  if (sign == Sign::above_zero && amount->value <= 0) {
    problem(column, say("The amount must be above zero."),
            say("What goes back or is taken away has a kind of its own (refund, cut); it is no negative amount."));
    return 0;
  }
  if (amount->value < 0) {
    problem(column, say("The amount must not be below zero."));
    return 0;
  }
  return amount->value;
}

std::size_t RowFields::choice(std::string_view column, std::span<const std::string_view> names,
                              std::optional<std::size_t> if_empty) {
  if (if_empty && text(column).empty()) return *if_empty;
  const std::string& value = required(column);
  if (value.empty()) return 0;
  const auto found = std::find(names.begin(), names.end(), value);
  if (found == names.end()) {
    problem(column, say("This is none of the values that may stand here."),
            say("Write one of: {0}. A map (--map) can translate others.", {joined(names)}));
    return 0;
  }
  return static_cast<std::size_t>(found - names.begin());
}

const std::string& RowFields::code(std::string_view column, std::span<const std::size_t> lengths, bool is_required) {
  const std::string& value = is_required ? required(column) : text(column);
  if (value.empty()) return value;
  if (!is_digits(value) || std::find(lengths.begin(), lengths.end(), value.size()) == lengths.end()) {
    problem(column, say("This is not a code of {0} digits.", {joined(lengths)}),
            say("Copy it from the year's table of the Ministry of Finance; keep leading zeros."));
  }
  return value;
}

std::vector<std::string> RowFields::list(std::string_view column) const {
  static constexpr std::array<std::string_view, 5> separators = {";", ",", "；", "、", "，"};
  std::vector<std::string> names;
  std::string_view rest = text(column);
  while (!rest.empty()) {
    std::size_t end = rest.size();
    std::size_t next = rest.size();
    for (const std::string_view separator : separators) {
      const std::size_t at = rest.find(separator);
      if (at < end) {
        end = at;
        next = at + separator.size();
      }
    }
    const std::string_view name = trim(rest.substr(0, end));
    if (!name.empty()) names.emplace_back(name);
    rest.remove_prefix(next);
  }
  return names;
}

void RowFields::refuse_personal_numbers() {
  for (std::size_t i = 0; i < columns_->size() && i < row_.cells.size(); ++i) {
    if (!holds_personal_number(row_.cells[i])) continue;
    problem((*columns_)[i].name,
            say("The cell holds the number of an ID card, a disabled person's certificate or a bank card."),
            say(personal_number_hint), "personal.number");
  }
}

void RowFields::problem(std::string_view column, std::string message, std::string hint, std::string rule) {
  row_.problems.push_back({row_.number, std::string(column), std::move(message), std::move(hint), std::move(rule)});
}

}  // namespace sunledger
