#!/bin/sh
# Fails on an include that the table of rooms (layers.txt) does not allow, on a library header outside
# the one room that may see it, on malloc outside its rooms, and on exit outside main.c.
set -u
cd "$(dirname "$0")/../.."
awk '
FNR == NR {
    if ($0 ~ /^#/ || !NF) next
    split($0, half, ":"); room = half[1]; order[++rooms] = room
    reach[room, room] = 1
    count = split(half[2], direct, " ")
    for (i = 1; i <= count; i++)
        for (j = 1; j <= rooms; j++)
            if (reach[direct[i], order[j]]) reach[room, order[j]] = 1
    next
}
FNR == 1 { split(FILENAME, part, "/"); room = part[2]; if (room == "main.c") room = "cli" }
/^#include "/ {
    split($2, quoted, "\""); target = quoted[2]; split(target, piece, "/"); other = piece[1]
    if (other == "generated") next
    if (!((room, other) in reach)) {
        printf "%s:%d: room %s may not include %s\n", FILENAME, FNR, room, target; bad = 1
    }
}
/^#include <uv.h>/ && room != "io" { printf "%s:%d: uv.h outside io\n", FILENAME, FNR; bad = 1 }
/^#include <tree_sitter/ && room != "syntax" { printf "%s:%d: tree_sitter outside syntax\n", FILENAME, FNR; bad = 1 }
/^#include <(cjson\/)?cJSON.h>/ && room != "lsp" { printf "%s:%d: cJSON outside lsp\n", FILENAME, FNR; bad = 1 }
/[^_a-z](malloc|calloc|realloc|free|memory_allocate|memory_allocate_zeroed|memory_resize)\(/ &&
    room !~ /^(base|io|lsp|syntax|workspace)$/ { printf "%s:%d: heap outside its rooms\n", FILENAME, FNR; bad = 1 }
/[^_a-z]_?exit\(/ && FILENAME != "server/main.c" { printf "%s:%d: exit outside main.c\n", FILENAME, FNR; bad = 1 }
END { exit bad }
' tests/tools/layers.txt $(find server -name '*.[ch]' -o -name '*.def' | sort) || exit 1
echo "layers: ok"
