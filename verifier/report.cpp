#include "verifier/report.h"

#include <cstdio>

#include "ledger/base/text.h"
#include "projections/redraw/redrawn_text.h"

namespace sunledger {

Status verify_report(const std::string& file, const std::string& text, const TilesRequest& tiles, bool as_json) {
  if (tiles.dir.empty()) {
    return make_error(ErrorKind::usage, say("A report is redrawn from entries, and none are named."),
                      say("Give --tiles DIR, a folder of tiles or a package, and --log-vkey VKEY."));
  }
  TRY_ASSIGN(const auto verified, VerifiedTiles::open(tiles));
  TRY_ASSIGN(const Redrawn redrawn, redraw(text, verified->source()));
  std::string said = as_json ? redrawn_json(redrawn) + "\n" : redrawn_text(redrawn, file);
  if (!as_json && !verified->has_trusted_key()) said += untrusted_tiles_text() + "\n";
  std::fwrite(said.data(), 1, said.size(), stdout);
  if (auto error = redrawn_error(redrawn, file)) return *std::move(error);
  return {};
}

std::string report_help() {
  return say(
      "sunledger-verify REPORT --tiles DIR [--log-vkey VKEY] [--policy FILE] [--json]\n"
      "    draws a report (json, html, csv) again from the entries and says where it differs\n");
}

}  // namespace sunledger
