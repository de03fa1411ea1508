// log_writer DIR SEED: appends batches of random sizes to a made-up log until it is killed or cannot; after each commit
// that was acknowledged it writes the log's size (8 bytes) to standard output. Exit 2 on an error, which it prints.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <random>

#include "tests/ledger/log/made_up_log.h"

int main(int argc, char** argv) {
  if (argc != 3) return 1;
  auto store = sunledger::Store::open_to_write(argv[1]);
  if (!store) {
    std::fprintf(stderr, "%s\n", store.error().message.c_str());
    return 2;
  }
  std::mt19937 random(static_cast<unsigned>(std::atoi(argv[2])));
  for (;;) {
    const std::uint64_t count = random() % 4 == 0 ? 1 + random() % 600 : 1 + random() % 3;
    if (auto appended = made_up::append(**store, count); !appended) {
      std::fprintf(stderr, "%s\n", appended.error().message.c_str());
      return 2;
    }
    const std::uint64_t size = (*store)->size().value();
    if (::write(STDOUT_FILENO, &size, sizeof size) != sizeof size) return 2;
  }
}
