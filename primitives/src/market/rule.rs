//! What is supplied, what is needed, and whether the one answers the other.

use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use super::{
	policy::Policy,
	volume::{Fill, Left},
};
use crate::{
	did::DidId,
	money::{Asset, Price, Volume},
	text::{Category, Region},
	traits::{CertificateNeed, Delivery},
	usage::{UsageTerms, Widening},
	verdict::PER_MILLE,
	Hash, Moment,
};

/// The most parties that a list may name.
pub const MAX_PARTIES: u32 = 16;

/// The most judges that a demander may accept.
pub const MAX_JUDGES: u32 = 8;

/// The most agreements that one need may be filled by.
pub const MAX_FILLS: u32 = 8;

/// With whom somebody deals.
#[derive(
	Clone,
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
pub struct Parties {
	/// With these only, in strictly ascending order; empty: with anybody.
	pub allowed: BoundedVec<DidId, ConstU32<MAX_PARTIES>>,
	/// Never with these, in strictly ascending order, whoever is allowed.
	pub denied: BoundedVec<DidId, ConstU32<MAX_PARTIES>>,
}

impl Parties {
	/// Whether the lists let this party pass.
	pub fn admit(&self, party: &DidId) -> bool {
		self.denied.binary_search(party).is_err()
			&& (self.allowed.is_empty() || self.allowed.binary_search(party).is_ok())
	}

	/// Whether both lists are in strictly ascending order.
	pub fn are_sorted(&self) -> bool {
		self.allowed.is_sorted_by(|a, b| a < b) && self.denied.is_sorted_by(|a, b| a < b)
	}
}

/// From one moment to another, both included.
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
pub struct Span {
	/// The first moment.
	pub from: Moment,
	/// The last moment, not before the first one.
	pub to: Moment,
}

impl Span {
	/// Whether the other span lies within this one.
	pub const fn holds(&self, other: &Self) -> bool {
		self.from <= other.from && other.to <= self.to
	}

	/// Whether the last moment is not before the first one.
	pub const fn is_sound(&self) -> bool {
		self.from <= self.to
	}
}

/// How many of the readings that were to be expected there must be.
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
pub struct Completeness {
	/// The time between two readings, in milliseconds, not 0.
	pub interval: Moment,
	/// So many thousandths of them.
	pub per_mille: u16,
}

impl Completeness {
	/// Whether so many readings are enough for the time from the first to the last one. Readings that are there twice count twice:
	/// that they are not is what validation is for.
	pub fn is_met(&self, records: u64, span: Moment) -> bool {
		let there = u128::from(records)
			.saturating_mul(self.interval.into())
			.saturating_mul(PER_MILLE.into());
		there >= u128::from(span).saturating_mul(self.per_mille.into())
	}
}

/// Which judges of a sealed trade a demander accepts, and on what terms.
#[derive(
	Clone,
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
pub struct Judges {
	/// Who may be judge; empty: no sealed trade.
	pub accepted: BoundedVec<DidId, ConstU32<MAX_JUDGES>>,
	/// The most that a decision may cost, per mille of the price.
	pub max_fee: u16,
	/// The most that the supplier may get if the judge does not decide, per mille of the price.
	pub max_fallback: u16,
}

/// How the key of a trade may reach the demander.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct DeliveryNeed {
	/// Revealed on chain.
	pub proven: bool,
	/// Sealed, with one of these judges.
	pub sealed: Judges,
}

impl Default for DeliveryNeed {
	fn default() -> Self {
		Self { proven: true, sealed: Judges::default() }
	}
}

impl DeliveryNeed {
	/// Whether the way of delivery will do. A judge is no party to the deal.
	fn admits(&self, delivery: &Delivery, supplier: &DidId, demander: &DidId) -> bool {
		match delivery {
			Delivery::Proven => self.proven,
			Delivery::Sealed(judge) => {
				self.sealed.accepted.contains(&judge.did)
					&& judge.fee <= self.sealed.max_fee
					&& judge.fallback <= self.sealed.max_fallback
					&& judge.did != *supplier
					&& judge.did != *demander
			},
		}
	}
}

