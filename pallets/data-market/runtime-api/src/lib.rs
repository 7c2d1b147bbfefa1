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
	market::{Left, Mismatch, Need, Parties, SetRank, Span, Supply},
	money::{Asset, Commission, Price},
	text::{Category, Region},
	traits::{CertificateNeed, Delivery},
	usage::UsageStatement,
	AgreementId, DataSetId, DemandId, DidId, Hash, Moment, OfferId, SubmissionId,
};
use scale_info::TypeInfo;

/// Items that one call returns at most, and identifiers of a batch that are looked at.
pub const MAX_PAGE: u32 = 100;

/// Submissions of one data set.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct LotView {
	/// The data set.
	pub data_set: DataSetId,
	/// The submissions, in ascending order.
	pub submissions: Vec<SubmissionId>,
}

/// What an offer sells.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum GoodsView {
	/// These submissions.
	#[codec(index = 0)]
	Lot(LotView),
	/// Whatever validated data of the supplier answer this; category and region are those of the offer.
	#[codec(index = 1)]
	Query {
		/// The time that the readings lie within.
		within: Option<Span>,
		/// SHA-256 of the schema that they follow.
		schema: Option<Hash>,
	},
	/// What is still to come of a data set.
	#[codec(index = 2)]
	Live {
		/// The data set.
		data_set: DataSetId,
		/// How long beforehand either party says that it ends, in milliseconds.
		notice: Moment,
	},
}

/// An offer of which something may still come, as the chain holds it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct OfferView {
	/// Its number.
	pub id: OfferId,
	/// Who delivers.
	pub supplier: DidId,
	/// What is sold.
	pub goods: GoodsView,
	/// The category of the data set or of the query.
	pub category: Category,
	/// The region of the data set or of the query.
	pub region: Region,
	/// What it costs.
	pub price: Price,
	/// The price of a copy, by which it is in the index; of a query its rate, of a stream that of a second.
	pub amount: u128,
	/// What is paid in.
	pub asset: Asset,
	/// Copies that are left.
	pub copies: u32,
	/// Copies that are reserved for matches that somebody is asked about.
	pub reserved: u32,
	/// What a demander may do with the data.
	pub usage: UsageStatement,
	/// How the key reaches the demander.
	pub delivery: Delivery,
	/// Who gets a part of the price.
	pub commissions: Vec<Commission>,
	/// With whom the supplier deals.
	pub demanders: Parties,
	/// Whether the supplier is asked before an agreement is opened.
	pub confirm: bool,
	/// When it was placed.
	pub placed: Moment,
	/// The last moment at which it can be matched.
	pub valid_until: Moment,
	/// Whether it can be matched now, as far as the offer itself is concerned.
	pub open: bool,
}

/// A demand of which something may still come, as the chain holds it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct DemandView {
	/// Its number.
	pub id: DemandId,
	/// Who asks.
	pub demander: DidId,
	/// What for.
	pub need: Need,
	/// How much of it is left.
	pub left: Left,
	/// How many matches may still be made.
	pub fills_left: u32,
	/// Matches that somebody is asked about.
	pub pending: u32,
	/// Agreements that came of it and are not closed.
	pub agreements: Vec<AgreementId>,
	/// What came to nothing and may be matched again, and in how many agreements.
	pub failed: (Left, u32),
	/// Submissions that fill a part of the volume.
	pub taken: Vec<SubmissionId>,
	/// Suppliers that are passed over.
	pub passed: Vec<DidId>,
	/// What is left of the reward.
	pub reward: u128,
	/// For how long better proposals may follow the first one, in milliseconds.
	pub window: Moment,
	/// Whether the demander is asked before an agreement is opened.
	pub confirm: bool,
	/// When it was placed.
	pub placed: Moment,
	/// The last moment at which it can be matched.
	pub valid_until: Moment,
	/// Whether it can be matched now, as far as the demand itself is concerned.
	pub open: bool,
}

/// One offer that is proposed for a demand.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct FillView {
	/// The offer.
	pub offer: OfferId,
	/// The lot, of an offer by query only.
	pub lot: Option<LotView>,
}

