#include "ledger/witness/witness_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/witness/witness.h"

namespace sunledger {
namespace {

constexpr std::string_view version_line = "sunledger-witness v1\nkey: ";
constexpr std::size_t owner_limit_bytes = 4096;

std::string owner_path(const std::string& dir) {
  return dir + "/witness";
}

}  // namespace

std::string witnessed_log_path(const std::string& dir, std::string_view hash) {
  return dir + "/logs/" + std::string(hash);
}

Result<WitnessedLog> read_witnessed_log(const std::string& path) {
  TRY_ASSIGN(const std::string text, read_file(path, witnessed_log_limit_bytes));
  auto log = parse_witnessed_log(text);
  if (log && origin_hash(log->origin()) != std::filesystem::path(path).filename().string()) {
    log = make_error(ErrorKind::corrupt, say("It is of another log, {0}.", {log->origin()}));
  }
  if (log) return log;
  Error error = std::move(log).error();
  error.message = path + ": " + error.message;
  return error;
}

Status prepare_witness_folder(const std::string& dir, const VerifierKey& key) {
  const auto owner = witness_key_of(dir);
  if (owner && *owner == key) return {};
  if (owner) {
    return make_error(ErrorKind::conflict, say("{0} belongs to the witness {1}.", {dir, format_vkey(*owner)}),
                      say("Name that witness's key, or another folder."));
  }
  if (owner.error().kind != ErrorKind::not_found) return owner.error();
  std::error_code code;
  if (std::filesystem::exists(dir, code) && !std::filesystem::is_empty(dir, code)) {
    return make_error(ErrorKind::conflict, say("{0} holds something else.", {dir}),
                      say("Name a new folder for the witness."));
  }
  TRY(create_folder(dir + "/logs"));
  TRY(create_folder(dir));
  // The last: a folder without it is not yet a witness's.
  return create_file(owner_path(dir), std::string(version_line) + format_vkey(key) + "\n");
}

Result<VerifierKey> witness_key_of(const std::string& dir) {
  auto text = read_file(owner_path(dir), owner_limit_bytes);
  if (!text && text.error().kind == ErrorKind::not_found) {
    return make_error(ErrorKind::not_found, say("{0} is not a witness's folder.", {dir}),
                      say("“sunledger witness add-log” makes one. If this witness had one, bring it back: a witness "
                          "that forgot what it cosigned must not cosign again."));
  }
  if (!text) return std::move(text).error();
  const bool is_whole = text->starts_with(version_line) && text->ends_with('\n');
  auto key =
      is_whole ? parse_vkey(std::string_view(*text).substr(version_line.size(), text->size() - version_line.size() - 1))
               : Result<VerifierKey>(Error{});
  if (key && key->type == NoteKeyType::cosignature_v1) return key;
  return make_error(ErrorKind::corrupt, say("{0} is damaged.", {owner_path(dir)}), say("Bring it back from a backup."));
}

Result<FolderLock> FolderLock::take(const std::string& dir) {
  const std::string path = dir + "/lock";
  FolderLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  int done = lock.fd_ < 0 ? -1 : 0;
  if (done == 0) do {
      done = ::flock(lock.fd_, LOCK_EX);
    } while (done != 0 && errno == EINTR);
  if (done == 0) return lock;
  return make_error(ErrorKind::io, say("Cannot lock {0}: {1}.", {path, std::strerror(errno)}));
}

FolderLock::~FolderLock() {
  if (fd_ >= 0) ::close(fd_);
}

Result<bool> add_witnessed_log(const std::string& dir, const VerifierKey& log) {
  TRY_ASSIGN(const VerifierKey own, witness_key_of(dir));
  if (log.type != NoteKeyType::ed25519 || !is_origin(log.name)) {
    return make_error(ErrorKind::invalid, say("This is not the key of a log, but of a witness."),
                      say("Give the log's own verifier key, as “sunledger key show --log” prints it there."));
  }
  if (log.key == own.key) {
    return make_error(ErrorKind::invalid, say("This is the witness's own key."),
                      say("One key per role: a log is signed by another key than the one that cosigns it."));
  }
  TRY_ASSIGN(const FolderLock lock, FolderLock::take(dir));
  const std::string path = witnessed_log_path(dir, origin_hash(log.name));
  auto known = read_witnessed_log(path);
  if (!known && known.error().kind != ErrorKind::not_found) return std::move(known).error();
  WitnessedLog next = known ? std::move(*known) : new_witnessed_log(log);
  if (known.ok()) {
    if (std::find(next.keys.begin(), next.keys.end(), log) != next.keys.end()) return false;
    if (next.keys.size() == witnessed_log_key_limit) {
      return make_error(ErrorKind::conflict, say("{0} keys of {1} are known already.", {next.keys.size(), log.name}));
    }
    next.keys.push_back(log);
  }
  TRY(replace_file(path, format_witnessed_log(next)));
  return true;
}

Result<WitnessedLog> witnessed_log_of(const std::string& dir, std::string_view origin) {
  auto log = read_witnessed_log(witnessed_log_path(dir, origin_hash(origin)));
  if (log || log.error().kind != ErrorKind::not_found) return log;
  return make_error(ErrorKind::not_found, say("The log {0} is not known to this witness.", {origin}),
                    say("“sunledger witness add-log VKEY” adds it, with the key that its officers published."));
}

Result<std::vector<WitnessedLog>> witnessed_logs(const std::string& dir) {
  TRY(witness_key_of(dir));
  std::vector<WitnessedLog> logs;
  std::error_code code;
  for (std::filesystem::directory_iterator at(dir + "/logs", code), end; !code && at != end; at.increment(code)) {
    // A file being put in place has a longer name.
    if (at->path().filename().string().size() != 2 * Hash::size_bytes) continue;
    TRY_ASSIGN(WitnessedLog log, read_witnessed_log(at->path().string()));
    logs.push_back(std::move(log));
  }
  if (code) return make_error(ErrorKind::io, say("Cannot read {0}: {1}.", {dir + "/logs", code.message()}));
  std::sort(logs.begin(), logs.end(), [](const auto& a, const auto& b) { return a.origin() < b.origin(); });
  return logs;
}

}  // namespace sunledger
