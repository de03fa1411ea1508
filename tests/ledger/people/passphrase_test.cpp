#include "ledger/people/passphrase.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <string>
#include <thread>

using namespace sunledger;

namespace {

// The reading end of a pipe that holds `content` and is closed for writing.
struct Pipe {
  explicit Pipe(std::string_view content) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    fd = ends[0];
    REQUIRE(::write(ends[1], content.data(), content.size()) == static_cast<ssize_t>(content.size()));
    ::close(ends[1]);
  }
  ~Pipe() { ::close(fd); }
  int fd = -1;
};

struct File {
  explicit File(std::string_view content) {
    const int fd = ::mkstemp(path.data());
    REQUIRE(fd >= 0);
    REQUIRE(::write(fd, content.data(), content.size()) == static_cast<ssize_t>(content.size()));
    ::close(fd);
  }
  ~File() { ::unlink(path.c_str()); }
  std::string path = "/tmp/sunledger-passphrase-XXXXXX";
};

// A terminal with a person at it, who types when asked.
struct Terminal {
  Terminal() : fd(::posix_openpt(O_RDWR | O_NOCTTY)) {
    REQUIRE(fd >= 0);
    REQUIRE(::grantpt(fd) == 0);
    REQUIRE(::unlockpt(fd) == 0);
    name = ::ptsname(fd);
    keep_open = ::open(name.c_str(), O_RDWR | O_NOCTTY);
  }
  ~Terminal() {
    ::close(keep_open);
    ::close(fd);
  }
  // What the screen shows within a quarter of a second, or until it shows `until`.
  std::string screen(std::string_view until = {}) {
    std::string shown;
    pollfd waiting{fd, POLLIN, 0};
    while ((until.empty() || shown.find(until) == std::string::npos) &&
           ::poll(&waiting, 1, until.empty() ? 250 : 10000) > 0) {
      char buffer[256];
      const ssize_t got = ::read(fd, buffer, sizeof buffer);
      if (got <= 0) break;
      shown.append(buffer, static_cast<std::size_t>(got));
    }
    return shown;
  }
  void type(std::string_view keys) {
    CHECK(::write(fd, keys.data(), keys.size()) == static_cast<ssize_t>(keys.size()));
  }

  int fd;
  int keep_open = -1;
  std::string name;
};

std::string text_of(const Passphrase& passphrase) {
  return std::string(as_text(passphrase.view()));
}

}  // namespace

TEST_CASE("a passphrase file holds one line whose newline does not count") {
  for (const char* content : {"open sesame", "open sesame\n"}) {
    const File file(content);
    const auto passphrase = read_passphrase_file(file.path);
    REQUIRE(passphrase);
    CHECK(text_of(*passphrase) == "open sesame");
  }
  for (const char* content : {"", "\n", "one\ntwo\n", "one\n\n", "windows\r\n"}) {
    CAPTURE(content);
    const File file(content);
    const auto refused = read_passphrase_file(file.path);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::invalid);
    CHECK(refused.error().message.find("one\n") == std::string::npos);
  }
  CHECK(read_passphrase_file("/nonexistent/passphrase").error().kind == ErrorKind::not_found);
  CHECK(read_passphrase_file("/").error().kind == ErrorKind::io);
}

TEST_CASE("a passphrase has at most 1024 bytes") {
  const File most(std::string(1024, 'p') + "\n");
  const File more(std::string(1025, 'p'));
  REQUIRE(read_passphrase_file(most.path));
  CHECK_FALSE(read_passphrase_file(more.path));
  CHECK(Passphrase::from(std::string(1024, 'p')));
  CHECK_FALSE(Passphrase::from(std::string(1025, 'p')));
  CHECK_FALSE(Passphrase::from(""));
  CHECK_FALSE(read_passphrase_file("/dev/zero"));
}

TEST_CASE("a descriptor gives its first line and keeps the rest for the next reader") {
  const Pipe pipe("open\nrest");
  const auto passphrase = read_passphrase_descriptor(pipe.fd);
  REQUIRE(passphrase);
  CHECK(text_of(*passphrase) == "open");
  char rest[8];
  CHECK(::read(pipe.fd, rest, sizeof rest) == 4);

  const Pipe no_newline("open");
  CHECK(text_of(read_passphrase_descriptor(no_newline.fd).value()) == "open");
  CHECK(read_passphrase_descriptor(-1).error().kind == ErrorKind::io);
}

TEST_CASE("the terminal shows the question, never the answer, and echoes again afterwards") {
  Terminal terminal;
  std::string shown;
  std::thread person([&] {
    shown = terminal.screen("Passphrase: ");
    terminal.type("open sesame\n");
  });
  const auto passphrase = read_passphrase_from_terminal("Passphrase: ", terminal.name.c_str());
  person.join();
  REQUIRE(passphrase);
  CHECK(text_of(*passphrase) == "open sesame");
  shown += terminal.screen();
  CHECK(shown.find("Passphrase: ") != std::string::npos);
  CHECK(shown.find("sesame") == std::string::npos);
  terminal.type("visible");
  CHECK(terminal.screen("visible").find("visible") != std::string::npos);
}

TEST_CASE("Ctrl-C, Ctrl-\\ and Ctrl-D at the terminal cancel and give the echo back") {
  for (const char* keys : {"\x03", "half\x03", "\x1c", "\x04"}) {
    Terminal terminal;
    std::thread person([&] {
      terminal.screen("? ");
      terminal.type(keys);
    });
    const auto cancelled = read_passphrase_from_terminal("? ", terminal.name.c_str());
    person.join();
    REQUIRE_FALSE(cancelled);
    CHECK(cancelled.error().kind == ErrorKind::permission);
    terminal.type("visible");
    CHECK(terminal.screen("visible").find("visible") != std::string::npos);
  }
}

TEST_CASE("without a terminal the error says what to use instead") {
  const auto refused = read_passphrase_from_terminal("? ", "/dev/null");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::usage);
  CHECK(refused.error().hint.find("--passphrase-file") != std::string::npos);
}

TEST_CASE("two passphrases are equal when every byte is") {
  const Passphrase first = Passphrase::from("open").value();
  CHECK(first == Passphrase::from("open").value());
  CHECK_FALSE(first == Passphrase::from("opeN").value());
  CHECK_FALSE(first == Passphrase::from("open ").value());
}
