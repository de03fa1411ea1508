# The charter: the parameters that differ from place to place, each with the clause it comes from. And the versions of rules in force.
@0x9d20378317fd937a;

using Cxx = import "/capnp/c++.capnp";
using Json = import "/capnp/compat/json.capnp";
using Money = import "/schema/money.capnp";
$Cxx.namespace("sunledger::schema");

struct Parameter {
  name @0 :Text;
  value @1 :Text;
  clause @2 :Text;      # the clause of the founding document
  isDefault @3 :Bool $Json.name("is_default");
}

struct CharterAdopted {
  title @0 :Text;
  parameters @1 :List(Parameter);   # sorted by name, each once
  document @2 :Data $Json.hex;      # SHA-256 of the TOML that was adopted
}

struct CharterAmended {
  # Takes force on `effective`, at the earliest the charter's notice days after it was recorded; never reaches back.
  number @0 :Text;
  changes @1 :List(Parameter);
  decision @2 :Text;
  effective @3 :Int32 = -2147483648 $Money.day;
  reason @4 :Text;
  document @5 :Data $Json.hex;
}

struct RuleSwitched {
  # From the next position on, the rule is judged in this version.
  rule @0 :Text;
  version @1 :UInt16;
  reason @2 :Text;
}
