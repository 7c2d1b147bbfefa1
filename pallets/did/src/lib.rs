//! Who is who: distributed identification of stakeholders and their devices (Y.4560 8.1, 9.1, 9.2).
//!
//! # Overview
//!
//! A party joins by applying: its key signs that it stands for an account in certain roles, and the
//! stakeholders that are active vote. A stakeholder owns any number of devices; each device's own
//! key has to consent. Stakeholders propose, and vote on, suspending, reinstating and revoking one another, and on the
//! roles that each of them holds; a regulator may suspend at once, and the others say whether it stays so; an owner decides
//! alone about its devices. Each DID has a document that says which keys it uses and what for, and every version of it stays
//! resolvable. Other pallets ask through
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
//! - **Document**: which keys a DID uses and for what, who controls it, where its services are
//!   ([`Document`](counterfoil_primitives::document::Document), W3C DID Core). The first one follows from the key of the
//!   registration.
//! - **Controller**: another DID that a document names. Where there are controllers, as many of them as the threshold says change
//!   the document, and nobody else does.
//! - **Version**: what held for a DID from one moment on: document, status, owner. Numbered from 1.
//! - **Motion**: what a proposal asks to decide. To grant one role and to grant another one are two motions.
//! - **Proposal**: an open vote on one motion about one stakeholder, at most one at a time for each motion, with a serial
//!   number that is never used twice. A vote names the motion and the number, so it never counts for another proposal.
//! - **Adverse proposal**: to take something from a stakeholder that does not ask for it itself: to suspend it, to confirm a
//!   suspension, to revoke it, to withdraw a role.
//! - **Seat**: what an active stakeholder has, and whoever a regulator suspended as long as that is not confirmed.
//!   There are at most `MaxStakeholders`.
//! - **Electorate**: who counts in a vote: for an adverse proposal all who have a seat, for everything else all of them but the
//!   one that is voted on.
//! - **Rule**: how many of the electorate have to vote (quorum), and how many of them in favour (threshold), see
//!   [`ballot`](counterfoil_primitives::ballot).
//!
//! # Life of a stakeholder
//!
//! ```text
//!            register_stakeholder          enacted               Suspend
//! (nothing) ─────────────────────▶ Pending ────────▶ Active ─────────────────▶ Suspended
//!     ▲                               │                │  ◀─────────────────────    │
//!     └──── rejected or expired ──────┘                │          Reinstate         │
//!                                                      └──────▶ Revoked ◀───────────┘
//!                                                       Revoke           Revoke
//!
//!           suspend_at_once                           ConfirmSuspension
//!  Active ─────────────────▶ Suspended, not confirmed ─────────────────▶ Suspended
//!     ▲                         │                │
//!     └── rejected or expired ──┘                └──▶ Revoked
//!                                              Revoke
//! ```
//!
//! An active or suspended stakeholder gains and loses roles by `GrantRole` and `WithdrawRole`, never the last one:
//! whoever is to do nothing any more is revoked.
//!
//! A device starts active and is moved between active, suspended and revoked by its owner. Revoked is
//! final. While the owner is not active, none of its devices is, and the owner may only switch devices off.
//!
//! # Documents and versions
//!
//! ```text
//!    registered,          update_document, another status,        revoked by vote or owner,
//!    let in               another owner (each any number of times)   deactivate
//! ─────────────▶ version 1 ─────────────▶ version 2, 3, .. n ─────────────▶ version n + 1, the last
//! ```
//!
//! A version holds from the moment of its block on, that moment included, until the next one begins. Of two versions of one block
//! the later one holds; the other one is found by its number only. So a signature is judged by the keys that its subject
//! had at the moment it was made, and by the status it had then, not by those of today
//! ([`Identities::verify_at`](counterfoil_primitives::traits::Identities::verify_at)). A device counts while its owner of that moment was active.
//!
//! That moment is what whoever asks says it is, never a proof of when the signature was made: with a key that was stolen and
//! replaced, a thief signs today and names a moment of before. So whoever relies on an old signature has to know otherwise
//! when it was made, such as by what the chain took in then. And there is one answer for each moment, the same as for the
//! document of that moment: what the chain accepted earlier in the very block that replaced the key, or switched the device
//! off, is not good for the moment of that block. It is for every moment before.
//!
//! A DID that never changed has version 1 and nothing stored for it but its record, so a million devices cost a
//! million records and no more. With the first change both versions are written down. A version is found by its number with one
//! read, by time with as many as its latest number has binary digits.
//!
//! The subject changes its document itself (for a device, its owner may as well). Controllers sign a
//! [`DidUpdate`](counterfoil_primitives::document::DidUpdate) for the version that is about to be made, and anybody hands it in. Each
//! key that is new and signs proves itself by a signature: otherwise a subject could list the key of another one, and what that one
//! signs would count for both. A key may be in several documents if its holder wants it, and a key that was rotated in may
//! register a DID of its own, which is another identifier: so whoever signs for one DID in particular names it in what is signed.
//!
//! `deactivate` ends a DID for ever, as revoking it does. A DID that ended is told apart from one that was never there, keeps its
//! versions, and its key registers nothing again.
//!
//! # Votes
//!
//! Each active stakeholder but the subject has one ballot, also one that was let in after the vote began. The rule
//! of a proposal is the strictest among the rules of the roles that it concerns (applied for, held, granted or
//! withdrawn), as the parameters are when it is opened; without other parameters it is more than half of the electorate. A
//! vote enacts the motion at once, or rejects it at once, if no ballot that may follow changes the result for the
//! electorate as it is.
//!
//! An adverse proposal counts its subject, which does not vote, like one against, and takes more than half of the
//! electorate, whatever the parameters say. So half of the stakeholders never expel the other half, and of two neither
//! expels the other.
//!
//! A ballot lapses when votes are counted while its voter is not active; reinstated, the voter may vote
//! again. Votes are taken until the deadline. After it, anybody closes the proposal with `close_proposal`, or
//! the chain does by itself: the ballots are counted once more, because the electorate may have shrunk or the rule may count
//! the votes cast only, and if the motion does not pass, the proposal expires. Each period is at least one
//! millisecond and at most 366 days ([`MAX_VOTING_PERIOD`]).
//!
//! Several proposals about one stakeholder may be open. If one is enacted, those that do not apply any more end with it, as
//! [`Outcome::Outdated`], at most [`MAX_OUTDATED`] of them; their tickets return.
//!
//! A stakeholder may propose its own suspension or revocation (leaving), which the others decide, and never votes on
//! itself. The last active stakeholder can be neither suspended nor revoked: nobody would be left to let anybody in.
//!
//! # Suspension at once
//!
//! A regulator suspends an active stakeholder at once and so opens the vote on [`Motion::ConfirmSuspension`]. Enacted, the
//! suspension is like any other one. Rejected or expired, it lapses: the stakeholder is active again, and for the cool-down
//! no regulator suspends it at once. The cool-down is not shorter than the time to confirm, so that regulators keep nobody out for
//! more than half of the time without the consent of the others.
//!
//! Until then the suspended stakeholder keeps its seat: it does not vote, but it counts, like one against. Otherwise a
//! regulator could suspend all others, be the whole electorate and let in whom it likes. For the same reason a regulator has
//! at most one suspension open that is not confirmed. It stands, whatever becomes of the regulator meanwhile: the vote decides.
//!
//! # What it costs
//!
//! An applicant puts up a ticket for its record and one for its proposal, any other proposer the latter, an
//! owner one for each device. Tickets come back to whom they came from:
//!
//! | ticket | returns when |
//! |---|---|
//! | proposal (also of a suspension at once) | the proposal ends, however |
//! | record of an applicant | its registration is rejected or expires; the record is gone, and it may apply again |
//! | record of a stakeholder or a device | it is revoked or deactivated; for a device also when it is transferred |
//! | versions and documents of a DID | it is revoked or deactivated, or another account makes the next change |
//!
//! The ticket for the versions of a DID is one, and grows with each change. Whoever makes a change takes all of it over. A
//! status that others decide, by a vote, only lets the ticket grow that is there, and only if its account has the money: no
//! purse decides instead of a vote. For the same reason switching a device off never fails for want of money.
//!
//! The record of a revoked DID stays as a tombstone with its versions: key, kind, times, no ticket. Data that it signed must
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
//! - A change that a controller signed is handed in twice, for another DID or on another chain: `BadSignature`.
//! - Two changes of one document cross: the second one fails with `WrongVersion`.
//! - A key of another subject is listed without its consent: `BadProof`.
//! - So many controllers are revoked that the threshold is out of reach: the document stays as it is. An owner can still switch
//!   its device off, the stakeholders can still revoke a stakeholder.
//! - The key of a device is stolen, and the thief finds a sponsor: he may give it other keys. The owner can switch the device off,
//!   end it, or give it another document again: the device alone names no controllers.
//! - A stakeholder names a controller that does not know of it, who then could neither judge its data nor veto:
//!   `ControllerNotAsked`. More than 8 who have to approve do so in two changes.
//! - The same with a device of somebody who does not know of it, whose key was stolen: `ControllerNotAsked`, as the owner of a
//!   device agrees as well.
//! - A controller has enough of it: it stays one, and too close to the party to judge it, until as many controllers as have to agree
//!   take it out. So nobody agrees who cannot rely on them.
//! - A device is sold with controllers that the seller named: the transfer fails with `DeviceControlled`.
//! - A document larger than its limits: the call does not decode.
//! - Nobody votes: proposals expire. A chain without founders can never let anybody in.
//! - Many proposals expire at once: a block closes as many as fit the agenda's share of it
//!   ([`pallet_support::agenda`]), each charged for the ballots that were counted; the next block goes on.
//! - Of two active stakeholders one proposes to expel the other: the first vote, either way, rejects it.
//! - A motion passes at the deadline, but carrying it out fails (the consortium is full): it expires.
//! - A regulator suspends a stakeholder without reason: it is active again after the confirmation period at the latest, and the
//!   others may withdraw the role of the regulator.
//! - A vote to suspend is open when a regulator suspends at once: it ends as outdated, the vote to confirm takes its place.
//! - A regulator suspends a friend without reason, so that nobody else does: the cool-down keeps all regulators from it. The others
//!   can confirm that suspension, or suspend the friend by vote at any time.
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

