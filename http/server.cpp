#include "http/server.h"

#include <fcntl.h>
#include <kj/async-io.h>
#include <kj/compat/http.h>
#include <kj/compat/tls.h>
#include <kj/debug.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <exception>

#include "http/kj_error.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr auto longest_farewell = 5 * kj::SECONDS;
constexpr auto pause_after_refused_accept = 100 * kj::MILLISECONDS;
// Files, the store of whoever serves, the standard streams.
constexpr unsigned descriptors_kept_free = 64;

const char* reason_of(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Payload Too Large";
    case 422:
      return "Unprocessable Entity";
    default:
      return status < 500 ? "Refused" : "Internal Server Error";
  }
}

// As many connections as open files allow, after asking for all that the system grants.
unsigned connections_possible(unsigned wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return std::min(wanted, 512U);
  if (limit.rlim_cur < limit.rlim_max) {
    rlimit more = limit;
    more.rlim_cur = std::min<rlim_t>(limit.rlim_max, wanted + descriptors_kept_free);
    if (more.rlim_cur > limit.rlim_cur && ::setrlimit(RLIMIT_NOFILE, &more) == 0) limit = more;
  }
  if (limit.rlim_cur <= 2 * descriptors_kept_free) return std::min(wanted, descriptors_kept_free);
  return static_cast<unsigned>(std::min<rlim_t>(wanted, limit.rlim_cur - descriptors_kept_free));
}

// Reads a request's body, asks the handler, sends its answer.
class Service final : public kj::HttpService {
 public:
  Service(const kj::HttpHeaderTable& table, kj::Timer& timer, const HttpServerOptions& options, HttpHandler handler)
      : table_(table), timer_(timer), options_(options), handler_(std::move(handler)) {}

  kj::Promise<void> request(kj::HttpMethod method, kj::StringPtr url, const kj::HttpHeaders&,
                            kj::AsyncInputStream& body, Response& response) override {
    HttpRequest request{kj::str(method).cStr(), url.cStr(), {}};
    auto answered =
        read(body, std::move(request)).then([this, &response](HttpAnswer&& answer) { return send(response, answer); });
    return timer_.timeoutAfter(options_.request_timeout_ms * kj::MILLISECONDS, kj::mv(answered));
  }

 private:
  kj::Promise<HttpAnswer> read(kj::AsyncInputStream& body, HttpRequest request) {
    const std::size_t limit = options_.body_limit_bytes;
    KJ_IF_MAYBE (length, body.tryGetLength()) {
      if (*length > limit) return too_large();
    }
    // One byte more than is allowed tells a body that is too large, whatever it said of itself.
    auto buffer = kj::heapArray<char>(limit + 1);
    char* const begin = buffer.begin();
    return body.tryRead(begin, limit + 1, limit + 1)
        .then([this, limit, buffer = kj::mv(buffer), request = std::move(request)](std::size_t got) mutable {
          if (got > limit) return too_large();
          request.body.assign(buffer.begin(), got);
          return handler_(request);
        });
  }

  static HttpAnswer too_large() { return {413, "text/plain; charset=utf-8", "The request is too large.\n"}; }

  kj::Promise<void> send(Response& response, const HttpAnswer& answer) {
    kj::HttpHeaders headers(table_);
    headers.set(kj::HttpHeaderId::CONTENT_TYPE, kj::StringPtr(answer.content_type.c_str()));
    auto stream = response.send(answer.status, reason_of(answer.status), headers, answer.body.size());
    auto body = kj::heapString(answer.body.data(), answer.body.size());
    auto written = stream->write(body.begin(), body.size());
    return written.attach(kj::mv(body), kj::mv(stream));
  }

  const kj::HttpHeaderTable& table_;
  kj::Timer& timer_;
  const HttpServerOptions& options_;
  HttpHandler handler_;
};

// A client's mistake is answered to the client; it is no news for the operator.
class QuietErrors final : public kj::HttpServerErrorHandler {
 public:
  explicit QuietErrors(const kj::HttpHeaderTable& table) : table_(table) {}
  kj::Promise<void> handleApplicationError(kj::Exception exception,
                                           kj::Maybe<kj::HttpService::Response&> response) override {
    KJ_IF_MAYBE (unanswered, response) {
      const bool was_slow = exception.getType() == kj::Exception::Type::OVERLOADED;
      return unanswered->sendError(was_slow ? 408 : 500, reason_of(was_slow ? 408 : 500), table_);
    }
    return kj::READY_NOW;
  }

 private:
  const kj::HttpHeaderTable& table_;
};

}  // namespace

