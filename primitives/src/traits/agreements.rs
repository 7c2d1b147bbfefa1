//! Where agreements are carried out.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

use crate::{fingerprint::Fingerprint, AgreementId, DataSetId};

use super::Subject;

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
