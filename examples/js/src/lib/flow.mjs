// Money that flows by the second, as the chain counts it between two blocks: so a party can show what has accrued, and when the deposit is used
// up. The chain's side is `counterfoil_primitives::stream`.

/** Thousandths in a unit, and milliseconds in a second: a rate of `r` units a second is `r` thousandths a millisecond. */
const THOUSANDTHS = 1_000n;

/** A flow out of a deposit at a rate in units a second, from a moment in milliseconds on. Nothing is rounded but what is paid out. */
export class Flow {
	#accrued = 0n;
	#since;

	constructor(rate, deposit, now) {
		this.rate = rate;
		this.deposit = deposit;
		this.running = true;
		this.#since = now;
	}

	get #remaining() {
		return this.deposit * THOUSANDTHS - this.#accrued;
	}

	/** The last moment that the deposit covers; null while nothing flows. */
	get runsUntil() {
		return this.running ? this.#since + Number(this.#remaining / this.rate) : null;
	}

	/** Counts what flowed up to a moment. */
	advance(now) {
		if (now < this.#since) throw new RangeError('time does not go back');
		if (this.running) {
			const flowed = this.rate * BigInt(now - this.#since);
			this.#accrued += flowed < this.#remaining ? flowed : this.#remaining;
		}
		this.#since = now;
		return this;
	}

	/** The whole units that have accrued and were not paid out. */
	get payable() {
		return this.#accrued / THOUSANDTHS;
	}

	/** Takes them out; the thousandths stay. */
	pay() {
		const amount = this.payable;
		this.#accrued %= THOUSANDTHS;
		this.deposit -= amount;
		return amount;
	}
}
