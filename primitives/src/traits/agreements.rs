//! Where agreements are carried out, and who hears how they end.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	did::DidId,
	exchange::Outcome,
	fingerprint::Fingerprint,
	money::{Asset, Commission},
	usage::UsageStatement,
	AgreementId, DataSetId, Hash, SubmissionId,
};

use super::{CertificateType, Subject};

/// How the key of a trade reaches the demander.
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
pub enum Delivery {
	/// The key is revealed on chain, and the chain itself judges a wrong leaf. No arbiter.
	#[codec(index = 0)]
	Proven,
	/// The key is sealed to the demander and stays private. Where the parties disagree, the judge that they named decides.
	#[codec(index = 1)]
	Sealed(Judge),
}

/// Who decides about a sealed trade, and on what terms.
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
pub struct Judge {
	/// Who decides.
	pub did: DidId,
	/// What the judge gets for a decision, per mille of the price.
	pub fee: u16,
	/// The part of the price that the supplier gets if the judge does not decide in time, per mille. The demander gets the rest.
	pub fallback: u16,
}

/// Which certificate the submissions of a deal must have, when the deal is made and until its delivery is accepted.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum CertificateNeed {
	/// None.
	#[default]
	#[codec(index = 0)]
	None,
	/// Any that is valid.
	#[codec(index = 1)]
	Any,
	/// A valid one of this type.
	#[codec(index = 2)]
	OfType(CertificateType),
}

/// Who carries the ticket for the record of an agreement, and may have the record forgotten.
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
pub enum Party {
	/// Who delivers.
	#[codec(index = 0)]
	Supplier,
	/// Who receives.
	#[codec(index = 1)]
	Demander,
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
	/// The submissions that are delivered, in strictly ascending order.
	pub submissions: Vec<SubmissionId>,
	/// Their fingerprints, in the same order.
	pub parts: Vec<Fingerprint>,
	/// What the demander pays for all of it.
	pub price: Balance,
	/// What it is paid in, and what the bond is posted in.
	pub asset: Asset,
	/// Who gets a part of the price, see [`Commission::are_fair`].
	pub commissions: Vec<Commission>,
	/// What the demander may do with the data.
	pub usage: UsageStatement,
	/// Which certificate the submissions must keep.
	pub certificate: CertificateNeed,
	/// How the key reaches the demander.
	pub delivery: Delivery,
	/// Who carries the ticket.
	pub carrier: Party,
}

/// Where agreements are carried out: the escrow.
pub trait Agreements<AccountId, Balance> {
	/// Why an agreement cannot be opened.
	type Error;

	/// Opens an agreement that the demander has yet to fund, and returns its number. Not with a party that owes too many steps already.
	///
	/// May take a ticket from the carrier's account, for no more than [`Self::largest_footprint`].
	fn open(terms: NewAgreement<AccountId, Balance>) -> Result<AgreementId, Self::Error>;

	/// Opens an agreement that the supplier asked for, and whose demander forfeits something elsewhere if he does not fund it.
	///
	/// What either party owes does not keep it from being opened, nor does another account of the demander: he could save what he put up by
	/// it, and what a supplier owes, others can bring about. A judge who is tied to a party by now does keep it.
	fn open_secured(terms: NewAgreement<AccountId, Balance>) -> Result<AgreementId, Self::Error> {
		Self::open(terms)
	}

	/// Opens an agreement that the supplier asked for, and funds it at once from the demander's account: for a caller to whom the demander
	/// has committed this money, and who has just freed it. What either party owes does not keep it from being opened; the supplier owes one
	/// step more.
	fn open_funded(terms: NewAgreement<AccountId, Balance>) -> Result<AgreementId, Self::Error>;

	/// Whether a party owes so many steps already that [`Self::open`] refuses it, whoever the other one is.
	fn owes_too_much(_party: &DidId) -> bool {
		false
	}

	/// The bytes of state that the largest agreement takes, as one item.
	///
	/// Who lets strangers cause an agreement in a demander's name takes the price of this room from him beforehand, by his
	/// own signature, and gives it back before it calls [`Self::open`]: then the opening never takes more than he agreed to.
	fn largest_footprint() -> u64;
}

/// How an agreement ended, as those hear who opened it or keep records about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClosedAgreement<AccountId, Balance> {
	/// Its number.
	pub id: AgreementId,
	/// Who delivered or was to.
	pub supplier: Subject<AccountId>,
	/// Who received or was to.
	pub demander: Subject<AccountId>,
	/// The data set.
	pub data_set: DataSetId,
	/// The submissions that were to be delivered, and their fingerprints.
	pub submissions: Vec<SubmissionId>,
	/// Their fingerprints.
	pub parts: Vec<Fingerprint>,
	/// The root of the tree over the encrypted leaves, which no other buyer has. `None` if the supplier never committed.
	pub ciphertext_root: Option<Hash>,
	/// The hash of a leaf that the supplier added for this demander alone, if he committed to one together with the root.
	pub watermark: Option<Hash>,
	/// The price.
	pub price: Balance,
	/// What it was to be paid in.
	pub asset: Asset,
	/// What the demander may do with the data.
	pub usage: UsageStatement,
	/// How it ended.
	pub outcome: Outcome,
	/// Who ended it by stepping back, if a party did. Nobody did where the certificate that was agreed is gone.
	pub by: Option<DidId>,
	/// Whether the demander can read the data: the key was revealed or handed over, however the deal ended and whatever a judge thinks of
	/// the delivery.
	pub delivered: bool,
}

/// Hears how agreements end. Must not fail and must do a bounded amount of work: the money is moved already, and nothing that is heard may
/// undo that. What it costs is part of the escrow's weights ([`OnAgreementClosed::READS`], [`OnAgreementClosed::WRITES`]).
pub trait OnAgreementClosed<AccountId, Balance> {
	/// The most storage items that one call reads.
	const READS: u64;
	/// The most storage items that one call writes.
	const WRITES: u64;

	/// An agreement has ended.
	fn closed(agreement: &ClosedAgreement<AccountId, Balance>);
}

/// Nobody hears.
impl<AccountId, Balance> OnAgreementClosed<AccountId, Balance> for () {
	const READS: u64 = 0;
	const WRITES: u64 = 0;
	fn closed(_: &ClosedAgreement<AccountId, Balance>) {}
}

macro_rules! all_hear {
	($($name:ident)+) => {
		impl<AccountId, Balance, $($name: OnAgreementClosed<AccountId, Balance>),+>
			OnAgreementClosed<AccountId, Balance> for ($($name,)+)
		{
			const READS: u64 = 0 $(+ $name::READS)+;
			const WRITES: u64 = 0 $(+ $name::WRITES)+;
			fn closed(agreement: &ClosedAgreement<AccountId, Balance>) {
				$($name::closed(agreement);)+
			}
		}
	};
}
all_hear!(A B);
all_hear!(A B C);
all_hear!(A B C D);
