#!/usr/bin/env bash
# Checks that every test that docs/conformance.md names exists.
set -euo pipefail
cd "$(dirname "$0")/.."

# Names in backticks: `path::to::test`, `path::{one, two}`, and after a file of examples/js/test the name alone.
names=$(grep '^|' docs/conformance.md | awk -F ' \\| ' '{ print $NF }' | grep -o '`[^`]*`' | tr -d '\`' |
	grep -v '\.mjs$' | sed 's/.*:://; s/[{},]/ /g' | tr -s ' ' '\n' | grep -E '^[a-z0-9_]+$' | sort -u)
more=$(grep '^|' docs/conformance.md | grep -o '::{[^}]*}' | tr -d ':{}' | tr -s ', ' '\n' | grep -E '^[a-z0-9_]+$' | sort -u)

failed=0
for name in $names $more; do
	git grep -qE "(fn $name\(|test\('$name')" -- '*.rs' '*.mjs' || {
		printf 'conformance: no test is named %s\n' "$name" >&2
		failed=1
	}
done
[ "$failed" = 0 ] && printf 'conformance: %d tests named and found\n' "$(printf '%s\n%s\n' "$names" "$more" | sort -u | wc -l)"
exit "$failed"
