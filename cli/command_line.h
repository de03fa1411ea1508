#pragma once
// The command line as the commands describe it: verbs, what they take, what runs. One door to CLI11.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/output.h"
#include "ledger/base/result.h"

namespace CLI {
class App;
}

namespace sunledger {

class Context;

// One verb being described. Texts are N_("…") and said in the reader's language. The variables must live as long as the
// command line: keep them in a shared_ptr that the action holds.
class Command {
 public:
  using Action = std::function<Result<ExitCode>(Context&)>;
  // The verb that the line asks for.
  struct Chosen {
    Action action;
    bool can_try = false;
  };

  Command(CLI::App& app, Chosen& chosen) : app_(&app), chosen_(&chosen) {}

  // By place.
  Command& takes(std::string& value, const char* name, const char* help);
  Command& takes(std::uint64_t& value, const char* name, const char* help);
  Command& may_take(std::string& value, const char* name, const char* help);
  Command& takes_all(std::vector<std::string>& values, const char* name, const char* help);
  // By name: "--head" or "-o,--output".
  Command& option(std::string& value, const char* name, const char* value_name, const char* help);
  Command& needs(std::string& value, const char* name, const char* value_name, const char* help);
  Command& number(std::optional<std::uint64_t>& value, const char* name, const char* value_name, const char* help);
  Command& list(std::vector<std::string>& values, const char* name, const char* value_name, const char* help);
  Command& flag(bool& value, const char* name, const char* help);

  // A verb of this verb; then one of them must be given unless this one has an action of its own.
  Command verb(const char* name, const char* help);
  // --dry-run is refused: a verb that does not look at it would do for good what its user only wanted to see.
  void runs(Action action) { runs(std::move(action), false); }
  // The action looks at --dry-run itself, and then judges and shows only.
  void runs_or_tries(Action action) { runs(std::move(action), true); }

 private:
  void runs(Action action, bool can_try);

  CLI::App* app_;
  Chosen* chosen_;
};

class CommandLine {
 public:
  explicit CommandLine(Context& context);
  ~CommandLine();

  // Heads the list of the commands that follow.
  void group(const char* title);
  Command command(const char* name, const char* help);

  // Reads the line, runs the command, ends with its exit code.
  int run(int argc, char** argv);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Before anything is said: the language that the line itself asks for.
std::string language_asked_for(int argc, char** argv);

}  // namespace sunledger
