//! Devices as things: where they stand, whose they are, which batch they came from, and who vouches for them (Y.4560 8.1, 9.2).
//!
//! # Overview
//!
//! The identity pallet keeps the record of a device: its key, its owner, its status. This pallet keeps the rest: the place of
//! a device in a hierarchy, the link to its description, offers to give it to another stakeholder, the batches that devices
//! are enrolled in by the million, and the roots by which manufacturers vouch for such batches. It changes records through
//! [`DeviceRecords`](counterfoil_primitives::traits::DeviceRecords) and tells the identity pallet through
//! [`DeviceTrust`](counterfoil_primitives::traits::DeviceTrust) whether the trust in a device still holds.
//!
//! # Terms
//!
//! - **Place**: what a device is in the hierarchy: a site, a gateway or a sensor. A site is a device too: the controller of a
//!   plant, or a key that its operator keeps for it. A site holds anything, a gateway holds gateways and sensors, a sensor nothing.
//! - **Tree**: a place at the top and all that is below it. All of it belongs to one stakeholder.
//! - **Height**: how many levels are below a place. **Depth**: how many are above it.
//! - **Batch**: a Merkle root over the keys of devices, and their number, see
//!   [`enrolment`](counterfoil_primitives::enrolment).
//! - **Enrolment**: a batch on this chain, with its owner. Its devices become **live** one by one, at their first use.
//! - **Attestation root**: the key of a manufacturer, admitted by governance, that vouches for batches. The
//!   admin origin is the council's: its motion is the vote by which the list of roots is kept.
//! - **Asset**: what changes hands by two consents: a device, or a whole enrolment of which no device is live yet.
//!
//! # Life of a device of a batch
//!
//! ```text
//!   enrol             activate, by the device's own signature           decommission
//! (a leaf) ──────────────────────────────────────▶ live ─────────────────────────────▶ revoked
//!     │                                             │ ▲
//!     │ strike_out                     offer_transfer│ │ accept_transfer
//!     ▼                                             ▼ │ (leaves the tree, has no children)
//! never live                                        offered ──▶ withdrawn, declined, expired
//! ```
//!
//! # Life of an enrolment, and of an attestation root
//!
//! ```text
//!        enrol        close_enrolment          none live, none struck
//! (none) ─────▶ Open ────────────────▶ Closed ───────────────────────▶ (removed)
//!                │                       │                                ▲
//!                └──────────────────────▶┴─▶ Revoked ─────────────────────┘
//!                     revoke_enrolment
//!
//!        propose_root            admit_root             revoke_root
//! (none) ───────────▶ Proposed ────────────▶ Admitted ─────────────▶ Revoked
//!            ▲           │ reject_root           │ remove_root          │ remove_root
//!            └───────────┴───────────────────────┴──────────────────────┘ (while no enrolment names it)
//! ```
//!
//! # The hierarchy, at a bounded price
//!
//! A tree has at most [`Config::MaxDepth`] levels, so whether one place is above another is learnt from that many reads, however
//! many devices there are. Each place keeps how many of its children have which height. From this its own height is exact, also
//! after a child has gone, and a move changes these counts only along the two paths to the top. So moving a subtree of a million
//! devices costs what moving one costs, and it never makes the tree deeper than is allowed. Calls are carried out one
//! after the other, and each looks at the whole path above the new place: two moves that together would make a circle cannot both
//! pass.
//!
//! # Trust
//!
//! The revocation of an attestation root is one write; it reaches every device that came from a batch that names the root,
//! because [`is_trusted`](counterfoil_primitives::traits::DeviceTrust::is_trusted) asks for device, enrolment and root in turn. The
//! owner of a batch revokes it as a whole in the same way, but this reaches only the devices that he still owns: he cannot spoil
//! what he has sold. A device that is not trusted cannot be given away, which would wash it clean.
//!
//! That an attestation root has passed `valid_until` harms no device: the root was good when it vouched.
//!
//! # What it costs
//!
//! Everything that is kept has a deposit ([`Config::Consideration`]) of the account that paid for the call, and returns to
//! that account when it goes:
//!
//! | deposit | returns when |
//! |---|---|
//! | place | the device leaves the hierarchy, is given away or decommissioned |
//! | link of a description | it is replaced or removed, or the device is decommissioned |
//! | membership in a batch | the device is decommissioned |
//! | device that is struck out | the enrolment is closed or revoked, by `clear_strikes` |
//! | enrolment | it is closed or revoked, has no live device, and its strikes are cleared |
//! | offer | it is accepted, withdrawn, declined, or expires |
//! | attestation root | governance rejects it, or it is removed |
//!
//! When a device or a batch changes hands, the new owner puts up what stays and the old deposits return. Numbers of enrolments
//! and roots are never used twice.
//!
//! # What can go wrong
//!
//! - **A key stands twice in a batch.** It is one device: the second activation is refused because the key has a record. Striking out goes
//!   by the device, not by its index, for the same reason.
//! - **A device that was struck out wakes up**: `StruckOut`. One that is live already is decommissioned by `strike_out`.
//! - **A batch is enrolled by somebody who saw its root.** He gains nothing: each device signs the enrolment and the owner that it agrees to.
//! - **An attestation is copied.** It names the stakeholder that enrols, and counts for one enrolment at a time.
//! - **A device is revoked in the identity pallet alone.** What is kept here stays until anybody calls `tidy`.
//! - **An offer is open while the owner changes his mind.** A device that is offered is not moved, described or built upon, and nothing is struck out of a batch that is: what is
//!   accepted is what was offered. If it was suspended, revoked or lost its trust meanwhile, or its document has another
//!   version, accepting fails.
//! - **The seller keeps a key.** The keys of a device's document stay when it is given away, and so do calls that it signed
//!   beforehand. Who accepts looks at the document first, and afterwards gives it other keys and voids its numbers.
//! - **The device controls a party.** A document of another one names it as a controller: who accepts it acts for that party from
//!   then on, and can neither judge its data nor veto, also after he revoked the device. Who accepts asks for that first. It ends
//!   when the party names it no longer, or when he gives the device away.
//! - **Nobody answers an offer.** The agenda removes it after its deadline, as many in a block as fit its share.
//! - **The owner is suspended**: none of his devices becomes live, and none changes hands.
//!
//! # Example
//!
//! What a device of a batch has to sign, once in its life:
//!
//! ```
//! use counterfoil_primitives::{
//! 	did::DidId,
//! 	enrolment::DeviceActivation,
//! 	payload::{signing_bytes, Purpose},
//! };
//!
//! let body = DeviceActivation { enrolment: 7, owner: DidId([2; 32]) };
//! let index = 41_234u32;
//! let message = signing_bytes(Purpose::DeviceActivation, &[1; 32], index.into(), &body);
//! assert!(message.ends_with(&[2; 32]));
//! ```

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

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
pub use pallet::*;
pub use pallet_devices_runtime_api::{Asset, EnrolmentStatus, Place, RootStatus};
pub use types::{
	Attestation, AttestationRoot, Deposit, Description, Enrolment, Heights, Member, Node, Offer,
	OfferEnd,
};
pub use weights::WeightInfo;

