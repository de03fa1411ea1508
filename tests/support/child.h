#pragma once
// A program of its own, started by a test to be killed: its standard output comes as reports of one size.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"

namespace sunledger::testing {

// What a program tells of: an entry that has a receipt, or a checkpoint that was signed (its size and root).
struct Report {
  enum Kind : std::uint64_t { receipt, checkpoint, done } kind = receipt;
  std::uint64_t position = 0;
  Hash hash;
};

// To the standard output, in one piece; false when nobody listens.
bool send_report(const Report& report);

// Started anew, not forked: the threads of this process would be missing in the child.
class Child {
 public:
  Child(const std::string& program, const std::vector<std::string>& arguments);
  ~Child();  // kills it
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // The next report; nothing when the program has ended.
  std::optional<Report> next();
  // SIGKILL; the reports that were sent and not yet read are still there.
  void kill();
  // The exit status; 128 + signal when it was killed.
  int wait();

 private:
  int pid_ = 0;
  int reports_ = -1;
};

}  // namespace sunledger::testing
