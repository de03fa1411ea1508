#pragma once
// The file `checkpoints`: signed notes one after another, ascending by size. A note ends where its signature lines do,
// so that nothing stands between two of them. Its index takes a few bytes a note; the notes stay in the file.

#include <functional>
#include <string_view>
#include <vector>

#include "ledger/base/folder.h"
#include "ledger/base/result.h"

namespace sunledger {

class CheckpointNotes {
 public:
  static constexpr std::uint64_t most_notes = 4'000'000;

  // Errors: io, invalid with the number of the note whose form is wrong, corrupt when sizes don't rise.
  static Result<CheckpointNotes> read(OpenFile file);

  std::uint64_t count() const { return places_.size(); }
  // Those over at least `from_size` entries, until `visit` returns false. Any thread. Errors: io.
  Status each(std::uint64_t from_size,
              const std::function<bool(std::uint64_t size, std::string_view note)>& visit) const;
  // The last one; empty when there is none.
  Result<std::string> newest() const;

 private:
  struct Place {
    std::uint64_t size = 0, offset = 0;
    std::uint32_t length_bytes = 0;
  };
  explicit CheckpointNotes(OpenFile file) : file_(std::move(file)) {}
  Status read_index();
  Result<std::string> note_at(const Place& place) const;

  OpenFile file_;
  std::vector<Place> places_;
};

// The length of the note with which the text begins; 0 when it does not begin with a whole note, or when more text is
// needed to know where it ends.
std::size_t length_of_first_note(std::string_view text, bool is_all);

}  // namespace sunledger
