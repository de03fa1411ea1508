#pragma once
// `--map FILE.toml`: a foreign system's headers, values and sheet in our names, so that an export is read as it is.
//
//   sheet = "支付明细"            # XLSX: which sheet; default the first visible one
//   header_row = 3              # when a title stands above the header
//   skip_columns = ["序号"]      # known to us and knowingly not read
//   [columns]
//   "凭证号" = "voucher"
//   [values.method]
//   "国库集中支付" = "treasury"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace sunledger {

struct HeaderMap {
  std::string path;  // for messages; empty when there is no map
  std::string sheet;
  std::uint64_t header_row = 0;  // 0: the first row that is neither comment nor empty
  std::set<std::string, std::less<>> skip_columns;
  std::map<std::string, std::string, std::less<>> columns;  // foreign header → our column
  std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> values;  // by our column
};

// Errors: not_found, io; invalid with line and column of the first mistake.
Result<HeaderMap> read_header_map(const std::string& path);
Result<HeaderMap> parse_header_map(std::string_view toml, const std::string& path);

}  // namespace sunledger
