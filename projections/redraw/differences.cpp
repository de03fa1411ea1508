#include "projections/redraw/differences.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace sunledger {
namespace {

using Place = std::tuple<std::string, std::string, std::string>;

Place place_of(const ReportedValue& value) {
  return {value.table, value.row, value.column};
}

// Cells of text, row keys and the positions behind cells are words.
class WordColumns {
 public:
  explicit WordColumns(const Document& document) {
    for (const Table& table : document.tables) {
      texts_.insert({table.id, "key"});
      for (const TableColumn& column : table.columns) {
        if (!is_figure(column.kind)) texts_.insert({table.id, column.id});
        texts_.insert({table.id, column.id + std::string(positions_suffix)});
      }
    }
  }
  bool contains(const Difference& difference) const { return texts_.contains({difference.table, difference.column}); }

 private:
  std::set<std::pair<std::string, std::string>> texts_;
};

void compare_values(const ReportedDocument& reported, const ReportedDocument& redrawn, const Document& document,
                    ReportDifferences& found) {
  const WordColumns words(document);
  std::map<Place, Difference> places;
  for (const ReportedValue& value : redrawn.values) {
    places[place_of(value)] = {value.table, value.row, value.column, {}, value.value};
  }
  std::vector<Difference> all;
  std::set<Place> seen;
  for (const ReportedValue& value : reported.values) {
    Difference& place = places[place_of(value)];
    // A row that stands twice shows a reader two values, whichever of them is right.
    if (!seen.insert(place_of(value)).second) {
      all.push_back({value.table, value.row, value.column, value.value, place.redrawn});
      continue;
    }
    place.table = value.table;
    place.row = value.row;
    place.column = value.column;
    place.reported = value.value;
  }
  for (auto& [place, difference] : places) {
    if (difference.reported != difference.redrawn) all.push_back(std::move(difference));
  }
  std::stable_sort(all.begin(), all.end(), [](const Difference& a, const Difference& b) {
    return std::tie(a.table, a.row, a.column) < std::tie(b.table, b.row, b.column);
  });
  for (Difference& one : all) (words.contains(one) ? found.words : found.figures).push_back(std::move(one));
  if (all.empty() && reported.values != redrawn.values) {
    const auto at =
        std::mismatch(reported.values.begin(), reported.values.end(), redrawn.values.begin(), redrawn.values.end());
    const auto row_of = [](auto it, auto end) { return it == end ? std::string() : it->row; };
    found.words.push_back({at.first == reported.values.end() ? std::string() : at.first->table,
                           {},
                           "order",
                           row_of(at.first, reported.values.end()),
                           row_of(at.second, redrawn.values.end())});
  }
}

void compare_words(const ReportedDocument& reported, const ReportedDocument& redrawn, ReportDifferences& found) {
  std::map<std::string, Difference> places;
  for (const ReportedWord& word : redrawn.words) places[word.place] = {{}, {}, word.place, {}, word.text};
  std::set<std::string> seen;
  for (const ReportedWord& word : reported.words) {
    Difference& place = places[word.place];
    if (!seen.insert(word.place).second) {
      found.words.push_back({{}, {}, word.place, word.text, place.redrawn});
      continue;
    }
    place.column = word.place;
    place.reported = word.text;
  }
  for (auto& [place, difference] : places) {
    if (difference.reported != difference.redrawn) found.words.push_back(std::move(difference));
  }
}

}  // namespace

ReportDifferences differences(const ReportedDocument& reported, const ReportedDocument& redrawn,
                              const Document& document) {
  ReportDifferences found;
  const ReportStatement& stated = reported.statement;
  const ReportStatement& anew = redrawn.statement;
  if (stated.digest != anew.digest) {
    found.figures.push_back({{}, {}, "digest", to_hex(stated.digest.view()), to_hex(anew.digest.view())});
  }
  compare_values(reported, redrawn, document, found);
  if (stated.as_of != anew.as_of) found.words.push_back({{}, {}, "as_of", stated.as_of, anew.as_of});
  compare_words(reported, redrawn, found);
  return found;
}

}  // namespace sunledger
