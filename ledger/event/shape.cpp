#include "ledger/event/shape.h"

#include <capnp/compat/json.capnp.h>
#include <capnp/schema.h>
#include <kj/string.h>

#include <limits>

#include "ledger/base/check.h"
#include "schema/event.capnp.h"

namespace sunledger {
namespace {

// Annotation ids: of /capnp/compat/json.capnp and of schema/money.capnp.
constexpr std::uint64_t json_name = 0xfa5b1fd61c2e7c3dULL;
constexpr std::uint64_t json_hex = 0xf061e22f0ae5c7b5ULL;
constexpr std::uint64_t money_yuan = 0xd1f1b6a0a6f3c701ULL;
constexpr std::uint64_t money_day = 0xd1f1b6a0a6f3c702ULL;

std::string name_of(auto proto) {
  for (const auto annotation : proto.getAnnotations()) {
    if (annotation.getId() == json_name) return annotation.getValue().getText().cStr();
  }
  return proto.getName().cStr();
}

bool has(capnp::schema::Field::Reader field, std::uint64_t annotation_id) {
  for (const auto annotation : field.getAnnotations()) {
    if (annotation.getId() == annotation_id) return true;
  }
  return false;
}

ObjectShape object_of(capnp::StructSchema schema);

FieldShape field_of(capnp::StructSchema::Field field) {
  FieldShape shape;
  shape.name = name_of(field.getProto());
  capnp::Type type = field.getType();
  if (type.isList()) {
    shape.is_list = true;
    type = type.asList().getElementType();
  }
  switch (type.which()) {
    case capnp::schema::Type::TEXT:
      shape.type = FieldType::text;
      break;
    case capnp::schema::Type::BOOL:
      shape.type = FieldType::flag;
      break;
    case capnp::schema::Type::UINT16:
      shape.type = FieldType::integer;
      shape.largest = std::numeric_limits<std::uint16_t>::max();
      break;
    case capnp::schema::Type::UINT32:
      shape.type = FieldType::integer;
      shape.largest = std::numeric_limits<std::uint32_t>::max();
      break;
    case capnp::schema::Type::UINT64:
      shape.type = FieldType::integer;
      shape.largest = std::numeric_limits<std::uint64_t>::max();
      break;
    case capnp::schema::Type::INT64:
      INVARIANT(has(field.getProto(), money_yuan));
      shape.type = FieldType::yuan;
      break;
    case capnp::schema::Type::INT32:
      INVARIANT(has(field.getProto(), money_day));
      shape.type = FieldType::day;
      break;
    case capnp::schema::Type::DATA:
      INVARIANT(has(field.getProto(), json_hex));
      shape.type = FieldType::hex;
      break;
    case capnp::schema::Type::ENUM:
      shape.type = FieldType::choice;
      for (const auto value : type.asEnum().getEnumerants()) shape.choices.push_back(name_of(value.getProto()));
      break;
    case capnp::schema::Type::STRUCT:
      shape.type = FieldType::object;
      shape.object = std::make_shared<const ObjectShape>(object_of(type.asStruct()));
      break;
    default:
      INVARIANT(false && "a field type that the JSON form of events does not have");
  }
  return shape;
}

ObjectShape object_of(capnp::StructSchema schema) {
  ObjectShape object;
  for (const auto field : schema.getFields()) object.fields.push_back(field_of(field));
  return object;
}

// "schema/payment.capnp:PaymentRecorded" → "payment".
std::string family_of(capnp::StructSchema schema) {
  std::string name = schema.getProto().getDisplayName().cStr();
  name.resize(name.find(".capnp:"));
  const std::size_t slash = name.rfind('/');
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

std::vector<KindShape> read_kinds() {
  const auto kinds = capnp::Schema::from<schema::Event>().getUnionFields();
  std::vector<KindShape> shapes(kinds.size());
  for (const auto kind : kinds) {
    const std::uint16_t number = kind.getProto().getDiscriminantValue();
    const capnp::StructSchema type = kind.getType().asStruct();
    KindShape& shape = shapes[number];
    shape = {number, name_of(kind.getProto()), family_of(type), object_of(type)};
    // These members are the envelope's in JSON.
    for (const char* reserved : {"kind", "date", "command"}) INVARIANT(shape.object.find(reserved) == nullptr);
  }
  return shapes;
}

}  // namespace

const std::vector<KindShape>& kind_shapes() {
  static const std::vector<KindShape> shapes = read_kinds();
  return shapes;
}

}  // namespace sunledger
