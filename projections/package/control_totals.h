#pragma once
// Control totals over a log's entries: how many there are, how many of each kind and family, and the sums of the
// amounts that they state. A missing page changes them; what they mean is the reports' matter. Entries of open and
// abandoned imports count like all others.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "ledger/base/money.h"
#include "ledger/base/result.h"
#include "ledger/event/amounts.h"

namespace sunledger {

struct Total {
  std::string name;  // a kind, or a family: "payment"
  std::uint64_t count = 0;
  Fen sum;

  bool operator==(const Total&) const = default;
};

struct ControlTotals {
  std::uint64_t entries = 0;
  std::vector<Total> kinds;     // those that occur, by their numbers; kinds newer than this program as "Unknown#<n>"
  std::vector<Total> families;  // those that occur, by name; "Unknown" is one

  bool operator==(const ControlTotals&) const = default;
};

class TotalsCounter {
 public:
  // The event has passed the gate. Errors: corrupt when a sum leaves its bounds.
  Status add(std::uint64_t position, schema::Event::Reader event);
  ControlTotals totals() const;

 private:
  struct Sum {
    std::uint64_t count = 0;
    Fen sum;
    bool add(Fen amount);  // false when the sum leaves its bounds
  };
  AmountReader amounts_;
  std::map<std::uint16_t, Sum> kinds_;
  std::map<std::string, Sum> families_;
  std::uint64_t entries_ = 0;
};

}  // namespace sunledger
