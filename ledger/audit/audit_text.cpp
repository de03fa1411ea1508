#include "ledger/audit/audit_text.h"

#include <algorithm>

#include "ledger/base/day.h"
#include "ledger/base/text.h"
#include "ledger/people/signing.h"
#include "ledger/verify/report_text.h"

namespace sunledger {
namespace {

const char* name_of(FollowOutcome::Kind kind) {
  switch (kind) {
    case FollowOutcome::Kind::followed:
      return "followed";
    case FollowOutcome::Kind::nothing_new:
      return "nothing_new";
    case FollowOutcome::Kind::incomplete:
      return "incomplete";
    case FollowOutcome::Kind::failed:
      return "failed";
    case FollowOutcome::Kind::rolled_back:
      return "rolled_back";
    case FollowOutcome::Kind::split_view:
      return "split_view";
  }
  return "";
}

const char* name_of(Comparison::Kind kind) {
  switch (kind) {
    case Comparison::Kind::same:
      return "same";
    case Comparison::Kind::consistent:
      return "consistent";
    case Comparison::Kind::split_view:
      return "split_view";
    case Comparison::Kind::unknown:
      return "unknown";
  }
  return "";
}

// Stable, like a check's.
const char* error_name(Evidence::Kind kind) {
  return kind == Evidence::Kind::split_view ? "history.split-view" : "history.rollback";
}

std::string what_to_do(const std::string& evidence_path) {
  if (evidence_path.empty()) return say("Keep a copy of what was shown, and ask the log's keeper how it came about.");
  return say(
      "Both signed checkpoints are kept in {0}. Show them to the federation, its supervisors and the other "
      "auditors; keep a copy of what was shown.",
      {evidence_path});
}

std::string checkpoint_json(const Checkpoint& checkpoint) {
  return "{\"size\": " + std::to_string(checkpoint.size) + ", \"root\": \"" + to_base64(checkpoint.root.view()) + "\"}";
}

std::string said_keys(const std::vector<VerifierKey>& keys) {
  std::string text;
  for (const VerifierKey& key : keys) text += say("Log key: {0}", {format_vkey(key)}) + "\n";
  return text;
}

std::string keys_json(const std::vector<VerifierKey>& keys) {
  std::string json = "[";
  for (const VerifierKey& key : keys) json += (json.size() > 1 ? ", " : "") + json_quoted(format_vkey(key));
  return json + "]";
}

// One line a signed checkpoint of the kept ones.
std::string seen_line(const AuditorState& state, const std::string& note) {
  const auto opened = open_checkpoint(note, state.log_keys, verify);
  if (!opened) return say("a checkpoint that does not hold: {0}", {opened.error().message});
  return say("{0} entries, root {1}", {opened->checkpoint.size, to_base64(opened->checkpoint.root.view())});
}

std::optional<Checkpoint> checkpoint_of(const std::string& note, const std::vector<VerifierKey>& keys) {
  const auto opened = open_checkpoint(note, keys, verify);
  if (!opened) return std::nullopt;
  return opened->checkpoint;
}

}  // namespace

std::string visit_text(const VisitResult& result) {
  const FollowOutcome& outcome = result.outcome;
  std::string text;
  if (outcome.report) {
    text = report_text(*outcome.report);
  } else if (outcome.moved()) {
    text = say("Log: {0}", {outcome.state.origin()}) + "\n";
  }
  text += finding_of(outcome) + "\n";
  const bool replayed = outcome.report && std::any_of(outcome.report->checks.begin(), outcome.report->checks.end(),
                                                      [](const auto& c) { return c.check == Check::rules_replayed; });
  if (outcome.moved() && !replayed) {
    text += say("Following judges no rules, which need every entry from the first on: “verify” and --full do.") + "\n";
  }
  return text;
}

std::string visit_json(const VisitResult& result) {
  const FollowOutcome& outcome = result.outcome;
  std::string json = "{\n  \"outcome\": \"" + std::string(name_of(outcome.kind)) +
                     "\",\n  \"origin\": " + json_quoted(outcome.state.origin()) +
                     ",\n  \"from\": " + std::to_string(outcome.from) + ",\n  \"to\": " + std::to_string(outcome.to) +
                     ",\n  \"message\": " + json_quoted(finding_of(outcome));
  if (!result.evidence_path.empty()) json += ",\n  \"evidence\": " + json_quoted(result.evidence_path);
  if (outcome.report) json += ",\n  \"report\": " + report_json(*outcome.report);
  return json + "\n}\n";
}

std::optional<Error> visit_error(const VisitResult& result) {
  const FollowOutcome& outcome = result.outcome;
  if (outcome.moved()) return std::nullopt;
  if (outcome.kind == FollowOutcome::Kind::incomplete) {
    return make_error(ErrorKind::incomplete, finding_of(outcome),
                      say("The state stays where it was. Install the newest program, and follow again."));
  }
  Error error = make_error(ErrorKind::corrupt, finding_of(outcome), what_to_do(result.evidence_path));
  if (outcome.evidence) error.name = error_name(outcome.evidence->kind);
  if (outcome.report) {
    for (const CheckResult& check : outcome.report->checks) {
      if (check.state != CheckState::failed) continue;
      error.name = text_of(check.check).name;
      if (!check.problems.empty()) error.position = check.problems.front().position;
      break;
    }
  }
  return error;
}

std::string comparison_text(const CompareResult& result) {
  const Comparison& comparison = result.comparison;
  std::string text = say("Log: {0}", {comparison.first.origin}) + "\n" + finding_of(comparison) + "\n";
  if (!result.evidence_path.empty()) text += say("Evidence: {0}", {result.evidence_path}) + "\n";
  return text;
}

std::string comparison_json(const CompareResult& result) {
  const Comparison& comparison = result.comparison;
  std::string json = "{\n  \"outcome\": \"" + std::string(name_of(comparison.kind)) +
                     "\",\n  \"origin\": " + json_quoted(comparison.first.origin) +
                     ",\n  \"first\": " + checkpoint_json(comparison.first) +
                     ",\n  \"second\": " + checkpoint_json(comparison.second);
  if (!result.evidence_path.empty()) json += ",\n  \"evidence\": " + json_quoted(result.evidence_path);
  return json + "\n}\n";
}

std::optional<Error> comparison_error(const CompareResult& result) {
  const Comparison& comparison = result.comparison;
  switch (comparison.kind) {
    case Comparison::Kind::same:
    case Comparison::Kind::consistent:
      return std::nullopt;
    case Comparison::Kind::unknown:
      return make_error(ErrorKind::incomplete, finding_of(comparison),
                        say("Add --tiles DIR with the log's tiles of at least the larger size, from either side."));
    case Comparison::Kind::split_view:
      break;
  }
  Error error = make_error(ErrorKind::corrupt, finding_of(comparison), what_to_do(result.evidence_path));
  error.name = error_name(Evidence::Kind::split_view);
  return error;
}

std::string state_text(const AuditorState& state) {
  std::string text =
      say("Log: {0}", {state.origin()}) + "\n" + said_keys(state.log_keys) + say("Entries: {0}", {state.known.size}) +
      "\n" + say("Root: {0}", {to_base64(state.known.root.view())}) + "\n" +
      say("Last entry recorded: {0}", {to_text_utc(state.known.recorded_ms)}) + "\n" +
      say("Authors: {0}", {state.known.authors.size()}) + "\n" +
      (state.policy.empty() ? say("Witnesses: no policy is kept") : say("Witnesses: as the kept policy says")) + "\n" +
      say("Checkpoints kept:") + "\n";
  for (const std::string& note : state.seen) text += "  " + seen_line(state, note) + "\n";
  return text;
}

std::string state_json(const AuditorState& state) {
  std::string json =
      "{\n  \"origin\": " + json_quoted(state.origin()) + ",\n  \"log_vkeys\": " + keys_json(state.log_keys) +
      ",\n  \"size\": " + std::to_string(state.known.size) + ",\n  \"root\": \"" + to_base64(state.known.root.view()) +
      "\",\n  \"recorded_ms\": " + std::to_string(state.known.recorded_ms) +
      ",\n  \"authors\": " + std::to_string(state.known.authors.size()) + ",\n  \"checkpoints\": [";
  for (std::size_t i = 0; i < state.seen.size(); ++i) json += (i == 0 ? "" : ", ") + json_quoted(state.seen[i]);
  return json + "]\n}\n";
}

std::string evidence_text(const Evidence& evidence) {
  std::string text = say("Log: {0}", {evidence.log_keys.front().name}) + "\n" + said_keys(evidence.log_keys);
  for (const std::string* note : {&evidence.first, &evidence.second}) {
    if (const auto checkpoint = checkpoint_of(*note, evidence.log_keys)) {
      text += say("Signed by the log: {0} entries, root {1}", {checkpoint->size, to_base64(checkpoint->root.view())}) +
              "\n";
    }
  }
  text += evidence.kind == Evidence::Kind::split_view
              ? say("No one history holds both: whoever has this key signed two histories.")
              : say("The second was shown after the first, says who kept them: the log was rolled back.");
  return text + "\n";
}

std::string evidence_json(const Evidence& evidence) {
  std::string json = "{\n  \"kind\": \"" +
                     std::string(evidence.kind == Evidence::Kind::split_view ? "split_view" : "rollback") +
                     "\",\n  \"origin\": " + json_quoted(evidence.log_keys.front().name) +
                     ",\n  \"log_vkeys\": " + keys_json(evidence.log_keys) + ",\n  \"checkpoints\": [";
  bool first = true;
  for (const std::string* note : {&evidence.first, &evidence.second}) {
    if (const auto checkpoint = checkpoint_of(*note, evidence.log_keys)) {
      json += (first ? "" : ", ") + checkpoint_json(*checkpoint);
      first = false;
    }
  }
  return json + "]\n}\n";
}

}  // namespace sunledger
