// Those who act in the scenario: stakeholders with an account, and the meter, which has a key and no money.

import { ed25519 } from '@noble/curves/ed25519';
import { Keyring } from '@polkadot/keyring';
import { randomBytes, toHex } from './bytes.mjs';
import { didOfKey, rolesBits } from './did.mjs';
import { deviceConsent, PURPOSE, signingBytes, stakeholderRegistration, submissionBody } from './payload.mjs';

/** A stakeholder: an account whose own sr25519 key is also the first key of his DID. */
export class Stakeholder {
	constructor(name, pair, roles) {
		this.name = name;
		this.pair = pair;
		this.roles = rolesBits(roles);
		this.key = { Sr25519: pair.publicKey };
		this.did = didOfKey(this.key);
	}

	/** With a fresh key. */
	static fresh(name, ...roles) {
		return new Stakeholder(name, new Keyring({ type: 'sr25519' }).addFromSeed(randomBytes(32)), roles);
	}

	/** One of the development accounts, such as `//Alice`. */
	static dev(name) {
		return new Stakeholder(name, new Keyring({ type: 'sr25519' }).addFromUri(`//${name}`), ['Other']);
	}

	get address() {
		return this.pair.address;
	}

	/** Arguments of `did.registerStakeholder`. */
	registration(genesis) {
		const message = signingBytes(PURPOSE.stakeholderRegistration, genesis, 0, stakeholderRegistration({ account: this.pair.publicKey, roles: this.roles }));
		return [{ Sr25519: toHex(this.pair.publicKey) }, { Sr25519: toHex(this.pair.sign(message)) }, this.roles];
	}
}

/** A flow meter: signs its batches with an ed25519 key and counts them. */
export class Meter {
	#secret = ed25519.utils.randomPrivateKey();
	#sequence = 0n;

	constructor() {
		this.publicKey = ed25519.getPublicKey(this.#secret);
		this.did = didOfKey({ Ed25519: this.publicKey });
	}

	/** Arguments of `did.registerDevice`: the meter consents to belong to this owner. */
	consent(genesis, owner, metadata) {
		const signature = this.#sign(signingBytes(PURPOSE.deviceConsent, genesis, 0, deviceConsent({ owner, metadata })));
		return [{ Ed25519: toHex(this.publicKey) }, signature, toHex(metadata)];
	}

	/** Arguments of `dataRegistry.submit` for its next batch. */
	submission(genesis, body) {
		const sequence = this.#sequence;
		this.#sequence += 1n;
		return { sequence, args: this.#submit(genesis, sequence, body) };
	}

	/** The same as an estimate of fees needs it: signed, but the meter does not count it. */
	draft(genesis, body) {
		return this.#submit(genesis, this.#sequence, body);
	}

	#submit(genesis, sequence, body) {
		const signature = this.#sign(signingBytes(PURPOSE.submission, genesis, sequence, submissionBody(body)));
		return [toHex(this.did), callBody(body), signature];
	}

	#sign(message) {
		return { Ed25519: toHex(ed25519.sign(message, this.#secret)) };
	}
}

/** A submission's body as polkadot.js wants it. */
const callBody = ({ fingerprint, ...rest }) => ({ ...rest, fingerprint: callFingerprint(fingerprint) });

/** A fingerprint as polkadot.js wants it. */
export const callFingerprint = ({ algorithm, root, leaves, bytes }) => ({ algorithm, root: toHex(root), leaves, bytes });

/** A fingerprint as polkadot.js gives it. */
export const fingerprintOf = (codec) => ({
	algorithm: codec.algorithm.type,
	root: codec.root.toU8a(),
	leaves: codec.leaves.toBigInt(),
	bytes: codec.bytes.toBigInt(),
});
