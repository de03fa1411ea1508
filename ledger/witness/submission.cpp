#include "ledger/witness/submission.h"

#include "ledger/base/decimal.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr std::string_view old_word = "old ";

Error malformed(std::string message) {
  return make_error(ErrorKind::invalid, std::move(message),
                    say("It begins with “old SIZE”, then come the proof's hashes, an empty line and the checkpoint."));
}

}  // namespace

Result<Submission> parse_submission(std::string_view text) {
  if (text.size() > submission_limit_bytes) {
    return malformed(
        say("The submission has {0} bytes; at most {1} are accepted.", {text.size(), submission_limit_bytes}));
  }
  Submission submission;
  for (std::size_t number = 1;; ++number) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return malformed(say("The submission is cut off in line {0}.", {number}));
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (number == 1) {
      const auto size = line.starts_with(old_word) ? parse_decimal(line.substr(old_word.size())) : std::nullopt;
      if (!size) return malformed(say("The submission's first line is not “old SIZE”."));
      submission.old_size = *size;
      continue;
    }
    if (line.empty()) break;
    if (submission.proof.size() == submission_proof_limit) {
      return malformed(say("The submission's proof has more than {0} hashes.", {submission_proof_limit}));
    }
    const auto bytes = from_base64(line);
    const auto hash = bytes ? Hash::from(*bytes) : std::nullopt;
    if (!hash) return malformed(say("Line {0} of the submission is not the base64 of a hash.", {number}));
    submission.proof.push_back(*hash);
  }
  if (text.empty()) return malformed(say("The submission holds no checkpoint."));
  submission.checkpoint_note = text;
  return submission;
}

std::string format_submission(const Submission& submission) {
  std::string text = std::string(old_word) + std::to_string(submission.old_size) + "\n";
  for (const Hash& hash : submission.proof) text += to_base64(hash.view()) + "\n";
  return text + "\n" + submission.checkpoint_note;
}

}  // namespace sunledger
