#pragma once
// A charter's file as a flat list of named values with the place each was written. The one door to toml++.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/charter/parameter_value.h"

namespace sunledger {

struct TextPlace {
  std::uint32_t line = 0;  // 1 is the first; 0 when a thing has no place of its own
  std::uint32_t column = 0;
};

struct WrittenParameter {
  std::string name;  // dotted; arrays of tables count from 1
  WrittenValue value;
  std::string clause;    // its own `clause` or `basis`, else that of the nearest table around it
  TextPlace place;       // of the value
  TextPlace name_place;  // of the name, or of the list's item
};

struct TomlProblem {
  TextPlace place;
  std::string name;
  std::string message;
};

struct TomlSource {
  std::string title;
  std::string place;
  std::string document;
  std::vector<WrittenParameter> parameters;  // in the order of their names
  std::vector<TomlProblem> problems;         // never empty when the text is not valid TOML
};

// Larger files are refused unread: a charter is one event of at most 65,535 bytes.
inline constexpr std::size_t max_charter_file_bytes = 256 * 1024;

TomlSource read_toml_source(std::string_view text);

}  // namespace sunledger
