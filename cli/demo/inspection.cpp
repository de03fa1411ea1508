#include "cli/demo/inspection.h"

#include <filesystem>
#include <thread>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/ledger.h"
#include "ledger/verify/verify.h"

namespace sunledger::demo {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_database_file_bytes = 256 << 20;

Result<VerifyReport> verify_folder(const std::string& dir, const VerifierKey& log_key) {
  TRY_ASSIGN(const std::unique_ptr<Ledger> ledger, Ledger::open_to_read(dir));
  VerifyInput input;
  input.size = ledger->size();
  input.read_entries = read_entries_of(*ledger);
  input.hash_tile = [&](const Tile& tile) { return ledger->hash_tile(tile.level, tile.index, tile.width); };
  input.each_checkpoint = [&](std::uint64_t from, const auto& visit) { return ledger->each_checkpoint(from, visit); };
  input.document = [&](const Hash& hash) { return ledger->document(hash); };
  input.log_key = log_key;
  VerifyOptions options;
  options.threads = std::max(1U, std::thread::hardware_concurrency());
  return verify_log(input, options);
}

// In words: the colour of a tick carries nothing.
std::string words_for(CheckState state) {
  switch (state) {
    case CheckState::ok:
      return say("ok");
    case CheckState::failed:
      return say("FAILED");
    case CheckState::not_checked:
      return say("not checked");
    case CheckState::incomplete:
      return say("incomplete");
  }
  return {};
}

void print_checks(const VerifyReport& report, const Print& print) {
  for (const CheckResult& check : report.checks) {
    print(say("  {0}: {1} ({2} looked at)", {text_of(check.check).name, words_for(check.state), check.count}));
    for (const Problem& problem : check.problems) {
      print("      " + (problem.position ? say("position {0}: {1}", {problem.position->value, problem.message})
                                         : problem.message));
    }
  }
}

// Changes a byte in the middle of the first occurrence of `bytes` in a file of that folder; the file's name, or nothing
// when the bytes stand nowhere.
Result<std::optional<std::string>> flip_byte_of(const std::string& folder, BytesView bytes) {
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    const std::string path = file.path().string();
    TRY_ASSIGN(std::string content, read_file(path, max_database_file_bytes));
    const auto at = content.find(std::string(bytes.begin(), bytes.end()));
    if (at == std::string::npos) continue;
    content[at + bytes.size() / 2] = static_cast<char>(content[at + bytes.size() / 2] ^ 0x01);
    TRY(replace_file(path, content));
    return std::optional(path);
  }
  return std::optional<std::string>();
}

}  // namespace

Status verify_whole(const Inspected& inspected, const Print& print, Checks& checks) {
  TRY_ASSIGN(const VerifyReport report, verify_folder(inspected.ledger_dir, inspected.log_key));
  print_checks(report, print);
  checks.expect(say("the whole log is verified: {0} entries", {report.size}), !report.failed() && !report.incomplete());
  return {};
}

Status verify_changed(const Inspected& inspected, std::uint64_t position, const Print& print, Checks& checks) {
  fs::copy(inspected.ledger_dir, inspected.copy_dir, fs::copy_options::recursive);
  Signature signature;
  {
    TRY_ASSIGN(const std::unique_ptr<Ledger> ledger, Ledger::open_to_read(inspected.copy_dir));
    TRY_ASSIGN(const Bytes bytes, ledger->entry_bytes(Position(position)));
    TRY_ASSIGN(const Entry entry, read_entry(bytes));
    signature = entry.signature;
  }
  // A signature is random bytes: they stand in the file as they are, and nowhere else.
  TRY_ASSIGN(const auto file, flip_byte_of(inspected.copy_dir + "/log", signature.view()));
  if (!file)
    return make_error(ErrorKind::not_found, say("The entry was not found in the files of {0}.", {inspected.copy_dir}));
  print(say("  One byte of entry {0} was changed in {1}.", {position, *file}));
  auto report = verify_folder(inspected.copy_dir, inspected.log_key);
  if (!report) {
    print("  " + report.error().message);
    checks.expect(say("the verifier names position {0}", {position}), report.error().position == Position(position));
    return {};
  }
  bool named = false;
  for (const CheckResult& check : report->checks) {
    if (check.state != CheckState::failed) continue;
    print(say("  {0}: FAILED", {text_of(check.check).name}));
    for (const Problem& problem : check.problems) {
      named = named || problem.position == Position(position);
      print("      " + (problem.position ? say("position {0}: {1}", {problem.position->value, problem.message})
                                         : problem.message));
    }
  }
  checks.expect(say("the verifier refuses the changed copy"), report->failed());
  checks.expect(say("the verifier names position {0}", {position}), named);
  return {};
}

}  // namespace sunledger::demo
