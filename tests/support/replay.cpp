#include "tests/support/replay.h"

#include <map>
#include <vector>

#include "ledger/event/open.h"
#include "ledger/people/signing.h"
#include "ledger/proof/hash.h"
#include "ledger/rules/decide.h"
#include "ledger/rules/scratch_facts.h"
#include "tests/ledger/proof/naive_tree.h"

namespace sunledger::testing {
namespace {

using FactMap = std::map<std::string, std::string>;

std::string shown(const std::string& key) {
  return to_hex(as_bytes(key)) + " (family " + key.substr(0, 1) + ")";
}

std::string difference(const FactMap& stored, const FactMap& folded) {
  for (const auto& [key, value] : folded) {
    const auto found = stored.find(key);
    if (found == stored.end()) return "fact " + shown(key) + " is not stored";
    if (found->second != value) return "fact " + shown(key) + " is stored with another value";
  }
  for (const auto& [key, value] : stored) {
    if (!folded.contains(key)) return "fact " + shown(key) + " is stored and follows from no entry";
  }
  return {};
}

class Replay {
 public:
  Replay() : scratch_(std::move(ScratchFacts::create("")).value()), facts_(*scratch_) {}

  // In words what is wrong with this entry.
  std::string take(const Entry& entry, BytesView bytes) {
    const std::string at = "entry " + std::to_string(leaves_.size()) + ": ";
    if (entry.position.value != leaves_.size()) return at + "it stands at another position";
    if (entry.recorded_ms < last_ms_) return at + "its time is before that of the entry before";
    last_ms_ = entry.recorded_ms;
    if (!verify_event(entry.author, entry.signed_bytes, entry.signature)) return at + "its signature is not valid";
    const Place place{entry.position, entry.recorded_ms};
    const Judgement judgement = decide(facts_, opener_, entry.signed_bytes, place, [this](std::uint64_t size) {
      return Result<Hash>(naive::root(naive::Leaves(leaves_).first(size)));
    });
    if (judgement.kind == Judgement::Kind::refused) return at + "refused: " + judgement.refusal->message;
    if (judgement.kind == Judgement::Kind::repeated) return at + "it repeats an earlier one";
    if (judgement.found != entry.rules) return at + "other rules are let through";
    const Envelope envelope = envelope_of(*opener_.open(entry.signed_bytes));
    if (envelope.author != entry.author) return at + "its author is not the one in the signed bytes";
    leaves_.push_back(leaf_hash(bytes));
    settle(facts_, place, envelope.batch, leaves_.back(), bytes);
    return {};
  }

  std::string compare(const Ledger& ledger) {
    if (ledger.size() != leaves_.size()) return "the ledger says that it has another size";
    if (ledger.root() != naive::root(leaves_)) return "the root is not that of the leaves";
    facts_.flush();
    FactMap folded;
    const Status each = scratch_->each([&](std::string_view key, std::string_view value) {
      folded.emplace(key, value);
      return Status();
    });
    if (!each) return each.error().message;
    FactMap stored;
    Facts facts = ledger.facts();
    facts.store().scan("", [&](std::string_view key, std::string_view value) {
      stored.emplace(key, value);
      return true;
    });
    if (auto sound = facts.status(); !sound) return sound.error().message;
    return difference(stored, folded);
  }

 private:
  std::unique_ptr<ScratchFacts> scratch_;
  Facts facts_;
  EventOpener opener_;
  std::vector<Hash> leaves_;
  std::uint64_t last_ms_ = 0;
};

}  // namespace

std::string replay_problem(const Ledger& ledger) {
  Replay replay;
  std::string problem;
  const Status walked = ledger.each_entry(Position(0), [&](const Entry& entry, BytesView bytes) -> Result<bool> {
    problem = replay.take(entry, bytes);
    return problem.empty();
  });
  if (!problem.empty()) return problem;
  if (!walked) return walked.error().message;
  return replay.compare(ledger);
}

}  // namespace sunledger::testing
