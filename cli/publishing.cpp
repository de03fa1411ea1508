#include "cli/publishing.h"

#include <algorithm>
#include <thread>

#include "cli/cosigned_head.h"
#include "http/client.h"
#include "ledger/base/day.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/witness/cosigned_checkpoints.h"
#include "ledger/witness/witness.h"

namespace sunledger {
namespace {

constexpr std::size_t pem_limit_bytes = 256 * 1024;
constexpr std::size_t reply_limit_bytes = 64 * 1024;
// So far back is looked for what a witness cosigned last; further back, its own 409 tells.
constexpr std::size_t checkpoints_remembered = 64;

// Signs what was recorded. Where another process writes, it signs; the newest that it signed is as good.
Status sign_newest(Context& context) {
  const auto ledger = context.open_to_write();
  if (!ledger && ledger.error().kind == ErrorKind::busy) return {};
  if (!ledger) return ledger.error();
  TRY((*ledger)->checkpoint());
  return {};
}

Result<PublishedCheckpoint> newest_signed(const Ledger& ledger) {
  TRY_ASSIGN(const auto note, ledger.latest_checkpoint());
  if (!note) {
    return make_error(ErrorKind::not_found, say("No checkpoint was signed yet."),
                      say("Sign one with “sunledger checkpoint”."));
  }
  TRY_ASSIGN(const SignedCheckpoint opened, ledger.log_keys().open(*note, verify));
  return PublishedCheckpoint{opened.checkpoint, *note};
}

// What each witness cosigned last, as far as is kept here.
Result<std::vector<std::uint64_t>> sizes_cosigned(const Ledger& ledger, const std::vector<PolicyWitness>& witnesses,
                                                  std::uint64_t limit) {
  std::vector<std::uint64_t> sizes(witnesses.size(), 0);
  std::size_t looked_at = 0;
  TRY(CosignedCheckpoints(ledger.dir()).each([&](std::uint64_t size, const std::string& text) -> Result<bool> {
    TRY_ASSIGN(const Note note, parse_note(text));
    for (std::size_t i = 0; i < witnesses.size(); ++i) {
      const bool cosigned = std::any_of(note.signatures.begin(), note.signatures.end(), [&](const NoteSignature& one) {
        return one.name == witnesses[i].key.name && one.key_id == witnesses[i].key.id();
      });
      if (cosigned && sizes[i] == 0 && size <= limit) sizes[i] = size;
    }
    return ++looked_at < checkpoints_remembered;
  }));
  return sizes;
}

class Round {
 public:
  Round(const Ledger& ledger, const HttpClient& client, PublishedCheckpoint published, unsigned timeout_ms)
      : ledger_(ledger), client_(client), published_(std::move(published)) {
    limits_.body_limit_bytes = reply_limit_bytes;
    limits_.timeout_ms = timeout_ms;
  }

  // One thread a witness: a policy has at most 64.
  std::vector<AskedWitness> ask(const std::vector<PolicyWitness>& witnesses,
                                const std::vector<std::uint64_t>& old_sizes) const {
    std::vector<AskedWitness> asked(witnesses.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < witnesses.size(); ++i) {
      threads.emplace_back([&, i] { asked[i] = ask_one(witnesses[i], old_sizes[i]); });
    }
    for (std::thread& thread : threads) thread.join();
    return asked;
  }

  // What the witness cosigned last, where it shows it and our log signed it.
  std::optional<SignedCheckpoint> shown_by(const PolicyWitness& witness, std::string& note) const {
    const auto shown = client_.get(below_url(witness.url, origin_hash(ledger_.origin()) + "/checkpoint"), limits_);
    if (!shown || shown->status != 200) return std::nullopt;
    auto opened = ledger_.log_keys().open(shown->body, verify);
    if (!opened) return std::nullopt;
    note = shown->body;
    return std::move(*opened);
  }

  const PublishedCheckpoint& published() const { return published_; }

 private:
  AskedWitness ask_one(const PolicyWitness& witness, std::uint64_t old_size) const {
    return ask_witness(
        witness, published_, old_size,
        [&](std::uint64_t from, std::uint64_t to) { return ledger_.consistency(from, to); },
        [&](const std::string& url, const std::string& body) -> Result<WitnessReply> {
          TRY_ASSIGN(HttpAnswer answer, client_.post(url, body, limits_));
          return WitnessReply{answer.status, std::move(answer.body)};
        },
        verify);
  }

