#include "projections/render/provenance.h"

#include "ledger/base/text.h"
#include "projections/render/terminal.h"

namespace sunledger {
namespace {

// “year=2024, body=…”
std::string listed(const NamedValues& values, std::string_view between) {
  std::string text;
  for (const auto& [name, value] : values) {
    if (!text.empty()) text += ", ";
    text.append(name).append(between).append(value);
  }
  return printable(text);
}

}  // namespace

std::string provenance_heading() {
  // zh: 数据来源与核验
  return say("Where these figures come from");
}

std::vector<ProvenanceLine> provenance_lines(const Document& document, const Hash& digest) {
  const Provenance& from = document.provenance;
  std::vector<ProvenanceLine> lines;
  const auto add = [&](std::string label, std::string value, bool machine = false) {
    lines.push_back({std::move(label), std::move(value), machine});
  };
  add(say("Report"), printable(document.report), true);                               // zh: 报表
  add(say("Ledger"), printable(from.origin), true);                                   // zh: 账本
  add(say("Covers"),                                                                  // zh: 范围
      say("entries 0 to {0}, {1} in all", {from.position.value, from.size()}));       // zh: 第0至{0}条，共{1}条
  add(say("Recorded until"), printable(from.as_of));                                  // zh: 记录截至
  add(say("Root of the tree"), to_hex(from.root.view()), true);                       // zh: 树根
  if (!from.parameters.empty()) add(say("Asked for"), listed(from.parameters, "="));  // zh: 参数
  if (!from.versions.empty()) add(say("Versions"), listed(from.versions, " "));       // zh: 版本
  // zh: 本期章程修订
  const std::string amendments = say("Charter amendments in the period");
  if (from.amendments.empty()) add(amendments, say("none"));  // zh: 无
  for (const std::string& amendment : from.amendments) add(amendments, printable(amendment));
  for (const std::string& note : from.notes) add(say("Note"), printable(note));  // zh: 说明
  add(say("Figures digest"), to_hex(digest.view()), true);                       // zh: 数字摘要
  add(say("To check"),                                                           // zh: 核验方法
                        // zh: 在同一账本上用相同参数和 --as-of {1} 重新生成 {0}，数字摘要应当相同。
      say("Draw {0} again from the same ledger with the same parameters and --as-of {1}: the figures digest must be "
          "the same.",
          {document.report, from.position.value}));
  return lines;
}

}  // namespace sunledger
