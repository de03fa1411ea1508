#include "projections/render/html.h"

#include <catch2/catch.hpp>
#include <pugixml.hpp>
#include <set>
#include <sstream>

#include "ledger/proof/hash.h"
#include "tests/projections/render/sample_report.h"

using namespace sunledger;
using Catch::Contains;
using testing::digest_of;
using testing::sample_report;

namespace {

std::string drawn(const Document& report, const HtmlOptions& options = {}) {
  return render_html(report, digest_of(report), options);
}

// The page read by an XML parser that forgives nothing.
struct Parsed {
  explicit Parsed(const std::string& page) {
    const pugi::xml_parse_result result = document.load_string(page.c_str(), pugi::parse_default | pugi::parse_doctype);
    INFO(result.description() << " at byte " << result.offset);
    REQUIRE(result);
  }
  std::size_t count(const char* path) const { return document.select_nodes(path).size(); }
  std::string text(const char* path) const { return document.select_node(path).node().text().get(); }
  std::string value(const char* path) const { return document.select_node(path).attribute().value(); }
  pugi::xml_document document;
};

}  // namespace

TEST_CASE("the page is well-formed, and stays as it was") {
  const std::string page = drawn(sample_report());
  REQUIRE(page == testing::golden("report.html", page));
  const Parsed parsed(page);
  REQUIRE(parsed.value("/html/@lang") == "en");
  REQUIRE(parsed.value("/html/head/meta[1]/@charset") == "utf-8");
  REQUIRE(parsed.count("//h1") == 1);
  REQUIRE(parsed.text("//h1") == "Budget execution 2024");
  REQUIRE(parsed.text("/html/body/main/p[@class='conclusion']") == sample_report().conclusion);
}

TEST_CASE("the page runs nothing and loads nothing, and says so in its policy") {
  const std::string page = drawn(sample_report());
  const Parsed parsed(page);
  REQUIRE(parsed.count("//script | //link | //img | //iframe | //object | //form | //@style | //@src | //@onclick") ==
          0);
  for (const auto& link : parsed.document.select_nodes("//@href")) {
    REQUIRE(std::string(link.attribute().value()).starts_with("#"));
  }
  const std::string policy = parsed.value("//meta[@http-equiv='Content-Security-Policy']/@content");
  const std::string hash = to_base64(sha256(as_bytes(parsed.text("//style"))).view());
  REQUIRE(policy == "default-src 'none'; style-src 'sha256-" + hash + "'; base-uri 'none'; form-action 'none'");
}

TEST_CASE("every table has a caption with its unit, scopes, row headers and a wrapper that takes focus") {
  const Parsed parsed(drawn(sample_report()));
  REQUIRE(parsed.count("//table") == 2);
  REQUIRE(parsed.count("//table/caption[1]//h2") == 2);
  REQUIRE(parsed.text("(//table/caption//h2)[1]") == "Budget lines (unit: yuan)");
  REQUIRE(parsed.count("//thead//th[not(@scope='col')]") == 0);
  REQUIRE(parsed.count("//thead//th") == 7);
  REQUIRE(parsed.text("(//thead//th)[3]") == "Budget (yuan)");
  REQUIRE(parsed.count("//tbody/tr") == 7);
  REQUIRE(parsed.count("(//table)[1]/tbody/tr[count(th[@scope='row'])=1 and count(td)=5]") == 6);
  REQUIRE(parsed.text("(//table)[2]/tbody/tr/td") == "No data in this table.");
  for (const auto& found : parsed.document.select_nodes("//table")) {
    const pugi::xml_node wrapper = found.node().parent();
    REQUIRE(wrapper.attribute("tabindex").as_int(-1) == 0);
    REQUIRE(std::string(wrapper.attribute("role").value()) == "region");
    const std::string label = wrapper.attribute("aria-labelledby").value();
    REQUIRE(parsed.count(("//table/caption//*[@id='" + label + "']").c_str()) == 1);
  }
}

TEST_CASE("every id is used once and every reference finds its id") {
  const Parsed parsed(drawn(sample_report()));
  std::set<std::string> ids;
  for (const auto& id : parsed.document.select_nodes("//@id")) REQUIRE(ids.insert(id.attribute().value()).second);
  for (const auto& link : parsed.document.select_nodes("//@href")) {
    REQUIRE(ids.contains(std::string(link.attribute().value()).substr(1)));
  }
  REQUIRE(ids.contains("chart-paid-title"));
  REQUIRE(parsed.value("//svg/@aria-labelledby") == "chart-paid-title chart-paid-desc");
}

TEST_CASE("a chart shows its figures, and a negative bar differs in more than colour") {
  const Parsed parsed(drawn(sample_report()));
  REQUIRE(parsed.count("//figure/svg[@role='img']/title") == 1);
  REQUIRE_THAT(parsed.text("//svg/desc"), Contains("The same figures stand in the table “Budget lines”.") &&
                                              Contains("A hollow bar is a negative figure."));
  REQUIRE(parsed.count("//svg/rect") == 4);  // zero has a figure and no bar
  REQUIRE(parsed.count("//svg/rect[@class='bar negative']") == 1);
  for (const char* figure : {"3,000,000.00", "1,303,456.78", "-20,000.00", "1,000,000.00", "0.00"}) {
    INFO(figure);
    REQUIRE(parsed.count((std::string("//svg/text[.='") + figure + "']").c_str()) >= 1);
  }
  // Nothing is drawn outside the picture.
  std::istringstream box(parsed.value("//svg/@viewBox"));
  double left = 0, top = 0, width = 0, height = 0;
  box >> left >> top >> width >> height;
  for (const auto& found : parsed.document.select_nodes("//svg/rect")) {
    const pugi::xml_node bar = found.node();
    REQUIRE(bar.attribute("x").as_double() + bar.attribute("width").as_double() <= width);
    REQUIRE(bar.attribute("y").as_double() + bar.attribute("height").as_double() <= height);
  }
}

TEST_CASE("markup in a recorded name stays words") {
  Document report = sample_report();
  report.tables[0].rows[0].cells[1] = Cell::text("</th><script>alert(1)</script>{{title}}\x01\xFF");
  report.title = "<img src=x onerror=alert(1)>";
  report.provenance.origin = "a\"b'c<d>";
  report.charts[0].row_keys = {"208"};
  const Parsed parsed(drawn(report));
  REQUIRE(parsed.count("//script | //img") == 0);
  REQUIRE(parsed.text("//h1") == "<img src=x onerror=alert(1)>");
  REQUIRE(parsed.text("(//tbody/tr)[1]/th") == "</th><script>alert(1)</script>{{title}}\uFFFD\uFFFD");
}

TEST_CASE("the page ends with its provenance, amendments and digest") {
  const Document report = sample_report();
  const Parsed parsed(drawn(report));
  REQUIRE(parsed.text("//section[last()]//dd[code][last()]/code") == to_hex(digest_of(report).view()));
  const std::string page = drawn(report);
  REQUIRE_THAT(page, Contains("demo.sunledger.example/sample") && Contains("entries 0 to 41, 42 in all") &&
                         Contains("large sums from 50,000.00 yuan") && Contains("injected clock"));
}

TEST_CASE("positions stand under the figures when asked for") {
  REQUIRE_THAT(drawn(sample_report(), {true}), Contains("<span class=\"positions\">rests on entries 3, 7–9</span>"));
  REQUIRE_THAT(drawn(sample_report()), !Contains("class=\"positions\">"));
}
