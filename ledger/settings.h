#pragma once
// DIR/settings: where the log key lies, and where the next one lies while a rotation is under way.
//
//   sunledger-settings v1\n
//   log-key: <absolute path>\n
//   next-log-key: <absolute path>\n      only while a rotation is under way
//
// Inside of the front door only.

#include <string>

#include "ledger/base/result.h"

namespace sunledger {

struct Settings {
  std::string log_key;
  std::string next_log_key;  // empty: none
};

// Errors: corrupt, io, not_found.
Result<Settings> load_settings(const std::string& dir);
Status save_settings(const std::string& dir, const Settings& settings);

}  // namespace sunledger
