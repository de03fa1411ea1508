#include "ledger/base/in_language.h"

#include <libintl.h>

#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr const char* domain = "sunledger";  // as in text.cpp

// Where choose_language was told that the catalogues are.
std::string catalogue_folder() {
  const char* folder = ::bindtextdomain(domain, nullptr);
  return folder == nullptr ? std::string() : folder;
}

// A catalogue answers the empty message with its own head; English is what the program is written in.
bool has_words() {
  return current_language() == "en" || *::dgettext(domain, "") != '\0';
}

}  // namespace

InLanguage::InLanguage(std::string_view language) : before_(current_language()) {
  speaks_ = language == before_ || (!language.empty() && choose_language(language, catalogue_folder()));
  if (!speaks_ || has_words()) return;
  speaks_ = false;
  if (current_language() != before_) choose_language(before_, catalogue_folder());
}

InLanguage::~InLanguage() {
  if (current_language() != before_) choose_language(before_, catalogue_folder());
}

}  // namespace sunledger
