// A hostile operator's workshop: builds frauds that the programs themselves would refuse to make, with a log key, the
// officers' keys and our own libraries. Writes what the log published before and after, and what its victims hold.
//
//   forger FRAUD DIR      rewritten-past | withheld-event | back-dated-event
//
//   DIR/before, DIR/after     the log's tiles as published before and after the fraud
//   DIR/vkey, DIR/policy      what auditors have from elsewhere
//   DIR/receipt.tlog-proof    an author's receipt from before

#include <cstdio>
#include <string>
#include <string_view>

#include "ledger/base/file.h"
#include "ledger/export_tiles.h"
#include "ledger/proof/offline_proof.h"
#include "tests/ledger/verify/test_log.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

constexpr const char* origin = "ledger.example/county";
constexpr const char* witness_name = "witness.example/province";

SecretKey witness() {
  std::array<Byte, seed_size_bytes> seed{};
  seed.fill(77);
  return SecretKey::from_seed(seed);
}

void publish(TestLog& log) {
  log.checkpoint();
  log.store_tiles();
}

void publish_witnessed(TestLog& log) {
  publish(log);
  log.cosigned(witness(), witness_name, log.now_ms / 1000 + 2);
}

Status write_tiles(const TestLog& log, const std::string& dir) {
  TRY(export_tiles(log, log.input().hash_tile, log.checkpoints.rbegin()->second, dir));
  return {};
}

Status write_receipt(const TestLog& log, std::uint64_t position, const std::string& path) {
  const HashReader reader = hash_reader_of_tiles(log.size(), log.input().hash_tile);
  OfflineProof proof;
  proof.index = position;
  TRY_ASSIGN(proof.hashes, inclusion_proof(position, log.size(), reader));
  proof.checkpoint_note = log.checkpoints.rbegin()->second;
  return replace_file(path, format_offline_proof(proof));
}

void pay(TestLog& log, int payments, std::int64_t changed_fen = 100) {
  for (int i = 0; i < payments; ++i) log.pay("L1", i == 7 ? changed_fen : 100);
}

// The same officers sign the same year again, with another amount in one payment.
Status rewritten_past(const std::string& dir) {
  TestLog before(origin), after(origin);
  pay(before, 290);
  publish(before);
  pay(after, 290, 1'234'500);
  pay(after, 10);
  publish(after);
  TRY(write_tiles(before, dir + "/before"));
  TRY(write_receipt(before, 17, dir + "/receipt.tlog-proof"));
  return write_tiles(after, dir + "/after");
}

// One payment was acknowledged; the log that auditors are shown never had it.
Status withheld_event(const std::string& dir) {
  TestLog acknowledged(origin), shown(origin);
  for (TestLog* log : {&acknowledged, &shown}) {
    pay(*log, 50);
    publish(*log);
  }
  TRY(write_tiles(shown, dir + "/before"));
  const std::uint64_t position = acknowledged.pay("L2", 800'000);
  publish(acknowledged);
  TRY(write_receipt(acknowledged, position, dir + "/receipt.tlog-proof"));
  for (std::uint64_t payment = 10; payment < 30; ++payment) {
    shown.record(shown.reviewer,
                 [&](schema::Event::Builder event) { event.initPaymentsReviewed().initPayments(1).set(0, payment); });
  }
  publish(shown);
  return write_tiles(shown, dir + "/after");
}

// A payment is put in after a checkpoint was cosigned, with a recorded time from before.
Status back_dated_event(const std::string& dir) {
  TestLog log(origin);
  pay(log, 50);
  log.now_ms += 86'400'000;
  publish_witnessed(log);
  TRY(write_tiles(log, dir + "/before"));
  const std::uint64_t real_ms = log.now_ms;
  log.now_ms -= 43'200'000;
  log.pay("L3", 500'000);
  log.now_ms = real_ms + 60'000;
  publish_witnessed(log);
  return write_tiles(log, dir + "/after");
}

Status forge(std::string_view fraud, const std::string& dir) {
  TRY(create_folder(dir));
  TRY(replace_file(dir + "/vkey", format_vkey(TestLog(origin).log_vkey()) + "\n"));
  const VerifierKey cosigner{witness_name, NoteKeyType::cosignature_v1, witness().public_key()};
  TRY(replace_file(dir + "/policy", "witness province " + format_vkey(cosigner) + "\nquorum province\n"));
  if (fraud == "rewritten-past") return rewritten_past(dir);
  if (fraud == "withheld-event") return withheld_event(dir);
  if (fraud == "back-dated-event") return back_dated_event(dir);
  return make_error(ErrorKind::usage, "no such fraud");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto forged = forge(argv[1], argv[2]);
  if (!forged) std::fprintf(stderr, "%s\n", forged.error().message.c_str());
  return forged ? 0 : 1;
}
