// A recorder's program, to be killed by tests. Every receipt and every signed checkpoint is reported on the standard
// output as soon as the ledger has given it. Exit 2 on an error, which it prints.
//
//   ledger_writer record DIR KEY SEED      payments alone, in appends and in imports, and checkpoints, until killed
//   ledger_writer create DIR LOG_KEY KEY   makes a ledger
//   ledger_writer fill DIR KEY BYTES       payments until the disk is full: no file may grow beyond BYTES

#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "ledger/people/key_file.h"
#include "ledger/proof/hash.h"
#include "tests/support/child.h"
#include "tests/support/federation.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

template <class Value>
Value need(Result<Value> result) {
  if (!result) {
    std::fprintf(stderr, "%s %s\n", result.error().message.c_str(), result.error().hint.c_str());
    std::_Exit(2);
  }
  return std::move(result).value();
}

SecretKey key_in(const char* path) {
  return need(unlock(need(load_key_file(path)).file, Passphrase()));
}

// The federation's year, and then as many milliseconds on as really pass.
Ledger::Options options() {
  Ledger::Options options;
  const auto began = std::chrono::steady_clock::now();
  options.clock = [began] {
    const auto passed = std::chrono::steady_clock::now() - began;
    return 1735693200000 +
           static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(passed).count());
  };
  options.checkpoint_every_ms = 5;
  return options;
}

class Recorder {
 public:
  Recorder(const char* dir, const char* key, const std::string& name)
      : key_(key_in(key)), ledger_(need(Ledger::open_to_write(dir, options()))), name_(name) {}

  Ledger::Draft payment_for(std::uint64_t batch = 0) {
    const Day day = day_at(1735693200000, 480);
    Ledger::Draft draft = payment(day, name_ + "-" + std::to_string(++payments_), "康复-01", 1);
    draft.batch = batch;
    return draft;
  }

  void record(const std::vector<Ledger::Draft>& drafts) {
    const auto result = ledger_->record(key_, drafts);
    if (!result.ok()) {
      std::fprintf(stderr, "%s\n", result.failure->error.message.c_str());
      std::_Exit(result.failure->error.kind == ErrorKind::io ? 3 : 2);
    }
    for (const Receipt& receipt : result.receipts) {
      leaves_.push_back(receipt.leaf);
      send_report({Report::receipt, receipt.position.value, receipt.leaf});
    }
  }

  void import(std::size_t chunks, std::size_t rows) {
    const Day day = day_at(1735693200000, 480);
    const std::uint64_t batch = ledger_->size();
    record({draft(day, name_ + " open " + std::to_string(batch), [&](schema::Event::Builder event) {
      auto opened = event.initBatchOpened();
      opened.setImport("payments");
      const Hash file = sha256(as_bytes(name_));
      opened.setFile(capnp::Data::Reader(file.bytes.data(), 32));
      opened.setCount(chunks * rows);
      opened.setAmount(static_cast<std::int64_t>(chunks * rows));
    })});
    Frontier frontier;
    for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
      leaves_.clear();
      std::vector<Ledger::Draft> drafts;
      for (std::size_t i = 0; i < rows; ++i) drafts.push_back(payment_for(batch));
      record(drafts);
      for (const Hash& leaf : leaves_) frontier.append(leaf);
    }
    record({draft(day, name_ + " close " + std::to_string(batch), [&](schema::Event::Builder event) {
      auto closed = event.initBatchClosed();
      closed.setBatch(batch);
      closed.setCount(chunks * rows);
      closed.setAmount(static_cast<std::int64_t>(chunks * rows));
      const Hash root = frontier.root();
      closed.setRoot(capnp::Data::Reader(root.bytes.data(), 32));
    })});
  }

  void checkpoint() {
    need(ledger_->checkpoint());
    send_report({Report::checkpoint, ledger_->size(), ledger_->root()});
  }

 private:
  SecretKey key_;
  std::unique_ptr<Ledger> ledger_;
  std::string name_;
  std::uint64_t payments_ = 0;
  std::vector<Hash> leaves_;
};

int record(char** arguments) {
  Recorder recorder(arguments[0], arguments[1], arguments[2]);
  std::mt19937 random(static_cast<unsigned>(std::atoi(arguments[2])));
  for (;;) {
    switch (random() % 8) {
      case 0: {
        std::vector<Ledger::Draft> drafts;
        for (std::size_t i = 1 + random() % 80; i-- > 0;) drafts.push_back(recorder.payment_for());
        recorder.record(drafts);
        break;
      }
      case 1:
        recorder.import(1 + random() % 3, 1 + random() % 30);
        break;
      case 2:
      case 3:
        recorder.checkpoint();
        break;
      default:
        recorder.record({recorder.payment_for()});
    }
  }
}

int create(char** arguments) {
  const Officer administrator{"admin", key_in(arguments[2])};
  const Genesis genesis = genesis_of("demo.example/killed", administrator, day_at(1735693200000, 480));
  const auto ledger =
      need(Ledger::create(arguments[0], genesis, administrator.key, arguments[1], Passphrase(), options()));
  send_report({Report::done, ledger->size(), ledger->root()});
  return 0;
}

int fill(char** arguments) {
  Recorder recorder(arguments[0], arguments[1], "fill");
  const auto bytes = static_cast<rlim_t>(std::atoll(arguments[2]));
  const rlimit limit{bytes, bytes};
  std::signal(SIGXFSZ, SIG_IGN);
  if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 1;
  for (;;) {
    std::vector<Ledger::Draft> drafts;
    for (int i = 0; i < 20; ++i) drafts.push_back(recorder.payment_for());
    recorder.record(drafts);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string verb = argc > 1 ? argv[1] : "";
  if (argc == 5 && verb == "record") return record(argv + 2);
  if (argc == 5 && verb == "create") return create(argv + 2);
  if (argc == 5 && verb == "fill") return fill(argv + 2);
  return 1;
}
