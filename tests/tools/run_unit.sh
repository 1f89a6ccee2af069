#!/bin/sh
# Runs each test program given, prints its output only when it fails, and counts test functions.
# Closing line: "unit: N passed, N failed".
set -u
passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for program in "$@"; do
    if "$program" >"$log" 2>&1; then
        count=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' "$log" | awk '{n+=$1} END {print n+0}')
        [ "$count" -gt 0 ] || { echo "$program ran no test"; failed=$((failed + 1)); }
        passed=$((passed + count))
    else
        failed=$((failed + 1))
        echo "FAILED $program"
        cat "$log"
    fi
done
echo "unit: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
