#pragma once
// A federation in a temporary folder, with its officers and a ledger that was really opened: the vocabulary of stories.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ledger/event/open.h"
#include "ledger/ledger.h"

namespace sunledger::testing {

// Gone with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

struct Officer {
  std::string person;
  SecretKey key;
};

using Fill = std::function<void(schema::Event::Builder)>;

// An event with the day and a command of its own.
Ledger::Draft draft(Day day, const std::string& command, const Fill& fill);
Ledger::Draft budget_line(int year, const std::string& line, std::int64_t fen,
                          schema::LineKind kind = schema::LineKind::PROJECT);
Ledger::Draft payment(Day day, const std::string& voucher, const std::string& line, std::int64_t fen);
Ledger::Draft payments_reviewed(Day day, std::vector<std::uint64_t> positions);
Ledger::Draft payments_approved(Day day, std::vector<std::uint64_t> positions);

// As the officer's own program signs it: `ahead` places after the next one in that key's sequence.
SignedEvent signed_event(const Ledger& ledger, const Officer& author, const Ledger::Draft& draft,
                         std::uint64_t ahead = 0);
// "recorded", "repeated", or the name of the rule that refused.
std::string verdict(const Ledger::AppendResult& result);
std::string hand_in(Ledger& ledger, const std::vector<SignedEvent>& events);

// The opening of a ledger under the shipped sixian charter.
Genesis genesis_of(const std::string& origin, const Officer& administrator, Day day);

// A ledger of "demo.example/county" with the shipped sixian charter, its clock standing at `now_ms` unless moved.
class Federation {
 public:
  Federation();
  ~Federation();

  Ledger& ledger() { return *ledger_; }
  std::string dir() const { return folder_ / "ledger"; }
  std::string log_key() const { return folder_ / "log.key"; }
  const TemporaryFolder& folder() const { return folder_; }
  Day today() const;
  void set_clock(std::uint64_t now_ms) { *now_ms_ = now_ms; }
  std::uint64_t now_ms() const { return *now_ms_; }

  Officer& administrator() { return administrator_; }
  Officer& recorder() { return recorder_; }
  Officer& reviewer() { return reviewer_; }
  Officer& approver() { return approver_; }

  // A further person in office, registered by the administrator.
  Officer appoint(const std::string& person, std::initializer_list<schema::Role> roles);
  // Codes 2081104 and 30226 of the year, and the three officers are there from the start.
  Receipt record(const Officer& author, const Ledger::Draft& draft);  // throws when refused
  Error refused(const Officer& author, const Ledger::Draft& draft);   // throws when accepted
  std::vector<Receipt> record(const Officer& author, const std::vector<Ledger::Draft>& drafts);

  void close();
  Status open();  // to write
  Ledger::Options options() const;

 private:
  TemporaryFolder folder_;
  std::shared_ptr<std::uint64_t> now_ms_;
  std::unique_ptr<Ledger> ledger_;
  Officer administrator_, recorder_, reviewer_, approver_;
};

}  // namespace sunledger::testing
