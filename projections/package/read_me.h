#pragma once
// READ-ME-FIRST in both languages: how to verify a package, in plain words. The texts are read_me.*.txt beside this
// file, embedded when the build is configured; origin and counts are filled in.

#include <string>
#include <vector>

#include "ledger/proof/checkpoint.h"

namespace sunledger {

struct ReadMe {
  std::string path;  // "READ-ME-FIRST.en.txt"
  std::string text;
};

// Where they lie in a package.
std::vector<std::string> read_me_paths();
std::vector<ReadMe> read_mes(const Checkpoint& checkpoint);

// The embedded texts, with {origin} and {entries} to be filled in.
std::string_view read_me_english();
std::string_view read_me_chinese();

}  // namespace sunledger
