// A list of parameters as an event carries it: judged at the door, without a file.

#include "ledger/charter/charter_check.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "ledger/charter/parameter_table.h"
#include "ledger/charter/parameter_value.h"
#include "ledger/charter/read_charter.h"
#include "ledger/charter/rule_parameters.h"

using namespace sunledger;

namespace {

std::vector<Parameter> defaults() {
  return read_defaults(shipped_defaults()).value();
}

std::vector<Parameter> with(std::string_view name, const std::string& value) {
  auto parameters = defaults();
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [name](const auto& parameter) { return parameter.name == name; });
  REQUIRE(found != parameters.end());
  found->value = value;
  return parameters;
}

std::string message(const std::vector<Parameter>& parameters) {
  const auto status = check_parameters(parameters);
  if (status) return {};
  CHECK(status.error().kind == ErrorKind::invalid);
  return status.error().message;
}

bool begins(const std::string& text, const std::string& with_this) {
  return text.find(with_this) == 0;
}

}  // namespace

TEST_CASE("a complete list in order is accepted") {
  CHECK(message(defaults()).empty());
}

TEST_CASE("a value in any other form than the canonical one is refused in an event") {
  CHECK(begins(message(with("large_fund.threshold", "50000")),
               "Charter parameter large_fund.threshold: The value is written in another form"));
  CHECK(
      begins(message(with("carry_over.years", "02")), "Charter parameter carry_over.years: The value must be a whole"));
  CHECK(begins(message(with("decision.head_speaks_last", "yes")),
               "Charter parameter decision.head_speaks_last: The value must be true or false"));
  CHECK(begins(message(with("payment.methods", "treasury,card")),
               "Charter parameter payment.methods: The value is written in another form"));
  CHECK(begins(message(with("payment.methods", "card,")), "Charter parameter payment.methods: \"\" is not among"));
  CHECK(
      begins(message(with("decision.quorum", "3/2")), "Charter parameter decision.quorum: The share 3/2 is above one"));
  CHECK(
      begins(message(with("decision.body.fund", "")), "Charter parameter decision.body.fund: The value must be text"));
}

TEST_CASE("a missing parameter is refused: an event writes out defaults too") {
  auto parameters = defaults();
  parameters.erase(std::remove_if(parameters.begin(), parameters.end(),
                                  [](const auto& parameter) { return parameter.name == "carry_over.years"; }),
                   parameters.end());
  CHECK(begins(message(parameters), "Charter parameter carry_over.years: It is missing"));
  parameters = defaults();
  parameters.erase(std::remove_if(parameters.begin(), parameters.end(),
                                  [](const auto& parameter) { return parameter.name.find("approval.tiers.") == 0; }),
                   parameters.end());
  CHECK(begins(message(parameters), "Charter parameter approval.tiers.1.by: It is missing"));
}

TEST_CASE("a charter that is older than a parameter is whole without it, and reads as the parameter's absence says") {
  auto parameters = defaults();
  std::erase_if(parameters, [](const auto& parameter) { return parameter.name.find("administration.") == 0; });
  REQUIRE(parameters.size() + 3 == defaults().size());
  CHECK(message(parameters).empty());
  CHECK(missing_parameters(parameters).empty());
  const auto read = [](const std::vector<Parameter>& list) {
    std::vector<std::pair<std::string, std::string>> values;
    for (const auto& parameter : list) values.emplace_back(parameter.name, parameter.value);
    return RuleParameters::from(CharterValues(values)).value();
  };
  const RuleParameters old = read(parameters);
  CHECK(old.administrators_quorum == 1);
  CHECK(old.endorse_days == 30);
  CHECK(old.recovery_days == 7);
  CHECK(read(defaults()).administrators_quorum == 2);
  // An amendment gives it, and an amendment of something else leaves it absent.
  const auto given = amend(parameters, {{"administration.quorum", "3", "一", false}});
  REQUIRE(given);
  CHECK(read(*given).administrators_quorum == 3);
  const auto other = amend(parameters, {{"carry_over.years", "1", "二", false}});
  REQUIRE(other);
  CHECK(find_parameter(*other, "administration.quorum") == nullptr);
}

TEST_CASE("every value that absence stands for is one that a charter may give") {
  std::size_t seen = 0;
  for (const auto& definition : parameter_table()) {
    if (definition.absent_value == nullptr) continue;
    CAPTURE(definition.name);
    CHECK(check_canonical(definition, definition.absent_value).ok());
    ++seen;
  }
  CHECK(seen >= 3);
}

TEST_CASE("an unknown name, a wrong order and a name given twice are refused in an event") {
  auto parameters = defaults();
  parameters.push_back({"zebra", "1", "", false});
  CHECK(begins(message(parameters), "The charter sets a parameter that this software does not know"));
  parameters = defaults();
  std::swap(parameters[3], parameters[4]);
  CHECK(message(parameters).find("sorted by name") != std::string::npos);
  parameters = defaults();
  parameters.insert(parameters.begin() + 5, parameters[5]);
  CHECK(message(parameters).find("sorted by name") != std::string::npos);
}

TEST_CASE("contradictions are refused in an event") {
  CHECK(begins(message(with("approval.tiers.2.by", "approver")), ""));  // two approvers in a row are no contradiction
  CHECK(message(with("approval.tiers.2.by", "approver")).empty());
  CHECK(
      begins(message(with("decision.steps.fund", "risk")), "Charter parameter decision.steps.fund: The steps have no"));
  CHECK(begins(message(with("decision.quorum", "0/1")), "Charter parameter decision.quorum: A quorum of zero"));
}

TEST_CASE("an amendment replaces what it names and nothing else") {
  const auto before = defaults();
  const auto after = amend(before, {{"decision.quorum", "3/4", "一", false}, {"carry_over.years", "1", "二", false}});
  REQUIRE(after);
  REQUIRE(after->size() == before.size());
  std::size_t changed = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    CHECK((*after)[i].name == before[i].name);
    if (!((*after)[i] == before[i])) ++changed;
  }
  CHECK(changed == 2);
  CHECK(*find_parameter(*after, "decision.quorum") == Parameter{"decision.quorum", "3/4", "一", false});
}

TEST_CASE("an amendment that gives tiers replaces all of them") {
  const auto after = amend(defaults(), {{"approval.tiers.1.by", "meeting", "一", false}});
  REQUIRE(after);
  CHECK(find_parameter(*after, "approval.tiers.1.up_to") == nullptr);
  CHECK(find_parameter(*after, "approval.tiers.2.by") == nullptr);
}

TEST_CASE("an amendment whose result contradicts itself is refused") {
  CHECK_FALSE(amend(defaults(), {{"decision.quorum", "1/2", "一", false}}));
  CHECK_FALSE(amend(defaults(), {{"rules.payment.voucher-unique", "find", "一", false}}));
  CHECK_FALSE(amend(defaults(), {{"zebra", "1", "一", false}}));
  CHECK_FALSE(amend(defaults(), {{"carry_over.years", "1", "一", false}, {"carry_over.years", "3", "一", false}}));
}
