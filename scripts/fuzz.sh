#!/usr/bin/env bash
# Every libFuzzer target for a while (SECONDS_EACH, 20 by default), with the corpus kept in the build folder.
set -euo pipefail
build=$1
for program in "$build"/fuzz_*; do
  [ -x "$program" ] || continue
  name=$(basename "$program")
  mkdir -p "$build/corpus/$name"
  echo "== $name"
  "$program" -max_total_time="${SECONDS_EACH:-20}" -max_len=65536 -timeout=10 -print_final_stats=0 "$build/corpus/$name" 2>&1 |
    grep -vE '^(INFO|#|==)' || [ "${PIPESTATUS[0]}" -eq 0 ]
done
