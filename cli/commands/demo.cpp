// sunledger demo: a county federation's years, recorded from real figures.

#include "cli/demo/demo.h"

#include <unistd.h>

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr std::size_t widest_table = 170;

// Beside the program's share folder where it is installed, else in the source folder it was built from.
std::string shared_folder() {
  const std::string installed = program_folder() + "/../share/sunledger";
  return path_exists(installed + "/samples/demo") ? installed : std::string(SUNLEDGER_SOURCE_DIR);
}

Result<ExitCode> run(Context& context, const std::string& dir) {
  const std::string shared = shared_folder();
  demo::DemoRequest request;
  request.places = {dir, shared + "/samples/demo", shared + "/schema/charters/sixian.toml"};
  request.program = program_folder() + "/sunledger";
  // A file or a pipe has no width: let the presidium's widest table be a table. A terminal keeps its own.
  request.width = ::isatty(STDOUT_FILENO) == 1 ? context.out().style().width : widest_table;
  request.accessible = context.out().style().accessible;
  TRY_ASSIGN(const bool as_expected, demo::run_demo(request, [&](std::string_view line) { context.out().line(line); }));
  JsonValue data = JsonValue::object();
  data.set("ledger", dir + "/ledger").set("keys", dir + "/keys").set("as_expected", as_expected);
  context.out().data(data);
  return as_expected ? ExitCode::done : ExitCode::failed;
}

}  // namespace

void add_demo(CommandLine& line) {
  auto dir = std::make_shared<std::string>();
  line.command("demo", N_("A county federation's years, recorded from real figures"))
      .takes(*dir, "DIR", N_("A folder to make: the ledger, its keys, a changed copy"))
      .runs([dir](Context& context) { return run(context, *dir); });
}

}  // namespace sunledger
