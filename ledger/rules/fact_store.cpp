#include "ledger/rules/fact_store.h"

#include <map>

namespace sunledger {

bool FactOverlay::get(std::string_view key, std::string& value) {
  if (const auto found = changes_.find(key); found != changes_.end()) {
    if (!found->second) return false;
    value = *found->second;
    return true;
  }
  return below_->get(key, value);
}

void FactOverlay::put(std::string_view key, std::string_view value) {
  if (const auto found = changes_.find(key); found != changes_.end()) {
    found->second.emplace(value);
    return;
  }
  changes_.emplace(std::string(key), std::string(value));
}

void FactOverlay::erase(std::string_view key) {
  if (const auto found = changes_.find(key); found != changes_.end()) {
    found->second.reset();
    return;
  }
  changes_.emplace(std::string(key), std::nullopt);
}

void FactOverlay::scan(std::string_view prefix, const std::function<bool(std::string_view, std::string_view)>& visit) {
  std::map<std::string_view, const std::optional<std::string>*> mine;
  for (const auto& [key, value] : changes_) {
    if (std::string_view(key).starts_with(prefix)) mine.emplace(key, &value);
  }
  auto next = mine.begin();
  bool go_on = true;
  below_->scan(prefix, [&](std::string_view key, std::string_view value) {
    for (; go_on && next != mine.end() && next->first < key; ++next) {
      if (*next->second) go_on = visit(next->first, **next->second);
    }
    if (!go_on) return false;
    if (next != mine.end() && next->first == key) {
      if (*next->second) go_on = visit(key, **next->second);
      ++next;
      return go_on;
    }
    go_on = visit(key, value);
    return go_on;
  });
  for (; go_on && next != mine.end(); ++next) {
    if (*next->second) go_on = visit(next->first, **next->second);
  }
}

void FactOverlay::merge_into(FactStore& target) const {
  for (const auto& [key, value] : changes_) {
    if (value) {
      target.put(key, *value);
    } else {
      target.erase(key);
    }
  }
}

void FactOverlay::absorb(FactOverlay& above) {
  if (changes_.empty()) {
    changes_.swap(above.changes_);
    return;
  }
  while (!above.changes_.empty()) {
    auto node = above.changes_.extract(above.changes_.begin());
    const auto placed = changes_.insert(std::move(node));
    if (!placed.inserted) placed.position->second = std::move(placed.node.mapped());
  }
}

}  // namespace sunledger
