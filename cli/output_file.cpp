#include "cli/output_file.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "cli/context.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

namespace fs = std::filesystem;

// As many first bytes tell a report from a table, a proof from a key.
constexpr std::size_t telling_bytes = 16;

std::string beginning_of(const std::string& path) {
  std::array<char, telling_bytes> buffer{};
  std::ifstream in(path, std::ios::binary);
  in.read(buffer.data(), buffer.size());
  return std::string(buffer.data(), static_cast<std::size_t>(in.gcount()));
}

// Where the path leads, links followed; its end need not exist yet.
fs::path place_of(const std::string& path) {
  std::error_code code;
  const fs::path absolute = fs::absolute(path, code);
  const fs::path place = fs::weakly_canonical(absolute, code);
  return code ? absolute.lexically_normal() : place;
}

Error not_there(const std::string& path, std::string why) {
  return make_error(ErrorKind::conflict, say("{0} is not written: {1}", {path, std::move(why)}),
                    say("Choose another name."));
}

}  // namespace

bool is_ledger_folder(const std::string& dir) {
  std::error_code ignored;
  return fs::is_regular_file(dir + "/settings", ignored) && fs::is_directory(dir + "/log", ignored);
}

Status outside_ledgers(const std::string& dir) {
  for (fs::path at = place_of(dir);; at = at.parent_path()) {
    if (is_ledger_folder(at.string())) return not_there(dir, say("it lies in the ledger's folder {0}.", {at.string()}));
    if (at == at.parent_path()) return {};
  }
}

Status write_output(Context& context, const std::string& path, std::string_view content, FileMode mode) {
  TRY(outside_ledgers(path));
  std::error_code code;
  const fs::file_status there = fs::symlink_status(path, code);
  if (!fs::exists(there)) return replace_file(path, content, mode);
  if (!fs::is_regular_file(there)) return not_there(path, say("something is there that is no plain file."));
  const std::string beginning = beginning_of(path);
  if (beginning.starts_with("sunledger-key v")) return not_there(path, say("it is a key, which nothing replaces."));
  if (beginning.starts_with("sunledger-alarm")) return not_there(path, say("it is an alarm, which nothing replaces."));
  if (path.ends_with(".head") && fs::exists(path.substr(0, path.size() - 5), code)) {
    return not_there(path, say("it is the head beside a log key."));
  }
  const std::size_t common = std::min({telling_bytes, beginning.size(), content.size()});
  if (beginning.substr(0, common) != content.substr(0, common)) {
    TRY_ASSIGN(const bool agreed, context.confirm(say("{0} holds something else. Replace it?", {path})));
    if (!agreed) return not_there(path, say("you said no."));
  }
  return replace_file(path, content, mode);
}

}  // namespace sunledger
