#include "cli/recording.h"

#include <filesystem>

#include "cli/receipts.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/event/open.h"
#include "ledger/proof/hash.h"
#include "ledger/rules/rule.h"

namespace sunledger {
namespace {

// ---- showing what is about to be signed

void show_payment(Context& context, Facts& facts, schema::PaymentRecorded::Reader payment, Day date) {
  Output& out = context.out();
  std::int64_t total = 0;
  for (const auto part : payment.getParts()) total += part.getAmount();
  const Fen sum(total);
  out.message(say("Payment to {0}, voucher {1}:", {view_of(payment.getPayee()), view_of(payment.getVoucher())}));
  out.message(say("  {0} yuan – {1}", {to_yuan_grouped(sum), to_capital_chinese(sum)}));
  for (const auto part : payment.getParts()) {
    const std::string identity = line_identity(view_of(payment.getBody()), year_of(date), view_of(part.getLine()));
    const Fen left(available_fen(facts.sums('a', identity)));
    out.message(say("  line {0}: {1} yuan; before it {2} yuan are available, after it {3}",
                    {view_of(part.getLine()), to_yuan_grouped(Fen(part.getAmount())), to_yuan_grouped(left),
                     to_yuan_grouped(Fen(left.value - part.getAmount()))}));
  }
}

// Signing shows payee, amount in digits and 大写, and the budget left (interface.md); asked once for all. A script that
// hands in a file has said what it wants: its log shows a few payments the same, a long list is not composed twice for
// that. Who forbade questions (--no-input), or sits at a terminal whose messages go elsewhere, must say --yes.
Result<bool> agree(Context& context, const Ledger& ledger, const SecretKey& key,
                   std::span<const Ledger::Draft> drafts) {
  constexpr std::size_t most_shown = 50, most_shown_unasked = 10;
  const bool asks = !context.options().yes && (context.options().no_input || context.sits_at_terminal());
  if (!asks && drafts.size() > most_shown_unasked) return true;
  Facts facts = ledger.facts();
  EventOpener opener;
  std::size_t payments = 0;
  for (const Ledger::Draft& draft : drafts) {
    Envelope envelope;
    envelope.author = key.public_key();
    envelope.number = 1;
    envelope.date = draft.date;
    TRY_ASSIGN(const Bytes composed, compose_signed(envelope, draft.event));
    TRY_ASSIGN(const auto opened, opener.open_stored(composed));
    if (opened.getEvent().which() != schema::Event::PAYMENT_RECORDED) continue;
    if (++payments <= most_shown) show_payment(context, facts, opened.getEvent().getPaymentRecorded(), draft.date);
  }
  if (payments == 0 || !asks) return true;
  if (payments > most_shown) context.out().message(say("… and {0} more payments.", {payments - most_shown}));
  return context.confirm(say("Sign and record this?"));
}

// ---- receipts

struct Recorded {
  std::string kind;
  CommandId command;
  std::string signed_receipt;  // empty: the log key is lost
};

JsonValue names_of(const std::vector<std::uint16_t>& rules) {
  JsonValue names = JsonValue::array();
  for (const std::uint16_t number : rules) {
    const RuleText* rule = rule_by_number(number);
    names.push(rule != nullptr ? JsonValue(rule->name) : JsonValue(number));
  }
  return names;
}

JsonValue receipt_json(const Receipt& receipt, const Recorded& recorded) {
  JsonValue value = JsonValue::object();
  value.set("position", receipt.position.value)
      .set("leaf_hash", to_hex(receipt.leaf.view()))
      .set("recorded_at", to_text_utc(receipt.recorded_ms))
      .set("kind", recorded.kind)
      .set("command", to_hex(recorded.command.view()))
      .set("root", to_hex(receipt.root.view()))
      .set("size", receipt.size)
      .set("repeated", receipt.repeated)
      .set("found", names_of(receipt.found));
  if (!recorded.signed_receipt.empty()) value.set("signed_receipt", recorded.signed_receipt);
  return value;
}

void tell_receipt(Output& out, const Receipt& receipt, const Recorded& recorded, bool with_details) {
  out.line(receipt.repeated ? say("{0} was recorded before, at position {1}; nothing was added.",
                                  {recorded.kind, receipt.position.value})
                            : say("{0} is recorded at position {1}.", {recorded.kind, receipt.position.value}));
  if (with_details) {
    out.line(say("  leaf hash    {0}", {to_hex(receipt.leaf.view())}));
    out.line(say("  recorded at  {0}", {to_text_utc(receipt.recorded_ms)}));
    out.line(say("  command      {0}", {to_hex(recorded.command.view())}));
    out.line(say("  root         {0} at size {1}", {to_hex(receipt.root.view()), receipt.size}));
  }
  for (const std::uint16_t number : receipt.found) {
    const RuleText* rule = rule_by_number(number);
    if (rule == nullptr || receipt.repeated) continue;
    if (rule->rule == Rule::administration_quorum) {
      out.message(
          say("It has no effect yet: it waits for other administrators, who endorse it with “sunledger officer "
              "endorse POSITION” (“officer waiting” shows what waits)."));
      continue;
    }
    if (rule->kind == RuleKind::lead) {
      out.warning(say("Position {0} will stand in the findings as {1} ({2}). {3}",
                      {receipt.position.value, rule->name, rule->basis, say(rule->meaning)}));
      continue;
    }
    out.warning(say("Position {0} breaks {1} ({2}); the charter lets it through and it will stand in the findings. {3}",
                    {receipt.position.value, rule->name, rule->basis, say(rule->meaning)}));
  }
}

Result<std::vector<Recorded>> describe(std::span<const SignedEvent> events) {
  EventOpener opener;
  std::vector<Recorded> all;
  for (const SignedEvent& event : events) {
    TRY_ASSIGN(const auto opened, opener.open_stored(event.signed_bytes));
    all.push_back({kind_name(static_cast<std::uint16_t>(opened.getEvent().which())), envelope_of(opened).command, {}});
  }
  return all;
}

void tell_receipts(Context& context, std::span<const Receipt> receipts, std::span<const Recorded> recorded,
                   bool as_stream) {
  Output& out = context.out();
  if (!as_stream && receipts.size() == 1) {
    out.data(receipt_json(receipts[0], recorded[0]));
    tell_receipt(out, receipts[0], recorded[0], true);
    return;
  }
  std::uint64_t repeated = 0;
  for (std::size_t i = 0; i < receipts.size(); ++i) {
    out.item(receipt_json(receipts[i], recorded[i]));
    tell_receipt(out, receipts[i], recorded[i], false);
    repeated += receipts[i].repeated ? 1 : 0;
  }
  const Receipt& last = receipts.back();
  JsonValue summary = JsonValue::object();
  summary.set("recorded", receipts.size() - repeated)
      .set("repeated", repeated)
      .set("size", last.size)
      .set("root", to_hex(last.root.view()));
  out.data(summary);
  out.line(say("{0} recorded, {1} known before; the ledger has {2} entries, root {3}.",
               {receipts.size() - repeated, repeated, last.size, to_hex(last.root.view())}));
}

// ---- the outbox

// A file for each event, named by the hash of its signed bytes; the refusal's note beside the one it speaks of.
Status keep_in_outbox(const std::string& folder, std::span<const SignedEvent> events,
                      const Ledger::AppendFailure& failure) {
  TRY(create_folder(folder));
  for (std::size_t i = 0; i < events.size(); ++i) {
    const std::string name = folder + "/" + to_hex(sha256(events[i].signed_bytes).view());
    TRY(replace_file(name + ".signed", write_signed(events.subspan(i, 1)), FileMode::secret));
    if (i == failure.index && !failure.refusal_note.empty()) {
      TRY(replace_file(name + ".refusal", failure.refusal_note, FileMode::secret));
    }
  }
  return {};
}

Error refusal(Context& context, std::span<const SignedEvent> events, const Ledger::AppendFailure& failure,
              const std::string& outbox) {
  Error error = failure.error;
  if (events.size() > 1) {
    error.message =
        say("Event {0} of {1}: {2} None of them was recorded.", {failure.index + 1, events.size(), error.message});
  }
  if (outbox.empty()) return error;
  if (const auto kept = keep_in_outbox(outbox, events, failure); !kept) {
    context.out().warning(say("The outbox could not keep the event: {0}", {kept.error().message}));
    return error;
  }
  context.out().message(failure.refusal_note.empty()
                            ? say("The signed event stays in {0}.", {outbox})
                            : say("The signed event and the log's signed refusal stay in {0}.", {outbox}));
  return error;
}

Result<ExitCode> try_out(Context& context, const Ledger& ledger, const PublicKey& author,
                         std::span<const Ledger::Draft> drafts) {
  Output& out = context.out();
  TRY_ASSIGN(auto trial, ledger.begin_trial(author, std::filesystem::temp_directory_path().string()));
  std::uint64_t repeated = 0;
  JsonValue found = JsonValue::array();
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const Judgement judgement = trial->judge(drafts[i]);
    if (judgement.refusal) {
      Error error = *judgement.refusal;
      if (drafts.size() > 1) error.message = say("Event {0} of {1}: {2}", {i + 1, drafts.size(), error.message});
      return error;
    }
    if (judgement.kind == Judgement::Kind::repeated) ++repeated;
    for (const std::uint16_t number : judgement.found) {
      const RuleText* rule = rule_by_number(number);
      if (rule == nullptr) continue;
      found.push(rule->name);
      if (rule->rule == Rule::administration_quorum) {
        out.message(say("Event {0} would wait for other administrators.", {i + 1}));
        continue;
      }
      if (rule->kind == RuleKind::lead) {
        out.warning(say("Event {0} would stand in the findings as {1} ({2}).", {i + 1, rule->name, rule->basis}));
        continue;
      }
      out.warning(say("Event {0} breaks {1} ({2}); the charter lets it through and it would stand in the findings.",
                      {i + 1, rule->name, rule->basis}));
    }
  }
  TRY(trial->status());
  JsonValue data = JsonValue::object();
  data.set("dry_run", true).set("would_record", drafts.size() - repeated).set("repeated", repeated).set("found", found);
  out.data(data);
  out.line(say("Dry run: {0} would be recorded, {1} are known already; nothing was recorded.",
               {drafts.size() - repeated, repeated}));
  return ExitCode::done;
}

// Those of earlier runs too, which had to wait for a checkpoint.
Status tell_proofs(Context& context, const Ledger& ledger, const std::string& folder) {
  TRY_ASSIGN(const auto note, ledger.latest_checkpoint());
  TRY_ASSIGN(const FetchedProofs fetched, fetch_proofs(ledger, folder, note));
  context.out().message(say("{0} holds the log's signed receipts: {1} proofs are new, {2} wait for a checkpoint.",
                            {folder, fetched.written, fetched.waiting}));
  return {};
}

std::string outbox_of(const Context& context, const RecordingOptions& options) {
  if (!options.outbox.empty()) return options.outbox;
  const std::string set = context.setting("", "SUNLEDGER_OUTBOX", "outbox");
  return set.empty() ? context.key_path() + ".outbox" : set;
}

// The ledger takes nothing now, because of an alarm or of damage: what its author wanted to hand in is signed all the
// same, so that it can be shown and handed in later. Nothing is kept where trying again is all it takes.
Error keep_unsent(Context& context, const SecretKey& key, std::span<const Ledger::Draft> drafts,
                  const std::string& outbox, Error why) {
  if (why.kind != ErrorKind::corrupt && why.kind != ErrorKind::refused) return why;
  const auto ledger = context.open_to_read();
  const auto agreed = ledger ? agree(context, **ledger, key, drafts) : Result<bool>(ledger.error());
  if (!agreed || !*agreed) return why;
  const auto events = (*ledger)->sign(key, drafts);
  const Status kept = events ? keep_in_outbox(outbox, *events, {}) : Status(events.error());
  if (kept) {
    context.out().message(
        say("It was not handed in. The signed events stay in {0}; “sunledger submit” hands them in "
            "when the ledger can be written again.",
            {outbox}));
  } else {
    context.out().warning(say("The outbox could not keep the event: {0}", {kept.error().message}));
  }
  return why;
}

}  // namespace

