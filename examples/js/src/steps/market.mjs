// Market: an offer, demands, and the agreements that matches open.

import assert from 'node:assert/strict';
import { toHex } from '../lib/bytes.mjs';
import { demandTerms, lotOf, needOf, offerTerms } from '../lib/market.mjs';
import { CFL } from '../lib/money.mjs';
import { CATEGORY, REGION } from './water.mjs';

const HOUR = 3_600_000;
const DECADE = 10 * 365 * 24 * HOUR;

/** What the lot costs. */
export const PRICE = 25n * CFL;

export async function offer(story) {
	const { chain, utility, days } = story;
	story.lot = days.map(({ day, batch }) => ({ day, ...batch })).sort((a, b) => (a.submission < b.submission ? -1 : 1));
	const submissions = story.lot.map(({ submission }) => submission);
	const terms = offerTerms({
		goods: { Lot: lotOf(story.dataSet, submissions) },
		price: { Fixed: PRICE },
		copies: 2,
		validUntil: (await story.now()) + HOUR,
	});
	const receipt = await chain.submit(utility.pair, chain.api.tx.dataMarket.placeOffer(terms));
	story.offer = receipt.one('dataMarket', 'OfferPlaced').offer.toBigInt();
	story.record({ step: `offer the lot of ${story.lot.length} days`, who: 'utility', receipts: receipt, result: `offer ${story.offer}: 25 CFL, two copies` });
}

/** Places a demand that the offer fulfils; returns the agreement that the match opens. */
export async function demand(story) {
	const { chain, planner, utility } = story;
	const need = needOf({
		wanted: { Lot: { records: 1_000 } },
		category: CATEGORY,
		region: REGION.slice(0, 3),
		quality: 900,
		maxAge: DECADE,
		certificate: 'Any',
		budget: 30n * CFL,
		policy: 'Cheapest',
	});
	const terms = demandTerms({ need, validUntil: (await story.now()) + HOUR });
	const receipt = await chain.submit(planner.pair, chain.api.tx.dataMarket.placeDemand(terms));
	const match = receipt.one('dataMarket', 'Matched');
	assert.equal(match.offer.toBigInt(), story.offer);
	assert.equal(match.price.toBigInt(), PRICE);
	assert.equal(match.supplier.toHex(), toHex(utility.did));
	assert.equal(match.records.toNumber(), story.readings.length);
	const agreement = match.opened.asAgreement.toBigInt();
	story.record({
		step: 'demand certified water data, cheapest first',
		who: 'planner',
		receipts: receipt,
		result: `matched with offer ${story.offer}: agreement ${agreement}, copies left: ${match.copiesLeft}`,
	});
	return agreement;
}

export async function demandOnce(story) {
	story.firstAgreement = await demand(story);
	story.prove('Offer and demand met by the rule that the demander chose (cheapest), with certificates and quality required.');
}

export async function demandTwice(story) {
	story.secondAgreement = await demand(story);
}
