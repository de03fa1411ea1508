#pragma once
// What an author handed in, held against the log: recorded, refused as the log signed, promised and withheld, or
// neither. An outbox is a folder with, for each event, named by the hex SHA-256 of its signed bytes,
//
//   NAME.signed     the event (event/signed_event.h)
//   NAME.refusal    the log's signed refusal (docs/formats.md)
//   NAME.receipt    the log's signed promise (proof/signed_receipt.h); it may also stand alone
//
// or one of these files.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/event/signed_event.h"
#include "ledger/proof/note.h"
#include "ledger/proof/signed_receipt.h"
#include "ledger/verify/tiles_folder.h"

namespace sunledger {

// One event of an outbox; nothing of it is verified yet.
struct HandedIn {
  std::string file;
  std::optional<SignedEvent> event;
  std::string refusal, receipt;  // notes; empty: none
};

// In the order of their names. Errors: not_found, io, invalid naming the file.
Result<std::vector<HandedIn>> read_outbox(const std::string& path);

// The log as far as an outbox asks for it; whoever makes one vouches for what it answers.
struct AnsweringLog {
  std::string origin;
  std::uint64_t size = 0;
  bool is_whole = false;  // nothing may lie behind `size` that was promised: a ledger, not an export of it
  std::vector<VerifierKey> keys;
  // Where this command was recorded with this content.
  std::function<Result<std::optional<std::uint64_t>>(const CommandId&, const Hash& content)> recorded_at;
  std::function<Result<Hash>(std::uint64_t position)> leaf_at;  // below size
};

// Reads all entries once, and answers by what leads to the checkpoint's root. `keys`: the log's and its witnesses',
// from outside. Errors: corrupt (the checkpoint is not signed by the log, the quorum is missing, or the entries are not
// its).
Result<AnsweringLog> answering_log(const TilesFolder& tiles, const std::vector<VerifierKey>& keys,
                                   const std::function<Status(const SignedCheckpoint&)>& quorum,
                                   const std::vector<HandedIn>& handed_in);

struct OutboxAnswer {
  enum class State {
    recorded,
    refused,    // as the log signed
    withheld,   // the log promised a place for it, and has something else there, or nothing
    not_shown,  // promised behind the end of what was shown
    unproven    // neither recorded, nor refused, nor promised
  };
  std::string file;
  State state = State::unproven;
  std::optional<std::uint64_t> position;
  std::string words;
};

// Errors: corrupt naming the file (a signature does not hold, a note is about another event or of another log),
// invalid.
Result<std::vector<OutboxAnswer>> judge_outbox(const std::vector<HandedIn>& handed_in, const AnsweringLog& log);

// Lines in the reader's language; one JSON array. And what the command ends with: withheld events fail it, unproven and
// not shown ones leave it incomplete.
std::string outbox_text(const std::vector<OutboxAnswer>& answers);
std::string outbox_json(const std::vector<OutboxAnswer>& answers);
std::optional<Error> outbox_error(const std::vector<OutboxAnswer>& answers);

}  // namespace sunledger