/// Target of the log lines of this pallet.
pub(crate) const LOG_TARGET: &str = "runtime::devices";

/// The most strikes that one call clears.
pub const MAX_CLEARED: u32 = 100;

#[frame_support::pallet]
pub mod pallet {
	use counterfoil_primitives::{
		did::{DidId, KeySignature, VerificationKey},
		enrolment::{AttestationRootId, Batch, Link, MAX_PATH_LEN},
		traits::{AuditLog, DeviceRecords, Identities, KeyVerifier, Subject},
		EnrolmentId, Hash, Moment,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Footprint, Time},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use pallet_support::signatures::surcharge;

	use super::{
		Asset, Attestation, AttestationRoot, Deposit, Description, Enrolment, Member, Node, Offer,
		OfferEnd, Place, WeightInfo, MAX_CLEARED,
	};

	/// Version of the storage layout.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// What the pallet needs from the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock, in milliseconds.
		type Time: Time<Moment = Moment>;

		/// On whose behalf a call is made. Winding down must stay possible for a subject that is suspended, so this may let it
		/// pass: what needs an active subject asks for it.
		type SubjectOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// Admits, rejects and revokes attestation roots: the council, whose motion is the vote. Benchmarks need it to accept
		/// the root origin.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who is who.
		type Identities: Identities;

		/// Makes and changes the records of devices.
		type Devices: DeviceRecords<Self::AccountId, Error = DispatchError>;

		/// Checks signatures of keys that have no record: of devices that wake up, and of attestation roots.
		type Keys: KeyVerifier;

		/// What an entry costs.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// Keeps the histories.
		type Audit: AuditLog;

		/// How many levels a tree may have. What looks at a tree takes so many reads at most, so it is small.
		#[pallet::constant]
		type MaxDepth: Get<u32>;

		/// How long an offer may be open, in milliseconds.
		#[pallet::constant]
		type MaxOfferPeriod: Get<Moment>;

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

