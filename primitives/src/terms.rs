//! Terms of a contract for a series of deliveries: when each batch is due, what a late or a missing one costs, what a complete
//! series is rewarded with (Y.4560 8.3).
//!
//! Everything is counted in the units of the money that the contract is about, rounded down, and nothing overflows: what cannot be
//! counted is as much as can. Two bounds hold whatever happens:
//!
//! - all penalties together are at most the [`bond`](Terms::bond), because a penalty is [taken](charge) from what is left of it;
//! - the reward is at most what was promised, because it is the part of it that the [`Counts`] say.

use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	did::DidId,
	money::{Asset, Commission, MAX_COMMISSIONS},
	sealed::{is_fee_payable, MAX_JUDGE_FEE, WHOLE},
	traits::{CertificateNeed, Delivery},
	usage::UsageStatement,
	DataSetId, Moment,
};

/// The most batches of one contract.
pub const MAX_BATCHES: u32 = 10_000;

/// The longest notice, the longest time for an umpire and the longest period: 366 days, in milliseconds. What is bound to a series is
/// not bound for longer by one of them.
pub const MAX_NOTICE: Moment = 366 * 24 * 60 * 60 * 1_000;

/// When batches are due. They are counted from 0.
///
/// A batch may be delivered from [`opens`](Self::opens) until [`lapses`](Self::lapses), both included. The grace is shorter
/// than the period: so a batch lapses before the next one is due, and there is one batch at a time to begin with.
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
pub struct Schedule {
	/// When the first batch is due.
	pub first: Moment,
	/// From one batch to the next, in milliseconds, at most [`MAX_NOTICE`].
	pub period: Moment,
	/// How long after it was due a batch may still be delivered.
	pub grace: Moment,
	/// How many batches, 1 to [`MAX_BATCHES`].
	pub batches: u32,
}

impl Schedule {
	/// Whether batches follow each other often enough, and the clock shows a moment beyond all of them.
	pub fn is_well_formed(&self) -> bool {
		let last = self
			.period
			.checked_mul(self.batches.into())
			.and_then(|all| self.first.checked_add(all))
			.and_then(|end| end.checked_add(self.grace));
		(1..=MAX_BATCHES).contains(&self.batches)
			&& self.grace < self.period
			&& self.period <= MAX_NOTICE
			&& self.period <= self.first
			&& last.is_some()
	}

	/// When the batch is due. Delivered at this moment it is in time.
	pub fn due(&self, batch: u32) -> Moment {
		self.first.saturating_add(self.period.saturating_mul(batch.into()))
	}

	/// The first moment at which the batch may be delivered: one period before it is due.
	pub fn opens(&self, batch: u32) -> Moment {
		self.due(batch).saturating_sub(self.period)
	}

	/// The last moment at which the batch may be delivered.
	pub fn lapses(&self, batch: u32) -> Moment {
		self.due(batch).saturating_add(self.grace)
	}

	/// How many batches are due at this moment or before it.
	pub fn fell_due(&self, by: Moment) -> u32 {
		let Some(beyond) = by.checked_sub(self.first) else { return 0 };
		let periods = beyond.checked_div(self.period).unwrap_or(Moment::MAX).saturating_add(1);
		u32::try_from(periods).unwrap_or(u32::MAX).min(self.batches)
	}

	/// By how much a delivery of the batch at this moment is late.
	pub fn delay(&self, batch: u32, at: Moment) -> Moment {
		at.saturating_sub(self.due(batch))
	}
}

/// The penalty for a late delivery.
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
pub struct Late {
	/// What delay is counted in, in milliseconds. One that has begun counts in full.
	pub unit: Moment,
	/// The penalty for each.
	pub per_unit: u128,
	/// The most for one batch.
	pub most: u128,
}

impl Late {
	/// The penalty for a delay.
	pub fn of(&self, delay: Moment) -> u128 {
		// Of units without length there are as many as one likes.
		let units = match self.unit {
			0 => Moment::MAX,
			unit => delay.div_ceil(unit),
		};
		match delay {
			0 => 0,
			_ => self.per_unit.saturating_mul(units.into()).min(self.most),
		}
	}
}

