# Bodies, persons in office, their roles and keys. A person here holds an office; private persons never appear (formats.md).
@0xd4926209ba472279;

using Cxx = import "/capnp/c++.capnp";
using Json = import "/capnp/compat/json.capnp";
using Money = import "/schema/money.capnp";
$Cxx.namespace("sunledger::schema");

enum Role {
  recorder @0;       # 经办
  reviewer @1;       # 复核
  approver @2;       # 审批
  cashier @3;        # 出纳, never keeps the books (会计法 §37)
  secretary @4;
  member @5;         # presidium or council
  association @6;    # 专门协会
  adviser @7;        # expert, lawyer, evaluator
  auditor @8;
  inspector @9;      # 纪检
  administrator @10;
}

struct LedgerOpened {
  # Entry 0. Binds a random id and the origin, so that nothing signed for one ledger can be replayed into another.
  id @0 :Data $Json.hex;                    # 32 random bytes
  origin @1 :Text;                          # the log key's name, a schema-less URL
  name @2 :Text;                            # the federation
  logKey @3 :Data $Json.hex $Json.name("log_key");
  person @4 :Text;                          # the first administrator
  personName @5 :Text $Json.name("person_name");
  proof @6 :Data $Json.hex;                 # possession of the author key of this entry
}

struct BodyRegistered {
  body @0 :Text;
  name @1 :Text;
  type @2 :Type;
  parent @3 :Text;

  enum Type {
    federation @0;    # 残联
    council @1;       # 执行理事会
    presidium @2;     # 主席团
    partyGroup @3 $Json.name("party-group");
    association @4;   # 专门协会
    subordinate @5;   # 下属单位
    township @6;      # 乡镇
    organisation @7;  # 社会组织
  }
}

struct OfficerAppointed {
  person @0 :Text;
  name @1 :Text;
  roles @2 :List(Role);
  body @3 :Text;
  key @4 :Data $Json.hex;
  proof @5 :Data $Json.hex;   # signature of `key`: proof of possession
  document @6 :Data $Json.hex; # SHA-256 of the appointment document
}

struct RolesChanged {
  person @0 :Text;
  roles @1 :List(Role);
  body @2 :Text;
  document @3 :Data $Json.hex;
}

struct OfficerRelieved {
  person @0 :Text;
  reason @1 :Text;
  document @2 :Data $Json.hex;
}

struct KeyRegistered {
  # A further key of a person in office, or the next one: then `replaces` names the old key, which signs this event.
  person @0 :Text;
  key @1 :Data $Json.hex;
  proof @2 :Data $Json.hex;
  replaces @3 :Data $Json.hex;
}

struct KeyRevoked {
  key @0 :Data $Json.hex;
  since @1 :UInt64;           # events of this key from this position on are found until re-confirmed
  reason @2 :Text;
}

struct DelegationGranted {
  # AB角: `to` acts in `role` for `from` on these days.
  delegation @0 :Text;
  from @1 :Text;
  to @2 :Text;
  role @3 :Role;
  firstDay @4 :Int32 = -2147483648 $Money.day $Json.name("first_day");
  lastDay @5 :Int32 = -2147483648 $Money.day $Json.name("last_day");
  document @6 :Data $Json.hex;
}

struct DelegationEnded {
  delegation @0 :Text;
  reason @1 :Text;
}

struct LogKeyRotated {
  # The key that signs checkpoints is followed by another: from this event's effect on (administration.quorum), the new key
  # signs, and every checkpoint over fewer entries stays valid under the old one (docs/formats.md, Log keys).
  key @0 :Data $Json.hex;       # the new log key
  proof @1 :Data $Json.hex;     # the new key's signature over the handover: its secret is held
  handover @2 :Data $Json.hex;  # the old key's signature over the handover; absent: the old key is lost
  reason @3 :Text;
}

struct ActEndorsed {
  # Another administrator stands behind an act that waits for the charter's quorum.
  position @0 :UInt64;          # of the act
}

struct AdministratorRecovered {
  # An administrator whose key is lost gets a new one on a collective decision; it takes force after the charter's days, and
  # until then any administrator may revoke it.
  person @0 :Text;
  key @1 :Data $Json.hex;
  proof @2 :Data $Json.hex;
  decision @3 :Text;            # adopted, of the class appointment
  reason @4 :Text;
}

struct EntriesReconfirmed {
  # Entries signed with a key between its compromise and its revocation are looked at and confirmed by another officer.
  positions @0 :List(UInt64);   # ascending
  reason @1 :Text;
}
