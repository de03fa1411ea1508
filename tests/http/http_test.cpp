// The service and the client over real sockets of this machine: what is asked arrives, and whoever is slow, half-sent,
// too large or one of a thousand harms nobody else.

#include <arpa/inet.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>
#include <thread>
#include <vector>

#include "http/client.h"
#include "http/server.h"

using namespace sunledger;

namespace {

HttpServerOptions quick_options() {
  HttpServerOptions options;
  options.address = "127.0.0.1:0";
  options.body_limit_bytes = 1000;
  options.header_timeout_ms = 4000;
  return options;
}

// Says what it was asked.
HttpAnswer echo(const HttpRequest& request) {
  if (request.path == "/large") return {200, "text/plain", std::string(100'000, 'x')};
  if (request.path == "/elsewhere") return {302, "text/plain", "elsewhere"};
  return {200, "text/plain", request.method + " " + request.path + "\n" + request.body};
}

// A service on a thread of its own.
class Service {
 public:
  explicit Service(HttpServerOptions options = quick_options(), HttpHandler handler = echo) {
    std::promise<HttpServer*> listening;
    thread_ = std::thread([&listening, this, options, handler] {
      auto server = HttpServer::listen(options, handler);
      if (!server) {
        listening.set_value(nullptr);
        return;
      }
      server_ = server->get();
      port_ = server_->port();
      listening.set_value(server_);
      static_cast<void>(server_->serve().ok());
    });
    listening.get_future().wait();
  }
  ~Service() {
    if (server_ != nullptr && !is_stopped_) server_->stop();
    thread_.join();
  }
  unsigned port() const { return port_; }
  std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(port_) + path; }
  // Once: then it is gone.
  void stop() {
    is_stopped_ = true;
    server_->stop();
  }

 private:
  std::thread thread_;
  HttpServer* server_ = nullptr;
  unsigned port_ = 0;
  bool is_stopped_ = false;
};

// A bare connection.
class Socket {
 public:
  explicit Socket(unsigned port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Socket() {
    if (fd_ >= 0) ::close(fd_);
  }
  Socket(Socket&& other) noexcept : fd_(other.fd_), connected_(other.connected_) { other.fd_ = -1; }
  Socket(const Socket&) = delete;
  bool connected() const { return connected_; }
  void send(const std::string& text) { REQUIRE(::send(fd_, text.data(), text.size(), MSG_NOSIGNAL) > 0); }
  // All that comes until the other side closes.
  std::string rest() {
    std::string all;
    char buffer[4096];
    for (::ssize_t got = 0; (got = ::recv(fd_, buffer, sizeof buffer, 0)) > 0;)
      all.append(buffer, static_cast<std::size_t>(got));
    return all;
  }

 private:
  int fd_;
  bool connected_ = false;
};

std::unique_ptr<HttpClient> client(const std::string& trusted = {}) {
  auto started = HttpClient::start(trusted);
  REQUIRE(started);
  return std::move(*started);
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

TEST_CASE("what is posted and asked for arrives, also many times over one connection and from many threads") {
  Service service;
  const auto asking = client();
  const auto posted = asking->post(service.url("/add"), "hello");
  REQUIRE(posted);
  CHECK(posted->status == 200);
  CHECK(posted->content_type == "text/plain");
  CHECK(posted->body == "POST /add\nhello");
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const std::string path = "/" + std::to_string(t) + "/" + std::to_string(i);
        const auto got = asking->get(service.url(path));
        if (got && got->body == "GET " + path + "\n") ++right;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(right == 400);
}

TEST_CASE("a body above the limit is refused, whatever it says of its length") {
  Service service;
  const auto asking = client();
  CHECK(asking->post(service.url("/"), std::string(1000, 'x'))->status == 200);
  CHECK(asking->post(service.url("/"), std::string(1001, 'x'))->status == 413);
  Socket chunked(service.port());
  chunked.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
  chunked.send("800\r\n" + std::string(0x800, 'x') + "\r\n0\r\n\r\n");
  CHECK(chunked.rest().starts_with("HTTP/1.1 413 "));
  Socket boasting(service.port());
  boasting.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999\r\n\r\n");
  CHECK(boasting.rest().starts_with("HTTP/1.1 413 "));
}

TEST_CASE("what is not HTTP is refused, and the service goes on") {
  Service service;
  for (const std::string& text : {std::string("hello\r\n\r\n"), std::string("\0\1\2\3\r\n\r\n", 8),
                                  "GET / HTTP/1.1\r\nX: " + std::string(200'000, 'x') + "\r\n\r\n"}) {
    Socket socket(service.port());
    socket.send(text);
    CHECK(!socket.rest().starts_with("HTTP/1.1 200"));
  }
  CHECK(client()->get(service.url("/a"))->body == "GET /a\n");
}

TEST_CASE("half-sent requests end after their time, and meanwhile others are answered") {
  HttpServerOptions options = quick_options();
  options.header_timeout_ms = 500;
  options.request_timeout_ms = 500;
  Service service(options);
  Socket silent(service.port());
  Socket half_header(service.port());
  half_header.send("POST / HTTP/1.1\r\nHost: ");
  Socket half_body(service.port());
  half_body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc");
  const auto start = std::chrono::steady_clock::now();
  CHECK(client()->get(service.url("/a"))->body == "GET /a\n");
  CHECK(!silent.rest().starts_with("HTTP/1.1 200"));
  CHECK(!half_header.rest().starts_with("HTTP/1.1 200"));
  CHECK(half_body.rest().starts_with("HTTP/1.1 408 "));
  CHECK(seconds_since(start) < 30);
}

TEST_CASE("who never reads the answers is let go") {
  HttpServerOptions options = quick_options();
  options.request_timeout_ms = 500;
  options.connection_timeout_ms = 2000;
  Service service(options);
  Socket deaf(service.port());
  // More answers than the system keeps for somebody who does not take them.
  std::string requests;
  for (int i = 0; i < 500; ++i) requests += "GET /large HTTP/1.1\r\nHost: x\r\n\r\n";
  deaf.send(requests);
  CHECK(client()->get(service.url("/a"))->body == "GET /a\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(4000));
  CHECK(deaf.rest().size() < 500 * 100'000);
}

TEST_CASE("a thousand connections that say nothing leave room for one that does") {
  rlimit limit{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
  if (limit.rlim_max < 3000) return;  // this system would not let anybody open as many
  limit.rlim_cur = std::max<rlim_t>(limit.rlim_cur, 3000);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &limit) == 0);
  Service service;
  std::vector<Socket> crowd;
  for (int i = 0; i < 1000; ++i) {
    crowd.emplace_back(service.port());
    REQUIRE(crowd.back().connected());
  }
  for (int i = 0; i < 1000; i += 2) crowd[static_cast<std::size_t>(i)].send("POST / HTTP/1.1\r\nContent-");
  CHECK(client()->post(service.url("/a"), "x")->body == "POST /a\nx");
}

TEST_CASE("with all connections taken, others wait until one is done") {
  HttpServerOptions options = quick_options();
  options.connection_limit = 2;
  options.header_timeout_ms = 120'000;  // the two must still be there
  Service service(options);
  auto first = std::make_unique<Socket>(service.port());
  Socket second(service.port());
  const auto asking = client();
  HttpLimits brief;
  brief.timeout_ms = 300;
  CHECK(!asking->get(service.url("/a"), brief));
  first.reset();
  CHECK(asking->get(service.url("/a"))->body == "GET /a\n");
}

TEST_CASE("asked to stop, the service finishes what it began") {
  std::promise<void> begun;
  Service service(quick_options(), [&](const HttpRequest&) {
    begun.set_value();
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    return HttpAnswer{200, "text/plain", "done"};
  });
  const auto asking = client();
  auto answer = std::async(std::launch::async, [&] { return asking->get(service.url("/")); });
  begun.get_future().wait();
  service.stop();
  const auto got = answer.get();
  REQUIRE(got);
  CHECK(got->body == "done");
}

TEST_CASE("a client takes no more than it allowed, waits no longer, and follows nowhere") {
  Service service;
  const auto asking = client();
  HttpLimits exact, small;
  exact.body_limit_bytes = 100'000;
  small.body_limit_bytes = 99'999;
  CHECK(asking->get(service.url("/large"), exact)->body.size() == 100'000);
  CHECK(asking->get(service.url("/large"), small).error().kind == ErrorKind::io);
  CHECK(asking->get(service.url("/elsewhere"))->status == 302);
  // Somebody who listens and says nothing.
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::listen(fd, 1) == 0);
  socklen_t length = sizeof address;
  REQUIRE(::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) == 0);
  HttpLimits brief;
  brief.timeout_ms = 200;
  const auto start = std::chrono::steady_clock::now();
  CHECK(asking->get("http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/", brief).error().kind ==
        ErrorKind::io);
  CHECK(seconds_since(start) < 10);
  ::close(fd);
  CHECK(asking->get("http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/").error().kind == ErrorKind::io);
  for (const char* wrong : {"", "x", "ftp://a/b", "http://", "file:///etc/passwd", "http://a@b/", "http://a/?b",
                            "http://a/#b", "http:// a/"}) {
    CAPTURE(wrong);
    CHECK(asking->get(wrong).error().kind == ErrorKind::invalid);
  }
}

TEST_CASE("with TLS the client sees whom it speaks to") {
  const auto folder = std::filesystem::temp_directory_path() / ("http-tls-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::string make = "cd '" + folder.string() +
                           "' && openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj "
                           "/CN=localhost -addext subjectAltName=DNS:localhost >/dev/null 2>&1";
  REQUIRE(std::system(make.c_str()) == 0);
  const auto content = [&](const char* name) {
    std::ostringstream text;
    text << std::ifstream(folder / name).rdbuf();
    return text.str();
  };
  HttpServerOptions options = quick_options();
  options.certificate_pem = content("cert.pem");
  options.private_key_pem = content("key.pem");
  options.header_timeout_ms = 8000;
  {
    Service service(options);
    const std::string port = std::to_string(service.port());
    const auto trusting = client(options.certificate_pem);
    const auto answer = trusting->post("https://localhost:" + port + "/a", "x");
    if (!answer) FAIL(answer.error().message);
    CHECK(answer->body == "POST /a\nx");
    CHECK(client()->get("https://localhost:" + port + "/a").error().kind == ErrorKind::io);
    Socket plain(service.port());
    plain.send("GET / HTTP/1.1\r\n\r\n");
    CHECK(plain.rest().find("GET /") == std::string::npos);
    Socket mute(service.port());
    CHECK(trusting->get("https://localhost:" + port + "/b")->body == "GET /b\n");
    CHECK(mute.rest().empty());
  }
  options.private_key_pem = "no key";
  CHECK(HttpServer::listen(options, echo).error().kind == ErrorKind::io);
  CHECK(!HttpClient::start("no certificate"));
  std::filesystem::remove_all(folder);
}

TEST_CASE("an address of this machine is told from others") {
  for (const char* local : {"127.0.0.1:80", "127.8.9.10:0", "[::1]:80", "localhost:80"})
    CHECK(is_loopback_address(local));
  for (const char* other :
       {"0.0.0.0:80", "*:80", "[::]:80", "10.0.0.1:80", "127.example:80", "example:80", ":80", ""}) {
    CHECK(!is_loopback_address(other));
  }
}
