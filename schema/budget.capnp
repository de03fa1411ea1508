# The budget: quota notices, lines, their changes, money received, years closed. `body` is absent for the federation's own books.
@0xae7fda81c3d0b758;

using Cxx = import "/capnp/c++.capnp";
using Json = import "/capnp/compat/json.capnp";
using Money = import "/schema/money.capnp";
$Cxx.namespace("sunledger::schema");

struct NoticeReceived {
  # 指标文. The direct-transfer mark stays unchanged through 分配、拨付、使用.
  body @0 :Text;
  number @1 :Text;
  level @2 :Text;                  # 中央, 省, 市, 县…
  nature @3 :Money.Source;
  function @4 :Text;
  governmentEconomic @5 :Text $Json.name("government_economic");
  economic @6 :Text;
  directMark @7 :Text $Json.name("direct_mark");
  amount @8 :Int64 $Money.yuan;
  uses @9 :List(Text);             # allowed use codes; none: the source's own
  document @10 :Text;
}

enum LineKind {
  basicPersonnel @0 $Json.name("basic-personnel");
  basicPublic @1 $Json.name("basic-public");
  project @2;
}

struct BudgetLine {
  body @0 :Text;
  line @1 :Text;
  year @2 :UInt16;
  function @3 :Text;
  economic @4 :Text;
  source @5 :Money.Source;
  kind @6 :LineKind $Json.name("line_kind");   # "kind" is the event's own in JSON
  project @7 :Text;
  amount @8 :Int64 $Money.yuan;
  notice @9 :Text;
  procurement @10 :Text;
  document @11 :Text;
}

struct LineChanged {
  body @0 :Text;
  number @1 :Text;
  line @2 :Text;
  toLine @3 :Text $Json.name("to_line");
  amount @4 :Int64 $Money.yuan;    # always above zero; the kind says the direction
  decision @5 :Text;
  document @6 :Text;
  year @7 :UInt16;                 # the line's year; 0: the year of the event's day
}

struct ReceiptRecorded {
  body @0 :Text;
  number @1 :Text;
  line @2 :Text;
  amount @3 :Int64 $Money.yuan;
  from @4 :Text;
  document @5 :Text;
}

struct OpeningRecorded {
  # 年初结转和结余
  body @0 :Text;
  year @1 :UInt16;
  source @2 :Money.Source;
  line @3 :Text;
  amount @4 :Int64 $Money.yuan;
  document @5 :Text;
}

struct YearTurned {
  # Closing or reopening needs a reviewer first and then an approver who is another person.
  body @0 :Text;
  year @1 :UInt16;
  reason @2 :Text;
  document @3 :Text;
}
