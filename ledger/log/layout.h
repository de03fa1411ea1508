#pragma once
// The key layout: which column family holds what, under which bytes. Nobody else composes or takes apart a key.
//
// column family  key                                            value
// -------------  ---------------------------------------------  ----------------------------------------------------
// default        text: "format", "origin", …                    bytes; the store's own is "format" = "2"
// entries        u64 position                                   entry bytes
// tiles          u8 level ‖ 'f' ‖ u64 tile index                256 × 32 bytes: a full tile
// tiles          u8 level ‖ 'p' ‖ u64 hash index                32 bytes: a row of the level's last, still partial tile
// facts          as the rules choose                            as the rules choose
// checkpoints    u64 tree size                                  signed note
//
// Integers are big-endian, so that keys sort as numbers do. Invariants: positions 0 … size−1 without a gap; at each
// level full tiles 0 … f−1 and rows 256·f … 256·f+r−1, r < 256: the batch that fills a tile deletes its rows.
//
// Folder: DIR/log (RocksDB) · DIR/log.new (a ledger being made) · DIR/writer.lock · DIR/set-aside/<n> (write-ahead logs
// of a recovery that left something out) · DIR/documents.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/position.h"

namespace sunledger::layout {

enum class Family : std::size_t { meta, entries, tiles, facts, checkpoints };
inline constexpr std::size_t family_count = 5;
// Name in RocksDB, by Family. The first must be "default": RocksDB always has it.
inline constexpr std::array<const char*, family_count> family_names = {"default", "entries", "tiles", "facts",
                                                                       "checkpoints"};

inline constexpr std::string_view format_key = "format";
inline constexpr std::string_view format_version = "2";

inline constexpr unsigned level_count = 8;  // 256^8 = 2^64 leaves
inline constexpr unsigned tile_width = 256;
inline constexpr std::size_t hash_bytes = 32;

std::string entry_key(Position position);
std::string full_tile_key(unsigned level, std::uint64_t tile_index);
std::string tile_row_key(unsigned level, std::uint64_t hash_index);
std::string checkpoint_key(std::uint64_t size);

// Nothing when `key` has not exactly that shape.
std::optional<Position> entry_position(std::string_view key);
std::optional<std::uint64_t> full_tile_index(std::string_view key, unsigned level);
std::optional<std::uint64_t> tile_row_index(std::string_view key, unsigned level);
std::optional<std::uint64_t> checkpoint_size(std::string_view key);

std::string database_folder(const std::string& ledger_dir);
std::string unfinished_folder(const std::string& ledger_dir);
std::string lock_file(const std::string& ledger_dir);
std::string set_aside_folder(const std::string& ledger_dir);
std::string documents_folder(const std::string& ledger_dir);

}  // namespace sunledger::layout
