#include "ledger/log/store.h"

#include <rocksdb/db.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/log/store_state.h"

namespace sunledger {
namespace {

using layout::Family;

std::string_view view(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

std::unique_ptr<rocksdb::Iterator> iterate(const Database& database, Family family, bool once) {
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  options.total_order_seek = true;
  options.fill_cache = !once;
  if (once) options.readahead_size = std::size_t{1} << 20;
  return std::unique_ptr<rocksdb::Iterator>(database.rocks().NewIterator(options, database.family(family)));
}

Error strange_key(Family family) {
  return make_error(ErrorKind::corrupt, say("A key of {0} in the log has a shape that this program never writes.",
                                            {layout::family_names[static_cast<std::size_t>(family)]}));
}

// How many hashes a level has, and the rows of its partial tile.
Result<LevelTail> read_level_tail(const Database& database, unsigned level) {
  LevelTail tail;
  const auto at = iterate(database, Family::tiles, false);
  at->SeekForPrev(layout::full_tile_key(level, UINT64_MAX));
  if (!at->status().ok()) return error_from(at->status());
  if (at->Valid()) {
    if (const auto index = layout::full_tile_index(view(at->key()), level)) {
      tail.count = (*index + 1) * layout::tile_width;
    }
  }
  for (at->Seek(layout::tile_row_key(level, tail.count)); at->Valid(); at->Next()) {
    const auto index = layout::tile_row_index(view(at->key()), level);
    if (!index) break;
    const bool in_order = *index == tail.count && at->value().size() == layout::hash_bytes &&
                          tail.rows.size() < (layout::tile_width - 1) * layout::hash_bytes;
    if (!in_order) {
      return make_error(ErrorKind::corrupt,
                        say("The tree hashes of level {0} have a gap at {1}.", {level, tail.count}));
    }
    const BytesView row = as_bytes(view(at->value()));
    tail.rows.insert(tail.rows.end(), row.begin(), row.end());
    ++tail.count;
  }
  if (!at->status().ok()) return error_from(at->status());
  return tail;
}

Result<std::uint64_t> read_size(const Database& database) {
  const auto last = iterate(database, Family::entries, false);
  last->SeekToLast();
  if (!last->status().ok()) return error_from(last->status());
  if (!last->Valid()) return std::uint64_t{0};
  const auto position = layout::entry_position(view(last->key()));
  if (!position) return strange_key(Family::entries);
  return position->value + 1;
}

Error no_ledger(const std::string& dir) {
  return make_error(ErrorKind::not_found, say("There is no ledger in {0}.", {dir}),
                    say("Name another folder, or make a ledger there first."));
}

Result<bool> holds_ledger(const std::string& dir) {
  const std::string current = layout::database_folder(dir) + "/CURRENT";
  if (path_exists(current)) return true;
  if (errno == EACCES) {
    return make_error(ErrorKind::permission, say("The folder {0} may not be read: {1}.", {dir, std::strerror(EACCES)}));
  }
  if (path_exists(layout::database_folder(dir))) {
    return make_error(ErrorKind::corrupt, say("The ledger in {0} has lost the file {1}.", {dir, current}),
                      say("Leave the folder as it is, as evidence, and go on from a verified copy."));
  }
  return false;
}

}  // namespace

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::create(const std::string& dir) {
  namespace fs = std::filesystem;
  TRY(create_folder(dir));
  {
    TRY_ASSIGN(const auto lock, WriterLock::take(dir));
    if (path_exists(layout::database_folder(dir))) {
      return make_error(ErrorKind::conflict, say("There is a ledger in {0} already.", {dir}),
                        say("Choose another folder; a ledger is never overwritten."));
    }
    // Made beside and renamed: a ledger is there wholly or not at all.
    const std::string unfinished = layout::unfinished_folder(dir);
    std::error_code code;
    fs::remove_all(unfinished, code);
    TRY(create_folder(unfinished));
    TRY(Database::make(unfinished));
    fs::rename(unfinished, layout::database_folder(dir), code);
    if (code) {
      return make_error(ErrorKind::io,
                        say("Cannot put {0} in place: {1}.", {layout::database_folder(dir), code.message()}));
    }
    TRY(create_folder(layout::documents_folder(dir)));  // makes the rename durable too: the same parent is synced
  }
  return open_to_write(dir);
}

Result<std::unique_ptr<Store>> Store::open_to_write(const std::string& dir) {
  TRY_ASSIGN(const bool there, holds_ledger(dir));
  if (!there) return no_ledger(dir);
  auto state = std::make_unique<State>();
  state->dir = dir;
  state->writable = true;
  TRY_ASSIGN(state->lock, WriterLock::take(dir));
  TRY_ASSIGN(const auto database, Database::open_to_write(layout::database_folder(dir), layout::set_aside_folder(dir)));
  TRY_ASSIGN(state->size, read_size(*database));
  for (unsigned level = 0; level < layout::level_count; ++level) {
    TRY_ASSIGN(state->levels[level], read_level_tail(*database, level));
  }
  state->replace(database);
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

Result<std::unique_ptr<Store>> Store::open_to_read(const std::string& dir) {
  TRY_ASSIGN(const bool there, holds_ledger(dir));
  if (!there) return no_ledger(dir);
  auto state = std::make_unique<State>();
  state->dir = dir;
  TRY_ASSIGN(const auto database, Database::open_to_read(layout::database_folder(dir)));
  state->replace(database);
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

Status Store::refresh() {
  if (state_->writable || state_->now()->unchanged_on_disk()) return {};
  TRY_ASSIGN(const auto database, Database::open_to_read(layout::database_folder(state_->dir)));
  state_->replace(database);
  return {};
}

const std::string& Store::dir() const {
  return state_->dir;
}
bool Store::writable() const {
  return state_->writable;
}
std::vector<std::string> Store::dropped_on_recovery() const {
  return state_->now()->dropped();
}

Result<std::uint64_t> Store::size() const {
  if (state_->writable) return state_->size.load();
  return read_size(*state_->now());
}

Result<Bytes> Store::entry(Position position) const {
  const auto database = state_->now();
  std::string value;
  auto found = database->get(Family::entries, layout::entry_key(position), value);
  if (!found) {
    Error error = std::move(found).error();
    error.message = say("Position {0} cannot be read.", {position.value}) + " " + error.message;
    error.position = position;
    return error;
  }
  if (!*found) {
    Error error = make_error(ErrorKind::not_found, say("The log has no position {0}.", {position.value}));
    error.position = position;
    return error;
  }
  const BytesView bytes = as_bytes(value);
  return Bytes(bytes.begin(), bytes.end());
}

// ---- cursor

struct Store::EntryCursor::State {
  std::shared_ptr<const Database> database;  // before the iterator, which it must outlive
  std::unique_ptr<rocksdb::Iterator> at;
  Position expected;
  bool started = false;
  std::optional<Error> failed;

  Error fail(Error error) {
    failed = error;
    return error;
  }
};

Store::EntryCursor::EntryCursor(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::EntryCursor::~EntryCursor() = default;
Store::EntryCursor::EntryCursor(EntryCursor&&) noexcept = default;
Store::EntryCursor& Store::EntryCursor::operator=(EntryCursor&&) noexcept = default;

Store::EntryCursor Store::entries_from(Position first) const {
  auto state = std::make_unique<EntryCursor::State>();
  state->database = state_->now();
  state->at = iterate(*state->database, Family::entries, true);
  state->expected = first;
  return EntryCursor(std::move(state));
}

Result<bool> Store::EntryCursor::next(Position& position, BytesView& bytes) {
  State& state = *state_;
  if (state.failed) return *state.failed;
  if (!state.started) {
    state.at->Seek(layout::entry_key(state.expected));
    state.started = true;
  } else if (state.at->Valid()) {
    state.at->Next();
  }
  if (!state.at->Valid()) {
    if (!state.at->status().ok()) return state.fail(error_from(state.at->status(), state.expected));
    return false;
  }
  const auto found = layout::entry_position(view(state.at->key()));
  if (!found) return state.fail(strange_key(Family::entries));
  if (*found != state.expected) {
    Error error = make_error(ErrorKind::corrupt, say("Position {0} is missing: the log goes on with {1}.",
                                                     {state.expected.value, found->value}));
    error.position = state.expected;
    return state.fail(std::move(error));
  }
  position = state.expected;
  bytes = as_bytes(view(state.at->value()));
  state.expected = state.expected.next();
  return true;
}

// ---- facts, checkpoints, meta

Result<bool> Store::fact(std::string_view key, std::string& value) const {
  return state_->now()->get(Family::facts, key, value);
}

Status Store::scan_facts(std::string_view prefix, const Visit& visit) const {
  const auto database = state_->now();
  const auto at = iterate(*database, Family::facts, true);
  for (at->Seek(rocksdb::Slice(prefix)); at->Valid() && view(at->key()).starts_with(prefix); at->Next()) {
    if (!visit(view(at->key()), view(at->value()))) return {};
  }
  if (!at->status().ok()) return error_from(at->status());
  return {};
}

Result<std::optional<std::string>> Store::checkpoint(std::uint64_t size) const {
  std::string note;
  TRY_ASSIGN(const bool found, state_->now()->get(Family::checkpoints, layout::checkpoint_key(size), note));
  return found ? std::optional(std::move(note)) : std::nullopt;
}

Result<std::optional<std::string>> Store::latest_checkpoint() const {
  const auto database = state_->now();
  const auto at = iterate(*database, Family::checkpoints, false);
  at->SeekToLast();
  if (!at->status().ok()) return error_from(at->status());
  if (!at->Valid()) return std::optional<std::string>();
  return std::optional(std::string(view(at->value())));
}

Status Store::scan_checkpoints(std::uint64_t from_size, const VisitCheckpoint& visit) const {
  const auto database = state_->now();
  const auto at = iterate(*database, Family::checkpoints, true);
  for (at->Seek(layout::checkpoint_key(from_size)); at->Valid(); at->Next()) {
    const auto size = layout::checkpoint_size(view(at->key()));
    if (!size) return strange_key(Family::checkpoints);
    if (!visit(*size, view(at->value()))) return {};
  }
  if (!at->status().ok()) return error_from(at->status());
  return {};
}

Result<std::optional<std::string>> Store::meta(std::string_view key) const {
  std::string value;
  TRY_ASSIGN(const bool found, state_->now()->get(Family::meta, key, value));
  return found ? std::optional(std::move(value)) : std::nullopt;
}

// ---- care

Status Store::verify_files() const {
  rocksdb::ReadOptions options;
  options.readahead_size = std::size_t{1} << 20;
  const auto database = state_->now();
  if (const auto status = database->rocks().VerifyFileChecksums(options); !status.ok()) return error_from(status);
  return {};
}

Result<Store::Sizes> Store::sizes() const {
  const auto database = state_->now();
  Sizes sizes;
  std::uint64_t* const by_family[] = {&sizes.meta, &sizes.entries, &sizes.tiles, &sizes.facts, &sizes.checkpoints};
  for (std::size_t i = 0; i < layout::family_count; ++i) {
    database->rocks().GetIntProperty(database->family(static_cast<Family>(i)),
                                     rocksdb::DB::Properties::kLiveSstFilesSize, by_family[i]);
  }
  std::error_code code;
  for (const auto& file : std::filesystem::directory_iterator(layout::database_folder(state_->dir), code)) {
    std::error_code gone;  // a file may be deleted while we look
    const std::uint64_t bytes = file.file_size(gone);
    if (gone || file.path().extension() == ".sst") continue;
    (file.path().extension() == ".log" ? sizes.write_ahead_log : sizes.other) += bytes;
  }
  if (code) return make_error(ErrorKind::io, say("Cannot list {0}: {1}.", {state_->dir, code.message()}));
  return sizes;
}

Status Store::compact() {
  INVARIANT(state_->writable);
  const auto database = state_->now();
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  for (std::size_t i = 0; i < layout::family_count; ++i) families.push_back(database->family(static_cast<Family>(i)));
  if (const auto status = database->rocks().Flush(rocksdb::FlushOptions(), families); !status.ok()) {
    return error_from(status);
  }
  for (auto* family : families) {
    const auto status = database->rocks().CompactRange(rocksdb::CompactRangeOptions(), family, nullptr, nullptr);
    if (!status.ok()) return error_from(status);
  }
  return {};
}

}  // namespace sunledger
