// What must hold for any bytes found as a view's saved state, or handed back as a report. The first byte of a
// state says whose it is.

#include "ledger/base/check.h"
#include "projections/findings/findings_view.h"
#include "projections/redraw/differences.h"
#include "projections/views/accounts.h"
#include "projections/views/openness.h"

namespace sunledger {
namespace {

template <class AnyView>
void load(BytesView bytes) {
  AnyView view;
  if (!view.load_state(bytes)) {
    INVARIANT(view.state_bytes() == AnyView().state_bytes());  // empty again, not half full
    return;
  }
  const Bytes state = view.state_bytes();
  AnyView again;
  INVARIANT(again.load_state(state) && again.state_bytes() == state);
}

}  // namespace

void fuzz_view_state(BytesView input) {
  if (input.empty()) return;
  const BytesView state = input.subspan(1);
  switch (input[0] % 3) {
    case 0:
      return load<AccountsView>(state);
    case 1:
      return load<OpennessView>(state);
    default:
      return load<FindingsView>(state);
  }
}

void fuzz_reported(BytesView input) {
  const auto reported = read_reported(as_text(input));
  if (!reported) {
    INVARIANT(reported.error().kind == ErrorKind::invalid && !reported.error().message.empty());
    return;
  }
  // Compared with nothing drawn, every value of the report is a difference, at most once; with itself, none is unless
  // something stands twice.
  const ReportDifferences from_nothing = differences(*reported, ReportedDocument(), Document());
  INVARIANT(from_nothing.figures.size() <= reported->values.size() + 1);
  const ReportDifferences from_itself = differences(*reported, *reported, Document());
  INVARIANT(from_itself.figures.size() + from_itself.words.size() <= reported->values.size() + reported->words.size());
}

}  // namespace sunledger
