#!/bin/sh
# No writable globals: fails on an object of our own in .data or .bss. Arguments: object files.
# (Const tables of pointers lie in .data.rel.ro under PIE, which is read-only once loaded.)
set -u
found=$(objdump -t "$@" 2>/dev/null |
    awk '/file format/ {file = $1} / O / && ($4 ~ /^\.(data|bss)$/ || $5 ~ /^\.(data|bss)$/ || / \.(data|bss)\t/) {print file, $NF}')
if [ -n "$found" ]; then
    echo "globals: writable objects:"
    echo "$found"
    exit 1
fi
echo "globals: ok"
