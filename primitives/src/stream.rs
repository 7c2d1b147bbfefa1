//! Money that flows at a rate out of a deposit.
//!
//! A [`Flow`] is a deposit that somebody bound, a rate for every second, and what may change by itself: the deposit runs out, a notice
//! is over, the last moment is there that the money may be bound. All of it is counted in thousandths of a unit and in milliseconds, so that
//! nothing is ever rounded but what is paid out, and what was rounded off there stays counted:
//!
//! ```
//! use counterfoil_primitives::stream::Flow;
//!
//! // 333 units every second, and a claim at odd moments.
//! let mut flow = Flow::new(333, 1_000, 0, None);
//! let mut paid = 0;
//! for second in 1..=3 {
//! 	assert_eq!(flow.advance(second * 1_001).ended, None);
//! 	paid += flow.pay();
//! }
//! // As much as in one go: 333 * 3003 / 1000, rounded down.
//! assert_eq!(paid, 999);
//! ```
//!
//! # When things happen
//!
//! Whatever ends or changes a flow by itself has a moment, and that moment still belongs to what was before: it takes effect once the clock
//! is past it. So what is done at the very moment is done in time: a deposit that is topped up at the last moment that it covers goes on.
//! A flow that was left alone is brought up to date by [`Flow::advance`], which counts every piece of time at the rate that held then, however
//! late it is called.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::Moment;

/// Thousandths in a unit, and milliseconds in a second: what flows at a rate of `r` units a second is `r` thousandths a millisecond.
const THOUSANDTHS: u128 = 1_000;

/// The largest deposit: the thousandths of it can be counted.
pub const MAX_DEPOSIT: u128 = u128::MAX / THOUSANDTHS;

/// One of the two sides of a flow.
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
pub enum Side {
	/// Who pays.
	#[codec(index = 0)]
	Payer,
	/// Who is paid.
	#[codec(index = 1)]
	Payee,
}

/// What a payer announces: it takes effect when the notice is over.
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
pub enum Change {
	/// Nothing flows any more until he resumes.
	#[codec(index = 0)]
	Pause,
	/// No more than this flows every second. Never more than before.
	#[codec(index = 1)]
	Lower(u128),
	/// The flow ends.
	#[codec(index = 2)]
	Close,
}

/// A change, and the last moment before it.
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
pub struct Announcement {
	/// What changes.
	pub change: Change,
	/// Until when everything stays as it is.
	pub at: Moment,
}

/// How a stream ends.
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
pub enum Ending {
	/// The deposit was used up.
	#[codec(index = 0)]
	Insolvent,
	/// The payer gave notice, and it is over.
	#[codec(index = 1)]
	ClosedByPayer,
	/// The payee stopped.
	#[codec(index = 2)]
	ClosedByPayee,
	/// The money may not be bound any longer.
	#[codec(index = 3)]
	Lapsed,
	/// It was never funded.
	#[codec(index = 4)]
	NotFunded,
	/// A party stepped back before it was funded.
	#[codec(index = 5)]
	Declined,
}

/// What happened by itself up to a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Progress {
	/// What was announced and has taken effect, and since when. The end is told of by `ended`.
	pub changed: Option<Announcement>,
	/// How it ended, and its last moment.
	pub ended: Option<(Ending, Moment)>,
}

/// Money that flows at a rate out of a deposit. What accrues is never more than the deposit.
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
pub struct Flow {
	/// How much every second.
	pub rate: u128,
	/// What is bound: what has accrued and was not paid out, and what has not accrued. At most [`MAX_DEPOSIT`].
	pub deposit: u128,
	/// What has accrued and was not paid out, in thousandths of a unit.
	pub accrued: u128,
	/// Up to when that is counted.
	pub since: Moment,
	/// The payer paused it.
	pub paused_by_payer: bool,
	/// The payee paused it.
	pub paused_by_payee: bool,
	/// What the payer announced.
	pub announced: Option<Announcement>,
	/// The last moment that the money may be bound, paused or not; `None` if for ever.
	pub latest: Option<Moment>,
}

impl Flow {
	/// A flow that begins now. A deposit above [`MAX_DEPOSIT`] counts as that.
	pub fn new(rate: u128, deposit: u128, now: Moment, latest: Option<Moment>) -> Self {
		Self {
			rate,
			deposit: deposit.min(MAX_DEPOSIT),
			accrued: 0,
			since: now,
			paused_by_payer: false,
			paused_by_payee: false,
			announced: None,
			latest,
		}
	}

	/// Whether nobody paused it.
	pub const fn is_running(&self) -> bool {
		!self.paused_by_payer && !self.paused_by_payee
	}

	/// The thousandths of the deposit that have not accrued.
	fn remaining(&self) -> u128 {
		self.deposit.saturating_mul(THOUSANDTHS).saturating_sub(self.accrued)
	}

