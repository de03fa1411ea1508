#include "projections/package/checkpoint_notes.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/note.h"

namespace sunledger {
namespace {

constexpr std::string_view signature_mark = "\xE2\x80\x94 ";  // an em dash and a space (C2SP signed-note)
constexpr std::size_t window_bytes = 4 * note_size_limit_bytes;

}  // namespace

std::size_t length_of_first_note(std::string_view text, bool is_all) {
  const std::size_t blank = text.find("\n\n");
  if (blank == std::string_view::npos) return 0;
  std::size_t end = blank + 2;
  while (text.substr(end).starts_with(signature_mark)) {
    const std::size_t line = text.find('\n', end);
    if (line == std::string_view::npos) return 0;
    end = line + 1;
  }
  // The next line may be a signature's too, of which only the beginning is here.
  if (!is_all && text.size() - end < signature_mark.size()) return 0;
  return end == blank + 2 ? 0 : end;
}

Result<CheckpointNotes> CheckpointNotes::read(OpenFile file) {
  CheckpointNotes notes(std::move(file));
  TRY(notes.read_index());
  return notes;
}

Status CheckpointNotes::read_index() {
  const auto wrong = [&](ErrorKind kind, std::string why) {
    return make_error(kind, say("The checkpoints, number {0}: {1}", {places_.size() + 1, std::move(why)}),
                      say("The file was damaged or changed: use a copy of it as it was written."));
  };
  Bytes window;
  std::uint64_t window_begin = 0;
  for (std::uint64_t offset = 0; offset < file_.size_bytes();) {
    if (window_begin + window.size() < std::min<std::uint64_t>(file_.size_bytes(), offset + note_size_limit_bytes) ||
        window.empty()) {
      TRY_ASSIGN(window, file_.read_at(offset, window_bytes));
      window_begin = offset;
    }
    const std::string_view rest = as_text(window).substr(static_cast<std::size_t>(offset - window_begin));
    const bool is_all = window_begin + window.size() >= file_.size_bytes();
    const std::size_t length = length_of_first_note(rest, is_all);
    if (length == 0 || length > note_size_limit_bytes) return wrong(ErrorKind::invalid, say("this is no signed note."));
    TRY_ASSIGN(const Note note, parse_note(rest.substr(0, length)));
    const auto checkpoint = parse_checkpoint(note.text);
    if (!checkpoint) return wrong(ErrorKind::invalid, checkpoint.error().message);
    if (!places_.empty() && checkpoint->size <= places_.back().size) {
      return wrong(ErrorKind::corrupt, say("the checkpoints do not stand in the order of their sizes."));
    }
    if (places_.size() == most_notes)
      return wrong(ErrorKind::invalid, say("{0} are more than {1}.", {most_notes + 1, most_notes}));
    places_.push_back({checkpoint->size, offset, static_cast<std::uint32_t>(length)});
    offset += length;
  }
  return {};
}

Result<std::string> CheckpointNotes::note_at(const Place& place) const {
  TRY_ASSIGN(const Bytes bytes, file_.read_at(place.offset, place.length_bytes));
  return std::string(as_text(bytes));
}

Status CheckpointNotes::each(std::uint64_t from_size,
                             const std::function<bool(std::uint64_t, std::string_view)>& visit) const {
  auto place = std::lower_bound(places_.begin(), places_.end(), from_size,
                                [](const Place& p, std::uint64_t size) { return p.size < size; });
  for (; place != places_.end(); ++place) {
    TRY_ASSIGN(const std::string note, note_at(*place));
    if (!visit(place->size, note)) break;
  }
  return {};
}

Result<std::string> CheckpointNotes::newest() const {
  if (places_.empty()) return std::string();
  return note_at(places_.back());
}

}  // namespace sunledger
