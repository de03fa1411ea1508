#include "projections/redraw/redrawn_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "ledger/base/text.h"
#include "projections/render/terminal.h"

namespace sunledger {
namespace {

using Json = nlohmann::ordered_json;

std::string line(const std::string& words) {
  return words + "\n";
}

std::string place_of(const Difference& one) {
  std::string place;
  for (const std::string* part : {&one.table, &one.row, &one.column}) {
    if (part->empty()) continue;
    if (!place.empty()) place += " / ";
    place += *part;
  }
  return printable(place);
}

// Words may be a page long, and whoever forged them chose how long.
std::string shortened(const std::string& text) {
  constexpr std::size_t longest_columns = 200;
  const std::string shown = printable(text);
  if (display_width(shown) <= longest_columns) return shown;
  return wrap(shown, longest_columns).front() + "…";
}

std::string lines_of(const std::vector<Difference>& differences) {
  std::string text;
  for (std::size_t i = 0; i < std::min(differences.size(), differences_told); ++i) {
    const Difference& one = differences[i];
    text += line(say("{0}: the report says “{1}”, the ledger gives “{2}”.",
                     {place_of(one), shortened(one.reported), shortened(one.redrawn)}));
  }
  if (differences.size() > differences_told) {
    text += line(say("… and {0} more.", {differences.size() - differences_told}));
  }
  return text;
}

std::string versions_text(const NamedValues& versions) {
  std::string text;
  for (const auto& [name, version] : versions) text += (text.empty() ? "" : ", ") + name + " " + version;
  return printable(text);
}

std::string verdict_text(const Redrawn& redrawn, const std::string& file) {
  const std::uint64_t position = redrawn.stated.position.value;
  const std::string digest = to_hex(redrawn.digest.view());
  switch (redrawn.verdict) {
    case Verdict::equal:
      return redrawn.equal_bytes
                 ? say("{0} is equal: redrawn at position {1}, byte for byte (figures digest {2}).",
                       {file, position, digest})
                 : say("{0} is equal: redrawn at position {1}, every figure and every word; only its layout is another "
                       "(figures digest {2}).",
                       {file, position, digest});
    case Verdict::equal_in_figures:
      return say(
          "{0} is equal in figures: redrawn at position {1}, every figure is the same (figures digest {2}), but "
          "{3} words are not.",
          {file, position, digest, redrawn.differences.words.size()});
    case Verdict::differs:
      break;
  }
  return say("{0} differs: redrawn at position {1}, {2} figures and {3} words are not the same.",
             {file, position, redrawn.differences.figures.size(), redrawn.differences.words.size()});
}

std::string citations_text(const Redrawn& redrawn) {
  std::string text;
  for (const ReportSubmission& one : redrawn.submitted) {
    text += line(say("These figures were submitted as “{0}” at position {1}.", {printable(one.id), one.position}));
  }
  for (const ReportReview& one : redrawn.reviewed) {
    text += line(say("These figures were reviewed as “{0}” at position {1}: {2}.",
                     {printable(one.id), one.position, one.outcome}));
  }
  if (redrawn.submitted.empty()) text += line(say("No entry of the ledger submits these figures for review."));
  for (const ReportSubmission& one : redrawn.other_figures) {
    text += line(say("“{0}”, submitted at position {1}, covers the same entries with other figures (digest {2}).",
                     {printable(one.id), one.position, to_hex(one.digest.view())}));
  }
  return text;
}

Json json_of(const std::vector<Difference>& differences) {
  Json list = Json::array();
  for (std::size_t i = 0; i < std::min(differences.size(), differences_told); ++i) {
    const Difference& one = differences[i];
    list.push_back({{"table", one.table},
                    {"row", one.row},
                    {"column", one.column},
                    {"reported", one.reported},
                    {"redrawn", one.redrawn}});
  }
  return list;
}

Json json_of(const NamedValues& values) {
  Json object = Json::object();
  for (const auto& [name, value] : values) object[name] = value;
  return object;
}

Json cited_json(const Redrawn& redrawn) {
  Json cited = Json::array();
  for (const ReportSubmission& one : redrawn.submitted) {
    cited.push_back({{"event", "ReportSubmitted"}, {"position", one.position}, {"report", one.id}});
  }
  for (const ReportReview& one : redrawn.reviewed) {
    cited.push_back(
        {{"event", "ReportReviewed"}, {"position", one.position}, {"report", one.id}, {"outcome", one.outcome}});
  }
  return cited;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::equal:
      return "equal";
    case Verdict::equal_in_figures:
      return "equal_in_figures";
    case Verdict::differs:
      break;
  }
  return "differs";
}

std::string redrawn_text(const Redrawn& redrawn, const std::string& file) {
  std::string text = lines_of(redrawn.differences.figures) + lines_of(redrawn.differences.words);
  if (redrawn.stated.versions != redrawn.versions) {
    text += line(say("It was drawn by {0}; this program draws with {1}.",
                     {versions_text(redrawn.stated.versions), versions_text(redrawn.versions)}));
  }
  return text + line(verdict_text(redrawn, file)) + citations_text(redrawn);
}

std::string redrawn_json(const Redrawn& redrawn) {
  Json other = Json::array();
  for (const ReportSubmission& one : redrawn.other_figures) {
    other.push_back({{"position", one.position}, {"report", one.id}, {"digest", to_hex(one.digest.view())}});
  }
  Json json;
  json["verdict"] = std::string(name_of(redrawn.verdict));
  json["report"] = redrawn.stated.report;
  json["format"] = std::string(name_of(redrawn.format));
  json["position"] = redrawn.stated.position.value;
  json["digest"] = to_hex(redrawn.digest.view());
  json["equal_bytes"] = redrawn.equal_bytes;
  json["same_versions"] = redrawn.same_figure_versions;
  json["stated_versions"] = json_of(redrawn.stated.versions);
  json["versions"] = json_of(redrawn.versions);
  json["figures_differ"] = redrawn.differences.figures.size();
  json["differences"] = json_of(redrawn.differences.figures);
  json["words_differ"] = redrawn.differences.words.size();
  json["word_differences"] = json_of(redrawn.differences.words);
  json["cited"] = cited_json(redrawn);
  json["submitted_with_other_figures"] = std::move(other);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Error> redrawn_error(const Redrawn& redrawn, const std::string& file) {
  const std::string again = say("Draw it again with “sunledger report {0} --as-of {1}”.",
                                {redrawn.stated.report, redrawn.stated.position.value});
  switch (redrawn.verdict) {
    case Verdict::equal:
      return std::nullopt;
    case Verdict::equal_in_figures:
      if (redrawn.same_figure_versions && redrawn.same_words_version) {
        return make_error(ErrorKind::corrupt,
                          say("{0} holds in its figures only: its words are not those that the ledger gives.", {file}),
                          again);
      }
      return make_error(
          ErrorKind::incomplete,
          say("{0} holds in its figures; its words are another version's and could not be judged.", {file}),
          say("Verify it with the version that drew it, or read the words that differ."));
    case Verdict::differs:
      break;
  }
  // Equal digests mean that the figures were equal when it was drawn: what differs was changed since.
  if (redrawn.same_figure_versions || redrawn.stated.digest == redrawn.digest) {
    return make_error(
        ErrorKind::corrupt,
        say("{0} does not hold: {1} figures differ from the ledger's.", {file, redrawn.differences.figures.size()}),
        again);
  }
  return make_error(ErrorKind::incomplete,
                    say("{0} was drawn by another version, and {1} figures differ from this version's.",
                        {file, redrawn.differences.figures.size()}),
                    say("Verify it with the version that drew it; CHANGELOG.md says what a version changed."));
}

}  // namespace sunledger
