#include "cli/demo/stage.h"

#include <algorithm>
#include <filesystem>

#include "cli/demo/tell.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/charter/read_charter.h"
#include "ledger/event/business_command.h"
#include "ledger/event/json.h"
#include "ledger/event/open.h"
#include "ledger/people/key_file.h"
#include "ledger/people/possession.h"
#include "ledger/proof/hash.h"

namespace sunledger::demo {
namespace {

constexpr std::size_t max_sample_bytes = 1 << 20;
constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t nine_in_china_ms = 3'600'000;  // 01:00 UTC
constexpr const char* administrator = "administrator-1";
constexpr const char* first_day = "2022-01-04";

// The value of `"name":"…"` in a line of our own sample files, which carry no escapes there.
std::string member(const std::string& json, const std::string& name) {
  const std::string mark = "\"" + name + "\": \"";
  const auto at = json.find(mark);
  if (at == std::string::npos) return {};
  const auto begin = at + mark.size();
  return json.substr(begin, json.find('"', begin) - begin);
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// The id that “sunledger record” gives the same line and key, so that a user who records a sample file again is told
// that it stands recorded.
Result<CommandId> command_of(const Draft& draft, const PublicKey& author) {
  Envelope envelope;
  envelope.author = author;
  envelope.number = 1;
  envelope.date = *draft.date;
  TRY_ASSIGN(const Bytes composed, compose_signed(envelope, draft.event));
  EventOpener opener;
  TRY_ASSIGN(const auto opened, opener.open_stored(composed));
  if (const auto command = business_command(opened.getEvent(), *draft.date)) return *command;
  return command_for("content", to_hex(content_of(composed).view()) + to_hex(author.view()));
}

// The demo shares its folder with nothing: a ledger in use is no place to act in.
Status is_empty_place(const std::string& dir) {
  std::error_code code;
  if (!path_exists(dir) || std::filesystem::is_empty(dir, code)) return {};
  return make_error(ErrorKind::conflict, say("{0} is not an empty folder.", {dir}),
                    say("Give the demo a folder of its own."));
}

Error at_line(Error error, const std::string& file, std::size_t line) {
  error.message = say("{0}, line {1}: {2}", {file, line, error.message});
  return error;
}

}  // namespace

Clock Stage::clock() const {
  return [now = now_ms_] { return now->load(); };
}

void Stage::move_clock(Day day) {
  const auto wanted = static_cast<std::uint64_t>(std::int64_t{day.since_1970} * day_ms + nine_in_china_ms);
  // A minute between two acts of one day.
  now_ms_->store(std::max(wanted, now_ms_->load() + 60'000));
}

Status Stage::make_key(const std::string& person) {
  SecretKey key = SecretKey::generate();
  TRY_ASSIGN(const KeyFile file, new_unencrypted_key_file(key, person, KeyPurpose::author));
  TRY(save_key_file(key_of(person), file));
  keys_.emplace(person, std::move(key));
  return {};
}

Result<std::unique_ptr<Stage>> Stage::set(Places places, Print print) {
  std::unique_ptr<Stage> stage(new Stage(std::move(places), std::move(print)));
  TRY(is_empty_place(stage->places_.dir));
  TRY(create_folder(stage->keys_dir()));
  TRY(stage->make_key(administrator));
  TRY_ASSIGN(const std::string toml, read_file(stage->places_.charter, max_sample_bytes));
  Genesis genesis;
  genesis.origin = origin;
  genesis.name = "示范县残疾人联合会";
  genesis.person = administrator;
  genesis.person_name = "管理员甲";
  genesis.day = *parse_day(first_day);
  TRY_ASSIGN(genesis.charter, read_charter(toml, shipped_defaults(), stage->places_.charter));
  genesis.charter_document = sha256(as_bytes(toml));
  stage->move_clock(genesis.day);
  Ledger::Options options;
  options.clock = stage->clock();
  TRY_ASSIGN(stage->ledger_, Ledger::create(stage->ledger_dir(), genesis, stage->key(administrator),
                                            stage->keys_dir() + "/log.key", Passphrase(), options));
  return stage;
}

// An officer in the sample files has no key: it is made here, with the proof of possession that an administrator asks.
Result<std::string> Stage::with_key(std::string json, const std::string& person) {
  TRY(make_key(person));
  TRY_ASSIGN(const PossessionProof proof, make_proof(key(person), person));
  json.insert(json.rfind('}'), format_text(R"(, "key": "{0}", "proof": "{1}")",
                                           {to_hex(proof.public_key.view()), to_hex(proof.signature.view())}));
  return json;
}

Result<std::vector<Stage::Line>> Stage::read_lines(const std::string& person, const std::string& file,
                                                   const Replacements& replacements) {
  TRY_ASSIGN(const std::string text, read_file(sample(file), max_sample_bytes));
  std::vector<Line> lines;
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string json = text.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (json.empty() || json.front() == '#') continue;
    for (const auto& [from, to] : replacements) replace_all(json, from, to);
    if (member(json, "kind") == "OfficerAppointed") {
      TRY_ASSIGN(json, with_key(std::move(json), member(json, "person")));
    }
    auto draft = draft_from_json(json);
    if (!draft) return at_line(draft.error(), file, number);
    if (!draft->date) return at_line(make_error(ErrorKind::invalid, say("The event has no date.")), file, number);
    Line line;
    TRY_ASSIGN(line.draft.command, command_of(*draft, key(person).public_key()));
    line.draft.event = std::move(draft->event);
    line.draft.date = *draft->date;
    line.number = number;
    lines.push_back(std::move(line));
  }
  return lines;
}

Status Stage::record(const std::string& person, const std::vector<Line>& lines, const std::string& file) {
  std::vector<Ledger::Draft> drafts;
  for (const Line& line : lines) drafts.push_back(line.draft);
  move_clock(drafts.front().date);
  const auto result = ledger_->record(key(person), drafts);
  if (!result.ok()) return at_line(result.failure->error, file, lines[result.failure->index].number);
  for (const Receipt& receipt : result.receipts) {
    found_ += receipt.found.size();
    TRY_ASSIGN(const std::string told, tell(*ledger_, receipt.position));
    if (!told.empty()) print_("      " + told);
  }
  return {};
}

void Stage::tell_recorded(const std::string& person, const std::string& title, std::uint64_t first,
                          std::uint64_t size) {
  const auto fact = ledger_->facts().person(person);
  print_(size == first + 1
             ? say("  {0} {1} (position {2})", {fact ? fact->name : person, title, first})
             : say("  {0} {1} (positions {2} to {3})", {fact ? fact->name : person, title, first, size - 1}));
}

Status Stage::record_file(const std::string& person, const std::string& file, const std::string& title,
                          const Replacements& replacements) {
  TRY_ASSIGN(const std::vector<Line> lines, read_lines(person, file, replacements));
  const std::uint64_t first = ledger_->size();
  tell_recorded(person, title, first, first + lines.size());
  for (std::size_t begin = 0; begin < lines.size();) {
    std::size_t end = begin;
    while (end < lines.size() && lines[end].draft.date == lines[begin].draft.date) ++end;
    TRY(record(person,
               {lines.begin() + static_cast<std::ptrdiff_t>(begin), lines.begin() + static_cast<std::ptrdiff_t>(end)},
               file));
    begin = end;
  }
  return {};
}

Status Stage::judge_payments(Day day, const std::string& person, const char* kind,
                             std::vector<std::uint64_t> positions) {
  std::string list;
  for (const auto position : positions) list += (list.empty() ? "" : ",") + std::to_string(position);
  TRY_ASSIGN(auto draft, draft_from_json(format_text(R"({{"kind":"{0}","date":"{1}","payments":[{2}]}})",
                                                     {kind, to_text(day), list})));
  Line line;
  line.draft.event = std::move(draft.event);
  line.draft.date = day;
  line.draft.command = command_for("demo", std::string(kind) + list);
  return record(person, {line}, kind);
}

Status Stage::review_and_approve(Day day, const std::string& reviewer, const std::string& approver) {
  const auto waiting = [this](PaymentState state) {
    std::vector<std::uint64_t> positions;
    Facts facts = ledger_->facts();
    facts.scan_waiting(state, [&](std::uint64_t position) {
      positions.push_back(position);
      return true;
    });
    return positions;
  };
  std::vector<std::uint64_t> positions = waiting(PaymentState::recorded);
  std::uint64_t at = ledger_->size();
  // zh: 复核…笔付款
  tell_recorded(reviewer, say("reviews {0} payment(s).", {positions.size()}), at, at + 1);
  TRY(judge_payments(day, reviewer, "PaymentsReviewed", std::move(positions)));
  positions = waiting(PaymentState::reviewed);
  at = ledger_->size();
  // zh: 审批…笔付款
  tell_recorded(approver, say("approves {0} payment(s).", {positions.size()}), at, at + 1);
  return judge_payments(day.plus(1), approver, "PaymentsApproved", std::move(positions));
}

}  // namespace sunledger::demo