	/// Why the deposits hold money, for a runtime whose tickets are holds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// An account paid for entries about devices.
		#[codec(index = 0)]
		Entry,
	}

	/// The devices that have a place in the hierarchy. Written by `place` and `move_device`, also of places above; removed when the
	/// device leaves the hierarchy. Each is paid by its deposit. The keys are hashes already.
	#[pallet::storage]
	pub type Nodes<T: Config> = StorageMap<_, Identity, DidId, Node<T>>;

	/// What stands directly below a place: parent, child. Written and removed together with the child's node, whose deposit
	/// pays for it.
	#[pallet::storage]
	pub type Children<T: Config> = StorageDoubleMap<_, Identity, DidId, Identity, DidId, ()>;

	/// Links to descriptions of single devices. Written by `describe`; removed when the link is taken away or the device is
	/// decommissioned. Each is paid by its deposit.
	#[pallet::storage]
	pub type Descriptions<T: Config> = StorageMap<_, Identity, DidId, Description<T>>;

	/// What is offered to whom. Written by `offer_transfer`; removed when the offer ends, by its deadline at the latest. Each is
	/// paid by its deposit.
	#[pallet::storage]
	pub type Offers<T: Config> = StorageMap<_, Blake2_128Concat, Asset, Offer<T>>;

	/// When offers expire: assets by bucket of time. One entry for each offer, removed with it.
	#[pallet::storage]
	pub type Agenda<T> = StorageDoubleMap<_, Twox64Concat, u64, Twox64Concat, Asset, ()>;

	/// The first bucket of the agenda that may hold something. Moves with the clock.
	#[pallet::storage]
	pub type AgendaCursor<T> = StorageValue<_, u64, ValueQuery>;

	/// The number of the next enrolment.
	#[pallet::storage]
	pub type NextEnrolment<T> = StorageValue<_, EnrolmentId, ValueQuery>;

	/// The enrolments, of constant size each, however many devices they have. Written by `enrol` and by what happens to their
	/// devices; removed when they are closed or revoked and nothing depends on them any more. Each is paid by its deposit.
	#[pallet::storage]
	pub type Enrolments<T: Config> = StorageMap<_, Twox64Concat, EnrolmentId, Enrolment<T>>;

	/// The enrolments of an owner. Written and removed together with the enrolment, whose deposit pays for it.
	#[pallet::storage]
	pub type EnrolmentsOf<T> = StorageDoubleMap<_, Identity, DidId, Twox64Concat, EnrolmentId, ()>;

	/// Which batch stands under which attestation root: root, Merkle root. Keeps an attestation from being used for two
	/// enrolments at a time. Written and removed together with the enrolment, whose deposit pays for it.
	#[pallet::storage]
	pub type Attested<T> =
		StorageDoubleMap<_, Twox64Concat, AttestationRootId, Blake2_128Concat, Hash, EnrolmentId>;

	/// The devices that came from a batch. Written by `activate`; removed when the device is decommissioned. Each is paid by
	/// its deposit.
	#[pallet::storage]
	pub type Members<T: Config> = StorageMap<_, Identity, DidId, Member<T>>;

	/// The devices that are struck out of a batch and were never live. Written by `strike_out`; removed by `clear_strikes` once the
	/// enrolment is closed or revoked. Each is paid by its deposit.
	#[pallet::storage]
	pub type Struck<T: Config> =
		StorageDoubleMap<_, Twox64Concat, EnrolmentId, Identity, DidId, Deposit<T>>;

	/// The number of the next attestation root.
	#[pallet::storage]
	pub type NextRoot<T> = StorageValue<_, AttestationRootId, ValueQuery>;

	/// The attestation roots. Written by `propose_root` and by governance; removed when rejected, or by `remove_root` while no
	/// enrolment names it. Each is paid by its deposit.
	#[pallet::storage]
	pub type AttestationRoots<T: Config> =
		StorageMap<_, Twox64Concat, AttestationRootId, AttestationRoot<T>>;

	/// What happened, with everything that an indexer needs.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A device got a place in the hierarchy.
		#[codec(index = 0)]
		DevicePlaced {
			/// Its owner, who placed it.
			owner: DidId,
			/// The device.
			device: DidId,
			/// What it is there.
			place: Place,
			/// What it stands below.
			parent: Option<DidId>,
		},
		/// A device, and all that is below it, stands elsewhere.
		#[codec(index = 1)]
		DeviceMoved {
			/// Its owner, who moved it.
			owner: DidId,
			/// The device.
			device: DidId,
			/// What it stood below.
			from: Option<DidId>,
			/// What it stands below now.
			to: Option<DidId>,
		},
		/// A device has no place in the hierarchy any more.
		#[codec(index = 2)]
		DeviceUnplaced {
			/// The device.
			device: DidId,
			/// What it stood below.
			from: Option<DidId>,
			/// Who took it out: its owner, or its new one; `None` if it was tidied away.
			by: Option<DidId>,
		},
		/// A device has another description.
		#[codec(index = 3)]
		DeviceDescribed {
			/// Its owner, who described it.
			owner: DidId,
			/// The device.
			device: DidId,
			/// SHA-256 of the description.
			metadata: Hash,
			/// Where it is.
			link: Option<Link>,
		},
		/// A device was ended for ever by its owner.
		#[codec(index = 4)]
		DeviceDecommissioned {
			/// Its owner.
			owner: DidId,
			/// The device.
			device: DidId,
		},
		/// What was kept about a device that had been revoked was removed, by anybody.
		#[codec(index = 5)]
		DeviceTidied {
			/// The device.
			device: DidId,
		},
		/// A device or a batch was offered to another stakeholder.
		#[codec(index = 6)]
		TransferOffered {
			/// What.
			asset: Asset,
			/// Its owner, who offers it.
			from: DidId,
			/// To whom.
			to: DidId,
			/// The last moment at which it can be accepted.
			deadline: Moment,
		},
		/// A device or a batch belongs to somebody else.
		#[codec(index = 7)]
		TransferAccepted {
			/// What.
			asset: Asset,
			/// Whose it was.
			from: DidId,
			/// Whose it is.
			to: DidId,
		},
		/// An offer ended without a transfer.
		#[codec(index = 8)]
		TransferEnded {
			/// What was offered.
			asset: Asset,
			/// Who offered it.
			from: DidId,
			/// To whom.
			to: DidId,
			/// Why it ended.
			end: OfferEnd,
		},
		/// A batch of devices was enrolled.
		#[codec(index = 9)]
		Enrolled {
			/// The number of the enrolment.
			enrolment: EnrolmentId,
			/// Who enrolled it and owns it.
			enroller: DidId,
			/// The root over the keys, and how many devices there are.
			batch: Batch,
			/// SHA-256 of the description that they share.
			metadata: Hash,
			/// Where that is.
			link: Option<Link>,
			/// The attestation root that vouches for them.
			root: Option<AttestationRootId>,
		},
		/// A device of a batch is live.
		#[codec(index = 10)]
		DeviceActivated {
			/// The device.
			device: DidId,
			/// Its batch.
			enrolment: EnrolmentId,
			/// Its place there.
			index: u32,
			/// Its owner.
			owner: DidId,
			/// The account that paid for it.
			payer: T::AccountId,
		},
		/// A device of a batch will never become live from it.
		#[codec(index = 11)]
		DeviceStruckOut {
			/// The batch.
			enrolment: EnrolmentId,
			/// Its owner, who struck the device out.
			owner: DidId,
			/// The device.
			device: DidId,
		},
		/// No more devices of the batch become live.
		#[codec(index = 12)]
		EnrolmentClosed {
			/// The batch.
			enrolment: EnrolmentId,
			/// Its owner, who closed it.
			owner: DidId,
		},
		/// The batch is not trusted any more.
		#[codec(index = 13)]
		EnrolmentRevoked {
			/// The batch.
			enrolment: EnrolmentId,
			/// Its owner, who revoked it.
			owner: DidId,
		},
		/// An enrolment that nothing depended on was removed.
		#[codec(index = 14)]
		EnrolmentRemoved {
			/// The batch.
			enrolment: EnrolmentId,
			/// Its last owner.
			owner: DidId,
		},
		/// Strikes of a batch that takes no more devices were removed, by anybody.
		#[codec(index = 15)]
		StrikesCleared {
			/// The batch.
			enrolment: EnrolmentId,
			/// Its owner.
			owner: DidId,
			/// How many were removed.
			cleared: u32,
			/// How many are left.
			left: u32,
		},
		/// A manufacturer asked for an attestation root.
		#[codec(index = 16)]
		RootProposed {
			/// The number of the root.
			root: AttestationRootId,
			/// The manufacturer.
			manufacturer: DidId,
			/// The key that is to vouch for batches.
			key: VerificationKey,
			/// The last moment at which a batch can be enrolled under it.
			valid_until: Moment,
			/// SHA-256 of the document that says what the manufacturer vouches for.
			policy: Hash,
		},
		/// Governance admitted an attestation root.
		#[codec(index = 17)]
		RootAdmitted {
			/// The root.
			root: AttestationRootId,
			/// The manufacturer.
			manufacturer: DidId,
		},
		/// Governance did not admit an attestation root; it is gone.
		#[codec(index = 18)]
		RootRejected {
			/// The root.
			root: AttestationRootId,
			/// The manufacturer.
			manufacturer: DidId,
		},
		/// Governance revoked an attestation root. None of its devices is trusted any more.
		#[codec(index = 19)]
		RootRevoked {
			/// The root.
			root: AttestationRootId,
			/// The manufacturer.
			manufacturer: DidId,
		},
		/// A manufacturer removed an attestation root that no enrolment named.
		#[codec(index = 20)]
		RootRemoved {
			/// The root.
			root: AttestationRootId,
			/// The manufacturer.
			manufacturer: DidId,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// The chain knows no such device. Register or activate it first.
		#[codec(index = 0)]
		NotADevice,
		/// The device or the batch belongs to another stakeholder.
		#[codec(index = 1)]
		NotOwner,
		/// The device is revoked, and that is final.
		#[codec(index = 2)]
		DeviceRevoked,
		/// The device or its owner is not active. Have the suspension lifted.
		#[codec(index = 3)]
		DeviceNotActive,
		/// The owner is not active. Have the suspension lifted.
		#[codec(index = 4)]
		OwnerNotActive,
		/// Only an active stakeholder may do this, not a device.
		#[codec(index = 5)]
		NotAStakeholder,
		/// The device has a place in the hierarchy already. Move it.
		#[codec(index = 6)]
		AlreadyPlaced,
		/// The device, or what it is to stand below, has no place in the hierarchy. Place it first.
		#[codec(index = 7)]
		NotPlaced,
		/// A device of this kind does not stand below one of that kind: sites below sites, nothing below sensors.
		#[codec(index = 8)]
		PlaceNotAllowed,
		/// The device stands there already.
		#[codec(index = 9)]
		SamePlace,
		/// A device cannot stand below itself or below what is below it.
		#[codec(index = 10)]
		Cycle,
		/// The tree would have more levels than are allowed.
		#[codec(index = 11)]
		TooDeep,
		/// Devices stand below this one. Move them away first.
		#[codec(index = 12)]
		HasChildren,
		/// The device or the batch is offered to somebody. Withdraw the offer first.
		#[codec(index = 13)]
		TransferPending,
		/// The link does not begin with the scheme of a URI.
		#[codec(index = 14)]
		InvalidLink,
		/// The device is not revoked. Its owner decommissions it.
		#[codec(index = 15)]
		DeviceNotRevoked,
		/// Nothing is kept about this device.
		#[codec(index = 16)]
		NothingToTidy,
		/// The deadline is not in the future.
		#[codec(index = 17)]
		DeadlineInPast,
		/// The deadline is later than is allowed.
		#[codec(index = 18)]
		DeadlineTooFar,
		/// The asset is offered already. End that offer first.
		#[codec(index = 19)]
		OfferExists,
		/// The asset is not offered.
		#[codec(index = 20)]
		NoOffer,
		/// The offer was made to somebody else.
		#[codec(index = 21)]
		NotRecipient,
		/// The recipient is not an active stakeholder.
		#[codec(index = 22)]
		RecipientNotActive,
		/// The asset belongs to the recipient already.
		#[codec(index = 23)]
		SameOwner,
		/// The asset is not what was offered any more: it changed hands, or the device has another document or another status. Ask
		/// for a new offer.
		#[codec(index = 24)]
		OfferStale,
		/// The deadline passed. Ask for a new offer.
		#[codec(index = 25)]
		DeadlinePassed,
		/// The offer can be accepted until its deadline.
		#[codec(index = 26)]
		DeadlineNotPassed,
		/// Only who offered, or whom it was offered to, may end the offer before its deadline.
		#[codec(index = 27)]
		NotAParty,
		/// The device or the batch is not trusted: its attestation root or its batch is revoked.
		#[codec(index = 28)]
		NotTrusted,
		/// There is no such enrolment. It was never made, or is removed.
		#[codec(index = 29)]
		UnknownEnrolment,
		/// The enrolment is closed or revoked.
		#[codec(index = 30)]
		EnrolmentNotOpen,
		/// The enrolment is revoked already.
		#[codec(index = 31)]
		EnrolmentRevoked,
		/// Devices of the batch became live. Give them away one by one.
		#[codec(index = 32)]
		EnrolmentInUse,
		/// The batch has no device.
		#[codec(index = 33)]
		EmptyBatch,
		/// The batch stands under this attestation root already.
		#[codec(index = 34)]
		BatchExists,
		/// The batch has no device of that index.
		#[codec(index = 35)]
		IndexOutOfRange,
		/// The proof has more or fewer hashes than this index of a batch of this size needs.
		#[codec(index = 36)]
		WrongPathLength,
		/// The proof does not lead to the root of the batch: wrong key, index, order or batch.
		#[codec(index = 37)]
		NotInBatch,
		/// The device is struck out.
		#[codec(index = 38)]
		StruckOut,
		/// The key has a record already, perhaps a revoked one.
		#[codec(index = 39)]
		KeyInUse,
		/// The key did not sign this very payload for this chain. Check domain, genesis hash, nonce, body and scheme.
		#[codec(index = 40)]
		BadSignature,
		/// The device is live, and came from elsewhere.
		#[codec(index = 41)]
		NotOfEnrolment,
		/// The enrolment takes devices still. Close it first.
		#[codec(index = 42)]
		EnrolmentOpen,
		/// No device is struck out of this batch, or none was to be cleared.
		#[codec(index = 43)]
		NothingStruck,
		/// There is no such attestation root.
		#[codec(index = 44)]
		UnknownRoot,
		/// Governance has decided about the root already.
		#[codec(index = 45)]
		RootDecided,
		/// The root is not admitted, or is revoked.
		#[codec(index = 46)]
		RootNotAdmitted,
		/// The root was good until a moment that has passed.
		#[codec(index = 47)]
		RootExpired,
		/// Enrolments name the root.
		#[codec(index = 48)]
		RootInUse,
		/// The manufacturer of the root is somebody else.
		#[codec(index = 49)]
		NotManufacturer,
		/// All numbers are used up.
		#[codec(index = 50)]
		TooMany,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Removes offers whose deadline passed, as many as fit their share of the block.
		fn on_poll(_n: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::expire_due(meter);
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
		/// Gives a device a place in the hierarchy.
		///
		/// By its active owner. `parent` is a place of the same owner, or none for the top of a tree. Takes a deposit. Errors:
		/// `NotADevice`, `NotOwner`, `DeviceRevoked`, `OwnerNotActive`, `TransferPending` (of the device or of the parent),
		/// `AlreadyPlaced`, `NotPlaced`, `PlaceNotAllowed`, `TooDeep`, and what the deposit says. Event: `DevicePlaced`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::place(T::MaxDepth::get()))]
		pub fn place(
			origin: OriginFor<T>,
			device: DidId,
			place: Place,
			parent: Option<DidId>,
		) -> DispatchResult {
			let owner = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_place(owner, device, place, parent)
		}

		/// Moves a device, and all that is below it.
		///
		/// By its active owner. Costs the same whatever is below it. Errors: `NotADevice`, `NotOwner`, `DeviceRevoked`,
		/// `OwnerNotActive`, `TransferPending`, `NotPlaced`, `SamePlace`, `PlaceNotAllowed`, `Cycle`, `TooDeep`. Event:
		/// `DeviceMoved`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::move_device(T::MaxDepth::get()))]
		pub fn move_device(
			origin: OriginFor<T>,
			device: DidId,
			parent: Option<DidId>,
		) -> DispatchResult {
			let owner = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_move_device(owner, device, parent)
		}

		/// Takes a device out of the hierarchy.
		///
		/// By its owner, also while he or the device is suspended or revoked. Nothing may stand below it. Returns the deposit.
		/// Errors: `NotADevice`, `NotOwner`, `TransferPending`, `NotPlaced`, `HasChildren`. Event: `DeviceUnplaced`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::unplace(T::MaxDepth::get()))]
		pub fn unplace(origin: OriginFor<T>, device: DidId) -> DispatchResult {
			let owner = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_unplace(owner, device)
		}

		/// Says what a device is: the digest of its description (a W3C WoT Thing Description 1.1) and where that is.
		///
		/// By its active owner. Replaces what was said before. Takes a deposit for the link, if there is one, and returns the
		/// one before it. Errors: `NotADevice`, `NotOwner`, `DeviceRevoked`, `OwnerNotActive`, `TransferPending`, `InvalidLink`, and
		/// what the deposit and the record say. Event: `DeviceDescribed`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::describe())]
		pub fn describe(
			origin: OriginFor<T>,
			device: DidId,
			metadata: Hash,
			link: Option<Link>,
		) -> DispatchResult {
			let owner = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_describe(owner, device, metadata, link)
		}

		/// Ends a device for ever.
		///
		/// By its owner, also while he or the device is suspended. Nothing may stand below it. Revokes its record, takes it out of
		/// the hierarchy, ends an offer of it, and returns all deposits. Errors: `NotADevice`, `NotOwner`, `DeviceRevoked`,
		/// `HasChildren`, and what the record says. Events: `DeviceDecommissioned`, before it `DeviceUnplaced` and
		/// `TransferEnded`, after it `EnrolmentRemoved`, each if it applies.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::decommission(T::MaxDepth::get()))]
		pub fn decommission(origin: OriginFor<T>, device: DidId) -> DispatchResult {
			let owner = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_decommission(owner, device)
		}

		/// Removes what is kept about a device whose record was revoked without this pallet.
		///
		/// By anybody who signs. Nothing may stand below the device. Returns all deposits to whom they came from. Errors:
		/// `NotADevice`, `DeviceNotRevoked`, `NothingToTidy`, `HasChildren`. Events: `DeviceTidied`, and what else applies as for
		/// `decommission`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::decommission(T::MaxDepth::get()))]
		pub fn tidy(origin: OriginFor<T>, device: DidId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_tidy(device)
		}

		/// Offers a device, or an enrolment of which no device is live, to another stakeholder.
		///
		/// By its active owner, to an active stakeholder, until `deadline`. Takes a deposit. Errors: `SameOwner`,
		/// `RecipientNotActive`, `DeadlineInPast`, `DeadlineTooFar`, `OfferExists`, `NotOwner`, `NotTrusted`; for a device `NotADevice`,
		/// `DeviceRevoked`, `DeviceNotActive`, `HasChildren`; for an enrolment `UnknownEnrolment`, `OwnerNotActive`,
		/// `EnrolmentNotOpen`, `EnrolmentInUse`; and what the deposit says. Event: `TransferOffered`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::offer_transfer())]
		pub fn offer_transfer(
			origin: OriginFor<T>,
			asset: Asset,
			to: DidId,
			deadline: Moment,
		) -> DispatchResult {
			let owner = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_offer_transfer(owner, asset, to, deadline)
		}

		/// Accepts an offer.
		///
		/// By the active stakeholder that it was made to, until its deadline. The asset must still be what `offer_transfer` asks
		/// for. A device leaves its tree. The new owner puts up the deposits that stay, the old ones return. Errors:
		/// `NoOffer`, `NotRecipient`, `DeadlinePassed`, `RecipientNotActive`, `OfferStale`, those of `offer_transfer` about the
		/// asset, and what deposits and the record say. Events: `TransferAccepted`, before it `DeviceUnplaced` if it applies.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::accept_transfer(T::MaxDepth::get()))]
		pub fn accept_transfer(origin: OriginFor<T>, asset: Asset) -> DispatchResult {
			let recipient = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_accept_transfer(recipient, asset)
		}

		/// Withdraws or declines an offer.
		///
		/// By who made it or by whom it was made to, at any time, also while suspended. Returns the deposit. Errors: `NoOffer`,
		/// `NotAParty`. Event: `TransferEnded`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::end_transfer())]
		pub fn end_transfer(origin: OriginFor<T>, asset: Asset) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_end_transfer(subject, asset)
		}

		/// Removes an offer whose deadline passed.
		///
		/// By anybody who signs. The chain does it by itself; this is for those who do not want to wait for a block with room.
		/// Errors: `NoOffer`, `DeadlineNotPassed`. Event: `TransferEnded`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::end_transfer())]
		pub fn expire_transfer(origin: OriginFor<T>, asset: Asset) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_expire_transfer(asset)
		}

		/// Enrols a batch of devices.
		///
		/// By an active stakeholder, who becomes the owner of its devices as they become live. What is stored does not depend
		/// on their number. With an attestation, the key of that root signs an
		/// [`EnrolmentAttestation`](counterfoil_primitives::enrolment::EnrolmentAttestation) for this chain, nonce 0. Takes a
		/// deposit. Errors: `NotAStakeholder`, `EmptyBatch`, `InvalidLink`, `UnknownRoot`, `RootNotAdmitted`, `RootExpired`,
		/// `BatchExists`, `BadSignature`, `TooMany`, and what the deposit says. Event: `Enrolled`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::enrol().saturating_add(
			surcharge(attestation.iter().map(|attestation| &attestation.signature), 1)
		))]
		pub fn enrol(
			origin: OriginFor<T>,
			batch: Batch,
			metadata: Hash,
			link: Option<Link>,
			attestation: Option<Attestation>,
		) -> DispatchResult {
			let enroller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_enrol(enroller, batch, metadata, link, attestation)
		}

		/// Makes a device of a batch live.
		///
		/// By anybody who signs: he pays, the device decides. `path` proves that `key` is at `index` of the batch; the key signs a
		/// [`DeviceActivation`](counterfoil_primitives::enrolment::DeviceActivation) of this enrolment and its owner for this
		/// chain, nonce `index`. Makes the record of the device and takes a deposit for its membership. Errors:
		/// `UnknownEnrolment`, `EnrolmentNotOpen`, `NotTrusted`, `OwnerNotActive`, `StruckOut`, `KeyInUse`, `IndexOutOfRange`,
		/// `WrongPathLength`, `NotInBatch`, `BadSignature`, and what record and deposit say. Event: `DeviceActivated`.
		#[pallet::call_index(11)]
		#[pallet::weight(
			T::WeightInfo::activate(crate::types::length(path))
				.saturating_add(surcharge([signature], 1))
		)]
		pub fn activate(
			origin: OriginFor<T>,
			enrolment: EnrolmentId,
			index: u32,
			key: VerificationKey,
			path: BoundedVec<Hash, ConstU32<MAX_PATH_LEN>>,
			signature: KeySignature,
		) -> DispatchResult {
			let payer = ensure_signed(origin)?;
			Self::do_activate(payer, enrolment, index, key, &path, signature)
		}

		/// Strikes a device out of a batch.
		///
		/// By the owner of the batch, also while suspended. A device that was never live will not become so from this enrolment;
		/// takes a deposit. A device that is live and still his is decommissioned. Errors: `UnknownEnrolment`, `NotOwner`,
		/// `EnrolmentNotOpen`, `TransferPending`, `StruckOut`, `KeyInUse` if the device has a record that no batch made, `NotOfEnrolment` if another batch
		/// did; for a live device those of `decommission`; and what the deposit says. Event: `DeviceStruckOut`, before it
		/// those of `decommission` if the device was live.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::decommission(T::MaxDepth::get()))]
		pub fn strike_out(
			origin: OriginFor<T>,
			enrolment: EnrolmentId,
			device: DidId,
		) -> DispatchResult {
			let owner = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_strike_out(owner, enrolment, device)
		}

		/// Closes an enrolment: no more of its devices become live.
		///
		/// By its owner, also while suspended. Final. Ends an offer of it. If no device is live or struck out it is removed and the
		/// deposit returns; otherwise that happens when the last one goes. Errors: `UnknownEnrolment`, `NotOwner`,
		/// `EnrolmentNotOpen`. Events: `EnrolmentClosed`, before it `TransferEnded` and after it `EnrolmentRemoved`, if they apply.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::close_enrolment())]
		pub fn close_enrolment(origin: OriginFor<T>, enrolment: EnrolmentId) -> DispatchResult {
			let owner = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_close_enrolment(owner, enrolment)
		}

		/// Revokes an enrolment as a whole: no more of its devices become live, and those that are and still belong to its
		/// owner are not trusted.
		///
		/// By its owner, also while suspended or after closing. Final. One write, however many devices. Errors: `UnknownEnrolment`,
		/// `NotOwner`, `EnrolmentRevoked`. Events as for `close_enrolment`, with `EnrolmentRevoked`.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::close_enrolment())]
		pub fn revoke_enrolment(origin: OriginFor<T>, enrolment: EnrolmentId) -> DispatchResult {
			let owner = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_revoke_enrolment(owner, enrolment)
		}

		/// Removes strikes of an enrolment that takes no more devices, at most `limit` and at most [`MAX_CLEARED`].
		///
		/// By anybody who signs. Returns the deposits to whom they came from. Errors: `UnknownEnrolment`, `EnrolmentOpen`,
		/// `NothingStruck`. Events: `StrikesCleared`, then `EnrolmentRemoved` if nothing depends on it any more.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::clear_strikes((*limit).min(MAX_CLEARED)))]
		pub fn clear_strikes(
			origin: OriginFor<T>,
			enrolment: EnrolmentId,
			limit: u32,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let cleared = Self::do_clear_strikes(enrolment, limit)?;
			Ok(Some(T::WeightInfo::clear_strikes(cleared)).into())
		}

		/// Asks governance to admit an attestation root.
		///
		/// By an active stakeholder, the manufacturer. Takes a deposit. Errors: `NotAStakeholder`, `DeadlineInPast` if
		/// `valid_until` is not in the future, `TooMany`, and what the deposit says. Event: `RootProposed`.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::propose_root())]
		pub fn propose_root(
			origin: OriginFor<T>,
			key: VerificationKey,
			valid_until: Moment,
			policy: Hash,
		) -> DispatchResult {
			let manufacturer = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_propose_root(manufacturer, key, valid_until, policy)
		}

		/// Admits an attestation root.
		///
		/// By the admin origin. Errors: `UnknownRoot`, `RootDecided`. Event: `RootAdmitted`.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::decide_root())]
		pub fn admit_root(origin: OriginFor<T>, root: AttestationRootId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_admit_root(root)
		}

		/// Does not admit an attestation root. It is gone and the deposit returns.
		///
		/// By the admin origin. Errors: `UnknownRoot`, `RootDecided`. Event: `RootRejected`.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::decide_root())]
		pub fn reject_root(origin: OriginFor<T>, root: AttestationRootId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_reject_root(root)
		}

		/// Revokes an attestation root. Its key vouches for nothing more, and none of its devices is trusted. Final.
		///
		/// By the admin origin. One write, however many devices. Errors: `UnknownRoot`, `RootNotAdmitted`. Event:
		/// `RootRevoked`.
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::decide_root())]
		pub fn revoke_root(origin: OriginFor<T>, root: AttestationRootId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_revoke_root(root)
		}

		/// Removes an attestation root that no enrolment names, whatever its status.
		///
		/// By its manufacturer, also while suspended. Returns the deposit. Errors: `UnknownRoot`, `NotManufacturer`, `RootInUse`.
		/// Event: `RootRemoved`.
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::decide_root())]
		pub fn remove_root(origin: OriginFor<T>, root: AttestationRootId) -> DispatchResult {
			let manufacturer = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_remove_root(manufacturer, root)
		}
	}
}
