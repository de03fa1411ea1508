#include "xlsx_fixture.h"

#include <zip.h>

#include <catch2/catch.hpp>
#include <vector>

namespace sunledger::test {

Parts workbook_parts(std::string_view sheet_data, std::string_view behind, std::string_view styles,
                     std::string_view shared_strings) {
  const std::string declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const std::string relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const std::string relations =
      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  Parts parts;
  parts["_rels/.rels"] = declaration + relations + "<Relationship Id=\"rId1\" Type=\"" + relation +
                         "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
  parts["xl/workbook.xml"] = declaration + "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + relation +
                             "\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
  parts["xl/_rels/workbook.xml.rels"] =
      declaration + relations + "<Relationship Id=\"rId1\" Type=\"" + relation +
      "/worksheet\" Target=\"worksheets/sheet1.xml\"/>" +
      (styles.empty() ? "" : "<Relationship Id=\"rId2\" Type=\"" + relation + "/styles\" Target=\"styles.xml\"/>") +
      (shared_strings.empty()
           ? ""
           : "<Relationship Id=\"rId3\" Type=\"" + relation + "/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>") +
      "</Relationships>";
  parts["xl/worksheets/sheet1.xml"] = declaration + "<worksheet xmlns=\"" + main + "\"><sheetData>" +
                                      std::string(sheet_data) + "</sheetData>" + std::string(behind) + "</worksheet>";
  if (!styles.empty()) {
    parts["xl/styles.xml"] =
        declaration + "<styleSheet xmlns=\"" + main + "\">" + std::string(styles) + "</styleSheet>";
  }
  if (!shared_strings.empty()) {
    parts["xl/sharedStrings.xml"] =
        declaration + "<sst xmlns=\"" + main + "\">" + std::string(shared_strings) + "</sst>";
  }
  return parts;
}

std::string text_row(int number, const std::vector<std::string>& texts) {
  std::string xml = "<row r=\"" + std::to_string(number) + "\">";
  for (std::size_t i = 0; i < texts.size(); ++i) {
    xml += "<c r=\"" + std::string(1, static_cast<char>('A' + i)) + std::to_string(number) +
           "\" t=\"inlineStr\"><is><t>" + texts[i] + "</t></is></c>";
  }
  return xml + "</row>";
}

void pack(const std::string& path, const Parts& parts) {
  int code = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  REQUIRE(zip != nullptr);
  for (const auto& [name, content] : parts) {
    zip_source_t* source = zip_source_buffer(zip, content.data(), content.size(), 0);
    REQUIRE(zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8) >= 0);
  }
  REQUIRE(zip_close(zip) == 0);
}

}  // namespace sunledger::test
