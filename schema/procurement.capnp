# Procurement, from plan to payment (政府采购法 §26, §42). A signed contract encumbers its budget lines.
@0xf585fec9fd1274f5;

using Cxx = import "/capnp/c++.capnp";
using Json = import "/capnp/compat/json.capnp";
using Money = import "/schema/money.capnp";
$Cxx.namespace("sunledger::schema");

enum ProcurementMethod {
  openTender @0 $Json.name("open-tender");
  invitedTender @1 $Json.name("invited-tender");
  negotiation @2;                                # 竞争性谈判
  consultation @3;                               # 竞争性磋商
  singleSource @4 $Json.name("single-source");
  inquiry @5;                                    # 询价
  framework @6;
  comparison @7;                                 # 比选, below the thresholds
}

enum ProcurementCategory {
  goods @0;
  services @1;
  works @2;
}

struct ProcurementPlanned {
  procurement @0 :Text;
  name @1 :Text;
  body @2 :Text;
  year @3 :UInt16;
  line @4 :Text;
  item @5 :Text;                   # 品目
  category @6 :ProcurementCategory;
  method @7 :ProcurementMethod;
  reason @8 :Text;                 # why not an open tender
  amount @9 :Int64 $Money.yuan;
  decision @10 :Text;
  document @11 :Text;
}

struct ProcurementNoticed {
  procurement @0 :Text;
  address @1 :Text;                # where it was published
  lastDay @2 :Int32 = -2147483648 $Money.day $Json.name("last_day");
  document @3 :Text;
}

struct OfferReceived {
  procurement @0 :Text;
  supplier @1 :Text;               # an organisation
  amount @2 :Int64 $Money.yuan;
  document @3 :Text;
}

struct ContractAwarded {
  procurement @0 :Text;
  supplier @1 :Text;
  amount @2 :Int64 $Money.yuan;
  reason @3 :Text;
  document @4 :Text;
}

struct ContractPart {
  line @0 :Text;
  amount @1 :Int64 $Money.yuan;
}

struct ContractSigned {
  contract @0 :Text;
  procurement @1 :Text;            # absent: bought without a procedure, which the charter judges
  supplier @2 :Text;
  body @3 :Text;
  year @4 :UInt16;
  parts @5 :List(ContractPart);
  firstDay @6 :Int32 = -2147483648 $Money.day $Json.name("first_day");
  lastDay @7 :Int32 = -2147483648 $Money.day $Json.name("last_day");
  decision @8 :Text;
  document @9 :Text;
}

struct ContractChanged {
  contract @0 :Text;
  line @1 :Text;
  increase @2 :Int64 $Money.yuan;  # below zero: a reduction
  reason @3 :Text;
  document @4 :Text;
}

struct ContractPublished {
  contract @0 :Text;
  address @1 :Text;
}

struct AcceptanceRecorded {
  # 验收书; without it no acceptance (政府采购法 §41).
  contract @0 :Text;
  acceptance @1 :Text;
  accepted @2 :Bool;
  amount @3 :Int64 $Money.yuan;    # of what was delivered
  quantity @4 :Text;
  acceptors @5 :List(Text);        # persons in office or organisations
  document @6 :Text;
}

struct ContractEnded {
  # Frees what is still encumbered.
  contract @0 :Text;
  reason @1 :Text;
}
