#pragma once
// A view's state as bytes: one list of members writes and reads, integers big-endian, counts u32, maps in key order, so
// that equal states are equal bytes whichever way they were reached. A struct takes part through a free function
//   template <class A> void members_of(Struct& s, A& archive) { archive(s.first, s.second); }

#include <array>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "ledger/base/bytes.h"

namespace sunledger {

class RecordWriter {
 public:
  explicit RecordWriter(Bytes& out) : out_(&out) {}
  template <class... Members>
  void operator()(const Members&... members) {
    (write(members), ...);
  }

 private:
  template <class T>
  void write(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      write(static_cast<std::underlying_type_t<T>>(value));
    } else if constexpr (std::is_integral_v<T>) {
      auto bits = static_cast<std::uint64_t>(value);
      Byte bytes[sizeof(T)];
      for (std::size_t i = sizeof(T); i-- > 0; bits >>= 8) bytes[i] = static_cast<Byte>(bits);
      out_->insert(out_->end(), bytes, bytes + sizeof(T));
    } else {
      members_of(const_cast<T&>(value), *this);  // NOLINT: the writer only reads
    }
  }
  void write(const std::string& text) {
    write(static_cast<std::uint32_t>(text.size()));
    out_->insert(out_->end(), text.begin(), text.end());
  }
  template <std::size_t N, class Tag>
  void write(const FixedBytes<N, Tag>& bytes) {
    out_->insert(out_->end(), bytes.bytes.begin(), bytes.bytes.end());
  }
  template <class T, std::size_t N>
  void write(const std::array<T, N>& list) {
    for (const T& item : list) write(item);
  }
  template <class T>
  void write(const std::vector<T>& list) {
    write_all(list);
  }
  template <class T, class Less>
  void write(const std::set<T, Less>& set) {
    write_all(set);
  }
  template <class Key, class Value, class Less>
  void write(const std::map<Key, Value, Less>& map) {
    write_all(map);
  }
  template <class A, class B>
  void write(const std::pair<A, B>& pair) {
    write(pair.first);
    write(pair.second);
  }
  template <class Container>
  void write_all(const Container& items) {
    write(static_cast<std::uint32_t>(items.size()));
    for (const auto& item : items) write(item);
  }

  Bytes* out_;
};

class RecordReader {
 public:
  explicit RecordReader(BytesView in) : in_(in) {}
  template <class... Members>
  void operator()(Members&... members) {
    (read(members), ...);
  }
  // Everything was there and nothing was left over.
  bool complete() const { return sound_ && in_.empty(); }

 private:
  BytesView take(std::size_t size) {
    if (in_.size() < size) {
      sound_ = false;
      in_ = {};
      return {};
    }
    const BytesView taken = in_.first(size);
    in_ = in_.subspan(size);
    return taken;
  }
  template <class T>
  void read(T& value) {
    if constexpr (std::is_enum_v<T>) {
      std::underlying_type_t<T> number{};
      read(number);
      value = static_cast<T>(number);
    } else if constexpr (std::is_integral_v<T>) {
      std::uint64_t bits = 0;
      for (const Byte byte : take(sizeof(T))) bits = bits << 8 | byte;
      value = static_cast<T>(bits);
    } else {
      members_of(value, *this);
    }
  }
  void read(std::string& text) {
    std::uint32_t size = 0;
    read(size);
    text = as_text(take(size));
  }
  template <std::size_t N, class Tag>
  void read(FixedBytes<N, Tag>& bytes) {
    const BytesView taken = take(N);
    if (!taken.empty()) std::memcpy(bytes.bytes.data(), taken.data(), N);
  }
  template <class T, std::size_t N>
  void read(std::array<T, N>& list) {
    for (T& item : list) read(item);
  }
  template <class T>
  void read(std::vector<T>& list) {
    list.clear();
    each([&] { read(list.emplace_back()); });
  }
  template <class T, class Less>
  void read(std::set<T, Less>& set) {
    set.clear();
    each([&] {
      T item{};
      read(item);
      set.insert(set.end(), std::move(item));
    });
  }
  template <class Key, class Value, class Less>
  void read(std::map<Key, Value, Less>& map) {
    map.clear();
    each([&] {
      Key key{};
      read(key);
      read(map.emplace_hint(map.end(), std::move(key), Value{})->second);
    });
  }
  template <class A, class B>
  void read(std::pair<A, B>& pair) {
    read(pair.first);
    read(pair.second);
  }
  template <class Read>
  void each(Read read_one) {
    std::uint32_t count = 0;
    read(count);
    for (std::uint32_t i = 0; i < count && sound_; ++i) read_one();
  }

  BytesView in_;
  bool sound_ = true;
};

}  // namespace sunledger
