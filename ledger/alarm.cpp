#include "ledger/alarm.h"

#include <unistd.h>

#include <algorithm>

#include "ledger/base/decimal.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/people/field_lines.h"

namespace sunledger {
namespace {

constexpr std::string_view version_line = "sunledger-alarm v1";
constexpr std::size_t alarm_limit_bytes = 256 * 1024;

Result<std::uint64_t> size_field(FieldLines& lines, std::string_view name) {
  TRY_ASSIGN(const std::string_view text, lines.field(name));
  const auto size = parse_decimal(text);
  if (!size) return lines.error(say("expected a decimal number."));
  return *size;
}

}  // namespace

std::string format_alarm(const Alarm& alarm) {
  return format_text("{0}\nraised: {1}\nwitness: {2}\nwitness-size: {3}\nown-size: {4}\nnote: {5}\n",
                     {version_line, alarm.raised, format_vkey(alarm.witness), alarm.witness_size, alarm.own_size,
                      alarm.note.empty() ? "-" : to_base64(as_bytes(alarm.note))});
}

Result<Alarm> parse_alarm(std::string_view text) {
  FieldLines lines(text, say("Alarm"));
  TRY(lines.within(alarm_limit_bytes));
  TRY(lines.version(version_line));
  Alarm alarm;
  TRY_ASSIGN(const std::string_view raised, lines.field("raised"));
  alarm.raised = raised;
  TRY_ASSIGN(const std::string_view witness, lines.field("witness"));
  TRY_ASSIGN(alarm.witness, parse_vkey(witness));
  TRY_ASSIGN(alarm.witness_size, size_field(lines, "witness-size"));
  TRY_ASSIGN(alarm.own_size, size_field(lines, "own-size"));
  TRY_ASSIGN(const std::string_view note, lines.field("note"));
  if (note != "-") {
    const auto bytes = from_base64(note);
    if (!bytes) return lines.error(say("expected base64, or “-”."));
    alarm.note = as_text(*bytes);
  }
  TRY(lines.end());
  return alarm;
}

std::string alarm_path(const std::string& log_key_path) {
  return log_key_path + ".alarm";
}

Status raise_alarm(const std::string& log_key_path, const Alarm& alarm) {
  auto raised = create_file(alarm_path(log_key_path), format_alarm(alarm));
  if (!raised && raised.error().kind == ErrorKind::conflict) return {};
  return raised;
}

Result<std::optional<Alarm>> alarm_beside(const std::string& log_key_path) {
  const std::string path = alarm_path(log_key_path);
  const auto text = read_file(path, alarm_limit_bytes);
  if (!text && text.error().kind == ErrorKind::not_found) return std::optional<Alarm>();
  auto alarm = text ? parse_alarm(*text) : Result<Alarm>(text.error());
  if (alarm) return std::optional<Alarm>(std::move(*alarm));
  Error error = make_error(ErrorKind::corrupt,
                           say("There is an alarm in {0}, and it cannot be read: {1}", {path, alarm.error().message}),
                           say("Do not record anything. Ask the witnesses what they cosigned last, and compare: "
                               "“sunledger checkpoint compare FILE”."));
  error.name = "checkpoint.alarm";
  return error;
}

Status settle_alarm(const std::string& log_key_path, std::string_view how, std::string_view now) {
  const std::string path = alarm_path(log_key_path);
  TRY_ASSIGN(const std::string text, read_file(path, alarm_limit_bytes));
  std::string stamp(now);
  std::erase_if(stamp, [](char c) { return c == ':' || c == '-'; });
  // Kept first: killed in between, there are both, and the alarm stands.
  TRY(create_file(path + "-settled-" + stamp, text + "settled: " + std::string(how) + "\n"));
  if (::unlink(path.c_str()) == 0) return {};
  return make_error(ErrorKind::io, say("Cannot take {0} away.", {path}));
}

Error alarm_error(const Alarm& alarm, const std::string& path) {
  const bool is_own_word = alarm.witness.type == NoteKeyType::ed25519;
  const std::string what =
      is_own_word
          ? say("A checkpoint was brought that the log key signed over another history of this ledger: its first "
                "{0} entries are not those here.",
                {alarm.witness_size})
      : alarm.witness_size > alarm.own_size
          ? say("The witness {0} cosigned {1} entries of this ledger, which then had only {2}: entries were lost or "
                "rolled back, or a second history was signed.",
                {alarm.witness.name, alarm.witness_size, alarm.own_size})
          : say("The witness {0} cosigned another history of this ledger: its first {1} entries are not those here.",
                {alarm.witness.name, alarm.witness_size});
  Error error = make_error(
      ErrorKind::corrupt, what,
      say("Nothing is recorded until this is settled. Bring back the newest copy of the ledger, get the larger "
          "checkpoint from the witness, and run “sunledger checkpoint compare FILE”. The alarm of {0} is in {1}.",
          {alarm.raised, path}));
  error.name = "checkpoint.alarm";
  return error;
}

}  // namespace sunledger
