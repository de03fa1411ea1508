#include "cli/context.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "cli/diagnostics.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

bool is_true(const std::string& text) {
  return text == "1" || text == "true" || text == "yes";
}

std::size_t terminal_width() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) return size.ws_col;
  return 100;
}

Error no_terminal(std::string message) {
  return make_error(
      ErrorKind::permission, std::move(message),
      say("Give the passphrase through --passphrase-file FILE or --passphrase-fd N (the log key's through "
          "--log-passphrase-file or --log-passphrase-fd), or run the command at a terminal."));
}

}  // namespace

std::optional<std::uint64_t> parse_utc(std::string_view text) {
  // YYYY-MM-DDTHH:MM:SS[.mmm]Z
  if (text.size() != 20 && text.size() != 24) return std::nullopt;
  const auto day = parse_day(text.substr(0, 10));
  if (!day || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text.back() != 'Z') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t digits) -> std::uint64_t {
    std::uint64_t value = 0;
    for (const char c : text.substr(at, digits)) {
      if (c < '0' || c > '9') return 100000;
      value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
  };
  const std::uint64_t hours = number(11, 2), minutes = number(14, 2), seconds = number(17, 2);
  const std::uint64_t milliseconds = text.size() == 24 ? number(20, 3) : 0;
  if (hours > 23 || minutes > 59 || seconds > 59 || milliseconds > 999 || day->since_1970 < 0) return std::nullopt;
  if (text.size() == 24 && text[19] != '.') return std::nullopt;
  const auto days = static_cast<std::uint64_t>(day->since_1970);
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
}

std::string program_folder() {
  std::error_code code;
  const auto path = std::filesystem::read_symlink("/proc/self/exe", code);
  return code ? std::string(".") : path.parent_path().string();
}

std::string catalogue_folder() {
  const std::string beside = program_folder() + "/locale";
  return path_exists(beside) ? beside : program_folder() + "/../share/locale";
}

Status Context::settle() {
  auto config = read_config(config_paths());
  if (config) config_ = std::move(*config);
  const std::string lang = setting(options_.lang, "SUNLEDGER_LANG", "lang");
  const bool is_spoken = choose_language(lang, catalogue_folder());
  const bool to_terminal = ::isatty(STDOUT_FILENO) == 1;
  Output::Style style;
  style.json = options_.json;
  style.accessible = options_.accessible || is_true(setting("", "ACCESSIBLE", "accessible"));
  style.width = to_terminal ? terminal_width() : 100;
  out_ = std::make_unique<Output>(style);
  if (!is_spoken) {
    return make_error(ErrorKind::usage, say("“{0}” is not a language of this program.", {lang}),
                      say("Choose zh-CN or en."));
  }
  if (!config) return config.error();
  if (!options_.clock.empty() && !parse_utc(options_.clock)) {
    return make_error(ErrorKind::usage, say("“{0}” is not a time.", {options_.clock}),
                      say("Write it in UTC as 2026-01-05T08:00:00Z."));
  }
  return {};
}

std::string Context::setting(const std::string& flag, const char* environment_name, const char* config_key) const {
  if (!flag.empty()) return flag;
  if (std::string value = environment(environment_name); !value.empty()) return value;
  const auto found = config_.find(config_key);
  return found == config_.end() ? std::string() : found->second;
}

// ---- the ledger

Result<std::string> Context::ledger_dir() const {
  std::string dir = setting(options_.ledger, "SUNLEDGER_DIR", "ledger");
  if (!dir.empty()) return dir;
  return make_error(ErrorKind::usage, say("No ledger is named, so there is nothing to work on."),
                    say("Name its folder with --ledger DIR or in SUNLEDGER_DIR; “sunledger init” makes one."));
}

Result<Clock> Context::clock_for(const std::string& origin) const {
  if (options_.clock.empty()) return system_clock();
  if (!origin.starts_with("demo.")) {
    return make_error(
        ErrorKind::usage,
        say("--clock sets the recorded time, which only a ledger whose origin begins with “demo.” allows; "
            "this one is “{0}”.",
            {origin}),
        say("Leave --clock out."));
  }
  const auto moment = parse_utc(options_.clock);
  INVARIANT(moment.has_value());
  return Clock([now = *moment] { return now; });
}

Result<Ledger::Options> Context::ledger_options() {
  Ledger::Options options;
  options.log_passphrase = [this] { return passphrase(log_source(), say("Passphrase of the ledger's log key: ")); };
  if (!options_.clock.empty()) {
    TRY_ASSIGN(const std::string dir, ledger_dir());
    TRY_ASSIGN(const auto ledger, Ledger::open_to_read(dir));
    TRY_ASSIGN(options.clock, clock_for(ledger->origin()));
  }
  return options;
}

Result<std::unique_ptr<Ledger>> Context::open_to_read() {
  TRY_ASSIGN(const std::string dir, ledger_dir());
  TRY_ASSIGN(auto ledger, Ledger::open_to_read(dir));
  diagnose(format_text("opened {0} to read: {1} entries", {dir, ledger->size()}));
  for (const std::string& note : ledger->recovery_notes()) out().warning(note);
  return ledger;
}

