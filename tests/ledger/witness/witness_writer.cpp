// Cosigns a log's checkpoints one after the other, telling each once its cosignature is in hand; started by tests to be
// killed.
//   witness_writer DIR     a folder that was prepared for the fixture's witness

#include "tests/ledger/witness/witness_fixture.h"
#include "tests/support/child.h"

using namespace sunledger;
using namespace sunledger::testing;

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto witness = opened(argv[1]);
  for (std::size_t size = 1; size <= history().leaves.size(); ++size) {
    if (witness->add_checkpoint(history().submission(size - 1, size)).status != 200) return 1;
    if (!send_report({Report::checkpoint, size, history().at(size).root})) return 1;
  }
  return 0;
}
