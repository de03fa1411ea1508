// Fuzz entry points of ledger/witness. Each takes any bytes, must return, and checks what has to hold of bytes that
// were accepted.

#include "ledger/witness/submission.h"
#include "ledger/witness/witness.h"
#include "tests/ledger/witness/witness_fixture.h"

namespace sunledger {

void fuzz_submission(BytesView bytes) {
  const auto submission = parse_submission(as_text(bytes));
  if (!submission) return;
  INVARIANT(submission->proof.size() <= submission_proof_limit);
  INVARIANT(format_submission(*submission) == as_text(bytes));
}

void fuzz_witnessed_log(BytesView bytes) {
  const auto log = parse_witnessed_log(as_text(bytes));
  if (!log) return;
  INVARIANT(!log->keys.empty() && log->keys.size() <= witnessed_log_key_limit);
  INVARIANT(format_witnessed_log(*log) == as_text(bytes));
}

// Whatever is posted: an answer of the protocol, and a cosignature only for what continues the one history.
void fuzz_witness(BytesView bytes) {
  static const testing::Folder folder;
  static const auto witness = testing::new_witness(folder / "w");
  static std::uint64_t last = 0;
  const WitnessAnswer answer = witness->add_checkpoint(as_text(bytes));
  switch (answer.status) {
    case 400:
    case 403:
    case 404:
    case 422:
      break;
    case 409:
      INVARIANT(answer.body == std::to_string(last) + "\n");
      break;
    default:
      INVARIANT(answer.status == 200 && answer.size >= last);
      INVARIANT(answer.body.starts_with("\xe2\x80\x94 "));
      last = answer.size;
  }
}

}  // namespace sunledger
