#pragma once
// Where facts folded from the log live: bytes by key. The ledger keeps them beside the log, a verifier recomputes them
// in scratch space; rules know neither.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "ledger/base/result.h"

namespace sunledger {

class FactStore {
 public:
  virtual ~FactStore() = default;
  // False when absent. A failure of the store is remembered: see status().
  virtual bool get(std::string_view key, std::string& value) = 0;
  virtual void put(std::string_view key, std::string_view value) = 0;
  virtual void erase(std::string_view key) = 0;
  // In key order, until `visit` returns false.
  virtual void scan(std::string_view prefix, const std::function<bool(std::string_view, std::string_view)>& visit) = 0;
  // The first failure since the beginning; nothing that was judged after it may be stored.
  virtual Status status() const = 0;
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

// Changes on top of another store, held in memory until they are taken or dropped as a whole.
class FactOverlay : public FactStore {
 public:
  explicit FactOverlay(FactStore& below) : below_(&below) {}
  bool get(std::string_view key, std::string& value) override;
  void put(std::string_view key, std::string_view value) override;
  void erase(std::string_view key) override;
  void scan(std::string_view prefix, const std::function<bool(std::string_view, std::string_view)>& visit) override;
  Status status() const override { return below_->status(); }

  // Every change once, in no particular order; an absent value is an erasure.
  using Changes = std::unordered_map<std::string, std::optional<std::string>, TextHash, std::equal_to<>>;
  const Changes& changes() const { return changes_; }
  void merge_into(FactStore& target) const;
  // Takes over another overlay's changes, which were made on top of this one; it is empty afterwards.
  void absorb(FactOverlay& above);
  void drop() { changes_.clear(); }

 private:
  FactStore* below_;
  Changes changes_;
};

}  // namespace sunledger
