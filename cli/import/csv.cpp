// CSV through libcsv in strict mode (RFC 4180), fed piece by piece. Spaces belong to a cell here and are trimmed later,
// so that ` "a"` is the quoting error it is; rows end with LF or CRLF.

#include <csv.h>

#include <deque>

#include "cli/import/cell_text.h"
#include "cli/import/row_source.h"
#include "cli/import/text_file.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr std::size_t feed_bytes = 8192;  // bounds how many rows wait in memory
constexpr std::size_t max_comment_lines = 100;

int no_byte_is_space(unsigned char) {
  return 0;
}

class CsvRows final : public RowSource {
 public:
  CsvRows(std::string path, std::unique_ptr<TextFile> file) : path_(std::move(path)), file_(std::move(file)) {
    INVARIANT(csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) == 0);
    csv_set_space_func(&parser_, no_byte_is_space);
  }
  ~CsvRows() override { csv_free(&parser_); }
  CsvRows(const CsvRows&) = delete;
  CsvRows& operator=(const CsvRows&) = delete;

  bool rows_may_be_short() const override { return false; }

  // Lines beginning with "# " above the header say where the figures come from.
  Status read_comments(TableNotes& notes) {
    for (;;) {
      while (unread().find('\n') == std::string_view::npos && unread().size() <= max_cell_bytes && !ended_)
        TRY(refill());
      if (!unread().starts_with("# ")) return {};
      const std::size_t end = unread().find('\n');
      const std::string_view line = trim(unread().substr(2, end == std::string_view::npos ? end : end - 2));
      if (notes.provenance.size() == max_comment_lines || check_cell_text(line) != CellFault::none) {
        return make_error(ErrorKind::invalid,
                          say("Row {0} of {1} is a comment that is not read here.", {row_number_, path_}),
                          say("A file may begin with {0} lines “# …” of at most {1} bytes each.",
                              {max_comment_lines, max_cell_bytes}));
      }
      notes.provenance.emplace_back(line);
      position_ = end == std::string_view::npos ? piece_.size() : position_ + end + 1;
      ++row_number_;
    }
  }

  Result<std::optional<RawRow>> next(TableNotes& notes) override {
    while (ready_.empty() && !finished_) {
      // The rows above a fault are given first, so that their own problems are reported too.
      if (auto fed = feed(); !fed) {
        fault_ = std::move(fed).error();
        finished_ = true;
      }
    }
    notes.empty_rows = empty_rows_;
    if (ready_.empty()) {
      if (fault_) return *fault_;
      return std::optional<RawRow>();
    }
    std::optional<RawRow> row = std::move(ready_.front());
    ready_.pop_front();
    return row;
  }

 private:
  std::string_view unread() const { return std::string_view(piece_).substr(position_); }

  Status refill() {
    TRY_ASSIGN(const std::string_view more, file_->next_piece());
    piece_.erase(0, position_);
    position_ = 0;
    piece_.append(more);
    ended_ = more.empty();
    return {};
  }

  Status feed() {
    if (unread().empty()) TRY(refill());
    if (unread().empty()) {
      finished_ = true;
      if (csv_fini(&parser_, on_cell, on_row_end, this) != 0) {
        return make_error(ErrorKind::invalid,
                          say("The file {1} ends inside a quoted cell that begins in row {0}.", {row_number_, path_}),
                          say("Add the closing quotation mark; a quotation mark inside a cell is written twice."));
      }
      return faults_of_rows();
    }
    const std::string_view part = unread().substr(0, feed_bytes);
    const std::size_t parsed = csv_parse(&parser_, part.data(), part.size(), on_cell, on_row_end, this);
    TRY(faults_of_rows());
    if (parsed != part.size()) {
      return make_error(ErrorKind::invalid,
                        say("Row {0} of {1}: quotation marks are not used as CSV has them.", {row_number_, path_}),
                        say("Put the whole cell between quotation marks and write one inside it twice."));
    }
    position_ += part.size();
    if (parser_.entry_pos > max_row_bytes) {
      return make_error(
          ErrorKind::invalid,
          say("Row {0} of {1} is larger than the {2} bytes a row may have.", {row_number_, path_, max_row_bytes}),
          say("Perhaps a closing quotation mark is missing there."));
    }
    return {};
  }

  Status faults_of_rows() const {
    if (bare_return_row_ == 0) return {};
    return make_error(ErrorKind::invalid,
                      say("Row {0} of {1} ends with a carriage return alone.", {bare_return_row_, path_}),
                      say("Save the file again with line ends LF or CRLF."));
  }

  static void on_cell(void* text, std::size_t size, void* self) {
    static_cast<CsvRows*>(self)->add_cell({static_cast<const char*>(text), size});
  }
  static void on_row_end(int ending, void* self) { static_cast<CsvRows*>(self)->end_row(ending); }

  void add_cell(std::string_view text) {
    if (after_return_ && bare_return_row_ == 0) bare_return_row_ = row_number_ - 1;
    after_return_ = false;
    row_bytes_ += text.size() + 1;
    ++current_.cell_count;
    if (!trim(text).empty()) current_is_empty_ = false;
    if (row_bytes_ > max_row_bytes) current_.too_long = true;
    if (current_.too_long || current_.cells.size() == max_table_columns) return;
    const bool cell_too_long = text.size() > max_cell_bytes;
    current_.cells.push_back(cell_too_long ? RawCell{RawCell::Kind::too_long, {}}
                                           : RawCell{RawCell::Kind::text, std::string(text)});
  }

  // `ending` is CR, LF, or -1 at the end of the file. A CR ends a row for libcsv and the LF behind it an empty one.
  void end_row(int ending) {
    if (current_.cell_count == 0) {
      if (after_return_ && ending == CSV_LF) {
        after_return_ = false;
        return;
      }
      if (after_return_ && bare_return_row_ == 0) bare_return_row_ = row_number_ - 1;
      if (ending < 0) return;
    }
    after_return_ = ending == CSV_CR;
    current_.number = row_number_++;
    if (current_is_empty_) {
      ++empty_rows_;
    } else {
      ready_.push_back(std::move(current_));
    }
    current_ = RawRow();
    current_is_empty_ = true;
    row_bytes_ = 0;
  }

  std::string path_;
  std::unique_ptr<TextFile> file_;
  csv_parser parser_{};
  std::string piece_;
  std::size_t position_ = 0;
  bool ended_ = false;
  bool finished_ = false;
  std::optional<Error> fault_;

  std::deque<RawRow> ready_;
  RawRow current_;
  bool current_is_empty_ = true;
  std::size_t row_bytes_ = 0;
  std::uint64_t row_number_ = 1;
  std::uint64_t empty_rows_ = 0;
  bool after_return_ = false;
  std::uint64_t bare_return_row_ = 0;
};

}  // namespace

Result<std::unique_ptr<RowSource>> open_csv(const std::string& path, TableNotes& notes) {
  TRY_ASSIGN(auto file, TextFile::open(path));
  notes.format = "csv";
  notes.encoding = file->encoding() == TextEncoding::utf8 ? "UTF-8" : "GB18030";
  auto rows = std::make_unique<CsvRows>(path, std::move(file));
  TRY(rows->read_comments(notes));
  return std::unique_ptr<RowSource>(std::move(rows));
}

}  // namespace sunledger
