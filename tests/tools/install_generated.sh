#!/bin/sh
# install_generated.sh BINARY SHARE: what the binary makes of its tables, where other programs look.
set -eu
binary=$1
share=$2

put() {
    mkdir -p "$share/$(dirname "$2")"
    "$binary" generate "$1" > "$share/$2.new"
    mv "$share/$2.new" "$share/$2"
    chmod 644 "$share/$2"
}

put man man/man1/bluetick.1
put bash bash-completion/completions/bluetick
put zsh zsh/site-functions/_bluetick
put fish fish/vendor_completions.d/bluetick.fish
put schema bluetick/bluetick.schema.json
