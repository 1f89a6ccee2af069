#!/bin/sh
# Makes the files of a rule and its table rows: NAME=category/name. The fixture fails until the rule
# says something.
set -eu
cd "$(dirname "$0")/../.."
id=${1:-}
case $id in
query/* | io/* | memory/* | cpu/* | docs/*) ;;
*)
    echo "new-rule: NAME must be category/name with a category of query, io, memory, cpu, docs" >&2
    exit 2
    ;;
esac
category=${id%%/*}
name=${id#*/}
stem=$(printf '%s' "$name" | tr - _)
symbol=${category}_$stem
upper=$(printf '%s' "$category" | tr a-z A-Z)
source=server/rules/$category/$stem.c
[ ! -e "$source" ] || { echo "new-rule: $source exists" >&2; exit 2; }
mkdir -p "server/rules/$category" "tests/rules/$category/$name"

cat >"$source" <<EOF
/* $id: what the bad pattern is, in one sentence. */
#include "rules/rule.h"

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_CALL) {
            /* Decide by facts, then rule_report(context, &report). */
        }
    }
}

const RuleImplementation rule_$symbol = {
    .rule = RULE_$symbol,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .check_unit = check_unit,
};
EOF
cat >"server/rules/$category/$name.md" <<EOF
# $id

## What it flags

## Why it costs

## Example

\`\`\`python
\`\`\`

## Use instead

\`\`\`python
\`\`\`

## When not to use

## Fix safety
EOF
echo "value = 1  # expect: $id" >"tests/rules/$category/$name/bad_first.py"
echo "value = 1" >"tests/rules/$category/$name/quiet_first.py"

# add_row FILE PATTERN ROW: before the first row that sorts after it.
add_row() {
    awk -v pattern="$2" -v row="$3" -v key="$symbol" '
    !done && $0 ~ pattern { split($0, part, /[(,)]/); if (part[2] > key) { print row; done = 1 } }
    { print }
    END { if (!done) print row }' "$1" >"$1.new"
    mv "$1.new" "$1"
}
add_row server/registry/rules.def '^RULE[(]' \
    "RULE($symbol, \"$id\", $upper, INFO, ON, FIXES(UNSAFE), \"One line that names the pattern\")"
add_row server/rules/implementations.def '^IMPLEMENTED[(]' "IMPLEMENTED($symbol)"
echo "made $source, server/rules/$category/$name.md, tests/rules/$category/$name/ and the table rows"