/// The best proposal for a demand so far.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ProposalView {
	/// The demand.
	pub demand: DemandId,
	/// Who proposes.
	pub by: DidId,
	/// What.
	pub fills: Vec<FillView>,
	/// How good it was when it was made. Lower is better.
	pub rank: SetRank,
	/// When the proposer committed to it, or made it.
	pub since: Moment,
	/// The last moment for a better one.
	pub concludes: Moment,
}

/// A match that somebody is asked about.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct MatchView {
	/// Its number.
	pub id: u64,
	/// The offer.
	pub offer: OfferId,
	/// The demand.
	pub demand: DemandId,
	/// The lot, unless it is a stream.
	pub lot: Option<LotView>,
	/// What it costs; of a stream, every second.
	pub price: u128,
	/// Whether the supplier agrees, or need not be asked.
	pub supplier_agrees: bool,
	/// Whether the demander agrees, or need not be asked.
	pub demander_agrees: bool,
	/// The last moment for an answer.
	pub until: Moment,
}

/// Which part of the book: orders of a category, in an asset, about lots or about streams.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct Place {
	/// The category. Offers are under their own and each above it, demands under their own.
	pub category: Category,
	/// What is paid in.
	pub asset: Asset,
	/// Whether it is about streams.
	pub live: bool,
}

/// Where a page ended: the price and the number of its last item. The next page begins after it, whether
/// or not that item still exists.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct PageEnd {
	/// Amount of the last offer, or budget of the last demand.
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
	/// There is no such demand: never placed, filled, withdrawn or expired.
	#[codec(index = 1)]
	UnknownDemand,
	/// The offer is past its validity.
	#[codec(index = 2)]
	OfferExpired,
	/// The demand is past its validity.
	#[codec(index = 3)]
	DemandExpired,
	/// The offer is withdrawn or amended, or every copy is sold or reserved.
	#[codec(index = 4)]
	OfferClosed,
	/// The demand is withdrawn or amended, or nothing more of it is needed.
	#[codec(index = 5)]
	DemandClosed,
	/// The supplier is suspended or revoked, or lost the role.
	#[codec(index = 6)]
	SupplierNotActive,
	/// The demander is suspended or revoked, or lost the role.
	#[codec(index = 7)]
	DemanderNotActive,
	/// The registry does not vouch for the lot (any more).
	#[codec(index = 8)]
	LotUnavailable,
	/// The offer is by query, and no lot is named.
	#[codec(index = 9)]
	LotNotNamed,
	/// A lot is named although the offer has its own, or is a stream.
	#[codec(index = 10)]
	LotNamed,
	/// The lot is not among the data that the offer is about.
	#[codec(index = 11)]
	OutsideQuery,
	/// A submission of the lot fills a part of the volume already.
	#[codec(index = 12)]
	AlreadyTaken,
	/// The demand passes the supplier over. The demander may take the offer himself.
	#[codec(index = 13)]
	PassedOver,
	/// The price is dust: less than an account of the asset may have.
	#[codec(index = 14)]
	PriceTooLow,
	/// The lot is not what the demand asks for: this condition failed.
	#[codec(index = 15)]
	Mismatch(Mismatch),
	/// The supplier owes steps in so many agreements that no other is opened with him until he has taken some.
	#[codec(index = 16)]
	SupplierOwes,
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
		/// What it costs; of a stream, every second.
		price: u128,
		/// The most that it might cost.
		limit: u128,
		/// How much of the need it fills.
		units: u64,
		/// The lowest quality in the lot, per mille.
		quality: u16,
		/// The lower bound of the supplier's score, per mille.
		reputation: u16,
		/// The time of the readings.
		span: Span,
		/// Records of the lot.
		records: u64,
	},
	/// The pair cannot be matched.
	#[codec(index = 1)]
	Refused(Obstacle),
}

