// The arrow runs one way: schema → ledger → projections → cli | verifier | web. This table is that arrow; a room that
// is not in it, or an include that it does not allow, fails.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

// Room → rooms whose headers it may include, itself apart. "ledger" is the front door, the files directly in ledger/.
const std::map<std::string, std::set<std::string>> may_include = {
    {"schema", {}},
    {"ledger/base", {}},
    {"ledger/proof", {"ledger/base"}},
    {"ledger/people", {"ledger/base"}},
    // Signs and verifies through callables, as proof does: it knows no key file.
    {"ledger/witness", {"ledger/base", "ledger/proof"}},
    {"ledger/log", {"ledger/base"}},
    {"ledger/charter", {"ledger/base"}},
    {"ledger/event", {"ledger/base", "ledger/proof", "schema"}},
    {"ledger/rules", {"ledger/base", "ledger/proof", "ledger/people", "ledger/charter", "ledger/event", "schema"}},
    {"ledger/verify",
     {"ledger/base", "ledger/proof", "ledger/people", "ledger/charter", "ledger/event", "ledger/rules", "schema"}},
    {"ledger/audit", {"ledger/base", "ledger/proof", "ledger/people", "ledger/verify"}},
    {"ledger/anchors", {"ledger/base", "ledger/proof", "ledger/event", "ledger/verify", "ledger/audit"}},
    {"ledger",
     {"ledger/base", "ledger/proof", "ledger/people", "ledger/charter", "ledger/event", "ledger/rules", "ledger/log",
      "schema"}},
    // A backup is tiles, which verify reads, and documents, which lie as in a ledger; entries go through the front
    // door.
    {"ledger/backup", {"ledger/base", "ledger/proof", "ledger/people", "ledger/log", "ledger/verify", "ledger"}},
    // Carries bytes and knows nothing of ledgers; whoever speaks with other machines calls it.
    {"http", {"ledger/base"}},
    {"projections/render", {"ledger/base", "ledger/proof"}},
    {"projections/views", {"ledger/base", "ledger/event", "ledger/proof", "ledger/rules", "ledger", "schema"}},
    {"projections/findings",
     {"ledger/base", "ledger/event", "ledger/rules", "ledger", "projections/views", "projections/render", "schema"}},
    {"projections/reports",
     {"ledger/base", "ledger/event", "ledger/proof", "ledger/people", "ledger/rules", "ledger/anchors", "ledger",
      "projections/views", "projections/findings", "projections/render", "schema"}},
    // What a package says of its log is said by projections and checked by them: verify stays below. Never the front
    // door nor the store, since sunledger-verify links this room.
    {"projections/package",
     {"ledger/base", "ledger/event", "ledger/proof", "ledger/people", "ledger/rules", "ledger/verify",
      "projections/views", "projections/redraw", "projections/render", "schema"}},
    // Reads what reports say, and the log through an iterator; from a folder of tiles too, once its checks hold.
    {"projections/redraw",
     {"ledger/base", "ledger/event", "ledger/proof", "ledger/verify", "projections/views", "projections/render",
      "projections/reports", "schema"}},
    {"cli/import",
     {"ledger/base", "ledger/event", "ledger/proof", "ledger/rules", "ledger/people", "ledger", "schema"}},
    {"cli/import/kinds", {"ledger/base", "ledger/event", "cli/import", "schema"}},
    {"cli/demo",
     {"ledger/base", "ledger/event", "ledger/proof", "ledger/rules", "ledger/people", "ledger/charter", "ledger/verify",
      "ledger", "projections/views", "projections/findings", "projections/reports", "projections/render", "cli/import",
      "cli/import/kinds", "schema"}},
    {"cli",
     {"ledger/base", "ledger/event", "ledger/proof", "ledger/rules", "ledger/people", "ledger/charter", "ledger/verify",
      "ledger", "projections/views", "projections/findings", "projections/reports", "projections/render", "cli/import",
      "cli/import/kinds", "cli/commands", "cli/demo", "ledger/witness", "http", "schema"}},
    {"cli/commands",
     {"ledger/base",
      "ledger/event",
      "ledger/proof",
      "ledger/rules",
      "ledger/people",
      "ledger/charter",
      "ledger/verify",
      "ledger/audit",
      "ledger/anchors",
      "ledger/backup",
      "ledger/witness",
      "ledger",
      "projections/views",
      "projections/findings",
      "projections/package",
      "projections/redraw",
      "projections/reports",
      "projections/render",
      "cli/import",
      "cli/import/kinds",
      "cli/demo",
      "cli",
      "http",
      "schema"}},
    {"verifier",
     {"ledger/base", "ledger/event", "ledger/proof", "ledger/rules", "ledger/people", "ledger/charter", "ledger/verify",
      "ledger/audit", "projections/package", "projections/redraw", "http", "schema"}},
};

