#pragma once
// What the log says so far, as far as rules need it: folded from entries, never from anything else (house rule 11).
// Keys are one letter for the family and the subject's identity; values are flat big-endian records of our own, which
// may change with the program because every fact can be folded again from the log.
//
// Facts of an open import stand beside the others with the import's position and count only for that import, until
// BatchClosed; sums move through tallies, which hold an import's share apart and merge it at the close.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/day.h"
#include "ledger/base/money.h"
#include "ledger/base/position.h"
#include "ledger/charter/charter.h"
#include "ledger/charter/rule_parameters.h"
#include "ledger/rules/fact_store.h"
#include "ledger/rules/rule.h"

namespace sunledger {

// Identity texts are joined with 0x1F, which no identifier may contain.
std::string join_identity(std::initializer_list<std::string_view> parts);

struct LedgerFact {
  Hash genesis;  // SHA-256 of entry 0: what every later event is signed for
  std::string origin, name;
  PublicKey log_key;
};

struct PersonFact {
  std::string name, body;
  std::uint32_t roles = 0;  // bit per schema Role
  std::uint64_t appointed_at = 0;
  std::uint64_t relieved_at = 0;  // 0: in office
};

struct KeyFact {
  std::string person;
  std::uint64_t registered_at = 0;
  std::uint64_t revoked_at = 0;    // 0: in force
  std::uint64_t suspect_from = 0;  // position of the compromise, where one was named
};

struct DelegationFact {
  std::string from, to;
  std::uint8_t role = 0;
  Day first, last;
  std::uint64_t ended_at = 0;
};

struct BodyFact {
  std::string name, parent;
  std::uint8_t type = 0;
};

enum class BatchState : std::uint8_t { open, closed, abandoned };

struct BatchFact {
  BatchState state = BatchState::open;
  std::string person, kind;
  Hash file;
  std::uint64_t expected_count = 0, count = 0;
  std::int64_t expected_fen = 0, sum_fen = 0;
  std::vector<Hash> nodes;  // compact range over the batch's leaf hashes
};

struct CommandFact {
  std::uint64_t batch = 0, position = 0;
  Hash content;
  bool is_own = false;  // the id is the one that the event's own business key gives (business_command.h)
};

struct NoticeFact {
  std::uint64_t batch = 0;
  std::uint8_t nature = 0;
  std::int64_t amount_fen = 0;
  std::string function, direct_mark, uses;  // uses joined by commas
};

enum class LineState : std::uint8_t { provisional, approved };

struct LineFact {
  std::uint64_t batch = 0;
  LineState state = LineState::approved;
  std::uint8_t source = 0, kind = 0;
  std::string function, economic, project, notice;
};

// Sums of one line. budget + adjusted − encumbered − pending − paid = available (interface.md).
struct LineSums {
  enum Field { budget, adjusted, received, encumbered, pending, paid, opening, field_count };
};
struct NoticeSums {
  enum Field { allocated, field_count };
};
struct DecisionSums {
  enum Field { used, field_count };
};
// decided: how much of the amount was counted against the contract's decision.
struct ContractSums {
  enum Field { amount, paid, accepted, decided, field_count };
};
// What a contract still encumbers on one of its lines; identity: contract, line.
struct ContractLineSums {
  enum Field { open, field_count };
};
// Payments of a body's year that are recorded or reviewed and wait; identity: body, year.
struct YearSums {
  enum Field { waiting, field_count };
};
using Sums = std::array<std::int64_t, 7>;
// Five of them, and an import's share of each beside, still add up within 64 bits.
inline constexpr std::int64_t max_sum_fen = max_amount_fen * 500;

enum class YearState : std::uint8_t { open, close_reviewed, closed, reopen_reviewed };

struct YearFact {
  YearState state = YearState::open;
  std::string reviewer;
  bool was_closed = false;
};

enum class PaymentState : std::uint8_t { recorded, reviewed, approved, rejected, returned, reversed };

struct PaymentFact {
  struct Part {
    std::string line, decision, contract;
    std::int64_t amount_fen = 0, refunded_fen = 0;
    std::int64_t freed_fen = 0;  // encumbrance of its contract that it used up
    bool uses_decision = false;  // counts against `decision` itself, not through its contract
  };
  std::uint64_t batch = 0;
  PaymentState state = PaymentState::recorded;
  std::uint16_t year = 0;
  std::string body, recorder, reviewer;
  std::vector<Part> parts;
};

struct ProgrammeFact {
  std::uint64_t batch = 0;
  std::uint8_t payer = 0;
  std::string purpose;
  struct Version {
    Day first, last;
    std::vector<std::pair<std::string, std::int64_t>> rates;
  };
  std::vector<Version> versions;
};

struct ProcurementFact {
  std::string body, line, decision, awarded_to;
  std::uint16_t year = 0;
  std::uint8_t category = 0, method = 0;
  std::int64_t amount_fen = 0, awarded_fen = 0, contracted_fen = 0;
  bool awarded = false;
  std::vector<std::pair<std::string, std::int64_t>> offers;  // supplier → fen, in the order they came
};

struct ContractFact {
  std::string body, procurement, supplier, decision, recorder;
  std::uint16_t year = 0;
  bool ended = false;
  std::vector<std::string> lines;  // what is still encumbered on each stands in the sums of family 'k'
};

enum class DecisionState : std::uint8_t { proposed, adopted, rejected };

struct DecisionFact {
  std::uint8_t kind = 0;  // schema DecisionClass
  DecisionState state = DecisionState::proposed;
  std::string body, proposer;      // as proposed
  std::string decided_by;          // the body whose meeting adopted it
  std::int64_t amount_fen = 0;     // decided, once adopted
  std::uint32_t steps_passed = 0;  // bit per schema Step whose last outcome was not "failed"
  std::uint32_t steps_failed = 0;  // bit per schema Step whose last outcome was
  std::vector<std::pair<std::uint8_t, Day>> steps_passed_on;
  std::vector<std::string> lines;  // identities; empty: any
};

struct MeetingFact {
  std::string body;
  Day day;
  std::uint16_t due = 0;
  std::vector<std::string> present, agenda;
};

struct ReportFact {
  std::string name, to, submitter;
  std::uint16_t year = 0;
  Hash digest;
  bool reviewed = false;
};

struct OpinionFact {
  std::string raised_by, answered_by;
  bool judged = false;
};

// An act about administrators or the log key that waits until enough of them stand behind it.
struct PendingActFact {
  struct Signer {
    std::string person;
    std::string seat;  // the administrator in whose place they signed: themselves, or who delegated the role
    PublicKey key;
  };
  std::string signed_bytes;  // the act as its author signed it
  Day day;                   // it was recorded
  std::vector<Signer> signers;
};

// A log key and the position of the event that put it into force; entry 0 for the first.
struct LogKeyFact {
  std::uint64_t since = 0;
  PublicKey key;
  bool handed_over = true;  // the key before it signed for it
};

// An administrator's new key that takes force on a later day.
struct RecoveryFact {
  Day in_force;
  PublicKey key;
  std::string person;
  std::uint64_t position = 0;
};

struct AnchorFact {
  std::string name, origin, place;
  PublicKey log_key;
  std::uint64_t size = 0;  // last seen consistent; 0: nothing yet
  Hash root;
  bool broken = false;
};

// A charter parsed once for many readings of the same bytes.
struct CharterMemory {
  std::string bytes;
  std::shared_ptr<const RuleParameters> parameters;
};

class Facts {
 public:
  // `memory`, where given, outlives this object and is used by one thread at a time.
  explicit Facts(FactStore& store, CharterMemory* memory = nullptr);

