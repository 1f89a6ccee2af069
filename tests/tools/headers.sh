#!/bin/sh
# Every header compiles alone. Arguments: the compiler command with its include flags.
set -u
cd "$(dirname "$0")/../.."
bad=0
for header in $(find server -name '*.h' | sort); do
    printf '#include "%s"\n' "${header#server/}" |
        "$@" -std=c11 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -x c - || { echo "headers: $header"; bad=1; }
done
[ "$bad" -eq 0 ] && echo "headers: ok"
exit "$bad"
