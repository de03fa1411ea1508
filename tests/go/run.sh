#!/bin/sh
# Verifies an exported ledger with a program that we did not build on our own code, and lets it refuse tampered copies.
#   run.sh DIR VKEY [OLD_CHECKPOINT] [FILE.tlog-proof ENTRY]   ("" for an argument that is not there)
# Needs Debian's golang-go and golang-golang-x-mod-dev; works without a network. 77 (ctest: skipped) without them.
set -eu
dir=$1 vkey=$2 old=${3:-} proof=${4:-} entry=${5:-}
here=$(dirname "$0")
if ! command -v go >/dev/null || [ ! -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog ]; then
  echo "SKIPPED: golang-go and golang-golang-x-mod-dev are not installed" >&2
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GO111MODULE=off GOPATH=/usr/share/gocode GOTOOLCHAIN=local GOFLAGS=
export GOCACHE="${GOCACHE:-${XDG_CACHE_HOME:-${HOME:-$work}/.cache}/go-build}"
mkdir -p "$GOCACHE" 2>/dev/null || export GOCACHE="$work/cache"
go build -o "$work/verify_tiles" "$here/verify_tiles.go"
"$work/verify_tiles" tiles "$dir" "$vkey" ${old:+"$old"}
"$work/verify_tiles" refuse "$dir" "$vkey"
if [ -n "$proof" ]; then
  "$work/verify_tiles" proof "$proof" "$entry" "$vkey"
  # Another entry's bytes, another proof's index: both must be refused.
  tail -c +2 "$entry" >"$work/entry"
  if "$work/verify_tiles" proof "$proof" "$work/entry" "$vkey" 2>/dev/null; then exit 1; fi
  sed 's/^index \(.*\)/index 1\1/' "$proof" >"$work/proof"
  if "$work/verify_tiles" proof "$work/proof" "$entry" "$vkey" 2>/dev/null; then exit 1; fi
fi
