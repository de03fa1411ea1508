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

}  // namespace sunledger
