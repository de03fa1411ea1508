#include "ledger/charter/toml_source.h"

// toml++ 3.3 asserts what some malformed files do not keep (an inline table that goes on without a name), and assumes
// it where asserts are off. A person's file must do neither: here a broken assertion is an exception, caught below.
#undef NDEBUG
namespace sunledger {
struct MalformedToml {};
}  // namespace sunledger
#define TOML_ASSERT(expression)                            \
  do {                                                     \
    if (!(expression)) throw ::sunledger::MalformedToml(); \
  } while (false)
#include <toml++/toml.h>

#include <algorithm>

#include "ledger/base/text.h"

namespace sunledger {

namespace {

constexpr std::size_t max_depth = 8;
constexpr std::size_t max_parameters = 1000;
constexpr std::size_t max_items = 100;
constexpr std::size_t max_dots_in_line = 16;
constexpr std::size_t max_metadata_bytes = 512;
constexpr std::size_t max_clause_bytes = 512;

TextPlace place_of(const toml::source_region& region) {
  return {region.begin.line, region.begin.column};
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// Names go into messages: bounded, and with nothing that could move a terminal's cursor.
bool is_plain_key(std::string_view key) {
  return !key.empty() && key.size() <= max_parameter_name_bytes && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  });
}

// toml++ bounds the nesting of values but not that of dotted names, and frees nested tables by recursion: a name of a
// hundred thousand dots would overflow the stack. A dotted name never spans lines, so that dots a line bound it.
// The first line with too many, 0 when there is none.
std::uint32_t line_with_too_many_dots(std::string_view text) {
  std::uint32_t line = 1;
  std::size_t dots = 0;
  bool is_blank = true;
  bool is_comment = false;
  for (const char c : text) {
    if (c == '\n') {
      ++line;
      dots = 0;
      is_blank = true;
      is_comment = false;
      continue;
    }
    if (is_blank && c == '#') is_comment = true;
    if (c == '.' && !is_comment && ++dots > max_dots_in_line) return line;
    if (c != ' ' && c != '\t') is_blank = false;
  }
  return 0;
}

class Flattener {
 public:
  explicit Flattener(TomlSource& source) : source_(source) {}

  void read_root(const toml::table& root) {
    for (const auto& [key, node] : root) {
      const auto name = key.str();
      if (name == "title" || name == "place" || name == "document") {
        read_metadata(name, node);
      } else {
        read_child({}, {}, key, node, 1);
      }
    }
  }

 private:
  void problem(TextPlace place, std::string_view name, std::string message) {
    if (source_.problems.size() < max_parameters) {
      source_.problems.push_back({place, std::string(name), std::move(message)});
    }
  }

  void read_metadata(std::string_view name, const toml::node& node) {
    const auto* text = node.as_string();
    if (text == nullptr || text->get().size() > max_metadata_bytes || has_control_character(text->get())) {
      return problem(place_of(node.source()), name,
                     say("\"{0}\" must be one line of text, at most {1} bytes.", {name, max_metadata_bytes}));
    }
    auto& target = name == "title" ? source_.title : name == "place" ? source_.place : source_.document;
    target = text->get();
  }

  void read_child(const std::string& prefix, const std::string& clause, const toml::key& key, const toml::node& node,
                  std::size_t depth) {
    const auto place = place_of(key.source());
    if (!is_plain_key(key.str())) {
      return problem(place, prefix,
                     say("A name here has characters that no parameter has: names use a-z, 0-9, '_', '-' and '.'."));
    }
    const auto name = prefix.empty() ? std::string(key.str()) : prefix + "." + std::string(key.str());
    if (name.size() > max_parameter_name_bytes) {
      return problem(place, prefix, say("The name below \"{0}\" is longer than any parameter's.", {prefix}));
    }
    read_node(name, clause, node, place, depth);
  }

