#include "tests/ledger/verify/test_log.h"

#include <stdexcept>

#include "ledger/charter/read_charter.h"
#include "ledger/people/possession.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/hash.h"
#include "ledger/proof/tree.h"

namespace sunledger::testing {
namespace {

template <class Value>
Value need(Result<Value> result) {
  if (!result) throw std::runtime_error(result.error().message + " " + result.error().hint);
  return std::move(result).value();
}

capnp::Data::Reader data_of(BytesView bytes) {
  return {bytes.data(), bytes.size()};
}

SecretKey key_number(Byte number) {
  std::array<Byte, seed_size_bytes> seed{};
  seed.fill(number);
  return SecretKey::from_seed(seed);
}

}  // namespace

class TestLog::MapFacts : public FactStore {
 public:
  bool get(std::string_view key, std::string& value) override {
    const auto found = values.find(key);
    if (found == values.end()) return false;
    value = found->second;
    return true;
  }
  void put(std::string_view key, std::string_view value) override {
    values.insert_or_assign(std::string(key), std::string(value));
  }
  void erase(std::string_view key) override { values.erase(std::string(key)); }
  void scan(std::string_view prefix, const std::function<bool(std::string_view, std::string_view)>& visit) override {
    for (auto at = values.lower_bound(prefix); at != values.end() && at->first.starts_with(prefix); ++at) {
      if (!visit(at->first, at->second)) return;
    }
  }
  Status status() const override { return {}; }

