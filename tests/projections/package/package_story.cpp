#include "tests/projections/package/package_story.h"

#include "ledger/base/folder.h"
#include "projections/package/file_list.h"
#include "projections/package/layout.h"

namespace sunledger::testing {

void Packed::list_again() const {
  const Folder files = Folder::open(dir()).value();
  Trailer trailer = written.trailer;
  trailer.files = trailer.bytes = trailer.documents = 0;
  std::string list;
  const Status walked = files.each_file([&](const std::string& path) -> Status {
    if (path == sums_path || path == trailer_path) return {};
    TRY_ASSIGN(const FileHash file, hash_file(files, path));
    list += list_line({file.hash, path});
    ++trailer.files;
    trailer.bytes += file.size_bytes;
    if (path.starts_with("documents/")) ++trailer.documents;
    return {};
  });
  if (!walked) throw std::runtime_error(walked.error().message);
  put(sums_path, list);
  trailer.sums = sha256(as_bytes(list));
  put(trailer_path, write_trailer(trailer));
}

}  // namespace sunledger::testing
