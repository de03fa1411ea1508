#pragma once
// The letters under which identifiers are held (Facts::hold): one for each kind of thing that is named once. Small
// letters and 'A' belong to people, charter, budget and payments, which write them where they hold them.

namespace sunledger::identity_family {

inline constexpr char acceptance = 'X';
inline constexpr char amendment_decision = 'M';  // the decision on which the charter was amended
inline constexpr char code = 'K';
inline constexpr char contract = 'C';
inline constexpr char decision = 'E';
inline constexpr char document = 'D';
inline constexpr char meeting = 'J';
inline constexpr char opinion = 'O';
inline constexpr char procurement = 'P';
inline constexpr char recovery = 'W';  // the decision on which an administrator's key was replaced
inline constexpr char report = 'R';
inline constexpr char subsidy_batch = 'S';
inline constexpr char subsidy_month = 'T';  // programme, body and month: paid once

}  // namespace sunledger::identity_family
