// package.totals and package.history: what the package says about its entries, said again from the entries.

#include <algorithm>
#include <set>

#include "ledger/base/text.h"
#include "ledger/verify/tiles_entries.h"
#include "projections/package/entry_pass.h"
#include "projections/package/layout.h"
#include "projections/package/package_checks.h"
#include "projections/package/read_me.h"

namespace sunledger {
namespace {

// A text as it is drawn, held against the file as it lies there. The first line that differs is named.
class ComparedText final : public TextOutput {
 public:
  ComparedText(std::string path, Result<OpenFile> file, std::function<void(std::string)> problem)
      : path_(std::move(path)), file_(std::move(file)), problem_(std::move(problem)) {
    if (!file_) differ(file_.error().message);
  }

  Status write(std::string_view piece) override {
    if (differs_) return {};
    buffer_.resize(piece.size());
    TRY_ASSIGN(const std::size_t got, file_->read(buffer_.data(), buffer_.size()));
    const std::string_view there = as_text(buffer_).substr(0, got);
    const auto [drawn, found] = std::mismatch(piece.begin(), piece.end(), there.begin(), there.end());
    line_ += static_cast<std::uint64_t>(std::count(piece.begin(), drawn, '\n'));
    if (drawn != piece.end()) differ(say("{0}, line {1}: it does not say what the entries say.", {path_, line_}));
    return {};
  }

  Status close() override {
    if (differs_) return {};
    Byte more = 0;
    TRY_ASSIGN(const std::size_t got, file_->read(&more, 1));
    if (got != 0) differ(say("{0}, line {1}: there is more than the entries say.", {path_, line_}));
    return {};
  }

 private:
  void differ(std::string message) {
    differs_ = true;
    problem_(std::move(message));
  }

  std::string path_;
  Result<OpenFile> file_;
  std::function<void(std::string)> problem_;
  Bytes buffer_;
  std::uint64_t line_ = 1;
  bool differs_ = false;
};

class ComparedTexts final : public TextOutputs {
 public:
  ComparedTexts(const Folder& folder, ProblemBook& book) : folder_(folder), book_(book) {}

  Result<std::unique_ptr<TextOutput>> open(const std::string& path) override {
    known_.insert(path);
    book_.count(Check::package_history, 1);
    return std::unique_ptr<TextOutput>(std::make_unique<ComparedText>(
        path, folder_.file(path),
        [this](std::string message) { book_.problem(Check::package_history, std::nullopt, std::move(message)); }));
  }
  void cited(const Hash& document) { known_.insert(document_path(document)); }

  // Files that speak of the log's history, and that the log knows nothing of.
  Status look_for_others() {
    return folder_.each_file([&](const std::string& path) -> Status {
      constexpr std::string_view ours[] = {"charters/", "history/", "example/", "documents/"};
      const bool concerns =
          std::any_of(std::begin(ours), std::end(ours), [&](auto begin) { return path.starts_with(begin); });
      if (concerns && known_.count(path) == 0) {
        book_.problem(Check::package_history, std::nullopt, say("The log knows nothing of {0}.", {path}));
      }
      return {};
    });
  }

 private:
  const Folder& folder_;
  ProblemBook& book_;
  std::set<std::string> known_;
};

void compare_totals(const Trailer& said, const ControlTotals& counted, ProblemBook& book) {
  const auto differ = [&](std::string message) {
    book.problem(Check::package_totals, std::nullopt, std::move(message));
  };
  if (said.totals.entries != counted.entries) {
    differ(say("The trailer speaks of {0} entries, there are {1}.", {said.totals.entries, counted.entries}));
  }
  const auto compare = [&](const std::vector<Total>& stated, const std::vector<Total>& found) {
    const auto named = [](const std::vector<Total>& list, const std::string& name) {
      const auto at = std::find_if(list.begin(), list.end(), [&](const Total& total) { return total.name == name; });
      return at == list.end() ? Total{name, 0, Fen(0)} : *at;
    };
    std::set<std::string> names;
    for (const auto* list : {&stated, &found}) {
      for (const Total& total : *list) names.insert(total.name);
    }
    bool differs = false;
    for (const std::string& name : names) {
      const Total a = named(stated, name), b = named(found, name);
      if (a == b) continue;
      differs = true;
      differ(say("{0}: the trailer speaks of {1} entries and {2} yuan, there are {3} entries and {4} yuan.",
                 {name, a.count, to_yuan(a.sum), b.count, to_yuan(b.sum)}));
    }
    if (!differs && stated != found) differ(say("The trailer's totals do not stand in their order, each once."));
  };
  compare(said.totals.kinds, counted.kinds);
  compare(said.totals.families, counted.families);
}

bool has_newer_kinds(const ControlTotals& totals) {
  return std::any_of(totals.families.begin(), totals.families.end(),
                     [](const Total& t) { return t.name == "Unknown"; });
}

void note_read_mes(const PackageFiles& files, ProblemBook& book) {
  const auto note = parse_note(files.tiles().note());
  const auto checkpoint = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
  if (!checkpoint) return;
  constexpr std::size_t longest_read_me_bytes = 1 << 20;
  for (const ReadMe& read_me : read_mes(*checkpoint)) {
    const auto there = files.folder().read(read_me.path, longest_read_me_bytes);
    if (there && as_text(*there) == read_me.text) continue;
    book.note(Check::package_history, std::nullopt,
              say("{0} is not the text that this program writes. Go by docs/auditors.md of this program instead.",
                  {read_me.path}));
  }
}

}  // namespace

void check_what_entries_say(const PackageFiles& files, ProblemBook& book,
                            const std::function<void(std::uint64_t done)>& progress) {
  const VerifyInput input = files.input();
  const TilesEntries entries(input.read_entries, input.size);
  const bool wants_totals = book.wants(Check::package_totals);
  const bool wants_history = book.wants(Check::package_history);
  TotalsCounter totals;
  ComparedTexts texts(files.folder(), book);
  EntryPass pass;
  pass.progress = progress;
  if (wants_totals) pass.totals = &totals;
  const auto run = [&]() -> Status {
    if (wants_history) {
      pass.histories = all_histories();
      pass.document = [&](const Hash& hash) -> Status {
        texts.cited(hash);
        return {};
      };
      for (const auto& history : pass.histories) TRY(history->begin(texts));
      TRY(write_example(entries, input.size, input.hash_tile, files.tiles().note(), texts));
    }
    return pass.run(entries, input.size);
  };
  const Status ran = run();
  if (!ran) {
    // What is wrong with an entry is named by the checks of entries; here it means that the rest is not known.
    const std::string why = say("The entries cannot be read to their end: {0}", {ran.error().message});
    if (wants_totals) book.unjudged(Check::package_totals, ran.error().position, why);
    if (wants_history) book.unjudged(Check::package_history, ran.error().position, why);
    return;
  }
  if (wants_totals) {
    const ControlTotals counted = totals.totals();
    book.count(Check::package_totals, counted.entries);
    if (has_newer_kinds(counted)) {
      book.unjudged(Check::package_totals, std::nullopt,
                    say("Some entries are of kinds newer than this program; what they state is not known."));
    } else if (!files.trailer()) {
      book.problem(Check::package_totals, std::nullopt, files.trailer().error().message);
    } else {
      compare_totals(*files.trailer(), counted, book);
    }
  }
  if (!wants_history) return;
  const Status looked = texts.look_for_others();
  if (!looked) book.problem(Check::package_history, std::nullopt, looked.error().message);
  note_read_mes(files, book);
}

}  // namespace sunledger
