// A report as comma-separated values (projections/render/csv.h), RFC 4180; lines may also end with LF alone, as after a
// way through programs that change line ends.

#include <optional>

#include "projections/redraw/reported_formats.h"
#include "projections/render/csv.h"

namespace sunledger {
namespace {

using Fields = std::vector<std::string>;

constexpr std::size_t most_fields = 1000;

class Lines {
 public:
  explicit Lines(std::string_view csv) : csv_(csv) {}

  std::uint64_t number() const { return number_; }

  // The next record; nothing at the end. Errors: invalid with the record's number.
  Result<std::optional<Fields>> next() {
    if (at_ >= csv_.size()) return std::optional<Fields>();
    ++number_;
    Fields fields;
    do {
      if (fields.size() == most_fields) return fault();
      TRY_ASSIGN(std::string field, csv_.substr(at_).starts_with('"') ? quoted() : plain());
      fields.push_back(std::move(field));
    } while (take(','));
    if (!take("\r\n") && !take('\n') && at_ < csv_.size()) return fault();
    return std::optional(std::move(fields));
  }

  Error fault() const { return faulty_report("line " + std::to_string(number_)); }

 private:
  bool take(char c) {
    if (at_ >= csv_.size() || csv_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view text) {
    if (!csv_.substr(at_).starts_with(text)) return false;
    at_ += text.size();
    return true;
  }

  Result<std::string> plain() {
    const std::size_t end = std::min(csv_.find_first_of(",\r\n\"", at_), csv_.size());
    std::string field(csv_.substr(at_, end - at_));
    at_ = end;
    return field;
  }

  Result<std::string> quoted() {
    std::string field;
    take('"');
    for (;;) {
      const std::size_t end = csv_.find('"', at_);
      if (end == std::string_view::npos) return fault();
      field += csv_.substr(at_, end - at_);
      at_ = end + 1;
      if (!take('"')) return field;
      field.push_back('"');
    }
  }

  std::string_view csv_;
  std::size_t at_ = 0;
  std::uint64_t number_ = 0;
};

bool is_long_header(const Fields& fields) {
  return fields == Fields{"table", "code", "name", "level", "measure", "amount", "unit"};
}

bool is_section_header(const Fields& fields) {
  return fields.size() > 2 && fields[0] == "table" && fields[1] == "key";
}

class Reading {
 public:
  explicit Reading(std::string_view csv) : lines_(csv) { document_.format = ReportFormat::csv; }

  Result<ReportedDocument> read() {
    for (;;) {
      TRY_ASSIGN(const std::optional<Fields> fields, lines_.next());
      if (!fields) break;
      // The statement is the last line; what stood behind it would be nobody's.
      if (stated_) return lines_.fault();
      TRY(take(*fields));
    }
    if (!stated_) return faulty_report(csv_statement_table);
    return std::move(document_);
  }

 private:
  Status take(const Fields& fields) {
    if (fields[0] == csv_statement_table) return take_statement(fields);
    if (is_section_header(fields) || is_long_header(fields)) {
      header_ = fields;
      std::string columns;
      for (const std::string& field : fields) columns += (columns.empty() ? "" : ",") + field;
      document_.words.push_back({"line " + std::to_string(lines_.number()), columns});
      return {};
    }
    if (header_.empty() || fields.size() != header_.size()) return lines_.fault();
    if (is_long_header(header_)) {
      const std::string row = fields[1] + (fields[1].empty() || fields[2].empty() ? "" : " ") + fields[2];
      document_.values.push_back({fields[0], row, fields[4], fields[5]});
      document_.words.push_back({fields[0] + " " + row + " " + fields[4], fields[3] + " " + fields[6]});
      return {};
    }
    for (std::size_t i = 2; i < fields.size(); ++i) {
      document_.values.push_back({fields[0], fields[1], header_[i], fields[i]});
    }
    return {};
  }

  // In either form the third field.
  Status take_statement(const Fields& fields) {
    if (fields.size() < 3) return lines_.fault();
    TRY_ASSIGN(document_.statement, read_statement(fields[2]));
    for (std::size_t i = 1; i < fields.size(); ++i) {
      if (i != 2) document_.words.push_back({fields[0] + " " + std::to_string(i + 1), fields[i]});
    }
    stated_ = true;
    return {};
  }

  Lines lines_;
  Fields header_;
  ReportedDocument document_;
  bool stated_ = false;
};

}  // namespace

Result<ReportedDocument> read_reported_csv(std::string_view csv) {
  return Reading(csv).read();
}

}  // namespace sunledger
