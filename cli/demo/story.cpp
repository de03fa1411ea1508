#include "cli/demo/story.h"

#include "cli/demo/presidium.h"
#include "ledger/base/money.h"
#include "ledger/base/text.h"

namespace sunledger::demo {
namespace {

Day day(const char* text) {
  return *parse_day(text);
}

struct Teller {
  Stage& stage;
  const Print& print;
  Checks& checks;

  void chapter(const std::string& title) const {
    print("");
    print("== " + title);
  }

  Status record(const char* person, const char* file, const char* title) const {
    return stage.record_file(person, file, say(title));
  }

  // Ends a chapter: what is recorded so far is under the log's signature.
  Status seal() const {
    TRY(stage.ledger().checkpoint());
    print(say("  Checkpoint signed: {0} entries, root {1}…",
              {stage.ledger().size(), to_hex(stage.ledger().root().view()).substr(0, 16)}));
    return {};
  }

  Status beginning() const;
  Status subsidies() const;
  Status quota() const;
  Status accounts() const;
  Status purchase() const;
};

Status Teller::beginning() const {
  // zh: 建账
  chapter(say("2022-01-04 · The ledger opens"));
  print(say("  The administrator opens the ledger {0} and adopts the charter of Si county (positions 0 to 1).",
            {origin}));
  TRY(record("administrator-1", "bodies.administrator-1.jsonl", N_("registers the bodies.")));
  TRY(record("administrator-1", "officers.administrator-1.jsonl",
             N_("registers the officers, each with a key of their own.")));
  return seal();
}

Status Teller::subsidies() const {
  // zh: 两项补贴
  chapter(say("2022 · Living and care subsidies of the third quarter (Changle's published figures)"));
  TRY(record("recorder-1", "2022/1-budget.recorder-1.jsonl", N_("enters codes, notice, budget and subsidy rates.")));
  TRY(record("secretary-1", "2022/2-decision.secretary-1.jsonl",
             N_("records the council's decision on the large sum.")));
  TRY(record("recorder-1", "2022/3-batch.recorder-1.jsonl", N_("enters the two batches and their payments.")));
  TRY(stage.review_and_approve(day("2022-07-05"), "reviewer-1", "approver-1"));
  TRY(record("reviewer-1", "2022/8-close.reviewer-1.jsonl", N_("reviews the closing of the year.")));
  TRY(record("approver-1", "2022/9-close.approver-1.jsonl", N_("closes the year.")));
  checks.expect(say("paid in 2022, yuan"), "4,597,206.00", to_yuan_grouped(Fen(paid_in(stage.ledger(), 2022))));
  return seal();
}

Status Teller::quota() const {
  // zh: 指标文
  chapter(say("2023 · A quota notice of two sources (Chencang's published notice)"));
  TRY(record("recorder-1", "2023/1-budget.recorder-1.jsonl", N_("enters the notice, its uses and its two lines.")));
  print(say("  Only the notice was published: nothing is paid in this year."));
  return seal();
}

Status Teller::accounts() const {
  // zh: 部门决算
  chapter(say("2024 · A department's accounts (Putuo's published final accounts)"));
  TRY(import_accounts(stage, {"codes", "budget"}, day("2024-01-05")));
  TRY(record("secretary-1", "2024/2-decision.secretary-1.jsonl",
             N_("records two decisions on large sums of the project, with their steps.")));
  TRY(import_accounts(stage, {"receipts", "payments"}, day("2024-12-27")));
  TRY(stage.review_and_approve(day("2024-12-30"), "reviewer-1", "approver-1"));
  TRY(record("reviewer-1", "2024/8-close.reviewer-1.jsonl", N_("reviews the closing of the year.")));
  TRY(record("approver-1", "2024/9-close.approver-1.jsonl", N_("closes the year.")));
  checks.expect(say("paid in 2024, 万元"), "307.82", to_wan(Fen(paid_in(stage.ledger(), 2024))));
  return seal();
}

Status Teller::purchase() const {
  // zh: 购买服务
  chapter(say("2025 · Care at home is bought (Jinping's published purchase)"));
  TRY(record("recorder-1", "2025/1-budget.recorder-1.jsonl", N_("enters the budget.")));
  TRY(record("secretary-1", "2025/2-decision.secretary-1.jsonl", N_("records the council's decision.")));
  TRY(record("recorder-1", "2025/3-procurement.recorder-1.jsonl",
             N_("records the purchase: three quotes, award, contract.")));
  TRY(record("approver-1", "2024/13-answer.approver-1.jsonl", N_("answers the presidium's opinion.")));
  TRY(record("presidium-3", "2024/14-judged.presidium-3.jsonl", N_("judges the reply.")));
  TRY(record("reviewer-1", "2025/4-acceptance.reviewer-1.jsonl", N_("records the acceptance.")));
  TRY(record("recorder-1", "2025/5-payment.recorder-1.jsonl", N_("records the payment under the contract.")));
  TRY(stage.review_and_approve(day("2025-12-11"), "reviewer-1", "approver-1"));
  checks.expect(say("paid in 2025, yuan"), "120,000.00", to_yuan_grouped(Fen(paid_in(stage.ledger(), 2025))));
  return seal();
}

}  // namespace

std::int64_t paid_in(Ledger& ledger, int year) {
  Facts facts = ledger.facts();
  std::int64_t fen = 0;
  for (std::uint64_t position = 0; position < ledger.size(); ++position) {
    const auto payment = facts.payment(position);
    if (!payment || payment->year != year || payment->state != PaymentState::approved) continue;
    for (const auto& part : payment->parts) fen += part.amount_fen - part.refunded_fen;
  }
  return fen;
}

Status tell_story(Stage& stage, const Print& print, Checks& checks) {
  const Teller teller{stage, print, checks};
  TRY(teller.beginning());
  TRY(teller.subsidies());
  TRY(teller.quota());
  TRY(teller.accounts());
  // zh: 主席团审议
  teller.chapter(say("2025 · The presidium reviews the year 2024"));
  TRY(review_by_presidium(stage, print, checks));
  TRY(teller.seal());
  TRY(teller.purchase());
  checks.expect(say("rules that had to be let through"), "0", std::to_string(stage.found()));
  return {};
}

}  // namespace sunledger::demo
