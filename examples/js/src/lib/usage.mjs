// Statements of use: policies of ODRL 2.2 by the profile of docs/protocol/usage-profile.md, the terms in them that a machine compares, and
// how terms narrow from hand to hand. The chain's side is `counterfoil_primitives::usage` and `counterfoil_primitives::usage::odrl`.

import { randomUUID } from 'node:crypto';
import { sha256 } from '@noble/hashes/sha2';
import { ACTIONS, actionBits } from './access.mjs';
import { fixedText, toHex, utf8 } from './bytes.mjs';

/** The profile that policies name. */
export const PROFILE = 'urn:uuid:b59affac-f1cd-5502-b6d0-1f154dc5f565';

/** The asset of a policy that names no data: those that the record on chain is about which carries its hash. Every permission of ODRL has a target. */
export const RECORDED = `${PROFILE}#recorded`;

/** As many copies as one likes: a number that is never used up. */
export const UNLIMITED_COPIES = 0xffff_ffff;

/** The most purposes that terms may name. */
export const MAX_PURPOSES = 8;

const CONTEXT = 'http://www.w3.org/ns/odrl.jsonld';
const AREA = 'http://geohash.org/';
/** The first moment that a date of ODRL cannot tell: the year 10000. */
const END_OF_DATES = 253_402_300_800_000;
const GEOHASH = /^[0-9b-hjkmnp-z]{1,12}$/;

/** A statement of use that is none, or terms that no statement says. */
export class UsageError extends Error {}

/**
 * JSON in its canonical form (RFC 8785): members in the order of their names, no white space, strings and numbers as JavaScript writes them.
 * Refuses what JSON does not have.
 */
export function canonicalJson(value) {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	if (typeof value === 'object' && value !== null) {
		const members = Object.keys(value).sort().map((name) => `${canonicalJson(name)}:${canonicalJson(value[name])}`);
		return `{${members.join(',')}}`;
	}
	if (typeof value === 'string' && !value.isWellFormed()) throw new UsageError('a text with half of a pair of surrogates has no canonical form');
	if (typeof value === 'number' && !Number.isFinite(value)) throw new UsageError(`${value} is no number of JSON`);
	if (!['string', 'number', 'boolean'].includes(typeof value) && value !== null) throw new UsageError(`${typeof value} is nothing of JSON`);
	return JSON.stringify(value);
}

/**
 * Terms: `{ actions, purposes, until, region, copies }`. `actions` are names such as `Read`, `purposes` words, none of them for any purpose; `until`
 * milliseconds or null for without end; `region` a geohash or null for anywhere; `copies` how many further copies may come of this one, by
 * whichever hands. What is not said is not limited, except that nothing may be passed on.
 */
export const usageTerms = ({ actions, purposes = [], until = null, region = null, copies = 0 }) => ({
	actions: ACTIONS.filter((action) => actions.includes(action)),
	purposes: [...purposes].sort(),
	until,
	region,
	copies,
});

/** Whether terms are in the one form they have: each action and purpose once and in order, a geohash, copies only with `Distribute`. */
export function isWellFormed({ actions, purposes, until, region, copies }) {
	const sameList = (list, other) => list.length === other.length && list.every((item, i) => item === other[i]);
	return (
		sameList(actions, ACTIONS.filter((action) => actions.includes(action))) &&
		sameList(purposes, [...new Set(purposes)].sort()) &&
		purposes.length <= MAX_PURPOSES &&
		purposes.every((purpose) => /^[\x21-\x7e]{1,32}$/.test(purpose)) &&
		(until === null || (Number.isSafeInteger(until) && until >= 0)) &&
		(region === null || GEOHASH.test(region)) &&
		Number.isInteger(copies) && copies >= 0 && copies <= UNLIMITED_COPIES &&
		(copies === 0 || actions.includes('Distribute'))
	);
}

const constraint = (leftOperand, operator, rightOperand) => ({ leftOperand, operator, rightOperand });

/** What every action is subject to. */
function constraintsOf({ purposes, until, region }) {
	const constraints = [];
	if (purposes.length > 0) constraints.push(constraint('purpose', 'isAnyOf', [...purposes]));
	if (until !== null) {
		if (until >= END_OF_DATES) throw new UsageError('the end lies beyond the year 9999');
		constraints.push(constraint('dateTime', 'lteq', { '@type': 'xsd:dateTime', '@value': new Date(until).toISOString() }));
	}
	if (region !== null) constraints.push(constraint('spatial', 'isPartOf', { '@id': `${AREA}${region}` }));
	return constraints;
}

/**
 * The policy that says these terms. The frame says who allows whom and about what: `{ uid, assigner, assignee, targets }`, DIDs and IRIs; with both
 * parties it is an agreement, with an assigner alone an offer, with none a set. Without targets it has `RECORDED`: the record on chain says which.
 */
export function policyOf(terms, { uid, assigner = null, assignee = null, targets = [] }) {
	if (!isWellFormed(terms)) throw new UsageError('the terms are not in their one form');
	if (terms.actions.length === 0) throw new UsageError('no action is allowed');
	if (assignee && !assigner) throw new UsageError('an agreement names who allows');
	const common = constraintsOf(terms);
	const permission = terms.actions.map((action) => {
		const limited = action === 'Distribute' && terms.copies !== UNLIMITED_COPIES;
		const constraints = limited ? [...common, constraint('count', 'lteq', { '@type': 'xsd:integer', '@value': String(terms.copies) })] : common;
		return { action: action.toLowerCase(), ...(constraints.length > 0 && { constraint: constraints }) };
	});
	return {
		'@context': CONTEXT,
		'@type': assignee ? 'Agreement' : assigner ? 'Offer' : 'Set',
		uid,
		profile: PROFILE,
		...(assigner && { assigner }),
		...(assignee && { assignee }),
		target: targets.length > 0 ? [...targets] : [RECORDED],
		permission,
	};
}

