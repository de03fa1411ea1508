#pragma once
// Payments as officers name and see them.

#include <string>
#include <vector>

#include "ledger/base/day.h"
#include "ledger/base/money.h"
#include "ledger/ledger.h"

namespace sunledger {

// "12 15-40 77", in one word or several, commas allowed: ascending, each once. Errors: usage; more than a million.
Result<std::vector<std::uint64_t>> parse_positions(const std::vector<std::string>& words);

struct PaymentSummary {
  std::uint64_t position = 0;
  Day day;
  std::string body, voucher, payee;
  Fen amount;
  std::vector<std::string> lines;
};

// Errors: not_found when there is no entry or it is no payment.
Result<PaymentSummary> read_payment(const Ledger& ledger, std::uint64_t position);

}  // namespace sunledger
