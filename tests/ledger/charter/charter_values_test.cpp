// What rules see of a charter.

#include "ledger/charter/charter_values.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "ledger/charter/read_charter.h"
#include "ledger/charter/rule_parameters.h"

using namespace sunledger;

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs defaults() {
  Pairs pairs;
  const auto parameters = read_defaults(shipped_defaults()).value();
  for (const auto& parameter : parameters) {
    pairs.emplace_back(parameter.name, parameter.value);
  }
  return pairs;
}

RuleParameters rules_of(Pairs pairs) {
  return RuleParameters::from(CharterValues(std::move(pairs))).value();
}

}  // namespace

TEST_CASE("lookups give typed values, and nothing for an absent name or another type") {
  const CharterValues values(
      {{"c", "2/3"}, {"a", "10.50"}, {"b", "7"}, {"d", "true"}, {"e", "x,y"}, {"f", ""}, {"g", "false"}});
  CHECK(values.money("a") == Fen(1050));
  CHECK(values.integer("b") == 7);
  CHECK(values.ratio("c") == Ratio{2, 3});
  CHECK(values.flag("d") == true);
  CHECK(values.flag("g") == false);
  CHECK(values.list("e") == std::vector<std::string>{"x", "y"});
  CHECK(values.list("f") == std::vector<std::string>{});
  CHECK(values.text("c") == std::string_view("2/3"));
  CHECK_FALSE(values.money("c"));
  CHECK_FALSE(values.integer("a"));
  CHECK_FALSE(values.ratio("b"));
  CHECK_FALSE(values.flag("b"));
  for (const char* absent : {"", "0", "aa", "z"}) {
    CHECK_FALSE(values.text(absent));
    CHECK_FALSE(values.list(absent));
  }
  CHECK(values.tiers().empty());
  CHECK_FALSE(CharterValues().integer("a"));
}

TEST_CASE("of a name given twice the last value counts") {
  const CharterValues values({{"a", "1"}, {"b", "2"}, {"a", "3"}, {"a", "4"}});
  CHECK(values.integer("a") == 4);
  CHECK(values.integer("b") == 2);
  CHECK(values.all().size() == 2);
}

TEST_CASE("tiers come in rising order, also the tenth after the second") {
  Pairs pairs;
  for (int i = 12; i >= 1; --i) {
    const auto tier = "approval.tiers." + std::to_string(i);
    pairs.emplace_back(tier + ".by", i < 12 ? "approver" : "meeting");
    if (i < 12) pairs.emplace_back(tier + ".up_to", std::to_string(i) + ".00");
  }
  const auto tiers = CharterValues(pairs).tiers();
  REQUIRE(tiers.size() == 12);
  for (std::size_t i = 0; i < 11; ++i) CHECK(tiers[i].up_to == Fen(static_cast<std::int64_t>(i + 1) * 100));
  CHECK_FALSE(tiers[11].up_to);
  CHECK(tiers[11].by == Approval::meeting);
}

TEST_CASE("an amount belongs to the first tier that reaches it, its upper amount included") {
  const auto rules = rules_of(defaults());
  CHECK(rules.tier_for(Fen(5'000'000))->by == Approval::approver);
  CHECK(rules.tier_for(Fen(5'000'001))->by == Approval::meeting);
  CHECK(rules.tier_for(Fen(-1))->by == Approval::approver);
  CHECK(rules.tier_for(Fen(max_amount_fen))->by == Approval::meeting);
  CHECK(RuleParameters().tier_for(Fen(1)) == nullptr);
}

TEST_CASE("a large sum is a project's from the threshold on; approved basic expenditure is not one") {
  const auto rules = rules_of(defaults());
  CHECK(rules.is_large("project", Fen(5'000'000)));
  CHECK_FALSE(rules.is_large("project", Fen(4'999'999)));
  CHECK_FALSE(rules.is_large("basic-personnel", Fen(900'000'000)));
  CHECK(rules.meeting_concerns("project"));
  CHECK_FALSE(rules.meeting_concerns("basic-public"));
}

TEST_CASE("a source without limits allows any use, the lottery fund its own, an unknown source none") {
  const auto rules = rules_of(defaults());
  CHECK(rules.allows_purpose("general", "operations"));
  CHECK(rules.allows_purpose("fund", "rehabilitation"));
  CHECK_FALSE(rules.allows_purpose("fund", "operations"));
  CHECK_FALSE(rules.allows_purpose("loan", "operations"));
}

TEST_CASE("methods, modes, steps and bodies are as the charter says") {
  const auto rules = rules_of(defaults());
  CHECK(rules.allows_method("treasury"));
  CHECK_FALSE(rules.allows_method("barter"));
  CHECK(CharterValues(defaults()).list("payment.person_methods") == std::vector<std::string>{"card"});
  CHECK(rules.mode("budget.available") == RuleMode::refuse);
  CHECK(rules.mode("payment.cash-limit") == RuleMode::find);
  CHECK_FALSE(rules.mode("event.signature"));
  CHECK(rules.steps(DecisionClass::fund) == std::vector<std::string>{"meeting"});
  CHECK(rules.deciding_body(DecisionClass::appointment) == "council");
  CHECK(rules.quorum == Ratio{2, 3});
  CHECK(rules.pass_base == PassBase::due);
  CHECK(rules.utc_offset_minutes == 480);
}

TEST_CASE("rules never fall back to a default: a value that is absent or damaged is named") {
  for (const auto& [name, value] : defaults()) {
    auto damaged = defaults();
    const auto at =
        std::find_if(damaged.begin(), damaged.end(), [&n = name](const auto& pair) { return pair.first == n; });
    damaged.erase(at);
    const auto rules = RuleParameters::from(CharterValues(damaged));
    if (rules || name == "approval.tiers.1.by") continue;
    CHECK(rules.error().kind == ErrorKind::not_found);
    CHECK(rules.error().message.find(name) != std::string::npos);
  }
  auto damaged = defaults();
  for (auto& [name, value] : damaged) {
    if (name == "rules.event.age") value = "perhaps";
  }
  const auto rules = RuleParameters::from(CharterValues(damaged));
  REQUIRE_FALSE(rules);
  CHECK(rules.error().message.find("rules.event.age") != std::string::npos);
  CHECK_FALSE(RuleParameters::from(CharterValues()));
}
