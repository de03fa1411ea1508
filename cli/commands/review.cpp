// sunledger review, approve: many payments at once; and what waits for whom.

#include <filesystem>

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/payments.h"
#include "cli/progress.h"
#include "cli/recording.h"
#include "ledger/base/text.h"
#include "ledger/event/open.h"
#include "ledger/proof/hash.h"
#include "ledger/rules/roles.h"
#include "projections/render/document.h"

namespace sunledger {
namespace {

constexpr std::size_t positions_per_event = 1000;
constexpr std::size_t most_told = 20;

enum class Step { review, approve };

struct Options {
  Step step = Step::review;
  std::vector<std::string> positions;
  std::optional<std::uint64_t> batch;
  std::string reason, decision, date;
  bool all = false;
  bool reject = false;
};

PaymentState waits_for(Step step) {
  return step == Step::review ? PaymentState::recorded : PaymentState::reviewed;
}

Ledger::Draft draft_of(const Options& options, std::span<const std::uint64_t> positions, Day day) {
  EventBuilder builder;
  const auto count = static_cast<unsigned>(positions.size());
  const auto fill = [&](auto list) {
    for (unsigned i = 0; i < count; ++i) list.set(i, positions[i]);
  };
  std::string key;
  for (const std::uint64_t position : positions) key += std::to_string(position) + '\x1f';
  std::string_view kind = "PaymentsReviewed";
  if (options.reject) {
    auto event = builder.root().initPaymentsRejected();
    fill(event.initPayments(count));
    event.setReason(options.reason);
    kind = "PaymentsRejected";
  } else if (options.step == Step::review) {
    fill(builder.root().initPaymentsReviewed().initPayments(count));
  } else {
    auto event = builder.root().initPaymentsApproved();
    fill(event.initPayments(count));
    if (!options.decision.empty()) event.setDecision(options.decision);
    kind = "PaymentsApproved";
  }
  return {builder.finish(), day, command_for(kind, key), 0};
}

// Of all that waits, what this officer may act on: each is tried alone, and what the door would refuse is told and
// left. Positions that were named are handed in as they are: then a refusal is the answer.
Result<std::vector<std::uint64_t>> choose(Context& context, const Ledger& ledger, const PublicKey& author,
                                          const Options& options, Day day) {
  if (!options.all && !options.batch) return parse_positions(options.positions);
  Facts facts = ledger.facts();
  std::vector<std::uint64_t> waiting;
  facts.scan_waiting(waits_for(options.step), [&](std::uint64_t position) {
    waiting.push_back(position);
    return true;
  });
  TRY(facts.status());
  TRY_ASSIGN(auto trial, ledger.begin_trial(author, std::filesystem::temp_directory_path().string()));
  Progress progress(say("Judging what waits"), waiting.size(), context.progress_as_lines());
  std::vector<std::uint64_t> chosen;
  std::size_t left = 0, seen = 0;
  for (const std::uint64_t position : waiting) {
    progress.at(seen++);
    if (options.batch) {
      const auto payment = facts.payment(position);
      if (!payment || payment->batch != *options.batch) continue;
    }
    const Judgement judgement = trial->judge(draft_of(options, std::span(&position, 1), day));
    if (judgement.kind == Judgement::Kind::accepted) {
      chosen.push_back(position);
    } else if (judgement.refusal && ++left <= most_told) {
      context.out().message(say("Left as it is, position {0}: {1}", {position, judgement.refusal->message}));
    }
  }
  TRY(trial->status());
  if (left > most_told) context.out().message(say("… and {0} more are left as they are.", {left - most_told}));
  return chosen;
}

Result<bool> agree(Context& context, const Ledger& ledger, const Options& options,
                   const std::vector<std::uint64_t>& positions) {
  const bool asks = context.is_interactive() && !context.options().yes;
  Facts facts = ledger.facts();
  Output& out = context.out();
  Fen total;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    auto read = read_payment(ledger, positions[i]);
    if (!read && !asks) return true;  // nothing to show: the door says why
    TRY_ASSIGN(const PaymentSummary payment, std::move(read));
    total.value += payment.amount.value;
    if (i >= most_told) continue;
    out.message(say("  {0}  {1}  {2}  {3} yuan",
                    {payment.position, payment.voucher, payment.payee, to_yuan_grouped(payment.amount)}));
    for (const std::string& line : payment.lines) {
      const Sums sums = facts.sums('a', line_identity(payment.body, year_of(payment.day), line));
      out.message(say("      line {0}: {1} yuan are left, this payment counted",
                      {line, to_yuan_grouped(Fen(available_fen(sums)))}));
    }
  }
  if (positions.size() > most_told) out.message(say("… and {0} more payments.", {positions.size() - most_told}));
  out.message(say("Together {0} yuan – {1}", {to_yuan_grouped(total), to_capital_chinese(total)}));
  if (!asks) return true;
  if (options.reject) return context.confirm(say("Reject these {0} payments?", {positions.size()}));
  return context.confirm(options.step == Step::review
                             ? say("Sign the review of these {0} payments?", {positions.size()})
                             : say("Sign the approval of these {0} payments?", {positions.size()}));
}

Result<ExitCode> run(Context& context, const Options& options) {
  const int ways = (options.positions.empty() ? 0 : 1) + (options.batch ? 1 : 0) + (options.all ? 1 : 0);
  if (ways != 1) {
    return make_error(ErrorKind::usage, say("Say which payments: positions, --batch or --all, one of the three."),
                      say("“sunledger review list” names the payments that wait."));
  }
  if (options.reject == options.reason.empty()) {
    return make_error(ErrorKind::usage, say("--reject and --reason go together: a rejection says why."),
                      say("Write --reject --reason TEXT."));
  }
  TRY_ASSIGN(const SecretKey key, context.unlock_key());
  TRY_ASSIGN(const auto ledger, context.open_to_write());
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  Day day = today(*ledger, clock);
  if (!options.date.empty()) {
    const auto given = parse_day(options.date);
    if (!given) {
      return make_error(ErrorKind::usage, say("“{0}” is not a day.", {options.date}), say("Write it as YYYY-MM-DD."));
    }
    day = *given;
  }
  TRY_ASSIGN(const auto positions, choose(context, *ledger, key.public_key(), options, day));
  if (positions.empty()) {
    return make_error(ErrorKind::not_found, say("No payment waits that you may act on."),
                      say("“sunledger review list” tells what waits and for whom."));
  }
  TRY_ASSIGN(const bool agreed, agree(context, *ledger, options, positions));
  if (!agreed)
    return make_error(ErrorKind::usage, say("Nothing was recorded, as you said."),
                      say("Name the payments you agree with."));
  std::vector<Ledger::Draft> drafts;
  for (std::size_t begin = 0; begin < positions.size(); begin += positions_per_event) {
    const std::size_t count = std::min(positions_per_event, positions.size() - begin);
    drafts.push_back(draft_of(options, std::span(positions).subspan(begin, count), day));
  }
  context.out().message(say("{0} payments in {1} events.", {positions.size(), drafts.size()}));
  return record_drafts(context, *ledger, key, drafts);
}

// ---- what was signed with a key that was not its owner's any more

Result<ExitCode> reconfirm(Context& context, const Options& options) {
  if (options.reason.empty()) {
    return make_error(ErrorKind::usage, say("A re-confirmation says what was looked at."), say("Write --reason TEXT."));
  }
  TRY_ASSIGN(const auto positions, parse_positions(options.positions));
  TRY_ASSIGN(const SecretKey key, context.unlock_key());
  TRY_ASSIGN(const auto ledger, context.open_to_write());
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  std::vector<Ledger::Draft> drafts;
  for (std::size_t begin = 0; begin < positions.size(); begin += positions_per_event) {
    const auto some = std::span(positions).subspan(begin, std::min(positions_per_event, positions.size() - begin));
    EventBuilder builder;
    auto event = builder.root().initEntriesReconfirmed();
    auto list = event.initPositions(static_cast<unsigned>(some.size()));
    std::string identity;
    for (unsigned i = 0; i < list.size(); ++i) {
      list.set(i, some[i]);
      identity += std::to_string(some[i]) + '\x1f';
    }
    event.setReason(options.reason);
    drafts.push_back({builder.finish(), today(*ledger, clock), command_for("EntriesReconfirmed", identity), 0});
  }
  return record_drafts(context, *ledger, key, drafts);
}

// ---- what waits

Result<ExitCode> list(Context& context) {
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  Facts facts = ledger->facts();
  std::string person;
  if (!context.key_path().empty()) {
    TRY_ASSIGN(const KeyFile file, context.key_file());
    const auto key = facts.key(file.public_key);
    if (!key) {
      return make_error(ErrorKind::permission, say("{0} is not registered in this ledger.", {context.key_path()}),
                        say("Without --key, everything that waits is listed."));
    }
    person = key->person;
  }
  const auto who = person.empty() ? std::nullopt : facts.person(person);
  const auto may = [&](schema::Role role) { return !who || (who->roles >> static_cast<unsigned>(role) & 1U) != 0; };
  Table table;
  table.id = "waiting";
  table.caption = say("Payments that wait");
  table.unit = Unit::yuan;
  table.columns = {
      {"position", say("Position"), ColumnKind::code, {}}, {"for", say("Waits for"), ColumnKind::text, {}},
      {"date", say("Day"), ColumnKind::date, {}},          {"voucher", say("Voucher"), ColumnKind::code, {}},
      {"payee", say("Payee"), ColumnKind::text, {}},       {"amount", say("Amount"), ColumnKind::amount, {}}};
  std::uint64_t count = 0, own = 0;
  Fen total;
  const auto take = [&](Step step) -> Status {
    const std::string for_whom = step == Step::review ? say("review") : say("approval");
    std::vector<std::uint64_t> waiting;
    facts.scan_waiting(waits_for(step), [&](std::uint64_t position) {
      waiting.push_back(position);
      return true;
    });
    for (const std::uint64_t position : waiting) {
      const auto fact = facts.payment(position);
      if (fact && !person.empty() && fact->recorder == person) {
        ++own;
        continue;
      }
      TRY_ASSIGN(const PaymentSummary payment, read_payment(*ledger, position));
      ++count;
      total.value += payment.amount.value;
      JsonValue item = JsonValue::object();
      item.set("position", position)
          .set("for", step == Step::review ? "review" : "approval")
          .set("date", to_text(payment.day))
          .set("voucher", payment.voucher)
          .set("payee", payment.payee)
          .set("amount", to_yuan(payment.amount))
          .set("batch", fact ? fact->batch : 0);
      context.out().item(item);
      if (context.out().json()) continue;
      TableRow row;
      row.key = std::to_string(position);
      row.cells = {Cell::text(row.key),         Cell::text(for_whom),      Cell::text(to_text(payment.day)),
                   Cell::text(payment.voucher), Cell::text(payment.payee), Cell::amount(payment.amount)};
      table.rows.push_back(std::move(row));
    }
    return {};
  };
  if (may(schema::Role::REVIEWER)) TRY(take(Step::review));
  if (may(schema::Role::APPROVER)) TRY(take(Step::approve));
  TRY(facts.status());
  JsonValue summary = JsonValue::object();
  summary.set("waiting", count).set("amount", to_yuan(total)).set("own", own);
  context.out().data(summary);
  if (count > 0) context.out().table(table);
  context.out().line(say("{0} payments wait, together {1} yuan.", {count, to_yuan_grouped(total)}));
  if (own > 0) context.out().message(say("{0} more were recorded by you and wait for somebody else.", {own}));
  return ExitCode::done;
}

Command describe(Command command, const std::shared_ptr<Options>& options) {
  command.takes_all(options->positions, "POSITIONS", N_("As in 12 15-40 77"))
      .number(options->batch, "--batch", "ID", N_("All that wait of one import"))
      .flag(options->all, "--all", N_("All that wait and you may act on"))
      .flag(options->reject, "--reject", N_("Reject instead"))
      .option(options->reason, "--reason", "TEXT", N_("Why they are rejected"))
      .option(options->date, "--date", "DAY", N_("The day it happened; else today"));
  if (options->step == Step::approve) {
    command.option(options->decision, "--decision", "ID", N_("The resolved decision, where a meeting approves"));
  }
  return command;
}

}  // namespace

void add_review(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Command review = describe(line.command("review", N_("Review payments; “review list” tells what waits")), options);
  review.verb("list", N_("What waits for me (with --key), or for anybody")).runs([](Context& context) {
    return list(context);
  });
  review.verb("reconfirm", N_("Confirm entries that were signed with a key after its compromise"))
      .takes_all(options->positions, "POSITIONS",
                 N_("As in 12 15-40 77; “findings --rule key.revoked-since” names them"))
      .option(options->reason, "--reason", "TEXT", N_("What was looked at"))
      .runs([options](Context& context) { return reconfirm(context, *options); });
  review.runs([options](Context& context) { return run(context, *options); });
}

void add_approve(CommandLine& line) {
  auto options = std::make_shared<Options>();
  options->step = Step::approve;
  describe(line.command("approve", N_("Approve reviewed payments")), options).runs([options](Context& context) {
    return run(context, *options);
  });
}

}  // namespace sunledger
