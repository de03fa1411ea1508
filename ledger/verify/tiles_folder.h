#pragma once
// A folder of tiles (C2SP tlog-tiles) as something to verify: `checkpoint`, `tile/<L>/<N>`, `tile/entries/<N>`. The
// folder may come from anywhere: reads are bounded, sizes exact, symbolic links refused. The files may also be fetched
// from where they are published; then this room knows nothing of how.

#include <functional>
#include <memory>
#include <string>

#include "ledger/verify/verify.h"

namespace sunledger {

// The bytes of the file at a path below where the tiles are published, at most `limit_bytes` of them. Called by several
// threads. Errors: not_found where there is no such file, io, invalid.
using FetchFile = std::function<Result<Bytes>(const std::string& path, std::size_t limit_bytes)>;

// The files below a folder: sizes bounded, symbolic links refused on the way. Errors: not_found, io.
Result<FetchFile> files_below(const std::string& dir);

class TilesFolder {
 public:
  // Reads the checkpoint's form; its signature is a check's matter. Errors: not_found, invalid, io.
  static Result<std::unique_ptr<TilesFolder>> open(const std::string& dir);
  // The same under another checkpoint than the one that lies there: of a size whose tiles are there.
  static Result<std::unique_ptr<TilesFolder>> open_under(const std::string& dir, const std::string& note);
  static Result<std::unique_ptr<TilesFolder>> fetched(FetchFile fetch);
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
  static Result<std::unique_ptr<TilesFolder>> begin(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sunledger
