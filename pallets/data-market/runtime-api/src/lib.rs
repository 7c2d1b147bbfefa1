//! Reads of the data market (Y.4560 8.3, 9.7).
//!
//! What an application asks often, as flat types and in batches. Nothing here changes the chain, and nothing
//! here costs a fee. Every answer is of the state of one block: two calls at two blocks may disagree, and an offer that
//! was admissible when it was read may be sold by the time it is taken.
//!
//! Lists are bounded: a call returns at most [`MAX_PAGE`] items whatever it is asked for.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;

use codec::{Decode, Encode};
use counterfoil_primitives::{
	market::{Mismatch, Policy},
	text::{Category, Region},
	DataSetId, DemandId, DidId, Moment, OfferId, SubmissionId,
};
use scale_info::TypeInfo;

/// Items that one call returns at most, and identifiers of a batch that are looked at.
pub const MAX_PAGE: u32 = 100;

/// An offer that is open, as the chain holds it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct OfferView {
	/// Its number.
	pub id: OfferId,
	/// Who delivers.
	pub supplier: DidId,
	/// The data set that is delivered from.
	pub data_set: DataSetId,
	/// The submissions of the lot, in ascending order.
	pub submissions: Vec<SubmissionId>,
	/// The category of the data set.
	pub category: Category,
	/// The region of the data set.
	pub region: Region,
	/// Price of one copy of the whole lot.
	pub price: u128,
	/// Copies that are left.
	pub copies: u32,
	/// When it was placed.
	pub placed: Moment,
	/// The last moment at which it can be matched.
	pub valid_until: Moment,
	/// Whether that moment has passed; the offer only waits to be removed.
	pub expired: bool,
}

/// A demand that is open, as the chain holds it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct DemandView {
	/// Its number.
	pub id: DemandId,
	/// Who asks.
	pub demander: DidId,
	/// The category that is asked for.
	pub category: Category,
	/// The area that the data must come from: a prefix of the offer's region.
	pub region: Region,
	/// The highest price that is paid.
	pub max_price: u128,
	/// The lowest quality that will do, per mille.
	pub min_quality: u16,
	/// How old the newest reading may be, in milliseconds.
	pub max_age: Moment,
	/// Whether every submission needs a certificate that is valid.
	pub certificate_required: bool,
	/// The fewest records that will do.
	pub min_records: u64,
	/// By which rule the chain chooses among admissible offers.
	pub policy: Policy,
	/// When it was placed.
	pub placed: Moment,
	/// The last moment at which it can be matched.
	pub valid_until: Moment,
	/// Whether that moment has passed; the demand only waits to be removed.
	pub expired: bool,
}

/// Where a page ended: the price and the number of its last item. The next page begins after it, whether
/// or not that item still exists.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct PageEnd {
	/// Price of the last offer, or highest price of the last demand.
	pub price: u128,
	/// Number of the last offer or demand.
	pub id: u64,
}

/// Why an offer and a demand cannot be matched now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum Obstacle {
	/// There is no such offer: never placed, sold out, withdrawn or expired.
	#[codec(index = 0)]
	UnknownOffer,
	/// There is no such demand: never placed, matched, withdrawn or expired.
	#[codec(index = 1)]
	UnknownDemand,
	/// The offer is past its validity.
	#[codec(index = 2)]
	OfferExpired,
	/// The demand is past its validity.
	#[codec(index = 3)]
	DemandExpired,
	/// Supplier and demander are the same subject.
	#[codec(index = 4)]
	SameParty,
	/// The supplier is suspended or revoked, or lost the role.
	#[codec(index = 5)]
	SupplierNotActive,
	/// The demander is suspended or revoked, or lost the role.
	#[codec(index = 6)]
	DemanderNotActive,
	/// The registry does not vouch for the lot any more.
	#[codec(index = 7)]
	LotUnavailable,
	/// The lot is not what the demand asks for.
	#[codec(index = 8)]
	Mismatch(Mismatch),
}

/// What the chain would say if the demand's owner took the offer in this block.
///
/// The facts of an admissible offer are the registry's own at this block, so that an application can
/// rank offers by a rule of its own and then take the one it likes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum Explanation {
	/// The pair can be matched. Whether the escrow opens the agreement is not asked: it refuses one if a party owes too
	/// many steps.
	#[codec(index = 0)]
	Admissible {
		/// Price of one copy.
		price: u128,
		/// The lowest quality in the lot, per mille.
		quality: u16,
		/// The end of the newest time span in the lot.
		newest: Moment,
		/// Whether every submission of the lot has a certificate that is valid.
		certified: bool,
		/// Records of the lot.
		records: u64,
	},
	/// The pair cannot be matched.
	#[codec(index = 1)]
	Refused(Obstacle),
}

sp_api::decl_runtime_apis! {
	/// Offers and demands that are open, and why they match or do not.
	#[api_version(1)]
	pub trait DataMarketApi {
		/// The offer of this number, if it is open.
		fn offer(id: OfferId) -> Option<OfferView>;

		/// The offers of these numbers, in the order asked for; at most `MAX_PAGE` of them.
		fn offers_by_id(ids: Vec<OfferId>) -> Vec<Option<OfferView>>;

		/// The demand of this number, if it is open.
		fn demand(id: DemandId) -> Option<DemandView>;

		/// The demands of these numbers, in the order asked for; at most `MAX_PAGE` of them.
		fn demands_by_id(ids: Vec<DemandId>) -> Vec<Option<DemandView>>;

		/// Offers of a category, cheapest first, then oldest first; from after the end of the page before.
		fn offers(category: Category, after: Option<PageEnd>, limit: u32) -> Vec<OfferView>;

		/// Demands of a category, the highest price first, then oldest first; from after the end of the page before.
		fn demands(category: Category, after: Option<PageEnd>, limit: u32) -> Vec<DemandView>;

		/// Whether the demand's owner could take the offer now, and if not, why.
		fn explain(demand: DemandId, offer: OfferId) -> Explanation;

		/// The same for several offers, in the order asked for; at most `MAX_PAGE` of them.
		fn explain_many(demand: DemandId, offers: Vec<OfferId>) -> Vec<Explanation>;
	}
}