/// The reward for a complete series.
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
	/// How many of a thousand batches must be delivered in time.
	pub at_least: u16,
	/// What the supplier gets then for a series that was carried out to its end.
	pub reward: u128,
}

/// Penalties and rewards.
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
pub struct Terms {
	/// The penalty for a late batch, if there is one.
	pub late: Option<Late>,
	/// The penalty for a missing batch; 0: none.
	pub gap: u128,
	/// What the demander pays for a batch that he refused without cause, as the umpire found; 0: nothing. At most the price. So much
	/// of his budget covers nothing else while he may have to pay it.
	pub refusal: u128,
	/// The reward for a complete series, if there is one.
	pub completeness: Option<Completeness>,
	/// The most that the supplier pays in penalties, all together.
	pub liability: u128,
	/// How long beforehand either party says that the series ends, in milliseconds.
	pub notice: Moment,
}

impl Terms {
	/// Whether every penalty and reward means something: units have a length, a cap is no less than one unit's penalty, a reward asks
	/// for 1 to 1000 of a thousand, a refused batch costs no more than an accepted one, the liability covers one penalty.
	pub fn is_well_formed(&self, price: u128) -> bool {
		let late = self
			.late
			.is_none_or(|late| late.unit > 0 && late.per_unit > 0 && late.per_unit <= late.most);
		let complete = self
			.completeness
			.is_none_or(|one| (1..=1_000).contains(&one.at_least) && one.reward > 0);
		late && complete
			&& self.refusal <= price
			&& self.worst() <= self.liability
			&& self.notice <= MAX_NOTICE
	}

	/// The amounts that may change hands by themselves. What is 0 never does.
	pub fn amounts(&self) -> [u128; 4] {
		[
			self.late.map_or(0, |late| late.per_unit),
			self.gap,
			self.refusal,
			self.completeness.map_or(0, |one| one.reward),
		]
	}

	/// The most that one batch can cost the supplier.
	pub fn worst(&self) -> u128 {
		self.late.map_or(0, |late| late.most).max(self.gap)
	}

	/// What the supplier puts up for so many batches: the most penalties, and no more than his liability.
	pub fn bond(&self, batches: u32) -> u128 {
		self.worst().saturating_mul(batches.into()).min(self.liability)
	}

	/// The penalty for a delivery with this delay.
	pub fn late(&self, delay: Moment) -> u128 {
		self.late.map_or(0, |late| late.of(delay))
	}

	/// What the demander puts up for the reward.
	pub fn promised(&self) -> u128 {
		self.completeness.map_or(0, |one| one.reward)
	}

	/// The reward of a series that was to have so many batches and is over.
	///
	/// The part of the series that was carried out earns the same part of the reward, rounded down: who ends early neither saves
	/// nor earns the whole. Batches that the supplier did not owe count neither for nor against him.
	pub fn reward(&self, batches: u32, counts: &Counts) -> u128 {
		let Some(Completeness { at_least, reward }) = self.completeness else { return 0 };
		let (batches, owed) = (u128::from(batches), u128::from(counts.owed()));
		let in_time = u128::from(counts.in_time).saturating_mul(1_000);
		let complete = in_time >= u128::from(at_least).saturating_mul(owed);
		if owed == 0 || batches == 0 || !complete {
			return 0;
		}
		// The whole parts first, so that nothing overflows.
		let (each, rest) = (reward / batches, reward % batches);
		let part = each.saturating_mul(owed).saturating_add(rest.saturating_mul(owed) / batches);
		part.min(reward)
	}
}

/// What became of the batches of a series so far.
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
pub struct Counts {
	/// Delivered and paid, in time.
	pub in_time: u32,
	/// Delivered and paid, late.
	pub late: u32,
	/// Not delivered, by the supplier's fault.
	pub gaps: u32,
	/// Offered, and not accepted by the demander, or void for want of a certificate.
	pub refused: u32,
	/// Not owed, and not for want of the demander's money in the end: too many exchanges were under way, the judge could not serve, or the
	/// supplier offered it all the same and failed.
	pub excused: u32,
	/// Neither owed nor offered, because the demander had not paid for it beforehand.
	pub unfunded: u32,
}

