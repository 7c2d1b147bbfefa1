//! # Consortium: who runs this chain, and which chain it is
//!
//! A Counterfoil chain is run by named parties. This pallet holds the list of their validators and hands it to
//! `pallet-session`, which asks for it at each change of session. It also holds the *chain tag*, a name with random bytes
//! that is part of genesis, so that two networks started from one preset differ in their genesis hash and a payload
//! signed for one is worth nothing on the other.
//!
//! ## Terms
//! - **Validator**: an account with session keys, on the list of this pallet.
//! - **Session keys**: the keys with which a validator's node makes and finalises blocks. `pallet-session` keeps them.
//! - **Minimum**: how many validators there are at least. No call brings the list below it.
//!
//! ## Life of a validator
//! ```text
//! account --set_keys (pallet-session)--> candidate --add_validator--> listed --session after next--> at work
//!    ^                                       |  ^                        |                              |
//!    +------------- release_keys ------------+  +---- remove_validator --+------ remove_validator ------+
//! ```
//! A validator that is added takes part **from the session after next**: the next session was planned before him, so the
//! list is read at the next change of session and comes into force at the one after it. The same holds for a validator
//! that is removed: his node goes on until then and should not be stopped earlier. A validator who changes his keys by
//! `pallet-session`'s `set_keys` also works with the new ones from the session after next; the list does not change.
//!
//! ## Who may do what
//! Adding, removing and the minimum are for `AdminOrigin`, the council's majority in our runtime. What overrules the
//! ordinary course of things is for `RescueOrigin`, two thirds of the council: forced authorities after finality stalled
//! ([`Pallet::note_stalled`]) and the next release of the runtime ([`Pallet::authorize_upgrade`]). Anyone with funds may
//! register session keys as a candidate. Keys go away by [`Pallet::release_keys`] only: the runtime refuses
//! `pallet-session`'s own `purge_keys`, by which a listed validator could slip out of the set and bring it below the
//! minimum without anyone's vote.
//!
//! ## What it costs
//! The list is bounded by `MaxValidators`. Session keys are paid by `pallet-session`'s deposit.
//!
//! ## What can go wrong
//! A validator whose node is down stays on the list: the council decides, not the chain. With no more than two thirds of
//! the validators at work, finality stops. If enough of them come back, it goes on by itself. If they are gone for good,
//! removing them is not enough: nodes enact an ordinary change of authorities when the block that signals it is finalised,
//! and that is what does not happen any more. It takes, in this order:
//! 1. `remove_validator` for those who are gone, and `set_minimum` before it where it is in the way. Blocks go on being
//!    made, so the council can still vote.
//! 2. From the event `SessionPlanned` on, `note_stalled` with the newest block that any remaining validator has as
//!    finalised. Noted a session earlier, it would force the old list once more.
//! 3. No change of validators or of their keys until the delay is over: GRANDPA takes no second change meanwhile and would
//!    miss it. What it missed, the next change of the list or another `note_stalled` repairs.
//!
//! ## Example
//! ```
//! use pallet_consortium::ChainTag;
//!
//! let here = ChainTag::new("harbour", [1; 16]).expect("a name of letters");
//! let there = ChainTag::new("harbour", [2; 16]).expect("a name of letters");
//! assert_ne!(here, there);
//! assert!(ChainTag::new("", [0; 16]).is_err());
//! ```

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod finality;
mod impls;
mod keys;
mod tag;
pub mod weights;

#[cfg(any(feature = "runtime-benchmarks", test))]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use finality::{Finality, MAX_STALL_DELAY};
pub use keys::SessionKeys;
pub use pallet::*;
pub use tag::{ChainTag, ChainTagText, TagError, TagName, MAX_NAME_LEN};
pub use weights::WeightInfo;

