// What is posted to a witness reads as one thing or not at all.

#include "ledger/witness/submission.h"

#include <catch2/catch.hpp>

#include "ledger/proof/hash.h"

using namespace sunledger;

namespace {

const std::string note = "log.example/a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— log.example/a AAAAAAE=\n";

std::string hash_line(unsigned i) {
  return to_base64(sha256(as_bytes(std::to_string(i))).view()) + "\n";
}

}  // namespace

TEST_CASE("a submission reads as it was written") {
  Submission submission{12, {}, note};
  for (unsigned i = 0; i < submission_proof_limit; ++i) submission.proof.push_back(sha256(as_bytes(std::to_string(i))));
  const std::string text = format_submission(submission);
  const auto read = parse_submission(text);
  REQUIRE(read);
  CHECK(read->old_size == 12);
  CHECK(read->proof == submission.proof);
  CHECK(read->checkpoint_note == note);
  CHECK(format_submission(*read) == text);
}

TEST_CASE("a submission of another form is refused") {
  std::string too_many = "old 1\n";
  for (unsigned i = 0; i <= submission_proof_limit; ++i) too_many += hash_line(i);
  const std::vector<std::string> wrong = {"",
                                          "old",
                                          "old 1",
                                          "old 1\n",
                                          "old 1\n\n",
                                          "old -1\n\n" + note,
                                          "old 01\n\n" + note,
                                          "old  1\n\n" + note,
                                          "old 1\r\n\r\n" + note,
                                          "old 18446744073709551616\n\n" + note,
                                          "new 1\n\n" + note,
                                          "old 1\nAAAA\n\n" + note,
                                          "old 1\n" + hash_line(1).substr(1) + "\n" + note,
                                          "old 1\n" + hash_line(1),
                                          too_many + "\n" + note,
                                          "old 1\n\n" + std::string(submission_limit_bytes, 'x')};
  for (const std::string& text : wrong) {
    CAPTURE(text);
    const auto read = parse_submission(text);
    REQUIRE(!read);
    CHECK(read.error().kind == ErrorKind::invalid);
  }
}
