# Subsidy programmes and batches. Totals per tier only: nothing about a person enters the log.
@0xd15a7a2b54de65a4;

using Cxx = import "/capnp/c++.capnp";
using Json = import "/capnp/compat/json.capnp";
using Money = import "/schema/money.capnp";
$Cxx.namespace("sunledger::schema");

enum Payer {
  federation @0;
  civilAffairs @1 $Json.name("civil-affairs");   # 民政: never touches our lines
}

struct Rate {
  tier @0 :Text;
  rate @1 :Int64 $Money.yuan;      # a person a month
}

struct ProgrammeDefined {
  # A later definition of the same programme is its next version, from `firstDay` on.
  programme @0 :Text;
  name @1 :Text;
  basis @2 :Text;
  payer @3 :Payer;
  rates @4 :List(Rate);
  firstDay @5 :Int32 = -2147483648 $Money.day $Json.name("first_day");
  lastDay @6 :Int32 = -2147483648 $Money.day $Json.name("last_day");
  purpose @7 :Text;                # use code
  document @8 :Text;
}

struct TierTotal {
  tier @0 :Text;
  persons @1 :UInt32;
  months @2 :UInt16;
  rate @3 :Int64 $Money.yuan;
  amount @4 :Int64 $Money.yuan;
}

struct SubsidyBatchRecorded {
  batch @0 :Text;
  programme @1 :Text;
  period @2 :Text;                 # 2022Q3, 2025-03
  tiers @3 :List(TierTotal);
  total @4 :Int64 $Money.yuan;
  document @5 :Text;
  body @6 :Text;
}
