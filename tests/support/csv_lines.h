#pragma once
// Just enough CSV for tests that read our own sample files: comments, a header, no quotes.

#include <map>
#include <string>
#include <vector>

namespace sunledger {

using CsvRecord = std::map<std::string, std::string>;  // by column name

// Nothing when the file is not there. Test failure (a thrown std::runtime_error) for a row of another width.
std::vector<CsvRecord> read_csv_lines(const std::string& path);

}  // namespace sunledger
