#pragma once
// What the program is doing, for whoever runs it: off unless SUNLEDGER_LOG names a level (debug, info). Goes to stderr,
// holds counts, sizes and times, never a person's data or a document's content. The one door to spdlog.

#include <string>

namespace sunledger {

// Reads SUNLEDGER_LOG once. Unknown levels are off.
void start_diagnostics();
// One line at debug level; ASCII English, for operators, not translated.
void diagnose(const std::string& what);

}  // namespace sunledger
