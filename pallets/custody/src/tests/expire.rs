//! What becomes overdue: by call, and by the chain itself.

use frame_support::{assert_noop, assert_ok, weights::WeightMeter};

use crate::{mock::*, weights::WeightInfo, Circulations, End, Error, Event};

#[test]
fn overdue_circulation_is_removed_by_anybody_and_not_a_millisecond_earlier() {
	ExtBuilder::build_and_execute(|| {
		let id = requested();
		set_time(UNTIL);
		assert_noop!(expire(PASSER_BY, id), Error::<Test>::DeadlineNotPassed);
		set_time(UNTIL + 1);
		assert_ok!(expire(PASSER_BY, id));
		assert!(is_over(id));
		assert_eq!(ticket(PROXY), 0);
		assert_eq!(
			last_event(),
			Event::Closed {
				circulation: id,
				end: End::Lapsed,
				giver: did(OWNER),
				receiver: did(PROXY),
				user: Some(did(USER)),
				data_set: SET,
				by: None,
			}
		);
		assert_noop!(expire(PASSER_BY, id), Error::<Test>::UnknownCirculation);
	});
}

#[test]
fn chain_removes_what_is_overdue_and_keeps_holdings() {
	ExtBuilder::build_and_execute(|| {
		let (first, second, (third, holding)) = (requested(), confirmed(), at_proxy());
		next_block(UNTIL);
		assert!(!is_over(first));
		next_block(UNTIL + 1_000);
		for id in [first, second, third] {
			assert!(is_over(id));
		}
		assert_eq!(ticket(PROXY), 0);
		assert_eq!(held(holding).holder, did(PROXY));
	});
}

#[test]
fn what_does_not_fit_into_a_block_is_removed_in_the_next_ones() {
	ExtBuilder::build_and_execute(|| {
		let number = 40;
		for _ in 0..number {
			requested();
		}
		// The agenda takes a twelfth.
		let room = (<() as WeightInfo>::agenda_entry() * 7
			+ <() as WeightInfo>::agenda_bucket() * 60)
			* 12;
		let mut blocks = 0;
		while Circulations::<Test>::iter().count() > 0 {
			let before = Circulations::<Test>::iter().count();
			let mut meter = WeightMeter::with_limit(room);
			blocks += 1;
			next_block_with(UNTIL + 1_000 * blocks, &mut meter);
			assert!(Circulations::<Test>::iter().count() < before || blocks == 1);
			assert!(meter.consumed().all_lte(room));
			assert!(blocks < 100, "the agenda stands still");
		}
		assert!(blocks > 1);
		assert_eq!(ticket(PROXY), 0);
	});
}

#[test]
fn completed_circulation_leaves_the_agenda() {
	ExtBuilder::build_and_execute(|| {
		let (id, _) = at_proxy();
		assert_ok!(provide(PROXY, id, narrow()));
		take_events();
		next_block(UNTIL + 5_000);
		assert_eq!(take_events(), []);
	});
}
