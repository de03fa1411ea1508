#include "ledger/verify/outbox.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "ledger/event/entry.h"
#include "ledger/export_tiles.h"
#include "ledger/proof/hash.h"
#include "tests/ledger/verify/test_log.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

namespace fs = std::filesystem;
using State = OutboxAnswer::State;

// Payments, of which the author holds the last one and the log's receipt for it.
struct Author : TestLog {
  std::uint64_t position = 0;
  SignedEvent event;

  Author() {
    for (int i = 0; i < 20; ++i) position = pay("L1", 7);
    const auto entry = read_entry(entries[position]);
    REQUIRE(entry.ok());
    event = {Bytes(entry->signed_bytes.begin(), entry->signed_bytes.end()), entry->signature};
    pay("L1", 7);
    checkpoint();
    store_tiles();
  }
  PromisedEntry promise() const {
    EventOpener opener;
    PromisedEntry promised{origin, position, now_ms, leaf_hash(entries[position]), {}, sha256(event.signed_bytes)};
    promised.command = envelope_of(*opener.open(event.signed_bytes)).command;
    return promised;
  }
  std::string signed_note(const std::string& text, const SecretKey& key) const {
    return *sign_note(text, origin, key.public_key(), [&](BytesView message) { return key.sign(message); });
  }
  std::string receipt(const PromisedEntry& promised) const { return signed_note(format_receipt(promised), log_key); }

  // As many entries as there are, or fewer.
  AnsweringLog answers(std::uint64_t size, bool is_whole) const {
    AnsweringLog log;
    log.origin = origin;
    log.size = size;
    log.is_whole = is_whole;
    log.keys = {log_vkey()};
    log.recorded_at = [](const CommandId&, const Hash&) -> Result<std::optional<std::uint64_t>> {
      return std::optional<std::uint64_t>();
    };
    log.leaf_at = [this](std::uint64_t at) -> Result<Hash> { return leaf_hash(entries[at]); };
    return log;
  }
};

State state_of(const HandedIn& item, const AnsweringLog& log) {
  const auto answers = judge_outbox({item}, log);
  REQUIRE(answers.ok());
  REQUIRE(answers->size() == 1);
  return answers->front().state;
}

std::optional<ErrorKind> kind_of(const HandedIn& item, const AnsweringLog& log) {
  const auto answers = judge_outbox({item}, log);
  REQUIRE(answers.ok());
  const auto error = outbox_error(*answers);
  return error ? std::optional(error->kind) : std::nullopt;
}

}  // namespace

TEST_CASE("a log is held to what it promised") {
  const Author author;
  const HandedIn kept{"a.receipt", std::nullopt, {}, author.receipt(author.promise())};
  PromisedEntry other = author.promise();
  other.leaf.bytes[0] ^= 1;
  const HandedIn broken{"b.receipt", std::nullopt, {}, author.receipt(other)};

  const AnsweringLog whole = author.answers(author.size(), true);
  CHECK(state_of(kept, whole) == State::recorded);
  CHECK(kind_of(kept, whole) == std::nullopt);
  CHECK(state_of(broken, whole) == State::withheld);
  CHECK(kind_of(broken, whole) == ErrorKind::corrupt);
  // A ledger that ends before it lost it; an export may only be older.
  CHECK(state_of(kept, author.answers(author.position, true)) == State::withheld);
  CHECK(state_of(kept, author.answers(author.position, false)) == State::not_shown);
  CHECK(kind_of(kept, author.answers(author.position, false)) == ErrorKind::incomplete);
}

