//! # Data access
//!
//! Who may do what with a data set, who decides about that, who is paid, and how accesses are accounted for (Y.4560 8.4,
//! I.1.1). The chain answers; operators keep the data, ask before each access, and record what they did.
//!
//! ## Terms
//! - *Right*: [`Ownership`](Right::Ownership) decides about a data set, [`Use`](Right::Use) reads it,
//!   [`Profit`](Right::Profit) is paid for it. Each is held in 1000 *shares* by at most 16 DIDs. At first the supplier has all of
//!   each, and nothing is stored.
//! - *Owner*: who holds a share of ownership. *Majority*: owners with more than half of these shares together.
//! - *Decision*: a call that binds the data set: grants, lists, classes, operators, epochs.
//! - *Grant*: what a *grantee* (a DID, a role, the holders of a type of certificate) may do: actions (ODRL 2.2), purposes, field
//!   classes, from when until when, how many times.
//! - *Level*: how confidential something is. *Clearance*: up to which level somebody may see anything, by role or by
//!   certificate; the council sets it. A grant without clearance permits nothing.
//! - *Field class*: a part of the records with a level of its own, so that customs, quality control and consumers see
//!   different parts of the same data.
//! - *Operator*: who serves the data: an owner, or a service provider that the owners appointed.
//! - *Epoch*: as long as one set of content keys, one for each field class, encrypts what is added to the data set. The chain sees
//!   hashes of keys, never a key.
//! - *Batch*: the fingerprint of an operator's records of accesses and refusals, signed by it.
//!
//! ## Who decides
//! An owner with a majority calls alone. Otherwise owners first agree, by [`approve_decision`](Pallet::approve_decision), on the
//! hash of the very call: BLAKE2b-256 of its SCALE form in the runtime, as wallets show it. Once caller and approvals have a
//! majority, counted by the shares that they hold at that moment and only while they are active, the call goes through and the
//! approvals are used up, also where the caller alone has a majority by then. An approval that is not used lapses after
//! [`AccessParameters::decision_period`].
//!
//! A holder disposes of his own shares together with the receiver. For ownership, owners with a majority, giver and receiver
//! counted, have to agree as well: nobody gets an owner at his side whom the majority does not want.
//!
//! ## How an access is decided
//! By [`decide`](counterfoil_primitives::access::decide), in this order: subjects that are not active may nothing; owners may
//! everything; the deny list, the allow list and the clearance shut out; public data may be read by anybody; holders of the right of use
//! may read; grants permit what they name. Deny beats every grant and the right of use. It does not bind an owner, who has the
//! data and decides about the list.
//!
//! What is looked at are the entries for the subject, its roles and its certificates, by key, and at most four grants for each. So
//! one decision costs the same however many grants there are.
//!
//! ## Life of a grant
//! ```text
//!           grant                    revoke_grant, or `until` passes
//! (nothing) ─────▶ in force ──────────────────────────────────────▶ over
//!                     │ used `uses` times     revoke_grant            │ its time passes
//!                     └────────▶ used up ─────────────────────────────┤
//!                                                                     ▼
//!                                                     forgotten, the ticket returns
//! ```
//! The record of a grant that is over stays for a time, because records of operators are judged by it: see *Contradictions*. A place
//! among the four of its grantee it gives up as soon as a new grant needs it.
//!
//! ## Uses
//! A use counts in one of two ways. *Ahead*: [`use_grant`](Pallet::use_grant) reserves uses and fails when there are none left, also
//! within one block; this is for counts that must never be exceeded. *Afterwards*: a batch names its counts, which first take
//! up what was reserved. A batch that goes beyond the count is recorded nevertheless, because the accesses did take place; it is
//! the operator's fault and counts as an *overuse* of his. A record that a grant permitted, in a batch that does not count any use
//! of that grant, is a contradiction.
//!
//! The count of a grant to a role or to the holders of a certificate is the group's: whoever of them may see something that the
//! grant names uses it up for all. Owners who want to count for each one give each one a grant.
//!
//! ## Contradictions
//! Anybody may show a record of a batch, with its inclusion proof, that says *permitted* where the rights said no:
//! [`prove_contradiction`](Pallet::prove_contradiction). Only what is certain counts, see
//! [`contradiction`](counterfoil_primitives::access::contradiction). The moment of a record is the time of the block whose state the
//! operator asked: then a change that it could not know of yet convicts nobody. It is counted for ever; what follows from it is
//! for owners, who dismiss operators, and for stakeholders, who vote.
//!
//! A batch is recorded within [`AccessParameters::recording_period`] of its first access, and then there is
//! [`AccessParameters::retention`] to prove what is wrong with it. So that nobody escapes by waiting, the record of a grant stays for
//! both times together after its end, by the parameters at its end and by those at the time when it would go; a batch that counts a
//! grant keeps the record of it as long as itself; and no batch reaches back to a time of which a grant is forgotten. Hence a record
//! by a grant that its batch does not count is a contradiction even when that grant is forgotten: who was permitted something by it
//! could have counted it. A grant that was over before the batch begins is not counted in this sense.
//!
//! Of everything else the last change is kept, not the one before: after a denial is lifted, a level is changed, shares are transferred or
//! an accessor is registered, what was before is uncertain. Owners prove first, then change.
//!
//! ## Epochs
//! A content key belongs to an epoch and to a field class, or to what belongs to no class, and opens nothing else. Owners open an
//! epoch with one hash that commits to the fresh keys of all classes, see
//! [`key_commitment`](counterfoil_primitives::access::key_commitment); operators announce, key by key, the hash of the key
//! wrapped for a recipient, and only if he may read this very class at that moment.
//!
//! An epoch *ends* when owners revoke a grant, deny somebody, shut somebody out by the allow list, raise the level of a class or
//! declare a new one, and when somebody gives away his last share of ownership or use. Nothing is announced until owners open the
//! next epoch with new keys. Old data are not encrypted anew: who had the key had the data.
//!
//! What happens without a decision of the owners ends *no* epoch: a grant that expires or is used up, a clearance that the council
//! lowers, a role or a certificate that is withdrawn, a subject that is suspended. Who may read no longer gets no further key, and
//! keeps those that he has: he can read what is added until owners open the next epoch, which they may do at any time.
//!
//! ## What it costs
//! Each record is paid by a ticket of the account that made it come, and the ticket returns there when the record goes:
//!
//! | record | goes when |
//! |---|---|
//! | offer of shares, decision that waits | it is carried out, withdrawn, or its time is over |
//! | holder | he gives away his last share |
//! | field classes | never: places and names must not change their meaning |
//! | entry of a list, operator | it is removed |
//! | grant | recording period and `retention` after its end, and not before a batch that counts it |
//! | batch | `retention` after it was recorded |
//! | epoch, announced key | an owner prunes it, once the epoch is over |
//!
//! Without a ticket stay: the moment of the last transfer of a right, the number of the newest epoch (one each for a data set, which
//! itself is paid for) and the counts of an operator (one for a DID).
//!
//! ## What can go wrong
//! - Half of the ownership each: both have to agree on everything. A majority that is lost, suspended or asleep blocks the data set.
//! - An operator lies in its favour: it leaves accesses out. The chain cannot see what was not recorded; the accessor can, with a
//!   receipt of his own. What is recorded is held against the operator.
//! - An owner with a single share operates the data set like any other, so he can use up the grants that others gave. The majority
//!   decides whom it takes in; the batches and reservations name him.
//! - Uses that were reserved name no operator: a batch of one operator takes up what another one reserved, and the overuse is then
//!   the other's. `UsesReserved` and `AccessesRecorded` tell who reserved and who counted how many.
//! - Who approved an offer of ownership cannot take that back: it ends with the offer, which the giver or the receiver closes.
//! - An owner sells his right of profit between a sale and its settlement: the escrow pays who holds it when it settles.
//! - Owners end no epoch, or prune none: the tickets of the keys that an operator announced stay held. An operator settles with
//!   them beforehand who pays; it announces no key that it does not want to pay for.
//! - Who sells his shares leaves tickets behind, as of a grant without an end or of an entry of a list: they return to him once the
//!   owners of then end it.
//! - Many grants end at once: a block forgets as many records as fit its share of the block.
//!
//! ## Example
//! What an operator asks itself, with the same code as the chain:
//! ```
//! use counterfoil_primitives::{
//! 	access::{decide, AccessDecision, Action, Basis, Facts, PurposeName, Request},
//! 	traits::Confidentiality,
//! };
//!
//! let facts = Facts::<Vec<PurposeName>> {
//! 	active: true,
//! 	owner: false,
//! 	user: true,
//! 	denied: false,
//! 	left_out: false,
//! 	clearance: Confidentiality::Restricted,
//! 	level: Confidentiality::Restricted,
//! 	fields: Vec::new(),
//! 	grants: Vec::new(),
//! };
//! let purpose = PurposeName::new("quality-control").expect("the name is short");
//! let request = Request { action: Action::Read, purpose, field: None, at: 1_700_000_000_000 };
//! assert_eq!(decide(&request, &facts), AccessDecision::Permitted(Basis::UseRight));
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

