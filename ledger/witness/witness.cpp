#include "ledger/witness/witness.h"

#include <algorithm>
#include <exception>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/proof/hash.h"
#include "ledger/proof/tree.h"
#include "ledger/witness/submission.h"
#include "ledger/witness/witness_folder.h"

namespace sunledger {
namespace {

WitnessAnswer answer(unsigned status, std::string why) {
  WitnessAnswer said;
  said.status = status;
  said.body = why + "\n";
  said.why = std::move(why);
  return said;
}

// The sender has to know which size to begin from, and nothing else.
WitnessAnswer conflict(std::uint64_t size) {
  WitnessAnswer said;
  said.status = 409;
  said.content_type = "text/x.tlog.size";
  said.body = std::to_string(size) + "\n";
  said.why = say("The proof does not begin at the {0} entries that were cosigned last.", {size});
  return said;
}

// 422 unless the checkpoint contains what was cosigned before.
Status continues(const WitnessedLog& log, const Checkpoint& next, const std::vector<Hash>& proof) {
  if (next.size == 0 && next.root != empty_root()) {
    return make_error(ErrorKind::corrupt, say("A log without entries has another root."));
  }
  return verify_consistency(log.last.size, next.size, log.last.root, next.root, proof);
}

// Only what was verified is kept: the note may have come with a hundred foreign signatures.
std::string note_of(const Note& note, const std::vector<VerifiedSignature>& verified, const NoteSignature& ours) {
  Note kept{note.text, {}};
  for (const NoteSignature& signature : note.signatures) {
    const bool is_the_logs = std::any_of(verified.begin(), verified.end(), [&](const VerifiedSignature& v) {
      return v.key.name == signature.name && v.key.id() == signature.key_id;
    });
    if (is_the_logs) kept.signatures.push_back(signature);
  }
  kept.signatures.push_back(ours);
  return format_note(kept);
}

}  // namespace

std::string origin_hash(std::string_view origin) {
  return to_hex(sha256(as_bytes(origin)).view());
}

Status Witness::prepare(const std::string& dir, const VerifierKey& key) {
  return prepare_witness_folder(dir, key);
}

Result<std::unique_ptr<Witness>> Witness::open(const std::string& dir, Signer signer) {
  TRY_ASSIGN(const VerifierKey owner, witness_key_of(dir));
  if (owner != signer.key) {
    return make_error(ErrorKind::conflict, say("{0} belongs to the witness {1}.", {dir, format_vkey(owner)}),
                      say("Name that witness's key, or another folder."));
  }
  return std::unique_ptr<Witness>(new Witness(dir, std::move(signer)));
}

WitnessAnswer Witness::add_checkpoint(std::string_view body) {
  try {
    return judge(body);
  } catch (const std::exception& problem) {
    return answer(500, problem.what());
  }
}

WitnessAnswer Witness::judge(std::string_view body) {
  const auto submission = parse_submission(body);
  if (!submission) return answer(400, submission.error().message);
  const auto note = parse_note(submission->checkpoint_note);
  if (!note) return answer(400, note.error().message);
  const auto next = parse_checkpoint(note->text);
  if (!next) return answer(400, next.error().message);

  // From here to the end nobody else may look at or change the state.
  auto lock = FolderLock::take(dir_);
  if (!lock) return answer(500, lock.error().message);
  const std::string path = witnessed_log_path(dir_, origin_hash(next->origin));
  auto log = read_witnessed_log(path);
  if (!log && log.error().kind == ErrorKind::not_found) return answer(404, say("This log is not known here."));
  const auto tell = [&](WitnessAnswer said) {
    if (log) said.origin = log->origin();
    said.size = next->size;
    return said;
  };
  if (!log) return tell(answer(500, log.error().message));
  const auto signed_by = verify_note(*note, log->keys, signer_.verify);
  if (!signed_by) return tell(answer(403, signed_by.error().message));
  if (submission->old_size > next->size) {
    return tell(answer(400, say("The old size is above the checkpoint's.")));
  }
  if (submission->old_size != log->last.size) return tell(conflict(log->last.size));
  if (const Status held = continues(*log, *next, submission->proof); !held) {
    return tell(answer(422, held.error().message));
  }
  const auto ours = cosign(note->text, signer_.key.name, signer_.key.key, signer_.clock() / 1000, signer_.sign);
  if (!ours) return tell(answer(500, ours.error().message));
  log->note = note_of(*note, signed_by->signatures, *ours);
  log->last = *next;
  if (const Status stored = replace_file(path, format_witnessed_log(*log)); !stored) {
    return tell(answer(500, stored.error().message));
  }
  WitnessAnswer said;
  said.body = format_signature_line(*ours);
  return tell(std::move(said));
}

WitnessAnswer Witness::latest(std::string_view hash) const {
  const auto bytes = from_hex(hash);
  if (!bytes || bytes->size() != Hash::size_bytes || to_hex(*bytes) != hash) {
    return answer(404, say("This log is not known here."));
  }
  const auto log = read_witnessed_log(witnessed_log_path(dir_, hash));
  if (!log && log.error().kind != ErrorKind::not_found) return answer(500, log.error().message);
  if (!log || log->note.empty()) return answer(404, say("Nothing of this log was cosigned here."));
  WitnessAnswer said;
  said.body = log->note;
  said.origin = log->origin();
  said.size = log->last.size;
  return said;
}

}  // namespace sunledger
