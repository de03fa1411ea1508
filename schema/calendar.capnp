# Working days: public holidays and make-up days, as the State Council's notice of the year gives them.
@0xad4a91202308ed7d;

using Cxx = import "/capnp/c++.capnp";
using Json = import "/capnp/compat/json.capnp";
$Cxx.namespace("sunledger::schema");

struct CalendarPublished {
  # Complete for a year; a later one for the same year replaces it. Days in JSON are "YYYY-MM-DD".
  year @0 :UInt16;
  holidays @1 :List(Text);
  makeUpDays @2 :List(Text) $Json.name("make_up_days");
  document @3 :Data $Json.hex;
}

enum CodeTable {
  function @0;    # 支出功能分类科目: 类 3, 款 5, 项 7 digits
  economic @1;    # 部门预算支出经济分类科目: 类 3, 款 5 digits
}

struct CodeDefined {
  year @0 :UInt16;
  table @1 :CodeTable;
  code @2 :Text;
  name @3 :Text;
}
