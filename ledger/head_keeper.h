#pragma once
// The log key and, beside it, the last (size, root) that it signed. Both live outside the ledger's folder: an old copy
// of the folder is consistent with itself, and only this file can tell (formats.md, Checkpoint).
//
//   LOGKEY        a key file with purpose "log"        LOGKEY.head   the last signed checkpoint, a signed note
//
// One process at a time has the key (flock on LOGKEY): two copies of a folder that share a key can be written only one
// after the other, and then the head stops the one that is behind.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "ledger/base/result.h"
#include "ledger/people/log_key_handover.h"
#include "ledger/people/passphrase.h"
#include "ledger/people/signing.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/log_keys.h"

namespace sunledger {

class HeadKeeper {
 public:
  ~HeadKeeper();
  HeadKeeper(const HeadKeeper&) = delete;
  HeadKeeper& operator=(const HeadKeeper&) = delete;

  // Makes the log key. Unencrypted when the passphrase is empty. Errors: conflict when the file exists.
  static Result<std::unique_ptr<HeadKeeper>> create(const std::string& key_path, const std::string& origin,
                                                    const Passphrase& passphrase);
  // The log key in force. Errors: permission (passphrase, another key), not_found (no such file), corrupt (head missing
  // or not signed by the log's key of its time), busy (another process has it).
  static Result<std::unique_ptr<HeadKeeper>> open(const std::string& key_path, const LogKeys& keys,
                                                  const std::function<Result<Passphrase>()>& passphrase);
  // A log key that is not in force yet, with whatever head lies beside it, or none. Errors: as open().
  static Result<std::unique_ptr<HeadKeeper>> open_next(const std::string& key_path, const LogKeys& keys,
                                                       const PublicKey& expected,
                                                       const std::function<Result<Passphrase>()>& passphrase);

  const VerifierKey& vkey() const { return vkey_; }
  // Nothing before the first checkpoint.
  const std::optional<Checkpoint>& last_signed() const { return last_signed_; }

  const std::string& last_note() const { return last_note_; }

  // The signed note. It is durable here before `store` puts it into the ledger, where readers see it, and in both
  // before it is returned. Refuses (corrupt) a size below the last signed one, or the same size with another root.
  Result<std::string> sign(const Checkpoint& checkpoint, const std::function<Status(const std::string& note)>& store);
  // A note that this key signed and that the ledger kept, but not this file. Errors: io, permission.
  Status keep(const Checkpoint& checkpoint, const std::string& note);
  // The last signed note as anybody may read it who may read the file; nothing of it is checked.
  static Result<std::string> read_note(const std::string& key_path);
  // This key's half of a handover between log keys.
  Signature sign_handover(const LogKeyHandover& handover) const;
  // A note of another kind, e.g. about a refused event; its text can never be read as a checkpoint.
  Result<std::string> sign_statement(std::string_view text) const;

 private:
  HeadKeeper(std::string key_path, VerifierKey vkey, SecretKey key);
  Status lock();

  std::string key_path_;
  int lock_ = -1;
  std::string head_path_;
  VerifierKey vkey_;
  SecretKey key_;
  std::optional<Checkpoint> last_signed_;
  std::string last_note_;
};

}  // namespace sunledger
