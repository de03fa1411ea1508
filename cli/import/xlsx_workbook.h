#pragma once
// What a sheet needs from the rest of its workbook: where it lies, which styles are dates, and the shared strings.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/import/xlsx_package.h"
#include "ledger/base/result.h"

namespace sunledger {

struct Workbook {
  std::string sheet_name;
  std::string sheet_part;
  std::uint64_t other_sheets = 0;
  bool since_1904 = false;
  std::vector<bool> style_is_date;  // by the number of the cell style
  std::string shared_strings_part;  // empty when there are none
};

// `sheet` empty: the first visible worksheet. Errors: invalid; not_found naming the sheets there are.
Result<Workbook> read_workbook(XlsxPackage& package, const std::string& sheet, const std::string& path);

// All texts that cells share, one behind the other.
class SharedStrings {
 public:
  static constexpr std::size_t max_bytes = 256U << 20;
  static constexpr std::size_t max_count = 20'000'000;

  static Result<SharedStrings> read(XlsxPackage& package, const std::string& part, const std::string& path);
  // Nothing for an index that is not there.
  std::optional<std::string_view> at(std::uint64_t index) const;

 private:
  std::string text_;
  std::vector<std::uint32_t> ends_;
};

}  // namespace sunledger
