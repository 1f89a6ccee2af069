#!/bin/sh
# What a new user sees first: the scan of a small realistic project. Findings are the point, so the
# scanner's exit code 1 is success here.
set -u
cd "$(dirname "$0")/../sample" || exit 1
binary=../../build/bluetick
echo
echo "\$ bluetick check shop"
"$binary" check --no-cache shop
code=$?
echo
[ "$code" -le 1 ] || { echo "demo: bluetick ended with exit code $code" >&2; exit 1; }
echo "Next: build/bluetick check PATH, build/bluetick rule, build/bluetick check --help"
