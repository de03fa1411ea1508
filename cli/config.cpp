#include "cli/config.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/charter/toml_source.h"

namespace sunledger {
namespace {

constexpr std::array<std::string_view, 9> known = {
    "ledger", "key", "passphrase_file", "log_passphrase_file", "outbox", "lang", "accessible", "policy", "witness"};

Status read_one(const std::string& path, Config& config) {
  const auto text = read_file(path, max_charter_file_bytes);
  if (!text && text.error().kind == ErrorKind::not_found) return {};
  if (!text) return text.error();
  // The one door to TOML reads flat lists of named values; a charter's title and place are no settings.
  const TomlSource source = read_toml_source(*text);
  if (!source.problems.empty()) {
    const TomlProblem& problem = source.problems.front();
    return make_error(ErrorKind::invalid, say("{0}, line {1}: {2}", {path, problem.place.line, problem.message}),
                      say("Correct the file, or move it away."));
  }
  for (const WrittenParameter& written : source.parameters) {
    const bool is_value =
        written.value.kind == WrittenValue::Kind::text || written.value.kind == WrittenValue::Kind::flag;
    if (std::find(known.begin(), known.end(), written.name) == known.end() || !is_value) {
      std::string names;
      for (const std::string_view name : known) names += (names.empty() ? "" : ", ") + std::string(name);
      return make_error(ErrorKind::invalid,
                        say("{0}, line {1}: “{2}” is not a setting.", {path, written.name_place.line, written.name}),
                        say("Settings are {0}; each is a text, accessible is true or false.", {names}));
    }
    config.emplace(written.name, written.value.text);
  }
  return {};
}

}  // namespace

std::vector<std::string> config_paths() {
  std::vector<std::string> paths;
  if (const char* folder = std::getenv("XDG_CONFIG_HOME"); folder != nullptr && *folder != '\0') {
    paths.push_back(std::string(folder) + "/sunledger/config.toml");
  } else if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') {
    paths.push_back(std::string(home) + "/.config/sunledger/config.toml");
  }
  paths.emplace_back("/etc/sunledger/config.toml");
  return paths;
}

Result<Config> read_config(const std::vector<std::string>& paths) {
  Config config;
  for (const std::string& path : paths) TRY(read_one(path, config));
  return config;
}

}  // namespace sunledger
