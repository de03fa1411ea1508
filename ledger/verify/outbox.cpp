#include "ledger/verify/outbox.h"

#include <algorithm>
#include <filesystem>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/event/open.h"
#include "ledger/people/signing.h"
#include "ledger/proof/hash.h"
#include "ledger/verify/report_text.h"

namespace sunledger {
namespace {

namespace fs = std::filesystem;
using State = OutboxAnswer::State;

constexpr std::size_t longest_kept_note_bytes = 1 << 16;

// A note that may be missing.
Result<std::string> note_beside(const std::string& path) {
  auto text = read_file(path, longest_kept_note_bytes);
  if (!text && text.error().kind == ErrorKind::not_found) return std::string();
  return text;
}

std::string stem_of(const std::string& path, std::string_view ending) {
  return path.ends_with(ending) ? path.substr(0, path.size() - ending.size()) : path;
}

Status read_signed(const std::string& path, std::vector<HandedIn>& out) {
  TRY_ASSIGN(const std::string text, read_file(path, max_signed_file_bytes));
  auto events = parse_signed(text);
  if (!events) {
    Error error = std::move(events).error();
    error.message = say("{0}: {1}", {path, error.message});
    return error;
  }
  const std::string stem = stem_of(path, ".signed");
  TRY_ASSIGN(const std::string refusal, note_beside(stem + ".refusal"));
  TRY_ASSIGN(const std::string receipt, note_beside(stem + ".receipt"));
  for (SignedEvent& event : *events) out.push_back({path, std::move(event), refusal, receipt});
  return {};
}

Status read_lone_receipt(const std::string& path, std::vector<HandedIn>& out) {
  TRY_ASSIGN(std::string receipt, read_file(path, longest_kept_note_bytes));
  out.push_back({path, std::nullopt, {}, std::move(receipt)});
  return {};
}

Error speaks_of_another(const std::string& path) {
  return make_error(ErrorKind::corrupt, say("{0} speaks of another event.", {path}),
                    say("Bring the event and what the log answered to it together."));
}

Error of_file(const std::string& path, Error error) {
  error.message = say("{0}: {1}", {path, error.message});
  return error;
}

class Judge {
 public:
  explicit Judge(const AnsweringLog& log) : log_(log) {}

  Result<OutboxAnswer> judge(const HandedIn& item) {
    OutboxAnswer answer{item.file, State::unproven, std::nullopt, {}};
    Hash name;
    if (item.event) {
      name = sha256(item.event->signed_bytes);
      TRY(look_for(item, answer));
    }
    if (answer.state == State::recorded) return answer;
    if (!item.receipt.empty()) {
      TRY(hold_to_its_promise(item, name, answer));
      return answer;
    }
    if (!item.refusal.empty()) {
      TRY(read_refusal(item, name, answer));
      return answer;
    }
    answer.words = say("not recorded, and no refusal lies beside it");
    return answer;
  }

 private:
  Status look_for(const HandedIn& item, OutboxAnswer& answer) {
    const auto opened = opener_.open(item.event->signed_bytes);
    if (!opened) return of_file(item.file, opened.error());
    const Envelope envelope = envelope_of(*opened);
    if (!verify_event(envelope.author, item.event->signed_bytes, item.event->signature)) {
      return make_error(ErrorKind::corrupt, say("{0}: the author's signature does not hold.", {item.file}),
                        say("The file was changed since it was signed."));
    }
    TRY_ASSIGN(const auto position, log_.recorded_at(envelope.command, content_of(item.event->signed_bytes)));
    if (!position) return {};
    answer.state = State::recorded;
    answer.position = position;
    answer.words = say("recorded at position {0}", {*position});
    return {};
  }

  Status hold_to_its_promise(const HandedIn& item, const Hash& name, OutboxAnswer& answer) {
    const std::string path = stem_of(stem_of(item.file, ".signed"), ".receipt") + ".receipt";
    const auto promised = open_receipt(item.receipt, log_.keys, verify);
    if (!promised) return of_file(path, promised.error());
    if (promised->origin != log_.origin) {
      return make_error(ErrorKind::corrupt,
                        say("{0} is of {1}, and this log is {2}.", {path, promised->origin, log_.origin}),
                        say("Name the log that gave the receipt."));
    }
    if (item.event && promised->event != name) return speaks_of_another(path);
    answer.position = promised->position;
    if (promised->position < log_.size) {
      TRY_ASSIGN(const Hash leaf, log_.leaf_at(promised->position));
      const bool kept = leaf == promised->leaf;
      answer.state = kept ? State::recorded : State::withheld;
      answer.words = kept ? say("recorded at position {0}", {promised->position})
                          : say("withheld: the log signed that it is at position {0}, and has something else there",
                                {promised->position});
      return {};
    }
    answer.state = log_.is_whole ? State::withheld : State::not_shown;
    answer.words = log_.is_whole ? say("withheld: the log signed that it is at position {0}, and ends with {1} entries",
                                       {promised->position, log_.size})
                                 : say("promised at position {0}, behind the {1} entries that are shown here",
                                       {promised->position, log_.size});
    return {};
  }

