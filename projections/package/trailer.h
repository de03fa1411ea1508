#pragma once
// A package's trailer: what the package says of itself, written last, so that an end that was cut off is noticed. It is
// no evidence: every line of it is held against the entries, the checkpoint and the files.
//
//   sunledger-package v1
//   origin: <origin>
//   entries: <decimal>
//   root: <64 hex>                          over them
//   checkpoint: <64 hex>                    SHA-256 of tiles/checkpoint
//   checkpoints: <decimal>                  notes in the file checkpoints
//   language: <zh-CN | en>                  of the reports
//   kinds: <decimal>                        at most 4096
//   kind: <name> <count> <fen>              that many, by the kinds' numbers
//   families: <decimal>                     at most 256
//   family: <name> <count> <fen>            that many, ascending
//   documents: <decimal>
//   files: <decimal>                        lines of SHA256SUMS
//   bytes: <decimal>                        of those files together
//   sums: <64 hex>                          SHA-256 of SHA256SUMS
//   checksum: <64 hex>                      SHA-256 of the lines above

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"
#include "projections/package/control_totals.h"

namespace sunledger {

struct Trailer {
  std::string origin;
  Hash root;
  Hash checkpoint;
  std::uint64_t checkpoints = 0;
  std::string language;
  ControlTotals totals;
  std::uint64_t documents = 0;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  Hash sums;

  bool operator==(const Trailer&) const = default;
};

inline constexpr std::size_t longest_trailer_bytes = 1 << 20;

std::string write_trailer(const Trailer& trailer);
// One spelling for each content. Errors: invalid, naming the line.
Result<Trailer> parse_trailer(std::string_view text);

}  // namespace sunledger
