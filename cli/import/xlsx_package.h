#pragma once
// The ZIP file that an XLSX file is, read within limits: parts are streamed, never larger than 512 MiB nor blown up
// more than a spreadsheet can be; each name stands once. The one door to libzip.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace sunledger {

inline constexpr std::uint64_t max_package_bytes = std::uint64_t{256} << 20;
inline constexpr std::uint64_t max_part_bytes = std::uint64_t{512} << 20;
// Deflate packs at most 1,032 : 1, which bombs use; a million rows of one repeated value were measured at 11 : 1.
inline constexpr std::uint64_t max_packing_ratio = 400;
inline constexpr std::uint64_t max_package_parts = 4096;

// One part being unpacked. It must not outlive its package.
class PartStream {
 public:
  virtual ~PartStream() = default;
  // Fills the buffer; 0 at the end. Errors: invalid when the part is damaged or larger than it says.
  virtual Result<std::size_t> read(char* buffer, std::size_t size) = 0;
};

class XlsxPackage {
 public:
  // Errors: not_found, io; invalid for what is no sound ZIP file within the limits.
  static Result<std::unique_ptr<XlsxPackage>> open(const std::string& path);
  virtual ~XlsxPackage() = default;

  virtual bool has(std::string_view name) const = 0;
  virtual Result<std::unique_ptr<PartStream>> part(std::string_view name) = 0;
  // A small part whole.
  Result<std::string> text_of(std::string_view name, std::size_t limit_bytes);
};

}  // namespace sunledger
