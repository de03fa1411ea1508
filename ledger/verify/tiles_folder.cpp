#include "ledger/verify/tiles_folder.h"

#include <cstring>

#include "ledger/base/folder.h"
#include "ledger/base/text.h"
#include "ledger/proof/checkpoint.h"

namespace sunledger {
namespace {

constexpr std::size_t longest_bundle_bytes = full_tile_width * (2 + entry_size_limit_bytes);

}  // namespace

Result<FetchFile> files_below(const std::string& dir) {
  TRY_ASSIGN(Folder opened, Folder::open(dir));
  const auto folder = std::make_shared<const Folder>(std::move(opened));
  return FetchFile(
      [folder](const std::string& path, std::size_t limit_bytes) { return folder->read(path, limit_bytes); });
}

struct TilesFolder::State {
  FetchFile fetch;
  std::string note;
  Checkpoint checkpoint;

  // The tile, or the full one that replaced a partial one.
  Result<Bytes> read(Tile& tile, std::size_t limit_bytes) const {
    auto bytes = fetch(tile_path(tile), limit_bytes);
    if (!bytes && bytes.error().kind == ErrorKind::not_found && tile.width != full_tile_width) {
      Tile full = tile;
      full.width = full_tile_width;
      auto whole = fetch(tile_path(full), limit_bytes);
      if (whole) {
        tile = full;
        return whole;
      }
    }
    return bytes;
  }

  Result<Bytes> hash_tile(Tile tile) const {
    const unsigned wanted = tile.width;
    TRY_ASSIGN(Bytes bytes, read(tile, full_tile_width * Hash::size_bytes));
    if (bytes.size() != tile.width * Hash::size_bytes) {
      return make_error(ErrorKind::corrupt, say("{0} has {1} bytes instead of {2}.",
                                                {tile_path(tile), bytes.size(), tile.width * Hash::size_bytes}));
    }
    bytes.resize(wanted * Hash::size_bytes);
    return bytes;
  }

  void read_bundle(std::uint64_t first, std::size_t count, EntryChunk& out) const {
    Tile tile{entries_level, first / full_tile_width, 0};
    tile.width = tile_in_tree(entries_level, tile.index, checkpoint.size).width;
    const std::size_t skip = first % full_tile_width;
    const auto bytes = read(tile, longest_bundle_bytes);
    const auto entries =
        bytes ? decode_entry_bundle(*bytes, tile.width) : Result<std::vector<BytesView>>(bytes.error());
    if (!entries) {
      for (std::size_t i = 0; i < count; ++i) {
        out.add_unreadable(say("{0}: {1}", {tile_path(tile), entries.error().message}));
      }
      return;
    }
    out.reserve(bytes->size());
    for (std::size_t i = 0; i < count && skip + i < entries->size(); ++i) out.add((*entries)[skip + i]);
  }
};

TilesFolder::TilesFolder(std::unique_ptr<State> state) : state_(std::move(state)) {}
TilesFolder::~TilesFolder() = default;

Result<std::unique_ptr<TilesFolder>> TilesFolder::open(const std::string& dir) {
  auto state = std::make_unique<State>();
  TRY_ASSIGN(state->fetch, files_below(dir));
  return begin(std::move(state));
}

Result<std::unique_ptr<TilesFolder>> TilesFolder::open_under(const std::string& dir, const std::string& note) {
  auto state = std::make_unique<State>();
  TRY_ASSIGN(const FetchFile below, files_below(dir));
  state->fetch = [below, note](const std::string& path, std::size_t limit_bytes) -> Result<Bytes> {
    if (path != "checkpoint") return below(path, limit_bytes);
    const BytesView bytes = as_bytes(note);
    return Bytes(bytes.begin(), bytes.end());
  };
  return begin(std::move(state));
}

Result<std::unique_ptr<TilesFolder>> TilesFolder::fetched(FetchFile fetch) {
  auto state = std::make_unique<State>();
  state->fetch = std::move(fetch);
  return begin(std::move(state));
}

Result<std::unique_ptr<TilesFolder>> TilesFolder::begin(std::unique_ptr<State> state) {
  TRY_ASSIGN(const Bytes note, state->fetch("checkpoint", note_size_limit_bytes));
  state->note = as_text(note);
  TRY_ASSIGN(const Note parsed, parse_note(state->note));
  TRY_ASSIGN(state->checkpoint, parse_checkpoint(parsed.text));
  return std::unique_ptr<TilesFolder>(new TilesFolder(std::move(state)));
}

std::uint64_t TilesFolder::size() const {
  return state_->checkpoint.size;
}
const std::string& TilesFolder::origin() const {
  return state_->checkpoint.origin;
}
const std::string& TilesFolder::note() const {
  return state_->note;
}

VerifyInput TilesFolder::input() const {
  VerifyInput input;
  const State* state = state_.get();
  input.size = state->checkpoint.size;
  // Bundle by bundle, whatever range is asked for.
  input.read_entries = [state](std::uint64_t first, std::size_t count, EntryChunk& out) {
    while (count > 0) {
      const std::size_t here = std::min<std::size_t>(count, full_tile_width - first % full_tile_width);
      const std::size_t before = out.size();
      state->read_bundle(first, here, out);
      while (out.size() < before + here) out.add_unreadable(say("It is missing."));
      first += here;
      count -= here;
    }
  };
  input.hash_tile = [state](const Tile& tile) { return state->hash_tile(tile); };
  input.each_checkpoint = [state](std::uint64_t from,
                                  const std::function<bool(std::uint64_t, std::string_view)>& visit) -> Status {
    if (state->checkpoint.size >= from) visit(state->checkpoint.size, state->note);
    return {};
  };
  return input;
}

}  // namespace sunledger
