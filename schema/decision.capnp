# 三重一大: proposed, its mandatory steps, the meeting, the resolution. The result is computed at the door from these facts.
@0xe80913f449b210c5;

using Cxx = import "/capnp/c++.capnp";
using Json = import "/capnp/compat/json.capnp";
using Money = import "/schema/money.capnp";
$Cxx.namespace("sunledger::schema");

enum DecisionClass {
  matter @0;        # 重大事项决策
  appointment @1;   # 重要干部任免
  project @2;       # 重大项目安排
  fund @3;          # 大额度资金使用
}

struct LineReference {
  line @0 :Text;
  year @1 :UInt16;
  body @2 :Text;
}

struct DecisionProposed {
  decision @0 :Text;
  class @1 :DecisionClass;
  title @2 :Text;
  body @3 :Text;                   # the deciding body
  amount @4 :Int64 $Money.yuan;
  lines @5 :List(LineReference);
  proposer @6 :Text;               # a person in office
  document @7 :Text;
}

enum Step {
  research @0;                               # 前期调研
  publicComment @1 $Json.name("public-comment");
  stakeholder @2;                            # 残疾人及相关利益方参与
  expert @3;                                 # 专家论证
  association @4;                            # 专门协会意见
  legal @5;                                  # 法律顾问/合法性审查
  risk @6;                                   # 社会稳定风险评估
  meeting @7;                                # 集体讨论决定
  notice @8;                                 # 公示
  execution @9;
  evaluation @10;                            # 后评估
}

enum Outcome {
  passed @0;
  passedWithConditions @1 $Json.name("passed-with-conditions");
  failed @2;
}

struct DecisionStepTaken {
  decision @0 :Text;
  step @1 :Step;
  by @2 :Text;                     # person in office, adviser or organisation
  opinion @3 :Text;
  outcome @4 :Outcome;
  document @5 :Text;
}

struct MeetingHeld {
  meeting @0 :Text;
  body @1 :Text;
  due @2 :UInt16;                  # 应到
  present @3 :List(Text);          # 出席, persons in office with a vote
  attending @4 :List(Text);        # 列席, without
  absent @5 :List(Absence);
  decisions @6 :List(Text);        # the agenda
  minutes @7 :Text;
  chair @8 :Text;

  struct Absence {
    person @0 :Text;
    reason @1 :Text;
  }
}

struct DecisionResolved {
  decision @0 :Text;
  meeting @1 :Text;
  for @2 :UInt16;
  against @3 :UInt16;
  abstained @4 :UInt16;
  recused @5 :List(Text);
  adopted @6 :Bool;
  amount @7 :Int64 $Money.yuan;
  document @8 :Text;
}
