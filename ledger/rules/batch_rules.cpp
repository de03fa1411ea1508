// Large imports: opened, closed, abandoned. Nothing of one counts before its close, which judges anew what its sums
// meet.

#include "ledger/proof/tree.h"
#include "ledger/rules/judge.h"

namespace sunledger {
namespace {

using Event = schema::Event;

std::optional<BatchFact> open_batch(Judge& judge, std::uint64_t position) {
  auto batch = is_earlier(judge, position) && position != 0 ? judge.facts.batch(position) : std::nullopt;
  if (batch && batch->state == BatchState::open) return batch;
  judge.refuse(Rule::batch_state, say("There is no open import at position {0}.", {position}),
               N_("See “sunledger log --kind BatchOpened”."));
  return std::nullopt;
}

void open(Judge& judge, schema::BatchOpened::Reader opened) {
  const auto file = Hash::from({opened.getFile().begin(), opened.getFile().size()});
  if (!file || judge.envelope.batch != 0) {
    judge.refuse(Rule::batch_state, say("An import names its file and does not stand in another import."));
    return;
  }
  BatchFact fact;
  fact.person = judge.person;
  fact.kind = text_of(opened.getImport());
  fact.file = *file;
  fact.expected_count = opened.getCount();
  fact.expected_fen = opened.getAmount();
  judge.facts.set_batch(judge.place.position.value, fact);
}

// What others recorded since the import began may have used what its rows relied on.
bool still_fits(Judge& judge, std::uint64_t position) {
  bool fits = true;
  std::vector<std::tuple<char, std::string, Sums>> shares;
  judge.facts.scan_batch_sums(position, [&](char family, std::string_view identity, const Sums& share) {
    shares.emplace_back(family, std::string(identity), share);
  });
  for (const auto& [family, whose, share] : shares) {
    if (!fits) return false;
    const std::string& identity = whose;  // clang 14 lets no lambda use a name of a structured binding
    const Sums now = judge.facts.sums(family, identity);
    Sums sums = now;
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += share[i];
    if (family == 'a') {
      const std::string body = identity.substr(0, identity.find('\x1f'));
      const std::size_t year_at = body.size() + 1;
      const int year = std::stoi(identity.substr(year_at, identity.find('\x1f', year_at) - year_at));
      const std::string line = identity.substr(identity.rfind('\x1f') + 1);
      void_year_review(judge, body, year);
      const YearState state = judge.facts.year(body, year).state;
      const std::int64_t spent = -available_fen(share);
      fits = judge.require(
                 state != YearState::closed && state != YearState::reopen_reviewed, Rule::budget_year_open,
                 [&] { return say("The year {0} was closed while the import was open.", {year}); },
                 N_("Reopen the year, or abandon the import.")) &&
             judge.require(
                 spent <= 0 || available_fen(sums) >= 0, Rule::budget_available,
                 [&] {
                   return say("Line {0} has {1} yuan available now; the import needs {2}.",
                              {line, to_yuan_grouped(Fen(available_fen(now))), to_yuan_grouped(Fen(spent))});
                 },
                 N_("Adjust the budget and close the import again, or abandon it."));
    } else if (family == 'k') {
      // Payments of the import used up money that the contract had bound; what is bound no more frees nothing.
      if (sums[ContractLineSums::open] < 0) {
        judge.refuse(Rule::batch_state,
                     say("Contract {0} no longer binds the money that the import's payments use up.",
                         {identity.substr(0, identity.find('\x1f'))}),
                     N_("Abandon the import and import the file again: its rows are judged anew."));
        fits = false;
      }
    } else if (family == 'c') {
      fits = judge.require(
          sums[ContractSums::paid] <= sums[ContractSums::amount], Rule::contract_within,
          [&] { return say("Contract {0} no longer has enough left for the import.", {identity}); },
          N_("Record the contract's change and close the import again, or abandon it."));
    } else if (family == 'd') {
      const auto decision = judge.facts.decision(identity);
      fits = judge.require(
          decision && sums[DecisionSums::used] <= decision->amount_fen, Rule::payment_decision_within,
          [&] { return say("Decision {0} no longer has enough left for the import.", {identity}); },
          N_("Have the larger sum decided and close the import again, or abandon it."));
    } else if (family == 'n') {
      const std::size_t split = identity.find('\x1f');
      judge.facts.judge_for_batch(position);
      const auto notice = judge.facts.notice(identity.substr(0, split), identity.substr(split + 1));
      judge.facts.judge_for_batch(0);
      fits = judge.require(
          notice && sums[NoticeSums::allocated] <= notice->amount_fen, Rule::budget_notice_within,
          [&] {
            return say("Quota notice {0} no longer has enough left for the import.", {identity.substr(split + 1)});
          },
          N_("Record the additional notice and close the import again, or abandon it."));
    }
  }
  return fits;
}

void close(Judge& judge, schema::BatchClosed::Reader closed) {
  const std::uint64_t position = closed.getBatch();
  auto batch = open_batch(judge, position);
  if (!batch) return;
  if (batch->person != judge.person) {
    judge.refuse(Rule::batch_state, say("The import at position {0} was opened by {1}.", {position, batch->person}),
                 nullptr, ErrorKind::permission);
    return;
  }
  const auto frontier = Frontier::from_nodes(batch->count, batch->nodes);
  const auto root = Hash::from({closed.getRoot().begin(), closed.getRoot().size()});
  const bool complete = frontier.ok() && root && *root == frontier->root() && batch->count == closed.getCount() &&
                        batch->sum_fen == closed.getAmount() && batch->count == batch->expected_count &&
                        batch->sum_fen == batch->expected_fen;
  if (!complete) {
    judge.refuse(
        Rule::batch_totals,
        say("The import at position {0} announced {1} events and {2} yuan; {3} events and {4} yuan are recorded.",
            {position, batch->expected_count, to_yuan_grouped(Fen(batch->expected_fen)), batch->count,
             to_yuan_grouped(Fen(batch->sum_fen))}),
        N_("Import the same file again: it continues where it stopped."));
    return;
  }
  if (!still_fits(judge, position)) return;
  batch->state = BatchState::closed;
  judge.facts.set_batch(position, *batch);
  judge.facts.merge_batch_sums(position);
}

void abandon(Judge& judge, schema::BatchAbandoned::Reader abandoned) {
  const std::uint64_t position = abandoned.getBatch();
  auto batch = open_batch(judge, position);
  if (!batch) return;
  const bool administrator = (judge.roles >> static_cast<unsigned>(schema::Role::ADMINISTRATOR) & 1U) != 0;
  if (batch->person != judge.person && !administrator) {
    judge.refuse(Rule::batch_state,
                 say("The import at position {0} is abandoned by {1} or an administrator.", {position, batch->person}),
                 nullptr, ErrorKind::permission);
    return;
  }
  batch->state = BatchState::abandoned;
  judge.facts.set_batch(position, *batch);
  judge.facts.drop_batch_sums(position);
}

}  // namespace

void judge_batch(Judge& judge) {
  const auto event = judge.event.getEvent();
  switch (event.which()) {
    case Event::BATCH_OPENED:
      return open(judge, event.getBatchOpened());
    case Event::BATCH_CLOSED:
      return close(judge, event.getBatchClosed());
    case Event::BATCH_ABANDONED:
      return abandon(judge, event.getBatchAbandoned());
    default:
      INVARIANT(false);
  }
}

}  // namespace sunledger
