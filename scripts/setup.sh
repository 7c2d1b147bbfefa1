#!/usr/bin/env bash
# Installs what building and testing Counterfoil needs, and only what is missing. Safe to run any number of times.
#
# Usage: scripts/setup.sh [--quiet]
#
# 1. system packages (Debian and Ubuntu through apt; elsewhere it says what to install),
# 2. the Rust toolchain of rust-toolchain.toml and the wasm target of the runtime,
# 3. .cargo/config.toml (not tracked): target directory outside the checkout and the settings of the wasm build,
# 4. the npm packages of examples/js.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly QUIET=${1:-}
readonly ROOT=$PWD
readonly CACHE=${COUNTERFOIL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/counterfoil}
readonly TARGET_DIR=${CARGO_TARGET_DIR:-$CACHE/target}
readonly WASM_TARGET=wasm32v1-none
# The toolchain that builds the wasm blob where rustup cannot add the target to the normal one.
readonly WASM_TOOLCHAIN=counterfoil-wasm

say() { [ "$QUIET" = --quiet ] || printf 'setup: %s\n' "$*"; }
changed() { printf 'setup: %s\n' "$*"; }
fail() {
	printf 'setup: %s\n' "$*" >&2
	exit 1
}

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
		fail "needs root for: $*"
	fi
}

