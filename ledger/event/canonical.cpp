#include "ledger/event/canonical.h"

#include <endian.h>

namespace sunledger {
namespace {

// A pointer is one little-endian word (capnproto.org/encoding.html):
//   struct  bits 0-1 = 0 · 2-31 signed offset in words · 32-47 data words · 48-63 pointers
//   list    bits 0-1 = 1 · 2-31 signed offset in words · 32-34 element size · 35-63 elements, or words if size is 7
// A list of structs (size 7) begins with a tag word like a struct pointer, its offset being the number of elements.
constexpr std::uint64_t null_pointer = 0;
constexpr std::uint64_t empty_struct = 0xfffffffc;  // points at itself: offset -1
constexpr std::uint32_t most_elements = 1 << 16;    // an event has fewer bytes
constexpr int deepest = 10;                         // our schema has five levels

class Walk {
 public:
  explicit Walk(BytesView bytes) : data_(bytes.data()), words_(bytes.size() / 8) {}

  Form judge() {
    if (words_ == 0 || (word(0) & 3) != 0 || word(0) == null_pointer) return Form::not_canonical;
    cursor_ = 1;
    if (!pointer(0, 0) || cursor_ != words_) return Form::not_canonical;
    return has_empty_ ? Form::has_empty : Form::good;
  }

 private:
  std::uint64_t word(std::size_t index) const {
    std::uint64_t value = 0;
    std::memcpy(&value, data_ + index * 8, 8);
    return le64toh(value);
  }

  // Objects stand in the order in which their pointers are met, without gaps: each begins at the cursor.
  bool claim(std::size_t words, std::size_t& start) {
    start = cursor_;
    if (words > words_ - cursor_) return false;
    cursor_ += words;
    return true;
  }

  bool pointer(std::size_t index, int depth) {
    const std::uint64_t value = word(index);
    if (value == null_pointer) return true;
    if (depth == deepest) return false;
    if (value == empty_struct) return true;
    const std::uint64_t offset = cursor_ - index - 1;
    if ((value & 0xfffffffc) >> 2 != offset) return false;
    switch (value & 3) {
      case 0:
        return structure(value >> 32 & 0xffff, value >> 48, depth);
      case 1:
        return list(value >> 32 & 7, static_cast<std::uint32_t>(value >> 35), depth);
      default:
        return false;  // far pointers and capabilities
    }
  }

  bool pointers(std::size_t first, std::size_t count, int depth) {
    for (std::size_t i = 0; i < count; ++i) {
      if (!pointer(first + i, depth + 1)) return false;
    }
    return true;
  }

  bool structure(std::size_t data, std::size_t count, int depth) {
    std::size_t start = 0;
    if (data + count == 0 || !claim(data + count, start)) return false;  // without words it is the empty struct
    if (data > 0 && word(start + data - 1) == 0) return false;
    if (count > 0 && word(start + data + count - 1) == null_pointer) return false;
    return pointers(start + data, count, depth);
  }

  bool list(std::uint64_t size, std::uint32_t elements, int depth) {
    if (size == 7) return structures(elements, depth);
    if (elements > 8 * most_elements) return false;
    static constexpr std::uint64_t bits_of[] = {0, 1, 8, 16, 32, 64, 64};
    const std::uint64_t bits = bits_of[size] * elements;
    std::size_t start = 0;
    if (!claim(static_cast<std::size_t>((bits + 63) / 64), start)) return false;
    if (bits % 64 != 0 && word(start + bits / 64) >> bits % 64 != 0) return false;  // padding
    const bool is_text_without_characters = size == 2 && elements == 1 && data_[start * 8] == 0;
    has_empty_ = has_empty_ || elements == 0 || is_text_without_characters;
    return size != 6 || pointers(start, elements, depth);
  }

  bool structures(std::size_t words, int depth) {
    std::size_t tag_at = 0;
    std::size_t start = 0;
    if (!claim(1, tag_at) || !claim(words, start)) return false;
    const std::uint64_t tag = word(tag_at);
    const std::size_t elements = static_cast<std::uint32_t>(tag) >> 2;
    const std::size_t data = tag >> 32 & 0xffff;
    const std::size_t count = tag >> 48;
    if ((tag & 3) != 0 || elements > most_elements || elements * (data + count) != words) return false;
    has_empty_ = has_empty_ || elements == 0;
    // The elements have the size of the largest of them.
    bool data_used = data == 0;
    bool count_used = count == 0;
    for (std::size_t i = 0; i < elements && !(data_used && count_used); ++i) {
      const std::size_t element = start + i * (data + count);
      data_used = data_used || word(element + data - 1) != 0;
      count_used = count_used || word(element + data + count - 1) != null_pointer;
    }
    if (!data_used || !count_used) return false;
    for (std::size_t i = 0; i < elements && count > 0; ++i) {
      if (!pointers(start + i * (data + count) + data, count, depth)) return false;
    }
    return true;
  }

  const Byte* data_;
  std::size_t words_;
  std::size_t cursor_ = 0;
  bool has_empty_ = false;
};

}  // namespace

Form canonical_form(BytesView bytes) {
  if (bytes.size() % 8 != 0) return Form::not_canonical;
  return Walk(bytes).judge();
}

}  // namespace sunledger
