#include "ledger/charter/rule_parameters.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "ledger/charter/parameter_table.h"

namespace sunledger {

namespace {

constexpr std::string_view rules_prefix = "rules.";
constexpr std::array<const char*, decision_class_count> class_names = {"matter", "appointment", "project", "fund"};

bool contains(const std::vector<std::string>& items, std::string_view item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

// Remembers the first parameter that is absent or of another type, so that `from` reads as a list.
class Taker {
 public:
  Taker(const CharterValues& values, std::set<std::string>* asked) : values_(values), asked_(asked) {}

  Fen money(std::string_view name) { return take(values_.money(name), name); }
  std::int64_t integer(std::string_view name) { return take(values_.integer(name), name); }
  Ratio ratio(std::string_view name) { return take(values_.ratio(name), name); }
  bool flag(std::string_view name) { return take(values_.flag(name), name); }
  std::vector<std::string> list(std::string_view name) { return take(values_.list(name), name); }
  std::string text(std::string_view name) { return std::string(take(values_.text(name), name)); }
  std::vector<ApprovalTier> tiers() {
    if (asked_ != nullptr) asked_->insert({"approval.tiers.*.by", "approval.tiers.*.up_to"});
    auto tiers = values_.tiers();
    if (tiers.empty()) fail("approval.tiers.1.by");
    return tiers;
  }
  void fail(std::string_view name) {
    if (failed_.empty()) failed_ = name;
  }
  const std::string& failed() const { return failed_; }

 private:
  template <class T>
  T take(std::optional<T> value, std::string_view name) {
    if (asked_ != nullptr) asked_->emplace(name);
    if (value) return *std::move(value);
    fail(name);
    return T();
  }

  const CharterValues& values_;
  std::set<std::string>* asked_;
  std::string failed_;
};

void take_modes(const CharterValues& values, RuleParameters& parameters, Taker& take) {
  for (const auto& [name, value] : values.all()) {
    if (std::string_view(name).substr(0, rules_prefix.size()) != rules_prefix) continue;
    if (value != "refuse" && value != "find") take.fail(name);
    parameters.modes.emplace_back(name.substr(rules_prefix.size()),
                                  value == "find" ? RuleMode::find : RuleMode::refuse);
  }
}

CharterValues with_absent_values(const CharterValues& given) {
  auto values = given.all();
  for (const auto& definition : parameter_table()) {
    if (definition.absent_value == nullptr || given.text(definition.name)) continue;
    values.emplace_back(definition.name, definition.absent_value);
  }
  return CharterValues(std::move(values));
}

}  // namespace

Result<RuleParameters> RuleParameters::from(const CharterValues& given, std::set<std::string>* asked) {
  const CharterValues values = with_absent_values(given);
  RuleParameters parameters;
  Taker take(values, asked);
  take_modes(values, parameters, take);
  parameters.utc_offset_minutes = static_cast<std::int32_t>(take.integer("calendar.utc_offset_minutes"));
  parameters.max_age_days = take.integer("event.max_age_days");

  parameters.tiers = take.tiers();
  parameters.meeting_applies_to = take.list("approval.meeting_applies_to");
  parameters.methods = take.list("payment.methods");
  parameters.cash_limit = take.money("payment.cash_limit");
  parameters.large_fund_threshold = take.money("large_fund.threshold");
  parameters.large_fund_applies_to = take.list("large_fund.applies_to");
  for (const char* source : {"capital", "donation", "fund", "general", "other"}) {
    parameters.purposes.emplace_back(source, take.list("sources." + std::string(source) + ".purposes"));
  }

  for (std::size_t i = 0; i < decision_class_count; ++i) {
    parameters.bodies[i] = take.text("decision.body." + std::string(class_names[i]));
    parameters.mandatory_steps[i] = take.list("decision.steps." + std::string(class_names[i]));
  }
  parameters.quorum = take.ratio("decision.quorum");
  parameters.pass = take.ratio("decision.pass");
  parameters.pass_base = take.text("decision.pass_base") == "present" ? PassBase::present : PassBase::due;
  parameters.ad_hoc_motion_allowed = take.flag("decision.ad_hoc_motion_allowed");

  parameters.quotes_minimum = take.integer("procurement.quotes_minimum");

  parameters.amendment_notice_days = take.integer("amendment.notice_days");
  parameters.amendment_administrators = take.integer("amendment.administrators");
  parameters.administrators_quorum = take.integer("administration.quorum");
  parameters.endorse_days = take.integer("administration.endorse_days");
  parameters.recovery_days = take.integer("administration.recovery_days");

  if (!take.failed().empty()) {
    return make_error(ErrorKind::not_found, say("The charter in force has no usable value for {0}.", {take.failed()}),
                      say("Amend the charter so that it gives this parameter."));
  }
  return parameters;
}

std::optional<RuleMode> RuleParameters::mode(std::string_view rule) const {
  const auto found = std::lower_bound(modes.begin(), modes.end(), rule,
                                      [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
  if (found == modes.end() || found->first != rule) return std::nullopt;
  return found->second;
}

const ApprovalTier* RuleParameters::tier_for(Fen amount) const {
  const auto found = std::find_if(tiers.begin(), tiers.end(),
                                  [amount](const ApprovalTier& tier) { return !tier.up_to || amount <= *tier.up_to; });
  return found == tiers.end() ? nullptr : &*found;
}

bool RuleParameters::allows_method(std::string_view method) const {
  return contains(methods, method);
}

bool RuleParameters::allows_purpose(std::string_view source, std::string_view purpose) const {
  for (const auto& [name, uses] : purposes) {
    if (name == source) return contains(uses, "*") || contains(uses, purpose);
  }
  return false;
}

bool RuleParameters::is_large(std::string_view line_kind, Fen amount) const {
  return amount >= large_fund_threshold && contains(large_fund_applies_to, line_kind);
}

bool RuleParameters::meeting_concerns(std::string_view line_kind) const {
  return contains(meeting_applies_to, line_kind);
}

const std::vector<std::string>& RuleParameters::steps(DecisionClass decision_class) const {
  return mandatory_steps[static_cast<std::size_t>(decision_class)];
}

const std::string& RuleParameters::deciding_body(DecisionClass decision_class) const {
  return bodies[static_cast<std::size_t>(decision_class)];
}

bool is_applied(std::string_view parameter) {
  static const std::set<std::string> applied = [] {
    std::set<std::string> asked;
    // The values don't matter: that they are asked for does.
    (void)RuleParameters::from(CharterValues(), &asked);
    return asked;
  }();
  const ParameterDefinition* definition = find_definition(parameter);
  return definition != nullptr && (parameter.starts_with(rules_prefix) || applied.count(definition->name) != 0);
}

}  // namespace sunledger
