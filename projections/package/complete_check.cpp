#include "ledger/base/text.h"
#include "ledger/proof/checkpoint.h"
#include "projections/package/file_list.h"
#include "projections/package/layout.h"
#include "projections/package/package_checks.h"

namespace sunledger {
namespace {

class CompleteCheck {
 public:
  CompleteCheck(const PackageFiles& files, ProblemBook& book) : files_(files), book_(book) {}

  void run() {
    if (files_.trailer()) {
      hold_against_checkpoint(*files_.trailer());
    } else {
      problem(files_.trailer().error().message);
    }
    hold_against_checkpoints();
    const Status listed = hold_against_list();
    if (!listed) problem(listed.error().message);
  }

 private:
  void problem(std::string message) { book_.problem(Check::package_complete, std::nullopt, std::move(message)); }

  void hold_against_checkpoint(const Trailer& trailer) {
    const std::string& note = files_.tiles().note();
    const auto parsed = parse_note(note);
    const auto checkpoint = parsed ? parse_checkpoint(parsed->text) : Result<Checkpoint>(parsed.error());
    if (!checkpoint) return problem(checkpoint.error().message);
    if (trailer.origin != checkpoint->origin) {
      problem(say("The trailer is of the log {0}, the checkpoint of {1}: one of the two is another package's.",
                  {trailer.origin, checkpoint->origin}));
    } else if (trailer.totals.entries != checkpoint->size) {
      problem(say("The trailer speaks of {0} entries, the checkpoint covers {1}.",
                  {trailer.totals.entries, checkpoint->size}));
    } else if (trailer.root != checkpoint->root) {
      problem(say("The trailer's root is not the checkpoint's: one of the two is another package's."));
    } else if (trailer.checkpoint != sha256(as_bytes(note))) {
      problem(say("tiles/checkpoint is not the one that the trailer names: it was exchanged or cosigned since."));
    }
  }

  void hold_against_checkpoints() {
    const auto& notes = files_.checkpoints();
    if (!notes) return problem(notes.error().message);
    const auto newest = notes->newest();
    if (!newest) return problem(newest.error().message);
    if (*newest != files_.tiles().note()) problem(say("The last one in “checkpoints” is not tiles/checkpoint."));
    if (files_.trailer() && files_.trailer()->checkpoints != notes->count()) {
      problem(say("The trailer speaks of {0} checkpoints, there are {1}.",
                  {files_.trailer()->checkpoints, notes->count()}));
    }
  }

  // Both ascend by path, so that one walk finds what is missing and what is too much.
  Status hold_against_list() {
    TRY_ASSIGN(OpenFile file, files_.folder().file(sums_path));
    FileListReader list(std::move(file));
    TRY_ASSIGN(std::optional<ListedFile> listed, list.next());
    const Status walked = files_.folder().each_file([&](const std::string& path) -> Status {
      if (path == trailer_path || path == sums_path) return {};
      while (listed && listed->path < path) {
        missing(*listed);
        TRY_ASSIGN(listed, list.next());
      }
      if (!listed || listed->path != path) {
        problem(say("{0} is in the folder, and SHA256SUMS does not name it.", {path}));
        return {};
      }
      TRY(hold(*listed));
      TRY_ASSIGN(listed, list.next());
      return {};
    });
    TRY(walked);
    while (listed) {
      missing(*listed);
      TRY_ASSIGN(listed, list.next());
    }
    if (files_.trailer()) hold_against_trailer(list.hash(), *files_.trailer());
    return {};
  }

  void missing(const ListedFile& listed) {
    ++named_;
    problem(say("{0} is missing.", {listed.path}));
  }

  Status hold(const ListedFile& listed) {
    ++named_;
    if (listed.path.starts_with("documents/")) ++documents_;
    if (!belongs_in_package(listed.path, files_.tiles().size())) {
      problem(say("{0} has no place in a package of {1} entries.", {listed.path, files_.tiles().size()}));
    }
    const auto found = hash_file(files_.folder(), listed.path);
    if (!found) {
      problem(found.error().message);
      return {};
    }
    bytes_ += found->size_bytes;
    book_.count(Check::package_complete, 1);
    if (found->hash != listed.hash) problem(say("{0} is not the file that was packed: it was changed.", {listed.path}));
    return {};
  }

  void hold_against_trailer(const Hash& sums, const Trailer& trailer) {
    if (trailer.sums != sums) return problem(say("SHA256SUMS is not the one that the trailer names: it was changed."));
    if (trailer.files != named_) {
      problem(say("The trailer speaks of {0} files, SHA256SUMS names {1}.", {trailer.files, named_}));
    }
    if (trailer.documents != documents_) {
      problem(say("The trailer speaks of {0} documents, there are {1}.", {trailer.documents, documents_}));
    }
    if (trailer.bytes != bytes_) {
      problem(say("The trailer speaks of {0} bytes in all files, there are {1}.", {trailer.bytes, bytes_}));
    }
  }

  const PackageFiles& files_;
  ProblemBook& book_;
  std::uint64_t named_ = 0, documents_ = 0, bytes_ = 0;
};

}  // namespace

void check_complete(const PackageFiles& files, ProblemBook& book) {
  CompleteCheck(files, book).run();
}

}  // namespace sunledger
