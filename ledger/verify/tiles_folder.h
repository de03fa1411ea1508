#pragma once
// A folder of tiles (C2SP tlog-tiles) as something to verify: `checkpoint`, `tile/<L>/<N>`, `tile/entries/<N>`. The
// folder may come from anywhere: reads are bounded, sizes exact, symbolic links refused.

#include <memory>
#include <string>

#include "ledger/verify/verify.h"

namespace sunledger {

class TilesFolder {
 public:
  // Reads the checkpoint's form; its signature is a check's matter. Errors: not_found, invalid, io.
  static Result<std::unique_ptr<TilesFolder>> open(const std::string& dir);
  ~TilesFolder();
  TilesFolder(const TilesFolder&) = delete;
  TilesFolder& operator=(const TilesFolder&) = delete;

  std::uint64_t size() const;         // as the checkpoint says
  const std::string& origin() const;  // as the checkpoint says
  const std::string& note() const;    // the checkpoint

  // Reads through this object, for as long as it lives; any thread. A partial tile may be replaced by the full one that
  // it became, of which the first entries or hashes count.
  VerifyInput input() const;

 private:
  struct State;
  explicit TilesFolder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sunledger