struct HttpServer::State final : kj::TaskSet::ErrorHandler {
  State(HttpServerOptions given, HttpHandler handler)
      : options(std::move(given)),
        io(kj::setupAsyncIo()),
        timer(io.provider->getTimer()),
        errors(table),
        service(table, timer, options, std::move(handler)),
        server(timer, table, service, settings()),
        connections(*this) {
    KJ_SYSCALL(::pipe2(stop_pipe, O_CLOEXEC | O_NONBLOCK));
    stop_asked = io.lowLevelProvider->wrapInputFd(stop_pipe[0], kj::LowLevelAsyncIoProvider::TAKE_OWNERSHIP |
                                                                    kj::LowLevelAsyncIoProvider::ALREADY_CLOEXEC |
                                                                    kj::LowLevelAsyncIoProvider::ALREADY_NONBLOCK);
    options.connection_limit = connections_possible(options.connection_limit);
    if (!options.certificate_pem.empty()) {
      const kj::TlsKeypair pair{kj::TlsPrivateKey(kj::StringPtr(options.private_key_pem.c_str())),
                                kj::TlsCertificate(kj::StringPtr(options.certificate_pem.c_str()))};
      kj::TlsContext::Options tls_options;
      tls_options.defaultKeypair = pair;
      tls_options.useSystemTrustStore = false;
      tls = kj::heap<kj::TlsContext>(kj::mv(tls_options));
    }
    auto address = io.provider->getNetwork().parseAddress(options.address.c_str()).wait(io.waitScope);
    port = address->listen();
  }
  ~State() {
    if (stop_pipe[1] >= 0) ::close(stop_pipe[1]);
  }

  kj::HttpServerSettings settings() {
    kj::HttpServerSettings chosen;
    chosen.headerTimeout = options.header_timeout_ms * kj::MILLISECONDS;
    chosen.pipelineTimeout = options.header_timeout_ms * kj::MILLISECONDS;
    chosen.errorHandler = errors;
    return chosen;
  }

  kj::Promise<void> accept_each() {
    if (open >= options.connection_limit) {
      auto room = kj::newPromiseAndFulfiller<void>();
      has_room = kj::mv(room.fulfiller);
      return room.promise.then([this] { return accept_each(); });
    }
    return port->accept().then(
        [this](kj::Own<kj::AsyncIoStream>&& stream) {
          ++open;
          connections.add(serve_one(kj::mv(stream)));
          return accept_each();
        },
        [this](kj::Exception&&) {
          // No descriptor to be had, or the client left while it waited: nothing that ends the service.
          return timer.afterDelay(pause_after_refused_accept).then([this] { return accept_each(); });
        });
  }

  kj::Promise<void> serve_one(kj::Own<kj::AsyncIoStream> stream) {
    auto done = kj::defer([this] {
      --open;
      if (has_room) has_room->fulfill();
      has_room = nullptr;
    });
    kj::Promise<kj::Own<kj::AsyncIoStream>> ready = kj::mv(stream);
    if (tls.get() != nullptr) {
      ready = ready.then([this](kj::Own<kj::AsyncIoStream>&& plain) {
        return timer.timeoutAfter(options.header_timeout_ms * kj::MILLISECONDS, tls->wrapServer(kj::mv(plain)));
      });
    }
    auto served = ready.then([this](kj::Own<kj::AsyncIoStream>&& spoken) { return server.listenHttp(kj::mv(spoken)); });
    return timer.timeoutAfter(options.connection_timeout_ms * kj::MILLISECONDS, kj::mv(served)).attach(kj::mv(done));
  }

  void serve() {
    char byte = 0;
    auto stopped = stop_asked->tryRead(&byte, 1, 1).ignoreResult();
    accept_each().exclusiveJoin(kj::mv(stopped)).wait(io.waitScope);
    port = nullptr;
    auto finished = server.drain().exclusiveJoin(timer.afterDelay(longest_farewell));
    finished.wait(io.waitScope);
  }

  // A connection that failed is gone; its client knows.
  void taskFailed(kj::Exception&&) override {}

  HttpServerOptions options;
  kj::AsyncIoContext io;
  kj::Timer& timer;
  kj::HttpHeaderTable table;
  QuietErrors errors;
  Service service;
  kj::HttpServer server;
  kj::Own<kj::TlsContext> tls;
  kj::Own<kj::ConnectionReceiver> port;
  unsigned open = 0;
  kj::Own<kj::PromiseFulfiller<void>> has_room;
  int stop_pipe[2] = {-1, -1};
  kj::Own<kj::AsyncInputStream> stop_asked;
  kj::TaskSet connections;
};

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::listen(const HttpServerOptions& options, HttpHandler handler) {
  INVARIANT(options.certificate_pem.empty() == options.private_key_pem.empty());
  std::signal(SIGPIPE, SIG_IGN);
  std::unique_ptr<State> state;
  KJ_IF_MAYBE (problem,
               kj::runCatchingExceptions([&] { state = std::make_unique<State>(options, std::move(handler)); })) {
    return make_error(ErrorKind::io, say("Cannot listen at {0}: {1}.", {options.address, description_of(*problem)}),
                      say("Check the address and port, and whether certificate and private key are PEM files that "
                          "belong together."));
  }
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

unsigned HttpServer::port() const {
  return state_->port->getPort();
}

Status HttpServer::serve() {
  KJ_IF_MAYBE (problem, kj::runCatchingExceptions([&] { state_->serve(); })) {
    return make_error(ErrorKind::io, say("The service ended: {0}.", {description_of(*problem)}));
  }
  return {};
}

void HttpServer::stop() noexcept {
  const char byte = 's';
  // A full pipe says so already.
  static_cast<void>(::write(state_->stop_pipe[1], &byte, 1) == 1);
}

bool is_loopback_address(const std::string& address) {
  const std::string host = address.substr(0, address.rfind(':'));
  return host == "localhost" || host == "[::1]" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos);
}

}  // namespace sunledger
