#include "http/published_files.h"

#include "http/client.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr std::size_t pem_limit_bytes = 256 * 1024;
constexpr unsigned file_timeout_ms = 60'000;

}  // namespace

bool looks_like_url(const std::string& text) {
  return text.starts_with("http://") || text.starts_with("https://");
}

Result<ReadPublishedFile> files_published_at(const std::string& url, const std::string& trusted_pem_path) {
  if (!is_http_url(url)) {
    return make_error(ErrorKind::invalid, say("“{0}” is not an address that can be asked.", {url}),
                      say("Write http://… or https://…, without “?”, “#” and “@”."));
  }
  std::string trusted;
  if (!trusted_pem_path.empty()) {
    TRY_ASSIGN(trusted, read_file(trusted_pem_path, pem_limit_bytes));
  }
  TRY_ASSIGN(auto started, HttpClient::start(trusted));
  const std::shared_ptr<const HttpClient> client = std::move(started);
  return ReadPublishedFile([client, url](const std::string& path, std::size_t limit_bytes) -> Result<Bytes> {
    const std::string address = below_url(url, path);
    HttpLimits limits;
    limits.body_limit_bytes = limit_bytes;
    limits.timeout_ms = file_timeout_ms;
    TRY_ASSIGN(const HttpAnswer answer, client->get(address, limits));
    if (answer.status == 200) {
      const BytesView body = as_bytes(answer.body);
      return Bytes(body.begin(), body.end());
    }
    const bool is_missing = answer.status == 404 || answer.status == 410;
    return make_error(is_missing ? ErrorKind::not_found : ErrorKind::io,
                      say("{0} was not given: the server answered {1}.", {address, answer.status}),
                      say("Check the address: below it must be “checkpoint” and “tile/…”."));
  });
}

}  // namespace sunledger
