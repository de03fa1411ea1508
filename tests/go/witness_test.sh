#!/bin/sh
# A checkpoint that a witness cosigned over the network, opened by golang.org/x/mod/sumdb/note.
#   witness_test.sh SUNLEDGER
set -eu
sunledger=$1
here=$(cd "$(dirname "$0")" && pwd)
charter=$(cd "$here/../.." && pwd)/schema/charters/sixian.toml
if ! command -v go >/dev/null || [ ! -d /usr/share/gocode/src/golang.org/x/mod/sumdb/note ]; then
  echo "SKIPPED: golang-go and golang-golang-x-mod-dev are not installed" >&2
  exit 77
fi
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill $server || true; fi; rm -rf "$work"' EXIT
cd "$work"
export GO111MODULE=off GOPATH=/usr/share/gocode GOTOOLCHAIN=local GOFLAGS= LC_ALL=C.UTF-8 SUNLEDGER_DIR=L
export GOCACHE="${GOCACHE:-${XDG_CACHE_HOME:-${HOME:-$work}/.cache}/go-build}"
mkdir -p "$GOCACHE" 2>/dev/null || export GOCACHE="$work/cache"
go build -o open_cosigned "$here/open_cosigned.go"

"$sunledger" key new admin.key --name admin --unencrypted >/dev/null 2>&1
"$sunledger" init L --origin demo.example/sixian --name Sixian --charter "$charter" --key admin.key --log-key log.key \
  >/dev/null 2>&1
log=$("$sunledger" key show --log)
"$sunledger" key new w.key --name witness.example/city --witness --unencrypted >/dev/null 2>&1
witness=$("$sunledger" key show w.key)
"$sunledger" witness add-log "$log" --state W --key w.key >/dev/null
"$sunledger" witness serve --state W --key w.key --listen 127.0.0.1:0 >served 2>&1 &
server=$!
for i in $(seq 300); do if grep -q listens served; then break; fi; sleep 0.1; done
port=$(sed -n 's/.* port \([0-9]*\)\./\1/p' served)
printf 'log %s\nwitness city %s http://127.0.0.1:%s\nquorum city\n' "$log" "$witness" "$port" >policy
"$sunledger" checkpoint publish --policy policy >/dev/null
"$sunledger" export tiles tiles --policy policy >/dev/null 2>&1
./open_cosigned tiles/checkpoint "$log" "$witness" >opened
grep -q "witness.example/city cosigned" opened
grep -q "demo.example/sixian signed" opened
# Another witness's key of that name, and another text under these signatures.
"$sunledger" key new other.key --name witness.example/city --witness --unencrypted >/dev/null 2>&1
if ./open_cosigned tiles/checkpoint "$log" "$("$sunledger" key show other.key)" 2>/dev/null; then exit 1; fi
sed '2s/.*/9/' tiles/checkpoint >changed
if ./open_cosigned changed "$log" "$witness" 2>/dev/null; then exit 1; fi
