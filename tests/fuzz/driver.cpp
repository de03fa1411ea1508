// libFuzzer's door: FUZZ_FUNCTION is one of the functions beside this file. What it finds wrong stops the process.

#include "ledger/base/bytes.h"

namespace sunledger {
void FUZZ_FUNCTION(BytesView bytes);
}  // namespace sunledger

// The name and types are libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sunledger::FUZZ_FUNCTION({data, size});
  return 0;
}
