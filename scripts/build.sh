#!/usr/bin/env bash
# Builds everything (node, runtime blob, tests) and fails on any warning of rustc or clippy in our crates. Clippy is the
# compiler of our crates (.cargo/config.toml), so that linting needs no build of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
cargo build --release --locked --workspace --all-targets 2>&1 | tee "$log" | { grep -v '^ *\(Compiling\|Downloaded\|Downloading\) ' || true; }
[ "${PIPESTATUS[0]}" = 0 ] || exit 1

# Cargo repeats the warnings of what it does not build again. The one line about future versions of Rust is about the SDK.
if grep -E '^warning: ' "$log" | grep -qv '^warning: the following packages contain code that will be rejected'; then
	printf 'build: warnings are errors here\n' >&2
	exit 1
fi