/// How much is needed.
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
pub enum Wanted {
	/// One lot.
	#[codec(index = 0)]
	Lot {
		/// The least number of readings.
		records: u64,
	},
	/// So many readings, from as many lots as it takes.
	#[codec(index = 1)]
	Volume {
		/// All together. The budget is for all of them.
		records: u64,
		/// The least number of readings of a lot. With the most lots it makes up all of them, so whatever lots are taken, the others
		/// can bring what is left.
		least: u64,
		/// The most lots, up to [`MAX_FILLS`].
		fills: u8,
	},
	/// A stream of readings that are still to come. The budget is for a second.
	#[codec(index = 2)]
	Live {
		/// The longest notice that either party may have to give, in milliseconds.
		notice: Moment,
	},
}

impl Wanted {
	/// How many agreements or streams may come of it.
	pub const fn fills(&self) -> u8 {
		match self {
			Self::Volume { fills, .. } => *fills,
			Self::Lot { .. } | Self::Live { .. } => 1,
		}
	}
}

/// What an offer supplies now.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct Supply {
	/// Who delivers.
	pub supplier: DidId,
	/// With whom he deals.
	pub demanders: Parties,
	/// The notice of a stream; `None` if it is a lot of readings that exist.
	pub live: Option<Moment>,
	/// What the data are about.
	pub category: Category,
	/// Where the data come from.
	pub region: Region,
	/// From the beginning of the oldest to the end of the newest time span among the submissions.
	pub span: Span,
	/// SHA-256 of the schema that all of it follows.
	pub schema: Option<Hash>,
	/// Readings.
	pub records: u64,
	/// Bytes of the readings.
	pub bytes: u64,
	/// The lowest quality among the submissions, per mille.
	pub quality: u16,
	/// The lower bound of the supplier's score, per mille.
	pub reputation: u16,
	/// Matches of the supplier lately.
	pub sold: u32,
	/// How the key reaches the demander; of a stream, nothing is sealed.
	pub delivery: Option<Delivery>,
	/// What a demander may do with the data.
	pub usage: UsageTerms,
	/// What is paid in.
	pub asset: Asset,
	/// What it costs.
	pub price: Price,
	/// Whether there is a certificate as this need asks for it. Who searches keeps one answer for each kind that is asked for.
	pub certified: bool,
}

impl Supply {
	/// How much there is.
	pub fn volume(&self) -> Volume {
		let span = self.span.to.saturating_sub(self.span.from);
		Volume { records: self.records, bytes: self.bytes, span }
	}

	/// What it costs; of a stream, every second. `None` if nobody can count it, or if a stream is not priced by the second.
	pub fn amount(&self) -> Option<u128> {
		match (self.live, self.price) {
			(None, price) => price.of(&self.volume()),
			(Some(_), Price::PerSecond(rate)) => Some(rate),
			(Some(_), _) => None,
		}
	}
}

/// What a demand asks for. What is `None`, 0 or empty is not asked.
///
/// A stream has no readings yet: a need for one cannot ask for what only readings have (time, schema, quality, completeness, age).
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Need {
	/// How much.
	pub wanted: Wanted,
	/// From whom.
	pub suppliers: Parties,
	/// What the category of the supply is or lies below.
	pub category: Category,
	/// What the region of the supply begins with.
	pub region: Region,
	/// The time that the data must cover: they begin no later and end no earlier.
	pub covers: Option<Span>,
	/// The time that the data must lie within.
	pub within: Option<Span>,
	/// SHA-256 of the schema.
	pub schema: Option<Hash>,
	/// The least quality, per mille.
	pub quality: u16,
	/// The least lower bound of the supplier's score, per mille.
	pub reputation: u16,
	/// How many of the expected readings there must be.
	pub completeness: Option<Completeness>,
	/// How old the newest reading may be, in milliseconds.
	pub max_age: Option<Moment>,
	/// Which certificate there must be.
	pub certificate: CertificateNeed,
	/// What the demander must be allowed to do.
	pub usage: Option<UsageTerms>,
	/// How the key may be delivered.
	pub delivery: DeliveryNeed,
	/// What is paid in.
	pub asset: Asset,
	/// The most that is paid: for the lot, for the whole volume, or for a second.
	pub budget: u128,
	/// What is preferred among the supplies that will do.
	pub policy: Policy,
}

