// sunledger report: what the ledger means, drawn for a presidium, the public or a program.

#include "projections/reports/report.h"

#include <charconv>

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/output_file.h"
#include "ledger/base/text.h"
#include "projections/render/digest.h"
#include "projections/render/format.h"
#include "projections/render/json.h"
#include "projections/render/text.h"

namespace sunledger {
namespace {

// As events may name them (event.fields).
constexpr std::uint64_t first_budget_year = 1949;
constexpr std::uint64_t last_budget_year = 2999;

struct Options {
  std::string name, from, to, as_of, output;
  std::string format = "text";
  std::optional<std::uint64_t> year;
  std::string body;
  bool own_books = false;
  bool rollup = false;
  bool positions = false;
};

Result<std::optional<Day>> read_day(const std::string& text) {
  if (text.empty()) return std::optional<Day>();
  const auto day = parse_day(text);
  if (!day) {
    return make_error(ErrorKind::usage, say("“{0}” is not a day.", {text}), say("Write it as YYYY-MM-DD."));
  }
  return day;
}

// A position, a moment in UTC, or a day: then everything recorded until its end, where the charter says days end.
Result<AsOf> read_as_of(const std::string& text, std::int32_t utc_offset_minutes) {
  AsOf as_of;
  if (text.empty()) return as_of;
  std::uint64_t position = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), position);
  if (parsed.ec == std::errc() && parsed.ptr == text.data() + text.size()) {
    as_of.position = Position(position);
    return as_of;
  }
  if (const auto moment = parse_utc(text)) {
    as_of.recorded_ms = *moment;
    return as_of;
  }
  if (const auto day = parse_day(text); day && day->since_1970 > 1) {
    constexpr std::int64_t day_ms = 24 * 60 * 60 * 1000;
    as_of.recorded_ms = static_cast<std::uint64_t>((std::int64_t{day->since_1970} + 1) * day_ms -
                                                   std::int64_t{utc_offset_minutes} * 60'000 - 1);
    return as_of;
  }
  return make_error(ErrorKind::usage, say("“{0}” is neither a position nor a time.", {text}),
                    say("Write --as-of as 1234, 2026-01-05 or 2026-01-05T08:00:00Z."));
}

std::string drawn(const Document& document, const Options& options, const Output::Style& style) {
  const Hash digest = figures_digest(document);
  if (const auto format = report_format(options.format)) {
    return render_in(*format, document, digest, options.positions);
  }
  return render_text(document, digest, {style.width, style.accessible, options.positions});
}

Result<ExitCode> run(Context& context, const Options& options) {
  if (options.format == "xlsx" || options.format == "pdf") {
    return make_error(ErrorKind::usage, say("This version does not draw reports as {0} yet.", {options.format}),
                      say("Choose --format text, json, csv or html."));
  }
  if (options.format != "text" && !report_format(options.format)) {
    return make_error(ErrorKind::usage, say("“{0}” is not a format of reports.", {options.format}),
                      say("Choose --format text, json, csv or html."));
  }
  if (options.year && (*options.year < first_budget_year || *options.year > last_budget_year)) {
    return make_error(ErrorKind::usage,
                      say("“{0}” is not a budget year: a ledger holds years from {1} to {2}.",
                          {*options.year, first_budget_year, last_budget_year}),
                      say("Write four digits, like 2025; without --year the latest year is reported."));
  }
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  ReportRequest request;
  request.year = static_cast<int>(options.year.value_or(0));
  TRY_ASSIGN(request.from, read_day(options.from));
  TRY_ASSIGN(request.to, read_day(options.to));
  request.utc_offset_minutes = ledger->facts().charter().utc_offset_minutes;
  TRY_ASSIGN(request.as_of, read_as_of(options.as_of, request.utc_offset_minutes));
  request.positions = options.positions;
  if (options.own_books) request.body = "";
  if (!options.body.empty()) request.body = options.body;
  request.rollup = options.rollup;
  request.ledger_dir = ledger->dir();
  request.views_folder = ledger->dir() + "/views";
  request.root_at = [&](std::uint64_t size) { return ledger->root_at(size); };
  TRY_ASSIGN(const DrawnReport report, draw_report(options.name, *ledger, request));
  Output& out = context.out();
  for (const std::string& note : report.notes) out.message(note);
  // The report is drawn all the same: it names what it lacks.
  const ExitCode answer = report.lacks_ledgers ? ExitCode::incomplete : ExitCode::done;

  Output::Style style = out.style();
  if (!options.output.empty()) style.width = 100;
  if (options.output.empty()) {
    if (out.json()) {
      out.data(
          JsonValue::raw(render_json(report.document, figures_digest(report.document), {options.positions, true})));
    } else {
      out.bytes(drawn(report.document, options, style));
    }
    return answer;
  }
  TRY(write_output(context, options.output, drawn(report.document, options, style)));
  JsonValue data = JsonValue::object();
  data.set("file", options.output)
      .set("report", report.document.report)
      .set("position", report.document.provenance.position.value)
      .set("conclusion", report.document.conclusion)
      .set("digest", to_hex(figures_digest(report.document).view()));
  out.data(data);
  out.line(report.document.conclusion);
  out.message(say("The report is in {0}.", {options.output}));
  return answer;
}

}  // namespace

void add_report(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.command("report", N_("Draw a report: budget-execution, final-accounts, transparency, anchors"))
      .takes(options->name, "NAME", N_("Which report"))
      .number(options->year, "--year", "YEAR", N_("The budget year; else the latest"))
      .option(options->from, "--from", "DAY", N_("Only what happened from this day on"))
      .option(options->to, "--to", "DAY", N_("Only what happened until this day"))
      .option(options->as_of, "--as-of", "POSITION|TIME", N_("As it stood recorded then"))
      .option(options->body, "--body", "BODY", N_("Only this body's books"))
      .flag(options->own_books, "--own", N_("Only the federation's own books"))
      .flag(options->rollup, "--rollup", N_("Of the followed ledgers, and their sums (budget-execution)"))
      .flag(options->positions, "--positions", N_("The entries behind each figure"))
      .option(options->format, "--format", "text|json|csv|html", N_("How it is drawn"))
      .option(options->output, "-o,--output", "FILE", N_("Write it to a file"))
      .runs([options](Context& context) { return run(context, *options); });
}

}  // namespace sunledger
