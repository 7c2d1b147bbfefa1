//! What the chain does by itself.

use frame_support::weights::{Weight, WeightMeter};

use super::*;
use crate::WeightInfo;

/// Two buckets after the end of an auction of the tests, everything is due.
const LATE: u64 = START + 2 * MIN_WINDOW + 2_000;

#[test]
fn chain_settles_some_bids_per_block_and_forgets_none() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(SealedTerms { copies: 2, ..terms() });
		auctioned(id, &[1_500; 8]);
		for (block, left) in [(0, 5), (1, 2)] {
			run_to(LATE + block * 6_000);
			assert_eq!(Bids::<Test>::iter_keys().count(), left);
			check();
		}
		run_to(LATE + 12_000);
		assert!(!Auctions::<Test>::contains_key(id));
		assert_eq!(sold(), [(BIDDER, 1_500), (BIDDER + 1, 1_500)]);
		assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
	});
}

#[test]
fn chain_never_moves_before_the_last_moment_has_passed() {
	ExtBuilder::build_and_execute(|| {
		let (one, other) = (sealed(terms()), descending(1));
		for now in (START..=START + 2 * MIN_WINDOW).step_by(500) {
			run_to(now);
			assert!(Auctions::<Test>::contains_key(one), "settled at {now}");
			assert_eq!(Auctions::<Test>::contains_key(other), now < START + 12_000, "at {now}");
		}
		run_to(LATE);
		assert!(!Auctions::<Test>::contains_key(one));
	});
}

#[test]
fn chain_and_anyone_do_not_settle_twice() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		auctioned(id, &[1_500; 5]);
		assert_ok!(DataAuction::advance(signed(PASSER_BY), id));
		assert_eq!(Agenda::<Test>::iter_keys().count(), 1);
		assert_ok!(DataAuction::advance(signed(PASSER_BY), id));
		take_events();
		run_to(LATE + 10_000);
		assert!(take_events().is_empty());
		assert_eq!(sold(), [(BIDDER, 1_500)]);
	});
}

#[test]
fn block_without_room_moves_nothing_and_forgets_nothing() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		auctioned(id, &[1_500]);
		let mut meter = WeightMeter::with_limit(Weight::zero());
		begin_block(LATE, &mut meter);
		assert_eq!(meter.consumed(), Weight::zero());
		assert!(Auctions::<Test>::contains_key(id));
		run_to(LATE + 6_000);
		assert!(!Auctions::<Test>::contains_key(id));
	});
}

#[test]
fn attack_ten_thousand_auctions_that_end_at_once_are_worked_off_by_seconds_within_the_share_of_a_block(
) {
	ExtBuilder::build().execute_with(|| {
		const EACH: usize = 5_000;
		// Enough for so many tickets.
		assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), SUPPLIER, 1_000 * WEALTH));
		let lot = good_lot(SUPPLIER);
		// Half of them a second later.
		for later in [0, 1_000] {
			for _ in 0..EACH {
				let terms = SealedTerms { reveal_until: LATE - 2_000 + later, ..terms() };
				sealed_of(lot.clone(), terms);
			}
		}
		// A first block, so that the agenda knows where it begins.
		run_to(START + 1_000);
		assert_eq!(Auctions::<Test>::iter_keys().count(), 2 * EACH);

		// Without bids: each is ended in one step.
		let submissions = lot.submissions.len() as u32;
		let one = <() as WeightInfo>::advance(submissions, 0);
		// Room for a hundred in the share that the agenda may take, beside some buckets on the way.
		let per_block = 100;
		let buckets = <() as WeightInfo>::agenda_bucket().saturating_mul(60);
		let room = one.saturating_mul(per_block).saturating_add(buckets).saturating_mul(12);
		let mut blocks = 0u64;
		let mut left = 2 * EACH;
		while left > 0 {
			let mut meter = WeightMeter::with_limit(room);
			begin_block(LATE + 1_000 + blocks * 6_000, &mut meter);
			assert!(meter.consumed().saturating_mul(12).all_lte(room));
			let now_left = Auctions::<Test>::iter_keys().count();
			assert!(left - now_left <= per_block as usize + 20, "too much in one block");
			// None of the later half before the last of the earlier half.
			if now_left > EACH {
				let later = (EACH as u64..2 * EACH as u64)
					.filter(|id| Auctions::<Test>::contains_key(id))
					.count();
				assert_eq!(later, EACH);
			}
			left = now_left;
			blocks += 1;
			assert!(blocks <= 2 * EACH as u64 / per_block + 2, "the agenda makes no progress");
		}
		assert!(blocks >= 80, "{blocks} blocks did it all");
		assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
		check();
	});
}
