#include "ledger/log/documents.h"

#include <catch2/catch.hpp>

#include "ledger/proof/hash.h"
#include "tests/ledger/log/story.h"

using namespace sunledger;
using made_up::Folder;

TEST_CASE("a document is found by its content, however often it is stored") {
  Folder folder;
  const Documents documents(folder.ledger(), sha256);
  const auto hash = documents.put("合同正文");
  REQUIRE(hash);
  CHECK(*hash == sha256(as_bytes("合同正文")));
  CHECK(documents.put("合同正文").value() == *hash);
  CHECK(documents.has(*hash));
  CHECK(documents.get(*hash).value() == "合同正文");
  CHECK(documents.put("").ok());
}

TEST_CASE("a document that is not there, or not what it was, is not given out") {
  Folder folder;
  const Documents documents(folder.ledger(), sha256);
  CHECK(documents.get(sha256(as_bytes("other"))).error().kind == ErrorKind::not_found);
  const Hash hash = documents.put("a contract of two pages").value();
  made_up::flip_byte(documents.path_of(hash), 3);
  CHECK(documents.get(hash).error().kind == ErrorKind::corrupt);
  CHECK(documents.put("a contract of two pages").error().kind == ErrorKind::corrupt);
}

TEST_CASE("a document of 64 MiB is kept, one byte more is refused") {
  Folder folder;
  const Documents documents(folder.ledger(), sha256);
  std::string large(Documents::largest_bytes, 'x');
  CHECK(documents.put(large).ok());
  CHECK(documents.get(sha256(as_bytes(large))).ok());
  large.push_back('x');
  CHECK(documents.put(large).error().kind == ErrorKind::invalid);
}
