#include "ledger/witness/cosigned_checkpoints.h"

#include <algorithm>
#include <filesystem>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/witness/witness_folder.h"

namespace sunledger {
namespace {

constexpr std::size_t digits = 20;

std::string name_of(std::uint64_t size) {
  const std::string number = std::to_string(size);
  return std::string(digits - number.size(), '0') + number;
}

std::optional<std::uint64_t> size_of(const std::string& name) {
  if (name.size() != digits || name.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  std::uint64_t size = 0;
  for (const char digit : name) {
    if (size > (UINT64_MAX - static_cast<std::uint64_t>(digit - '0')) / 10) return std::nullopt;
    size = size * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return size;
}

bool is_same_key(const NoteSignature& a, const NoteSignature& b) {
  return a.name == b.name && a.key_id == b.key_id;
}

}  // namespace

std::string CosignedCheckpoints::path_of(std::uint64_t size) const {
  return dir_ + "/" + name_of(size);
}

Result<std::optional<std::string>> CosignedCheckpoints::at(std::uint64_t size) const {
  const std::string path = path_of(size);
  auto text = read_file(path, note_size_limit_bytes);
  if (!text && text.error().kind == ErrorKind::not_found) return std::optional<std::string>();
  if (!text) return std::move(text).error();
  const auto note = parse_note(*text);
  const auto checkpoint = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
  if (checkpoint && checkpoint->size == size) return std::optional<std::string>(std::move(*text));
  return make_error(ErrorKind::corrupt, say("{0} is damaged.", {path}),
                    say("Move it away; “sunledger checkpoint publish” collects cosignatures anew."));
}

Status CosignedCheckpoints::add(std::uint64_t size, const std::string& note,
                                const std::vector<NoteSignature>& cosignatures) const {
  TRY_ASSIGN(Note merged, parse_note(note));
  TRY(create_folder(dir_));
  // Two may collect for one checkpoint side by side; neither loses what the other brought.
  TRY_ASSIGN(const FolderLock lock, FolderLock::take(dir_));
  TRY_ASSIGN(const auto kept, at(size));
  if (kept) {
    TRY_ASSIGN(const Note earlier, parse_note(*kept));
    if (earlier.text != merged.text) {
      return make_error(ErrorKind::conflict, say("{0} holds another checkpoint of that size.", {path_of(size)}),
                        say("Do not record anything, and compare the two: “sunledger checkpoint compare FILE”."));
    }
    merged = earlier;
  }
  for (const NoteSignature& cosignature : cosignatures) {
    std::erase_if(merged.signatures, [&](const NoteSignature& other) { return is_same_key(other, cosignature); });
    if (merged.signatures.size() < note_signature_limit) merged.signatures.push_back(cosignature);
  }
  return replace_file(path_of(size), format_note(merged));
}

Status CosignedCheckpoints::each(
    const std::function<Result<bool>(std::uint64_t size, const std::string& note)>& visit) const {
  std::vector<std::uint64_t> sizes;
  std::error_code code;
  for (std::filesystem::directory_iterator at(dir_, code), end; !code && at != end; at.increment(code)) {
    if (const auto size = size_of(at->path().filename().string())) sizes.push_back(*size);
  }
  if (code == std::errc::no_such_file_or_directory) return {};
  if (code) return make_error(ErrorKind::io, say("Cannot read {0}: {1}.", {dir_, code.message()}));
  std::sort(sizes.rbegin(), sizes.rend());
  for (const std::uint64_t size : sizes) {
    TRY_ASSIGN(const auto note, at(size));
    if (!note) continue;
    TRY_ASSIGN(const bool go_on, visit(size, *note));
    if (!go_on) return {};
  }
  return {};
}

}  // namespace sunledger
