// Every message is said in Chinese too, with the same {0}, {1}…; and every literal that is said can be found by
// xgettext. scripts/translations.sh extracts; po/zh_CN.po translates.

#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
  std::ifstream in(file);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

// "a\nb" as written in C++ or in a .po → the text it stands for; only the escapes that messages use.
std::string unescaped(const std::string& written) {
  std::string text;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] != '\\' || i + 1 == written.size()) {
      text += written[i];
      continue;
    }
    ++i;
    text += written[i] == 'n' ? '\n' : written[i] == 't' ? '\t' : written[i];
  }
  return text;
}

struct Catalogue {
  std::map<std::string, std::string> messages;  // English → translation, the header (an empty msgid) left out
  std::vector<std::string> fuzzy;
};

Catalogue read_catalogue(const fs::path& file) {
  Catalogue catalogue;
  std::istringstream in(content_of(file));
  std::string id, text, line;
  std::string* part = nullptr;
  bool is_fuzzy = false;
  const auto finish = [&] {
    if (!id.empty()) {
      catalogue.messages[id] = text;
      if (is_fuzzy) catalogue.fuzzy.push_back(id);
    }
    id.clear();
    text.clear();
    part = nullptr;
  };
  bool fuzzy_ahead = false;
  while (std::getline(in, line)) {
    if (line.starts_with("#, ") && line.find("fuzzy") != std::string::npos) fuzzy_ahead = true;
    if (line.starts_with("msgid ")) {
      finish();
      is_fuzzy = std::exchange(fuzzy_ahead, false);
      part = &id;
    } else if (line.starts_with("msgstr ")) {
      part = &text;
    } else if (!line.starts_with("\"")) {
      continue;
    }
    const auto open = line.find('"');
    if (part != nullptr) *part += unescaped(line.substr(open + 1, line.rfind('"') - open - 1));
  }
  finish();
  return catalogue;
}

const Catalogue& said() {
  static const Catalogue catalogue = [] {
    const fs::path file = fs::temp_directory_path() / ("sunledger-" + std::to_string(::getpid()) + ".pot");
    REQUIRE(std::system(("scripts/translations.sh extract " + file.string()).c_str()) == 0);
    Catalogue extracted = read_catalogue(file);
    fs::remove(file);
    return extracted;
  }();
  return catalogue;
}

const Catalogue& chinese() {
  static const Catalogue catalogue = read_catalogue("po/zh_CN.po");
  return catalogue;
}

std::set<std::string> placeholders(const std::string& message) {
  static const std::regex pattern(R"(\{\d*(:[^{}]*)?\})");
  return {std::sregex_token_iterator(message.begin(), message.end(), pattern), std::sregex_token_iterator()};
}

// The first arguments of say(…) in a file, comments left out, as written.
std::vector<std::string> first_arguments(const std::string& source) {
  std::vector<std::string> found;
  bool in_string = false;
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (in_string) {
      if (source[i] == '\\')
        ++i;
      else if (source[i] == '"')
        in_string = false;
      continue;
    }
    if (source.compare(i, 2, "//") == 0) {
      i = source.find('\n', i);
      if (i == std::string::npos) break;
      continue;
    }
    if (source[i] == '"') in_string = true;
    const bool is_word_start =
        i == 0 || !(std::isalnum(static_cast<unsigned char>(source[i - 1])) || source[i - 1] == '_');
    if (!is_word_start || source.compare(i, 4, "say(") != 0) continue;
    std::string argument;
    bool quoted = false;
    int depth = 0;
    for (std::size_t j = i + 4; j < source.size(); ++j) {
      const char c = source[j];
      if (quoted && c == '\\') {
        argument += c;
        argument += source[++j];
        continue;
      }
      if (c == '"') quoted = !quoted;
      if (!quoted) {
        if (depth == 0 && (c == ',' || c == ')')) break;
        if (c == '(' || c == '{' || c == '[') ++depth;
        if (c == ')' || c == '}' || c == ']') --depth;
      }
      argument += c;
    }
    found.push_back(argument);
  }
  return found;
}

}  // namespace

TEST_CASE("every message has a Chinese translation") {
  REQUIRE(said().messages.size() > 500);
  std::vector<std::string> missing;
  for (const auto& [message, unused] : said().messages) {
    const auto found = chinese().messages.find(message);
    if (found == chinese().messages.end() || found->second.empty()) missing.push_back(message);
  }
  CAPTURE(missing);
  CHECK(missing.empty());  // run scripts/translations.sh, then translate in po/zh_CN.po
}

TEST_CASE("no translation is a guess") {
  CAPTURE(chinese().fuzzy);
  CHECK(chinese().fuzzy.empty());
}

TEST_CASE("a translation has the placeholders of its message") {
  for (const auto& [message, translation] : chinese().messages) {
    if (translation.empty()) continue;
    CAPTURE(message, translation);
    CHECK(placeholders(translation) == placeholders(message));
    CHECK((translation.find('\n') == std::string::npos) == (message.find('\n') == std::string::npos));
  }
}

TEST_CASE("every literal that is said can be extracted") {
  static const std::regex literal(R"re("((?:[^"\\]|\\.)*)")re");
  for (const char* folder : {"ledger", "projections", "cli", "verifier"}) {
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".cpp" && extension != ".h") continue;
      for (const std::string& argument : first_arguments(content_of(entry.path()))) {
        std::string whole;
        for (std::sregex_iterator at(argument.begin(), argument.end(), literal), end; at != end; ++at) {
          whole += unescaped((*at)[1].str());
        }
        if (whole.empty()) continue;  // a variable, whose literal is marked with N_ where it stands
        CAPTURE(entry.path().string(), argument);
        CHECK(said().messages.contains(whole));
      }
    }
  }
}
