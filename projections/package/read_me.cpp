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

std::vector<ReadMe> read_mes(const Checkpoint& checkpoint) {
  return {{"READ-ME-FIRST.en.txt", filled(read_me_english(), checkpoint)},
          {"READ-ME-FIRST.zh-CN.txt", filled(read_me_chinese(), checkpoint)}};
}

}  // namespace sunledger
