#include "ledger/event/required.h"

#include <capnp/any.h>
#include <capnp/dynamic.h>
#include <capnp/message.h>
#include <capnp/schema.h>
#include <kj/exception.h>

#include <algorithm>

#include "ledger/base/day.h"
#include "ledger/base/money.h"
#include "ledger/base/text.h"
#include "ledger/base/utf8.h"
#include "ledger/event/field_rules.h"
#include "ledger/event/newer.h"
#include "ledger/event/personal_number.h"

namespace sunledger {
namespace {

enum class Fault {
  none,
  missing,
  not_text,
  hidden_character,
  too_long,
  spaces_around,
  wrong_size,
  not_above_zero,
  below_zero,
  zero,
  too_large,
  bad_day,
  bad_year,
  days_reversed,
  too_many,
  not_ascending,
  repeated,
  bad_list,
  personal_number,
  newer
};

constexpr std::uint16_t first_year = 1949;
constexpr std::uint16_t last_year = 2999;

// Characters that print as nothing or turn the text around: two ids that look the same must be the same.
bool is_invisible(char32_t c) {
  return c == 0xad || c == 0x34f || c == 0x61c || (c >= 0x115f && c <= 0x1160) || (c >= 0x17b4 && c <= 0x17b5) ||
         (c >= 0x180b && c <= 0x180f) || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0x2800 || c == 0x3164 || c == 0xfeff || c == 0xffa0 ||
         (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

Fault judge_characters(std::string_view text, std::size_t max_characters) {
  std::size_t characters = 0;
  const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  std::size_t i = 0;
  while (i < text.size()) {
    ++characters;
    const unsigned char first = byte(i);
    if (first < 0x80) {
      if (first < 0x20 || first == 0x7f) return Fault::hidden_character;
      ++i;
    } else if (first >= 0xe3 && first <= 0xe9 && i + 2 < text.size() && (byte(i + 1) & 0xc0) == 0x80 &&
               (byte(i + 2) & 0xc0) == 0x80) {
      if (first == 0xe3 && byte(i + 1) == 0x85 && byte(i + 2) == 0xa4)
        return Fault::hidden_character;  // U+3164, a filler: the only one
      i += 3;  // U+3000…U+9FFF, nearly every Chinese character: none of them overlong or control
    } else {
      std::string_view rest = text.substr(i);
      const auto c = take_code_point(rest);
      if (!c) return Fault::not_text;
      if (is_control(*c) || is_invisible(*c)) return Fault::hidden_character;
      i = text.size() - rest.size();
    }
  }
  return characters > max_characters ? Fault::too_long : Fault::none;
}

// Of text that is known to be UTF-8 and not empty.
bool has_space_at_an_end(std::string_view text) {
  std::string_view head = text;
  if (is_space(take_code_point(head).value_or(' '))) return true;
  std::size_t last = text.size() - 1;
  while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xc0) == 0x80) --last;
  std::string_view tail = text.substr(last);
  return is_space(take_code_point(tail).value_or(' '));
}

bool is_day(std::int32_t days) {
  return days >= -7397 && days <= 2932896;  // 1949-10-01 … 9999-12-31, as parse_day
}

template <class Enum>
std::uint16_t known_values() {
  static const auto count = static_cast<std::uint16_t>(capnp::Schema::from<Enum>().getEnumerants().size());
  return count;
}

// The layout a list of T has when this schema wrote it; a reader would also take others, which no writer of ours makes.
template <class T>
bool has_layout(typename capnp::List<T>::Reader list, capnp::ElementSize size) {
  return list.size() == 0 || capnp::AnyList::Reader(capnp::toAny(list)).getElementSize() == size;
}

// Remembers the first fault. Its calls are the vocabulary of field_rules.h.
class Checker {
 public:
  void id(const char* field, capnp::Text::Reader value, Need need = Need::required, std::size_t limit = id_bytes) {
    const std::string_view text = view_of(value);
    if (absent(field, text.empty(), need)) return;
    if (text.size() > limit) return fail(Fault::too_long, field);
    if (const Fault fault = judge_characters(text, limit); fault != Fault::none) return fail(fault, field);
    if (has_space_at_an_end(text)) return fail(Fault::spaces_around, field);
    if (holds_personal_number(text)) fail(Fault::personal_number, field);
  }

  void text(const char* field, capnp::Text::Reader value, Need need = Need::required) {
    const std::string_view text = view_of(value);
    if (absent(field, text.empty(), need)) return;
    if (const Fault fault = judge_characters(text, text_characters); fault != Fault::none) return fail(fault, field);
    if (holds_personal_number(text)) fail(Fault::personal_number, field);
  }

