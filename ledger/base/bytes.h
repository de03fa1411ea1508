#pragma once
// Bytes, fixed-size byte strings that must not be confused, and their text forms (hex, base64).

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunledger {

using Byte = std::uint8_t;
using Bytes = std::vector<Byte>;
using BytesView = std::span<const Byte>;

inline BytesView as_bytes(std::string_view text) {
  return {reinterpret_cast<const Byte*>(text.data()), text.size()};
}
inline std::string_view as_text(BytesView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// N bytes with a name of their own: a Hash is not a PublicKey though both are 32 bytes.
template <std::size_t N, class Tag>
struct FixedBytes {
  static constexpr std::size_t size_bytes = N;
  std::array<Byte, N> bytes{};

  auto operator<=>(const FixedBytes&) const = default;
  BytesView view() const { return bytes; }
  bool is_zero() const { return bytes == std::array<Byte, N>{}; }

  // Nothing unless `source` is exactly N bytes.
  static std::optional<FixedBytes> from(BytesView source) {
    if (source.size() != N) return std::nullopt;
    FixedBytes result;
    std::memcpy(result.bytes.data(), source.data(), N);
    return result;
  }
};

using Hash = FixedBytes<32, struct HashTag>;            // SHA-256
using PublicKey = FixedBytes<32, struct PublicKeyTag>;  // Ed25519
using Signature = FixedBytes<64, struct SignatureTag>;  // Ed25519
using CommandId = FixedBytes<32, struct CommandIdTag>;  // idempotency key, unique for ever

// Lower-case hex. from_hex: nothing on odd length or a foreign character; upper case is accepted.
std::string to_hex(BytesView bytes);
std::optional<Bytes> from_hex(std::string_view text);

// Base64 with padding (RFC 4648 §4), strict: no spaces, canonical trailing bits.
std::string to_base64(BytesView bytes);
std::optional<Bytes> from_base64(std::string_view text);

// Big-endian integers, as every format of ours has them. The getters need size bytes to be there.
void put_u16(Bytes& out, std::uint16_t value);
void put_u32(Bytes& out, std::uint32_t value);
void put_u64(Bytes& out, std::uint64_t value);
std::uint16_t get_u16(BytesView in);
std::uint32_t get_u32(BytesView in);
std::uint64_t get_u64(BytesView in);

// Overwrites memory in a way that the compiler keeps.
void wipe(void* data, std::size_t size_bytes);

}  // namespace sunledger

template <std::size_t N, class Tag>
struct std::hash<sunledger::FixedBytes<N, Tag>> {
  std::size_t operator()(const sunledger::FixedBytes<N, Tag>& value) const noexcept {
    std::size_t result = 0;
    static_assert(N >= sizeof(result));
    std::memcpy(&result, value.bytes.data(), sizeof(result));
    return result;
  }
};
