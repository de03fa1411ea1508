#include "ledger/event/business_command.h"

#include <string>

namespace sunledger {
namespace {

using schema::Event;

// Joined with 0x1F, which no identifier may contain; what is absent is empty.
std::string joined(std::initializer_list<std::string_view> parts) {
  std::string key;
  bool first = true;
  for (const std::string_view part : parts) {
    if (!first) key += '\x1f';
    key += part;
    first = false;
  }
  return key;
}

std::string_view name_of(schema::Source source) {
  switch (source) {
    case schema::Source::GENERAL:
      return "general";
    case schema::Source::FUND:
      return "fund";
    case schema::Source::CAPITAL:
      return "capital";
    case schema::Source::OTHER:
      return "other";
    case schema::Source::DONATION:
      return "donation";
  }
  return "";
}

CommandId line_command(std::string_view kind, schema::BudgetLine::Reader line) {
  return command_for(kind, joined({view_of(line.getBody()), std::to_string(line.getYear()), view_of(line.getLine())}));
}

CommandId change_command(schema::LineChanged::Reader change) {
  return command_for("adjustments", joined({view_of(change.getBody()), view_of(change.getNumber())}));
}

}  // namespace

std::optional<CommandId> business_command(schema::Event::Reader event, Day date) {
  switch (event.which()) {
    case Event::CODE_DEFINED: {
      const auto code = event.getCodeDefined();
      const std::string_view table = code.getTable() == schema::CodeTable::FUNCTION ? "function" : "economic";
      return command_for("codes", joined({std::to_string(code.getYear()), table, view_of(code.getCode())}));
    }
    case Event::NOTICE_RECEIVED:
      return command_for("notices", view_of(event.getNoticeReceived().getNumber()));
    case Event::LINE_PROVISIONAL:
      // A line is provisional first and approved later: two facts, so two identities.
      return line_command("provisional", event.getLineProvisional());
    case Event::LINE_APPROVED:
      return line_command("budget", event.getLineApproved());
    case Event::OPENING_RECORDED: {
      const auto opening = event.getOpeningRecorded();
      return command_for("opening", joined({view_of(opening.getBody()), std::to_string(opening.getYear()),
                                            name_of(opening.getSource()), view_of(opening.getLine())}));
    }
    case Event::LINE_INCREASED:
      return change_command(event.getLineIncreased());
    case Event::LINE_REDUCED:
      return change_command(event.getLineReduced());
    case Event::LINE_TRANSFERRED:
      return change_command(event.getLineTransferred());
    case Event::LINE_CARRIED_OVER:
      return change_command(event.getLineCarriedOver());
    case Event::LINE_RECOVERED:
      return change_command(event.getLineRecovered());
    case Event::RECEIPT_RECORDED: {
      const auto receipt = event.getReceiptRecorded();
      return command_for("receipts", joined({view_of(receipt.getBody()), view_of(receipt.getNumber())}));
    }
    case Event::PAYMENT_RECORDED: {
      const auto payment = event.getPaymentRecorded();
      return command_for("payments", joined({view_of(payment.getBody()), std::to_string(year_of(date)),
                                             view_of(payment.getVoucher())}));
    }
    default:
      return std::nullopt;
  }
}

}  // namespace sunledger
