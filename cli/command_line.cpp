#include "cli/command_line.h"

#include <CLI/CLI.hpp>

#include "cli/context.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

const CLI::App& verb_of(const CLI::App& app) {
  const CLI::App* verb = &app;
  while (!verb->get_subcommands().empty()) verb = verb->get_subcommands().front();
  return *verb;
}

// “sunledger key new”: the verbs that were understood.
std::string line_of(const CLI::App& app) {
  std::string line = "sunledger";
  for (const CLI::App* verb = &app; !verb->get_subcommands().empty();) {
    verb = verb->get_subcommands().front();
    line += " " + verb->get_name();
  }
  return line;
}

// What CLI11 speaks of, without its English around it: “--person is required”, “--count: 1 required N missing”,
// “Could not convert: POSITION = abc”.
std::string subject_of(const CLI::ParseError& problem) {
  std::string words = problem.what();
  if (const auto colon = words.find(": "); colon != std::string::npos) {
    return dynamic_cast<const CLI::ConversionError*>(&problem) != nullptr ? words.substr(colon + 2)
                                                                          : words.substr(0, colon);
  }
  return words.substr(0, words.find(" is required"));
}

Error usage_error(const CLI::ParseError& problem, const CLI::App& app) {
  const CLI::App* verb = &verb_of(app);
  const std::string line = line_of(app);
  const std::string hint = say("“{0} --help” tells what it takes.", {line});
  // A mistyped verb leaves the required one missing: name the word that was not understood, not what it hid.
  const auto left = app.remaining(true);
  if (!left.empty() && dynamic_cast<const CLI::ConversionError*>(&problem) == nullptr) {
    return make_error(ErrorKind::usage, say("“{0}” is not a command or option of “{1}”.", {left.front(), line}), hint);
  }
  if (const auto* missing = dynamic_cast<const CLI::RequiredError*>(&problem);
      missing != nullptr && !verb->get_subcommands({}).empty()) {
    return make_error(ErrorKind::usage, say("“{0}” needs to be told what to do.", {line}), hint);
  }
  if (dynamic_cast<const CLI::RequiredError*>(&problem) != nullptr) {
    return make_error(ErrorKind::usage, say("“{0}” lacks something: {1}.", {line, subject_of(problem)}), hint);
  }
  if (dynamic_cast<const CLI::ValidationError*>(&problem) != nullptr) {
    const std::string words = problem.what();
    const auto colon = words.find(": ");
    return make_error(ErrorKind::usage, colon == std::string::npos ? words : words.substr(colon + 2), hint);
  }
  if (dynamic_cast<const CLI::ConversionError*>(&problem) != nullptr) {
    return make_error(ErrorKind::usage,
                      say("This value is not of the kind that is asked for: {0}.", {subject_of(problem)}), hint);
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&problem) != nullptr) {
    return make_error(ErrorKind::usage, say("Too few or too many values stand at {0}.", {subject_of(problem)}), hint);
  }
  return make_error(ErrorKind::usage, say("The command line is wrong: {0}.", {problem.what()}), hint);
}

}  // namespace

Command& Command::takes(std::string& value, const char* name, const char* help) {
  app_->add_option(name, value, say(help))->required();
  return *this;
}

Command& Command::takes(std::uint64_t& value, const char* name, const char* help) {
  // CLI11 reads -1 as the largest number there is.
  const auto no_sign = [](std::string& text) {
    return text.starts_with('-') ? say("“{0}” is not a number from 0 on.", {text}) : std::string();
  };
  app_->add_option(name, value, say(help))->required()->check(CLI::Validator(no_sign, "", ""));
  return *this;
}

Command& Command::may_take(std::string& value, const char* name, const char* help) {
  app_->add_option(name, value, say(help));
  return *this;
}

Command& Command::takes_all(std::vector<std::string>& values, const char* name, const char* help) {
  app_->add_option(name, values, say(help));
  return *this;
}

Command& Command::option(std::string& value, const char* name, const char* value_name, const char* help) {
  app_->add_option(name, value, say(help))->type_name(value_name);
  return *this;
}

Command& Command::needs(std::string& value, const char* name, const char* value_name, const char* help) {
  app_->add_option(name, value, say(help))->type_name(value_name)->required();
  return *this;
}

Command& Command::number(std::optional<std::uint64_t>& value, const char* name, const char* value_name,
                         const char* help) {
  app_->add_option_function<std::uint64_t>(
          name, [&value](const std::uint64_t& given) { value = given; }, say(help))
      ->type_name(value_name);
  return *this;
}

Command& Command::list(std::vector<std::string>& values, const char* name, const char* value_name, const char* help) {
  app_->add_option(name, values, say(help))->type_name(value_name)->delimiter(',');
  return *this;
}

Command& Command::flag(bool& value, const char* name, const char* help) {
  app_->add_flag(name, value, say(help));
  return *this;
}

