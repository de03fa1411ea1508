// What must hold for any bytes given as an auditor's state, as evidence, as a verification's progress, or as what a
// backup says of itself. The bytes are also tried with the checksum that fits them, or no mutation would get past it.

#include "ledger/audit/auditor_state.h"
#include "ledger/audit/evidence.h"
#include "ledger/backup/manifest.h"
#include "ledger/base/check.h"
#include "ledger/verify/checked_text.h"
#include "ledger/verify/progress_file.h"

namespace sunledger {
namespace {

template <class Parse, class Write>
void one_spelling(std::string_view text, Parse parse, Write write) {
  const auto parsed = parse(text);
  if (parsed) {
    INVARIANT(write(*parsed) == text);
  } else {
    INVARIANT(parsed.error().kind == ErrorKind::invalid && !parsed.error().message.empty());
  }
}

template <class Parse, class Write>
void both(BytesView input, Parse parse, Write write) {
  one_spelling(as_text(input), parse, write);
  one_spelling(with_checksum(std::string(as_text(input))), parse, write);
}

}  // namespace

void fuzz_auditor_state(BytesView input) {
  both(input, parse_state, write_state);
}

void fuzz_evidence(BytesView input) {
  both(input, parse_evidence, [](const Evidence& evidence) {
    (void)check_evidence(evidence);
    return write_evidence(evidence);
  });
}

void fuzz_progress(BytesView input) {
  both(input, parse_progress, write_progress);
}

void fuzz_backup_manifest(BytesView input) {
  both(input, parse_manifest, write_manifest);
}

}  // namespace sunledger
