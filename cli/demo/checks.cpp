#include "cli/demo/checks.h"

#include "ledger/base/text.h"

namespace sunledger::demo {

void Checks::expect(const std::string& what, std::string_view wanted, std::string_view got) {
  ++count_;
  if (wanted == got) {
    print_(say("  As expected – {0}: {1}", {what, got}));
    return;
  }
  ++failed_;
  print_(say("  NOT AS EXPECTED – {0}: {1} instead of {2}", {what, got, wanted}));
}

void Checks::expect(const std::string& what, bool holds) {
  ++count_;
  failed_ += holds ? 0 : 1;
  print_(holds ? say("  As expected – {0}", {what}) : say("  NOT AS EXPECTED – {0}", {what}));
}

}  // namespace sunledger::demo
