#pragma once
// Where checks write down what they find: bounded, one page a check.

#include <array>

#include "ledger/verify/verify.h"

namespace sunledger {

class ProblemBook {
 public:
  explicit ProblemBook(const CheckSet& wanted) : wanted_(wanted) {}

  bool wants(Check check) const { return has(wanted_, check); }
  void problem(Check check, std::optional<Position> position, std::string message);
  // Could not be judged: the check ends as incomplete unless it failed.
  void unjudged(Check check, std::optional<Position> position, std::string message);
  // Worth knowing, no fault.
  void note(Check check, std::optional<Position> position, std::string message);
  void count(Check check, std::uint64_t more) { page(check).result.count += more; }
  // There was nothing to hold it against.
  void not_checked(Check check, std::string why);
  std::uint64_t problems_of(Check check) const { return pages_[static_cast<std::size_t>(check)].result.problem_count; }

  std::vector<CheckResult> results() const;

 private:
  struct Page {
    CheckResult result;
    bool unjudged = false;
    bool not_checked = false;
  };
  Page& page(Check check) { return pages_[static_cast<std::size_t>(check)]; }

  CheckSet wanted_;
  std::array<Page, check_count> pages_;
};

}  // namespace sunledger
