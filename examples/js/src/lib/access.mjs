// Access to data: the actions of ODRL 2.2, the records that operators keep, and the batches that they sign. The chain's side is
// `counterfoil_primitives::access`.

import { concat, fixed, fixedText, list, onlyEntry, option, randomBytes, toHex, u32, u64, variant } from './bytes.mjs';
import { Tree } from './fingerprint.mjs';
import { encodeFingerprint } from './payload.mjs';

/** The actions, in the order of their indices. */
export const ACTIONS = [
	...['Read', 'Display', 'Print', 'Stream', 'Index', 'Extract', 'Aggregate', 'Anonymize'],
	...['Annotate', 'Derive', 'Transform', 'Translate', 'Archive', 'Reproduce', 'Distribute', 'Execute'],
];

/** Why an access is refused, in the order of their indices. */
export const REFUSALS = [
	...['UnknownDataSet', 'SubjectNotActive', 'UnknownField', 'Denied', 'NotOnAllowList', 'NoClearance', 'NoGrant', 'WrongAction'],
	...['WrongField', 'WrongPurpose', 'Revoked', 'NotYetValid', 'Expired', 'UsesExhausted'],
];

const BASES = ['Ownership', 'Public', 'UseRight', 'Grant'];

/** Every field class. */
export const ALL_FIELDS = 0xff;

/** Actions as the chain's bit set. */
export const actionBits = (actions) => actions.reduce((bits, action) => bits | (1 << variant(ACTIONS, action)[0]), 0);

/** A purpose as polkadot.js wants it. */
export const purposeName = (purpose) => toHex(fixedText(purpose, 32));

/** SCALE bytes of a request: `{ action, purpose, field, at }`, `field` null for whole records. */
export const encodeRequest = ({ action, purpose, field, at }) =>
	concat(variant(ACTIONS, action), fixedText(purpose, 32), option(field, (place) => Uint8Array.of(place)), u64(at));

/** SCALE bytes of a decision: `{ Permitted: 'UseRight' }`, `{ Permitted: { Grant: number } }` or `{ Refused: reason }`. */
export function encodeDecision(decision) {
	const [kind, value] = onlyEntry(decision);
	if (kind === 'Refused') return concat(Uint8Array.of(1), variant(REFUSALS, value));
	if (kind !== 'Permitted') throw new TypeError(`${kind} is no decision`);
	if (typeof value === 'string' && value !== 'Grant') return concat(Uint8Array.of(0), variant(BASES, value));
	return concat(Uint8Array.of(0), variant(BASES, 'Grant'), u64(value.Grant));
}

/** A decision as polkadot.js gives it. */
export function decisionOf(codec) {
	if (codec.isRefused) return { Refused: codec.asRefused.type };
	const basis = codec.asPermitted;
	return { Permitted: basis.isGrant ? { Grant: basis.asGrant.toBigInt() } : basis.type };
}

/** A record of an answer, with fresh salt: nobody finds it by trying who knows its hash alone. */
export const newRecord = ({ dataSet, accessor, request, decision }) => ({ dataSet, accessor, request, decision, salt: randomBytes(16) });

/** SCALE bytes of a record: a leaf of the tree of its batch. */
export const encodeRecord = ({ dataSet, accessor, request, decision, salt }) =>
	concat(u64(dataSet), fixed(accessor, 32, 'accessor'), encodeRequest(request), encodeDecision(decision), fixed(salt, 16, 'salt'));

/** The tree over records. */
export const treeOfRecords = (records) => Tree.fromLeaves(records.map(encodeRecord));

/** Body of `PURPOSE.accessBatch` (the nonce is the operator's count of batches). `uses` are pairs of grant and count, ascending. */
export const accessBatch = ({ operator, dataSet, records, from, to, uses, refusals }) =>
	concat(
		fixed(operator, 32, 'operator'),
		u64(dataSet),
		encodeFingerprint(records),
		u64(from),
		u64(to),
		list(uses, ([grant, count]) => concat(u64(grant), u32(count))),
		u64(refusals),
	);

/** The batch that accounts for these records. */
export function batchOfRecords(operator, dataSet, records) {
	const counts = new Map();
	let refusals = 0n;
	for (const { decision } of records) {
		const grant = decision.Permitted?.Grant;
		if (grant !== undefined) counts.set(grant, (counts.get(grant) ?? 0) + 1);
		if (decision.Refused) refusals += 1n;
	}
	const times = records.map(({ request }) => request.at);
	const tree = treeOfRecords(records);
	const uses = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
	const batch = { operator, dataSet, records: tree.fingerprint(), from: Math.min(...times), to: Math.max(...times), uses, refusals };
	return { tree, batch };
}

/** A record as polkadot.js wants it. */
export const callRecord = ({ dataSet, accessor, request, decision, salt }) => ({
	dataSet,
	accessor: toHex(accessor),
	request: { ...request, purpose: purposeName(request.purpose) },
	decision,
	salt: toHex(salt),
});
