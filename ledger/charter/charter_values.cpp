#include "ledger/charter/charter_values.h"

#include <algorithm>

namespace sunledger {

CharterValues::CharterValues(std::vector<std::pair<std::string, std::string>> values) : values_(std::move(values)) {
  std::stable_sort(values_.begin(), values_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  auto kept = values_.begin();
  for (auto next = values_.begin(); next != values_.end(); ++next) {
    if (kept != values_.begin() && std::prev(kept)->first == next->first) {
      *std::prev(kept) = std::move(*next);
    } else {
      if (kept != next) *kept = std::move(*next);
      ++kept;
    }
  }
  values_.erase(kept, values_.end());
}

std::optional<std::string_view> CharterValues::text(std::string_view name) const {
  const auto found = std::lower_bound(values_.begin(), values_.end(), name,
                                      [](const auto& value, std::string_view wanted) { return value.first < wanted; });
  if (found == values_.end() || found->first != name) return std::nullopt;
  return found->second;
}

std::optional<Fen> CharterValues::money(std::string_view name) const {
  const auto value = text(name);
  return value ? parse_yuan(*value) : std::nullopt;
}

std::optional<std::int64_t> CharterValues::integer(std::string_view name) const {
  const auto value = text(name);
  return value ? parse_integer(*value) : std::nullopt;
}

std::optional<Ratio> CharterValues::ratio(std::string_view name) const {
  const auto value = text(name);
  return value ? parse_ratio(*value) : std::nullopt;
}

std::optional<bool> CharterValues::flag(std::string_view name) const {
  const auto value = text(name);
  if (value == "true") return true;
  if (value == "false") return false;
  return std::nullopt;
}

std::optional<std::vector<std::string>> CharterValues::list(std::string_view name) const {
  const auto value = text(name);
  if (!value) return std::nullopt;
  return split_list(*value);
}

std::vector<ApprovalTier> CharterValues::tiers() const {
  std::vector<ApprovalTier> tiers;
  for (std::size_t index = 1;; ++index) {
    const auto tier = "approval.tiers." + std::to_string(index);
    const auto by = text(tier + ".by");
    if (!by) return tiers;
    tiers.push_back({money(tier + ".up_to"), *by == "meeting" ? Approval::meeting : Approval::approver});
  }
}

}  // namespace sunledger
