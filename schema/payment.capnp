# Payments and their states: recorded → reviewed → approved; or rejected, returned, refunded, reversed.
@0xe564e9bd1063d78f;

using Cxx = import "/capnp/c++.capnp";
using Json = import "/capnp/compat/json.capnp";
using Money = import "/schema/money.capnp";
$Cxx.namespace("sunledger::schema");

enum PayeeKind {
  org @0;
  person @1;   # sealed; refused until the sealed store exists
}

enum Method {
  treasury @0;       # 国库集中支付
  direct @1;
  authorised @2;
  transfer @3;
  ownAccount @4 $Json.name("own-account");
  officialCard @5 $Json.name("official-card");
  card @6;           # 一卡通
  cash @7;
}

struct PaymentPart {
  line @0 :Text;
  amount @1 :Int64 $Money.yuan;
  purpose @2 :Text;
  memo @3 :Text;
  decision @4 :Text;
  contract @5 :Text;
}

struct PaymentRecorded {
  # The event's day is the payment's; its year is the budget year.
  body @0 :Text;
  voucher @1 :Text;
  payeeKind @2 :PayeeKind $Json.name("payee_kind");
  payee @3 :Text;
  accountTail @4 :Text $Json.name("account_tail");
  method @5 :Method;
  parts @6 :List(PaymentPart);
}

struct PaymentsReviewed {
  payments @0 :List(UInt64);       # positions, ascending, each once
}

struct PaymentsApproved {
  payments @0 :List(UInt64);
  decision @1 :Text;               # where the charter's tier is a meeting
}

struct PaymentsRejected {
  payments @0 :List(UInt64);
  reason @1 :Text;
}

struct PaymentReturned {
  # By the bank (退票): the whole payment came back.
  payment @0 :UInt64;
  reason @1 :Text;
  document @2 :Text;
}

struct RefundPart {
  line @0 :Text;
  amount @1 :Int64 $Money.yuan;
}

struct PaymentRefunded {
  payment @0 :UInt64;
  parts @1 :List(RefundPart);
  document @2 :Text;
}

struct PaymentReversed {
  # The recording was wrong: what is left of an approved payment no longer counts.
  payment @0 :UInt64;
  reason @1 :Text;
  replacement @2 :Text;            # voucher of the right one
}
