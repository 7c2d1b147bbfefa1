// Payment channels off chain: the same bytes, signatures and rules as on chain.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { concat, fromHex, toHex, u64, utf8 } from '../src/lib/bytes.mjs';
import { ALGORITHM, Tree, TreeBuilder } from '../src/lib/fingerprint.mjs';
import { Flow } from '../src/lib/flow.mjs';
import { P256Key, Secp256k1Key } from '../src/lib/keys.mjs';
import { Stakeholder } from '../src/lib/parties.mjs';
import {
	ChannelKey,
	decodeSigned,
	encodeSigned,
	encodeVoucher,
	finalMessage,
	isSignedBy,
	LedgerError,
	MAX_WAITING,
	PayeeLedger,
	PayerLedger,
	voucherMessage,
} from '../src/lib/voucher.mjs';

before(cryptoWaitReady);

const filled = (byte, length = 32) => new Uint8Array(length).fill(byte);
const refuses = (act, reason) => assert.throws(act, (error) => error instanceof LedgerError && error.reason === reason, reason);

// pallets/payment-channels/src/tests/golden.rs
const ID = 0x0102_0304_0506_0708n;
const DELIVERED = { algorithm: ALGORITHM, root: filled(0xab), leaves: 2n, bytes: 3n };
const BODY = concat(Uint8Array.of(6, 5), filled(0, 14), Uint8Array.of(0), filled(0xab), u64(2), u64(3));
const SIGNER = '0x8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c';
const VOUCHER_SIGNATURE =
	'0x4d2435662d153113fe4e8bd20a0c8e35cca33d204619f373a3a8747696b0ca64e43be880e10a5ffca54d8801281e280244f86c414bf751715853cae050c3b301';
const FINAL_SIGNATURE =
	'0x78522c31db682b1bcecef22e52b793f0cd1cc19b5038df15c02c33e62f53f0a5a967f264b38ded0839bc01b5e5372b4d814cc4505bdb42387e5be16ed55b2405';

test('voucher_of_a_known_key_is_as_published', () => {
	const key = new ChannelKey(filled(1));
	const voucher = { amount: 0x0506n, delivered: DELIVERED };
	assert.equal(toHex(key.key.Ed25519), SIGNER);
	assert.deepEqual(encodeVoucher(voucher), BODY);
	const message = voucherMessage(filled(0x11), ID, voucher);
	assert.deepEqual(message, concat(Uint8Array.of(0x78), utf8('counterfoil/payment-voucher/v1'), filled(0x11), u64(ID), BODY));
	assert.equal(message.length, 136);
	assert.equal(toHex(key.sign(message).Ed25519), VOUCHER_SIGNATURE);

	const end = finalMessage(filled(0x11), ID, voucher);
	assert.deepEqual(end, concat(Uint8Array.of(0x70), utf8('counterfoil/channel-close/v1'), filled(0x11), u64(ID), BODY));
	assert.equal(end.length, 134);
	assert.equal(toHex(key.sign(end).Ed25519), FINAL_SIGNATURE);
	assert(isSignedBy(key.key, end, { Ed25519: fromHex(FINAL_SIGNATURE) }));
});

