#include "projections/package/package_files.h"

#include "ledger/base/text.h"
#include "projections/package/layout.h"

namespace sunledger {
namespace {

Result<Trailer> read_trailer(const Folder& folder) {
  const auto bytes = folder.read(trailer_path, longest_trailer_bytes);
  if (!bytes && bytes.error().kind == ErrorKind::not_found) {
    return make_error(ErrorKind::not_found, say("The trailer is missing: the package is not whole."));
  }
  if (!bytes) return bytes.error();
  return parse_trailer(as_text(*bytes));
}

Result<CheckpointNotes> read_checkpoints(const Folder& folder) {
  TRY_ASSIGN(OpenFile file, folder.file(checkpoints_path));
  return CheckpointNotes::read(std::move(file));
}

}  // namespace

PackageFiles::PackageFiles(Folder folder)
    : folder_(std::move(folder)), trailer_(read_trailer(folder_)), checkpoints_(read_checkpoints(folder_)) {}

Result<std::unique_ptr<PackageFiles>> PackageFiles::open(const std::string& dir) {
  TRY_ASSIGN(Folder folder, Folder::open(dir));
  std::unique_ptr<PackageFiles> files(new PackageFiles(std::move(folder)));
  TRY_ASSIGN(files->tiles_,
             TilesFolder::fetched([&inside = files->folder_](const std::string& path, std::size_t limit) {
               return inside.read(std::string(tiles_path) + "/" + path, limit);
             }));
  return files;
}

VerifyInput PackageFiles::input() const {
  VerifyInput input = tiles_->input();
  input.each_checkpoint = [this](std::uint64_t from,
                                 const std::function<bool(std::uint64_t, std::string_view)>& visit) -> Status {
    std::uint64_t last = 0;
    bool wants_more = true;
    if (checkpoints_) {
      TRY(checkpoints_->each(from, [&](std::uint64_t size, std::string_view note) {
        last = size;
        wants_more = visit(size, note);
        return wants_more;
      }));
    }
    // The newest one even where the file of all of them is damaged or ends early.
    if (wants_more && last < tiles_->size() && tiles_->size() >= from) visit(tiles_->size(), tiles_->note());
    if (!checkpoints_) return checkpoints_.error();
    return {};
  };
  input.document = [this](const Hash& hash) { return folder_.read(document_path(hash), largest_document_bytes); };
  return input;
}

}  // namespace sunledger
