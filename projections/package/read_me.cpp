#include "projections/package/read_me.h"

namespace sunledger {
namespace {

void fill(std::string& text, std::string_view place, const std::string& value) {
  for (std::size_t at = text.find(place); at != std::string::npos; at = text.find(place, at + value.size())) {
    text.replace(at, place.size(), value);
  }
}

std::string filled(std::string_view pattern, const Checkpoint& checkpoint) {
  std::string text(pattern);
  fill(text, "{entries}", std::to_string(checkpoint.size));
  fill(text, "{origin}", checkpoint.origin);
  return text;
}

}  // namespace

std::vector<std::string> read_me_paths() {
  return {"READ-ME-FIRST.en.txt", "READ-ME-FIRST.zh-CN.txt"};
}

std::vector<ReadMe> read_mes(const Checkpoint& checkpoint) {
  const auto paths = read_me_paths();
  return {{paths[0], filled(read_me_english(), checkpoint)}, {paths[1], filled(read_me_chinese(), checkpoint)}};
}

}  // namespace sunledger