test('voucher_is_sent_as_published', () => {
	// primitives/src/voucher/ledger/tests.rs, bytes_are_as_published
	const delivered = { algorithm: ALGORITHM, root: filled(0xab), leaves: 0x0102n, bytes: 0x0304n };
	const sent = { channel: 0x0708n, voucher: { amount: 0x0506n, delivered }, signature: { EcdsaSecp256k1: filled(0x22, 65) } };
	const body = concat(Uint8Array.of(6, 5), filled(0, 14), Uint8Array.of(0), filled(0xab), u64(0x0102), u64(0x0304));
	const bytes = concat(u64(0x0708), body, Uint8Array.of(2), filled(0x22, 65));
	assert.deepEqual(encodeSigned(sent), bytes);
	assert.equal(bytes.length, 139);
	assert.deepEqual(decodeSigned(bytes), sent);
	const largest = { ...sent, channel: (1n << 64n) - 1n, voucher: { amount: (1n << 128n) - 1n, delivered }, signature: { Ed25519: filled(1, 64) } };
	assert.deepEqual(decodeSigned(encodeSigned(largest)), largest);

	assert.throws(() => decodeSigned(bytes.slice(1)), RangeError);
	assert.throws(() => decodeSigned(concat(bytes, Uint8Array.of(0))), /too many/);
	assert.throws(() => decodeSigned(bytes.with(73, 9)), /scheme/);
	assert.throws(() => decodeSigned(bytes.with(24, 1)), /algorithm/);
	assert.throws(() => encodeSigned({ ...sent, signature: { Rot13: filled(1) } }), /no scheme/);
	assert.throws(() => encodeVoucher({ amount: 1n << 128n, delivered }), /u128/);
});

test('signatures_of_every_kind_are_checked', () => {
	const account = Stakeholder.fresh('payee', 'Supplier');
	const sr25519 = { key: account.key, sign: (message) => ({ Sr25519: account.pair.sign(message) }) };
	const keys = [new ChannelKey(), sr25519, new Secp256k1Key(), new P256Key()];
	const message = utf8('so much have you earned');
	for (const { key, sign } of keys.map((key) => ({ key: key.key, sign: (bytes) => key.sign(bytes) }))) {
		const signature = sign(message);
		const [[scheme, bytes]] = Object.entries(signature);
		assert(isSignedBy(key, message, signature), scheme);
		assert(!isSignedBy(key, utf8('so much have I earned'), signature), scheme);
		assert(!isSignedBy(key, message, { [scheme]: bytes.with(3, bytes[3] ^ 1) }), scheme);
		assert(!isSignedBy(key, message, { [scheme]: bytes.slice(1) }), scheme);
		for (const other of keys) assert.equal(isSignedBy(other.key, message, signature), other.key === key, scheme);
	}
});

test('growing_tree_has_the_fingerprint_of_the_whole_one', () => {
	const builder = new TreeBuilder();
	const leaves = [];
	for (let count = 0; count <= 70; count += 1) {
		assert.deepEqual(builder.fingerprint(), Tree.fromLeaves(leaves).fingerprint());
		assert.equal(builder.leaves, count);
		const leaf = utf8(`reading ${count}`);
		leaves.push(leaf);
		builder.push(leaf);
	}
});

const KEY = new ChannelKey(filled(2));
const TERMS = { genesis: filled(1), channel: 7n, signer: KEY.key, deposit: 100n, price: { PerRecord: 3n } };
const sign = (message) => KEY.sign(message);
const signed = (voucher, { genesis = TERMS.genesis, channel = TERMS.channel, key = KEY } = {}) => ({
	channel,
	voucher,
	signature: key.sign(voucherMessage(genesis, channel, voucher)),
});

/** Both sides after so many readings, none of them asked for or paid. */
function after(readings, terms = TERMS) {
	const [payee, payer] = [new PayeeLedger(terms, 100n), new PayerLedger(terms)];
	for (let reading = 0; reading < readings; reading += 1) {
		payee.deliver(Uint8Array.of(reading));
		payer.receive(Uint8Array.of(reading));
	}
	return { payee, payer };
}

test('voucher_asked_for_is_the_one_issued', () => {
	const { payee, payer } = after(2);
	assert.equal(payee.owed, 6n);
	const asked = payee.ask();
	const issued = payer.issue(sign);
	assert.deepEqual(issued.voucher, asked);
	assert.equal(payee.accept(issued), 6n);
	assert.deepEqual([payee.owed, payee.earned, payer.spent], [0n, 6n, 6n]);
	assert.equal(payee.best, issued);
	refuses(() => payee.ask(), 'NothingNew');
	refuses(() => payer.issue(sign), 'NothingNew');
});

