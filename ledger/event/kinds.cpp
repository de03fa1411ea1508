#include "ledger/event/kinds.h"

#include <algorithm>
#include <string_view>

#include "ledger/base/check.h"
#include "ledger/base/text.h"
#include "ledger/event/event_samples.h"
#include "ledger/event/json_writer.h"
#include "ledger/event/kind_words.h"
#include "ledger/event/required.h"
#include "ledger/event/shape.h"

namespace sunledger {
namespace {

constexpr std::uint64_t largest_exact_number = (std::uint64_t{1} << 53) - 1;  // as json.cpp

const KindShape& shape_of(std::uint16_t kind) {
  INVARIANT(kind < kind_shapes().size());
  return kind_shapes()[kind];
}

const FieldRule& rule_of(std::uint16_t kind, const std::string& path) {
  const auto& rules = field_rules(kind);
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const FieldRule& rule) { return rule.path == path; });
  INVARIANT(found != rules.end());
  return *found;
}

std::string choices_of(const FieldShape& field) {
  std::string text;
  for (const std::string& choice : field.choices) text += (text.empty() ? "" : ", ") + choice;
  return text;
}

std::string type_of(const FieldShape& field, const FieldRule& rule) {
  if (field.is_list) {
    switch (field.type) {
      case FieldType::integer:
        return say("list of positions");
      case FieldType::choice:
        return say("list of: {0}", {choices_of(field)});
      case FieldType::object:
        return say("list of objects");
      default:
        return rule.demand == FieldDemand::days ? say("list of days (YYYY-MM-DD)") : say("list of texts");
    }
  }
  switch (field.type) {
    case FieldType::text:
      return rule.demand == FieldDemand::identifier ? say("identifier, at most {0} bytes", {rule.limit}) : say("text");
    case FieldType::integer:
      return rule.demand == FieldDemand::year ? say("year") : say("whole number");
    case FieldType::yuan:
      return say("amount in yuan, \"1234.50\"");
    case FieldType::day:
      return say("day, \"YYYY-MM-DD\"");
    case FieldType::hex:
      return rule.demand == FieldDemand::bytes ? say("at most {0} bytes in hexadecimal", {rule.limit})
                                               : say("{0} bytes in hexadecimal", {rule.limit});
    case FieldType::flag:
      return say("true or false");
    case FieldType::choice:
      return say("one of: {0}", {choices_of(field)});
    case FieldType::object:
      break;
  }
  return say("object");
}

std::vector<FieldInfo> fields_info(const KindShape& kind, const ObjectShape& object, const std::string& prefix) {
  std::vector<FieldInfo> infos;
  for (const FieldShape& field : object.fields) {
    const FieldRule& rule = rule_of(kind.kind, prefix + field.name);
    FieldInfo info;
    info.name = field.name;
    info.type = type_of(field, rule);
    info.required = rule.required;
    if (const char* meaning = field_meaning(kind.name, prefix + field.name)) info.meaning = say(meaning);
    if (field.object) info.members = fields_info(kind, *field.object, prefix + field.name + ".");
    infos.push_back(std::move(info));
  }
  return infos;
}

// ---- JSON Schema ----------------------------------------------------------------------------------------------------

class SchemaWriter {
 public:
  explicit SchemaWriter(const KindShape& kind) : kind_(kind) {}

  std::string write() {
    out_.open('{');
    out_.member("$schema", "http://json-schema.org/draft-07/schema#");
    out_.member("title", kind_.name);
    out_.member("description", say(kind_purpose(kind_.kind)));
    out_.member("type", "object");
    out_.member("properties");
    out_.open('{');
    out_.member("kind");
    out_.open('{');
    out_.member("const", kind_.name);
    out_.close('}');
    envelope_member("date", say("The day it happened."), "format", "date");
    envelope_member("command", say("A key of your own: the same command is recorded only once."), "maxLength", {});
    properties(kind_.object, "");
    out_.close('}');
    required(kind_.object, "", true);
    out_.member("additionalProperties");
    out_.raw("false");
    out_.close('}');
    return out_.finish() + "\n";
  }

