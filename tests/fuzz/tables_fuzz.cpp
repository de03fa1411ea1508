// What must hold for any bytes given as a table: an error with a sentence, or rows in order whose cells are sound text.

#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "cli/import/cell_text.h"
#include "cli/import/header_map.h"
#include "cli/import/spill.h"
#include "cli/import/table.h"

namespace sunledger {
namespace {

// The bytes as a file that has no place on disk.
class MemoryFile {
 public:
  explicit MemoryFile(BytesView bytes) : fd_(::memfd_create("table", MFD_CLOEXEC)) {
    INVARIANT(fd_ >= 0 && ::write(fd_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }
  ~MemoryFile() { ::close(fd_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

void check_error(const Error& error) {
  INVARIANT(!error.message.empty());
  INVARIANT(error.kind == ErrorKind::invalid || error.kind == ErrorKind::not_found);
}

void read_table(BytesView bytes) {
  const MemoryFile file(bytes);
  const Columns columns = {{"voucher", true, ColumnType::code},
                           {"date", true, ColumnType::date},
                           {"amount", true, ColumnType::amount},
                           {"memo", false, ColumnType::text},
                           {"count", false, ColumnType::integer}};
  const auto reader = TableReader::open(file.path(), columns);
  if (!reader) return check_error(reader.error());
  std::uint64_t last = 0;
  for (;;) {
    const auto row = (*reader)->next();
    if (!row) return check_error(row.error());
    if (!*row) break;
    INVARIANT((*row)->number > last && (*row)->cells.size() == columns.size() + 1);
    last = (*row)->number;
    for (const std::string& cell : (*row)->cells) INVARIANT(check_cell_text(cell) == CellFault::none);
    for (const TableProblem& problem : (*row)->problems) INVARIANT(problem.row == last && !problem.message.empty());
  }
  INVARIANT(!to_lines((*reader)->notes()).empty());
}

void put_little(std::string& out, std::uint64_t value, int size) {
  for (int i = 0; i < size; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
}

// A ZIP file of stored parts (APPNOTE.TXT 4.3), so that mutated XML reaches the reader with a right checksum.
class StoredZip {
 public:
  void add(const std::string& name, std::string_view content) {
    std::string fields;
    put_little(fields, 20, 2);  // version needed
    put_little(fields, 0, 4);   // flags, method: stored
    put_little(fields, 0x00210000, 4);
    put_little(fields, crc32(as_bytes(content)), 4);
    put_little(fields, content.size(), 4);
    put_little(fields, content.size(), 4);
    put_little(fields, name.size(), 2);
    put_little(fields, 0, 2);
    directory_ += "PK\x01\x02";
    put_little(directory_, 20, 2);
    directory_ += fields;
    put_little(directory_, 0, 6);  // comment, disk, attributes
    put_little(directory_, 0, 4);
    put_little(directory_, files_.size(), 4);
    directory_ += name;
    files_ += "PK\x03\x04" + fields + name;
    files_ += content;
    ++count_;
  }
  std::string finish() const {
    std::string end = "PK\x05\x06";
    put_little(end, 0, 4);
    put_little(end, count_, 2);
    put_little(end, count_, 2);
    put_little(end, directory_.size(), 4);
    put_little(end, files_.size(), 4);
    put_little(end, 0, 2);
    return files_ + directory_ + end;
  }

 private:
  std::string files_;
  std::string directory_;
  std::uint64_t count_ = 0;
};

}  // namespace

void fuzz_csv(BytesView input) {
  read_table(input);
}

// Bytes that are a ZIP file, or, when they begin as XML does, the sheet of a sound workbook.
void fuzz_xlsx(BytesView input) {
  if (!as_text(input).starts_with('<')) return read_table(input);
  StoredZip zip;
  zip.add("_rels/.rels",
          "<Relationships><Relationship Id=\"a\" Type=\"/officeDocument\" Target=\"w.xml\"/></Relationships>");
  zip.add("w.xml", "<workbook><sheets><sheet name=\"s\" r:id=\"b\"/></sheets></workbook>");
  zip.add("_rels/w.xml.rels",
          "<Relationships><Relationship Id=\"b\" Type=\"/worksheet\" Target=\"s.xml\"/>"
          "<Relationship Id=\"c\" Type=\"/styles\" Target=\"t.xml\"/></Relationships>");
  zip.add("t.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
  zip.add("s.xml", as_text(input));
  read_table(as_bytes(zip.finish()));
}

void fuzz_header_map(BytesView input) {
  const auto map = parse_header_map(as_text(input), "map.toml");
  if (!map) check_error(map.error());
}

}  // namespace sunledger
