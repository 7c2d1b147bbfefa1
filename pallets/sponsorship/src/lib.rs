//! Calls that a subject signs and somebody else pays for (Y.4560 8.1, 9.3).
//!
//! # Overview
//!
//! A device owns no tokens and has no account, yet it has things to say that only it can say. So it signs the call that it
//! wants, with a key of its DID document, and any account that agreed to pay for it, a sponsor, carries the signed call to the
//! chain inside an ordinary transaction of its own. The call then runs in the name of the device and at the expense of
//! the sponsor, within the limits that the sponsor set.
//!
//! The inner call has an origin of its own ([`RawOrigin::Sponsored`]), which is neither signed nor root. Only pallets that accept
//! [`EnsureSponsored`] or [`EnsureSponsoredStakeholder`] serve it; they are told who acts and which account pays.
//!
//! # Terms
//!
//! - **Subject**: a stakeholder or a device, who signs.
//! - **Sponsor**: an account that pays. It needs no DID.
//! - **Sponsorship**: an agreement of one sponsor to pay for one subject, or for all devices of one stakeholder, within limits.
//! - **Sponsored call**: the call, its terms ([`CallTerms`](counterfoil_primitives::sponsorship::CallTerms)) and the subject's
//!   signature.
//!
//! # Life of a sponsorship
//!
//! ```text
//!             sponsor              dispatch, amend
//! (nothing) ───────────▶ open ◀──────────┐
//!     ▲                   │ └────────────┘
//!     └───────────────────┘
//!       end, or its last moment passed: the chain ends it by itself
//! ```
//!
//! # What a signature is good for
//!
//! One call, of one subject, on this chain, with this encoding of calls, once, within a span of time, and by one sponsor, whom
//! a device may leave open: all of this is signed ([`counterfoil_primitives::sponsorship`]). The key is one that the subject
//! invokes capabilities with (W3C DID Core 5.3.4) at the moment of the call. The span may not be longer than `MaxLifetime`.
//!
//! The calls of a subject have numbers without gaps, and the chain takes them in this order only. One that got lost holds up
//! those that were signed after it, until another one is signed with its number or the number is voided.
//!
//! # When the inner call fails
//!
//! Then everything that it did is undone, but its number and its place in the quota are used up: otherwise anybody could replay
//! it until it succeeds, long after the subject stopped wanting it. The outer call succeeds, and the event
//! [`Event::Dispatched`] tells how the inner one ended.
//!
//! # What it costs
//!
//! A sponsor puts up a ticket for each sponsorship, which returns when it ends. For a call it pays the fee of the outer call, whose
//! weight includes the inner one, and what the inner call takes: prices, tickets, bonds. The latter is bounded by the limits:
//!
//! | what | counts as spent |
//! |---|---|
//! | money that left the account | yes |
//! | money of the account that is newly on hold, as for a ticket | yes, and it stays spent when the hold is released |
//! | fees | no: the sponsor signs each outer call, and `calls_per_window` bounds them |
//!
//! The chain compares the account before and after the call. What comes in and goes out within one call is set off against each
//! other, so a batch that first collects money that is due to the sponsor may spend as much more. A runtime that
//! leaves batches out of `CallFilter` closes this; sponsors batch outer calls instead, where each is measured by itself.
//!
//! A call that takes more than what the window or the total leaves is undone, and ends with `SpendLimitExceeded`. Tickets that sponsored
//! calls took stay on the sponsor's account until what they pay for goes away; ending the sponsorship does not release
//! them.
//!
//! The count of a subject's calls stays for ever, or old signatures would count again. It is paid by the fee of the first call, and there
//! is at most one for each registered subject.
//!
//! # What can go wrong
//!
//! - The subject left the sponsor open. Then whoever sees the signed call may sponsor the subject with limits under which the
//!   call fails, bring it first, and so use up its number. Nobody can bring it when the subject names the sponsor: name it.
//! - A stakeholder has an offer placed, or a bond put up, at a sponsor's expense. The account that pays is the account of that deal
//!   from then on: what a sale brings, a fee that is earned, and a bond that returns all go to the sponsor. So a stakeholder
//!   always names its sponsor; only devices, which earn nothing, may leave it open.
//! - The subject signed what it does not want any more: it signs another call with the same number, such as a remark, and has that
//!   carried out first; or it, or its owner, voids the number by `cancel`; or it waits until the last moment passed.
//! - One device of a fleet uses up the quota of all: sponsor devices one by one where they should not share. A sponsorship for the
//!   device itself goes before the one for its owner's devices.
//! - The sponsor's account is drained: inner calls that take money fail, their numbers are used up.
//! - The call is a batch: what is inside has to pass the same filter, and fails as the batch says. A sponsored call in a sponsored call
//!   is never carried out.
//! - A proxy of the sponsor that may call `dispatch` spends what the limits allow, whatever else it may not do: the inner call
//!   is the subject's act, so the proxy's own restrictions do not reach it.
//! - The runtime is upgraded to another encoding of calls: signatures made before are void.
//!
//! # Example
//!
//! What a device signs:
//!
//! ```
//! use counterfoil_primitives::{did::DidId, sponsorship::CallTerms};
//!
//! let terms = CallTerms {
//! 	did: DidId([1; 32]),
//! 	nonce: 0,
//! 	sponsor: Some([2u8; 32]),
//! 	valid_from: 1_700_000_000_000,
//! 	valid_until: 1_700_000_060_000,
//! };
//! let genesis = [7; 32];
//! // SHA-256 of the SCALE form of the call.
//! let call = [8; 32];
//! let message = terms.signing_bytes(&genesis, 1, call);
//! assert!(message.ends_with(&call));
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
mod origin;
#[cfg(test)]
mod tests;
mod types;
mod views;
pub mod weights;