Result<ExitCode> hand_in(Context& context, Ledger& ledger, std::span<const SignedEvent> events,
                         const RecordingOptions& options) {
  const Ledger::AppendResult result = ledger.append(events);
  if (!result.ok()) return refusal(context, events, *result.failure, options.outbox);
  TRY_ASSIGN(auto recorded, describe(events));
  Status kept;
  // A signature each: only for who takes them.
  if (context.out().json() || !options.proofs.empty()) {
    const auto notes = sign_receipts(ledger, events, result.receipts);
    if (notes) {
      for (std::size_t i = 0; i < recorded.size(); ++i) recorded[i].signed_receipt = (*notes)[i];
    }
    if (!options.proofs.empty()) kept = notes ? keep_receipts(events, *notes, options.proofs) : Status(notes.error());
  }
  tell_receipts(context, result.receipts, recorded, options.stream);
  // Recorded is recorded; without a checkpoint it only cannot be proven yet.
  if (const auto note = ledger.checkpoint(); !note) {
    context.out().warning(
        say("The entries are recorded, but no checkpoint could be signed: {0}", {note.error().message}));
  }
  if (kept && !options.proofs.empty()) kept = tell_proofs(context, ledger, options.proofs);
  if (kept) return ExitCode::done;
  Error error = kept.error();
  error.message = say("The entries are recorded, but their receipts could not be kept: {0}", {error.message});
  error.hint = say("Run the command again when that is mended: nothing is recorded twice.");
  return error;
}

