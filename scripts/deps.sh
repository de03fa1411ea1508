#!/usr/bin/env bash
# Installs the Debian packages of packages.txt that are missing, as root or through sudo. `deps.sh asan|tidy|fuzz` adds the
# tools of that preset.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
  tidy) extra="clang-14 clang-tidy-14 clang-format-14" ;;
  asan) extra="" ;;
  fuzz) extra="clang-14 libclang-rt-14-dev" ;;
  *) extra="" ;;
esac

missing=()
for package in $(grep -v '^#' packages.txt) $extra; do
  state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
  [ "$state" = "install ok installed" ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "These Debian packages are missing, and there is no apt-get here: ${missing[*]}" >&2
  echo "Sunledger is built on Debian 12 (bookworm); see the README for other systems." >&2
  exit 1
fi
if [ "$(id -u)" -eq 0 ]; then
  run=(env DEBIAN_FRONTEND=noninteractive)
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
  run=(sudo env DEBIAN_FRONTEND=noninteractive)
else
  echo "These Debian packages are missing and installing them needs root: ${missing[*]}" >&2
  echo "Ask an administrator to run: apt-get install ${missing[*]}" >&2
  exit 1
fi
echo "Installing: ${missing[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${run[@]}" apt-get update -qq && "${run[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  cat "$log" >&2
  echo "Installing failed; see apt's messages above." >&2
  exit 1
fi
