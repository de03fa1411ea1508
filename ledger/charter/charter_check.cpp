#include "ledger/charter/charter_check.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "ledger/charter/parameter_table.h"
#include "ledger/charter/parameter_value.h"

namespace sunledger {

namespace {

constexpr std::string_view tiers_prefix = "approval.tiers.";
constexpr std::size_t max_parameters = 1000;
constexpr std::size_t max_clause_bytes = 512;

bool is_tier(const Parameter& parameter) {
  return parameter.name.compare(0, tiers_prefix.size(), tiers_prefix) == 0;
}

std::string_view value_of(const std::vector<Parameter>& parameters, std::string_view name) {
  const auto* parameter = find_parameter(parameters, name);
  return parameter == nullptr ? std::string_view() : std::string_view(parameter->value);
}

class Contradictions {
 public:
  explicit Contradictions(const std::vector<Parameter>& parameters) : parameters_(parameters) {}

  std::vector<Contradiction> all() {
    tiers();
    for (const char* matter_class : {"matter", "appointment", "project", "fund"}) steps(matter_class);
    pass_is_a_majority();
    thresholds();
    cash();
    shares("composition.congress");
    shares("composition.presidium");
    return std::move(found_);
  }

 private:
  void add(std::string name, std::string message) { found_.push_back({std::move(name), std::move(message)}); }

  // Tiers count from 1 without gaps; amounts rise; the last has no upper amount; after a meeting comes no approver.
  void tiers() {
    const auto count = static_cast<std::size_t>(std::count_if(parameters_.begin(), parameters_.end(), is_tier));
    std::size_t seen = 0;
    Fen below(0);
    bool is_last = false;
    bool had_meeting = false;
    for (std::size_t index = 1; seen < count; ++index) {
      const std::string tier = std::string(tiers_prefix) + std::to_string(index);
      const auto by = value_of(parameters_, tier + ".by");
      const auto up_to = value_of(parameters_, tier + ".up_to");
      if (by.empty()) return add(tier + ".by", say("Approval tier {0} does not say who approves.", {index}));
      if (is_last) {
        return add(tier + ".by", say("Approval tier {0} comes after a tier without an upper amount.", {index}));
      }
      seen += up_to.empty() ? 1 : 2;
      is_last = up_to.empty();
      if (!is_last) {
        const auto amount = parse_yuan(up_to).value_or(Fen(0));
        if (amount <= below) {
          return add(tier + ".up_to",
                     say("Approval tier {0} goes up to {1} yuan, not above the tier before it.", {index, up_to}));
        }
        below = amount;
      }
      if (had_meeting && by == "approver") {
        return add(tier + ".by",
                   say("Approval tier {0} gives larger amounts to one approver than to a meeting.", {index}));
      }
      had_meeting = by == "meeting";
      if (seen == count && !is_last) {
        return add(tier + ".up_to",
                   say("The last approval tier must have no upper amount, or nobody may approve more."));
      }
    }
  }

  // 重大行政决策程序暂行条例 §25: legality review before discussion; what follows a resolution comes after the meeting.
  void steps(const std::string& matter_class) {
    const auto name = "decision.steps." + matter_class;
    const auto* parameter = find_parameter(parameters_, name);
    if (parameter == nullptr) return;
    const auto order = split_list(parameter->value);
    const auto meeting = std::find(order.begin(), order.end(), "meeting");
    if (meeting == order.end()) {
      return add(name, say("The steps have no \"meeting\": a collective decision is taken at one."));
    }
    for (auto step = order.begin(); step != order.end(); ++step) {
      const bool belongs_after = *step == "execution" || *step == "evaluation" || *step == "notice";
      if (step == meeting || (step > meeting) == belongs_after) continue;
      add(name, belongs_after ? say("The step \"{0}\" stands before the meeting whose resolution it follows.", {*step})
                              : say("The step \"{0}\" stands after the meeting that it prepares.", {*step}));
    }
  }

  void pass_is_a_majority() {
    const auto pass = parse_ratio(value_of(parameters_, "decision.pass"));
    if (pass && (pass->num * 2 < pass->den || pass->num == pass->den)) {
      add("decision.pass", pass->num == pass->den
                               ? say("More than all votes can never be reached: the share must be below one.")
                               : say("A resolution that less than half of the votes could carry is not a majority."));
    }
    const auto quorum = parse_ratio(value_of(parameters_, "decision.quorum"));
    if (quorum && quorum->num == 0) add("decision.quorum", say("A quorum of zero lets an empty meeting decide."));
    if (pass && quorum && value_of(parameters_, "decision.pass_base") == "due" &&
        pass->num * quorum->den >= quorum->num * pass->den) {
      add("decision.quorum",
          say("A meeting at quorum could never resolve: votes are counted against all members due, and the share to "
              "exceed is not below the quorum."));
    }
  }

