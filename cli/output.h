#pragma once
// What a command says: data to stdout, everything else to stderr; under --json one envelope, or NDJSON whose last line
// is the envelope (interface.md, Command line). Recorded words are shown so that they cannot steer a terminal.

#include <cstddef>
#include <string>
#include <string_view>

#include "cli/json_value.h"
#include "ledger/base/result.h"

namespace sunledger {

struct Table;

enum class ExitCode : int {
  done = 0,
  failed = 1,  // or refused
  usage = 2,
  verification_failed = 3,
  permission = 4,  // key, passphrase, role
  incomplete = 5,  // something could not be checked
  findings = 6     // with --fail-on-findings
};

ExitCode exit_code_of(ErrorKind kind);
// "refused", "not_found"…: stable.
std::string_view name_of(ErrorKind kind);

class Output {
 public:
  struct Style {
    bool json = false;
    bool accessible = false;  // no columns, no redraw
    std::size_t width = 100;  // display columns
  };
  explicit Output(Style style) : style_(style) {}

  bool json() const { return style_.json; }
  const Style& style() const { return style_; }

  // ---- data, on stdout. The first three say nothing under --json, the next two nothing without it.
  void line(std::string_view text);  // one or several lines
  void table(const Table& table);    // columns, or labelled lines for those who listen
  void bytes(std::string_view bytes);
  void data(JsonValue value) { data_ = std::move(value); }  // the envelope's
  void item(const JsonValue& value);                        // a line of NDJSON of its own

  // ---- on stderr
  void message(std::string_view text);
  void warning(std::string_view text);
  // What happened, the rule and its legal basis, the position, what to do.
  void error(const Error& error);

  // Ends the command: the envelope, or the error. An answer that could not be written is a failure too.
  ExitCode finish(const Result<ExitCode>& outcome);

 private:
  Style style_;
  JsonValue data_;
};

// {"kind","message","hint"} and, where there are any, "rule" and "position".
JsonValue error_json(const Error& error);

}  // namespace sunledger
