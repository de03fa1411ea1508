#include "http/client.h"

#include <kj/async-io.h>
#include <kj/compat/http.h>
#include <kj/compat/tls.h>
#include <kj/compat/url.h>
#include <kj/debug.h>

#include <csignal>
#include <future>
#include <thread>

#include "http/kj_error.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

// What lives on the loop's thread.
class Loop {
 public:
  explicit Loop(const std::string& trusted_pem)
      : io_(kj::setupAsyncIo()), timer_(io_.provider->getTimer()), stop_(kj::newPromiseAndFulfiller<void>()) {
    kj::TlsContext::Options options;
    kj::Vector<kj::TlsCertificate> trusted;
    if (!trusted_pem.empty()) trusted.add(kj::TlsCertificate(kj::StringPtr(trusted_pem.c_str())));
    options.trustedCertificates = trusted.asPtr();
    tls_ = kj::heap<kj::TlsContext>(kj::mv(options));
    tls_network_ = tls_->wrapNetwork(io_.provider->getNetwork());
    // Shorter than any server keeps a connection: one that it is just closing must not be used.
    kj::HttpClientSettings settings;
    settings.idleTimeout = 1 * kj::SECONDS;
    client_ = kj::newHttpClient(timer_, table_, io_.provider->getNetwork(), *tls_network_, settings);
  }

  void run() { stop_.promise.wait(io_.waitScope); }
  void stop() { stop_.fulfiller->fulfill(); }

  kj::Promise<HttpAnswer> ask(kj::HttpMethod method, const std::string& url, const std::string& body,
                              const HttpLimits& limits) {
    kj::HttpHeaders headers(table_);
    const bool has_body = method == kj::HttpMethod::POST;
    if (has_body) headers.set(kj::HttpHeaderId::CONTENT_TYPE, "text/plain; charset=utf-8"_kj);
    kj::Maybe<std::uint64_t> size;
    if (has_body) size = body.size();
    auto request = client_->request(method, url.c_str(), headers, size);
    kj::Promise<void> sent = kj::READY_NOW;
    if (has_body) {
      auto copy = kj::heapString(body.data(), body.size());
      auto written = request.body->write(copy.begin(), copy.size());
      sent = written.attach(kj::mv(copy));
    }
    // An answer may come before all is sent; then what was not sent does not matter.
    auto sending = sent.attach(kj::mv(request.body)).eagerlyEvaluate([](kj::Exception&&) {});
    const std::size_t limit = limits.body_limit_bytes;
    auto answered =
        request.response.then([limit](kj::HttpClient::Response&& response) { return read(kj::mv(response), limit); });
    return timer_.timeoutAfter(limits.timeout_ms * kj::MILLISECONDS, answered.attach(kj::mv(sending)));
  }

 private:
  static kj::Promise<HttpAnswer> read(kj::HttpClient::Response response, std::size_t limit) {
    HttpAnswer answer;
    answer.status = response.statusCode;
    KJ_IF_MAYBE (type, response.headers->get(kj::HttpHeaderId::CONTENT_TYPE)) answer.content_type = type->cStr();
    auto buffer = kj::heapArray<char>(std::min<std::size_t>(limit + 1, first_piece_bytes));
    return read_more(kj::mv(response.body), kj::mv(buffer), 0, limit, std::move(answer));
  }

  // The buffer doubles: a limit of megabytes costs memory only where as much arrives.
  static kj::Promise<HttpAnswer> read_more(kj::Own<kj::AsyncInputStream> body, kj::Array<char> buffer, std::size_t have,
                                           std::size_t limit, HttpAnswer answer) {
    const std::size_t room = buffer.size() - have;
    char* const at = buffer.begin() + have;
    auto& stream = *body;
    return stream.tryRead(at, room, room)
        .then([body = kj::mv(body), buffer = kj::mv(buffer), have, room, limit,
               answer = std::move(answer)](std::size_t got) mutable -> kj::Promise<HttpAnswer> {
          const std::size_t total = have + got;
          if (got < room) {
            answer.body.assign(buffer.begin(), total);
            return std::move(answer);
          }
          KJ_REQUIRE(total <= limit, "the answer is larger than allowed");
          auto larger = kj::heapArray<char>(std::min(limit + 1, 2 * buffer.size()));
          std::copy(buffer.begin(), buffer.end(), larger.begin());
          return read_more(kj::mv(body), kj::mv(larger), total, limit, std::move(answer));
        });
  }

