#!/usr/bin/env bash
# Records the demo ledger into a fresh folder and leaves it there to look at.
set -euo pipefail
build=$1
place=${SUNLEDGER_DEMO_DIR:-$build/demo}
rm -rf "$place"
mkdir -p "$place"
exec "$build/sunledger" demo "$place"
