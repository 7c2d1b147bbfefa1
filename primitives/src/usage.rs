//! What a holder of data may do with them: the core of a usage statement that a chain can check.
//!
//! The statement itself is an agreement in the words of ODRL 2.2 (W3C Recommendation of 15 February 2018), kept off chain and
//! known by the SHA-256 of its canonical form ([`UsageStatement::document`]). [`UsageTerms`] is what of it a machine compares:
//! data that pass through several hands may come with narrower terms at every step, never with wider ones
//! ([`UsageTerms::narrows`], Y.4560 I.2). `docs/protocol/usage-profile.md` says who enforces which term.
//!
//! # The order of terms
//!
//! "Narrows" is a partial order: every terms narrow themselves; what narrows something narrower narrows the wider one too; and
//! well-formed terms that narrow each other are the same. So it is enough that each hand compares with the one before it: along any
//! chain the last terms narrow the first.
//!
//! # Copies are a budget
//!
//! Terms with `n` copies allow `n` further copies all together, by whichever hands: whoever passes data on gives away one copy
//! and with it as many as the receiver may pass on ([`UsageTerms::cost`]). Otherwise two holders who may each give one copy could
//! hand the data round for ever. [`UsageTerms::passable`] says what somebody may still give.

#[cfg(feature = "std")]
pub mod odrl;

use core::fmt;

use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	access::{Action, Actions, PurposeName},
	text::Region,
	Hash, Moment,
};

/// The most purposes that terms may name.
pub const MAX_PURPOSES: u32 = 8;

/// As many copies as one likes: a number that is never used up.
pub const UNLIMITED_COPIES: u32 = u32::MAX;

/// Purposes for which data may be used, in strictly ascending order. None at all means any purpose.
pub type UsagePurposes = BoundedVec<PurposeName, ConstU32<MAX_PURPOSES>>;

/// What a machine compares of a usage statement.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct UsageTerms {
	/// What may be done (ODRL `permission`, `action`).
	pub actions: Actions,
	/// What for (ODRL constraint `purpose`); empty: for anything.
	pub purposes: UsagePurposes,
	/// The last moment of use (ODRL constraint `dateTime`); `None`: without end.
	pub until: Option<Moment>,
	/// Where (ODRL constraint `spatial`), as a geohash; `None`: anywhere.
	pub region: Option<Region>,
	/// How many further copies may come of this one, by whichever hands (ODRL action `distribute`, constraint `count`); 0: none,
	/// [`UNLIMITED_COPIES`]: any number.
	pub copies: u32,
}

/// A usage statement: a document, and what a machine compares of it.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct UsageStatement {
	/// SHA-256 of the ODRL agreement in its canonical form (RFC 8785).
	pub document: Hash,
	/// What a machine compares.
	pub terms: UsageTerms,
}

/// The first term that is wider than the one of whom the data come from, in this order.
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
pub enum Widening {
	/// An action that the other terms do not have.
	#[codec(index = 0)]
	Action,
	/// A purpose that the other terms do not have, or any purpose where they name some.
	#[codec(index = 1)]
	Purpose,
	/// A later end, or none where they have one.
	#[codec(index = 2)]
	Expiry,
	/// A place outside of theirs, or any place where they name one.
	#[codec(index = 3)]
	Region,
	/// More copies than they leave.
	#[codec(index = 4)]
	Copies,
}

impl fmt::Display for Widening {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Action => "an action is allowed that was not allowed before",
			Self::Purpose => "a purpose is allowed that was not allowed before",
			Self::Expiry => "the use may last longer than before",
			Self::Region => "the use is allowed where it was not allowed before",
			Self::Copies => "more copies are allowed than were left",
		})
	}
}

impl core::error::Error for Widening {}

/// Why somebody may not pass data on at all. The first reason, in this order.
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
pub enum NotPassable {
	/// The terms do not allow to distribute.
	#[codec(index = 0)]
	NotDistributable,
	/// The terms are over.
	#[codec(index = 1)]
	Expired,
	/// All copies are given away.
	#[codec(index = 2)]
	NoCopiesLeft,
}

impl fmt::Display for NotPassable {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::NotDistributable => "the terms do not allow to pass the data on",
			Self::Expired => "the terms are over",
			Self::NoCopiesLeft => "all copies are given away",
		})
	}
}

impl core::error::Error for NotPassable {}

impl UsageTerms {
	/// Everything, for ever, anywhere, passed on to anybody.
	pub fn unlimited() -> Self {
		Self {
			actions: Actions::ALL,
			purposes: UsagePurposes::new(),
			until: None,
			region: None,
			copies: UNLIMITED_COPIES,
		}
	}

	/// Whether the terms are written in the one form they have: purposes strictly ascending, the region a geohash, copies only
	/// where distribution is allowed.
	pub fn is_well_formed(&self) -> bool {
		self.purposes.is_sorted_by(|a, b| a < b)
			&& self.region.as_ref().is_none_or(Region::is_geohash)
			&& (self.copies == 0 || self.actions.contains(Action::Distribute))
	}

	/// Whether nothing in these terms is wider than in the others, and if not the first thing that is.
	pub fn narrows(&self, wider: &Self) -> Result<(), Widening> {
		let purposes = wider.purposes.is_empty()
			|| (!self.purposes.is_empty()
				&& self.purposes.iter().all(|one| wider.purposes.contains(one)));
		let expiry = match (self.until, wider.until) {
			(_, None) => true,
			(None, Some(_)) => false,
			(Some(own), Some(bound)) => own <= bound,
		};
		let region = match (&self.region, &wider.region) {
			(_, None) => true,
			(None, Some(_)) => false,
			(Some(own), Some(bound)) => own.starts_with(bound),
		};
		let rules = [
			(self.actions.bits() & !wider.actions.bits() == 0, Widening::Action),
			(purposes, Widening::Purpose),
			(expiry, Widening::Expiry),
			(region, Widening::Region),
			(self.copies <= wider.copies, Widening::Copies),
		];
		match rules.into_iter().find(|(holds, _)| !holds) {
			Some((_, widening)) => Err(widening),
			None => Ok(()),
		}
	}

	/// Whether the terms allow any use at `now`.
	pub fn is_over(&self, now: Moment) -> bool {
		self.until.is_some_and(|until| now > until)
	}

	/// How many copies whoever gives these terms to somebody gives away: that one, and those that the receiver may give.
	pub const fn cost(&self) -> u32 {
		self.copies.saturating_add(1)
	}

	/// How many copies are left when so many are given away.
	pub const fn copies_left(&self, given: u32) -> u32 {
		match self.copies {
			UNLIMITED_COPIES => UNLIMITED_COPIES,
			copies => copies.saturating_sub(given),
		}
	}

	/// The widest terms on which who holds data on these terms may pass them on at `now`, when `given` copies are given away.
	pub fn passable(&self, given: u32, now: Moment) -> Result<Self, NotPassable> {
		if !self.actions.contains(Action::Distribute) {
			return Err(NotPassable::NotDistributable);
		}
		if self.is_over(now) {
			return Err(NotPassable::Expired);
		}
		let copies = match self.copies_left(given) {
			UNLIMITED_COPIES => UNLIMITED_COPIES,
			left => left.checked_sub(1).ok_or(NotPassable::NoCopiesLeft)?,
		};
		Ok(Self { copies, ..self.clone() })
	}
}

#[cfg(test)]
mod tests;
