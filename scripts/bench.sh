#!/usr/bin/env bash
# Runs every benchmark program; each prints its BENCH lines and what it compares with. Never decides a test.
set -euo pipefail
build=$1
for program in "$build"/*_bench; do
  "$program"
done
