# The signed bytes, and the union of all event kinds.
#
# EVOLUTION RULES – entries are read for ever, so:
#  1. A kind, a field or an enumerant is never renamed, renumbered, retyped or removed. New ones are added at the end.
#  2. Changed meaning is a new kind, with one upcast function from the old one, tested on golden bytes that are never made anew.
#  3. Signed bytes are one canonical Cap'n Proto segment. "Not given" is a null pointer: an empty Text, Data or List is never
#     legal in an entry, because canonical form tells it from an absent one.
#  4. An unknown kind or enumerant is kept, counted and shown; verification then ends with "newer software needed" (exit 5).
#  5. The JSON form is this schema through capnp/compat/json: names in $Json.name are as much API as field numbers.
#  6. Ordinals 1000 and above of a struct are never used: they are left to local experiments that are never recorded.
@0xf9b272b628d00dd8;

using Cxx = import "/capnp/c++.capnp";
using Json = import "/capnp/compat/json.capnp";
using Money = import "/schema/money.capnp";
using People = import "/schema/people.capnp";
using Charter = import "/schema/charter.capnp";
using Calendar = import "/schema/calendar.capnp";
using Budget = import "/schema/budget.capnp";
using Payment = import "/schema/payment.capnp";
using Subsidy = import "/schema/subsidy.capnp";
using Procurement = import "/schema/procurement.capnp";
using Decision = import "/schema/decision.capnp";
using Supervision = import "/schema/supervision.capnp";
using Anchor = import "/schema/anchor.capnp";
$Cxx.namespace("sunledger::schema");

struct Signed {
  ledger @0 :Data;        # SHA-256 of entry 0; absent in entry 0
  author @1 :Data;        # the full Ed25519 key
  number @2 :UInt64;      # recorded events of this key + 1, gap-free
  headSize @3 :UInt64;    # the last checkpoint that the author's own program verified
  headRoot @4 :Data;      # absent when headSize is 0
  command @5 :Data;       # 32 bytes, unique for ever
  date @6 :Int32;         # the day it happened, days since 1970-01-01
  batch @7 :UInt64;       # position of the BatchOpened this belongs to; 0: none
  event @8 :Event;
}

