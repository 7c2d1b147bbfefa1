//! What an application asks `pallet-devices`: where a device is, whose it is, which batch it came from and whether it is
//! trusted (Y.4560 8.1, 9.2).
//!
//! The answers are flat and live here, not in the pallet, so that a client decodes them without the pallet's code. The words
//! that the calls use as well ([`Place`], [`Asset`], [`EnrolmentStatus`], [`RootStatus`]) are the very types that the pallet
//! stores.
//!
//! # Limits
//! A batch form answers the first [`MAX_BATCH`] questions and ignores the rest; a page holds at most [`MAX_BATCH`] entries.
//! Answers of a batch come in the order of the questions, `None` for what the chain does not know.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	did::{DidId, DidStatus, VerificationKey},
	enrolment::{AttestationRootId, Batch, Link},
	EnrolmentId, Hash, Moment,
};
use scale_info::TypeInfo;

/// The most questions that a batch form answers, and the most entries of a page.
pub const MAX_BATCH: u32 = 100;

/// What a device is in the hierarchy.
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
pub enum Place {
	/// A place where devices are, or a part of one. Stands at the top or below another site.
	#[codec(index = 0)]
	Site,
	/// A device that others reach the network through. Stands anywhere but below a sensor.
	#[codec(index = 1)]
	Gateway,
	/// A device that measures. Has nothing below it.
	#[codec(index = 2)]
	Sensor,
}

impl Place {
	/// Whether `child` may stand directly below a place of this kind.
	pub fn may_hold(self, child: Self) -> bool {
		match self {
			Self::Site => true,
			Self::Gateway => child != Self::Site,
			Self::Sensor => false,
		}
	}
}

/// What can be given to another stakeholder.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Asset {
	/// A device.
	#[codec(index = 0)]
	Device(DidId),
	/// A whole batch of which no device is live yet.
	#[codec(index = 1)]
	Enrolment(EnrolmentId),
}

/// Where an enrolment is in its life.
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
pub enum EnrolmentStatus {
	/// Its devices can become live.
	#[codec(index = 0)]
	Open,
	/// No more devices become live; those that are stay so.
	#[codec(index = 1)]
	Closed,
	/// No more devices become live, and those that are and still belong to its owner are not trusted.
	#[codec(index = 2)]
	Revoked,
}

/// Where an attestation root is in its life.
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
pub enum RootStatus {
	/// A manufacturer asked for it; governance has not decided.
	#[codec(index = 0)]
	Proposed,
	/// Its key vouches for batches.
	#[codec(index = 1)]
	Admitted,
	/// Its key vouches for nothing any more, and none of its devices is trusted.
	#[codec(index = 2)]
	Revoked,
}

/// All that is known about a device besides its record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DeviceView {
	/// The device.
	pub did: DidId,
	/// The stakeholder that owns it.
	pub owner: DidId,
	/// The status as it was decided for this very device.
	pub status: DidStatus,
	/// Whether device and owner are active.
	pub active: bool,
	/// Whether the trust in it holds: neither the attestation root of its batch is revoked, nor the batch by the owner of
	/// both. A device that came from no batch claims nothing and is trusted.
	pub trusted: bool,
	/// What it is in the hierarchy. `None` if it has no place there.
	pub place: Option<Place>,
	/// What it stands directly below.
	pub parent: Option<DidId>,
	/// How many places are above it.
	pub depth: u32,
	/// How many levels are below it.
	pub height: u32,
	/// How many devices stand directly below it.
	pub children: u32,
	/// Where its description is: its own link, else that of its batch.
	pub link: Option<Link>,
	/// The batch that it came from.
	pub enrolment: Option<EnrolmentId>,
	/// Its place in that batch.
	pub index: Option<u32>,
	/// To whom it is offered, whether or not the deadline has passed.
	pub offered_to: Option<DidId>,
}

