#include "cli/demo/demo.h"

#include "cli/demo/inspection.h"
#include "cli/demo/presidium.h"
#include "cli/demo/story.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "projections/render/csv.h"
#include "projections/render/digest.h"
#include "projections/render/text.h"

namespace sunledger::demo {
namespace {

void heading(const Print& print, const std::string& title) {
  print("");
  print("== " + title);
}

struct Shown {
  const char* report;
  int year;
};

// What of the published year must come out of the log, as the report's CSV says it.
constexpr const char* published[] = {
    "01收入支出决算总表,,支出总计,,决算数,307.82,万元",
    "03支出决算表,2013999,其他社会工作事务支出,项,项目支出,202.24,万元",
    "06一般公共预算财政拨款基本支出决算表,,人员经费合计,合计,决算数,95.36,万元",
    "06一般公共预算财政拨款基本支出决算表,,公用经费合计,合计,决算数,10.23,万元",
};

Status print_reports(const DemoRequest& request, const Ledger& ledger, const Print& print, Checks& checks) {
  TextOptions options;
  options.width = request.width;
  options.accessible = request.accessible;
  for (const Shown& shown : {Shown{"budget-execution", 2024}, Shown{"final-accounts", 2024},
                             Shown{"transparency", 2022}, Shown{"transparency", 2025}}) {
    TRY_ASSIGN(const DrawnReport drawn, draw_report(shown.report, ledger, report_request(ledger, shown.year)));
    print("");
    print(render_text(drawn.document, figures_digest(drawn.document), options));
    if (!has_long_form(drawn.document)) continue;
    const std::string csv = render_csv_long(drawn.document);
    for (const char* line : published) {
      checks.expect(say("computed as published: {0}", {line}), csv.find(line) != std::string::npos);
    }
  }
  return {};
}

// The entry whose copy is changed: the first payment of the subsidies.
std::uint64_t first_payment(Ledger& ledger) {
  Facts facts = ledger.facts();
  for (std::uint64_t position = 0; position < ledger.size(); ++position) {
    if (facts.payment(position)) return position;
  }
  return 0;
}

void print_next(const DemoRequest& request, const Print& print) {
  const std::string& dir = request.places.dir;
  // zh: 接下来可以输入
  heading(print, say("What to type next"));
  print(format_text("  {0} --ledger {1}/ledger report budget-execution --year 2025", {request.program, dir}));
  print(format_text("  {0} verify {1}/ledger --log-vkey \"$(cat {1}/keys/log.vkey)\"", {request.program, dir}));
  print(format_text("  {0} --ledger {1}/ledger log --kind PaymentRecorded", {request.program, dir}));
}

}  // namespace

Result<bool> run_demo(const DemoRequest& request, const Print& print) {
  Checks checks(print);
  TRY_ASSIGN(const std::unique_ptr<Stage> stage, Stage::set(request.places, print));
  print(say("The demo records a county federation's years from published figures into {0}.", {stage->ledger_dir()}));
  print(
      say("Its people are invented. Its keys, in {0}, are not encrypted: whoever reads them can sign. Use them for "
          "nothing else.",
          {stage->keys_dir()}));
  TRY(tell_story(*stage, print, checks));

  Inspected inspected{stage->ledger_dir(), request.places.dir + "/tiles", request.places.dir + "/tiles-changed",
                      stage->ledger().log_vkey()};
  TRY(create_file(stage->keys_dir() + "/log.vkey", format_vkey(inspected.log_key) + "\n"));
  const std::uint64_t changed = first_payment(stage->ledger());
  // zh: 报表
  heading(print, say("What the presidium and the public read"));
  TRY(print_reports(request, stage->ledger(), print, checks));
  stage->close();

  // zh: 验证
  heading(print, say("The log is verified from its bytes and the log's public key"));
  TRY(verify_whole(inspected, print, checks));
  // zh: 改动一个字节
  heading(print, say("One byte is changed in a copy of the exported log"));
  TRY(verify_changed(inspected, changed, print, checks));

  print_next(request, print);
  print("");
  print(checks.all_held() ? say("Everything came out as expected: {0} of {0} checks.", {checks.count()})
                          : say("{0} of {1} checks did not come out as expected.", {checks.failed(), checks.count()}));
  return checks.all_held();
}

}  // namespace sunledger::demo