test('payee_goes_on_delivering_while_vouchers_are_on_their_way', () => {
	const { payee, payer } = after(1);
	payee.ask();
	const first = payer.issue(sign);
	payee.deliver(utf8('more'));
	payer.receive(utf8('more'));
	payee.ask();
	const second = payer.issue(sign);
	assert.equal(payee.accept(first), 3n);
	assert.equal(payee.accept(second), 3n);
	refuses(() => payee.accept(first), 'NotMore');
});

test('payee_gives_no_more_credit_than_he_said_and_nothing_beyond_the_deposit', () => {
	const payee = new PayeeLedger(TERMS, 6n);
	payee.deliver(Uint8Array.of(1));
	payee.deliver(Uint8Array.of(2));
	refuses(() => payee.deliver(Uint8Array.of(3)), 'CreditExhausted');

	const { payee: rich, payer } = after(33);
	refuses(() => rich.deliver(Uint8Array.of(33)), 'AboveDeposit');
	payer.receive(Uint8Array.of(33));
	refuses(() => payer.issue(sign), 'AboveDeposit');
	for (const ledger of [rich, payer]) ledger.toppedUp(102n);
	for (const ledger of [rich, payer]) ledger.toppedUp(50n);
	assert.equal(payer.issue(sign).voucher.amount, 102n);
	rich.ask();
	refuses(() => rich.deliver(Uint8Array.of(33)), 'CreditExhausted');
});

test('payee_asks_for_no_more_vouchers_than_he_can_remember', () => {
	const { payee } = after(0, { ...TERMS, deposit: 1_000n, price: { PerRecord: 1n } });
	for (let asked = 0; asked < MAX_WAITING; asked += 1) {
		payee.deliver(Uint8Array.of(asked));
		payee.ask();
	}
	payee.deliver(Uint8Array.of(255));
	refuses(() => payee.ask(), 'TooManyWaiting');
});

test('attack_bad_vouchers_are_refused_by_reason', () => {
	const { payee } = after(2);
	const asked = payee.ask();
	const more = { ...asked, amount: asked.amount + 1n };
	refuses(() => payee.accept(signed(asked, { channel: 8n })), 'OtherChannel');
	refuses(() => payee.accept({ ...signed(asked, { channel: 8n }), channel: 7n }), 'BadSignature');
	refuses(() => payee.accept(signed(asked, { genesis: filled(9) })), 'BadSignature');
	refuses(() => payee.accept(signed(asked, { key: new ChannelKey() })), 'BadSignature');
	refuses(() => payee.accept({ ...signed(asked), signature: KEY.sign(finalMessage(TERMS.genesis, 7n, asked)) }), 'BadSignature');
	refuses(() => payee.accept(signed({ ...asked, amount: 101n })), 'AboveDeposit');
	refuses(() => payee.accept(signed({ ...asked, amount: 5n })), 'TooLittle');
	refuses(() => payee.accept(signed({ ...asked, amount: 0n })), 'NotMore');
	refuses(() => payee.accept(signed({ ...asked, delivered: DELIVERED })), 'OtherDelivery');
	assert.equal(payee.best, null);
	// Who pays more than he was asked for may.
	assert.equal(payee.accept(signed(more)), 7n);
});

test('voucher_about_more_pays_for_what_waits_behind_it', () => {
	const { payee } = after(1);
	const first = payee.ask();
	payee.deliver(utf8('more'));
	payee.ask();
	assert.equal(payee.accept(signed({ ...first, amount: 6n })), 6n);
	refuses(() => payee.ask(), 'NothingNew');
	assert.equal(payee.owed, 0n);
});