#[cfg(any(feature = "runtime-benchmarks", test))]
pub use benchmarking::BenchmarkHelper;
pub use origin::{EnsureSponsored, EnsureSponsoredStakeholder, RawOrigin};
pub use pallet::*;
pub use types::{CallOf, EndReason, Sponsorship, MAX_CANCELLED};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use alloc::boxed::Box;

	use counterfoil_primitives::{
		did::{DidId, KeySignature},
		sponsorship::{Beneficiary, CallTerms, Limits},
		traits::{AuditLog, Identities, Subject},
		Hash, Moment,
	};
	use frame_support::{
		dispatch::{GetDispatchInfo, PostDispatchInfo, WithPostDispatchInfo},
		pallet_prelude::*,
		traits::{
			fungible::InspectHold, Consideration, Contains, Footprint, IsSubType, IsType, Time,
		},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use sp_runtime::traits::Dispatchable;

	use super::{EndReason, RawOrigin, Sponsorship, WeightInfo};

	/// Version of the storage layout.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// What the pallet needs from the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The calls of the runtime.
		type RuntimeCall: Parameter
			+ Dispatchable<
				RuntimeOrigin = <Self as frame_system::Config>::RuntimeOrigin,
				PostInfo = PostDispatchInfo,
			> + GetDispatchInfo
			+ IsSubType<Call<Self>>
			+ From<frame_system::Call<Self>>
			+ IsType<<Self as frame_system::Config>::RuntimeCall>;

		/// The origins of the runtime.
		type RuntimeOrigin: From<RawOrigin<Self::AccountId>>
			+ Into<Result<RawOrigin<Self::AccountId>, <Self as Config>::RuntimeOrigin>>
			+ IsType<<Self as frame_system::Config>::RuntimeOrigin>;

		/// The chain's clock, in milliseconds.
		type Time: Time<Moment = Moment>;

		/// Who is who.
		type Identities: Identities;

		/// Keeps the histories of the subjects.
		type Audit: AuditLog;

		/// The money that sponsored calls take.
		type Currency: InspectHold<Self::AccountId>;

		/// What a sponsorship costs its sponsor, while it lasts.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// Who may void numbers of a subject: the subject or its owner, in whatever status.
		type SubjectOrigin: EnsureOrigin<
			<Self as frame_system::Config>::RuntimeOrigin,
			Success = Subject<Self::AccountId>,
		>;

		/// The calls that may be sponsored, at the top and inside of others. `System::remark` should be among them: it
		/// does nothing, which is what a subject wants that takes a number back. Benchmarks need it. Batches had better not
		/// be, see the section on costs.
		type CallFilter: Contains<<Self as frame_system::Config>::RuntimeCall>;

		/// The longest span of time that a signature may be good for, in milliseconds.
		#[pallet::constant]
		type MaxLifetime: Get<Moment>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Makes what benchmarks need.
		#[cfg(any(feature = "runtime-benchmarks", test))]
		type BenchmarkHelper: super::BenchmarkHelper<Self::AccountId>;
	}

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// The origin of a sponsored call.
	#[pallet::origin]
	pub type Origin<T> = RawOrigin<<T as frame_system::Config>::AccountId>;

	/// Why the pallet's tickets hold money, for a runtime whose tickets are holds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// An account sponsors somebody.
		#[codec(index = 0)]
		Sponsorship,
	}

	/// The sponsorships, by sponsor and beneficiary. Written by `sponsor`, `amend` and `dispatch`, removed when the sponsorship ends.
	/// Each is paid by its ticket.
	#[pallet::storage]
	pub type Sponsorships<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Blake2_128Concat,
		Beneficiary,
		Sponsorship<T>,
	>;

	/// How many sponsored calls a subject made, those voided included: the number of the next one. Written by `dispatch` and
	/// `cancel`; never goes away, or old signatures would count again. At most one for each registered subject. The keys are
	/// hashes already.
	#[pallet::storage]
	pub type NextNonce<T> = StorageMap<_, Identity, DidId, u64, ValueQuery>;

	/// When sponsorships expire, by bucket of time. One entry for each sponsorship, removed with it.
	#[pallet::storage]
	pub type Agenda<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u64, Blake2_128Concat, (T::AccountId, Beneficiary), ()>;

	/// The first bucket of the agenda that may hold something. Moves with the clock.
	#[pallet::storage]
	pub type AgendaCursor<T> = StorageValue<_, u64, ValueQuery>;

	/// What happened, with everything that an indexer needs.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An account pays for somebody's calls from now on.
		SponsorshipOpened {
			/// The account.
			sponsor: T::AccountId,
			/// For whose calls.
			beneficiary: Beneficiary,
			/// How much at most.
			limits: Limits,
		},
		/// A sponsorship has other limits. Its windows begin anew, its total counts on.
		SponsorshipAmended {
			/// The account that pays.
			sponsor: T::AccountId,
			/// For whose calls.
			beneficiary: Beneficiary,
			/// How much at most.
			limits: Limits,
		},
		/// An account pays no longer. Its ticket returned.
		SponsorshipEnded {
			/// The account.
			sponsor: T::AccountId,
			/// For whose calls it paid.
			beneficiary: Beneficiary,
			/// Why it ended.
			reason: EndReason,
		},
		/// A sponsored call was carried out, or tried. Either way its number is used up.
		Dispatched {
			/// Who acted.
			did: DidId,
			/// The account that paid.
			sponsor: T::AccountId,
			/// By which of its sponsorships.
			beneficiary: Beneficiary,
			/// The number of the call.
			nonce: u64,
			/// SHA-256 of the SCALE form of the call.
			call: Hash,
			/// What it took from the account, besides fees. Nothing if it failed.
			spent: u128,
			/// How the inner call ended.
			result: DispatchResult,
		},
		/// Numbers of a subject are void: all below the next one.
		NoncesCancelled {
			/// The subject.
			did: DidId,
			/// Who voided them: itself or its owner.
			by: DidId,
			/// The number that its next call has.
			next: u64,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// The chain knows no such DID, or has not let it in.
		UnknownSubject,
		/// The DID is revoked for ever. Nothing can be sponsored.
		SubjectRevoked,
		/// The DID is a device, and devices own no devices. Name its owner.
		NotAStakeholder,
		/// The limits allow no call at all. Allow one, or end the sponsorship.
		NoCalls,
		/// The window has no length.
		NoWindow,
		/// The last moment of the sponsorship lies in the past.
		AlreadyExpired,
		/// The account sponsors this beneficiary already. Amend it.
		AlreadySponsored,
		/// The account does not sponsor this beneficiary.
		SponsorshipNotFound,
		/// Nobody may sponsor this call.
		CallNotAllowed,
		/// The subject named another account as the only one that may bring this call; or it is a stakeholder and named none.
		WrongSponsor,
		/// The first moment at which the call may be carried out has not come.
		NotYetValid,
		/// The last moment at which the call may be carried out passed. Have a new one signed.
		DeadlinePassed,
		/// The signature would be good for longer than the chain allows. Have a shorter span signed.
		LifetimeTooLong,
		/// The number is used up or void. Have the call signed with the next one.
		NonceUsed,
		/// A number before this one is not used up. Bring that call first, or void its number.
		NonceTooHigh,
		/// The subject is unknown, suspended or revoked, or its owner is.
		NotActive,
		/// The account pays neither for this subject nor for the devices of its owner, or not any more.
		NotSponsored,
		/// The calls of this window are used up. Wait for the next window, or have the sponsor amend.
		QuotaExhausted,
		/// No key that the subject invokes capabilities with signed this very call for this chain. Check domain, genesis
		/// hash, nonce, body, version of transactions and scheme.
		BadSignature,
		/// The inner call took more than the window or the total leaves. It was undone. Told by the event, not returned.
		SpendLimitExceeded,
		/// Only the subject and its owner void its numbers.
		NotAuthorized,
		/// More numbers would be void than one call may void.
		TooManyNonces,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Ends sponsorships whose last moment passed, as many as fit their share of the block.
		fn on_poll(_n: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::expire_due(meter);
		}

		fn integrity_test() {
			assert!(
				pallet_support::has_genesis_hash::<T>(),
				"payloads name the genesis hash by 32 bytes"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Pays for somebody's calls from now on.
		///
		/// By any account. Takes a ticket. Errors: `NoCalls`, `NoWindow`, `AlreadyExpired`, `UnknownSubject`,
		/// `SubjectRevoked`, `NotAStakeholder`, `AlreadySponsored`, and what the ticket says. Event: `SponsorshipOpened`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::sponsor())]
		pub fn sponsor(
			origin: OriginFor<T>,
			beneficiary: Beneficiary,
			limits: Limits,
		) -> DispatchResult {
			let sponsor = ensure_signed(origin)?;
			Self::do_sponsor(sponsor, beneficiary, limits)
		}

		/// Sets other limits.
		///
		/// By the sponsor. Windows begin anew, so the quota is fresh; what was spent of the total stays spent. Errors:
		/// `NoCalls`, `NoWindow`, `AlreadyExpired`, `SponsorshipNotFound`. Event: `SponsorshipAmended`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::amend())]
		pub fn amend(
			origin: OriginFor<T>,
			beneficiary: Beneficiary,
			limits: Limits,
		) -> DispatchResult {
			let sponsor = ensure_signed(origin)?;
			Self::do_amend(sponsor, beneficiary, limits)
		}

		/// Pays no longer.
		///
		/// By the sponsor, at any time. The ticket returns; tickets that sponsored calls took stay until what they pay
		/// for goes away. Errors: `SponsorshipNotFound`, and what the ticket says. Event: `SponsorshipEnded`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::end())]
		pub fn end(origin: OriginFor<T>, beneficiary: Beneficiary) -> DispatchResult {
			let sponsor = ensure_signed(origin)?;
			Self::do_end(sponsor, beneficiary, EndReason::Withdrawn)
		}

		/// Carries out a call that a subject signed, and pays for it.
		///
		/// By a sponsor of the subject, or a proxy of it. Uses up the number and a place in the quota, then runs the call
		/// with the origin `Sponsored`; if that fails or takes more than what is left, it is undone, and this call succeeds
		/// nevertheless: the event tells. Errors, all before the number is used up: `CallNotAllowed`, `WrongSponsor`,
		/// `NotYetValid`, `DeadlinePassed`, `LifetimeTooLong`, `NonceUsed`, `NonceTooHigh`, `NotActive`, `NotSponsored`,
		/// `QuotaExhausted`, `BadSignature`. Event: `Dispatched`, after those of the inner call.
		#[pallet::call_index(3)]
		#[pallet::weight(Pallet::<T>::full_weight(call, signature))]
		pub fn dispatch(
			origin: OriginFor<T>,
			terms: CallTerms<T::AccountId>,
			call: Box<<T as Config>::RuntimeCall>,
			signature: KeySignature,
		) -> DispatchResultWithPostInfo {
			let sponsor = ensure_signed(origin)?;
			let own = Self::own_weight(&call, &signature);
			match Self::do_dispatch(sponsor, terms, *call, signature) {
				Ok(inner) => Ok(Some(own.saturating_add(inner)).into()),
				Err(error) => Err(error.with_weight(own)),
			}
		}

		/// Voids the numbers of a subject up to `nonce`, itself included: nothing that was signed with them counts.
		///
		/// By the subject or, for a device, by its owner, active or not. At most [`MAX_CANCELLED`](crate::MAX_CANCELLED) at
		/// once. Errors: `UnknownSubject`, `NotAuthorized`, `NonceUsed` if there is nothing left to void, `TooManyNonces`.
		/// Event: `NoncesCancelled`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::cancel())]
		pub fn cancel(origin: OriginFor<T>, did: DidId, nonce: u64) -> DispatchResult {
			let by = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_cancel(by, did, nonce)
		}
	}
}