  // The import whose facts count besides the closed ones; set for the event being judged. 0: none.
  void judge_for_batch(std::uint64_t batch) { current_batch_ = batch; }
  std::uint64_t current_batch() const { return current_batch_; }
  // Whether a fact that stands with this import counts for the event being judged.
  bool counts(std::uint64_t batch);

  std::optional<LedgerFact> ledger();
  void set_ledger(const LedgerFact& fact);

  // The charter in force; one must have been adopted (see has_charter).
  bool has_charter();
  const RuleParameters& charter();
  // Whether a breach is refused or found. Structural rules always refuse; so does one that the charter doesn't name.
  RuleMode mode_of(Rule rule);
  // Adopts at once, or from a day on: `effective` is compared with the recorded day.
  void adopt_charter(const std::vector<Parameter>& parameters);
  void plan_charter(Day effective, const std::vector<Parameter>& parameters);
  // Lets a planned charter take force once the recorded day has come. Called before each event is judged.
  void advance_to(Day recorded_day);
  std::vector<Parameter> charter_parameters();
  // As they will be on that day, by what is planned so far. `lost`: set when a planned amendment no longer fits.
  std::vector<Parameter> charter_parameters_on(Day day, bool* lost = nullptr);

  std::optional<PersonFact> person(std::string_view person);
  void set_person(std::string_view person, const PersonFact& fact);
  std::optional<KeyFact> key(const PublicKey& key);
  void set_key(const PublicKey& key, const KeyFact& fact);
  std::uint64_t recorded_events_of(const PublicKey& key);
  // The size of the newest head that this key's events named.
  std::uint64_t last_head_of(const PublicKey& key);
  void set_recorded_events_of(const PublicKey& key, std::uint64_t count, std::uint64_t last_head);
  // Whether somebody in office could still appoint, with a key in force, when that person or that key were gone.
  bool has_administrator_without(std::string_view person, const PublicKey* key);
  // The persons in office who hold the role administrator themselves and have a key in force, by their ids.
  std::vector<std::string> administrators();
  // In whose places as administrators this person acts on that day: their own, else those who delegated it.
  std::vector<std::string> administrator_seats(std::string_view person, Day day);
  std::optional<DelegationFact> delegation(std::string_view id);
  void set_delegation(std::string_view id, const DelegationFact& fact);
  // Roles as a bit set on that day: own and delegated.
  std::uint32_t roles_on(std::string_view person, Day day);
  std::optional<BodyFact> body(std::string_view body);
  void set_body(std::string_view body, const BodyFact& fact);