  void data(const char* field, capnp::Data::Reader value, std::size_t size, Need need = Need::required) {
    if (absent(field, value.size() == 0, need)) return;
    if (value.size() != size) fail(Fault::wrong_size, field);
  }

  // Of any length up to the limit.
  void bytes(const char* field, capnp::Data::Reader value, std::size_t limit) {
    if (absent(field, value.size() == 0, Need::required)) return;
    if (value.size() > limit) fail(Fault::too_long, field);
  }

  void above_zero(const char* field, std::int64_t fen) {
    if (fen <= 0) return fail(Fault::not_above_zero, field);
    if (fen > max_amount_fen) fail(Fault::too_large, field);
  }
  void not_negative(const char* field, std::int64_t fen) {
    if (fen < 0) return fail(Fault::below_zero, field);
    if (fen > max_amount_fen) fail(Fault::too_large, field);
  }
  void not_zero(const char* field, std::int64_t fen) {
    if (fen == 0) return fail(Fault::zero, field);
    if (fen > max_amount_fen || fen < -max_amount_fen) fail(Fault::too_large, field);
  }
  void sum(const char* field, std::int64_t fen) {
    if (fen > max_amount_fen || fen < -max_amount_fen) fail(Fault::too_large, field);
  }

  void count(const char* field, std::uint64_t value) {
    if (value == 0) fail(Fault::missing, field);
  }
  void any_number(const char*, std::uint64_t) {}
  void flag(const char*, bool, Need = Need::required) {}

  void year(const char* field, std::uint16_t year, Need need = Need::required) {
    if (absent(field, year == 0, need)) return;
    if (year < first_year || year > last_year) fail(Fault::bad_year, field);
  }
  void day(const char* field, std::int32_t day, Need need = Need::required) {
    if (absent(field, day == schema::NO_DAY, need)) return;
    if (!is_day(day)) fail(Fault::bad_day, field);
  }
  void not_before(const char* field, std::int32_t first, std::int32_t last) {
    if (first != schema::NO_DAY && last != schema::NO_DAY && last < first) fail(Fault::days_reversed, field);
  }

  template <class Enum>
  void choice(const char* field, Enum value, Need = Need::required) {
    if (static_cast<std::uint16_t>(value) >= known_values<Enum>()) fail(Fault::newer, field);
  }
  template <class List>
  void choices(const char* field, List list) {
    using Enum = std::decay_t<decltype(list[0])>;
    if (!list_is_fine<Enum>(field, list, capnp::ElementSize::TWO_BYTES, Need::required)) return;
    std::uint64_t seen = 0;
    for (const Enum value : list) {
      choice(field, value);
      const std::uint64_t bit = std::uint64_t{1} << (static_cast<std::uint16_t>(value) & 63);
      if ((seen & bit) != 0) fail(Fault::repeated, field);
      seen |= bit;
    }
  }

  // Entry 0 opens the ledger and is never what an event points at.
  void position(const char* field, std::uint64_t position) {
    if (position == 0) fail(Fault::missing, field);
  }
  void positions(const char* field, capnp::List<std::uint64_t>::Reader list) {
    if (!list_is_fine<std::uint64_t>(field, list, capnp::ElementSize::EIGHT_BYTES, Need::required)) return;
    std::uint64_t before = 0;
    for (const std::uint64_t position : list) {
      if (position <= before) return fail(Fault::not_ascending, field);
      before = position;
    }
  }

  void ids(const char* field, capnp::List<capnp::Text>::Reader list, Need need = Need::required,
           std::size_t limit = id_bytes) {
    if (!list_is_fine<capnp::Text>(field, list, capnp::ElementSize::POINTER, need)) return;
    for (const auto value : list) id(field, value, Need::required, limit);
    refuse_repetition(field, list);
  }
  void days(const char* field, capnp::List<capnp::Text>::Reader list, Need need = Need::required) {
    if (!list_is_fine<capnp::Text>(field, list, capnp::ElementSize::POINTER, need)) return;
    for (const auto value : list) {
      if (!parse_day(view_of(value))) return fail(Fault::bad_day, field);
    }
    refuse_repetition(field, list);
  }

  template <class List>
  void group(const char* field, List list, Need need = Need::required) {
    using Struct = typename std::decay_t<decltype(list[0])>::Reads;
    if (!list_is_fine<Struct>(field, list, capnp::ElementSize::INLINE_COMPOSITE, need)) return;
    group_ = field;
    index_ = 0;
    for (const auto element : list) {
      known_shape(element);
      fields_of(element, *this);
      if (fault_ != Fault::none) break;
      ++index_;
    }
    group_ = nullptr;
  }
  template <class List, class Key>
  void sorted(const char* field, List list, Key key) {
    for (unsigned i = 1; i < list.size(); ++i) {
      if (view_of(key(list[i])) <= view_of(key(list[i - 1]))) return fail(Fault::not_ascending, field);
    }
  }