  void thresholds() {
    for (const char* kind : {"goods", "services", "works"}) {
      const auto open = parse_yuan(value_of(parameters_, std::string("procurement.open_tender_threshold.") + kind));
      const auto low = parse_yuan(value_of(parameters_, std::string("procurement.decentralised_threshold.") + kind));
      if (open && low && *open < *low) {
        add(std::string("procurement.open_tender_threshold.") + kind,
            say("The open-tender threshold is below the threshold from which the procurement law applies at all."));
      }
    }
  }

  void cash() {
    const auto methods = split_list(value_of(parameters_, "payment.methods"));
    for (const auto& method : split_list(value_of(parameters_, "payment.person_methods"))) {
      if (std::find(methods.begin(), methods.end(), method) == methods.end()) {
        add("payment.person_methods",
            say("Persons may be paid by \"{0}\", which payment.methods does not allow.", {method}));
      }
    }
  }

  // Disabled people and relatives are among those the wider share counts, so their share cannot be the larger one.
  void shares(const std::string& roster) {
    const auto wide = parse_ratio(value_of(parameters_, roster + ".represented"));
    const auto narrow = parse_ratio(value_of(parameters_, roster + ".disabled_or_relatives"));
    if (wide && narrow && wide->num > 0 && narrow->num * wide->den > wide->num * narrow->den) {
      add(roster + ".disabled_or_relatives", say("This share is larger than the wider one that includes it."));
    }
  }

  const std::vector<Parameter>& parameters_;
  std::vector<Contradiction> found_;
};

Error named(const std::string& name, const std::string& message) {
  return make_error(ErrorKind::invalid, say("Charter parameter {0}: {1}", {name, message}),
                    say("Correct the charter and check it with: sunledger charter check FILE"));
}

}  // namespace

std::vector<Contradiction> find_contradictions(const std::vector<Parameter>& parameters) {
  return Contradictions(parameters).all();
}

std::vector<std::string> missing_parameters(const std::vector<Parameter>& parameters) {
  std::vector<std::string> missing;
  for (const auto& definition : parameter_table()) {
    const std::string_view name = definition.name;
    if (name.find('*') != std::string_view::npos || definition.absent_value != nullptr) continue;
    if (find_parameter(parameters, name) == nullptr) missing.emplace_back(name);
  }
  if (std::none_of(parameters.begin(), parameters.end(), is_tier)) missing.push_back("approval.tiers.1.by");
  return missing;
}

Status check_parameters(const std::vector<Parameter>& parameters) {
  if (parameters.size() > max_parameters) {
    return make_error(ErrorKind::invalid, say("A charter has at most {0} parameters.", {max_parameters}));
  }
  const Parameter* before = nullptr;
  for (const auto& parameter : parameters) {
    const auto* definition = find_definition(parameter.name);
    if (definition == nullptr) {
      return make_error(ErrorKind::invalid, say("The charter sets a parameter that this software does not know."),
                        say("See sunledger kinds, or use a newer version of sunledger."));
    }
    if (before != nullptr && !(before->name < parameter.name)) {
      return named(parameter.name, say("The parameters must be sorted by name, each given once."));
    }
    if (parameter.clause.size() > max_clause_bytes) return named(parameter.name, say("The clause is too long."));
    if (const auto status = check_canonical(*definition, parameter.value); !status) {
      return named(parameter.name, status.error().message);
    }
    before = &parameter;
  }
  for (const auto& name : missing_parameters(parameters)) {
    return named(name, say("It is missing: an adopted charter writes out every value, defaults too."));
  }
  for (const auto& contradiction : find_contradictions(parameters)) {
    return named(contradiction.name, contradiction.message);
  }
  return {};
}

Result<std::vector<Parameter>> amend(const std::vector<Parameter>& parameters, std::vector<Parameter> changes) {
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Parameter& a, const Parameter& b) { return a.name < b.name; });
  const bool replaces_tiers = std::any_of(changes.begin(), changes.end(), is_tier);
  std::vector<Parameter> amended = changes;
  for (const auto& parameter : parameters) {
    if (replaces_tiers && is_tier(parameter)) continue;
    if (find_parameter(changes, parameter.name) == nullptr) amended.push_back(parameter);
  }
  std::stable_sort(amended.begin(), amended.end(),
                   [](const Parameter& a, const Parameter& b) { return a.name < b.name; });
  TRY(check_parameters(amended));
  return amended;
}

}  // namespace sunledger
