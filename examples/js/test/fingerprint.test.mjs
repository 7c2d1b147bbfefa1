import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { equal, toHex, utf8 } from '../src/lib/bytes.mjs';
import { formatFingerprint, leafHash, nodeHash, parseFingerprint, ProofError, rootFromProof, sameFingerprint, Tree, verifyInclusion } from '../src/lib/fingerprint.mjs';

const leaves = (count) => Array.from({ length: count }, (_, i) => utf8(`leaf ${i}`));

/** The definition in RFC 9162, 2.1.1, word by word. */
function rootByDefinition(hashes) {
	if (hashes.length === 1) return hashes[0];
	const split = 2 ** Math.floor(Math.log2(hashes.length - 1));
	return nodeHash(rootByDefinition(hashes.slice(0, split)), rootByDefinition(hashes.slice(split)));
}

test('empty_tree_has_the_hash_of_nothing_as_root', () => {
	assert.equal(toHex(new Tree([], 0).root), '0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('root_is_that_of_the_definition', () => {
	for (let count = 1; count <= 130; count += 1) {
		const tree = Tree.fromLeaves(leaves(count));
		assert(equal(tree.root, rootByDefinition(tree.hashes)), `${count} leaves`);
	}
});

test('every_leaf_is_proven_and_nothing_else', () => {
	for (const count of [1, 2, 3, 5, 8, 13, 24, 33]) {
		const tree = Tree.fromLeaves(leaves(count));
		for (let index = 0; index < count; index += 1) {
			const path = tree.proof(index);
			verifyInclusion(tree.fingerprint(), tree.hashes[index], index, path);
			assert.throws(() => verifyInclusion(tree.fingerprint(), leafHash(utf8('another')), index, path), ProofError);
			assert.throws(() => rootFromProof(tree.hashes[index], index, count, [...path, tree.root]), ProofError);
			if (path.length) assert.throws(() => rootFromProof(tree.hashes[index], index, count, path.slice(1)), ProofError);
			if (count > 1) assert.throws(() => verifyInclusion(tree.fingerprint(), tree.hashes[index], (index + 1) % count, path), ProofError);
		}
		assert.throws(() => tree.proof(count), RangeError);
		assert.throws(() => rootFromProof(tree.hashes[0], count, count, tree.proof(0)), ProofError);
	}
});

test('text_form_survives_and_other_texts_are_refused', () => {
	const fingerprint = Tree.fromLeaves(leaves(7)).fingerprint();
	const text = formatFingerprint(fingerprint);
	assert.match(text, /^fp:rfc9162-sha256:7:42:[0-9a-f]{64}$/);
	assert(sameFingerprint(parseFingerprint(text), fingerprint));
	const wrong = [text.toUpperCase(), text.replace(':7:', ':07:'), text.replace(':7:', ':-7:'), `${text}0`, text.slice(0, -1), text.replace(':7:', ':18446744073709551616:'), ''];
	for (const other of wrong) assert.throws(() => parseFingerprint(other), undefined, other);
});

const VECTORS = new URL('../../../../shared/vectors/merkle/inclusion/', import.meta.url);

test('published_inclusion_proofs', { skip: existsSync(VECTORS) ? false : 'no vectors' }, () => {
	let count = 0;
	for (const folder of readdirSync(VECTORS, { withFileTypes: true, recursive: true })) {
		if (!folder.name.endsWith('.json')) continue;
		const path = `${folder.parentPath ?? folder.path}/${folder.name}`;
		const vector = JSON.parse(readFileSync(path, 'utf8'));
		const bytes = (base64) => Uint8Array.from(Buffer.from(base64 ?? '', 'base64'));
		const proof = (vector.proof ?? []).map(bytes);
		const verify = () => {
			const root = rootFromProof(bytes(vector.leafHash), vector.leafIdx, vector.treeSize, proof);
			if (!equal(root, bytes(vector.root))) throw new ProofError('another root');
		};
		if (vector.wantErr) assert.throws(verify, undefined, path);
		else verify();
		count += 1;
	}
	assert(count > 50, `only ${count} vectors`);
});