  Status read_refusal(const HandedIn& item, const Hash& name, OutboxAnswer& answer) {
    const std::string path = stem_of(item.file, ".signed") + ".refusal";
    const auto verified = verify_note(item.refusal, log_.keys, verify);
    if (!verified) return of_file(path, verified.error());
    const std::string expected = "sunledger/refusal/v1\n" + log_.origin + "\n" + to_hex(name.view()) + "\n";
    if (!verified->text.starts_with(expected)) return speaks_of_another(path);
    const std::string rest = verified->text.substr(expected.size());
    answer.state = State::refused;
    answer.words = say("handed in and refused, as the log signed: {0}", {rest.substr(0, rest.find(' '))});
    return {};
  }

  const AnsweringLog& log_;
  EventOpener opener_;
};

const char* name_of(State state) {
  switch (state) {
    case State::recorded:
      return "recorded";
    case State::refused:
      return "refused";
    case State::withheld:
      return "withheld";
    case State::not_shown:
      return "not-shown";
    case State::unproven:
      return "unproven";
  }
  return "unproven";
}

}  // namespace

Result<std::vector<HandedIn>> read_outbox(const std::string& path) {
  std::vector<HandedIn> items;
  std::error_code code;
  if (!fs::is_directory(path, code)) {
    if (path.ends_with(".receipt")) {
      TRY(read_lone_receipt(path, items));
    } else {
      TRY(read_signed(path, items));
    }
    return items;
  }
  std::vector<std::string> files;
  for (fs::directory_iterator at(path, code), end; !code && at != end; at.increment(code)) {
    files.push_back(at->path().string());
  }
  if (code) return make_error(ErrorKind::io, say("Cannot list {0}: {1}.", {path, code.message()}));
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) {
    if (file.ends_with(".signed")) TRY(read_signed(file, items));
    if (file.ends_with(".receipt") && !path_exists(stem_of(file, ".receipt") + ".signed")) {
      TRY(read_lone_receipt(file, items));
    }
  }
  return items;
}

Result<std::vector<OutboxAnswer>> judge_outbox(const std::vector<HandedIn>& handed_in, const AnsweringLog& log) {
  Judge judge(log);
  std::vector<OutboxAnswer> answers;
  for (const HandedIn& item : handed_in) {
    TRY_ASSIGN(OutboxAnswer answer, judge.judge(item));
    answers.push_back(std::move(answer));
  }
  return answers;
}

std::string outbox_text(const std::vector<OutboxAnswer>& answers) {
  std::string text;
  for (const OutboxAnswer& answer : answers) text += say("{0}: {1}", {answer.file, answer.words}) + "\n";
  if (text.empty()) return say("Nothing was handed in from here.") + "\n";
  return text;
}

std::string outbox_json(const std::vector<OutboxAnswer>& answers) {
  std::string text = "[";
  for (const OutboxAnswer& answer : answers) {
    text += std::string(text.size() > 1 ? ",\n " : "") + "{\"file\":" + json_quoted(answer.file) + ",\"state\":\"" +
            name_of(answer.state) + "\",\"position\":" + (answer.position ? std::to_string(*answer.position) : "null") +
            ",\"message\":" + json_quoted(answer.words) + "}";
  }
  return text + "]\n";
}

std::optional<Error> outbox_error(const std::vector<OutboxAnswer>& answers) {
  const auto count = [&](State state) {
    return std::count_if(answers.begin(), answers.end(), [&](const OutboxAnswer& one) { return one.state == state; });
  };
  if (const auto withheld = count(State::withheld); withheld > 0) {
    Error error =
        make_error(ErrorKind::corrupt,
                   say("{0} events are not where the log signed that they are: they were withheld.", {withheld}),
                   say("Keep the receipts and the log as it was shown: together they prove it. Tell whoever "
                       "audits the log."));
    error.name = "outbox.receipts";
    for (const OutboxAnswer& answer : answers) {
      if (answer.state != State::withheld) continue;
      if (answer.position) error.position = Position(*answer.position);
      break;
    }
    return error;
  }
  if (const auto unproven = count(State::unproven); unproven > 0) {
    return make_error(ErrorKind::incomplete, say("Of {0} events nothing proves that they were handed in.", {unproven}),
                      say("Hand them in with “sunledger submit FILE”."));
  }
  if (const auto later = count(State::not_shown); later > 0) {
    return make_error(ErrorKind::incomplete, say("{0} events were promised behind the end of what is shown.", {later}),
                      say("Fetch the log again after its next checkpoint. If it stays behind, the receipts prove it."));
  }
  return std::nullopt;
}

}  // namespace sunledger