  static constexpr std::size_t first_piece_bytes = 16 * 1024;

  kj::AsyncIoContext io_;
  kj::Timer& timer_;
  kj::PromiseFulfillerPair<void> stop_;
  kj::HttpHeaderTable table_;
  kj::Own<kj::TlsContext> tls_;
  kj::Own<kj::Network> tls_network_;
  kj::Own<kj::HttpClient> client_;
};

Result<HttpAnswer> unreachable(const std::string& url, const kj::Exception& problem) {
  const bool was_slow = problem.getType() == kj::Exception::Type::OVERLOADED;
  return make_error(ErrorKind::io,
                    was_slow ? say("{0} did not answer in time.", {url})
                             : say("{0} could not be asked: {1}.", {url, description_of(problem)}),
                    say("Check the address and the network, and try again later."));
}

}  // namespace

struct HttpClient::State {
  std::thread thread;
  kj::Maybe<const kj::Executor&> executor;
  Loop* loop = nullptr;

  Result<HttpAnswer> ask(kj::HttpMethod method, const std::string& url, const std::string& body, HttpLimits limits) {
    if (!is_http_url(url)) {
      return make_error(ErrorKind::invalid, say("“{0}” is not an address that can be asked.", {url}),
                        say("Write http://… or https://…, without “?”, “#” and “@”."));
    }
    Result<HttpAnswer> answer = Error{};
    KJ_IF_MAYBE (problem, kj::runCatchingExceptions([&] {
                   KJ_IF_MAYBE (there, executor) {
                     answer = there->executeSync(
                         [&]() -> kj::Promise<HttpAnswer> { return loop->ask(method, url, body, limits); });
                   }
                 })) {
      return unreachable(url, *problem);
    }
    return answer;
  }
};

HttpClient::HttpClient(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<HttpClient>> HttpClient::start(const std::string& trusted_pem) {
  std::signal(SIGPIPE, SIG_IGN);
  auto state = std::make_unique<State>();
  std::promise<Status> started;
  auto is_started = started.get_future();
  state->thread = std::thread([&started, &trusted_pem, state = state.get()] {
    bool told = false;
    KJ_IF_MAYBE (problem, kj::runCatchingExceptions([&] {
                   Loop loop(trusted_pem);
                   state->loop = &loop;
                   state->executor = kj::getCurrentThreadExecutor();
                   told = true;
                   started.set_value({});
                   loop.run();
                 })) {
      if (told) return;
      started.set_value(make_error(ErrorKind::invalid,
                                   say("The certificates to trust cannot be used: {0}.", {description_of(*problem)}),
                                   say("Give a PEM file with one or more certificates.")));
    }
  });
  const Status status = is_started.get();
  if (status) return std::unique_ptr<HttpClient>(new HttpClient(std::move(state)));
  state->thread.join();
  return status.error();
}

HttpClient::~HttpClient() {
  KJ_IF_MAYBE (there, state_->executor) there->executeSync([this] { state_->loop->stop(); });
  state_->thread.join();
}

Result<HttpAnswer> HttpClient::get(const std::string& url, HttpLimits limits) const {
  return state_->ask(kj::HttpMethod::GET, url, {}, limits);
}

Result<HttpAnswer> HttpClient::post(const std::string& url, const std::string& body, HttpLimits limits) const {
  return state_->ask(kj::HttpMethod::POST, url, body, limits);
}

bool is_http_url(const std::string& url) {
  bool usable = false;
  // The library throws at some texts that it cannot read.
  KJ_IF_MAYBE (problem, kj::runCatchingExceptions([&] {
                 KJ_IF_MAYBE (parsed, kj::Url::tryParse(url.c_str(), kj::Url::REMOTE_HREF, {})) {
                   usable = (parsed->scheme == "http"_kj || parsed->scheme == "https"_kj) && parsed->host.size() != 0 &&
                            parsed->userInfo == nullptr && parsed->query.size() == 0 && parsed->fragment == nullptr;
                 }
               })) {
    return false;
  }
  return usable && url.find_first_of("?#@") == std::string::npos;
}

std::string below_url(const std::string& url, const std::string& path) {
  return url.ends_with('/') ? url + path : url + "/" + path;
}

}  // namespace sunledger
