#pragma once
// We are wrong: INVARIANT stops the process before anything is written. Always on, in every build.

namespace sunledger {
[[noreturn]] void check_failed(const char* expression, const char* file, int line);
}

#define INVARIANT(expression) \
  (static_cast<bool>(expression) ? static_cast<void>(0) : ::sunledger::check_failed(#expression, __FILE__, __LINE__))
