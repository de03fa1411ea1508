// Money leaves a budget line or is bound on it: the line, its year, its balance, and the decision a large sum needs.

#include "ledger/rules/judge.h"

namespace sunledger {

std::string_view source_name(std::uint8_t source) {
  static constexpr std::string_view names[] = {"general", "fund", "capital", "other", "donation"};
  return source < std::size(names) ? names[source] : "unknown";
}

std::string_view line_kind_name(std::uint8_t kind) {
  static constexpr std::string_view names[] = {"basic-personnel", "basic-public", "project"};
  return kind < std::size(names) ? names[kind] : "unknown";
}

std::string_view method_name(schema::Method method) {
  static constexpr std::string_view names[] = {"treasury",    "direct",        "authorised", "transfer",
                                               "own-account", "official-card", "card",       "cash"};
  const auto index = static_cast<std::size_t>(method);
  return index < std::size(names) ? names[index] : "unknown";
}

void void_year_review(Judge& judge, std::string_view body, int year) {
  YearFact fact = judge.facts.year(body, year);
  if (fact.state != YearState::close_reviewed) return;
  fact.state = YearState::open;
  fact.reviewer.clear();
  judge.facts.set_year(body, year, fact);
}

bool year_is_open(Judge& judge, std::string_view body, int year) {
  const YearState state = judge.facts.year(body, year).state;
  if (state == YearState::close_reviewed) void_year_review(judge, body, year);
  return judge.require(
      state != YearState::closed && state != YearState::reopen_reviewed, Rule::budget_year_open,
      [&] { return say("The year {0} is closed.", {year}); },
      N_("Record it in the current year, or reopen the year with a reviewer and an approver."));
}

std::optional<LineFact> judge_line_and_balance(Judge& judge, const Spending& spending) {
  const std::string identity = line_identity(spending.body, spending.year, spending.line);
  auto line = judge.facts.line(identity);
  if (!judge.require(
          line.has_value(), Rule::budget_line_exists,
          [&] {
            return say("There is no budget line {0} in {1}.", {spending.line, spending.year});
          },
          N_("Import the budget first, or correct the line's code."))) {
    return std::nullopt;
  }
  if (!year_is_open(judge, spending.body, spending.year)) return line;
  const std::int64_t available = available_fen(judge.facts.sums('a', identity)) + spending.freed_fen;
  judge.require(
      spending.fen <= available, Rule::budget_available,
      [&] {
        return say("Line {0} has {1} yuan available; {2} is {3} too much.",
                   {spending.line, to_yuan_grouped(Fen(available)), to_yuan_grouped(Fen(spending.fen)),
                    to_yuan_grouped(Fen(spending.fen - available))});
      },
      N_("Reduce the amount, adjust the budget first, or choose the right line."));
  return line;
}

bool concerns_line(const DecisionFact& decision, std::string_view line_identity) {
  const auto& lines = decision.lines;
  return lines.empty() || std::find(lines.begin(), lines.end(), line_identity) != lines.end();
}

bool judge_decision_for(Judge& judge, const Spending& spending, const std::optional<LineFact>& line,
                        std::int64_t large_fen) {
  if (spending.covered_by_contract) return false;
  const RuleParameters& charter = judge.facts.charter();
  if (spending.decision.empty()) {
    const bool large = line && charter.is_large(line_kind_name(line->kind), Fen(large_fen));
    judge.require(
        !large, Rule::payment_large_fund,
        [&] {
          return say("{0} yuan on line {1} is a large sum (from {2} yuan on) and cites no decision.",
                     {to_yuan_grouped(Fen(large_fen)), spending.line, to_yuan_grouped(charter.large_fund_threshold)});
        },
        N_("Have it decided collectively first, then name the decision."));
    return false;
  }
  const auto decision = judge.facts.decision(spending.decision);
  const bool adopted = decision && decision->state == DecisionState::adopted;
  if (!judge.require(
          adopted, Rule::payment_large_fund,
          [&] {
            return decision ? say("Decision {0} was not adopted.", {spending.decision})
                            : say("There is no decision {0}.", {spending.decision});
          },
          N_("Resolve the decision first, or name the right one.")) ||
      !adopted) {
    return false;
  }
  const std::string identity = line_identity(spending.body, spending.year, spending.line);
  if (!judge.require(
          concerns_line(*decision, identity), Rule::payment_decision_within,
          [&] {
            return say("Decision {0} does not concern line {1}.", {spending.decision, spending.line});
          },
          N_("Name the decision that concerns this line."))) {
    return false;
  }
  return use_decision(judge, spending.decision, *decision, spending.fen);
}

bool use_decision(Judge& judge, const std::string& id, const DecisionFact& decision, std::int64_t fen) {
  const std::int64_t used = judge.facts.sums('d', id)[DecisionSums::used];
  if (!judge.require(
          used + fen <= decision.amount_fen, Rule::payment_decision_within,
          [&] {
            return say(
                "Decision {0} allows {1} yuan, of which {2} are used; {3} more do not fit.",
                {id, to_yuan_grouped(Fen(decision.amount_fen)), to_yuan_grouped(Fen(used)), to_yuan_grouped(Fen(fen))});
          },
          N_("Reduce the amount, or have the larger sum decided first."))) {
    return false;
  }
  judge.facts.add_to_sums('d', id, DecisionSums::used, fen);
  return true;
}

}  // namespace sunledger
