#include "tests/fuzz/event_fuzz.h"

#include <capnp/message.h>
#include <capnp/serialize.h>
#include <kj/exception.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "ledger/event/canonical.h"
#include "ledger/event/entry.h"
#include "ledger/event/json.h"
#include "ledger/event/json_reader.h"
#include "ledger/event/open.h"
#include "ledger/event/required.h"

namespace sunledger {
namespace {

// The definition that canonical_form has to agree with (formats.md).
bool canonicalize_gives_the_same(BytesView bytes) {
  std::vector<capnp::word> words(bytes.size() / sizeof(capnp::word));
  std::memcpy(words.data(), bytes.data(), bytes.size());
  const kj::ArrayPtr<const capnp::word> segment(words.data(), words.size());
  capnp::ReaderOptions options;
  // A list of nothing costs its count here, up to 2^29 for one word; the bytes themselves are bounded already.
  options.traversalLimitInWords = UINT64_MAX;
  options.nestingLimit = 16;
  try {
    capnp::SegmentArrayMessageReader reader(kj::arrayPtr(&segment, 1), options);
    const auto canonical = capnp::canonicalize(reader.getRoot<schema::Signed>());
    return canonical.asBytes().size() == bytes.size() &&
           std::memcmp(canonical.begin(), bytes.data(), bytes.size()) == 0;
  } catch (const kj::Exception& exception) {
    return false;
  }
}

// Whether a word could promise more elements than fit an event, of a list of nothing. The gate refuses them unread
// (canonical.h); canonicalize keeps them.
bool may_promise_too_many(BytesView bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += sizeof(capnp::word)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, sizeof word);
    const std::uint64_t in_pointer = (word & 3) == 1 ? word >> 35 : 0;
    const std::uint64_t in_tag = word >> 32 == 0 ? word >> 2 : 0;
    if (std::max(in_pointer, in_tag) >= max_signed_bytes) return true;
  }
  return false;
}

}  // namespace

void fuzz_event_bytes(BytesView bytes) {
  if (bytes.size() > max_signed_bytes) return;
  const Form form = canonical_form(bytes);
  if (bytes.size() % 8 == 0 && !bytes.empty()) {
    const bool accepted = form != Form::not_canonical;
    INVARIANT(accepted == canonicalize_gives_the_same(bytes) || (!accepted && may_promise_too_many(bytes)));
  }
  EventOpener opener;
  const auto event = opener.open(bytes);
  if (!event) {
    INVARIANT(event.error().name == "event.encoding" && !event.error().message.empty());
    return;
  }
  INVARIANT(form == Form::good);
  const auto json = event_json(bytes);
  const Status fields = check_required(event->getEvent());
  if (!fields) {
    INVARIANT(fields.error().name == "event.fields");
    return;
  }
  // What is complete can be told as JSON and told again, to the byte.
  INVARIANT(json.ok());
  if (json->size() > max_json_bytes) return;
  const auto draft = draft_from_json(*json);
  INVARIANT(draft.ok());
  Envelope envelope = envelope_of(*event);
  INVARIANT(draft->date == envelope.date);
  const auto again = compose_signed(envelope, draft->event);
  INVARIANT(again.ok() && as_text(*again) == as_text(bytes));
}

void fuzz_entry(BytesView bytes) {
  const auto entry = read_entry(bytes);
  if (!entry) {
    INVARIANT(entry.error().kind == ErrorKind::corrupt && !entry.error().message.empty());
    return;
  }
  Bytes again;
  write_entry(*entry, again);
  INVARIANT(as_text(again) == as_text(bytes));
}

void fuzz_event_json(BytesView bytes) {
  const auto draft = draft_from_json(as_text(bytes));
  if (!draft) {
    INVARIANT(draft.error().kind == ErrorKind::invalid);
    INVARIANT(!draft.error().message.empty() && !draft.error().hint.empty());
    return;
  }
  Envelope envelope;
  envelope.author.bytes.fill(1);
  envelope.command.bytes.fill(2);
  envelope.date = draft->date.value_or(Day(20000));
  const auto signed_bytes = compose_signed(envelope, draft->event);
  if (!signed_bytes) return;
  EventOpener opener;
  INVARIANT(opener.open(*signed_bytes).ok());
  const auto json = event_json(*signed_bytes);
  INVARIANT(json.ok());
  if (json->size() > max_json_bytes) return;
  const auto again = draft_from_json(*json);
  INVARIANT(again.ok() && as_text(again->event.bytes) == as_text(draft->event.bytes));
}

}  // namespace sunledger
