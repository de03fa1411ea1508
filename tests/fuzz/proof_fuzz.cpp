#include "tests/fuzz/proof_fuzz.h"

#include "ledger/proof/checkpoint.h"
#include "ledger/proof/note.h"
#include "ledger/proof/offline_proof.h"
#include "ledger/proof/policy.h"
#include "ledger/proof/signed_receipt.h"
#include "ledger/proof/tiles.h"

namespace sunledger {

void fuzz_note(BytesView bytes) {
  const std::string_view text = as_text(bytes);
  const auto note = parse_note(text);
  if (!note) return;
  INVARIANT(note->signatures.size() <= note_signature_limit);
  INVARIANT(format_note(*note) == text);
  // A key that accepts nothing: no note passes, whatever it names.
  const std::vector<VerifierKey> known = {{note->signatures.front().name, NoteKeyType::cosignature_v1, PublicKey{}}};
  const auto refuse = [](const PublicKey&, BytesView, const Signature&) { return false; };
  INVARIANT(!open_checkpoint(text, known, refuse));
}

void fuzz_checkpoint(BytesView bytes) {
  const auto checkpoint = parse_checkpoint(as_text(bytes));
  if (checkpoint) INVARIANT(format_checkpoint(*checkpoint) == as_text(bytes));
}

void fuzz_receipt(BytesView bytes) {
  const auto promised = parse_receipt(as_text(bytes));
  if (!promised) return;
  INVARIANT(format_receipt(*promised) == as_text(bytes));
  INVARIANT(!parse_checkpoint(as_text(bytes)));
}

void fuzz_offline_proof(BytesView bytes) {
  const auto proof = parse_offline_proof(as_text(bytes));
  if (!proof) return;
  INVARIANT(format_offline_proof(*proof) == as_text(bytes));
  // Any signature holds here, so that the note's content and the path are reached.
  std::vector<VerifierKey> known;
  const auto note = parse_note(proof->checkpoint_note);
  INVARIANT(note.ok());
  for (const NoteSignature& signature : note->signatures) {
    known.push_back({signature.name, NoteKeyType::ed25519, PublicKey{}});
  }
  const auto accept = [](const PublicKey&, BytesView, const Signature&) { return true; };
  static_cast<void>(verify_offline_proof(*proof, bytes, known, accept).ok());
}

void fuzz_policy(BytesView bytes) {
  const auto policy = parse_policy(as_text(bytes));
  if (!policy) return;
  const auto again = parse_policy(format_policy(*policy));
  INVARIANT(again && *again == *policy);
  // Everybody is a quorum, and nobody is one only where nobody is needed.
  std::set<std::string> everybody;
  for (const PolicyWitness& witness : policy->witnesses) everybody.insert(witness.name);
  INVARIANT(is_quorum(*policy, everybody));
  INVARIANT(is_quorum(*policy, {}) == !policy->needs_witnesses());
}

void fuzz_tile_path(BytesView bytes) {
  const auto tile = parse_tile_path(as_text(bytes));
  if (tile) INVARIANT(tile_path(*tile) == as_text(bytes));
}

void fuzz_entry_bundle(BytesView bytes) {
  if (bytes.empty()) return;
  // The first byte says how many entries to expect.
  const auto entries = decode_entry_bundle(bytes.subspan(1), bytes[0] + 1U);
  if (!entries) return;
  const auto again = encode_entry_bundle(*entries);
  INVARIANT(again && as_text(*again) == as_text(bytes.subspan(1)));
}

void fuzz_vkey(BytesView bytes) {
  const auto key = parse_vkey(as_text(bytes));
  if (key) INVARIANT(format_vkey(*key) == as_text(bytes));
}

}  // namespace sunledger
