#!/bin/sh
# Instructions (callgrind, one thread, comparable on any load) and walls (hyperfine), for the README.
# BENCH_FILES: a list of Python files; the default is the standard library of python3.
set -u
cd "$(dirname "$0")/../.."
binary=build/release/bluetick
bench=build/release/tests/bench
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
stdlib=$(python3 -c 'import sysconfig; print(sysconfig.get_paths()["stdlib"])')
find "$stdlib" -name '*.py' -not -path '*/site-packages/*' -not -path '*/test/*' | sort >"$work/all"
# Callgrind is 50 times slower than the machine: a fixed tenth of the files is enough for a ratio.
awk 'NR % 10 == 0' "$work/all" >"$work/sample"
files=${BENCH_FILES:-$work/sample}

instructions() {
    valgrind --tool=callgrind --callgrind-out-file="$work/callgrind.out" "$@" >/dev/null 2>"$work/log"
    sed -n 's/^==[0-9]*== Collected : *\([0-9]*\).*/\1/p' "$work/log"
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

check="$binary check --isolated --no-cache --jobs 1 --exit-zero --output $work/out --files-from $files"
echo "files: $(wc -l <"$files"), bytes: $(xargs cat <"$files" | wc -c)"
parse=$(instructions "$bench/bench_parse" "$files")
start=$(instructions $binary check --isolated --no-cache --jobs 1 --exit-zero --output "$work/out" tests/sample/shop/__init__.py)
echo "bare parse:                        $parse instructions"
for selection in docs/missing-docstring cpu/list-membership-in-loop,io/missing-timeout,memory/eager-readlines,io/blocking-call-in-async,docs/missing-docstring default; do
    if [ "$selection" = default ]; then
        all=$(instructions $check)
    else
        all=$(instructions $check --select "$selection")
    fi
    echo "check $selection: $all instructions, $(ratio $((all - start)) "$parse") x parse"
done
none=$(instructions $check --select io/blocking-call-in-async --min-severity error)
echo "check of a rule that asks for few units: $(ratio $((none - start)) "$parse") x parse"
"$bench/bench_outline" <"$work/all"
everything="$binary check --isolated --no-cache --exit-zero --output $work/out --files-from $work/all"
hyperfine --warmup 1 --runs 5 "$everything --jobs 1" "$everything --jobs 2" 2>/dev/null | grep -E 'Benchmark|Time|±|times'
python3 - "$everything --jobs 2" <<'EOF'
import resource, subprocess, sys
subprocess.run(sys.argv[1], shell=True, check=False)
print("peak memory:", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, "KiB")
EOF
