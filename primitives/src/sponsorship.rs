//! Calls that a subject signs and somebody else pays for.
//!
//! A device owns no tokens. It signs what it wants to have carried out, and an account that agreed to pay for it, its sponsor,
//! brings it to the chain. This module has what both sides and the chain must agree on: the bytes that are signed
//! ([`CallTerms::signing_bytes`]), and what a sponsor's limits leave ([`Usage`]).
//!
//! # Windows
//!
//! The windows of a sponsorship follow one another without a gap from the moment on that its limits were set: window `n` is
//!
//! ```text
//! since + n * window  ..=  since + (n + 1) * window - 1      (milliseconds)
//! ```
//!
//! So a quota is fresh at the first millisecond of a window, whenever the last call was. Within any span as long as a window
//! at most two quotas are used: the end of one and the beginning of the next.
//!
//! # Example
//!
//! ```
//! use counterfoil_primitives::sponsorship::{Limits, Usage};
//!
//! let limits = Limits {
//! 	calls_per_window: 2,
//! 	spend_per_window: 100,
//! 	window: 60_000,
//! 	spend_total: 150,
//! 	valid_until: u64::MAX,
//! };
//! let mut usage = Usage::start(0);
//! usage.count_call();
//! usage.count_spent(90);
//! assert_eq!(usage.left(&limits).calls, 1);
//! assert_eq!(usage.left(&limits).spend, 10);
//! // A new window, but the total counts on.
//! let usage = usage.at(&limits, 60_000);
//! assert_eq!(usage.left(&limits).calls, 2);
//! assert_eq!(usage.left(&limits).spend, 60);
//! ```

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	did::DidId,
	payload::{signing_bytes, Purpose},
	Hash, Moment,
};

/// Whose calls a sponsor pays for.
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
pub enum Beneficiary {
	/// Those of this stakeholder or device.
	#[codec(index = 0)]
	Did(DidId),
	/// Those of each device that this stakeholder owns at the time of the call, not those of the stakeholder itself.
	#[codec(index = 1)]
	DevicesOf(DidId),
}

impl Beneficiary {
	/// The DID that it names.
	pub const fn did(&self) -> DidId {
		match self {
			Self::Did(did) | Self::DevicesOf(did) => *did,
		}
	}
}

/// How much a sponsor pays for at most.
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
pub struct Limits {
	/// Calls in one window, those that fail included. Never zero.
	pub calls_per_window: u32,
	/// What the calls of one window may take from the sponsor's account, besides fees: money that goes away, and money that is
	/// newly put on hold.
	pub spend_per_window: u128,
	/// The length of a window in milliseconds. Never zero.
	pub window: Moment,
	/// What all calls together may take. Holds that are released later do not make room again.
	pub spend_total: u128,
	/// The last moment at which calls are paid for.
	pub valid_until: Moment,
}

/// How much of its limits a sponsorship has used.
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
pub struct Usage {
	/// The first moment of window 0: when the limits were set.
	pub since: Moment,
	/// The window that `calls` and `spent` belong to.
	pub window: u64,
	/// Calls in that window.
	pub calls: u32,
	/// What they took.
	pub spent: u128,
	/// What all calls of all windows took.
	pub spent_total: u128,
}

/// What is left of the limits.
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
pub struct Left {
	/// Calls in the current window.
	pub calls: u32,
	/// What the next calls of the current window may take: of the window or of the total, whichever is less.
	pub spend: u128,
}

impl Usage {
	/// Nothing used; window 0 begins now.
	pub const fn start(now: Moment) -> Self {
		Self { since: now, window: 0, calls: 0, spent: 0, spent_total: 0 }
	}

	/// Window 0 begins now, and the total counts on: how new limits are applied.
	#[must_use]
	pub const fn restart(self, now: Moment) -> Self {
		Self { spent_total: self.spent_total, ..Self::start(now) }
	}

	/// The usage as it stands at `now`: fresh, except for the total, if the window is another one.
	#[must_use]
	pub fn at(self, limits: &Limits, now: Moment) -> Self {
		let elapsed = now.saturating_sub(self.since);
		let window = elapsed.checked_div(limits.window).unwrap_or_default();
		if window == self.window {
			self
		} else {
			Self { window, calls: 0, spent: 0, ..self }
		}
	}

	/// What the limits leave in the window that this usage is of. After [`Self::at`].
	pub fn left(&self, limits: &Limits) -> Left {
		let of_window = limits.spend_per_window.saturating_sub(self.spent);
		let of_total = limits.spend_total.saturating_sub(self.spent_total);
		Left {
			calls: limits.calls_per_window.saturating_sub(self.calls),
			spend: of_window.min(of_total),
		}
	}

