// The history of a subject, a chain of hashes: whoever trusts its head need trust nobody about the entries. The chain's side is
// `counterfoil_primitives::history`.

import { sha256 } from '@noble/hashes/sha2';
import { concat, fixed, onlyEntry, option, u64, utf8, variant } from './bytes.mjs';

const DOMAIN = utf8('counterfoil/audit/v1');
const SUBJECTS = ['Did', 'DataSet', 'Submission', 'Grant', 'Certificate'];

/** The pallets that tell of the lives of subjects, in the order of their indices. */
export const MODULES = [
	...['Did', 'Devices', 'Sponsorship', 'DataRegistry', 'Validation', 'Certification', 'DataAccess', 'DataMarket', 'DataEscrow'],
	...['DataAuction', 'DataContracts', 'PaymentChannels', 'PaymentStreams', 'Custody', 'Allowances'],
];

/** SCALE bytes of a subject, written `{ Did: bytes }` or `{ Submission: number }`. */
export function encodeSubject(subject) {
	const [kind, id] = onlyEntry(subject);
	return concat(variant(SUBJECTS, kind), kind === 'Did' ? fixed(id, 32, 'DID') : u64(id));
}

/** SCALE bytes of an entry: `{ block, moment, module, event, actor, eventDigest }`, `module` by its name, `actor` or null. */
export const encodeEntry = ({ block, moment, module, event, actor, eventDigest }) =>
	concat(
		u64(block),
		u64(moment),
		variant(MODULES, module),
		Uint8Array.of(event),
		option(actor, (did) => fixed(did, 32, 'actor')),
		fixed(eventDigest, 32, 'digest of the event'),
	);

/** The head of a history without entries. */
export const emptyHead = (subject) => ({ count: 0n, digest: sha256(concat(DOMAIN, encodeSubject(subject))) });

/** The head once the entry is added. */
export const append = ({ count, digest }, entry) => ({ count: count + 1n, digest: sha256(concat(DOMAIN, digest, u64(count), encodeEntry(entry))) });

/** The head of the history that consists of these entries, the oldest first. */
export const headOf = (subject, entries) => entries.reduce(append, emptyHead(subject));

/** What an entry says about its event: `event` as it stands in the block, whose first byte is the pallet's index. */
export const eventDigest = (event) => sha256(event.slice(1));

/** An entry as polkadot.js gives it. */
export const entryOf = (codec) => ({
	block: codec.block.toBigInt(),
	moment: codec.moment.toBigInt(),
	module: codec.module.type,
	event: codec.event.toNumber(),
	actor: codec.actor.isSome ? codec.actor.unwrap().toU8a() : null,
	eventDigest: codec.eventDigest.toU8a(),
});
