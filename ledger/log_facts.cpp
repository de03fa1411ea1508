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

}  // namespace sunledger
