#include "cli/checkpoint_compare.h"

#include "ledger/alarm.h"
#include "ledger/base/day.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

enum class Standing { same, earlier, later, forked };

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::same:
      return "same";
    case Standing::earlier:
      return "behind";
    case Standing::later:
      return "ahead";
    case Standing::forked:
      return "fork";
  }
  INVARIANT(false);
}

Result<Standing> standing_of(const Ledger& ledger, const Checkpoint& outside) {
  if (outside.size > ledger.size()) return Standing::later;
  TRY_ASSIGN(const Hash root, ledger.root_at(outside.size));
  if (root != outside.root) return Standing::forked;
  return outside.size == ledger.size() ? Standing::same : Standing::earlier;
}

Error contradiction(const Ledger& ledger, const Checkpoint& outside, Standing standing) {
  Error error =
      standing == Standing::later
          ? make_error(ErrorKind::corrupt,
                       say("The log signed {0} entries, and here are only {1}: positions {1} to {2} are missing.",
                           {outside.size, ledger.size(), outside.size - 1}),
                       say("Record nothing. Bring back the newest copy of the ledger, and compare again."))
          : make_error(
                ErrorKind::corrupt,
                say("The log signed another history: the first {0} entries here are not those of the checkpoint.",
                    {outside.size}),
                say("Record nothing. Keep this checkpoint and a copy of the ledger for the auditors: two "
                    "histories were signed with one log key."));
  error.name = "checkpoint.consistent";
  if (standing == Standing::later) error.position = Position(ledger.size());
  return error;
}

// What the witness knew has to be here: as much as it cosigned, and what it showed. And what this ledger had when the
// alarm was raised, up to the head beside the log key: of two histories, neither settles the other's alarm.
Result<bool> settles(const Ledger& ledger, const Alarm& alarm, const Checkpoint& outside) {
  if (outside.size < alarm.witness_size || ledger.size() < alarm.own_size) return false;
  TRY(ledger.holds_what_was_signed());
  if (alarm.note.empty()) return true;
  TRY_ASSIGN(const Note note, parse_note(alarm.note));
  TRY_ASSIGN(const Checkpoint shown, parse_checkpoint(note.text));
  TRY_ASSIGN(const Standing standing, standing_of(ledger, shown));
  return standing == Standing::same || standing == Standing::earlier;
}

// Two histories under one key: whoever brought the proof, nothing more is signed with it.
Status stop(const Ledger& ledger, const Checkpoint& outside, const std::string& note) {
  Alarm alarm;
  alarm.raised = to_text_utc(system_clock()());
  alarm.witness = ledger.log_vkey();
  alarm.witness_size = outside.size;
  alarm.own_size = ledger.size();
  alarm.note = note;
  TRY(ledger.raise_alarm(alarm));
  return {};
}

}  // namespace

Result<ExitCode> compare_checkpoint(Context& context, const std::string& file) {
  TRY_ASSIGN(const std::string text, read_file(file, note_size_limit_bytes));
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  // Any of the log's keys: what is missing here may have been signed by one that came later.
  const auto keys = ledger->log_keys().all();
  TRY_ASSIGN(const SignedCheckpoint opened, open_checkpoint(text, keys, verify));
  const Checkpoint& outside = opened.checkpoint;
  TRY_ASSIGN(const Standing standing, standing_of(*ledger, outside));
  TRY_ASSIGN(const auto alarm, ledger->alarm());
  bool is_settled = false;
  const bool agrees = standing == Standing::same || standing == Standing::earlier;
  if (agrees && alarm) {
    TRY_ASSIGN(is_settled, settles(*ledger, *alarm, outside));
    if (is_settled) {
      TRY(ledger->settle_alarm(format_text("compared {0} {1}", {outside.size, to_hex(outside.root.view())}),
                               system_clock()()));
    }
  }
  if (standing == Standing::forked && !alarm) TRY(stop(*ledger, outside, text));
  Output& out = context.out();
  JsonValue data = JsonValue::object();
  data.set("standing", name_of(standing))
      .set("size", outside.size)
      .set("own_size", ledger->size())
      .set("alarm", standing == Standing::forked || (alarm.has_value() && !is_settled))
      .set("settled", is_settled);
  out.data(data);
  if (!agrees) return contradiction(*ledger, outside, standing);
  out.line(standing == Standing::same ? say("One history: the checkpoint is over the same {0} entries.", {outside.size})
                                      : say("One history: the checkpoint is over the first {0} of {1} entries.",
                                            {outside.size, ledger->size()}));
  if (is_settled) {
    out.line(say("The alarm is settled: what {0} cosigned is here.", {alarm->witness.name}));
  } else if (alarm) {
    return make_error(ErrorKind::conflict,
                      say("The alarm stands: {0} cosigned {1} entries, and this checkpoint does not show them.",
                          {alarm->witness.name, alarm->witness_size}),
                      say("Compare with a checkpoint over at least as many entries, signed by the log."));
  }
  return ExitCode::done;
}

Result<ExitCode> dismiss_alarm(Context& context, const std::string& reason) {
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  TRY_ASSIGN(const auto alarm, ledger->alarm());
  if (!alarm) return make_error(ErrorKind::not_found, say("There is no alarm."));
  if (!alarm->note.empty()) {
    return make_error(ErrorKind::refused,
                      say("The witness {0} showed a checkpoint over {1} entries that this ledger's own log key signed. "
                          "No word can undo that.",
                          {alarm->witness.name, alarm->witness_size}),
                      say("Bring back the newest copy of the ledger and run “sunledger checkpoint compare FILE”."));
  }
  if (reason.find_first_of("\r\n") != std::string::npos) {
    return make_error(ErrorKind::invalid, say("The reason must be one line."));
  }
  TRY_ASSIGN(const bool agreed,
             context.confirm(say("The witness {0} says that it cosigned {1} entries of this ledger and showed nothing. "
                                 "Is it surely wrong?",
                                 {alarm->witness.name, alarm->witness_size})));
  if (!agreed) return make_error(ErrorKind::usage, say("The alarm stands: you said no."));
  TRY(ledger->settle_alarm("dismissed " + reason, system_clock()()));
  context.out().data(JsonValue::object().set("dismissed", true).set("witness", alarm->witness.name));
  context.out().line(say("The alarm is dismissed; it is kept beside the log key, with your reason."));
  context.out().message(say("Take {0} out of the policy until its keeper has explained.", {alarm->witness.name}));
  return ExitCode::done;
}

}  // namespace sunledger
