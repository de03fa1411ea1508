#pragma once
// From a charter's TOML file and the defaults to the charter that an event carries – or to a list of everything that is
// wrong with the file, each with line and column.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/charter/charter.h"
#include "ledger/charter/toml_source.h"

namespace sunledger {

struct CharterRemark {
  enum class Weight {
    error,        // cannot be adopted
    warning,      // can be adopted, but a reader will ask
    default_used  // the file does not give it; the default and its basis stand in the message
  };
  Weight weight = Weight::error;
  TextPlace place;   // line 0: the file as a whole
  std::string name;  // the parameter; may be empty
  std::string message;
  std::string hint;  // what to do; may be empty
};

struct CharterCheck {
  std::optional<Charter> charter;      // nothing when there is an error
  std::vector<CharterRemark> remarks;  // errors first, then warnings, then defaults; each by line and name
};

// Never fails otherwise than by remarks. `defaults_toml` is ours: a mistake in it is reported as an error that says so.
CharterCheck check_charter(std::string_view toml, std::string_view defaults_toml);

// "schema/charters/sixian.toml:12:5: decision.quorum: The share 3/2 is above one…"
std::string to_text(const CharterRemark& remark, std::string_view file_name);

// The charter, or the first error with its place and how many more there are. Errors: invalid.
Result<Charter> read_charter(std::string_view toml, std::string_view defaults_toml, std::string_view file_name);

// The defaults file alone: every parameter given once, each with its basis. The parameters are marked as defaults.
Result<std::vector<Parameter>> read_defaults(std::string_view defaults_toml);

// The text of schema/charters/defaults.toml as it was when this program was built.
std::string_view shipped_defaults();

}  // namespace sunledger
