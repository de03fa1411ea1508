// One log key follows another: old checkpoints and proofs stay valid, new ones are the new key's, and whatever instant
// the machine stops at, the ledger opens with one of the two.

#include <catch2/catch.hpp>
#include <filesystem>

#include "ledger/base/file.h"
#include "ledger/people/key_file.h"
#include "ledger/people/possession.h"
#include "ledger/settings.h"
#include "ledger/verify/verify.h"
#include "tests/support/federation.h"

using namespace sunledger;
using namespace sunledger::testing;
namespace fs = std::filesystem;

namespace {

Ledger::Draft rotation(const Ledger::NextLogKey& next, Day day, const std::string& command = "rotate") {
  return draft(day, command, [&](schema::Event::Builder event) {
    auto rotated = event.initLogKeyRotated();
    rotated.setKey(capnp::Data::Reader(next.key.bytes.data(), 32));
    rotated.setProof(capnp::Data::Reader(next.proof.bytes.data(), 64));
    if (next.handover) rotated.setHandover(capnp::Data::Reader(next.handover->bytes.data(), 64));
    rotated.setReason("年度更换");
  });
}

Ledger::Draft body(Day day, const std::string& id) {
  return draft(day, "body " + id, [&](schema::Event::Builder event) {
    auto registered = event.initBodyRegistered();
    registered.setBody(id);
    registered.setName("某乡" + id);
    registered.setType(schema::BodyRegistered::Type::TOWNSHIP);
  });
}

struct County {
  Federation federation;
  VerifierKey old_key = federation.ledger().log_vkey();
  std::string next_path = federation.folder() / "next.key";

  Ledger& ledger() { return federation.ledger(); }
  void record(const std::string& id) { federation.record(federation.administrator(), body(federation.today(), id)); }
  Receipt rotate() {
    REQUIRE(ledger().checkpoint());
    const auto next = ledger().prepare_log_key(next_path, Passphrase());
    REQUIRE(next);
    return federation.record(federation.administrator(), rotation(*next, federation.today()));
  }
  std::string checkpoint() {
    const auto note = ledger().checkpoint();
    REQUIRE(note);
    return *note;
  }
  VerifyReport verify(const std::optional<VerifierKey>& key, std::vector<std::string> only = {}) {
    const auto read = Ledger::open_to_examine(federation.dir());
    REQUIRE(read);
    VerifyInput input;
    input.size = (*read)->size();
    input.read_entries = read_entries_of(**read);
    input.each_checkpoint = [&](std::uint64_t from, const auto& visit) {
      return (*read)->each_checkpoint(from, visit);
    };
    input.log_key = key;
    Facts facts = (*read)->facts();
    input.facts = StoredFacts{
        [&](const auto& visit) {
          facts.store().scan("", visit);
          return facts.status();
        },
        [&](std::string_view name, std::string& value) -> Result<bool> { return facts.store().get(name, value); }};
    VerifyOptions options;
    options.only_checks = std::move(only);
    const auto report = verify_log(input, options);
    REQUIRE(report);
    for (const CheckResult& check : report->checks) {
      for (const Problem& problem : check.problems) UNSCOPED_INFO(problem.message);
      for (const Problem& note : check.notes) UNSCOPED_INFO(note.message);
    }
    return *report;
  }
};

bool is_signed_by(const std::string& note, const VerifierKey& key) {
  return open_checkpoint(note, std::span(&key, 1), sunledger::verify).ok();
}

std::string slurp(const std::string& path) {
  const auto text = read_file(path, 1 << 20);
  REQUIRE(text);
  return *text;
}

// The ledger's files and both keys' as they stand, to be put back.
class Moment {
 public:
  Moment(const County& county, const std::string& name)
      : from_(county.federation.folder().path()), to_(from_ + "." + name) {
    fs::remove_all(to_);
    fs::copy(from_, to_, fs::copy_options::recursive);
  }
  ~Moment() { fs::remove_all(to_); }
  void put_back(const std::string& file) const {
    fs::remove_all(from_ + "/" + file);
    if (fs::exists(to_ + "/" + file)) fs::copy(to_ + "/" + file, from_ + "/" + file, fs::copy_options::recursive);
  }

 private:
  std::string from_, to_;
};

}  // namespace

