#pragma once
// A report as one page that needs nothing else: no script, no other file, a content security policy that allows only
// its own style sheet. Written for WCAG 2.2 AA and GB/T 37668-2019: conclusion first, captions, scopes, units in
// headers, scroll wrappers that take the keyboard's focus, charts whose figures stand in them and in the table beside;
// it prints, and reads at 320 px and in forced colours. The markup is also well-formed XML, whose rows (data-key) and
// columns (data-column) carry the names that the other formats use, and whose head carries the statement (statement.h).

#include <string>

#include "ledger/base/bytes.h"
#include "projections/render/document.h"

namespace sunledger {

struct HtmlOptions {
  bool positions = false;  // the entries behind each figure, under the figure
};

std::string render_html(const Document& document, const Hash& digest, const HtmlOptions& options = {});

}  // namespace sunledger
