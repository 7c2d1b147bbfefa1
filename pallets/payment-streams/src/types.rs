//! What the pallet stores.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	access::MAX_HOLDERS,
	money::{Asset, Commission, MAX_COMMISSIONS},
	stream::{Ending, Flow},
	traits::Subject,
	usage::UsageStatement,
	DataSetId, Moment,
};
use frame_support::{
	traits::{tokens::fungibles::Inspect, ConstU32},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;

use crate::{Config, Error};

/// The balance of the assets.
pub type BalanceOf<T> =
	<<T as Config>::Assets as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// What was put up for the record of a stream.
pub type Deposit<T> =
	pallet_support::Deposit<<T as frame_system::Config>::AccountId, <T as Config>::Consideration>;

/// Who gets which part of each payment, before the others.
pub type Commissions = BoundedVec<Commission, ConstU32<MAX_COMMISSIONS>>;

/// The most who get a part of a payment besides the payee.
pub const MAX_PARTS: u32 = MAX_COMMISSIONS + MAX_HOLDERS;

/// The longest period that governance may set: 366 days, in milliseconds.
pub const MAX_PERIOD: Moment = 366 * 24 * 60 * 60 * 1_000;

/// What governance decides about streams to come. Running ones keep what they were opened under.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	frame_support::Serialize,
	frame_support::Deserialize,
)]
#[serde(crate = "sp_runtime::serde", rename_all = "camelCase", deny_unknown_fields)]
pub struct Parameters {
	/// How long the payer may take to fund a stream that was agreed on, in milliseconds.
	pub funding: Moment,
	/// The longest notice of a stream, in milliseconds.
	pub max_notice: Moment,
	/// How long money may stay bound in a stream that is not its owner's doing, in milliseconds: what somebody was allowed to spend, and what is on
	/// a sponsor's account. A stream on it lapses then, however much is left.
	pub max_loan: Moment,
}

/// A day to fund, a month of notice, a year to lend.
impl Default for Parameters {
	fn default() -> Self {
		const DAY: Moment = 24 * 60 * 60 * 1_000;
		Self { funding: DAY, max_notice: 30 * DAY, max_loan: MAX_PERIOD }
	}
}

impl Parameters {
	/// Whether streams can run under these parameters.
	pub(crate) fn check<T: Config>(&self) -> Result<(), Error<T>> {
		if self.funding == 0 || self.max_loan == 0 {
			return Err(Error::<T>::PeriodEmpty);
		}
		let longest = self.funding.max(self.max_loan);
		// A loan lasts at least for the notice that it pays.
		if longest > MAX_PERIOD || self.max_notice > self.max_loan {
			return Err(Error::<T>::PeriodTooLong);
		}
		Ok(())
	}
}

/// Where a stream stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Stage {
	/// The payer has yet to fund it. Nothing is held.
	#[codec(index = 0)]
	Awaiting {
		/// How much it will be every second.
		rate: u128,
		/// Until when he may.
		until: Moment,
	},
	/// It is open; the deposit is held.
	#[codec(index = 1)]
	Open(Flow),
	/// It is over, and somebody could not receive what is his. That much is held.
	#[codec(index = 2)]
	Undelivered(Rest),
}

impl Stage {
	/// Whether money flows, or would if nobody paused.
	pub fn is_open(&self) -> bool {
		matches!(self, Self::Open(_))
	}

	/// The last moment before the chain moves it on; `None` if it waits for somebody.
	pub fn due(&self) -> Option<Moment> {
		match self {
			Self::Awaiting { until, .. } => Some(*until),
			Self::Open(flow) => flow.due(),
			Self::Undelivered(_) => None,
		}
	}

	/// What is held for it.
	pub fn held(&self) -> u128 {
		match self {
			Self::Awaiting { .. } => 0,
			Self::Open(flow) => flow.deposit,
			Self::Undelivered(rest) => rest.to_payee.saturating_add(rest.to_funder),
		}
	}
}

/// What is left of a stream that is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Rest {
	/// What is the payee's.
	pub to_payee: u128,
	/// What is the funder's.
	pub to_funder: u128,
	/// How it ended.
	pub ending: Ending,
	/// Its last moment.
	pub at: Moment,
}

impl Rest {
	/// Whether nothing is left.
	pub fn is_nothing(&self) -> bool {
		self.to_payee == 0 && self.to_funder == 0
	}
}

/// A stream.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Stream<T: Config> {
	/// Whom it serves and who may change it; and the account that he acted from when it was opened.
	pub payer: Subject<T::AccountId>,
	/// Who is paid, and the account; a device on that of its owner at the time.
	pub payee: Subject<T::AccountId>,
	/// Whose money it is, and the account that it is held on. The payer's, unless somebody allowed him, or the payee, to bind his.
	pub funder: Subject<T::AccountId>,
	/// The data set that it is about.
	pub data_set: Option<DataSetId>,
	/// What the payer may do with the data, if it was agreed on the market.
	pub usage: Option<UsageStatement>,
	/// Who gets which part of each payment, before the others.
	pub commissions: Commissions,
	/// What it is paid in.
	pub asset: Asset,
	/// How long beforehand the payer announces an end, a pause or a lower rate.
	pub notice: Moment,
	/// When it was opened; of one that waited to be funded, when it was funded.
	pub opened: Moment,
	/// What was paid already.
	pub paid: u128,
	/// The rate that the payee asks for.
	pub asked: Option<u128>,
	/// Where it stands.
	pub stage: Stage,
	/// What its record costs, and whom.
	pub deposit: Deposit<T>,
}

impl<T: Config> Stream<T> {
	/// How many others than the payee may get a part of a payment.
	pub(crate) fn parts(&self) -> u32 {
		let commissions = u32::try_from(self.commissions.len()).unwrap_or(MAX_COMMISSIONS);
		commissions.saturating_add(self.data_set.map_or(0, |_| MAX_HOLDERS))
	}
}
