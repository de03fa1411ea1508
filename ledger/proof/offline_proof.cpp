#include "ledger/proof/offline_proof.h"

#include "ledger/base/decimal.h"
#include "ledger/base/text.h"
#include "ledger/proof/tree.h"

namespace sunledger {
namespace {

constexpr std::string_view first_line = "c2sp.org/tlog-proof@v1";
constexpr std::string_view index_word = "index ";
constexpr std::size_t hash_limit = 64;  // no tree is higher
constexpr std::size_t longest_line = 64;

Error malformed_proof(std::string message) {
  return make_error(ErrorKind::invalid, std::move(message),
                    say("A .tlog-proof file begins with \"{0}\". Ask the ledger for the proof again.", {first_line}));
}

// Takes the text up to the next newline off `rest`. Nothing if there is none nearby.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.substr(0, longest_line).find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

}  // namespace

std::string format_offline_proof(const OfflineProof& proof) {
  std::string text(first_line);
  text += "\nindex " + std::to_string(proof.index) + "\n";
  for (const Hash& hash : proof.hashes) text += to_base64(hash.view()) + "\n";
  return text + "\n" + proof.checkpoint_note;
}

Result<OfflineProof> parse_offline_proof(std::string_view text) {
  if (take_line(text) != first_line) return malformed_proof(say("The file is not an offline proof."));
  const auto index_line = take_line(text);
  const auto index = index_line && index_line->starts_with(index_word)
                         ? parse_decimal(index_line->substr(index_word.size()))
                         : std::nullopt;
  if (!index) return malformed_proof(say("The proof's second line does not name the entry's index."));
  OfflineProof proof;
  proof.index = *index;
  for (;;) {
    const auto line = take_line(text);
    if (!line) return malformed_proof(say("The proof is cut off, or one of its lines is too long."));
    if (line->empty()) break;
    if (proof.hashes.size() == hash_limit)
      return malformed_proof(say("The proof has more than {0} hashes.", {hash_limit}));
    const auto bytes = from_base64(*line);
    const auto hash = bytes ? Hash::from(*bytes) : std::nullopt;
    if (!hash) {
      return malformed_proof(say("Hash {0} of the proof is not the base64 of 32 bytes.", {proof.hashes.size() + 1}));
    }
    proof.hashes.push_back(*hash);
  }
  TRY(parse_note(text));
  proof.checkpoint_note = text;
  return proof;
}

Result<ProvenEntry> verify_offline_proof(const OfflineProof& proof, BytesView entry, std::span<const VerifierKey> known,
                                         const VerifySignature& verify, const WitnessQuorum& quorum) {
  const Hash leaf = leaf_hash(entry);
  TRY_ASSIGN(SignedCheckpoint checkpoint, open_checkpoint(proof.checkpoint_note, known, verify));
  if (quorum) TRY(quorum(checkpoint));
  TRY(verify_inclusion(proof.index, checkpoint.checkpoint.size, leaf, checkpoint.checkpoint.root, proof.hashes));
  return ProvenEntry{proof.index, std::move(checkpoint)};
}

}  // namespace sunledger
