#pragma once
// Tables of a package: comma-separated values (RFC 4180), their first columns the same in all: which entry it is, when
// it was recorded, on which day it happened, who signed, which kind of event, which rules were let through.

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "projections/package/texts.h"

namespace sunledger {

class RowOutput {
 public:
  // `columns` follow the common ones.
  Status begin(TextOutputs& outputs, const std::string& path, std::string_view columns);
  Status row(const OpenedEvent& opened, std::initializer_list<std::string> fields);
  Status finish() { return output_->close(); }

 private:
  std::unique_ptr<TextOutput> output_;
};

// "payment.voucher-unique contract.within": the rules that were let through, by their names; "#999" for a rule newer
// than this program.
std::string let_through(const Entry& entry);

// Fields of events as such a table shows them: hex, YYYY-MM-DD, nothing where there is nothing.
std::string shown_hex(capnp::Data::Reader bytes);
std::string shown_day(std::int32_t day);
std::string shown_roles(capnp::List<schema::Role>::Reader roles);
std::string shown_role(schema::Role role);

}  // namespace sunledger
