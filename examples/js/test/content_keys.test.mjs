// Content keys: what is committed to, and what is wrapped for whom.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '@noble/hashes/sha2';
import { concat } from '../src/lib/bytes.mjs';
import { epochCommitment, hashesOf, RecipientKey, wrapKey } from '../src/lib/content_keys.mjs';

const filled = (byte, length = 32) => new Uint8Array(length).fill(byte);

test('commitment_is_that_of_the_chain', () => {
	// primitives/src/access/tests.rs, commitment_to_keys_is_the_hash_of_their_list
	const one = [{ field: null, hash: filled(1) }];
	assert.deepEqual(epochCommitment(one), sha256(concat(Uint8Array.of(4, 0), filled(1))));
	const three = [...one, { field: 0, hash: filled(2) }, { field: 7, hash: filled(3) }];
	const list = concat(Uint8Array.of(12, 0), filled(1), Uint8Array.of(1, 0), filled(2), Uint8Array.of(1, 7), filled(3));
	assert.deepEqual(epochCommitment(three), sha256(list));
	assert.deepEqual(hashesOf([{ field: null, key: filled(9) }]), [{ field: null, hash: sha256(filled(9)) }]);
	assert.throws(() => hashesOf([{ field: null, key: filled(1, 31) }]), /32 bytes/);
});

test('wrapped_key_opens_for_its_recipient_only', () => {
	const [recipient, other] = [new RecipientKey(), new RecipientKey()];
	const wrapped = wrapKey(filled(7), recipient.key.X25519);
	assert.equal(wrapped.length, 80);
	assert.deepEqual(recipient.unwrap(wrapped), filled(7));
	assert.throws(() => other.unwrap(wrapped));
	assert.throws(() => recipient.unwrap(wrapped.with(40, wrapped[40] ^ 1)));
	assert.throws(() => recipient.unwrap(wrapped.slice(1)), /80 bytes/);
	assert.notDeepEqual(wrapKey(filled(7), recipient.key.X25519), wrapped);
	assert.deepEqual(wrapKey(filled(7), recipient.key.X25519, filled(4)), wrapKey(filled(7), recipient.key.X25519, filled(4)));
});
