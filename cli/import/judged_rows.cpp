#include "cli/import/judged_rows.h"

namespace sunledger {
namespace {
constexpr std::size_t head_bytes = 8 + 8 + 4 + CommandId::size_bytes;
}

Result<JudgedRows> JudgedRows::create(const std::string& scratch_dir) {
  TRY_ASSIGN(SpillFile events, SpillFile::create(scratch_dir));
  return JudgedRows(std::move(events));
}

Status JudgedRows::append(const Kept& kept) {
  Bytes record;
  record.reserve(head_bytes + kept.draft.event.bytes.size());
  put_u64(record, kept.row);
  put_u64(record, kept.rows);
  put_u32(record, static_cast<std::uint32_t>(kept.draft.date.since_1970));
  const BytesView command = kept.draft.command.view();
  record.insert(record.end(), command.begin(), command.end());
  record.insert(record.end(), kept.draft.event.bytes.begin(), kept.draft.event.bytes.end());
  return events_.append(record);
}

Result<std::vector<JudgedRows::Kept>> JudgedRows::next(std::size_t limit) {
  std::vector<Kept> chunk;
  while (chunk.size() < limit) {
    TRY_ASSIGN(const auto record, events_.next());
    if (!record) break;
    INVARIANT(record->size() >= head_bytes);
    Kept kept;
    kept.row = get_u64(*record);
    kept.rows = get_u64(record->subspan(8));
    kept.draft.date = Day(static_cast<std::int32_t>(get_u32(record->subspan(16))));
    kept.draft.command = *CommandId::from(record->subspan(20, CommandId::size_bytes));
    const BytesView event = record->subspan(head_bytes);
    kept.draft.event.bytes.assign(event.begin(), event.end());
    chunk.push_back(std::move(kept));
  }
  return chunk;
}

}  // namespace sunledger
