#include "ledger/log/documents.h"

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
