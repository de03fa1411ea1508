#pragma once
// sunledger demo DIR: the whole demonstration.

#include <string>

#include "cli/demo/checks.h"
#include "cli/demo/stage.h"

namespace sunledger::demo {

struct DemoRequest {
  Stage::Places places;
  std::string program = "sunledger";  // as the reader would type it
  std::size_t width = 100;            // of the reports, in display columns
  bool accessible = false;
};

// Records the story, prints the reports, verifies the log and a changed copy, says what to type next. True when
// everything came out as expected.
Result<bool> run_demo(const DemoRequest& request, const Print& print);

}  // namespace sunledger::demo
