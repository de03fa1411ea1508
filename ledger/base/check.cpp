#include "ledger/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace sunledger {

void check_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "sunledger: internal error, nothing was written: %s (%s:%d)\n", expression, file, line);
  std::abort();
}

}  // namespace sunledger
