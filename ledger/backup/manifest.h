#pragma once
// What a backup says of itself. The file BACKUP/backup, replaced whole and last: it is the backup, and whatever else
// lies in the folder counts only as far as it says so.
//
//   sunledger-backup v1
//   origin: <origin>
//   ledger: <64 hex>                        SHA-256 of entry 0
//   log-key: <path>                         where the ledger looks for its log key; the key itself is never in a backup
//   entries: <decimal>                      that many, as tiles beside this file
//   root: <64 hex>                          over them
//   note: <base64 of a signed checkpoint>   over them
//   checkpoints: <lists> <lines> <64 hex>   what growing_list.h needs to know: signed notes, and documents
//   documents: <lists> <lines> <64 hex>
//   made-ms: <decimal>                      milliseconds since 1970
//   checksum: <64 hex>                      verify/checked_text.h

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace sunledger {

// How far a growing list goes (growing_list.h).
struct ListEnd {
  std::uint64_t files = 0;
  std::uint64_t lines = 0;
  Hash chain;

  bool operator==(const ListEnd&) const = default;
};

struct BackupManifest {
  std::string origin;
  Hash ledger;
  std::string log_key;
  std::uint64_t entries = 0;
  Hash root;
  std::string note;
  ListEnd checkpoints, documents;
  std::uint64_t made_ms = 0;

  bool operator==(const BackupManifest&) const = default;
};

inline constexpr std::size_t longest_manifest_bytes = 1 << 21;
inline constexpr std::string_view manifest_name = "backup";

std::string write_manifest(const BackupManifest& manifest);
// Strict: reads exactly what write_manifest writes, and the note's checkpoint must be over these entries; its signature
// is not verified. Errors: invalid.
Result<BackupManifest> parse_manifest(std::string_view text);

// Nothing when there is no such file in the folder. Errors: invalid, io.
Result<std::optional<BackupManifest>> load_manifest(const std::string& dir);

}  // namespace sunledger
