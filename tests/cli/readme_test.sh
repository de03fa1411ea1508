#!/usr/bin/env bash
# Runs what the READMEs promise: their ```sh walk blocks, in order, as a stranger would type them, in an empty folder; then
# what docs/auditors.md does by hand to the entry and proof that the walk leaves behind.
#   readme_test.sh BUILD_FOLDER      (the programs and their translations)
set -euo pipefail
build=$(realpath "$1")
home=$(realpath "$(dirname "$0")/../..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset SUNLEDGER_DIR SUNLEDGER_KEY
export XDG_CONFIG_HOME="$work/config" LC_ALL=C.UTF-8 LANGUAGE=en

blocks() { awk '/^```sh walk$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$1"; }

blocks "$home/README.md" > "$work/english"
blocks "$home/docs/README.zh-CN.md" > "$work/chinese"
[ -s "$work/english" ] || { echo "README.md has no walk" >&2; exit 1; }
diff "$work/english" "$work/chinese" || { echo "the two READMEs type different commands" >&2; exit 1; }

blocks "$home/docs/auditors.md" > "$work/auditors"
[ -s "$work/auditors" ] || { echo "docs/auditors.md has nothing to type" >&2; exit 1; }

# As after `make build` in a clone: the programs in build/, charters beside it.
mkdir "$work/clone" "$work/walk"
ln -s "$build" "$work/clone/build"
ln -s "$home/schema" "$work/clone/schema"
cd "$work/walk"
cat "$work/english" "$work/auditors" > "$work/typed"
SUNLEDGER_HOME="$work/clone" bash -euo pipefail "$work/typed" < /dev/null 2>&1 | tee "$work/said"

# The log key is found from any other folder too.
(cd / && SUNLEDGER_DIR="$work/walk/ledger" "$build/sunledger" checkpoint > "$work/checkpoint")
diff "$work/checkpoint" "$work/walk/tiles/checkpoint"

# It recorded one payment, not two, and reports it.
grep -q '18,000.00' "$work/said"
grep -q '康复' budget.html
grep -q '预算' budget.html
# By hand: the author's signature and the log's, for entry 0.
[ "$(grep -c 'Signature Verified Successfully' "$work/said")" -eq 2 ]
