#include "ledger/verify/progress_file.h"

#include <cstdio>
#include <utility>

#include "ledger/base/decimal.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/people/field_lines.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/verify/checked_text.h"

namespace sunledger {

std::string write_progress(const VerifyProgress& progress) {
  return with_checksum("sunledger-progress v1\norigin: " + progress.origin + "\nentries: " +
                       std::to_string(progress.run.entries) + "\nroot: " + to_hex(progress.run.root.view()) + "\n");
}

Result<VerifyProgress> parse_progress(std::string_view text) {
  const std::string what = say("Progress of a verification");
  if (text.size() > longest_progress_file_bytes) {
    return make_error(ErrorKind::invalid,
                      say("{0}: larger than the {1} bytes allowed.", {what, longest_progress_file_bytes}));
  }
  TRY_ASSIGN(const std::string_view body, without_checksum(text, what));
  FieldLines lines(body, what);
  TRY(lines.version("sunledger-progress v1"));
  VerifyProgress progress;
  TRY_ASSIGN(const std::string_view origin, lines.field("origin"));
  if (!is_origin(origin)) return lines.error(say("this is not an origin."));
  progress.origin = origin;
  TRY_ASSIGN(const std::string_view entries, lines.field("entries"));
  const auto count = parse_decimal(entries);
  if (!count) return lines.error(say("this is not a number."));
  progress.run.entries = *count;
  TRY_ASSIGN(const Bytes root, lines.hex_field("root", Hash::size_bytes));
  progress.run.root = *Hash::from(root);
  TRY(lines.end());
  return progress;
}

Result<std::optional<VerifyProgress>> load_progress(const std::string& path) {
  const auto text = read_file(path, longest_progress_file_bytes);
  if (!text) {
    if (text.error().kind == ErrorKind::not_found) return std::optional<VerifyProgress>();
    return text.error();
  }
  TRY_ASSIGN(VerifyProgress progress, parse_progress(*text));
  return std::optional<VerifyProgress>(std::move(progress));
}

Status keep_progress(const std::string& path, const VerifyProgress& progress) {
  return replace_file(path, write_progress(progress), FileMode::secret);
}

Status resume(const std::string& path, const std::string& origin, VerifyOptions& options,
              std::function<void(const Error&)> complain) {
  TRY_ASSIGN(const CheckSet wanted, checks_named(options.only_checks));
  if (!has(wanted, Check::signatures_valid)) {
    return make_error(ErrorKind::usage, say("Only signatures are not verified twice, and these checks verify none."),
                      say("Leave --resume away."));
  }
  TRY_ASSIGN(const auto kept, load_progress(path));
  if (kept && kept->origin != origin) {
    return make_error(ErrorKind::conflict, say("{0} belongs to a verification of {1}.", {path, kept->origin}),
                      say("Keep one file a log, or remove it to begin anew."));
  }
  if (kept && kept->run.entries != 0) options.earlier = kept->run;
  // Now, rather than in an hour: whether it can be written at all.
  TRY(keep_progress(path, {origin, kept ? kept->run : EarlierRun{}}));
  options.keep = [path, origin, complain = std::move(complain), complained = false](const EarlierRun& run) mutable {
    const Status written = keep_progress(path, {origin, run});
    if (!written && !std::exchange(complained, true)) complain(written.error());
  };
  return {};
}

void drop_progress(const std::string& path) {
  std::remove(path.c_str());
}

}  // namespace sunledger
