#pragma once
// The files of samples/events as they were when this was built (cmake/embed_samples.cmake).

#include <string_view>

namespace sunledger {

// The sample's text; nullptr for a kind without one.
const char* event_sample(std::string_view kind);

}  // namespace sunledger
