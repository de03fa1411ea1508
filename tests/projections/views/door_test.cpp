// What the door reckons with and what reports show must be the same: after random histories through the real door, each
// line's sums in the accounts are those of the facts.

#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "projections/views/accounts.h"
#include "projections/views/follow.h"
#include "tests/support/federation.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

class History {
 public:
  explicit History(unsigned seed) : random_(seed), day_(federation.today()), year_(year_of(day_)) {
    for (int i = 0; i < 3; ++i) {
      federation.record(federation.recorder(), budget_line(year_, line(i), 500'000, schema::LineKind::BASIC_PUBLIC));
    }
  }
  Federation federation;
  std::map<std::string, int> accepted;

  static std::string line(std::size_t i) { return "L" + std::to_string(i); }
  int year() const { return year_; }

  void go_on() {
    const std::string on = line(pick(3));
    const auto fen = static_cast<std::int64_t>(pick(60'000)) + 1;
    switch (pick(11)) {
      case 0:
      case 1:
        if (const auto at = try_it("pay", federation.recorder(), pay(on, fen))) recorded_.push_back(*at);
        return;
      case 2:
        if (recorded_.empty()) return;
        if (try_it("review", federation.reviewer(), payments_reviewed(day_, recorded_))) {
          reviewed_.insert(reviewed_.end(), recorded_.begin(), recorded_.end());
          recorded_.clear();
        }
        return;
      case 3:
        if (reviewed_.empty()) return;
        if (try_it("approve", federation.approver(), payments_approved(day_, reviewed_))) {
          approved_.insert(approved_.end(), reviewed_.begin(), reviewed_.end());
          reviewed_.clear();
        }
        return;
      case 4:
        if (recorded_.empty()) return;
        try_it("reject", federation.reviewer(), event([&](schema::Event::Builder event) {
                 event.initPaymentsRejected().setReason("wrong");
                 event.getPaymentsRejected().initPayments(1).set(0, recorded_.back());
               }));
        recorded_.pop_back();
        return;
      case 5:
        if (approved_.empty()) return;
        try_it("refund", federation.recorder(), event([&](schema::Event::Builder event) {
                 auto refunded = event.initPaymentRefunded();
                 refunded.setPayment(approved_.back());
                 auto part = refunded.initParts(1)[0];
                 part.setLine(on);
                 part.setAmount(static_cast<std::int64_t>(pick(9'000)) + 1);
               }));
        return;
      case 6:
        if (approved_.empty() || pick(2) == 0) return;
        undo();
        approved_.pop_back();
        return;
      case 7:
        sign(on, fen);
        return;
      case 8:
        if (contracts_ == 0) return;
        try_it("change", federation.recorder(), event([&](schema::Event::Builder event) {
                 auto changed = event.initContractChanged();
                 changed.setContract(contract());
                 changed.setLine(on);
                 changed.setIncrease(static_cast<std::int64_t>(pick(20'000)) - 10'000);
                 changed.setReason("needed");
               }));
        return;
      case 9:
        if (contracts_ == 0 || pick(4) != 0) return;
        try_it("end", federation.recorder(), event([&](schema::Event::Builder event) {
                 event.initContractEnded().setContract(contract());
                 event.getContractEnded().setReason("done");
               }));
        return;
      default:
        adjust(on, fen);
        return;
    }
  }

 private:
  std::size_t pick(std::size_t count) { return random_() % count; }
  std::string contract() { return "C" + std::to_string(pick(contracts_)); }

  Ledger::Draft event(const Fill& fill) { return draft(day_, "event " + std::to_string(++numbers_), fill); }

  std::optional<std::uint64_t> try_it(const std::string& what, const Officer& author, const Ledger::Draft& one) {
    const auto result = federation.ledger().record(author.key, {&one, 1});
    if (!result.ok()) {
      UNSCOPED_INFO(what << ": " << result.failure->error.message);
      return std::nullopt;
    }
    ++accepted[what];
    return result.receipts.front().position.value;
  }

  Ledger::Draft pay(const std::string& on, std::int64_t fen) {
    return event([&](schema::Event::Builder event) {
      auto recorded = event.initPaymentRecorded();
      recorded.setVoucher("V" + std::to_string(numbers_));
      recorded.setPayee("县康复中心");
      const bool under_contract = contracts_ > 0 && pick(2) == 0;
      auto parts = recorded.initParts(2);
      parts[0].setLine(on);
      parts[0].setAmount(fen);
      if (under_contract) parts[0].setContract(contract());
      parts[1].setLine("L0");
      parts[1].setAmount(fen / 2 + 1);
      if (under_contract && pick(2) == 0) parts[1].setContract(contract());
      for (auto part : parts) part.setPurpose("rehabilitation");
    });
  }

  void undo() {
    if (pick(2) == 0) {
      try_it("return", federation.recorder(), event([&](schema::Event::Builder event) {
               event.initPaymentReturned().setReason("account closed");
               event.getPaymentReturned().setPayment(approved_.back());
             }));
    } else {
      try_it("reverse", federation.approver(), event([&](schema::Event::Builder event) {
               event.initPaymentReversed().setReason("recorded twice");
               event.getPaymentReversed().setPayment(approved_.back());
             }));
    }
  }

  void sign(const std::string& on, std::int64_t fen) {
    const std::string id = "C" + std::to_string(contracts_);
    const auto at = try_it("sign", federation.recorder(), event([&](schema::Event::Builder event) {
                             auto contract_signed = event.initContractSigned();
                             contract_signed.setContract(id);
                             contract_signed.setSupplier("县康复中心");
                             contract_signed.setYear(static_cast<std::uint16_t>(year_));
                             contract_signed.setFirstDay(day_.since_1970);
                             contract_signed.setLastDay(day_.since_1970);
                             auto parts = contract_signed.initParts(on == "L0" ? 1 : 2);
                             parts[0].setLine(on);
                             parts[0].setAmount(fen);
                             if (parts.size() == 2) parts[1].setLine("L0");
                             if (parts.size() == 2) parts[1].setAmount(fen / 3 + 1);
                           }));
    if (!at) return;
    ++contracts_;
    try_it("accept", federation.recorder(), event([&](schema::Event::Builder event) {
             auto accepted_delivery = event.initAcceptanceRecorded();
             accepted_delivery.setContract(id);
             accepted_delivery.setAcceptance("A" + id);
             accepted_delivery.setAccepted(true);
             accepted_delivery.setAmount(fen);
             accepted_delivery.initAcceptors(1).set(0, "reviewer");
             accepted_delivery.setDocument("验收书");
           }));
  }

  void adjust(const std::string& on, std::int64_t fen) {
    const std::size_t kind = pick(4);
    try_it("adjust", federation.recorder(), event([&](schema::Event::Builder event) {
             auto changed = kind == 0   ? event.initLineIncreased()
                            : kind == 1 ? event.initLineReduced()
                            : kind == 2 ? event.initLineTransferred()
                                        : event.initLineRecovered();
             changed.setNumber("A" + std::to_string(numbers_));
             changed.setLine(on);
             changed.setAmount(fen);
             changed.setYear(static_cast<std::uint16_t>(year_));
             if (kind == 2) changed.setToLine(on == "L0" ? "L1" : "L0");
           }));
  }

  std::mt19937 random_;
  Day day_;
  int year_;
  std::uint64_t numbers_ = 0;
  std::size_t contracts_ = 0;
  std::vector<std::uint64_t> recorded_, reviewed_, approved_;
};

void check_agreement(History& history, AccountsView& view) {
  View* const views[] = {&view};
  REQUIRE(follow(views, history.federation.ledger()).ok());
  Facts facts = history.federation.ledger().facts();
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string line = History::line(i);
    const Sums door = facts.sums('a', line_identity("", history.year(), line));
    const LineMeasures ours = view.state().lines.at({history.year(), "", line}).sums;
    INFO("line " << line << " after " << history.federation.ledger().size() << " entries");
    CHECK(ours.budget().value == door[LineSums::budget]);
    CHECK(ours.adjusted().value == door[LineSums::adjusted]);
    CHECK(ours[Measure::encumbered].value == door[LineSums::encumbered]);
    CHECK(ours[Measure::pending].value == door[LineSums::pending]);
    CHECK(ours[Measure::paid].value == door[LineSums::paid]);
    REQUIRE(ours.available().value == available_fen(door));
  }
}

}  // namespace

TEST_CASE("After any history the accounts' lines are those that the door reckons with") {
  std::map<std::string, int> accepted;
  for (unsigned seed = 1; seed <= 4; ++seed) {
    INFO("seed " << seed);
    History history(seed);
    AccountsView view;
    for (int i = 0; i < 150; ++i) {
      history.go_on();
      if (i % 10 == 9) check_agreement(history, view);
    }
    for (const auto& [what, times] : history.accepted) accepted[what] += times;
  }
  // The histories are worth something only if the door let each of these happen.
  for (const char* what : {"pay", "review", "approve", "reject", "refund", "return", "reverse", "sign", "change", "end",
                           "accept", "adjust"}) {
    INFO(what);
    CHECK(accepted[what] > 0);
  }
}
