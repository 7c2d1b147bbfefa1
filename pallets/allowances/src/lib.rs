//! # Allowances
//!
//! What payers allow others to bind of their money (Y.4560 8.3, 9.7). The money stays where it is: an allowance is a permission, not a deposit.
//! Pallets that bind money for a payment ask this one whether they may take it from somebody else's account than the caller's:
//! [`Allowances::spend`].
//!
//! ## Terms
//! - *Payer*: whose money it is: a stakeholder, with his own account.
//! - *Spender*: who asks for a payment. Either the *payee* himself, who pulls what he is owed; or somebody whom the payer sponsors, and who
//!   buys from the payee.
//! - *Payee*: who is paid. An allowance names one, or says anybody: anybody but the spender. Who may pull has to be named.
//! - *Limits*: the most at once, the most in all, how many times, for how long at most money may stay bound before it is paid or given back, and
//!   the last moment at which something may be bound ([`Limits`]). How long is counted from when the first of it was bound: whoever adds to a
//!   deposit, or asks for more time alone, gets no more of it.
//!
//! [`Allowances::spend`]: counterfoil_primitives::traits::Allowances::spend
//! [`Limits`]: counterfoil_primitives::allowance::Limits
//!
//! ## Life cycle
//! ```text
//!   allow ──► in force ──┬─ revoke, by the payer at any time ─► gone, ticket back
//!              ▲  │ │    │
//!              │  │ │    └─ now > valid_until, by the chain ──► gone, ticket back
//!        amend ┘  └ spend: counted, for ever
//! ```
//! There is one allowance for a payer, a spender and a payee. One that names the payee goes before the one for anybody, and stands for
//! itself: when it is used up, the other one does not help out. So a payer who trusts a spender in general still limits what goes to one
//! payee.
//!
//! What was bound stays counted when it is given back: a limit is on what was bound in all. What was bound stays bound when the allowance is
//! revoked: that is between payer and payee, by the rules of the pallet that holds it.
//!
//! ## Whose account
//! An allowance is about the account of the payer's own DID. A call that somebody else pays for carries the *sponsor's* account; by such a call
//! nothing can be allowed, or a ward could give away the money of his sponsor. Nor can a device allow anything of its owner's. If the DID has
//! moved to another account since, or its subject is not active, the allowance gives nothing.
//!
//! ## Cost
//! One ticket for each allowance, returned when it is revoked or over. The chain removes what is over, a bounded number a block.
//!
//! ## Histories
//! What a payer allows is part of his own history, not of the spender's or the payee's: strangers could fill theirs with it. That something was
//! bound is part of all three.
//!
//! ## What can go wrong
//! - A payer who has no money: the allowance admits the payment, and the hold fails. Nothing is counted then, since the call fails as a whole.
//! - A spender who is robbed of his key spends up to the limits. Keep them low, and `revoke`.
//! - What the spender gets for the money is for payer and spender to agree on; the chain knows the payee and the amount.
//!
//! ## Example
//! ```
//! use counterfoil_primitives::allowance::{Limits, Usage};
//!
//! // At most 40 at once, 100 in all, five times, bound for an hour at most.
//! let limits = Limits { amount: 40, total: 100, count: 5, lock: 3_600_000, valid_until: 2_000 };
//! let after = limits.admit(&Usage::default(), 40, 1_000, 1_500, 1_000).expect("within the limits");
//! assert_eq!(limits.left(&after), Usage { total: 60, count: 4 });
//! ```

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod audit;
#[cfg(any(feature = "runtime-benchmarks", test))]
mod benchmarking;
mod features;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod invariants;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod types;
mod views;
pub mod weights;

pub use pallet::*;
pub use types::{Allowance, Key};
pub use weights::WeightInfo;

/// The log target of this pallet.
const LOG_TARGET: &str = "runtime::allowances";

