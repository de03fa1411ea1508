// The budget: quota notices, lines and their changes, money received, years closed and reopened.

#include "ledger/rules/judge.h"

namespace sunledger {
namespace {

using Event = schema::Event;

bool codes_are_known(Judge& judge, int year, std::string_view function, std::string_view economic) {
  const auto unknown = [&](std::uint8_t table, std::string_view code) {
    return !code.empty() && !judge.facts.code(year, table, code);
  };
  const bool function_unknown = unknown(0, function);
  const bool economic_unknown = unknown(1, economic);
  return judge.require(
      !function_unknown && !economic_unknown, Rule::budget_code_known,
      [&] {
        return function_unknown ? say("The function code {0} is not in the table of {1}.", {function, year})
                                : say("The economic code {0} is not in the table of {1}.", {economic, year});
      },
      N_("Import the year's codes first (import codes), or correct the code."));
}

void receive_notice(Judge& judge, schema::NoticeReceived::Reader notice) {
  const std::string_view body = view_of(notice.getBody());
  const std::string_view number = view_of(notice.getNumber());
  const int year = year_of(judge.envelope.date);
  if (!judge.take_identity('n', join_identity({body, number}), number)) return;
  if (!codes_are_known(judge, year, view_of(notice.getFunction()), {})) return;
  std::string uses;
  for (auto use : notice.getUses()) {
    if (!uses.empty()) uses += ',';
    uses += view_of(use);
  }
  judge.facts.set_notice(
      body, number,
      NoticeFact{judge.envelope.batch, static_cast<std::uint8_t>(notice.getNature()), notice.getAmount(),
                 text_of(notice.getFunction()), text_of(notice.getDirectMark()), std::move(uses)});
}

// Lines under a notice share its source and stay within its amount.
bool fits_notice(Judge& judge, schema::BudgetLine::Reader line, std::int64_t added_fen) {
  if (!line.hasNotice()) return true;
  const std::string_view body = view_of(line.getBody());
  const std::string_view number = view_of(line.getNotice());
  const auto notice = judge.facts.notice(body, number);
  const std::string identity = join_identity({body, number});
  if (!judge.require(
          notice.has_value(), Rule::budget_notice_within,
          [&] { return say("There is no quota notice {0}.", {number}); },
          N_("Import the notice first (import notices)."))) {
    return false;
  }
  if (!notice) return true;
  const std::int64_t allocated = judge.facts.sums('n', identity)[NoticeSums::allocated];
  if (!judge.require(
          notice->nature == static_cast<std::uint8_t>(line.getSource()), Rule::budget_notice_within,
          [&] {
            return say("Line {0} has another source than its notice {1}.", {view_of(line.getLine()), number});
          },
          N_("The source of earmarked money stays unchanged; correct the line.")) ||
      !judge.require(
          allocated + added_fen <= notice->amount_fen, Rule::budget_notice_within,
          [&] {
            return say("Notice {0} gives {1} yuan, of which {2} are allocated; {3} more do not fit.",
                       {number, to_yuan_grouped(Fen(notice->amount_fen)), to_yuan_grouped(Fen(allocated)),
                        to_yuan_grouped(Fen(added_fen))});
          },
          N_("Correct the line's amount, or record the additional notice first."))) {
    return false;
  }
  judge.facts.add_to_sums('n', identity, NoticeSums::allocated, added_fen);
  return true;
}

void set_line(Judge& judge, schema::BudgetLine::Reader line, LineState state) {
  const std::string_view body = view_of(line.getBody());
  const std::string identity = line_identity(body, line.getYear(), view_of(line.getLine()));
  if (!year_is_open(judge, body, line.getYear())) return;
  const auto earlier = judge.facts.line(identity);
  const auto holder = judge.facts.holder('l', identity);
  const bool becomes_approved = earlier && earlier->state == LineState::provisional && state == LineState::approved;
  if (becomes_approved && judge.envelope.batch != 0 && earlier->batch != judge.envelope.batch) {
    judge.refuse(Rule::line_state,
                 say("Line {0} is provisional; a large import cannot approve it.", {view_of(line.getLine())}),
                 N_("Approve provisional lines in a file of their own of at most a thousand rows."));
    return;
  }
  if (holder && !becomes_approved) {
    judge.refuse(Rule::line_state,
                 say("Budget line {0} of {1} exists already, since position {2}.",
                     {view_of(line.getLine()), line.getYear(), *holder}),
                 N_("Change an approved line by an adjustment, with its document."), ErrorKind::conflict);
    return;
  }
  if (!codes_are_known(judge, line.getYear(), view_of(line.getFunction()), view_of(line.getEconomic()))) return;
  // The approved amount replaces the provisional one: 预算法 §54 spending counts against the year's budget.
  const std::int64_t before = becomes_approved ? judge.facts.sums('a', identity)[LineSums::budget] : 0;
  const std::int64_t added = line.getAmount() - before;
  if (!fits_notice(judge, line, added)) return;
  judge.facts.hold('l', identity, judge.place.position.value);
  judge.facts.set_line(identity,
                       LineFact{judge.envelope.batch, state, static_cast<std::uint8_t>(line.getSource()),
                                static_cast<std::uint8_t>(line.getKind()), text_of(line.getFunction()),
                                text_of(line.getEconomic()), text_of(line.getProject()), text_of(line.getNotice())});
  judge.facts.add_to_sums('a', identity, LineSums::budget, added);
}

// The line that a change moves; nothing when judging must stop.
std::optional<std::string> line_to_change(Judge& judge, std::string_view body, int year, std::string_view line) {
  std::string identity = line_identity(body, year, line);
  if (!judge.require(
          judge.facts.line(identity).has_value(), Rule::budget_line_exists,
          [&] {
            return say("There is no budget line {0} in {1}.", {line, year});
          },
          N_("Import the budget first, or correct the line's code."))) {
    return std::nullopt;
  }
  if (!year_is_open(judge, body, year)) return std::nullopt;
  return identity;
}

bool stays_available(Judge& judge, const std::string& identity, std::string_view line, std::int64_t taken_fen) {
  const std::int64_t available = available_fen(judge.facts.sums('a', identity));
  return judge.require(
      taken_fen <= available, Rule::budget_available,
      [&] {
        return say("Line {0} has {1} yuan available; {2} cannot be taken from it.",
                   {line, to_yuan_grouped(Fen(available)), to_yuan_grouped(Fen(taken_fen))});
      },
      N_("Reduce the amount, or free money on the line first."));
}

void change_line(Judge& judge, schema::LineChanged::Reader change, Event::Which kind) {
  const std::string_view body = view_of(change.getBody());
  const int year = change.getYear() != 0 ? change.getYear() : year_of(judge.envelope.date);
  const std::string_view line = view_of(change.getLine());
  const std::int64_t amount = change.getAmount();
  if (!judge.take_identity('a', join_identity({body, view_of(change.getNumber())}), view_of(change.getNumber())))
    return;
  const auto identity = line_to_change(judge, body, year, line);
  if (!identity) return;
  if (kind == Event::LINE_INCREASED) {
    judge.facts.add_to_sums('a', *identity, LineSums::adjusted, amount);
    return;
  }
  if (!stays_available(judge, *identity, line, amount)) return;
  if (kind == Event::LINE_TRANSFERRED || kind == Event::LINE_CARRIED_OVER) {
    const int to_year = kind == Event::LINE_CARRIED_OVER ? year + 1 : year;
    const std::string_view to_line = change.hasToLine() ? view_of(change.getToLine()) : line;
    const auto target = line_to_change(judge, body, to_year, to_line);
    if (!target) return;
    if (*target == *identity) {
      judge.refuse(Rule::event_fields, say("Money cannot be transferred from line {0} to itself.", {line}));
      return;
    }
    judge.facts.add_to_sums('a', *target, LineSums::adjusted, amount);
  }
  judge.facts.add_to_sums('a', *identity, LineSums::adjusted, -amount);
}

void receive(Judge& judge, schema::ReceiptRecorded::Reader receipt) {
  const std::string_view body = view_of(receipt.getBody());
  const int year = year_of(judge.envelope.date);
  if (!judge.take_identity('r', join_identity({body, view_of(receipt.getNumber())}), view_of(receipt.getNumber())))
    return;
  const auto identity = line_to_change(judge, body, year, view_of(receipt.getLine()));
  if (identity) judge.facts.add_to_sums('a', *identity, LineSums::received, receipt.getAmount());
}

void record_opening(Judge& judge, schema::OpeningRecorded::Reader opening) {
  const std::string_view body = view_of(opening.getBody());
  const std::string source = std::to_string(static_cast<unsigned>(opening.getSource()));
  const std::string identity =
      join_identity({body, std::to_string(opening.getYear()), source, view_of(opening.getLine())});
  if (!judge.take_identity('o', identity, view_of(opening.getLine()))) return;
  if (!year_is_open(judge, body, opening.getYear()) || !opening.hasLine()) return;
  const auto line = line_to_change(judge, body, opening.getYear(), view_of(opening.getLine()));
  if (line) judge.facts.add_to_sums('a', *line, LineSums::opening, opening.getAmount());
}

// What waits or is under way when the books close would move them afterwards.
bool nothing_is_under_way(Judge& judge, std::string_view body, int year) {
  const std::int64_t waiting = judge.facts.sums('y', year_identity(body, year))[YearSums::waiting];
  const std::size_t imports = judge.facts.open_batches();
  if (waiting == 0 && imports == 0) return true;
  judge.refuse(
      Rule::year_turn,
      say("The year {0} cannot be closed yet: payments that wait for review or approval: {1}; imports that are "
          "not finished: {2}.",
          {year, waiting, imports}),
      N_("Review and approve or reject the payments (“sunledger review list”), and finish each import by "
         "importing its file again or end it by “sunledger import abandon”; then close the year."));
  return false;
}

void turn_year(Judge& judge, schema::YearTurned::Reader turned, Event::Which kind) {
  const std::string_view body = view_of(turned.getBody());
  const int year = turned.getYear();
  YearFact fact = judge.facts.year(body, year);
  const auto wrong_state = [&](const char* hint) {
    judge.refuse(Rule::year_turn, say("The year {0} is not in the state for that step.", {year}), hint);
  };
  switch (kind) {
    case Event::YEAR_CLOSE_REVIEWED:
    case Event::YEAR_REOPEN_REVIEWED: {
      const bool closing = kind == Event::YEAR_CLOSE_REVIEWED;
      if (closing != (fact.state == YearState::open || fact.state == YearState::close_reviewed)) {
        return wrong_state(N_("An open year is closed, a closed one reopened."));
      }
      if (closing && !nothing_is_under_way(judge, body, year)) return;
      fact.state = closing ? YearState::close_reviewed : YearState::reopen_reviewed;
      fact.reviewer = judge.person;
      break;
    }
    default: {
      const bool closing = kind == Event::YEAR_CLOSED;
      if (fact.state != (closing ? YearState::close_reviewed : YearState::reopen_reviewed)) {
        return wrong_state(N_("A reviewer records the review first (YearCloseReviewed or YearReopenReviewed)."));
      }
      if (fact.reviewer == judge.person) {
        judge.refuse(Rule::separation_person, say("{0} reviewed this step and cannot approve it too.", {judge.person}),
                     N_("Let another person with the approver's role record it."));
        return;
      }
      if (closing && !nothing_is_under_way(judge, body, year)) return;
      fact.state = closing ? YearState::closed : YearState::open;
      fact.was_closed = true;
      fact.reviewer.clear();
    }
  }
  judge.facts.set_year(body, year, fact);
}

}  // namespace

void judge_budget(Judge& judge) {
  const auto event = judge.event.getEvent();
  switch (event.which()) {
    case Event::NOTICE_RECEIVED:
      return receive_notice(judge, event.getNoticeReceived());
    case Event::LINE_PROVISIONAL:
      return set_line(judge, event.getLineProvisional(), LineState::provisional);
    case Event::LINE_APPROVED:
      return set_line(judge, event.getLineApproved(), LineState::approved);
    case Event::LINE_INCREASED:
      return change_line(judge, event.getLineIncreased(), event.which());
    case Event::LINE_REDUCED:
      return change_line(judge, event.getLineReduced(), event.which());
    case Event::LINE_TRANSFERRED:
      return change_line(judge, event.getLineTransferred(), event.which());
    case Event::LINE_CARRIED_OVER:
      return change_line(judge, event.getLineCarriedOver(), event.which());
    case Event::LINE_RECOVERED:
      return change_line(judge, event.getLineRecovered(), event.which());
    case Event::RECEIPT_RECORDED:
      return receive(judge, event.getReceiptRecorded());
    case Event::OPENING_RECORDED:
      return record_opening(judge, event.getOpeningRecorded());
    case Event::YEAR_CLOSE_REVIEWED:
      return turn_year(judge, event.getYearCloseReviewed(), event.which());
    case Event::YEAR_CLOSED:
      return turn_year(judge, event.getYearClosed(), event.which());
    case Event::YEAR_REOPEN_REVIEWED:
      return turn_year(judge, event.getYearReopenReviewed(), event.which());
    case Event::YEAR_REOPENED:
      return turn_year(judge, event.getYearReopened(), event.which());
    default:
      INVARIANT(false);
  }
}

}  // namespace sunledger
