#include "ledger/backup/restore.h"

#include "ledger/backup/growing_list.h"
#include "ledger/backup/read_back.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/log/documents.h"
#include "ledger/new_place.h"
#include "ledger/people/signing.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/hash.h"

namespace sunledger {
namespace {

constexpr std::size_t notes_at_once = 4096;

Error changed(std::string message) {
  return make_error(ErrorKind::corrupt, std::move(message),
                    say("This backup was damaged or changed: keep it as evidence, and restore from another one."));
}

Status take_entries(Ledger& ledger, const std::string& backup, const BackupManifest& manifest,
                    const RestoreOptions& options) {
  TRY_ASSIGN(const auto tiles, TilesFolder::open_under(backup, manifest.note));
  const Status taken = each_chunk(*tiles, 0, manifest.entries, [&](std::span<const BytesView> entries) -> Status {
    TRY(ledger.take_sequenced(entries));
    if (options.progress) options.progress(ledger.size(), manifest.entries);
    return {};
  });
  TRY(taken);
  TRY_ASSIGN(const Bytes first, ledger.entry_bytes(Position(0)));
  if (sha256(first) == manifest.ledger && ledger.root() == manifest.root && ledger.origin() == manifest.origin)
    return {};
  return changed(say("The entries in {0} are not those that the backup says it holds.", {backup}));
}

Status take_checkpoints(Ledger& ledger, const std::string& backup, const BackupManifest& manifest) {
  std::vector<std::string> notes;
  const GrowingList list(backup, "checkpoints", manifest.checkpoints);
  const Status taken = list.each([&](std::string_view line) -> Status {
    const auto bytes = from_base64(line);
    if (!bytes) return changed(say("A checkpoint in {0} is not base64.", {backup}));
    notes.emplace_back(as_text(*bytes));
    if (notes.size() < notes_at_once) return {};
    TRY(ledger.take_checkpoints(notes));
    notes.clear();
    return {};
  });
  TRY(taken);
  notes.push_back(manifest.note);
  return ledger.take_checkpoints(notes);
}

Status take_documents(Ledger& ledger, const std::string& backup, const BackupManifest& manifest) {
  const Documents copies(backup, sha256);
  return GrowingList(backup, "document-list", manifest.documents).each([&](std::string_view line) -> Status {
    const auto bytes = from_hex(line);
    const auto hash = bytes ? Hash::from(*bytes) : std::nullopt;
    if (!hash) return changed(say("A document's name in {0} is no hash.", {backup}));
    const auto content = copies.get(*hash);
    if (!content && content.error().kind == ErrorKind::not_found) {
      return changed(say("The document {0} is missing in {1}.", {line, backup}));
    }
    TRY(content);
    TRY(ledger.add_document(as_bytes(*content)));
    return {};
  });
}

}  // namespace

Result<BackupManifest> restore_backup(const std::string& backup, const std::string& dir,
                                      const RestoreOptions& options) {
  TRY_ASSIGN(const auto manifest, load_manifest(backup));
  if (!manifest) {
    return make_error(ErrorKind::not_found, say("There is no backup in {0}.", {backup}),
                      say("Name the folder that “sunledger backup” filled."));
  }
  TRY_ASSIGN(NewPlace place,
             NewPlace::prepare_copy(dir, options.log_key.empty() ? manifest->log_key : options.log_key));
  {
    TRY_ASSIGN(const auto ledger, Ledger::begin_restored(place.building(), place.log_key()));
    TRY(take_entries(*ledger, backup, *manifest, options));
    TRY(take_checkpoints(*ledger, backup, *manifest));
    TRY(take_documents(*ledger, backup, *manifest));
  }
  TRY(place.put_in_place());
  return *manifest;
}

Result<BroughtBack> take_missing(Ledger& ledger, const std::string& tiles, const std::string& documents_in,
                                 const std::optional<VerifierKey>& log_key,
                                 const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  TRY_ASSIGN(const auto folder, TilesFolder::open(tiles));
  BroughtBack brought;
  brought.from = ledger.size();
  auto known = ledger.log_keys().all();
  if (log_key) known.push_back(*log_key);
  const auto opened = open_checkpoint(folder->note(), known, verify);
  if (!opened) {
    return make_error(ErrorKind::corrupt, say("{0}: {1}", {tiles, opened.error().message}),
                      say("It is of another log; or the log's key was replaced since: then name the new one, as it was "
                          "published elsewhere, with --log-vkey."));
  }
  const Checkpoint& shown = opened->checkpoint;
  brought.to = shown.size;
  if (shown.origin != ledger.origin() || shown.size <= brought.from) {
    return make_error(
        ErrorKind::conflict,
        say("{0} holds {1} entries of {2}: none that this copy lacks.", {tiles, shown.size, shown.origin}),
        say("Bring newer tiles, a package or another backup of {0}.", {ledger.origin()}));
  }
  // All of it leads to the signed root before any of it is taken.
  TRY(read_back(*folder, {brought.from, ledger.root()}, {shown.size, shown.root}));
  const Status taken = each_chunk(*folder, brought.from, shown.size, [&](std::span<const BytesView> entries) -> Status {
    TRY(ledger.take_sequenced(entries));
    if (progress) progress(ledger.size(), shown.size);
    return {};
  });
  TRY(taken);
  TRY(ledger.take_checkpoints(std::span(&folder->note(), 1)));
  const Documents copies(documents_in, sha256);
  const Status copied = copies.each([&](const Hash& hash) -> Status {
    if (ledger.document(hash)) return {};
    TRY_ASSIGN(const std::string content, copies.get(hash));
    TRY(ledger.add_document(as_bytes(content)));
    ++brought.documents;
    return {};
  });
  TRY(copied);
  return brought;
}

}  // namespace sunledger
