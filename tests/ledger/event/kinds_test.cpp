#include "ledger/event/kinds.h"

#include <catch2/catch.hpp>

#include "ledger/event/json_reader.h"
#include "ledger/event/kind_words.h"
#include "ledger/event/shape.h"
#include "tests/support/events.h"

using namespace sunledger;
using namespace sunledger::support;

namespace {

// What the schema says against a value, as far as our schemas go; "" when it fits. Draft-07's words one by one.
std::string misfit(JsonNode& schema, JsonNode& value, const std::string& at) {
  const auto is = [](const JsonNode* node, std::string_view text) { return node != nullptr && node->text == text; };
  JsonNode* type = schema.find("type");
  if (is(type, "object")) {
    if (value.type != JsonNode::Type::object) return at + " is no object";
    if (JsonNode* required = schema.find("required")) {
      for (const JsonNode& name : required->items) {
        if (value.find(name.text) == nullptr) return at + " lacks " + name.text;
      }
    }
    for (auto& [name, member] : value.members) {
      JsonNode* property = schema.find("properties")->find(name);
      if (property == nullptr) return at + " has a foreign member " + name;
      if (const std::string why = misfit(*property, member, at + "." + name); !why.empty()) return why;
    }
  } else if (is(type, "array")) {
    if (value.type != JsonNode::Type::array) return at + " is no array";
    for (JsonNode& item : value.items) {
      if (const std::string why = misfit(*schema.find("items"), item, at + "[]"); !why.empty()) return why;
    }
  } else if (is(type, "string")) {
    if (value.type != JsonNode::Type::string) return at + " is no string";
  } else if (is(type, "integer")) {
    if (value.type != JsonNode::Type::number) return at + " is no integer";
  } else if (is(type, "boolean")) {
    if (value.type != JsonNode::Type::boolean) return at + " is no boolean";
  }
  if (const JsonNode* constant = schema.find("const"); constant != nullptr && constant->text != value.text) {
    return at + " is another constant";
  }
  if (const JsonNode* choices = schema.find("enum")) {
    for (const JsonNode& choice : choices->items) {
      if (choice.text == value.text) return "";
    }
    return at + " is not among the choices";
  }
  return "";
}

}  // namespace

TEST_CASE("each kind is told with its purpose and every field of the schema") {
  const auto infos = all_kind_infos();
  REQUIRE(infos.size() == kind_shapes().size());
  for (const KindInfo& info : infos) {
    CAPTURE(info.name);
    CHECK_FALSE(info.purpose.empty());
    CHECK(info.purpose.back() == '.');
    CHECK_FALSE(info.family.empty());
    const ObjectShape& object = kind_shapes()[info.kind].object;
    REQUIRE(info.fields.size() == object.fields.size());
    for (std::size_t i = 0; i < info.fields.size(); ++i) {
      CHECK(info.fields[i].name == object.fields[i].name);
      CHECK_FALSE(info.fields[i].type.empty());
    }
  }
}

TEST_CASE("a payment is told as an officer needs it") {
  const KindInfo info = kind_info(*kind_by_name("PaymentRecorded"));
  CHECK(info.family == "payment");
  CHECK(info.fields[1].name == "voucher");
  CHECK(info.fields[1].required);
  CHECK(info.fields[1].type == "identifier, at most 64 bytes");
  CHECK_FALSE(info.fields[0].required);
  CHECK(info.fields[5].type ==
        "one of: treasury, direct, authorised, transfer, own-account, official-card, card, cash");
  CHECK(info.fields[6].type == "list of objects");
  REQUIRE(info.fields[6].members.size() == 6);
  CHECK(info.fields[6].members[1].type == "amount in yuan, \"1234.50\"");
  CHECK(info.fields[6].members[1].required);
}

TEST_CASE("the template of a kind is its sample file") {
  for (const KindShape& kind : kind_shapes()) CHECK(kind_template(kind.kind) == sample_json(kind.name));
}

TEST_CASE("the JSON Schema of a kind is JSON, describes its sample and refuses a foreign member") {
  for (const KindShape& kind : kind_shapes()) {
    CAPTURE(kind.name);
    auto schema = read_json(kind_schema(kind.kind));
    REQUIRE(schema.ok());
    auto sample = read_json(sample_json(kind.name));
    CHECK(misfit(*schema, *sample, kind.name) == "");
    CHECK(schema->find("properties")->members.size() == kind.object.fields.size() + 3);
    auto foreign = read_json(R"({"kind":")" + kind.name + R"(","raeson":"x"})");
    CHECK(misfit(*schema, *foreign, kind.name) != "");
  }
}

TEST_CASE("no meaning is told of a field that does not exist") {
  CHECK(field_meaning("ContractEnded", "nothing") == nullptr);
  CHECK(field_meaning("DecisionProposed", "body") != field_meaning("PaymentRecorded", "body"));
}
