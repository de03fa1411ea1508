#pragma once
// Sorts 32-byte keys with a row number each – business keys of an import – in at most 16 MB of memory: full runs are
// sorted and put aside on disk, then merged. Two rows with one key come out one behind the other.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/import/spill.h"
#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace sunledger {

struct KeyedRow {
  Hash key;
  std::uint64_t row = 0;
  auto operator<=>(const KeyedRow&) const = default;  // by key, then by row
};

class KeySorter {
 public:
  // 200,000 keys of 40 bytes are one run, 8 MB; merging needs another 8 MB at most.
  static constexpr std::size_t keys_per_run = 200'000;

  // `folder` as in TemporaryFile. The smaller run is for tests.
  explicit KeySorter(std::string folder = {}, std::size_t run = keys_per_run);
  ~KeySorter();
  KeySorter(KeySorter&&) noexcept;
  KeySorter& operator=(KeySorter&&) noexcept;

  // Errors: io (disk full). Not after sort().
  Status add(const Hash& key, std::uint64_t row);
  // Once, after the last add().
  Status sort();
  // In order of key, then row; nothing behind the last. Errors: io, corrupt.
  Result<std::optional<KeyedRow>> next();

 private:
  struct Run;
  Status put_run_aside();
  Status refill(Run& run);

  std::string folder_;
  std::size_t keys_per_run_;
  std::vector<KeyedRow> waiting_;
  std::size_t given_ = 0;
  std::optional<TemporaryFile> file_;
  std::vector<Run> runs_;
  std::vector<std::size_t> heap_;  // indexes of runs, the least head first
  bool sorted_ = false;
};

// Rows whose key stood already in an earlier row.
class DuplicateFinder {
 public:
  struct Duplicate {
    Hash key;
    std::uint64_t first_row = 0;
    std::uint64_t row = 0;
  };

  explicit DuplicateFinder(std::string folder = {}, std::size_t run = KeySorter::keys_per_run);
  Status add(const Hash& key, std::uint64_t row) { return sorter_.add(key, row); }
  Status sort() { return sorter_.sort(); }
  // The next row that repeats a key, grouped by key; nothing behind the last.
  Result<std::optional<Duplicate>> next();

 private:
  KeySorter sorter_;
  std::optional<KeyedRow> first_;
};

}  // namespace sunledger
