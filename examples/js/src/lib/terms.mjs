// Terms of a contract for a series of batches: when each is due, what a late or a missing one costs, what a complete series earns. Moments are
// milliseconds of the chain's clock. The chain's side is `counterfoil_primitives::terms`.

const max = (a, b) => (a > b ? a : b);
const min = (a, b) => (a < b ? a : b);

/** When the batch is due. Delivered at this moment it is in time. */
export const dueAt = ({ first, period }, batch) => first + period * batch;

/** The first moment at which the batch may be delivered: one period before it is due. */
export const opensAt = (schedule, batch) => dueAt(schedule, batch) - schedule.period;

/** The last moment at which the batch may be delivered. */
export const lapsesAt = (schedule, batch) => dueAt(schedule, batch) + schedule.grace;

/** By how much a delivery of the batch at this moment is late. */
export const delayOf = (schedule, batch, at) => Math.max(0, at - dueAt(schedule, batch));

/** How many batches are due at this moment or before it. */
export const fellDue = ({ first, period, batches }, by) => (by < first ? 0 : Math.min(batches, Math.floor((by - first) / period) + 1));

/** The penalty for a delivery with this delay: a unit of time that has begun counts in full, up to the cap. */
export function latePenalty({ late }, delay) {
	if (!late || delay === 0) return 0n;
	return min(late.perUnit * BigInt(Math.ceil(delay / late.unit)), late.most);
}

/** The most that one batch can cost the supplier. */
export const worstOf = ({ late, gap }) => max(late?.most ?? 0n, gap);

/** What the supplier puts up for so many batches: the most penalties, and no more than his liability. */
export const bondOf = (terms, batches) => min(worstOf(terms) * BigInt(batches), terms.liability);

/** What the demander puts up at the beginning: for the batches that he pays beforehand, and the promised reward. */
export const budgetOf = ({ price, prepaid, terms }) => price * BigInt(prepaid) + (terms.completeness?.reward ?? 0n);

/** Batches that were the supplier's to deliver, and that the demander did not refuse. */
const owedOf = ({ inTime, late, gaps }) => inTime + late + gaps;

/**
 * The reward of a series that was to have so many batches and is over. The part of it that was carried out earns the same part of the reward, rounded
 * down, if enough of that was in time.
 */
export function rewardOf({ completeness }, batches, counts) {
	if (!completeness) return 0n;
	const owed = owedOf(counts);
	const complete = counts.inTime * 1_000 >= completeness.atLeast * owed;
	return owed > 0 && complete ? (completeness.reward * BigInt(owed)) / BigInt(batches) : 0n;
}
