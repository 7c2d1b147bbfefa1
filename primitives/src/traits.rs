//! How the pallets know each other.
//!
//! A pallet never names another pallet: its `Config` asks for one of these traits, and the runtime
//! says which pallet answers.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	did::{DidId, DidStatus, KeySignature},
	fingerprint::Fingerprint,
	roles::Role,
	text::{Category, Region},
	AgreementId, DataSetId, Moment, SubmissionId,
};

/// On whose behalf a call is made, and which account pays for it.
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
pub struct Subject<AccountId> {
	/// Who acts.
	pub did: DidId,
	/// The account that pays fees, tickets and prices.
	pub account: AccountId,
}

/// Who is who: the answers of the identity pallet.
pub trait Identities {
	/// The status of a stakeholder or a device; `None` if it was never registered.
	fn status(did: &DidId) -> Option<DidStatus>;

	/// Whether the stakeholder is active and holds the role. Devices hold no role.
	fn has_role(did: &DidId, role: Role) -> bool;

	/// The stakeholder that owns the device; `None` for stakeholders and for unknown identifiers.
	fn owner_of(device: &DidId) -> Option<DidId>;

	/// Whether the subject is active. A device is active while it and its owner are.
	fn is_active(did: &DidId) -> bool {
		let active = |did: &DidId| Self::status(did) == Some(DidStatus::Active);
		active(did) && Self::owner_of(did).is_none_or(|owner| active(&owner))
	}

	/// Whether the signature over the message was made by the current key of an active subject.
	///
	/// For [`KeySignature::EcdsaSecp256k1`] what is signed is the SHA-256 of the message, see
	/// [`signing_bytes`](crate::payload::signing_bytes).
	fn verify(did: &DidId, message: &[u8], signature: &KeySignature) -> bool;
}

/// What is known about several submissions of one data set that are traded together.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct LotFacts {
	/// The owner of the data set.
	pub supplier: DidId,
	/// The category of the data set.
	pub category: Category,
	/// The region of the data set.
	pub region: Region,
	/// The fingerprints of the submissions, in the order of the lot.
	pub parts: Vec<Fingerprint>,
	/// Leaves of all parts together.
	pub records: u64,
	/// The end of the newest time span among the submissions.
	pub newest: Moment,
	/// The lowest quality among the submissions, per mille.
	pub quality: u16,
	/// Whether each submission has a certificate that is valid now.
	pub certified: bool,
}

/// Why submissions are not a lot.
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
pub enum LotError {
	/// No submission was named.
	#[codec(index = 0)]
	Empty,
	/// More submissions than a lot may have, or more leaves than a `u64` counts.
	#[codec(index = 1)]
	TooMany,
	/// There is no such data set.
	#[codec(index = 2)]
	UnknownDataSet,
	/// There is no such submission.
	#[codec(index = 3)]
	UnknownSubmission,
	/// The submission belongs to another data set.
	#[codec(index = 4)]
	NotOfDataSet,
	/// The submission is not validated.
	#[codec(index = 5)]
	NotValidated,
	/// The submissions are not in strictly ascending order.
	#[codec(index = 6)]
	Duplicate,
}

/// What was submitted: the answers of the data registry.
pub trait DataRegistry {
	/// The facts about a lot as they are at `now`.
	///
	/// The submissions are in strictly ascending order, each belongs to the data set and is validated.
	/// The quality of the lot is the lowest among them; the lot counts as certified when each of
	/// them has a certificate that is valid at `now`.
	fn lot(
		data_set: DataSetId,
		submissions: &[SubmissionId],
		now: Moment,
	) -> Result<LotFacts, LotError>;
}

/// What supplier and demander agreed on.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct NewAgreement<AccountId, Balance> {
	/// Who delivers, and the account that posts the bond and is paid.
	pub supplier: Subject<AccountId>,
	/// Who receives, and the account that pays.
	pub demander: Subject<AccountId>,
	/// The data set that is delivered from.
	pub data_set: DataSetId,
	/// The fingerprints of what is delivered, in order.
	pub parts: Vec<Fingerprint>,
	/// What the demander pays for all of it.
	pub price: Balance,
}

/// Where agreements are carried out: the escrow.
pub trait Agreements<AccountId, Balance> {
	/// Why an agreement cannot be opened.
	type Error;

	/// Opens an agreement and returns its number.
	///
	/// May take a ticket from the demander's account, for no more than [`Self::largest_footprint`].
	fn open(terms: NewAgreement<AccountId, Balance>) -> Result<AgreementId, Self::Error>;

	/// The bytes of state that the largest agreement takes, as one item.
	///
	/// Who lets strangers cause an agreement in a demander's name takes the price of this room from him beforehand, by his
	/// own signature, and gives it back before it calls [`Self::open`]: then the opening never takes more than he agreed to.
	fn largest_footprint() -> u64;
}

#[cfg(test)]
mod tests {
	use super::*;

	struct Directory;

	const OWNER: DidId = DidId([1; 32]);
	const SUSPENDED: DidId = DidId([2; 32]);

	impl Identities for Directory {
		fn status(did: &DidId) -> Option<DidStatus> {
			match did.0 {
				[2, ..] => Some(DidStatus::Suspended),
				[1 | 3 | 4, ..] => Some(DidStatus::Active),
				_ => None,
			}
		}
		fn has_role(_: &DidId, _: Role) -> bool {
			false
		}
		fn owner_of(device: &DidId) -> Option<DidId> {
			match device.0 {
				[3, ..] => Some(OWNER),
				[4, ..] => Some(SUSPENDED),
				_ => None,
			}
		}
		fn verify(_: &DidId, _: &[u8], _: &KeySignature) -> bool {
			false
		}
	}

	#[test]
	fn device_of_suspended_owner_is_not_active() {
		assert!(Directory::is_active(&OWNER));
		assert!(!Directory::is_active(&SUSPENDED));
		assert!(Directory::is_active(&DidId([3; 32])));
		assert!(!Directory::is_active(&DidId([4; 32])));
		assert!(!Directory::is_active(&DidId([5; 32])));
	}
}
