// Followed ledgers: only their own word is recorded about them, and what they once said binds them.

#include <catch2/catch.hpp>

#include "ledger/people/signing.h"
#include "ledger/proof/checkpoint.h"
#include "tests/support/rule_desk.h"

using namespace sunledger;
using sunledger::support::RuleDesk;

namespace {

const std::string origin = "ledger.example/county";

struct County {
  SecretKey key = SecretKey::generate();

  std::string adding(const std::string& id) const {
    return "'anchor':'" + id + "','name':'某县残联','origin':'" + origin + "','log_key':'" +
           to_hex(key.public_key().view()) + "','place':'/srv/county'";
  }
  // What it shows: a checkpoint over that many entries with a root of that byte.
  std::string showing(const std::string& id, std::uint64_t size, Byte root, const std::string& outcome) const {
    Checkpoint checkpoint{origin, size, Hash{}};
    checkpoint.root.bytes.fill(root);
    const auto note = sign_checkpoint(checkpoint, key.public_key(), [this](BytesView text) { return key.sign(text); });
    REQUIRE(note.ok());
    return "'anchor':'" + id + "','size':" + std::to_string(size) + ",'root':'" + to_hex(checkpoint.root.view()) +
           "','note':'" + to_hex(as_bytes(*note)) + "','outcome':'" + outcome + "'" +
           (outcome == "consistent" ? "" : ",'problem':'it says something else'");
  }
};

}  // namespace

TEST_CASE("A followed ledger is named once, and by an administrator") {
  RuleDesk desk;
  const County county;
  CHECK(desk.record("auditor", "AnchorAdded", county.adding("c")) == "refused event.role");
  CHECK(desk.record("administrator", "AnchorAdded", county.adding("c")) == "accepted");
  CHECK(desk.record("administrator", "AnchorAdded", county.adding("c")) == "refused identity.unique");
  CHECK(desk.record("administrator", "AnchorAdded", county.adding("d")) == "refused identity.unique");
  // After it rotated its log key it is another one to follow.
  CHECK(desk.record("administrator", "AnchorAdded", County().adding("d")) == "accepted");
}

TEST_CASE("A ledger's checkpoint is recorded as it signed it, and growing") {
  RuleDesk desk;
  const County county;
  REQUIRE(desk.record("administrator", "AnchorAdded", county.adding("c")) == "accepted");
  CHECK(desk.record("auditor", "AnchorRecorded", county.showing("x", 5, 1, "consistent")) == "refused event.reference");
  CHECK(desk.record("recorder", "AnchorRecorded", county.showing("c", 5, 1, "consistent")) == "refused event.role");
  CHECK(desk.record("auditor", "AnchorRecorded", County().showing("c", 5, 1, "consistent")) ==
        "refused event.reference");
  CHECK(desk.record("auditor", "AnchorRecorded", county.showing("c", 5, 1, "consistent")) == "accepted");
  CHECK(desk.record("auditor", "AnchorRecorded", county.showing("c", 5, 1, "consistent")) == "accepted");
  CHECK(desk.record("auditor", "AnchorRecorded", county.showing("c", 5, 2, "consistent")) == "refused event.reference");
  CHECK(desk.record("auditor", "AnchorRecorded", county.showing("c", 4, 1, "consistent")) == "refused event.reference");
  CHECK(desk.record("auditor", "AnchorRecorded", county.showing("c", 4, 1, "behind")) == "accepted");
  CHECK(desk.record("auditor", "AnchorRecorded", county.showing("c", 6, 1, "behind")) == "refused event.reference");
  CHECK(desk.facts().anchor("c")->size == 5);
}

TEST_CASE("The event says what its note says, and what is wrong where something is") {
  RuleDesk desk;
  const County county;
  REQUIRE(desk.record("administrator", "AnchorAdded", county.adding("c")) == "accepted");
  std::string fields = county.showing("c", 5, 1, "consistent");
  std::string other_size = fields;
  other_size.replace(other_size.find("'size':5"), 8, "'size':6");
  CHECK(desk.record("auditor", "AnchorRecorded", other_size) == "refused event.reference");
  CHECK(desk.record("auditor", "AnchorRecorded", fields + ",'problem':'p'") == "refused event.fields");
}

TEST_CASE("What does not verify in a followed ledger is recorded, and moves nothing") {
  RuleDesk desk;
  const County county;
  REQUIRE(desk.record("administrator", "AnchorAdded", county.adding("c")) == "accepted");
  REQUIRE(desk.record("auditor", "AnchorRecorded", county.showing("c", 5, 1, "consistent")) == "accepted");
  CHECK(desk.record("auditor", "AnchorRecorded", county.showing("c", 5, 1, "unsound")) == "refused event.reference");
  CHECK(desk.record("auditor", "AnchorRecorded", county.showing("c", 9, 2, "unsound")) == "accepted");
  CHECK(desk.facts().anchor("c")->size == 5);
  CHECK_FALSE(desk.facts().anchor("c")->broken);
  CHECK(desk.record("auditor", "AnchorRecorded", county.showing("c", 9, 3, "consistent")) == "accepted");
}

TEST_CASE("A followed ledger's witnesses are named by a policy that can be read") {
  RuleDesk desk;
  const County county;
  CHECK(desk.record("administrator", "AnchorAdded", county.adding("c") + ",'policy':['quorum somebody']") ==
        "refused event.fields");
  CHECK(desk.record("administrator", "AnchorAdded", county.adding("c") + ",'policy':['quorum none']") == "accepted");
}

TEST_CASE("A ledger that showed two histories is not followed any more, until it is added anew") {
  RuleDesk desk;
  const County county;
  REQUIRE(desk.record("administrator", "AnchorAdded", county.adding("c")) == "accepted");
  REQUIRE(desk.record("auditor", "AnchorRecorded", county.showing("c", 5, 1, "consistent")) == "accepted");
  REQUIRE(desk.record("auditor", "AnchorRecorded", county.showing("c", 5, 2, "broken")) == "accepted");
  CHECK(desk.record("auditor", "AnchorRecorded", county.showing("c", 9, 1, "consistent")) == "refused event.reference");
  CHECK(desk.record("administrator", "AnchorAdded", county.adding("c2")) == "accepted");
  CHECK(desk.record("auditor", "AnchorRecorded", county.showing("c2", 9, 1, "consistent")) == "accepted");
}