impl Counts {
	/// Batches that were the supplier's to deliver, and that the demander did not refuse.
	pub fn owed(&self) -> u32 {
		self.in_time.saturating_add(self.late).saturating_add(self.gaps)
	}

	/// All batches that came to an end.
	pub fn total(&self) -> u32 {
		self.owed()
			.saturating_add(self.refused)
			.saturating_add(self.excused)
			.saturating_add(self.unfunded)
	}

	/// Counts one more.
	pub fn count(&mut self, fate: Fate) {
		let counter = match fate {
			Fate::InTime => &mut self.in_time,
			Fate::Late => &mut self.late,
			Fate::Gap => &mut self.gaps,
			Fate::Refused => &mut self.refused,
			Fate::Excused => &mut self.excused,
			Fate::Unfunded => &mut self.unfunded,
		};
		*counter = counter.saturating_add(1);
	}
}

/// How a batch ended.
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
pub enum Fate {
	/// Delivered and paid, in time.
	#[codec(index = 0)]
	InTime,
	/// Delivered and paid, late.
	#[codec(index = 1)]
	Late,
	/// Not delivered, by the supplier's fault.
	#[codec(index = 2)]
	Gap,
	/// Offered, and not accepted by the demander, or void for want of a certificate.
	#[codec(index = 3)]
	Refused,
	/// Not owed, and not for want of the demander's money in the end: too many exchanges were under way, the judge could not serve, or the
	/// supplier offered it all the same and failed.
	#[codec(index = 4)]
	Excused,
	/// Neither owed nor offered, because the demander had not paid for it beforehand.
	#[codec(index = 5)]
	Unfunded,
}

/// Takes a penalty from what is left of a bond: all of it, or what there is. Returns what was taken.
pub fn charge(left: &mut u128, penalty: u128) -> u128 {
	let taken = penalty.min(*left);
	*left = left.saturating_sub(taken);
	taken
}

/// Who says whose fault it was that the demander did not accept a batch that the supplier offered. The chain cannot know.
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
pub struct Umpire {
	/// Who.
	pub did: DidId,
	/// For how long, in milliseconds, once the batch has lapsed and no exchange of it is under way. After that it was nobody's fault.
	pub window: Moment,
}

/// Everything that the parties of a series agree on.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Conditions {
	/// The data set that is delivered from.
	pub data_set: DataSetId,
	/// What is paid in: prices, penalties and rewards.
	pub asset: Asset,
	/// The price of one batch.
	pub price: u128,
	/// When batches are due.
	pub schedule: Schedule,
	/// For how many batches the demander pays beforehand, at least 1. He may pay for more as the series goes on.
	pub prepaid: u32,
	/// The fewest readings of a batch.
	pub records: u64,
	/// The lowest quality of a batch, per mille.
	pub quality: u16,
	/// Which certificate a batch must have.
	pub certificate: CertificateNeed,
	/// How the key of a batch reaches the demander.
	pub delivery: Delivery,
	/// Who gets a part of each price.
	pub commissions: BoundedVec<Commission, ConstU32<MAX_COMMISSIONS>>,
	/// What the demander may do with the data.
	pub usage: UsageStatement,
	/// Penalties and rewards.
	pub terms: Terms,
	/// Who says whose fault it was that a batch was not accepted, if anybody.
	pub umpire: Option<Umpire>,
}

impl Conditions {
	/// What the demander puts up for one batch: the price, and for a sealed delivery the judge's fee as well. `None` if a `u128` does not
	/// count it.
	pub fn stake(&self) -> Option<u128> {
		match &self.delivery {
			Delivery::Proven => Some(self.price),
			Delivery::Sealed(judge) => judge.stake(self.price),
		}
	}

	/// What the demander puts up at the beginning: for the batches that he pays beforehand, and the promised reward. `None` if a
	/// `u128` does not count what the whole series takes.
	pub fn budget(&self) -> Option<u128> {
		let (stake, promised) = (self.stake()?, self.terms.promised());
		stake.checked_mul(self.schedule.batches.into())?.checked_add(promised)?;
		stake.checked_mul(self.prepaid.into())?.checked_add(promised)
	}

	/// What the supplier puts up at the beginning.
	pub fn bond(&self) -> u128 {
		self.terms.bond(self.schedule.batches)
	}

