//! Who is who: distributed identification of stakeholders and their devices (Y.4560 8.1, 9.1, 9.2).
//!
//! # Overview
//!
//! A party joins by applying: its key signs that it stands for an account in certain roles, and the
//! stakeholders that are active vote. A stakeholder owns any number of devices; each device's own
//! key has to consent. Stakeholders propose, and vote on, suspending, reinstating and revoking one another;
//! an owner decides alone about its devices. Other pallets ask through
//! [`Identities`](counterfoil_primitives::traits::Identities) and through the origins [`EnsureActive`] and
//! [`EnsureSubject`].
//!
//! # Terms
//!
//! - **DID**: the hash of a key ([`DidId::of_key`](counterfoil_primitives::did::DidId::of_key)). Nobody can
//!   register one for a key that is not his, and a key has at most one, for ever.
//! - **Stakeholder**: a DID that an account acts for. An account acts for at most one, for ever.
//! - **Device**: a DID without an account, owned by a stakeholder. Its signatures reach the chain inside
//!   calls of others; it cannot vote.
//! - **Proposal**: an open vote about one stakeholder, at most one at a time about each, with a serial
//!   number that is never used twice. A vote names the number, so it never counts for another proposal.
//! - **Expulsion**: a proposal to suspend or revoke a stakeholder that it did not make itself.
//! - **Electorate**: the stakeholders of whom a majority is needed: for an expulsion all active ones, for
//!   everything else the active ones without the one that is voted on.
//!
//! # Life of a stakeholder
//!
//! ```text
//!            register_stakeholder          majority              Suspend
//! (nothing) ─────────────────────▶ Pending ────────▶ Active ─────────────────▶ Suspended
//!     ▲                               │                │  ◀─────────────────────    │
//!     └──── rejected or expired ──────┘                │          Reinstate         │
//!                                                      └──────▶ Revoked ◀───────────┘
//!                                                       Revoke           Revoke
//! ```
//!
//! A device starts active and is moved between active, suspended and revoked by its owner. Revoked is
//! final. While the owner is not active, none of its devices is, and the owner may only switch devices off.
//!
//! # Votes
//!
//! Each active stakeholder but the subject has one ballot. More than half of the electorate in favour enacts
//! the motion at once; the motion is rejected at once when a vote leaves no such majority possible. An
//! expulsion counts its active subject, which does not vote, like one against, so half of the stakeholders
//! never expel the other half, and of two neither expels the other.
//!
//! A ballot lapses when votes are counted while its voter is not active; reinstated, the voter may vote
//! again. Votes are taken until the deadline. After it, anybody closes the proposal with `close_proposal`, or
//! the chain does by itself: the ballots are counted once more, because the electorate may have shrunk, and
//! without a majority the proposal expires. The voting period is at least one millisecond and
//! at most 366 days ([`MAX_VOTING_PERIOD`]).
//!
//! A stakeholder may propose its own suspension or revocation (leaving), which more than half of the others
//! decide, and never votes on itself. The last active stakeholder can be neither suspended nor revoked: nobody
//! would be left to let anybody in.
//!
//! # What it costs
//!
//! An applicant puts up a ticket for its record and one for its proposal, any other proposer the latter, an
//! owner one for each device. Tickets come back to whom they came from:
//!
//! | ticket | returns when |
//! |---|---|
//! | proposal | the proposal ends, however |
//! | record of an applicant | its registration is rejected or expires; the record is gone, and it may apply again |
//! | record of a stakeholder or a device | it is revoked |
//!
//! The record of a revoked DID stays as a tombstone: key, kind, times, no ticket. Data that it signed must
//! stay verifiable for as long as the data are used (Y.4560 7.1.3), and its key must never be
//! registered again. Founders put up nothing.
//!
//! So the tombstone of a device stays without a deposit: whoever registers and revokes devices fills storage
//! for the fees of the two calls alone. This is a known cost.
//!
//! # What can go wrong
//!
//! - A registration copied from another chain, account, purpose, or with other roles: `BadSignature`.
//! - A revoked key applies again, as stakeholder or as device: `KeyInUse`. A revoked stakeholder's account
//!   with a new key: `AccountInUse`.
//! - Nobody votes: proposals expire. A chain without founders can never let anybody in.
//! - Many proposals expire at once: a block closes as many as fit a quarter of the weight that it has left
//!   ([`pallet_support::agenda::share`]), each charged as if everybody had voted; the next block goes on.
//! - Of two active stakeholders one proposes to expel the other: the first vote, either way, rejects it.
//! - A motion has a majority at the deadline, but carrying it out fails (the consortium is full): it expires.
//!
//! # Example
//!
//! What an applicant's key has to sign:
//!
//! ```
//! use counterfoil_primitives::{
//! 	payload::{signing_bytes, Purpose, StakeholderRegistration},
//! 	roles::{Role, Roles},
//! };
//!
//! let genesis = [7; 32];
//! let body = StakeholderRegistration { account: 42u64, roles: Roles::from(Role::Supplier) };
//! let message = signing_bytes(Purpose::StakeholderRegistration, &genesis, 0, &body);
//! assert!(message.windows(32).any(|part| part == genesis.as_slice()));
//! ```

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(any(feature = "runtime-benchmarks", test))]
mod benchmarking;
mod impls;
#[cfg(any(feature = "try-runtime", test))]
mod invariants;
#[cfg(test)]
mod mock;
mod origin;
#[cfg(test)]
mod tests;
mod types;
pub mod verify;
mod views;
pub mod weights;

