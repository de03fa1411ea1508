#include "ledger/people/possession.h"

#include <catch2/catch.hpp>
#include <string>

using namespace sunledger;

namespace {

std::string proof_text(const SecretKey& key, std::string_view person) {
  return write_proof(make_proof(key, person).value());
}

}  // namespace

TEST_CASE("a proof of possession holds for its person and its key, and for no other") {
  const SecretKey key = SecretKey::generate();
  const SecretKey other = SecretKey::generate();
  const PossessionProof proof = parse_proof(proof_text(key, "li.wen")).value();
  CHECK(proof.person == "li.wen");
  CHECK(proof.public_key == key.public_key());
  CHECK(verify_possession("li.wen", key.public_key(), proof.signature));
  for (const char* person : {"li.we", "li.wenn", "Li.wen", "zhang.san", "", "li.wen\n"}) {
    CHECK_FALSE(verify_possession(person, key.public_key(), proof.signature));
  }
  CHECK_FALSE(verify_possession("li.wen", other.public_key(), proof.signature));
}

TEST_CASE("a proof handed in for another person or another key is refused by name of the line") {
  const SecretKey key = SecretKey::generate();
  PossessionProof proof = make_proof(key, "li.wen").value();
  proof.person = "zhang.san";
  const auto stolen = parse_proof(write_proof(proof));
  REQUIRE_FALSE(stolen);
  CHECK(stolen.error().kind == ErrorKind::invalid);
  CHECK(stolen.error().message.find("line 4") != std::string::npos);

  proof = make_proof(key, "li.wen").value();
  proof.public_key = SecretKey::generate().public_key();
  CHECK_FALSE(parse_proof(write_proof(proof)));
}

TEST_CASE("neither an event's signature nor a bare one is a proof of possession") {
  const SecretKey key = SecretKey::generate();
  std::string message = "li.wen\n";
  message += as_text(key.public_key().view());
  CHECK_FALSE(verify_possession("li.wen", key.public_key(), sign_event(key, as_bytes(message))));
  CHECK_FALSE(verify_possession("li.wen", key.public_key(), key.sign(as_bytes(message))));
  // What is signed, spelled out: the domain with its zero byte, the person, a newline, the key.
  const std::string whole = std::string("sunledger/possession/v1") + '\0' + message;
  CHECK(verify_possession("li.wen", key.public_key(), key.sign(as_bytes(whole))));
}

TEST_CASE("every flipped bit and every cut of a proof of possession is refused") {
  const std::string text = proof_text(SecretKey::generate(), "\xe6\x9d\x8e\xe6\x96\x87");
  REQUIRE(parse_proof(text));
  for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
    std::string changed = text;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    CAPTURE(bit);
    CHECK_FALSE(parse_proof(changed));
  }
  for (std::size_t size_bytes = 0; size_bytes < text.size(); ++size_bytes) {
    CHECK_FALSE(parse_proof(text.substr(0, size_bytes)));
  }
  CHECK_FALSE(parse_proof(text + "\n"));
  CHECK_FALSE(parse_proof(std::string(1 << 20, 'x')));
}

TEST_CASE("a low-order key proves nothing, although a signature for it can be made without a secret") {
  // The neutral element as key and R, s = 0: valid by the bare equation for every message.
  PublicKey neutral;
  neutral.bytes[0] = 1;
  Signature signature;
  signature.bytes[0] = 1;
  CHECK_FALSE(verify_possession("li.wen", neutral, signature));
  CHECK_FALSE(parse_proof(write_proof({"li.wen", neutral, signature})));
}

TEST_CASE("a person id with spaces, line ends or too many bytes gets no proof") {
  const SecretKey key = SecretKey::generate();
  for (const std::string& person :
       {std::string(), std::string("li wen"), std::string("li\nwen"), std::string(256, 'x')}) {
    CHECK_FALSE(make_proof(key, person));
  }
}