	/// The last moment that the deposit covers as things are, an announced change aside. `None` while it is paused. At this moment it
	/// may still be topped up; after it, it is over.
	pub fn covered_until(&self) -> Option<Moment> {
		self.is_running().then(|| self.lasts_until())
	}

	/// The last moment at which money flows as things are, an announced change aside: what the deposit covers, unless the money may not be
	/// bound for so long. `None` while it is paused.
	pub fn runs_until(&self) -> Option<Moment> {
		self.covered_until().map(|end| self.latest.map_or(end, |latest| end.min(latest)))
	}

	/// Until when what has not accrued lasts if it flows from now on, whether it is paused or not.
	pub fn lasts_until(&self) -> Moment {
		let time = self.remaining().checked_div(self.rate).unwrap_or(u128::MAX);
		self.since.saturating_add(Moment::try_from(time).unwrap_or(Moment::MAX))
	}

	/// Whether what has not accrued is enough for so many milliseconds at a rate.
	pub fn covers(&self, rate: u128, time: Moment) -> bool {
		rate.checked_mul(time.into()).is_some_and(|need| need <= self.remaining())
	}

	/// The last moment before something happens by itself; `None` if nothing will.
	pub fn due(&self) -> Option<Moment> {
		let announced = self.announced.map(|announcement| announcement.at);
		[announced, self.latest, self.covered_until()].into_iter().flatten().min()
	}

	/// Counts what flowed up to `now`, piece by piece at the rate that held, and does what was to happen by itself before that.
	///
	/// Once it has ended there is nothing left to do but to take it apart by [`Self::settle`]. Where several things have one moment, that the
	/// money may not be bound any longer comes first, then what was announced, then that the deposit is used up.
	pub fn advance(&mut self, now: Moment) -> Progress {
		let mut progress = Progress::default();
		loop {
			let announced = self.announced.map(|announcement| announcement.at);
			let stop = announced.into_iter().chain(self.latest).min().filter(|stop| *stop < now);
			let limit = stop.unwrap_or(now).max(self.since);
			if let Some(end) = self.covered_until().filter(|end| *end < limit) {
				progress.ended = Some((self.use_up(end), end));
				return progress;
			}
			self.accrue(limit);
			let Some(stop) = stop else { return progress };
			if self.latest == Some(stop) {
				// Borrowed money that was never paused lasts just as long as it may be bound.
				let ending = match self.covered_until() {
					Some(end) if end == stop => self.use_up(end),
					_ => Ending::Lapsed,
				};
				progress.ended = Some((ending, stop));
				return progress;
			}
			// It is the announcement then, and there is only one.
			let Some(announcement) = self.announced.take() else { return progress };
			match announcement.change {
				Change::Pause => self.paused_by_payer = true,
				// He may have agreed to less in the meantime.
				Change::Lower(rate) => self.rate = self.rate.min(rate),
				Change::Close => {
					progress.ended = Some((Ending::ClosedByPayer, stop));
					return progress;
				},
			}
			progress.changed = Some(announcement);
		}
	}

	/// All of the deposit is the payee's, what is left of a unit included.
	fn use_up(&mut self, end: Moment) -> Ending {
		self.accrued = self.deposit.saturating_mul(THOUSANDTHS);
		self.since = end;
		Ending::Insolvent
	}

	/// Counts what flowed until a moment that the deposit covers.
	fn accrue(&mut self, until: Moment) {
		if self.is_running() {
			let time = until.saturating_sub(self.since);
			let flowed = self.rate.saturating_mul(time.into()).min(self.remaining());
			self.accrued = self.accrued.saturating_add(flowed);
		}
		self.since = self.since.max(until);
	}

	/// What can be paid out: the whole units that have accrued.
	pub const fn payable(&self) -> u128 {
		self.accrued / THOUSANDTHS
	}

	/// Takes out what can be paid. The thousandths stay.
	pub fn pay(&mut self) -> u128 {
		let amount = self.payable();
		self.accrued %= THOUSANDTHS;
		self.deposit = self.deposit.saturating_sub(amount);
		amount
	}

	/// Adds to the deposit, and says whether it could: more than [`MAX_DEPOSIT`] cannot be bound.
	#[must_use]
	pub fn top_up(&mut self, amount: u128) -> bool {
		match self.deposit.checked_add(amount).filter(|sum| *sum <= MAX_DEPOSIT) {
			Some(sum) => {
				self.deposit = sum;
				true
			},
			None => false,
		}
	}

	/// Takes it apart: what the payee gets, and what the payer gets back. Together they are the deposit.
	pub fn settle(mut self) -> (u128, u128) {
		let paid = self.pay();
		(paid, self.deposit)
	}
}

#[cfg(test)]
mod tests;
