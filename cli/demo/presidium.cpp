#include "cli/demo/presidium.h"

#include "ledger/base/text.h"

namespace sunledger::demo {

Status import_accounts(Stage&, const Print&, std::initializer_list<const char*>, Day) {
  return {};
}

Status review_by_presidium(Stage& stage, const Print&, Checks&) {
  const Replacements figures = {{"\"@position\"", std::to_string(stage.ledger().size())},
                                {"@digest", std::string(64, 'a')}};
  TRY(stage.record_file("approver-1", "2024/10-report.approver-1.jsonl",
                        say(N_("submits the report to the presidium.")), figures));
  TRY(stage.record_file("presidium-3", "2024/11-opinion.presidium-3.jsonl", say(N_("raises an opinion.")), figures));
  return stage.record_file("secretary-1", "2024/12-review.secretary-1.jsonl",
                           say(N_("records the presidium's meeting and its review.")), figures);
}

}  // namespace sunledger::demo
