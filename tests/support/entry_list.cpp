#include "tests/support/entry_list.h"

#include "ledger/base/text.h"

namespace sunledger {

std::uint64_t recorded_ms_of(std::uint64_t position) {
  return 1'704'067'200'000 + position * 1000;
}

std::uint64_t EntryList::record(std::string_view day, const Fill& fill, std::uint64_t batch,
                                std::vector<std::uint16_t> rules) {
  const std::uint64_t position = entries_.size();
  EventBuilder builder;
  fill(builder.root());
  Envelope envelope;
  envelope.author.bytes[0] = 7;
  envelope.number = position + 1;
  envelope.date = *parse_day(day);
  envelope.batch = batch;
  envelope.command = command_for("test", std::to_string(position));
  if (position > 0) envelope.ledger.bytes[0] = 1;
  const auto composed = compose_signed(envelope, builder.finish());
  INVARIANT(composed.ok());
  Entry entry;
  entry.position = Position(position);
  entry.recorded_ms = recorded_ms_of(position);
  entry.author = envelope.author;
  entry.rules = std::move(rules);
  entry.signed_bytes = *composed;
  write_entry(entry, entries_.emplace_back());
  return position;
}

Result<Bytes> EntryList::entry_bytes(Position position) const {
  ++entries_read_;
  if (position.value >= entries_.size()) {
    return make_error(ErrorKind::not_found, format_text("no entry {0}", {position.value}));
  }
  return entries_[position.value];
}

Status EntryList::each_entry(Position first,
                             const std::function<Result<bool>(const Entry&, BytesView bytes)>& visit) const {
  for (std::uint64_t at = first.value; at < entries_.size(); ++at) {
    ++entries_read_;
    TRY_ASSIGN(const Entry entry, read_entry(entries_[at]));
    TRY_ASSIGN(const bool more, visit(entry, entries_[at]));
    if (!more) break;
  }
  return {};
}

}  // namespace sunledger
