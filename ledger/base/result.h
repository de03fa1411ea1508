#pragma once
// The world said no: a value, or an Error that a person can act on. Our own mistakes use INVARIANT (check.h), never
// Result.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "ledger/base/check.h"
#include "ledger/base/position.h"

namespace sunledger {

enum class ErrorKind {
  invalid,     // the input is malformed or out of range
  refused,     // a rule said no; `name` is the rule
  conflict,    // the same identity with other content
  not_found,   // a file, position, person… that does not exist
  permission,  // wrong passphrase, wrong key, not allowed by the system
  busy,        // another process writes this ledger
  io,          // disk full, read-only, unreadable
  corrupt,     // the record is wrong; `position` says where
  incomplete,  // something could not be checked (newer software, erased data)
  usage        // the command line was wrong
};

struct Error {
  ErrorKind kind = ErrorKind::invalid;
  std::string message;               // what happened and why, in the reader's language
  std::string hint;                  // what to do; may be empty
  std::string name;                  // stable name of the rule or check, e.g. "budget.available"; may be empty
  std::optional<Position> position;  // where in the log, if anywhere
};

inline Error make_error(ErrorKind kind, std::string message, std::string hint = {}) {
  return Error{kind, std::move(message), std::move(hint), {}, {}};
}

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & {
    INVARIANT(ok());
    return std::get<0>(state_);
  }
  const T& value() const& {
    INVARIANT(ok());
    return std::get<0>(state_);
  }
  T&& value() && {
    INVARIANT(ok());
    return std::get<0>(std::move(state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& {
    INVARIANT(!ok());
    return std::get<1>(state_);
  }
  Error&& error() && {
    INVARIANT(!ok());
    return std::get<1>(std::move(state_));
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  const Error& error() const& {
    INVARIANT(!ok());
    return *error_;
  }
  Error&& error() && {
    INVARIANT(!ok());
    return *std::move(error_);
  }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

}  // namespace sunledger

// TRY(expr): return the error of a Status or Result from the enclosing function.
// TRY_ASSIGN(lhs, expr): the same, else bind the value.
#define SUNLEDGER_JOIN_(a, b) a##b
#define SUNLEDGER_JOIN(a, b) SUNLEDGER_JOIN_(a, b)
#define TRY(expr)                                          \
  do {                                                     \
    auto try_result = (expr);                              \
    if (!try_result) return std::move(try_result).error(); \
  } while (false)
#define TRY_ASSIGN(lhs, expr)                                                                                  \
  auto SUNLEDGER_JOIN(try_result_, __LINE__) = (expr);                                                         \
  if (!SUNLEDGER_JOIN(try_result_, __LINE__)) return std::move(SUNLEDGER_JOIN(try_result_, __LINE__)).error(); \
  lhs = std::move(SUNLEDGER_JOIN(try_result_, __LINE__)).value()