  template <class Reader>
  void known_shape(Reader reader) {
    if (says_something_newer(reader)) fail(Fault::newer, nullptr);
  }

  Status status() const;

 private:
  bool absent(const char* field, bool is_absent, Need need) {
    if (is_absent && need == Need::required) fail(Fault::missing, field);
    return is_absent;
  }

  template <class T>
  bool list_is_fine(const char* field, typename capnp::List<T>::Reader list, capnp::ElementSize size, Need need) {
    if (absent(field, list.size() == 0, need)) return false;
    if (list.size() > list_elements) {
      fail(Fault::too_many, field);
      return false;
    }
    if (!has_layout<T>(list, size)) {
      fail(Fault::bad_list, field);
      return false;
    }
    return true;
  }

  void refuse_repetition(const char* field, capnp::List<capnp::Text>::Reader list) {
    if (list.size() < 2) return;
    std::vector<std::string_view> seen;
    seen.reserve(list.size());
    for (const auto value : list) seen.push_back(view_of(value));
    std::sort(seen.begin(), seen.end());
    if (std::adjacent_find(seen.begin(), seen.end()) != seen.end()) fail(Fault::repeated, field);
  }

  void fail(Fault fault, const char* field) {
    if (fault_ != Fault::none) return;
    fault_ = fault;
    field_ = field;
    fault_group_ = group_;
    fault_index_ = index_;
  }

  Fault fault_ = Fault::none;
  const char* field_ = nullptr;
  const char* fault_group_ = nullptr;
  unsigned fault_index_ = 0;
  const char* group_ = nullptr;
  unsigned index_ = 0;
};

Error fields_error(ErrorKind kind, std::string message, std::string hint) {
  Error error = make_error(kind, std::move(message), std::move(hint));
  error.name = "event.fields";
  return error;
}

// Never with the number: a message is shown, logged and sent back.
Error personal_number_error(const std::string& field) {
  Error error = make_error(
      ErrorKind::invalid,
      say("The field \"{0}\" holds the number of an ID card, a disabled person's certificate or a bank card.", {field}),
      say(personal_number_hint));
  error.name = "personal.number";
  return error;
}

Error newer_event() {
  return fields_error(ErrorKind::incomplete, say("The event says something that this program does not know yet."),
                      say("Install a newer version of this program."));
}

std::string what_is_wrong(Fault fault) {
  switch (fault) {
    case Fault::missing:
      return say("it is missing");
    case Fault::not_text:
      return say("it is not valid UTF-8 text");
    case Fault::hidden_character:
      return say("it contains a control or invisible character");
    case Fault::too_long:
      return say("it is too long");
    case Fault::spaces_around:
      return say("it begins or ends with a space");
    case Fault::wrong_size:
      return say("it has the wrong number of bytes");
    case Fault::not_above_zero:
      return say("it must be above zero");
    case Fault::below_zero:
      return say("it must not be below zero");
    case Fault::zero:
      return say("it must not be zero");
    case Fault::too_large:
      return say("the amount is larger than any budget");
    case Fault::bad_day:
      return say("it is not a day between 1949-10-01 and 9999-12-31");
    case Fault::bad_year:
      return say("it is not a year between {0} and {1}", {first_year, last_year});
    case Fault::days_reversed:
      return say("the last day is before the first");
    case Fault::too_many:
      return say("it has more than {0} elements", {list_elements});
    case Fault::not_ascending:
      return say("its elements must be ascending and each once");
    case Fault::repeated:
      return say("it names the same thing twice");
    case Fault::bad_list:
      return say("its list is not stored as this schema stores it");
    case Fault::personal_number:
    case Fault::newer:
    case Fault::none:
      break;
  }
  return say("it has a value that this program does not know yet");
}

Status Checker::status() const {
  if (fault_ == Fault::none) return {};
  if (field_ == nullptr) return newer_event();
  const std::string field = fault_group_ == nullptr
                                ? std::string(field_)
                                : format_text("{0}[{1}].{2}", {fault_group_, fault_index_ + 1, field_});
  if (fault_ == Fault::newer) {
    return fields_error(ErrorKind::incomplete,
                        say("The field \"{0}\" has a value that this program does not know yet.", {field}),
                        say("Install a newer version of this program."));
  }
  if (fault_ == Fault::personal_number) return personal_number_error(field);
  return fields_error(ErrorKind::invalid,
                      say("The event is not complete or not plausible: \"{0}\": {1}.", {field, what_is_wrong(fault_)}),
                      say("Correct the field; `sunledger kinds KIND --template` shows a valid example."));
}

// Hears the same calls on an empty event, and writes them down.
class Describer {
 public:
  explicit Describer(std::vector<FieldRule>& rules) : rules_(rules) {}

