#!/usr/bin/env bash
# Does what READ-ME-FIRST of a package says, word for word, in both languages: its indented lines are typed in the package's
# folder. Then a byte is changed, and every one of the four ways must refuse.
#   package_walk_test.sh BUILD_FOLDER      (the programs)
set -euo pipefail
build=$(realpath "$1")
home=$(realpath "$(dirname "$0")/../..")
if ! command -v go >/dev/null || [ ! -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog ]; then
  echo "SKIPPED: golang-go and golang-golang-x-mod-dev are not installed" >&2
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset SUNLEDGER_KEY
export PATH="$build:$PATH" XDG_CONFIG_HOME="$work/config" LC_ALL=C.UTF-8 LANGUAGE=en sunledger_source="$home"

cd "$work"
sunledger demo demo > /dev/null 2>&1
export SUNLEDGER_DIR="$work/demo/ledger"
sunledger export package package
vkey=$(cat demo/keys/log.vkey)
export vkey

for language in en zh-CN; do
  sed -n 's/^    //p' "package/READ-ME-FIRST.$language.txt" > "$language.sh"
done
[ -s en.sh ] || { echo "READ-ME-FIRST has nothing to type" >&2; exit 1; }
diff en.sh zh-CN.sh || { echo "the two READ-ME-FIRST type different commands" >&2; exit 1; }
(cd package && sh -eu ../en.sh < /dev/null) | tee said
grep -q '^Everything that was checked holds\.$' said
grep -q ': verified$' said
[ "$(grep -c 'Signature Verified Successfully' said)" -eq 2 ]
grep -q '^the root holds$' said
(cd package && sunledger-verify . --log-vkey "$vkey" > /dev/null)  # nothing of it was changed by the walk

# One way after the other, as the text separates them, on a package with one byte changed.
refuses() {  # COMMANDS FILE OFFSET
  rm -rf changed
  cp -r package changed
  printf '\377' | dd of="changed/$2" bs=1 seek="$3" conv=notrunc status=none
  if (cd changed && sh -eu -c "$1" < /dev/null > ../said 2>&1); then
    echo "not refused: $2 changed, and yet: $1" >&2
    cat said >&2
    exit 1
  fi
}
refuses "$(grep '^sunledger-verify' en.sh)" tiles/tile/entries/000 5000
refuses "$(grep '^sha256sum' en.sh)" tiles/tile/entries/000 5000
refuses "$(grep '^grep' en.sh)" SHA256SUMS 3
refuses "$(grep 'run.sh' en.sh)" tiles/tile/entries/000 5000
by_hand=$(sed -n '/^work=/,$p' en.sh)
refuses "$by_hand" tiles/checkpoint 5
refuses "$by_hand" example/entry-0 60
refuses "$by_hand" example/entry-0 8
refuses "$by_hand" example/entry-0.tlog-proof 40
