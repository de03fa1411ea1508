#pragma once
// Under which letter each family of facts lies, and how a fact becomes bytes. Internal to rules: for facts.cpp and
// administration_facts.cpp.

#include <optional>
#include <string>
#include <string_view>

#include "ledger/rules/fact_record.h"
#include "ledger/rules/fact_store.h"

namespace sunledger {

// Families of facts; a letter is never given to another family without folding every ledger's facts again.
enum FactFamily : char {
  family_ledger = 'G',
  family_charter = 'C',
  family_charter_plan = 'c',
  family_person = 'P',
  family_key = 'K',
  family_number = 'N',
  family_delegation = 'D',
  family_body = 'B',
  family_command = 'X',
  family_batch = 'I',
  family_code = 'T',
  family_notice = 'Q',
  family_line = 'L',
  family_year = 'Y',
  family_holder = 'H',
  family_payment = 'M',
  family_waiting = 'w',
  family_programme = 'U',
  family_procurement = 'R',
  family_contract = 'S',
  family_decision = 'E',
  family_meeting = 'J',
  family_report = 'O',
  family_opinion = 'o',
  family_sums = 'a',
  family_batch_sums = 'b',
  family_rule_version = 'V',
  family_pending_act = 'p',
  family_log_key = 'g',
  family_recovery = 'r',
  family_reconfirmed = 'f',
  family_anchor = 'Z',
};

inline std::string key_of(char family, std::string_view identity) {
  std::string key;
  key.reserve(1 + identity.size());
  key += family;
  key += identity;
  return key;
}

inline void append_u64(std::string& out, std::uint64_t value) {
  char bytes[8];
  for (int i = 8; i-- > 0; value >>= 8) bytes[i] = static_cast<char>(value);
  out.append(bytes, sizeof bytes);
}

inline std::string key_of(char family, std::uint64_t number) {
  std::string key(1, family);
  append_u64(key, number);
  return key;
}

inline std::uint64_t number_of(std::string_view bytes) {
  return get_u64(as_bytes(bytes));
}

template <class Record>
std::string encode(const Record& record) {
  std::string bytes;
  bytes.reserve(128);  // most facts; growing piece by piece costs more than writing
  FactWriter writer(bytes);
  writer(record);
  return bytes;
}

template <class Record>
std::optional<Record> decode(std::optional<std::string_view> bytes) {
  if (!bytes) return std::nullopt;
  Record record;
  FactReader reader(*bytes);
  reader(record);
  // A fact that cannot be read is damage in the store, which verification names; a rule must not judge by half of it.
  if (!reader.complete()) return std::nullopt;
  return record;
}

// The view lives in `bytes` until the next fact is read.
inline std::optional<std::string_view> stored(FactStore& store, std::string& bytes, std::string_view key) {
  if (!store.get(key, bytes)) return std::nullopt;
  return bytes;
}

}  // namespace sunledger
