//! A flow against a clock that ticks every millisecond.

use alloc::{vec, vec::Vec};

use proptest::prelude::*;

use super::*;

/// A flow at seven thousandths of a unit a millisecond.
fn flow() -> Flow {
	Flow::new(7, 100, 1_000, None)
}

/// The announcement of a change.
fn announce(change: Change, at: Moment) -> Option<Announcement> {
	Some(Announcement { change, at })
}

#[test]
fn flow_accrues_by_the_millisecond_and_pays_whole_units() {
	let mut flow = flow();
	assert_eq!(flow.advance(1_142), Progress::default());
	assert_eq!((flow.accrued, flow.payable()), (994, 0));
	flow.advance(1_143);
	assert_eq!((flow.accrued, flow.pay()), (1_001, 1));
	assert_eq!((flow.accrued, flow.deposit), (1, 99));
}

#[test]
fn deposit_covers_its_last_moment_and_not_the_next() {
	// 100000 thousandths at 7 a millisecond: 14285 milliseconds, and five thousandths left over.
	let end = 1_000 + 14_285;
	assert_eq!(flow().covered_until(), Some(end));
	let mut in_time = flow();
	assert_eq!(in_time.advance(end), Progress::default());
	assert!(in_time.top_up(1));
	assert_eq!(in_time.covered_until(), Some(end + 143));
	let mut late = flow();
	assert_eq!(late.advance(end + 1).ended, Some((Ending::Insolvent, end)));
	assert_eq!(late.settle(), (100, 0));
}

#[test]
fn flow_that_is_paused_stands_still_and_lasts() {
	let mut flow = flow();
	flow.paused_by_payee = true;
	assert_eq!((flow.covered_until(), flow.due()), (None, None));
	assert_eq!(flow.advance(Moment::MAX), Progress::default());
	assert_eq!((flow.accrued, flow.since), (0, Moment::MAX));
}

#[test]
fn announced_changes_take_effect_after_their_moment_whenever_they_are_looked_at() {
	let mut flow = flow();
	flow.announced = announce(Change::Lower(3), 2_000);
	assert_eq!(flow.due(), Some(2_000));
	assert_eq!(flow.advance(2_000), Progress::default());
	let mut late = flow;
	assert_eq!(late.advance(5_000).changed, announce(Change::Lower(3), 2_000));
	assert_eq!((late.rate, late.accrued), (3, 7 * 1_000 + 3 * 3_000));

	flow.announced = announce(Change::Pause, 2_000);
	assert_eq!(flow.advance(9_000).changed, announce(Change::Pause, 2_000));
	assert!(flow.paused_by_payer);
	assert_eq!(flow.accrued, 7 * 1_000);
}

#[test]
fn announced_lower_rate_never_raises() {
	let mut flow = flow();
	flow.announced = announce(Change::Lower(5), 2_000);
	flow.rate = 2;
	flow.advance(2_001);
	assert_eq!(flow.rate, 2);
}

#[test]
fn notice_that_the_deposit_just_covers_is_kept() {
	let mut flow = Flow::new(10, 10, 0, None);
	flow.announced = announce(Change::Close, 1_000);
	assert_eq!(flow.covered_until(), Some(1_000));
	assert_eq!(flow.advance(7_000).ended, Some((Ending::ClosedByPayer, 1_000)));
	assert_eq!(flow.settle(), (10, 0));

	let mut flow = Flow::new(10, 10, 0, None);
	flow.announced = announce(Change::Close, 1_001);
	assert_eq!(flow.advance(7_000).ended, Some((Ending::Insolvent, 1_000)));
}

#[test]
fn money_is_not_bound_longer_than_it_may_be() {
	let mut flow = Flow::new(1, 100, 0, Some(500));
	flow.announced = announce(Change::Close, 500);
	flow.paused_by_payer = true;
	assert_eq!(flow.due(), Some(500));
	assert_eq!(flow.advance(500), Progress::default());
	assert_eq!(flow.advance(501).ended, Some((Ending::Lapsed, 500)));
	assert_eq!(flow.settle(), (0, 100));
}

#[test]
fn borrowed_money_that_was_never_paused_is_used_up() {
	// 14285 milliseconds, and five thousandths left over.
	let mut flow = Flow::new(7, 100, 0, Some(14_285));
	assert_eq!(flow.advance(14_285), Progress::default());
	assert_eq!(flow.advance(14_286).ended, Some((Ending::Insolvent, 14_285)));
	assert_eq!(flow.settle(), (100, 0));
}

