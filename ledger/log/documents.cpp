#include "ledger/log/documents.h"

#include <filesystem>
#include <utility>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/log/layout.h"

namespace sunledger {

Documents::Documents(const std::string& ledger_dir, Sha256 sha256)
    : folder_(layout::documents_folder(ledger_dir)), sha256_(std::move(sha256)) {}

std::string Documents::path_of(const Hash& hash) const {
  const std::string hex = to_hex(hash.view());
  return folder_ + "/" + hex.substr(0, 2) + "/" + hex.substr(2);
}

bool Documents::has(const Hash& hash) const {
  return path_exists(path_of(hash));
}

Status Documents::each(const std::function<Status(const Hash&)>& visit) const {
  namespace fs = std::filesystem;
  if (!path_exists(folder_)) return {};
  std::error_code code;
  for (fs::recursive_directory_iterator at(folder_, code), end; !code && at != end; at.increment(code)) {
    if (at.depth() != 1) continue;
    const std::string hex = at->path().parent_path().filename().string() + at->path().filename().string();
    const auto bytes = from_hex(hex);
    const auto hash = bytes ? Hash::from(*bytes) : std::nullopt;
    if (!hash || to_hex(hash->view()) != hex) continue;  // half of one, which a crash left
    TRY(visit(*hash));
  }
  if (code) return make_error(ErrorKind::io, say("Cannot list {0}: {1}.", {folder_, code.message()}));
  return {};
}

Result<Hash> Documents::put(std::string_view content) const {
  if (content.size() > largest_bytes) {
    return make_error(ErrorKind::invalid,
                      say("The document has {0} bytes; at most {1} can be kept.", {content.size(), largest_bytes}));
  }
  const Hash hash = sha256_(as_bytes(content));
  if (!has(hash)) {
    TRY(create_folder(folder_));
    TRY(create_folder(folder_ + "/" + to_hex(hash.view()).substr(0, 2)));
    auto created = create_file(path_of(hash), content);
    if (created) return hash;
    if (created.error().kind != ErrorKind::conflict) return std::move(created).error();
  }
  TRY(get(hash));  // there already: it must be what its name says
  return hash;
}

Result<std::string> Documents::get(const Hash& hash) const {
  const std::string path = path_of(hash);
  auto content = read_file(path, largest_bytes);
  const bool changed = content ? sha256_(as_bytes(*content)) != hash : content.error().kind == ErrorKind::invalid;
  if (!changed) return content;
  return make_error(ErrorKind::corrupt,
                    say("The document {0} is not what was recorded: its content does not match its name.", {path}),
                    say("Leave it as it is, as evidence, and bring the document back from a copy."));
}

}  // namespace sunledger
