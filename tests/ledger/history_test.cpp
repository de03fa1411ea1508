// Random histories of a year's money against a model of it.
#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "ledger/base/money.h"
#include "tests/ledger/year_model.h"
#include "tests/support/rule_desk.h"

using namespace sunledger;
using namespace sunledger::support;
using sunledger::testing::YearModel;

namespace {

const std::vector<std::string> lines = {"甲", "乙", "丙"};
using Payment = YearModel::Payment;
using Contract = YearModel::Contract;

std::string yuan(std::int64_t fen) {
  return "'" + to_yuan(Fen(fen)) + "'";
}

// One random wish; most of them are sensible, many are refused.
struct Step {
  int verb = 0, who = 0, which = 0, other = 0;
  std::int64_t fen = 0;
};

rc::Gen<std::vector<Step>> histories() {
  // Long ones, and amounts of every size, from the first case on.
  return rc::gen::resize(
      200,
      rc::gen::container<std::vector<Step>>(rc::gen::build<Step>(
          rc::gen::set(&Step::verb, rc::gen::inRange(0, 20)), rc::gen::set(&Step::who, rc::gen::inRange(0, 3)),
          rc::gen::set(&Step::which, rc::gen::inRange(0, 1000)), rc::gen::set(&Step::other, rc::gen::inRange(0, 1000)),
          rc::gen::set(&Step::fen, rc::gen::inRange<std::int64_t>(1, 120'000)))));
}

class History {
 public:
  History() {
    for (const std::string& line : lines) {
      model_.budget[line] = 200'000;
      model_.adjusted[line] = 0;
      desk_.budget_line(2025, line, 1, "2000.00");
    }
  }

  void take(const Step& step) {
    static const std::vector<std::string> recorders = {"recorder", "second_recorder", "reviewer"};
    signer_ = recorders[static_cast<std::size_t>(step.who)];
    switch (step.verb) {
      case 0:
      case 1:
      case 2:
      case 3:
        return pay(step);
      case 4:
        return pay_under_contract(step);
      case 5:
      case 6:
      case 7:
        return judge("reviewer", "PaymentsReviewed", step, Payment::recorded, Payment::reviewed);
      case 8:
      case 9:
      case 10:
        return judge("approver", "PaymentsApproved", step, Payment::reviewed, Payment::approved);
      case 11:
        return reject(step);
      case 12:
        return undo(step, "PaymentReturned", signer_);
      case 13:
        return undo(step, "PaymentReversed", "approver");
      case 14:
        return refund(step);
      case 15:
        return adjust(step);
      case 16:
        return sign_contract(step);
      case 17:
        return accept_delivery(step);
      case 18:
        return change_contract(step);
      default:
        return end_contract(step);
    }
  }

  void compare() {
    for (const std::string& line : lines) {
      const Sums sums = desk_.facts().sums('a', line_identity("", 2025, line));
      RC_ASSERT(sums[LineSums::budget] == model_.budget[line]);
      RC_ASSERT(sums[LineSums::adjusted] == model_.adjusted[line]);
      RC_ASSERT(sums[LineSums::pending] == model_.sum(line, false));
      RC_ASSERT(sums[LineSums::paid] == model_.sum(line, true));
      RC_ASSERT(sums[LineSums::encumbered] == model_.encumbered(line));
      RC_ASSERT(available_fen(sums) == model_.available(line));
      RC_ASSERT(model_.available(line) >= 0);
    }
    for (const auto& [id, contract] : model_.contracts) {
      std::int64_t paid = 0, whole = 0;
      for (const std::string& line : lines) paid += model_.paid_under(id, line);
      for (const auto& [line, fen] : contract.parts) whole += fen;
      const Sums sums = desk_.facts().sums('c', id);
      RC_ASSERT(sums[ContractSums::paid] == paid);
      RC_ASSERT(sums[ContractSums::amount] == whole);
      RC_ASSERT(paid <= contract.accepted && contract.accepted <= whole);
    }
  }

  int accepted() const { return accepted_; }

 private:
  bool record(const std::string& signer, const std::string& kind, const std::string& fields) {
    const std::string word = desk_.record(signer, kind, fields);
    const bool taken = word.starts_with("accepted") || word.starts_with("found");
    accepted_ += taken;
    return taken;
  }
  const std::string& line_of(int number) const { return lines[static_cast<std::size_t>(number) % lines.size()]; }
  Payment* payment_of(int number) {
    if (model_.payments.empty()) return nullptr;
    return &model_.payments[static_cast<std::size_t>(number) % model_.payments.size()];
  }
  Contract* contract_of(int number, std::string& id) {
    if (model_.contracts.empty()) return nullptr;
    auto at = model_.contracts.begin();
    std::advance(at, static_cast<std::size_t>(number) % model_.contracts.size());
    id = at->first;
    return &at->second;
  }

  static std::string part_json(const Payment::Part& part) {
    std::string json = "{'line':'" + part.line + "','amount':" + yuan(part.fen) + ",'purpose':'care'";
    if (!part.contract.empty()) json += ",'contract':'" + part.contract + "'";
    return json + "}";
  }
  void record_payment(Payment payment) {
    payment.position = desk_.size();
    payment.recorder = signer_;
    std::map<std::string, std::int64_t> wanted;
    std::string parts;
    for (const auto& part : payment.parts) {
      parts += (parts.empty() ? "" : ",") + part_json(part);
      if (part.contract.empty()) wanted[part.line] += part.fen;
    }
    const bool taken =
        record(signer_, "PaymentRecorded",
               "'voucher':'" + std::to_string(++names_) + "','payee':'某','method':'treasury','parts':[" + parts + "]");
    bool fits = signer_ != "reviewer";
    for (const auto& [line, fen] : wanted) fits = fits && fen <= model_.available(line);
    const bool plain = std::all_of(payment.parts.begin(), payment.parts.end(),
                                   [](const Payment::Part& part) { return part.contract.empty(); });
    if (plain) RC_ASSERT(taken == fits);
    if (taken) model_.payments.push_back(std::move(payment));
  }

  void pay(const Step& step) {
    Payment payment;
    payment.parts.push_back({line_of(step.which), "", step.fen, 0});
    if (step.other % 3 == 0) payment.parts.push_back({line_of(step.other), "", 1 + step.fen / 2, 0});
    record_payment(std::move(payment));
  }
  void pay_under_contract(const Step& step) {
    Payment payment;
    std::string id;
    const Contract* contract = contract_of(step.other, id);
    if (contract == nullptr) return;
    const std::string& line = line_of(step.which);
    const auto part = contract->parts.find(line);
    // Beyond the contract's share of a line the sentence says nothing about lines.
    if (part == contract->parts.end() || model_.paid_under(id, line) + step.fen > part->second) return;
    payment.parts.push_back({line, id, step.fen, 0});
    record_payment(std::move(payment));
  }
  void judge(const std::string& signer, const std::string& kind, const Step& step, Payment::State from,
             Payment::State to) {
    Payment* first = payment_of(step.which);
    Payment* second = payment_of(step.other);
    if (first == nullptr) return;
    if (first->position > second->position) std::swap(first, second);
    std::vector<Payment*> both = {first};
    if (second != first) both.push_back(second);
    std::string list;
    bool fits = true;
    for (const Payment* payment : both) {
      list += (list.empty() ? "" : ",") + std::to_string(payment->position);
      fits = fits && payment->state == from;
    }
    RC_ASSERT(record(signer, kind, "'payments':[" + list + "]") == fits);
    for (Payment* payment : both) {
      if (fits) payment->state = to;
    }
  }
  void reject(const Step& step) {
    Payment* payment = payment_of(step.which);
    if (payment == nullptr) return;
    const bool fits = payment->state <= Payment::reviewed;
    RC_ASSERT(record("reviewer", "PaymentsRejected",
                     "'payments':[" + std::to_string(payment->position) + "],'reason':'误'") == fits);
    if (fits) payment->state = Payment::rejected;
  }
  void undo(const Step& step, const std::string& kind, const std::string& signer) {
    Payment* payment = payment_of(step.which);
    if (payment == nullptr) return;
    const bool fits = payment->state == Payment::approved && signer != "reviewer";
    RC_ASSERT(record(signer, kind, "'payment':" + std::to_string(payment->position) + ",'reason':'误'") == fits);
    if (fits) payment->state = Payment::undone;
  }
  void refund(const Step& step) {
    Payment* payment = payment_of(step.which);
    if (payment == nullptr) return;
    const std::string line = payment->parts[static_cast<std::size_t>(step.other) % payment->parts.size()].line;
    std::int64_t left = 0;
    for (const auto& part : payment->parts) left += part.line == line ? part.fen - part.refunded : 0;
    const bool fits = payment->state == Payment::approved && step.fen <= left && signer_ != "reviewer";
    RC_ASSERT(record(signer_, "PaymentRefunded",
                     "'payment':" + std::to_string(payment->position) + ",'parts':[{'line':'" + line +
                         "','amount':" + yuan(step.fen) + "}]") == fits);
    std::int64_t back = fits ? step.fen : 0;
    for (auto& part : payment->parts) {
      if (part.line != line) continue;
      const std::int64_t share = std::min(back, part.fen - part.refunded);
      part.refunded += share;
      back -= share;
    }
  }
  void adjust(const Step& step) {
    const std::string& line = line_of(step.which);
    const std::string& to = line_of(step.other);
    const bool officer = signer_ != "reviewer";
    const std::string head = "'number':'" + std::to_string(++names_) + "','document':'文','year':2025,'line':'" + line +
                             "','amount':" + yuan(step.fen);
    const bool enough = officer && step.fen <= model_.available(line);
    if (step.other % 4 == 0) {
      RC_ASSERT(record(signer_, "LineIncreased", head) == officer);
      if (officer) model_.adjusted[line] += step.fen;
    } else if (step.other % 4 == 1) {
      RC_ASSERT(record(signer_, "LineReduced", head) == enough);
      if (enough) model_.adjusted[line] -= step.fen;
    } else {
      const bool fits = enough && to != line;
      RC_ASSERT(record(signer_, "LineTransferred", head + ",'to_line':'" + to + "'") == fits);
      if (!fits) return;
      model_.adjusted[line] -= step.fen;
      model_.adjusted[to] += step.fen;
    }
  }
  void sign_contract(const Step& step) {
    Contract contract;
    contract.parts[line_of(step.which)] += step.fen;
    std::string parts = "{'line':'" + line_of(step.which) + "','amount':" + yuan(step.fen) + "}";
    if (step.other % 2 == 0) {
      contract.parts[line_of(step.other)] += 1 + step.fen / 3;
      parts += ",{'line':'" + line_of(step.other) + "','amount':" + yuan(1 + step.fen / 3) + "}";
    }
    bool fits = signer_ != "reviewer";
    for (const auto& [line, fen] : contract.parts) fits = fits && fen <= model_.available(line);
    const std::string id = "合" + std::to_string(++names_);
    RC_ASSERT(record(signer_, "ContractSigned",
                     "'contract':'" + id + "','supplier':'某中心','year':2025,'parts':[" + parts + "]") == fits);
    if (fits) model_.contracts.emplace(id, std::move(contract));
  }
  void accept_delivery(const Step& step) {
    std::string id;
    Contract* contract = contract_of(step.which, id);
    if (contract == nullptr) return;
    if (record("adviser", "AcceptanceRecorded",
               "'contract':'" + id + "','acceptance':'" + std::to_string(++names_) +
                   "','accepted':true,'acceptors':['第三方'],'amount':" + yuan(step.fen))) {
      contract->accepted += step.fen;
    }
  }
  void change_contract(const Step& step) {
    std::string id;
    Contract* contract = contract_of(step.which, id);
    if (contract == nullptr) return;
    const std::string& line = line_of(step.other);
    const std::int64_t change = step.fen % 2 == 0 ? step.fen : -step.fen / 4 - 1;
    if (record(signer_, "ContractChanged",
               "'contract':'" + id + "','line':'" + line + "','reason':'补充','increase':" + yuan(change))) {
      RC_ASSERT(!contract->ended);
      contract->parts[line] += change;
    }
  }
  void end_contract(const Step& step) {
    std::string id;
    Contract* contract = contract_of(step.which, id);
    if (contract == nullptr || step.other % 3 != 0) return;
    const bool fits = !contract->ended && signer_ != "reviewer";
    RC_ASSERT(record(signer_, "ContractEnded", "'contract':'" + id + "','reason':'完'") == fits);
    if (fits) contract->ended = true;
  }

  RuleDesk desk_;
  YearModel model_;
  std::string signer_;
  int names_ = 0;
  int accepted_ = 0;
};

}  // namespace

TEST_CASE(
    "whatever officers do in a year, each line's sums are those of the sentence, and available stays above zero") {
  REQUIRE(rc::check([] {
    const auto steps = *histories();
    History history;
    for (const Step& step : steps) {
      history.take(step);
      history.compare();
    }
    RC_CLASSIFY(history.accepted() > 20);
  }));
}
