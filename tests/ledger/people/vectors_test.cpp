// Public Ed25519 vectors: C2SP/CCTV with libsodium's measured verdicts, and C2SP/wycheproof. They are not part of the
// project; SUNLEDGER_VECTORS names the folder that holds ed25519/.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "ledger/people/signing.h"

using namespace sunledger;

namespace {

std::optional<nlohmann::json> vectors(const char* name) {
  const char* folder = std::getenv("SUNLEDGER_VECTORS");
  if (folder == nullptr) {
    WARN("SUNLEDGER_VECTORS is not set: the public Ed25519 vectors were not run");
    return std::nullopt;
  }
  std::ifstream file(std::string(folder) + "/ed25519/" + name);
  REQUIRE(file);
  return nlohmann::json::parse(file);
}

template <class Fixed>
std::optional<Fixed> fixed(const nlohmann::json& hex) {
  const auto bytes = from_hex(hex.get<std::string>());
  REQUIRE(bytes);
  return Fixed::from(*bytes);
}

}  // namespace

TEST_CASE("the CCTV edge cases get the verdicts measured for libsodium") {
  const auto cases = vectors("cctv_ed25519vectors.json");
  if (!cases) return;
  const nlohmann::json verdicts = vectors("cctv_verdicts_measured.json")->at("verdicts");
  REQUIRE(cases->size() == 914);
  REQUIRE(verdicts.size() == 914);
  for (std::size_t i = 0; i < cases->size(); ++i) {
    const nlohmann::json& one = cases->at(i);
    const nlohmann::json& verdict = verdicts.at(i);
    REQUIRE(one.at("number") == verdict.at("number"));
    CAPTURE(i);
    const PublicKey key = fixed<PublicKey>(one.at("key")).value();
    const Signature signature = fixed<Signature>(one.at("sig")).value();
    CHECK(verify(key, as_bytes(one.at("msg").get_ref<const std::string&>()), signature) ==
          verdict.at("libsodium_1_0_18").get<bool>());
    CHECK(is_acceptable_key(key) == verdict.at("libsodium_is_valid_point_A").get<bool>());
  }
}

TEST_CASE("the Wycheproof vectors get the verdicts they expect") {
  const auto file = vectors("wycheproof_ed25519_test.json");
  if (!file) return;
  std::size_t run = 0;
  for (const nlohmann::json& group : file->at("testGroups")) {
    const PublicKey key = fixed<PublicKey>(group.at("publicKey").at("pk")).value();
    for (const nlohmann::json& test : group.at("tests")) {
      CAPTURE(test.at("tcId").get<int>());
      const Bytes message = *from_hex(test.at("msg").get<std::string>());
      const auto signature = fixed<Signature>(test.at("sig"));  // nothing for a signature of another size
      const bool valid = signature && verify(key, message, *signature);
      CHECK(valid == (test.at("result") == "valid"));
      ++run;
    }
  }
  CHECK(run == 151);
}
