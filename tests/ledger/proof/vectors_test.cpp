// Public vectors: RFC 6962 roots, transparency-dev/merkle's proofs, C2SP notes, checkpoints and tile paths. They are
// not part of the project; SUNLEDGER_VECTORS names the folder that holds them.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "ledger/proof/checkpoint.h"
#include "ledger/proof/tiles.h"
#include "tests/ledger/proof/naive_tree.h"
#include "tests/ledger/proof/test_keys.h"

using namespace sunledger;
using nlohmann::json;

namespace {

std::optional<std::string> folder() {
  const char* path = std::getenv("SUNLEDGER_VECTORS");
  if (path == nullptr) {
    WARN("SUNLEDGER_VECTORS is not set: the public proof vectors were not run");
    return std::nullopt;
  }
  return path;
}

json read(const std::string& path) {
  std::ifstream file(path);
  INFO(path);
  REQUIRE(file);
  return json::parse(file);
}

// Every JSON file below a folder.
std::vector<std::string> files_below(const std::string& path) {
  std::vector<std::string> files;
  for (const auto& file : std::filesystem::recursive_directory_iterator(path)) {
    if (file.path().extension() == ".json") files.push_back(file.path().string());
  }
  return files;
}

// Nothing unless the base64 is of exactly 32 bytes: a hash of another size never reaches our verifiers.
std::optional<Hash> hash_of(const json& base64) {
  const auto bytes = from_base64(base64.get<std::string>());
  return bytes ? Hash::from(*bytes) : std::nullopt;
}

std::optional<std::vector<Hash>> hashes_of(const json& list) {
  std::vector<Hash> hashes;
  if (list.is_null()) return hashes;
  for (const json& one : list) {
    const auto hash = hash_of(one);
    if (!hash) return std::nullopt;
    hashes.push_back(*hash);
  }
  return hashes;
}

bool inclusion_verifies(const json& one) {
  const auto leaf = hash_of(one.at("leafHash"));
  const auto root = hash_of(one.at("root"));
  const auto proof = hashes_of(one.at("proof"));
  if (!leaf || !root || !proof) return false;
  return verify_inclusion(one.at("leafIdx").get<std::uint64_t>(), one.at("treeSize").get<std::uint64_t>(), *leaf, *root,
                          *proof)
      .ok();
}

bool consistency_verifies(const json& one) {
  const auto old_size = one.at("size1").get<std::uint64_t>();
  const auto new_size = one.at("size2").get<std::uint64_t>();
  auto old_root = hash_of(one.at("root1"));
  auto new_root = hash_of(one.at("root2"));
  const auto proof = hashes_of(one.at("proof"));
  // One public case of equal sizes has roots of 15 bytes and wants agreement. Our roots are 32 bytes by type, so there
  // they are replaced by hashes that are equal where they were equal.
  if (old_size == new_size && !old_root && !new_root) {
    old_root = sha256(as_bytes(one.at("root1").get<std::string>()));
    new_root = sha256(as_bytes(one.at("root2").get<std::string>()));
  }
  if (!old_root || !new_root || !proof) return false;
  return verify_consistency(old_size, new_size, *old_root, *new_root, *proof).ok();
}

}  // namespace

TEST_CASE("the generated RFC 6962 roots are ours for every size in the file") {
  const auto vectors = folder();
  if (!vectors) return;
  const json file = read(*vectors + "/rfc6962_roots_generated.json");
  std::map<std::uint64_t, std::string> roots;
  for (const auto& [size, root] : file.at("roots").items()) roots[std::stoull(size)] = root.get<std::string>();
  REQUIRE(roots.size() == 532);
  const auto leaves = naive::leaves(roots.rbegin()->first);
  Frontier frontier;
  std::size_t run = 0;
  for (std::uint64_t size = 0;; ++size) {
    const auto expected = roots.find(size);
    if (expected != roots.end()) {
      INFO(size);
      REQUIRE(to_base64(frontier.root().view()) == expected->second);
      ++run;
    }
    if (size == leaves.size()) break;
    frontier.append(leaves[size]);
  }
  CHECK(run == roots.size());
}

TEST_CASE("transparency-dev's inclusion proofs get the verdicts they expect") {
  const auto vectors = folder();
  if (!vectors) return;
  const auto files = files_below(*vectors + "/merkle-rfc6962/testdata/inclusion");
  CHECK(files.size() == 98);
  std::size_t accepted = 0;
  for (const std::string& path : files) {
    const json one = read(path);
    INFO(path);
    CHECK(inclusion_verifies(one) != one.at("wantErr").get<bool>());
    accepted += inclusion_verifies(one) ? 1 : 0;
  }
  CHECK(accepted == 6);
}

TEST_CASE("transparency-dev's consistency proofs get the verdicts they expect") {
  const auto vectors = folder();
  if (!vectors) return;
  const auto files = files_below(*vectors + "/merkle-rfc6962/testdata/consistency");
  CHECK(files.size() == 98);
  std::size_t accepted = 0;
  for (const std::string& path : files) {
    const json one = read(path);
    INFO(path);
    CHECK(consistency_verifies(one) != one.at("wantErr").get<bool>());
    accepted += consistency_verifies(one) ? 1 : 0;
  }
  CHECK(accepted == 6);
}

