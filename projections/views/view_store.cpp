#include "projections/views/view_store.h"

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/proof/hash.h"
#include "projections/views/follow.h"
#include "projections/views/record.h"

namespace sunledger {
namespace {

constexpr std::string_view magic{"SLVIEW1\0", 8};
constexpr std::size_t limit_bytes = std::size_t{1} << 30;

std::string path_of(const View& view, const std::string& folder) {
  return folder + "/" + std::string(view.name());
}

enum class Loaded { yes, absent, damaged, other_version, other_log };

bool is_of_this_log(const Covered& covered, const EntrySource& source) {
  if (covered.size == 0 || covered.size > source.size()) return false;
  const auto last = source.entry_bytes(Position(covered.size - 1));
  return last.ok() && leaf_hash(last.value()) == covered.last_leaf;
}

Loaded load(View& view, const EntrySource& source, const std::string& folder) {
  const auto file = read_file(path_of(view, folder), limit_bytes);
  if (!file) return file.error().kind == ErrorKind::not_found ? Loaded::absent : Loaded::damaged;
  const BytesView bytes = as_bytes(*file);
  constexpr std::size_t header = 68;
  constexpr std::size_t trailer = 32;
  if (bytes.size() < header + trailer || !file->starts_with(magic)) return Loaded::damaged;
  const BytesView content = bytes.first(bytes.size() - trailer);
  if (sha256(content) != *Hash::from(bytes.last(trailer))) return Loaded::damaged;
  if (get_u32(bytes.subspan(magic.size())) != view.version()) return Loaded::other_version;
  Covered covered;
  RecordReader reader(content.subspan(12, header - 12));
  reader(covered.size, covered.recorded_ms, covered.last_leaf, covered.unknown);
  if (!is_of_this_log(covered, source)) return Loaded::other_log;
  if (!view.load_state(content.subspan(header))) return Loaded::damaged;
  view.set_covered(covered);
  return Loaded::yes;
}

void forget(View& view) {
  view.clear();
  view.set_covered({});
}

Status save(const View& view, const std::string& folder) {
  if (!path_exists(folder)) TRY(create_folder(folder));
  return replace_file(path_of(view, folder), as_text(saved_form(view)));
}

std::string why_folded_again(std::string_view name, Loaded loaded) {
  switch (loaded) {
    case Loaded::damaged:
      return say("The saved view “{0}” was damaged; it was folded again from the entries.", {name});
    case Loaded::other_version:
      return say("The saved view “{0}” was made by another version of this program; it was folded again.", {name});
    default:
      return say("The saved view “{0}” belongs to another log; it was folded again from this one’s entries.", {name});
  }
}

}  // namespace

Bytes saved_form(const View& view) {
  Bytes out(magic.begin(), magic.end());
  RecordWriter writer(out);
  const Covered& covered = view.covered();
  writer(view.version(), covered.size, covered.recorded_ms, covered.last_leaf, covered.unknown);
  const Bytes state = view.state_bytes();
  out.insert(out.end(), state.begin(), state.end());
  const Hash hash = sha256(out);
  out.insert(out.end(), hash.bytes.begin(), hash.bytes.end());
  return out;
}

Result<std::vector<std::string>> bring_up_to_date(std::span<View* const> views, const EntrySource& source,
                                                  const std::string& folder, std::uint64_t save_every) {
  std::vector<std::string> notes;
  std::vector<std::uint64_t> saved_sizes;
  for (View* view : views) {
    forget(*view);
    const Loaded loaded = folder.empty() ? Loaded::absent : load(*view, source, folder);
    if (loaded != Loaded::yes) forget(*view);
    if (loaded != Loaded::yes && loaded != Loaded::absent) notes.push_back(why_folded_again(view->name(), loaded));
    saved_sizes.push_back(view->covered().size);
  }
  TRY(follow(views, source));
  for (std::size_t i = 0; i < views.size() && !folder.empty(); ++i) {
    const std::uint64_t moved = views[i]->covered().size - saved_sizes[i];
    if (moved == 0 || (saved_sizes[i] != 0 && moved < save_every)) continue;
    if (const Status saved = save(*views[i], folder); !saved) {
      notes.push_back(say("The view “{0}” could not be saved, so the next report will fold those entries again: {1}",
                          {views[i]->name(), saved.error().message}));
    }
  }
  return notes;
}

Status rebuild(std::span<View* const> views, const EntrySource& source, const std::string& folder) {
  for (View* view : views) forget(*view);
  TRY(follow(views, source));
  for (const View* view : views) {
    if (!folder.empty()) TRY(save(*view, folder));
  }
  return {};
}

}  // namespace sunledger
