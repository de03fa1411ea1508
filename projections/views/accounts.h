#pragma once
// The accounts: budget lines by year and body with their sums, notices, openings, years, code tables, contracts as far
// as they bind lines, charter amendments, and counts of rules let through. Everything that budget-execution and
// final-accounts say. Its size follows the lines and contracts, never the payments.
//
// A payment: recorded → pending on its lines; approved → paid; rejected → no longer pending; returned → no longer paid;
// refunded → paid less the parts; reversed → what is left no longer counts (interface.md “A payment's states”). Once
// the year is closed, what comes back is counted apart and the year stands as closed: the money belongs to recovered or
// carried funds. The arithmetic is the door's (ledger/rules/payment_rules.cpp).

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/day.h"
#include "projections/views/measures.h"
#include "projections/views/view.h"

namespace sunledger {

struct RecordedPayment;

// Year first, so that a year's lines lie together.
struct LineKey {
  int year = 0;
  std::string body, line;
  auto operator<=>(const LineKey&) const = default;
};

// Values as in schema/money.capnp and schema/budget.capnp.
enum class FundSource : std::uint8_t { general, fund, capital, other, donation };
enum class SpendingKind : std::uint8_t { basic_personnel, basic_public, project };

struct AccountLine {
  bool defined = false;  // false: money moved on a line that nobody defined, which the charter let through
  FundSource source = FundSource::general;
  SpendingKind kind = SpendingKind::basic_personnel;
  std::string function, economic, project, notice;
  LineMeasures sums;
};
using AccountLines = std::map<LineKey, AccountLine>;

struct AccountNotice {
  std::uint64_t position = 0;
  Day day;
  std::string body, level, function, direct_mark;
  FundSource nature = FundSource::general;
  std::int64_t amount_fen = 0;
};

struct AccountYear {
  bool closed = false;
  std::uint64_t turned_at = 0;  // position of the last closing or reopening
  Day turned_on;
  std::map<std::string, LineMeasures> as_closed;  // by line, at the last closing; empty when never closed
};

struct AccountContract {
  int year = 0;
  std::string body;
  bool ended = false;
  std::map<std::string, std::int64_t> open_fen;  // by line: bound and not yet paid
};

// What is left of one part of a payment.
struct PartLeft {
  std::int64_t back_fen = 0;   // came back in refunds
  std::int64_t freed_fen = 0;  // of its contract's bond used up by it, and not bound again
  bool operator==(const PartLeft&) const = default;
};

struct CharterChange {
  std::uint64_t position = 0;
  std::string number;  // empty for the adoption
  std::string text;    // title of the charter, or the amendment's reason
  Day recorded_for;    // the event's day
  Day effective;       // of an amendment
};

struct SubmittedReport {
  std::string id;
  std::uint64_t submitted_at = 0;  // position of ReportSubmitted
  std::uint64_t covers = 0;        // positions below this, as submitted
  Day day;
  std::map<LineKey, LineMeasures> sums;  // of the year, when it was submitted
};

class AccountsView final : public View {
 public:
  // Follows every movement of money: which line, which measure, and the entries it rests on.
  using Positions = std::vector<std::uint64_t>;
  using Trace = std::function<void(const LineKey&, Measure, const Positions&)>;

  struct State {
    std::string origin, name;
    AccountLines lines;
    std::map<std::pair<int, std::string>, AccountYear> years;                             // year, body
    std::map<std::pair<int, std::pair<std::uint8_t, std::string>>, std::string> codes;    // year, table, code → name
    std::map<std::pair<std::string, std::string>, AccountNotice> notices;                 // body, number
    std::map<std::pair<int, std::pair<std::string, FundSource>>, std::int64_t> openings;  // without a line
    std::map<std::string, AccountContract> contracts;
    // Payments of which something came back, or whose contract had less open than they took: by part. Rare; of all
    // others nothing came back, and they used up their contract's bond whole.
    std::map<std::uint64_t, std::vector<PartLeft>> unusual;
    std::vector<CharterChange> charter;
    std::map<int, SubmittedReport> submitted;                      // budget-execution, by year
    std::map<std::pair<int, std::uint16_t>, std::uint64_t> found;  // year of the event's day, rule → entries
  };

  AccountsView() = default;
  // Counts only money whose happened-day lies within these days (--from, --to): payments by the day they were recorded
  // for, whatever day they were approved on. Such a view is folded afresh and never saved.
  AccountsView(std::optional<Day> from, std::optional<Day> to, Trace trace = {})
      : from_(from), to_(to), trace_(std::move(trace)) {}

  std::string_view name() const override { return "accounts"; }
  std::uint32_t version() const override { return 1; }
  Bytes state_bytes() const override;
  bool load_state(BytesView bytes) override;
  void clear() override { state_ = {}; }
  Status fold(const OpenedEvent& opened) override;

  const State& state() const { return state_; }
  // The name in that year's table, else the latest earlier year's, else the code itself: names are dated data.
  std::string code_name(int year, bool economic, const std::string& code) const;

 private:
  void fold_budget(const OpenedEvent& opened);
  Status fold_payment(const OpenedEvent& opened);
  void fold_contract(const OpenedEvent& opened);
  void fold_rest(const OpenedEvent& opened);
  void turn_year(const OpenedEvent& opened);
  void refund(const OpenedEvent& opened, const RecordedPayment& payment);

  bool counts(Day day) const { return (!from_ || day >= *from_) && (!to_ || day <= *to_); }
  AccountLine& move(const LineKey& key, Measure measure, std::int64_t fen, const Positions& positions);
  void add_up(std::int64_t& sum, std::int64_t fen);
  void bind(AccountContract& contract, const std::string& line, std::int64_t fen, const Positions& positions);
  std::vector<PartLeft> left_of(const RecordedPayment& payment) const;
  void keep_left(const RecordedPayment& payment, const std::vector<PartLeft>& left);
  void record_payment(const RecordedPayment& payment);
  void give_back(const RecordedPayment& payment, std::size_t part, PartLeft& left, std::int64_t fen, Measure from,
                 const Positions& positions);
  void give_back_whole(const RecordedPayment& payment, Measure from, const Positions& positions);

  State state_;
  std::optional<Day> from_, to_;
  Trace trace_;
  bool overflowed_ = false;
};

}  // namespace sunledger