TEST_CASE("an event without an answer is unproven, and the log's refusal of it is one") {
  const Author author;
  const AnsweringLog log = author.answers(author.size(), true);
  HandedIn item{"a.signed", author.event, {}, {}};
  CHECK(state_of(item, log) == State::unproven);
  CHECK(kind_of(item, log) == ErrorKind::incomplete);
  const auto refusal = [&](const Hash& event) {
    return "sunledger/refusal/v1\n" + author.origin + "\n" + to_hex(event.view()) + "\nbudget.available 8\n" +
           to_base64(Hash{}.view()) + "\n";
  };
  item.refusal = author.signed_note(refusal(sha256(author.event.signed_bytes)), author.log_key);
  CHECK(state_of(item, log) == State::refused);
  item.refusal = author.signed_note(refusal(Hash{}), author.log_key);
  CHECK(judge_outbox({item}, log).error().kind == ErrorKind::corrupt);
  item.refusal = author.signed_note(refusal(sha256(author.event.signed_bytes)), author.admin);
  CHECK(judge_outbox({item}, log).error().kind == ErrorKind::corrupt);
}

TEST_CASE("a receipt of another log, for another event, by another key, or changed in any byte convicts nobody") {
  const Author author;
  const AnsweringLog log = author.answers(author.size(), true);
  PromisedEntry promised = author.promise();
  promised.event.bytes[3] ^= 1;
  CHECK(judge_outbox({{"a.signed", author.event, {}, author.receipt(promised)}}, log).error().kind ==
        ErrorKind::corrupt);
  const std::string by_another = author.signed_note(format_receipt(author.promise()), author.admin);
  CHECK_FALSE(judge_outbox({{"a.receipt", std::nullopt, {}, by_another}}, log).ok());
  AnsweringLog other = log;
  other.origin = "demo.example/other";
  const std::string receipt = author.receipt(author.promise());
  CHECK_FALSE(judge_outbox({{"a.receipt", std::nullopt, {}, receipt}}, other).ok());
  for (std::size_t i = 0; i < receipt.size(); ++i) {
    std::string changed = receipt;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CAPTURE(i);
    CHECK_FALSE(judge_outbox({{"a.receipt", std::nullopt, {}, changed}}, log).ok());
  }
}

TEST_CASE("tiles answer what leads to the root that the log signed, and nothing else") {
  Author author;
  std::string pattern = (fs::temp_directory_path() / "outbox.XXXXXX").string();
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  REQUIRE(export_tiles(author, author.input().hash_tile, author.checkpoints.rbegin()->second, pattern).ok());
  const std::vector<HandedIn> items = {{"a.signed", author.event, {}, {}},
                                       {"b.receipt", std::nullopt, {}, author.receipt(author.promise())}};
  const std::vector<VerifierKey> keys = {author.log_vkey()};
  {
    const auto tiles = TilesFolder::open(pattern);
    REQUIRE(tiles.ok());
    const auto log = answering_log(**tiles, keys, nullptr, items);
    REQUIRE(log.ok());
    const auto answers = judge_outbox(items, *log);
    REQUIRE(answers.ok());
    for (const OutboxAnswer& answer : *answers) {
      CHECK(answer.state == State::recorded);
      CHECK(answer.position == author.position);
    }
    const std::vector<VerifierKey> strangers = {{author.origin, NoteKeyType::ed25519, author.admin.public_key()}};
    CHECK_FALSE(answering_log(**tiles, strangers, nullptr, items).ok());
  }
  // The same folder with one entry changed, in the header that the author did not sign.
  Byte& time = author.entries[author.position - 3][19];
  time = static_cast<Byte>(time ^ 1);
  const Tile bundle = tile_in_tree(entries_level, 0, author.size());
  std::vector<BytesView> views(author.entries.begin(), author.entries.end());
  std::FILE* out = std::fopen((pattern + "/" + tile_path(bundle)).c_str(), "wb");
  REQUIRE(out != nullptr);
  const Bytes bytes = *encode_entry_bundle(views);
  REQUIRE(std::fwrite(bytes.data(), 1, bytes.size(), out) == bytes.size());
  std::fclose(out);
  CHECK(answering_log(**TilesFolder::open(pattern), keys, nullptr, items).error().kind == ErrorKind::corrupt);
  fs::remove_all(pattern);
}
