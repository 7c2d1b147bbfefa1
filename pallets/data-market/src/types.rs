//! What the market stores and what its calls take.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	market::Need,
	text::{Category, Region},
	traits::{Agreements, Subject},
	DataSetId, Moment, SubmissionId,
};
use frame_support::{
	traits::Footprint, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;

use crate::Config;

/// The two kinds of order.
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
pub enum OrderKind {
	/// Data for sale.
	#[codec(index = 0)]
	Offer,
	/// Data that is wanted.
	#[codec(index = 1)]
	Demand,
}

/// What a supplier says about an offer. Everything else about it, such as its quality, is the registry's to say.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct OfferTerms<T: Config> {
	/// The data set that is delivered from.
	pub data_set: DataSetId,
	/// The submissions of the lot, in strictly ascending order. A demander buys all of them.
	pub submissions: BoundedVec<SubmissionId, T::MaxLot>,
	/// Price of one copy of the lot.
	pub price: T::Balance,
	/// How many demanders may buy it.
	pub copies: u32,
	/// The last moment at which the offer can be matched.
	pub valid_until: Moment,
}

impl<T: Config> OfferTerms<T> {
	/// How many submissions the lot has.
	pub fn lot_len(&self) -> u32 {
		lot_len(&self.submissions)
	}
}

/// An offer that is open.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Offer<T: Config> {
	/// Who delivers, and the account that holds the ticket and will be paid.
	pub supplier: Subject<T::AccountId>,
	/// The data set that is delivered from.
	pub data_set: DataSetId,
	/// The submissions of the lot, in strictly ascending order.
	pub submissions: BoundedVec<SubmissionId, T::MaxLot>,
	/// The category under which the offer is indexed.
	pub category: Category,
	/// The region of the data set when the offer was placed.
	pub region: Region,
	/// Price of one copy.
	pub price: T::Balance,
	/// Copies that are left, never zero.
	pub copies: u32,
	/// When it was placed.
	pub placed: Moment,
	/// The last moment at which it can be matched.
	pub valid_until: Moment,
	/// Pays for the record, its line in the index and its place in the agenda.
	pub ticket: T::Consideration,
}

/// A demand that is open.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Demand<T: Config> {
	/// Who asks, and the account that holds the ticket and will pay.
	pub demander: Subject<T::AccountId>,
	/// What is asked for.
	pub need: Need,
	/// When it was placed.
	pub placed: Moment,
	/// The last moment at which it can be matched.
	pub valid_until: Moment,
	/// Pays for the record, its line in the index, its place in the agenda, and beforehand for the agreement that comes
	/// of it.
	pub ticket: T::Consideration,
}

/// How many submissions a lot has.
pub(crate) fn lot_len(submissions: &[SubmissionId]) -> u32 {
	u32::try_from(submissions.len()).unwrap_or(u32::MAX)
}

/// Bytes of a line in the index: keys, hash and owner.
const INDEX_LINE: usize = 16 + 32 + 16 + 8 + 32;
/// Bytes of an entry in the agenda: two hashed keys.
const AGENDA_ENTRY: usize = 8 + 8 + 8 + 9;
/// Bytes of the fields of an offer beside the submissions and the ticket, with its key.
const OFFER_FIELDS: usize = 16 + 32 + 32 + 8 + 32 + 12 + 16 + 4 + 8 + 8;
/// Bytes of the fields of a demand beside the ticket, with its key.
const DEMAND_FIELDS: usize = 16 + 32 + 32 + 80 + 8 + 8;

/// The room that an offer of so many submissions takes: one blob of all the bytes it adds to the state.
pub(crate) fn offer_footprint(submissions: &[SubmissionId]) -> Footprint {
	let lot = submissions.len().saturating_mul(core::mem::size_of::<SubmissionId>());
	let fixed = OFFER_FIELDS.saturating_add(INDEX_LINE).saturating_add(AGENDA_ENTRY);
	Footprint::from_parts(1, fixed.saturating_add(lot))
}

/// The room that a demand takes, and with it the room of the largest agreement that can come of it: one blob.
///
/// The second part is what lets a stranger's offer open an agreement without a signature of that moment. The demander
/// signed for all of it when he placed the demand, so a match never takes more from him than the demand's ticket frees.
pub(crate) fn demand_footprint<T: Config>() -> Footprint {
	let fixed = DEMAND_FIELDS.saturating_add(INDEX_LINE).saturating_add(AGENDA_ENTRY);
	let own = Footprint::from_parts(1, fixed);
	Footprint { size: own.size.saturating_add(T::Agreements::largest_footprint()), ..own }
}
