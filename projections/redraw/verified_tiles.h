#pragma once
// A folder of tiles to redraw a report from. Its entries are believed once they are those under its checkpoint, and the
// checkpoint is signed by the log's key; whether authors signed and rules were kept is another question (verify TILES).

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "ledger/proof/note.h"
#include "ledger/proof/policy.h"
#include "projections/redraw/redraw.h"

namespace sunledger {

struct TilesRequest {
  std::string dir;                     // of tiles
  std::optional<VerifierKey> log_key;  // from outside; without it the entries are only consistent with themselves
  std::optional<Policy> policy;
  unsigned threads = 1;
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
};

class VerifiedTiles {
 public:
  // Errors: those of opening the folder; corrupt, named by the check that fails; incomplete where one cannot be judged.
  static Result<std::unique_ptr<VerifiedTiles>> open(const TilesRequest& request);
  ~VerifiedTiles();
  VerifiedTiles(const VerifiedTiles&) = delete;
  VerifiedTiles& operator=(const VerifiedTiles&) = delete;

  RedrawSource source() const;  // for as long as this lives
  bool has_trusted_key() const;

 private:
  struct State;
  explicit VerifiedTiles(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// What to say where has_trusted_key() is false.
std::string untrusted_tiles_text();

}  // namespace sunledger
