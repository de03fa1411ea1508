#include "ledger/witness/ask.h"

#include "ledger/base/decimal.h"
#include "ledger/base/text.h"
#include "ledger/witness/submission.h"

namespace sunledger {
namespace {

using Outcome = AskedWitness::Outcome;

constexpr std::size_t longest_reason_bytes = 200;

// What a stranger's server says, short and on one line.
std::string reason_of(const WitnessReply& reply) {
  std::string text = reply.body.substr(0, std::min(reply.body.find('\n'), longest_reason_bytes));
  return say("it answered {0}: {1}", {reply.status, std::move(text)});
}

// The line by this witness among those of a 200, where it holds.
std::optional<NoteSignature> cosignature_in(std::string_view body, const PolicyWitness& witness,
                                            const PublishedCheckpoint& published, const VerifySignature& verify,
                                            std::uint64_t& seconds) {
  while (!body.empty()) {
    const std::size_t end = body.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto signature = parse_signature_line(body.substr(0, end + 1));
    body.remove_prefix(end + 1);
    if (!signature) return std::nullopt;
    if (signature->name != witness.key.name || signature->key_id != witness.key.id()) continue;
    const Note note{format_checkpoint(published.checkpoint), {*signature}};
    const auto verified = verify_note(note, std::span(&witness.key, 1), verify);
    if (!verified) return std::nullopt;
    seconds = verified->signatures.front().cosigned_at_seconds.value_or(0);
    return *signature;
  }
  return std::nullopt;
}

}  // namespace

AskedWitness ask_witness(const PolicyWitness& witness, const PublishedCheckpoint& published, std::uint64_t old_size,
                         const ProveConsistency& prove, const PostSubmission& post, const VerifySignature& verify) {
  AskedWitness asked;
  asked.name = witness.name;
  const auto ends = [&](Outcome outcome, std::string why) {
    asked.outcome = outcome;
    asked.why = std::move(why);
    return asked;
  };
  const std::string url = witness.url + (witness.url.ends_with('/') ? "" : "/") + "add-checkpoint";
  for (bool is_second = false;; is_second = true) {
    auto proof = prove(old_size, published.checkpoint.size);
    if (!proof) return ends(Outcome::refused, proof.error().message);
    const auto reply = post(url, format_submission({old_size, std::move(*proof), published.note}));
    if (!reply) return ends(Outcome::unreachable, reply.error().message);
    if (reply->status == 200) {
      asked.cosignature = cosignature_in(reply->body, witness, published, verify, asked.cosigned_at_seconds);
      if (asked.cosignature) return ends(Outcome::cosigned, {});
      return ends(Outcome::refused, say("it answered without a valid cosignature of its own"));
    }
    if (reply->status == 422) {
      asked.witness_size = old_size;
      return ends(Outcome::contradicted, reason_of(*reply));
    }
    if (reply->status != 409) return ends(Outcome::refused, reason_of(*reply));
    const std::string_view body = reply->body;
    const auto size = body.ends_with('\n') ? parse_decimal(body.substr(0, body.size() - 1)) : std::nullopt;
    if (!size) return ends(Outcome::refused, reason_of(*reply));
    asked.witness_size = *size;
    if (*size > published.checkpoint.size) {
      return ends(Outcome::knows_more, say("it cosigned {0} entries already", {*size}));
    }
    if (is_second || *size == old_size) {
      return ends(Outcome::refused, say("it asks for a proof from {0} entries, and refuses that one", {*size}));
    }
    old_size = *size;
  }
}

}  // namespace sunledger
