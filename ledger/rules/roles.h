#pragma once
// Which roles may record which kind of event (interface.md, Roles), and which kinds may stand in a large import.

#include <cstdint>
#include <string>

namespace sunledger {

// `kind` is the schema's Event discriminant; `roles` has one bit per schema Role. 0: nobody (entry 0 judges itself).
std::uint32_t roles_for(unsigned kind);
bool may_stand_in_batch(unsigned kind);
// "reviewer, approver": the stable names, in the schema's order.
std::string role_names(std::uint32_t roles);

}  // namespace sunledger
