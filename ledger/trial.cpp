// A trial: drafts judged as if they were recorded now, in scratch space.

#include "ledger/ledger_state.h"
#include "ledger/rules/scratch_facts.h"

namespace sunledger {
namespace {

class LedgerTrial : public Ledger::Trial {
 public:
  LedgerTrial(const Store& store, std::unique_ptr<ScratchFacts> accepted, const PublicKey& author, const Hash& ledger,
              std::uint64_t size, std::uint64_t recorded_ms)
      : store_(store),
        base_(store),
        accepted_(std::move(accepted)),
        overlay_(*accepted_),
        facts_(overlay_),
        size_(size),
        recorded_ms_(recorded_ms) {
    accepted_->set_below(&base_);
    envelope_.author = author;
    envelope_.ledger = ledger;
    envelope_.number = 1;
  }

  Judgement judge(const Ledger::Draft& draft) override {
    envelope_.command = draft.command;
    envelope_.date = draft.date;
    envelope_.batch = draft.batch;
    Judgement judgement;
    const auto composed = compose_signed(envelope_, draft.event);
    if (!composed) {
      judgement.kind = Judgement::Kind::refused;
      judgement.refusal = composed.error();
      return judgement;
    }
    const Place place{Position(size_), recorded_ms_};
    judgement = decide(facts_, opener_, *composed, place, {},
                       DecideOptions{.trial = true, .entry_at = [this](std::uint64_t position) {
                                       return store_.entry(Position(position));
                                     }});
    if (judgement.kind == Judgement::Kind::accepted) {
      facts_.flush();
      overlay_.merge_into(*accepted_);
      ++size_;
    } else {
      facts_.forget();
    }
    overlay_.drop();
    return judgement;
  }

  Status status() const override { return accepted_->status(); }

 private:
  const Store& store_;
  LogFacts base_;
  std::unique_ptr<ScratchFacts> accepted_;
  FactOverlay overlay_;
  Facts facts_;
  EventOpener opener_;
  Envelope envelope_;
  std::uint64_t size_;
  std::uint64_t recorded_ms_;
};

}  // namespace

Result<std::unique_ptr<Ledger::Trial>> Ledger::begin_trial(const PublicKey& author,
                                                           const std::string& scratch_dir) const {
  TRY_ASSIGN(auto scratch, ScratchFacts::create(scratch_dir));
  const std::lock_guard lock(state_->door);
  return std::unique_ptr<Trial>(new LedgerTrial(*state_->store, std::move(scratch), author, state_->ledger.genesis,
                                                state_->frontier.size(),
                                                std::max(state_->last_recorded_ms, state_->options.clock())));
}

Result<std::string> Ledger::checkpoint() {
  const std::lock_guard lock(state_->door);
  return state_->sign_checkpoint();
}

}  // namespace sunledger