/// What a benchmark needs from the runtime.
#[cfg(any(feature = "runtime-benchmarks", test))]
pub trait BenchmarkHelper<AccountId> {
	/// Makes the account that of an active stakeholder with money; returns the DID.
	fn stakeholder(account: &AccountId) -> counterfoil_primitives::did::DidId;
	/// Sets the clock.
	fn set_time(now: counterfoil_primitives::Moment);
}

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use counterfoil_primitives::{
		allowance::Limits,
		did::DidId,
		money::Asset,
		traits::{Accounts, AuditLog, Identities, Subject},
		Moment,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Footprint, Time},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;

	/// The version of the storage below.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Allowances.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock, in milliseconds.
		type Time: Time<Moment = Moment>;

		/// Who is who.
		type Identities: Identities;

		/// Which account is whose.
		type Accounts: Accounts<Self::AccountId>;

		/// Who may allow something: an active subject.
		type ActiveOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// Who may revoke: a subject, active or not.
		type SubjectOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// What an allowance costs the payer.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// Who keeps the histories.
		type Audit: AuditLog;

		/// For how long an allowance may be valid from now, in milliseconds.
		#[pallet::constant]
		type MaxValidity: Get<Moment>;

		/// What the calls cost.
		type WeightInfo: WeightInfo;

		/// What benchmarks need.
		#[cfg(any(feature = "runtime-benchmarks", test))]
		type BenchmarkHelper: crate::BenchmarkHelper<Self::AccountId>;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The payer's ticket for an allowance, until it is revoked or over. For a runtime whose `Consideration` is a hold; this pallet itself
		/// never names it.
		#[codec(index = 0)]
		Record,
	}

	/// What spenders may bind of payers' money, by payer, spender and payee (`None`: any payee). Written by `allow`, `amend` and every payment
	/// that is counted, removed by `revoke` and once it is over. Each is paid for by its ticket and has an end.
	#[pallet::storage]
	pub type AllowanceBook<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Identity, DidId>,
			NMapKey<Identity, DidId>,
			NMapKey<Blake2_128Concat, Option<DidId>>,
		),
		Allowance<T>,
		OptionQuery,
	>;

	/// The allowances of a spender, by payer and payee. One entry for each allowance, which its ticket pays for.
	#[pallet::storage]
	pub type BySpender<T: Config> = StorageDoubleMap<
		_,
		Identity,
		DidId,
		Blake2_128Concat,
		(DidId, Option<DidId>),
		(),
		OptionQuery,
	>;

	/// The allowances by the bucket of time in which they are over. One entry for each, moved by `amend`, removed with the allowance.
	#[pallet::storage]
	pub type Agenda<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u64, Blake2_128Concat, Key, (), OptionQuery>;

	/// The first bucket of the agenda that may still hold entries. Written by `on_poll`.
	#[pallet::storage]
	pub type AgendaCursor<T: Config> = StorageValue<_, u64, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A payer allowed a spender to bind his money.
		#[codec(index = 0)]
		Allowed {
			/// Whose money it is, and the account.
			payer: Subject<T::AccountId>,
			/// Who may bind it.
			spender: DidId,
			/// Who may be paid; anybody if `None`.
			payee: Option<DidId>,
			/// What it is in.
			asset: Asset,
			/// Within which limits.
			limits: Limits,
		},
		/// The limits of an allowance were changed. What was bound stays counted.
		#[codec(index = 1)]
		Amended {
			/// Whose money it is.
			payer: DidId,
			/// Who may bind it.
			spender: DidId,
			/// Who may be paid; anybody if `None`.
			payee: Option<DidId>,
			/// The new limits.
			limits: Limits,
		},
		/// A payer revoked an allowance.
		#[codec(index = 2)]
		Revoked {
			/// Whose money it was.
			payer: DidId,
			/// Who may not bind it any more.
			spender: DidId,
			/// Who might have been paid; anybody if `None`.
			payee: Option<DidId>,
			/// What was bound in all.
			total: u128,
			/// How many times.
			count: u32,
		},
		/// An allowance was over and was removed.
		#[codec(index = 3)]
		Expired {
			/// Whose money it was.
			payer: DidId,
			/// Who may not bind it any more.
			spender: DidId,
			/// Who might have been paid; anybody if `None`.
			payee: Option<DidId>,
			/// What was bound in all.
			total: u128,
			/// How many times.
			count: u32,
		},
		/// A spender bound money of a payer. Which pallet holds it, and for what, that pallet tells of.
		#[codec(index = 4)]
		Spent {
			/// Whose money it is.
			payer: DidId,
			/// Who bound it.
			spender: DidId,
			/// Who is to be paid.
			payee: DidId,
			/// Whether it was counted against the allowance for any payee.
			any: bool,
			/// What it is in.
			asset: Asset,
			/// How much.
			amount: u128,
			/// Until when it may stay bound.
			until: Moment,
			/// What was bound in all, with it.
			total: u128,
			/// How many times, with it.
			count: u32,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is such an allowance already. Amend it, or revoke it first.
		#[codec(index = 0)]
		AlreadyAllowed,
		/// There is no such allowance: the payer has not allowed this spender to pay this payee, or it was revoked or is over.
		#[codec(index = 1)]
		NotAllowed,
		/// A device cannot allow anything. Its owner has to.
		#[codec(index = 2)]
		NotStakeholder,
		/// The call is paid for from another account than that of the payer's DID. Sign with your own account, without a sponsor.
		#[codec(index = 3)]
		NotOwnAccount,
		/// The spender is the payer. He needs no allowance.
		#[codec(index = 4)]
		SpenderIsPayer,
		/// The payee is the payer. Nobody pays himself.
		#[codec(index = 5)]
		PayeeIsPayer,
		/// The spender was never registered.
		#[codec(index = 6)]
		UnknownSpender,
		/// The payee was never registered.
		#[codec(index = 7)]
		UnknownPayee,
		/// Amount and count must be more than zero.
		#[codec(index = 8)]
		LimitsEmpty,
		/// More may be bound at once than in all. Raise the total or lower the amount.
		#[codec(index = 9)]
		LimitsContradictory,
		/// The last moment of the allowance is over already.
		#[codec(index = 10)]
		ValidityOver,
		/// The allowance would be valid for too long. Choose an earlier last moment, and amend it later.
		#[codec(index = 11)]
		ValidityTooLong,
		/// The new limits allow less than was bound already. Revoke to stop.
		#[codec(index = 12)]
		BelowUsage,
		/// The payer is suspended or revoked.
		#[codec(index = 13)]
		PayerNotActive,
		/// The payer's DID has another account than the one that the allowance is about. The payer has to revoke it and allow anew.
		#[codec(index = 14)]
		AccountMoved,
		/// The allowance is in another asset.
		#[codec(index = 15)]
		WrongAsset,
		/// The allowance is over. The payer may amend it until then, or allow anew.
		#[codec(index = 17)]
		Expired,
		/// It is more than may be bound at once.
		#[codec(index = 18)]
		AmountTooHigh,
		/// It is more than is left of the total.
		#[codec(index = 19)]
		TotalExceeded,
		/// Money was bound as many times as may be.
		#[codec(index = 20)]
		CountExceeded,
		/// The money would stay bound for longer than it may.
		#[codec(index = 21)]
		LockTooLong,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Removes what is over, as far as the block has room.
		fn on_poll(_n: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::work_off_agenda(meter);
		}

		fn integrity_test() {
			assert!(!T::MaxValidity::get().is_zero(), "an allowance must be able to be valid");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Allows a spender to bind the caller's money for payments to a payee, or to anybody but himself if `payee` is `None`.
		///
		/// By an active stakeholder, from the account of his own DID, which carries the ticket. The spender may be the payee.
		///
		/// Errors: `NotStakeholder`, `NotOwnAccount`, `SpenderIsPayer`, `PayeeIsPayer`, `UnknownSpender`, `UnknownPayee`, `AlreadyAllowed`,
		/// `LimitsEmpty`, `LimitsContradictory`, `ValidityOver`, `ValidityTooLong`; `Token::FundsUnavailable` if the account cannot spare the
		/// ticket. Event: `Allowed`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::allow())]
		pub fn allow(
			origin: OriginFor<T>,
			spender: DidId,
			payee: Option<DidId>,
			asset: Asset,
			limits: Limits,
		) -> DispatchResult {
			let payer = T::ActiveOrigin::ensure_origin(origin)?;
			Self::do_allow(payer, spender, payee, asset, limits)
		}

		/// Changes the limits of an allowance. What was bound stays counted, and the new limits cannot allow less than that.
		///
		/// By the active payer, from the account of his own DID, while the allowance is in force.
		///
		/// Errors: `NotAllowed`, `NotStakeholder`, `NotOwnAccount`, `AccountMoved`, `Expired`, `LimitsEmpty`, `LimitsContradictory`,
		/// `ValidityOver`, `ValidityTooLong`, `BelowUsage`. Event: `Amended`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::amend())]
		pub fn amend(
			origin: OriginFor<T>,
			spender: DidId,
			payee: Option<DidId>,
			limits: Limits,
		) -> DispatchResult {
			let payer = T::ActiveOrigin::ensure_origin(origin)?;
			Self::do_amend(payer, spender, payee, limits)
		}

		/// Ends an allowance at once and returns its ticket. What was bound stays bound.
		///
		/// By the payer, active or not, from any account that acts for him. The ticket goes to the account that carried it.
		///
		/// Errors: `NotAllowed`. Event: `Revoked`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::revoke())]
		pub fn revoke(
			origin: OriginFor<T>,
			spender: DidId,
			payee: Option<DidId>,
		) -> DispatchResult {
			let payer = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_revoke(payer.did, spender, payee)
		}
	}
}