/// What of a need makes no sense.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NeedFault {
	/// A volume of nothing, of lots that are larger than it, of too many fills, or of so few that lots of the least size do not fill it.
	Volume,
	/// A list of parties is not in strictly ascending order.
	Parties,
	/// The category has more levels than [`Category::MAX_LEVELS`].
	Category,
	/// A region is not a geohash.
	Region,
	/// A span ends before it begins.
	Span,
	/// Something is above 1000 per mille, or an interval is 0.
	PerMille,
	/// The usage terms are not well formed.
	Usage,
	/// Neither way of delivery will do.
	Delivery,
	/// A stream is asked for what only readings have.
	Live,
}

impl Need {
	/// Whether the need makes sense, and if not what of it does not.
	pub fn check(&self) -> Result<(), NeedFault> {
		let volume = match self.wanted {
			Wanted::Lot { .. } | Wanted::Live { .. } => true,
			Wanted::Volume { records, least, fills } => {
				let reached = least.saturating_mul(fills.into()) >= records;
				records > 0 && least <= records && reached && u32::from(fills) <= MAX_FILLS
			},
		};
		let spans = [&self.covers, &self.within];
		let shares = [
			self.quality,
			self.reputation,
			self.completeness.map_or(0, |asked| asked.per_mille),
			self.delivery.sealed.max_fee,
			self.delivery.sealed.max_fallback,
		];
		let whole = shares.iter().all(|share| *share <= PER_MILLE)
			&& self.completeness.is_none_or(|asked| asked.interval > 0);
		let live = matches!(self.wanted, Wanted::Live { .. });
		let of_readings = self.covers.is_some()
			|| self.within.is_some()
			|| self.schema.is_some()
			|| self.quality > 0
			|| self.completeness.is_some()
			|| self.max_age.is_some();
		let place = self.policy.place().is_none_or(Region::is_geohash);
		let rules = [
			(volume, NeedFault::Volume),
			(self.suppliers.are_sorted(), NeedFault::Parties),
			(self.category.levels() <= Category::MAX_LEVELS, NeedFault::Category),
			(self.region.is_geohash() && place, NeedFault::Region),
			(spans.into_iter().flatten().all(Span::is_sound), NeedFault::Span),
			(whole, NeedFault::PerMille),
			(self.usage.as_ref().is_none_or(UsageTerms::is_well_formed), NeedFault::Usage),
			(
				self.delivery.proven || !self.delivery.sealed.accepted.is_empty(),
				NeedFault::Delivery,
			),
			(!live || !of_readings, NeedFault::Live),
		];
		match rules.into_iter().find(|(holds, _)| !holds) {
			Some((_, fault)) => Err(fault),
			None => Ok(()),
		}
	}
}

/// A need, whose it is, and how much of it is left.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
	/// Who asks.
	pub demander: &'a DidId,
	/// What for.
	pub need: &'a Need,
	/// How much of it was not found yet.
	pub left: &'a Left,
}

