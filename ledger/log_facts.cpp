#include "ledger/log_facts.h"

namespace sunledger {

void LogFacts::note(const Status& status) {
  if (status_ && !status) status_ = status;
}

bool LogFacts::get(std::string_view key, std::string& value) {
  const auto found = store_->fact(key, value);
  if (!found) {
    note(found.error());
    return false;
  }
  return *found;
}

void LogFacts::put(std::string_view, std::string_view) {
  INVARIANT(false && "facts are written with their entries");
}
void LogFacts::erase(std::string_view) {
  INVARIANT(false && "facts are written with their entries");
}

void LogFacts::scan(std::string_view prefix, const std::function<bool(std::string_view, std::string_view)>& visit) {
  note(store_->scan_facts(prefix, visit));
}

namespace {

// As many as a federation has people, lines and codes; bounded against a hostile one.
constexpr std::size_t most_remembered = 20'000;

// Families that grow with the log (commands, payments, what waits, identities) are asked for once each: not worth
// keeping.
bool is_worth_keeping(std::string_view key) {
  return std::string_view("GCPKNLYTaSEVr").find(key.empty() ? '\0' : key.front()) != std::string_view::npos;
}

}  // namespace

bool RememberedFacts::get(std::string_view key, std::string& value) {
  if (!is_worth_keeping(key)) return log_.get(key, value);
  if (const auto found = known_.find(key); found != known_.end()) {
    if (!found->second) return false;
    value = *found->second;
    return true;
  }
  const bool there = log_.get(key, value);
  if (!log_.status()) return false;
  if (known_.size() >= most_remembered) known_.clear();
  known_.emplace(std::string(key), there ? std::optional(value) : std::nullopt);
  return there;
}

void RememberedFacts::put(std::string_view key, std::string_view value) {
  log_.put(key, value);
}
void RememberedFacts::erase(std::string_view key) {
  log_.erase(key);
}

void RememberedFacts::scan(std::string_view prefix,
                           const std::function<bool(std::string_view, std::string_view)>& visit) {
  if (prefix.size() == 1 && without_.find(prefix.front()) != std::string::npos) return;
  bool any = false;
  log_.scan(prefix, [&](std::string_view key, std::string_view value) {
    any = true;
    return visit(key, value);
  });
  if (!any && prefix.size() == 1 && log_.status()) without_ += prefix;
}

void RememberedFacts::committed(const FactOverlay::Changes& changes) {
  for (const auto& [key, value] : changes) {
    std::erase(without_, key.front());
    if (const auto found = known_.find(key); found != known_.end()) found->second = value;
  }
}

}  // namespace sunledger
