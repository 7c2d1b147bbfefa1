// A node that stops and starts again on the same base path has lost nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CFL } from '../../src/lib/money.mjs';
import { Node } from '../../src/lib/node.mjs';
import { Stakeholder } from '../../src/lib/parties.mjs';
import { binary, folderFor } from './support.mjs';

const [alice, stranger] = [Stakeholder.dev('Alice'), Stakeholder.fresh('stranger', 'Other')];

async function session(t, folder, work, signal = 'SIGTERM') {
	const node = await Node.start({ binary: binary(), args: ['--dev'], name: 'restarted', folder });
	t.after(() => node.stop({ signal: 'SIGKILL' }));
	const chain = await node.connect();
	try {
		return await work(chain);
	} finally {
		await chain.disconnect();
		await node.stop({ signal });
	}
}

/** What must be the same after a restart. */
async function snapshot(chain) {
	const head = await chain.api.rpc.chain.getHeader();
	const finalized = await chain.api.rpc.chain.getHeader(await chain.api.rpc.chain.getFinalizedHead());
	return {
		genesis: chain.api.genesisHash.toHex(),
		best: { number: head.number.toNumber(), hash: head.hash.toHex(), stateRoot: head.stateRoot.toHex() },
		finalized: { number: finalized.number.toNumber(), hash: finalized.hash.toHex() },
		stranger: await chain.balance(stranger),
		nonce: (await chain.api.rpc.system.accountNextIndex(alice.address)).toNumber(),
	};
}

async function expectKept(chain, before) {
	const now = await snapshot(chain);
	assert.equal(now.genesis, before.genesis);
	assert.deepEqual(now.stranger, before.stranger);
	assert.equal(now.nonce, before.nonce);
	assert(now.best.number >= before.best.number, 'the best block went back');
	assert(now.finalized.number >= before.finalized.number, 'finality went back');
	for (const { number, hash } of [before.best, before.finalized]) {
		assert.equal((await chain.api.rpc.chain.getBlockHash(number)).toHex(), hash, `block ${number} is another one`);
	}
	assert.equal((await chain.api.rpc.chain.getHeader(before.best.hash)).stateRoot.toHex(), before.best.stateRoot);
}

test('restart_on_the_same_base_path_loses_nothing_and_goes_on', { timeout: 240_000 }, async (t) => {
	const folder = folderFor(t);
	const first = await session(t, folder, async (chain) => {
		const receipt = await chain.submit(alice.pair, chain.api.tx.balances.transferKeepAlive(stranger.address, CFL));
		await chain.waitFinalized(receipt.block);
		return snapshot(chain);
	});
	assert.equal(first.stranger.free, CFL);

	const second = await session(
		t,
		folder,
		async (chain) => {
			await expectKept(chain, first);
			const receipt = await chain.submit(alice.pair, chain.api.tx.balances.transferKeepAlive(stranger.address, CFL));
			assert(receipt.block > first.best.number);
			await chain.waitFinalized(receipt.block);
			const before = await snapshot(chain);
			// Two final blocks more, so that what is compared has been written.
			await chain.waitFinalized(before.finalized.number + 2);
			return before;
		},
		'SIGKILL',
	);
	assert.equal(second.stranger.free, 2n * CFL);

	await session(t, folder, async (chain) => {
		await expectKept(chain, second);
		await chain.waitFinalized(second.best.number + 3);
	});
});
