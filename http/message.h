#pragma once
// What is asked and answered over HTTP, as this program needs it: small bodies, whole in memory.

#include <string>

namespace sunledger {

struct HttpRequest {
  std::string method;  // "GET", "POST"…
  std::string path;    // "/add-checkpoint", with the query if there is one
  std::string body;
};

struct HttpAnswer {
  unsigned status = 200;
  std::string content_type;
  std::string body;
};

}  // namespace sunledger
