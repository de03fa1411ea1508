#!/usr/bin/env bash
# clang-tidy over our own sources (not generated ones), two at a time.
set -euo pipefail
build=$1
git ls-files 'ledger/*.cpp' 'projections/*.cpp' 'cli/*.cpp' 'verifier/*.cpp' |
  xargs -P "$(nproc)" -n 4 clang-tidy-14 -p "$build" --quiet --warnings-as-errors='*'
