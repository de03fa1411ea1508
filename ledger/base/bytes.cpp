#include "ledger/base/bytes.h"

#include <string.h>  // explicit_bzero

namespace sunledger {
namespace {

constexpr char hex_digits[] = "0123456789abcdef";
constexpr char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  if (c == '/') return 63;
  return -1;
}

template <class T>
void put_big_endian(Bytes& out, T value) {
  for (int shift = static_cast<int>(sizeof(T)) * 8 - 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<Byte>(value >> shift));
  }
}

template <class T>
T get_big_endian(BytesView in) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) value = static_cast<T>(static_cast<T>(value << 8) | in[i]);
  return value;
}

}  // namespace

std::string to_hex(BytesView bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (Byte b : bytes) {
    text.push_back(hex_digits[b >> 4]);
    text.push_back(hex_digits[b & 15]);
  }
  return text;
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<Byte>(high * 16 + low));
  }
  return bytes;
}

std::string to_base64(BytesView bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const std::uint32_t group = static_cast<std::uint32_t>(bytes[i]) << 16 |
                                (left > 1 ? static_cast<std::uint32_t>(bytes[i + 1]) << 8 : 0) |
                                (left > 2 ? bytes[i + 2] : 0U);
    text.push_back(base64_digits[group >> 18]);
    text.push_back(base64_digits[group >> 12 & 63]);
    text.push_back(left > 1 ? base64_digits[group >> 6 & 63] : '=');
    text.push_back(left > 2 ? base64_digits[group & 63] : '=');
  }
  return text;
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  Bytes bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const bool last = i + 4 == text.size();
    const int pads = last ? (text[i + 3] == '=' ? (text[i + 2] == '=' ? 2 : 1) : 0) : 0;
    std::uint32_t group = 0;
    for (int j = 0; j < 4; ++j) {
      const int value = j >= 4 - pads ? 0 : base64_value(text[i + static_cast<std::size_t>(j)]);
      if (value < 0) return std::nullopt;
      group = group << 6 | static_cast<std::uint32_t>(value);
    }
    if ((pads == 1 && (group & 0xff) != 0) || (pads == 2 && (group & 0xffff) != 0)) return std::nullopt;
    bytes.push_back(static_cast<Byte>(group >> 16));
    if (pads < 2) bytes.push_back(static_cast<Byte>(group >> 8));
    if (pads < 1) bytes.push_back(static_cast<Byte>(group));
  }
  return bytes;
}

void put_u16(Bytes& out, std::uint16_t value) {
  put_big_endian(out, value);
}
void put_u32(Bytes& out, std::uint32_t value) {
  put_big_endian(out, value);
}
void put_u64(Bytes& out, std::uint64_t value) {
  put_big_endian(out, value);
}
std::uint16_t get_u16(BytesView in) {
  return get_big_endian<std::uint16_t>(in);
}
std::uint32_t get_u32(BytesView in) {
  return get_big_endian<std::uint32_t>(in);
}
std::uint64_t get_u64(BytesView in) {
  return get_big_endian<std::uint64_t>(in);
}

void wipe(void* data, std::size_t size_bytes) {
  explicit_bzero(data, size_bytes);
}

}  // namespace sunledger
