#pragma once
// A year's money, modelled by nothing but interface.md's sentence: available = budget + adjustments − open encumbrance
// (contract − its payments) − payments not rejected, returned, refunded or reversed. Amounts in fen.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sunledger::testing {

struct YearModel {
  struct Payment {
    struct Part {
      std::string line, contract;
      std::int64_t fen = 0, refunded = 0;
    };
    enum State { recorded, reviewed, approved, rejected, undone } state = recorded;
    std::uint64_t position = 0;
    std::string recorder;
    std::vector<Part> parts;

    std::int64_t live(const Part& part) const { return state >= rejected ? 0 : part.fen - part.refunded; }
  };

  struct Contract {
    std::map<std::string, std::int64_t> parts;
    std::int64_t accepted = 0;
    bool ended = false;
  };

  std::map<std::string, std::int64_t> budget, adjusted;
  std::vector<Payment> payments;
  std::map<std::string, Contract> contracts;

  std::int64_t sum(const std::string& line, bool paid) const {
    std::int64_t total = 0;
    for (const Payment& payment : payments) {
      for (const auto& part : payment.parts) {
        if (part.line == line && (payment.state == Payment::approved) == paid) total += payment.live(part);
      }
    }
    return total;
  }
  std::int64_t paid_under(const std::string& contract, const std::string& line) const {
    std::int64_t total = 0;
    for (const Payment& payment : payments) {
      for (const auto& part : payment.parts) {
        if (part.line == line && part.contract == contract) total += payment.live(part);
      }
    }
    return total;
  }
  std::int64_t encumbered(const std::string& line) const {
    std::int64_t total = 0;
    for (const auto& [id, contract] : contracts) {
      const auto part = contract.parts.find(line);
      if (!contract.ended && part != contract.parts.end()) total += part->second - paid_under(id, line);
    }
    return total;
  }
  std::int64_t available(const std::string& line) const {
    return budget.at(line) + adjusted.at(line) - encumbered(line) - sum(line, false) - sum(line, true);
  }
};

}  // namespace sunledger::testing