#[cfg(any(feature = "runtime-benchmarks", test))]
pub use benchmarking::BenchmarkHelper;
pub use counterfoil_primitives::access::Right;
pub use pallet::*;
pub use types::{
	AccessParameters, Announced, Announcement, Approvals, Batch, BatchBody, ClassKey, Clearance,
	Conduct, CurrentEpoch, Deposit, Due, Epoch, FieldClassList, FieldClassesOf, Grant, Holding,
	Holdings, Listing, OfferEnd, PendingDecision, Purposes, RecordPath, ShareOffer, ShareOfferId,
	Stance, TermsOf, MAX_ANNOUNCEMENTS, MAX_CLEARANCE_KINDS, MAX_CONTRADICTIONS,
	MAX_GRANTS_PER_PAIR, MAX_KINDS, MAX_OPEN, MAX_PRUNED, MAX_PURPOSES, MAX_RECORDING,
	MAX_RETENTION, MAX_USES,
};
pub use weights::WeightInfo;

/// The log target of this pallet.
const LOG_TARGET: &str = "runtime::data-access";

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use codec::Encode;
	use counterfoil_primitives::{
		access::{AccessRecord, Contradiction, Grantee},
		did::{DidId, KeySignature},
		document::MAX_KEYS,
		fingerprint::Fingerprint,
		traits::{AuditLog, CertificateType, Certificates, DataRegistry, Identities, Subject},
		DataSetId, GrantId, Hash, Moment,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Footprint, Time},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use pallet_support::signatures::surcharge;

	/// The version of the storage below.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Rights, grants, epochs and the accounts of accesses.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock, in milliseconds.
		type Time: Time<Moment = Moment>;

		/// Who is who.
		type Identities: Identities;

		/// Which data sets there are.
		type DataRegistry: DataRegistry;

		/// Who holds which certificates.
		type Certificates: Certificates;

		/// Where histories are kept.
		type Audit: AuditLog;

		/// Who may act for an active DID.
		type SubjectOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// Who may set the parameters. Benchmarks need it to accept the root origin.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What a record costs.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// The calls of the runtime: owners agree on the hash of one.
		type RuntimeCall: Encode + From<Call<Self>>;

		/// What the calls cost.
		type WeightInfo: WeightInfo;

		/// What benchmarks need.
		#[cfg(any(feature = "runtime-benchmarks", test))]
		type BenchmarkHelper: crate::BenchmarkHelper<Self::AccountId>;
	}

	/// Why the pallet's tickets hold money, for a runtime whose tickets are holds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// An account made records come.
		#[codec(index = 0)]
		Record,
	}

	/// The parameters in force. Written at genesis and by `set_parameters`.
	#[pallet::storage]
	pub type Parameters<T> = StorageValue<_, AccessParameters, ValueQuery>;

	/// The holders of a right on a data set. Written by `accept_shares`; absent while, and removed when, the supplier has all
	/// shares. At most 16 entries, each paid for by its own ticket, the supplier's by those of the others.
	#[pallet::storage]
	pub type Holders<T: Config> =
		StorageDoubleMap<_, Twox64Concat, DataSetId, Twox64Concat, Right, Holdings<T>, OptionQuery>;

	/// When shares of a right on a data set were transferred last. Written by `accept_shares`, stays for ever: from then on it is
	/// certain who held nothing. At most three moments for each data set, whose own record is paid for.
	#[pallet::storage]
	pub type LastTransfer<T> =
		StorageDoubleMap<_, Twox64Concat, DataSetId, Twox64Concat, Right, Moment, OptionQuery>;

	/// The open offers of shares. Written by `offer_shares` and `approve_offer`, removed when the offer ends, which it does by
	/// itself. Each is paid for by its ticket.
	#[pallet::storage]
	pub type ShareOffers<T: Config> =
		StorageMap<_, Twox64Concat, ShareOfferId, ShareOffer<T>, OptionQuery>;

	/// The open offers of a giver or receiver. Two entries for each offer, written and removed with it, which pays for them.
	#[pallet::storage]
	pub type ShareOffersOf<T> =
		StorageDoubleMap<_, Identity, DidId, Twox64Concat, ShareOfferId, (), OptionQuery>;

	/// The number that the next offer of shares gets. Numbers are never used twice.
	#[pallet::storage]
	pub type NextShareOfferId<T> = StorageValue<_, ShareOfferId, ValueQuery>;

	/// Decisions that wait for approvals, by data set and hash of the call. Written by `approve_decision` and
	/// `withdraw_approval`, removed when the decision is carried out, loses its last approval or lapses. Each is paid for by its
	/// ticket.
	#[pallet::storage]
	pub type Decisions<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		DataSetId,
		Identity,
		Hash,
		PendingDecision<T>,
		OptionQuery,
	>;

	/// The field classes of a data set. Written by `set_field_classes`, never removed. At most 8 for each data set, paid for by
	/// the ticket.
	#[pallet::storage]
	pub type FieldClasses<T: Config> =
		StorageMap<_, Twox64Concat, DataSetId, FieldClassesOf<T>, OptionQuery>;

	/// Who is on a list of a data set. Written and removed by `set_listing`. Each is paid for by its ticket.
	#[pallet::storage]
	pub type Listings<T: Config> =
		StorageDoubleMap<_, Twox64Concat, DataSetId, Identity, DidId, Listing<T>, OptionQuery>;

	/// How many entries the allow list of a data set has. Written with the entries, which pay for it; absent for none.
	#[pallet::storage]
	pub type AllowListed<T> = StorageMap<_, Twox64Concat, DataSetId, u32, ValueQuery>;

	/// The service providers that the owners of a data set appointed. Written and removed by `set_operator`. Each is paid for by
	/// its ticket.
	#[pallet::storage]
	pub type Operators<T: Config> =
		StorageDoubleMap<_, Twox64Concat, DataSetId, Identity, DidId, Deposit<T>, OptionQuery>;

	/// The grants, in force or over. Written by `grant`, `revoke_grant` and what counts uses; removed when recording period and
	/// `retention` have passed since the end. Each is paid for by its ticket.
	#[pallet::storage]
	pub type Grants<T: Config> = StorageMap<_, Twox64Concat, GrantId, Grant<T>, OptionQuery>;

	/// The grants of a data set to a grantee that decisions look at. Written with the grants, which pay for them. At most four for
	/// each pair: one that is over makes room for a new one.
	#[pallet::storage]
	pub type GrantsFor<T> = StorageDoubleMap<
		_,
		Twox64Concat,
		DataSetId,
		Blake2_128Concat,
		Grantee,
		BoundedVec<GrantId, ConstU32<MAX_GRANTS_PER_PAIR>>,
		ValueQuery,
	>;

	/// The types of certificates that [`GrantsFor`] has entries for. Written with the grants, which pay for them. At most 8 for
	/// each data set.
	#[pallet::storage]
	pub type CertificateKinds<T> = StorageMap<
		_,
		Twox64Concat,
		DataSetId,
		BoundedVec<CertificateType, ConstU32<MAX_KINDS>>,
		ValueQuery,
	>;

	/// All grants of a data set that there are records of. One entry for each grant, which pays for it.
	#[pallet::storage]
	pub type GrantsOfDataSet<T> =
		StorageDoubleMap<_, Twox64Concat, DataSetId, Twox64Concat, GrantId, (), OptionQuery>;

	/// All grants to a grantee that there are records of. One entry for each grant, which pays for it.
	#[pallet::storage]
	pub type GrantsOfGrantee<T> =
		StorageDoubleMap<_, Blake2_128Concat, Grantee, Twox64Concat, GrantId, (), OptionQuery>;

	/// The number that the next grant gets. Numbers are never used twice.
	#[pallet::storage]
	pub type NextGrantId<T> = StorageValue<_, GrantId, ValueQuery>;

	/// The newest epoch of a data set. Written by `open_epoch` and by what ends an epoch; stays for ever, because numbers are never
	/// used twice. One for each data set, whose own record is paid for.
	#[pallet::storage]
	pub type CurrentEpochs<T> = StorageMap<_, Twox64Concat, DataSetId, CurrentEpoch, OptionQuery>;

	/// The epochs of a data set. Written by `open_epoch` and `announce_keys`, removed by `prune_epoch` once the epoch is over. Each
	/// is paid for by its ticket.
	#[pallet::storage]
	pub type Epochs<T: Config> =
		StorageDoubleMap<_, Twox64Concat, DataSetId, Twox64Concat, u32, Epoch<T>, OptionQuery>;

	/// The keys that were announced: data set, epoch, recipient, field class. Written by `announce_keys`, removed by `prune_epoch`.
	/// At most 9 for each recipient and epoch, one for each class and one for what belongs to none. Each is paid for by its ticket.
	#[pallet::storage]
	pub type Announcements<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Twox64Concat, DataSetId>,
			NMapKey<Twox64Concat, u32>,
			NMapKey<Identity, DidId>,
			NMapKey<Twox64Concat, Option<u8>>,
		),
		Announcement<T>,
		OptionQuery,
	>;

	/// What operators have done. Written by `record_accesses` and `prove_contradiction`, stays for ever: sequence numbers are never
	/// used twice, and a cheat is not forgotten. One for each DID that recorded anything.
	#[pallet::storage]
	pub type Conducts<T> = StorageMap<_, Identity, DidId, Conduct, ValueQuery>;

	/// The batches of an operator by sequence. Written by `record_accesses` and `prove_contradiction`, removed `retention` after
	/// they were recorded. Each is paid for by its ticket.
	#[pallet::storage]
	pub type Batches<T: Config> =
		StorageDoubleMap<_, Identity, DidId, Twox64Concat, u64, Batch<T>, OptionQuery>;

	/// The latest end of a grant whose record is gone. Written when one is forgotten; no batch that reaches back to it is
	/// recorded, so that every grant of a batch's time is known. One moment, never removed.
	#[pallet::storage]
	pub type LatestForgottenEnd<T> = StorageValue<_, Moment, OptionQuery>;

	/// What ends by itself, by bucket of time. One entry for each offer, decision and batch and each grant that has an end, removed
	/// with it.
	#[pallet::storage]
	pub type Agenda<T> = StorageDoubleMap<_, Twox64Concat, u64, Twox64Concat, Due, (), OptionQuery>;

	/// The first bucket of the agenda that may still hold something. Written by `on_poll`.
	#[pallet::storage]
	pub type AgendaCursor<T> = StorageValue<_, u64, ValueQuery>;

	/// What happened, with everything that an indexer needs.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A holder offers shares of a right to somebody.
		SharesOffered {
			/// The number of the offer.
			offer: ShareOfferId,
			/// The data set.
			data_set: DataSetId,
			/// The right.
			right: Right,
			/// The holder.
			from: DidId,
			/// Who may take them.
			to: DidId,
			/// How many.
			shares: u32,
			/// The last moment at which they may be taken.
			until: Moment,
		},
		/// Another owner agrees that these shares of ownership change hands.
		ShareOfferApproved {
			/// The offer.
			offer: ShareOfferId,
			/// The data set.
			data_set: DataSetId,
			/// Who agrees.
			by: DidId,
		},
		/// Shares of a right changed hands.
		SharesTransferred {
			/// The offer.
			offer: ShareOfferId,
			/// The data set.
			data_set: DataSetId,
			/// The right.
			right: Right,
			/// Who held them.
			from: DidId,
			/// Who holds them now.
			to: DidId,
			/// How many.
			shares: u32,
		},
		/// An offer of shares ended without a transfer.
		ShareOfferClosed {
			/// The offer.
			offer: ShareOfferId,
			/// The data set.
			data_set: DataSetId,
			/// Who offered.
			from: DidId,
			/// Who could have taken them.
			to: DidId,
			/// Who ended it; `None` if time did.
			by: Option<DidId>,
			/// How.
			end: OfferEnd,
		},
		/// An owner agrees to a decision.
		DecisionApproved {
			/// The data set.
			data_set: DataSetId,
			/// The hash of the call.
			decision: Hash,
			/// The owner.
			by: DidId,
			/// The last moment at which it may be carried out.
			until: Moment,
		},
		/// An owner agrees no longer.
		ApprovalWithdrawn {
			/// The data set.
			data_set: DataSetId,
			/// The hash of the call.
			decision: Hash,
			/// The owner.
			by: DidId,
		},
		/// A decision of several owners is carried out; an event of what was decided follows.
		DecisionTaken {
			/// The data set.
			data_set: DataSetId,
			/// The hash of the call.
			decision: Hash,
			/// The owner who called.
			by: DidId,
		},
		/// A decision was not carried out in time.
		DecisionLapsed {
			/// The data set.
			data_set: DataSetId,
			/// The hash of the call.
			decision: Hash,
		},
		/// The field classes of a data set were set.
		FieldClassesSet {
			/// The data set.
			data_set: DataSetId,
			/// All of them, in the order of their places.
			classes: FieldClassList,
			/// The owner who called.
			by: DidId,
		},
		/// Somebody was put on a list of a data set, or taken off it.
		ListingSet {
			/// The data set.
			data_set: DataSetId,
			/// Who.
			did: DidId,
			/// On which list; `None` for none any more.
			stance: Option<Stance>,
			/// The owner who called.
			by: DidId,
		},
		/// An operator was appointed or dismissed.
		OperatorSet {
			/// The data set.
			data_set: DataSetId,
			/// Who.
			operator: DidId,
			/// Appointed or dismissed.
			appointed: bool,
			/// The owner who called.
			by: DidId,
		},
		/// A grant was given.
		Granted {
			/// Its number.
			grant: GrantId,
			/// The data set.
			data_set: DataSetId,
			/// To whom.
			grantee: Grantee,
			/// What it allows.
			terms: TermsOf,
			/// The owner who called.
			by: DidId,
		},
		/// A grant was revoked.
		GrantRevoked {
			/// The grant.
			grant: GrantId,
			/// The data set.
			data_set: DataSetId,
			/// Whose it was.
			grantee: Grantee,
			/// The owner who called.
			by: DidId,
		},
		/// The record of a grant that is over was removed and its ticket given back.
		GrantForgotten {
			/// The grant.
			grant: GrantId,
			/// The data set.
			data_set: DataSetId,
		},
		/// Uses of a grant were reserved.
		UsesReserved {
			/// The grant.
			grant: GrantId,
			/// The data set.
			data_set: DataSetId,
			/// How many.
			uses: u32,
			/// How often it is used now.
			used: u32,
			/// Who reserved: who is covered by it, or an operator.
			by: DidId,
		},
		/// A new epoch began.
		EpochOpened {
			/// The data set.
			data_set: DataSetId,
			/// Its number.
			epoch: u32,
			/// The commitment to its keys.
			commitment: Hash,
			/// The owner who called.
			by: DidId,
		},
		/// An epoch ended, because somebody may read no longer or a field class is new: the next one needs new keys.
		EpochEnded {
			/// The data set.
			data_set: DataSetId,
			/// The number of the next one.
			next: u32,
			/// Whose call ended it.
			by: DidId,
		},
		/// Wrapped keys of an epoch were announced.
		KeysAnnounced {
			/// The data set.
			data_set: DataSetId,
			/// The epoch.
			epoch: u32,
			/// Recipients, field classes, and the hashes of what is wrapped.
			keys: Announced,
			/// The operator.
			by: DidId,
		},
		/// Keys of an epoch that is over were removed and their tickets given back.
		EpochPruned {
			/// The data set.
			data_set: DataSetId,
			/// The epoch.
			epoch: u32,
			/// How many keys were removed.
			removed: u32,
			/// Whether the record of the epoch is gone as well.
			complete: bool,
			/// The owner who called.
			by: DidId,
		},
		/// A batch of access records was recorded.
		AccessesRecorded {
			/// Whose records these are.
			operator: DidId,
			/// The number of the batch.
			sequence: u64,
			/// The data set.
			data_set: DataSetId,
			/// The fingerprint of the records.
			records: Fingerprint,
			/// How often each grant was used.
			uses: BoundedVec<(GrantId, u32), ConstU32<MAX_USES>>,
			/// How many requests were refused.
			refusals: u64,
			/// Who brought it.
			by: DidId,
		},
		/// A batch used a grant beyond its count.
		GrantOverused {
			/// The operator.
			operator: DidId,
			/// The number of the batch.
			sequence: u64,
			/// The grant.
			grant: GrantId,
			/// The data set.
			data_set: DataSetId,
			/// How often it was used by now.
			used: u32,
			/// How often it may be used.
			uses: u32,
		},
		/// A record of a batch was proven to contradict the rights.
		ContradictionProven {
			/// The operator.
			operator: DidId,
			/// The number of the batch.
			sequence: u64,
			/// The data set of the batch.
			data_set: DataSetId,
			/// The place of the record.
			index: u64,
			/// Who is said to have had access.
			accessor: DidId,
			/// How.
			contradiction: Contradiction,
			/// Who proved it.
			by: DidId,
		},
		/// The record of a batch was removed and its ticket given back.
		BatchForgotten {
			/// The operator.
			operator: DidId,
			/// The number of the batch.
			sequence: u64,
			/// The data set.
			data_set: DataSetId,
		},
		/// The parameters were set.
		ParametersSet {
			/// The new ones.
			parameters: AccessParameters,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such data set. Check its number.
		UnknownDataSet,
		/// The caller holds no share of the ownership of the data set. Let an owner call.
		NotOwner,
		/// The owners who agree hold half of the shares or less. Have others approve first.
		NoMajority,
		/// The owner agreed already. Once is enough.
		AlreadyApproved,
		/// There is no approval of the caller: none was given, or it was used up or lapsed. There is nothing to withdraw.
		NotApproved,
		/// The time of the offer or of the decision is over. Make a new one.
		DeadlinePassed,
		/// All numbers are used up. That does not happen while anybody lives.
		NoMoreIds,
		/// No share is offered. Offer at least one.
		NoShares,
		/// The holder has fewer shares than that, by now perhaps. Look at the rights of the data set, and offer what there is.
		NotEnoughShares,
		/// The right would have more than 16 holders. Have one give away all that he has first.
		TooManyHolders,
		/// Shares are offered to their holder himself. Name somebody else.
		SelfTransfer,
		/// The receiver is unknown or not active. Wait until he is.
		ReceiverNotActive,
		/// The holder is not active any more, so his offer waits. Take it when he is active again.
		HolderNotActive,
		/// The deadline lies in the past, or more than 366 days ahead. Choose one in between.
		InvalidDeadline,
		/// There is no such offer. It was never made, or it ended.
		UnknownOffer,
		/// The shares are offered to somebody else. Let him take them.
		NotReceiver,
		/// The caller neither offered the shares nor are they offered to him. Let one of the two close the offer.
		NotParty,
		/// Only for ownership other holders have to agree. The receiver may take the shares as it is.
		ApprovalNotNeeded,
		/// No class is named. A list has at least one; classes that there are cannot be removed.
		NoFieldClasses,
		/// A class that is there lost its place or its name. Append new ones, and change levels.
		FieldClassChanged,
		/// Two classes have one name. Give each its own.
		DuplicateFieldClass,
		/// The data set has no such class. Name classes that it has, or all.
		UnknownFieldClass,
		/// The lists treat the subject like this already. There is nothing to do.
		ListingUnchanged,
		/// No such DID was ever registered. Check it, or register it first.
		UnknownSubject,
		/// The subject is appointed already. There is nothing to do.
		AlreadyOperator,
		/// The subject is no active service provider. Only such a one is appointed; owners need not be.
		NotServiceProvider,
		/// Who serves, the caller or the operator of the batch, does not operate the data set. Let owners appoint him.
		NotOperator,
		/// The grant names no action. Name at least one.
		NoActions,
		/// The number of uses is zero. Name at least one, or no limit.
		NoUses,
		/// The end lies before the beginning, or on the wrong side of now: a grant does not end in the past, a batch not in the future.
		InvalidPeriod,
		/// The grantee has four grants for the data set that are not over. Revoke one first.
		TooManyGrants,
		/// The grants of the data set are for 8 types of certificates already. Wait until the records of one are forgotten.
		TooManyKinds,
		/// There is no such grant. It was never given, or it is forgotten.
		UnknownGrant,
		/// The grant is revoked, for ever. Ask the owners for a new one.
		GrantRevoked,
		/// The grant is over. Ask the owners for a new one.
		GrantExpired,
		/// The grant has not begun. Wait until its first moment.
		GrantNotYetValid,
		/// The grant has fewer uses left than that. Reserve fewer, or ask the owners for a new one.
		UsesExhausted,
		/// The grant does not cover the caller now: it is for another DID, for a role or a certificate that he does not have. Use one
		/// that does.
		NotCovered,
		/// The lists of the data set shut the caller out: he is denied, or others are allowed and he is not. Only owners change that.
		ShutOut,
		/// The epoch is not the newest one, or waits for its keys. Have owners open one, and announce keys of that.
		EpochNotOpen,
		/// The epoch is in force. Open the next one first.
		EpochInForce,
		/// There is no such epoch. It was never opened, or it was pruned.
		UnknownEpoch,
		/// No recipient is named. Name at least one.
		NoRecipients,
		/// A recipient may not read this field class now. Ask `may_access` for the reason, and leave him out.
		NotEntitled,
		/// The key of this class and epoch was announced for the recipient already. A key is announced once.
		AlreadyAnnounced,
		/// The batch has no records. Record at least one.
		EmptyBatch,
		/// The counts are not in strictly ascending order of their grants, or one is zero. Sort them, and leave out what is zero.
		BadCounts,
		/// The uses and refusals together are more than the records. Count each record once.
		CountsExceedRecords,
		/// A grant is for another data set than the batch. Record a batch for each data set.
		GrantOfOtherDataSet,
		/// The operator's key did not sign this very batch for this chain. Check domain, genesis hash, sequence and body.
		BadSignature,
		/// There is no such batch. It was never recorded, or it is forgotten.
		UnknownBatch,
		/// The batch has no such record. Places begin with zero.
		IndexOutOfRange,
		/// The proof has more or fewer hashes than this record needs. Make it from the tree of this very batch.
		WrongPathLength,
		/// The proof does not lead to the root of the batch. Check record, place and salt.
		BadProof,
		/// The record does not contradict what the chain knows for certain. What is not certain is for the owners to judge.
		NoContradiction,
		/// This record was proven already. Nothing is left to do.
		AlreadyProven,
		/// Eight records of the batch are proven, and no more are counted. Nothing is left to do.
		TooManyContradictions,
		/// A period is zero or too long. Decisions wait at most 366 days, batches are recorded within 366 days and kept at most ten
		/// years.
		InvalidParameters,
		/// The caller is not cleared for anything that the grant names. The council says which roles and certificates clear for a level.
		NotCleared,
		/// The subject is not appointed, so it cannot be dismissed. Owners operate without being appointed.
		NotAppointed,
		/// The batch begins longer ago than the recording period, or at a time of which grants are forgotten. Record batches in time.
		RecordedTooLate,
	}

	/// What the chain starts with.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The first parameters.
		pub parameters: AccessParameters,
		#[serde(skip)]
		#[doc(hidden)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				self.parameters.are_valid(),
				"decisions wait 1 ms to 366 days, batches are recorded within as long and kept 1 ms to ten years"
			);
			Parameters::<T>::put(&self.parameters);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Ends what is due, as far as the block has room.
		fn on_poll(_n: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::work_off_agenda(meter);
		}

		fn integrity_test() {
			assert!(
				pallet_support::has_genesis_hash::<T>(),
				"signed batches name a genesis hash of 32 bytes"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Offers shares of a right to somebody.
		///
		/// By a holder. The shares stay his until the receiver takes them; what he offers twice, only one gets. Takes a ticket, which
		/// returns when the offer ends. Errors: `UnknownDataSet`, `NoShares`, `SelfTransfer`, `NotEnoughShares`,
		/// `ReceiverNotActive`, `InvalidDeadline`, `NoMoreIds`, and what the ticket says. Event: `SharesOffered`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::offer_shares())]
		pub fn offer_shares(
			origin: OriginFor<T>,
			data_set: DataSetId,
			right: Right,
			to: DidId,
			shares: u32,
			until: Moment,
		) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_offer_shares(caller, data_set, right, to, shares, until)
		}

		/// Agrees that shares of ownership change hands.
		///
		/// By another owner, while the offer is open. It cannot be taken back and ends with the offer. Errors: `UnknownOffer`,
		/// `ApprovalNotNeeded`, `DeadlinePassed`, `NotOwner`, `AlreadyApproved` (also for the giver, who counts anyway). Event:
		/// `ShareOfferApproved`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::approve_offer())]
		pub fn approve_offer(origin: OriginFor<T>, offer: ShareOfferId) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_approve_offer(caller, offer)
		}

		/// Takes the shares of an offer.
		///
		/// By the receiver, until the deadline, while the giver is active and still has them; shares of ownership once owners with a
		/// majority agree, giver and receiver counted. Takes a ticket unless the receiver holds the right already or is the supplier. Errors: `UnknownOffer`,
		/// `NotReceiver`, `DeadlinePassed`, `HolderNotActive`, `NoMajority`, `NotEnoughShares`, `TooManyHolders`, and what the ticket
		/// says. Events: `SharesTransferred`, perhaps `EpochEnded`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::accept_shares())]
		pub fn accept_shares(origin: OriginFor<T>, offer: ShareOfferId) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_accept_shares(caller, offer)
		}

		/// Ends an offer of shares.
		///
		/// By who made it, or by who could take them, at any time. Errors: `UnknownOffer`, `NotParty`. Event: `ShareOfferClosed`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::close_offer())]
		pub fn close_offer(origin: OriginFor<T>, offer: ShareOfferId) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_close_offer(caller, offer)
		}

		/// Agrees to a decision: a call of this pallet that needs a majority of the owners, by its hash.
		///
		/// By an owner. The first approval takes a ticket and starts the time within which the call has to be made. Errors:
		/// `UnknownDataSet`, `NotOwner`, `DeadlinePassed`, `AlreadyApproved`, and what the ticket says. Event:
		/// `DecisionApproved`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::approve_decision())]
		pub fn approve_decision(
			origin: OriginFor<T>,
			data_set: DataSetId,
			decision: Hash,
		) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_approve_decision(caller, data_set, decision)
		}

		/// Takes back one's agreement to a decision.
		///
		/// By who gave it. With the last approval the record goes. Errors: `NotApproved`. Event: `ApprovalWithdrawn`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::withdraw_approval())]
		pub fn withdraw_approval(
			origin: OriginFor<T>,
			data_set: DataSetId,
			decision: Hash,
		) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_withdraw_approval(caller, data_set, decision)
		}

		/// Sets the field classes of a data set.
		///
		/// By a majority of the owners. The list begins with the classes that there are, by name and place; levels may change, and
		/// new classes may follow. A level that rises and a class that is new end the epoch. Takes a ticket the first time, for ever.
		/// Errors: `UnknownDataSet`, `NotOwner`, `NoMajority`, `NoFieldClasses`, `FieldClassChanged`, `DuplicateFieldClass`, and what
		/// the ticket says. Events: `FieldClassesSet`, perhaps `EpochEnded`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_field_classes())]
		pub fn set_field_classes(
			origin: OriginFor<T>,
			data_set: DataSetId,
			classes: FieldClassList,
		) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_set_field_classes(caller, data_set, classes)
		}

		/// Puts somebody on the allow or deny list of a data set, or takes him off.
		///
		/// By a majority of the owners. An entry takes a ticket, which returns when it goes. Whoever is shut out by it ends the
		/// epoch. Errors: `UnknownDataSet`, `NotOwner`, `NoMajority`, `UnknownSubject`, `ListingUnchanged`, and what the ticket says.
		/// Events: `ListingSet`, perhaps `EpochEnded`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::set_listing())]
		pub fn set_listing(
			origin: OriginFor<T>,
			data_set: DataSetId,
			did: DidId,
			stance: Option<Stance>,
		) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_set_listing(caller, data_set, did, stance)
		}

		/// Appoints or dismisses an operator of a data set.
		///
		/// By a majority of the owners. An operator is an active service provider; owners need not be appointed. Takes a ticket, which
		/// returns with the dismissal. Errors: `UnknownDataSet`, `NotOwner`, `NoMajority`, `NotServiceProvider`,
		/// `AlreadyOperator`, `NotAppointed`, and what the ticket says. Event: `OperatorSet`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::set_operator())]
		pub fn set_operator(
			origin: OriginFor<T>,
			data_set: DataSetId,
			operator: DidId,
			appointed: bool,
		) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_set_operator(caller, data_set, operator, appointed)
		}

		/// Gives a grant.
		///
		/// By a majority of the owners. Takes a ticket, which returns when the record of the grant is forgotten. Errors:
		/// `UnknownDataSet`, `NotOwner`, `NoMajority`, `NoActions`, `NoUses`, `InvalidPeriod`, `UnknownFieldClass`, `UnknownSubject`, `TooManyGrants`,
		/// `TooManyKinds`, `NoMoreIds`, and what the ticket says. Event: `Granted`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::grant())]
		pub fn grant(
			origin: OriginFor<T>,
			data_set: DataSetId,
			grantee: Grantee,
			terms: TermsOf,
		) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_grant(caller, data_set, grantee, terms)
		}

		/// Revokes a grant, at once and for ever, and ends the epoch.
		///
		/// By a majority of the owners. Errors: `UnknownGrant`, `UnknownDataSet`, `NotOwner`, `NoMajority`, `GrantRevoked`,
		/// `GrantExpired`. Events: `GrantRevoked`, perhaps `EpochEnded`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::revoke_grant())]
		pub fn revoke_grant(origin: OriginFor<T>, grant: GrantId) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_revoke_grant(caller, grant)
		}

		/// Reserves uses of a grant, before they are made.
		///
		/// By a subject that the grant covers and that may see something of what it names now, or by an operator of the data set. The
		/// count is that of all whom the grant covers together. Errors: `UnknownGrant`, `NoUses`, `UnknownDataSet`,
		/// `NotCovered`, `ShutOut`, `NotCleared`, `GrantRevoked`, `GrantNotYetValid`, `GrantExpired`, `UsesExhausted`. Event: `UsesReserved`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::use_grant())]
		pub fn use_grant(origin: OriginFor<T>, grant: GrantId, uses: u32) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_use_grant(caller, grant, uses)
		}

		/// Opens the next epoch, with the commitment to its content keys: see
		/// [`key_commitment`](counterfoil_primitives::access::key_commitment).
		///
		/// By a majority of the owners. Takes a ticket, which returns when the epoch is pruned. Errors: `UnknownDataSet`, `NotOwner`,
		/// `NoMajority`, `NoMoreIds`, and what the ticket says. Event: `EpochOpened`.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::open_epoch())]
		pub fn open_epoch(
			origin: OriginFor<T>,
			data_set: DataSetId,
			commitment: Hash,
		) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_open_epoch(caller, data_set, commitment)
		}

		/// Announces that keys of the newest epoch were wrapped for these recipients, by the hashes of what was wrapped.
		///
		/// By an operator. Every recipient may read the field class of his key now. Takes a ticket for each key, which returns when the
		/// epoch is pruned. Errors: `UnknownDataSet`, `NotOperator`, `NoRecipients`, `EpochNotOpen`, `UnknownFieldClass`, `NotEntitled`,
		/// `AlreadyAnnounced`, and what the tickets say. Event: `KeysAnnounced`.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::announce_keys(count(keys.len())))]
		pub fn announce_keys(
			origin: OriginFor<T>,
			data_set: DataSetId,
			epoch: u32,
			keys: Announced,
		) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_announce_keys(caller, data_set, epoch, keys)
		}

		/// Removes keys of an epoch that is over, 32 at a time, and then the record of the epoch.
		///
		/// By an owner. The tickets go back to the accounts that carried them. Errors: `UnknownDataSet`, `NotOwner`, `EpochInForce`,
		/// `UnknownEpoch`. Event: `EpochPruned`.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::prune_epoch())]
		pub fn prune_epoch(
			origin: OriginFor<T>,
			data_set: DataSetId,
			epoch: u32,
		) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_prune_epoch(caller, data_set, epoch)
		}

		/// Records a batch of accesses and refusals, and counts the uses against the grants.
		///
		/// By anybody who carries the ticket, which returns after `retention`; the operator signs, and records within the recording
		/// period. The grants that it counts stay known as long as the batch. Errors: `UnknownDataSet`, `NotOperator`,
		/// `InvalidPeriod`, `RecordedTooLate`, `EmptyBatch`, `BadCounts`, `CountsExceedRecords`, `BadSignature`, `UnknownGrant`,
		/// `GrantOfOtherDataSet`, and what the ticket says. Events: `AccessesRecorded`, perhaps `GrantOverused`.
		#[pallet::call_index(15)]
		#[pallet::weight(
			T::WeightInfo::record_accesses(count(batch.uses.len()))
				.saturating_add(surcharge([signature], MAX_KEYS))
		)]
		pub fn record_accesses(
			origin: OriginFor<T>,
			batch: BatchBody,
			signature: KeySignature,
		) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_record_accesses(caller, batch, signature)
		}

		/// Proves that a record of a batch contradicts the rights.
		///
		/// By anybody, while the batch is kept, once for each record. Errors: `UnknownBatch`, `AlreadyProven`, `IndexOutOfRange`,
		/// `WrongPathLength`, `BadProof`, `NoContradiction`, `TooManyContradictions`. Event: `ContradictionProven`.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::prove_contradiction(count(path.len())))]
		pub fn prove_contradiction(
			origin: OriginFor<T>,
			operator: DidId,
			sequence: u64,
			record: AccessRecord,
			index: u64,
			path: RecordPath,
		) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_prove_contradiction(caller, operator, sequence, record, index, path)
		}

		/// Sets the parameters.
		///
		/// By the admin. Clearances and the recording period apply at once; deadlines that are set already are not brought forward,
		/// and records of grants are kept for the longer of the old and the new time. Errors: `InvalidParameters`. Event:
		/// `ParametersSet`.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::set_parameters())]
		pub fn set_parameters(
			origin: OriginFor<T>,
			parameters: AccessParameters,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_parameters(parameters)
		}
	}
}

/// A length as weights reckon with it.
fn count(length: usize) -> u32 {
	u32::try_from(length).unwrap_or(u32::MAX)
}
