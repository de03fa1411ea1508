#pragma once
// The facts that the log's store keeps beside the entries, as rules read them. Writes go through an overlay into the
// same batch as the entries; this store itself refuses them.

#include "ledger/log/store.h"
#include "ledger/rules/fact_store.h"

namespace sunledger {

class LogFacts : public FactStore {
 public:
  explicit LogFacts(const Store& store) : store_(&store) {}

  bool get(std::string_view key, std::string& value) override;
  void put(std::string_view key, std::string_view value) override;
  void erase(std::string_view key) override;
  void scan(std::string_view prefix, const std::function<bool(std::string_view, std::string_view)>& visit) override;
  Status status() const override { return status_; }

 private:
  void note(const Status& status);

  const Store* store_;
  Status status_;
};

// What the door reads again and again, kept in memory between appends: people, keys, charter, lines, codes and their
// sums, and that there are no delegations or planned amendments. Only the writer has it, and tells it every change it
// commits.
class RememberedFacts : public FactStore {
 public:
  explicit RememberedFacts(const Store& store) : store_(&store), log_(store) {}
  // A new sitting: what the store could not do before is not held against it.
  void begin() { log_ = LogFacts(*store_); }

  bool get(std::string_view key, std::string& value) override;
  void put(std::string_view key, std::string_view value) override;
  void erase(std::string_view key) override;
  void scan(std::string_view prefix, const std::function<bool(std::string_view, std::string_view)>& visit) override;
  Status status() const override { return log_.status(); }

  // The changes are on disk now.
  void committed(const FactOverlay::Changes& changes);

 private:
  const Store* store_;
  LogFacts log_;
  std::unordered_map<std::string, std::optional<std::string>, TextHash, std::equal_to<>> known_;
  std::string without_;  // families that are known to be empty
};

}  // namespace sunledger
