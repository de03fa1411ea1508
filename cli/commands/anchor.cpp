// sunledger anchor: the tier above follows the ledgers of the tiers below – verifies what is new in each, keeps it, and
// records each checkpoint in its own log, which holds that ledger to one history.

#include <algorithm>
#include <set>
#include <thread>

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/progress.h"
#include "cli/published.h"
#include "cli/recording.h"
#include "ledger/anchors/anchor_visit.h"
#include "ledger/anchors/mirror.h"
#include "ledger/base/text.h"
#include "ledger/event/open.h"
#include "ledger/proof/hash.h"
#include "ledger/proof/policy.h"
#include "projections/render/document.h"
#include "projections/reports/frame.h"
#include "projections/views/accounts.h"
#include "projections/views/view_store.h"

namespace sunledger {
namespace {

struct Options {
  std::string id, name, log_vkey, place, policy, trusted_pem;
  std::vector<std::string> only;
  std::optional<std::uint64_t> threads;
};

template <class Bytes32>
capnp::Data::Reader data_of(const Bytes32& value) {
  return {value.bytes.data(), value.bytes.size()};
}

// ---- add

Status put_policy(const std::string& path, schema::AnchorAdded::Builder event) {
  TRY_ASSIGN(const Policy policy, read_policy(path));
  std::vector<std::string> lines;
  std::string text = format_policy(policy);
  for (std::size_t begin = 0, end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
    if (end > begin) lines.push_back(text.substr(begin, end - begin));
  }
  auto list = event.initPolicy(static_cast<unsigned>(lines.size()));
  for (unsigned i = 0; i < lines.size(); ++i) list.set(i, lines[i]);
  return {};
}

Result<ExitCode> add(Context& context, const Options& options) {
  TRY_ASSIGN(const VerifierKey log_key, parse_vkey(options.log_vkey));
  if (log_key.type != NoteKeyType::ed25519) {
    return make_error(ErrorKind::invalid, say("{0} is not the key of a log.", {options.log_vkey}),
                      say("Give the log's verifier key, as the federation published it."));
  }
  TRY_ASSIGN(const FetchFile reachable, published_at(options.place, options.trusted_pem));
  EventBuilder builder;
  auto event = builder.root().initAnchorAdded();
  event.setAnchor(options.id);
  event.setName(options.name);
  event.setOrigin(log_key.name);
  event.setLogKey(data_of(log_key.key));
  event.setPlace(whole_place(options.place));
  if (!options.policy.empty()) TRY(put_policy(options.policy, event));
  TRY_ASSIGN(const SecretKey key, context.unlock_key());
  TRY_ASSIGN(const auto ledger, context.open_to_write());
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  const Ledger::Draft draft{builder.finish(), today(*ledger, clock), command_for("AnchorAdded", options.id), 0};
  return record_drafts(context, *ledger, key, std::span(&draft, 1));
}

// ---- follow

// One ledger's visit, or why there was none.
struct Visited {
  std::string id;
  AnchorFact anchor;
  std::optional<AnchorVisit> visit;
  std::optional<Error> error;
};

// The named ones; else all. One that broke is told each time, until its log is followed anew under another id.
std::vector<Visited> chosen(Facts& facts, const std::vector<std::string>& only) {
  std::vector<Visited> all;
  std::set<std::string> followed_anew;
  facts.scan_anchors([&](std::string_view id, const AnchorFact& fact) {
    const bool is_wanted = only.empty() || std::find(only.begin(), only.end(), id) != only.end();
    if (is_wanted) all.push_back({std::string(id), fact, {}, {}});
    if (!fact.broken) followed_anew.insert(fact.origin);
    return true;
  });
  if (only.empty()) {
    std::erase_if(all,
                  [&](const Visited& one) { return one.anchor.broken && followed_anew.contains(one.anchor.origin); });
  }
  for (Visited& one : all) {
    if (one.anchor.broken) one.error = make_error(ErrorKind::corrupt, say("Broken: it showed two histories"));
  }
  return all;
}

Result<AnchorVisit> visit_one(Context& context, const Options& options, const std::string& folder,
                              const AnchorFact& anchor) {
  TRY_ASSIGN(const FetchFile published, published_at(anchor.place, options.trusted_pem));
  VerifyOptions how;
  how.threads = static_cast<unsigned>(
      std::clamp<std::uint64_t>(options.threads.value_or(std::max(1U, std::thread::hardware_concurrency())), 1, 256));
  std::optional<Progress> progress;
  how.progress = [&](std::uint64_t done, std::uint64_t total) {
    if (!progress) progress.emplace(anchor.name, total, context.progress_as_lines());
    progress->at(done);
  };
  return visit_anchor(folder, {anchor.origin, NoteKeyType::ed25519, anchor.log_key}, published, how);
}

// So that a report of many ledgers does not fold them all. Not needed for anything else: a failure is no failure.
void fold_accounts(Context& context, const std::string& folder, const Checkpoint& checkpoint) {
  const auto entries = MirroredEntries::open(folder + "/mirror", checkpoint.size, checkpoint.root);
  AccountsView accounts;
  View* const views[] = {&accounts};
  const auto notes = entries ? bring_up_to_date(views, **entries, folder + "/views")
                             : Result<std::vector<std::string>>(entries.error());
  if (!notes) context.out().warning(say("No figures can be drawn from it: {0}", {notes.error().message}));
}

// What was wrong, in a sentence that fits the event.
std::string problem_of(const AnchorVisit& visit) {
  std::string problem = finding_of(visit.outcome);
  if (!visit.outcome.report) return problem;
  for (const CheckResult& check : visit.outcome.report->checks) {
    if (check.state != CheckState::failed || check.problems.empty()) continue;
    const Problem& first = check.problems.front();
    problem += " " + std::string(text_of(check.check).name);
    if (first.position) problem += say(" at position {0}", {first.position->value});
    break;
  }
  return problem;
}

// Nothing where there is nothing to record.
std::optional<schema::AnchorOutcome> outcome_of(const Visited& visited) {
  using Kind = FollowOutcome::Kind;
  const std::uint64_t size = visited.visit->checkpoint.size;
  switch (visited.visit->outcome.kind) {
    case Kind::followed:
    case Kind::nothing_new:
      return schema::AnchorOutcome::CONSISTENT;
    case Kind::incomplete:
      return std::nullopt;
    case Kind::failed:
      if (size > visited.anchor.size) return schema::AnchorOutcome::UNSOUND;
      return std::nullopt;
    case Kind::rolled_back:
      // Smaller than what this computer saw, but not than what was recorded: recorded once it is.
      if (size < visited.anchor.size) return schema::AnchorOutcome::BEHIND;
      return std::nullopt;
    case Kind::split_view:
      return schema::AnchorOutcome::BROKEN;
  }
  return std::nullopt;
}

std::optional<Ledger::Draft> draft_of(const Visited& visited, Day day) {
  const auto outcome = outcome_of(visited);
  if (!outcome) return std::nullopt;
  const AnchorVisit& visit = *visited.visit;
  EventBuilder builder;
  auto event = builder.root().initAnchorRecorded();
  event.setAnchor(visited.id);
  event.setSize(visit.checkpoint.size);
  event.setRoot(data_of(visit.checkpoint.root));
  const BytesView note = as_bytes(visit.note);
  event.setNote({note.data(), note.size()});
  event.setOutcome(*outcome);
  if (*outcome != schema::AnchorOutcome::CONSISTENT) event.setProblem(problem_of(visit));
  // What was shown on a day is recorded once.
  const std::string seen = format_text(
      "{0}\x1f{1}\x1f{2}\x1f{3}", {visited.id, to_text(day), static_cast<int>(*outcome), to_hex(sha256(note).view())});
  return Ledger::Draft{builder.finish(), day, command_for("AnchorRecorded", seen), 0};
}

void tell(Output& out, const std::vector<Visited>& all) {
  Table table;
  table.id = "visits";
  table.caption = say("Followed ledgers");
  table.columns = {text_column("name", say("Federation")), code_column("anchor", say("Anchor")),
                   count_column("entries", say("Entries")), count_column("new", say("New")),
                   text_column("result", say("Result"))};
  JsonValue list = JsonValue::array();
  for (const Visited& one : all) {
    JsonValue item = JsonValue::object();
    item.set("anchor", one.id).set("name", one.anchor.name).set("origin", one.anchor.origin);
    TableRow row;
    row.key = one.id;
    row.cells = {Cell::text(one.anchor.name), Cell::text(one.id), Cell::empty(), Cell::empty(), Cell::empty()};
    if (one.error) {
      item.set("error", error_json(*one.error));
      row.cells[4] = Cell::text(one.error->message);
    } else {
      const FollowOutcome& outcome = one.visit->outcome;
      const std::uint64_t fresh = outcome.to > outcome.from ? outcome.to - outcome.from : 0;
      item.set("size", outcome.to).set("new", fresh).set("root", to_hex(one.visit->checkpoint.root.view()));
      item.set("ok", outcome.moved()).set("finding", problem_of(*one.visit));
      row.cells[2] = Cell::count(static_cast<std::int64_t>(outcome.to));
      row.cells[3] = Cell::count(static_cast<std::int64_t>(fresh));
      row.cells[4] = Cell::text(problem_of(*one.visit));
      if (!one.visit->evidence_path.empty()) item.set("evidence", one.visit->evidence_path);
    }
    table.rows.push_back(std::move(row));
    list.push(item);
  }
  out.data(list);
  out.table(table);
}

// The worst of what was met; what was recorded is recorded.
Result<ExitCode> judged(const std::vector<Visited>& all) {
  std::size_t wrong = 0, unseen = 0;
  for (const Visited& one : all) {
    const bool is_incomplete = one.visit && one.visit->outcome.kind == FollowOutcome::Kind::incomplete;
    if (one.error ? one.error->kind != ErrorKind::corrupt : is_incomplete) {
      ++unseen;
    } else if (one.error || !one.visit->outcome.moved()) {
      ++wrong;
    }
  }
  if (wrong != 0) {
    return make_error(ErrorKind::corrupt,
                      say("Ledgers that are not as they should be: {0} of {1}.", {wrong, all.size()}),
                      say("Tell their keepers, and the inspectors; “sunledger report anchors” keeps what was shown."));
  }
  if (unseen != 0) {
    return make_error(ErrorKind::incomplete,
                      say("Ledgers that could not be followed: {0} of {1}.", {unseen, all.size()}),
                      say("Nothing is known of them since the last visit; try again."));
  }
  return ExitCode::done;
}

// Each by itself, so that one that is refused keeps no other out.
Status record_sights(Context& context, std::vector<Visited>& all, const SecretKey& key) {
  TRY_ASSIGN(const auto ledger, context.open_to_write());
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  std::size_t recorded = 0;
  for (Visited& one : all) {
    if (!one.visit) continue;
    const auto draft = draft_of(one, today(*ledger, clock));
    if (!draft) continue;
    auto result = ledger->record(key, std::span(&*draft, 1));
    if (result.ok()) {
      recorded += result.receipts.front().repeated ? 0 : 1;
    } else {
      one.error = std::move(result.failure->error);
    }
  }
  context.out().message(say("Checkpoints recorded: {0}.", {recorded}));
  if (recorded == 0) return {};
  TRY(ledger->checkpoint());
  return {};
}

Result<ExitCode> follow_all(Context& context, const Options& options) {
  // Asked for before hours of fetching, not after.
  TRY_ASSIGN(const SecretKey key, context.unlock_key());
  TRY_ASSIGN(const auto reading, context.open_to_read());
  Facts facts = reading->facts();
  std::vector<Visited> all = chosen(facts, options.only);
  for (const std::string& id : options.only) {
    const auto named = [&](const Visited& one) { return one.id == id; };
    if (std::none_of(all.begin(), all.end(), named)) {
      return make_error(ErrorKind::not_found, say("There is no anchor “{0}”.", {id}),
                        say("“sunledger anchor list” names them."));
    }
  }
  for (Visited& one : all) {
    if (one.error) continue;
    const std::string folder = anchor_folder(reading->dir(), one.id);
    auto visit = visit_one(context, options, folder, one.anchor);
    if (!visit) {
      one.error = visit.error();
      continue;
    }
    one.visit = std::move(visit).value();
    if (one.visit->outcome.moved()) fold_accounts(context, folder, one.visit->checkpoint);
  }
  TRY(record_sights(context, all, key));
  tell(context.out(), all);
  return judged(all);
}

// ---- list

Result<ExitCode> list(Context& context) {
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  Facts facts = ledger->facts();
  Table table;
  table.id = "anchors";
  table.caption = say("Followed ledgers");
  table.columns = {text_column("name", say("Federation")),  code_column("anchor", say("Anchor")),
                   text_column("vkey", say("Log key")),     text_column("place", say("Published at")),
                   count_column("entries", say("Entries")), text_column("state", say("State"))};
  JsonValue items = JsonValue::array();
  facts.scan_anchors([&](std::string_view id, const AnchorFact& fact) {
    const std::string vkey = format_vkey({fact.origin, NoteKeyType::ed25519, fact.log_key});
    JsonValue item = JsonValue::object();
    item.set("anchor", id).set("name", fact.name).set("vkey", vkey).set("place", fact.place);
    item.set("size", fact.size).set("root", to_hex(fact.root.view())).set("broken", fact.broken);
    items.push(item);
    TableRow row;
    row.key = id;
    row.cells = {Cell::text(fact.name),
                 Cell::text(std::string(id)),
                 Cell::text(vkey),
                 Cell::text(fact.place),
                 Cell::count(static_cast<std::int64_t>(fact.size)),
                 Cell::text(fact.broken      ? say("Broken: it showed two histories")
                            : fact.size == 0 ? say("Never seen")
                                             : say("Followed"))};
    table.rows.push_back(std::move(row));
    return true;
  });
  context.out().data(items);
  context.out().table(table);
  return ExitCode::done;
}

}  // namespace

void add_anchor(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Command anchor = line.command("anchor", N_("Follow the ledgers of the tiers below: add, follow, list"));
  anchor.verb("add", N_("Follow a ledger from here on"))
      .takes(options->id, "ID", N_("Your own short name for it"))
      .needs(options->name, "--name", "NAME", N_("The federation that keeps it"))
      .needs(options->log_vkey, "--log-vkey", "VKEY", N_("Its log's key, as published elsewhere than beside the log"))
      .needs(options->place, "--at", "PLACE", N_("Where its tiles are published: an address, or a folder"))
      .option(options->policy, "--policy", "FILE", N_("Whose cosignatures it should have (C2SP tlog-policy)"))
      .option(options->trusted_pem, "--trust", "FILE", N_("Certificates to trust beside the system's, PEM"))
      .runs_or_tries([options](Context& context) { return add(context, *options); });
  anchor.verb("follow", N_("Verify what is new in each, and record the checkpoint that it showed"))
      .takes_all(options->only, "ID", N_("Which; else all"))
      .number(options->threads, "--threads", "N", N_("Threads; as many as there are processors"))
      .option(options->trusted_pem, "--trust", "FILE", N_("Certificates to trust beside the system's, PEM"))
      .runs([options](Context& context) { return follow_all(context, *options); });
  anchor.verb("list", N_("The followed ledgers")).runs([](Context& context) { return list(context); });
}

}  // namespace sunledger
