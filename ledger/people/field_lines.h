#pragma once
// Reads the small text files of this room: a first line with the version, then `field: value` lines in one fixed order,
// each ending in \n, nothing else. With one spelling for every content, a changed byte is a changed file.

#include <cstddef>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace sunledger {

class FieldLines {
 public:
  // `what` names the kind of file in errors, in the reader's language. The text must outlive this object.
  FieldLines(std::string_view text, std::string what) : rest_(text), what_(std::move(what)) {}

  // All errors here are `invalid` and name the line; none holds the file's bytes, which may be secret.
  Status within(std::size_t limit_bytes) const;
  Status version(std::string_view line);
  Result<std::string_view> field(std::string_view name);
  // A field of exactly `size_bytes` in lower-case hex.
  Result<Bytes> hex_field(std::string_view name, std::size_t size_bytes);
  Status end() const;
  // An error about the line read last.
  Error error(const std::string& reason) const;

 private:
  Result<std::string_view> take_line();

  std::string_view rest_;
  std::string what_;
  std::size_t line_ = 0;
};

}  // namespace sunledger
