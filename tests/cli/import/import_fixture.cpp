#include "import_fixture.h"

#include "cli/import/kinds/kinds.h"
#include "ledger/base/file.h"
#include "ledger/charter/read_charter.h"
#include "ledger/event/open.h"
#include "ledger/people/possession.h"

namespace sunledger::test {
namespace {

constexpr std::uint64_t day_ms = 86'400'000;
constexpr std::string_view opening_day = "2025-06-30";

std::uint64_t noon_of(std::string_view day) {
  return static_cast<std::uint64_t>(parse_day(day).value().since_1970) * day_ms + day_ms / 3;
}

capnp::Data::Reader data(BytesView bytes) {
  return {bytes.data(), bytes.size()};
}

}  // namespace

SecretKey Office::key_of(std::string_view person) {
  std::array<Byte, seed_size_bytes> seed{};
  for (std::size_t i = 0; i < person.size(); ++i) seed.at(i) = static_cast<Byte>(person[i]);
  return SecretKey::from_seed(seed);
}

Ledger::Options Office::options() {
  Ledger::Options options;
  options.clock = [now = now_ms_] { return *now; };
  options.log_passphrase = [] { return Result<Passphrase>(Passphrase()); };
  return options;
}

Office::Office() : own_folder_(std::make_unique<Folder>()), now_ms_(std::make_shared<std::uint64_t>()) {
  base_ = own_folder_->path("");
  base_.pop_back();
  set_day(opening_day);
  const auto toml = read_file("schema/charters/sixian.toml", 1 << 20);
  REQUIRE(toml.ok());
  auto charter = read_charter(*toml, shipped_defaults(), "sixian.toml");
  REQUIRE(charter.ok());
  Genesis genesis;
  genesis.origin = "demo.ledger.example/sixian";
  genesis.name = "泗县残疾人联合会";
  genesis.person = "zhou";
  genesis.person_name = "周";
  genesis.charter = std::move(*charter);
  genesis.charter_document.bytes.fill(7);
  genesis.day = *parse_day(opening_day);
  auto made = Ledger::create(path("ledger"), genesis, key_of("zhou"), path("log.key"), Passphrase(), options());
  INFO((made.ok() ? "" : made.error().message));
  REQUIRE(made.ok());
  ledger_ = std::move(*made);
  appoint();
  must_import("codes", codes_of(2025));
  must_import("budget", standard_budget());
}

Office::Office(const std::string& folder_made_elsewhere)
    : base_(folder_made_elsewhere), now_ms_(std::make_shared<std::uint64_t>()) {
  set_day(opening_day);
  reopen();
}

Office::~Office() = default;

void Office::appoint() {
  const std::vector<std::pair<std::string, schema::Role>> officers = {{"li", schema::Role::RECORDER},
                                                                      {"wang", schema::Role::RECORDER},
                                                                      {"chen", schema::Role::REVIEWER},
                                                                      {"sun", schema::Role::APPROVER}};
  for (const auto& [person, role] : officers) {
    const SecretKey key = key_of(person);
    const PossessionProof proof = make_proof(key, person).value();
    EventBuilder builder;
    auto appointed = builder.root().initOfficerAppointed();
    appointed.setPerson(person);
    appointed.setName(person);
    appointed.initRoles(1).set(0, role);
    appointed.setKey(data(proof.public_key.view()));
    appointed.setProof(data(proof.signature.view()));
    Ledger::Draft draft;
    draft.event = builder.finish();
    draft.date = *parse_day(opening_day);
    draft.command = command_for("test", person);
    const auto result = ledger_->record(key_of("zhou"), std::span(&draft, 1));
    INFO((result.ok() ? "" : result.failure->error.message));
    REQUIRE(result.ok());
  }
}

void Office::reopen() {
  ledger_.reset();
  auto opened = Ledger::open_to_write(path("ledger"), options());
  INFO((opened.ok() ? "" : opened.error().message));
  REQUIRE(opened.ok());
  ledger_ = std::move(*opened);
}

void Office::set_day(std::string_view day) {
  *now_ms_ = noon_of(day);
}

std::string Office::write(std::string_view name, std::string_view content) const {
  std::ofstream(path(name), std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
  return path(name);
}

ImportRequest Office::request(std::string_view kind, const std::string& file) const {
  ImportRequest request;
  request.kind = import_kind(kind);
  REQUIRE(request.kind != nullptr);
  request.file = file;
  request.day = day_at(*now_ms_, 480);
  request.scratch_dir = base_;
  return request;
}

Result<ImportOutcome> Office::import(std::string_view kind, const std::string& file, std::string_view person,
                                     const ImportProgress& progress) {
  return run_import(*ledger_, key_of(person), request(kind, file), progress);
}

ImportOutcome Office::must_import(std::string_view kind, std::string_view content, std::string_view person) {
  auto outcome = import(kind, write("must.csv", content), person);
  INFO((outcome.ok() ? "" : outcome.error().message));
  REQUIRE(outcome.ok());
  for (const TableProblem& problem : outcome->report.kept()) UNSCOPED_INFO(to_line(problem));
  REQUIRE(outcome->end == ImportOutcome::End::recorded);
  return std::move(*outcome);
}

std::string Office::told(std::string_view kind, std::string_view content, std::string_view person) {
  const std::uint64_t size = ledger_->size();
  auto outcome = import(kind, write("told.csv", content), person);
  if (!outcome) return "error: " + outcome.error().message;
  switch (outcome->end) {
    case ImportOutcome::End::recorded:
      return "recorded";
    case ImportOutcome::End::nothing_new:
      return "nothing new";
    case ImportOutcome::End::tried:
      return "tried";
    case ImportOutcome::End::stopped:
      return "stopped";
    case ImportOutcome::End::refused:
      break;
  }
  CHECK(ledger_->size() == size);
  REQUIRE_FALSE(outcome->report.kept().empty());
  const TableProblem& problem = outcome->report.kept().front();
  return std::to_string(problem.row) + " " + problem.column + ": " + problem.message +
         (problem.rule.empty() ? "" : " [" + problem.rule + "]");
}

std::string Office::record_payment(std::string_view person, std::string_view voucher, std::string_view line,
                                   std::int64_t fen) {
  EventBuilder builder;
  auto payment = builder.root().initPaymentRecorded();
  payment.setVoucher(std::string(voucher));
  payment.setPayee("托养中心");
  auto part = payment.initParts(1)[0];
  part.setLine(std::string(line));
  part.setAmount(fen);
  part.setPurpose("care");
  Ledger::Draft draft;
  draft.event = builder.finish();
  draft.date = day_at(*now_ms_, 480);
  draft.command = command_for("test", voucher);
  const auto result = ledger_->record(key_of(person), std::span(&draft, 1));
  return result.ok() ? std::to_string(result.receipts.front().position.value) : result.failure->error.name;
}

std::string Office::available(std::string_view line, int year) {
  Facts facts = ledger_->facts();
  return to_yuan(Fen(available_fen(facts.sums('a', line_identity("", year, line)))));
}

std::string Office::pending(std::string_view line, int year) {
  Facts facts = ledger_->facts();
  return to_yuan(Fen(facts.sums('a', line_identity("", year, line))[LineSums::pending]));
}

std::string codes_of(int year) {
  const std::string y = std::to_string(year);
  return "year,table,code,name\n" + y + ",function,208,社会保障和就业支出\n" + y + ",function,20811,残疾人事业\n" + y +
         ",function,2081104,残疾人康复\n" + y + ",economic,303,对个人和家庭的补助\n" + y +
         ",economic,30399,其他对个人和家庭的补助\n";
}

std::string standard_budget() {
  return "line,year,function,economic,source,kind,project,amount,notice,procurement,document\n"
         "P1,2025,2081104,30399,general,basic-public,,1000000.00,,,批复1号\n"
         "P2,2025,2081104,30399,general,basic-public,,500.00,,,批复1号\n"
         "P3,2025,2081104,,donation,basic-public,,20000,,,\n";
}

std::string payments(std::uint64_t count, std::uint64_t first) {
  std::string text(payment_header);
  for (std::uint64_t i = first; i < first + count; ++i) {
    std::string number = std::to_string(i);
    number.insert(0, 7 - std::min<std::size_t>(7, number.size()), '0');
    text += "V" + number + ",2025-05-20,P1,org,阳光托养服务中心,6217,care,托养,1.00,treasury,,\n";
  }
  return text;
}

}  // namespace sunledger::test
