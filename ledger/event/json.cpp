#include "ledger/event/json.h"

#include <capnp/compat/json.h>
#include <capnp/message.h>
#include <kj/exception.h>

#include <algorithm>
#include <charconv>
#include <numeric>
#include <set>

#include "ledger/base/check.h"
#include "ledger/base/decimal.h"
#include "ledger/base/money.h"
#include "ledger/base/text.h"
#include "ledger/base/utf8.h"
#include "ledger/event/json_reader.h"
#include "ledger/event/json_writer.h"
#include "ledger/event/open.h"
#include "ledger/event/required.h"
#include "ledger/event/shape.h"

namespace sunledger {
namespace {

using Value = capnp::json::Value;

constexpr std::size_t max_command_bytes = 128;
constexpr std::size_t max_list_elements = 4096;
// Programs that read JSON numbers as doubles keep integers up to here (RFC 8259 §6).
constexpr std::uint64_t largest_exact_number = (std::uint64_t{1} << 53) - 1;

// ---- the codec ------------------------------------------------------------------------------------------------------

class YuanHandler final : public capnp::JsonCodec::Handler<std::int64_t> {
 public:
  void encode(const capnp::JsonCodec&, std::int64_t fen, Value::Builder out) const override {
    out.setString(to_yuan(Fen(fen)).c_str());
  }
  std::int64_t decode(const capnp::JsonCodec&, Value::Reader in) const override {
    KJ_REQUIRE(in.isString());
    const auto fen = parse_yuan(view_of(in.getString()));
    KJ_REQUIRE(fen.has_value());
    return fen->value;
  }
};

class DayHandler final : public capnp::JsonCodec::Handler<std::int32_t> {
 public:
  void encode(const capnp::JsonCodec&, std::int32_t day, Value::Builder out) const override {
    if (day == schema::NO_DAY) return out.setNull();
    out.setString(day_text(day).c_str());
  }
  std::int32_t decode(const capnp::JsonCodec&, Value::Reader in) const override {
    KJ_REQUIRE(in.isString());
    const auto day = parse_day(view_of(in.getString()));
    KJ_REQUIRE(day.has_value());
    return day->since_1970;
  }

  // Days outside the calendar cannot be recorded, but whoever looks at such bytes shall see what they say.
  static std::string day_text(std::int32_t day) {
    const bool in_calendar = day >= -7397 && day <= 2932896;  // as parse_day
    return in_calendar ? to_text(Day(day)) : format_text("day {0}", {day});
  }
};

class EventCodec {
 public:
  EventCodec() {
    codec_.handleByAnnotation<schema::Event>();
    codec_.setRejectUnknownFields(true);
    codec_.setMaxNestingDepth(max_json_depth);
    add_handlers(capnp::Schema::from<schema::Event>());
  }
  const capnp::JsonCodec* operator->() const { return &codec_; }

 private:
  static bool has(capnp::StructSchema::Field field, std::uint64_t annotation_id) {
    for (const auto annotation : field.getProto().getAnnotations()) {
      if (annotation.getId() == annotation_id) return true;
    }
    return false;
  }

  void add_handlers(capnp::StructSchema type) {
    if (!seen_.insert(type.getProto().getId()).second) return;
    for (const auto field : type.getFields()) {
      if (has(field, 0xd1f1b6a0a6f3c701ULL)) codec_.addFieldHandler(field, yuan_);  // $Money.yuan
      if (has(field, 0xd1f1b6a0a6f3c702ULL)) codec_.addFieldHandler(field, day_);   // $Money.day
      capnp::Type inner = field.getType();
      if (inner.isList()) inner = inner.asList().getElementType();
      if (inner.isStruct()) add_handlers(inner.asStruct());
    }
  }