	/// The last moment of the window that this usage is of. After [`Self::at`].
	pub fn window_end(&self, limits: &Limits) -> Moment {
		let windows = self.window.saturating_add(1);
		self.since.saturating_add(windows.saturating_mul(limits.window)).saturating_sub(1)
	}

	/// Counts a call.
	pub fn count_call(&mut self) {
		self.calls = self.calls.saturating_add(1);
	}

	/// Counts what a call took.
	pub fn count_spent(&mut self, amount: u128) {
		self.spent = self.spent.saturating_add(amount);
		self.spent_total = self.spent_total.saturating_add(amount);
	}
}

/// What belongs to an account: all of it, and the part that is on hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Holdings {
	/// Free and on hold.
	pub total: u128,
	/// On hold.
	pub held: u128,
}

impl Holdings {
	/// What was taken between two looks at an account: what went away, and what is newly on hold.
	///
	/// Both are counted by themselves, so a hold that was released does not pay for money that left. Money that came in is
	/// not counted.
	pub fn taken_until(&self, later: &Self) -> u128 {
		let gone = self.total.saturating_sub(later.total);
		let newly_held = later.held.saturating_sub(self.held);
		gone.saturating_add(newly_held)
	}
}

/// What a subject wants, apart from the call itself.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct CallTerms<AccountId> {
	/// Who acts.
	pub did: DidId,
	/// How many sponsored calls the subject made before this one. Strictly one after the other.
	pub nonce: u64,
	/// The only account that may bring it. `None` lets every sponsor of a device do so, see the documentation of the pallet for
	/// what this allows. A stakeholder names one.
	pub sponsor: Option<AccountId>,
	/// The first moment at which it may be carried out.
	pub valid_from: Moment,
	/// The last moment at which it may be carried out.
	pub valid_until: Moment,
}

/// What is signed after the domain, the genesis hash and the nonce.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct SponsoredCallBody<AccountId> {
	/// Who acts.
	pub did: DidId,
	/// The only account that may bring it.
	pub sponsor: Option<AccountId>,
	/// The first moment at which it may be carried out.
	pub valid_from: Moment,
	/// The last moment at which it may be carried out.
	pub valid_until: Moment,
	/// The version of the encoding of calls. An upgrade that gives the same bytes another meaning changes it, so a signature
	/// never counts for another call than the one that was meant.
	pub transaction_version: u32,
	/// SHA-256 of the SCALE form of the call, so that the signed bytes are short whatever the call is.
	pub call: Hash,
}