	/// Whether the judge of a sealed delivery is neither party nor paid by one, asks for no more than a judge may, and can be paid, whoever
	/// bears which part, in an asset of which an account must have `least`.
	pub fn is_judge_fair(&self, parties: [&DidId; 2], least: u128) -> bool {
		match &self.delivery {
			Delivery::Proven => true,
			Delivery::Sealed(judge) => {
				let fee = judge.fee_of(self.price);
				!parties.contains(&&judge.did)
					&& self.commissions.iter().all(|commission| commission.payee != judge.did)
					&& judge.fee <= MAX_JUDGE_FEE
					&& judge.fallback <= WHOLE
					&& (judge.fee == 0) == (fee == 0)
					&& is_fee_payable(fee, least)
			},
		}
	}
}

#[cfg(test)]
mod tests {
	use alloc::vec::Vec;
	use proptest::{collection, option, prelude::*};

	use super::*;
	use crate::{traits::Judge, usage::UsageTerms};

	const SCHEDULE: Schedule = Schedule { first: 10_000, period: 1_000, grace: 400, batches: 5 };

	fn terms() -> Terms {
		Terms {
			late: Some(Late { unit: 100, per_unit: 7, most: 20 }),
			gap: 50,
			refusal: 30,
			completeness: Some(Completeness { at_least: 750, reward: 1_000 }),
			liability: 120,
			notice: 0,
		}
	}

	#[test]
	fn batch_is_open_for_a_period_and_the_grace() {
		assert!(SCHEDULE.is_well_formed());
		assert_eq!(
			(SCHEDULE.opens(0), SCHEDULE.due(0), SCHEDULE.lapses(0)),
			(9_000, 10_000, 10_400)
		);
		assert_eq!(
			(SCHEDULE.opens(4), SCHEDULE.due(4), SCHEDULE.lapses(4)),
			(13_000, 14_000, 14_400)
		);
		assert_eq!(SCHEDULE.delay(1, 11_000), 0);
		assert_eq!(SCHEDULE.delay(1, 11_001), 1);
	}

	#[test]
	fn batches_fall_due_at_their_moment() {
		let due = [(0, 0), (9_999, 0), (10_000, 1), (10_999, 1), (11_000, 2), (14_000, 5)];
		for (by, number) in due {
			assert_eq!(SCHEDULE.fell_due(by), number, "{by}");
		}
		assert_eq!(SCHEDULE.fell_due(Moment::MAX), 5);
	}

	#[test]
	fn schedules_that_mean_nothing_are_not_well_formed() {
		for flawed in [
			Schedule { batches: 0, ..SCHEDULE },
			Schedule { batches: MAX_BATCHES + 1, ..SCHEDULE },
			Schedule { period: 0, grace: 0, ..SCHEDULE },
			Schedule { grace: 1_000, ..SCHEDULE },
			Schedule { first: 999, ..SCHEDULE },
			Schedule { first: Moment::MAX, ..SCHEDULE },
			Schedule { first: Moment::MAX - 5_000, ..SCHEDULE },
			Schedule { period: MAX_NOTICE + 1, first: MAX_NOTICE + 1, ..SCHEDULE },
		] {
			assert!(!flawed.is_well_formed(), "{flawed:?}");
		}
		assert!(Schedule { period: MAX_NOTICE, first: MAX_NOTICE, ..SCHEDULE }.is_well_formed());
	}

	#[test]
	fn every_unit_of_delay_that_began_is_charged_up_to_the_cap() {
		let late = Late { unit: 100, per_unit: 7, most: 20 };
		let charged =
			[(0, 0), (1, 7), (100, 7), (101, 14), (200, 14), (201, 20), (Moment::MAX, 20)];
		for (delay, penalty) in charged {
			assert_eq!(late.of(delay), penalty, "{delay}");
		}
		assert_eq!(Late { unit: 0, ..late }.of(1), 20);
		assert_eq!(Late { unit: 1, per_unit: u128::MAX, most: u128::MAX }.of(3), u128::MAX);
	}

	#[test]
	fn bond_covers_the_worst_of_every_batch_up_to_the_liability() {
		assert_eq!(terms().worst(), 50);
		assert_eq!(terms().bond(2), 100);
		assert_eq!(terms().bond(5), 120);
		assert_eq!(Terms::default().bond(MAX_BATCHES), 0);
	}

