#!/bin/sh
# A source file stops at 600 lines: past that it knows more than one thing.
cd "$(dirname "$0")/../.."
bad=0
for file in $(find server tests -name '*.[ch]' | sort); do
    lines=$(wc -l <"$file")
    [ "$lines" -le 600 ] || { echo "sizes: $file has $lines lines"; bad=1; }
done
[ "$bad" -eq 0 ] && echo "sizes: ok"
exit "$bad"
