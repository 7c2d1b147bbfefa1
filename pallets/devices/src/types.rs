//! What the pallet stores and what its calls take.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	did::{DidId, KeySignature, VerificationKey},
	enrolment::{AttestationRootId, Batch, Link},
	EnrolmentId, Hash, Moment,
};
use frame_support::{
	traits::Footprint, BoundedVec, CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound,
	PartialEqNoBound,
};
use pallet_devices_runtime_api::{Asset, EnrolmentStatus, Place, RootStatus};
use scale_info::TypeInfo;
use sp_runtime::traits::SaturatedConversion;

use crate::Config;

/// What an account put up for an entry. The account may be a sponsor's, so it is remembered.
pub type Deposit<T> =
	pallet_support::Deposit<<T as frame_system::Config>::AccountId, <T as Config>::Consideration>;

/// How many children of a place have which height, from height 0 upwards; the last number is never zero.
///
/// So the height of the place is known exactly, also after a child has gone, without looking at any child.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	DefaultNoBound,
	Encode,
	Decode,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Heights<T: Config>(pub(crate) BoundedVec<u32, T::MaxDepth>);

impl<T: Config> Heights<T> {
	/// How many levels are below the place: one more than below its highest child.
	pub fn height(&self) -> u32 {
		length(&self.0)
	}

	/// How many children there are.
	pub fn children(&self) -> u32 {
		self.0.iter().fold(0, |sum, count| sum.saturating_add(*count))
	}

	/// Counts a child of this height. `None` if that is one level too many.
	pub fn add(&mut self, height: u32) -> Option<()> {
		let slot: usize = height.saturated_into();
		while self.0.len() <= slot {
			self.0.try_push(0).ok()?;
		}
		let count = self.0.get_mut(slot)?;
		*count = count.checked_add(1)?;
		Some(())
	}

	/// Counts a child of this height no more. `None` if there was none.
	pub fn remove(&mut self, height: u32) -> Option<()> {
		let count = self.0.get_mut(usize::try_from(height).ok()?)?;
		*count = count.checked_sub(1)?;
		while self.0.last() == Some(&0) {
			self.0.pop();
		}
		Some(())
	}
}

/// A device in the hierarchy.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Node<T: Config> {
	/// What it is there. Never changes while it is there.
	pub place: Place,
	/// What it stands directly below; nothing at the top of a tree.
	pub parent: Option<DidId>,
	/// What stands directly below it, counted by height.
	pub below: Heights<T>,
	/// Pays for the node and for its line among the children of its parent.
	pub deposit: Deposit<T>,
}

/// Where the description of a device is. The digest is in the device's record.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Description<T: Config> {
	/// The link.
	pub link: Link,
	/// Pays for it.
	pub deposit: Deposit<T>,
}

/// That a device came from a batch.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Member<T: Config> {
	/// The batch.
	pub enrolment: EnrolmentId,
	/// Its place there.
	pub index: u32,
	/// Pays for it.
	pub deposit: Deposit<T>,
}

/// A batch on this chain.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Enrolment<T: Config> {
	/// Who enrolled it.
	pub enroller: DidId,
	/// Whose its devices will be. Never changes once one became live.
	pub owner: DidId,
	/// The root over the keys, and how many devices there are.
	pub batch: Batch,
	/// SHA-256 of the description that they share.
	pub metadata: Hash,
	/// Where that is.
	pub link: Option<Link>,
	/// The attestation root that vouches for them.
	pub root: Option<AttestationRootId>,
	/// Where it is in its life.
	pub status: EnrolmentStatus,
	/// How many devices ever became live.
	pub activated: u32,
	/// How many of them have a membership, that is, are not decommissioned.
	pub live: u32,
	/// How many strikes there are.
	pub struck: u32,
	/// When it was enrolled.
	pub created: Moment,
	/// Pays for it, its line among those of its owner, and that under its attestation root.
	pub deposit: Deposit<T>,
}

/// The key of a manufacturer that vouches for batches.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct AttestationRoot<T: Config> {
	/// The stakeholder that asked for it.
	pub manufacturer: DidId,
	/// The key.
	pub key: VerificationKey,
	/// The last moment at which a batch can be enrolled under it.
	pub valid_until: Moment,
	/// SHA-256 of the document that says what the manufacturer vouches for.
	pub policy: Hash,
	/// Where it is in its life.
	pub status: RootStatus,
	/// How many enrolments name it.
	pub enrolments: u32,
	/// Pays for it.
	pub deposit: Deposit<T>,
}

/// Something is offered to a stakeholder.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Offer<T: Config> {
	/// The owner.
	pub from: DidId,
	/// To whom.
	pub to: DidId,
	/// The last moment at which it can be accepted.
	pub deadline: Moment,
	/// The version of the device when it was offered. Nothing for a batch.
	pub version: Option<u32>,
	/// Pays for the offer and its entry in the agenda.
	pub deposit: Deposit<T>,
}

/// How an offer ended that was not accepted.
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
pub enum OfferEnd {
	/// Who made it took it back.
	#[codec(index = 0)]
	Withdrawn,
	/// To whom it was made did not want it.
	#[codec(index = 1)]
	Declined,
	/// Its deadline passed.
	#[codec(index = 2)]
	Expired,
	/// What was offered is gone: decommissioned, tidied away, closed or revoked.
	#[codec(index = 3)]
	Void,
}

/// A manufacturer's word for a batch.
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
pub struct Attestation {
	/// The attestation root.
	pub root: AttestationRootId,
	/// The signature of its key over an
	/// [`EnrolmentAttestation`](counterfoil_primitives::enrolment::EnrolmentAttestation).
	pub signature: KeySignature,
}

/// How many items there are.
pub(crate) fn length<I>(items: &[I]) -> u32 {
	items.len().saturated_into()
}

/// What a node occupies, with its line among the children of its parent.
pub(crate) fn node_footprint<T: Config>() -> Footprint {
	Footprint::from_mel::<(DidId, Node<T>, (DidId, DidId))>()
}

/// What a link occupies.
pub(crate) fn description_footprint<T: Config>() -> Footprint {
	Footprint::from_mel::<(DidId, Description<T>)>()
}

/// What a membership occupies.
pub(crate) fn member_footprint<T: Config>() -> Footprint {
	Footprint::from_mel::<(DidId, Member<T>)>()
}

/// What a strike occupies.
pub(crate) fn strike_footprint<T: Config>() -> Footprint {
	Footprint::from_mel::<(EnrolmentId, DidId, Deposit<T>)>()
}

/// What an enrolment occupies, with its lines among those of its owner and under its attestation root.
pub(crate) fn enrolment_footprint<T: Config>() -> Footprint {
	type Lines = ((DidId, EnrolmentId), (AttestationRootId, Hash, EnrolmentId));
	Footprint::from_mel::<(EnrolmentId, Enrolment<T>, Lines)>()
}

/// What an attestation root occupies.
pub(crate) fn root_footprint<T: Config>() -> Footprint {
	Footprint::from_mel::<(AttestationRootId, AttestationRoot<T>)>()
}

/// What an offer occupies, with its entry in the agenda.
pub(crate) fn offer_footprint<T: Config>() -> Footprint {
	Footprint::from_mel::<(Asset, Offer<T>, (u64, Asset))>()
}