mod audit;
#[cfg(any(feature = "runtime-benchmarks", test))]
mod benchmarking;
mod features;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod invariants;
#[cfg(test)]
mod mock;
mod origin;
mod resolution;
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
	Change, DeviceStatus, DidParameters, History, Kind, Outcome, Proposal, Record, Version,
	MAX_OUTDATED, MAX_VOTING_PERIOD,
};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use alloc::vec::Vec;

	use counterfoil_primitives::{
		ballot::VotingRule,
		did::{DidId, DidStatus, KeySignature, VerificationKey},
		document::{Approvals, Document, Proofs, MAX_KEYS},
		roles::Roles,
		traits::{AuditLog, DeviceTrust, Subject},
		Hash, Moment,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Footprint, Time},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use pallet_support::signatures::surcharge;
	use sp_runtime::traits::SaturatedConversion;

	use super::{
		features::Work, Change, DeviceStatus, DidParameters, EnsureActive, EnsureSubject, History,
		Motion, Outcome, Proposal, Record, Version, WeightInfo, MAX_OUTDATED,
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

		/// What the versions and documents of a DID cost, from its first change on.
		type HistoryConsideration: Consideration<Self::AccountId, Footprint>;

		/// What an open proposal costs its proposer.
		type ProposalConsideration: Consideration<Self::AccountId, Footprint>;

		/// Who acts, and which account pays: a stakeholder's own account, or a call that somebody sponsors. Success means that
		/// the subject is active.
		type SubjectOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// Whether the trust in a device still holds.
		type DeviceTrust: DeviceTrust;

		/// Keeps the life of every DID.
		type Audit: AuditLog;

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
		/// An account carries the earlier versions of DIDs.
		#[codec(index = 2)]
		History,
	}

	/// The parameters in force. Written at genesis and by `set_parameters`.
	#[pallet::storage]
	pub type Parameters<T> = StorageValue<_, DidParameters, ValueQuery>;

	/// Every DID: stakeholders and devices, tombstones included. Written by the registrations and by every
	/// change of status; goes away only when a registration is rejected or expires. Each is paid by its
	/// ticket. The keys are hashes already.
	#[pallet::storage]
	pub type Records<T: Config> = StorageMap<_, Identity, DidId, Record<T>>;

	/// What held for a DID, by the number of the version. Written by every change of a document, a status or an owner, the first
	/// version together with the second; nothing for a DID that never changed. Stays for ever, so that what was signed stays
	/// verifiable (Y.4560 7.1.3). Paid by the ticket in `Histories`. The numbers have no gaps.
	#[pallet::storage]
	pub type Versions<T: Config> =
		StorageDoubleMap<_, Identity, DidId, Twox64Concat, u32, Version<BlockNumberFor<T>>>;

	/// The documents of a DID, by the number of the version that brought them. Written by `update_document`; stays for ever, and is
	/// paid, as the versions are. The document that follows from the first key is not stored.
	#[pallet::storage]
	pub type Documents<T: Config> =
		StorageDoubleMap<_, Identity, DidId, Twox64Concat, u32, Document>;

	/// How much the versions and documents of a DID occupy, and the ticket for them. Written with each version, removed when the
	/// DID ends.
	#[pallet::storage]
	pub type Histories<T: Config> = StorageMap<_, Identity, DidId, History<T>, ValueQuery>;

	/// The DID that an account acts for. Written and removed together with the stakeholder's record, which
	/// pays for it.
	#[pallet::storage]
	pub type DidOf<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, DidId>;

	/// The open proposals, by the stakeholder they are about and by motion. Written by `register_stakeholder`, `propose`,
	/// `suspend_at_once` and `vote`, removed when the proposal ends. Each is paid by its ticket; there are at most 8 about one
	/// stakeholder, because no more motions apply to it at the same time.
	#[pallet::storage]
	pub type Proposals<T: Config> =
		StorageDoubleMap<_, Identity, DidId, Twox64Concat, Motion, Proposal<T>>;

	/// The stakeholder that a regulator suspended and whose suspension is not confirmed yet, by regulator. Written by
	/// `suspend_at_once`, removed when the vote on it ends; paid by the ticket of that proposal. There are as many entries as
	/// seats are kept free.
	#[pallet::storage]
	pub type Unconfirmed<T: Config> = CountedStorageMap<_, Identity, DidId, DidId>;

	/// Until when a stakeholder is not suspended at once again. Written when such a suspension lapses, removed when the stakeholder
	/// is revoked; paid by the ticket of its record.
	#[pallet::storage]
	pub type ShieldedUntil<T: Config> = StorageMap<_, Identity, DidId, Moment>;

	/// The serial number of the next proposal.
	#[pallet::storage]
	pub type NextSerial<T> = StorageValue<_, u32, ValueQuery>;

	/// How many stakeholders are active. At most `MaxStakeholders`.
	#[pallet::storage]
	pub type ActiveStakeholders<T> = StorageValue<_, u32, ValueQuery>;

	/// When proposals expire: subjects and motions by bucket of time. One entry for each proposal, removed with it.
	#[pallet::storage]
	pub type Agenda<T> = StorageDoubleMap<_, Twox64Concat, u64, Twox64Concat, (DidId, Motion), ()>;

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
			/// What it takes to enact the motion.
			rule: VotingRule,
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
			/// So many count. An adverse proposal counts its subject, which does not vote.
			electorate: u32,
		},
		/// A vote ended. A `StatusChanged` or `RolesChanged` follows if it was enacted, nothing if it confirmed a suspension.
		/// The record is gone if it was about a registration and was not enacted; a `SuspensionLapsed` follows if it was
		/// about a suspension at once and was rejected or expired.
		ProposalClosed {
			/// The stakeholder that was voted on.
			subject: DidId,
			/// The number of the proposal.
			proposal: u32,
			/// What was decided.
			motion: Motion,
			/// How.
			outcome: Outcome,
			/// Who had proposed it.
			proposer: DidId,
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
			/// Who did it by itself: the owner of the device, the regulator that suspended at once, who ended the DID. `None` if a
			/// vote decided it or the chain undid it.
			actor: Option<DidId>,
		},
		/// Governance set the parameters. Proposals that are open keep their deadlines and rules.
		ParametersSet {
			/// The new ones.
			parameters: DidParameters,
		},
		/// A stakeholder holds other roles.
		RolesChanged {
			/// Whose roles.
			did: DidId,
			/// All roles that it holds now.
			roles: Roles,
		},
		/// A regulator suspended a stakeholder. A `StatusChanged` and a `ProposalOpened` follow.
		SuspendedAtOnce {
			/// The stakeholder that is suspended.
			subject: DidId,
			/// Who did it.
			regulator: DidId,
			/// Digest of the reason, which stays off chain.
			reason: Hash,
		},
		/// A suspension at once was not confirmed. A `StatusChanged` follows.
		SuspensionLapsed {
			/// The stakeholder that is active again.
			subject: DidId,
			/// Who had suspended it.
			regulator: DidId,
			/// Until when nobody suspends it at once again.
			shielded_until: Moment,
		},
		/// A subject has another document.
		DocumentUpdated {
			/// Whose document.
			did: DidId,
			/// The number of the version that begins with it.
			version: u32,
			/// Digest of the document.
			document: Hash,
			/// Who changed it: the subject, the owner of the device, or the first of the controllers that agreed.
			actor: DidId,
		},
		/// A DID ended by the will of those who control it. A `StatusChanged` comes before.
		Deactivated {
			/// Which.
			did: DidId,
			/// The number of its last version.
			version: u32,
			/// Who ended it: the subject, the owner of the device, or the first of the controllers that agreed.
			actor: DidId,
		},
		/// A device has another owner.
		DeviceTransferred {
			/// The device.
			device: DidId,
			/// Whose it was.
			from: DidId,
			/// Whose it is.
			to: DidId,
		},
		/// A device has another description.
		DeviceMetadataSet {
			/// The device.
			device: DidId,
			/// Its owner.
			owner: DidId,
			/// Digest of the description.
			metadata: Hash,
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
		/// A proposal about this stakeholder with this motion is open. Vote on it, or wait until it ends.
		ProposalExists,
		/// No proposal about this stakeholder with this motion is open.
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
		/// A period is zero, or longer than 366 days.
		InvalidParameters,
		/// The cool-down is shorter than the confirmation period: a regulator could keep somebody out for most of the time.
		CoolDownTooShort,
		/// A voting rule is out of reach or asks for too little: a threshold below 500 or above 999 per mille, a quorum above
		/// 1,000 per mille, or below 500 where the votes cast count.
		InvalidRule,
		/// The stakeholder holds the role already.
		RoleHeld,
		/// The stakeholder does not hold the role.
		RoleNotHeld,
		/// It is the only role of the stakeholder, and none is without. Grant another one first, or revoke the stakeholder.
		LastRole,
		/// The suspension is being voted on. Vote against its confirmation instead of proposing to reinstate.
		SuspensionUnconfirmed,
		/// Only a stakeholder with the role of a regulator suspends at once. Propose instead.
		NotRegulator,
		/// A regulator does not suspend itself at once. Propose instead.
		OwnSuspension,
		/// The vote on another suspension by this regulator is open. Wait until it ends.
		AnotherSuspension,
		/// The last suspension at once of this stakeholder was not confirmed, and the cool-down is not over. Propose instead.
		Shielded,
		/// The DID was revoked or deactivated, and that is final. Register another key.
		Ended,
		/// The DID is not active, so its document stays as it is.
		NotActive,
		/// The DID has another version by now. Look at that one, and sign for the next.
		WrongVersion,
		/// All version numbers of the DID are used up.
		TooManyVersions,
		/// The document is the one in force.
		DocumentUnchanged,
		/// There are not as many proofs as the document brings keys that sign. One for each, in the order of the methods.
		WrongNumberOfProofs,
		/// A key that the document brings did not sign that it is held. Check domain, genesis hash, the number of the next version as
		/// the nonce, digest and order.
		BadProof,
		/// The caller is neither the subject nor the owner of the device, and no controllers are named.
		NotAuthorized,
		/// An approval is of somebody who neither controls the DID now nor has to agree to the change.
		NotController,
		/// Two approvals are of the same controller.
		DuplicateApproval,
		/// Fewer controllers agreed than have to.
		TooFewApprovals,
		/// A controller that approves, or that is to be one from now on, is not active.
		ControllerNotActive,
		/// Without controllers, a document needs a key for capability invocation.
		NoControl,
		/// The threshold is zero although there are controllers, or larger than their number.
		InvalidThreshold,
		/// A controller is listed twice.
		DuplicateController,
		/// The subject is listed as its own controller. Leave the list empty.
		SelfControlled,
		/// Two methods or two services have one number.
		DuplicateId,
		/// A key is listed twice. Give one method all its purposes.
		DuplicateKey,
		/// A key is not one of its kind.
		MalformedKey,
		/// A key is for nothing, an X25519 key is for more than key agreement, or another key is for key agreement.
		InvalidRelationship,
		/// More than four keys are for one purpose.
		TooManyKeys,
		/// Another name or an endpoint is not an absolute URI.
		MalformedUri,
		/// The device belongs to that stakeholder already.
		OwnerUnchanged,
		/// The document of the device names controllers, who would stay in control. Take them out first.
		DeviceControlled,
		/// The document names a controller that neither approves nor calls, or a device whose owner does neither. Ask them to sign
		/// as well.
		ControllerNotAsked,
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
		/// Closes proposals whose deadline passed, as many as fit their share of the block.
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
		#[pallet::weight(T::WeightInfo::register_stakeholder().saturating_add(surcharge([signature], 1)))]
		pub fn register_stakeholder(
			origin: OriginFor<T>,
			key: VerificationKey,
			signature: KeySignature,
			roles: Roles,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_register_stakeholder(account, key, signature, roles)
		}

		/// Proposes to change the status or the roles of a stakeholder.
		///
		/// By an active stakeholder, also about itself. Opens the vote and takes a ticket; proposing is not
		/// voting. Errors: `NotFound`, `NotAStakeholder`, `ProposalExists`, `ChangeNotApplicable`,
		/// `SuspensionUnconfirmed`, `RoleHeld`, `RoleNotHeld`, `LastRole`, `LastStakeholder`, `TooManyStakeholders`, and what
		/// the ticket says. Event: `ProposalOpened`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::propose())]
		pub fn propose(origin: OriginFor<T>, subject: DidId, change: Change) -> DispatchResult {
			let proposer = EnsureActive::<T>::ensure_origin(origin)?;
			Self::do_propose(proposer, subject, change)
		}

		/// Votes on an open proposal about a stakeholder.
		///
		/// By an active stakeholder other than the subject, once, until the deadline. `proposal` is the
		/// serial number of the proposal that is meant. A vote after which the rule is satisfied for certain enacts, and one
		/// after which it cannot be satisfied any more rejects, at once; then tickets return. Errors: `NoProposal`,
		/// `WrongProposal`, `OwnProposal`, `DeadlinePassed`, `AlreadyVoted`; `TooManyStakeholders` and
		/// `LastStakeholder` if the deciding vote cannot be carried out. Events: `Voted`, and if decided
		/// `ProposalClosed`, then `StatusChanged` or `RolesChanged`, `SuspensionLapsed`, and a `ProposalClosed` for each proposal
		/// that does not apply any more.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::vote(T::MaxStakeholders::get(), MAX_OUTDATED))]
		pub fn vote(
			origin: OriginFor<T>,
			subject: DidId,
			motion: Motion,
			proposal: u32,
			aye: bool,
		) -> DispatchResultWithPostInfo {
			let voter = EnsureActive::<T>::ensure_origin(origin)?;
			let Work { ballots, outdated } = Self::do_vote(voter, subject, motion, proposal, aye)?;
			Ok(Some(T::WeightInfo::vote(ballots, outdated)).into())
		}

		/// Registers a device.
		///
		/// By an active stakeholder, who becomes its owner; `key` signs a `DeviceConsent` of this owner and
		/// this metadata for this chain, nonce 0. Takes a ticket; the device is active at once. Errors:
		/// `KeyInUse`, `BadSignature`, and what the ticket says. Event: `DeviceRegistered`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::register_device().saturating_add(surcharge([signature], 1)))]
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
		/// By anybody who signs. The ballots are counted once more; if the rule is satisfied the motion is
		/// enacted, otherwise it expires. Tickets return. Errors: `NoProposal`, `DeadlineNotPassed`. Events:
		/// `ProposalClosed`, then as for `vote`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::close_proposal(T::MaxStakeholders::get(), MAX_OUTDATED))]
		pub fn close_proposal(
			origin: OriginFor<T>,
			subject: DidId,
			motion: Motion,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let Work { ballots, outdated } = Self::do_close_proposal(subject, motion)?;
			Ok(Some(T::WeightInfo::close_proposal(ballots, outdated)).into())
		}

		/// Sets the parameters.
		///
		/// By the admin origin. Holds for proposals that are opened, and suspensions that lapse, from now on. Errors:
		/// `InvalidParameters`, `CoolDownTooShort`, `InvalidRule`. Event: `ParametersSet`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_parameters())]
		pub fn set_parameters(origin: OriginFor<T>, parameters: DidParameters) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_parameters(parameters)
		}

		/// Suspends a stakeholder at once.
		///
		/// By an active stakeholder with the role of a regulator, not about itself. `reason` is the digest of the reason. Opens
		/// the vote on the confirmation and takes a ticket for it; a vote to suspend that is open ends. If the suspension is
		/// not confirmed in time, it lapses. Errors: `NotRegulator`, `OwnSuspension`, `NotFound`, `NotAStakeholder`,
		/// `ChangeNotApplicable`, `AnotherSuspension`, `Shielded`, and what the ticket says. Events: `SuspendedAtOnce`,
		/// `StatusChanged`, perhaps `ProposalClosed`, `ProposalOpened`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::suspend_at_once(1))]
		pub fn suspend_at_once(
			origin: OriginFor<T>,
			subject: DidId,
			reason: Hash,
		) -> DispatchResultWithPostInfo {
			let regulator = EnsureActive::<T>::ensure_origin(origin)?;
			let outdated = Self::do_suspend_at_once(regulator, subject, reason)?;
			Ok(Some(T::WeightInfo::suspend_at_once(outdated)).into())
		}

		/// Puts another document in force.
		///
		/// By whoever controls the DID. Without controllers in the document in force: the subject, or the owner of a device.
		/// With controllers: anybody who signs hands in the `approvals` of as many of them as the threshold says, each a
		/// signature by a key for capability invocation over a [`DidUpdate`](counterfoil_primitives::document::DidUpdate). Each
		/// key that signs and is not in the document in force proves itself by a signature, in the order of the methods. Who becomes
		/// a controller approves as well, or is the caller, and so does the owner of a device that becomes one, unless he has
		/// control already; a device alone names no controllers, its owner does.
		/// `expected_version` is the version that is to be followed, so two changes that cross do not undo each other. The
		/// caller takes over the ticket for the whole history. Errors: `NotFound`, `Ended`, `NotActive`, `WrongVersion`, those of
		/// the document (`NoControl` to `MalformedUri`), `DocumentUnchanged`, `WrongNumberOfProofs`, `ControllerNotActive`,
		/// `NotAuthorized`, `NotController`, `DuplicateApproval`, `TooFewApprovals`, `ControllerNotAsked`, `BadSignature`, `BadProof`,
		/// `TooManyVersions`, and what the ticket says. Event: `DocumentUpdated`.
		#[pallet::call_index(20)]
		#[pallet::weight(
			T::WeightInfo::update_document(
				approvals.len().saturated_into(),
				proofs.len().saturated_into(),
			)
			.saturating_add(surcharge(approvals.iter().map(|(_, signature)| signature), MAX_KEYS))
			.saturating_add(surcharge(proofs, 1))
		)]
		pub fn update_document(
			origin: OriginFor<T>,
			did: DidId,
			document: Document,
			expected_version: u32,
			approvals: Approvals,
			proofs: Proofs,
		) -> DispatchResult {
			let caller = Self::caller(origin)?;
			Self::do_update_document(caller, did, document, expected_version, approvals, proofs)
		}

		/// Ends a DID for ever.
		///
		/// By whoever may change its document, and by a stakeholder that is suspended. The record stays as a tombstone, told
		/// apart from what was never registered; its key registers nothing again. Tickets return to whom they came from.
		/// Proposals about a stakeholder that goes end as outdated. Errors: `NotFound`, `Ended`, `NotActive`, `NotAuthorized`,
		/// `NotController`, `DuplicateApproval`, `TooFewApprovals`, `ControllerNotActive`, `BadSignature`, and
		/// `LastStakeholder`. Events: `StatusChanged`, `ProposalClosed` for each proposal, `Deactivated`.
		#[pallet::call_index(21)]
		#[pallet::weight(
			T::WeightInfo::deactivate(approvals.len().saturated_into(), MAX_OUTDATED.saturating_add(1))
				.saturating_add(surcharge(approvals.iter().map(|(_, signature)| signature), MAX_KEYS))
		)]
		pub fn deactivate(
			origin: OriginFor<T>,
			did: DidId,
			approvals: Approvals,
		) -> DispatchResultWithPostInfo {
			let caller = Self::leaving_caller(origin)?;
			let signatures = approvals.iter().map(|(_, signature)| signature);
			let signed = surcharge(signatures, MAX_KEYS);
			let count = approvals.len().saturated_into();
			let outdated = Self::do_deactivate(caller, did, approvals)?;
			let weight = T::WeightInfo::deactivate(count, outdated).saturating_add(signed);
			Ok(Some(weight).into())
		}
	}
}
