// sunledger document: open documents, kept by content beside the log.

#include <cstdio>

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/output_file.h"
#include "cli/recording.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/event/open.h"
#include "ledger/proof/hash.h"

namespace sunledger {
namespace {

constexpr std::size_t max_document_bytes = 256 * 1024 * 1024;

struct Options {
  std::string file, title, media_type, hash, output;
  bool is_open = false;
};

std::string media_type_of(const std::string& path) {
  constexpr std::pair<std::string_view, std::string_view> known[] = {
      {".pdf", "application/pdf"},
      {".txt", "text/plain"},
      {".md", "text/markdown"},
      {".csv", "text/csv"},
      {".html", "text/html"},
      {".json", "application/json"},
      {".toml", "application/toml"},
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {".png", "image/png"},
      {".ofd", "application/ofd"},
      {".xml", "application/xml"},
      {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
      {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}};
  for (const auto& [ending, type] : known) {
    if (path.ends_with(ending)) return std::string(type);
  }
  return "application/octet-stream";
}

Result<ExitCode> add(Context& context, const Options& options) {
  if (!options.is_open) {
    return make_error(
        ErrorKind::refused,
        say("Documents are sealed unless they are said to be open, and this ledger has no sealed store yet, so "
            "nothing was kept."),
        say("If everybody may read {0} – no personal data in it – add --open.", {options.file}));
  }
  TRY_ASSIGN(const std::string content, read_file(options.file, max_document_bytes));
  if (content.empty())
    return make_error(ErrorKind::invalid, say("{0} is empty.", {options.file}), say("Choose another file."));
  TRY_ASSIGN(const SecretKey key, context.unlock_key());
  TRY_ASSIGN(const auto ledger, context.open_to_write());
  const Hash hash = sha256(as_bytes(content));
  // The content first: an entry must never speak of a document that a crash left out.
  if (!context.options().dry_run) TRY(ledger->add_document(as_bytes(content)));
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  EventBuilder builder;
  auto event = builder.root().initDocumentAdded();
  event.setDocument(capnp::Data::Reader(hash.bytes.data(), hash.bytes.size()));
  event.setSize(content.size());
  event.setMediaType(options.media_type.empty() ? media_type_of(options.file) : options.media_type);
  event.setTitle(options.title);
  const Ledger::Draft draft{builder.finish(), today(*ledger, clock), command_for("DocumentAdded", to_hex(hash.view())),
                            0};
  context.out().message(say("SHA-256 {0}", {to_hex(hash.view())}));
  return record_drafts(context, *ledger, key, std::span(&draft, 1));
}

Result<ExitCode> get(Context& context, const Options& options) {
  const auto bytes = from_hex(options.hash);
  const auto hash = bytes ? Hash::from(*bytes) : std::nullopt;
  if (!hash) {
    return make_error(ErrorKind::usage, say("“{0}” is not a document's SHA-256.", {options.hash}),
                      say("It has 64 hexadecimal digits; “sunledger log --kind DocumentAdded” finds it."));
  }
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  auto found = ledger->document(*hash);
  if (!found && found.error().kind == ErrorKind::not_found) {
    // zh: 本账本没有保存该文件
    return make_error(ErrorKind::not_found, say("This ledger keeps no document {0}.", {options.hash}),
                      say("“sunledger log --kind DocumentAdded” lists those that were added here."));
  }
  TRY_ASSIGN(const Bytes content, std::move(found));
  JsonValue data = JsonValue::object();
  data.set("document", to_hex(hash->view())).set("size", content.size());
  if (options.output.empty()) {
    context.out().bytes(as_text(content));
    data.set("content", to_base64(content));
  } else {
    TRY(write_output(context, options.output, as_text(content)));
    data.set("file", options.output);
    context.out().message(say("{0} is written, {1} bytes.", {options.output, content.size()}));
  }
  context.out().data(data);
  return ExitCode::done;
}

}  // namespace

void add_document(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Command document = line.command("document", N_("Documents: add, get"));
  document.verb("add", N_("Keep a document and record its hash"))
      .takes(options->file, "FILE", N_("The document"))
      .flag(options->is_open, "--open", N_("Everybody may read it: it holds no personal data"))
      .needs(options->title, "--title", "TEXT", N_("Its title, which everybody may read: no personal data"))
      .option(options->media_type, "--media-type", "TYPE", N_("As in application/pdf; else by the file's ending"))
      .runs_or_tries([options](Context& context) { return add(context, *options); });
  document.verb("get", N_("Give back a document by its hash"))
      .takes(options->hash, "HASH", N_("SHA-256 in hex"))
      .option(options->output, "-o,--output", "FILE", N_("Write it to a file"))
      .runs([options](Context& context) { return get(context, *options); });
}

}  // namespace sunledger
