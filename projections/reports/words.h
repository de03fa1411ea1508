#pragma once
// The schema's enumerants in the reader's language. Numbers are those of schema/*.capnp; an unknown one, of newer
// software, is shown as its number.

#include <cstdint>
#include <string>

namespace sunledger {

std::string words_for_decision_class(std::uint8_t decision_class);
std::string words_for_step(std::uint8_t step);
std::string words_for_category(std::uint8_t category);
std::string words_for_procurement_method(std::uint8_t method);
std::string words_for_review(std::uint8_t outcome);
std::string words_for_satisfaction(std::uint8_t satisfaction);

}  // namespace sunledger