/** A policy in its canonical form: `text` is what the parties keep, `document` its hash, which goes on chain with the terms. */
export function statementOf(terms, { uid = `urn:uuid:${randomUUID()}`, ...frame } = {}) {
	const text = canonicalJson(policyOf(terms, { uid, ...frame }));
	return { text, document: documentHash(text), terms };
}

/** The hash of a policy in its canonical form. */
export const documentHash = (text) => sha256(utf8(text));

/**
 * What a policy says, `{ terms, frame }`. `duty`, `prohibition` and `obligation` are passed over, since the chain knows nothing of them; anything else
 * that the profile does not have is refused: what is not understood could widen what is.
 */
export function readPolicy(text) {
	const refuse = (reason) => new UsageError(`not a policy of the usage profile in its one form: ${reason}`);
	try {
		const { prohibition, obligation, ...given } = JSON.parse(text);
		given.permission = given.permission.map(({ duty, ...rule }) => rule);
		const read = parse(given);
		// Whatever was not understood would be missing here.
		if (canonicalJson(policyOf(read.terms, read.frame)) !== canonicalJson(given)) throw refuse('it says more than its terms');
		return read;
	} catch (error) {
		throw error instanceof UsageError ? error : refuse(error.message);
	}
}

function parse({ uid, assigner = null, assignee = null, target = [], permission }) {
	if (typeof uid !== 'string') throw new UsageError('the policy has no name');
	const terms = { actions: [], purposes: [], until: null, region: null, copies: 0 };
	for (const { action, constraint: constraints = [] } of permission) {
		const name = ACTIONS.find((known) => known.toLowerCase() === action);
		if (!name) throw new UsageError(`${action} is no action of the profile`);
		terms.actions.push(name);
		if (name === 'Distribute') terms.copies = UNLIMITED_COPIES;
		for (const { leftOperand, rightOperand } of constraints) {
			if (leftOperand === 'purpose') terms.purposes = [...rightOperand];
			else if (leftOperand === 'dateTime') terms.until = Date.parse(rightOperand['@value']);
			else if (leftOperand === 'spatial') terms.region = rightOperand['@id'].slice(AREA.length);
			else if (leftOperand === 'count') terms.copies = Number(rightOperand['@value']);
			else throw new UsageError(`${leftOperand} is no operand of the profile`);
		}
	}
	return { terms, frame: { uid, assigner, assignee, targets: target.filter((one) => one !== RECORDED) } };
}

/** A statement as polkadot.js wants it. */
export const callStatement = ({ document, terms }) => ({ document: toHex(document), terms: callUsageTerms(terms) });

/** Terms as polkadot.js wants them. */
export const callUsageTerms = ({ actions, purposes, until, region, copies }) => ({
	actions: actionBits(actions),
	purposes: purposes.map((purpose) => toHex(fixedText(purpose, 32))),
	until,
	region: region === null ? null : toHex(fixedText(region, 12)),
	copies,
});

/** Terms as polkadot.js gives them. */
export function usageTermsOf({ actions, purposes, until, region, copies }) {
	const bits = actions.toNumber();
	return {
		actions: ACTIONS.filter((_, bit) => bits & (1 << bit)),
		purposes: purposes.map(textOf),
		until: until.isSome ? until.unwrap().toNumber() : null,
		region: region.isSome ? textOf(region.unwrap()) : null,
		copies: copies.toNumber(),
	};
}

/** The text in a fixed number of bytes. */
const textOf = (codec) => new TextDecoder().decode(codec.toU8a().filter((byte) => byte !== 0));

/** The first term that is wider than in the others: `Action`, `Purpose`, `Expiry`, `Region` or `Copies`; `null` if none is. */
export function widening(terms, wider) {
	const rules = {
		Action: terms.actions.every((action) => wider.actions.includes(action)),
		Purpose: wider.purposes.length === 0 || (terms.purposes.length > 0 && terms.purposes.every((purpose) => wider.purposes.includes(purpose))),
		Expiry: wider.until === null || (terms.until !== null && terms.until <= wider.until),
		Region: wider.region === null || (terms.region !== null && terms.region.startsWith(wider.region)),
		Copies: terms.copies <= wider.copies,
	};
	return Object.keys(rules).find((term) => !rules[term]) ?? null;
}

/** How many copies whoever gives these terms to somebody gives away: that one, and those that the receiver may give. */
export const costOf = ({ copies }) => Math.min(copies + 1, UNLIMITED_COPIES);

/** How many copies are left when so many are given away. */
export const copiesLeft = ({ copies }, given) => (copies === UNLIMITED_COPIES ? copies : Math.max(copies - given, 0));

/** The widest terms on which who holds data on these terms may pass them on when so many copies are given away; or why he may not, by its name. */
export function passable(terms, given, now) {
	if (!terms.actions.includes('Distribute')) return 'NotDistributable';
	if (terms.until !== null && now > terms.until) return 'Expired';
	const left = copiesLeft(terms, given);
	if (left === 0) return 'NoCopiesLeft';
	return { ...terms, copies: left === UNLIMITED_COPIES ? left : left - 1 };
}
