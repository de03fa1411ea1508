#pragma once
// A small HTTP service: one thread, many connections. A request that is too large, half sent or slow costs its own
// connection and nothing else; with all connections taken, others wait until one is done.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "http/message.h"
#include "ledger/base/result.h"

namespace sunledger {

// Called on the serving thread, one request at a time. Must not throw.
using HttpHandler = std::function<HttpAnswer(const HttpRequest&)>;

struct HttpServerOptions {
  std::string address;                           // "127.0.0.1:8080", "[::1]:0", "*:443"
  std::string certificate_pem, private_key_pem;  // the certificate with its chain; both empty: without TLS
  std::size_t body_limit_bytes = 64 * 1024;
  unsigned header_timeout_ms = 10'000;       // from the connection, or the request before, to the last header
  unsigned request_timeout_ms = 10'000;      // from there until the answer is sent
  unsigned connection_timeout_ms = 300'000;  // whatever happens on it
  unsigned connection_limit = 4096;          // fewer where the system allows fewer
};

// Whether whoever reaches this address is on this machine: 127.0.0.0/8, ::1 or localhost.
bool is_loopback_address(const std::string& address);

class HttpServer {
 public:
  // Errors: io (address taken, no right to it), invalid (no address, unusable certificate or key).
  static Result<std::unique_ptr<HttpServer>> listen(const HttpServerOptions& options, HttpHandler handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  unsigned port() const;
  // Serves until stop(), on the thread that called listen(); requests that were begun are answered, for five seconds.
  Status serve();
  // From any thread, and from a signal handler.
  void stop() noexcept;

 private:
  struct State;
  explicit HttpServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sunledger
