#include "ledger/event/entry.h"

#include <cstring>

#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr Byte magic[4] = {'S', 'L', 'E', '1'};

Error damaged(std::string why) {
  Error error = make_error(ErrorKind::corrupt, say("The entry's bytes are damaged: {0}.", {why}));
  error.name = "entry.encoding";
  return error;
}

}  // namespace

void write_entry(const Entry& entry, Bytes& out) {
  INVARIANT(entry.rules.size() <= 255);
  const std::size_t size = entry_header_bytes + 2 * entry.rules.size() + entry.signed_bytes.size();
  INVARIANT(size <= max_entry_bytes);
  out.clear();
  out.reserve(size);
  out.insert(out.end(), std::begin(magic), std::end(magic));
  put_u64(out, entry.position.value);
  put_u64(out, entry.recorded_ms);
  out.insert(out.end(), entry.author.bytes.begin(), entry.author.bytes.end());
  out.insert(out.end(), entry.signature.bytes.begin(), entry.signature.bytes.end());
  out.push_back(static_cast<Byte>(entry.rules.size()));
  for (std::uint16_t rule : entry.rules) put_u16(out, rule);
  out.insert(out.end(), entry.signed_bytes.begin(), entry.signed_bytes.end());
}

Result<Entry> read_entry(BytesView bytes) {
  if (bytes.size() < entry_header_bytes || bytes.size() > max_entry_bytes)
    return damaged(say("its length is impossible"));
  if (std::memcmp(bytes.data(), magic, sizeof magic) != 0) return damaged(say("it does not begin with SLE1"));
  Entry entry;
  entry.position = Position(get_u64(bytes.subspan(4)));
  entry.recorded_ms = get_u64(bytes.subspan(12));
  std::memcpy(entry.author.bytes.data(), bytes.data() + 20, 32);
  std::memcpy(entry.signature.bytes.data(), bytes.data() + 52, 64);
  const std::size_t count = bytes[116];
  if (bytes.size() < entry_header_bytes + 2 * count) return damaged(say("its list of rules is cut off"));
  entry.rules.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint16_t rule = get_u16(bytes.subspan(entry_header_bytes + 2 * i));
    if (!entry.rules.empty() && rule <= entry.rules.back()) return damaged(say("its list of rules is not ascending"));
    entry.rules.push_back(rule);
  }
  entry.signed_bytes = bytes.subspan(entry_header_bytes + 2 * count);
  if (entry.signed_bytes.empty()) return damaged(say("it has no signed bytes"));
  return entry;
}

}  // namespace sunledger
