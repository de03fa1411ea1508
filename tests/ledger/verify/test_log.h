#pragma once
// A small signed log in memory, made as the door makes it, and the vocabulary to damage it: stories of verification.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ledger/event/entry_source.h"
#include "ledger/event/open.h"
#include "ledger/people/signing.h"
#include "ledger/rules/decide.h"
#include "ledger/rules/fact_store.h"
#include "ledger/verify/verify.h"

namespace sunledger::testing {

using Fill = std::function<void(schema::Event::Builder)>;

class TestLog : public EntrySource {
 public:
  // Opened by `admin` at that origin, the default charter adopted; recorder, reviewer and approver in office;
  // the codes and three approved lines of 2025: L1, L2, L3 with 10 million yuan each.
  // Everything is the same in every log made by the same steps: a second one is a fork waiting to happen.
  explicit TestLog(std::string origin_in = "demo.example/county");

  const std::string origin;
  SecretKey admin, recorder, reviewer, approver, log_key;

  // What an author signs next; a story changes it before it is recorded.
  struct Draft {
    Envelope envelope;
    EventBytes event;
  };
  Draft draft(const SecretKey& author, const Fill& fill);
  // Judges and records it; throws when it is refused.
  std::uint64_t record(const SecretKey& author, const Fill& fill);
  std::uint64_t record(const SecretKey& author, const Draft& draft);
  // Puts it in whatever the rules say, with these numbers noted as let through.
  std::uint64_t force(const SecretKey& author, const Draft& draft, std::vector<std::uint16_t> rules = {});
  std::uint64_t pay(const std::string& line, std::int64_t fen, const SecretKey* author = nullptr);
  static Fill payment(const std::string& voucher, const std::string& line, std::int64_t fen);

  // Signs a checkpoint over everything so far and keeps it.
  std::string checkpoint();
  std::string checkpoint_with(const SecretKey& key, std::uint64_t size);
  // The last checkpoint, cosigned by a witness at that time.
  std::string cosigned(const SecretKey& witness, const std::string& name, std::uint64_t seconds);

  // Computes the hash tiles of the entries as they are now; until then there are none.
  void store_tiles();
  void store_facts();

  VerifyInput input() const;  // looks at this log for as long as it lives
  VerifierKey log_vkey() const { return {origin, NoteKeyType::ed25519, log_key.public_key()}; }

  std::uint64_t size() const override { return entries.size(); }
  Result<Bytes> entry_bytes(Position position) const override;
  Status each_entry(Position first,
                    const std::function<Result<bool>(const Entry&, BytesView bytes)>& visit) const override;

  std::vector<Bytes> entries;
  std::map<std::pair<int, std::uint64_t>, Bytes> tiles;  // level, index
  std::map<std::uint64_t, std::string> checkpoints;
  std::map<std::string, std::string> facts;  // what was stored beside the log
  std::map<Hash, Bytes> documents;
  std::map<std::uint64_t, std::string> unreadable;  // positions, and why
  bool has_tiles = false, has_facts = false;
  Day today{20089};  // 2025-01-01
  std::uint64_t now_ms = 1735693200000;

 private:
  class MapFacts;
  std::uint64_t append(const SecretKey& author, BytesView signed_bytes, std::vector<std::uint16_t> rules);
  Hash root_of(std::uint64_t size) const;
  void appoint(const SecretKey& key, const std::string& person, schema::Role role);

  std::shared_ptr<MapFacts> kept_;
  std::unique_ptr<Facts> door_;
  EventOpener opener_;
  Hash genesis_;
  std::uint64_t commands_ = 0;
  std::uint64_t head_size_ = 0;
  Hash head_root_;
};

// The result of that check; throws when it was not wanted.
const CheckResult& result_of(const VerifyReport& report, Check check);
// "tree.hashes 3, signatures.valid 3": failed checks with the first position each, in the table's order.
std::string failures(const VerifyReport& report);
VerifyReport verify_now(const VerifyInput& input, unsigned threads = 1, std::vector<std::string> only = {});

}  // namespace sunledger::testing
