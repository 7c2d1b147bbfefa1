// What a load is made of and measured by.

/** So many things for so many hands: the shares differ by one at most. */
export const shares = (things, hands) => Array.from({ length: hands }, (_, i) => Math.floor(things / hands) + (i < things % hands ? 1 : 0));

/** The smallest of the values that at least this share of them does not exceed: 0.5 gives the median. */
export function percentile(values, share) {
	if (values.length === 0) throw new RangeError('there are no values');
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** The weight of a block against what transactions may weigh, and against what a block may weigh at most. 1 is full. */
export function fillOfBlock(weight, limits) {
	const refTime = (part) => Number(part.refTime.toBigInt());
	const whole = refTime(weight.normal) + refTime(weight.operational) + refTime(weight.mandatory);
	return { transactions: refTime(weight.normal) / refTime(limits.perClass.normal.maxTotal.unwrap()), block: whole / refTime(limits.maxBlock) };
}