TEST_CASE("after a rotation the new key signs, and both keys verify the whole log") {
  County county;
  county.record("a");
  const std::string before = county.checkpoint();
  county.rotate();
  const VerifierKey new_key = county.ledger().log_vkey();
  CHECK(new_key != county.old_key);
  county.record("b");
  const std::string after = county.checkpoint();
  CHECK(is_signed_by(before, county.old_key));
  CHECK(is_signed_by(after, new_key));
  CHECK_FALSE(is_signed_by(after, county.old_key));
  CHECK(county.ledger().log_keys().open(before, sunledger::verify).ok());
  CHECK(county.ledger().log_keys().open(after, sunledger::verify).ok());
  county.federation.close();
  for (const auto& key : {std::optional<VerifierKey>(), std::optional(county.old_key), std::optional(new_key)}) {
    const VerifyReport report = county.verify(key);
    CHECK_FALSE(report.failed());
    CHECK_FALSE(report.incomplete());
    // The same from the checkpoints' check alone, which replays no rules.
    const VerifyReport alone = county.verify(key, {"tree.checkpoints"});
    CHECK_FALSE(alone.failed());
    CHECK_FALSE(alone.incomplete());
  }
  const VerifierKey strange{new_key.name, NoteKeyType::ed25519, SecretKey::generate().public_key()};
  CHECK(county.verify(strange).failed());
}

TEST_CASE("the ledger opens again with the new key, and a second rotation follows the first") {
  County county;
  county.rotate();
  REQUIRE(county.federation.open());
  county.record("a");
  const VerifierKey second = county.ledger().log_vkey();
  REQUIRE(county.ledger().checkpoint());
  const auto next = county.ledger().prepare_log_key(county.federation.folder() / "third.key", Passphrase());
  REQUIRE(next);
  county.federation.record(county.federation.administrator(), rotation(*next, county.federation.today(), "again"));
  county.record("b");
  const std::string note = county.checkpoint();
  const VerifierKey third = county.ledger().log_vkey();
  CHECK(third != second);
  county.federation.close();
  for (const VerifierKey& key : {county.old_key, second, third}) CHECK_FALSE(county.verify(key).failed());
  REQUIRE(county.federation.open());
}

TEST_CASE("whatever instant a rotation is cut at, the ledger opens with one of the two keys and goes on") {
  County county;
  county.record("a");
  county.checkpoint();
  county.federation.close();
  const Moment before(county, "before");
  REQUIRE(county.federation.open());
  REQUIRE(county.ledger().prepare_log_key(county.next_path, Passphrase()));
  county.federation.close();
  const Moment prepared(county, "prepared");
  REQUIRE(county.federation.open());
  county.rotate();
  const VerifierKey new_key = county.ledger().log_vkey();
  county.federation.close();

  const auto goes_on = [&](const VerifierKey& expected) {
    REQUIRE(county.federation.open());
    CHECK(county.ledger().log_vkey() == expected);
    county.record("later");
    CHECK(is_signed_by(county.checkpoint(), expected));
    county.federation.close();
    CHECK_FALSE(county.verify(county.old_key).failed());
    const auto settings = load_settings(county.federation.dir());
    REQUIRE(settings);
    if (expected == new_key) {
      CHECK(settings->log_key == county.next_path);
      CHECK(settings->next_log_key.empty());
    }
  };
  SECTION("settings name the next key, and nothing of it is there") {
    prepared.put_back("ledger");
    prepared.put_back("log.key.head");
    fs::remove(county.next_path);
    fs::remove(county.next_path + ".head");
    goes_on(county.old_key);
    // The same command again makes the key anew.
    REQUIRE(county.federation.open());
    county.rotate();
    CHECK(county.ledger().log_vkey() != county.old_key);
  }
  SECTION("the key and its head are there, the event is not") {
    prepared.put_back("ledger");
    prepared.put_back("log.key.head");
    prepared.put_back("next.key.head");
    goes_on(county.old_key);
    REQUIRE(county.federation.open());
    county.rotate();
    CHECK(county.ledger().log_vkey() == new_key);
  }
  SECTION("the event is recorded, and the new key has signed nothing that was kept") {
    prepared.put_back("ledger/settings");
    prepared.put_back("log.key.head");
    prepared.put_back("next.key.head");
    goes_on(new_key);
  }
  SECTION("the new key signed, and the old key's head does not know") {
    prepared.put_back("ledger/settings");
    prepared.put_back("log.key.head");
    goes_on(new_key);
  }
  SECTION("only the settings are as before") {
    prepared.put_back("ledger/settings");
    goes_on(new_key);
  }
  SECTION("nothing is left to do") {
    goes_on(new_key);
  }
}

