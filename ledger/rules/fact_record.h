#pragma once
// Facts as flat records: the same list of members writes and reads, so that the two cannot part.
// Internal to rules. Integers are big-endian, texts and lists have a u32 count before them.

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/day.h"

namespace sunledger {

class FactWriter {
 public:
  explicit FactWriter(std::string& out) : out_(&out) {}

  template <class... Members>
  void operator()(const Members&... members) {
    (write(members), ...);
  }

 private:
  void write(const std::string& text) {
    write(static_cast<std::uint32_t>(text.size()));
    out_->append(text);
  }
  void write(Day day) { write(day.since_1970); }
  void write(bool flag) { out_->push_back(flag ? 1 : 0); }
  template <std::size_t N, class Tag>
  void write(const FixedBytes<N, Tag>& bytes) {
    out_->append(as_text(bytes.view()));
  }
  template <class A, class B>
  void write(const std::pair<A, B>& pair) {
    write(pair.first);
    write(pair.second);
  }
  template <class T>
  void write(const std::vector<T>& list) {
    write(static_cast<std::uint32_t>(list.size()));
    for (const T& item : list) write(item);
  }
  template <class Number>
  requires(std::is_integral_v<Number> || std::is_enum_v<Number>) void write(Number number) {
    auto bits = static_cast<std::uint64_t>(number);
    char bytes[sizeof(Number)];
    for (std::size_t i = sizeof(Number); i-- > 0; bits >>= 8) bytes[i] = static_cast<char>(bits);
    out_->append(bytes, sizeof bytes);
  }
  template <class Record>
  requires requires(Record& r, FactWriter& w) { members_of(r, w); }
  void write(const Record& record) {
    members_of(const_cast<Record&>(record), *this);  // NOLINT: the writer only reads
  }

  std::string* out_;
};

class FactReader {
 public:
  explicit FactReader(std::string_view in) : in_(in) {}

  template <class... Members>
  void operator()(Members&... members) {
    (read(members), ...);
  }
  // Everything was there and nothing was left over.
  bool complete() const { return sound_ && in_.empty(); }

 private:
  std::string_view take(std::size_t size) {
    if (in_.size() < size) {
      sound_ = false;
      in_ = {};
      return {};
    }
    const std::string_view taken = in_.substr(0, size);
    in_.remove_prefix(size);
    return taken;
  }
  void read(std::string& text) {
    std::uint32_t size = 0;
    read(size);
    text = take(size);
  }
  void read(Day& day) { read(day.since_1970); }
  void read(bool& flag) {
    const std::string_view byte = take(1);
    flag = !byte.empty() && byte.front() != 0;
  }
  template <std::size_t N, class Tag>
  void read(FixedBytes<N, Tag>& bytes) {
    const std::string_view taken = take(N);
    if (!taken.empty()) std::memcpy(bytes.bytes.data(), taken.data(), N);
  }
  template <class A, class B>
  void read(std::pair<A, B>& pair) {
    read(pair.first);
    read(pair.second);
  }
  template <class T>
  void read(std::vector<T>& list) {
    std::uint32_t count = 0;
    read(count);
    list.clear();
    for (std::uint32_t i = 0; i < count && sound_; ++i) read(list.emplace_back());
  }
  template <class Number>
  requires(std::is_integral_v<Number> || std::is_enum_v<Number>) void read(Number& number) {
    std::uint64_t bits = 0;
    for (char c : take(sizeof(Number))) bits = bits << 8 | static_cast<unsigned char>(c);
    number = static_cast<Number>(bits);
  }
  template <class Record>
  requires requires(Record& r, FactReader& w) { members_of(r, w); }
  void read(Record& record) { members_of(record, *this); }

  std::string_view in_;
  bool sound_ = true;
};

}  // namespace sunledger