TEST_CASE("the tile paths get the verdicts they expect") {
  const auto vectors = folder();
  if (!vectors) return;
  const json paths = read(*vectors + "/tile_paths.json");
  REQUIRE(!paths.empty());
  for (const json& one : paths) {
    const auto path = one.at("path").get<std::string>();
    INFO(path);
    const auto parsed = parse_tile_path(path);
    if (one.value("reject", false)) {
      CHECK_FALSE(parsed);
      continue;
    }
    REQUIRE(parsed);
    CHECK(*parsed ==
          Tile{one.at("level").get<int>(), one.at("index").get<std::uint64_t>(), one.at("width").get<unsigned>()});
    CHECK(tile_path(*parsed) == path);
  }
}

TEST_CASE("the checkpoint vectors are all refused, as C2SP and our format say") {
  const auto vectors = folder();
  if (!vectors) return;
  const json texts = read(*vectors + "/checkpoint_parse.json");
  REQUIRE(!texts.empty());
  for (const json& one : texts) {
    INFO(one.dump());
    REQUIRE(one.at("verdict").get<std::string>().starts_with("reject"));
    CHECK_FALSE(parse_checkpoint(one.at("text").get<std::string>()));
  }
}

TEST_CASE("the public notes verify, and the malformed and tampered ones do not") {
  const auto vectors = folder();
  if (!vectors) return;
  const json file = read(*vectors + "/signed_note.json");
  std::size_t run = 0;
  for (const json& one : file.at("notes")) {
    INFO(one.at("desc").get<std::string>());
    const auto vkey = parse_vkey(one.at("vkey").get<std::string>());
    REQUIRE(vkey);
    CHECK(format_vkey(*vkey) == one.at("vkey").get<std::string>());
    const auto note = one.at("note").get<std::string>();
    const std::vector<VerifierKey> known = {*vkey};
    CHECK(verify_note(note, known, testing::verify).ok() == one.at("expect_valid").get<bool>());
    CHECK(format_note(*parse_note(note)) == note);
    ++run;
  }
  CHECK(run == 7);

  for (const json& malformed : file.at("malformed_notes")) {
    INFO(malformed.dump());
    CHECK_FALSE(parse_note(malformed.get<std::string>()));
  }
  for (const json& hex : file.at("malformed_note_utf8_hex")) {
    CHECK_FALSE(parse_note(as_text(*from_hex(hex.get<std::string>()))));
  }
  const std::vector<VerifierKey> peter = {*parse_vkey(file.at("notes").at(1).at("vkey").get<std::string>())};
  CHECK_FALSE(verify_note(file.at("tampered_known_key_sig").get<std::string>(), peter, testing::verify));
  for (const json& vkey : file.at("bad_vkeys")) CHECK_FALSE(parse_vkey(vkey.get<std::string>()));
}

TEST_CASE("the public note is signed to the same bytes, and 101 of its signature lines are too many") {
  const auto vectors = folder();
  if (!vectors) return;
  const json signing = read(*vectors + "/signed_note.json").at("signing");
  // PRIVATE+KEY+name+id+base64(type ‖ seed)
  const auto skey = signing.at("skey").get<std::string>();
  const std::size_t name_at = std::string_view("PRIVATE+KEY+").size();
  const std::string name = skey.substr(name_at, skey.find('+', name_at) - name_at);
  const auto payload = from_base64(skey.substr(name_at + name.size() + 1 + 8 + 1));
  REQUIRE(payload);
  const testing::TestKey key(name, *Hash::from(BytesView(*payload).subspan(1)));
  const auto expected = signing.at("expect").get<std::string>();
  CHECK(*sign_note(signing.at("text").get<std::string>(), name, key.public_key(), key.signer()) == expected);

  const std::string line = expected.substr(expected.rfind("\n\n") + 2);
  std::string many = expected;
  for (int i = 0; i < 99; ++i) many += line;
  CHECK(parse_note(many));
  CHECK_FALSE(parse_note(many + line));
}

TEST_CASE("the public cosignature keys and times are read") {
  const auto vectors = folder();
  if (!vectors) return;
  const json file = read(*vectors + "/signed_note.json");
  for (const json& vkey : file.at("keyid_examples_cosigv1")) {
    const auto parsed = parse_vkey(vkey.get<std::string>());
    REQUIRE(parsed);
    CHECK(parsed->type == NoteKeyType::cosignature_v1);
    CHECK(format_vkey(*parsed) == vkey.get<std::string>());
  }
  const json& timed = file.at("cosig_timestamp");
  const auto signature = parse_signature_line("\xe2\x80\x94 name " + timed.at("b64").get<std::string>() + "\n");
  REQUIRE(signature);
  CHECK(signature->bytes.size() == 8 + Signature::size_bytes);
  CHECK(get_u64(signature->bytes) == timed.at("unix").get<std::uint64_t>());
}
