#!/bin/sh
# The Go verifier and sunledger-verify on the same exported sample, sound and tampered.
#   sample_test.sh EXPORT_SAMPLE SUNLEDGER_VERIFY
set -eu
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" "$work"
vkey=$(cat "$work/vkey")
expect() {
  want=$1
  shift
  status=0
  "$@" >"$work/out" 2>&1 || status=$?
  if [ "$status" != "$want" ]; then
    echo "expected exit $want, got $status: $*" >&2
    cat "$work/out" >&2
    exit 1
  fi
}
expect 0 "$2" "$work/tiles" --log-vkey "$vkey"
grep -q "holds" "$work/out"
expect 0 "$2" "$work/tiles"
grep -q "consistent with itself only" "$work/out"
expect 0 "$2" "$work/tiles" --log-vkey "$vkey" --check tree --json
grep -q '"verdict": "verified"' "$work/out"
expect 0 "$2" "$work/entry.tlog-proof" --entry "$work/entry" --log-vkey "$vkey"
expect 0 "$2" --list
expect 2 "$2"
expect 2 "$2" --no-such-option
expect 2 "$2" "$work/tiles" --check no.such
expect 2 "$2" "$work/tiles" --log-vkey nonsense
expect 2 "$2" "$work/entry.tlog-proof" --log-vkey "$vkey"
expect 1 "$2" "$work/nowhere"
expect 3 "$2" "$work/old-checkpoint" --entry "$work/entry" --log-vkey "$vkey"
# One byte of one entry, in a copy.
cp -r "$work/tiles" "$work/flipped"
printf '\377' | dd of="$work/flipped/tile/entries/001" bs=1 seek=5000 conv=notrunc 2>/dev/null
expect 3 "$2" "$work/flipped" --log-vkey "$vkey"
grep -q "position 2[0-9][0-9]:" "$work/out"
"$here/run.sh" "$work/tiles" "$vkey" "$work/old-checkpoint" "$work/entry.tlog-proof" "$work/entry"
