// The charters that are shipped: one a founding document, the template, the defaults.

#include <catch2/catch.hpp>
#include <set>
#include <sstream>

#include "ledger/base/file.h"
#include "ledger/charter/charter_check.h"
#include "ledger/charter/parameter_table.h"
#include "ledger/charter/read_charter.h"
#include "ledger/charter/rule_parameters.h"

using namespace sunledger;

namespace {

constexpr const char* places[] = {"sixian", "mentougou", "gansu", "county-e1", "county-e2"};

std::string shipped(const std::string& name) {
  auto text = read_file("schema/charters/" + name + ".toml", max_charter_file_bytes);
  REQUIRE(text);
  return *std::move(text);
}

std::size_t complaints(const CharterCheck& checked, const std::string& name) {
  std::size_t count = 0;
  for (const auto& remark : checked.remarks) {
    if (remark.weight == CharterRemark::Weight::default_used) continue;
    UNSCOPED_INFO(to_text(remark, name));
    ++count;
  }
  return count;
}

Charter charter_of(const std::string& name) {
  auto checked = check_charter(shipped(name), shipped_defaults());
  CHECK(complaints(checked, name) == 0);
  REQUIRE(checked.charter);
  return *std::move(checked.charter);
}

std::string value(const Charter& charter, std::string_view name) {
  const auto* parameter = find_parameter(charter.parameters, name);
  REQUIRE(parameter != nullptr);
  return parameter->value;
}

// The template as an officer has it after taking every '#' off a value.
std::string uncommented(const std::string& text) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    if (line.size() > 1 && line[0] == '#' && line[1] != ' ') line.erase(0, 1);
    result += line + "\n";
  }
  return result;
}

}  // namespace

TEST_CASE("every shipped charter passes its check without a warning, and as an event's list too") {
  for (const char* name : places) {
    const auto charter = charter_of(name);
    CHECK(check_parameters(charter.parameters).ok());
    std::vector<std::pair<std::string, std::string>> values;
    for (const auto& parameter : charter.parameters) values.emplace_back(parameter.name, parameter.value);
    CHECK(RuleParameters::from(CharterValues(values)).ok());
  }
  charter_of("template");
}

TEST_CASE("the defaults give every parameter once, each with its basis, and travel inside the program") {
  CHECK(shipped("defaults") == shipped_defaults());
  const auto defaults = read_defaults(shipped_defaults());
  REQUIRE(defaults);
  CHECK(missing_parameters(*defaults).empty());
  CHECK(defaults->size() == parameter_table().size() + 1);  // two tiers of two patterns: up_to, by, by
}

TEST_CASE("the template holds every parameter, commented out, with its default value") {
  const auto text = shipped("template");
  const auto untouched = charter_of("template");
  for (const auto& parameter : untouched.parameters) CHECK(parameter.is_default);

  const auto checked = check_charter(uncommented(text), shipped_defaults());
  for (const auto& remark : checked.remarks) {
    CAPTURE(to_text(remark, "template.toml"));
    CHECK(remark.weight == CharterRemark::Weight::warning);  // only that the clauses are still to be filled in
  }
  REQUIRE(checked.charter);
  REQUIRE(checked.charter->parameters.size() == untouched.parameters.size());
  for (std::size_t i = 0; i < untouched.parameters.size(); ++i) {
    CHECK(checked.charter->parameters[i].name == untouched.parameters[i].name);
    CHECK(checked.charter->parameters[i].value == untouched.parameters[i].value);
    CHECK_FALSE(checked.charter->parameters[i].is_default);
  }
}

TEST_CASE("the charters differ where their documents differ") {
  const auto sixian = charter_of("sixian");
  const auto mentougou = charter_of("mentougou");
  const auto gansu = charter_of("gansu");
  const auto e1 = charter_of("county-e1");
  const auto e2 = charter_of("county-e2");

  CHECK(value(mentougou, "decision.steps.matter") == "research,stakeholder,expert,legal,risk,meeting");
  CHECK(value(sixian, "decision.steps.matter") == "expert,association,risk,legal,meeting");
  CHECK(value(sixian, "composition.presidium.grassroots") == "35/100");
  CHECK(value(mentougou, "composition.presidium.grassroots") == "40/100");
  CHECK(value(gansu, "report.special.subjects") == "budget-execution,fund-use,major-projects");
  CHECK(value(gansu, "tasks.marks") == "deployed,checked,monitored,fed-back");
  CHECK(value(e1, "association.money") == "10000.00");
  CHECK(value(e2, "association.money") == "0.00");
  CHECK(value(sixian, "duty.field_days") == "30");
  CHECK(value(mentougou, "duty.field_days") == "60");
  CHECK(value(e1, "duty.field_months") == "2");
  CHECK(find_parameter(e1.parameters, "acceptance.third_party")->clause == "八(三)");
}

TEST_CASE("no document is credited with an amount of money that it does not name") {
  for (const char* name : places) {
    for (const auto& parameter : charter_of(name).parameters) {
      const auto* definition = find_definition(parameter.name);
      REQUIRE(definition != nullptr);
      if (definition->type != ParameterType::money || parameter.is_default) continue;
      CHECK(parameter.name == "association.money");
      CHECK(std::string(name) == "county-e1");
    }
  }
}

TEST_CASE("the table's names are unique and each finds its own definition") {
  std::set<std::string> names;
  for (const auto& definition : parameter_table()) {
    CHECK(names.insert(definition.name).second);
    std::string name = definition.name;
    const auto star = name.find('*');
    if (star != std::string::npos) name[star] = '7';
    const auto* found = find_definition(name);
    REQUIRE(found != nullptr);
    CHECK(std::string(found->name) == definition.name);
    CHECK(name.size() <= max_parameter_name_bytes);
  }
  CHECK(find_definition("approval.tiers.0.by") == nullptr);
  CHECK(find_definition("approval.tiers.01.by") == nullptr);
  CHECK(find_definition("approval.tiers.100.by") == nullptr);
  CHECK(find_definition("approval.tiers..by") == nullptr);
  CHECK(find_definition("approval.tiers.by") == nullptr);
  CHECK(find_definition("approval.tiers.*.by") == nullptr);
}
