#include "cli/receipts.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "cli/output_file.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/proof/hash.h"
#include "ledger/proof/offline_proof.h"
#include "ledger/proof/signed_receipt.h"

namespace sunledger {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_receipt_bytes = 1 << 16;
constexpr std::string_view ending = ".receipt";

Error not_kept(const std::string& file, const PromisedEntry& promised, std::string message) {
  Error error = make_error(ErrorKind::corrupt, std::move(message),
                           say("Keep {0}: it is signed by the log and proves that it promised this entry. Tell whoever "
                               "audits the log.",
                               {file}));
  error.name = "outbox.receipts";
  error.position = Position(promised.position);
  return error;
}

Status is_kept(const Ledger& ledger, const std::string& file, const PromisedEntry& promised) {
  if (promised.origin != ledger.origin()) {
    return make_error(ErrorKind::invalid,
                      say("{0} is of {1}, and this ledger is {2}.", {file, promised.origin, ledger.origin()}),
                      say("Name that ledger with --ledger."));
  }
  if (promised.position >= ledger.size()) {
    return not_kept(file, promised,
                    say("The log promised an entry at position {0}, and the ledger ends with {1} entries.",
                        {promised.position, ledger.size()}));
  }
  TRY_ASSIGN(const Bytes entry, ledger.entry_bytes(Position(promised.position)));
  if (leaf_hash(entry) == promised.leaf) return {};
  return not_kept(
      file, promised,
      say("The log promised another entry at position {0} than the one that is there.", {promised.position}));
}

}  // namespace

Result<ProvenPosition> prove_position(const Ledger& ledger, std::uint64_t position,
                                      const std::optional<std::string>& note) {
  if (position >= ledger.size()) {
    return make_error(ErrorKind::not_found,
                      say("There is no position {0}: the ledger has {1} entries.", {position, ledger.size()}),
                      say("Positions begin at 0; “sunledger log” lists them."));
  }
  const LogKeys keys = ledger.log_keys();
  ProvenPosition proven;
  if (note) {
    TRY_ASSIGN(const SignedCheckpoint opened, keys.open(*note, verify));
    proven.size = opened.checkpoint.size;
  }
  proven.log_key = keys.key_for(proven.size);
  if (position >= proven.size) {
    return make_error(
        ErrorKind::not_found,
        say("Position {0} is recorded, but the last checkpoint covers {1} entries only.", {position, proven.size}),
        say("Sign a newer one with “sunledger checkpoint”, then prove it."));
  }
  OfflineProof proof;
  proof.index = position;
  TRY_ASSIGN(proof.hashes, ledger.inclusion(Position(position), proven.size));
  proof.checkpoint_note = *note;
  TRY_ASSIGN(proven.entry, ledger.entry_bytes(Position(position)));
  TRY(verify_offline_proof(proof, proven.entry, std::span(&proven.log_key, 1), verify));
  proven.proof = format_offline_proof(proof);
  return proven;
}

Result<std::vector<std::string>> sign_receipts(const Ledger& ledger, std::span<const SignedEvent> events,
                                               std::span<const Receipt> receipts) {
  INVARIANT(events.size() == receipts.size());
  std::vector<std::string> notes;
  for (std::size_t i = 0; i < events.size(); ++i) {
    TRY_ASSIGN(std::string note, ledger.sign_receipt(receipts[i], events[i]));
    notes.push_back(std::move(note));
  }
  return notes;
}

Status keep_receipts(std::span<const SignedEvent> events, std::span<const std::string> notes,
                     const std::string& folder) {
  INVARIANT(events.size() == notes.size());
  TRY(outside_ledgers(folder));
  TRY(create_folder(folder));
  for (std::size_t i = 0; i < events.size(); ++i) {
    const std::string name = to_hex(sha256(events[i].signed_bytes).view());
    TRY(replace_file(folder + "/" + name + std::string(ending), notes[i]));
  }
  return {};
}

Result<FetchedProofs> fetch_proofs(const Ledger& ledger, const std::string& folder,
                                   const std::optional<std::string>& note) {
  TRY(outside_ledgers(folder));
  std::vector<std::string> files;
  std::error_code code;
  for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
    if (at->path().extension() == ending) files.push_back(at->path().string());
  }
  if (code) return make_error(ErrorKind::io, say("Cannot list {0}: {1}.", {folder, code.message()}));
  std::sort(files.begin(), files.end());
  const auto keys = ledger.log_keys().all();
  FetchedProofs fetched;
  for (const std::string& file : files) {
    const std::string stem = file.substr(0, file.size() - ending.size());
    if (path_exists(stem + ".tlog-proof")) {
      ++fetched.there_already;
      continue;
    }
    TRY_ASSIGN(const std::string text, read_file(file, longest_receipt_bytes));
    const auto promised = open_receipt(text, keys, verify);
    if (!promised) {
      Error error = promised.error();
      error.message = say("{0}: {1}", {file, error.message});
      return error;
    }
    TRY(is_kept(ledger, file, *promised));
    const auto proven = prove_position(ledger, promised->position, note);
    if (!proven && proven.error().kind == ErrorKind::not_found) {
      ++fetched.waiting;
      continue;
    }
    TRY(proven);
    // The proof last: where it lies, the entry does too.
    TRY(replace_file(stem + ".entry", as_text(proven->entry)));
    TRY(replace_file(stem + ".tlog-proof", proven->proof));
    ++fetched.written;
  }
  return fetched;
}

}  // namespace sunledger
