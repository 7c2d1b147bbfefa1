#!/usr/bin/env bash
# Checks the arrows of the architecture (docs/architecture.md) and what must never enter the dependency graph.
set -euo pipefail
cd "$(dirname "$0")/.."

metadata=$(cargo metadata --locked --format-version 1 --no-deps)
failed=0

complain() {
	printf 'architecture: %s\n' "$*" >&2
	failed=1
}

# The normal dependencies of one of our packages, by name.
deps_of() {
	jq -r --arg name "$1" '.packages[] | select(.name == $name) | .dependencies[] | select(.kind != "dev") | .name' <<<"$metadata"
}

in_folder() { # path prefix inside the checkout
	jq -r --arg prefix "$PWD/$1" '.packages[] | select(.manifest_path | startswith($prefix)) | .name' <<<"$metadata"
}

pallets=$(in_folder pallets/ | grep -v -e '-runtime-api$' -e '^pallet-support$')
ours=$(jq -r '.packages[].name' <<<"$metadata")

# primitives: no FRAME, nothing else of ours.
deps_of counterfoil-primitives | grep -E '^(frame-|pallet-|sp-|sc-)' &&
	complain "primitives must not depend on FRAME or the SDK"
deps_of counterfoil-primitives | grep -Fx "$ours" && complain "primitives must not depend on other crates of ours"

# pallets: of ours only primitives, pallet-support and their own runtime API.
for pallet in $pallets; do
	allowed=$(printf '%s\n' counterfoil-primitives pallet-support "$pallet-runtime-api")
	bad=$(deps_of "$pallet" | grep -Fx "$ours" | grep -vFx "$allowed" || true)
	[ -z "$bad" ] || complain "$pallet must not depend on $bad: pallets know each other by traits in primitives"
done

# pallet-support and the runtime APIs, which clients compile as well: of ours only primitives.
for crate in $(in_folder pallets/ | grep -e '-runtime-api$' -e '^pallet-support$'); do
	bad=$(deps_of "$crate" | grep -Fx "$ours" | grep -vFx counterfoil-primitives || true)
	[ -z "$bad" ] || complain "$crate must not depend on $bad"
done

# the service: a declared runtime API, never the runtime or a pallet of ours.
bad=$(deps_of counterfoil-service | grep -Fx "$ours" | grep -vFx counterfoil-primitives || true)
[ -z "$bad" ] || complain "the service must not depend on $bad"

# services: of ours only primitives and each other; what they know of a chain is its metadata.
services=$(in_folder services/)
for service in $services; do
	allowed=$(printf '%s\n' counterfoil-primitives $services)
	bad=$(deps_of "$service" | grep -Fx "$ours" | grep -vFx "$allowed" || true)
	[ -z "$bad" ] || complain "$service must not depend on $bad: services use primitives and the metadata of the chain"
done

# What must never be compiled: RocksDB and Binaryen (C++), GPL-3.0-only XCM crates, AWS-LC (C).
for crate in librocksdb-sys wasm-opt-sys staging-xcm aws-lc-sys; do
	grep -qx "name = \"$crate\"" Cargo.lock && complain "$crate is in Cargo.lock"
done

[ "$failed" = 0 ] && printf 'architecture: arrows hold for %d crates\n' "$(wc -l <<<"$ours")"
exit "$failed"
