#pragma once
// Proof of possession: an officer's signature that the officer's own person id and public key belong together, handed
// to the administrator who registers the key. Without it somebody could register another's key as their own.

#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"
#include "ledger/people/signing.h"

namespace sunledger {

struct PossessionProof {
  std::string person;  // person id; the rule of is_key_name
  PublicKey public_key;
  Signature signature;  // Ed25519 over "sunledger/possession/v1\0" ‖ person ‖ 0x0A ‖ public key; holds for any ledger
};

inline constexpr std::size_t max_possession_proof_bytes = 1024;

// Errors: invalid for a person id with white space, control characters or '+'.
Result<PossessionProof> make_proof(const SecretKey& key, std::string_view person);

std::string write_proof(const PossessionProof& proof);
// Accepts exactly what write_proof writes, and only a proof that holds. Errors: invalid, naming the line.
Result<PossessionProof> parse_proof(std::string_view text);

// Whether the key is acceptable (is_acceptable_key) and its owner said to be this person.
bool verify_possession(std::string_view person, const PublicKey& public_key, const Signature& signature);

}  // namespace sunledger
