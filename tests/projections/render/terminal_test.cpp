#include "projections/render/terminal.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "ledger/base/bytes.h"

using namespace sunledger;

namespace {

// Any text: pieces of Latin, Chinese, marks, emoji, spaces, punctuation, and bytes that are not UTF-8.
rc::Gen<std::string> any_text() {
  const auto pieces =
      rc::gen::elementOf(std::vector<std::string>{"a", "Z", "7", " ", "  ", "，", "。", "（", "“", "残", "疾", "人",
                                                  "e\u0301", "👩‍🦽", "-", "\xFF", "1,234.00"});
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(pieces), [](const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += part;
    return text;
  });
}

std::string without_spaces(const std::string& text) {
  std::string rest;
  for (const char c : text) {
    if (c != ' ') rest.push_back(c);
  }
  return rest;
}

}  // namespace

TEST_CASE("Chinese takes two columns, Latin one, combining marks none") {
  REQUIRE(display_width("abc") == 3);
  REQUIRE(display_width("残联") == 4);
  REQUIRE(display_width("（元）") == 6);
  REQUIRE(display_width("e\u0301") == 1);
  REQUIRE(display_width("👩‍🦽") == 2);
  REQUIRE(display_width("") == 0);
}

TEST_CASE("padding fills to the width on either side and never cuts") {
  REQUIRE(pad("残联", 6) == "残联  ");
  REQUIRE(pad("12.00", 8, Align::right) == "   12.00");
  REQUIRE(pad("残疾人联合会", 4) == "残疾人联合会");
  REQUIRE(rc::check("padded text has the width asked for, or its own", [] {
    const std::string text = *any_text();
    const auto width = *rc::gen::inRange<std::size_t>(0, 60);
    const std::string padded = pad(text, width);
    RC_ASSERT(padded.starts_with(text));
    RC_ASSERT(display_width(text) + (padded.size() - text.size()) == std::max(width, display_width(text)));
  }));
}

TEST_CASE("lines break between Chinese characters and at spaces, and keep punctuation with its words") {
  REQUIRE(wrap("残疾人事业", 6) == std::vector<std::string>{"残疾人", "事业"});
  REQUIRE(wrap("one two three", 7) == std::vector<std::string>{"one two", "three"});
  REQUIRE(wrap("残疾人，事业", 6) == std::vector<std::string>{"残疾", "人，事", "业"});
  REQUIRE(wrap("支出（元）", 6) == std::vector<std::string>{"支出", "（元）"});
  REQUIRE(wrap("abcdefgh", 3) == std::vector<std::string>{"abc", "def", "gh"});
  REQUIRE(wrap("", 10) == std::vector<std::string>{""});
}

TEST_CASE("wrapping loses nothing but spaces and stays within the width") {
  REQUIRE(rc::check("every line fits and the lines together are the text", [] {
    const std::string text = *any_text();
    const auto width = *rc::gen::inRange<std::size_t>(2, 40);
    std::string together;
    for (const std::string& line : wrap(text, width)) {
      RC_ASSERT(display_width(line) <= width);
      together += line;
    }
    RC_ASSERT(without_spaces(together) == without_spaces(text));
  }));
}

TEST_CASE("what somebody recorded cannot steer the reader's terminal") {
  REQUIRE(printable("a\x1B[31mb") == "a\uFFFD[31mb");
  REQUIRE(printable("a\xC2\x9B"
                    "b") == "a\uFFFDb");
  REQUIRE(printable("100\u202E00.1") == "100\uFFFD00.1");
  REQUIRE(printable("two\nlines\tand") == "two lines and");
  REQUIRE(printable("bad \xFF\xFE bytes") == "bad \uFFFD\uFFFD bytes");
  REQUIRE(printable("残联 é 👩‍🦽") == "残联 é 👩‍🦽");
}
