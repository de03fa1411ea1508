#pragma once
// A small vocabulary for table tests: write a file, read all its rows.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/import/table.h"

namespace sunledger::test {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "sunledger-table.XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path(std::string_view name) const { return (path_ / name).string(); }
  std::string file(std::string_view name, std::string_view content) const {
    std::ofstream(path(name), std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
    return path(name);
  }

 private:
  std::filesystem::path path_;
};

// A payment's columns, few of them.
inline Columns payment_columns() {
  return {{"voucher", true, ColumnType::code},
          {"date", true, ColumnType::date},
          {"amount", true, ColumnType::amount},
          {"memo", false, ColumnType::text},
          {"count", false, ColumnType::integer}};
}

struct Outcome {
  std::vector<FileRow> rows;
  TableNotes notes;
  std::string error;  // empty when the file was read to its end
  std::string hint;
};

inline Outcome read_all(const std::string& path, const HeaderMap& map = {},
                        const Columns& columns = payment_columns()) {
  Outcome outcome;
  auto reader = TableReader::open(path, columns, map);
  if (!reader) {
    outcome.error = reader.error().message;
    outcome.hint = reader.error().hint;
    return outcome;
  }
  for (;;) {
    auto row = (*reader)->next();
    if (!row) {
      outcome.error = row.error().message;
      outcome.hint = row.error().hint;
      break;
    }
    if (!*row) break;
    outcome.rows.push_back(std::move(**row));
  }
  outcome.notes = (*reader)->notes();
  return outcome;
}

}  // namespace sunledger::test
