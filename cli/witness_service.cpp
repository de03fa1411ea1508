#include "cli/witness_service.h"

#include <atomic>
#include <csignal>
#include <cstdio>

#include "http/server.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/witness/submission.h"

namespace sunledger {
namespace {

constexpr std::size_t pem_limit_bytes = 256 * 1024;
constexpr std::string_view monitoring_end = "/checkpoint";

std::atomic<HttpServer*> stopped_by_signal = nullptr;

extern "C" void stop_serving(int) {
  if (HttpServer* const server = stopped_by_signal) server->stop();
}

// While it lives, SIGTERM and SIGINT end the service instead of the process.
class StopsAtSignal {
 public:
  explicit StopsAtSignal(HttpServer& server) {
    stopped_by_signal = &server;
    struct sigaction action {};
    action.sa_handler = stop_serving;
    ::sigaction(SIGTERM, &action, &before_term_);
    ::sigaction(SIGINT, &action, &before_int_);
  }
  ~StopsAtSignal() {
    ::sigaction(SIGTERM, &before_term_, nullptr);
    ::sigaction(SIGINT, &before_int_, nullptr);
    stopped_by_signal = nullptr;
  }
  StopsAtSignal(const StopsAtSignal&) = delete;
  StopsAtSignal& operator=(const StopsAtSignal&) = delete;

 private:
  struct sigaction before_term_ {
  }, before_int_{};
};

WitnessAnswer plain(unsigned status, std::string body) {
  WitnessAnswer answer;
  answer.status = status;
  answer.body = std::move(body);
  return answer;
}

WitnessAnswer answer_of(Witness& witness, const HttpRequest& request) {
  std::string_view path = request.path;
  if (path == "/add-checkpoint") {
    if (request.method != "POST") return plain(405, "Post a submission here (c2sp.org/tlog-witness).\n");
    return witness.add_checkpoint(request.body);
  }
  if (path.ends_with(monitoring_end)) {
    if (request.method != "GET" && request.method != "HEAD") return plain(405, "This is for reading.\n");
    path.remove_suffix(monitoring_end.size());
    if (path.starts_with('/')) return witness.latest(path.substr(1));
  }
  return plain(404, "This is a witness: c2sp.org/tlog-witness.\n");
}

// Only what concerns a log that is known: anybody may send anything else, as often as he likes.
void note_down(Context& context, const HttpRequest& request, const WitnessAnswer& answer) {
  if (request.method != "POST" || answer.origin.empty()) return;
  Output& out = context.out();
  if (out.json()) {
    out.item(JsonValue::object().set("origin", answer.origin).set("size", answer.size).set("status", answer.status));
    std::fflush(stdout);
  } else if (answer.status == 200) {
    out.message(say("{0} is cosigned at {1} entries.", {answer.origin, answer.size}));
  } else {
    out.message(
        say("{0} is not cosigned at {1} entries ({2}): {3}", {answer.origin, answer.size, answer.status, answer.why}));
  }
}

}  // namespace

Status can_serve(const WitnessServiceOptions& options) {
  if (options.certificate.empty() != options.private_key.empty()) {
    return make_error(ErrorKind::usage, say("A certificate needs its private key, and the key its certificate."),
                      say("Give both --certificate FILE and --private-key FILE."));
  }
  if (options.certificate.empty() && !options.is_behind_proxy && !is_loopback_address(options.address)) {
    return make_error(
        ErrorKind::usage,
        say("{0} can be reached from other machines, and there is no certificate.", {options.address}),
        say("Give --certificate and --private-key; or listen at 127.0.0.1 behind a web server that speaks TLS; or say "
            "--behind-proxy where that server is on another machine of yours."));
  }
  return {};
}

Status serve_witness(Context& context, Witness& witness, const WitnessServiceOptions& options) {
  HttpServerOptions how;
  how.address = options.address;
  how.body_limit_bytes = submission_limit_bytes;
  if (!options.certificate.empty()) {
    TRY_ASSIGN(how.certificate_pem, read_file(options.certificate, pem_limit_bytes));
    TRY_ASSIGN(how.private_key_pem, read_file(options.private_key, pem_limit_bytes));
  }
  TRY_ASSIGN(const auto server, HttpServer::listen(how, [&](const HttpRequest& request) {
               const WitnessAnswer answer = answer_of(witness, request);
               note_down(context, request, answer);
               return HttpAnswer{answer.status, answer.content_type, answer.body};
             }));
  const StopsAtSignal stops(*server);
  Output& out = context.out();
  out.line(say("{0} listens at port {1}.", {witness.key().name, server->port()}));
  out.item(JsonValue::object().set("witness", witness.key().name).set("port", server->port()));
  std::fflush(stdout);
  TRY(server->serve());
  out.message(say("{0} has stopped.", {witness.key().name}));
  return {};
}

}  // namespace sunledger
