// A fixed set of mutated tables and maps, the same in every run.

#include <catch2/catch.hpp>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"
#include "tests/cli/import/table_fixture.h"
#include "tests/cli/import/xlsx_fixture.h"

namespace sunledger {
void fuzz_csv(BytesView input);
void fuzz_xlsx(BytesView input);
void fuzz_header_map(BytesView input);
}  // namespace sunledger

using namespace sunledger;
using namespace sunledger::test;

namespace {

constexpr char symbols[] = "019AZ.,;:\"'#= \n\r\t<>/&![]-?\0\x7f\x80\x81\xc3\xe6\xe3\xef\xff";
constexpr std::string_view alphabet(symbols, sizeof symbols - 1);

void mutate(std::string& text, std::mt19937& random) {
  const auto below = [&random](std::size_t limit) { return random() % limit; };
  if (text.empty()) text.push_back('x');
  const std::size_t at = below(text.size());
  switch (below(6)) {
    case 0:
      text[at] = alphabet[below(alphabet.size())];
      break;
    case 1:
      text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
      break;
    case 2:
      text.insert(at, 1, alphabet[below(alphabet.size())]);
      break;
    case 3:
      text.erase(at, 1 + below(9));
      break;
    case 4:
      text.insert(at, text.substr(below(text.size()), 1 + below(40)));
      break;
    default:
      text.resize(at);
  }
}

void mutate_all(const std::vector<std::string>& seeds, int rounds, void (*check)(BytesView)) {
  std::mt19937 random(20260101);
  for (const std::string& seed : seeds) {
    check(as_bytes(seed));
    for (int i = 0; i < rounds; ++i) {
      std::string mutant = seed;
      for (auto changes = 1 + random() % 4; changes > 0; --changes) mutate(mutant, random);
      check(as_bytes(mutant));
    }
  }
}

const std::string sheet =
    "<?xml version=\"1.0\"?><worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>voucher</t></is></c>"
    "<c r=\"B1\" t=\"inlineStr\"><is><t>date</t></is></c><c r=\"C1\" t=\"str\"><v>amount</v></c></row>"
    "<row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"str\"><f>A1&amp;B1</f><v>V_x000A_1</v></c><c r=\"B2\" "
    "s=\"1\"><v>45717.5</v></c>"
    "<c r=\"C2\"><v>0.30000000000000004</v></c></row><!-- c --><row><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c>"
    "<c><v>1e300</v></c></row></sheetData><mergeCells count=\"1\"><mergeCell ref=\"A1:B2\"/></mergeCells></worksheet>";

}  // namespace

TEST_CASE("mutated CSV files are rows or an error") {
  mutate_all({"voucher,date,amount,memo\nA,2025-01-01,1.00,\"x \"\"y\"\"\nz\"\n,,,\nB,2025-01-02,2,轮椅\n",
              "\xEF\xBB\xBF# title: t\r\n# source: s\r\nvoucher,date,amount\r\nA,2025-01-01,1\r\n",
              "voucher,date,amount,memo\nA,2025-01-01,1,\xB2\xD0\xBC\xB2\xC8\xCB\x81\x39\xEE\x39\n"},
             8000, fuzz_csv);
}

TEST_CASE("mutated sheets are rows or an error") {
  mutate_all({sheet}, 8000, fuzz_xlsx);
}

TEST_CASE("mutated XLSX files are rows or an error") {
  const Folder folder;
  pack(folder.path("a.xlsx"),
       workbook_parts(text_row(1, {"voucher", "date", "amount"}) + text_row(2, {"A", "2025-01-01", "1"}), {},
                      "<cellXfs><xf numFmtId=\"14\"/></cellXfs>", "<si><t>x</t></si>"));
  std::ifstream in(folder.path("a.xlsx"), std::ios::binary);
  mutate_all({std::string((std::istreambuf_iterator<char>(in)), {})}, 4000, fuzz_xlsx);
}

TEST_CASE("mutated maps are read or an error") {
  mutate_all({"sheet = \"明细\"\nheader_row = 2\nskip_columns = [\"a\"]\n[columns]\n\"凭证号\" = "
              "\"voucher\"\n[values.method]\n"
              "\"国库集中支付\" = \"treasury\"\n"},
             4000, fuzz_header_map);
}
