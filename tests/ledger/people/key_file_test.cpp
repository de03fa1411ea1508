#include "ledger/people/key_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "ledger/base/file.h"

using namespace sunledger;

namespace {

Passphrase phrase(std::string_view text) {
  return Passphrase::from(text).value();
}

struct Folder {
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sunledger-keys-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string operator/(const char* name) const { return path + "/" + name; }
  std::string path;
};

std::string encrypted_text(const SecretKey& key) {
  return write_key_file(
      new_key_file(key, "li.wen", KeyPurpose::author, phrase("open"), lowest_passphrase_cost).value());
}

std::string unencrypted_text(const SecretKey& key) {
  return write_key_file(new_unencrypted_key_file(key, "ledger.example/sixian", KeyPurpose::log).value());
}

// Opens a key file's text the way the command line does.
Result<SecretKey> open_text(std::string_view text, std::string_view passphrase = "open") {
  TRY_ASSIGN(const KeyFile file, parse_key_file(text));
  return unlock(file, phrase(passphrase));
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

}  // namespace

TEST_CASE("a key comes back from its file with the right passphrase and not with another") {
  const SecretKey key = SecretKey::generate();
  const std::string text = encrypted_text(key);
  const auto opened = open_text(text);
  REQUIRE(opened);
  CHECK(opened->public_key() == key.public_key());
  CHECK(opened->sign({}) == key.sign({}));

  for (const char* wrong : {"Open", "open ", "ope", "openn"}) {
    const auto refused = open_text(text, wrong);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::permission);
    CHECK_FALSE(refused.error().hint.empty());
  }
  const auto none = unlock(parse_key_file(text).value(), Passphrase());
  REQUIRE_FALSE(none);
  CHECK(none.error().kind == ErrorKind::permission);
}

TEST_CASE("a key file says whose key it is and what for, and hides the secret") {
  const SecretKey key = SecretKey::generate();
  const std::string text = encrypted_text(key);
  const KeyFile file = parse_key_file(text).value();
  CHECK(file.name == "li.wen");
  CHECK(file.purpose == KeyPurpose::author);
  CHECK(file.public_key == key.public_key());
  CHECK(file.is_encrypted());
  CHECK(text.find(to_hex(key.seed())) == std::string::npos);
  CHECK(text != encrypted_text(key));  // a salt and a nonce of its own, each time
}

TEST_CASE("an unencrypted key file opens without a passphrase") {
  const SecretKey key = SecretKey::generate();
  const KeyFile file = parse_key_file(unencrypted_text(key)).value();
  CHECK_FALSE(file.is_encrypted());
  CHECK(file.purpose == KeyPurpose::log);
  const auto opened = unlock(file, Passphrase());
  REQUIRE(opened);
  CHECK(opened->public_key() == key.public_key());
}

TEST_CASE("a key file that stands in this test opens for ever") {
  const std::string text =
      "sunledger-key v1\n"
      "name: \xe6\x9d\x8e\xe6\x96\x87\n"
      "purpose: author\n"
      "public: d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a\n"
      "kdf: argon2id 1 8192\n"
      "salt: 1234bf0fdcabf551e012cf113143f357\n"
      "nonce: 0bf41e070dfc6dd43bc111e7a63db9db3883cf1b539e3c0a\n"
      "secret: 29f4f2039cb4dbabe6b1910e59e9d757a71d1b73f74e17e51a0f83ef0ed6098d565b9e8dc9e7da07a423351be677d9e8\n";
  const auto opened = open_text(text, "correct horse");
  REQUIRE(opened);
  CHECK(to_hex(opened->seed()) == "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
}

TEST_CASE("every flipped bit of a key file is refused") {
  const SecretKey key = SecretKey::generate();
  for (const std::string& text : {encrypted_text(key), unencrypted_text(key)}) {
    REQUIRE(open_text(text));
    for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
      // Argon2id takes its time, and more of it when the flip is in the numbers of `kdf`: those are parsed, not run.
      std::string changed = text;
      changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
      const auto parsed = parse_key_file(changed);
      if (!parsed) continue;
      CHECK(write_key_file(*parsed) == changed);  // one spelling: it is another file, not another way to write this one
      if (parsed->cost && *parsed->cost != lowest_passphrase_cost) continue;
      CAPTURE(bit, changed);
      CHECK_FALSE(unlock(*parsed, phrase("open")));
    }
  }
}

TEST_CASE("a changed cost does not open the key") {
  const std::string text = encrypted_text(SecretKey::generate());
  CHECK_FALSE(open_text(replaced(text, "argon2id 1 8192", "argon2id 2 8192")));
  CHECK_FALSE(open_text(replaced(text, "argon2id 1 8192", "argon2id 1 16384")));
}

TEST_CASE("a key file cut at any byte, or with anything added, is refused") {
  const SecretKey key = SecretKey::generate();
  for (const std::string& text : {encrypted_text(key), unencrypted_text(key)}) {
    for (std::size_t size_bytes = 0; size_bytes < text.size(); ++size_bytes) {
      CAPTURE(size_bytes);
      CHECK_FALSE(parse_key_file(text.substr(0, size_bytes)));
    }
    for (const char* more : {"\n", " ", "name: x\n", "comment: x\n"}) CHECK_FALSE(parse_key_file(text + more));
  }
}

