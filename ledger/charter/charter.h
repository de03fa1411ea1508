#pragma once
// A charter (章程参数): what a place's founding document lays down, as a flat list of named values that a signed event
// carries. Every value is in canonical text (parameter_value.h) and every default is written out, so that a rule reads
// the event alone and never the software's idea of a default.

#include <string>
#include <string_view>
#include <vector>

namespace sunledger {

struct Parameter {
  std::string name;         // "approval.tiers.1.up_to"
  std::string value;        // canonical text: "50000.00", "2/3", "true", "legal,risk,meeting"
  std::string clause;       // where the document says so: "二(三)"; for a default, its basis
  bool is_default = false;  // the document does not give it
  bool operator==(const Parameter&) const = default;
};

struct Charter {
  std::string title;
  std::string place;
  std::string document;               // the founding document's title and date
  std::vector<Parameter> parameters;  // sorted by name, each name once
};

// The parameter of that name, or nullptr. `parameters` sorted by name.
const Parameter* find_parameter(const std::vector<Parameter>& parameters, std::string_view name);

}  // namespace sunledger
