#include "ledger/people/secret_memory.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <utility>

using namespace sunledger;

namespace {

// Whether touching memory so ends the process; tried in a child, without a core file.
template <class Touch>
bool is_fatal(Touch touch) {
  const pid_t child = ::fork();
  if (child == 0) {
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    std::signal(SIGSEGV, SIG_DFL);
    std::signal(SIGABRT, SIG_DFL);
    touch();
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

}  // namespace

TEST_CASE("secret memory starts as zeros and moves without leaving a copy") {
  SecretMemory first(48);
  CHECK(std::all_of(first.view().begin(), first.view().end(), [](Byte byte) { return byte == 0; }));
  first.writable()[0] = 42;
  const Byte* const place = first.view().data();
  SecretMemory second = std::move(first);
  CHECK(first.empty());  // NOLINT(bugprone-use-after-move): that is the promise
  CHECK(second.view().data() == place);
  first = std::move(second);
  CHECK(first.view()[0] == 42);
  CHECK(SecretMemory().empty());
  CHECK(SecretMemory(0).empty());
}

TEST_CASE("secret memory that was let go cannot be read any more") {
  CHECK_FALSE(is_fatal([] {
    const SecretMemory memory(32);
    [[maybe_unused]] const volatile Byte byte = memory.view()[0];
  }));
  CHECK(is_fatal([] {
    const volatile Byte* place = nullptr;
    {
      const SecretMemory memory(32);
      place = memory.view().data();
    }
    [[maybe_unused]] const volatile Byte byte = *place;
  }));
}

TEST_CASE("writing to a finished secret, or past its end, stops the process") {
  CHECK(is_fatal([] {
    SecretMemory memory(32);
    memory.make_readonly();
    *static_cast<volatile Byte*>(memory.writable().data()) = 1;
  }));
  CHECK(is_fatal([] {
    SecretMemory memory(32);
    *static_cast<volatile Byte*>(memory.writable().data() + 32) = 1;
  }));
}
