// Networks on loopback: two nodes; four validators that lose one, take in a fresh node, a fifth validator, and let one go.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '../../src/lib/bytes.mjs';
import { CFL } from '../../src/lib/money.mjs';
import { Stakeholder } from '../../src/lib/parties.mjs';
import { authorOf, Network, passMotion, validatorsAt } from './support.mjs';

const SESSIONS = 240_000;
const PATIENT = { timeoutMs: 120_000 };

const [alice, bob, charlie, dave, eve] = ['Alice', 'Bob', 'Charlie', 'Dave', 'Eve'].map((name) => Stakeholder.dev(name));

test('two_nodes_agree_and_pass_on_transactions', { timeout: 180_000 }, async (t) => {
	const network = await Network.create(t, 'dev');
	const validator = await network.start('alice', '--alice', '--force-authoring');
	const follower = await network.start('follower');
	await network.allFinalize(3, PATIENT);
	const stranger = Stakeholder.fresh('stranger', 'Other');
	// Sent to the one that makes no blocks.
	const receipt = await follower.chain.submit(alice.pair, follower.chain.api.tx.balances.transferKeepAlive(stranger.address, CFL));
	const hash = await network.allFinalize(receipt.block, PATIENT);
	assert.equal(hash, receipt.hash);
	for (const { chain } of [validator, follower]) assert.equal((await chain.balance(stranger)).free, CFL);
});

test('four_validators', { timeout: 900_000 }, async (t) => {
	const network = await Network.create(t, 'local');
	const { chain } = await network.start('alice', '--alice');
	for (const name of ['bob', 'charlie', 'dave']) await network.start(name, `--${name}`);
	const goOn = async (blocks, options = PATIENT) => network.allFinalize((await chain.finalizedNumber()) + blocks, options);
	const expectValidators = async (expected) => {
		const wanted = expected.map(({ address }) => address).sort();
		const head = await chain.waitForHead(async ({ hash }) => (await validatorsAt(chain, hash)).sort().join() === wanted.join(), {
			timeoutMs: SESSIONS,
			what: `the validators ${expected.map(({ name }) => name)}`,
		});
		assert.equal((await chain.api.call.grandpaApi.grandpaAuthorities()).length, expected.length);
		return head.number.toNumber();
	};

	await t.test('finalise_the_same_blocks', async () => {
		await network.allFinalize(4, PATIENT);
		await expectValidators([alice, bob, charlie, dave]);
	});

	await t.test('keep_finalising_with_one_stopped', async () => {
		await network.stop('dave');
		await goOn(6);
	});

	await t.test('sync_a_fresh_node', async () => {
		const fresh = await network.start('fresh');
		const target = await chain.finalizedNumber();
		await fresh.chain.waitFinalized(target, PATIENT);
		for (const number of [1, target]) {
			assert.equal((await fresh.chain.api.rpc.chain.getBlockHash(number)).toHex(), (await chain.api.rpc.chain.getBlockHash(number)).toHex());
		}
		await network.stop('fresh');
	});

	await t.test('take_the_stopped_one_back', async () => {
		await network.start('dave', '--dave');
		await goOn(4);
	});

	await t.test('take_in_a_fifth_by_vote_of_the_council', async () => {
		const newcomer = await network.start('eve', '--validator');
		// The keys are made in the node and stay there; the proof says that the account's owner has them.
		const { keys, proof } = await newcomer.chain.rpc('author_rotateKeysWithOwner', toHex(eve.pair.publicKey));
		await chain.submit(eve.pair, chain.api.tx.session.setKeys(keys, proof));
		await passMotion(chain, [alice.pair, bob.pair], chain.api.tx.consortium.addValidator(eve.address));
		await expectValidators([alice, bob, charlie, dave, eve]);
		await goOn(5);
		const made = await chain.waitForHead(async (header) => (await authorOf(chain, header)) === eve.address, { ...PATIENT, what: "a final block of Eve's" });
		t.diagnostic(`Eve made block ${made.number}`);
	});

	await t.test('let_one_go_by_vote_of_the_council', async () => {
		await passMotion(chain, [bob.pair, charlie.pair], chain.api.tx.consortium.removeValidator(dave.address));
		await expectValidators([alice, bob, charlie, eve]);
		await goOn(5);
		await network.stop('dave');
		// Now three votes of four are needed, and one of the three is Eve's.
		await network.stop('charlie');
		await goOn(5);
	});

	await t.test('publish_the_votes_for_what_they_finalise', async () => {
		const justification = await new Promise((resolve, reject) => {
			chain.api.rpc.grandpa.subscribeJustifications(resolve).catch(reject);
		});
		assert(justification.length > 100, `no votes: ${justification}`);
	});

	await t.test('prove_what_they_finalised', async () => {
		// SCALE of a finality proof: the hash of the block that the votes are for, then the votes.
		const votedFor = (proof) => proof.slice(0, 66);
		const isFinal = async (hash) => {
			const number = (await chain.api.rpc.chain.getHeader(hash)).number.toNumber();
			assert.equal((await chain.api.rpc.chain.getBlockHash(number)).toHex(), hash);
			assert(number <= (await chain.finalizedNumber()));
		};
		await isFinal(votedFor(await chain.rpc('grandpa_proveFinality', 1)));
		const { justification } = await chain.rpc('counterfoil_provenState', [chain.api.query.session.validators.key()]);
		await isFinal(votedFor(justification));
	});
});
