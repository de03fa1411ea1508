#pragma once
// Documents by content: the file DIR/documents/<2 hex>/<62 hex> is named by the SHA-256 of its bytes. A document is
// durable before an event may cite it, and is checked against its name whenever it is read.
//
// The hash is handed in: OpenSSL's one door is ledger/proof, which this room does not know.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace sunledger {

class Documents {
 public:
  static constexpr std::size_t largest_bytes = std::size_t{64} << 20;  // 64 MiB
  using Sha256 = std::function<Hash(BytesView)>;

  Documents(const std::string& ledger_dir, Sha256 sha256);

  // Durable when it returns; storing what is there already is fine. Errors: invalid when too large, io, permission,
  // corrupt when the stored document is no longer what its name says.
  Result<Hash> put(std::string_view content) const;
  // Errors: not_found, io, permission, corrupt.
  Result<std::string> get(const Hash& hash) const;
  bool has(const Hash& hash) const;
  // The names of all that are stored, in no order; nothing is read. Errors: io, and what `visit` returns.
  Status each(const std::function<Status(const Hash&)>& visit) const;
  std::string path_of(const Hash& hash) const;

 private:
  std::string folder_;
  Sha256 sha256_;
};

}  // namespace sunledger
