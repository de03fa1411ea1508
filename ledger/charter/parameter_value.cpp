#include "ledger/charter/parameter_value.h"

#include <algorithm>
#include <charconv>

#include "ledger/base/text.h"

namespace sunledger {

namespace {

constexpr std::int64_t max_denominator = 10'000;
constexpr std::size_t max_shown_bytes = 80;

// What a person wrote, cut to a length that fits a message; never cuts inside a UTF-8 character.
std::string shown(std::string_view text) {
  if (text.size() <= max_shown_bytes) return std::string(text);
  std::size_t end = max_shown_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}

Error invalid(std::string message, std::string hint = {}) {
  return make_error(ErrorKind::invalid, std::move(message), std::move(hint));
}

bool is_choice(const ParameterDefinition& definition, std::string_view item) {
  const auto choices = split_list(definition.choices);
  return std::find(choices.begin(), choices.end(), item) != choices.end();
}

std::string readable_choices(const ParameterDefinition& definition) {
  std::string readable;
  for (const auto& choice : split_list(definition.choices)) readable += (readable.empty() ? "" : ", ") + choice;
  return readable;
}

Result<std::string> money_value(const ParameterDefinition& definition, const WrittenValue& written) {
  const auto amount = written.kind == WrittenValue::Kind::text ? parse_yuan(written.text) : std::nullopt;
  if (!amount) return invalid(say("The value must be an amount in yuan, written as text: \"50000.00\"."));
  if (amount->value < definition.least || amount->value > definition.most) {
    return invalid(say("The amount {0} is outside the allowed range, {1} to {2} yuan.",
                       {shown(written.text), to_yuan(Fen(definition.least)), to_yuan(Fen(definition.most))}));
  }
  return to_yuan(*amount);
}

Result<std::string> integer_value(const ParameterDefinition& definition, const WrittenValue& written) {
  const auto number = written.kind == WrittenValue::Kind::integer ? parse_integer(written.text) : std::nullopt;
  if (!number) return invalid(say("The value must be a whole number, without quotes: 30."));
  if (*number < definition.least || *number > definition.most) {
    return invalid(
        say("The number {0} is outside the allowed range, {1} to {2}.", {*number, definition.least, definition.most}));
  }
  return std::to_string(*number);
}

Result<std::string> ratio_value(const WrittenValue& written) {
  if (written.kind == WrittenValue::Kind::text) {
    if (parse_ratio(written.text)) return written.text;
    const auto slash = written.text.find('/');
    if (slash != std::string::npos) {
      const auto num = parse_integer(std::string_view(written.text).substr(0, slash));
      const auto den = parse_integer(std::string_view(written.text).substr(slash + 1));
      if (num && den && *den > 0 && *num > *den) {
        return invalid(say("The share {0} is above one: no meeting or roster could ever reach it.", {written.text}));
      }
      if (num && *num < 0) return invalid(say("The share {0} is below zero.", {written.text}));
    }
  }
  return invalid(say("The value must be a share written as a fraction, at most one: \"2/3\" or \"60/100\"."));
}

Result<std::string> list_value(const ParameterDefinition& definition, const WrittenValue& written) {
  if (written.kind != WrittenValue::Kind::list) {
    return invalid(say("The value must be a list: [\"…\", \"…\"], from: {0}.", {readable_choices(definition)}));
  }
  auto items = written.items;
  for (const auto& item : items) {
    if (!is_choice(definition, item)) {
      return invalid(
          say("\"{0}\" is not among the values this list takes: {1}.", {shown(item), readable_choices(definition)}));
    }
  }
  auto sorted = items;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) return invalid(say("The list names \"{0}\" twice.", {*twice}));
  if (static_cast<std::int64_t>(items.size()) < definition.least) {
    return invalid(say("The list is empty: it needs at least {0}.", {definition.least}));
  }
  if (items.size() > 1 && sorted.front() == "*") {
    return invalid(say("\"*\" means any and stands alone: leave it out or leave out the others."));
  }
  std::string joined;
  for (const auto& item : definition.type == ParameterType::set ? sorted : items) {
    joined += (joined.empty() ? "" : ",") + item;
  }
  return joined;
}

Result<std::string> text_value(const ParameterDefinition& definition, const WrittenValue& written) {
  const auto size = static_cast<std::int64_t>(written.text.size());
  const bool has_bad_character = std::any_of(written.text.begin(), written.text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == ',';
  });
  if (written.kind != WrittenValue::Kind::text || has_bad_character || size < definition.least ||
      size > definition.most) {
    return invalid(say("The value must be text of {0} to {1} bytes, without commas or control characters.",
                       {definition.least, definition.most}));
  }
  return written.text;
}

WrittenValue as_written(const ParameterDefinition& definition, std::string_view value) {
  WrittenValue written{WrittenValue::Kind::text, std::string(value), {}};
  switch (definition.type) {
    case ParameterType::integer:
      written.kind = WrittenValue::Kind::integer;
      break;
    case ParameterType::flag:
      written.kind = value == "true" || value == "false" ? WrittenValue::Kind::flag : WrittenValue::Kind::text;
      break;
    case ParameterType::set:
    case ParameterType::sequence:
      written.kind = WrittenValue::Kind::list;
      written.items = split_list(value);
      break;
    default:
      break;
  }
  return written;
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (std::to_string(number) != text) return std::nullopt;
  return number;
}

std::optional<Ratio> parse_ratio(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto num = parse_integer(text.substr(0, slash));
  const auto den = parse_integer(text.substr(slash + 1));
  if (!num || !den || *num < 0 || *den < 1 || *den > max_denominator || *num > *den) return std::nullopt;
  return Ratio{*num, *den};
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> items;
  if (text.empty()) return items;
  std::size_t start = 0;
  for (auto comma = text.find(','); comma != std::string_view::npos; comma = text.find(',', start)) {
    items.emplace_back(text.substr(start, comma - start));
    start = comma + 1;
  }
  items.emplace_back(text.substr(start));
  return items;
}

Result<std::string> canonical_value(const ParameterDefinition& definition, const WrittenValue& written) {
  switch (definition.type) {
    case ParameterType::money:
      return money_value(definition, written);
    case ParameterType::integer:
      return integer_value(definition, written);
    case ParameterType::ratio:
      return ratio_value(written);
    case ParameterType::flag:
      if (written.kind == WrittenValue::Kind::flag) return written.text;
      return invalid(say("The value must be true or false, without quotes."));
    case ParameterType::choice:
      if (written.kind == WrittenValue::Kind::text && is_choice(definition, written.text)) return written.text;
      return invalid(say("The value must be one of: {0}.", {readable_choices(definition)}));
    case ParameterType::set:
    case ParameterType::sequence:
      return list_value(definition, written);
    case ParameterType::text:
      return text_value(definition, written);
  }
  return invalid(say("The value has a type that this software does not know."));
}

Status check_canonical(const ParameterDefinition& definition, std::string_view value) {
  TRY_ASSIGN(const auto canonical, canonical_value(definition, as_written(definition, value)));
  if (canonical != value) {
    return invalid(say("The value is written in another form than the canonical one, \"{0}\".", {canonical}));
  }
  return {};
}

}  // namespace sunledger
