// Keys: authors' keys as they were registered, replaced, revoked and confirmed again; and the log's own.

#include "projections/package/layout.h"
#include "projections/package/rows.h"

namespace sunledger {
namespace {

class KeyHistory final : public History {
 public:
  Status begin(TextOutputs& outputs) override {
    return rows_.begin(outputs, keys_path, "person,key,replaces,from_position,positions,decision,reason");
  }

  Status add(const OpenedEvent& opened) override {
    const schema::Event::Reader event = opened.event();
    switch (event.which()) {
      case schema::Event::LEDGER_OPENED:
        return tell(opened, {.person = text_of(event.getLedgerOpened().getPerson()),
                             .key = to_hex(opened.entry.author.view())});
      case schema::Event::OFFICER_APPOINTED: {
        const auto e = event.getOfficerAppointed();
        return tell(opened, {.person = text_of(e.getPerson()), .key = shown_hex(e.getKey())});
      }
      case schema::Event::KEY_REGISTERED: {
        const auto e = event.getKeyRegistered();
        return tell(
            opened,
            {.person = text_of(e.getPerson()), .key = shown_hex(e.getKey()), .replaces = shown_hex(e.getReplaces())});
      }
      case schema::Event::KEY_REVOKED: {
        const auto e = event.getKeyRevoked();
        return tell(opened, {.key = shown_hex(e.getKey()),
                             .from_position = std::to_string(e.getSince()),
                             .reason = text_of(e.getReason())});
      }
      case schema::Event::ADMINISTRATOR_RECOVERED: {
        const auto e = event.getAdministratorRecovered();
        return tell(opened, {.person = text_of(e.getPerson()),
                             .key = shown_hex(e.getKey()),
                             .decision = text_of(e.getDecision()),
                             .reason = text_of(e.getReason())});
      }
      case schema::Event::LOG_KEY_ROTATED: {
        const auto e = event.getLogKeyRotated();
        return tell(opened, {.key = shown_hex(e.getKey()), .reason = text_of(e.getReason())});
      }
      case schema::Event::ACT_ENDORSED:
        return tell(opened, {.positions = std::to_string(event.getActEndorsed().getPosition())});
      case schema::Event::ENTRIES_RECONFIRMED: {
        const auto e = event.getEntriesReconfirmed();
        std::string positions;
        for (const std::uint64_t position : e.getPositions()) {
          positions += (positions.empty() ? "" : " ") + std::to_string(position);
        }
        return tell(opened, {.positions = positions, .reason = text_of(e.getReason())});
      }
      default:
        return {};
    }
  }

  Status finish() override { return rows_.finish(); }

 private:
  struct Row {
    std::string person, key, replaces, from_position, positions, decision, reason;
  };
  Status tell(const OpenedEvent& opened, const Row& row) {
    return rows_.row(opened,
                     {row.person, row.key, row.replaces, row.from_position, row.positions, row.decision, row.reason});
  }

  RowOutput rows_;
};

}  // namespace

std::unique_ptr<History> key_history() {
  return std::make_unique<KeyHistory>();
}

}  // namespace sunledger
