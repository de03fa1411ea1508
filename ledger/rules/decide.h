#pragma once
// The charter at work: decide(facts, event) → accept, find or refuse. A pure function of log bytes and of facts folded
// from them; time and position are parameters, so that every replay gives the same answer (house rule 11).

#include <functional>
#include <optional>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/position.h"
#include "ledger/base/result.h"
#include "ledger/event/event.h"
#include "ledger/rules/facts.h"

namespace sunledger {

class EventOpener;

// Where the sequencer would put the event.
struct Place {
  Position position;
  std::uint64_t recorded_ms = 0;
};

// The RFC 6962 root at an earlier size of this log, at most the size before the event.
using RootAt = std::function<Result<Hash>(std::uint64_t size)>;

// The bytes of an earlier entry.
using EntryAt = std::function<Result<Bytes>(std::uint64_t position)>;

struct Judgement {
  enum class Kind {
    accepted,  // facts hold its effect; `found` are the rules let through
    repeated,  // the same command with the same content is recorded at `earlier`; facts are unchanged
    refused    // `refusal` says why; what facts hold now must be dropped
  };
  Kind kind = Kind::accepted;
  std::vector<std::uint16_t> found;  // ascending rule numbers
  std::uint64_t earlier = 0;
  std::optional<Error> refusal;  // kind refused, conflict, invalid or incomplete; name is the rule's
};

struct DecideOptions {
  // A trial judges an event before it is signed: running number, head, signature and command order are not its matter.
  bool trial = false;
  // The caller opened these very bytes at the gate before (EventOpener::open): they are not judged there again.
  bool encoding_known = false;
  // Asked only by events that judge what earlier entries hold (EntriesReconfirmed); without it those are refused.
  EntryAt entry_at;
};

// `signed_bytes` must be the author's; the signature over them was verified by the caller (it needs no facts).
// `opener` is scratch space. The event's effect is folded into `facts` as it is judged.
Judgement decide(Facts& facts, EventOpener& opener, BytesView signed_bytes, const Place& place, const RootAt& root_at,
                 const DecideOptions& options = {});

// Whether an event with that command would be told its earlier place, or of a conflict, instead of taking a new one.
bool is_recorded(Facts& facts, EventOpener& opener, const CommandId& command, Day date, const EventBytes& event);

// After an accepted event became an entry: entry 0 gives the ledger its identity, an import's entry joins its root.
void settle(Facts& facts, const Place& place, std::uint64_t batch, const Hash& leaf, BytesView entry);

// What an event moves, for an import's control total: fen, 0 for kinds without an amount.
std::int64_t amount_of(EventOpener& opener, BytesView signed_bytes);

// The reading that findings give to a rule number let through at a position.
std::string describe_rule(std::uint16_t number);

}  // namespace sunledger