Result<std::unique_ptr<Ledger>> Context::open_to_write(bool log_key_is_lost) {
  TRY_ASSIGN(const std::string dir, ledger_dir());
  TRY_ASSIGN(Ledger::Options options, ledger_options());
  options.log_key_is_lost = log_key_is_lost;
  TRY_ASSIGN(auto ledger, Ledger::open_to_write(dir, std::move(options)));
  diagnose(format_text("opened {0} to write: {1} entries", {dir, ledger->size()}));
  for (const std::string& note : ledger->recovery_notes()) out().warning(note);
  return ledger;
}

// ---- keys and passphrases

Context::Source Context::author_source() const {
  return {setting(options_.passphrase_file, "SUNLEDGER_PASSPHRASE_FILE", "passphrase_file"), options_.passphrase_fd};
}

Context::Source Context::log_source() const {
  return {setting(options_.log_passphrase_file, "SUNLEDGER_LOG_PASSPHRASE_FILE", "log_passphrase_file"),
          options_.log_passphrase_fd};
}

Result<std::optional<Passphrase>> Context::given_passphrase(const Source& source) {
  if (source.fd >= 0) {
    TRY_ASSIGN(Passphrase read, read_passphrase_descriptor(source.fd));
    return std::optional<Passphrase>(std::move(read));
  }
  if (!source.file.empty()) {
    TRY_ASSIGN(Passphrase read, read_passphrase_file(source.file));
    return std::optional<Passphrase>(std::move(read));
  }
  return std::optional<Passphrase>();
}

Result<Passphrase> Context::passphrase(const Source& source, const std::string& prompt) {
  TRY_ASSIGN(auto given, given_passphrase(source));
  if (given) return std::move(*given);
  if (options_.no_input) return no_terminal(say("The key is encrypted, and with --no-input nobody may be asked."));
  auto asked = read_passphrase_from_terminal(prompt);
  if (!asked && asked.error().kind == ErrorKind::usage) {
    return no_terminal(say("The key is encrypted, and there is no terminal to ask for its passphrase."));
  }
  return asked;
}

Result<std::optional<Passphrase>> Context::ask_new(const Source& source, const std::string& what) {
  TRY_ASSIGN(auto given, given_passphrase(source));
  if (given || !is_interactive()) return given;
  TRY_ASSIGN(Passphrase first, read_passphrase_from_terminal(say("New passphrase for {0}: ", {what})));
  TRY_ASSIGN(const Passphrase second, read_passphrase_from_terminal(say("The same passphrase again: ")));
  if (!(first == second)) {
    return make_error(ErrorKind::permission, say("The two passphrases differ, so no key was made."),
                      say("Run the command again and type the same passphrase twice."));
  }
  return std::optional<Passphrase>(std::move(first));
}

Result<std::optional<Passphrase>> Context::new_passphrase(const std::string& what) {
  return ask_new(author_source(), what);
}

Result<std::optional<Passphrase>> Context::new_log_passphrase() {
  return ask_new(log_source(), say("the ledger's log key"));
}

Result<KeyFile> Context::key_file() {
  const std::string path = key_path();
  if (path.empty()) {
    return make_error(ErrorKind::usage, say("No key is named, and this command is signed by an officer."),
                      say("Name the key file with --key FILE or in SUNLEDGER_KEY; “sunledger key new” makes one."));
  }
  TRY_ASSIGN(LoadedKeyFile loaded, load_key_file(path));
  if (loaded.readable_by_others) {
    out().warning(say("{0} can be read by others on this machine; take that right away: chmod 600 {0}", {path}));
  }
  return std::move(loaded.file);
}

Result<SecretKey> Context::unlock_key(KeyPurpose purpose) {
  TRY_ASSIGN(const KeyFile file, key_file());
  if (file.purpose != purpose) {
    if (purpose == KeyPurpose::witness) {
      return make_error(
          ErrorKind::permission,
          say("{0} is not a witness's key; checkpoints are cosigned by a key of that purpose.", {key_path()}),
          say("“sunledger key new FILE --name NAME --witness” makes one."));
    }
    return make_error(ErrorKind::permission,
                      file.purpose == KeyPurpose::log
                          ? say("{0} is a log key; events are signed by an officer's own key.", {key_path()})
                          : say("{0} is a witness's key; events are signed by an officer's own key.", {key_path()}),
                      say("Name your own key with --key FILE."));
  }
  if (!file.is_encrypted()) return unlock(file, Passphrase());
  TRY_ASSIGN(const Passphrase secret, passphrase(author_source(), say("Passphrase of {0}: ", {key_path()})));
  return unlock(file, secret);
}

// ---- asking

bool Context::is_interactive() const {
  return !options_.no_input && ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
}

bool Context::sits_at_terminal() const {
  return ::isatty(STDIN_FILENO) == 1;
}

Result<bool> Context::confirm(const std::string& question) {
  if (options_.yes) return true;
  if (!is_interactive()) {
    return make_error(ErrorKind::usage, say("This needs a yes, and nobody can be asked."), say("Add --yes."));
  }
  std::fprintf(stderr, "%s %s ", question.c_str(), say("[y/N]").c_str());
  std::fflush(stderr);
  std::string answer;
  for (int c = std::getchar(); c != EOF && c != '\n' && answer.size() < 16; c = std::getchar()) {
    answer.push_back(static_cast<char>(c));
  }
  return answer == "y" || answer == "Y" || answer == "yes" || answer == "是";
}

bool Context::progress_as_lines() const {
  const std::string terminal = environment("TERM");
  return out_->style().accessible || ::isatty(STDERR_FILENO) != 1 || terminal == "dumb";
}

}  // namespace sunledger
