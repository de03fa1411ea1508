// Bodies, persons in office, their roles and delegations, in the order in which they were recorded.

#include "ledger/event/shape.h"
#include "projections/package/layout.h"
#include "projections/package/rows.h"

namespace sunledger {
namespace {

std::string shown_type(schema::BodyRegistered::Type type) {
  static const std::vector<std::string>& names =
      kind_shapes()[static_cast<std::size_t>(schema::Event::BODY_REGISTERED)].object.find("type")->choices;
  const auto number = static_cast<std::size_t>(type);
  return number < names.size() ? names[number] : "#" + std::to_string(number);
}

class PeopleHistory final : public History {
 public:
  Status begin(TextOutputs& outputs) override {
    return rows_.begin(outputs, people_path,
                       "person,name,roles,body,body_type,deputy,delegation,first_day,last_day,reason,document");
  }

  Status add(const OpenedEvent& opened) override {
    const schema::Event::Reader event = opened.event();
    switch (event.which()) {
      case schema::Event::LEDGER_OPENED: {
        const auto e = event.getLedgerOpened();
        return tell(opened, {.person = text_of(e.getPerson()), .name = text_of(e.getPersonName())});
      }
      case schema::Event::BODY_REGISTERED: {
        const auto e = event.getBodyRegistered();
        return tell(opened,
                    {.name = text_of(e.getName()), .body = text_of(e.getBody()), .type = shown_type(e.getType())});
      }
      case schema::Event::OFFICER_APPOINTED: {
        const auto e = event.getOfficerAppointed();
        return tell(opened, {.person = text_of(e.getPerson()),
                             .name = text_of(e.getName()),
                             .roles = shown_roles(e.getRoles()),
                             .body = text_of(e.getBody()),
                             .document = shown_hex(e.getDocument())});
      }
      case schema::Event::ROLES_CHANGED: {
        const auto e = event.getRolesChanged();
        return tell(opened, {.person = text_of(e.getPerson()),
                             .roles = shown_roles(e.getRoles()),
                             .body = text_of(e.getBody()),
                             .document = shown_hex(e.getDocument())});
      }
      case schema::Event::OFFICER_RELIEVED: {
        const auto e = event.getOfficerRelieved();
        return tell(opened, {.person = text_of(e.getPerson()),
                             .reason = text_of(e.getReason()),
                             .document = shown_hex(e.getDocument())});
      }
      case schema::Event::DELEGATION_GRANTED: {
        const auto e = event.getDelegationGranted();
        return tell(opened, {.person = text_of(e.getFrom()),
                             .roles = shown_role(e.getRole()),
                             .deputy = text_of(e.getTo()),
                             .delegation = text_of(e.getDelegation()),
                             .first_day = shown_day(e.getFirstDay()),
                             .last_day = shown_day(e.getLastDay()),
                             .document = shown_hex(e.getDocument())});
      }
      case schema::Event::DELEGATION_ENDED: {
        const auto e = event.getDelegationEnded();
        return tell(opened, {.delegation = text_of(e.getDelegation()), .reason = text_of(e.getReason())});
      }
      default:
        return {};
    }
  }

  Status finish() override { return rows_.finish(); }

 private:
  struct Row {
    std::string person, name, roles, body, type, deputy, delegation, first_day, last_day, reason, document;
  };
  Status tell(const OpenedEvent& opened, const Row& row) {
    return rows_.row(opened, {row.person, row.name, row.roles, row.body, row.type, row.deputy, row.delegation,
                              row.first_day, row.last_day, row.reason, row.document});
  }

  RowOutput rows_;
};

}  // namespace

std::unique_ptr<History> people_history() {
  return std::make_unique<PeopleHistory>();
}

}  // namespace sunledger
