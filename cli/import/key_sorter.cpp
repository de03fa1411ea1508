#include "cli/import/key_sorter.h"

#include <algorithm>

#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr std::size_t keyed_row_bytes = 40;  // as on disk: key, row big-endian
constexpr std::size_t merge_bytes = 4U << 20;
constexpr std::size_t least_keys_per_buffer = 50;
constexpr std::size_t most_keys_per_buffer = 1600;
// 4 MB among 2,000 runs is the least buffer each: four hundred million rows, far above what a file of 4 GiB may hold.
constexpr std::size_t max_runs = merge_bytes / (least_keys_per_buffer * keyed_row_bytes);

}  // namespace

// One sorted stretch of the file, read through a buffer of its own.
struct KeySorter::Run {
  std::uint64_t offset = 0;
  std::uint64_t keys_left = 0;  // not yet in the buffer
  std::uint32_t crc = 0;        // of the whole run
  std::uint32_t crc_read = 0;
  Bytes buffer;
  std::size_t used = 0;
  KeyedRow head;
};

KeySorter::KeySorter(std::string folder, std::size_t run) : folder_(std::move(folder)), keys_per_run_(run) {
  INVARIANT(run > 0);
}
KeySorter::~KeySorter() = default;
KeySorter::KeySorter(KeySorter&&) noexcept = default;
KeySorter& KeySorter::operator=(KeySorter&&) noexcept = default;

Status KeySorter::add(const Hash& key, std::uint64_t row) {
  INVARIANT(!sorted_);
  if (waiting_.empty()) waiting_.reserve(keys_per_run_);
  waiting_.push_back({key, row});
  if (waiting_.size() < keys_per_run_) return {};
  return put_run_aside();
}

Status KeySorter::put_run_aside() {
  if (runs_.size() == max_runs) {
    return make_error(ErrorKind::invalid,
                      say("The file has more rows than can be compared ({0}).",
                          {static_cast<std::uint64_t>(max_runs) * keys_per_run_}),
                      say("Split it, for example by month."));
  }
  if (!file_) {
    TRY_ASSIGN(file_, TemporaryFile::create(folder_));
  }
  std::sort(waiting_.begin(), waiting_.end());
  Run run;
  run.offset = file_->size_bytes();
  run.keys_left = waiting_.size();
  Bytes record;
  for (const KeyedRow& keyed : waiting_) {
    record.assign(keyed.key.bytes.begin(), keyed.key.bytes.end());
    put_u64(record, keyed.row);
    run.crc = crc32(record, run.crc);
    TRY(file_->append(record));
  }
  runs_.push_back(std::move(run));
  waiting_.clear();
  return {};
}

Status KeySorter::sort() {
  INVARIANT(!sorted_);
  sorted_ = true;
  if (runs_.empty()) {  // all fits
    std::sort(waiting_.begin(), waiting_.end());
    return {};
  }
  if (!waiting_.empty()) TRY(put_run_aside());
  std::vector<KeyedRow>().swap(waiting_);
  TRY(file_->flush());
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    TRY(refill(runs_[i]));
    heap_.push_back(i);
  }
  const auto later = [this](std::size_t a, std::size_t b) { return runs_[a].head > runs_[b].head; };
  std::make_heap(heap_.begin(), heap_.end(), later);
  return {};
}

// Moves the run's head on; an empty buffer is filled from disk first. A run at its end gets an empty buffer.
Status KeySorter::refill(Run& run) {
  if (run.used == run.buffer.size()) {
    const std::size_t fair =
        std::clamp(merge_bytes / keyed_row_bytes / runs_.size(), least_keys_per_buffer, most_keys_per_buffer);
    const auto keys = static_cast<std::size_t>(std::min<std::uint64_t>(run.keys_left, fair));
    run.buffer.resize(keys * keyed_row_bytes);
    run.used = 0;
    if (keys == 0) {
      if (run.crc_read == run.crc) return {};
      return make_error(ErrorKind::corrupt, say("The disk gave back other bytes than the import had put aside."),
                        say("Check the disk that TMPDIR is on, and import again. Nothing was stored."));
    }
    TRY(file_->read_at(run.offset, run.buffer));
    run.crc_read = crc32(run.buffer, run.crc_read);
    run.offset += run.buffer.size();
    run.keys_left -= keys;
  }
  const BytesView record = BytesView(run.buffer).subspan(run.used, keyed_row_bytes);
  std::copy_n(record.begin(), Hash::size_bytes, run.head.key.bytes.begin());
  run.head.row = get_u64(record.subspan(Hash::size_bytes));
  run.used += keyed_row_bytes;
  return {};
}

Result<std::optional<KeyedRow>> KeySorter::next() {
  INVARIANT(sorted_);
  if (runs_.empty()) {
    if (given_ == waiting_.size()) return std::optional<KeyedRow>();
    return std::optional<KeyedRow>(waiting_[given_++]);
  }
  if (heap_.empty()) return std::optional<KeyedRow>();
  const auto later = [this](std::size_t a, std::size_t b) { return runs_[a].head > runs_[b].head; };
  std::pop_heap(heap_.begin(), heap_.end(), later);
  Run& run = runs_[heap_.back()];
  const KeyedRow result = run.head;
  TRY(refill(run));
  if (run.buffer.empty()) {
    heap_.pop_back();
  } else {
    std::push_heap(heap_.begin(), heap_.end(), later);
  }
  return std::optional<KeyedRow>(result);
}

DuplicateFinder::DuplicateFinder(std::string folder, std::size_t run) : sorter_(std::move(folder), run) {}

Result<std::optional<DuplicateFinder::Duplicate>> DuplicateFinder::next() {
  for (;;) {
    TRY_ASSIGN(const std::optional<KeyedRow> keyed, sorter_.next());
    if (!keyed) return std::optional<Duplicate>();
    if (first_ && first_->key == keyed->key) {
      return std::optional<Duplicate>(Duplicate{keyed->key, first_->row, keyed->row});
    }
    first_ = keyed;
  }
}

}  // namespace sunledger
