#pragma once
// Asks other servers over HTTP, within a limit of size and time, over kept connections. Nothing is followed elsewhere:
// a redirect is an answer like any other. Certificates are verified as the system trusts them.

#include <cstddef>
#include <memory>
#include <string>

#include "http/message.h"
#include "ledger/base/result.h"

namespace sunledger {

struct HttpLimits {
  std::size_t body_limit_bytes = 64 * 1024;
  unsigned timeout_ms = 10'000;  // from the name's look-up to the answer's last byte
};

// "http://…" or "https://…" with a host, and without user, password, query or fragment.
bool is_http_url(const std::string& url);
// The same with more of the path: one slash between them.
std::string below_url(const std::string& url, const std::string& path);

// Any thread, side by side. Must not be copied into a forked child.
class HttpClient {
 public:
  // `trusted_pem`: certificates to trust beside the system's; may be empty. Errors: invalid (no certificate), io.
  static Result<std::unique_ptr<HttpClient>> start(const std::string& trusted_pem = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Whatever the status. Errors: invalid (not a URL), io (unreachable, too slow, too large, a certificate that is not
  // trusted).
  Result<HttpAnswer> get(const std::string& url, HttpLimits limits = {}) const;
  Result<HttpAnswer> post(const std::string& url, const std::string& body, HttpLimits limits = {}) const;

 private:
  struct State;
  explicit HttpClient(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sunledger
