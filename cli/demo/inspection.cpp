#include "cli/demo/inspection.h"

#include <filesystem>
#include <sstream>
#include <thread>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/export_tiles.h"
#include "ledger/ledger.h"
#include "ledger/verify/tiles_folder.h"
#include "ledger/verify/verify.h"

namespace sunledger::demo {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_tile_bytes = 64 << 20;

Result<VerifyReport> verify(const VerifyInput& input) {
  VerifyOptions options;
  options.threads = std::max(1U, std::thread::hardware_concurrency());
  return verify_log(input, options);
}

Result<VerifyReport> verify_ledger(const Inspected& inspected) {
  TRY_ASSIGN(const std::unique_ptr<Ledger> ledger, Ledger::open_to_read(inspected.ledger_dir));
  VerifyInput input;
  input.size = ledger->size();
  input.read_entries = read_entries_of(*ledger);
  input.hash_tile = [&](const Tile& tile) {
    return ledger->hash_tile(static_cast<unsigned>(tile.level), tile.index, tile.width);
  };
  input.each_checkpoint = [&](std::uint64_t from, const auto& visit) { return ledger->each_checkpoint(from, visit); };
  input.document = [&](const Hash& hash) { return ledger->document(hash); };
  input.log_key = inspected.log_key;
  Facts facts = ledger->facts();
  input.facts = StoredFacts{[&](const auto& visit) {
                              facts.store().scan("", visit);
                              return facts.status();
                            },
                            [&](std::string_view key, std::string& value) -> Result<bool> {
                              const bool found = facts.store().get(key, value);
                              TRY(facts.status());
                              return found;
                            }};
  return verify(input);
}

Result<VerifyReport> verify_tiles(const std::string& dir, const VerifierKey& log_key) {
  TRY_ASSIGN(const std::unique_ptr<TilesFolder> folder, TilesFolder::open(dir));
  VerifyInput input = folder->input();
  input.log_key = log_key;
  return verify(input);
}

Status export_ledger(const Inspected& inspected) {
  TRY_ASSIGN(const std::unique_ptr<Ledger> ledger, Ledger::open_to_read(inspected.ledger_dir));
  TRY_ASSIGN(const std::optional<std::string> note, ledger->latest_checkpoint());
  INVARIANT(note.has_value());
  const TileReader hash_tile = [&](const Tile& tile) {
    return ledger->hash_tile(static_cast<unsigned>(tile.level), tile.index, tile.width);
  };
  const auto exported = export_tiles(*ledger, hash_tile, *note, inspected.tiles_dir);
  if (!exported) return exported.error();
  return {};
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

std::string words_for(const Problem& problem) {
  return problem.position ? say("position {0}: {1}", {problem.position->value, problem.message}) : problem.message;
}

void print_problems(const CheckResult& check, const Print& print) {
  constexpr std::size_t shown = 3;
  for (std::size_t i = 0; i < std::min(shown, check.problems.size()); ++i) {
    print("      " + words_for(check.problems[i]));
  }
  if (check.problem_count > shown) {
    print("      " + say("… and {0} more that follow from it", {check.problem_count - shown}));
  }
}

void print_checks(const VerifyReport& report, const Print& print) {
  for (const CheckResult& check : report.checks) {
    print(say("  {0}: {1} ({2} looked at)", {text_of(check.check).name, words_for(check.state), check.count}));
    print_problems(check, print);
  }
}

// Changes a byte in the middle of the first occurrence of `bytes` in a file of that folder; the file's name, or nothing
// when the bytes stand nowhere.
Result<std::optional<std::string>> flip_byte_of(const std::string& folder, BytesView bytes) {
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    const std::string path = file.path().string();
    TRY_ASSIGN(std::string content, read_file(path, max_tile_bytes));
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
  std::string line;
  TRY_ASSIGN(const VerifyReport report, verify_ledger(inspected));
  TRY_ASSIGN(const std::unique_ptr<Ledger> ledger, Ledger::open_to_read(inspected.ledger_dir));
  print_checks(report, print);
  TRY_ASSIGN(const std::optional<std::string> note, ledger->latest_checkpoint());
  // zh: 检查点
  print(say("  The newest checkpoint; whoever keeps a copy will notice a log that was rewritten:"));
  for (std::istringstream lines(note.value_or("")); std::getline(lines, line);) print("      " + line);
  checks.expect(say("the whole log is verified: {0} entries", {report.size}), !report.failed() && !report.incomplete());
  checks.expect(say("the log holds everything that its key has signed"), ledger->holds_what_was_signed().ok());
  return {};
}

Status verify_changed(const Inspected& inspected, std::uint64_t position, const Print& print, Checks& checks) {
  TRY(export_ledger(inspected));
  TRY_ASSIGN(const VerifyReport whole, verify_tiles(inspected.tiles_dir, inspected.log_key));
  print(say("  The log was exported as tiles into {0}.", {inspected.tiles_dir}));
  checks.expect(say("the exported tiles are verified: {0} entries", {whole.size}),
                !whole.failed() && !whole.incomplete());

  std::error_code failed;
  fs::copy(inspected.tiles_dir, inspected.changed_dir, fs::copy_options::recursive, failed);
  if (failed)
    return make_error(ErrorKind::io, say("Cannot copy to {0}: {1}.", {inspected.changed_dir, failed.message()}));
  TRY_ASSIGN(const std::unique_ptr<Ledger> ledger, Ledger::open_to_read(inspected.ledger_dir));
  TRY_ASSIGN(const Bytes bytes, ledger->entry_bytes(Position(position)));
  TRY_ASSIGN(const auto file, flip_byte_of(inspected.changed_dir, bytes));
  if (!file) {
    return make_error(ErrorKind::not_found,
                      say("Entry {0} was not found in the files of {1}.", {position, inspected.changed_dir}));
  }
  print(say("  One byte of entry {0} was changed in {1}.", {position, *file}));
  TRY_ASSIGN(const VerifyReport changed, verify_tiles(inspected.changed_dir, inspected.log_key));
  bool named = false;
  for (const CheckResult& check : changed.checks) {
    if (check.state != CheckState::failed) continue;
    print(say("  {0}: FAILED", {text_of(check.check).name}));
    for (const Problem& problem : check.problems) named = named || problem.position == Position(position);
    print_problems(check, print);
  }
  checks.expect(say("the verifier refuses the changed copy"), changed.failed());
  checks.expect(say("the verifier names position {0}", {position}), named);
  return {};
}

}  // namespace sunledger::demo
