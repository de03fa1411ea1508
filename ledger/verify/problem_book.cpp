#include "ledger/verify/problem_book.h"

namespace sunledger {
namespace {

void keep(std::vector<Problem>& list, std::uint64_t& count, std::optional<Position> position, std::string message) {
  if (++count <= problems_kept) list.push_back({position, std::move(message)});
}

}  // namespace

void ProblemBook::problem(Check check, std::optional<Position> position, std::string message) {
  CheckResult& result = page(check).result;
  keep(result.problems, result.problem_count, position, std::move(message));
}

void ProblemBook::unjudged(Check check, std::optional<Position> position, std::string message) {
  page(check).unjudged = true;
  note(check, position, std::move(message));
}

void ProblemBook::note(Check check, std::optional<Position> position, std::string message) {
  CheckResult& result = page(check).result;
  keep(result.notes, result.note_count, position, std::move(message));
}

void ProblemBook::not_checked(Check check, std::string why) {
  page(check).not_checked = true;
  note(check, std::nullopt, std::move(why));
}

std::vector<CheckResult> ProblemBook::results() const {
  std::vector<CheckResult> results;
  for (const CheckText& text : check_table()) {
    if (!wants(text.check)) continue;
    const Page& page = pages_[static_cast<std::size_t>(text.check)];
    CheckResult result = page.result;
    result.check = text.check;
    result.state = result.problem_count != 0 ? CheckState::failed
                   : page.unjudged           ? CheckState::incomplete
                   : page.not_checked        ? CheckState::not_checked
                                             : CheckState::ok;
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace sunledger
