// What validators, devices, controllers and operators sign or commit to, against the bytes that the Rust tests pin.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '@noble/hashes/sha2';
import { accessBatch, actionBits, batchOfRecords, encodeDecision, encodeRecord, newRecord, REFUSALS } from '../src/lib/access.mjs';
import { concat, fixedText, fromHex, toHex, utf8 } from '../src/lib/bytes.mjs';
import { documentDigest, documentOfKey, didUpdate, encodeDocument, KEY_AGREEMENT, newDocument, newKeys, relationshipBits, SIGNING } from '../src/lib/document.mjs';
import { batchOf, deviceActivation, enrolmentAttestation, enrolmentLeaf, Fleet, secretOf, treeOfKeys } from '../src/lib/enrolment.mjs';
import { leafHash, verifyInclusion } from '../src/lib/fingerprint.mjs';
import { AgreementKey, Ed25519Key, P256Key, Secp256k1Key } from '../src/lib/keys.mjs';
import { manufacture } from '../src/lib/manufacture.mjs';
import { PURPOSE, signingBytes } from '../src/lib/payload.mjs';
import { callVerdict, commitment, encodeVerdict, payouts, penalty, share } from '../src/lib/verdict.mjs';

const filled = (byte, length = 32) => new Uint8Array(length).fill(byte);
const u64 = (value) => Uint8Array.from({ length: 8 }, (_, i) => Math.floor(value / 256 ** i) % 256);

test('commitments_to_verdicts_are_those_of_the_chain', () => {
	// primitives/src/verdict.rs, commitments_are_the_pinned_ones
	const round = 0x0102_0304_0506_0708n;
	const good = { Valid: { quality: 900 } };
	assert.equal(toHex(encodeVerdict(good)), '0x008403');
	assert.equal(toHex(commitment(filled(1), round, filled(2), good, filled(3))), '0x81036a2620ab2e37e6f6ea892b45ed3174a570d7a8d477ed37aea6f24b4429b2');
	const bad = { Invalid: { reason: 'Incomplete', leaf: { index: 5n, leaf: filled(4), path: [filled(5)] } } };
	assert.deepEqual(encodeVerdict(bad), concat(fromHex('0102010500000000000000'), filled(4), Uint8Array.of(4), filled(5)));
	assert.equal(toHex(commitment(filled(1), round, filled(2), bad, filled(3))), '0x32deb26ef0388284cbecc8780cf6fa33ca8ed4e75b88b55efd4c923ecc4c34a8');
	assert.throws(() => encodeVerdict({ Invalid: { reason: 'Vetoed', leaf: null } }), /none of/);
	assert.throws(() => encodeVerdict({ Perhaps: {} }), /no verdict/);
	assert.deepEqual(callVerdict({ Invalid: { reason: 'Other', leaf: null } }), { Invalid: { reason: 'Other', leaf: null } });
});

test('payouts_share_fee_and_losses_to_the_last_unit', () => {
	assert.equal(penalty(999n, 333), 332n);
	assert.deepEqual([0, 1, 2, 3].map((rank) => share(11n, 3, rank)), [4n, 4n, 3n, 0n]);
	const stakes = { fee: 1_003n, bond: 500n, minorityPenalty: 250, unrevealedPenalty: 501 };
	const standings = ['Majority', 'Minority', 'Majority', 'Unrevealed', 'Majority', 'Majority', 'Majority'];
	const paid = payouts(stakes, standings);
	assert.deepEqual(paid.map(({ change }) => change), [201n + 75n, -125n, 201n + 75n, -250n, 201n + 75n, 200n + 75n, 200n + 75n]);
	assert.equal(paid.reduce((sum, { change }) => sum + change, 0n), stakes.fee);
});

