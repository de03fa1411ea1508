#pragma once
// Where things lie in an auditor's package. One file owns it, so that what writes and what verifies cannot differ.
//
//   READ-ME-FIRST.en.txt, READ-ME-FIRST.zh-CN.txt   how to verify, in plain words
//   tiles/                   the log (C2SP tlog-tiles): tiles/checkpoint, tiles/tile/…
//   checkpoints              every checkpoint that the log keeps, with its signatures; notes one after another
//   policy                   C2SP tlog-policy, where one was given
//   documents/<2 hex>/<62 hex>   open documents, named by the SHA-256 of their bytes
//   charters/<position>.toml     each charter, amendment and switched rule, as its event says
//   history/people.csv, history/keys.csv, history/log-vkeys.csv
//   reports/<year>/<name>.<format>   every report of every year, as html, json and csv
//   example/entry-0, example/entry-0.tlog-proof   one entry and its proof, to be checked by hand
//   SHA256SUMS               every file above, ascending by path, as sha256sum writes it
//   trailer                  origin, size, root, counts and control totals, the SHA-256 of SHA256SUMS; written last

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"

namespace sunledger {

inline constexpr const char* trailer_path = "trailer";
inline constexpr const char* sums_path = "SHA256SUMS";
inline constexpr const char* tiles_path = "tiles";
inline constexpr const char* newest_checkpoint_path = "tiles/checkpoint";
inline constexpr const char* checkpoints_path = "checkpoints";
inline constexpr const char* policy_path = "policy";
inline constexpr const char* people_path = "history/people.csv";
inline constexpr const char* keys_path = "history/keys.csv";
inline constexpr const char* log_vkeys_path = "history/log-vkeys.csv";
inline constexpr const char* example_entry_path = "example/entry-0";
inline constexpr const char* example_proof_path = "example/entry-0.tlog-proof";

inline constexpr std::size_t largest_document_bytes = std::size_t{64} << 20;  // as ledger/log/documents.h

inline std::string document_path(const Hash& hash) {
  const std::string hex = to_hex(hash.view());
  return "documents/" + hex.substr(0, 2) + "/" + hex.substr(2);
}

// Whether a file of this path has a place in a package over `size` entries: of tiles exactly those of its tree. What
// stands in it is another matter.
bool belongs_in_package(std::string_view path, std::uint64_t size);

// Whether a folder looks like a package, or like one whose trailer was taken away: which of its files are there is for
// the checks to say.
bool is_package(const std::string& dir);
// Where the tiles of a package, or of a folder that is tiles already, lie.
std::string tiles_in(const std::string& dir);

}  // namespace sunledger
