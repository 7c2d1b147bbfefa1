//! Who is who, and whose signature is good.

use alloc::vec::Vec;

use crate::{
	did::{DidId, DidStatus, KeySignature, Relationship, VerificationKey},
	roles::Role,
	Hash, Moment,
};

use super::Subject;

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

	/// Whether the signature over the message was made by a key that an active subject asserts with now
	/// (W3C DID Core, `assertionMethod`).
	///
	/// For [`KeySignature::EcdsaSecp256k1`] what is signed is the SHA-256 of the message, see
	/// [`signing_bytes`](crate::payload::signing_bytes).
	fn verify(did: &DidId, message: &[u8], signature: &KeySignature) -> bool;

	/// [`Self::verify`] for a key of another purpose.
	fn verify_for(
		did: &DidId,
		relationship: Relationship,
		message: &[u8],
		signature: &KeySignature,
	) -> bool;

	/// Whether the signature was made by a key that was good for this purpose at that moment, when the subject was
	/// active. What happened to the key or to the subject afterwards does not matter.
	///
	/// `at` is what whoever asks says it is; a signature does not tell when it was made. The answer is by what held at the end of
	/// that moment: of changes in one block the last one holds for all of it.
	fn verify_at(
		did: &DidId,
		relationship: Relationship,
		message: &[u8],
		signature: &KeySignature,
		at: Moment,
	) -> bool;

	/// The controllers of the subject besides itself (W3C DID Core, `controller`). A bounded list.
	fn controllers(did: &DidId) -> Vec<DidId>;
}

/// Whether a key made a signature: for keys that have no record, or not yet.
pub trait KeyVerifier {
	/// Whether the signature over the message was made by this key. A signature of another scheme than the key's never is.
	fn is_signed_by(key: &VerificationKey, message: &[u8], signature: &KeySignature) -> bool;
}

/// Which account stands for a subject.
pub trait Accounts<AccountId> {
	/// The account of a stakeholder; for a device, that of its owner. `None` if the DID is unknown.
	fn account_of(did: &DidId) -> Option<AccountId>;
}

/// The records of devices, as the identity pallet keeps them and the device pallet changes them.
pub trait DeviceRecords<AccountId> {
	/// Why a record cannot be made or changed.
	type Error;

	/// Makes an active device of an active owner. `payer` puts up the ticket. The caller has checked that the key consents.
	fn create(
		owner: &DidId,
		payer: &AccountId,
		key: VerificationKey,
		metadata: Hash,
	) -> Result<DidId, Self::Error>;

	/// Gives the device to another active stakeholder, whose account puts up a ticket of its own; the old one returns to whom it
	/// came from. The caller has checked that both agree.
	fn transfer(device: &DidId, to: &Subject<AccountId>) -> Result<(), Self::Error>;

	/// Sets the digest of the description of the device.
	fn set_metadata(device: &DidId, metadata: Hash) -> Result<(), Self::Error>;

	/// Ends the device for ever, whatever its status, on behalf of its owner, who is named as the one who did it. Its ticket returns.
	fn revoke(device: &DidId) -> Result<(), Self::Error>;

	/// The number of the latest version of the device: another document, status or owner makes it another one. `None` if
	/// it has no record.
	fn version(device: &DidId) -> Option<u32>;
}

/// What the identity pallet asks the device pallet.
pub trait DeviceTrust {
	/// Whether the trust in the device holds: its attestation root, if it has one, is not revoked.
	fn is_trusted(device: &DidId) -> bool;
}

/// Every device is trusted.
impl DeviceTrust for () {
	fn is_trusted(_: &DidId) -> bool {
		true
	}
}
