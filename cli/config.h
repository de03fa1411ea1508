#pragma once
// Settings that a person or a machine's keeper wrote down once: $XDG_CONFIG_HOME/sunledger/config.toml, then
// /etc/sunledger/config.toml. Flags and the environment come before both. Paths and choices only, never a passphrase.

#include <map>
#include <string>
#include <vector>

#include "ledger/base/result.h"

namespace sunledger {

// ledger, key, passphrase_file, log_passphrase_file, outbox, lang, accessible, policy, witness.
using Config = std::map<std::string, std::string, std::less<>>;

// The user's file first, then the machine's.
std::vector<std::string> config_paths();
// Earlier files win. Errors: invalid, naming file and line, for a file that is no TOML or sets what we don't know.
Result<Config> read_config(const std::vector<std::string>& paths);

}  // namespace sunledger
