# The commands of Counterfoil. CI runs `make test`, which is what a user runs.
#
# Everything installs what it needs first (scripts/setup.sh). The target directory lies outside the checkout, so that a
# second checkout on the same machine reuses the compiled SDK; CARGO_TARGET_DIR moves it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

export CARGO_TARGET_DIR ?= $(or $(COUNTERFOIL_CACHE),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/counterfoil)/target
export COUNTERFOIL_NODE ?= $(CARGO_TARGET_DIR)/release/counterfoil-node

# One selection of packages everywhere: another one would compile shared crates again with other features.
CARGO_BUILD := cargo build --release --locked --workspace
CARGO_TEST := cargo test --release --locked --workspace

.PHONY: help setup build bench demo test test-rust test-js test-e2e lint release clean

help: ## Show the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what is missing
	@scripts/setup.sh

build: setup ## Build the node (release profile, shared with the tests)
	@$(CARGO_BUILD)

demo: ## Build, start a development node, run one trade of each kind and what trust takes, show it, stop the node (ARGS="--keep" leaves it running)
	@scripts/setup.sh --quiet
	@$(CARGO_BUILD)
	@node examples/js/src/demo.mjs $(ARGS)

test: ## Everything CI checks: format, lints, architecture, unit, property, runtime, end-to-end and network tests
	@scripts/test.sh

test-rust: ## Unit, property and runtime tests only
	@$(CARGO_TEST)

test-js: ## Unit tests of the JavaScript libraries only
	@cd examples/js && npm test --silent

test-e2e: ## End-to-end and network tests against real nodes only (after make build)
	@cd examples/js && npm run --silent test:e2e

bench: ## Print the figures of the documents: how costs grow, the solver, exchanges and disputes, vouchers
	@scripts/setup.sh --quiet
	@$(CARGO_BUILD) --all-targets
	@for figures in growth optimum cost_of_exchange vouchers; do printf '\n== %s\n' $$figures; $(CARGO_TARGET_DIR)/release/examples/$$figures; done

lint: setup ## Formatting, architecture and lints
	@scripts/lint.sh

release: setup ## Build the production binary (slow: link-time optimisation, metadata hash in the runtime)
	@cargo build --profile production --locked -p counterfoil-node --features metadata-hash

clean: ## Remove what the build of this checkout made (the shared target directory stays)
	@rm -rf .cargo/config.toml examples/js/node_modules
