#include "ledger/rules/scratch_facts.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <random>

#include "ledger/base/bytes.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

// Families that rules go through in order: keys, delegations, planned amendments, imports and their sums. They are few;
// every other family may grow with the log.
bool is_scanned_family(std::string_view key) {
  const char family = key.empty() ? '\0' : key.front();
  return family == 'K' || family == 'D' || family == 'c' || family == 'I' || family == 'b';
}

// Keys are chosen by authors: the hash is keyed per process, so that nobody can make them collide.
class KeyedHash {
 public:
  KeyedHash() {
    std::random_device random;
    for (std::uint64_t* seed : {&first_, &second_}) *seed = (static_cast<std::uint64_t>(random()) << 32 | random()) | 1;
  }
  std::uint64_t operator()(std::string_view text) const {
    std::uint64_t hash = first_ ^ text.size();
    while (text.size() >= 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data(), 8);
      hash = mix(hash ^ word, second_);
      text.remove_prefix(8);
    }
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), text.size());
    return mix(hash ^ word, second_ ^ first_);
  }

 private:
  static std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  }
  std::uint64_t first_ = 0, second_ = 0;
};

Error scratch_error(const std::string& folder) {
  return make_error(ErrorKind::io, say("Cannot use scratch space in {0}: {1}.", {folder, std::strerror(errno)}),
                    say("Free space there, or set TMPDIR to a folder with space."));
}

// An unnamed file mapped to memory; grows by allocating first, so that a full disk is an error and not a signal.
class MappedFile {
 public:
  ~MappedFile() {
    if (memory_ != nullptr) ::munmap(memory_, size_);
    if (fd_ >= 0) ::close(fd_);
  }
  MappedFile() = default;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  Status open(const std::string& folder, std::size_t size) {
    folder_ = folder;
    fd_ = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd_ < 0) {
      std::string name = folder + "/sunledger.XXXXXX";
      fd_ = ::mkostemp(name.data(), O_CLOEXEC);
      if (fd_ >= 0) ::unlink(name.c_str());
    }
    if (fd_ < 0) return scratch_error(folder);
    return grow(size);
  }
  Status grow(std::size_t size) {
    const int allocated = ::posix_fallocate(fd_, 0, static_cast<off_t>(size));
    if (allocated != 0) {
      errno = allocated;
      return scratch_error(folder_);
    }
    if (memory_ != nullptr) ::munmap(memory_, size_);
    memory_ = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd_, 0);
    if (memory_ == MAP_FAILED) {
      memory_ = nullptr;
      return scratch_error(folder_);
    }
    size_ = size;
    return {};
  }
  char* bytes() const { return static_cast<char*>(memory_); }
  std::size_t size() const { return size_; }

 private:
  std::string folder_;
  int fd_ = -1;
  void* memory_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace

// Open addressing over an append-only file of records. A slot is 0 (free) or the record's offset + 1 with 16 bits of
// the hash above it; a record is u32 key size ‖ u32 value size or "erased" ‖ u32 room ‖ key ‖ value.
class ScratchFacts::Table {
 public:
  static Result<std::unique_ptr<Table>> create(const std::string& folder) {
    auto table = std::make_unique<Table>();
    table->folder_ = folder;
    table->slots_ = std::make_unique<MappedFile>();
    TRY(table->slots_->open(folder, 8 * first_slots));
    TRY(table->records_.open(folder, first_record_bytes));
    return table;
  }

  enum class Found { absent, erased, present };

  Found get(std::string_view key, std::string& value) const {
    const std::uint64_t slot = *slot_of(key, hash_(key));
    if (slot == 0) return Found::absent;
    const char* record = records_.bytes() + offset_of(slot);
    const std::uint32_t size = read_u32(record + 4);
    if (size == erased) return Found::erased;
    value.assign(record + header + key.size(), size);
    return Found::present;
  }

