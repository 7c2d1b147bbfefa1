// Payment channels off chain: what is signed, and what payer and payee keep. The chain's side is `counterfoil_primitives::voucher`.
//
//   payee                                        payer
//     │ deliver(reading) ── reading ──────────────► │ receive(reading)
//     │ deliver(reading) ── reading ──────────────► │ receive(reading)
//     │ ask() ───────────── "pay, please" ────────► │ issue(sign)
//     │ accept(voucher)  ◄───────── voucher ─────── │

import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import { p256 } from '@noble/curves/p256';
import { secp256k1 } from '@noble/curves/secp256k1';
import { sha256 } from '@noble/hashes/sha2';
import { sr25519Verify } from '@polkadot/util-crypto';
import { concat, equal, fixed, fromHex, onlyEntry, Reader, u128, u64 } from './bytes.mjs';
import { ALGORITHM, sameFingerprint, TreeBuilder } from './fingerprint.mjs';
import { callVariant } from './keys.mjs';
import { callFingerprint } from './parties.mjs';
import { encodeFingerprint, PURPOSE, signingBytes } from './payload.mjs';

/** The most vouchers that a payee asks for before one of them arrives. */
export const MAX_WAITING = 64;

const LARGEST = (1n << 128n) - 1n;

/** Schemes of signatures in the order of their indices, and how long the signatures are. */
const SCHEMES = [
	['Ed25519', 64],
	['Sr25519', 64],
	['EcdsaSecp256k1', 65],
	['EcdsaP256', 64],
];

/** SCALE bytes of a voucher or a final state, `{ amount, delivered }`, `delivered` a fingerprint. */
export const encodeVoucher = ({ amount, delivered }) => concat(u128(amount), encodeFingerprint(delivered));

/** What the channel's key signs for a voucher. The channel is not part of the voucher: it is what the signature is for. */
export const voucherMessage = (genesis, channel, voucher) => signingBytes(PURPOSE.paymentVoucher, genesis, channel, encodeVoucher(voucher));

/** What both parties sign to close a channel at a final state. */
export const finalMessage = (genesis, channel, state) => signingBytes(PURPOSE.channelClose, genesis, channel, encodeVoucher(state));

/** A signed voucher as it is sent: `{ channel, voucher, signature }`, the signature written `{ Ed25519: bytes }`. */
export function encodeSigned({ channel, voucher, signature }) {
	const [scheme, bytes] = onlyEntry(signature);
	const index = SCHEMES.findIndex(([name]) => name === scheme);
	if (index < 0) throw new TypeError(`${scheme} is no scheme of signatures`);
	return concat(u64(channel), encodeVoucher(voucher), Uint8Array.of(index), fixed(bytes, SCHEMES[index][1], scheme));
}

/** Reads what `encodeSigned` writes; whether the voucher is good says `PayeeLedger.accept`. */
export function decodeSigned(bytes) {
	const reader = new Reader(bytes);
	const [channel, amount] = [reader.u64(), reader.u128()];
	if (reader.u8() !== 0) throw new RangeError('the algorithm of the fingerprint is unknown');
	const delivered = { algorithm: ALGORITHM, root: reader.take(32), leaves: reader.u64(), bytes: reader.u64() };
	const scheme = SCHEMES[reader.u8()];
	if (!scheme) throw new RangeError('the scheme of the signature is unknown');
	const signature = { [scheme[0]]: reader.take(scheme[1]) };
	reader.end();
	return { channel, voucher: { amount, delivered }, signature };
}

/** A voucher or a final state as polkadot.js wants it. */
export const callVoucher = ({ amount, delivered }) => ({ amount, delivered: callFingerprint(delivered) });

// How RFC 8410 writes a seed and a public key of Ed25519.
const PRIVATE_HEAD = fromHex('302e020100300506032b657004220420');
const PUBLIC_HEAD = fromHex('302a300506032b6570032100');

/** An Ed25519 key that signs vouchers. Of Node's own library, which is several times as fast as one in JavaScript. */
export class ChannelKey {
	#secret;

