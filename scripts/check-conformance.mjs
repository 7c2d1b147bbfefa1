#!/usr/bin/env node
// Checks that every test that docs/conformance.md names exists, as a test, in the place that the name says, and that what is said to be met
// names one.
//
// `crate::module::test` and `crate::module::{one, two}`: a #[test] or a property test in the file of that module; `counterfoil_primitives`
// is primitives/src, a crate of integration tests such as `golden` is primitives/tests/golden.rs (or of that folder in services/matcher), `runtime` is
// runtime/solochain/tests/runtime. `file.test.mjs`: `name`: a test of that name in examples/js/test.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The text of the first file that there is, or nothing. */
function read(...files) {
	const file = files.map((file) => join(root, file)).find((file) => existsSync(file));
	return file ? readFileSync(file, 'utf8') : '';
}

/** `a::{b, c}` is `a::b` and `a::c`. */
function expand(name) {
	const [, path, tests] = /^(.*::)\{(.*)\}$/.exec(name) ?? [];
	return path ? tests.split(',').map((test) => path + test.trim()) : [name];
}

function rustSource([crate, ...modules]) {
	const inside = (folder, path) => read(`${[folder, ...path].join('/')}.rs`, [folder, ...path, 'mod.rs'].join('/'));
	if (crate === 'runtime') return inside('runtime/solochain/tests/runtime', modules);
	// The tests of a module of the primitives stand at its end, or in a file of their own.
	if (crate === 'counterfoil_primitives')
		return inside('primitives/src', modules) || inside('primitives/src', modules.filter((part) => part !== 'tests'));
	if (crate.startsWith('pallet_')) return inside(`pallets/${crate.slice('pallet_'.length).replaceAll('_', '-')}/src`, modules);
	return inside('primitives/tests', [crate, ...modules]) || inside('services/matcher/tests', [crate, ...modules]);
}

function isRustTest(name) {
	const path = name.split('::');
	const test = path.pop();
	return new RegExp(`#\\[test\\](\\s*#\\[[^\\]]*\\])*\\s*fn\\s+${test}\\(`).test(rustSource(path));
}

function isScriptTest(file, name) {
	return new RegExp(`(test|describe)\\(\\s*'${name}'`).test(read(`examples/js/test/${file}`));
}

const missing = [];
let found = 0;
for (const row of readFileSync(join(root, 'docs/conformance.md'), 'utf8').split('\n')) {
	const [clause, , , status, , tests] = row.split(' | ');
	if (!row.startsWith('| ') || !tests || row.startsWith('| clause')) continue;
	if (status.startsWith('met') && !tests.includes('`')) missing.push(`named for what is met of "${clause.slice(2)}"`);
	let script;
	for (const [, quoted] of tests.matchAll(/`([^`]*)`/g)) {
		if (quoted.endsWith('.mjs')) {
			script = quoted;
			continue;
		}
		for (const name of expand(quoted)) {
			found += 1;
			if (!(name.includes('::') ? isRustTest(name) : script && isScriptTest(script, name))) missing.push(name);
		}
	}
}
for (const name of missing) console.error(`conformance: no test is ${name}`);
if (missing.length || !found) process.exit(1);
console.log(`conformance: ${found} tests named and found`);