/// Gives benchmarks an account with session keys.
#[cfg(any(feature = "runtime-benchmarks", test))]
pub trait BenchmarkHelper<AccountId> {
	/// Registers session keys for `who`, of any value that no other account uses.
	fn register_keys(who: &AccountId);
}

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, traits::ValidatorRegistration};
	use frame_system::pallet_prelude::*;
	use sp_staking::SessionIndex;

	/// The version of the storage in this code.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who adds and removes validators and sets the minimum.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who has new authorities forced after finality stalled, and authorizes upgrades of the runtime.
		type RescueOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The pallet that finalises blocks.
		type Finality: Finality<BlockNumberFor<Self>>;

		/// The pallet that keeps session keys.
		type Keys: SessionKeys<Self::AccountId>;

		/// The most validators there can be. Aura and GRANDPA must take at least as many.
		#[pallet::constant]
		type MaxValidators: Get<u32>;

		/// The weights of this pallet's calls.
		type WeightInfo: WeightInfo;

		/// Prepares accounts for benchmarks.
		#[cfg(any(feature = "runtime-benchmarks", test))]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// Which network this is. Written at genesis and never again.
	#[pallet::storage]
	pub type Tag<T: Config> = StorageValue<_, ChainTag, ValueQuery>;

	/// The validators in the order in which they were added, each once. Written at genesis, by `add_validator` and by
	/// `remove_validator`. Bounded by `MaxValidators`.
	#[pallet::storage]
	pub type Validators<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxValidators>, ValueQuery>;

	/// The least number of validators, at least one. Written at genesis and by `set_minimum`.
	#[pallet::storage]
	pub type Minimum<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

	/// Whether the list changed since a session was last planned with it. Set by `add_validator` and `remove_validator`,
	/// cleared when the next session is planned. It spares GRANDPA a new set of authorities at every session.
	#[pallet::storage]
	pub type Changed<T: Config> = StorageValue<_, bool, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// `validator` was put on the list, which now has `validators` entries. He works from the session after next.
		ValidatorAdded { validator: T::AccountId, validators: u32 },
		/// `validator` was taken off the list, which now has `validators` entries. He works until the session after next.
		ValidatorRemoved { validator: T::AccountId, validators: u32 },
		/// The least number of validators went from `from` to `to`.
		MinimumChanged { from: u32, to: u32 },
		/// `who`, not a validator, gave up his session keys and has their deposit back.
		KeysReleased { who: T::AccountId },
		/// The changed list of `validators` entries was planned for `session`.
		SessionPlanned { session: SessionIndex, validators: u32 },
		/// Finality was noted as stalled: from the next session on, new authorities are forced after `delay` blocks, and go
		/// on from the block `best_finalized`.
		FinalityStalled { delay: BlockNumberFor<T>, best_finalized: BlockNumberFor<T> },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account is a validator already.
		AlreadyValidator,
		/// The account is not a validator.
		NotValidator,
		/// The account has no session keys: register them by `pallet-session`'s `set_keys` first.
		NoSessionKeys,
		/// There are `MaxValidators` already: remove one first.
		TooManyValidators,
		/// There are no more validators than the minimum: add one first, or lower the minimum.
		AtMinimum,
		/// The minimum must be at least one.
		MinimumIsZero,
		/// There are fewer validators than the new minimum: add some first.
		MinimumTooHigh,
		/// A validator cannot give up his keys: the council has to remove him first.
		StillValidator,
		/// The delay must be at least one block and at most [`MAX_STALL_DELAY`].
		InvalidDelay,
	}

	/// The validators of block 0 and the tag of the chain. The same accounts must have their keys in the genesis of
	/// `pallet-session`, which has to stand before this pallet in the runtime. Nobody else's keys may be among its `keys`,
	/// because whoever is there is at work from block 0, listed or not; candidates belong to `non_authority_keys`.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The first validators.
		pub validators: Vec<T::AccountId>,
		/// The least number of validators; zero counts as one.
		pub minimum: u32,
		/// The tag of the chain.
		pub tag: ChainTag,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let mut validators = BoundedVec::<T::AccountId, T::MaxValidators>::new();
			for validator in &self.validators {
				assert!(
					!validators.contains(validator),
					"genesis names {validator:?} twice as a validator"
				);
				assert!(
					T::Keys::is_registered(validator),
					"the genesis validator {validator:?} has no session keys"
				);
				assert!(
					validators.try_push(validator.clone()).is_ok(),
					"genesis has more than {} validators",
					T::MaxValidators::get()
				);
			}
			assert!(
				self.validators.len() >= usize::try_from(self.minimum).unwrap_or(usize::MAX),
				"genesis has fewer validators than the minimum {}",
				self.minimum
			);
			for account in T::Keys::at_work() {
				assert!(
					validators.contains(&account),
					"genesis puts {account:?} to work by his session keys, but he is not listed as a validator"
				);
			}
			Validators::<T>::put(validators);
			Minimum::<T>::put(self.minimum.max(1));
			Tag::<T>::put(&self.tag);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::MaxValidators::get() > 0,
				"`MaxValidators` must leave room for one validator"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Adds a validator.
		///
		/// For `AdminOrigin`. `validator` must have session keys and works from the session after next.
		///
		/// Errors: `AlreadyValidator`, `NoSessionKeys`, `TooManyValidators`. Event: `ValidatorAdded`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::add_validator())]
		pub fn add_validator(origin: OriginFor<T>, validator: T::AccountId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_add(validator)
		}

		/// Removes a validator.
		///
		/// For `AdminOrigin`. `validator` works until the session after next. His session keys stay registered, so that he
		/// can be added again; he may give them up by `release_keys`.
		///
		/// Errors: `NotValidator`, `AtMinimum`. Event: `ValidatorRemoved`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::remove_validator())]
		pub fn remove_validator(origin: OriginFor<T>, validator: T::AccountId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_remove(validator)
		}

		/// Sets the least number of validators.
		///
		/// For `AdminOrigin`. At least one and at most as many as there are now.
		///
		/// Errors: `MinimumIsZero`, `MinimumTooHigh`. Event: `MinimumChanged`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::set_minimum())]
		pub fn set_minimum(origin: OriginFor<T>, minimum: u32) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_minimum(minimum)
		}

		/// Gives up the session keys of the caller and returns their deposit.
		///
		/// For any signed account that is not a validator. A validator that was removed in this session or the one before
		/// still works with the keys he gives up, because the sessions were planned with them.
		///
		/// Errors: `StillValidator`, and the errors of `pallet-session` (`NoKeys`). Event: `KeysReleased`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::release_keys().saturating_add(T::Keys::release_weight()))]
		pub fn release_keys(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_release_keys(who)
		}

		/// Notes that finality has stalled for good, so that new authorities are forced.
		///
		/// For `RescueOrigin`, after those who are gone were removed and the shorter list was planned, and only then; see
		/// "What can go wrong" in the documentation of this pallet. At the next change of session, the validators that begin
		/// to work then are signalled as a forced change, and every node enacts it `delay` blocks later.
		///
		/// `delay` has to be long enough that the block with the signal is on every node's chain by then, a thousand blocks
		/// for instance. `best_finalized` is the newest block that any of the remaining validators has as finalised. It must
		/// not be later: a node that still has an ordinary change waiting at or before it refuses the forced one.
		///
		/// Error: `InvalidDelay`. Event: `FinalityStalled`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::note_stalled().saturating_add(T::Finality::note_stalled_weight()))]
		pub fn note_stalled(
			origin: OriginFor<T>,
			delay: BlockNumberFor<T>,
			best_finalized: BlockNumberFor<T>,
		) -> DispatchResult {
			T::RescueOrigin::ensure_origin(origin)?;
			Self::do_note_stalled(delay, best_finalized)
		}

		/// Authorizes the runtime whose code has the hash `code_hash` as the next release.
		///
		/// For `RescueOrigin`. Anyone may then hand in the code by `frame-system`'s `apply_authorized_upgrade`, which checks
		/// the name of the runtime and that its version is higher. A later authorization replaces an earlier one.
		///
		/// Event: `UpgradeAuthorized` of `frame-system`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::authorize_upgrade())]
		pub fn authorize_upgrade(origin: OriginFor<T>, code_hash: T::Hash) -> DispatchResult {
			T::RescueOrigin::ensure_origin(origin)?;
			frame_system::Pallet::<T>::do_authorize_upgrade(code_hash, true);
			Ok(())
		}
	}
}
