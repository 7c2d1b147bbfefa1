// Blocks on demand, for development.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CFL } from '../../src/lib/money.mjs';
import { Stakeholder } from '../../src/lib/parties.mjs';
import { devNode } from './support.mjs';

const alice = Stakeholder.dev('Alice');

/** Immortal: a mortal transaction names the final block, and that is so new here that the pool may not have seen it. */
const pay = (chain) =>
	chain.submit(alice.pair, chain.api.tx.balances.transferKeepAlive(Stakeholder.fresh('stranger', 'Other').address, CFL), { immortal: true });

test('instant_sealing_makes_a_final_block_for_a_transaction', { timeout: 60_000 }, async (t) => {
	const { chain } = await devNode(t, { args: ['--sealing', 'instant'] });
	// The chain needs one block at the start to have a clock.
	await chain.waitFinalized(1);
	const first = await pay(chain);
	const second = await pay(chain);
	assert.deepEqual([first.block, second.block], [2, 3]);
	assert(second.time - first.time >= 2_000, 'a block moves the clock by a slot');
	await chain.waitFinalized(3);
	assert.equal(await chain.bestNumber(), 3);
});

test('manual_sealing_makes_a_block_when_it_is_told_to', { timeout: 60_000 }, async (t) => {
	const { chain } = await devNode(t, { args: ['--sealing', 'manual'] });
	const { hash } = await chain.rpc('engine_createBlock', true, true);
	assert.equal((await chain.api.rpc.chain.getBlockHash(1)).toHex(), hash);
});

test('timed_sealing_makes_blocks_faster_than_slots', { timeout: 60_000 }, async (t) => {
	const { chain } = await devNode(t, { args: ['--sealing', '200'] });
	await chain.waitFinalized(10, { timeoutMs: 15_000 });
});
