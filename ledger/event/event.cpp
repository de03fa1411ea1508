#include "ledger/event/event.h"

#include <capnp/any.h>
#include <capnp/message.h>
#include <capnp/schema.h>
#include <capnp/serialize.h>
#include <kj/exception.h>

#include <algorithm>
#include <cstring>

#include "ledger/base/text.h"
#include "ledger/event/canonical.h"
#include "ledger/event/newer.h"
#include "ledger/event/open.h"
#include "ledger/proof/hash.h"

namespace sunledger {
namespace {

constexpr std::size_t word_size = sizeof(capnp::word);
constexpr std::int32_t first_calendar_day = -7397;   // 1949-10-01, as parse_day
constexpr std::int32_t last_calendar_day = 2932896;  // 9999-12-31

Error bad_encoding(std::string why) {
  Error error =
      make_error(ErrorKind::invalid, say("The event's encoding is not acceptable: {0}.", {why}),
                 say("Make the event anew with this program; stored or forwarded bytes must not be changed."));
  error.name = "event.encoding";
  return error;
}

capnp::ReaderOptions bounded() {
  capnp::ReaderOptions options;
  options.traversalLimitInWords = 1 << 20;
  options.nestingLimit = 16;
  return options;
}

// The word at index i, little-endian as Cap'n Proto stores it.
std::uint64_t word_at(BytesView bytes, std::size_t i) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes.data() + i * word_size, word_size);
  return le64toh(value);
}

// Absent, or exactly `size` bytes.
bool absent_or(capnp::Data::Reader data, std::size_t size) {
  return data.size() == 0 || data.size() == size;
}

// Present and nothing but zeros: it would read as if it were absent.
bool is_zero(capnp::Data::Reader data) {
  return data.size() > 0 && std::all_of(data.begin(), data.end(), [](Byte byte) { return byte == 0; });
}

template <class Fixed>
Fixed fixed_or_zero(capnp::Data::Reader data) {
  return Fixed::from({data.begin(), data.size()}).value_or(Fixed{});
}

void set_unless_zero(BytesView value, bool is_zero, capnp::Data::Builder out) {
  if (!is_zero) std::memcpy(out.begin(), value.data(), value.size());
}

Bytes canonical_bytes(auto reader) {
  const kj::Array<capnp::word> words = capnp::canonicalize(reader);
  const auto bytes = words.asBytes();
  return {bytes.begin(), bytes.end()};
}

}  // namespace

struct EventOpener::State {
  kj::Array<capnp::word> words;  // as many as the longest event so far
  kj::ArrayPtr<const capnp::word> segment;
  alignas(capnp::SegmentArrayMessageReader) std::byte reader_space[sizeof(capnp::SegmentArrayMessageReader)];
  capnp::SegmentArrayMessageReader* reader = nullptr;

  ~State() { close(); }
  void close() {
    if (reader != nullptr) reader->~SegmentArrayMessageReader();
    reader = nullptr;
  }
  // Copies to aligned memory; entries' signed bytes start at an odd offset.
  schema::Signed::Reader read(BytesView bytes) {
    close();
    const std::size_t count = bytes.size() / word_size;
    if (words.size() < count) words = kj::heapArray<capnp::word>(count);
    std::memcpy(words.begin(), bytes.data(), bytes.size());
    segment = words.slice(0, count);
    reader = new (reader_space) capnp::SegmentArrayMessageReader(kj::arrayPtr(&segment, 1), bounded());
    return reader->getRoot<schema::Signed>();
  }
};

EventOpener::EventOpener() : state_(std::make_unique<State>()) {}
EventOpener::~EventOpener() = default;

