#include "ledger/verify/report_text.h"

#include <catch2/catch.hpp>

#include "tests/ledger/verify/test_log.h"

using namespace sunledger;
using namespace sunledger::testing;

TEST_CASE("a report names the check, the position and the verdict") {
  TestLog log;
  log.checkpoint();
  log.entries[4][150] ^= 1;
  const VerifyReport report = verify_now(log.input());
  CHECK(exit_code(report) == 3);
  const std::string text = report_text(report);
  CHECK(text.find("position 4: ") != std::string::npos);
  CHECK(text.find("signatures.valid") != std::string::npos);
  CHECK(text.find("Verification FAILED.") != std::string::npos);
  const std::string json = report_json(report);
  CHECK(json.find("\"verdict\": \"failed\"") != std::string::npos);
  CHECK(json.find("{\"position\": 4, \"message\": ") != std::string::npos);
}

TEST_CASE("a report without a key from outside says how little that is") {
  TestLog log;
  log.checkpoint();
  VerifyInput input = log.input();
  input.log_key.reset();
  const VerifyReport report = verify_now(input);
  CHECK(exit_code(report) == 0);
  CHECK(report_text(report).find("consistent with itself only") != std::string::npos);
}

TEST_CASE("the list names every check once") {
  const std::string list = list_text();
  for (const CheckText& check : check_table()) CHECK(list.find(std::string(check.name) + " ") != std::string::npos);
  CHECK(std::count(list.begin(), list.end(), '\n') == static_cast<long>(check_count));
}
