#include "cli/output.h"

#include <cstdio>

#include "ledger/base/text.h"
#include "ledger/rules/error_lines.h"
#include "ledger/rules/rule.h"
#include "projections/render/terminal.h"
#include "projections/render/text_table.h"

namespace sunledger {
namespace {

void print(std::FILE* to, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), to);
}

void print_lines(std::FILE* to, std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  for (;;) {
    const std::size_t end = text.find('\n');
    print(to, printable(text.substr(0, end)));
    print(to, "\n");
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

ExitCode exit_code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage:
      return ExitCode::usage;
    case ErrorKind::corrupt:
      return ExitCode::verification_failed;
    case ErrorKind::permission:
      return ExitCode::permission;
    case ErrorKind::incomplete:
      return ExitCode::incomplete;
    case ErrorKind::invalid:
    case ErrorKind::refused:
    case ErrorKind::conflict:
    case ErrorKind::not_found:
    case ErrorKind::busy:
    case ErrorKind::io:
      break;
  }
  return ExitCode::failed;
}

std::string_view name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid:
      return "invalid";
    case ErrorKind::refused:
      return "refused";
    case ErrorKind::conflict:
      return "conflict";
    case ErrorKind::not_found:
      return "not_found";
    case ErrorKind::permission:
      return "permission";
    case ErrorKind::busy:
      return "busy";
    case ErrorKind::io:
      return "io";
    case ErrorKind::corrupt:
      return "corrupt";
    case ErrorKind::incomplete:
      return "incomplete";
    case ErrorKind::usage:
      return "usage";
  }
  return "invalid";
}

void Output::line(std::string_view text) {
  if (!style_.json) print_lines(stdout, text);
}

void Output::table(const Table& table) {
  if (style_.json) return;
  std::optional<std::string> text;
  if (!style_.accessible) text = aligned_table(table, style_.width, false);
  line(text ? *text : labelled_lines(table, false));
}

void Output::bytes(std::string_view bytes) {
  if (!style_.json) print(stdout, bytes);
}

void Output::item(const JsonValue& value) {
  if (style_.json) print(stdout, value.to_text() + "\n");
}

void Output::message(std::string_view text) {
  print_lines(stderr, text);
}

void Output::warning(std::string_view text) {
  print_lines(stderr, say("warning: {0}", {text}));
}

void Output::error(const Error& error) {
  for (const std::string& line : error_lines(error)) print_lines(stderr, line);
}

ExitCode Output::finish(const Result<ExitCode>& outcome) {
  const bool ok = outcome.ok() && *outcome == ExitCode::done;
  if (!outcome) error(outcome.error());
  if (style_.json) {
    JsonValue envelope = JsonValue::object();
    envelope.set("ok", ok).set("data", data_).set("error", outcome ? JsonValue() : error_json(outcome.error()));
    print(stdout, envelope.to_text() + "\n");
  }
  ExitCode code = outcome ? *outcome : exit_code_of(outcome.error().kind);
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    error(make_error(ErrorKind::io, say("The answer could not be written to standard output."),
                     say("What was recorded stays recorded; look it up with “sunledger log”.")));
    if (code == ExitCode::done) code = ExitCode::failed;
  }
  return code;
}

JsonValue error_json(const Error& error) {
  JsonValue value = JsonValue::object();
  value.set("kind", name_of(error.kind)).set("message", error.message).set("hint", error.hint);
  if (!error.name.empty()) value.set("rule", error.name);
  if (const RuleText* rule = error.name.empty() ? nullptr : rule_by_name(error.name)) value.set("basis", rule->basis);
  if (error.position) value.set("position", error.position->value);
  return value;
}

}  // namespace sunledger