#[cfg(any(feature = "runtime-benchmarks", test))]
pub use benchmarking::BenchmarkHelper;
pub use origin::{EnsureActive, EnsureSubject};
pub use pallet::*;
pub use pallet_did_runtime_api::Motion;
pub use types::{
	status_after, Change, DeviceStatus, DidParameters, Electorate, Kind, Outcome, Proposal, Record,
	Tally, MAX_VOTING_PERIOD,
};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use alloc::vec::Vec;

	use counterfoil_primitives::{
		did::{DidId, DidStatus, KeySignature, VerificationKey},
		roles::Roles,
		Hash, Moment,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Footprint, Time},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;

	use super::{
		Change, DeviceStatus, DidParameters, EnsureActive, EnsureSubject, Motion, Outcome,
		Proposal, Record, WeightInfo,
	};

	/// Version of the storage layout.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// What the pallet needs from the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock, in milliseconds.
		type Time: Time<Moment = Moment>;

		/// What the record of a stakeholder or a device costs.
		type RecordConsideration: Consideration<Self::AccountId, Footprint>;

		/// What an open proposal costs its proposer.
		type ProposalConsideration: Consideration<Self::AccountId, Footprint>;

		/// Sets the parameters. Benchmarks need it to accept the root origin.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The most stakeholders that may be active at the same time. Bounds the ballots of a proposal, and
		/// so what counting them costs.
		#[pallet::constant]
		type MaxStakeholders: Get<u32>;

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

	/// Why the pallet's tickets hold money, for a runtime whose tickets are holds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// An account has a stakeholder or devices registered.
		#[codec(index = 0)]
		Record,
		/// An account has proposals open.
		#[codec(index = 1)]
		Proposal,
	}

	/// The parameters in force. Written at genesis and by `set_parameters`.
	#[pallet::storage]
	pub type Parameters<T> = StorageValue<_, DidParameters, ValueQuery>;

	/// Every DID: stakeholders and devices, tombstones included. Written by the registrations and by every
	/// change of status; goes away only when a registration is rejected or expires. Each is paid by its
	/// ticket. The keys are hashes already.
	#[pallet::storage]
	pub type Records<T: Config> = StorageMap<_, Identity, DidId, Record<T>>;

	/// The DID that an account acts for. Written and removed together with the stakeholder's record, which
	/// pays for it.
	#[pallet::storage]
	pub type DidOf<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, DidId>;

	/// The open proposals, by the stakeholder they are about. Written by `register_stakeholder`, `propose` and
	/// `vote`, removed when the proposal ends. Each is paid by its ticket.
	#[pallet::storage]
	pub type Proposals<T: Config> = StorageMap<_, Identity, DidId, Proposal<T>>;

	/// The serial number of the next proposal.
	#[pallet::storage]
	pub type NextSerial<T> = StorageValue<_, u32, ValueQuery>;

	/// How many stakeholders are active. At most `MaxStakeholders`.
	#[pallet::storage]
	pub type ActiveStakeholders<T> = StorageValue<_, u32, ValueQuery>;

	/// When proposals expire: subjects by bucket of time. One entry for each proposal, removed with it.
	#[pallet::storage]
	pub type Agenda<T> = StorageDoubleMap<_, Twox64Concat, u64, Twox64Concat, DidId, ()>;

	/// The first bucket of the agenda that may hold something. Moves with the clock.
	#[pallet::storage]
	pub type AgendaCursor<T> = StorageValue<_, u64, ValueQuery>;

	/// What happened, with everything that an indexer needs.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Somebody applied to become a stakeholder. A `ProposalOpened` follows.
		StakeholderApplied {
			/// The applicant.
			did: DidId,
			/// The account that acts and pays for it.
			account: T::AccountId,
			/// What it wants to be.
			roles: Roles,
			/// Its key.
			key: VerificationKey,
		},
		/// A vote began.
		ProposalOpened {
			/// The stakeholder or applicant that is voted on.
			subject: DidId,
			/// The number that votes have to name.
			proposal: u32,
			/// What is decided.
			motion: Motion,
			/// The stakeholder that proposed it; for a registration, the applicant itself.
			proposer: DidId,
			/// The last moment at which votes are taken.
			deadline: Moment,
		},
		/// A stakeholder voted.
		Voted {
			/// The stakeholder that is voted on.
			subject: DidId,
			/// The number of the proposal.
			proposal: u32,
			/// Who voted.
			voter: DidId,
			/// In favour or against.
			aye: bool,
			/// Votes in favour so far, without lapsed ones.
			ayes: u32,
			/// Votes against so far, without lapsed ones.
			nays: u32,
			/// More than half of so many have to be in favour. An expulsion counts its active subject, which
			/// does not vote.
			electorate: u32,
		},
		/// A vote ended. A `StatusChanged` follows if it was enacted; the record is gone if it was about a
		/// registration and was not.
		ProposalClosed {
			/// The stakeholder that was voted on.
			subject: DidId,
			/// The number of the proposal.
			proposal: u32,
			/// What was decided.
			motion: Motion,
			/// How.
			outcome: Outcome,
		},
		/// A stakeholder registered a device, which is active from now on.
		DeviceRegistered {
			/// The device.
			did: DidId,
			/// Its owner.
			owner: DidId,
			/// Digest of its description.
			metadata: Hash,
			/// Its key.
			key: VerificationKey,
		},
		/// A stakeholder or a device has another status.
		StatusChanged {
			/// Whose status.
			did: DidId,
			/// The new one.
			status: DidStatus,
		},
		/// Governance set the parameters. Proposals that are open keep their deadlines.
		ParametersSet {
			/// The new ones.
			parameters: DidParameters,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// The chain knows no such DID. Register it first.
		NotFound,
		/// The key has a DID already, perhaps a revoked one. Use another key.
		KeyInUse,
		/// The account acts for a stakeholder already, perhaps a revoked one. Use another account.
		AccountInUse,
		/// No role was asked for. Name at least one; `Other` for none in particular.
		NoRoles,
		/// The key did not sign this very payload for this chain. Check domain, genesis hash, nonce 0, body
		/// and scheme.
		BadSignature,
		/// As many stakeholders are active as the chain allows. Wait until one leaves.
		TooManyStakeholders,
		/// All serial numbers of proposals are used up.
		TooManyProposals,
		/// The DID is a device, and stakeholders do not vote on devices. Its owner decides.
		NotAStakeholder,
		/// The DID is a stakeholder, not a device. Propose a change instead.
		NotADevice,
		/// The device belongs to another stakeholder.
		NotOwner,
		/// The owner is not active, so it may switch devices off but not on.
		OwnerNotActive,
		/// The device is revoked, and that is final. Register another key.
		DeviceRevoked,
		/// The device has that status already.
		StatusUnchanged,
		/// The change does not fit the status that the stakeholder has, for example reinstating an active one.
		ChangeNotApplicable,
		/// The only active stakeholder can be neither suspended nor revoked.
		LastStakeholder,
		/// A proposal about this stakeholder is open. Wait until it ends.
		ProposalExists,
		/// No proposal about this stakeholder is open.
		NoProposal,
		/// The open proposal about this stakeholder has another number. Look at what it proposes first.
		WrongProposal,
		/// A stakeholder does not vote on itself.
		OwnProposal,
		/// The stakeholder voted on this proposal already.
		AlreadyVoted,
		/// The deadline of the proposal passed. Close it.
		DeadlinePassed,
		/// The proposal takes votes until its deadline.
		DeadlineNotPassed,
		/// The voting period is zero, or longer than 366 days.
		InvalidParameters,
	}

	/// What the chain starts with.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The first stakeholders, active at once and without tickets: account, key, roles.
		pub founders: Vec<(T::AccountId, VerificationKey, Roles)>,
		/// The first parameters.
		pub parameters: DidParameters,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Pallet::<T>::build_genesis(&self.founders, self.parameters);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Closes proposals whose deadline passed, as many as fit a quarter of what the block has left.
		fn on_poll(_n: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::close_due(meter);
		}

		fn integrity_test() {
			Self::check_config();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Applies to become a stakeholder.
		///
		/// Signed by the account that will act for it; `key` signs a `StakeholderRegistration` of this account
		/// and these roles for this chain, nonce 0. Makes a pending record and opens the vote on it; takes a
		/// ticket for each. Errors: `NoRoles`, `AccountInUse`, `KeyInUse`, `TooManyStakeholders`,
		/// `BadSignature`, and what the tickets say. Events: `StakeholderApplied`, `ProposalOpened`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register_stakeholder())]
		pub fn register_stakeholder(
			origin: OriginFor<T>,
			key: VerificationKey,
			signature: KeySignature,
			roles: Roles,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_register_stakeholder(account, key, signature, roles)
		}

		/// Proposes to change the status of a stakeholder.
		///
		/// By an active stakeholder, also about itself. Opens the vote and takes a ticket; proposing is not
		/// voting. Errors: `NotFound`, `NotAStakeholder`, `ProposalExists`, `ChangeNotApplicable`,
		/// `LastStakeholder`, and what the ticket says. Event: `ProposalOpened`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::propose())]
		pub fn propose(origin: OriginFor<T>, subject: DidId, change: Change) -> DispatchResult {
			let proposer = EnsureActive::<T>::ensure_origin(origin)?;
			Self::do_propose(proposer, subject, change)
		}

		/// Votes on the open proposal about a stakeholder.
		///
		/// By an active stakeholder other than the subject, once, until the deadline. `proposal` is the
		/// serial number of the proposal that is meant. A majority of the electorate enacts, and a vote that
		/// leaves none possible rejects, at once; then tickets return. Errors: `NoProposal`,
		/// `WrongProposal`, `OwnProposal`, `DeadlinePassed`, `AlreadyVoted`; `TooManyStakeholders` and
		/// `LastStakeholder` if the deciding vote cannot be carried out. Events: `Voted`, and if decided
		/// `ProposalClosed` and `StatusChanged`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::vote(T::MaxStakeholders::get()))]
		pub fn vote(
			origin: OriginFor<T>,
			subject: DidId,
			proposal: u32,
			aye: bool,
		) -> DispatchResultWithPostInfo {
			let voter = EnsureActive::<T>::ensure_origin(origin)?;
			let ballots = Self::do_vote(voter, subject, proposal, aye)?;
			Ok(Some(T::WeightInfo::vote(ballots)).into())
		}

		/// Registers a device.
		///
		/// By an active stakeholder, who becomes its owner; `key` signs a `DeviceConsent` of this owner and
		/// this metadata for this chain, nonce 0. Takes a ticket; the device is active at once. Errors:
		/// `KeyInUse`, `BadSignature`, and what the ticket says. Event: `DeviceRegistered`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::register_device())]
		pub fn register_device(
			origin: OriginFor<T>,
			key: VerificationKey,
			signature: KeySignature,
			metadata: Hash,
		) -> DispatchResult {
			let owner = EnsureActive::<T>::ensure_origin(origin)?;
			Self::do_register_device(owner, key, signature, metadata)
		}

		/// Sets the status of a device.
		///
		/// By its owner; while the owner is suspended or revoked, only to switch off. Revoking is final and
		/// returns the ticket. Errors: `NotFound`, `NotADevice`, `NotOwner`, `DeviceRevoked`,
		/// `StatusUnchanged`, `OwnerNotActive`. Event: `StatusChanged`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::set_device_status())]
		pub fn set_device_status(
			origin: OriginFor<T>,
			device: DidId,
			status: DeviceStatus,
		) -> DispatchResult {
			let owner = EnsureSubject::<T>::ensure_origin(origin)?;
			Self::do_set_device_status(owner, device, status)
		}

		/// Closes a proposal whose deadline passed.
		///
		/// By anybody who signs. The ballots are counted once more; with a majority in favour the motion is
		/// enacted, otherwise it expires. Tickets return. Errors: `NoProposal`, `DeadlineNotPassed`. Events:
		/// `ProposalClosed`, and if enacted `StatusChanged`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::close_proposal(T::MaxStakeholders::get()))]
		pub fn close_proposal(origin: OriginFor<T>, subject: DidId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let ballots = Self::do_close_proposal(subject)?;
			Ok(Some(T::WeightInfo::close_proposal(ballots)).into())
		}

		/// Sets the parameters.
		///
		/// By the admin origin. Holds for proposals that are opened from now on. Errors: `InvalidParameters` if
		/// the voting period is zero or longer than 366 days. Event: `ParametersSet`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_parameters())]
		pub fn set_parameters(origin: OriginFor<T>, parameters: DidParameters) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_parameters(parameters)
		}
	}
}
