#pragma once
// The files of a package that follow from the log alone, and are drawn by one pass over its entries: written on export,
// compared on verification. The same entries, tiles and checkpoint give the same bytes, in every language.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/proof/tiles.h"
#include "projections/views/opened_event.h"

namespace sunledger {

// Where one text goes, in pieces.
class TextOutput {
 public:
  virtual ~TextOutput() = default;
  virtual Status write(std::string_view piece) = 0;
  virtual Status close() = 0;
};

class TextOutputs {
 public:
  virtual ~TextOutputs() = default;
  // `path` as in layout.h.
  virtual Result<std::unique_ptr<TextOutput>> open(const std::string& path) = 0;
};

// One history, told as its entries come.
class History {
 public:
  virtual ~History() = default;
  virtual Status begin(TextOutputs& outputs) = 0;
  virtual Status add(const OpenedEvent& opened) = 0;
  virtual Status finish() = 0;
};

std::unique_ptr<History> people_history();   // bodies, persons in office, their roles, delegations
std::unique_ptr<History> key_history();      // authors' keys: registered, replaced, revoked, confirmed again
std::unique_ptr<History> log_key_history();  // which verifier key signs checkpoints from which size on
std::unique_ptr<History> charter_history();  // a file for each charter, amendment and switched rule

inline std::vector<std::unique_ptr<History>> all_histories() {
  std::vector<std::unique_ptr<History>> all;
  all.push_back(people_history());
  all.push_back(key_history());
  all.push_back(log_key_history());
  all.push_back(charter_history());
  return all;
}

// Entry 0 and its proof under the checkpoint `note` over `size` entries. Errors: those of the tiles; invalid when there
// is no entry.
Status write_example(const EntrySource& entries, std::uint64_t size, const TileReader& hash_tile,
                     const std::string& note, TextOutputs& outputs);

}  // namespace sunledger
