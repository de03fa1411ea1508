#pragma once
// Does a struct say something that this program's schema has no field for? A canonical struct ends with its last word
// that is not zero, so whatever lies beyond our layout, or in the gaps between our fields, a newer program put there.
// Only for the .cpp files of this folder, which include <capnp/any.h> and <capnp/schema.h> before it.

#include <endian.h>

#include <cstring>
#include <vector>

namespace sunledger {

// The bits of each data word that belong to a field of the schema.
inline std::vector<std::uint64_t> known_bits(capnp::StructSchema schema) {
  const auto node = schema.getProto().getStruct();
  std::vector<std::uint64_t> words(node.getDataWordCount());
  const auto mark = [&words](std::uint64_t first_bit, std::uint64_t bits) {
    const std::uint64_t mask = bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
    words[first_bit / 64] |= mask << first_bit % 64;
  };
  if (node.getDiscriminantCount() > 0) mark(std::uint64_t{16} * node.getDiscriminantOffset(), 16);
  for (const auto field : schema.getFields()) {
    std::uint64_t bits = 0;
    switch (field.getType().which()) {
      case capnp::schema::Type::BOOL:
        bits = 1;
        break;
      case capnp::schema::Type::ENUM:
      case capnp::schema::Type::UINT16:
        bits = 16;
        break;
      case capnp::schema::Type::UINT32:
      case capnp::schema::Type::INT32:
        bits = 32;
        break;
      case capnp::schema::Type::UINT64:
      case capnp::schema::Type::INT64:
        bits = 64;
        break;
      default:
        break;  // the other types of our schema are pointers
    }
    if (bits > 0) mark(bits * field.getProto().getSlot().getOffset(), bits);
  }
  return words;
}

template <class Reader>
bool says_something_newer(Reader reader) {
  using Struct = typename Reader::Reads;
  static const std::vector<std::uint64_t> known = known_bits(capnp::Schema::from<Struct>());
  const capnp::AnyStruct::Reader any = capnp::toAny(reader);
  const auto data = any.getDataSection();
  if (data.size() > known.size() * 8 || any.getPointerSection().size() > Struct::_capnpPrivate::pointerCount)
    return true;
  for (std::size_t i = 0; i < data.size() / 8; ++i) {
    std::uint64_t word = 0;
    std::memcpy(&word, data.begin() + i * 8, 8);
    if ((le64toh(word) & ~known[i]) != 0) return true;
  }
  return false;
}

}  // namespace sunledger
