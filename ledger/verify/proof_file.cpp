#include "ledger/verify/proof_file.h"

#include <algorithm>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/event/open.h"
#include "ledger/people/signing.h"

namespace sunledger {
namespace {

Error does_not_hold(const char* check, std::uint64_t position, std::string message) {
  Error error = make_error(ErrorKind::corrupt, std::move(message),
                           say("Keep both files and ask the ledger's keeper how they came about."));
  error.name = check;
  error.position = Position(position);
  return error;
}

}  // namespace

Result<ProvenEvent> verify_proof(std::string_view proof, BytesView entry_bytes, std::span<const VerifierKey> known,
                                 const WitnessQuorum& quorum) {
  TRY_ASSIGN(const OfflineProof parsed, parse_offline_proof(proof));
  TRY_ASSIGN(ProvenEntry proven, verify_offline_proof(parsed, entry_bytes, known, verify, quorum));
  auto entry = read_entry(entry_bytes);
  if (!entry) return does_not_hold("entries.encoding", proven.index, entry.error().message);
  if (entry->position.value != proven.index) {
    return does_not_hold(
        "entries.contiguous", proven.index,
        say("The entry says that it is at {0}, the proof is for {1}.", {entry->position.value, proven.index}));
  }
  EventOpener opener;
  const auto opened = opener.open(entry->signed_bytes);
  if (!opened && opened.error().kind != ErrorKind::incomplete) {
    return does_not_hold("entries.encoding", proven.index, opened.error().message);
  }
  if (!verify_event(entry->author, entry->signed_bytes, entry->signature)) {
    return does_not_hold("signatures.valid", proven.index, say("The author's signature does not hold."));
  }
  if (opened) {
    const auto author = opened->getAuthor();
    if (!std::equal(author.begin(), author.end(), entry->author.bytes.begin(), entry->author.bytes.end())) {
      return does_not_hold("signatures.valid", proven.index,
                           say("The header names another author than the signed event."));
    }
  }
  return ProvenEvent{std::move(proven), entry->recorded_ms, entry->author};
}

Result<ProvenEvent> verify_proof_file(const std::string& proof_path, const std::string& entry_path,
                                      std::span<const VerifierKey> known, const WitnessQuorum& quorum) {
  TRY_ASSIGN(const std::string proof, read_file(proof_path, longest_proof_file_bytes));
  TRY_ASSIGN(const std::string entry, read_file(entry_path, max_entry_bytes));
  return verify_proof(proof, as_bytes(entry), known, quorum);
}

}  // namespace sunledger
