#pragma once
// A witness knows something that this ledger does not: more entries than it has, or another beginning. Either data was
// lost or rolled back, or somebody signed a second history. Until that is settled nothing may be recorded. The alarm
// lies beside the log key, outside the ledger's folder, so that a folder that was rolled back cannot hide it.
//
//   sunledger-alarm v1
//   raised: <UTC>
//   witness: <verifier key>      the log's own where somebody brought what it had signed over another history
//   witness-size: <decimal>      what it cosigned
//   own-size: <decimal>          what this ledger had then
//   note: <base64> or -          what it cosigned, signed by our log key: the proof, where it could be had
//
// LOGKEY.alarm; settled, it is kept as LOGKEY.alarm-settled-<UTC>, with a last line `settled: <how>`.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/result.h"
#include "ledger/proof/note.h"

namespace sunledger {

struct Alarm {
  std::string raised;  // 2026-01-05T08:00:00Z
  VerifierKey witness;
  std::uint64_t witness_size = 0;
  std::uint64_t own_size = 0;
  std::string note;  // empty: none
};

std::string format_alarm(const Alarm& alarm);
// Errors: invalid.
Result<Alarm> parse_alarm(std::string_view text);

std::string alarm_path(const std::string& log_key_path);
// The first one stays: a second witness's does not replace it.
Status raise_alarm(const std::string& log_key_path, const Alarm& alarm);
// Errors: corrupt (an alarm that cannot be read is one all the same), io.
Result<std::optional<Alarm>> alarm_beside(const std::string& log_key_path);
// Keeps it under another name; `how` is one line.
Status settle_alarm(const std::string& log_key_path, std::string_view how, std::string_view now);
// What it means and what to do, for whoever wanted to record.
Error alarm_error(const Alarm& alarm, const std::string& path);

}  // namespace sunledger
