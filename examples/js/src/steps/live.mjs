// Data that are still to come: offered and asked for by the second, and paid by a stream that the match opened.

import assert from 'node:assert/strict';
import { toHex } from '../lib/bytes.mjs';
import { demandTerms, needOf, offerTerms, plainTerms, usageStatement } from '../lib/market.mjs';
import { CFL, formatCfl } from '../lib/money.mjs';
import { Purse } from '../lib/story.mjs';
import { AREA, CATEGORY } from './matching.mjs';

/** Units a second. */
const RATE = CFL / 100n;
const DEPOSIT = 60n * RATE;
/** How long beforehand the demander says that he ends it. */
const NOTICE = 2_000;
/** What the platform gets of a payment, per mille. */
const SHARE = 100;
const HOUR = 3_600_000;

/** The utility offers whatever its meter will measure, with a part for a platform; the planner asks for just that. */
export async function sell(story) {
	const { chain, matching } = story;
	const { demander, finder: platform, suppliers: [utility] } = matching;
	const { dataMarket } = chain.api.tx;
	const validUntil = (await story.now()) + HOUR;
	const usage = usageStatement(['Read']);
	const offered = await chain.submit(
		utility.party.pair,
		dataMarket.placeOffer(
			offerTerms({
				goods: { Live: { dataSet: utility.dataSet, notice: NOTICE } },
				price: { PerSecond: RATE },
				commissions: [{ payee: toHex(platform.did), perMille: SHARE }],
				usage,
				validUntil,
			}),
		),
	);
	const offer = offered.one('dataMarket', 'OfferPlaced').offer.toBigInt();
	const need = (more) => demandTerms({ need: needOf({ wanted: { Live: { notice: NOTICE } }, category: CATEGORY, region: AREA, budget: RATE, ...more }), validUntil });
	// Who wants to pass the data on is not answered by an offer to read them.
	const [unanswered, asked] = await Promise.all([
		chain.submit(demander.pair, dataMarket.placeDemand(need({ usage: plainTerms(['Distribute']) }))),
		chain.submit(demander.pair, dataMarket.placeDemand(need({ usage: plainTerms(['Read']) }))),
	]);
	const rests = unanswered.one('dataMarket', 'DemandPlaced').demand.toBigInt();
	assert.equal(unanswered.all('dataMarket', 'Matched').length, 0);
	const withdrawn = await chain.submit(demander.pair, dataMarket.withdrawDemand(rests));
	const match = asked.one('dataMarket', 'Matched');
	assert.deepEqual([match.offer.toBigInt(), match.price.toBigInt()], [offer, RATE]);
	const id = match.opened.asStream.toBigInt();
	const { usage: agreed, commissions, rate } = (await chain.api.call.paymentStreamsApi.stream(id)).unwrap();
	assert.equal(agreed.unwrap().document.toHex(), usage.document);
	assert.deepEqual(commissions.map(({ payee, perMille }) => [payee.toHex(), perMille.toNumber()]), [[toHex(platform.did), SHARE]]);
	assert.equal(rate.toBigInt(), RATE);
	matching.live = { id, platform, utility };
	story.record({
		step: 'offer a live stream; ask for one, to pass it on, and to read it',
		who: `${utility.party.name}, ${demander.name}`,
		receipts: [offered, unanswered, asked, withdrawn],
		result: `${formatCfl(RATE)} CFL a second, ${SHARE / 10} % of it to a platform; to read: stream ${id}; to pass on: no match`,
	});
}

/** The money flows until the supplier ends it; platform and supplier get their parts of what has accrued. */
export async function pay(story) {
	const { chain, matching } = story;
	const { demander, live } = matching;
	const { id, platform, utility } = live;
	const { paymentStreams } = chain.api.tx;
	const purse = await Purse.open(chain, [demander, utility.party, platform]);
	const funded = await chain.submit(demander.pair, paymentStreams.fund(id, DEPOSIT, null));
	const flows = await chain.api.call.paymentStreamsApi.isRunning(toHex(demander.did), toHex(utility.party.did), utility.dataSet);
	assert(flows.isTrue, 'the supplier sees that he is paid');
	const closed = await chain.submit(utility.party.pair, paymentStreams.close(id));
	const paid = (RATE * BigInt(closed.time - funded.time)) / 1_000n;
	const commission = (paid * BigInt(SHARE)) / 1_000n;
	const ended = closed.one('paymentStreams', 'Ended');
	assert.deepEqual([ended.toPayee.toBigInt(), ended.toFunder.toBigInt()], [paid, DEPOSIT - paid]);
	const part = closed.one('paymentStreams', 'CommissionPaid');
	assert.deepEqual([part.payee.toHex(), part.amount.toBigInt()], [toHex(platform.did), commission]);
	await purse.expect([-paid, paid - commission, commission]);
	story.record({
		step: 'fund the stream; end it',
		who: `${demander.name}, ${utility.party.name}`,
		receipts: [funded, closed],
		result: `${formatCfl(paid)} CFL for ${(closed.time - funded.time) / 1_000} s, ${formatCfl(commission)} of it to the platform`,
	});
	story.prove('Data that were still to come were matched as any other, on terms of use that the stream names, and paid by the second with a part for the platform.');
}
