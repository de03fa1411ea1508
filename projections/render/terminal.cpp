#include "projections/render/terminal.h"

#include <utf8proc.h>

#include <algorithm>

namespace sunledger {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// One user-perceived character: a base with its marks, or an emoji sequence.
struct Cluster {
  std::string_view text;
  std::size_t width = 0;
  bool space = false;
  bool wide = false;
  bool closes = false;  // may not begin a line
  bool opens = false;   // may not end a line
};

// The next code point, or -1 and one byte for bytes that are no UTF-8.
struct Step {
  utf8proc_int32_t code_point = -1;
  std::size_t size_bytes = 1;
};

Step step(std::string_view rest) {
  utf8proc_int32_t code_point = -1;
  const utf8proc_ssize_t read = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(rest.data()),
                                                 static_cast<utf8proc_ssize_t>(rest.size()), &code_point);
  if (read <= 0 || code_point < 0) return {};
  return {code_point, static_cast<std::size_t>(read)};
}

bool steers(utf8proc_int32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE ||
         (c >= 0xFDD0 && c <= 0xFDEF);
}

bool is_closing(utf8proc_int32_t c) {
  switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
      // Only punctuation that follows what it closes; “/”, “#” or “@” may begin a line.
      return c > 0x7F || std::string_view(",.;:!?)]}%").find(static_cast<char>(c)) != std::string_view::npos;
    default:
      return false;
  }
}

bool is_opening(utf8proc_int32_t c) {
  const utf8proc_category_t category = utf8proc_category(c);
  return category == UTF8PROC_CATEGORY_PS || category == UTF8PROC_CATEGORY_PI;
}

std::vector<Cluster> clusters_of(std::string_view text) {
  std::vector<Cluster> clusters;
  utf8proc_int32_t state = 0;
  utf8proc_int32_t before = -1;
  for (std::size_t at = 0; at < text.size();) {
    const Step next = step(text.substr(at));
    const bool known = next.code_point >= 0;
    const bool joins =
        known && before >= 0 && !clusters.empty() && !utf8proc_grapheme_break_stateful(before, next.code_point, &state);
    const std::size_t width =
        known ? static_cast<std::size_t>(std::max(0, utf8proc_charwidth(next.code_point))) : std::size_t{1};
    if (joins) {
      Cluster& last = clusters.back();
      last.text = std::string_view(last.text.data(), last.text.size() + next.size_bytes);
      last.width = std::max(last.width, width);
      last.wide = last.width > 1;
    } else {
      clusters.push_back({text.substr(at, next.size_bytes), width, next.code_point == ' ', width > 1,
                          known && is_closing(next.code_point), known && is_opening(next.code_point)});
    }
    before = next.code_point;
    if (!known) state = 0;
    at += next.size_bytes;
  }
  return clusters;
}

// May a line end between these two?
bool may_break(const Cluster& left, const Cluster& right) {
  if (left.space || right.space) return true;
  if (right.closes || left.opens) return false;
  return left.wide || right.wide;
}

std::string joined(const std::vector<Cluster>& clusters, std::size_t from, std::size_t to) {
  while (to > from && clusters[to - 1].space) --to;
  std::string line;
  for (std::size_t i = from; i < to; ++i) line += clusters[i].text;
  return line;
}

// Where the line that begins at `from` ends: the last place that allows a break, or where the width forces one.
std::size_t end_of_line(const std::vector<Cluster>& clusters, std::size_t from, std::size_t width) {
  std::size_t used = 0;
  std::size_t allowed = from;
  std::size_t at = from;
  while (at < clusters.size()) {
    if (at > from && may_break(clusters[at - 1], clusters[at])) allowed = at;
    // Spaces at the end of a line are dropped, so they may stand beyond its width.
    if (used + clusters[at].width > width && !clusters[at].space) break;
    used += clusters[at].width;
    ++at;
  }
  if (at == clusters.size()) return at;
  if (allowed > from) return allowed;
  return std::max(at, from + 1);
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Step next = step(text.substr(at));
    if (next.code_point == '\n' || next.code_point == '\r' || next.code_point == '\t') {
      shown.push_back(' ');
    } else if (next.code_point < 0 || steers(next.code_point)) {
      shown += replacement;
    } else {
      shown += text.substr(at, next.size_bytes);
    }
    at += next.size_bytes;
  }
  return shown;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (const Cluster& cluster : clusters_of(text)) width += cluster.width;
  return width;
}

std::string pad(std::string_view text, std::size_t width, Align align) {
  const std::size_t used = display_width(text);
  const std::string space(used < width ? width - used : 0, ' ');
  return align == Align::left ? std::string(text) + space : space + std::string(text);
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  const std::vector<Cluster> clusters = clusters_of(text);
  std::vector<std::string> lines;
  const std::size_t limit = std::max<std::size_t>(width, 2);
  for (std::size_t from = 0; from < clusters.size();) {
    const std::size_t to = end_of_line(clusters, from, limit);
    lines.push_back(joined(clusters, from, to));
    from = to;
    while (from < clusters.size() && clusters[from].space) ++from;
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

}  // namespace sunledger
