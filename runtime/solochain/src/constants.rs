//! The constants that give the chain its feel: token, time and the price of state.

/// The token and what state costs.
pub mod currency {
	use crate::Balance;

	/// The symbol of the token.
	pub const TOKEN_SYMBOL: &str = "CFL";
	/// How many decimals the token has.
	pub const TOKEN_DECIMALS: u8 = 12;

	/// One token.
	pub const CFL: Balance = 1_000_000_000_000;
	/// A thousandth of a token.
	pub const MILLI_CFL: Balance = CFL / 1_000;
	/// A millionth of a token.
	pub const MICRO_CFL: Balance = MILLI_CFL / 1_000;

	/// What an account must have to exist.
	pub const EXISTENTIAL_DEPOSIT: Balance = MILLI_CFL;

	/// What one item of state costs its owner, as long as it is there.
	pub const DEPOSIT_PER_ITEM: Balance = 10 * MILLI_CFL;
	/// What one byte of state costs its owner, as long as it is there.
	pub const DEPOSIT_PER_BYTE: Balance = 100 * MICRO_CFL;

	/// What `items` items of state with `bytes` bytes together cost their owner, as long as they are there.
	pub const fn deposit(items: u32, bytes: u32) -> Balance {
		(items as Balance) * DEPOSIT_PER_ITEM + (bytes as Balance) * DEPOSIT_PER_BYTE
	}

	/// What a picosecond of work costs, in units of 10^-12 CFL: four tokens for a second. A transfer takes some half a
	/// millisecond and so costs about two thousandths of a token.
	pub const FEE_PER_REF_TIME: Balance = 4;
	/// What a byte of a transaction costs. A transfer has some 150 bytes.
	pub const FEE_PER_BYTE: Balance = 10 * MICRO_CFL;
}

/// How often things happen.
pub mod time {
	use crate::BlockNumber;

	/// Milliseconds from one slot of a validator to the next one's.
	pub const SLOT_DURATION: u64 = 2_000;
	/// Blocks of one minute, when no slot is missed.
	pub const MINUTES: BlockNumber = 60_000 / (SLOT_DURATION as BlockNumber);
	/// Blocks of one hour.
	pub const HOURS: BlockNumber = 60 * MINUTES;
	/// Blocks of one day.
	pub const DAYS: BlockNumber = 24 * HOURS;

	/// Blocks of one session: half a minute. A change of validators takes one to two sessions. `pallet-session` declares
	/// the first block of each session as full, so that one block in fifteen carries no transactions.
	pub const SESSION_LENGTH: BlockNumber = 15;
}

/// The network that addresses are written for, as the generic prefix of the SDK: a consortium chain has none of its own.
pub const SS58_PREFIX: u16 = 42;
