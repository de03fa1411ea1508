#include "ledger/verify/report_text.h"

#include <algorithm>
#include <ctime>

#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr std::size_t shown_problems = 10;

const char* state_name(CheckState state) {
  switch (state) {
    case CheckState::ok:
      return "ok";
    case CheckState::failed:
      return "failed";
    case CheckState::not_checked:
      return "not_checked";
    case CheckState::incomplete:
      return "incomplete";
  }
  return "";
}

std::string said_state(CheckState state) {
  switch (state) {
    case CheckState::ok:
      return say("ok");
    case CheckState::failed:
      return say("FAILED");
    case CheckState::not_checked:
      return say("not checked");
    case CheckState::incomplete:
      return say("incomplete");
  }
  return {};
}

void append_problems(std::string& text, const std::vector<Problem>& problems, std::uint64_t count) {
  for (std::size_t i = 0; i < std::min(problems.size(), shown_problems); ++i) {
    const Problem& problem = problems[i];
    text += "    ";
    text += problem.position ? say("position {0}: {1}", {problem.position->value, problem.message}) : problem.message;
    text += "\n";
  }
  if (count > shown_problems) text += "    " + say("… and {0} more", {count - shown_problems}) + "\n";
}

std::string problems_json(const std::vector<Problem>& problems) {
  std::string out = "[";
  for (const Problem& problem : problems) {
    if (out.size() > 1) out += ", ";
    out += "{";
    if (problem.position) out += "\"position\": " + std::to_string(problem.position->value) + ", ";
    out += "\"message\": " + json_quoted(problem.message) + "}";
  }
  return out + "]";
}

const char* verdict(const VerifyReport& report) {
  return report.failed() ? "failed" : report.incomplete() ? "incomplete" : "verified";
}

std::string utc_text(std::uint64_t seconds) {
  const auto time = static_cast<std::time_t>(std::min<std::uint64_t>(seconds, 253402300799));  // the year 9999's end
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return std::string(text, length);
}

std::string cosigners_text(const SignedCheckpoint& checkpoint) {
  std::string text;
  for (const VerifiedSignature& signature : checkpoint.signatures) {
    if (!signature.cosigned_at_seconds) continue;
    text += say("Cosigned by {0} at {1}", {signature.key.name, utc_text(*signature.cosigned_at_seconds)}) + "\n";
  }
  return text;
}

std::string cosigners_json(const SignedCheckpoint& checkpoint) {
  std::string out = "[";
  for (const VerifiedSignature& signature : checkpoint.signatures) {
    if (!signature.cosigned_at_seconds) continue;
    if (out.size() > 1) out += ", ";
    out += "{\"witness\": " + json_quoted(signature.key.name) +
           ", \"cosigned_at\": " + json_quoted(utc_text(*signature.cosigned_at_seconds)) + "}";
  }
  return out + "]";
}

}  // namespace

