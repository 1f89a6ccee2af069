#!/bin/sh
# Every suite, one after another; the closing line adds them up: "N passed, N failed".
# A suite that could not run counts as a failure, never as a skip.
set -u
cd "$(dirname "$0")/../.."
total_passed=0
total_failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# add SUITE PASSED FAILED EXIT_CODE
add() {
    passed=${2:-0}
    failed=${3:-0}
    if [ "$4" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
    if [ "$passed" -eq 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
    printf '%-10s %6d passed %4d failed\n' "$1" "$passed" "$failed"
    total_passed=$((total_passed + passed))
    total_failed=$((total_failed + failed))
}

make --no-print-directory BUILD=debug unit >"$log" 2>&1
code=$?
[ "$code" -eq 0 ] || cat "$log"
add unit "$(sed -n 's/^unit: \([0-9]*\) passed.*/\1/p' "$log")" "$(sed -n 's/^unit: .*, \([0-9]*\) failed/\1/p' "$log")" "$code"

export BLUETICK="$PWD/build/release/bluetick"
export BLUETICK_ORACLES="$PWD/build/release/tests/oracle"
build/venv/bin/python -m pytest -q -p no:cacheprovider tests >"$log" 2>&1
code=$?
[ "$code" -eq 0 ] || cat "$log"
grep -qE '[0-9]+ skipped' "$log" && [ -n "${CI:-}" ] && { cat "$log"; code=1; }
add pytest "$(sed -n 's/.*[^0-9]\([0-9][0-9]*\) passed.*/\1/p; s/^\([0-9][0-9]*\) passed.*/\1/p' "$log" | tail -n 1)" \
    "$(sed -n 's/^\([0-9][0-9]*\) failed.*/\1/p; s/.*[^0-9]\([0-9][0-9]*\) failed.*/\1/p' "$log" | tail -n 1)" "$code"

echo "$total_passed passed, $total_failed failed"
[ "$total_failed" -eq 0 ]
