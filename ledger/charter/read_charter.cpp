#include "ledger/charter/read_charter.h"

#include <algorithm>
#include <tuple>

#include "ledger/base/text.h"
#include "ledger/charter/charter_check.h"
#include "ledger/charter/parameter_table.h"

namespace sunledger {

namespace {

constexpr std::string_view tiers_prefix = "approval.tiers.";
constexpr std::string_view rules_prefix = "rules.";
// An entry holds 65,535 bytes; this leaves room for the event's other fields and the encoding of a full list.
constexpr std::size_t max_parameters_bytes = 40 * 1024;
constexpr std::size_t bytes_around_parameter = 32;

using Weight = CharterRemark::Weight;

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

struct Reading {
  std::vector<Parameter> parameters;  // sorted, each name once, canonical
  std::vector<TextPlace> places;      // of each, in the same order
  std::vector<CharterRemark> remarks;
};

CharterRemark unknown(const WrittenParameter& written) {
  CharterRemark remark{Weight::error, written.name_place, written.name, {}, {}};
  const auto nearest = nearest_parameter(written.name);
  if (nearest) {
    remark.message = say("No parameter has this name; did you mean {0}?", {*nearest});
  } else if (starts_with(written.name, rules_prefix)) {
    remark.message =
        say("This rule is not one that a charter may relax. Structural rules (encoding, signature, role, "
            "origin, idempotency, separation, arithmetic) always refuse.");
  } else {
    remark.message = say("No parameter has this name.");
  }
  remark.hint = say("The names are listed in schema/charters/template.toml.");
  return remark;
}

CharterRemark bad_value(const ParameterDefinition& definition, const WrittenParameter& written, const Error& error) {
  CharterRemark remark{Weight::error, written.place, written.name, error.message, error.hint};
  const bool is_structural =
      starts_with(written.name, rules_prefix) && std::string_view(definition.choices) == "refuse";
  if (is_structural && written.value.kind == WrittenValue::Kind::text && written.value.text == "find") {
    remark.message = say("This rule is structural: it always refuses and cannot be relaxed to \"find\".");
    remark.hint = say("Remove the line.");
  }
  return remark;
}

Reading read_parameters(const TomlSource& source, bool are_defaults) {
  Reading reading;
  for (const auto& problem : source.problems) {
    reading.remarks.push_back({Weight::error, problem.place, problem.name, problem.message, {}});
  }
  const WrittenParameter* before = nullptr;
  for (const auto& written : source.parameters) {
    if (before != nullptr && before->name == written.name) {
      reading.remarks.push_back({Weight::error,
                                 written.name_place,
                                 written.name,
                                 say("It is given twice, first in line {0}.", {before->name_place.line}),
                                 {}});
      continue;
    }
    before = &written;
    const auto* definition = find_definition(written.name);
    if (definition == nullptr) {
      reading.remarks.push_back(unknown(written));
      continue;
    }
    auto canonical = canonical_value(*definition, written.value);
    if (!canonical) {
      reading.remarks.push_back(bad_value(*definition, written, canonical.error()));
      continue;
    }
    if (written.clause.empty()) {
      reading.remarks.push_back({are_defaults ? Weight::error : Weight::warning, written.place, written.name,
                                 are_defaults ? say("A default needs its basis.")
                                              : say("No clause says where in the document this value stands."),
                                 say("Write it as: {0} = {{ value = …, clause = \"二(三)\" }}", {written.name})});
    }
    reading.parameters.push_back({written.name, *canonical, written.clause, are_defaults});
    reading.places.push_back(written.place);
  }
  return reading;
}

bool has_errors(const std::vector<CharterRemark>& remarks) {
  return std::any_of(remarks.begin(), remarks.end(), [](const auto& remark) { return remark.weight == Weight::error; });
}

TextPlace place_of(const Reading& reading, std::string_view name) {
  for (std::size_t i = 0; i < reading.parameters.size(); ++i) {
    if (reading.parameters[i].name == name) return reading.places[i];
  }
  // A tier that is incomplete is reported at what there is of it.
  if (starts_with(name, tiers_prefix)) {
    for (std::size_t i = 0; i < reading.parameters.size(); ++i) {
      if (starts_with(reading.parameters[i].name, tiers_prefix)) return reading.places[i];
    }
  }
  return {};
}

// Given values first, then every default that is not given; a charter's own tiers stand for all of the default ones.
std::vector<Parameter> with_defaults(const Reading& given, const std::vector<Parameter>& defaults,
                                     std::vector<CharterRemark>& remarks) {
  const bool has_tiers = std::any_of(given.parameters.begin(), given.parameters.end(),
                                     [](const auto& parameter) { return starts_with(parameter.name, tiers_prefix); });
  auto all = given.parameters;
  for (const auto& parameter : defaults) {
    if (has_tiers && starts_with(parameter.name, tiers_prefix)) continue;
    if (find_parameter(given.parameters, parameter.name) != nullptr) continue;
    all.push_back(parameter);
    remarks.push_back(
        {Weight::default_used,
         {},
         parameter.name,
         say("Not in the document; the default \"{0}\" is used ({1}).", {parameter.value, parameter.clause}),
         {}});
  }
  std::sort(all.begin(), all.end(), [](const Parameter& a, const Parameter& b) { return a.name < b.name; });
  return all;
}

std::size_t size_of(const std::vector<Parameter>& parameters) {
  std::size_t bytes = 0;
  for (const auto& parameter : parameters) {
    bytes += parameter.name.size() + parameter.value.size() + parameter.clause.size() + bytes_around_parameter;
  }
  return bytes;
}

void check_metadata(const TomlSource& source, std::vector<CharterRemark>& remarks) {
  if (source.title.empty()) {
    remarks.push_back(
        {Weight::error, {1, 1}, "title", say("The charter has no title."), say("Begin the file with: title = \"…\"")});
  }
  if (source.place.empty()) {
    remarks.push_back({Weight::error,
                       {1, 1},
                       "place",
                       say("The charter does not say of which place it is."),
                       say("Write near the top: place = \"…\"")});
  }
  if (source.document.empty()) {
    remarks.push_back({Weight::warning,
                       {1, 1},
                       "document",
                       say("The charter does not name the document it follows."),
                       say("Write near the top: document = \"…\"")});
  }
}

}  // namespace

CharterCheck check_charter(std::string_view toml, std::string_view defaults_toml) {
  CharterCheck check;
  const auto source = read_toml_source(toml);
  auto given = read_parameters(source, false);
  check.remarks = std::move(given.remarks);
  const bool is_toml = source.problems.empty() || !source.parameters.empty();
  if (is_toml) check_metadata(source, check.remarks);

  const auto defaults = read_defaults(defaults_toml);
  if (!defaults) {
    check.remarks.push_back({Weight::error, {}, {}, defaults.error().message, defaults.error().hint});
  } else if (is_toml) {
    auto all = with_defaults(given, *defaults, check.remarks);
    for (auto& contradiction : find_contradictions(all)) {
      check.remarks.push_back({Weight::error,
                               place_of(given, contradiction.name),
                               contradiction.name,
                               std::move(contradiction.message),
                               {}});
    }
    if (size_of(all) > max_parameters_bytes) {
      check.remarks.push_back(
          {Weight::error,
           {},
           {},
           say("The parameters and clauses are together longer than one event can hold ({0} bytes).",
               {max_parameters_bytes}),
           say("Shorten the clauses.")});
    }
    if (!has_errors(check.remarks))
      check.charter = Charter{source.title, source.place, source.document, std::move(all)};
  }
  std::stable_sort(check.remarks.begin(), check.remarks.end(), [](const CharterRemark& a, const CharterRemark& b) {
    return std::tie(a.weight, a.place.line, a.place.column, a.name) <
           std::tie(b.weight, b.place.line, b.place.column, b.name);
  });
  return check;
}

std::string to_text(const CharterRemark& remark, std::string_view file_name) {
  std::string text(file_name);
  if (remark.place.line > 0) {
    text += ":" + std::to_string(remark.place.line) + ":" + std::to_string(remark.place.column);
  }
  text += ": ";
  if (!remark.name.empty()) text += remark.name + ": ";
  return text + remark.message;
}

Result<Charter> read_charter(std::string_view toml, std::string_view defaults_toml, std::string_view file_name) {
  auto check = check_charter(toml, defaults_toml);
  if (check.charter) return *std::move(check.charter);
  const auto& first = check.remarks.front();
  const auto errors = std::count_if(check.remarks.begin(), check.remarks.end(),
                                    [](const auto& remark) { return remark.weight == Weight::error; });
  auto message = to_text(first, file_name);
  if (errors > 1) message += " " + say("({0} more; see: sunledger charter check {1})", {errors - 1, file_name});
  return make_error(ErrorKind::invalid, std::move(message), first.hint);
}

Result<std::vector<Parameter>> read_defaults(std::string_view defaults_toml) {
  auto reading = read_parameters(read_toml_source(defaults_toml), true);
  if (reading.remarks.empty()) {
    const auto status = check_parameters(reading.parameters);
    if (status) return std::move(reading.parameters);
    reading.remarks.push_back({Weight::error, {}, {}, status.error().message, {}});
  }
  return make_error(ErrorKind::invalid,
                    say("The defaults are damaged: {0}", {to_text(reading.remarks.front(), "defaults.toml")}),
                    say("Restore schema/charters/defaults.toml from this version of sunledger."));
}

}  // namespace sunledger
