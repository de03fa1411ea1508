#pragma once
// A log packed into a folder, and the vocabulary to damage the package: stories of verification.

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "ledger/base/file.h"
#include "ledger/export_tiles.h"
#include "ledger/proof/hash.h"
#include "projections/package/verify_package.h"
#include "projections/package/write_package.h"
#include "tests/ledger/verify/test_log.h"
#include "tests/support/federation.h"

namespace sunledger::testing {

namespace fs = std::filesystem;

inline std::string add_document(TestLog& log, const std::string& text) {
  const Hash hash = sha256(as_bytes(text));
  log.documents[hash] = Bytes(text.begin(), text.end());
  log.record(log.recorder, [&](schema::Event::Builder event) {
    auto added = event.initDocumentAdded();
    added.setDocument(capnp::Data::Reader(hash.bytes.data(), hash.bytes.size()));
    added.setSize(text.size());
    added.setMediaType("text/plain");
    added.setTitle("minutes");
  });
  const std::string hex = to_hex(hash.view());
  return "documents/" + hex.substr(0, 2) + "/" + hex.substr(2);
}

inline PackageSource source_of(const TestLog& log) {
  PackageSource source{log, log.input().hash_tile, log.checkpoints.rbegin()->second, {}, {}, {}, {}, {}};
  source.each_checkpoint = [&log](const std::function<bool(std::uint64_t, std::string_view)>& visit) -> Status {
    for (const auto& [size, note] : log.checkpoints) {
      if (!visit(size, note)) break;
    }
    return {};
  };
  source.document = [&log](const Hash& hash) -> Result<Bytes> {
    const auto found = log.documents.find(hash);
    if (found == log.documents.end()) return make_error(ErrorKind::not_found, "The document is not here.");
    return found->second;
  };
  source.write_tiles = [&log, tiles = source.hash_tile, note = source.note](const std::string& dir) -> Status {
    TRY(export_tiles(log, tiles, note, dir));
    return {};
  };
  return source;
}

class Packed {
 public:
  // Payments, a document, checkpoints now and then; packed under the last one.
  explicit Packed(std::string origin = "demo.example/county", std::size_t payments = 300) : log(std::move(origin)) {
    log.checkpoint();
    document = add_document(log, "minutes of the meeting");
    for (std::size_t i = 0; i < payments; ++i) {
      log.pay("L1", 100);
      if (i % 100 == 0) log.checkpoint();
    }
    log.checkpoint();
    log.store_tiles();
    const auto done = write_package(source_of(log), dir());
    if (!done) throw std::runtime_error(done.error().message);
    written = *done;
  }

  std::string dir() const { return folder / "package"; }
  std::string operator/(const std::string& name) const { return dir() + "/" + name; }

  Result<VerifyReport> try_verify(std::vector<std::string> only = {"package"}) const {
    VerifyOptions options;
    options.threads = 2;
    options.only_checks = std::move(only);
    return verify_package({dir(), log.log_vkey(), std::nullopt}, options);
  }
  VerifyReport verify(std::vector<std::string> only = {"package"}) const { return try_verify(std::move(only)).value(); }
  // "package.complete": the checks that failed, and the first problem of the first of them in `why`.
  std::string failed(std::vector<std::string> only = {"package"}) {
    const VerifyReport report = verify(std::move(only));
    why.clear();
    for (const CheckResult& check : report.checks) {
      if (check.state == CheckState::failed && why.empty()) why = check.problems.front().message;
    }
    return failures(report);
  }

  std::string content(const std::string& path) const { return read_file(*this / path, 64 << 20).value(); }
  void put(const std::string& path, const std::string& text) const {
    fs::create_directories(fs::path(*this / path).parent_path());
    std::ofstream(*this / path, std::ios::binary) << text;
  }
  void replace(const std::string& path, const std::string& from, const std::string& to) const {
    std::string text = content(path);
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error(path + " has no " + from);
    put(path, text.replace(at, from.size(), to));
  }
  void remove(const std::string& path) const { fs::remove(*this / path); }

  // What a forger does who knows the formats: list and trailer made to fit the files as they are now.
  void list_again() const;

  TemporaryFolder folder;
  TestLog log;
  WrittenPackage written;
  std::string document;
  std::string why;
};

}  // namespace sunledger::testing