Result<schema::Signed::Reader> EventOpener::open(BytesView signed_bytes) {
  if (signed_bytes.empty() || signed_bytes.size() % word_size != 0) {
    return bad_encoding(say("its length is not a whole number of words"));
  }
  if (signed_bytes.size() > max_signed_bytes) {
    return bad_encoding(say("it has {0} bytes, more than {1}", {signed_bytes.size(), max_signed_bytes}));
  }
  switch (canonical_form(signed_bytes)) {
    case Form::good:
      break;
    case Form::not_canonical:
      return bad_encoding(say("it is not in canonical form"));
    case Form::has_empty:
      return bad_encoding(say("a text or list is empty instead of absent"));
  }
  try {
    const schema::Signed::Reader event = state_->read(signed_bytes);
    if (!absent_or(event.getLedger(), 32) || event.getAuthor().size() != 32 || !absent_or(event.getHeadRoot(), 32) ||
        event.getCommand().size() != 32 || !event.hasEvent()) {
      return bad_encoding(say("a key or hash has the wrong length, or the event is missing"));
    }
    if ((event.getHeadRoot().size() == 0) != (event.getHeadSize() == 0)) {
      return bad_encoding(say("it names a checkpoint's size without its root, or a root without its size"));
    }
    if (is_zero(event.getLedger()) || is_zero(event.getHeadRoot())) {
      return bad_encoding(say("a hash is zero instead of absent"));
    }
    if (event.getDate() < first_calendar_day || event.getDate() > last_calendar_day) {
      return bad_encoding(say("its day is not in the calendar"));
    }
    if (says_something_newer(event)) {
      Error error = bad_encoding(say("its envelope has parts that this program does not know"));
      error.kind = ErrorKind::incomplete;
      error.hint = say("Install a newer version of this program.");
      return error;
    }
    return event;
  } catch (const kj::Exception& exception) {
    return bad_encoding(say("its structure is damaged"));
  }
}

Result<schema::Signed::Reader> EventOpener::open_stored(BytesView signed_bytes) {
  if (signed_bytes.empty() || signed_bytes.size() % word_size != 0 || signed_bytes.size() > max_signed_bytes) {
    return bad_encoding(say("its length is not a whole number of words"));
  }
  try {
    return state_->read(signed_bytes);
  } catch (const kj::Exception& exception) {
    return bad_encoding(say("its structure is damaged"));
  }
}

Envelope envelope_of(schema::Signed::Reader event) {
  Envelope envelope;
  envelope.ledger = fixed_or_zero<Hash>(event.getLedger());
  envelope.author = fixed_or_zero<PublicKey>(event.getAuthor());
  envelope.number = event.getNumber();
  envelope.head_size = event.getHeadSize();
  envelope.head_root = fixed_or_zero<Hash>(event.getHeadRoot());
  envelope.command = fixed_or_zero<CommandId>(event.getCommand());
  envelope.date = Day(event.getDate());
  envelope.batch = event.getBatch();
  return envelope;
}

struct EventBuilder::State {
  capnp::MallocMessageBuilder message;
  schema::Event::Builder root = message.initRoot<schema::Event>();
};

EventBuilder::EventBuilder() : state_(std::make_unique<State>()) {}
EventBuilder::~EventBuilder() = default;
schema::Event::Builder EventBuilder::root() {
  return state_->root;
}
EventBytes EventBuilder::finish() {
  return EventBytes{canonical_bytes(state_->root.asReader())};
}