  std::map<std::string, std::string, std::less<>> values;
};

TestLog::TestLog(std::string origin_in)
    : origin(std::move(origin_in)),
      admin(key_number(1)),
      recorder(key_number(2)),
      reviewer(key_number(3)),
      approver(key_number(4)),
      log_key(key_number(9)),
      kept_(std::make_shared<MapFacts>()),
      door_(std::make_unique<Facts>(*kept_)) {
  record(admin, [&](schema::Event::Builder event) {
    auto opened = event.initLedgerOpened();
    const Bytes id(32, 7);
    opened.setId(data_of(id));
    opened.setOrigin(origin);
    opened.setName("某县残疾人联合会");
    const PublicKey key = log_key.public_key();
    opened.setLogKey(data_of(key.view()));
    opened.setPerson("admin");
    opened.setPersonName("管理员");
    const Signature proof = need(make_proof(admin, "admin")).signature;
    opened.setProof(data_of(proof.view()));
  });
  record(admin, [&](schema::Event::Builder event) {
    auto adopted = event.initCharterAdopted();
    adopted.setTitle("章程");
    const Bytes document(32, 5);
    adopted.setDocument(data_of(document));
    const auto charter = need(read_defaults(shipped_defaults()));
    auto parameters = adopted.initParameters(static_cast<unsigned>(charter.size()));
    for (unsigned i = 0; i < parameters.size(); ++i) {
      parameters[i].setName(charter[i].name);
      if (!charter[i].value.empty()) parameters[i].setValue(charter[i].value);
      if (!charter[i].clause.empty()) parameters[i].setClause(charter[i].clause);
      parameters[i].setIsDefault(charter[i].is_default);
    }
  });
  appoint(recorder, "recorder", schema::Role::RECORDER);
  appoint(reviewer, "reviewer", schema::Role::REVIEWER);
  appoint(approver, "approver", schema::Role::APPROVER);
  for (const auto& [table, code] :
       {std::pair(schema::CodeTable::FUNCTION, "2081104"), {schema::CodeTable::ECONOMIC, "30226"}}) {
    record(recorder, [&](schema::Event::Builder event) {
      auto defined = event.initCodeDefined();
      defined.setYear(2025);
      defined.setTable(table);
      defined.setCode(code);
      defined.setName("名称");
    });
  }
  for (const char* line : {"L1", "L2", "L3"}) {
    record(recorder, [&](schema::Event::Builder event) {
      auto budget = event.initLineApproved();
      budget.setLine(line);
      budget.setYear(2025);
      budget.setFunction("2081104");
      budget.setEconomic("30226");
      budget.setKind(schema::LineKind::PROJECT);
      budget.setProject("康复");
      budget.setAmount(1'000'000'000);
    });
  }
}

void TestLog::appoint(const SecretKey& key, const std::string& person, schema::Role role) {
  record(admin, [&](schema::Event::Builder event) {
    auto appointed = event.initOfficerAppointed();
    appointed.setPerson(person);
    appointed.setName("某" + person);
    appointed.initRoles(1).set(0, role);
    const PublicKey public_key = key.public_key();
    appointed.setKey(data_of(public_key.view()));
    const Signature proof = need(make_proof(key, person)).signature;
    appointed.setProof(data_of(proof.view()));
  });
}

Fill TestLog::payment(const std::string& voucher, const std::string& line, std::int64_t fen) {
  return [=](schema::Event::Builder event) {
    auto recorded = event.initPaymentRecorded();
    recorded.setVoucher(voucher);
    recorded.setPayee("县康复中心");
    recorded.setMethod(schema::Method::TREASURY);
    auto part = recorded.initParts(1)[0];
    part.setLine(line);
    part.setAmount(fen);
    part.setPurpose("rehabilitation");
  };
}

std::uint64_t TestLog::pay(const std::string& line, std::int64_t fen, const SecretKey* author) {
  return record(author == nullptr ? recorder : *author, payment("V" + std::to_string(entries.size()), line, fen));
}

TestLog::Draft TestLog::draft(const SecretKey& author, const Fill& fill) {
  EventBuilder builder;
  fill(builder.root());
  Draft draft;
  draft.event = builder.finish();
  draft.envelope.ledger = genesis_;
  draft.envelope.author = author.public_key();
  draft.envelope.number = door_->recorded_events_of(author.public_key()) + 1;
  draft.envelope.head_size = head_size_;
  draft.envelope.head_root = head_root_;
  draft.envelope.command = command_for("test", std::to_string(++commands_));
  draft.envelope.date = today;
  return draft;
}

std::uint64_t TestLog::record(const SecretKey& author, const Fill& fill) {
  return record(author, draft(author, fill));
}

std::uint64_t TestLog::record(const SecretKey& author, const Draft& draft) {
  const Bytes signed_bytes = need(compose_signed(draft.envelope, draft.event));
  const Place place{Position(entries.size()), ++now_ms};
  const Judgement judgement =
      decide(*door_, opener_, signed_bytes, place, [&](std::uint64_t size) -> Result<Hash> { return root_of(size); });
  if (judgement.kind != Judgement::Kind::accepted) {
    throw std::runtime_error(judgement.refusal ? judgement.refusal->message : "repeated");
  }
  const std::uint64_t position = append(author, signed_bytes, judgement.found);
  settle(*door_, place, draft.envelope.batch, leaf_hash(entries.back()), entries.back());
  if (position == 0) genesis_ = sha256(entries.front());
  return position;
}

std::uint64_t TestLog::force(const SecretKey& author, const Draft& draft, std::vector<std::uint16_t> rules) {
  ++now_ms;
  return append(author, need(compose_signed(draft.envelope, draft.event)), std::move(rules));
}

std::uint64_t TestLog::append(const SecretKey& author, BytesView signed_bytes, std::vector<std::uint16_t> rules) {
  const Entry entry{Position(entries.size()),         now_ms,           author.public_key(),
                    sign_event(author, signed_bytes), std::move(rules), signed_bytes};
  Bytes bytes;
  write_entry(entry, bytes);
  entries.push_back(std::move(bytes));
  return entries.size() - 1;
}

Hash TestLog::root_of(std::uint64_t size) const {
  if (size == head_size_ && size != 0) return head_root_;
  Frontier frontier;
  for (std::uint64_t i = 0; i < size; ++i) frontier.append(leaf_hash(entries[i]));
  return frontier.root();
}

std::string TestLog::checkpoint_with(const SecretKey& key, std::uint64_t size) {
  return need(sign_checkpoint({origin, size, root_of(size)}, key.public_key(),
                              [&](BytesView message) { return key.sign(message); }));
}

std::string TestLog::checkpoint() {
  head_size_ = 0;  // a story may have changed the entries under an earlier root
  const Hash root = root_of(entries.size());
  head_size_ = entries.size();
  head_root_ = root;
  return checkpoints[head_size_] = checkpoint_with(log_key, head_size_);
}

std::string TestLog::cosigned(const SecretKey& witness, const std::string& name, std::uint64_t seconds) {
  std::string& text = checkpoints.at(head_size_);
  Note note = need(parse_note(text));
  note.signatures.push_back(need(cosign(note.text, name, witness.public_key(), seconds,
                                        [&](BytesView message) { return witness.sign(message); })));
  return text = format_note(note);
}

void TestLog::store_tiles() {
  has_tiles = true;
  tiles.clear();
  Frontier frontier;
  for (const Bytes& entry : entries) {
    frontier.append(leaf_hash(entry), [&](unsigned level, std::uint64_t index, const Hash& hash) {
      if (level % tile_height != 0) return;
      Bytes& tile = tiles[{static_cast<int>(level / tile_height), index / full_tile_width}];
      tile.insert(tile.end(), hash.bytes.begin(), hash.bytes.end());
    });
  }
}

void TestLog::store_facts() {
  has_facts = true;
  door_->flush();
  facts = {kept_->values.begin(), kept_->values.end()};
}

Result<Bytes> TestLog::entry_bytes(Position position) const {
  if (position.value >= entries.size()) return make_error(ErrorKind::not_found, "no such entry");
  if (const auto bad = unreadable.find(position.value); bad != unreadable.end()) {
    return make_error(ErrorKind::io, bad->second);
  }
  return entries[position.value];
}

Status TestLog::each_entry(Position first,
                           const std::function<Result<bool>(const Entry&, BytesView bytes)>& visit) const {
  for (std::uint64_t position = first.value; position < entries.size(); ++position) {
    TRY_ASSIGN(const Bytes bytes, entry_bytes(Position(position)));
    TRY_ASSIGN(const Entry entry, read_entry(bytes));
    TRY_ASSIGN(const bool more, visit(entry, bytes));
    if (!more) return {};
  }
  return {};
}

VerifyInput TestLog::input() const {
  VerifyInput input;
  input.size = entries.size();
  input.read_entries = [this](std::uint64_t first, std::size_t count, EntryChunk& out) {
    for (std::uint64_t position = first; position < first + count; ++position) {
      if (const auto bad = unreadable.find(position); bad != unreadable.end()) {
        out.add_unreadable(bad->second);
      } else {
        out.add(entries[position]);
      }
    }
  };
  if (has_tiles) {
    input.hash_tile = [this](const Tile& tile) -> Result<Bytes> {
      const auto found = tiles.find({tile.level, tile.index});
      if (found == tiles.end()) return make_error(ErrorKind::not_found, "no such tile");
      return found->second;
    };
  }
  input.each_checkpoint = [this](std::uint64_t from,
                                 const std::function<bool(std::uint64_t, std::string_view)>& visit) {
    for (auto at = checkpoints.lower_bound(from); at != checkpoints.end() && visit(at->first, at->second); ++at) {
    }
    return Status();
  };
  if (has_facts) {
    StoredFacts stored;
    stored.each = [this](const std::function<bool(std::string_view, std::string_view)>& visit) {
      for (const auto& [key, value] : facts) {
        if (!visit(key, value)) break;
      }
      return Status();
    };
    stored.get = [this](std::string_view key, std::string& value) -> Result<bool> {
      const auto found = facts.find(std::string(key));
      if (found == facts.end()) return false;
      value = found->second;
      return true;
    };
    input.facts = stored;
  }
  input.files = [] { return Status(); };
  input.document = [this](const Hash& hash) -> Result<Bytes> {
    const auto found = documents.find(hash);
    if (found == documents.end()) return make_error(ErrorKind::not_found, "The document is not here.");
    return found->second;
  };
  input.log_key = log_vkey();
  return input;
}

const CheckResult& result_of(const VerifyReport& report, Check check) {
  for (const CheckResult& result : report.checks) {
    if (result.check == check) return result;
  }
  throw std::runtime_error("that check was not wanted");
}

std::string failures(const VerifyReport& report) {
  std::string text;
  for (const CheckResult& result : report.checks) {
    if (result.state != CheckState::failed) continue;
    text += (text.empty() ? "" : ", ") + std::string(text_of(result.check).name);
    if (result.problems.front().position) text += " " + std::to_string(result.problems.front().position->value);
  }
  return text;
}

VerifyReport verify_now(const VerifyInput& input, unsigned threads, std::vector<std::string> only) {
  VerifyOptions options;
  options.threads = threads;
  options.only_checks = std::move(only);
  return need(verify_log(input, options));
}

}  // namespace sunledger::testing