// Each third-party library has one door: the rooms whose .cpp files may include it. No header of ours lets one through.
const std::vector<std::pair<std::regex, std::set<std::string>>> doors = {
    {std::regex("rocksdb/.*"), {"ledger/log"}},
    {std::regex("sodium.*"), {"ledger/people"}},
    {std::regex("openssl/.*"), {"ledger/proof"}},
    {std::regex("(capnp|kj)/(?!compat/(http|tls|url)).*"), {"ledger/event", "http"}},
    {std::regex("kj/compat/(http|tls|url)\\.h"), {"http"}},
    {std::regex("fmt/.*|libintl\\.h"), {"ledger/base"}},
    {std::regex("toml\\+\\+/.*"), {"ledger/charter", "cli/import", "cli"}},
    {std::regex("csv\\.h|zip\\.h"), {"cli/import"}},
    {std::regex("pugixml\\.hpp"), {"cli/import", "projections/redraw"}},
    {std::regex("utf8proc\\.h|mustache\\.hpp|kainjow/.*"), {"projections/render"}},
    {std::regex("nlohmann/.*"), {"projections/render", "projections/redraw", "cli"}},
    {std::regex("CLI/.*"), {"cli", "cli/commands", "verifier"}},
    {std::regex("spdlog/.*"), {"cli"}},
};

std::string room_of(const fs::path& file) {
  return file.parent_path().generic_string();
}

bool is_source(const fs::path& file) {
  return file.extension() == ".h" || file.extension() == ".cpp";
}

struct Include {
  std::string file;
  std::string room;
  std::string target;
  bool ours = false;
};

std::vector<Include> all_includes() {
  std::vector<Include> includes;
  const std::regex line_pattern(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
  for (const char* top : {"schema", "ledger", "http", "projections", "cli", "verifier"}) {
    for (const auto& item : fs::recursive_directory_iterator(top)) {
      if (!item.is_regular_file() || !is_source(item.path())) continue;
      std::ifstream in(item.path());
      std::string line;
      while (std::getline(in, line)) {
        std::smatch match;
        if (!std::regex_search(line, match, line_pattern)) continue;
        includes.push_back({item.path().generic_string(), room_of(item.path()), match[2], match[1] == "\""});
      }
    }
  }
  return includes;
}

}  // namespace

TEST_CASE("every room is in the table, and includes only what the table allows") {
  const auto includes = all_includes();
  REQUIRE(includes.size() > 100);
  for (const Include& include : includes) {
    CAPTURE(include.file, include.target);
    const auto room = may_include.find(include.room);
    REQUIRE(room != may_include.end());
    if (!include.ours) continue;
    const std::string target = room_of(include.target);
    CHECK((target == include.room || room->second.count(target) == 1));
  }
}

TEST_CASE("a third-party header stands in the .cpp files of its own door only") {
  for (const Include& include : all_includes()) {
    if (include.ours) continue;
    for (const auto& [library, rooms] : doors) {
      if (!std::regex_match(include.target, library)) continue;
      CAPTURE(include.file, include.target);
      CHECK(rooms.count(include.room) == 1);
      CHECK(include.file.ends_with(".cpp"));
    }
  }
}

TEST_CASE("the generated schema is let through by two headers, for .cpp files") {
  for (const Include& include : all_includes()) {
    if (!include.target.ends_with(".capnp.h") || include.file.ends_with(".cpp")) continue;
    CAPTURE(include.file);
    // open.h is the reader; the other names an event by it. Both are for .cpp files of rooms that read events.
    CHECK((include.file == "ledger/event/open.h" || include.file == "ledger/event/business_command.h"));
  }
}

TEST_CASE("headers stand alone: they say so with #pragma once") {
  for (const char* top : {"ledger", "http", "projections", "cli", "verifier"}) {
    for (const auto& item : fs::recursive_directory_iterator(top)) {
      if (item.path().extension() != ".h") continue;
      std::ifstream in(item.path());
      std::string first;
      std::getline(in, first);
      CAPTURE(item.path().generic_string());
      CHECK(first == "#pragma once");
    }
  }
}