  using TextReader = capnp::Text::Reader;
  void id(const char* field, TextReader, Need need = Need::required, std::size_t limit = id_bytes) {
    add(field, need, FieldDemand::identifier, limit);
  }
  void text(const char* field, TextReader, Need need = Need::required) {
    add(field, need, FieldDemand::text, text_characters);
  }
  void data(const char* field, capnp::Data::Reader, std::size_t size, Need need = Need::required) {
    add(field, need, FieldDemand::data, size);
  }
  void bytes(const char* field, capnp::Data::Reader, std::size_t limit) {
    add(field, Need::required, FieldDemand::bytes, limit);
  }
  void above_zero(const char* field, std::int64_t) { add(field, Need::required, FieldDemand::above_zero); }
  void not_negative(const char* field, std::int64_t) { add(field, Need::optional, FieldDemand::not_negative); }
  void not_zero(const char* field, std::int64_t) { add(field, Need::required, FieldDemand::not_zero); }
  void sum(const char* field, std::int64_t) { add(field, Need::optional, FieldDemand::none); }
  void count(const char* field, std::uint64_t) { add(field, Need::required, FieldDemand::above_zero); }
  void any_number(const char* field, std::uint64_t) { add(field, Need::optional, FieldDemand::none); }
  void flag(const char* field, bool, Need need = Need::required) { add(field, need, FieldDemand::none); }
  void year(const char* field, std::uint16_t, Need need = Need::required) { add(field, need, FieldDemand::year); }
  void day(const char* field, std::int32_t, Need need = Need::required) { add(field, need, FieldDemand::none); }
  void not_before(const char*, std::int32_t, std::int32_t) {}
  template <class Enum>
  void choice(const char* field, Enum, Need need = Need::required) {
    add(field, need, FieldDemand::none);
  }
  template <class List>
  void choices(const char* field, List) {
    add(field, Need::required, FieldDemand::none);
  }
  void position(const char* field, std::uint64_t) { add(field, Need::required, FieldDemand::above_zero); }
  template <class List>
  void positions(const char* field, List) {
    add(field, Need::required, FieldDemand::positions);
  }
  template <class List>
  void ids(const char* field, List, Need need = Need::required, std::size_t limit = id_bytes) {
    add(field, need, FieldDemand::identifier, limit);
  }
  template <class List>
  void days(const char* field, List, Need need = Need::required) {
    add(field, need, FieldDemand::days);
  }
  template <class List>
  void group(const char* field, List, Need need = Need::required) {
    add(field, need, FieldDemand::none);
    prefix_ = std::string(field) + ".";
    fields_of(std::decay_t<decltype(std::declval<List>()[0])>(), *this);
    prefix_.clear();
  }
  template <class List, class Key>
  void sorted(const char*, List, Key) {}
  template <class Reader>
  void known_shape(Reader) {}

 private:
  void add(const char* field, Need need, FieldDemand demand, std::size_t limit = 0) {
    rules_.push_back({prefix_ + field, need == Need::required, demand, limit});
  }

  std::vector<FieldRule>& rules_;
  std::string prefix_;
};

std::vector<std::vector<FieldRule>> read_field_rules() {
  std::vector<std::vector<FieldRule>> all(known_kinds());
  for (const auto kind : capnp::Schema::from<schema::Event>().getUnionFields()) {
    capnp::MallocMessageBuilder message;
    auto event = message.initRoot<schema::Event>();
    capnp::DynamicStruct::Builder(event).init(kind);
    Describer describer(all[kind.getProto().getDiscriminantValue()]);
    visit_event(event.asReader(), describer);
  }
  return all;
}

}  // namespace

Status check_required(schema::Event::Reader event) {
  try {
    Checker checker;
    checker.known_shape(event);
    if (!visit_event(event, checker)) return newer_event();
    return checker.status();
  } catch (const kj::Exception& exception) {
    return fields_error(ErrorKind::invalid, say("A field of the event does not have the form that its kind gives it."),
                        say("Make the event anew with this program; stored or forwarded bytes must not be changed."));
  }
}

const std::vector<FieldRule>& field_rules(std::uint16_t kind) {
  static const std::vector<std::vector<FieldRule>> all = read_field_rules();
  static const std::vector<FieldRule> none;
  return kind < all.size() ? all[kind] : none;
}

}  // namespace sunledger
