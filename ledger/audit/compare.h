#pragma once
// Two people hold what one log told them: are both under one history? Checkpoints over as many entries must have one
// root. Others need the log's tiles between them, from anywhere: what tiles say counts only as far as it leads to a
// signed root.

#include <optional>
#include <string>
#include <vector>

#include "ledger/audit/evidence.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/tiles.h"

namespace sunledger {

// What one of them holds, whatever it came in.
struct Statement {
  std::string name;                // of the file
  std::vector<std::string> notes;  // signed checkpoints, ascending by size; the last one counts most
  std::vector<VerifierKey> keys;   // the log's, where the holder noted them: an auditor's state
};

// An auditor's state, a checkpoint, a .tlog-proof, or a folder that has a `checkpoint`: tiles, a package. Signatures
// are not verified here. Errors: not_found, io, invalid.
Result<Statement> read_statement(const std::string& path);

// A folder of tiles, or anything like it.
struct TileSource {
  std::uint64_t size = 0;  // of the tree they are of
  TileReader read;
};

struct Comparison {
  enum class Kind {
    same,        // one checkpoint
    consistent,  // the smaller is the larger's beginning
    split_view,  // no history holds both: `evidence`
    unknown      // no tiles here lead from one to the other
  };
  Kind kind = Kind::unknown;
  Checkpoint first, second;
  std::optional<Evidence> evidence;
};

// `log_keys`: the log's, more than one where it was changed. Errors: corrupt when a checkpoint is not signed by the log, invalid when the two are of
// different logs, and those of reading tiles.
Result<Comparison> compare(const Statement& first, const Statement& second, const std::vector<VerifierKey>& log_keys,
                           const std::vector<TileSource>& tiles);

std::string finding_of(const Comparison& comparison);

}  // namespace sunledger
