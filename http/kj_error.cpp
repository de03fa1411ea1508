#include "http/kj_error.h"

#include <kj/exception.h>

namespace sunledger {

// The library adds what it was doing after “; ”: its own variables, which say nothing to a reader.
std::string description_of(const kj::Exception& problem) {
  const std::string text = problem.getDescription().cStr();
  return text.substr(0, text.find("; "));
}

}  // namespace sunledger