TEST_CASE("an older copy of the folder, from before the rotation, is not opened with the old key again") {
  County county;
  county.record("a");
  county.checkpoint();
  county.federation.close();
  const Moment before(county, "before");
  REQUIRE(county.federation.open());
  county.rotate();
  county.federation.close();
  before.put_back("ledger");
  const Status opened = county.federation.open();
  REQUIRE_FALSE(opened.ok());
  CHECK(opened.error().kind == ErrorKind::corrupt);
}

TEST_CASE("a checkpoint that the old key signs after it was followed fails verification") {
  County county;
  county.record("a");
  county.rotate();
  county.record("b");
  county.checkpoint();
  const std::uint64_t size = county.ledger().size();
  const Checkpoint later{county.old_key.name, size, county.ledger().root()};
  county.federation.close();
  const auto loaded = load_key_file(county.federation.log_key());
  REQUIRE(loaded);
  const auto secret = unlock(loaded->file, Passphrase());
  REQUIRE(secret);
  const auto forged =
      sign_checkpoint(later, secret->public_key(), [&](BytesView message) { return secret->sign(message); });
  REQUIRE(forged);
  const auto read = Ledger::open_to_examine(county.federation.dir());
  REQUIRE(read);
  VerifyInput input;
  input.size = size;
  input.read_entries = read_entries_of(**read);
  input.each_checkpoint = [&](std::uint64_t from, const auto& visit) -> Status {
    if (from <= size) visit(size, *forged);
    return {};
  };
  VerifyOptions options;
  options.only_checks = {"tree.checkpoints"};
  const auto report = verify_log(input, options);
  REQUIRE(report);
  REQUIRE(report->failed());
  CHECK(report->checks.front().problems.front().message.find("another one followed") != std::string::npos);
}

TEST_CASE("a lost log key is replaced by the administrators; who holds only the old key is told so") {
  County county;
  county.record("a");
  county.checkpoint();
  county.federation.close();
  fs::remove(county.federation.log_key());
  CHECK_FALSE(county.federation.open().ok());
  Ledger::Options options = county.federation.options();
  options.log_key_is_lost = true;
  {
    auto opened = Ledger::open_to_write(county.federation.dir(), options);
    REQUIRE(opened);
    // Nothing else is recorded meanwhile.
    const Ledger::Draft other = body(county.federation.today(), "x");
    CHECK_FALSE((*opened)->record(county.federation.administrator().key, std::span(&other, 1)).ok());
    CHECK_FALSE((*opened)->checkpoint().ok());
    const auto next = (*opened)->prepare_log_key(county.next_path, Passphrase());
    REQUIRE(next);
    CHECK_FALSE(next->handover.has_value());
    const Ledger::Draft draft = rotation(*next, county.federation.today());
    const auto result = (*opened)->record(county.federation.administrator().key, std::span(&draft, 1));
    REQUIRE(result.ok());
    CHECK(result.receipts.front().found == std::vector<std::uint16_t>{123});
    CHECK((*opened)->log_vkey().key == next->key);
    REQUIRE((*opened)->checkpoint());
  }
  REQUIRE(county.federation.open());
  county.record("b");
  county.checkpoint();
  const VerifierKey new_key = county.ledger().log_vkey();
  county.federation.close();
  const VerifyReport by_old = county.verify(county.old_key);
  CHECK_FALSE(by_old.failed());
  CHECK(by_old.incomplete());
  const VerifyReport by_new = county.verify(new_key);
  CHECK_FALSE(by_new.failed());
  CHECK_FALSE(by_new.incomplete());
}

TEST_CASE("a key file that is there already, or inside the folder, is never taken for the next log key") {
  County county;
  CHECK(county.ledger().prepare_log_key(county.federation.log_key(), Passphrase()).error().kind == ErrorKind::conflict);
  CHECK(county.ledger().prepare_log_key(county.federation.dir() + "/next.key", Passphrase()).error().kind ==
        ErrorKind::invalid);
  CHECK(load_settings(county.federation.dir())->next_log_key.empty());
}
