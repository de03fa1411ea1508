#include "ledger/sign_drafts.h"

#include <thread>
#include <unordered_set>

namespace sunledger {

Result<std::vector<SignedEvent>> sign_drafts(const SigningHead& head, const SecretKey& author,
                                             std::span<const Ledger::Draft> drafts,
                                             const std::function<bool(const Ledger::Draft&)>& is_recorded,
                                             std::size_t* failed_index) {
  Envelope envelope;
  envelope.ledger = head.ledger;
  envelope.author = author.public_key();
  envelope.head_size = head.size;
  envelope.head_root = head.root;
  envelope.number = head.next_number;
  std::vector<SignedEvent> events(drafts.size());
  std::unordered_set<CommandId> in_this_call;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    envelope.command = drafts[i].command;
    envelope.date = drafts[i].date;
    envelope.batch = drafts[i].batch;
    auto composed = compose_signed(envelope, drafts[i].event);
    if (!composed) {
      if (failed_index != nullptr) *failed_index = i;
      return std::move(composed).error();
    }
    events[i].signed_bytes = std::move(*composed);
    const bool is_new = in_this_call.insert(envelope.command).second;
    if (is_new && !(is_recorded && is_recorded(drafts[i]))) ++envelope.number;
  }
  const auto sign_range = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) events[i].signature = sign_event(author, events[i].signed_bytes);
  };
  const std::size_t middle = drafts.size() / 2;
  if (drafts.size() >= 64) {
    std::thread helper(sign_range, middle, drafts.size());
    sign_range(0, middle);
    helper.join();
  } else {
    sign_range(0, drafts.size());
  }
  return events;
}

}  // namespace sunledger
