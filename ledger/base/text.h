#pragma once
// Text that people read. Every message goes through gettext here; English is the source, po/zh_CN.po the translation.
// Messages use {0}, {1}… so that a translation may reorder them (fmt syntax). This is the one door to gettext and fmt.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

// Marks a message for translation where it is not yet said (tables of rules, kinds, checks).
#define N_(message) message

namespace sunledger {

class TextArgument {
 public:
  TextArgument(std::string_view text) : value_(text) {}                      // NOLINT(google-explicit-constructor)
  TextArgument(const std::string& text) : value_(std::string_view(text)) {}  // NOLINT(google-explicit-constructor)
  TextArgument(const char* text) : value_(std::string_view(text)) {}         // NOLINT(google-explicit-constructor)
  TextArgument(double number) : value_(number) {}                            // NOLINT(google-explicit-constructor)
  template <class Integer>
  requires std::is_integral_v<Integer> TextArgument(Integer number) {  // NOLINT(google-explicit-constructor)
    if constexpr (std::is_signed_v<Integer>) {
      value_ = static_cast<std::int64_t>(number);
    } else {
      value_ = static_cast<std::uint64_t>(number);
    }
  }
  const std::variant<std::string_view, std::int64_t, std::uint64_t, double>& value() const { return value_; }

 private:
  std::variant<std::string_view, std::int64_t, std::uint64_t, double> value_;
};

// The message in the reader's language. `say` with arguments fills {0}, {1}…; a broken translation falls back to the
// English message rather than failing.
std::string say(const char* message);
std::string say(const char* message, std::initializer_list<TextArgument> arguments);

// The same formatting without translation: for formats, file names, tests.
std::string format_text(const char* pattern, std::initializer_list<TextArgument> arguments);

// Chooses the language for the whole process: "zh-CN", "en", or empty for the user's locale (LC_ALL, LC_MESSAGES, LANG,
// LANGUAGE). False for a language we don't speak. `catalogue_dir` holds <language>/LC_MESSAGES/sunledger.mo.
bool choose_language(std::string_view language, const std::string& catalogue_dir);
// "zh-CN" or "en".
std::string current_language();

}  // namespace sunledger
