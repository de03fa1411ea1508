#include "projections/package/trailer.h"

#include <limits>
#include <optional>

#include "ledger/base/decimal.h"
#include "ledger/base/text.h"
#include "ledger/people/field_lines.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/verify/checked_text.h"

namespace sunledger {
namespace {

constexpr std::uint64_t most_kinds = 4096, most_families = 256;

std::string hash_line(std::string_view name, const Hash& hash) {
  return std::string(name) + ": " + to_hex(hash.view()) + "\n";
}

std::string number_line(std::string_view name, std::uint64_t number) {
  return std::string(name) + ": " + std::to_string(number) + "\n";
}

std::string total_line(std::string_view name, const Total& total) {
  return std::string(name) + ": " + total.name + " " + std::to_string(total.count) + " " +
         std::to_string(total.sum.value) + "\n";
}

// A decimal with an optional minus, one spelling for each number.
std::optional<Fen> fen_in(std::string_view text) {
  const bool below_zero = text.starts_with('-');
  if (below_zero) text.remove_prefix(1);
  const auto size = parse_decimal(text);
  if (!size || *size > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
  if (below_zero && *size == 0) return std::nullopt;
  const auto fen = static_cast<std::int64_t>(*size);
  return Fen(below_zero ? -fen : fen);
}

class TrailerReader {
 public:
  explicit TrailerReader(std::string_view text, const std::string& what) : lines_(text, what) {}

  Result<Trailer> read() {
    Trailer trailer;
    TRY(lines_.version("sunledger-package v1"));
    TRY_ASSIGN(const std::string_view origin, lines_.field("origin"));
    if (!is_origin(origin)) return lines_.error(say("this is not an origin."));
    trailer.origin = origin;
    TRY_ASSIGN(trailer.totals.entries, number("entries"));
    TRY_ASSIGN(trailer.root, hash("root"));
    TRY_ASSIGN(trailer.checkpoint, hash("checkpoint"));
    TRY_ASSIGN(trailer.checkpoints, number("checkpoints"));
    TRY_ASSIGN(const std::string_view language, lines_.field("language"));
    if (language != "zh-CN" && language != "en") return lines_.error(say("this is not a language."));
    trailer.language = language;
    TRY_ASSIGN(trailer.totals.kinds, totals("kinds", "kind", most_kinds));
    TRY_ASSIGN(trailer.totals.families, totals("families", "family", most_families));
    TRY_ASSIGN(trailer.documents, number("documents"));
    TRY_ASSIGN(trailer.files, number("files"));
    TRY_ASSIGN(trailer.bytes, number("bytes"));
    TRY_ASSIGN(trailer.sums, hash("sums"));
    TRY(lines_.end());
    return trailer;
  }

 private:
  Result<std::uint64_t> number(std::string_view name) {
    TRY_ASSIGN(const std::string_view text, lines_.field(name));
    const auto value = parse_decimal(text);
    if (!value) return lines_.error(say("this is not a number."));
    return *value;
  }

  Result<Hash> hash(std::string_view name) {
    TRY_ASSIGN(const Bytes bytes, lines_.hex_field(name, Hash::size_bytes));
    return *Hash::from(bytes);
  }

  Result<std::vector<Total>> totals(std::string_view how_many, std::string_view one, std::uint64_t most) {
    TRY_ASSIGN(const std::uint64_t count, number(how_many));
    if (count > most) return lines_.error(say("{0} are more than {1}.", {count, most}));
    std::vector<Total> totals;
    for (std::uint64_t i = 0; i < count; ++i) {
      TRY_ASSIGN(const std::string_view line, lines_.field(one));
      TRY_ASSIGN(Total total, total_in(line));
      totals.push_back(std::move(total));
    }
    return totals;
  }

  Result<Total> total_in(std::string_view line) {
    const std::size_t first = line.find(' ');
    const std::size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
    if (first == 0 || second == std::string_view::npos) {
      return lines_.error(say("a name, a count and an amount belong here."));
    }
    const auto count = parse_decimal(line.substr(first + 1, second - first - 1));
    const auto sum = fen_in(line.substr(second + 1));
    if (!count || *count == 0 || !sum) return lines_.error(say("a name, a count and an amount belong here."));
    return Total{std::string(line.substr(0, first)), *count, *sum};
  }

  FieldLines lines_;
};

}  // namespace

std::string write_trailer(const Trailer& trailer) {
  std::string text = "sunledger-package v1\norigin: " + trailer.origin + "\n";
  text += number_line("entries", trailer.totals.entries);
  text += hash_line("root", trailer.root);
  text += hash_line("checkpoint", trailer.checkpoint);
  text += number_line("checkpoints", trailer.checkpoints);
  text += "language: " + trailer.language + "\n";
  text += number_line("kinds", trailer.totals.kinds.size());
  for (const Total& kind : trailer.totals.kinds) text += total_line("kind", kind);
  text += number_line("families", trailer.totals.families.size());
  for (const Total& family : trailer.totals.families) text += total_line("family", family);
  text += number_line("documents", trailer.documents);
  text += number_line("files", trailer.files);
  text += number_line("bytes", trailer.bytes);
  text += hash_line("sums", trailer.sums);
  return with_checksum(std::move(text));
}

Result<Trailer> parse_trailer(std::string_view text) {
  const std::string what = say("The package's trailer");
  if (text.size() > longest_trailer_bytes) {
    return make_error(ErrorKind::invalid,
                      say("{0}: larger than the {1} bytes allowed.", {what, longest_trailer_bytes}));
  }
  TRY_ASSIGN(const std::string_view body, without_checksum(text, what));
  return TrailerReader(body, what).read();
}

}  // namespace sunledger
