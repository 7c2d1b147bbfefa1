//! What the market stores and what its calls take.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	market::{Left, Need, Parties, SetRank, Span, Wanted, MAX_FILLS, MAX_PROPOSED},
	money::{Asset, Commission, Price, MAX_COMMISSIONS},
	text::{Category, Region},
	traits::{Agreements, Delivery, Streams, Subject},
	usage::UsageStatement,
	AgreementId, DataSetId, DemandId, DidId, Hash, Moment, OfferId, StreamId, SubmissionId,
};
use frame_support::{
	traits::{Footprint, Get},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use pallet_support::Deposit;
use scale_info::TypeInfo;

use crate::Config;

/// The most suppliers that a demand remembers to pass over.
pub const MAX_PASSED: u32 = 8;

/// What ends at a moment by itself.
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
	/// Data that are wanted.
	#[codec(index = 1)]
	Demand,
	/// A match that somebody was asked about.
	#[codec(index = 2)]
	Match,
}

/// Submissions of one data set that are sold together.
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
pub struct Lot<T: Config> {
	/// The data set that is delivered from.
	pub data_set: DataSetId,
	/// The submissions, in strictly ascending order.
	pub submissions: BoundedVec<SubmissionId, T::MaxLot>,
}

/// Which of a supplier's data an offer is about, without naming them. Which they are is said when a pair is proposed or taken.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Query {
	/// What the category of the data set is or lies below.
	pub category: Category,
	/// What the region of the data set begins with.
	pub region: Region,
	/// The time that the readings lie within.
	pub within: Option<Span>,
	/// SHA-256 of the schema that they follow.
	pub schema: Option<Hash>,
}

/// What an offer sells.
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
pub enum Goods<T: Config> {
	/// These submissions.
	#[codec(index = 0)]
	Lot(Lot<T>),
	/// Whatever validated data of the supplier answer the query, a lot at a time.
	#[codec(index = 1)]
	Query(Query),
	/// What is still to come of a data set. A match opens a payment stream.
	#[codec(index = 2)]
	Live {
		/// The data set.
		data_set: DataSetId,
		/// How long beforehand either party says that it ends, in milliseconds.
		notice: Moment,
	},
}

impl<T: Config> Goods<T> {
	/// The data set, if it is named.
	pub fn data_set(&self) -> Option<DataSetId> {
		match self {
			Self::Lot(lot) => Some(lot.data_set),
			Self::Live { data_set, .. } => Some(*data_set),
			Self::Query(_) => None,
		}
	}

	/// How many submissions are named.
	pub fn lot_len(&self) -> u32 {
		match self {
			Self::Lot(lot) => lot_len(&lot.submissions),
			Self::Query(_) | Self::Live { .. } => 0,
		}
	}
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
	/// What is sold.
	pub goods: Goods<T>,
	/// What it costs: one copy of the lot, or a second of a stream.
	pub price: Price,
	/// What is paid in.
	pub asset: Asset,
	/// How many matches the offer is good for.
	pub copies: u32,
	/// What a demander may do with the data.
	pub usage: UsageStatement,
	/// How the key reaches the demander. Of no meaning for a stream.
	pub delivery: Delivery,
	/// Who gets a part of the price, or of all that a stream pays.
	pub commissions: BoundedVec<Commission, frame_support::traits::ConstU32<MAX_COMMISSIONS>>,
	/// With whom the supplier deals.
	pub demanders: Parties,
	/// Whether the supplier is asked before an agreement is opened.
	pub confirm: bool,
	/// The last moment at which the offer can be matched.
	pub valid_until: Moment,
}

impl<T: Config> OfferTerms<T> {
	/// How many submissions are named.
	pub fn lot_len(&self) -> u32 {
		self.goods.lot_len()
	}
}

/// What a demander says about a demand.
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
pub struct DemandTerms<T: Config> {
	/// What is asked for.
	pub need: Need,
	/// What whoever proposes what is bought gets in the chain's own token; 0, or at least the existential deposit. Of a stream 0.
	pub reward: T::Balance,
	/// For how long better proposals may follow the first one, in milliseconds. With 0 the first one is carried out at once.
	pub window: Moment,
	/// Whether the demander is asked before an agreement or a stream is opened.
	pub confirm: bool,
	/// The last moment at which the demand can be matched.
	pub valid_until: Moment,
}

/// Where an order lies in the book.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Shelf {
	/// Under which category.
	pub category: Category,
	/// What is paid in.
	pub asset: Asset,
	/// Whether it is a stream.
	pub live: bool,
}

impl Shelf {
	/// This place, and the same under each category above.
	pub(crate) fn and_above(self) -> impl Iterator<Item = Self> {
		self.category.and_ancestors().map(move |category| Self { category, ..self })
	}
}

