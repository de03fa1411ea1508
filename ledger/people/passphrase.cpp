#include "ledger/people/passphrase.h"

#include <fcntl.h>
#include <sodium.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "ledger/base/file.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr Byte ctrl_c = 0x03;
constexpr Byte ctrl_backslash = 0x1c;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

// No echo, and Ctrl-C ends the line instead of killing us, so that the terminal always gets its echo back.
class QuietTerminal {
 public:
  explicit QuietTerminal(int fd) : fd_(fd) {
    if (::tcgetattr(fd, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
    quiet.c_lflag |= ICANON | ECHONL;
    quiet.c_cc[VEOL] = ctrl_c;
    quiet.c_cc[VEOL2] = ctrl_backslash;
    ready_ = ::tcsetattr(fd, TCSAFLUSH, &quiet) == 0;
  }
  ~QuietTerminal() {
    if (ready_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
  }
  QuietTerminal(const QuietTerminal&) = delete;
  QuietTerminal& operator=(const QuietTerminal&) = delete;
  bool ready() const { return ready_; }

 private:
  int fd_;
  termios before_{};
  bool ready_ = false;
};

// nothing at the end of the input.
Result<std::optional<Byte>> read_byte(int fd) {
  Byte byte = 0;
  for (;;) {
    const ssize_t got = ::read(fd, &byte, 1);
    if (got == 1) return std::optional<Byte>(byte);
    if (got == 0) return std::optional<Byte>();
    if (errno != EINTR) {
      return make_error(ErrorKind::io, say("Cannot read the passphrase: {0}.", {std::strerror(errno)}));
    }
  }
}

Error cancelled() {
  return make_error(ErrorKind::permission, say("No passphrase was given; nothing was done."));
}

// Byte by byte, so that nothing of the secret passes through a buffer that is not wiped.
Result<Passphrase> read_line(int fd, bool typed) {
  SecretMemory line(max_passphrase_bytes);
  std::size_t size_bytes = 0;
  for (;;) {
    TRY_ASSIGN(const std::optional<Byte> byte, read_byte(fd));
    if (!byte || *byte == '\n') {
      if (typed && !byte) return cancelled();
      break;
    }
    if (typed && (*byte == ctrl_c || *byte == ctrl_backslash)) return cancelled();
    if (size_bytes == max_passphrase_bytes) {
      return make_error(ErrorKind::invalid,
                        say("The passphrase is longer than {0} bytes, the most allowed.", {max_passphrase_bytes}));
    }
    line.writable()[size_bytes++] = *byte;
  }
  const BytesView passphrase = line.view().first(size_bytes);
  if (!passphrase.empty() && passphrase.back() == '\r') {
    return make_error(ErrorKind::invalid, say("The passphrase ends with a carriage return."),
                      say("Save the file with Unix line ends."));
  }
  return Passphrase::from(as_text(passphrase));
}

}  // namespace

Result<Passphrase> Passphrase::from(std::string_view text) {
  if (text.empty()) return make_error(ErrorKind::invalid, say("The passphrase is empty."), say("Give a passphrase."));
  if (text.size() > max_passphrase_bytes) {
    return make_error(ErrorKind::invalid,
                      say("The passphrase is longer than {0} bytes, the most allowed.", {max_passphrase_bytes}));
  }
  Passphrase result;
  result.memory_ = SecretMemory(text.size());
  std::memcpy(result.memory_.writable().data(), text.data(), text.size());
  result.memory_.make_readonly();
  return result;
}

bool Passphrase::operator==(const Passphrase& other) const {
  return view().size() == other.view().size() && sodium_memcmp(view().data(), other.view().data(), view().size()) == 0;
}

Result<Passphrase> read_passphrase_from_terminal(const std::string& prompt, const char* terminal) {
  const Descriptor fd(::open(terminal, O_RDWR | O_NOCTTY | O_CLOEXEC));
  std::optional<QuietTerminal> quiet;
  if (fd.get() >= 0) quiet.emplace(fd.get());
  if (!quiet || !quiet->ready()) {
    return make_error(ErrorKind::usage, say("A passphrase is needed, and there is no terminal to ask for it."),
                      say("Give it in a file (--passphrase-file) or through a descriptor."));
  }
  // A prompt that cannot be shown is no reason not to listen.
  [[maybe_unused]] const ssize_t shown = ::write(fd.get(), prompt.data(), prompt.size());
  return read_line(fd.get(), true);
}

Result<Passphrase> read_passphrase_file(const std::string& path) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) {
    return file_error(N_("Cannot open the passphrase file {0}: {1}."), path, errno);
  }
  TRY_ASSIGN(Passphrase passphrase, read_line(fd.get(), false));
  TRY_ASSIGN(const std::optional<Byte> more, read_byte(fd.get()));
  if (more) {
    return make_error(ErrorKind::invalid, say("The passphrase file {0} has more than one line.", {path}),
                      say("Leave only the passphrase in it, on one line."));
  }
  return passphrase;
}

Result<Passphrase> read_passphrase_descriptor(int fd) {
  return read_line(fd, false);
}

}  // namespace sunledger
