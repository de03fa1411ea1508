// Writes what the Go verifier is to check: DIR/tiles, DIR/old-checkpoint, DIR/entry, DIR/entry.tlog-proof, DIR/vkey.

#include <cstdio>
#include <string>

#include "ledger/base/file.h"
#include "ledger/export_tiles.h"
#include "ledger/proof/offline_proof.h"
#include "ledger/proof/tree.h"
#include "tests/ledger/verify/test_log.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

Status write_sample(const std::string& dir) {
  TestLog log;
  for (int i = 0; i < 290; ++i) log.pay("L1", 100);
  const std::string old = log.checkpoint();
  for (int i = 0; i < 240; ++i) log.pay("L2", 100);
  const std::string note = log.checkpoint();
  log.store_tiles();
  const TileReader tiles = log.input().hash_tile;
  TRY(create_folder(dir));
  TRY(export_tiles(log, tiles, note, dir + "/tiles"));
  constexpr std::uint64_t position = 333;
  TRY_ASSIGN(const auto hashes, inclusion_proof(position, log.size(), hash_reader_of_tiles(log.size(), tiles)));
  TRY(replace_file(dir + "/entry.tlog-proof", format_offline_proof({position, hashes, note})));
  TRY(replace_file(dir + "/entry", as_text(log.entries[position])));
  TRY(replace_file(dir + "/old-checkpoint", old));
  return replace_file(dir + "/vkey", format_vkey(log.log_vkey()));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto written = write_sample(argv[1]);
  if (!written) std::fprintf(stderr, "%s\n", written.error().message.c_str());
  return written ? 0 : 1;
}