/// An offer that is open, or that still has copies reserved.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Offer<T: Config> {
	/// Who delivers, and the account that holds the ticket and will be paid.
	pub supplier: Subject<T::AccountId>,
	/// What he said, with the copies that are left.
	pub terms: OfferTerms<T>,
	/// The category of the data set when the offer was placed, or that of the query.
	pub category: Category,
	/// The region of the data set when the offer was placed, or that of the query.
	pub region: Region,
	/// The price of a copy, by which the offer is in the index; of a query, its rate.
	pub amount: u128,
	/// Copies that are reserved for matches that somebody is asked about.
	pub reserved: u32,
	/// Whether it has its lines in the index.
	pub listed: bool,
	/// Whether it is withdrawn, amended or past its validity: nothing new comes of it.
	pub closing: bool,
	/// When it was placed.
	pub placed: Moment,
	/// Pays for the record, its lines in the index and its place in the agenda.
	pub ticket: T::Consideration,
}

impl<T: Config> Offer<T> {
	/// Whether a match may come of it.
	pub fn is_open(&self) -> bool {
		!self.closing && self.terms.copies > 0
	}

	/// Whether nothing can come of it any more.
	pub fn is_over(&self) -> bool {
		!self.is_open() && self.reserved == 0
	}

	/// Where it lies.
	pub(crate) fn shelf(&self) -> Shelf {
		let live = matches!(self.terms.goods, Goods::Live { .. });
		Shelf { category: self.category, asset: self.terms.asset, live }
	}
}

/// What came to nothing of a demand, until its owner calls for a rematch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Failed {
	/// How much of the need, and of its budget.
	pub left: Left,
	/// In how many agreements.
	pub fills: u32,
}

impl Failed {
	/// Nothing.
	pub const NONE: Self = Self { left: Left { units: 0, budget: 0 }, fills: 0 };
}

/// What somebody proposed for a demand: who takes it himself does not save the reward.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Find<AccountId> {
	/// Who.
	pub by: Subject<AccountId>,
	/// The offers, of whichever lot.
	pub offers: BoundedVec<OfferId, frame_support::traits::ConstU32<MAX_PROPOSED>>,
}

/// A demand that is open, or of which something is still to be decided.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Demand<T: Config> {
	/// Who asks, and the account that holds tickets and reward and will pay.
	pub demander: Subject<T::AccountId>,
	/// What he said, with the reward that is left.
	pub terms: DemandTerms<T>,
	/// How much of the need is left.
	pub left: Left,
	/// When it was placed.
	pub placed: Moment,
	/// Pays for the record, its line in the index, its place in the agenda, and for what is kept about its matches.
	pub ticket: T::Consideration,
	/// Pay beforehand for the agreements or the stream that may still come of it, one each.
	pub covers: BoundedVec<T::Consideration, frame_support::traits::ConstU32<MAX_FILLS>>,
	/// Matches that somebody is asked about.
	pub pending: u32,
	/// Agreements that came of it and are not closed.
	pub agreements: BoundedVec<AgreementId, frame_support::traits::ConstU32<MAX_FILLS>>,
	/// What came to nothing.
	pub failed: Failed,
	/// Submissions that fill a part of the volume, in ascending order, so that none of them is bought twice.
	pub taken: BoundedVec<SubmissionId, MaxTaken<T>>,
	/// Suppliers that are passed over: with whom it came to nothing.
	pub passed: BoundedVec<DidId, frame_support::traits::ConstU32<MAX_PASSED>>,
	/// Who made the best proposal last, whatever became of it.
	pub found: Option<Find<T::AccountId>>,
	/// Whether it has its line in the index.
	pub listed: bool,
	/// Whether it is withdrawn, amended or past its validity: nothing new comes of it.
	pub closing: bool,
}

impl<T: Config> Demand<T> {
	/// How many matches may still be made.
	pub fn fills_left(&self) -> u32 {
		count(self.covers.len()).saturating_sub(self.pending)
	}

	/// Whether a match may come of it.
	pub fn is_open(&self) -> bool {
		!self.closing && self.left.units > 0 && self.fills_left() > 0
	}

	/// Whether nothing can come of it any more.
	pub fn is_over(&self) -> bool {
		let idle = self.pending == 0 && self.agreements.is_empty();
		idle && (self.closing || (!self.is_open() && self.failed.fills == 0))
	}

	/// Where it lies.
	pub(crate) fn shelf(&self) -> Shelf {
		let need = &self.terms.need;
		let live = matches!(need.wanted, Wanted::Live { .. });
		Shelf { category: need.category, asset: need.asset, live }
	}

