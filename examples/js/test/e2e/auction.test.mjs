// Sealed bids and a falling price, with bidders who copy, bluff and step back, on a real chain (Y.4560 9.7).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHAPTERS } from '../../src/auction.mjs';
import { devNode, runProgram } from './support.mjs';

test('auctions_sell_to_the_highest_bids_and_at_the_price_of_the_moment', { timeout: 420_000 }, async (t) => {
	// On a chain that runs already: the program neither starts nor stops it.
	const { node, chain } = await devNode(t);
	const { code, stdout, stderr } = await runProgram('auction', '--url', node.url);
	assert.equal(code, 0, `${stdout}\n${stderr}`);
	for (const { title } of CHAPTERS) assert(stdout.includes(title), title);
	const reasons = [
		...['DepositTooLow', 'WindowTooShort', 'NotASupplier', 'AlreadyBid', 'BiddingNotOver', 'HasBids', 'WrongCommitment', 'BiddingOver', 'AlreadyRevealed'],
		...['ReserveAboveStart', 'SaleNotBegun', 'PriceAboveMaximum', 'AlreadyBought', 'NotFound'],
	];
	for (const reason of reasons) assert(stdout.includes(reason), reason);

	// Three auctions, five agreements; nothing is left of the auctions, no deposit waits for anything.
	assert.equal((await chain.api.query.dataAuction.nextAuctionId()).toNumber(), 3);
	for (const map of ['auctions', 'bids', 'parties', 'awards', 'owed', 'agenda']) assert.deepEqual(await chain.api.query.dataAuction[map].keys(), [], map);
	const agreements = Array.from({ length: (await chain.api.query.dataEscrow.nextAgreementId()).toNumber() }, (_, id) => id);
	const ends = (await chain.api.call.dataEscrowApi.agreements(agreements)).map((view) => view.unwrap().outcome.unwrap().type);
	assert.deepEqual(ends.sort(), ['Declined', 'Settled', 'Settled', 'Settled', 'Settled']);
});