  std::optional<CommandFact> command(const CommandId& id);
  void set_command(const CommandId& id, const CommandFact& fact);

  std::optional<BatchFact> batch(std::uint64_t position);
  void set_batch(std::uint64_t position, const BatchFact& fact);
  // How many imports are neither closed nor abandoned.
  std::size_t open_batches();

  // Code tables: the name, or nothing.
  std::optional<std::string> code(int year, std::uint8_t table, std::string_view code);
  void set_code(int year, std::uint8_t table, std::string_view code, std::string_view name);

  std::optional<NoticeFact> notice(std::string_view body, std::string_view number);
  void set_notice(std::string_view body, std::string_view number, const NoticeFact& fact);
  std::optional<LineFact> line(std::string_view identity);
  void set_line(std::string_view identity, const LineFact& fact);
  YearFact year(std::string_view body, int year);
  void set_year(std::string_view body, int year, const YearFact& fact);

  // Simple identities that must be unique: family letter and name. Gives the position that holds it.
  std::optional<std::uint64_t> holder(char family, std::string_view identity);
  void hold(char family, std::string_view identity, std::uint64_t position);

  std::optional<PaymentFact> payment(std::uint64_t position);
  void set_payment(std::uint64_t position, const PaymentFact& fact, PaymentState before);
  // Positions of payments in that state that wait for the next officer (recorded or reviewed), ascending.
  void scan_waiting(PaymentState state, const std::function<bool(std::uint64_t)>& visit);

  std::optional<ProgrammeFact> programme(std::string_view id);
  void set_programme(std::string_view id, const ProgrammeFact& fact);
  std::optional<ProcurementFact> procurement(std::string_view id);
  void set_procurement(std::string_view id, const ProcurementFact& fact);
  std::optional<ContractFact> contract(std::string_view id);
  void set_contract(std::string_view id, const ContractFact& fact);
  std::optional<DecisionFact> decision(std::string_view id);
  void set_decision(std::string_view id, const DecisionFact& fact);
  std::optional<MeetingFact> meeting(std::string_view id);
  void set_meeting(std::string_view id, const MeetingFact& fact);
  std::optional<ReportFact> report(std::string_view id);
  void set_report(std::string_view id, const ReportFact& fact);
  std::optional<OpinionFact> opinion(std::string_view id);
  void set_opinion(std::string_view id, const OpinionFact& fact);

