#!/bin/sh
# Prints a C file that holds each argument's bytes, and a table sorted by path (base/assets.h).
set -eu
printf '#include "base/assets.h"\n\n'
number=0
for path in "$@"; do
    printf 'static const unsigned char asset_%d[] = {' "$number"
    od -An -v -tu1 "$path" | tr -s ' \n' ',' | sed 's/^,//; s/,$//'
    printf '0};\n'
    number=$((number + 1))
done
printf '\nconst Asset assets[] = {\n'
number=0
for path in "$@"; do
    printf '    {"%s", asset_%d, sizeof asset_%d - 1},\n' "$path" "$number" "$number"
    number=$((number + 1))
done
printf '    {0, 0, 0},\n};\nconst unsigned asset_count = %d;\n' "$number"
