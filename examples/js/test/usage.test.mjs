// Statements of use: the canonical form and hash that the profile pins, terms and policy both ways, and how terms narrow.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ACTIONS } from '../src/lib/access.mjs';
import { toHex, utf8 } from '../src/lib/bytes.mjs';
import {
	callStatement, callUsageTerms, canonicalJson, copiesLeft, costOf, isWellFormed, passable, policyOf, PROFILE, readPolicy, RECORDED, statementOf,
	UNLIMITED_COPIES, UsageError, usageTerms, widening,
} from '../src/lib/usage.mjs';

const profile = readFileSync(new URL('../../../docs/protocol/usage-profile.md', import.meta.url), 'utf8');
const example = profile.split('```json\n')[1].split('```')[0];

const terms = usageTerms({ actions: ['Distribute', 'Read', 'Derive'], purposes: ['research', 'customs'], until: 1_798_761_599_999, region: 'u33', copies: 3 });
const did = (id) => `did:counterfoil:${'69'.repeat(16)}:${id}`;
const owner = did('4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi');
const frame = {
	uid: 'urn:uuid:0b0a8d2e-6f0e-4f6c-9a55-0d3f5f6f9f10',
	assigner: owner,
	assignee: did('8qbHbw2BbbTHBW1sbeqakYXVKRQM8Ne7pLK7m6CVfeR'),
	targets: [7_700, 7_701].map((submission) => `${owner}/data-sets/77/submissions/${submission}`),
};
const UNLIMITED = usageTerms({ actions: ACTIONS, copies: UNLIMITED_COPIES });

test('example_of_the_profile_is_what_it_says', () => {
	assert.deepEqual(readPolicy(example), { terms, frame });
	const { text, document } = statementOf(terms, frame);
	assert.equal(canonicalJson(JSON.parse(example)), text);
	assert.equal(utf8(text).length, 1774);
	assert(profile.includes(`\`${toHex(document)}\``), toHex(document));
	assert(profile.includes(PROFILE));
	assert(profile.includes(`\`${RECORDED}\``));
	for (const action of ACTIONS) assert(profile.includes(`\`${action.toLowerCase()}\``), action);
});

