#include "ledger/log/layout.h"

#include "ledger/base/bytes.h"
#include "ledger/base/check.h"

namespace sunledger::layout {
namespace {

constexpr char full_mark = 'f';
constexpr char row_mark = 'p';
constexpr std::size_t number_bytes = 8;
constexpr std::size_t tile_key_bytes = 2 + number_bytes;

void append_number(std::string& key, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) key.push_back(static_cast<char>((number >> shift) & 0xff));
}

std::string number_key(std::uint64_t number) {
  std::string key;
  append_number(key, number);
  return key;
}

std::optional<std::uint64_t> number_of(std::string_view key) {
  if (key.size() != number_bytes) return std::nullopt;
  return get_u64(as_bytes(key));
}

std::string tile_key(unsigned level, char mark, std::uint64_t number) {
  INVARIANT(level < level_count);
  std::string key{static_cast<char>(level), mark};
  append_number(key, number);
  return key;
}

std::optional<std::uint64_t> tile_number(std::string_view key, unsigned level, char mark) {
  if (key.size() != tile_key_bytes || key[0] != static_cast<char>(level) || key[1] != mark) return std::nullopt;
  return get_u64(as_bytes(key.substr(2)));
}

}  // namespace

std::string entry_key(Position position) {
  return number_key(position.value);
}
std::string checkpoint_key(std::uint64_t size) {
  return number_key(size);
}
std::string full_tile_key(unsigned level, std::uint64_t tile_index) {
  return tile_key(level, full_mark, tile_index);
}
std::string tile_row_key(unsigned level, std::uint64_t hash_index) {
  return tile_key(level, row_mark, hash_index);
}

std::optional<Position> entry_position(std::string_view key) {
  const auto number = number_of(key);
  return number ? std::optional(Position(*number)) : std::nullopt;
}
std::optional<std::uint64_t> checkpoint_size(std::string_view key) {
  return number_of(key);
}
std::optional<std::uint64_t> full_tile_index(std::string_view key, unsigned level) {
  return tile_number(key, level, full_mark);
}
std::optional<std::uint64_t> tile_row_index(std::string_view key, unsigned level) {
  return tile_number(key, level, row_mark);
}

std::string database_folder(const std::string& ledger_dir) {
  return ledger_dir + "/log";
}
std::string unfinished_folder(const std::string& ledger_dir) {
  return ledger_dir + "/log.new";
}
std::string lock_file(const std::string& ledger_dir) {
  return ledger_dir + "/writer.lock";
}
std::string set_aside_folder(const std::string& ledger_dir) {
  return ledger_dir + "/set-aside";
}
std::string documents_folder(const std::string& ledger_dir) {
  return ledger_dir + "/documents";
}

}  // namespace sunledger::layout
