// Cosignatures come one by one, from several processes; none is lost, and none is kept for another tree.

#include "ledger/witness/cosigned_checkpoints.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/ledger/witness/witness_fixture.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

NoteSignature cosignature_by(const std::string& name, std::size_t size, std::uint64_t seconds = now_seconds) {
  const TestKey key(name);
  return *cosign(format_checkpoint(history().at(size)), key.name(), key.public_key(), seconds, key.signer());
}

std::size_t signatures_at(const CosignedCheckpoints& kept, std::uint64_t size) {
  const auto note = kept.at(size);
  REQUIRE(note);
  return *note ? parse_note(**note)->signatures.size() : 0;
}

}  // namespace

TEST_CASE("cosignatures gather under their checkpoint, the newest of each witness") {
  const Folder folder;
  const CosignedCheckpoints kept(folder / "ledger");
  CHECK(signatures_at(kept, 9) == 0);
  REQUIRE(kept.add(9, history().note(9), {cosignature_by("w/a", 9)}));
  REQUIRE(kept.add(9, history().note(9), {cosignature_by("w/b", 9), cosignature_by("w/a", 9, now_seconds + 60)}));
  REQUIRE(kept.add(20, history().note(20), {cosignature_by("w/a", 20)}));
  CHECK(signatures_at(kept, 9) == 3);
  const std::vector<VerifierKey> known = {log_key().vkey(), TestKey("w/a").vkey(NoteKeyType::cosignature_v1)};
  const auto opened_note = open_checkpoint(**kept.at(9), known, sunledger::testing::verify);
  REQUIRE(opened_note);
  CHECK(opened_note->signatures.back().cosigned_at_seconds == now_seconds + 60);
  std::vector<std::uint64_t> sizes;
  REQUIRE(kept.each([&](std::uint64_t size, const std::string&) -> Result<bool> {
    sizes.push_back(size);
    return true;
  }));
  CHECK(sizes == std::vector<std::uint64_t>{20, 9});
}

TEST_CASE("another tree of that size is a conflict, a damaged file is said to be one") {
  const Folder folder;
  const CosignedCheckpoints kept(folder / "ledger");
  REQUIRE(kept.add(9, history().note(9), {cosignature_by("w/a", 9)}));
  CHECK(kept.add(9, forked(3).note(9), {}).error().kind == ErrorKind::conflict);
  std::ofstream(folder / "ledger/cosigned/00000000000000000009") << "damaged";
  CHECK(kept.at(9).error().kind == ErrorKind::corrupt);
  CHECK(!kept.each([](std::uint64_t, const std::string&) -> Result<bool> { return true; }));
}

TEST_CASE("two who collect side by side lose nothing") {
  const Folder folder;
  const CosignedCheckpoints kept(folder / "ledger");
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 8; ++i) {
        const auto added =
            CosignedCheckpoints(folder / "ledger")
                .add(9, history().note(9), {cosignature_by("w/" + std::to_string(t) + "-" + std::to_string(i), 9)});
        if (!added) std::abort();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(signatures_at(kept, 9) == 33);
}
