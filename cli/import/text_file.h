#pragma once
// A text file of up to 4 GiB as a stream of UTF-8, whatever it was written in: UTF-8 (with or without a byte order
// mark) or GB18030. The whole file is checked before the first piece is given, so that the choice is certain.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace sunledger {

enum class TextEncoding { utf8, gb18030 };

class TextFile {
 public:
  // Valid UTF-8 throughout is UTF-8; otherwise GB18030 throughout is GB18030; otherwise an error names the row of the
  // first invalid sequence. Errors: not_found, permission, io, invalid.
  static Result<std::unique_ptr<TextFile>> open(const std::string& path);
  ~TextFile();
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;

  TextEncoding encoding() const { return encoding_; }
  // The next piece in UTF-8, at most 64 KiB, valid until the next call; empty at the end. A piece may end inside a
  // character.
  Result<std::string_view> next_piece();

 private:
  TextFile() = default;
  Status detect();
  Result<std::string_view> read(std::size_t keep);
  Status restart();

  std::string path_;
  int fd_ = -1;
  void* iconv_ = nullptr;
  TextEncoding encoding_ = TextEncoding::utf8;
  bool byte_order_mark_ = false;
  std::string raw_;
  std::size_t carried_ = 0;  // bytes of an unfinished GB18030 character at the start of raw_
  std::string decoded_;
};

}  // namespace sunledger
