#include "tests/support/federation.h"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "ledger/base/file.h"
#include "ledger/charter/read_charter.h"
#include "ledger/people/possession.h"
#include "ledger/proof/hash.h"

namespace sunledger::testing {
namespace {

constexpr std::uint64_t start_ms = 1735693200000;  // 2025-01-01T09:00 in China

capnp::Data::Reader data(BytesView bytes) {
  return {bytes.data(), bytes.size()};
}

template <class Value>
Value need(Result<Value> result) {
  if (!result) throw std::runtime_error(result.error().message + " " + result.error().hint);
  return std::move(result).value();
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  const char* place = std::getenv("TMPDIR");
  path_ = std::string(place != nullptr ? place : "/tmp") + "/sunledger-test.XXXXXX";
  if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("cannot make " + path_);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Ledger::Draft draft(Day day, const std::string& command, const Fill& fill) {
  EventBuilder builder;
  fill(builder.root());
  Ledger::Draft result;
  result.event = builder.finish();
  result.date = day;
  result.command = command_for("test", command);
  return result;
}

Ledger::Draft budget_line(int year, const std::string& line, std::int64_t fen, schema::LineKind kind) {
  return draft(first_day_of(year), "line " + std::to_string(year) + line, [&](schema::Event::Builder event) {
    auto budget = event.initLineApproved();
    budget.setLine(line);
    budget.setYear(static_cast<std::uint16_t>(year));
    budget.setFunction("2081104");
    budget.setEconomic("30226");
    budget.setKind(kind);
    budget.setProject("康复");
    budget.setAmount(fen);
  });
}

Ledger::Draft payment(Day day, const std::string& voucher, const std::string& line, std::int64_t fen) {
  return draft(day, "payment " + std::to_string(year_of(day)) + voucher, [&](schema::Event::Builder event) {
    auto recorded = event.initPaymentRecorded();
    recorded.setVoucher(voucher);
    recorded.setPayee("县康复中心");
    recorded.setMethod(schema::Method::TREASURY);
    auto part = recorded.initParts(1)[0];
    part.setLine(line);
    part.setAmount(fen);
    part.setPurpose("rehabilitation");
  });
}

namespace {
template <class List>
void fill_positions(List list, const std::vector<std::uint64_t>& positions) {
  for (unsigned i = 0; i < positions.size(); ++i) list.set(i, positions[i]);
}
std::string joined(const std::vector<std::uint64_t>& positions) {
  std::string text;
  for (auto position : positions) text += std::to_string(position) + " ";
  return text;
}
}  // namespace

Ledger::Draft payments_reviewed(Day day, std::vector<std::uint64_t> positions) {
  return draft(day, "review " + joined(positions), [&](schema::Event::Builder event) {
    fill_positions(event.initPaymentsReviewed().initPayments(static_cast<unsigned>(positions.size())), positions);
  });
}

Ledger::Draft payments_approved(Day day, std::vector<std::uint64_t> positions) {
  return draft(day, "approve " + joined(positions), [&](schema::Event::Builder event) {
    fill_positions(event.initPaymentsApproved().initPayments(static_cast<unsigned>(positions.size())), positions);
  });
}

SignedEvent signed_event(const Ledger& ledger, const Officer& author, const Ledger::Draft& draft, std::uint64_t ahead) {
  const SigningHead head = ledger.signing_head(author.key.public_key());
  Envelope envelope;
  envelope.ledger = head.ledger;
  envelope.author = author.key.public_key();
  envelope.number = head.next_number + ahead;
  envelope.head_size = head.size;
  envelope.head_root = head.root;
  envelope.command = draft.command;
  envelope.date = draft.date;
  envelope.batch = draft.batch;
  SignedEvent event;
  event.signed_bytes = need(compose_signed(envelope, draft.event));
  event.signature = sign_event(author.key, event.signed_bytes);
  return event;
}

std::string verdict(const Ledger::AppendResult& result) {
  if (!result.ok()) return result.failure->error.name;
  return !result.receipts.empty() && result.receipts.back().repeated ? "repeated" : "recorded";
}

std::string hand_in(Ledger& ledger, const std::vector<SignedEvent>& events) {
  return verdict(ledger.append(events));
}

Genesis genesis_of(const std::string& origin, const Officer& administrator, Day day) {
  const std::string toml = need(read_file("schema/charters/sixian.toml", 1 << 20));
  Genesis genesis;
  genesis.origin = origin;
  genesis.name = "某县残疾人联合会";
  genesis.person = administrator.person;
  genesis.person_name = "管理员";
  genesis.charter = need(read_charter(toml, shipped_defaults(), "sixian.toml"));
  genesis.charter_document = sha256(as_bytes(toml));
  genesis.day = day;
  return genesis;
}

Federation::Federation()
    : now_ms_(std::make_shared<std::uint64_t>(start_ms)),
      administrator_{"admin", SecretKey::generate()},
      recorder_{"recorder", SecretKey::generate()},
      reviewer_{"reviewer", SecretKey::generate()},
      approver_{"approver", SecretKey::generate()} {
  const Genesis genesis = genesis_of("demo.example/county", administrator_, today());
  ledger_ = need(Ledger::create(dir(), genesis, administrator_.key, log_key(), Passphrase(), options()));
  using schema::Role;
  recorder_ = appoint("recorder", {Role::RECORDER});
  reviewer_ = appoint("reviewer", {Role::REVIEWER});
  approver_ = appoint("approver", {Role::APPROVER});
  for (int year : {2024, 2025}) {
    for (const auto& [table, code] :
         {std::pair(schema::CodeTable::FUNCTION, "2081104"), {schema::CodeTable::ECONOMIC, "30226"}}) {
      record(recorder_, draft(today(), std::to_string(year) + code, [&](schema::Event::Builder event) {
               auto defined = event.initCodeDefined();
               defined.setYear(static_cast<std::uint16_t>(year));
               defined.setTable(table);
               defined.setCode(code);
               defined.setName("名称");
             }));
    }
  }
}

Federation::~Federation() = default;

Ledger::Options Federation::options() const {
  Ledger::Options options;
  options.clock = [now = now_ms_] { return *now; };
  return options;
}

Day Federation::today() const {
  return day_at(*now_ms_, 480);
}

Officer Federation::appoint(const std::string& person, std::initializer_list<schema::Role> roles) {
  Officer officer{person, SecretKey::generate()};
  const PossessionProof proof = need(make_proof(officer.key, person));
  const PublicKey key = officer.key.public_key();
  record(administrator_, draft(today(), "appoint " + person, [&](schema::Event::Builder event) {
           auto appointed = event.initOfficerAppointed();
           appointed.setPerson(person);
           appointed.setName("某" + person);
           auto list = appointed.initRoles(static_cast<unsigned>(roles.size()));
           unsigned i = 0;
           for (auto role : roles) list.set(i++, role);
           appointed.setKey(data(key.view()));
           appointed.setProof(data(proof.signature.view()));
         }));
  return officer;
}

std::vector<Receipt> Federation::record(const Officer& author, const std::vector<Ledger::Draft>& drafts) {
  auto result = ledger_->record(author.key, drafts);
  if (!result.ok()) throw std::runtime_error(result.failure->error.message + " " + result.failure->error.hint);
  INVARIANT(result.receipts.size() == drafts.size());
  return result.receipts;
}

Receipt Federation::record(const Officer& author, const Ledger::Draft& one) {
  return record(author, std::vector<Ledger::Draft>{one}).front();
}

Error Federation::refused(const Officer& author, const Ledger::Draft& one) {
  const auto result = ledger_->record(author.key, std::span(&one, 1));
  if (result.ok()) throw std::runtime_error("accepted, but a refusal was expected");
  return result.failure->error;
}

void Federation::close() {
  ledger_.reset();
}

Status Federation::open() {
  close();
  auto opened = Ledger::open_to_write(dir(), options());
  if (!opened) return opened.error();
  ledger_ = std::move(*opened);
  return {};
}

}  // namespace sunledger::testing