test('document_is_encoded_as_on_chain', () => {
	const key = { Ed25519: filled(7) };
	assert.deepEqual(encodeDocument(documentOfKey(key)), concat(Uint8Array.of(0, 0, 0, 4, 1, 0, 0), filled(7), Uint8Array.of(0b1_1011, 0)));
	assert.equal(SIGNING, 0b1_1011);
	assert.equal(KEY_AGREEMENT, 0b0_0100);
	const full = newDocument({
		controllers: [filled(1), filled(2)],
		threshold: 1,
		alsoKnownAs: ['x:y'],
		methods: [
			{ id: 1, key, relationships: SIGNING },
			{ id: 2, key: { EcdsaP256: filled(3, 33) }, relationships: relationshipBits(['AssertionMethod']) },
			{ id: 3, key: { X25519: filled(9) }, relationships: KEY_AGREEMENT },
		],
		services: [{ id: 1, kind: 'LinkedDomains', endpoint: 'a:b' }],
	});
	const expected = concat(
		...[Uint8Array.of(8), filled(1), filled(2), Uint8Array.of(1)],
		...[Uint8Array.of(4, 12), utf8('x:y')],
		...[Uint8Array.of(12), Uint8Array.of(1, 0, 0), filled(7), Uint8Array.of(27)],
		...[Uint8Array.of(2, 0, 3), filled(3, 33), Uint8Array.of(2)],
		...[Uint8Array.of(3, 1), filled(9), Uint8Array.of(4)],
		...[Uint8Array.of(4, 1), fixedText('LinkedDomains', 32), Uint8Array.of(12), utf8('a:b')],
	);
	assert.deepEqual(encodeDocument(full), expected);
	assert.deepEqual(documentDigest(full), sha256(concat(utf8('counterfoil/did-document/v1'), expected)));
	assert.deepEqual(newKeys(documentOfKey(key), full), [{ EcdsaP256: filled(3, 33) }]);
	assert.throws(() => relationshipBits(['Friendship']), /none of/);
});

test('signed_bytes_of_changes_are_those_of_the_chain', () => {
	const [did, digest] = [filled(2), filled(3)];
	assert.deepEqual(didUpdate({ did, act: { Update: digest } }), concat(did, Uint8Array.of(0), digest));
	assert.deepEqual(didUpdate({ did, act: 'Deactivate' }), concat(did, Uint8Array.of(1)));
	assert.deepEqual(didUpdate({ did, act: { Prove: digest } }), concat(did, Uint8Array.of(2), digest));
	assert.throws(() => didUpdate({ did, act: { Forget: digest } }), /no act/);
});

test('enrolment_is_that_of_the_chain', () => {
	// primitives/src/enrolment.rs
	const key = (n) => ({ Ed25519: filled(n) });
	assert.deepEqual(enrolmentLeaf(key(7)), concat(Uint8Array.of(24 << 2), utf8('counterfoil/enrolment/v1'), Uint8Array.of(0), filled(7)));
	const batch = batchOf(treeOfKeys([1, 2, 3].map(key)));
	assert.equal(toHex(batch.root), '0x75ff1dfb42a84122acb174affb01e4510d00ba23c6d903f148a3fabcf1b5ac95');
	assert.equal(batch.devices, 3);
	assert.deepEqual(deviceActivation({ enrolment: 5, owner: filled(6) }), concat(u64(5), filled(6)));
	assert.deepEqual(
		enrolmentAttestation({ root: 1, enroller: filled(2), batch: { root: filled(3), devices: 4 }, metadata: filled(5) }),
		concat(u64(1), filled(2), filled(3), Uint8Array.of(4, 0, 0, 0), filled(5)),
	);
	// pallets/devices, device_signs_domain_genesis_index_enrolment_owner
	assert.deepEqual(
		signingBytes(PURPOSE.deviceActivation, filled(1), 7, deviceActivation({ enrolment: 9, owner: filled(2) })),
		concat(Uint8Array.of(32 << 2), utf8('counterfoil/device-activation/v1'), filled(1), u64(7), u64(9), filled(2)),
	);
});

