#pragma once
// A charter as rules read it: typed lookups by name, and the values that every payment needs, parsed once. Nothing here
// falls back to a default: what a charter's event does not hold is absent.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/money.h"
#include "ledger/base/result.h"
#include "ledger/charter/parameter_value.h"

namespace sunledger {

enum class Approval { approver, meeting };

struct ApprovalTier {
  std::optional<Fen> up_to;  // inclusive; nothing in the last tier
  Approval by = Approval::approver;
};

class CharterValues {
 public:
  CharterValues() = default;
  // Any order; of a name given twice the last counts.
  explicit CharterValues(std::vector<std::pair<std::string, std::string>> values);

  // Nothing when the name is absent or its value is of another type.
  std::optional<std::string_view> text(std::string_view name) const;
  std::optional<Fen> money(std::string_view name) const;
  std::optional<std::int64_t> integer(std::string_view name) const;
  std::optional<Ratio> ratio(std::string_view name) const;
  std::optional<bool> flag(std::string_view name) const;
  std::optional<std::vector<std::string>> list(std::string_view name) const;
  // In rising order; empty when the charter has none.
  std::vector<ApprovalTier> tiers() const;

  const std::vector<std::pair<std::string, std::string>>& all() const { return values_; }

 private:
  std::vector<std::pair<std::string, std::string>> values_;  // sorted by name
};

}  // namespace sunledger
