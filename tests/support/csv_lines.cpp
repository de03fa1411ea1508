#include "tests/support/csv_lines.h"

#include <fstream>
#include <stdexcept>

namespace sunledger {
namespace {

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> fields(1);
  for (const char c : line) {
    if (c == ',') {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  return fields;
}

}  // namespace

std::vector<CsvRecord> read_csv_lines(const std::string& path) {
  std::ifstream file(path);
  std::vector<CsvRecord> records;
  std::vector<std::string> header;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || (header.empty() && line.front() == '#')) continue;
    const std::vector<std::string> fields = split(line);
    if (header.empty()) {
      header = fields;
      continue;
    }
    if (fields.size() != header.size()) throw std::runtime_error(path + ": another width: " + line);
    CsvRecord& record = records.emplace_back();
    for (std::size_t i = 0; i < header.size(); ++i) record[header[i]] = fields[i];
  }
  return records;
}

}  // namespace sunledger
