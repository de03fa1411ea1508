#include "ledger/people/key_name.h"

#include <catch2/catch.hpp>
#include <string>

using namespace sunledger;

TEST_CASE("names of keys and persons are UTF-8 without spaces, controls and plus signs") {
  for (const char* name : {"a", "li.wen", "ledger.example/sixian", "\xe6\x9d\x8e\xe6\x96\x87", "\xc3\xa9",
                           "\xf0\x9f\x8c\x9e", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf", "\xee\x80\x80"}) {
    CAPTURE(name);
    CHECK(is_key_name(name));
  }
  CHECK(is_key_name(std::string(255, 'x')));
  CHECK_FALSE(is_key_name(std::string(256, 'x')));
  CHECK_FALSE(is_key_name(""));
  CHECK_FALSE(is_key_name(std::string("a\0b", 3)));
  for (const char* name : {"a b", "a+b", "a\n", "\ta", "\x7f", "\xc2\x85", "\xc2\xa0", "\xe1\x9a\x80", "\xe2\x80\x83",
                           "\xe2\x80\xa8", "\xe2\x80\xae", "\xe2\x81\x9f", "\xe3\x80\x80", "\xef\xbb\xbf"}) {
    CAPTURE(name);
    CHECK_FALSE(is_key_name(name));
  }
}

TEST_CASE("bytes that are not UTF-8 name nothing") {
  for (const char* name : {"\x80", "\xc0\xaf", "\xc1\xbf", "\xc3", "\xc3(", "\xe0\x9f\xbf", "\xe6\x9d", "\xed\xa0\x80",
                           "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"}) {
    CAPTURE(name);
    CHECK_FALSE(is_key_name(name));
  }
}
