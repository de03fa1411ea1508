// Numbers that belong to people: found in whatever field they are typed, however they are written, and never repeated.

#include "ledger/event/personal_number.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <regex>

#include "ledger/event/open.h"
#include "ledger/event/required.h"
#include "ledger/event/shape.h"
#include "tests/support/events.h"

using namespace sunledger;
using namespace sunledger::support;

namespace {

std::string with_check_character(std::string seventeen) {
  // GB 11643 §4: Σ a(i)·W(i) ≡ 1 (mod 11), W(i) = 2^(i−1) mod 11 counted from the right.
  int sum = 0;
  int weight = 2;
  for (auto digit = seventeen.rbegin(); digit != seventeen.rend(); ++digit) {
    sum += (*digit - '0') * weight;
    weight = weight * 2 % 11;
  }
  for (int check = 0; check <= 10; ++check) {
    if ((sum + check) % 11 == 1) return seventeen + (check == 10 ? std::string("X") : std::to_string(check));
  }
  return {};
}

std::string two_digits(int number) {
  return std::to_string(number + 100).substr(1);
}

rc::Gen<std::string> id_numbers() {
  return rc::gen::map(rc::gen::tuple(rc::gen::inRange(110101, 659004), rc::gen::inRange(1900, 2030),
                                     rc::gen::inRange(1, 13), rc::gen::inRange(1, 29), rc::gen::inRange(100, 1000)),
                      [](const auto& parts) {
                        const auto [region, year, month, day, order] = parts;
                        const int county = region % 10000 == 0 ? region + 1 : region;
                        return with_check_character(std::to_string(county) + std::to_string(year) + two_digits(month) +
                                                    two_digits(day) + std::to_string(order));
                      });
}

// Digits with the last one that makes them pass Luhn's formula.
std::string card_number(std::string digits) {
  for (char last = '0'; last <= '9'; ++last) {
    int sum = 0;
    const std::string whole = digits + last;
    for (std::size_t i = 0; i < whole.size(); ++i) {
      const int digit = whole[whole.size() - 1 - i] - '0';
      sum += i % 2 == 0 ? digit : (digit < 5 ? 2 * digit : 2 * digit - 9);
    }
    if (sum % 10 == 0) return whole;
  }
  return {};
}

// The sample of a kind with that text in that field ("memo", or "parts.memo" for the first element).
std::string sample_with(const std::string& kind, const FieldRule& rule, bool is_list, const std::string& text) {
  std::string json = sample_json(kind);
  const std::size_t dot = rule.path.find('.');
  const std::string field = rule.path.substr(dot == std::string::npos ? 0 : dot + 1);
  std::size_t at = 0;
  if (dot != std::string::npos) {
    at = json.find("\"" + rule.path.substr(0, dot) + "\"");
    if (at == std::string::npos) return {};
  }
  const std::size_t begin = json.find('{', at) + 1;
  const std::size_t end = dot == std::string::npos ? json.rfind('}') : json.find('}', begin);
  std::string members = json.substr(begin, end - begin);
  members = std::regex_replace(members, std::regex("\"" + field + R"("\s*:\s*("[^"]*"|\[[^\]]*\])\s*,?)"), "");
  const std::string value = is_list ? "[\"" + text + "\"]" : "\"" + text + "\"";
  members = "\"" + field + "\": " + value + "," + members;
  members.erase(members.find_last_not_of(" \n,") + 1);
  return json.substr(0, begin) + members + json.substr(end);
}

Status told(const std::string& json) {
  const Bytes bytes = signed_bytes_of(draft_or_fail(json));
  EventOpener opener;
  return check_required(opener.open(bytes)->getEvent());
}

}  // namespace

namespace {

struct TextField {
  std::string kind;
  FieldRule rule;
  bool is_list = false;
};

// All that a person's number fits in, as far as the samples have an element to put it in.
const std::vector<TextField>& text_fields() {
  static const std::vector<TextField> fields = [] {
    std::vector<TextField> found;
    for (const KindShape& kind : kind_shapes()) {
      for (const FieldRule& rule : field_rules(kind.kind)) {
        if (rule.demand != FieldDemand::text && rule.demand != FieldDemand::identifier) continue;
        if (rule.limit < 18) continue;  // an account's tail
        const std::size_t dot = rule.path.find('.');
        const FieldShape* shape = kind.object.find(rule.path.substr(0, dot));
        if (dot != std::string::npos) shape = shape->object->find(rule.path.substr(dot + 1));
        if (!sample_with(kind.name, rule, shape->is_list, "x").empty()) {
          found.push_back({kind.name, rule, shape->is_list});
        }
      }
    }
    return found;
  }();
  return fields;
}

// What the door says to that number in that field, when it is wrong; else nothing.
std::string misjudged(const TextField& field, const std::string& number) {
  const std::string text = field.rule.demand == FieldDemand::text ? "证号" + number + "，已核" : number;
  const Status status = told(sample_with(field.kind, field.rule, field.is_list, text));
  const std::string where = field.kind + " " + field.rule.path + ": ";
  if (status.ok()) return where + "accepted";
  const Error& error = status.error();
  const std::string name = field.rule.path.substr(field.rule.path.find('.') + 1);
  if (error.name != "personal.number" || error.message.find(name) == std::string::npos) return where + error.message;
  return (error.message + error.hint).find(number.substr(0, 6)) == std::string::npos ? "" : where + "repeats it";
}

}  // namespace

