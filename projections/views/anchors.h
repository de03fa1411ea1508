#pragma once
// The ledgers that this one follows (schema/anchor.capnp): what each showed last, and whether it ever showed something
// else. The witnesses' state is read off the recorded checkpoint itself, by the policy that the anchor was added with.

#include <cstdint>
#include <map>
#include <string>

#include "ledger/base/bytes.h"
#include "ledger/base/day.h"
#include "projections/views/view.h"

namespace sunledger {

// A checkpoint that was recorded of an anchor.
struct AnchorSight {
  std::uint64_t position = 0;  // of the AnchorRecorded; 0: there was none
  std::uint64_t recorded_ms = 0;
  Day day;
  std::uint64_t size = 0;
  Hash root;
  std::string note;
  std::uint8_t outcome = 0;  // schema AnchorOutcome
  std::string problem;
};

struct FollowedLedger {
  std::uint64_t added_at = 0;
  Day added_on;
  std::string name, origin, place;
  std::string policy;  // a tlog-policy's text; empty: none
  PublicKey log_key;
  AnchorSight sound;  // the last that extended what was recorded before
  AnchorSight last;   // the last of all
  bool broken = false;
  std::uint32_t breaks = 0;  // sights that were not consistent
};

class AnchorsView final : public View {
 public:
  struct State {
    std::string origin, name;
    std::map<std::string, FollowedLedger> ledgers;  // by id
  };

  std::string_view name() const override { return "anchors"; }
  std::uint32_t version() const override { return 1; }
  Bytes state_bytes() const override;
  bool load_state(BytesView bytes) override;
  void clear() override { state_ = {}; }
  Status fold(const OpenedEvent& opened) override;

  const State& state() const { return state_; }

 private:
  State state_;
};

}  // namespace sunledger
