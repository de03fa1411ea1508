#pragma once
// Findings: rules that were broken and, as the charter says, let through at the door; and what was signed with a key
// after its compromise. Each is a lead about what stands recorded, never a verdict (house rule 5); their life after
// that is a later issue's, so all are open leads, but for entries that were re-confirmed and acts that were endorsed.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/day.h"
#include "projections/views/view.h"

namespace sunledger {

struct FoundEntry {
  std::uint64_t position = 0;
  std::uint16_t kind = 0;  // event kind number
  Day day;
  std::string person;                // the author, a person in office
  std::vector<std::uint16_t> rules;  // ascending
};

// A key that was revoked since an earlier position: what it signed in between is in doubt.
struct RevokedKey {
  std::uint64_t position = 0;  // of the revocation
  std::uint64_t since = 0;
  std::uint64_t until = 0;  // where it took effect
  PublicKey key;
  Day day;
};

class FindingsView final : public View {
 public:
  struct State {
    std::map<PublicKey, std::string> persons;
    std::map<std::uint64_t, FoundEntry> found;           // by position; folding an import late keeps the order
    std::map<std::uint64_t, RevokedKey> revoked;         // by position
    std::map<std::uint64_t, std::uint64_t> reconfirmed;  // entry → where it was re-confirmed
  };

  std::string_view name() const override { return "findings"; }
  std::uint32_t version() const override { return 2; }
  Bytes state_bytes() const override;
  bool load_state(BytesView bytes) override;
  void clear() override { state_ = {}; }
  Status fold(const OpenedEvent& opened) override;

  const State& state() const { return state_; }

 private:
  State state_;
};

}  // namespace sunledger