impl<AccountId: Clone + Encode> CallTerms<AccountId> {
	/// The bytes that the subject signs: [`signing_bytes`] of [`Purpose::SponsoredCall`] over a [`SponsoredCallBody`].
	///
	/// `call` is the SHA-256 of the SCALE form of the call.
	pub fn signing_bytes(&self, genesis: &Hash, transaction_version: u32, call: Hash) -> Vec<u8> {
		let body = SponsoredCallBody {
			did: self.did,
			sponsor: self.sponsor.clone(),
			valid_from: self.valid_from,
			valid_until: self.valid_until,
			transaction_version,
			call,
		};
		signing_bytes(Purpose::SponsoredCall, genesis, self.nonce, &body)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const LIMITS: Limits = Limits {
		calls_per_window: 3,
		spend_per_window: 100,
		window: 1_000,
		spend_total: 250,
		valid_until: 90_000,
	};

	#[test]
	fn signed_bytes_are_domain_genesis_nonce_body() {
		let terms = CallTerms {
			did: DidId([2; 32]),
			nonce: 0x0102,
			sponsor: Some([3u8; 32]),
			valid_from: 4,
			valid_until: 5,
		};
		let tail = [
			&[2u8, 1, 0, 0, 0, 0, 0, 0][..],
			&[2; 32],
			&[1],
			&[3; 32],
			&[4, 0, 0, 0, 0, 0, 0, 0],
			&[5, 0, 0, 0, 0, 0, 0, 0],
			&[6, 0, 0, 0],
			&[7; 32],
		]
		.concat();
		let head = [&[29u8 << 2][..], b"counterfoil/sponsored-call/v1", &[1; 32]].concat();
		assert_eq!(terms.signing_bytes(&[1; 32], 6, [7; 32]), [head.clone(), tail].concat());

		let terms = CallTerms { sponsor: None::<[u8; 32]>, ..terms };
		let tail = [
			&[2u8, 1, 0, 0, 0, 0, 0, 0][..],
			&[2; 32],
			&[0],
			&[4, 0, 0, 0, 0, 0, 0, 0],
			&[5, 0, 0, 0, 0, 0, 0, 0],
			&[6, 0, 0, 0],
			&[7; 32],
		]
		.concat();
		assert_eq!(terms.signing_bytes(&[1; 32], 6, [7; 32]), [head, tail].concat());
	}

	#[test]
	fn beneficiaries_limits_and_terms_encode_in_order() {
		let did = DidId([9; 32]);
		assert_eq!(Beneficiary::Did(did).encode(), [&[0u8][..], &[9; 32]].concat());
		assert_eq!(Beneficiary::DevicesOf(did).encode(), [&[1u8][..], &[9; 32]].concat());
		let limits = (3u32, 100u128, 1_000u64, 250u128, 90_000u64);
		assert_eq!(LIMITS.encode(), limits.encode());
		let terms = CallTerms { did, nonce: 1, sponsor: Some(2u64), valid_from: 3, valid_until: 4 };
		assert_eq!(terms.encode(), (did, 1u64, Some(2u64), 3u64, 4u64).encode());
	}

	#[test]
	fn window_ends_at_its_last_millisecond() {
		let mut usage = Usage::start(500);
		usage.count_call();
		usage.count_spent(70);
		assert_eq!(usage.window_end(&LIMITS), 1_499);
		assert_eq!(usage.at(&LIMITS, 1_499), usage);
		let next = usage.at(&LIMITS, 1_500);
		assert_eq!((next.window, next.calls, next.spent, next.spent_total), (1, 0, 0, 70));
		assert_eq!(next.window_end(&LIMITS), 2_499);
		assert_eq!(usage.at(&LIMITS, 500 + 42_000).window, 42);
	}

	#[test]
	fn total_outlasts_windows_and_new_limits() {
		let mut usage = Usage::start(0);
		usage.count_spent(100);
		usage = usage.at(&LIMITS, 1_000);
		usage.count_spent(100);
		usage = usage.at(&LIMITS, 2_000);
		assert_eq!(usage.left(&LIMITS), Left { calls: 3, spend: 50 });
		assert_eq!(usage.restart(7).left(&LIMITS), Left { calls: 3, spend: 50 });
		assert_eq!(usage.restart(7).since, 7);
	}

	#[test]
	fn limits_below_what_is_used_leave_nothing() {
		let mut usage = Usage::start(0);
		usage.count_call();
		usage.count_spent(100);
		let less = Limits { calls_per_window: 0, spend_total: 50, ..LIMITS };
		assert_eq!(usage.left(&less), Left { calls: 0, spend: 0 });
	}

	#[test]
	fn extreme_clock_and_limits_do_not_overflow() {
		let limits = Limits { window: 1, spend_per_window: u128::MAX, ..LIMITS };
		let mut usage = Usage::start(0).at(&limits, u64::MAX);
		assert_eq!(usage.window_end(&limits), u64::MAX - 1);
		usage.count_spent(u128::MAX);
		usage.count_spent(u128::MAX);
		assert_eq!(usage.left(&limits).spend, 0);
		// The clock never goes back, and a window is never zero; even so nothing breaks.
		assert_eq!(Usage::start(9).at(&limits, 3), Usage::start(9));
		assert_eq!(Usage::start(9).at(&Limits { window: 0, ..limits }, 10), Usage::start(9));
	}

	#[test]
	fn released_hold_does_not_pay_for_money_that_left() {
		let before = Holdings { total: 1_000, held: 300 };
		let cases = [
			(1_000, 300, 0),
			(900, 300, 100),
			(1_000, 400, 100),
			(900, 400, 200),
			// 100 released and as much sent away; 100 taken out of the hold.
			(900, 200, 100),
			(1_000, 200, 0),
			(1_100, 300, 0),
		];
		for (total, held, taken) in cases {
			assert_eq!(before.taken_until(&Holdings { total, held }), taken, "{total} {held}");
		}
	}

	proptest! {
		#[test]
		fn no_window_and_no_total_is_ever_overdrawn(
			steps in prop::collection::vec((0u64..1_500, 0u128..200), 1..60),
		) {
			let mut usage = Usage::start(10);
			let mut now = 10;
			let mut by_window = std::collections::BTreeMap::<u64, (u32, u128)>::new();
			let mut total = 0;
			for (wait, amount) in steps {
				now += wait;
				usage = usage.at(&LIMITS, now);
				let left = usage.left(&LIMITS);
				if left.calls == 0 {
					continue;
				}
				usage.count_call();
				let window = by_window.entry((now - 10) / LIMITS.window).or_default();
				window.0 += 1;
				if amount <= left.spend {
					usage.count_spent(amount);
					window.1 += amount;
					total += amount;
				}
			}
			prop_assert!(by_window.values().all(|(calls, spent)| *calls <= 3 && *spent <= 100));
			prop_assert!(total <= 250);
			prop_assert_eq!(usage.spent_total, total);
		}
	}
}
