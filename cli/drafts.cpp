#include "cli/drafts.h"

#include <cstdio>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/event/business_command.h"
#include "ledger/event/open.h"

namespace sunledger {
namespace {

Result<std::string> read_standard_input() {
  std::string text;
  char buffer[65536];
  for (;;) {
    const std::size_t count = std::fread(buffer, 1, sizeof buffer, stdin);
    if (count == 0) break;
    text.append(buffer, count);
    if (text.size() > max_draft_file_bytes) {
      return make_error(ErrorKind::invalid, say("More than {0} bytes came in.", {max_draft_file_bytes}),
                        say("Record large files with “sunledger import”."));
    }
  }
  if (std::ferror(stdin) != 0) return make_error(ErrorKind::io, say("Standard input could not be read."));
  return text;
}

Error at_line(Error error, const std::string& path, std::size_t line) {
  error.message = say("{0}, line {1}: {2}", {path, line, error.message});
  return error;
}

bool is_whole_object(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  const std::size_t last = line.find_last_not_of(" \t\r");
  return first != std::string_view::npos && line[first] == '{' && line[last] == '}';
}

Result<Ledger::Draft> read_one(std::string_view json, const PublicKey& author) {
  TRY_ASSIGN(const Draft draft, draft_from_json(json));
  return ready_draft(draft, author);
}

}  // namespace

Result<CommandId> command_of(const Draft& draft, const PublicKey& author) {
  if (draft.command) {
    if (draft.command->size() == 64) {
      if (const auto bytes = from_hex(*draft.command)) return *CommandId::from(*bytes);
    }
    return command_for(kind_name(draft.kind), *draft.command);
  }
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

Result<Ledger::Draft> ready_draft(const Draft& draft, const PublicKey& author) {
  if (!draft.date) {
    return make_error(ErrorKind::invalid, say("The event has no “date”, the day it happened."),
                      say("Add \"date\": \"YYYY-MM-DD\"."));
  }
  TRY_ASSIGN(const CommandId command, command_of(draft, author));
  return Ledger::Draft{draft.event, *draft.date, command, 0};
}

Result<DraftFile> read_drafts(const std::string& path, const PublicKey& author) {
  TRY_ASSIGN(const std::string text, path == "-" ? read_standard_input() : read_file(path, max_draft_file_bytes));
  const std::string name = path == "-" ? say("standard input") : path;
  DraftFile file;
  file.is_list =
      path.ends_with(".jsonl") || (path == "-" && is_whole_object(std::string_view(text).substr(0, text.find('\n'))));
  if (!file.is_list) {
    auto draft = read_one(text, author);
    if (!draft) {
      Error error = std::move(draft).error();
      error.message = say("{0}: {1}", {name, error.message});
      return error;
    }
    file.drafts.push_back(std::move(*draft));
    return file;
  }
  std::string_view rest = text;
  for (std::size_t line = 1; !rest.empty(); ++line) {
    const std::size_t end = rest.find('\n');
    const std::string_view json = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (json.find_first_not_of(" \t\r") == std::string_view::npos || json.front() == '#') continue;
    auto draft = read_one(json, author);
    if (!draft) return at_line(std::move(draft).error(), name, line);
    file.drafts.push_back(std::move(*draft));
  }
  if (file.drafts.empty()) {
    return make_error(ErrorKind::invalid, say("{0} holds no event.", {name}), say("Write one JSON object a line."));
  }
  return file;
}

}  // namespace sunledger