/// The first reason why a supply does not answer a need, in this order: the cheap ones first, and the certificate last, because
/// only who comes so far has to look it up.
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
pub enum Mismatch {
	/// A stream where a lot is wanted, or the other way round.
	#[codec(index = 0)]
	Kind,
	/// Supplier and demander are the same subject.
	#[codec(index = 1)]
	SameParty,
	/// The demander does not deal with the supplier.
	#[codec(index = 2)]
	Supplier,
	/// The supplier does not deal with the demander.
	#[codec(index = 3)]
	Demander,
	/// It is about something else.
	#[codec(index = 4)]
	Category,
	/// It comes from elsewhere.
	#[codec(index = 5)]
	Region,
	/// It begins too late or ends too early.
	#[codec(index = 6)]
	Covers,
	/// It begins too early or ends too late.
	#[codec(index = 7)]
	Within,
	/// It follows another schema, or several.
	#[codec(index = 8)]
	Schema,
	/// Its quality is too low.
	#[codec(index = 9)]
	Quality,
	/// The supplier is not trusted enough.
	#[codec(index = 10)]
	Reputation,
	/// Too many of the expected readings are missing.
	#[codec(index = 11)]
	Completeness,
	/// It is too old.
	#[codec(index = 12)]
	Age,
	/// The notice of the stream is too long.
	#[codec(index = 13)]
	Notice,
	/// The key is delivered in another way, or by a judge or on terms that the demander does not accept.
	#[codec(index = 14)]
	Delivery,
	/// The demander would not be allowed enough: this term.
	#[codec(index = 15)]
	Usage(Widening),
	/// It is paid in something else.
	#[codec(index = 16)]
	Asset,
	/// It has too few readings, or nothing is needed any more.
	#[codec(index = 17)]
	Volume,
	/// It costs more than may be paid for it, or more than anybody can count.
	#[codec(index = 18)]
	Price,
	/// It has no valid certificate of the kind.
	#[codec(index = 19)]
	Certificate,
}

/// Whether the supply answers what is left of the need at `now`, and what of it: or the first reason why not.
///
/// Data that are dated in the future count as new.
pub fn admissible(supply: &Supply, request: &Request, now: Moment) -> Result<Fill, Mismatch> {
	let Request { demander, need, left } = *request;
	let live = matches!(need.wanted, Wanted::Live { .. });
	check(supply.live.is_some() == live, Mismatch::Kind)?;
	check(supply.supplier != *demander, Mismatch::SameParty)?;
	check(need.suppliers.admit(&supply.supplier), Mismatch::Supplier)?;
	check(supply.demanders.admit(demander), Mismatch::Demander)?;
	check(supply.category.is_within(&need.category), Mismatch::Category)?;
	check(supply.region.starts_with(&need.region), Mismatch::Region)?;
	check(need.covers.is_none_or(|span| supply.span.holds(&span)), Mismatch::Covers)?;
	check(need.within.is_none_or(|span| span.holds(&supply.span)), Mismatch::Within)?;
	check(need.schema.is_none() || need.schema == supply.schema, Mismatch::Schema)?;
	check(supply.quality >= need.quality, Mismatch::Quality)?;
	check(supply.reputation >= need.reputation, Mismatch::Reputation)?;
	let complete = |asked: Completeness| asked.is_met(supply.records, supply.volume().span);
	check(need.completeness.is_none_or(complete), Mismatch::Completeness)?;
	let age = now.saturating_sub(supply.span.to);
	check(need.max_age.is_none_or(|most| age <= most), Mismatch::Age)?;
	if let (Wanted::Live { notice: most }, Some(notice)) = (need.wanted, supply.live) {
		check(notice <= most, Mismatch::Notice)?;
	}
	let delivered = |delivery| need.delivery.admits(delivery, &supply.supplier, demander);
	check(supply.delivery.as_ref().is_none_or(delivered), Mismatch::Delivery)?;
	if let Some(usage) = &need.usage {
		usage.narrows(&supply.usage).map_err(Mismatch::Usage)?;
	}
	check(supply.asset == need.asset, Mismatch::Asset)?;
	let enough = match need.wanted {
		Wanted::Lot { records } => supply.records >= records,
		Wanted::Volume { least, .. } => supply.records >= least.max(1),
		Wanted::Live { .. } => true,
	};
	check(enough && left.units > 0, Mismatch::Volume)?;
	let amount = supply.amount().ok_or(Mismatch::Price)?;
	let (units, limit) = need.limit(supply.records, left);
	check(amount <= limit, Mismatch::Price)?;
	check(supply.certified || need.certificate == CertificateNeed::None, Mismatch::Certificate)?;
	Ok(Fill { units, amount, limit })
}

/// The mismatch, unless this holds.
fn check(holds: bool, mismatch: Mismatch) -> Result<(), Mismatch> {
	if holds {
		Ok(())
	} else {
		Err(mismatch)
	}
}

#[cfg(test)]
#[path = "rule_tests.rs"]
pub(super) mod tests;