  void read_node(const std::string& name, const std::string& clause, const toml::node& node, TextPlace place,
                 std::size_t depth) {
    if (depth > max_depth) return problem(place, name, say("The tables are nested deeper than any parameter is."));
    if (const auto* table = node.as_table()) return read_table(name, clause, *table, place, depth);
    const auto* array = node.as_array();
    if (array != nullptr && !array->empty() && array->is_homogeneous(toml::node_type::table)) {
      if (array->size() > max_items) return problem(place, name, say("The list is longer than any parameter's."));
      std::size_t index = 1;
      for (const auto& item : *array) {
        read_table(name + "." + std::to_string(index++), clause, *item.as_table(), place_of(item.source()), depth + 1);
      }
      return;
    }
    add(name, clause, node, place_of(node.source()), place);
  }

  void read_table(const std::string& name, const std::string& outer_clause, const toml::table& table, TextPlace place,
                  std::size_t depth) {
    std::string clause = outer_clause;
    const toml::node* value = nullptr;
    for (const auto& [key, node] : table) {
      if (key == "clause" || key == "basis") {
        const auto* text = node.as_string();
        if (text == nullptr || text->get().size() > max_clause_bytes || has_control_character(text->get())) {
          problem(
              place_of(node.source()), name,
              say("The {0} must be one line of text, at most {1} bytes: \"二(三)\".", {key.str(), max_clause_bytes}));
        } else {
          clause = text->get();
        }
      } else if (key == "value") {
        value = &node;
      }
    }
    if (value != nullptr) add(name, clause, *value, place_of(value->source()), place);
    for (const auto& [key, node] : table) {
      if (key == "clause" || key == "basis" || key == "value") continue;
      if (value != nullptr) {
        problem(place_of(key.source()), name,
                say("Beside \"value\" a parameter has only \"clause\" (or \"basis\" in the defaults)."));
      } else {
        read_child(name, clause, key, node, depth + 1);
      }
    }
    if (value == nullptr && table.empty()) problem(place, name, say("The table is empty: it gives no value."));
  }

  void add(const std::string& name, const std::string& clause, const toml::node& node, TextPlace place,
           TextPlace name_place) {
    if (source_.parameters.size() >= max_parameters) {
      if (source_.parameters.size() == max_parameters) {
        problem(place, name, say("The file gives more than {0} values: it is not a charter.", {max_parameters}));
      }
      return;
    }
    source_.parameters.push_back({name, written(node), clause, place, name_place});
  }

  static WrittenValue written(const toml::node& node) {
    if (const auto* text = node.as_string()) return {WrittenValue::Kind::text, text->get(), {}};
    if (const auto* number = node.as_integer()) return {WrittenValue::Kind::integer, std::to_string(number->get()), {}};
    if (const auto* flag = node.as_boolean()) return {WrittenValue::Kind::flag, flag->get() ? "true" : "false", {}};
    const auto* array = node.as_array();
    if (array == nullptr || array->size() > max_items) return {};
    WrittenValue list{WrittenValue::Kind::list, {}, {}};
    for (const auto& item : *array) {
      const auto* text = item.as_string();
      if (text == nullptr) return {};
      list.items.push_back(text->get());
    }
    return list;
  }

  TomlSource& source_;
};

}  // namespace

TomlSource read_toml_source(std::string_view text) {
  TomlSource source;
  if (text.size() > max_charter_file_bytes) {
    source.problems.push_back(
        {{}, {}, say("The file is larger than {0} bytes: it is not a charter.", {max_charter_file_bytes})});
    return source;
  }
  if (const auto line = line_with_too_many_dots(text); line > 0) {
    source.problems.push_back({{line, 1}, {}, say("The line has more dots than any parameter's name.")});
    return source;
  }
  try {
    const toml::table root = toml::parse(text);
    Flattener(source).read_root(root);
  } catch (const toml::parse_error& failure) {
    source.problems.push_back({place_of(failure.source()),
                               {},
                               say("The file is not valid TOML: {0}.", {std::string(failure.description())})});
  } catch (const MalformedToml&) {
    source.problems.push_back({{}, {}, say("The file is not valid TOML.")});
  }
  std::stable_sort(source.parameters.begin(), source.parameters.end(),
                   [](const WrittenParameter& a, const WrittenParameter& b) { return a.name < b.name; });
  return source;
}

}  // namespace sunledger
