// The log's own verifier keys: each signs the checkpoints over more entries than `since`, until the next one does
// (ledger/proof/log_keys.h). Beside the package they are worth nothing: the reader's key comes from elsewhere.

#include "ledger/proof/note.h"
#include "projections/package/layout.h"
#include "projections/package/texts.h"
#include "projections/views/endorsed_act.h"

namespace sunledger {
namespace {

class LogKeyHistory final : public History {
 public:
  Status begin(TextOutputs& outputs) override {
    TRY_ASSIGN(output_, outputs.open(log_vkeys_path));
    return output_->write("since,vkey\r\n");
  }

  Status add(const OpenedEvent& opened) override {
    const schema::Event::Reader event = opened.event();
    if (event.isLedgerOpened() && opened.position() == 0) {
      origin_ = text_of(event.getLedgerOpened().getOrigin());
      return tell(0, event.getLedgerOpened().getLogKey());
    }
    if (event.isLogKeyRotated() && !waits_for_administrators(opened.entry)) {
      return tell(opened.position(), event.getLogKeyRotated().getKey());
    }
    Status told;
    TRY(visit_endorsed_act(opened, [&](std::uint64_t, schema::Signed::Reader act) {
      if (!act.getEvent().isLogKeyRotated()) return;
      told = tell(opened.position(), act.getEvent().getLogKeyRotated().getKey());
    }));
    return told;
  }

  Status finish() override { return output_->close(); }

 private:
  Status tell(std::uint64_t since, capnp::Data::Reader bytes) {
    const auto key = PublicKey::from({bytes.begin(), bytes.size()});
    if (!key) return {};  // entries.encoding and the rules speak of it
    return output_->write(std::to_string(since) + "," + format_vkey({origin_, NoteKeyType::ed25519, *key}) + "\r\n");
  }

  std::unique_ptr<TextOutput> output_;
  std::string origin_;
};

}  // namespace

std::unique_ptr<History> log_key_history() {
  return std::make_unique<LogKeyHistory>();
}

}  // namespace sunledger