 private:
  void envelope_member(std::string_view name, const std::string& description, std::string_view limit,
                       std::string_view value) {
    out_.member(name);
    out_.open('{');
    out_.member("type", "string");
    if (value.empty()) {
      number(limit, 128);
    } else {
      out_.member(limit, value);
    }
    out_.member("description", description);
    out_.close('}');
  }

  void number(std::string_view name, std::uint64_t value) {
    out_.member(name);
    out_.raw(std::to_string(value));
  }

  void properties(const ObjectShape& object, const std::string& prefix) {
    for (const FieldShape& field : object.fields) {
      const std::string path = prefix + field.name;
      const FieldRule& rule = rule_of(kind_.kind, path);
      out_.member(field.name);
      out_.open('{');
      if (const char* meaning = field_meaning(kind_.name, path)) out_.member("description", say(meaning));
      if (field.is_list) {
        out_.member("type", "array");
        if (rule.required) number("minItems", 1);
        number("maxItems", 4096);
        out_.member("items");
        out_.open('{');
        value(field, rule, path);
        out_.close('}');
      } else {
        value(field, rule, path);
      }
      out_.close('}');
    }
  }

  void value(const FieldShape& field, const FieldRule& rule, const std::string& path) {
    switch (field.type) {
      case FieldType::text:
        out_.member("type", "string");
        if (rule.demand == FieldDemand::days) return out_.member("format", "date");
        if (rule.required) number("minLength", 1);
        return number("maxLength", rule.limit);  // bytes count for identifiers: an upper bound in characters
      case FieldType::integer:
        out_.member("type", "integer");
        number("minimum", rule.required ? 1 : 0);
        return number("maximum", std::min(field.largest, largest_exact_number));
      case FieldType::yuan: {
        out_.member("type", "string");
        const bool may_be_negative = rule.demand == FieldDemand::not_zero || rule.demand == FieldDemand::none;
        return out_.member("pattern", std::string(may_be_negative ? "^-?" : "^") + "[0-9]{1,14}([.][0-9]{1,2})?$");
      }
      case FieldType::day:
        out_.member("type", "string");
        return out_.member("format", "date");
      case FieldType::hex:
        out_.member("type", "string");
        if (rule.demand == FieldDemand::bytes) {
          number("maxLength", 2 * rule.limit);
          return out_.member("pattern", "^([0-9A-Fa-f]{2})+$");
        }
        return out_.member("pattern", format_text("^[0-9A-Fa-f]{{{0}}}$", {2 * rule.limit}));
      case FieldType::flag:
        return out_.member("type", "boolean");
      case FieldType::choice:
        out_.member("enum");
        out_.open('[');
        for (const std::string& choice : field.choices) {
          out_.next();
          out_.string(choice);
        }
        return out_.close(']');
      case FieldType::object:
        out_.member("type", "object");
        out_.member("properties");
        out_.open('{');
        properties(*field.object, path + ".");
        out_.close('}');
        required(*field.object, path + ".", false);
        out_.member("additionalProperties");
        out_.raw("false");
        return;
    }
  }

  void required(const ObjectShape& object, const std::string& prefix, bool is_event) {
    std::vector<std::string> names;
    if (is_event) names.emplace_back("kind");
    for (const FieldShape& field : object.fields) {
      if (rule_of(kind_.kind, prefix + field.name).required) names.push_back(field.name);
    }
    if (names.empty()) return;
    out_.member("required");
    out_.open('[');
    for (const std::string& name : names) {
      out_.next();
      out_.string(name);
    }
    out_.close(']');
  }

  const KindShape& kind_;
  JsonWriter out_{JsonStyle::pretty};
};

}  // namespace

KindInfo kind_info(std::uint16_t kind) {
  const KindShape& shape = shape_of(kind);
  return {kind, shape.name, shape.family, say(kind_purpose(kind)), fields_info(shape, shape.object, "")};
}

std::vector<KindInfo> all_kind_infos() {
  std::vector<KindInfo> infos;
  for (const KindShape& kind : kind_shapes()) infos.push_back(kind_info(kind.kind));
  return infos;
}

std::string kind_template(std::uint16_t kind) {
  const char* sample = event_sample(shape_of(kind).name);
  INVARIANT(sample != nullptr);
  return sample;
}

std::string kind_schema(std::uint16_t kind) {
  return SchemaWriter(shape_of(kind)).write();
}

}  // namespace sunledger
