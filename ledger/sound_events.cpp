#include "ledger/sound_events.h"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>

#include "ledger/base/text.h"
#include "ledger/event/open.h"

namespace sunledger {
namespace {

std::optional<Error> unsound(EventOpener& opener, const SignedEvent& event) {
  const auto opened = opener.open(event.signed_bytes);
  if (!opened) return opened.error();
  if (verify_event(envelope_of(*opened).author, event.signed_bytes, event.signature)) return std::nullopt;
  Error error = make_error(ErrorKind::permission, say("The event's signature is not valid for its author's key."),
                           say("Sign the event again with the author's own key."));
  error.name = text_of(Rule::event_signature).name;
  return error;
}

}  // namespace

// Many events are shared with a second thread, piece by piece, so that a core that only waits for
// the disk, or that nobody uses, helps.
std::optional<Unsound> first_unsound(std::span<const SignedEvent> events) {
  constexpr std::size_t piece = 16;
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> found = false;
  // Pieces are taken in order and each is gone through up to its first: the smaller of two threads' answers is the
  // first.
  const auto work = [&](std::optional<Unsound>& mine) {
    EventOpener opener;
    while (!found) {
      const std::size_t begin = next.fetch_add(piece);
      if (begin >= events.size()) return;
      for (std::size_t i = begin; i < std::min(begin + piece, events.size()); ++i) {
        auto error = unsound(opener, events[i]);
        if (!error) continue;
        mine = Unsound{i, *std::move(error)};
        found = true;
        return;
      }
    }
  };
  std::optional<Unsound> mine;
  std::optional<Unsound> helpers;
  std::thread helper;
  if (events.size() >= 4 * piece) {
    try {
      helper = std::thread([&] { work(helpers); });
    } catch (const std::system_error&) {
      // No thread to be had: then this one does it all.
    }
  }
  work(mine);
  if (helper.joinable()) helper.join();
  if (!mine || (helpers && helpers->index < mine->index)) return helpers;
  return mine;
}

}  // namespace sunledger