TEST_CASE("unknown, repeated, missing and misplaced lines are refused by line") {
  const std::string text = encrypted_text(SecretKey::generate());
  struct Case {
    const char *what, *with, *line;
  };
  const Case cases[] = {
      {"sunledger-key v1", "sunledger-key v2", "line 1"},
      {"name: li.wen\n", "name: li.wen\nname: li.wen\n", "line 3"},
      {"name: li.wen\n", "", "line 2"},
      {"name: li.wen\npurpose: author\n", "purpose: author\nname: li.wen\n", "line 2"},
      {"name: li.wen", "name: li+wen", "line 2"},
      {"name: li.wen", "name: li wen", "line 2"},
      {"name: li.wen", "name: ", "line 2"},
      {"name: li.wen", "name: li.wen\r", "line 2"},
      {"purpose: author", "purpose: web", "line 3"},
      {"public: ", "public: 0", "line 4"},
      {"kdf: argon2id 1 8192", "kdf: argon2i 1 8192", "line 5"},
      {"kdf: argon2id 1 8192", "kdf: argon2id 01 8192", "line 5"},
      {"kdf: argon2id 1 8192", "kdf: argon2id 1", "line 5"},
      {"kdf: argon2id 1 8192", "kdf: argon2id 1 8192 1", "line 5"},
      {"kdf: argon2id 1 8192", "kdf: argon2id -1 8192", "line 5"},
      {"salt: ", "pepper: ", "line 6"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what, c.with);
    const auto parsed = parse_key_file(replaced(text, c.what, c.with));
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().kind == ErrorKind::invalid);
    CHECK(parsed.error().message.find(c.line) != std::string::npos);
  }
}

TEST_CASE("a hostile key file cannot exhaust the computer") {
  const std::string text = encrypted_text(SecretKey::generate());
  for (const char* cost : {"17 8192", "0 8192", "1 8191", "1 1073741825", "1 18446744073709551615",
                           "1 99999999999999999999", "18446744073709551615 8192"}) {
    CAPTURE(cost);
    CHECK_FALSE(parse_key_file(replaced(text, "1 8192", cost)));
  }
  CHECK(parse_key_file(replaced(text, "1 8192", "16 1073741824")));
  CHECK_FALSE(parse_key_file(std::string(1 << 20, 'x')));
  CHECK_FALSE(parse_key_file(replaced(text, "li.wen", std::string(256, 'x'))));
}

TEST_CASE("a public key that is unusable or another's is refused") {
  const SecretKey key = SecretKey::generate();
  const SecretKey other = SecretKey::generate();
  const std::string text = unencrypted_text(key);
  CHECK_FALSE(open_text(replaced(text, to_hex(key.public_key().view()), to_hex(other.public_key().view()))));
  CHECK_FALSE(parse_key_file(replaced(text, to_hex(key.public_key().view()), "01" + std::string(62, '0'))));
}

TEST_CASE("a key is not sealed by nothing, under a bad name or at a cost outside the limits") {
  const SecretKey key = SecretKey::generate();
  CHECK_FALSE(new_key_file(key, "li.wen", KeyPurpose::author, Passphrase(), lowest_passphrase_cost));
  for (const char* name :
       {"", "li wen", "li+wen", "li\nwen", "li\xe3\x80\x80wen", "\xff", "\xed\xa0\x80", "\xc0\xaf"}) {
    CHECK_FALSE(new_unencrypted_key_file(key, name, KeyPurpose::author));
  }
  CHECK_FALSE(new_key_file(key, "li.wen", KeyPurpose::author, phrase("open"), {17, 8192}));
  CHECK_FALSE(new_key_file(key, "li.wen", KeyPurpose::author, phrase("open"), {1, 1ull << 40}));
}

TEST_CASE("key files are their owner's alone and are never overwritten") {
  const Folder folder;
  const std::string path = folder / "li.wen.key";
  const SecretKey key = SecretKey::generate();
  const KeyFile file = parse_key_file(encrypted_text(key)).value();
  REQUIRE(save_key_file(path, file));
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);

  const Status again = save_key_file(path, parse_key_file(unencrypted_text(key)).value());
  REQUIRE_FALSE(again);
  CHECK(again.error().kind == ErrorKind::conflict);

  const auto loaded = load_key_file(path);
  REQUIRE(loaded);
  CHECK_FALSE(loaded->readable_by_others);
  CHECK(unlock(loaded->file, phrase("open")));

  REQUIRE(::chmod(path.c_str(), 0640) == 0);
  CHECK(load_key_file(path)->readable_by_others);
}

TEST_CASE("a key file that is missing or damaged is named in the error") {
  const Folder folder;
  CHECK(load_key_file(folder / "none.key").error().kind == ErrorKind::not_found);
  REQUIRE(create_file(folder / "bad.key", "sunledger-key v1\n", FileMode::secret));
  const auto damaged = load_key_file(folder / "bad.key");
  REQUIRE_FALSE(damaged);
  CHECK(damaged.error().kind == ErrorKind::invalid);
  CHECK(damaged.error().message.find("bad.key") != std::string::npos);
}