test('canonical_json_is_that_of_rfc_8785', () => {
	// RFC 8785, 3.2.2 and 3.2.3.
	const given = String.raw`{
		"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
		"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
		"literals": [null, true, false]
	}`;
	const expected = String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`;
	assert.equal(canonicalJson(JSON.parse(given)), expected);
	const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
	const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'];
	assert.equal(canonicalJson(Object.fromEntries(names.map((name) => [name, 0]))), `{${sorted.map((name) => `${JSON.stringify(name)}:0`).join(',')}}`);
	for (const nothing of [NaN, Infinity, undefined, 1n, '\ud800', () => 1]) assert.throws(() => canonicalJson([nothing]), UsageError);
});

test('kind_of_a_policy_follows_from_its_parties', () => {
	const kind = (parties) => policyOf(terms, { uid: 'urn:uuid:x', ...parties })['@type'];
	assert.equal(kind({}), 'Set');
	assert.equal(kind({ assigner: 'a' }), 'Offer');
	assert.equal(kind({ assigner: 'a', assignee: 'b' }), 'Agreement');
	assert.throws(() => kind({ assignee: 'b' }), /names who allows/);
});

test('policy_and_terms_say_the_same', () => {
	const all = [
		UNLIMITED,
		usageTerms({ actions: ['Read'] }),
		usageTerms({ actions: ['Read', 'Distribute'], copies: 0 }),
		usageTerms({ actions: ['Distribute'], copies: UNLIMITED_COPIES, until: 0, region: '0123456789bc' }),
		usageTerms({ actions: ['Execute'], purposes: ['b', 'a', 'c'], until: 253_402_300_799_999 }),
	];
	for (const [i, said] of all.entries()) {
		const { text, document } = statementOf(said, { targets: i % 2 ? ['urn:x'] : [] });
		const read = readPolicy(text);
		assert.deepEqual(read.terms, said);
		assert.deepEqual(statementOf(read.terms, read.frame).document, document);
	}
	assert.deepEqual(policyOf(terms, {}).target, [RECORDED]);
	assert.equal(policyOf(UNLIMITED, frame).permission.filter(({ constraint }) => constraint).length, 0);
	assert.notDeepEqual(statementOf(terms).document, statementOf(terms).document);
});

test('duties_and_prohibitions_are_passed_over', () => {
	const policy = policyOf(terms, frame);
	policy.prohibition = [{ action: 'sell' }];
	policy.obligation = [{ action: 'delete' }];
	policy.permission[0].duty = [{ action: 'attribute' }];
	assert.deepEqual(readPolicy(JSON.stringify(policy)), { terms, frame });
});

const CHANGES = {
	'no constraint for one action': (policy) => { policy.permission[0].constraint = []; },
	'another operator': (policy) => { policy.permission[0].constraint[0].operator = 'isNoneOf'; },
	'no date': (policy) => { policy.permission[0].constraint[1].rightOperand = 'later'; },
	'a date in another form': ({ permission }) =>
		permission.forEach(({ constraint }) => { constraint[1].rightOperand['@value'] = '2026-12-31T23:59:59.999+00:00'; }),
	'a number in another form': (policy) => { policy.permission[2].constraint[3].rightOperand['@value'] = '03'; },
	'an action of another vocabulary': (policy) => { policy.permission[0].action = 'sell'; },
	'the same action twice': (policy) => policy.permission.unshift(policy.permission[0]),
	'an operand of another kind': (policy) => { policy.permission[0].constraint[0].leftOperand = 'event'; },
	'a refinement': (policy) => { policy.permission[0].refinement = []; },
	'a target of one permission': (policy) => { policy.permission[0].target = 'urn:uuid:other'; },
	'an inheritance': (policy) => { policy.inheritFrom = 'urn:uuid:other'; },
	'another profile': (policy) => { policy.profile = 'urn:uuid:other'; },
	'another context': (policy) => { policy['@context'] = 'urn:uuid:other'; },
	'another kind': (policy) => { policy['@type'] = 'Set'; },
	'an empty list of targets': (policy) => { policy.target = []; },
	'no targets': (policy) => { delete policy.target; },
	'a target beside the one for none': (policy) => { policy.target = [RECORDED, 'urn:uuid:other']; },
	'no permissions': (policy) => { policy.permission = {}; },
	'no name': (policy) => { delete policy.uid; },
};

for (const [what, change] of Object.entries(CHANGES)) {
	test(`policy_that_says_more_than_its_terms_is_refused: ${what}`, () => {
		// By way of text, so that no permission shares its constraints with another one.
		const policy = JSON.parse(JSON.stringify(policyOf(terms, frame)));
		change(policy);
		assert.throws(() => readPolicy(JSON.stringify(policy)), UsageError);
	});
}

test('text_that_is_no_policy_is_refused', () => {
	for (const text of ['', '[]', '{}', 'null', '1']) assert.throws(() => readPolicy(text), UsageError);
	assert.throws(() => policyOf({ ...terms, until: 253_402_300_800_000 }, frame), /beyond the year 9999/);
	assert.throws(() => policyOf(usageTerms({ actions: [] }), frame), /no action/);
});

test('terms_have_one_form', () => {
	assert(isWellFormed(terms));
	for (const malformed of [
		...[['Derive', 'Read', 'Distribute'], ['Read', 'Read', 'Distribute'], ['Sell'], ['Read']].map((actions) => ({ actions })),
		...[['b', 'a'], ['a', 'a'], ['a b'], [...'abcdefghi']].map((purposes) => ({ purposes })),
		...['a', '', 'U33', 'u33u33u33u33u'].map((region) => ({ region })),
		...[{ until: 0.5 }, { until: -1 }, { copies: -1 }, { copies: 1 + UNLIMITED_COPIES }],
	]) {
		assert(!isWellFormed({ ...terms, ...malformed }), JSON.stringify(malformed));
		assert.throws(() => policyOf({ ...terms, ...malformed }, frame), UsageError);
	}
});

test('terms_are_written_as_the_chain_wants_them', () => {
	const { actions, purposes, until, region, copies } = callUsageTerms(terms);
	assert.deepEqual([actions, until, copies], [0b0100_0010_0000_0001, 1_798_761_599_999, 3]);
	assert.deepEqual(purposes, ['customs', 'research'].map((word) => `0x${Buffer.from(word).toString('hex').padEnd(64, '0')}`));
	assert.equal(region, `0x${Buffer.from('u33').toString('hex').padEnd(24, '0')}`);
	assert.equal(callStatement(statementOf(terms, frame)).document, '0xe0a5b89ee7e630709062e92ddb85b20f9f7c172f1077906fbead8fc1c5158f9c');
});

test('first_wider_term_is_named', () => {
	assert.equal(widening(terms, terms), null);
	assert.equal(widening(terms, UNLIMITED), null);
	const cases = {
		Action: [{ actions: ['Read', 'Print', 'Derive', 'Distribute'] }],
		Purpose: [{ purposes: ['marketing'] }, { purposes: [] }],
		Expiry: [{ until: terms.until + 1 }, { until: null }],
		Region: [{ region: 'u3' }, { region: 'u34' }, { region: null }],
		Copies: [{ copies: 4 }],
	};
	for (const [term, wider] of Object.entries(cases)) {
		for (const change of wider) assert.equal(widening({ ...terms, ...change }, terms), term, JSON.stringify(change));
	}
	const narrower = { actions: ['Read'], purposes: ['customs'], until: terms.until - 1, region: 'u33d', copies: 0 };
	assert.equal(widening(narrower, terms), null);
	assert.equal(widening(terms, narrower), 'Action');
});

test('copies_are_a_budget', () => {
	assert.deepEqual([costOf(terms), costOf({ copies: 0 }), costOf(UNLIMITED)], [4, 1, UNLIMITED_COPIES]);
	assert.deepEqual([copiesLeft(terms, 1), copiesLeft(terms, 4), copiesLeft(UNLIMITED, 7)], [2, 0, UNLIMITED_COPIES]);
	assert.deepEqual(passable(terms, 0, 0), { ...terms, copies: 2 });
	assert.deepEqual(passable(UNLIMITED, 9, 0), UNLIMITED);
	assert.equal(passable(terms, 3, 0), 'NoCopiesLeft');
	assert.equal(passable(terms, 0, terms.until + 1), 'Expired');
	assert.equal(passable(usageTerms({ actions: ['Read'] }), 0, 0), 'NotDistributable');
});