test('fleet_proves_each_of_its_devices', async () => {
	const fleet = await manufacture(11);
	assert.equal(fleet.size, 11);
	assert(fleet instanceof Fleet);
	for (let index = 0; index < fleet.size; index += 1) {
		const { key } = fleet.keyOf(index);
		assert.deepEqual(fleet.publicKeys.subarray(32 * index, 32 * index + 32).toString('hex'), toHex(key.Ed25519).slice(2));
		verifyInclusion({ root: fleet.batch.root, leaves: 11 }, leafHash(enrolmentLeaf(key)), index, fleet.proof(index));
	}
	assert.notDeepEqual(secretOf(filled(1), 0), secretOf(filled(1), 1));
});

test('keys_sign_in_the_form_of_their_kind', () => {
	const message = utf8('hello');
	assert.equal(new Ed25519Key().sign(message).Ed25519.length, 64);
	assert.equal(new P256Key().sign(message).EcdsaP256.length, 64);
	assert.equal(new Secp256k1Key().sign(message).EcdsaSecp256k1.length, 65);
	assert.equal(new AgreementKey().key.X25519.length, 32);
	assert.deepEqual(new Ed25519Key(filled(1)).key, new Ed25519Key(filled(1)).key);
});

test('access_records_are_those_of_the_chain', () => {
	// primitives/src/access/tests.rs, record_and_batch_encode_as_published
	const record = {
		dataSet: 3,
		accessor: filled(9),
		request: { action: 'Read', purpose: 'customs', field: 2, at: 0x0102 },
		decision: { Permitted: { Grant: 7n } },
		salt: filled(1, 16),
	};
	const expected = concat(u64(3), filled(9), Uint8Array.of(0), fixedText('customs', 32), Uint8Array.of(1, 2), u64(0x0102), Uint8Array.of(0, 3), u64(7), filled(1, 16));
	assert.deepEqual(encodeRecord(record), expected);
	assert.deepEqual(encodeDecision({ Refused: 'UsesExhausted' }), Uint8Array.of(1, 13));
	assert.deepEqual(encodeDecision({ Permitted: 'UseRight' }), Uint8Array.of(0, 2));
	for (const [index, name] of REFUSALS.entries()) assert.deepEqual(encodeDecision({ Refused: name }), Uint8Array.of(1, index));
	assert.throws(() => encodeDecision({ Perhaps: 'Public' }), /no decision/);
	assert.equal(actionBits(['Index']), 16);
	assert.equal(actionBits(['Read', 'Execute']), 0x8001);
});

test('access_batch_is_that_of_the_chain', () => {
	// pallets/data-access, signed_batch_is_domain_genesis_sequence_body
	const records = { root: filled(1), leaves: 2, bytes: 3 };
	const body = accessBatch({ operator: filled(8), dataSet: 5, records, from: 4, to: 5, uses: [[6n, 7]], refusals: 8n });
	assert.deepEqual(
		signingBytes(PURPOSE.accessBatch, filled(1), 2, body),
		concat(
			...[Uint8Array.of(27 << 2), utf8('counterfoil/access-batch/v1'), filled(1), u64(2), filled(8), u64(5)],
			...[Uint8Array.of(0), filled(1), u64(2), u64(3), u64(4), u64(5), Uint8Array.of(4), u64(6), Uint8Array.of(7, 0, 0, 0), u64(8)],
		),
	);
});

test('batch_counts_what_its_records_say', () => {
	const request = (at) => ({ action: 'Read', purpose: 'customs', field: null, at });
	const record = (at, decision) => newRecord({ dataSet: 5n, accessor: filled(9), request: request(at), decision });
	const records = [
		record(30, { Permitted: { Grant: 300n } }),
		record(10, { Refused: 'NoGrant' }),
		record(20, { Permitted: { Grant: 7n } }),
		record(25, { Permitted: { Grant: 300n } }),
		record(26, { Permitted: 'Public' }),
	];
	const { batch, tree } = batchOfRecords(filled(8), 5n, records);
	assert.deepEqual(batch.uses, [[7n, 1], [300n, 2]]);
	assert.equal(batch.refusals, 1n);
	assert.deepEqual([batch.from, batch.to], [10, 30]);
	assert.deepEqual(batch.records, tree.fingerprint());
	assert.equal(batch.records.leaves, 5n);
	assert.equal(new Set(records.map(({ salt }) => toHex(salt))).size, 5);
});
