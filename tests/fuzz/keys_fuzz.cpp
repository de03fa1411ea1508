// What must hold for any bytes given as a key file or as a proof of possession. Parsing only: no Argon2id is computed,
// so that an input costs microseconds.

#include "ledger/base/check.h"
#include "ledger/people/key_file.h"
#include "ledger/people/key_name.h"
#include "ledger/people/possession.h"

namespace sunledger {

void fuzz_key_file(BytesView input) {
  const auto file = parse_key_file(as_text(input));
  if (!file) {
    INVARIANT(file.error().kind == ErrorKind::invalid && !file.error().message.empty());
    return;
  }
  INVARIANT(write_key_file(*file) == as_text(input));
  INVARIANT(is_key_name(file->name) && is_acceptable_key(file->public_key));
  INVARIANT(!file->cost || (file->cost->passes <= highest_passphrase_cost.passes &&
                            file->cost->memory_bytes <= highest_passphrase_cost.memory_bytes));
}

void fuzz_possession(BytesView input) {
  const auto proof = parse_proof(as_text(input));
  if (!proof) {
    INVARIANT(proof.error().kind == ErrorKind::invalid && !proof.error().message.empty());
    return;
  }
  INVARIANT(write_proof(*proof) == as_text(input));
  INVARIANT(verify_possession(proof->person, proof->public_key, proof->signature));
}

}  // namespace sunledger
