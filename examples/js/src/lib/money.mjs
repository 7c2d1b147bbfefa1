// Amounts of the chain's token.

/** The base unit: 1 CFL has 12 decimals. */
export const CFL = 10n ** 12n;

/** An amount in CFL with six decimals; what is smaller shows as such. */
export function formatCfl(amount) {
	const sign = amount < 0n ? '-' : '';
	const absolute = amount < 0n ? -amount : amount;
	const micro = (absolute + CFL / 2_000_000n) / (CFL / 1_000_000n);
	if (absolute > 0n && micro === 0n) return `${sign}<0.000001`;
	const whole = String(micro / 1_000_000n).replace(/\B(?=(\d{3})+$)/g, ',');
	return `${sign}${whole}.${String(micro % 1_000_000n).padStart(6, '0')}`;
}

/** The sum of the fees of receipts. */
export const totalFee = (receipts) => receipts.reduce((sum, { fee }) => sum + fee, 0n);
