// Those who act: stakeholders with an account, and devices, which have keys and no money.

import { Keyring } from '@polkadot/keyring';
import { randomBytes, toHex } from './bytes.mjs';
import { didOfKey, rolesBits } from './did.mjs';
import { deviceActivation } from './enrolment.mjs';
import { callVariant, Ed25519Key } from './keys.mjs';
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

/** A device: it has keys and no money, and counts its batches. */
export class Device {
	#key;
	#sequence = 0n;

	/** Its name on the chain follows from its first key. */
	constructor(key = new Ed25519Key()) {
		this.#key = key;
		this.firstKey = key.key;
		this.did = didOfKey(key.key);
	}

	/** The key that it signs with now. */
	get key() {
		return this.#key.key;
	}

	/** From now on it signs with another key. */
	use(key) {
		this.#key = key;
	}

	/** A signature as polkadot.js wants it. */
	sign(message) {
		return callVariant(this.#key.sign(message));
	}

	/** Arguments of `did.registerDevice`: the device consents to belong to this owner. */
	consent(genesis, owner, metadata) {
		const signature = this.sign(signingBytes(PURPOSE.deviceConsent, genesis, 0, deviceConsent({ owner, metadata })));
		return [callVariant(this.firstKey), signature, toHex(metadata)];
	}

	/** The last three arguments of `devices.activate`: the device of a batch wakes up and consents to belong to the owner of the enrolment. */
	activation(genesis, { enrolment, index, owner, path }) {
		const signature = this.sign(signingBytes(PURPOSE.deviceActivation, genesis, index, deviceActivation({ enrolment, owner })));
		return [callVariant(this.firstKey), path.map(toHex), signature];
	}

	/** Arguments of `dataRegistry.submit` for its next batch. */
	submission(genesis, body) {
		const sequence = this.#sequence;
		this.#sequence += 1n;
		return { sequence, args: this.submissionAs(genesis, sequence, body) };
	}

	/** The same as an estimate of fees needs it: signed, but the device does not count it. */
	draft(genesis, body) {
		return this.submissionAs(genesis, this.#sequence, body);
	}

	/** Arguments of `dataRegistry.submit` with a number of one's own choice. */
	submissionAs(genesis, sequence, body) {
		const signature = this.sign(signingBytes(PURPOSE.submission, genesis, sequence, submissionBody(body)));
		return [toHex(this.did), sequence, callBody(body), signature];
	}
}

/** A submission's body as polkadot.js wants it. */
const callBody = ({ schema, fingerprint, ...rest }) => ({ ...rest, schema: toHex(schema), fingerprint: callFingerprint(fingerprint) });

/** A fingerprint as polkadot.js wants it. */
export const callFingerprint = ({ algorithm, root, leaves, bytes }) => ({ algorithm, root: toHex(root), leaves, bytes });

/** A fingerprint as polkadot.js gives it. */
export const fingerprintOf = (codec) => ({
	algorithm: codec.algorithm.type,
	root: codec.root.toU8a(),
	leaves: codec.leaves.toBigInt(),
	bytes: codec.bytes.toBigInt(),
});
