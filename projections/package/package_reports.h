#pragma once
// The reports in a package: reports/<year>/<name>.<format>, every report of every year at the package's last position,
// drawn in one language. Written on export, drawn again on verification.

#include <functional>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"
#include "ledger/event/entry_source.h"

namespace sunledger {

struct ReportsSource {
  const EntrySource& entries;
  std::uint64_t size = 0;  // entries that the package covers, at least one
  std::function<Result<Hash>(std::uint64_t size)> root_at;
};

// In the language in force. Errors: those of the source and of `visit`.
Status draw_package_reports(const ReportsSource& source,
                            const std::function<Status(const std::string& path, const std::string& text)>& visit);

}  // namespace sunledger
