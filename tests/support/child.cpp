#include "tests/support/child.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

namespace sunledger::testing {

bool send_report(const Report& report) {
  static_assert(sizeof(Report) == 48);  // a pipe keeps that together
  return ::write(STDOUT_FILENO, &report, sizeof report) == static_cast<ssize_t>(sizeof report);
}

Child::Child(const std::string& program, const std::vector<std::string>& arguments) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  std::vector<char*> words{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("cannot fork");
  if (pid_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::execv(program.c_str(), words.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  reports_ = ends[0];
}

Child::~Child() {
  kill();
  wait();
  ::close(reports_);
}

std::optional<Report> Child::next() {
  Report report;
  if (::read(reports_, &report, sizeof report) != static_cast<ssize_t>(sizeof report)) return std::nullopt;
  return report;
}

void Child::kill() {
  if (pid_ > 0) ::kill(pid_, SIGKILL);
}

int Child::wait() {
  if (pid_ <= 0) return 0;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = 0;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace sunledger::testing
