#include "ledger/backup/growing_list.h"

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/proof/hash.h"

namespace sunledger {
namespace {

constexpr std::size_t file_bytes = std::size_t{4} << 20;  // begun anew when that much is in it
constexpr std::size_t longest_file_bytes = std::size_t{8} << 20;

Hash next_link(const Hash& chain, std::string_view text) {
  Sha256 hash;
  hash.update(chain.view());
  hash.update(as_bytes(text));
  return hash.finish();
}

Error not_as_written(const std::string& path) {
  return make_error(ErrorKind::corrupt, say("{0} is not as the backup wrote it.", {path}),
                    say("Keep this backup as evidence, and use another one."));
}

}  // namespace

GrowingList::GrowingList(const std::string& backup_dir, std::string name, const ListEnd& end)
    : folder_(backup_dir + "/" + name), name_(std::move(name)), end_(end) {}

std::string GrowingList::path(std::uint64_t number) const {
  return folder_ + "/" + std::to_string(number);
}

std::string GrowingList::head() const {
  return "sunledger-backup-" + name_ + " v1\n";
}

Status GrowingList::each(const std::function<Status(std::string_view line)>& visit) const {
  const std::string first_line = head();
  Hash chain;
  std::uint64_t lines = 0;
  for (std::uint64_t number = 0; number < end_.files; ++number) {
    auto text = read_file(path(number), longest_file_bytes);
    if (!text && text.error().kind != ErrorKind::not_found) return text.error();
    if (!text || !text->starts_with(first_line) || !text->ends_with('\n')) return not_as_written(path(number));
    chain = next_link(chain, *text);
    std::string_view rest = std::string_view(*text).substr(first_line.size());
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      TRY(visit(rest.substr(0, end)));
      rest.remove_prefix(end + 1);
      ++lines;
    }
  }
  if (chain == end_.chain && lines == end_.lines) return {};
  return make_error(ErrorKind::corrupt, say("The files in {0} are not as the backup wrote them.", {folder_}),
                    say("Keep this backup as evidence, and use another one."));
}

Status GrowingList::add(const std::vector<std::string>& lines) {
  std::string text;
  std::uint64_t count = 0;
  for (const std::string& line : lines) {
    INVARIANT(line.find('\n') == std::string::npos && line.size() < longest_file_bytes - file_bytes);
    if (text.empty()) text = head();
    text += line;
    text += '\n';
    ++count;
    if (text.size() < file_bytes) continue;
    TRY(add_file(text, count));
    text.clear();
    count = 0;
  }
  return text.empty() ? Status() : add_file(text, count);
}

Status GrowingList::add_file(const std::string& text, std::uint64_t lines) {
  TRY(create_folder(folder_));
  TRY(replace_file(path(end_.files), text));
  TRY_ASSIGN(const std::string back, read_file(path(end_.files), longest_file_bytes));
  if (back != text) return not_as_written(path(end_.files));
  end_ = {end_.files + 1, end_.lines + lines, next_link(end_.chain, text)};
  return {};
}

}  // namespace sunledger
