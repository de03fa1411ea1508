#pragma once
// What an exception of the library says, for people. Inside of this room only.

#include <string>

namespace kj {
class Exception;
}

namespace sunledger {

std::string description_of(const kj::Exception& problem);

}  // namespace sunledger
