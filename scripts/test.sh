#!/usr/bin/env bash
# Everything CI checks, in stages, with the time that each took. Called by `make test`.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/stage.sh

stage "set-up" scripts/setup.sh
stage "format" cargo fmt --all --check
stage "architecture" scripts/check-architecture.sh
stage "conformance table" scripts/check-conformance.mjs
stage "build node, runtime and tests, with lints" scripts/build.sh
stage "unit, property and runtime tests" cargo test --release --locked --workspace --quiet
stage "JavaScript unit tests" npm test --silent --prefix examples/js
stage "end-to-end and network tests" npm run --silent test:e2e --prefix examples/js
stage_summary