	#[test]
	fn terms_that_mean_nothing_are_not_well_formed() {
		assert!(terms().is_well_formed(30));
		assert!(Terms::default().is_well_formed(0));
		let late = terms().late;
		for flawed in [
			Terms { refusal: 31, ..terms() },
			Terms { liability: 49, ..terms() },
			Terms { notice: MAX_NOTICE + 1, ..terms() },
			Terms { late: late.map(|late| Late { unit: 0, ..late }), ..terms() },
			Terms { late: late.map(|late| Late { per_unit: 0, ..late }), ..terms() },
			Terms { late: late.map(|late| Late { per_unit: 21, ..late }), ..terms() },
			Terms { completeness: Some(Completeness { at_least: 0, reward: 1 }), ..terms() },
			Terms { completeness: Some(Completeness { at_least: 1_001, reward: 1 }), ..terms() },
			Terms { completeness: Some(Completeness { at_least: 1, reward: 0 }), ..terms() },
		] {
			assert!(!flawed.is_well_formed(30), "{flawed:?}");
		}
	}

	#[test]
	fn reward_asks_for_punctuality_and_follows_what_was_carried_out() {
		let reward = |in_time, late, gaps| {
			terms().reward(4, &Counts { in_time, late, gaps, ..Counts::default() })
		};
		assert_eq!(reward(4, 0, 0), 1_000);
		assert_eq!(reward(3, 1, 0), 1_000);
		assert_eq!(reward(3, 0, 1), 1_000);
		assert_eq!(reward(2, 1, 1), 0);
		// Ended early.
		assert_eq!(reward(2, 0, 0), 500);
		assert_eq!(reward(0, 0, 0), 0);
		let spared = Counts { in_time: 3, refused: 1, ..Counts::default() };
		assert_eq!(terms().reward(4, &spared), 750);
		assert_eq!(terms().reward(0, &spared), 0);
		let most = Completeness { at_least: 1, reward: u128::MAX };
		let most = Terms { completeness: Some(most), ..terms() };
		assert_eq!(most.reward(4, &Counts { in_time: 4, ..Counts::default() }), u128::MAX);
	}

	#[test]
	fn every_fate_is_counted_once() {
		let mut counts = Counts::default();
		let fates =
			[Fate::InTime, Fate::Late, Fate::Gap, Fate::Refused, Fate::Excused, Fate::Unfunded];
		for fate in fates {
			counts.count(fate);
		}
		assert_eq!((counts.owed(), counts.total()), (3, 6));
		let each = [counts.in_time, counts.late, counts.gaps, counts.refused, counts.excused];
		assert_eq!(each, [1; 5]);
	}

	fn conditions(price: u128, fee: u16) -> Conditions {
		Conditions {
			data_set: 1,
			asset: Asset::Native,
			price,
			schedule: SCHEDULE,
			prepaid: 2,
			records: 0,
			quality: 0,
			certificate: CertificateNeed::None,
			delivery: Delivery::Sealed(Judge { did: DidId([9; 32]), fee, fallback: 500 }),
			commissions: BoundedVec::new(),
			usage: UsageStatement { document: [0; 32], terms: UsageTerms::unlimited() },
			terms: terms(),
			umpire: None,
		}
	}

	#[test]
	fn demander_puts_up_prices_fees_of_a_judge_and_the_reward() {
		let sealed = conditions(1_000, 100);
		assert_eq!(
			(sealed.stake(), sealed.budget(), sealed.bond()),
			(Some(1_100), Some(3_200), 120)
		);
		let proven = Conditions { delivery: Delivery::Proven, ..sealed };
		assert_eq!((proven.stake(), proven.budget()), (Some(1_000), Some(3_000)));
	}

	#[test]
	fn attack_price_overflow_is_no_budget() {
		assert_eq!(conditions(u128::MAX / 5 + 1, 0).budget(), None);
		assert_eq!(conditions(u128::MAX / 5, 0).budget(), None, "the reward comes on top");
		assert_eq!(conditions(u128::MAX, 1).stake(), None);
	}

