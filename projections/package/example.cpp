#include "ledger/base/text.h"
#include "ledger/proof/offline_proof.h"
#include "projections/package/layout.h"
#include "projections/package/texts.h"

namespace sunledger {
namespace {

Status write_whole(TextOutputs& outputs, const std::string& path, std::string_view text) {
  TRY_ASSIGN(const auto output, outputs.open(path));
  TRY(output->write(text));
  return output->close();
}

}  // namespace

Status write_example(const EntrySource& entries, std::uint64_t size, const TileReader& hash_tile,
                     const std::string& note, TextOutputs& outputs) {
  if (size == 0) return make_error(ErrorKind::invalid, say("There is no entry."));
  TRY_ASSIGN(const Bytes entry, entries.entry_bytes(Position(0)));
  TRY(write_whole(outputs, example_entry_path, as_text(entry)));
  TRY_ASSIGN(const auto hashes, inclusion_proof(0, size, hash_reader_of_tiles(size, hash_tile)));
  return write_whole(outputs, example_proof_path, format_offline_proof({0, hashes, note}));
}

}  // namespace sunledger