struct Event $Json.discriminator(name = "kind") {
  union {
    ledgerOpened @0 :People.LedgerOpened $Json.flatten() $Json.name("LedgerOpened");
    bodyRegistered @1 :People.BodyRegistered $Json.flatten() $Json.name("BodyRegistered");
    officerAppointed @2 :People.OfficerAppointed $Json.flatten() $Json.name("OfficerAppointed");
    rolesChanged @3 :People.RolesChanged $Json.flatten() $Json.name("RolesChanged");
    officerRelieved @4 :People.OfficerRelieved $Json.flatten() $Json.name("OfficerRelieved");
    keyRegistered @5 :People.KeyRegistered $Json.flatten() $Json.name("KeyRegistered");
    keyRevoked @6 :People.KeyRevoked $Json.flatten() $Json.name("KeyRevoked");
    delegationGranted @7 :People.DelegationGranted $Json.flatten() $Json.name("DelegationGranted");
    delegationEnded @8 :People.DelegationEnded $Json.flatten() $Json.name("DelegationEnded");
    charterAdopted @9 :Charter.CharterAdopted $Json.flatten() $Json.name("CharterAdopted");
    charterAmended @10 :Charter.CharterAmended $Json.flatten() $Json.name("CharterAmended");
    ruleSwitched @11 :Charter.RuleSwitched $Json.flatten() $Json.name("RuleSwitched");
    calendarPublished @12 :Calendar.CalendarPublished $Json.flatten() $Json.name("CalendarPublished");
    codeDefined @13 :Calendar.CodeDefined $Json.flatten() $Json.name("CodeDefined");
    noticeReceived @14 :Budget.NoticeReceived $Json.flatten() $Json.name("NoticeReceived");
    lineProvisional @15 :Budget.BudgetLine $Json.flatten() $Json.name("LineProvisional");
    lineApproved @16 :Budget.BudgetLine $Json.flatten() $Json.name("LineApproved");
    lineIncreased @17 :Budget.LineChanged $Json.flatten() $Json.name("LineIncreased");
    lineReduced @18 :Budget.LineChanged $Json.flatten() $Json.name("LineReduced");
    lineTransferred @19 :Budget.LineChanged $Json.flatten() $Json.name("LineTransferred");
    lineCarriedOver @20 :Budget.LineChanged $Json.flatten() $Json.name("LineCarriedOver");
    lineRecovered @21 :Budget.LineChanged $Json.flatten() $Json.name("LineRecovered");
    receiptRecorded @22 :Budget.ReceiptRecorded $Json.flatten() $Json.name("ReceiptRecorded");
    openingRecorded @23 :Budget.OpeningRecorded $Json.flatten() $Json.name("OpeningRecorded");
    yearCloseReviewed @24 :Budget.YearTurned $Json.flatten() $Json.name("YearCloseReviewed");
    yearClosed @25 :Budget.YearTurned $Json.flatten() $Json.name("YearClosed");
    yearReopenReviewed @26 :Budget.YearTurned $Json.flatten() $Json.name("YearReopenReviewed");
    yearReopened @27 :Budget.YearTurned $Json.flatten() $Json.name("YearReopened");
    paymentRecorded @28 :Payment.PaymentRecorded $Json.flatten() $Json.name("PaymentRecorded");
    paymentsReviewed @29 :Payment.PaymentsReviewed $Json.flatten() $Json.name("PaymentsReviewed");
    paymentsApproved @30 :Payment.PaymentsApproved $Json.flatten() $Json.name("PaymentsApproved");
    paymentsRejected @31 :Payment.PaymentsRejected $Json.flatten() $Json.name("PaymentsRejected");
    paymentReturned @32 :Payment.PaymentReturned $Json.flatten() $Json.name("PaymentReturned");
    paymentRefunded @33 :Payment.PaymentRefunded $Json.flatten() $Json.name("PaymentRefunded");
    paymentReversed @34 :Payment.PaymentReversed $Json.flatten() $Json.name("PaymentReversed");
    programmeDefined @35 :Subsidy.ProgrammeDefined $Json.flatten() $Json.name("ProgrammeDefined");
    subsidyBatchRecorded @36 :Subsidy.SubsidyBatchRecorded $Json.flatten() $Json.name("SubsidyBatchRecorded");
    procurementPlanned @37 :Procurement.ProcurementPlanned $Json.flatten() $Json.name("ProcurementPlanned");
    procurementNoticed @38 :Procurement.ProcurementNoticed $Json.flatten() $Json.name("ProcurementNoticed");
    offerReceived @39 :Procurement.OfferReceived $Json.flatten() $Json.name("OfferReceived");
    contractAwarded @40 :Procurement.ContractAwarded $Json.flatten() $Json.name("ContractAwarded");
    contractSigned @41 :Procurement.ContractSigned $Json.flatten() $Json.name("ContractSigned");
    contractChanged @42 :Procurement.ContractChanged $Json.flatten() $Json.name("ContractChanged");
    contractPublished @43 :Procurement.ContractPublished $Json.flatten() $Json.name("ContractPublished");
    acceptanceRecorded @44 :Procurement.AcceptanceRecorded $Json.flatten() $Json.name("AcceptanceRecorded");
    contractEnded @45 :Procurement.ContractEnded $Json.flatten() $Json.name("ContractEnded");
    decisionProposed @46 :Decision.DecisionProposed $Json.flatten() $Json.name("DecisionProposed");
    decisionStepTaken @47 :Decision.DecisionStepTaken $Json.flatten() $Json.name("DecisionStepTaken");
    meetingHeld @48 :Decision.MeetingHeld $Json.flatten() $Json.name("MeetingHeld");
    decisionResolved @49 :Decision.DecisionResolved $Json.flatten() $Json.name("DecisionResolved");
    reportSubmitted @50 :Supervision.ReportSubmitted $Json.flatten() $Json.name("ReportSubmitted");
    reportReviewed @51 :Supervision.ReportReviewed $Json.flatten() $Json.name("ReportReviewed");
    opinionRaised @52 :Supervision.OpinionRaised $Json.flatten() $Json.name("OpinionRaised");
    opinionAnswered @53 :Supervision.OpinionAnswered $Json.flatten() $Json.name("OpinionAnswered");
    opinionJudged @54 :Supervision.OpinionJudged $Json.flatten() $Json.name("OpinionJudged");
    documentAdded @55 :Supervision.DocumentAdded $Json.flatten() $Json.name("DocumentAdded");
    batchOpened @56 :Supervision.BatchOpened $Json.flatten() $Json.name("BatchOpened");
    batchClosed @57 :Supervision.BatchClosed $Json.flatten() $Json.name("BatchClosed");
    batchAbandoned @58 :Supervision.BatchAbandoned $Json.flatten() $Json.name("BatchAbandoned");
    logKeyRotated @59 :People.LogKeyRotated $Json.flatten() $Json.name("LogKeyRotated");
    actEndorsed @60 :People.ActEndorsed $Json.flatten() $Json.name("ActEndorsed");
    administratorRecovered @61 :People.AdministratorRecovered $Json.flatten() $Json.name("AdministratorRecovered");
    entriesReconfirmed @62 :People.EntriesReconfirmed $Json.flatten() $Json.name("EntriesReconfirmed");
    anchorAdded @63 :Anchor.AnchorAdded $Json.flatten() $Json.name("AnchorAdded");
    anchorRecorded @64 :Anchor.AnchorRecorded $Json.flatten() $Json.name("AnchorRecorded");
  }
}