	#[test]
	fn judge_is_neither_party_nor_dear_nor_unpayable() {
		let (one, other, judge) = (DidId([1; 32]), DidId([2; 32]), DidId([9; 32]));
		assert!(conditions(1_000, 100).is_judge_fair([&one, &other], 50));
		assert!(!conditions(1_000, 100).is_judge_fair([&one, &judge], 50));
		assert!(!conditions(1_000, 100).is_judge_fair([&one, &other], 51));
		assert!(!conditions(1_000, 201).is_judge_fair([&one, &other], 1));
		assert!(!conditions(9, 100).is_judge_fair([&one, &other], 0));
		let mut paid = conditions(1_000, 100);
		paid.commissions =
			BoundedVec::truncate_from(alloc::vec![Commission { payee: judge, per_mille: 1 }]);
		assert!(!paid.is_judge_fair([&one, &other], 50));
		let proven = Conditions { delivery: Delivery::Proven, ..conditions(1_000, 201) };
		assert!(proven.is_judge_fair([&one, &judge], 51));
	}

	fn any_terms() -> impl Strategy<Value = Terms> {
		let amount = || prop_oneof![3 => 0..10_000u128, 1 => any::<u128>()];
		let late = (any::<Moment>(), amount(), amount()).prop_map(|(unit, per_unit, most)| Late {
			unit,
			per_unit,
			most,
		});
		let completeness = (any::<u16>(), amount())
			.prop_map(|(at_least, reward)| Completeness { at_least, reward });
		(option::of(late), amount(), amount(), option::of(completeness), amount()).prop_map(
			|(late, gap, refusal, completeness, liability)| Terms {
				late,
				gap,
				refusal,
				completeness,
				liability,
				notice: 0,
			},
		)
	}

	proptest! {
		#[test]
		fn penalties_never_exceed_bond_nor_rewards_the_promise(
			terms in any_terms(),
			fates in collection::vec((0..6u8, any::<Moment>()), 0..40),
			more in 0..20u32,
		) {
			let batches = u32::try_from(fates.len()).unwrap() + more;
			let bond = terms.bond(batches);
			let (mut left, mut counts, mut paid) = (bond, Counts::default(), Vec::new());
			for (fate, delay) in fates {
				let (fate, penalty) = match fate {
					0 => (Fate::InTime, 0),
					1 => (Fate::Late, terms.late(delay)),
					2 => (Fate::Gap, terms.gap),
					3 => (Fate::Refused, 0),
					4 => (Fate::Excused, 0),
					_ => (Fate::Unfunded, 0),
				};
				prop_assert!(penalty <= terms.worst());
				counts.count(fate);
				paid.push(charge(&mut left, penalty));
			}
			let all = paid.iter().fold(0u128, |sum, one| sum.checked_add(*one).unwrap());
			prop_assert_eq!(all + left, bond);
			prop_assert!(bond <= terms.liability);
			prop_assert!(terms.reward(batches, &counts) <= terms.promised());
		}

		#[test]
		fn longer_delay_never_costs_less(terms in any_terms(), one: Moment, other: Moment) {
			prop_assert!(terms.late(one.min(other)) <= terms.late(one.max(other)));
			prop_assert_eq!(terms.late(0), 0);
		}

		#[test]
		fn batches_of_a_schedule_follow_each_other(
			first in 0..u64::MAX / 2,
			period in 1..=MAX_NOTICE,
			part in 0..1_000u64,
			batches in 1..=MAX_BATCHES,
			batch: u32,
			at: Moment,
		) {
			let grace = period / 1_000 * part;
			let schedule = Schedule { first: first.max(period), period, grace, batches };
			prop_assert!(schedule.is_well_formed());
			let batch = batch % batches;
			prop_assert!(schedule.opens(batch) < schedule.due(batch));
			prop_assert!(schedule.due(batch) <= schedule.lapses(batch));
			prop_assert!(schedule.lapses(batch) < schedule.due(batch + 1));
			prop_assert_eq!(schedule.fell_due(schedule.due(batch)), batch + 1);
			prop_assert_eq!(schedule.fell_due(schedule.due(batch) - 1), batch);
			prop_assert_eq!(schedule.fell_due(at) > batch, schedule.due(batch) <= at);
		}
	}
}
