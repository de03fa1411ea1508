// Alarms lie beside the log key; while a rotation is under way, beside either of the two.

#include "ledger/alarm.h"
#include "ledger/ledger_state.h"

namespace sunledger {
namespace {

struct Found {
  Alarm alarm;
  std::string log_key_path;
};

Result<std::optional<Found>> found_beside(const Settings& settings) {
  for (const std::string& path : {settings.log_key, settings.next_log_key}) {
    if (path.empty()) continue;
    TRY_ASSIGN(auto alarm, alarm_beside(path));
    if (alarm) return std::optional<Found>({std::move(*alarm), path});
  }
  return std::optional<Found>();
}

}  // namespace

Status Ledger::State::no_alarm() const {
  TRY_ASSIGN(const auto found, found_beside(settings));
  if (found) return alarm_error(found->alarm, alarm_path(found->log_key_path));
  return {};
}

Result<std::optional<Alarm>> Ledger::alarm() const {
  TRY_ASSIGN(const Settings settings, load_settings(state_->dir));
  TRY_ASSIGN(auto found, found_beside(settings));
  if (!found) return std::optional<Alarm>();
  return std::optional<Alarm>(std::move(found->alarm));
}

Result<std::string> Ledger::raise_alarm(const Alarm& alarm) const {
  TRY_ASSIGN(const Settings settings, load_settings(state_->dir));
  TRY(sunledger::raise_alarm(settings.log_key, alarm));
  return alarm_path(settings.log_key);
}

Status Ledger::settle_alarm(std::string_view how, std::uint64_t now_ms) const {
  TRY_ASSIGN(const Settings settings, load_settings(state_->dir));
  TRY_ASSIGN(const auto found, found_beside(settings));
  if (!found) return {};
  return sunledger::settle_alarm(found->log_key_path, how, to_text_utc(now_ms));
}

}  // namespace sunledger