  // `before`, where given, takes what was there: its Found is told in `found`.
  Status set(std::string_view key, std::optional<std::string_view> value, std::string* before = nullptr,
             Found* found = nullptr) {
    const std::uint64_t hash = hash_(key);
    std::uint64_t* slot = slot_of(key, hash);
    const std::uint32_t size = value ? static_cast<std::uint32_t>(value->size()) : erased;
    const std::uint32_t room_needed = value ? size : 0;
    if (*slot != 0) {
      char* record = records_.bytes() + offset_of(*slot);
      const std::uint32_t old_size = read_u32(record + 4);
      if (old_size != erased) --present_;
      if (found != nullptr) *found = old_size == erased ? Found::erased : Found::present;
      if (before != nullptr && old_size != erased) before->assign(record + header + key.size(), old_size);
      if (room_needed <= read_u32(record + 8)) {
        write_u32(record + 4, size);
        if (value) std::memcpy(record + header + key.size(), value->data(), size);
        if (value) ++present_;
        return {};
      }
    } else if (found != nullptr) {
      *found = Found::absent;
    }
    const std::size_t bytes = header + key.size() + room_needed;
    if (end_ + bytes > records_.size()) TRY(records_.grow(std::max(records_.size() * 2, end_ + bytes)));
    char* record = records_.bytes() + end_;
    write_u32(record, static_cast<std::uint32_t>(key.size()));
    write_u32(record + 4, size);
    write_u32(record + 8, room_needed);
    std::memcpy(record + header, key.data(), key.size());
    if (value) std::memcpy(record + header + key.size(), value->data(), size);
    const bool is_new = *slot == 0;
    *slot = (hash & tag_mask) | (end_ + 1);
    end_ += bytes;
    if (value) ++present_;
    if (is_new && ++used_ * 4 > slot_count() * 3) return rehash();
    return {};
  }

  Status each(const std::function<Status(std::string_view key, std::string_view value)>& visit) const {
    for (std::uint64_t i = 0; i < slot_count(); ++i) {
      const std::uint64_t slot = slots()[i];
      if (slot == 0) continue;
      const char* record = records_.bytes() + offset_of(slot);
      const std::uint32_t size = read_u32(record + 4);
      if (size == erased) continue;
      const std::uint32_t key_size = read_u32(record);
      TRY(visit({record + header, key_size}, {record + header + key_size, size}));
    }
    return {};
  }

  std::uint64_t count() const { return present_; }

 private:
  static constexpr std::size_t first_slots = 1 << 16;
  static constexpr std::size_t first_record_bytes = 1 << 22;
  static constexpr std::size_t header = 12;
  static constexpr std::uint32_t erased = 0xffffffff;
  static constexpr std::uint64_t tag_mask = 0xffff000000000000ULL;

  static std::uint32_t read_u32(const char* at) {
    std::uint32_t value = 0;
    std::memcpy(&value, at, 4);
    return value;
  }
  static void write_u32(char* at, std::uint32_t value) { std::memcpy(at, &value, 4); }
  static std::size_t offset_of(std::uint64_t slot) { return static_cast<std::size_t>((slot & ~tag_mask) - 1); }
  std::uint64_t* slots() const { return reinterpret_cast<std::uint64_t*>(slots_->bytes()); }
  std::uint64_t slot_count() const { return slots_->size() / 8; }

  // The slot that holds the key, or the free one where it would go.
  std::uint64_t* slot_of(std::string_view key, std::uint64_t hash) const {
    const std::uint64_t mask = slot_count() - 1;
    for (std::uint64_t i = hash & mask;; i = (i + 1) & mask) {
      std::uint64_t* slot = slots() + i;
      if (*slot == 0) return slot;
      if ((*slot & tag_mask) != (hash & tag_mask)) continue;
      const char* record = records_.bytes() + offset_of(*slot);
      if (read_u32(record) == key.size() && std::memcmp(record + header, key.data(), key.size()) == 0) return slot;
    }
  }

  Status rehash() {
    auto larger = std::make_unique<MappedFile>();
    TRY(larger->open(folder_, slots_->size() * 2));
    auto* fresh = reinterpret_cast<std::uint64_t*>(larger->bytes());
    const std::uint64_t mask = larger->size() / 8 - 1;
    for (std::uint64_t i = 0; i < slot_count(); ++i) {
      const std::uint64_t slot = slots()[i];
      if (slot == 0) continue;
      const char* record = records_.bytes() + offset_of(slot);
      std::uint64_t at = hash_({record + header, read_u32(record)}) & mask;
      while (fresh[at] != 0) at = (at + 1) & mask;
      fresh[at] = slot;
    }
    slots_ = std::move(larger);
    return {};
  }