Command Command::verb(const char* name, const char* help) {
  CLI::App* verb = app_->add_subcommand(name, say(help));
  verb->fallthrough();
  verb->group(say("Subcommands"));
  verb->get_help_ptr()->group(say("Options"));
  app_->require_subcommand(1);
  return {*verb, *chosen_};
}

void Command::runs(Action action, bool can_try) {
  if (!app_->get_subcommands({}).empty()) app_->require_subcommand(0, 1);
  // CLI11 calls the callback of each verb on the line, outermost last: the innermost one stays.
  app_->callback([chosen = chosen_, app = app_, action = std::move(action), can_try] {
    if (app->get_subcommands().empty()) *chosen = {action, can_try};
  });
}

struct CommandLine::State {
  explicit State(Context& given) : context(given) {}
  Context& context;
  Command::Chosen chosen;
  std::string group;
  CLI::App app;
};

CommandLine::CommandLine(Context& context) : state_(std::make_unique<State>(context)) {
  CLI::App& app = state_->app;
  GlobalOptions& options = context.options();
  app.name("sunledger");
  // Subcommands take over labels and groups, their help flags apart.
  for (const char* label : {N_("Usage"), N_("OPTIONS"), N_("SUBCOMMAND"), N_("SUBCOMMANDS"), N_("Positionals"),
                            N_("REQUIRED"), N_("TEXT")}) {
    app.get_formatter()->label(label, say(label));
  }
  app.option_defaults()->group(say("Options"));
  app.description(say("Sunledger: a federation's books that a stranger can verify."));
  app.set_help_flag("-h,--help", say("Tell what the command does and takes"));
  app.set_version_flag("--version", std::string("sunledger ") + SUNLEDGER_VERSION, say("Tell the version"));
  const std::string group = say("For every command");
  const auto add = [&](const char* name, auto& value, const char* value_name, const char* help) {
    app.add_option(name, value, say(help))->type_name(value_name)->group(group);
  };
  const auto add_flag = [&](const char* name, bool& value, const char* help) {
    app.add_flag(name, value, say(help))->group(group);
  };
  add("--ledger", options.ledger, "DIR", N_("The ledger's folder (or SUNLEDGER_DIR)"));
  add("--key", options.key, "FILE", N_("The officer's key file (or SUNLEDGER_KEY)"));
  add("--passphrase-file", options.passphrase_file, "FILE", N_("Read the key's passphrase from a file"));
  add("--passphrase-fd", options.passphrase_fd, "N", N_("Read the key's passphrase from an open descriptor"));
  add("--log-passphrase-file", options.log_passphrase_file, "FILE", N_("The same for the ledger's log key"));
  add("--log-passphrase-fd", options.log_passphrase_fd, "N", N_("The same for the ledger's log key"));
  add("--lang", options.lang, "LANG", N_("Speak zh-CN or en"));
  add("--clock", options.clock, "TIME", N_("Record at this time; only where the origin begins with “demo.”"));
  add_flag("--json", options.json, N_("Answer in JSON: one envelope, or NDJSON"));
  add_flag("--accessible", options.accessible, N_("No columns and no redrawing; tables as labelled lines"));
  add_flag("--no-input", options.no_input, N_("Never ask; fail instead"));
  add_flag("--yes", options.yes, N_("Answer yes to every question"));
  add_flag("--dry-run", options.dry_run, N_("Judge and show, record nothing"));
  app.require_subcommand(1);
  app.fallthrough();
}

CommandLine::~CommandLine() = default;

void CommandLine::group(const char* title) {
  state_->group = say(title);
}

Command CommandLine::command(const char* name, const char* help) {
  CLI::App* verb = state_->app.add_subcommand(name, say(help));
  verb->fallthrough();
  verb->group(state_->group);
  verb->get_help_ptr()->group(say("Options"));
  return {*verb, state_->chosen};
}

int CommandLine::run(int argc, char** argv) {
  Context& context = state_->context;
  std::optional<Error> wrong;
  try {
    state_->app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return state_->app.exit(help);
  } catch (const CLI::CallForAllHelp& help) {
    return state_->app.exit(help);
  } catch (const CLI::CallForVersion& version) {
    return state_->app.exit(version);
  } catch (const CLI::ParseError& problem) {
    wrong = usage_error(problem, state_->app);
  }
  const Status settled = context.settle();
  const auto outcome = [&]() -> Result<ExitCode> {
    if (wrong) return *wrong;
    if (!settled) return settled.error();
    INVARIANT(state_->chosen.action != nullptr);
    if (context.options().dry_run && !state_->chosen.can_try) {
      const std::string line = line_of(state_->app);
      return make_error(ErrorKind::usage, say("“{0}” has no dry run: nothing was done.", {line}),
                        say("Leave --dry-run out. It is for what records events: record, import, review, approve…"));
    }
    return state_->chosen.action(context);
  }();
  return static_cast<int>(context.out().finish(outcome));
}

std::string language_asked_for(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument.starts_with("--lang=")) return std::string(argument.substr(7));
    if (argument == "--lang" && i + 1 < argc) return argv[i + 1];
  }
  return {};
}

}  // namespace sunledger