apt_updated=
apt_install() {
	command -v apt-get >/dev/null || fail "this system has no apt; please install the equivalents of: $*"
	if [ -z "$apt_updated" ]; then
		as_root apt-get update -qq
		apt_updated=yes
	fi
	changed "installing $*"
	DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

system_packages() {
	local missing=()
	command -v cc >/dev/null || missing+=(build-essential)
	command -v c++ >/dev/null || missing+=(g++)
	command -v make >/dev/null || missing+=(make)
	command -v git >/dev/null || missing+=(git)
	command -v jq >/dev/null || missing+=(jq)
	command -v protoc >/dev/null || missing+=(protobuf-compiler)
	command -v pkg-config >/dev/null || missing+=(pkg-config)
	# OpenSSL comes from the system: compiling it from source costs minutes.
	pkg-config --exists openssl 2>/dev/null || missing+=(libssl-dev)
	command -v node >/dev/null || missing+=(nodejs)
	command -v npm >/dev/null || missing+=(npm)
	if [ ${#missing[@]} -gt 0 ]; then apt_install "${missing[@]}"; else say "system packages: nothing missing"; fi

	local node_major
	node_major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
	[ "$node_major" -ge 20 ] ||
		fail "Node.js 20 or newer is needed for the examples, found $(node --version): see https://nodejs.org"
}

has_wasm_target() { # toolchain
	compgen -G "$(rustc "+$1" --print sysroot 2>/dev/null)/lib/rustlib/$WASM_TARGET/lib/libcore-*.rlib" >/dev/null
}

rust_toolchain() {
	command -v rustup >/dev/null || fail "rustup is needed: see https://rustup.rs, then run this again"
	readonly TOOLCHAIN=$(sed -n 's/^channel *= *"\(.*\)"/\1/p' rust-toolchain.toml)
	if rustc "+$TOOLCHAIN" --version >/dev/null 2>&1; then
		say "$(rustc "+$TOOLCHAIN" --version)"
		if ! "$(rustc "+$TOOLCHAIN" --print sysroot)/bin/clippy-driver" --version >/dev/null 2>&1; then
			changed "adding clippy and rustfmt to Rust $TOOLCHAIN"
			rustup component add clippy rustfmt --toolchain "$TOOLCHAIN"
		fi
	else
		changed "installing Rust $TOOLCHAIN"
		rustup toolchain install "$TOOLCHAIN" --profile minimal --component clippy,rustfmt --no-self-update
	fi

	if has_wasm_target "$TOOLCHAIN"; then
		say "wasm target: $WASM_TARGET of Rust $TOOLCHAIN"
		WASM_BUILD_TOOLCHAIN=
	elif has_wasm_target "$WASM_TOOLCHAIN"; then
		say "wasm target: $WASM_TARGET of the toolchain $WASM_TOOLCHAIN"
		WASM_BUILD_TOOLCHAIN=$WASM_TOOLCHAIN
	elif timeout 120 rustup target add "$WASM_TARGET" --toolchain "$TOOLCHAIN" >/dev/null 2>&1 &&
		has_wasm_target "$TOOLCHAIN"; then
		changed "added the target $WASM_TARGET to Rust $TOOLCHAIN"
		WASM_BUILD_TOOLCHAIN=
	else
		debian_wasm_toolchain
		WASM_BUILD_TOOLCHAIN=$WASM_TOOLCHAIN
	fi
}

# Where rustup has no such target to offer: Debian's compiler, with core and alloc built from the sources that Debian
# ships beside it, linked into rustup as a second toolchain.
debian_wasm_toolchain() {
	changed "rustup offers no $WASM_TARGET here; building it with Debian's compiler"
	[ -x /usr/bin/rustc ] && [ -d /usr/lib/rustlib/src ] || apt_install rustc-web cargo-web rust-web-src
	local work libs
	work=$(mktemp -d)
	mkdir -p "$work/src"
	printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n' >"$work/Cargo.toml"
	printf '#![no_std]\n' >"$work/src/lib.rs"
	# Without the bitcode the link-time optimisation of the runtime fails with "failed to get bitcode".
	(
		cd "$work"
		env -u CARGO_TARGET_DIR PATH="/usr/bin:$PATH" RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 RUSTFLAGS="-C embed-bitcode=yes" \
			/usr/bin/cargo build --quiet --release -Z build-std=core,alloc --target "$WASM_TARGET" --target-dir target
	)
	libs=/usr/lib/rustlib/$WASM_TARGET/lib
	as_root mkdir -p "$libs"
	for lib in core alloc compiler_builtins; do
		as_root cp "$work"/target/"$WASM_TARGET"/release/deps/lib$lib-*.rlib "$libs/"
	done
	rm -rf "$work"

	local host sysroot lld
	host=$(rustc "+$TOOLCHAIN" -vV | sed -n 's/^host: //p')
	sysroot=$(rustc "+$TOOLCHAIN" --print sysroot)
	lld=$sysroot/lib/rustlib/$host/bin/rust-lld
	[ -x "$lld" ] || fail "no rust-lld in $sysroot"
	as_root mkdir -p "/usr/lib/rustlib/$host/bin"
	[ -e "/usr/lib/rustlib/$host/bin/rust-lld" ] || as_root cp "$lld" "/usr/lib/rustlib/$host/bin/rust-lld"
	rustup toolchain link "$WASM_TOOLCHAIN" /usr
	has_wasm_target "$WASM_TOOLCHAIN" || fail "the toolchain $WASM_TOOLCHAIN has no $WASM_TARGET"
	changed "linked the toolchain $WASM_TOOLCHAIN ($(/usr/bin/rustc --version))"
}

cargo_config() {
	local wanted
	wanted=$(
		cat <<-TOML
			# Written by scripts/setup.sh; not tracked. Change the script, not this file.
			[build]
			target-dir = "$TARGET_DIR"
			# Clippy compiles our own crates, so that lints cost no second build: docs/adr/0003-lints-while-building.md
			rustc-workspace-wrapper = "clippy-driver"

			[env]
			# The wasm build runs in the target directory: without the hint it would not find Cargo.lock.
			WASM_BUILD_WORKSPACE_HINT = "$ROOT"
			OPENSSL_NO_VENDOR = "1"
		TOML
		[ -z "$WASM_BUILD_TOOLCHAIN" ] || printf 'WASM_BUILD_TOOLCHAIN = "%s"\n' "$WASM_BUILD_TOOLCHAIN"
	)
	mkdir -p .cargo
	if [ "$(cat .cargo/config.toml 2>/dev/null)" = "$wanted" ]; then
		say ".cargo/config.toml: up to date (target directory $TARGET_DIR)"
	else
		printf '%s\n' "$wanted" >.cargo/config.toml
		changed "wrote .cargo/config.toml (target directory $TARGET_DIR)"
	fi
}

npm_packages() {
	[ -f examples/js/package-lock.json ] || return 0
	if [ -f examples/js/node_modules/.package-lock.json ] &&
		[ examples/js/node_modules/.package-lock.json -nt examples/js/package-lock.json ]; then
		say "npm packages: up to date"
	else
		changed "installing the npm packages of examples/js"
		(cd examples/js && npm ci --no-audit --no-fund --loglevel=error)
		touch examples/js/node_modules/.package-lock.json
	fi
}

system_packages
rust_toolchain
cargo_config
npm_packages
say "ready"
