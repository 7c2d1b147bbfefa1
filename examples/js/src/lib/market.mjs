// Orders of the market: terms of offers and demands, what is proposed, and the points of a weighted policy. The chain's side is
// `counterfoil_primitives::market` and `pallet-data-market`.

import { sha256 } from '@noble/hashes/sha2';
import { concat, fixed, fixedText, lengthPrefixed, list, option, toHex, u64, utf8 } from './bytes.mjs';
import { callStatement, callUsageTerms, statementOf, UNLIMITED_COPIES, usageTerms } from './usage.mjs';

/** With whom somebody deals who does not choose. */
export const ANYBODY = { allowed: [], denied: [] };

/** Where the key is revealed on chain, and nowhere else. */
const PROVEN_ONLY = { proven: true, sealed: { accepted: [], maxFee: 0, maxFallback: 0 } };

const PROPOSAL_DOMAIN = 'counterfoil/market-proposal/v1';

/** A category as polkadot.js wants it. */
export const categoryName = (category) => toHex(fixedText(category, 32));

/** A region as polkadot.js wants it. */
export const regionName = (region) => toHex(fixedText(region, 12));

/** What a machine compares of a statement of use, as polkadot.js wants it: these actions, without any other limit. */
export const plainTerms = (actions) => callUsageTerms(unlimited(actions));

/** A statement of use that allows these actions without any other limit, as polkadot.js wants it. The policy itself stays off chain. */
export const usageStatement = (actions) => callStatement(statementOf(unlimited(actions)));

const unlimited = (actions) => usageTerms({ actions, copies: actions.includes('Distribute') ? UNLIMITED_COPIES : 0 });

/** Submissions of a data set that are sold together, in the order that the chain wants. */
export const lotOf = (dataSet, submissions) => ({ dataSet, submissions: [...submissions].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)) });

/**
 * The terms of an offer as polkadot.js wants them. `goods`, `price` and `validUntil` must be said; what else is not said is the plainest: one copy,
 * the chain's own token, to be read and derived from, for anybody, who need not be asked.
 */
export const offerTerms = ({ usage = usageStatement(['Read', 'Derive']), ...terms }) => ({
	asset: 'Native',
	copies: 1,
	usage,
	delivery: 'Proven',
	commissions: [],
	demanders: ANYBODY,
	confirm: false,
	...terms,
});

/** A need as polkadot.js wants it. `category`, `region` and `budget` must be said; what else is not said is not asked, and the cheapest is taken. */
export const needOf = ({ category, region, ...need }) => ({
	wanted: { Lot: { records: 1 } },
	suppliers: ANYBODY,
	category: categoryName(category),
	region: regionName(region),
	covers: null,
	within: null,
	schema: null,
	quality: 0,
	reputation: 0,
	completeness: null,
	maxAge: null,
	certificate: 'None',
	usage: null,
	delivery: PROVEN_ONLY,
	asset: 'Native',
	policy: 'Cheapest',
	...need,
});

/** The terms of a demand as polkadot.js wants them. `need` and `validUntil` must be said. */
export const demandTerms = (terms) => ({ reward: 0, window: 0, confirm: false, ...terms });

/** One offer that is taken or proposed; with a lot if it is by query. */
export const fillOf = (offer, lot = null) => ({ offer, lot });

const encodeLot = ({ dataSet, submissions }) => concat(u64(dataSet), list(submissions, u64));

/** SCALE bytes of what is proposed. */
export const encodeFills = (fills) => list(fills, ({ offer, lot }) => concat(u64(offer), option(lot, encodeLot)));

/** What a proposer commits to before he shows it: it binds him to one demand on one chain, and nobody guesses it without the salt of 32 bytes. */
export const proposalCommitment = (genesis, demand, proposer, fills, salt) =>
	sha256(
		concat(
			lengthPrefixed(utf8(PROPOSAL_DOMAIN)),
			fixed(genesis, 32, 'genesis hash'),
			u64(demand),
			fixed(proposer, 32, 'proposer'),
			encodeFills(fills),
			fixed(salt, 32, 'salt'),
		),
	);

/** The part of an amount that a part of a whole may cost, rounded down. */
export const proRata = (amount, part, whole) => (amount * BigInt(part)) / BigInt(whole);

/**
 * The points of an answer under a weighted policy that weighs price, quality and reputation: of the price, the thousandths of what it might cost at
 * most that are saved; the others as they are.
 */
export const weightedPoints = (weights, { price, limit, quality, reputation }) =>
	BigInt(weights.price) * (((limit - price) * 1_000n) / limit) + BigInt(weights.quality) * BigInt(quality) + BigInt(weights.reputation) * BigInt(reputation);

/** How a weighted policy writes points, so that the lower is the better. */
export const demeritOf = (points) => (1n << 64n) - 1n - points;

/** What the chain says about a pair: `null` if it can be matched, else the name of what stands in the way, such as `Mismatch.Quality`. */
export function obstacleOf(explanation) {
	if (explanation.isAdmissible) return null;
	const obstacle = explanation.asRefused;
	if (!obstacle.isMismatch) return obstacle.type;
	const mismatch = obstacle.asMismatch;
	return mismatch.isUsage ? `Mismatch.Usage.${mismatch.asUsage.type}` : `Mismatch.${mismatch.type}`;
}
