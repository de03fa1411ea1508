#pragma once
// Facts in scratch space: they lie in unnamed files that vanish with the process, but for the families that rules scan,
// which stay in order and in memory. For trials and for verifiers, so that memory stays flat at any size. Durability is
// nobody's wish here.

#include <map>
#include <memory>
#include <string>

#include "ledger/rules/fact_store.h"

namespace sunledger {

class ScratchFacts : public FactStore {
 public:
  // `folder` must allow unnamed files; "" takes TMPDIR or /tmp. Errors: io.
  static Result<std::unique_ptr<ScratchFacts>> create(const std::string& folder);
  ~ScratchFacts() override;

  // What is not here is looked up there. nullptr: nowhere.
  void set_below(FactStore* below) { below_ = below; }

  bool get(std::string_view key, std::string& value) override;
  void put(std::string_view key, std::string_view value) override;
  void erase(std::string_view key) override;
  // put, or erase where there is no value, which also tells what was there: false, or true and `before`.
  bool exchange(std::string_view key, std::optional<std::string_view> value, std::string& before);
  // Families in memory only, which are those that rules scan; ordered, merged with what lies below.
  void scan(std::string_view prefix, const std::function<bool(std::string_view, std::string_view)>& visit) override;
  Status status() const override;

  // Every fact held here, in no order (erasures left out): to compare with another store.
  Status each(const std::function<Status(std::string_view key, std::string_view value)>& visit) const;
  std::uint64_t count() const;

 private:
  class Table;
  explicit ScratchFacts(std::unique_ptr<Table> table);

  std::unique_ptr<Table> table_;
  std::map<std::string, std::optional<std::string>, std::less<>> scanned_;
  FactStore* below_ = nullptr;
};

}  // namespace sunledger
