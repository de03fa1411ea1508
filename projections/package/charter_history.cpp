// The charter and what changed it: charters/<position>.toml, one file an event, all of it as it was signed.

#include "ledger/event/json_writer.h"
#include "projections/package/rows.h"

namespace sunledger {
namespace {

// A basic string of TOML is written like one of JSON.
std::string quoted(std::string_view text) {
  JsonWriter writer(JsonStyle::one_line);
  writer.string(text);
  return writer.finish();
}

class CharterText {
 public:
  explicit CharterText(const OpenedEvent& opened) {
    put("event", kind_name(static_cast<std::uint16_t>(opened.event().which())));
    text_ += "position = " + std::to_string(opened.position()) + "\n";
    put("recorded_at", to_text_utc(opened.entry.recorded_ms));
    put("day", to_text(opened.day()));
    put("author", to_hex(opened.entry.author.view()));
    put("let_through", let_through(opened.entry));
  }

  void put(std::string_view name, const std::string& value) {
    if (!value.empty()) text_ += std::string(name) + " = " + quoted(value) + "\n";
  }
  void version(std::uint16_t version) { text_ += "version = " + std::to_string(version) + "\n"; }
  void parameters(capnp::List<schema::Parameter>::Reader parameters) {
    for (const auto parameter : parameters) {
      text_ += "\n[[parameter]]\n";
      put("name", text_of(parameter.getName()));
      put("value", text_of(parameter.getValue()));
      put("clause", text_of(parameter.getClause()));
      if (parameter.getIsDefault()) text_ += "is_default = true\n";
    }
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

class CharterHistory final : public History {
 public:
  Status begin(TextOutputs& outputs) override {
    outputs_ = &outputs;
    return {};
  }

  Status add(const OpenedEvent& opened) override {
    const schema::Event::Reader event = opened.event();
    if (!event.isCharterAdopted() && !event.isCharterAmended() && !event.isRuleSwitched()) return {};
    CharterText text(opened);
    if (event.isCharterAdopted()) {
      const auto e = event.getCharterAdopted();
      text.put("title", text_of(e.getTitle()));
      text.put("document", shown_hex(e.getDocument()));
      text.parameters(e.getParameters());
    } else if (event.isCharterAmended()) {
      const auto e = event.getCharterAmended();
      text.put("number", text_of(e.getNumber()));
      text.put("decision", text_of(e.getDecision()));
      text.put("effective", shown_day(e.getEffective()));
      text.put("reason", text_of(e.getReason()));
      text.put("document", shown_hex(e.getDocument()));
      text.parameters(e.getChanges());
    } else {
      const auto e = event.getRuleSwitched();
      text.put("rule", text_of(e.getRule()));
      text.version(e.getVersion());
      text.put("reason", text_of(e.getReason()));
    }
    TRY_ASSIGN(const auto output, outputs_->open("charters/" + std::to_string(opened.position()) + ".toml"));
    TRY(output->write(text.text()));
    return output->close();
  }

  Status finish() override { return {}; }

 private:
  TextOutputs* outputs_ = nullptr;
};

}  // namespace

std::unique_ptr<History> charter_history() {
  return std::make_unique<CharterHistory>();
}

}  // namespace sunledger