TEST_CASE("Every text field of every kind refuses a person's number, by its rule and without repeating it") {
  const std::string number = with_check_character("34132219900307241");
  for (const TextField& field : text_fields()) CHECK(misjudged(field, number).empty());
  CHECK(text_fields().size() > 200);
}

TEST_CASE("Random ID numbers in random fields are refused") {
  CHECK(rc::check("numbers in fields",
                  [] { RC_ASSERT(misjudged(*rc::gen::elementOf(text_fields()), *id_numbers()) == ""); }));
}

TEST_CASE("Every valid ID number is found, alone, in a text, in a longer number, spaced and in full width") {
  CHECK(rc::check("id numbers", [] {
    const std::string number = *id_numbers();
    RC_ASSERT(holds_personal_number(number));
    RC_ASSERT(holds_personal_number("付款给张三" + number + "，三月"));
    RC_ASSERT(holds_personal_number("No" + number));
    RC_ASSERT(holds_personal_number(number.substr(0, 6) + " " + number.substr(6, 8) + " " + number.substr(14)));
    RC_ASSERT(holds_personal_number(number.substr(0, 6) + "-" + number.substr(6)));
    // 残疾人证: category and grade behind it.
    RC_ASSERT(holds_personal_number(number + std::to_string(*rc::gen::inRange(1, 8)) +
                                    std::to_string(*rc::gen::inRange(1, 5))));
    std::string wide;
    for (const char c : number) {
      wide += c == 'X' ? std::string("ｘ") : std::string("\xef\xbc") + static_cast<char>(0x90 + (c - '0'));
    }
    RC_ASSERT(holds_personal_number(wide));
    // Another check character, another birthday: no ID number.
    std::string wrong = number;
    wrong.back() = wrong.back() == '1' ? '2' : '1';
    if (with_check_character(wrong.substr(0, 17)) != wrong) {
      RC_PRE(wrong[0] == '1');  // no bank's
      RC_ASSERT(!holds_personal_number("第" + wrong + "号"));
    }
  }));
}

TEST_CASE("Every valid card number of a bank is found") {
  CHECK(rc::check("cards", [] {
    const std::string network = *rc::gen::elementOf(std::vector<std::string>{"62", "4", "51", "35", "37", "9558"});
    const auto length = static_cast<std::size_t>(*rc::gen::inRange(15, 20));
    std::string digits = network;
    while (digits.size() + 1 < length) digits += static_cast<char>('0' + *rc::gen::inRange(0, 10));
    const std::string number = card_number(digits);
    // One in thirty-one of 18 digits is an organisation's code as well.
    RC_PRE(number.size() != 18);
    RC_ASSERT(holds_personal_number("卡号" + number));
    RC_ASSERT(holds_personal_number(number.substr(0, 4) + " " + number.substr(4, 4) + " " + number.substr(8, 4) + " " +
                                    number.substr(12)));
    std::string wrong = number;
    wrong.back() = static_cast<char>('0' + (wrong.back() - '0' + 1) % 10);
    if (wrong.size() < 18) RC_ASSERT(!holds_personal_number("No. " + wrong));
  }));
}

TEST_CASE("Numbers of papers, sums and organisations pass") {
  for (const char* text : {"2025-000123", "皖财社〔2025〕1234号", "340000202500000000123456", "20250630000000000001",
                           "合同 2025063012345678", "12341324MB0X12345X", "91340000MA2U1A2B3C", "511100004000010X4Q",
                           "0558-7024125 13812345678", "1000000000000000", "340000200001010018",
                           "5aa6d4e1234567890123456f0b1c2d3e4f5061728394a5b6c7d8e9f00112233a", "账号尾号 0128", ""}) {
    CAPTURE(text);
    CHECK_FALSE(holds_personal_number(text));
  }
  // 统一社会信用代码 of a social organisation, digits only, whose digits pass Luhn's formula too.
  std::size_t codes = 0;
  for (int number = 0; number < 2000 && codes == 0; ++number) {
    const std::string digits = "51340000500" + std::to_string(100000 + number);
    int sum = 0;
    int weight = 1;
    for (const char digit : digits) {
      sum += weight * (digit - '0');
      weight = weight * 3 % 31;
    }
    const int check = (31 - sum % 31) % 31;
    if (check > 9 || card_number(digits) != digits + std::to_string(check)) continue;
    ++codes;
    CAPTURE(digits, check);
    CHECK_FALSE(holds_personal_number("社团 " + digits + std::to_string(check)));
  }
  CHECK(codes == 1);
}