std::string json_quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      static constexpr char digits[] = "0123456789abcdef";
      out += "\\u00";
      out += digits[static_cast<unsigned char>(c) >> 4];
      out += digits[static_cast<unsigned char>(c) & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string list_text() {
  std::string text;
  for (const CheckText& check : check_table()) {
    std::string name = check.name;
    name.resize(std::max<std::size_t>(name.size(), 24), ' ');
    text += name + say(check.meaning) + "\n";
  }
  return text;
}

std::string report_text(const VerifyReport& report) {
  std::string text;
  for (const CheckResult& result : report.checks) {
    const CheckText& check = text_of(result.check);
    std::string name = check.name;
    name.resize(std::max<std::size_t>(name.size(), 24), ' ');
    text += name + say("{0} ({1} looked at)", {said_state(result.state), result.count}) + "\n";
    if (result.state == CheckState::failed) text += "    " + say(check.meaning) + "\n";
    append_problems(text, result.problems, result.problem_count);
    append_problems(text, result.notes, result.note_count);
  }
  text += "\n";
  if (!report.origin.empty()) text += say("Log: {0}", {report.origin}) + "\n";
  text += say("Entries: {0}", {report.size}) + "\n";
  if (report.root) text += say("Root: {0}", {to_base64(report.root->view())}) + "\n";
  if (report.unknown_kinds != 0) {
    text +=
        say("{0} entries need newer software; they were kept and counted, not judged.", {report.unknown_kinds}) + "\n";
  }
  if (!report.trusted_key) {
    text +=
        say("No log key was given: this log is consistent with itself only. Give --log-vkey, as published elsewhere.") +
        "\n";
  }
  if (report.not_checked() != 0) text += say("Not checked, or not wholly: {0}", {report.not_checked()}) + "\n";
  if (report.looked_at() == 0) text += say("Nothing was looked at, so that nothing is proven.") + "\n";
  if (report.failed()) {
    text += say("Verification FAILED.") + "\n";
  } else if (report.incomplete()) {
    text += say("Nothing wrong was found, but something could not be checked.") + "\n";
  } else {
    text += say("Everything that was checked holds.") + "\n";
  }
  return text;
}

std::string report_json(const VerifyReport& report) {
  std::string out = "{\n  \"verdict\": " + json_quoted(verdict(report)) +
                    ",\n  \"origin\": " + json_quoted(report.origin) + ",\n  \"size\": " + std::to_string(report.size);
  if (report.root) out += ",\n  \"root\": " + json_quoted(to_base64(report.root->view()));
  out += ",\n  \"trusted_key\": " + std::string(report.trusted_key ? "true" : "false");
  out += ",\n  \"signatures_verified_earlier\": " + std::to_string(report.earlier);
  out += ",\n  \"unknown_kinds\": " + std::to_string(report.unknown_kinds);
  out += ",\n  \"not_checked\": " + std::to_string(report.not_checked());
  out += ",\n  \"checks\": [";
  for (std::size_t i = 0; i < report.checks.size(); ++i) {
    const CheckResult& result = report.checks[i];
    out += i == 0 ? "\n    {" : ",\n    {";
    out += "\"name\": " + json_quoted(text_of(result.check).name) +
           ", \"state\": " + json_quoted(state_name(result.state)) + ", \"count\": " + std::to_string(result.count) +
           ", \"problem_count\": " + std::to_string(result.problem_count) +
           ", \"problems\": " + problems_json(result.problems) + ", \"notes\": " + problems_json(result.notes) + "}";
  }
  return out + "\n  ]\n}\n";
}

std::string proof_text(const ProvenEvent& event) {
  const Checkpoint& checkpoint = event.proven.signed_checkpoint.checkpoint;
  return say("The entry stands at position {0} of {1}, under the checkpoint over {2} entries.",
             {event.proven.index, checkpoint.origin, checkpoint.size}) +
         "\n" + say("Author's key: {0}", {to_hex(event.author.view())}) + "\n" +
         cosigners_text(event.proven.signed_checkpoint);
}

std::string proof_json(const ProvenEvent& event) {
  const Checkpoint& checkpoint = event.proven.signed_checkpoint.checkpoint;
  return "{\n  \"verdict\": \"verified\",\n  \"origin\": " + json_quoted(checkpoint.origin) +
         ",\n  \"position\": " + std::to_string(event.proven.index) +
         ",\n  \"size\": " + std::to_string(checkpoint.size) +
         ",\n  \"root\": " + json_quoted(to_base64(checkpoint.root.view())) +
         ",\n  \"recorded_ms\": " + std::to_string(event.recorded_ms) +
         ",\n  \"author\": " + json_quoted(to_hex(event.author.view())) +
         ",\n  \"cosigned\": " + cosigners_json(event.proven.signed_checkpoint) + "\n}\n";
}

int exit_code(const VerifyReport& report) {
  return report.failed() ? 3 : report.incomplete() ? 5 : 0;
}

}  // namespace sunledger
