// What `charter show` calls applied is what rules ask for: a value that RuleParameters holds and no rule reads would
// say so falsely.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>

#include "ledger/charter/parameter_table.h"
#include "ledger/charter/rule_parameters.h"
#include "ledger/rules/rule.h"

namespace fs = std::filesystem;
using namespace sunledger;

namespace {

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  REQUIRE_FALSE(text.str().empty());
  return text.str();
}

std::string rules_and_their_callers() {
  std::string all;
  for (const char* folder : {"ledger/rules", "cli", "cli/commands"}) {
    for (const auto& file : fs::directory_iterator(folder)) {
      if (file.path().extension() == ".cpp") all += text_of(file.path());
    }
  }
  return all;
}

bool names(const std::string& text, const std::string& word) {
  return std::regex_search(text, std::regex("\\b" + word + "\\b"));
}

}  // namespace

TEST_CASE("every value that rules are given is read by a rule") {
  const std::string header = text_of("ledger/charter/rule_parameters.h");
  const std::string type = header.substr(header.find("struct RuleParameters"));
  const std::string callers = rules_and_their_callers();
  // How the accessors read the members; where `from` fills them it says `parameters.`.
  const std::string accessors =
      std::regex_replace(text_of("ledger/charter/rule_parameters.cpp"), std::regex("parameters\\.\\w+"), "");
  std::size_t members = 0;
  const std::regex member(R"(\n  [A-Za-z_:<>, 0-9]+ (\w+)( = [^;\n]+)?;)");
  for (auto found = std::sregex_iterator(type.begin(), type.end(), member); found != std::sregex_iterator(); ++found) {
    const std::string name = (*found)[1];
    CAPTURE(name);
    CHECK((names(callers, name) || names(accessors, name)));
    ++members;
  }
  CHECK(members > 15);
  const std::regex accessor(R"((\w+)\([^)]*\) const;)");
  for (auto found = std::sregex_iterator(type.begin(), type.end(), accessor); found != std::sregex_iterator();
       ++found) {
    CAPTURE(found->str(1));
    CHECK(names(callers, found->str(1)));
  }
}

TEST_CASE("every rule's mode is a rule's, and some parameters are only recorded") {
  std::size_t applied = 0, recorded = 0;
  for (const ParameterDefinition& definition : parameter_table()) {
    const std::string name = std::regex_replace(std::string(definition.name), std::regex("\\*"), "1");
    CAPTURE(name);
    (is_applied(name) ? applied : recorded) += 1;
    if (name.starts_with("rules.")) CHECK(rule_by_name(name.substr(6)) != nullptr);
  }
  CHECK(applied > 40);
  CHECK(recorded > 40);
  for (const char* name : {"payment.cash_limit", "approval.tiers.1.up_to", "administration.quorum"}) {
    CHECK(is_applied(name));
  }
  for (const char* name : {"large_fund.window_days", "payment.person_methods", "duty.field_days", "no.such"}) {
    CHECK_FALSE(is_applied(name));
  }
}