  YuanHandler yuan_;
  DayHandler day_;
  capnp::JsonCodec codec_;
  std::set<std::uint64_t> seen_;
};

const EventCodec& codec() {
  static const EventCodec instance;
  return instance;
}

// ---- reading a draft ------------------------------------------------------------------------------------------------

// A stranger's name inside a message: short, and without what could steer a terminal.
std::string shown(std::string_view name) {
  std::string result;
  while (!name.empty() && result.size() < 40) {
    const std::string_view before = name;
    const auto c = take_code_point(name);
    if (!c) break;
    if (is_control(*c) || (*c >= 0x200b && *c <= 0x206f)) {
      result += '?';
    } else {
      result += before.substr(0, before.size() - name.size());
    }
  }
  return name.empty() ? result : result + "…";
}

std::string joined(const std::vector<std::string>& words) {
  std::string result;
  for (const std::string& word : words) result += (result.empty() ? "" : ", ") + word;
  return result;
}

std::string names_of(const ObjectShape& object) {
  std::vector<std::string> names;
  for (const FieldShape& field : object.fields) names.push_back(field.name);
  return joined(names);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replace = diagonal + ((a[i] | 0x20) == (b[j] | 0x20) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replace, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::string nearest(std::string_view name, const std::vector<std::string>& known) {
  const std::string_view cut = name.substr(0, 64);
  std::string best;
  std::size_t best_distance = std::string::npos;
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(cut, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string what_to_write(const FieldShape& field) {
  switch (field.type) {
    case FieldType::text:
      return say("Write text in quotes.");
    case FieldType::integer:
      return say("Write a whole number from 0 to {0}.", {field.largest});
    case FieldType::yuan:
      return say("Write yuan in quotes with at most two decimals and no separators, such as \"1234.50\".");
    case FieldType::day:
      return say("Write a day that exists as \"YYYY-MM-DD\", from 1949-10-01 on.");
    case FieldType::hex:
      return say("Write the bytes as an even number of hexadecimal digits in quotes.");
    case FieldType::flag:
      return say("Write true or false, without quotes.");
    case FieldType::choice:
      return say("Write one of: {0}.", {joined(field.choices)});
    case FieldType::object:
      break;
  }
  return say("Write an object with these members: {0}.", {names_of(*field.object)});
}

bool is_absent(const JsonNode& node) {
  return node.type == JsonNode::Type::null || (node.type == JsonNode::Type::string && node.text.empty()) ||
         (node.type == JsonNode::Type::array && node.items.empty());
}

Status read_object(JsonNode& node, const ObjectShape& shape, const std::string& path);

// Judges one value and brings it into the one form that the codec then decodes: integers as decimal strings, since a
// JSON number would pass through a double there.
Status read_value(JsonNode& node, const FieldShape& field, const std::string& path) {
  const auto error = [&] {
    return make_error(ErrorKind::invalid, say("The field \"{0}\" does not hold what it should.", {path}),
                      what_to_write(field));
  };
  const bool is_string = node.type == JsonNode::Type::string;
  bool good = false;
  switch (field.type) {
    case FieldType::text:
      good = is_string;
      break;
    case FieldType::integer: {
      const auto value =
          is_string || node.type == JsonNode::Type::number ? parse_decimal(node.text) : std::optional<std::uint64_t>();
      good = value && *value <= field.largest;
      node.type = JsonNode::Type::string;
      break;
    }
    case FieldType::yuan:
      good = is_string && parse_yuan(node.text);
      break;
    case FieldType::day:
      good = is_string && parse_day(node.text);
      break;
    case FieldType::hex:
      good = is_string && from_hex(node.text);
      break;
    case FieldType::flag:
      good = node.type == JsonNode::Type::boolean;
      break;
    case FieldType::choice:
      good = is_string && std::find(field.choices.begin(), field.choices.end(), node.text) != field.choices.end();
      break;
    case FieldType::object:
      if (node.type != JsonNode::Type::object) return error();
      return read_object(node, *field.object, path + ".");
  }
  return good ? Status() : error();
}

Status read_list(JsonNode& node, const FieldShape& field, const std::string& path) {
  if (node.type != JsonNode::Type::array) {
    return make_error(ErrorKind::invalid, say("The field \"{0}\" is a list.", {path}),
                      say("Put its elements into brackets, also when there is only one. {0}", {what_to_write(field)}));
  }
  if (node.items.size() > max_list_elements) {
    return make_error(
        ErrorKind::invalid,
        say("The list \"{0}\" has {1} elements; it may have {2}.", {path, node.items.size(), max_list_elements}),
        say("Record it in several events."));
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const std::string element = format_text("{0}[{1}]", {path, i + 1});
    if (is_absent(node.items[i])) {
      return make_error(ErrorKind::invalid, say("The list \"{0}\" has an empty element: {1}.", {path, element}),
                        say("Remove it or fill it in. {0}", {what_to_write(field)}));
    }
    TRY(read_value(node.items[i], field, element));
  }
  return {};
}

Status read_object(JsonNode& node, const ObjectShape& shape, const std::string& path) {
  for (auto& [name, value] : node.members) {
    const FieldShape* field = shape.find(name);
    if (field == nullptr) {
      return make_error(ErrorKind::invalid, say("There is no field \"{0}\" here.", {path + shown(name)}),
                        say("The fields are: {0}.", {names_of(shape)}));
    }
    if (is_absent(value)) continue;
    TRY(field->is_list ? read_list(value, *field, path + name) : read_value(value, *field, path + name));
  }
  std::erase_if(node.members, [](const auto& member) { return is_absent(member.value); });
  return {};
}

// A choice that is not given would silently become the first one.
Status nothing_is_assumed(const JsonNode& node, const KindShape& kind) {
  for (const FieldRule& rule : field_rules(kind.kind)) {
    const FieldShape* field = kind.object.find(rule.path);
    if (!rule.required || field == nullptr || field->is_list) continue;
    if (field->type != FieldType::choice && field->type != FieldType::flag) continue;
    if (std::none_of(node.members.begin(), node.members.end(), [&](const auto& m) { return m.name == rule.path; })) {
      return make_error(ErrorKind::invalid, say("The field \"{0}\" of {1} is missing.", {rule.path, kind.name}),
                        what_to_write(*field));
    }
  }
  return {};
}

void fill(Value::Builder out, const JsonNode& node) {
  switch (node.type) {
    case JsonNode::Type::null:
      return out.setNull();
    case JsonNode::Type::boolean:
      return out.setBoolean(node.text == "true");
    case JsonNode::Type::number:
    case JsonNode::Type::string: {
      auto text = out.initString(static_cast<unsigned>(node.text.size()));
      std::memcpy(text.begin(), node.text.data(), node.text.size());
      return;
    }
    case JsonNode::Type::array: {
      auto items = out.initArray(static_cast<unsigned>(node.items.size()));
      for (unsigned i = 0; i < items.size(); ++i) fill(items[i], node.items[i]);
      return;
    }
    case JsonNode::Type::object: {
      auto members = out.initObject(static_cast<unsigned>(node.members.size()));
      for (unsigned i = 0; i < members.size(); ++i) {
        members[i].setName(node.members[i].name.c_str());
        fill(members[i].initValue(), node.members[i].value);
      }
      return;
    }
  }
}

Result<EventBytes> decode(JsonNode& node, const std::string& kind) {
  JsonNode name;
  name.type = JsonNode::Type::string;
  name.text = kind;
  node.members.insert(node.members.begin(), JsonMember{"kind", std::move(name)});
  try {
    capnp::MallocMessageBuilder message;
    auto value = message.initRoot<Value>();
    fill(value, node);
    EventBuilder event;
    codec()->decode(value.asReader(), capnp::DynamicStruct::Builder(event.root()));
    return event.finish();
  } catch (const kj::Exception& exception) {
    return make_error(ErrorKind::invalid, say("The event does not fit the fields of {0}.", {kind}),
                      say("`sunledger kinds {0} --template` shows a valid example.", {kind}));
  }
}

// Takes a member of the envelope out of the object; null and "" count as absent.
Result<std::optional<std::string>> take_text(JsonNode& object, std::string_view name) {
  const auto member = std::find_if(object.members.begin(), object.members.end(),
                                   [name](const auto& candidate) { return candidate.name == name; });
  if (member == object.members.end()) return std::optional<std::string>();
  const JsonNode value = std::move(member->value);
  object.members.erase(member);
  if (is_absent(value)) return std::optional<std::string>();
  if (value.type != JsonNode::Type::string) {
    return make_error(ErrorKind::invalid, say("The member \"{0}\" must be text.", {name}), say("Write it in quotes."));
  }
  return std::optional<std::string>(value.text);
}

Result<const KindShape*> take_kind(JsonNode& object) {
  std::vector<std::string> names;
  for (const KindShape& kind : kind_shapes()) names.push_back(kind.name);
  TRY_ASSIGN(const std::optional<std::string> name, take_text(object, "kind"));
  if (!name) {
    return make_error(ErrorKind::invalid, say("The event does not say its kind."),
                      say("Add a member such as \"kind\":\"PaymentRecorded\"; `sunledger kinds` lists them."));
  }
  const auto found = std::find(names.begin(), names.end(), *name);
  if (found == names.end()) {
    return make_error(ErrorKind::invalid, say("There is no kind of event called \"{0}\".", {shown(*name)}),
                      say("Did you mean {0}? `sunledger kinds` lists them all.", {nearest(*name, names)}));
  }
  return &kind_shapes()[static_cast<std::size_t>(found - names.begin())];
}

Result<std::optional<Day>> take_date(JsonNode& object) {
  TRY_ASSIGN(const std::optional<std::string> text, take_text(object, "date"));
  if (!text) return std::optional<Day>();
  const std::optional<Day> day = parse_day(*text);
  if (!day) {
    return make_error(ErrorKind::invalid, say("The member \"date\" is not a day."),
                      say("Write a day that exists as \"YYYY-MM-DD\", from 1949-10-01 on."));
  }
  return day;
}

Result<std::optional<std::string>> take_command(JsonNode& object) {
  TRY_ASSIGN(std::optional<std::string> text, take_text(object, "command"));
  const bool bad = text && (text->size() > max_command_bytes || std::any_of(text->begin(), text->end(), [](char c) {
                              return is_control(static_cast<unsigned char>(c)) && static_cast<unsigned char>(c) < 0x80;
                            }));
  if (bad) {
    return make_error(
        ErrorKind::invalid,
        say("The member \"command\" is longer than {0} bytes or contains control characters.", {max_command_bytes}),
        say("Use a short key of your own, or leave it out."));
  }
  return text;
}

// ---- writing --------------------------------------------------------------------------------------------------------

// Writes the codec's values in the order of the shape, integers as numbers, absent days not at all.
void write_object(JsonWriter& out, Value::Reader object, const ObjectShape& shape);

void write_value(JsonWriter& out, Value::Reader value, const FieldShape& field) {
  switch (value.which()) {
    case Value::ARRAY:
      out.open('[');
      for (const auto item : value.getArray()) {
        out.next();
        write_value(out, item, field);
      }
      return out.close(']');
    case Value::OBJECT:
      out.open('{');
      write_object(out, value, *field.object);
      return out.close('}');
    case Value::BOOLEAN:
      return out.raw(value.getBoolean() ? "true" : "false");
    // Small integers, and the number of a choice newer than this program.
    case Value::NUMBER:
      return out.raw(std::to_string(static_cast<std::uint64_t>(value.getNumber())));
    case Value::STRING:
      break;
    default:
      return out.raw("null");
  }
  const std::string_view text = view_of(value.getString());
  const auto integer = field.type == FieldType::integer ? parse_decimal(text) : std::nullopt;
  if (integer && *integer <= largest_exact_number) {
    out.raw(text);
  } else {
    out.string(text);
  }
}

void write_object(JsonWriter& out, Value::Reader object, const ObjectShape& shape) {
  for (const FieldShape& field : shape.fields) {
    for (const auto candidate : object.getObject()) {
      if (view_of(candidate.getName()) != field.name || candidate.getValue().isNull()) continue;
      out.member(field.name);
      write_value(out, candidate.getValue(), field);
    }
  }
}

}  // namespace

Result<Draft> draft_from_json(std::string_view json) {
  TRY_ASSIGN(JsonNode object, read_json(json));
  if (object.type != JsonNode::Type::object) {
    return make_error(ErrorKind::invalid, say("An event is a JSON object, in braces."),
                      say("`sunledger kinds KIND --template` shows a valid example."));
  }
  TRY_ASSIGN(const KindShape* kind, take_kind(object));
  Draft draft;
  draft.kind = kind->kind;
  TRY_ASSIGN(draft.date, take_date(object));
  TRY_ASSIGN(draft.command, take_command(object));
  TRY(read_object(object, kind->object, ""));
  TRY(nothing_is_assumed(object, *kind));
  TRY_ASSIGN(draft.event, decode(object, kind->name));
  return draft;
}

Result<std::string> event_json(BytesView signed_bytes, JsonStyle style) {
  EventOpener opener;
  TRY_ASSIGN(const schema::Signed::Reader event, opener.open_stored(signed_bytes));
  try {
    const auto kind = static_cast<std::uint16_t>(event.getEvent().which());
    JsonWriter writer(style);
    writer.open('{');
    writer.member("kind", kind_name(kind));
    writer.member("date", DayHandler::day_text(event.getDate()));
    const auto command = event.getCommand();
    writer.member("command", to_hex({command.begin(), command.size()}));
    if (kind < kind_shapes().size()) {
      capnp::MallocMessageBuilder message;
      auto value = message.initRoot<Value>();
      codec()->encode(capnp::DynamicStruct::Reader(event.getEvent()), value);
      write_object(writer, value.asReader(), kind_shapes()[kind].object);
    }
    writer.close('}');
    return writer.finish();
  } catch (const kj::Exception& exception) {
    Error error = make_error(ErrorKind::invalid,
                             say("The event cannot be shown: a field does not have the form that its kind gives it."));
    error.name = "event.encoding";
    return error;
  }
}

}  // namespace sunledger
