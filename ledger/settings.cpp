#include "ledger/settings.h"

#include "ledger/base/file.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr std::string_view head = "sunledger-settings v1\nlog-key: ";
constexpr std::string_view next = "\nnext-log-key: ";

}  // namespace

Result<Settings> load_settings(const std::string& dir) {
  TRY_ASSIGN(const std::string text, read_file(dir + "/settings", 64 * 1024));
  if (!text.starts_with(head) || !text.ends_with('\n')) {
    return make_error(ErrorKind::corrupt, say("{0}/settings is damaged.", {dir}),
                      say("It holds two lines: “sunledger-settings v1” and “log-key: PATH”."));
  }
  std::string_view rest = std::string_view(text).substr(head.size());
  rest.remove_suffix(1);
  Settings settings;
  const std::size_t line = rest.find(next);
  settings.log_key = rest.substr(0, line);
  if (line != std::string_view::npos) settings.next_log_key = rest.substr(line + next.size());
  return settings;
}

Status save_settings(const std::string& dir, const Settings& settings) {
  std::string text = std::string(head) + settings.log_key;
  if (!settings.next_log_key.empty()) text += std::string(next) + settings.next_log_key;
  return replace_file(dir + "/settings", text + "\n");
}

}  // namespace sunledger
