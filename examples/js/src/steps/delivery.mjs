// A trade by the fair exchange between parties who keep to it, from the money to the settlement.

import assert from 'node:assert/strict';
import { randomBytes, toHex } from '../lib/bytes.mjs';
import { checkDelivery, encryptLot, keyCommitment, openDelivery, readDelivery, writeDelivery } from '../lib/exchange.mjs';
import { fingerprintOf } from '../lib/parties.mjs';

/**
 * Carries an agreement from `Agreed` to `Settled`, or from `Funded` if it was funded as it opened. `batches` are those of its submissions, in their
 * order. What the demander opens is what was sold. `watermark` is the hash of a leaf that the supplier adds for him alone, if he does. `funder` is
 * whose money the demander spends, if it is not his own. Returns the receipts; the last one is of the settlement.
 */
export async function tradeHonestly({ chain }, trade) {
	const { agreement, supplier, demander, batches, funded = false, key = randomBytes(32), watermark = null, funder = null } = trade;
	const { dataEscrow } = chain.api.tx;
	const paid = funded ? [] : [await chain.submit(demander.pair, dataEscrow.fund(agreement, funder && toHex(funder.did)))];

	const delivery = encryptLot(batches.map(({ leaves }) => leaves), key);
	const file = writeDelivery({ agreement, ...delivery });
	const commitment = keyCommitment(chain.genesis, agreement, key);
	const committed = await chain.submit(supplier.pair, dataEscrow.commit(agreement, toHex(delivery.root), toHex(commitment), watermark));

	// The demander relies on the chain only: fingerprints of the agreement and the committed root.
	const view = (await chain.api.call.dataEscrowApi.agreement(agreement)).unwrap();
	const terms = { agreement, parts: view.parts.map(fingerprintOf), ciphertextRoot: view.ciphertextRoot.unwrap().toU8a() };
	const checked = checkDelivery(terms, readDelivery(file));
	const accepted = await chain.submit(demander.pair, dataEscrow.accept(agreement));

	const revealed = await chain.submit(supplier.pair, dataEscrow.reveal(agreement, toHex(key)));
	const { leaves, wrong } = openDelivery(checked, revealed.one('dataEscrow', 'Revealed').key.toU8a());
	assert.deepEqual(wrong, []);
	assert.deepEqual(leaves.map(toHex), batches.flatMap((batch) => batch.leaves).map(toHex));
	const settled = await chain.submit(demander.pair, dataEscrow.settle(agreement));
	return [...paid, committed, accepted, revealed, settled];
}
