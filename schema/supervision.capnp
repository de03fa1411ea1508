# The presidium's oversight: reports submitted and reviewed, opinions raised and answered. And documents, imports, batches.
@0xbc77d86eeb6072c7;

using Cxx = import "/capnp/c++.capnp";
using Json = import "/capnp/compat/json.capnp";
using Money = import "/schema/money.capnp";
$Cxx.namespace("sunledger::schema");

struct ReportSubmitted {
  report @0 :Text;                 # the submission's id
  name @1 :Text;                   # budget-execution, final-accounts, transparency…
  year @2 :UInt16;
  to @3 :Text;                     # the body that reviews it
  position @4 :UInt64;             # what it covers: positions below this
  digest @5 :Data $Json.hex;       # figures digest, so that what is approved is what was shown
  document @6 :Text;
}

enum ReviewOutcome {
  approved @0;
  approvedWithOpinions @1 $Json.name("approved-with-opinions");
  returned @2;
}

struct ReportReviewed {
  report @0 :Text;
  meeting @1 :Text;
  outcome @2 :ReviewOutcome;
  digest @3 :Data $Json.hex;
  document @4 :Text;
}

struct OpinionRaised {
  opinion @0 :Text;
  report @1 :Text;                 # or absent: a proposal of its own
  text @2 :Text;
  due @3 :Int32 = -2147483648 $Money.day;
  handler @4 :Text;                # 办理单位
}

struct OpinionAnswered {
  opinion @0 :Text;
  text @1 :Text;
  document @2 :Text;
}

enum Satisfaction {
  satisfied @0;            # 满意
  mostlySatisfied @1 $Json.name("mostly-satisfied");
  dissatisfied @2;         # 不满意
}

struct OpinionJudged {
  opinion @0 :Text;
  satisfaction @1 :Satisfaction;
  text @2 :Text;
}

struct DocumentAdded {
  # An open document, kept by content beside the log. Sealed ones wait for the sealed store.
  document @0 :Data $Json.hex;     # SHA-256
  size @1 :UInt64;
  mediaType @2 :Text $Json.name("media_type");
  title @3 :Text;
}

struct BatchOpened {
  # A large import. Nothing of it counts before BatchClosed.
  import @0 :Text;                 # import kind
  file @1 :Data $Json.hex;         # SHA-256 of the file
  count @2 :UInt64;                # events that will follow
  amount @3 :Int64 $Money.yuan;    # their sum
}

struct BatchClosed {
  batch @0 :UInt64;                # position of BatchOpened
  count @1 :UInt64;
  amount @2 :Int64 $Money.yuan;
  root @3 :Data $Json.hex;         # RFC 6962 root over the batch's entries' leaf hashes, in order
}

struct BatchAbandoned {
  batch @0 :UInt64;
  reason @1 :Text;
}
