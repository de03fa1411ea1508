#pragma once
// How far a verification came, kept by whoever runs it, so that an interrupted one need not verify signatures twice
// (verify --resume):
//
//   sunledger-progress v1
//   origin: <the log's origin, as the run saw it>
//   entries: <decimal>
//   root: <64 hex>                    over the first `entries` entries, whose signatures were found valid
//   checksum: <64 hex>                checked_text.h
//
// Whoever can write this file can claim that bad signatures were verified: it is the reader's own, written 0600, and
// has no place in what is handed over. It cannot hide any other change: the entries are hashed again and must have that
// root.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/result.h"
#include "ledger/verify/verify.h"

namespace sunledger {

struct VerifyProgress {
  std::string origin;
  EarlierRun run;

  bool operator==(const VerifyProgress&) const = default;
};

inline constexpr std::size_t longest_progress_file_bytes = 1024;

std::string write_progress(const VerifyProgress& progress);
// Strict: reads exactly what write_progress writes. Errors: invalid.
Result<VerifyProgress> parse_progress(std::string_view text);

// What the file at that path says; nothing when there is no file. Errors: invalid, io.
Result<std::optional<VerifyProgress>> load_progress(const std::string& path);
// Errors: io, permission.
Status keep_progress(const std::string& path, const VerifyProgress& progress);
// Makes a verification take up the run whose progress is kept at `path`, if there is one, and keep its own there; that
// a later write failed is told to `complain`, once. Errors: usage (no signatures are wanted), conflict (another log's
// progress), invalid, io.
Status resume(const std::string& path, const std::string& origin, VerifyOptions& options,
              std::function<void(const Error&)> complain);
// After a run that came to its end.
void drop_progress(const std::string& path);

}  // namespace sunledger