test('final_state_is_no_less_than_the_best_voucher_and_no_more_than_the_last_one', () => {
	const { payee, payer } = after(2);
	payee.ask();
	payee.accept(payer.issue(sign));
	const { delivered } = payer.issued;
	refuses(() => payee.agree({ amount: 5n, delivered }), 'WrongFinalState');
	refuses(() => payee.agree({ amount: 101n, delivered }), 'AboveDeposit');
	refuses(() => payer.agree({ amount: 7n, delivered }), 'WrongFinalState');
	const state = payee.finish();
	payer.agree(state);
	assert.deepEqual(state, payer.finish());
	for (const act of [() => payee.deliver(filled(1)), () => payee.ask(), () => payee.accept(payee.best), () => payer.receive(filled(1)), () => payer.issue(sign)]) {
		refuses(act, 'Finished');
	}
});

test('attack_final_state_about_something_that_was_never_delivered', () => {
	const { payee, payer } = after(2);
	payee.ask();
	payee.accept(payer.issue(sign));
	for (const ledger of [payee, payer]) {
		refuses(() => ledger.agree({ amount: 6n, delivered: DELIVERED }), 'WrongFinalState');
	}
	// About more than the vouchers are, if it was delivered and received.
	for (const act of [() => payee.deliver(utf8('more')), () => payer.receive(utf8('more'))]) act();
	const { delivered } = payee.ask();
	payee.agree({ amount: 6n, delivered });
	payer.agree({ amount: 6n, delivered });
	refuses(() => payee.deliver(filled(1)), 'Finished');
});

test('channel_without_a_voucher_closes_at_nothing', () => {
	const { payee, payer } = after(2);
	assert.deepEqual(payee.finish(), { amount: 0n, delivered: new TreeBuilder().fingerprint() });
	assert.deepEqual(payer.finish(), { amount: 0n, delivered: new TreeBuilder().fingerprint() });
});

test('fixed_price_is_paid_once_and_bytes_are_counted', () => {
	const { payer } = after(1, { ...TERMS, price: { Fixed: 10n } });
	assert.equal(payer.issue(sign).voucher.amount, 10n);
	payer.receive(utf8('second'));
	refuses(() => payer.issue(sign), 'NothingNew');
	const bytes = new PayerLedger({ ...TERMS, price: { PerByte: 2n } });
	bytes.receive(utf8('12345'));
	assert.equal(bytes.issue(sign).voucher.amount, 10n);
});

test('price_by_time_is_refused_and_price_overflow_is_no_voucher', () => {
	refuses(() => new PayeeLedger({ ...TERMS, price: { PerSecond: 1n } }, 1n), 'PricedByTime');
	refuses(() => new PayerLedger({ ...TERMS, price: { PerSecond: 1n } }), 'PricedByTime');
	const largest = (1n << 128n) - 1n;
	const payee = new PayeeLedger({ ...TERMS, deposit: largest, price: { PerRecord: largest } }, largest);
	payee.deliver(filled(1));
	refuses(() => payee.deliver(filled(2)), 'PriceTooHigh');
});

test('flow_is_counted_in_thousandths_as_on_chain', () => {
	// primitives/src/stream.rs and pallets/payment-streams/src/lib.rs, the examples.
	const odd = new Flow(333n, 1_000n, 0);
	let paid = 0n;
	for (const second of [1, 2, 3]) paid += odd.advance(second * 1_001).pay();
	assert.equal(paid, 999n);
	const long = new Flow(7n, 100_000n, 0);
	long.advance(90 * 60 * 1_000);
	assert.equal(long.payable, 37_800n);
	assert.equal(long.runsUntil, 14_285_714);

	long.running = false;
	long.advance(100 * 60 * 1_000);
	assert.deepEqual([long.payable, long.runsUntil], [37_800n, null]);
	long.running = true;
	assert.equal(long.runsUntil, 14_285_714 + 10 * 60 * 1_000);
	assert.equal(long.advance(1e9).payable, 100_000n);
	assert.throws(() => long.advance(0), RangeError);
});
