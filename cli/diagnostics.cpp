#include "cli/diagnostics.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <string_view>

namespace sunledger {

void start_diagnostics() {
  const char* asked = std::getenv("SUNLEDGER_LOG");
  const std::string_view level = asked == nullptr ? "" : asked;
  auto logger = spdlog::stderr_logger_st("sunledger");
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %n %l %v");
  logger->set_level(level == "debug"  ? spdlog::level::debug
                    : level == "info" ? spdlog::level::info
                                      : spdlog::level::off);
  spdlog::set_default_logger(std::move(logger));
}

void diagnose(const std::string& what) {
  spdlog::debug("{}", what);
}

}  // namespace sunledger
