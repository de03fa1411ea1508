# The tier above: a city or province follows the ledgers of counties and records what it saw of each.
@0xb2e47a1d5c9038f6;

using Cxx = import "/capnp/c++.capnp";
using Json = import "/capnp/compat/json.capnp";
$Cxx.namespace("sunledger::schema");

struct AnchorAdded {
  # A ledger that is followed from here on. One that rotated its log key, or broke, is added again under another id.
  anchor @0 :Text;                # our own id for it; it never changes
  name @1 :Text;                  # the federation
  origin @2 :Text;                # of its log
  logKey @3 :Data $Json.hex $Json.name("log_key");
  place @4 :Text;                 # where its tiles are published: a URL or a folder
  policy @5 :List(Text);          # whose cosignatures its checkpoints should have: the lines of a C2SP tlog-policy
}

enum AnchorOutcome {
  consistent @0;   # it extends what was recorded before
  behind @1;       # it shows fewer entries than were recorded before
  broken @2;       # it shows another history than the one recorded before
  unsound @3;      # it extends what was recorded before, and something in what is new does not verify
}

struct AnchorRecorded {
  # What a followed ledger showed: its checkpoint, word for word, so that everybody can hold it to it.
  anchor @0 :Text;
  size @1 :UInt64;
  root @2 :Data $Json.hex;
  note @3 :Data $Json.hex;        # the checkpoint as a signed note
  outcome @4 :AnchorOutcome;
  problem @5 :Text;               # what was wrong; absent when consistent
}