	constructor(seed = randomBytes(32)) {
		this.#secret = createPrivateKey({ key: Buffer.from(concat(PRIVATE_HEAD, fixed(Uint8Array.from(seed), 32, 'seed'))), format: 'der', type: 'pkcs8' });
		const der = createPublicKey(this.#secret).export({ format: 'der', type: 'spki' });
		this.key = { Ed25519: Uint8Array.from(der.subarray(PUBLIC_HEAD.length)) };
	}

	sign(message) {
		return { Ed25519: Uint8Array.from(sign(null, message, this.#secret)) };
	}
}

/** Keys in the form of Node's library: one channel has one key for all its vouchers. */
const publicKeys = new WeakMap();

function publicKey(bytes) {
	if (!publicKeys.has(bytes)) {
		publicKeys.set(bytes, createPublicKey({ key: Buffer.from(concat(PUBLIC_HEAD, fixed(bytes, 32, 'key'))), format: 'der', type: 'spki' }));
	}
	return publicKeys.get(bytes);
}

/** Each takes no signature that the chain would refuse: otherwise a payee would hold a voucher that is worth nothing. */
const CHECKS = {
	Ed25519: (key, message, signature) => verify(null, message, publicKey(key), signature),
	Sr25519: (key, message, signature) => sr25519Verify(message, signature, key),
	EcdsaSecp256k1: (key, message, signature) => {
		const digest = sha256(message);
		const compact = signature.slice(0, 64);
		const signer = secp256k1.Signature.fromCompact(compact).addRecoveryBit(signature[64]).recoverPublicKey(digest);
		return equal(signer.toRawBytes(true), key) && secp256k1.verify(compact, digest, key, { lowS: true });
	},
	EcdsaP256: (key, message, signature) => p256.verify(signature, sha256(message), key, { lowS: true }),
};

/** Whether this key made this signature over these bytes. */
export function isSignedBy(key, message, signature) {
	const [kind, bytes] = onlyEntry(key);
	const [scheme, value] = onlyEntry(signature);
	try {
		return kind === scheme && CHECKS[kind](bytes, message, value);
	} catch {
		// The libraries throw where the bytes are no signature at all.
		return false;
	}
}

/** Why a ledger does not go on, in the words of the chain's side. */
const REASONS = {
	PricedByTime: 'what is priced by time is not paid by vouchers',
	PriceTooHigh: 'the price is more than can be counted',
	OtherChannel: 'the voucher is for another channel',
	NotMore: 'the voucher is not about more than the one before',
	AboveDeposit: 'the deposit of the channel does not cover it',
	OtherDelivery: 'the voucher is about something else than was delivered',
	TooLittle: 'the voucher is about less than what was delivered costs',
	BadSignature: 'the signature is not by the key of the channel over this voucher',
	CreditExhausted: 'more would be owed than there is credit for',
	TooManyWaiting: 'too many vouchers are asked for already',
	NothingNew: 'nothing to pay for was delivered since the last voucher',
	WrongFinalState: 'the final state is not what was issued or accepted',
	Finished: 'the channel is closed for this party',
};

/** Why a ledger does not go on: `reason` is a name, the message says it in words. */
export class LedgerError extends Error {
	constructor(reason) {
		super(REASONS[reason]);
		this.name = 'LedgerError';
		this.reason = reason;
	}
}

function ensure(condition, reason) {
	if (!condition) throw new LedgerError(reason);
}

const PRICES = {
	Fixed: (rate) => rate,
	PerRecord: (rate, records) => rate * BigInt(records),
	PerByte: (rate, _, bytes) => rate * BigInt(bytes),
};

/** What both sides know of a channel: `{ genesis, channel, signer, deposit, price }`, the price written `{ PerRecord: amount }`. */
class Ledger {
	#finished = false;
	#deposit;
	#price;
	#rate;

	constructor({ genesis, channel, signer, deposit, price }) {
		const [kind, rate] = onlyEntry(price);
		ensure(kind in PRICES, 'PricedByTime');
		this.genesis = genesis;
		this.channel = BigInt(channel);
		this.signer = signer;
		this.#deposit = BigInt(deposit);
		this.#price = PRICES[kind];
		this.#rate = BigInt(rate);
	}

	/** All that was put into the channel. */
	get deposit() {
		return this.#deposit;
	}

	/** The chain says that so much was put into the channel by now. */
	toppedUp(deposit) {
		if (deposit > this.#deposit) this.#deposit = deposit;
	}

	/** What so many readings of so many bytes cost, all together. */
	priceOf(records, bytes) {
		// Also a fixed price is for something.
		const amount = records === 0 ? 0n : this.#price(this.#rate, records, bytes);
		ensure(amount <= LARGEST, 'PriceTooHigh');
		return amount;
	}

	ensureOpen() {
		ensure(!this.#finished, 'Finished');
	}

	/** From now on nothing is delivered or paid. */
	close() {
		this.#finished = true;
	}
}

/** The state of a channel in which nothing was paid. */
const NOTHING = () => ({ amount: 0n, delivered: new TreeBuilder().fingerprint() });

/**
 * The payee's side of a channel: which readings he may deliver, and which vouchers are good. Memory does not grow with what is delivered.
 * The best voucher is the money: keep it (`encodeSigned`) where a crash cannot reach it.
 */
export class PayeeLedger extends Ledger {
	#credit;
	#delivered = new TreeBuilder();
	/** What was asked for and did not arrive, in the order of asking. */
	#waiting = [];
	#best = null;

	/** `terms` are what the chain says about the channel, once its opening is final; `credit` is the most that is delivered without a voucher. */
	constructor(terms, credit) {
		super(terms);
		this.#credit = BigInt(credit);
	}

	/** The best voucher so far, signed; null if there is none. This is the one to claim with. */
	get best() {
		return this.#best;
	}

	/** What the best voucher is worth. */
	get earned() {
		return this.#best?.voucher.amount ?? 0n;
	}

	/** What was delivered and is not covered by the best voucher. */
	get owed() {
		const owed = this.priceOf(this.#delivered.leaves, this.#delivered.bytes) - this.earned;
		return owed > 0n ? owed : 0n;
	}

	/** Counts a reading. Send it only if this goes well: what it costs is within the deposit and within the credit. */
	deliver(reading) {
		this.ensureOpen();
		const price = this.priceOf(this.#delivered.leaves + 1, this.#delivered.bytes + reading.length);
		ensure(price <= this.deposit, 'AboveDeposit');
		ensure(price - this.earned <= this.#credit, 'CreditExhausted');
		this.#delivered.push(reading);
	}

	/** Asks for a voucher about everything that was delivered so far, and returns it as the payer is to sign it. */
	ask() {
		this.ensureOpen();
		const amount = this.priceOf(this.#delivered.leaves, this.#delivered.bytes);
		ensure(amount > (this.#waiting.at(-1)?.amount ?? this.earned), 'NothingNew');
		ensure(this.#waiting.length < MAX_WAITING, 'TooManyWaiting');
		const voucher = { amount, delivered: this.#delivered.fingerprint() };
		this.#waiting.push(voucher);
		return voucher;
	}

	/** Takes a signed voucher if it is good, and says how much more it is worth than the best one before. */
	accept(signed, check = isSignedBy) {
		this.ensureOpen();
		const { channel, voucher, signature } = signed;
		ensure(channel === this.channel, 'OtherChannel');
		const before = this.earned;
		ensure(voucher.amount > before, 'NotMore');
		ensure(voucher.amount <= this.deposit, 'AboveDeposit');
		const place = this.#waiting.findIndex(({ delivered }) => sameFingerprint(delivered, voucher.delivered));
		ensure(place >= 0, 'OtherDelivery');
		ensure(voucher.amount >= this.#waiting[place].amount, 'TooLittle');
		// The signature last: it takes longer than everything before.
		ensure(check(this.signer, voucherMessage(this.genesis, channel, voucher), signature), 'BadSignature');
		// Whoever pays more than he was asked for has paid for what waits behind it, too.
		this.#waiting = this.#waiting.slice(place + 1).filter(({ amount }) => amount > voucher.amount);
		this.#best = signed;
		return voucher.amount - before;
	}

	/** The state that the payee closes the channel at: what his best voucher is worth. From now on he delivers nothing and takes no voucher. */
	finish() {
		this.close();
		return this.#best ? { ...this.#best.voucher } : NOTHING();
	}

	/**
	 * Throws unless the payee may sign a final state that the payer proposes: no less than what his best voucher is worth, no more than the deposit,
	 * and about what he delivered, all of it or as far as a voucher was asked for. From then on he delivers nothing and takes no voucher.
	 */
	agree({ amount, delivered }) {
		const best = this.#best?.voucher ?? NOTHING();
		const known = [best.delivered, this.#delivered.fingerprint(), ...this.#waiting.map((asked) => asked.delivered)];
		ensure(amount >= this.earned && known.some((fingerprint) => sameFingerprint(fingerprint, delivered)), 'WrongFinalState');
		ensure(amount <= this.deposit, 'AboveDeposit');
		this.close();
	}
}

/** The payer's side of a channel: of two vouchers that it ever issues the later one is about more, and about all that the earlier one is about. */
export class PayerLedger extends Ledger {
	#received = new TreeBuilder();
	#issued = null;

	/** The last voucher that was issued; null if there is none. */
	get issued() {
		return this.#issued;
	}

	/** What all vouchers are worth: the amount of the last one. */
	get spent() {
		return this.#issued?.amount ?? 0n;
	}

	/** Counts a reading that arrived and that the payer wants to pay for. */
	receive(reading) {
		this.ensureOpen();
		this.#received.push(reading);
	}

	/** Makes the voucher about everything that was received so far. `sign` signs these bytes with the channel's key. */
	issue(sign) {
		this.ensureOpen();
		const amount = this.priceOf(this.#received.leaves, this.#received.bytes);
		ensure(amount > this.spent, 'NothingNew');
		ensure(amount <= this.deposit, 'AboveDeposit');
		const voucher = { amount, delivered: this.#received.fingerprint() };
		// Remembered before it is signed: whatever happens then, nothing lower is signed later.
		this.#issued = voucher;
		return { channel: this.channel, voucher, signature: sign(voucherMessage(this.genesis, this.channel, voucher)) };
	}

	/** The state that the payer proposes to close the channel at: what his last voucher is worth. From now on he issues none. */
	finish() {
		this.close();
		return this.#issued ? { ...this.#issued } : NOTHING();
	}

	/**
	 * Throws unless the payer may sign a final state that the payee proposes: no more than what his vouchers are worth, and about what the last of
	 * them is about, or about all that he received. From then on he issues none.
	 */
	agree({ amount, delivered }) {
		const known = [(this.#issued ?? NOTHING()).delivered, this.#received.fingerprint()];
		ensure(amount <= this.spent && known.some((fingerprint) => sameFingerprint(fingerprint, delivered)), 'WrongFinalState');
		this.close();
	}
}

/** What a signed voucher is as arguments of `paymentChannels.claim`. */
export const claimArguments = ({ channel, voucher, signature }) => [channel, callVoucher(voucher), callVariant(signature)];