  // Sums of a line ('a'), notice ('n'), decision ('d'), contract ('c'), contract's line ('k'), year ('y'): what is
  // closed and this import's own share.
  Sums sums(char family, std::string_view identity);
  // A sum that would leave ±max_sum_fen stays as it was, and `sums_in_bounds` is false from then on.
  void add_to_sums(char family, std::string_view identity, std::size_t field, std::int64_t fen);
  bool sums_in_bounds() const { return sums_in_bounds_; }
  // Every identity that an import moved, with its share.
  void scan_batch_sums(std::uint64_t batch, const std::function<void(char, std::string_view, const Sums&)>& visit);
  // BatchClosed: the share becomes part of the whole. BatchAbandoned: it is dropped.
  void merge_batch_sums(std::uint64_t batch);
  void drop_batch_sums(std::uint64_t batch);

  // ---- administration_facts.cpp
  // Acts that wait for other administrators, by their positions.
  std::optional<PendingActFact> pending_act(std::uint64_t position);
  void set_pending_act(std::uint64_t position, const PendingActFact& fact);
  void erase_pending_act(std::uint64_t position);
  void scan_pending_acts(const std::function<bool(std::uint64_t, const PendingActFact&)>& visit);
  // Whether it has waited longer than the charter's days.
  bool has_lapsed(const PendingActFact& fact, Day day);
  // The log keys in the order in which they took force; empty before entry 0.
  std::vector<LogKeyFact> log_keys();
  void add_log_key(const LogKeyFact& fact);
  // Administrators' new keys that wait for their day, and those whose day has come: called before each event is judged.
  void plan_recovery(const RecoveryFact& fact);
  std::optional<RecoveryFact> planned_recovery(const PublicKey& key);
  void drop_recovery(const PublicKey& key);
  void advance_recoveries(Day recorded_day);
  // The position at which an entry was re-confirmed.
  std::optional<std::uint64_t> reconfirmed_at(std::uint64_t position);
  void set_reconfirmed(std::uint64_t position, std::uint64_t at);
  std::optional<AnchorFact> anchor(std::string_view id);
  void set_anchor(std::string_view id, const AnchorFact& fact);
  void scan_anchors(const std::function<bool(std::string_view, const AnchorFact&)>& visit);

  // The version of a rule in force.
  std::uint16_t rule_version(Rule rule);
  void set_rule_version(Rule rule, std::uint16_t version);

  // Forgets what was read: after the store below was changed by someone else, or a refused append was dropped.
  void forget();
  // Writes what is held back (running counts of imports). Before the store's changes are taken.
  void flush();
  Status status() const { return store_->status(); }
  FactStore& store() { return *store_; }

 private:
  FactStore* store_;
  std::uint64_t current_batch_ = 0;
  std::string scratch_;
  std::unordered_map<std::uint64_t, BatchState> batch_states_;
  std::unordered_map<std::uint64_t, BatchFact> running_batches_;
  std::unordered_map<PublicKey, KeyFact> keys_;
  std::unordered_map<std::string, PersonFact, TextHash, std::equal_to<>> persons_;
  std::unordered_map<std::string, LineFact, TextHash, std::equal_to<>> lines_;
  std::unordered_map<std::string, std::string, TextHash, std::equal_to<>> codes_;
  std::unordered_map<std::uint16_t, std::uint16_t> rule_versions_;
  std::optional<LedgerFact> ledger_;
  CharterMemory* memory_ = nullptr;
  std::shared_ptr<const RuleParameters> charter_;
  std::unordered_map<std::uint16_t, RuleMode> modes_;
  std::optional<bool> has_plan_;
  std::optional<bool> has_delegations_;
  std::optional<bool> has_recoveries_;
  bool sums_in_bounds_ = true;
};

// Whether a changed fact, by its key in the store, is about the log keys.
bool is_about_log_keys(std::string_view fact_key);

// The identity of a body's year.
std::string year_identity(std::string_view body, int year);
// The identity of a budget line: body, year, line.
std::string line_identity(std::string_view body, int year, std::string_view line);
// budget + adjusted − encumbered − pending − paid.
std::int64_t available_fen(const Sums& line_sums);

}  // namespace sunledger