/// A batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct EnrolmentView {
	/// Its number.
	pub id: EnrolmentId,
	/// The stakeholder that enrolled it.
	pub enroller: DidId,
	/// The stakeholder that its devices will belong to.
	pub owner: DidId,
	/// The root over the keys, and how many devices there are.
	pub batch: Batch,
	/// SHA-256 of the description that its devices share.
	pub metadata: Hash,
	/// Where that description is.
	pub link: Option<Link>,
	/// The attestation root that vouched for it.
	pub root: Option<AttestationRootId>,
	/// Whether that root is not revoked, and the batch neither. `true` without a root as well.
	pub trusted: bool,
	/// Where it is in its life.
	pub status: EnrolmentStatus,
	/// How many of its devices ever became live.
	pub activated: u32,
	/// How many of them are not decommissioned.
	pub live: u32,
	/// How many devices are struck out and paid for.
	pub struck: u32,
	/// When it was enrolled.
	pub created: Moment,
	/// To whom it is offered, whether or not the deadline has passed.
	pub offered_to: Option<DidId>,
}

/// An attestation root.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AttestationRootView {
	/// Its number.
	pub id: AttestationRootId,
	/// The stakeholder that asked for it.
	pub manufacturer: DidId,
	/// The key that vouches for batches.
	pub key: VerificationKey,
	/// The last moment at which a batch can be enrolled under it.
	pub valid_until: Moment,
	/// SHA-256 of the document that says what the manufacturer vouches for.
	pub policy: Hash,
	/// Where it is in its life.
	pub status: RootStatus,
	/// How many enrolments name it.
	pub enrolments: u32,
}

/// An offer to give something to another stakeholder.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct TransferView {
	/// What is offered.
	pub asset: Asset,
	/// Who offers it.
	pub from: DidId,
	/// To whom.
	pub to: DidId,
	/// The last moment at which it can be accepted.
	pub deadline: Moment,
}

sp_api::decl_runtime_apis! {
	/// Reads of devices, batches and attestation roots.
	#[api_version(1)]
	pub trait DevicesApi {
		/// All that is known about a device. `None` for a stakeholder and for an unknown identifier.
		fn device(did: DidId) -> Option<DeviceView>;

		/// [`Self::device`] for several, in their order. At most [`MAX_BATCH`].
		fn devices(dids: Vec<DidId>) -> Vec<Option<DeviceView>>;

		/// What a device stands below, from its parent to the top. As many as the hierarchy is deep at most.
		fn ancestors(did: DidId) -> Vec<DidId>;

		/// A page of what stands directly below a device, in the order of its hashed keys: those after `after`, or from the
		/// first one on. At most [`MAX_BATCH`].
		fn children(did: DidId, after: Option<DidId>, limit: u32) -> Vec<DidId>;

		/// Whether `ancestor` is above `did`. A device is not its own ancestor.
		fn is_ancestor(ancestor: DidId, did: DidId) -> bool;

		/// [`Self::is_ancestor`] for several pairs, in their order. At most [`MAX_BATCH`].
		fn are_ancestors(pairs: Vec<(DidId, DidId)>) -> Vec<bool>;

		/// The open offer of a device or a batch.
		fn transfer(asset: Asset) -> Option<TransferView>;

		/// [`Self::transfer`] for several, in their order. At most [`MAX_BATCH`].
		fn transfers(assets: Vec<Asset>) -> Vec<Option<TransferView>>;

		/// A batch.
		fn enrolment(id: EnrolmentId) -> Option<EnrolmentView>;

		/// [`Self::enrolment`] for several, in their order. At most [`MAX_BATCH`].
		fn enrolments(ids: Vec<EnrolmentId>) -> Vec<Option<EnrolmentView>>;

		/// A page of the batches that a stakeholder owns, in the order of hashed numbers: those after `after`, or from the first
		/// one on. At most [`MAX_BATCH`].
		fn enrolments_of(owner: DidId, after: Option<EnrolmentId>, limit: u32) -> Vec<EnrolmentView>;

		/// Whether the device of this key is struck out of a batch. Not its index: a key that stands twice in a batch is one
		/// device.
		fn is_struck(enrolment: EnrolmentId, device: DidId) -> bool;

		/// [`Self::is_struck`] for several devices of a batch, in their order. At most [`MAX_BATCH`].
		fn are_struck(enrolment: EnrolmentId, devices: Vec<DidId>) -> Vec<bool>;

		/// An attestation root.
		fn attestation_root(id: AttestationRootId) -> Option<AttestationRootView>;

		/// A page of the attestation roots, in the order of hashed numbers: those after `after`, or from the first one on. At most
		/// [`MAX_BATCH`].
		fn attestation_roots(after: Option<AttestationRootId>, limit: u32) -> Vec<AttestationRootView>;
	}
}
