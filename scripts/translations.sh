#!/usr/bin/env bash
# The messages people read and their translations (po/).
#   scripts/translations.sh                 brings po/zh_CN.po up to date with the sources; says what is left to translate
#   scripts/translations.sh extract FILE    only writes the messages of the sources to FILE (a .pot)
# A message is a literal in say("…") or N_("…"); its {0}, {1}… stand in every translation too.
set -euo pipefail
cd "$(dirname "$0")/.."

extract() {
  local folders=() folder
  for folder in ledger http projections cli verifier; do [ ! -d $folder ] || folders+=($folder); done
  find "${folders[@]}" -name '*.cpp' -o -name '*.h' | LC_ALL=C sort |
    xgettext --files-from=- --output="$1" --language=C++ --from-code=UTF-8 --keyword --keyword=say:1 --keyword=N_:1 \
      --add-location=file --no-wrap --package-name=sunledger --force-po
  # The day of the extraction would change the file when nothing else did.
  sed -i -e '/^"POT-Creation-Date:/d' -e 's/charset=CHARSET/charset=UTF-8/' "$1"
}

case "${1:-update}" in
  extract)
    extract "$2"
    ;;
  update)
    template=$(mktemp)
    trap 'rm -f "$template"' EXIT
    extract "$template"
    # Never fuzzy: a guessed sentence about money is worse than the English one. What is no longer said stays at the end
    # of the file, commented out, and is used again when it comes back.
    msgmerge --quiet --update --backup=off --no-fuzzy-matching --no-wrap --add-location=file po/zh_CN.po "$template"
    statistics=$(LC_ALL=C msgfmt --check --statistics -o /dev/null po/zh_CN.po 2>&1)
    echo "$statistics"
    if [[ $statistics == *untranslated* ]]; then
      msgattrib --untranslated --no-obsolete --no-wrap po/zh_CN.po | sed '1,/^$/d' >&2
      echo "Translate these in po/zh_CN.po." >&2
      exit 1
    fi
    ;;
  *)
    echo "usage: scripts/translations.sh [update | extract FILE]" >&2
    exit 2
    ;;
esac