/// What the chain would say to a proposal in this block.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum Appraisal {
	/// Every fill is admissible.
	#[codec(index = 0)]
	Admissible {
		/// How good the fills are together. Lower is better.
		rank: SetRank,
		/// How good the proposal that stands is now, if it is still admissible.
		standing: Option<SetRank>,
	},
	/// A fill is not admissible.
	#[codec(index = 1)]
	Refused {
		/// Which one, from 0.
		fill: u32,
		/// Why not.
		obstacle: Obstacle,
	},
}

/// What an open offer supplies in this block, as the rule of `counterfoil_primitives::market` sees it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct SupplyView {
	/// The offer.
	pub offer: OfferId,
	/// Copies that are neither sold nor reserved.
	pub copies: u32,
	/// The submissions of the lot, none of a stream.
	pub submissions: Vec<SubmissionId>,
	/// What it supplies. Whether it is certified is told by `certified`, for each kind of certificate.
	pub supply: Supply,
}

/// Some of the open offers of lots and streams, for whoever searches.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct SupplyPage {
	/// What they supply, in no particular order.
	pub supplies: Vec<SupplyView>,
	/// From where to go on, until there is nothing. A page may be empty although others follow.
	pub next: Option<OfferId>,
}

/// Some of the open demands, for whoever searches.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct DemandPage {
	/// The demands, in no particular order.
	pub demands: Vec<DemandView>,
	/// From where to go on, until there is nothing. A page may be empty although others follow.
	pub next: Option<DemandId>,
}

sp_api::decl_runtime_apis! {
	/// Offers and demands of which something may still come, and why they match or do not.
	#[api_version(1)]
	pub trait DataMarketApi {
		/// The offer of this number.
		fn offer(id: OfferId) -> Option<OfferView>;

		/// The offers of these numbers, in the order asked for; at most `MAX_PAGE` of them.
		fn offers_by_id(ids: Vec<OfferId>) -> Vec<Option<OfferView>>;

		/// The demand of this number.
		fn demand(id: DemandId) -> Option<DemandView>;

		/// The demands of these numbers, in the order asked for; at most `MAX_PAGE` of them.
		fn demands_by_id(ids: Vec<DemandId>) -> Vec<Option<DemandView>>;

		/// Open offers of lots or streams, cheapest first, then oldest first; from after the end of the page before.
		fn offers(place: Place, after: Option<PageEnd>, limit: u32) -> Vec<OfferView>;

		/// Open offers by query of exactly this category, oldest first; from after this number.
		fn query_offers(category: Category, from: Option<OfferId>, limit: u32) -> Vec<OfferView>;

		/// Open demands, the highest budget first, then oldest first; from after the end of the page before.
		fn demands(place: Place, after: Option<PageEnd>, limit: u32) -> Vec<DemandView>;

		/// The proposal that stands for a demand.
		fn proposal(demand: DemandId) -> Option<ProposalView>;

		/// The match of this number, while it waits for an answer.
		fn pending_match(id: u64) -> Option<MatchView>;

		/// Whether the demand's owner could take the offer now, with this lot if it is by query, and if not, which condition failed.
		fn explain(demand: DemandId, fill: FillView) -> Explanation;

		/// The same for several offers, in the order asked for; at most `MAX_PAGE` of them.
		fn explain_many(demand: DemandId, fills: Vec<FillView>) -> Vec<Explanation>;

		/// What the chain would say to this proposal; at most four fills are looked at.
		fn appraise(demand: DemandId, fills: Vec<FillView>) -> Appraisal;

		/// What the open offers of lots and streams supply now; at most `MAX_PAGE` offers are looked at, from after this number.
		fn supplies(from: Option<OfferId>, limit: u32) -> SupplyPage;

		/// The open demands; at most `MAX_PAGE` are looked at, from after this number.
		fn open_demands(from: Option<DemandId>, limit: u32) -> DemandPage;

		/// Which of these offers of lots have a certificate as it is needed, and which of streams have it for their data set; at most
		/// `MAX_PAGE` of them.
		fn certified(offers: Vec<OfferId>, need: CertificateNeed) -> Vec<bool>;
	}
}
