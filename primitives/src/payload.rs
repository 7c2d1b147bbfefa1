//! The bytes that a subject signs.
//!
//! Each payload begins with what it is for, then the chain it is for, then a number that keeps it
//! from being used twice. So a signature never counts for another purpose, on another chain, or a second time.
//!
//! ```text
//! SCALE(domain: str) ‖ genesis hash, 32 bytes ‖ nonce, u64 little-endian ‖ SCALE(body)
//! ```
//!
//! Ed25519 and Sr25519 sign these bytes (Sr25519 with the context `substrate`); secp256k1 makes a
//! recoverable ECDSA signature over their SHA-256, P-256 a plain one with the lower s.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	did::DidId, fingerprint::Fingerprint, roles::Roles, DataSetId, Hash, Moment, SubmissionId,
};

/// What a signature is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
	/// A stakeholder's key agrees to stand for an account, body [`StakeholderRegistration`], nonce 0.
	StakeholderRegistration,
	/// A device's key agrees to be owned, body [`DeviceConsent`], nonce 0.
	DeviceConsent,
	/// A device vouches for a batch, body [`SubmissionBody`], nonce: the device's sequence number.
	Submission,
	/// A controller agrees to a new version of a DID document, nonce: the number of that version.
	DidUpdate,
	/// A device of an enrolled batch wakes up, body [`DeviceActivation`](crate::enrolment::DeviceActivation), nonce: its
	/// index in the batch.
	DeviceActivation,
	/// A manufacturer vouches for a batch of devices that is enrolled, body
	/// [`EnrolmentAttestation`](crate::enrolment::EnrolmentAttestation), nonce 0.
	EnrolmentAttestation,
	/// A subject has a call carried out that somebody else pays for, nonce: the subject's own count of such calls.
	SponsoredCall,
	/// A data operator vouches for a batch of access records, nonce: the operator's count of such batches.
	AccessBatch,
	/// A payer owes the payee of a channel so much by now, body [`Voucher`](crate::voucher::Voucher), nonce: the channel.
	PaymentVoucher,
	/// A party agrees to close a channel at this amount, body [`FinalState`](crate::voucher::FinalState), nonce: the channel.
	ChannelClose,
}

impl Purpose {
	/// Every purpose.
	pub const ALL: [Self; 10] = [
		Self::StakeholderRegistration,
		Self::DeviceConsent,
		Self::Submission,
		Self::DidUpdate,
		Self::DeviceActivation,
		Self::EnrolmentAttestation,
		Self::SponsoredCall,
		Self::AccessBatch,
		Self::PaymentVoucher,
		Self::ChannelClose,
	];

	/// The versioned text that the signed bytes begin with.
	pub const fn domain(self) -> &'static str {
		match self {
			Self::StakeholderRegistration => "counterfoil/stakeholder-registration/v1",
			Self::DeviceConsent => "counterfoil/device-consent/v1",
			Self::Submission => "counterfoil/submission/v1",
			Self::DidUpdate => "counterfoil/did-update/v1",
			Self::DeviceActivation => "counterfoil/device-activation/v1",
			Self::EnrolmentAttestation => "counterfoil/enrolment-attestation/v1",
			Self::SponsoredCall => "counterfoil/sponsored-call/v1",
			Self::AccessBatch => "counterfoil/access-batch/v1",
			Self::PaymentVoucher => "counterfoil/payment-voucher/v1",
			Self::ChannelClose => "counterfoil/channel-close/v1",
		}
	}
}

/// The bytes to sign, see the [module](self).
pub fn signing_bytes<T: Encode>(purpose: Purpose, genesis: &Hash, nonce: u64, body: &T) -> Vec<u8> {
	(purpose.domain(), genesis, nonce, body).encode()
}

/// A key agrees to stand for an account in these roles.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct StakeholderRegistration<AccountId> {
	/// The account that acts and pays for the stakeholder.
	pub account: AccountId,
	/// The roles that are applied for.
	pub roles: Roles,
}

/// A device's key agrees to be owned by a stakeholder.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct DeviceConsent {
	/// The owner.
	pub owner: DidId,
	/// SHA-256 of the description of the device.
	pub metadata: Hash,
}

/// A device vouches for a batch of readings.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct SubmissionBody {
	/// The data set that the batch belongs to.
	pub data_set: DataSetId,
	/// SHA-256 of the version of the data set's schema that every reading follows.
	pub schema: Hash,
	/// The fingerprint of the leaves of the batch.
	pub fingerprint: Fingerprint,
	/// When the first reading was taken.
	pub from: Moment,
	/// When the last reading was taken.
	pub to: Moment,
	/// The rejected or validated submission in whose place this one is to stand.
	pub corrects: Option<SubmissionId>,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn bytes_are_domain_genesis_nonce_body() {
		let body = DeviceConsent { owner: DidId([2; 32]), metadata: [3; 32] };
		let bytes = signing_bytes(Purpose::DeviceConsent, &[1; 32], 0x0102, &body);
		let expected = [
			&[29u8 << 2][..],
			b"counterfoil/device-consent/v1",
			&[1; 32],
			&[2, 1, 0, 0, 0, 0, 0, 0],
			&[2; 32],
			&[3; 32],
		]
		.concat();
		assert_eq!(bytes, expected);
	}

	#[test]
	fn domains_differ_and_none_begins_another() {
		for one in Purpose::ALL {
			for other in Purpose::ALL.into_iter().filter(|other| *other != one) {
				assert!(!one.domain().starts_with(other.domain()));
			}
		}
	}
}