  std::string folder_;
  KeyedHash hash_;
  std::unique_ptr<MappedFile> slots_;
  MappedFile records_;
  std::size_t end_ = 0;
  std::uint64_t used_ = 0;     // slots, of present and erased facts alike
  std::uint64_t present_ = 0;  // facts

 public:
  Status failure;
};

ScratchFacts::ScratchFacts(std::unique_ptr<Table> table) : table_(std::move(table)) {}
ScratchFacts::~ScratchFacts() = default;

Result<std::unique_ptr<ScratchFacts>> ScratchFacts::create(const std::string& folder) {
  std::string place = folder;
  if (place.empty()) {
    const char* from_environment = std::getenv("TMPDIR");
    place = from_environment != nullptr && *from_environment != '\0' ? from_environment : "/tmp";
  }
  TRY_ASSIGN(auto table, Table::create(place));
  return std::unique_ptr<ScratchFacts>(new ScratchFacts(std::move(table)));
}

bool ScratchFacts::get(std::string_view key, std::string& value) {
  if (!is_scanned_family(key)) {
    switch (table_->get(key, value)) {
      case Table::Found::present:
        return true;
      case Table::Found::erased:
        return false;
      case Table::Found::absent:
        break;
    }
  } else if (const auto found = scanned_.find(key); found != scanned_.end()) {
    if (!found->second) return false;
    value = *found->second;
    return true;
  }
  return below_ != nullptr && below_->get(key, value);
}

void ScratchFacts::put(std::string_view key, std::string_view value) {
  if (!is_scanned_family(key)) {
    if (auto set = table_->set(key, value); !set && table_->failure) table_->failure = set;
    return;
  }
  if (const auto found = scanned_.find(key); found != scanned_.end()) {
    found->second.emplace(value);
  } else {
    scanned_.emplace(std::string(key), std::string(value));
  }
}

void ScratchFacts::erase(std::string_view key) {
  if (!is_scanned_family(key)) {
    if (auto set = table_->set(key, std::nullopt); !set && table_->failure) table_->failure = set;
    return;
  }
  const auto found = scanned_.find(key);
  if (below_ == nullptr) {
    if (found != scanned_.end()) scanned_.erase(found);
  } else if (found != scanned_.end()) {
    found->second.reset();
  } else {
    scanned_.emplace(std::string(key), std::nullopt);
  }
}

bool ScratchFacts::exchange(std::string_view key, std::optional<std::string_view> value, std::string& before) {
  if (!is_scanned_family(key)) {
    auto found = Table::Found::absent;
    if (auto set = table_->set(key, value, &before, &found); !set && table_->failure) table_->failure = set;
    if (found != Table::Found::absent) return found == Table::Found::present;
    return below_ != nullptr && below_->get(key, before);
  }
  const bool was_there = get(key, before);
  if (value) {
    put(key, *value);
  } else {
    erase(key);
  }
  return was_there;
}

void ScratchFacts::scan(std::string_view prefix, const std::function<bool(std::string_view, std::string_view)>& visit) {
  INVARIANT(is_scanned_family(prefix));
  auto next = scanned_.lower_bound(prefix);
  bool go_on = true;
  const auto visit_mine = [&] {
    if (next->second) go_on = visit(next->first, *next->second);
    ++next;
  };
  const auto is_mine = [&] {
    return go_on && next != scanned_.end() && std::string_view(next->first).starts_with(prefix);
  };
  if (below_ != nullptr) {
    below_->scan(prefix, [&](std::string_view key, std::string_view value) {
      while (is_mine() && next->first < key) visit_mine();
      if (!go_on) return false;
      if (is_mine() && next->first == key) {
        visit_mine();
        return go_on;
      }
      go_on = visit(key, value);
      return go_on;
    });
  }
  while (is_mine()) visit_mine();
}

Status ScratchFacts::status() const {
  if (!table_->failure) return table_->failure;
  return below_ != nullptr ? below_->status() : Status();
}

Status ScratchFacts::each(const std::function<Status(std::string_view key, std::string_view value)>& visit) const {
  for (const auto& [key, value] : scanned_) {
    if (value) TRY(visit(key, *value));
  }
  return table_->each(visit);
}

std::uint64_t ScratchFacts::count() const {
  std::uint64_t present = table_->count();
  for (const auto& [key, value] : scanned_) present += value.has_value();
  return present;
}

}  // namespace sunledger
