use counterfoil_primitives::{
	did::DidStatus,
	traits::{Decision, Reason, SubmissionStatus},
	verdict::{RoundOutcome, Standing},
};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::BadOrigin;

use crate::{mock::*, Error, Event, Reputations};

const REASON: [u8; 32] = [0xd0; 32];

#[test]
fn veto_in_any_phase_rejects_the_submission_and_returns_all_money() {
	let good = [Some(valid(900)), Some(valid(900)), Some(valid(900))];
	let cases: [fn(&[Option<crate::Verdict>]) -> u64; 4] = [
		|_| opened(3),
		|_| {
			let id = opened(4);
			join_all(3, id);
			id
		},
		|_| joined(3),
		committed,
	];
	for make in cases {
		ExtBuilder::build_and_execute(|| {
			let id = make(&good);
			take_events();
			assert_ok!(veto(REGULATOR, id, REASON));
			let submission = round(id).submission;
			let outcome = RoundOutcome::Vetoed { regulator: did(REGULATOR), reason: REASON };
			let events = take_events();
			assert_eq!(
				events[..2],
				[
					Event::Vetoed {
						round: id,
						submission,
						data_set: DATA_SET,
						regulator: did(REGULATOR),
						reason: REASON,
					},
					Event::Decided {
						round: id,
						submission,
						data_set: DATA_SET,
						supplier: did(SUPPLIER),
						outcome,
						valid: 0,
						invalid: 0,
						unrevealed: round(id).joined,
						refund: FEE,
					},
				]
			);
			let found = submitted(submission).unwrap();
			assert_eq!(found.status, SubmissionStatus::Rejected);
			assert_eq!(found.decisions, [Decision::Invalid { reason: Reason::Vetoed, leaf: None }]);
			settle(id);
			assert_gained(SUPPLIER, 0);
			for (seat, who) in validators(round(id).joined as usize).into_iter().enumerate() {
				assert_gained(who, 0);
				assert_eq!(standing_of(id, seat as u32), Standing::Undecided);
				assert_eq!(counts(who), (0, 0, 0, 1));
			}
			assert_eq!(Reputations::<Test>::get(did(SUPPLIER)).supplier.vetoed, 1);
		});
	}
}

#[test]
fn veto_at_the_last_moment_works_and_a_moment_later_does_not() {
	ExtBuilder::build_and_execute(|| {
		let good = [Some(valid(900)), Some(valid(900)), Some(valid(900))];
		let (one, other) = (committed(&good), committed(&good));
		set_time(until(one));
		assert_ok!(veto(REGULATOR, one, REASON));
		set_time(until(other) + 1);
		assert_noop!(veto(REGULATOR, other, REASON), Error::<Test>::DeadlinePassed);
	});
}

#[test]
fn veto_of_decided_round_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = revealed(&[Some(valid(900)), Some(valid(900)), Some(valid(900))]);
		assert_noop!(veto(REGULATOR, id, REASON), Error::<Test>::AlreadyDecided);
		settle(id);
		assert_noop!(veto(REGULATOR, id, REASON), Error::<Test>::AlreadyDecided);
		assert_noop!(veto(REGULATOR, 9, REASON), Error::<Test>::NotFound);
	});
}

#[test]
fn veto_without_accreditation_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(3);
		for who in [STRANGER, VALIDATOR] {
			assert_noop!(veto(who, id, REASON), Error::<Test>::NotAccredited);
		}
		revoke_accreditation();
		assert_noop!(veto(REGULATOR, id, REASON), Error::<Test>::NotAccredited);
	});
}

#[test]
fn veto_by_nobody_or_by_suspended_regulator_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(3);
		assert_noop!(veto(PASSER_BY, id, REASON), BadOrigin);
		set_status(REGULATOR, DidStatus::Suspended);
		assert_noop!(veto(REGULATOR, id, REASON), BadOrigin);
	});
}