	/// Whether its parts come from several lots.
	pub(crate) fn is_volume(&self) -> bool {
		matches!(self.terms.need.wanted, Wanted::Volume { .. })
	}

	/// Remembers to pass a supplier over. The one that was remembered first is forgotten if there are too many.
	pub(crate) fn pass_over(&mut self, supplier: DidId) {
		if self.passed.contains(&supplier) {
			return;
		}
		if count(self.passed.len()) >= MAX_PASSED {
			self.passed.remove(0);
		}
		let _ = self.passed.try_push(supplier);
	}

	/// Whether some of the submissions fill a part of the volume already.
	pub(crate) fn has_any(&self, submissions: &[SubmissionId]) -> bool {
		submissions.iter().any(|id| self.taken.binary_search(id).is_ok())
	}

	/// Notes that the submissions fill a part of the volume.
	pub(crate) fn take(&mut self, submissions: &[SubmissionId]) -> Result<(), ()> {
		if self.is_volume() {
			let mut taken: Vec<_> = self.taken.iter().chain(submissions).copied().collect();
			taken.sort_unstable();
			self.taken = BoundedVec::try_from(taken).map_err(|_| ())?;
		}
		Ok(())
	}

	/// Notes that they do not.
	pub(crate) fn untake(&mut self, submissions: &[SubmissionId]) {
		self.taken.retain(|id| submissions.binary_search(id).is_err());
	}
}

/// The most submissions that one demand can be filled by.
pub struct MaxTaken<T>(core::marker::PhantomData<T>);

impl<T: Config> Get<u32> for MaxTaken<T> {
	fn get() -> u32 {
		T::MaxLot::get().saturating_mul(MAX_FILLS)
	}
}

/// A match that waits for the word of a party.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct PendingMatch<T: Config> {
	/// The offer, of which a copy is reserved.
	pub offer: OfferId,
	/// The demand.
	pub demand: DemandId,
	/// The lot, unless it is a stream.
	pub lot: Option<Lot<T>>,
	/// How much of the need and of its budget is reserved.
	pub part: Left,
	/// Who brought it about.
	pub by: DidId,
	/// Who gets the reward if it is sold.
	pub finder: Option<Subject<T::AccountId>>,
	/// The part of the reward that is for this.
	pub reward: T::Balance,
	/// Whether the supplier agrees, or need not be asked.
	pub supplier_agrees: bool,
	/// Whether the demander agrees, or need not be asked.
	pub demander_agrees: bool,
	/// The last moment for an answer.
	pub until: Moment,
}

/// What an agreement came of.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Deal<AccountId, Balance> {
	/// The demand, which is known until the agreement is closed.
	pub demand: DemandId,
	/// The offer, which gets the copy back if nothing is sold and it is still open.
	pub offer: OfferId,
	/// How much of the need and of its budget it fills.
	pub part: Left,
	/// Who gets the reward if it is sold.
	pub finder: Option<Subject<AccountId>>,
	/// The reward.
	pub reward: Balance,
}

/// What was opened.
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
pub enum Opened {
	/// An agreement about a lot.
	#[codec(index = 0)]
	Agreement(AgreementId),
	/// A payment stream.
	#[codec(index = 1)]
	Stream(StreamId),
}

/// One offer that is proposed for a demand.
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
pub struct ProposedFill<T: Config> {
	/// The offer.
	pub offer: OfferId,
	/// The lot, of an offer by query only.
	pub lot: Option<Lot<T>>,
}

/// What is proposed for a demand.
pub type Fills<T> = BoundedVec<ProposedFill<T>, frame_support::traits::ConstU32<MAX_PROPOSED>>;

/// The best proposal for a demand so far.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Proposal<T: Config> {
	/// Who proposes, and the account that holds the ticket and gets the reward.
	pub by: Subject<T::AccountId>,
	/// What.
	pub fills: Fills<T>,
	/// How good it was when it was made.
	pub rank: SetRank,
	/// When the proposer committed to it, or made it.
	pub since: Moment,
	/// The last moment for a better one.
	pub concludes: Moment,
	/// Pays for the record and its place in the agenda.
	pub ticket: T::Consideration,
}

/// What somebody will propose, as a hash.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Commitment<AccountId, Ticket> {
	/// See [`counterfoil_primitives::market::commitment`].
	pub hash: Hash,
	/// When it was made.
	pub at: Moment,
	/// Pays for the record.
	pub deposit: Deposit<AccountId, Ticket>,
}

/// How many matches a supplier had lately: in the window of time that runs, and in the one before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Sales {
	/// The number of the window: time divided by its length.
	pub window: u64,
	/// In this window.
	pub count: u32,
	/// In the one before.
	pub before: u32,
}

