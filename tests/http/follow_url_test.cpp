// An auditor follows a log where it is published, not from a copy: the same visits over a real web server.

#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include <thread>

#include "http/published_files.h"
#include "http/server.h"
#include "ledger/audit/audit_text.h"
#include "ledger/audit/visit.h"
#include "ledger/base/file.h"
#include "ledger/export_tiles.h"
#include "tests/ledger/verify/test_log.h"
#include "tests/support/federation.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

// Serves a folder's files, as any web server does, on a thread of its own.
class WebServer {
 public:
  explicit WebServer(std::string dir) : dir_(std::move(dir)) {
    std::promise<void> listening;
    thread_ = std::thread([this, &listening] {
      HttpServerOptions options;
      options.address = "127.0.0.1:0";
      auto server = HttpServer::listen(options, [this](const HttpRequest& request) { return answer(request); });
      REQUIRE(server);
      server_ = server->get();
      port_ = server_->port();
      listening.set_value();
      static_cast<void>(server_->serve().ok());
    });
    listening.get_future().wait();
  }
  ~WebServer() {
    server_->stop();
    thread_.join();
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/log"; }
  std::atomic<unsigned> refused_with = 0;  // an answer to everything

 private:
  HttpAnswer answer(const HttpRequest& request) const {
    if (refused_with != 0) return {refused_with, "text/plain", "no"};
    auto content = read_file(dir_ + request.path.substr(std::string("/log").size()), 100'000'000);
    if (!content) return {404, "text/plain", "no such file"};
    return {200, "application/octet-stream", std::move(*content)};
  }

  std::string dir_;
  std::thread thread_;
  HttpServer* server_ = nullptr;
  unsigned port_ = 0;
};

void publish(TestLog& log, const std::string& dir) {
  const std::string note = log.checkpoint();
  log.store_tiles();
  const auto exported = export_tiles(log, log.input().hash_tile, note, dir);
  if (!exported) FAIL(exported.error().message);
}

Result<VisitResult> visit_at(const std::string& url, const std::string& state, const TestLog& log) {
  TRY_ASSIGN(auto files, files_published_at(url));
  TRY_ASSIGN(const auto source, TilesFolder::fetched(std::move(files)));
  VisitRequest request;
  request.state_path = state;
  request.log_key = log.log_vkey();
  VerifyOptions options;
  options.threads = 4;
  return visit(*source, request, options);
}

}  // namespace

TEST_CASE("a log is followed at its address, and what is not given is not taken for verified") {
  const TemporaryFolder folder;
  TestLog log;
  for (int i = 0; i < 600; ++i) log.pay("L1", 100);
  publish(log, folder / "tiles");
  WebServer web(folder / "tiles");
  const std::string state = folder / "state";

  const auto first = visit_at(web.url(), state, log);
  if (!first) FAIL(first.error().message);
  REQUIRE(first->outcome.kind == FollowOutcome::Kind::followed);
  CHECK(first->outcome.to == log.size());
  CHECK(visit_at(web.url() + "/", state, log)->outcome.kind == FollowOutcome::Kind::nothing_new);

  for (int i = 0; i < 100; ++i) log.pay("L2", 100);
  publish(log, folder / "tiles");
  CHECK(visit_at(web.url(), state, log)->outcome.to == log.size());

  const std::string known = *read_file(state, 1 << 20);
  for (int i = 0; i < 300; ++i) log.pay("L3", 100);
  publish(log, folder / "tiles");
  const std::string bundle = folder / "tiles/tile/entries/003.p/" + std::to_string(log.size() % 256);
  REQUIRE(path_exists(bundle));
  REQUIRE(std::rename(bundle.c_str(), (folder / "away").c_str()) == 0);
  const auto lacking = visit_at(web.url(), state, log);
  CHECK((!lacking || visit_error(*lacking)));
  CHECK(*read_file(state, 1 << 20) == known);
  REQUIRE(std::rename((folder / "away").c_str(), bundle.c_str()) == 0);
  for (const unsigned status : {302U, 403U, 500U}) {
    web.refused_with = status;
    CHECK(visit_at(web.url(), state, log).error().kind == ErrorKind::io);
  }
  web.refused_with = 404;
  CHECK(visit_at(web.url(), state, log).error().kind == ErrorKind::not_found);
  web.refused_with = 0;
  CHECK(visit_at(web.url(), state, log)->outcome.to == log.size());
}

TEST_CASE("an address is told from a folder") {
  CHECK(looks_like_url("https://ledger.example/"));
  CHECK(looks_like_url("http://127.0.0.1:1/"));
  CHECK(!looks_like_url("tiles"));
  CHECK(!looks_like_url("http"));
  CHECK(files_published_at("https://a/?b").error().kind == ErrorKind::invalid);
}
