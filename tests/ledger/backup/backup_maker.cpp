// A program of its own, started by the tests to be killed: backup_maker LEDGER BACKUP makes one backup.
#include "ledger/backup/backup.h"
#include "tests/support/child.h"

using namespace sunledger;

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto ledger = Ledger::open_to_read(argv[1]);
  if (!ledger) return 1;
  testing::send_report({testing::Report::receipt, (*ledger)->size(), {}});  // it has begun
  const auto made = make_backup(**ledger, argv[2]);
  return made ? 0 : 3;
}
