#include "ledger/event/amounts.h"

#include <capnp/dynamic.h>
#include <capnp/schema.h>

#include <vector>

namespace sunledger {
namespace {

// The annotation on every amount, in schema/money.capnp.
constexpr std::uint64_t money_yuan = 0xd1f1b6a0a6f3c701ULL;

bool is_amount(capnp::StructSchema::Field field) {
  for (const auto annotation : field.getProto().getAnnotations()) {
    if (annotation.getId() == money_yuan) return true;
  }
  return false;
}

// The fields of one struct on the way to amounts.
struct AmountFields {
  struct Below {
    capnp::StructSchema::Field field;
    bool is_list = false;
    std::unique_ptr<AmountFields> fields;
  };
  std::vector<capnp::StructSchema::Field> amounts;
  std::vector<Below> below;

  bool empty() const { return amounts.empty() && below.empty(); }
};

std::unique_ptr<AmountFields> amounts_in(capnp::StructSchema schema) {
  auto found = std::make_unique<AmountFields>();
  for (const auto field : schema.getFields()) {
    capnp::Type type = field.getType();
    if (is_amount(field)) {
      found->amounts.push_back(field);
      continue;
    }
    const bool is_list = type.isList();
    if (is_list) type = type.asList().getElementType();
    if (!type.isStruct()) continue;
    auto inside = amounts_in(type.asStruct());
    if (!inside->empty()) found->below.push_back({field, is_list, std::move(inside)});
  }
  return found;
}

// False when the sum leaves its bounds.
bool add_amounts(const AmountFields& fields, capnp::DynamicStruct::Reader value, Fen& sum) {
  const auto add_one = [&sum](std::int64_t fen) {
    const auto more = add(sum, Fen(fen));
    if (more) sum = *more;
    return more.has_value();
  };
  for (const auto field : fields.amounts) {
    if (!add_one(value.get(field).as<std::int64_t>())) return false;
  }
  for (const AmountFields::Below& below : fields.below) {
    if (!value.has(below.field)) continue;
    const auto inside = value.get(below.field);
    if (!below.is_list) {
      if (!add_amounts(*below.fields, inside.as<capnp::DynamicStruct>(), sum)) return false;
      continue;
    }
    for (const auto item : inside.as<capnp::DynamicList>()) {
      if (!add_amounts(*below.fields, item.as<capnp::DynamicStruct>(), sum)) return false;
    }
  }
  return true;
}

}  // namespace

struct AmountReader::State {
  struct Kind {
    capnp::StructSchema::Field field;
    std::unique_ptr<AmountFields> fields;
  };
  std::vector<Kind> kinds;  // by number

  State() {
    const auto fields = capnp::Schema::from<schema::Event>().getUnionFields();
    kinds.resize(fields.size());
    for (const auto field : fields) {
      kinds[field.getProto().getDiscriminantValue()] = {field, amounts_in(field.getType().asStruct())};
    }
  }
};

AmountReader::AmountReader() : state_(std::make_unique<State>()) {}
AmountReader::~AmountReader() = default;

std::optional<Fen> AmountReader::sum(schema::Event::Reader event) const {
  const auto number = static_cast<std::size_t>(event.which());
  if (number >= state_->kinds.size()) return Fen(0);
  const State::Kind& kind = state_->kinds[number];
  Fen sum;
  if (kind.fields->empty()) return sum;
  const capnp::DynamicStruct::Reader whole(event);
  if (!add_amounts(*kind.fields, whole.get(kind.field).as<capnp::DynamicStruct>(), sum)) return std::nullopt;
  return sum;
}

}  // namespace sunledger