  const Ledger& ledger_;
  const HttpClient& client_;
  PublishedCheckpoint published_;
  HttpLimits limits_;
};

bool contains(const Ledger& ledger, const Checkpoint& checkpoint) {
  if (checkpoint.size > ledger.size()) return false;
  const auto root = ledger.root_at(checkpoint.size);
  return root && *root == checkpoint.root;
}

// What one answer means for the ledger: nothing, or that it must stop. A witness's bare word is enough where it
// cosigned more than there is; that it refuses a proof is not, for then it has to show what it cosigned.
std::optional<Alarm> alarm_from(Ledger& ledger, const Round& round, const PolicyWitness& witness,
                                const AskedWitness& asked) {
  const bool knows_more = asked.outcome == AskedWitness::Outcome::knows_more;
  if (!knows_more && asked.outcome != AskedWitness::Outcome::contradicted) return std::nullopt;
  // Somebody else may have published what was recorded since.
  if (knows_more && ledger.refresh() && asked.witness_size <= ledger.size()) return std::nullopt;
  Alarm alarm;
  alarm.witness = witness.key;
  alarm.witness_size = asked.witness_size;
  alarm.own_size = ledger.size();
  const auto shown = round.shown_by(witness, alarm.note);
  if (shown && contains(ledger, shown->checkpoint)) alarm.note.clear();
  if (!knows_more && alarm.note.empty()) return std::nullopt;
  if (!knows_more) alarm.witness_size = shown->checkpoint.size;
  alarm.raised = to_text_utc(system_clock()());
  return alarm;
}

Error nobody_to_ask() {
  return make_error(ErrorKind::usage, say("The policy names no witness with an address."),
                    say("Write “witness NAME VKEY URL” into it, with the address where its keeper serves."));
}

}  // namespace

Result<Published> publish_checkpoint(Context& context, const PublishOptions& options) {
  std::string trusted;
  if (!options.trusted_pem.empty()) {
    TRY_ASSIGN(trusted, read_file(options.trusted_pem, pem_limit_bytes));
  }
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  TRY_ASSIGN(const auto policy, named_policy(context, options.policy, *ledger));
  if (!policy) {
    return make_error(
        ErrorKind::usage, say("Which witnesses? No policy is named."),
        say("Name its file with --policy FILE, in SUNLEDGER_POLICY, or as “policy” in the configuration."));
  }
  TRY(sign_newest(context));
  TRY(ledger->refresh());
  Published result;
  std::vector<PolicyWitness> witnesses;
  for (const PolicyWitness& witness : policy->witnesses) {
    if (witness.url.empty()) {
      result.without_address.push_back(witness.name);
    } else {
      witnesses.push_back(witness);
    }
  }
  if (witnesses.empty()) return nobody_to_ask();
  TRY_ASSIGN(PublishedCheckpoint published, newest_signed(*ledger));
  TRY_ASSIGN(const auto old_sizes, sizes_cosigned(*ledger, witnesses, published.checkpoint.size));
  TRY_ASSIGN(const auto client, HttpClient::start(trusted));
  const Round round(*ledger, *client, std::move(published), options.timeout_ms);
  result.checkpoint = round.published().checkpoint;
  result.quorum = policy->quorum;
  result.asked = round.ask(witnesses, old_sizes);

  // First what must stop the ledger, then what is good news.
  for (std::size_t i = 0; i < witnesses.size() && !result.alarm; ++i) {
    result.alarm = alarm_from(*ledger, round, witnesses[i], result.asked[i]);
  }
  if (result.alarm) {
    TRY_ASSIGN(result.alarm_path, ledger->raise_alarm(*result.alarm));
  }
  std::vector<NoteSignature> cosignatures;
  for (const AskedWitness& asked : result.asked) {
    if (asked.cosignature) cosignatures.push_back(*asked.cosignature);
  }
  const CosignedCheckpoints kept(ledger->dir());
  if (!cosignatures.empty()) TRY(kept.add(result.checkpoint.size, round.published().note, cosignatures));
  TRY_ASSIGN(const auto note, kept.at(result.checkpoint.size));
  if (note) {
    TRY_ASSIGN(const CosignedHead head, open_cosigned(*ledger, *policy, *note));
    result.is_quorum = is_quorum(*policy, head.witnesses);
  }
  return result;
}

}  // namespace sunledger
