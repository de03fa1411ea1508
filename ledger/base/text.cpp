#include "ledger/base/text.h"

#include <fmt/args.h>
#include <fmt/format.h>
#include <libintl.h>

#include <clocale>
#include <cstdlib>

extern "C" int _nl_msg_cat_cntr;  // libintl's documented way to notice a changed LANGUAGE (gettext manual §4.6)

namespace sunledger {
namespace {

constexpr const char* domain = "sunledger";
std::string language_in_use = "en";

std::string fill(const char* pattern, std::initializer_list<TextArgument> arguments) {
  fmt::dynamic_format_arg_store<fmt::format_context> store;
  for (const TextArgument& argument : arguments) {
    std::visit([&](const auto& value) { store.push_back(value); }, argument.value());
  }
  return fmt::vformat(pattern, store);
}

bool is_chinese(std::string_view locale) {
  return locale.starts_with("zh");
}

std::string language_of_environment() {
  for (const char* name : {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    return is_chinese(value) ? "zh-CN" : "en";
  }
  return "en";
}

}  // namespace

std::string say(const char* message) {
  return dgettext(domain, message);
}

std::string say(const char* message, std::initializer_list<TextArgument> arguments) {
  const char* translated = dgettext(domain, message);
  try {
    return fill(translated, arguments);
  } catch (const fmt::format_error&) {
    return fill(message, arguments);
  }
}

std::string format_text(const char* pattern, std::initializer_list<TextArgument> arguments) {
  return fill(pattern, arguments);
}

bool choose_language(std::string_view language, const std::string& catalogue_dir) {
  std::string chosen = language.empty() ? language_of_environment() : std::string(language);
  if (chosen == "zh" || chosen == "zh_CN" || chosen == "zh-Hans") chosen = "zh-CN";
  if (chosen.starts_with("en")) chosen = "en";
  if (chosen != "zh-CN" && chosen != "en") return false;
  // C.UTF-8 is part of libc: messages are found whether or not the machine has the user's locale installed.
  if (std::setlocale(LC_MESSAGES, "C.UTF-8") == nullptr) std::setlocale(LC_MESSAGES, "");
  std::setlocale(LC_CTYPE, "C.UTF-8");
  ::setenv("LANGUAGE", chosen == "zh-CN" ? "zh_CN" : "en", 1);
  ++_nl_msg_cat_cntr;
  bindtextdomain(domain, catalogue_dir.c_str());
  bind_textdomain_codeset(domain, "UTF-8");
  language_in_use = chosen;
  return true;
}

std::string current_language() {
  return language_in_use;
}

}  // namespace sunledger
