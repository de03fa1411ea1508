#include "projections/reports/words.h"

#include <span>

#include "ledger/base/text.h"

namespace sunledger {
namespace {

std::string word(std::span<const char* const> words, std::uint8_t number) {
  return number < words.size() ? say(words[number]) : say("unknown ({0})", {number});
}

}  // namespace

std::string words_for_decision_class(std::uint8_t decision_class) {
  // zh: 重大事项决策, 重要干部任免, 重大项目安排, 大额度资金使用
  static constexpr const char* words[] = {N_("major matter"), N_("appointment of officials"), N_("major project"),
                                          N_("use of large funds")};
  return word(words, decision_class);
}

std::string words_for_step(std::uint8_t step) {
  // zh: 前期调研, 公开征求意见, 相关利益方参与, 专家论证, 专门协会意见, 合法性审查, 社会稳定风险评估, 集体讨论决定,
  // 公示, 执行, 后评估
  static constexpr const char* words[] = {N_("research"),
                                          N_("public comment"),
                                          N_("stakeholders' part"),
                                          N_("expert review"),
                                          N_("special associations' opinion"),
                                          N_("legality review"),
                                          N_("risk assessment"),
                                          N_("collective discussion"),
                                          N_("public notice"),
                                          N_("execution"),
                                          N_("evaluation")};
  return word(words, step);
}

std::string words_for_category(std::uint8_t category) {
  // zh: 货物, 服务, 工程
  static constexpr const char* words[] = {N_("goods"), N_("services"), N_("works")};
  return word(words, category);
}

std::string words_for_procurement_method(std::uint8_t method) {
  // zh: 公开招标, 邀请招标, 竞争性谈判, 竞争性磋商, 单一来源, 询价, 框架协议, 比选
  static constexpr const char* words[] = {
      N_("open tender"),   N_("invited tender"), N_("competitive negotiation"), N_("competitive consultation"),
      N_("single source"), N_("inquiry"),        N_("framework agreement"),     N_("comparison of offers")};
  return word(words, method);
}

std::string words_for_review(std::uint8_t outcome) {
  // zh: 审议通过, 审议通过并提出意见, 退回
  static constexpr const char* words[] = {N_("approved in review"), N_("approved with opinions"), N_("sent back")};
  return word(words, outcome);
}

std::string words_for_satisfaction(std::uint8_t satisfaction) {
  // zh: 满意, 基本满意, 不满意
  static constexpr const char* words[] = {N_("satisfied"), N_("mostly satisfied"), N_("dissatisfied")};
  return word(words, satisfaction);
}

}  // namespace sunledger