#[test]
fn pause_that_comes_before_the_end_puts_the_end_off() {
	let mut flow = Flow::new(1_000, 10, 0, None);
	flow.announced = announce(Change::Pause, 4);
	let progress = flow.advance(1_000);
	assert_eq!((progress.ended, flow.accrued), (None, 4_000));
	flow.paused_by_payer = false;
	assert_eq!(flow.covered_until(), Some(1_006));
}

#[test]
fn attack_rate_and_time_that_overflow_take_the_deposit_and_no_more() {
	let mut flow = Flow::new(u128::MAX, 5, 0, None);
	assert_eq!(flow.covered_until(), Some(0));
	assert!(!flow.covers(u128::MAX, 2));
	assert_eq!(flow.advance(Moment::MAX).ended, Some((Ending::Insolvent, 0)));
	assert_eq!(flow.settle(), (5, 0));

	let mut flow = Flow::new(1, MAX_DEPOSIT, 0, None);
	assert_eq!(flow.covered_until(), Some(Moment::MAX));
	assert!(!flow.top_up(1));
	flow.advance(Moment::MAX);
	assert_eq!(flow.accrued, Moment::MAX.into());
	assert_eq!(Flow::new(1, u128::MAX, 0, None).deposit, MAX_DEPOSIT);
	// Nothing flows at no rate.
	assert_eq!(Flow::new(0, 1, 0, None).covered_until(), Some(Moment::MAX));
}

#[test]
fn clock_that_goes_back_counts_nothing_twice() {
	let mut flow = flow();
	flow.advance(2_000);
	let before = flow;
	assert_eq!(flow.advance(1_500), Progress::default());
	assert_eq!(flow, before);
}

#[test]
fn encodings_are_pinned() {
	assert_eq!(Side::Payer.encode(), [0]);
	assert_eq!(Side::Payee.encode(), [1]);
	assert_eq!(Change::Pause.encode(), [0]);
	assert_eq!(Change::Lower(1).encode(), [&[1u8, 1][..], &[0; 15]].concat());
	assert_eq!(Change::Close.encode(), [2]);
	let endings = [
		Ending::Insolvent,
		Ending::ClosedByPayer,
		Ending::ClosedByPayee,
		Ending::Lapsed,
		Ending::NotFunded,
		Ending::Declined,
	];
	for (index, ending) in endings.iter().enumerate() {
		assert_eq!(usize::from(ending.encode()[0]), index);
	}
	let flow = Flow { announced: announce(Change::Close, 3), ..Flow::new(1, 2, 9, Some(4)) };
	let fields = (1u128, 2u128, 0u128, 9u64, false, false, Some((2u8, 3u64)), Some(4u64));
	assert_eq!(flow.encode(), fields.encode());
}

/// What somebody does to a flow.
#[derive(Clone, Copy, Debug)]
enum Step {
	Wait(u64),
	Pay,
	TopUp(u128),
	Raise(u128),
	Pause(Side, bool),
	Announce(Change, u64),
}

fn step() -> impl Strategy<Value = Step> {
	let change =
		prop_oneof![Just(Change::Pause), (0..9u128).prop_map(Change::Lower), Just(Change::Close)];
	prop_oneof![
		6 => (0..400u64).prop_map(Step::Wait),
		3 => Just(Step::Pay),
		1 => (1..20u128).prop_map(Step::TopUp),
		1 => (1..40u128).prop_map(Step::Raise),
		1 => (prop_oneof![Just(Side::Payer), Just(Side::Payee)], any::<bool>())
			.prop_map(|(side, on)| Step::Pause(side, on)),
		1 => (change, 0..300u64).prop_map(|(change, notice)| Step::Announce(change, notice)),
	]
}

/// The same by a clock that ticks every millisecond.
struct Ticking {
	rate: u128,
	flowed: u128,
	deposits: u128,
	paused: [bool; 2],
	announced: Option<Announcement>,
	latest: Option<Moment>,
	now: Moment,
	ended: Option<Ending>,
}

