//! What the pallet stores, and what governance decides.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	access::MAX_HOLDERS,
	did::{DidId, VerificationKey},
	fingerprint::Fingerprint,
	money::{Asset, Commission, MAX_COMMISSIONS},
	traits::Subject,
	DataSetId, Moment,
};
use frame_support::{
	ensure, traits::tokens::fungibles::Inspect, traits::ConstU32, BoundedVec, CloneNoBound,
	DebugNoBound, EqNoBound, PartialEqNoBound,
};
use pallet_support::Deposit;
use scale_info::TypeInfo;
use sp_runtime::traits::{Saturating, Zero};

use crate::{Config, Error};

/// The balance of the money.
pub type BalanceOf<T> =
	<<T as Config>::Assets as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// Who gets a part of every payment of a channel.
pub type Commissions = BoundedVec<Commission, ConstU32<MAX_COMMISSIONS>>;

/// The most others than the payee who get a part of one payment.
pub const MAX_PARTS: u32 = MAX_COMMISSIONS + MAX_HOLDERS;

/// The longest challenge window that governance may allow: 366 days, in milliseconds.
pub const MAX_WINDOW: Moment = 366 * 24 * 60 * 60 * 1_000;

/// The longest life that governance may allow: ten years, in milliseconds.
pub const MAX_LIFE: Moment = 10 * MAX_WINDOW;

/// What governance decides about channels to come.
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
	/// The shortest challenge window, in milliseconds. A payee who is away for longer than that can lose money.
	pub shortest_challenge: Moment,
	/// The longest challenge window, in milliseconds.
	pub longest_challenge: Moment,
	/// How far ahead a channel may expire, in milliseconds.
	pub longest_life: Moment,
}

/// An hour to a month to challenge, a year to live.
impl Default for Parameters {
	fn default() -> Self {
		const HOUR: Moment = 60 * 60 * 1_000;
		Self {
			shortest_challenge: HOUR,
			longest_challenge: 30 * 24 * HOUR,
			longest_life: MAX_WINDOW,
		}
	}
}

impl Parameters {
	/// Whether channels can run under these parameters.
	pub(crate) fn check<T: Config>(&self) -> Result<(), Error<T>> {
		ensure!(self.shortest_challenge > 0 && self.longest_life > 0, Error::<T>::WindowEmpty);
		ensure!(self.shortest_challenge <= self.longest_challenge, Error::<T>::WindowEmpty);
		ensure!(self.longest_challenge <= MAX_WINDOW, Error::<T>::WindowTooLong);
		ensure!(self.longest_life <= MAX_LIFE, Error::<T>::WindowTooLong);
		Ok(())
	}
}

/// Where a channel stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum State {
	/// The payee may claim, until the challenge window after the expiry is over.
	#[codec(index = 0)]
	Open,
	/// The payer asked for the end. The payee may claim until then.
	#[codec(index = 1)]
	Closing {
		/// The last moment to claim.
		until: Moment,
	},
	/// Nothing can be claimed any more. What an account could not receive waits for it.
	#[codec(index = 2)]
	Ended {
		/// When it ended.
		at: Moment,
	},
}

/// How a channel ended.
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
)]
pub enum Ending {
	/// Both parties signed a final state.
	#[codec(index = 0)]
	Agreed,
	/// The payee closed it.
	#[codec(index = 1)]
	ByPayee,
	/// The payer asked for it, and the challenge window is over.
	#[codec(index = 2)]
	Requested,
	/// It expired, and the challenge window after that is over.
	#[codec(index = 3)]
	Expired,
}

/// One channel.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Channel<T: Config> {
	/// Whose money it is, and the account that it is held on.
	pub payer: Subject<T::AccountId>,
	/// Who opened it: the payer, or whom he allowed to spend.
	pub opener: DidId,
	/// Who is paid.
	pub payee: DidId,
	/// The key that signs vouchers.
	pub signer: VerificationKey,
	/// What is paid in.
	pub asset: Asset,
	/// All that was put in.
	pub deposit: BalanceOf<T>,
	/// All that the payee has shown to be his.
	pub claimed: BalanceOf<T>,
	/// All that was paid of that.
	pub paid: BalanceOf<T>,
	/// What returned to the payer.
	pub returned: BalanceOf<T>,
	/// What was delivered, as the best claim says.
	pub delivered: Fingerprint,
	/// The data set that is paid for, if the holders of the right of profit share.
	pub data_set: Option<DataSetId>,
	/// Who gets a part of every payment.
	pub commissions: Commissions,
	/// When it was opened.
	pub opened: Moment,
	/// The last moment before the last challenge window begins by itself.
	pub expires: Moment,
	/// How long the payee may claim after the payer asked for the end, or after the expiry.
	pub challenge: Moment,
	/// Where it stands.
	pub state: State,
	/// What the record costs whoever opened it.
	pub ticket: Deposit<T::AccountId, T::Consideration>,
}

impl<T: Config> Channel<T> {
	/// The last moment to claim; `None` if it has ended.
	pub fn end(&self) -> Option<Moment> {
		match self.state {
			// Checked when the expiry was set.
			State::Open => Some(self.expires.saturating_add(self.challenge)),
			State::Closing { until } => Some(until),
			State::Ended { .. } => None,
		}
	}

	/// Whether the payee may come with his last voucher: the end was asked for, or the channel has expired.
	pub(crate) fn is_ending(&self, now: Moment) -> bool {
		match self.state {
			State::Open => now > self.expires,
			State::Closing { .. } => true,
			State::Ended { .. } => false,
		}
	}

	/// What the payee has shown to be his and has not got yet.
	pub fn due(&self) -> BalanceOf<T> {
		self.claimed.saturating_sub(self.paid)
	}

	/// What is the payer's once the channel has ended, and has not returned yet.
	pub fn rest(&self) -> BalanceOf<T> {
		self.deposit.saturating_sub(self.claimed).saturating_sub(self.returned)
	}

	/// What is held on the payer's account.
	pub fn held(&self) -> BalanceOf<T> {
		self.due().saturating_add(self.rest())
	}

	/// Whether everything has gone to whom it belongs.
	pub(crate) fn is_empty(&self) -> bool {
		self.held().is_zero()
	}

	/// How many others than the payee may get a part of a payment.
	pub(crate) fn parts(&self) -> u32 {
		let holders = self.data_set.map_or(0, |_| MAX_HOLDERS);
		u32::try_from(self.commissions.len()).unwrap_or(MAX_COMMISSIONS).saturating_add(holders)
	}
}
