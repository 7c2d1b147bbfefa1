use counterfoil_primitives::{exchange::Outcome, terms::Fate};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

use crate::{mock::*, Error, Proposals};

#[test]
fn anyone_removes_a_proposal_that_is_over() {
	ExtBuilder::build_and_execute(|| {
		let id = proposed(conditions());
		set_time(UNTIL);
		assert_noop!(advance(PASSER_BY, id), Error::<Test>::NothingDue);
		set_time(UNTIL + 1);
		assert_noop!(DataContracts::advance(RuntimeOrigin::none(), id), DispatchError::BadOrigin);
		assert_ok!(advance(PASSER_BY, id));
		assert!(!Proposals::<Test>::contains_key(id));
		assert_gained(DEMANDER, 0);
	});
}

#[test]
fn anyone_ends_a_batch_that_lapsed_one_at_a_time() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		close(delivered(id, 0, SCHEDULE.due(0)), Outcome::NotCommitted);
		set_time(SCHEDULE.lapses(0));
		assert_noop!(advance(PASSER_BY, id), Error::<Test>::NothingDue);
		set_time(SCHEDULE.lapses(1) + 1);
		take_events();
		assert_ok!(advance(PASSER_BY, id));
		assert_ok!(advance(PASSER_BY, id));
		assert_eq!(closed(), [(0, Fate::Gap, GAP, 0), (1, Fate::Gap, GAP, 0)]);
		assert_noop!(advance(PASSER_BY, id), Error::<Test>::NothingDue);
		// The chain finds nothing left to do.
		next_block(SCHEDULE.lapses(1) + 1_000);
		assert_eq!(closed(), []);
	});
}

#[test]
fn exchange_under_way_is_not_touched() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		delivered(id, 0, SCHEDULE.due(0));
		set_time(SCHEDULE.lapses(0) + 1);
		assert_noop!(advance(PASSER_BY, id), Error::<Test>::NothingDue);
		assert_noop!(advance(PASSER_BY, id + 1), Error::<Test>::NotFound);
	});
}