impl Ticking {
	/// The next millisecond: what was due before it has happened.
	fn tick(&mut self) {
		if self.ended.is_some() {
			return;
		}
		let running = self.paused == [false, false];
		let used_up = running && self.flowed + self.rate > self.deposits * 1_000;
		if self.latest == Some(self.now) {
			self.ended = Some(if used_up { Ending::Insolvent } else { Ending::Lapsed });
			self.flowed = if used_up { self.deposits * 1_000 } else { self.flowed };
			return;
		}
		if let Some(announcement) = self.announced.filter(|announced| announced.at == self.now) {
			self.announced = None;
			match announcement.change {
				Change::Pause => self.paused[0] = true,
				Change::Lower(rate) => self.rate = self.rate.min(rate),
				Change::Close => {
					self.ended = Some(Ending::ClosedByPayer);
					return;
				},
			}
		}
		if self.paused == [false, false] {
			if self.flowed + self.rate > self.deposits * 1_000 {
				self.flowed = self.deposits * 1_000;
				self.ended = Some(Ending::Insolvent);
				return;
			}
			self.flowed += self.rate;
		}
		self.now += 1;
	}
}

proptest! {
	#[test]
	fn flow_pays_what_flowed_millisecond_by_millisecond(
		rate in 1..40u128,
		deposit in 1..40u128,
		latest in proptest::option::of(0..3_000u64),
		steps in proptest::collection::vec(step(), 0..40),
	) {
		let mut flow = Flow::new(rate, deposit, 0, latest);
		let mut clock = Ticking {
			rate,
			flowed: 0,
			deposits: deposit,
			paused: [false; 2],
			announced: None,
			latest,
			now: 0,
			ended: None,
		};
		let (mut now, mut paid) = (0, 0);
		let mut payments: Vec<u128> = vec![];
		for step in steps {
			match step {
				Step::Wait(time) => {
					now += time;
					let due = flow.due();
					let progress = flow.advance(now);
					(0..time).for_each(|_| clock.tick());
					prop_assert_eq!(progress.ended.map(|(ending, _)| ending), clock.ended);
					// Nothing happens unless it was due.
					if due.is_none_or(|due| now <= due) {
						prop_assert_eq!(progress, Progress::default());
					} else {
						prop_assert!(progress != Progress::default());
					}
				},
				Step::Pay => {
					let amount = flow.pay();
					paid += amount;
					payments.push(amount);
				},
				Step::TopUp(amount) => {
					prop_assert!(flow.top_up(amount));
					clock.deposits += amount;
				},
				Step::Raise(rate) => {
					flow.rate = flow.rate.max(rate);
					clock.rate = clock.rate.max(rate);
				},
				Step::Pause(Side::Payer, on) => (flow.paused_by_payer, clock.paused[0]) = (on, on),
				Step::Pause(Side::Payee, on) => (flow.paused_by_payee, clock.paused[1]) = (on, on),
				Step::Announce(change, notice) => {
					let announced = Some(Announcement { change, at: now + notice });
					(flow.announced, clock.announced) = (announced, announced);
				},
			}
			prop_assert_eq!(paid * 1_000 + flow.accrued, clock.flowed);
			prop_assert_eq!(paid + flow.deposit, clock.deposits);
			prop_assert!(flow.accrued <= flow.deposit * 1_000);
			if clock.ended.is_some() {
				break;
			}
		}
		let deposits = clock.deposits;
		let (to_payee, to_payer) = flow.settle();
		prop_assert_eq!(paid + to_payee, clock.flowed / 1_000);
		prop_assert_eq!(paid + to_payee + to_payer, deposits);
	}

	#[test]
	fn nothing_overflows(
		rate: u128, deposit: u128, now: Moment, later: Moment, more: u128, notice: Moment, latest: Option<Moment>,
	) {
		let mut flow = Flow::new(rate, deposit, now, latest);
		flow.announced = Some(Announcement { change: Change::Lower(rate / 2), at: now.saturating_add(notice) });
		flow.advance(later);
		let whole = flow.deposit;
		let paid = flow.pay();
		prop_assert_eq!(flow.deposit + paid, whole);
		let _ = flow.top_up(more);
		prop_assert!(flow.deposit <= MAX_DEPOSIT);
		prop_assert!(flow.accrued <= flow.deposit.saturating_mul(1_000));
		flow.due();
		flow.covers(rate, notice);
	}
}
