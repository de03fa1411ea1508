#include "projections/views/view_store.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "ledger/base/file.h"
#include "projections/findings/findings_view.h"
#include "projections/views/accounts.h"
#include "projections/views/follow.h"
#include "projections/views/openness.h"
#include "tests/support/books.h"

using namespace sunledger;

namespace {

struct Folder {
  std::string path;
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sunledger-views-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path); }
};

struct AllViews {
  AccountsView accounts;
  OpennessView openness;
  FindingsView findings;
  std::vector<View*> views() { return {&accounts, &openness, &findings}; }
};

// Random books that the door might have let pass: states in order, imports closed or abandoned.
class Story {
 public:
  explicit Story(unsigned seed) : random_(seed) { books.open(); }
  Books books;

  void go_on() {
    const std::string day = "2024-0" + std::to_string(pick(9) + 1) + "-1" + std::to_string(pick(10));
    const std::string line = "L" + std::to_string(pick(4));
    const auto fen = static_cast<std::int64_t>(pick(100'000)) + 1;
    if (pick(10) == 0) books.rules = {104};
    switch (pick(books.batch == 0 ? 12 : 4)) {
      case 0:
      case 1:
        waiting_.push_back(books.pay(day, {{line, fen}, {"L0", fen + 1, pick(2) == 0 ? "C0" : ""}}));
        return;
      case 2:
        books.line(2024, {line}, fen, pick(3) != 0);
        return;
      case 3:
        if (books.batch == 0) return void(books.open_batch(day));
        if (pick(3) != 0) return void(books.close_batch(day));
        books.abandon_batch(day);
        waiting_.clear();
        return;
      case 4:
        books.change(day, static_cast<Books::Change>(pick(5)), line, fen, "L3");
        return;
      case 5:
        books.sign_contract(day, "C" + std::to_string(contracts_++), 2024, {{"L0", fen}, {line, fen}});
        return;
      case 6:
      case 7:
        if (waiting_.empty()) return;
        books.approve(day, waiting_);
        approved_.insert(approved_.end(), waiting_.begin(), waiting_.end());
        waiting_.clear();
        return;
      case 8:
        if (waiting_.empty()) return;
        books.reject(day, waiting_);
        waiting_.clear();
        return;
      case 9:
        if (approved_.empty()) return;
        books.refund(day, approved_.back(), {{"L0", 1}});
        return;
      case 10:
        if (approved_.empty()) return;
        pick(2) == 0 ? books.reverse(day, approved_.back()) : books.returned(day, approved_.back());
        approved_.pop_back();
        return;
      default:
        pick(2) == 0 ? books.close_year(day, 2024) : books.submit_report(day, "budget-execution", 2024);
        return;
    }
  }

 private:
  std::size_t pick(std::size_t count) { return random_() % count; }
  std::mt19937 random_;
  std::vector<std::uint64_t> waiting_, approved_;
  std::size_t contracts_ = 0;
};

}  // namespace

TEST_CASE("A rebuilt view equals one that followed the log, byte for byte, wherever it stopped") {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Story story(seed);
    AllViews followed;
    const auto views = followed.views();
    for (int i = 0; i < 120; ++i) {
      story.go_on();
      if (i % 7 == 0) REQUIRE(follow(views, story.books.log).ok());
    }
    REQUIRE(follow(views, story.books.log).ok());
    AllViews rebuilt;
    REQUIRE(rebuild(rebuilt.views(), story.books.log, "").ok());
    for (std::size_t i = 0; i < views.size(); ++i) {
      INFO("seed " << seed << ", view " << views[i]->name());
      REQUIRE(saved_form(*views[i]) == saved_form(*rebuilt.views()[i]));
    }
  }
}

TEST_CASE("A saved view is loaded again and folds only what is new") {
  Folder folder;
  Story story(5);
  for (int i = 0; i < 200; ++i) story.go_on();
  AllViews first;
  REQUIRE(bring_up_to_date(first.views(), story.books.log, folder.path)->empty());
  if (story.books.batch != 0) story.books.abandon_batch("2024-09-09");
  story.books.pay("2024-09-09", {{"L1", 5}});
  const std::uint64_t read_before = story.books.log.entries_read();
  AllViews second;
  REQUIRE(bring_up_to_date(second.views(), story.books.log, folder.path)->empty());
  CHECK(story.books.log.entries_read() - read_before < 20);
  AllViews rebuilt;
  REQUIRE(rebuild(rebuilt.views(), story.books.log, "").ok());
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(saved_form(*second.views()[i]) == saved_form(*rebuilt.views()[i]));
    CHECK(read_file(folder.path + "/" + std::string(second.views()[i]->name()), 1 << 20).value() ==
          as_text(saved_form(*rebuilt.views()[i])));
  }
}

TEST_CASE("Every damaged byte of a saved view is noticed, and the view is folded again") {
  Folder folder;
  Books books;
  books.open();
  books.line(2024, {"L1"}, 100);
  AccountsView view;
  View* const views[] = {&view};
  REQUIRE(bring_up_to_date(views, books.log, folder.path).ok());
  const Bytes sound = saved_form(view);
  const std::string path = folder.path + "/accounts";
  for (std::size_t i = 0; i < sound.size(); ++i) {
    Bytes damaged = sound;
    damaged[i] ^= 1;
    REQUIRE(replace_file(path, as_text(damaged)).ok());
    const auto notes = bring_up_to_date(views, books.log, folder.path);
    REQUIRE(notes.ok());
    INFO("byte " << i);
    CHECK(notes->size() == 1);
    CHECK(saved_form(view) == sound);
  }
  REQUIRE(replace_file(path, as_text(BytesView(sound).first(sound.size() / 2))).ok());
  CHECK(bring_up_to_date(views, books.log, folder.path)->size() == 1);
  CHECK(saved_form(view) == sound);
}

TEST_CASE("A view of another log is folded again, also when that log is shorter") {
  Folder folder;
  Books one, other;
  one.open();
  one.line(2024, {"L1"}, 100);
  other.open();
  other.line(2024, {"L1"}, 999);
  AccountsView view;
  View* const views[] = {&view};
  REQUIRE(bring_up_to_date(views, one.log, folder.path).ok());
  CHECK(bring_up_to_date(views, other.log, folder.path)->size() == 1);
  CHECK(view.state().lines.at({2024, "", "L1"}).sums.budget() == Fen(999));
  Books shorter;
  shorter.open("demo.example/other");
  CHECK(bring_up_to_date(views, shorter.log, folder.path)->size() == 1);
  CHECK(view.state().lines.empty());
}

TEST_CASE("A view that cannot be saved is still right, and says so") {
  Folder folder;
  REQUIRE(replace_file(folder.path + "/file", "x").ok());
  Books books;
  books.open();
  books.line(2024, {"L1"}, 100);
  AccountsView view;
  View* const views[] = {&view};
  const auto notes = bring_up_to_date(views, books.log, folder.path + "/file");
  REQUIRE(notes.ok());
  CHECK_FALSE(notes->empty());
  CHECK(view.state().lines.at({2024, "", "L1"}).sums.budget() == Fen(100));
}