Result<ExitCode> record_drafts(Context& context, Ledger& ledger, const SecretKey& key,
                               std::span<const Ledger::Draft> drafts, const RecordingOptions& options) {
  if (context.options().dry_run) return try_out(context, ledger, key.public_key(), drafts);
  TRY_ASSIGN(const bool agreed, agree(context, ledger, key, drafts));
  if (!agreed) {
    return make_error(ErrorKind::refused, say("Nothing was recorded, as you said."),
                      say("Run the command again to record it."));
  }
  RecordingOptions with_outbox = options;
  with_outbox.outbox = outbox_of(context, options);
  TRY_ASSIGN(const auto events, ledger.sign(key, drafts));
  return hand_in(context, ledger, events, with_outbox);
}

Result<ExitCode> record_drafts(Context& context, std::span<const Ledger::Draft> drafts,
                               const RecordingOptions& options) {
  if (context.options().dry_run) {
    TRY_ASSIGN(const KeyFile file, context.key_file());
    TRY_ASSIGN(const auto ledger, context.open_to_read());
    return try_out(context, *ledger, file.public_key, drafts);
  }
  TRY_ASSIGN(const SecretKey key, context.unlock_key());
  const auto ledger = context.open_to_write();
  if (!ledger) return keep_unsent(context, key, drafts, outbox_of(context, options), ledger.error());
  return record_drafts(context, **ledger, key, drafts, options);
}

Day today(const Ledger& ledger, const Clock& clock) {
  return day_at(clock(), ledger.facts().charter().utc_offset_minutes);
}

}  // namespace sunledger
