// Subsidy programmes with the history of their rates, and batches paid under them. Totals per tier only: nothing about
// a person enters the log. No batch touches a budget line; the payment that follows it does, where the federation pays.

#include <limits>

#include "ledger/rules/identity_family.h"
#include "ledger/rules/judge.h"
#include "ledger/rules/subsidy_period.h"

namespace sunledger {
namespace {

constexpr Day no_last_day(std::numeric_limits<std::int32_t>::max());

using Version = ProgrammeFact::Version;

void judge_programme(Judge& judge, schema::ProgrammeDefined::Reader event) {
  const std::string_view id = view_of(event.getProgramme());
  Version version;
  version.first = Day(event.getFirstDay());
  version.last = event.getLastDay() == schema::NO_DAY ? no_last_day : Day(event.getLastDay());
  for (const auto rate : event.getRates()) {
    const std::string tier = text_of(rate.getTier());
    if (!judge.require(
            std::none_of(version.rates.begin(), version.rates.end(), [&](const auto& r) { return r.first == tier; }),
            Rule::identity_unique,
            [&] {
              return say("The programme “{0}” gives its tier “{1}” two rates.", {id, tier});
            },
            N_("Give each tier one rate; a new rate from a later day is a new definition.")))
      return;
    version.rates.emplace_back(tier, rate.getRate());
  }

  auto fact = judge.facts.programme(id).value_or(ProgrammeFact{});
  if (!fact.versions.empty()) {
    const Version& before = fact.versions.back();
    if (!judge.require(
            version.first > before.first, Rule::identity_unique,
            [&] {
              return say("The programme “{0}” already has rates from {1} on; a version from {2} would rewrite them.",
                         {id, to_text(before.first), to_text(version.first)});
            },
            N_("Let the new version begin on a later day, or define a programme of its own.")))
      return;
    if (!judge.require(
            fact.payer == static_cast<std::uint8_t>(event.getPayer()), Rule::identity_unique,
            [&] { return say("The programme “{0}” was defined with another payer.", {id}); },
            N_("Who pays does not change with a rate: define a programme of its own.")))
      return;
    if (before.last >= version.first) fact.versions.back().last = version.first.plus(-1);
  }
  fact.batch = judge.envelope.batch;
  fact.payer = static_cast<std::uint8_t>(event.getPayer());
  fact.purpose = text_of(event.getPurpose());
  fact.versions.push_back(std::move(version));
  judge.facts.set_programme(id, fact);
}

// persons × months × rate, or nothing where that is no amount at all.
std::optional<Fen> product_of(schema::TierTotal::Reader tier) {
  const std::uint64_t person_months = std::uint64_t{tier.getPersons()} * tier.getMonths();
  if (tier.getRate() < 0) return std::nullopt;
  if (person_months == 0) return Fen(0);
  if (static_cast<std::uint64_t>(tier.getRate()) > static_cast<std::uint64_t>(max_amount_fen) / person_months) {
    return std::nullopt;
  }
  return Fen(static_cast<std::int64_t>(person_months) * tier.getRate());
}

bool judge_arithmetic(Judge& judge, schema::SubsidyBatchRecorded::Reader event) {
  const std::string_view id = view_of(event.getBatch());
  std::optional<Fen> total{Fen(0)};
  for (const auto tier : event.getTiers()) {
    const auto product = product_of(tier);
    if (!judge.require(
            product && product->value == tier.getAmount(), Rule::amount_arithmetic,
            [&] {
              return say(
                  "Batch “{0}”, tier “{1}”: {2} persons × {3} months × {4} yuan do not give the {5} yuan recorded.",
                  {id, view_of(tier.getTier()), tier.getPersons(), tier.getMonths(),
                   to_yuan_grouped(Fen(tier.getRate())), to_yuan_grouped(Fen(tier.getAmount()))});
            },
            N_("Correct the tier; people paid for other months or at another rate are a tier row of their own.")))
      return false;
    if (total) total = add(*total, Fen(tier.getAmount()));
  }
  return judge.require(
      total && total->value == event.getTotal(), Rule::amount_arithmetic,
      [&] {
        return say("The tiers of batch “{0}” add up to {1} yuan, not to the {2} yuan recorded.",
                   {id, total ? to_yuan_grouped(*total) : std::string("…"), to_yuan_grouped(Fen(event.getTotal()))});
      },
      N_("Correct the total or the tiers."));
}

// A rate of that tier in force on some day of the months paid for.
bool is_in_force(const ProgrammeFact& programme, std::string_view tier, std::int64_t rate, Day first, Day last) {
  for (const Version& version : programme.versions) {
    if (version.first > last || version.last < first) continue;
    for (const auto& [name, fen] : version.rates) {
      if (name == tier && fen == rate) return true;
    }
  }
  return false;
}

bool judge_rates(Judge& judge, schema::SubsidyBatchRecorded::Reader event, const ProgrammeFact& programme,
                 MonthSpan months) {
  const Day first = first_day_of_month(months.first);
  const Day last = first_day_of_month(months.last + 1).plus(-1);
  for (const auto tier : event.getTiers()) {
    if (!judge.require(
            is_in_force(programme, view_of(tier.getTier()), tier.getRate(), first, last), Rule::subsidy_arithmetic,
            [&] {
              return say(
                  "Batch “{0}” pays tier “{1}” {2} yuan a month; “{3}” has no such rate in force between {4} and {5}.",
                  {view_of(event.getBatch()), view_of(tier.getTier()), to_yuan_grouped(Fen(tier.getRate())),
                   view_of(event.getProgramme()), to_text(first), to_text(last)});
            },
            N_("Correct the rate, or record the programme's new rates (ProgrammeDefined) first.")))
      return false;
  }
  return true;
}

void judge_batch_recorded(Judge& judge, schema::SubsidyBatchRecorded::Reader event) {
  const std::string_view id = view_of(event.getBatch());
  const std::string_view programme_id = view_of(event.getProgramme());
  const std::string_view body = view_of(event.getBody());
  const auto programme = judge.facts.programme(programme_id);
  if (!judge.require(
          programme.has_value(), Rule::event_reference,
          [&] { return say("The subsidy programme “{0}” is not defined.", {programme_id}); },
          N_("Record the programme and its rates (ProgrammeDefined) first.")))
    return;
  const auto months = parse_period(view_of(event.getPeriod()));
  if (!judge.require(
          months.has_value(), Rule::event_fields,
          [&] { return say("“{0}” is not a period that a batch can pay for.", {view_of(event.getPeriod())}); },
          N_("Write a month (2025-03), a quarter (2022Q3), a year (2024) or a span (2024-01/2024-03).")))
    return;
  if (!judge_arithmetic(judge, event)) return;
  if (!judge_rates(judge, event, *programme, *months)) return;
  if (!judge.take_identity(identity_family::subsidy_batch, id, id)) return;
  // Month by month, so that a quarter's batch and one of its months are seen as the same money.
  for (int month = months->first; month <= months->last; ++month) {
    const std::string name = month_name(month);
    if (!judge.take_identity(identity_family::subsidy_month, join_identity({programme_id, body, name}),
                             format_text("{0} {1} {2}", {programme_id, body, name})))
      return;
  }
}

}  // namespace

void judge_subsidy(Judge& judge) {
  const auto event = judge.event.getEvent();
  if (event.isProgrammeDefined()) return judge_programme(judge, event.getProgrammeDefined());
  INVARIANT(event.isSubsidyBatchRecorded());
  judge_batch_recorded(judge, event.getSubsidyBatchRecorded());
}

}  // namespace sunledger
