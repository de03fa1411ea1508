#pragma once
// The demo's federation: its keys, its ledger, its clock, and its officers who record the sample files. The clock is
// moved to the day that each event tells, so that recorded times lie in their years (house rule 8: origin "demo.").

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/ledger.h"

namespace sunledger::demo {

inline constexpr const char* origin = "demo.sunledger.example/county";

using Print = std::function<void(std::string_view line)>;
// What stands in a sample file and what the demo writes instead.
using Replacements = std::vector<std::pair<std::string, std::string>>;

class Stage {
 public:
  struct Places {
    std::string dir;      // DIR/ledger and DIR/keys are made here
    std::string samples;  // samples/demo
    std::string charter;  // the TOML to adopt
  };

  // Makes the keys, opens the ledger and adopts the charter, on 2022-01-04. Errors: conflict when DIR holds anything
  // already; those of the charter and of Ledger::create.
  static Result<std::unique_ptr<Stage>> set(Places places, Print print);

  Ledger& ledger() { return *ledger_; }
  std::string ledger_dir() const { return places_.dir + "/ledger"; }
  std::string keys_dir() const { return places_.dir + "/keys"; }
  std::string key_of(const std::string& person) const { return keys_dir() + "/" + person + ".key"; }
  std::string sample(const std::string& file) const { return places_.samples + "/" + file; }
  const SecretKey& key(const std::string& person) const { return keys_.at(person); }
  // The ledger's clock, for whoever records beside this class (imports).
  Clock clock() const;

  // Not before this day, nine o'clock in China; never back.
  void move_clock(Day day);

  // A file of events, one JSON object a line, recorded by one officer: the events of a day all or none. Each event's
  // story is printed under `title`. Errors name file and line.
  Status record_file(const std::string& person, const std::string& file, const std::string& title,
                     const Replacements& replacements = {});
  // What waits in the year's books is reviewed by one officer and approved by another, on that day.
  Status review_and_approve(Day day, const std::string& reviewer, const std::string& approver);
  // What was recorded otherwise (imports): the same line as record_file prints.
  void tell_recorded(const std::string& person, const std::string& title, std::uint64_t first, std::uint64_t size);

  void count_found(std::uint64_t rules) { found_ += rules; }
  // Rules let through so far, over all that was recorded.
  std::uint64_t found() const { return found_; }

  // The ledger, so that its folder can be read and copied.
  void close() { ledger_.reset(); }

 private:
  struct Line {
    Ledger::Draft draft;
    std::size_t number = 0;
  };
  Stage(Places places, Print print) : places_(std::move(places)), print_(std::move(print)) {}
  Status make_key(const std::string& person);
  Result<std::string> with_key(std::string json, const std::string& person);
  Result<std::vector<Line>> read_lines(const std::string& person, const std::string& file,
                                       const Replacements& replacements);
  Status record(const std::string& person, const std::vector<Line>& lines, const std::string& file);
  Status judge_payments(Day day, const std::string& person, const char* kind, std::vector<std::uint64_t> positions);

  Places places_;
  Print print_;
  std::shared_ptr<std::atomic<std::uint64_t>> now_ms_ = std::make_shared<std::atomic<std::uint64_t>>();
  std::map<std::string, SecretKey> keys_;
  std::unique_ptr<Ledger> ledger_;
  std::uint64_t found_ = 0;
};

}  // namespace sunledger::demo
