#!/bin/sh
# Installs what is missing for the groups named: build, test, lint, bench.
# Says what it does, does nothing when all is there, and prints the command when it may not.
set -u
missing=""

# need PACKAGES TEST...: the packages are missing when the test fails.
need() {
    packages=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $packages"
}
command_exists() { command -v "$1"; }
header_exists() { printf '#include <%s>\n' "$1" | ${CC:-cc} -E -x c - ; }
python_has_venv() { python3 -c 'import ensurepip, venv'; }

for group in "$@"; do
    case $group in
    build)
        need pkg-config command_exists pkg-config
        need libuv1-dev pkg-config --exists libuv
        need libcjson-dev pkg-config --exists libcjson
        need libxxhash-dev pkg-config --exists libxxhash
        need "nodejs npm" command_exists npm
        ;;
    test)
        need libcmocka-dev pkg-config --exists cmocka
        need "python3 python3-venv" python_has_venv
        need neovim command_exists nvim
        need git command_exists git
        need procps command_exists ps
        ;;
    lint)
        need clang command_exists clang
        need clang-format command_exists clang-format
        need clang-tidy command_exists clang-tidy
        need binutils command_exists objdump
        ;;
    bench)
        need valgrind command_exists valgrind
        need hyperfine command_exists hyperfine
        ;;
    *)
        echo "setup: unknown group $group" >&2
        exit 2
        ;;
    esac
done

missing=$(printf '%s\n' $missing | sort -u | tr '\n' ' ')
[ -n "${missing# }" ] || exit 0

as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
install="apt-get install -y --no-install-recommends $missing"
if ! command -v apt-get >/dev/null || { [ -n "$as_root" ] && ! sudo -n true 2>/dev/null; }; then
    echo "setup: this needs packages that are not installed. As root, run:" >&2
    echo "    apt-get update && $install" >&2
    exit 1
fi
echo "setup: installing $missing(with apt-get)"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq && $as_root $install -qq >/dev/null || {
    echo "setup: apt-get failed; try: $as_root $install" >&2
    exit 1
}
