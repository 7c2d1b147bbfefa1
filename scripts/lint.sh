#!/usr/bin/env bash
# Format, architecture and lints. Called by `make lint`.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/stage.sh

stage "format" cargo fmt --all --check
stage "architecture" scripts/check-architecture.sh
stage "conformance table" scripts/check-conformance.mjs
stage "build with lints" scripts/build.sh
stage_summary
