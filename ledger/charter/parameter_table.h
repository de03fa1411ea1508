#pragma once
// Every parameter that a charter may set: its name, type and range, the event families it concerns and what it means.
// Names are API and never change their meaning; a new meaning is a new name. Defaults are not here but in
// schema/charters/defaults.toml, each with its basis: no number of a place or a year stands in code.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunledger {

inline constexpr std::size_t max_parameter_name_bytes = 64;

enum class ParameterType {
  money,     // decimal yuan, two places: "50000.00"; range in fen
  integer,   // "30"
  ratio,     // a fraction from 0 to 1: "2/3"
  flag,      // "true" or "false"
  choice,    // one of `choices`
  set,       // some of `choices`, sorted, joined by commas; range is how many
  sequence,  // the same, in the order given
  text       // an identifier of its own, no comma or control character; range in bytes
};

struct ParameterDefinition {
  const char* name;  // "*" stands for an index from 1 to 99
  ParameterType type;
  std::int64_t least;
  std::int64_t most;
  const char* choices;   // joined by commas
  const char* families;  // joined by commas, or "all"
  const char* meaning;   // for say()
  // What a charter that was adopted before the parameter existed says by not naming it: one meaning for ever, whatever
  // the defaults of later years are. nullptr: every charter names it.
  const char* absent_value = nullptr;
};

// In the order of the defaults file.
const std::vector<ParameterDefinition>& parameter_table();
// The definition of a parameter's full name, or nullptr when there is none.
const ParameterDefinition* find_definition(std::string_view name);
// The known name that a mistyped one probably meant.
std::optional<std::string> nearest_parameter(std::string_view name);

}  // namespace sunledger