impl Sales {
	/// The same as it is in this window.
	pub fn at(self, window: u64) -> Self {
		match window.checked_sub(self.window) {
			None | Some(0) => self,
			Some(1) => Self { window, count: 0, before: self.count },
			Some(_) => Self { window, count: 0, before: 0 },
		}
	}

	/// In both windows.
	pub fn lately(self) -> u32 {
		self.count.saturating_add(self.before)
	}
}

/// How many submissions a lot has.
pub(crate) fn lot_len(submissions: &[SubmissionId]) -> u32 {
	count(submissions.len())
}

/// A length as a number.
pub(crate) fn count(length: usize) -> u32 {
	u32::try_from(length).unwrap_or(u32::MAX)
}

/// Bytes of a line in the index: keys, hash and owner.
const INDEX_LINE: usize = 16 + 38 + 16 + 8 + 32;
/// Bytes of an entry in the agenda: two hashed keys.
const AGENDA_ENTRY: usize = 8 + 8 + 8 + 9;
/// Bytes of the fields of an offer beside the terms and the ticket, with its key: party, category, region, amount, counts, moment.
const OFFER_FIELDS: usize = 16 + 64 + 32 + 12 + 16 + 4 + 2 + 8;
/// Bytes of the fields of a demand beside the terms, the tickets and what depends on the number of fills, with its key.
const DEMAND_FIELDS: usize =
	16 + 64 + 24 + 8 + 4 + 28 + 2 + 8 + 32 * MAX_PASSED as usize + 66 + 8 * MAX_PROPOSED as usize;
/// Bytes of what is kept about one match beside the lot: a match that waits or a deal, a place in the agenda, a cover, a number.
const MATCH_FIELDS: usize = 16 + 16 + 9 + 24 + 32 + 65 + 16 + 2 + 8 + 16 + 8;
/// Bytes of the fields of a proposal beside the fills and the ticket, with its key.
const PROPOSAL_FIELDS: usize = 16 + 64 + 44 + 16;
/// Bytes of a commitment with its key, the ticket aside.
const COMMITMENT: usize = 16 + 16 + 40 + 32 + 8 + 32;

/// One item of so many bytes.
fn item(bytes: usize) -> Footprint {
	Footprint::from_parts(1, bytes)
}

/// The room that an offer takes: one blob of all the bytes it adds to the state.
pub(crate) fn offer_footprint<T: Config>(terms: &OfferTerms<T>, category: &Category) -> Footprint {
	let lines = category.and_ancestors().count().saturating_mul(INDEX_LINE);
	item(
		OFFER_FIELDS
			.saturating_add(terms.encoded_size())
			.saturating_add(lines)
			.saturating_add(AGENDA_ENTRY),
	)
}

/// The room that a demand takes, with what is kept about as many matches as may come of it.
pub(crate) fn demand_footprint<T: Config>(terms: &DemandTerms<T>) -> Footprint {
	let fills = usize::from(terms.need.wanted.fills());
	let lot = usize::try_from(T::MaxLot::get()).unwrap_or(usize::MAX);
	// Once in the match, once among what is taken.
	let lots = lot.saturating_mul(core::mem::size_of::<SubmissionId>()).saturating_mul(2);
	let matches = MATCH_FIELDS.saturating_add(lots).saturating_add(AGENDA_ENTRY);
	item(
		DEMAND_FIELDS
			.saturating_add(terms.encoded_size())
			.saturating_add(INDEX_LINE)
			.saturating_add(AGENDA_ENTRY)
			.saturating_add(matches.saturating_mul(fills)),
	)
}

/// The room of the largest agreement, or of the stream, that one match may open.
///
/// This is what lets a stranger's offer open an agreement without a signature of that moment. The demander signed for all of it when
/// he placed the demand, so a match never takes more from him than one cover frees.
pub(crate) fn cover_footprint<T: Config>(wanted: &Wanted) -> Footprint {
	let size = match wanted {
		Wanted::Live { .. } => T::Streams::footprint(),
		Wanted::Lot { .. } | Wanted::Volume { .. } => T::Agreements::largest_footprint(),
	};
	Footprint { count: 1, size }
}

/// The room that a proposal takes.
pub(crate) fn proposal_footprint<T: Config>(fills: &Fills<T>) -> Footprint {
	item(PROPOSAL_FIELDS.saturating_add(fills.encoded_size()).saturating_add(AGENDA_ENTRY))
}

/// The room that a commitment takes.
pub(crate) fn commitment_footprint() -> Footprint {
	item(COMMITMENT)
}
