#include "ledger/verify/tiles_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "ledger/base/text.h"
#include "ledger/proof/checkpoint.h"

namespace sunledger {
namespace {

constexpr std::size_t longest_bundle_bytes = full_tile_width * (2 + entry_size_limit_bytes);

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  void replace(int fd) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }

 private:
  int fd_;
};

Error cannot_read(const std::string& path, int code) {
  const ErrorKind kind = code == ENOENT ? ErrorKind::not_found : ErrorKind::io;
  if (code == ELOOP || code == ENOTDIR) {
    return make_error(ErrorKind::invalid, say("{0} leads over a symbolic link or is no file.", {path}),
                      say("Copy the tiles as plain files."));
  }
  return make_error(kind, say("{0} cannot be read: {1}.", {path, std::strerror(code)}),
                    say("Fetch the tiles again from where they are published."));
}

// The file below the folder, every part of the path opened without following links.
Result<Bytes> read_below(int folder, const std::string& path, std::size_t limit_bytes) {
  Descriptor at(::fcntl(folder, F_DUPFD_CLOEXEC, 0));
  std::size_t begin = 0;
  for (;;) {
    const std::size_t slash = path.find('/', begin);
    const std::string part = path.substr(begin, slash - begin);
    const bool last = slash == std::string::npos;
    const int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (last ? 0 : O_DIRECTORY);
    const int next = ::openat(at.get(), part.c_str(), flags);
    if (next < 0) return cannot_read(path, errno);
    at.replace(next);
    if (last) break;
    begin = slash + 1;
  }
  struct ::stat status {};
  if (::fstat(at.get(), &status) != 0) return cannot_read(path, errno);
  if (!S_ISREG(status.st_mode)) return cannot_read(path, ENOTDIR);
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > limit_bytes) {
    return make_error(ErrorKind::invalid, say("{0} has {1} bytes, more than {2}.", {path, size, limit_bytes}));
  }
  Bytes bytes(static_cast<std::size_t>(size));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ::ssize_t got = ::read(at.get(), bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_read(path, errno);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

}  // namespace

Result<FetchFile> files_below(const std::string& dir) {
  // The folder itself is the reader's choice, so that it may be a link.
  auto folder = std::make_shared<Descriptor>(::open(dir.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY));
  if (folder->get() < 0) return cannot_read(dir, errno);
  return FetchFile([folder](const std::string& path, std::size_t limit_bytes) {
    return read_below(folder->get(), path, limit_bytes);
  });
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
