// What must hold for any bytes given as a package's trailer, list of files or file of checkpoints.

#include <sys/mman.h>
#include <unistd.h>

#include "ledger/base/check.h"
#include "ledger/verify/checked_text.h"
#include "projections/package/checkpoint_notes.h"
#include "projections/package/file_list.h"
#include "projections/package/trailer.h"

namespace sunledger {
namespace {

OpenFile file_of(BytesView content) {
  const int fd = ::memfd_create("package", MFD_CLOEXEC);
  INVARIANT(fd >= 0);
  INVARIANT(::pwrite(fd, content.data(), content.size(), 0) == static_cast<::ssize_t>(content.size()));
  return OpenFile(fd, "package", content.size());
}

void one_spelling(std::string_view text) {
  const auto parsed = parse_trailer(text);
  if (parsed) {
    INVARIANT(write_trailer(*parsed) == text);
  } else {
    INVARIANT(parsed.error().kind == ErrorKind::invalid && !parsed.error().message.empty());
  }
}

}  // namespace

// Also with the checksum that fits, or no mutation would get past it.
void fuzz_trailer(BytesView input) {
  one_spelling(as_text(input));
  one_spelling(with_checksum(std::string(as_text(input))));
}

// What is read is what stands there, and no path leads out of the package.
void fuzz_file_list(BytesView input) {
  FileListReader reader(file_of(input));
  std::string read;
  for (;;) {
    const auto listed = reader.next();
    if (!listed) {
      INVARIANT(listed.error().kind == ErrorKind::invalid && !listed.error().message.empty());
      return;
    }
    if (!*listed) break;
    INVARIANT(("/" + (*listed)->path + "/").find("/.") == std::string::npos && (*listed)->path.front() != '/');
    read += list_line(**listed);
  }
  INVARIANT(read == as_text(input));
  INVARIANT(reader.hash() == sha256(input));
}

// The notes that were found are the whole file, in rising order.
void fuzz_checkpoints(BytesView input) {
  const auto notes = CheckpointNotes::read(file_of(input));
  if (!notes) {
    INVARIANT(!notes.error().message.empty());
    return;
  }
  std::string read;
  std::uint64_t count = 0, last = 0;
  const auto visited = notes->each(0, [&](std::uint64_t size, std::string_view note) {
    INVARIANT(count == 0 || size > last);
    last = size;
    ++count;
    read += note;
    return true;
  });
  INVARIANT(visited.ok() && count == notes->count());
  INVARIANT(read == as_text(input));
}

}  // namespace sunledger
