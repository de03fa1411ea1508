#!/usr/bin/env bash
# Every libFuzzer target for a while (SECONDS_EACH, 20 by default), from our own samples, with the corpus kept in the
# build folder. What stops a target is written beside it, crash-…
set -euo pipefail
build=$1

seeds_of() {
  case $1 in
    fuzz_event_json) echo samples/events ;;
    fuzz_charter) echo schema/charters ;;
    fuzz_csv) echo samples/demo/2024 ;;
    fuzz_header_map) echo samples/maps ;;
    fuzz_reported) echo tests/golden/render ;;
  esac
}

for program in "$build"/fuzz_*; do
  [ -x "$program" ] || continue
  name=$(basename "$program")
  mkdir -p "$build/corpus/$name"
  echo "== $name"
  # The samples are read, not added to; a folder for each keeps the corpora apart.
  "$program" -max_total_time="${SECONDS_EACH:-20}" -max_len=65536 -timeout=10 -print_final_stats=0 -print_funcs=0 \
    -artifact_prefix="$build/" "$build/corpus/$name" $(seeds_of "$name") 2>&1 |
    grep -vE '^(INFO|#|==)' || [ "${PIPESTATUS[0]}" -eq 0 ]
done
