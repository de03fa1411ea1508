#pragma once
// A witness (C2SP tlog-witness): remembers of each log the last checkpoint that it cosigned, and cosigns another only
// if that one contains it. So whoever sees this witness's signature knows that the log showed others no other history.
//
//   404  origin not known here          400  malformed, or old size above the checkpoint's
//   403  no valid log signature         409  old size is not the last one cosigned: body "<size>\n", text/x.tlog.size
//   422  proof or root wrong            200  our cosignature line, after the new state is durable
//
// Checked in the order 400 (form), 404, 403, 400 (sizes), 409, 422. Nothing is kept in memory between two answers: a
// lock on the folder makes check and store one act among all processes that use it.
//
// DIR/witness   whose folder this is     DIR/lock     DIR/logs/<hex SHA-256 of the origin>   witnessed_log.h

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/clock.h"
#include "ledger/base/result.h"
#include "ledger/witness/witnessed_log.h"

namespace sunledger {

struct WitnessAnswer {
  unsigned status = 200;  // HTTP's
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
  std::string origin;      // of a log that is known; for the operator's own notes
  std::uint64_t size = 0;  // of the checkpoint, where there is one
  std::string why;         // for the operator, in the reader's language; may be empty
};

// As the file is named and the monitoring path says it.
std::string origin_hash(std::string_view origin);

class Witness {
 public:
  struct Signer {
    VerifierKey key;  // cosignature/v1, used for nothing else
    SignMessage sign;
    VerifySignature verify;
    Clock clock;
  };

  // Makes the folder for this key where there is none. Errors: conflict (another witness's folder, or something else).
  static Status prepare(const std::string& dir, const VerifierKey& key);
  // Errors: not_found, conflict. A folder that is not there is never made here: who forgot what it cosigned must not
  // cosign again.
  static Result<std::unique_ptr<Witness>> open(const std::string& dir, Signer signer);

  // Never throws, answers every byte string.
  WitnessAnswer add_checkpoint(std::string_view body);
  // The last checkpoint cosigned, with the log's signatures and ours: GET <prefix>/<origin hash>/checkpoint.
  WitnessAnswer latest(std::string_view hash) const;

  const VerifierKey& key() const { return signer_.key; }

 private:
  Witness(std::string dir, Signer signer) : dir_(std::move(dir)), signer_(std::move(signer)) {}
  WitnessAnswer judge(std::string_view body);

  std::string dir_;
  Signer signer_;
};

// Accepts checkpoints signed by this key; for an origin that is known, this key too. True when it is new. Errors:
// invalid (not a log's key, or the witness's own: one key per role), conflict (too many), io, corrupt.
Result<bool> add_witnessed_log(const std::string& dir, const VerifierKey& log);
// One of them. Errors: not_found (an origin that is not known), corrupt, io.
Result<WitnessedLog> witnessed_log_of(const std::string& dir, std::string_view origin);
// All logs, by origin. Errors: not_found (no such folder), corrupt, io.
Result<std::vector<WitnessedLog>> witnessed_logs(const std::string& dir);
// The key that the folder belongs to.
Result<VerifierKey> witness_key_of(const std::string& dir);

}  // namespace sunledger
