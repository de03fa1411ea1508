#include "projections/reports/anchors.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "ledger/people/signing.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/policy.h"
#include "projections/reports/frame.h"

namespace sunledger {
namespace {

std::string joined(const std::set<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

// By the policy that was recorded with the anchor: from the log's bytes alone.
std::string words_for_witnesses(const FollowedLedger& ledger) {
  if (ledger.policy.empty()) return say("No policy");
  if (ledger.sound.position == 0) return {};
  const auto policy = parse_policy(ledger.policy);
  if (!policy) return say("The policy cannot be read");
  const VerifierKey log_key{ledger.origin, NoteKeyType::ed25519, ledger.log_key};
  const auto opened = open_checkpoint(ledger.sound.note, keys_to_know(*policy, log_key), verify);
  if (!opened) return say("A cosignature does not verify");
  const auto names = witnesses_among(*policy, opened->signatures);
  if (!is_quorum(*policy, names)) {
    return names.empty() ? say("No quorum: nobody cosigned") : say("No quorum: only {0} cosigned", {joined(names)});
  }
  return policy->needs_witnesses() ? say("Quorum: {0}", {joined(names)}) : say("No witnesses asked for");
}

Cell text_cell(std::string text) {
  return text.empty() ? Cell::empty() : Cell::text(std::move(text));
}

class Drawing {
 public:
  Drawing(const AnchorsView& view, const ReportRequest& request)
      : view_(view), request_(request), today_(reference_day(view, request)) {}

  Result<Document> draw() {
    ReportHead head{"anchors", say("Followed ledgers"), view_.state().origin, view_.state().name, {&view_}, {}};
    TRY_ASSIGN(Document document, begin_document(head, request_));
    document.conclusion = conclusion();
    document.tables = {ledgers(), breaks()};
    document.remarks.push_back(
        {say("How to read it"),
         say("Each ledger below is verified entry by entry when it is followed, and its checkpoint is recorded here: "
             "from then on it cannot show another history without being found out. A ledger that is not seen for long "
             "is not wrong, but nothing is known of it since."),
         {}});
    return document;
  }

 private:
  std::int64_t days_since(const AnchorSight& sight) const {
    return std::max(0, today_.since_1970 - sight.day.since_1970);
  }

  std::vector<std::uint64_t> at(std::uint64_t position) const {
    if (!request_.positions || position == 0) return {};
    return {position};
  }

  std::string conclusion() const {
    std::int64_t consistent = 0, wrong = 0, unseen = 0, oldest = 0;
    for (const auto& [id, ledger] : view_.state().ledgers) {
      const bool is_sound = ledger.last.position != 0 && ledger.last.position == ledger.sound.position;
      if (ledger.last.position == 0) {
        ++unseen;
      } else if (ledger.broken || !is_sound) {
        ++wrong;
      } else {
        ++consistent;
      }
      if (ledger.sound.position != 0) oldest = std::max(oldest, days_since(ledger.sound));
    }
    if (view_.state().ledgers.empty()) return say("No ledger is followed yet.");
    return say("Ledgers followed: {0}. Consistent: {1}; wrong: {2}; never seen: {3}. Days since the oldest sight: {4}.",
               {view_.state().ledgers.size(), consistent, wrong, unseen, oldest});
  }

  Table ledgers() const {
    Table table{"ledgers",
                say("Followed ledgers"),
                Unit::count,
                {text_column("name", say("Federation")), text_column("anchor", say("Anchor")),
                 text_column("origin", say("Origin")), count_column("entries", say("Entries")),
                 date_column("seen", say("Seen on")), count_column("age", say("Days since")),
                 text_column("witnesses", say("Witnesses")), text_column("history", say("History"))}};
    table.empty_note = say("No ledger is followed yet.");
    for (const auto& [id, ledger] : view_.state().ledgers) {
      const bool seen = ledger.sound.position != 0;
      table.rows.push_back(
          {id,
           0,
           false,
           {Cell::text(ledger.name), Cell::text(id), Cell::text(ledger.origin),
            seen ? Cell::count(static_cast<std::int64_t>(ledger.sound.size), at(ledger.sound.position)) : Cell::empty(),
            seen ? Cell::text(to_text(ledger.sound.day)) : Cell::empty(),
            seen ? Cell::count(days_since(ledger.sound)) : Cell::empty(), text_cell(words_for_witnesses(ledger)),
            Cell::text(words_for_history(ledger))},
           {}});
    }
    return table;
  }

  Table breaks() const {
    Table table{"breaks",
                say("Ledgers that showed something wrong"),
                Unit::count,
                {text_column("name", say("Federation")), text_column("anchor", say("Anchor")),
                 date_column("day", say("Date")), count_column("entries", say("Entries shown")),
                 count_column("times", say("Times")), text_column("problem", say("What was wrong"))}};
    table.empty_note = say("None did.");
    for (const auto& [id, ledger] : view_.state().ledgers) {
      if (ledger.breaks == 0) continue;
      const bool is_last = ledger.last.outcome != 0;
      table.rows.push_back(
          {id,
           0,
           false,
           {Cell::text(ledger.name), Cell::text(id), is_last ? Cell::text(to_text(ledger.last.day)) : Cell::empty(),
            is_last ? Cell::count(static_cast<std::int64_t>(ledger.last.size), at(ledger.last.position))
                    : Cell::empty(),
            Cell::count(ledger.breaks),
            Cell::text(is_last ? ledger.last.problem : say("It was consistent again when it was seen last."))},
           {}});
    }
    return table;
  }

  const AnchorsView& view_;
  const ReportRequest& request_;
  Day today_;
};

}  // namespace

std::string words_for_history(const FollowedLedger& ledger) {
  if (ledger.broken) return say("Broken: it showed two histories");
  if (ledger.last.position == 0) return say("Never seen");
  switch (ledger.last.outcome) {
    case 0:
      return say("Consistent");
    case 1:
      return say("It shows fewer entries than before");
    case 3:
      return say("What is new does not verify");
    default:
      return say("Wrong in a way that newer software knows");
  }
}

Result<Document> make_anchors(const AnchorsView& view, const ReportRequest& request) {
  return Drawing(view, request).draw();
}

}  // namespace sunledger