Result<Bytes> compose_signed(const Envelope& envelope, const EventBytes& event) {
  std::vector<capnp::word> words(event.bytes.size() / word_size);
  std::memcpy(words.data(), event.bytes.data(), words.size() * word_size);
  const kj::ArrayPtr<const capnp::word> segment(words.data(), words.size());
  capnp::SegmentArrayMessageReader reader(kj::arrayPtr(&segment, 1), bounded());

  capnp::word scratch[1024] = {};
  capnp::MallocMessageBuilder message(kj::arrayPtr(scratch, 1024));
  auto signed_event = message.initRoot<schema::Signed>();
  if (!envelope.ledger.is_zero()) set_unless_zero(envelope.ledger.view(), false, signed_event.initLedger(32));
  set_unless_zero(envelope.author.view(), false, signed_event.initAuthor(32));
  signed_event.setNumber(envelope.number);
  signed_event.setHeadSize(envelope.head_size);
  if (envelope.head_size != 0) set_unless_zero(envelope.head_root.view(), false, signed_event.initHeadRoot(32));
  set_unless_zero(envelope.command.view(), false, signed_event.initCommand(32));
  signed_event.setDate(envelope.date.since_1970);
  signed_event.setBatch(envelope.batch);
  signed_event.setEvent(reader.getRoot<schema::Event>());
  Bytes bytes = canonical_bytes(signed_event.asReader());
  if (bytes.size() > max_signed_bytes) {
    return bad_encoding(say("it has {0} bytes, more than {1}", {bytes.size(), max_signed_bytes}));
  }
  return bytes;
}

Hash content_of(BytesView signed_bytes) {
  // In canonical form the last pointer's target is the tail of the segment, and pointers inside are relative: the tail
  // is the event's own bytes wherever it stands.
  constexpr std::size_t event_pointer = 4;
  const std::uint64_t root = word_at(signed_bytes, 0);
  const std::size_t data_words = root >> 32 & 0xffff;
  const std::size_t pointer = 1 + data_words + event_pointer;
  const auto offset = static_cast<std::int32_t>(static_cast<std::uint32_t>(word_at(signed_bytes, pointer))) >> 2;
  // A kind without any word points at itself (offset -1): then nothing of it stands in the tail.
  const std::size_t target =
      offset < 0 ? signed_bytes.size() : (pointer + 1 + static_cast<std::size_t>(offset)) * word_size;
  // The date stands in the second half-word group of the data section: number, headSize, date | …
  Byte prefix[12] = {};
  if (data_words > 2) std::memcpy(prefix, signed_bytes.data() + 3 * word_size, 4);
  // The event's own size, big-endian as put_u64 writes it.
  const std::uint64_t shape = htobe64(word_at(signed_bytes, pointer) >> 32);
  std::memcpy(prefix + 4, &shape, sizeof(shape));
  Sha256 hash;
  hash.update(prefix);
  hash.update(signed_bytes.subspan(target));
  return hash.finish();
}

CommandId command_for(std::string_view kind, std::string_view key) {
  std::string message("sunledger/command/v1\0", 21);
  message += kind;
  message.push_back('\0');
  message += key;
  return CommandId{sha256(as_bytes(message)).bytes};
}

namespace {

// The name in $Json.name, which the schema's annotation carries; the annotation's id is json.capnp's.
constexpr std::uint64_t json_name_annotation = 0xfa5b1fd61c2e7c3dULL;

std::vector<std::string> read_kind_names() {
  std::vector<std::string> names;
  const auto fields = capnp::Schema::from<schema::Event>().getUnionFields();
  names.resize(fields.size());
  for (auto field : fields) {
    std::string name(field.getProto().getName().cStr());
    for (auto annotation : field.getProto().getAnnotations()) {
      if (annotation.getId() == json_name_annotation) name = annotation.getValue().getText().cStr();
    }
    names[field.getProto().getDiscriminantValue()] = name;
  }
  return names;
}

const std::vector<std::string>& kind_names() {
  static const std::vector<std::string> names = read_kind_names();
  return names;
}

}  // namespace

std::string kind_name(std::uint16_t kind) {
  const auto& names = kind_names();
  return kind < names.size() ? names[kind] : format_text("Unknown#{0}", {kind});
}

std::uint16_t known_kinds() {
  return static_cast<std::uint16_t>(kind_names().size());
}

std::optional<std::uint16_t> kind_by_name(std::string_view name) {
  const auto& names = kind_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<std::uint16_t>(i);
  }
  return std::nullopt;
}

}  // namespace sunledger
