#pragma once
// What every command works with: the options that all of them take (flags > environment > configuration), the ledger,
// the officer's key and where a passphrase comes from. A passphrase is never a flag or an environment value.

#include <memory>
#include <optional>
#include <string>

#include "cli/config.h"
#include "cli/output.h"
#include "ledger/base/clock.h"
#include "ledger/ledger.h"
#include "ledger/people/key_file.h"

namespace sunledger {

struct GlobalOptions {
  std::string ledger, key, passphrase_file, log_passphrase_file, lang, clock;
  int passphrase_fd = -1;
  int log_passphrase_fd = -1;
  bool json = false;
  bool accessible = false;
  bool no_input = false;
  bool yes = false;
  bool dry_run = false;
};

class Context {
 public:
  GlobalOptions& options() { return options_; }
  const GlobalOptions& options() const { return options_; }

  // After the command line was read: configuration, language, how to speak. Errors: invalid (a configuration file),
  // usage (a language we don't speak, a time that is none).
  Status settle();
  Output& out() { return *out_; }

  // A flag's value, else the environment's, else the configuration's, else empty.
  std::string setting(const std::string& flag, const char* environment, const char* config_key) const;

  // Errors: usage when no ledger is named.
  Result<std::string> ledger_dir() const;
  Result<std::unique_ptr<Ledger>> open_to_read();
  // Says on stderr what was dropped on recovery. Errors of Ledger::open_to_write; usage for --clock on a real ledger.
  Result<std::unique_ptr<Ledger>> open_to_write(bool log_key_is_lost = false);
  // For whoever may read beside a writer but must judge as of --clock.
  Result<Ledger::Options> ledger_options();
  // The system's, or the one of --clock; the latter needs an origin that begins with "demo." (house rule 8).
  Result<Clock> clock_for(const std::string& origin) const;

  // The officer's key file. Errors: usage when none is named; warns when others may read it.
  Result<KeyFile> key_file();
  std::string key_path() const { return setting(options_.key, "SUNLEDGER_KEY", "key"); }
  // Errors: permission for a key of another purpose, or a wrong passphrase.
  Result<SecretKey> unlock_key(KeyPurpose purpose = KeyPurpose::author);
  // For a key that is being made: asked twice at a terminal. Nothing when no source of a passphrase was named and
  // nobody can be asked.
  Result<std::optional<Passphrase>> new_passphrase(const std::string& what);
  Result<std::optional<Passphrase>> new_log_passphrase();

  // Somebody sits at a terminal and may be asked.
  bool is_interactive() const;
  // Somebody types, whether or not they see our questions.
  bool sits_at_terminal() const;
  // True at once with --yes; refused (usage) when nobody can be asked.
  Result<bool> confirm(const std::string& question);
  // Whether a long task redraws one line or writes lines.
  bool progress_as_lines() const;

 private:
  struct Source {
    std::string file;
    int fd = -1;
  };
  Result<std::optional<Passphrase>> given_passphrase(const Source& source);
  Result<Passphrase> passphrase(const Source& source, const std::string& prompt);
  Result<std::optional<Passphrase>> ask_new(const Source& source, const std::string& what);
  Source author_source() const;
  Source log_source() const;

  GlobalOptions options_;
  Config config_;
  std::unique_ptr<Output> out_ = std::make_unique<Output>(Output::Style{});
};

// "2026-01-05T08:00:00Z", with or without milliseconds, as milliseconds since 1970.
std::optional<std::uint64_t> parse_utc(std::string_view text);

// The folder the program was started from, for what travels with it.
std::string program_folder();
std::string catalogue_folder();

}  // namespace sunledger
