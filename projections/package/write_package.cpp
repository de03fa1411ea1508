#include "projections/package/write_package.h"

#include "ledger/base/folder.h"
#include "ledger/base/text.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/hash.h"
#include "projections/package/entry_pass.h"
#include "projections/package/file_list.h"
#include "projections/package/layout.h"
#include "projections/package/new_folder.h"
#include "projections/package/package_reports.h"
#include "projections/package/read_me.h"

namespace sunledger {
namespace {

class Packing {
 public:
  Packing(const PackageSource& source, NewFolder& folder) : source_(source), folder_(folder) {}

  Result<WrittenPackage> run() {
    TRY_ASSIGN(const Note note, parse_note(source_.note));
    TRY_ASSIGN(checkpoint_, parse_checkpoint(note.text));
    if (checkpoint_.size == 0) {
      return make_error(ErrorKind::invalid,
                        say("The checkpoint covers no entry, and a package of nothing proves nothing."));
    }
    Trailer& trailer = written_.trailer;
    trailer.origin = checkpoint_.origin;
    trailer.root = checkpoint_.root;
    trailer.checkpoint = sha256(as_bytes(source_.note));
    trailer.language = current_language();
    TRY(source_.write_tiles(folder_.path() + "/" + tiles_path));
    TRY(write_checkpoints());
    if (!source_.policy.empty()) TRY(folder_.write(policy_path, source_.policy));
    TRY(write_what_entries_say());
    TRY(write_example(source_.entries, checkpoint_.size, source_.hash_tile, source_.note, folder_));
    TRY(write_reports());
    for (const ReadMe& read_me : read_mes(checkpoint_)) TRY(folder_.write(read_me.path, read_me.text));
    TRY(write_list());
    TRY(folder_.write(trailer_path, write_trailer(trailer)));
    return std::move(written_);
  }

 private:
  Status write_checkpoints() {
    TRY_ASSIGN(const auto file, folder_.open(checkpoints_path));
    Status written;
    TRY(source_.each_checkpoint([&](std::uint64_t size, std::string_view note) {
      if (size >= checkpoint_.size) return false;
      written = file->write(note);
      ++written_.trailer.checkpoints;
      return written.ok();
    }));
    TRY(written);
    TRY(file->write(source_.note));
    ++written_.trailer.checkpoints;
    return file->close();
  }

  Status write_what_entries_say() {
    TotalsCounter totals;
    EntryPass pass;
    pass.totals = &totals;
    pass.histories = all_histories();
    pass.progress = source_.progress;
    pass.document = [this](const Hash& hash) -> Status {
      const auto content = source_.document(hash);
      if (!content && content.error().kind != ErrorKind::not_found && content.error().kind != ErrorKind::corrupt) {
        return content.error();
      }
      if (!content) {
        written_.missing.push_back(hash);  // the package says so too: its check of documents fails
        return {};
      }
      ++written_.trailer.documents;
      return folder_.write(document_path(hash), as_text(*content));
    };
    for (const auto& history : pass.histories) TRY(history->begin(folder_));
    TRY(pass.run(source_.entries, checkpoint_.size));
    written_.trailer.totals = totals.totals();
    return {};
  }

  Status write_reports() {
    const ReportsSource source{source_.entries, checkpoint_.size, [this](std::uint64_t size) {
                                 return root_at(size, hash_reader_of_tiles(checkpoint_.size, source_.hash_tile));
                               }};
    return draw_package_reports(
        source, [this](const std::string& path, const std::string& text) { return folder_.write(path, text); });
  }

  // Read back from what was written, so that the list is of the files and not of our intentions.
  Status write_list() {
    TRY_ASSIGN(const Folder filled, Folder::open(folder_.path()));
    TRY_ASSIGN(const auto list, folder_.open(sums_path));
    Sha256 sums;
    Trailer& trailer = written_.trailer;
    const Status walked = filled.each_file([&](const std::string& path) -> Status {
      if (path == sums_path) return {};
      TRY_ASSIGN(const FileHash file, hash_file(filled, path));
      const std::string line = list_line({file.hash, path});
      sums.update(as_bytes(line));
      ++trailer.files;
      trailer.bytes += file.size_bytes;
      return list->write(line);
    });
    TRY(walked);
    trailer.sums = sums.finish();
    return list->close();
  }

  const PackageSource& source_;
  NewFolder& folder_;
  Checkpoint checkpoint_;
  WrittenPackage written_;
};

}  // namespace

Result<WrittenPackage> write_package(const PackageSource& source, const std::string& dir) {
  TRY_ASSIGN(const auto folder, NewFolder::begin(dir));
  TRY_ASSIGN(WrittenPackage written, Packing(source, *folder).run());
  TRY(folder->finish());
  return written;
}

}  // namespace sunledger
