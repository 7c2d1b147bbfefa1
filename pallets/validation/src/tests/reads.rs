use counterfoil_primitives::{
	reputation::{Score, SupplierCounts, ValidatorCounts},
	traits::Reason,
	verdict::{Finding, Participation, RoundOutcome, Standing, Verdict},
};
use frame_support::assert_ok;
use pallet_validation_runtime_api::{PhaseView, Refusal, MAX_BATCH};

use crate::mock::*;

#[test]
fn view_follows_the_round_from_opening_to_oblivion() {
	ExtBuilder::build_and_execute(|| {
		assert_eq!(Validation::round(0), None);
		let good = [Some(valid(900)), Some(valid(800)), Some(invalid(Reason::Other))];
		let id = opened(3);
		let view = || Validation::round(id).unwrap();
		let fresh = view();
		assert_eq!((fresh.id, fresh.submission, fresh.data_set), (id, 0, DATA_SET));
		assert_eq!((fresh.supplier, fresh.supplier_account), (did(SUPPLIER), SUPPLIER));
		assert_eq!((fresh.fee, fresh.bond, fresh.seats), (FEE, BOND, 3));
		assert_eq!((fresh.quorum, fresh.majority), (3, 500));
		assert_eq!((fresh.joined, fresh.committed), (0, 0));
		assert_eq!(fresh.phase, PhaseView::Joining);
		assert_eq!((fresh.deadline, fresh.opened), (Some(START + WINDOWS.joining), START));
		assert_eq!((fresh.outcome, fresh.closed, fresh.forgettable), (None, None, None));

		join_all(3, id);
		assert_eq!((view().phase, view().joined), (PhaseView::Committing, 3));
		for (who, verdict) in validators(3).into_iter().zip(good.iter().flatten()) {
			assert_ok!(commit(who, id, seal(who, id, verdict)));
		}
		assert_eq!((view().phase, view().committed), (PhaseView::Revealing, 3));
		for (who, verdict) in validators(3).into_iter().zip(good.into_iter().flatten()) {
			assert_ok!(reveal(who, id, verdict, salt(who)));
		}
		let decided = view();
		assert_eq!(decided.phase, PhaseView::Settling);
		assert_eq!(decided.outcome, Some(RoundOutcome::Valid { quality: 800 }));
		assert_eq!((decided.valid, decided.invalid, decided.excused), (2, 1, 0));
		settle(id);
		let closed = view();
		assert_eq!((closed.phase, closed.deadline), (PhaseView::Closed, None));
		assert_eq!(closed.closed, Some(START));
		assert_eq!(closed.forgettable, Some(START + RETENTION));
		set_time(START + RETENTION);
		assert_ok!(forget(PASSER_BY, id));
		assert_eq!(Validation::round(id), None);
	});
}

#[test]
fn rounds_are_found_by_number_submission_and_validator() {
	ExtBuilder::build_and_execute(|| {
		for _ in 0..5 {
			opened(3);
		}
		for id in [0, 3, 4] {
			assert_ok!(join(VALIDATOR, id));
		}
		let ids = |views: Vec<Option<_>>| -> Vec<Option<u64>> {
			let id = |view: pallet_validation_runtime_api::RoundView<u64, u64>| view.id;
			views.into_iter().map(|view| view.map(id)).collect()
		};
		assert_eq!(ids(Validation::rounds(vec![1, 9, 0])), [Some(1), None, Some(0)]);
		assert_eq!(Validation::round_of(2).unwrap().id, 2);
		assert_eq!(ids(Validation::rounds_of_submissions(vec![4, 7])), [Some(4), None]);
		let many = vec![0; MAX_BATCH as usize + 1];
		assert_eq!(Validation::rounds(many.clone()).len(), MAX_BATCH as usize);
		assert_eq!(Validation::rounds_of_submissions(many).len(), MAX_BATCH as usize);

		let paged = |page: &dyn Fn(Option<u64>) -> Vec<u64>| {
			let (mut found, mut from) = (Vec::new(), None);
			loop {
				let page = page(from);
				let Some(last) = page.last() else { break };
				from = Some(*last);
				assert!(page.len() <= 2);
				found.extend(page);
			}
			found.sort_unstable();
			found
		};
		let open = |from| Validation::open_rounds(from, 2).iter().map(|view| view.id).collect();
		assert_eq!(paged(&open), [0, 1, 2, 3, 4]);
		let own = |from| {
			Validation::rounds_of(did(VALIDATOR), from, 2).iter().map(|view| view.id).collect()
		};
		assert_eq!(paged(&own), [0, 3, 4]);
		assert!(Validation::open_rounds(None, 0).is_empty());
		assert_eq!(Validation::open_rounds(None, u32::MAX).len(), 5);

		set_time(START + WINDOWS.joining + 1);
		assert_ok!(advance(PASSER_BY, 1));
		assert_eq!(paged(&open), [0, 2, 3, 4]);
	});
}

#[test]
fn members_are_listed_in_the_order_of_their_seats() {
	ExtBuilder::build_and_execute(|| {
		let id = committed(&[Some(valid(900)), Some(valid(900)), Some(valid(900)), None]);
		assert_ok!(reveal(VALIDATOR, id, valid(900), salt(VALIDATOR)));
		let members = Validation::members(id, 0, 10);
		assert_eq!(members.len(), 4);
		for (seat, member) in members.iter().enumerate() {
			let who = VALIDATOR + seat as u64;
			assert_eq!((member.position, member.validator), (seat as u32, did(who)));
			assert_eq!((member.account, member.standing), (who, None));
		}
		let finding = Finding::Valid { quality: 900 };
		assert_eq!(members[0].participation, Participation::Revealed(finding));
		let sealed = seal(VALIDATOR + 1, id, &valid(900));
		assert_eq!(members[1].participation, Participation::Committed(sealed));
		assert_eq!(members[3].participation, Participation::Joined);
		assert_eq!(Validation::members(id, 3, 10), members[3..]);
		assert_eq!(Validation::members(id, 1, 2), members[1..3]);
		assert!(Validation::members(id, 4, 2).is_empty());
		assert!(Validation::members(9, 0, 2).is_empty());

		assert_ok!(veto(REGULATOR, id, [0; 32]));
		assert_eq!(Validation::members(id, 0, 1)[0].standing, Some(Standing::Undecided));
	});
}

#[test]
fn reputation_is_counts_and_what_follows_from_them() {
	ExtBuilder::build_and_execute(|| {
		let unknown = Validation::reputation(did(STRANGER));
		assert_eq!(unknown.validator, ValidatorCounts::default());
		assert_eq!(unknown.validator_score, Score { lower: 0, upper: 1_000 });
		let bad = Some(invalid(Reason::Other));
		for _ in 0..2 {
			settle(revealed(&[Some(valid(1)), Some(valid(1)), bad.clone(), None]));
		}
		let views = Validation::reputations(vec![
			did(VALIDATOR),
			did(VALIDATOR + 2),
			did(VALIDATOR + 3),
			did(SUPPLIER),
		]);
		assert_eq!(views[0].validator.with_majority, 2);
		assert_eq!(views[0].validator_score, Score::of(2, 0));
		assert_eq!(views[1].validator.against_majority, 2);
		assert_eq!(views[2].validator.unrevealed, 2);
		assert_eq!(views[2].absence, 166);
		assert_eq!(views[3].supplier, SupplierCounts { validated: 2, ..Default::default() });
		assert_eq!(views[3].supplier_score, Score::of(2, 0));
		let many = vec![did(SUPPLIER); MAX_BATCH as usize + 1];
		assert_eq!(Validation::reputations(many).len(), MAX_BATCH as usize);
	});
}

#[test]
fn may_validate_answers_as_join_does() {
	ExtBuilder::build_and_execute(|| {
		let may = |id, who| Validation::may_validate(id, did(who));
		assert_eq!(may(0, VALIDATOR), Some(Refusal::UnknownRound));
		let id = opened(3);
		assert_eq!(may(id, VALIDATOR), None);
		assert_eq!(may(id, SUPPLIER), Some(Refusal::Supplier));
		assert_eq!(may(id, DEVICE), Some(Refusal::DeviceOfSupplier));
		assert_eq!(may(id, STRANGER), Some(Refusal::NotValidator));
		assert_ok!(join(VALIDATOR, id));
		assert_eq!(may(id, VALIDATOR), Some(Refusal::AlreadyJoined));
		set_time(until(id) + 1);
		assert_eq!(may(id, VALIDATOR + 1), Some(Refusal::DeadlinePassed));
		assert_ok!(advance(PASSER_BY, id));
		let answers = Validation::may_validate_each(vec![id, 9], did(VALIDATOR + 1));
		assert_eq!(answers, [Some(Refusal::NotJoining), Some(Refusal::UnknownRound)]);
	});
}

#[test]
fn took_part_knows_the_members_of_the_latest_round() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(3);
		let submission = round(id).submission;
		assert_ok!(join(VALIDATOR, id));
		assert!(Validation::took_part(submission, &did(VALIDATOR)));
		for other in [VALIDATOR + 1, SUPPLIER] {
			assert!(!Validation::took_part(submission, &did(other)));
		}
		assert!(!Validation::took_part(submission + 1, &did(VALIDATOR)));
		// It failed, and the next one is about the same submission.
		set_time(until(id) + 1);
		assert_ok!(advance(PASSER_BY, id));
		settle(id);
		assert_ok!(open_round(SUPPLIER, submission, FEE, 3));
		assert!(!Validation::took_part(submission, &did(VALIDATOR)));
	});
}

#[test]
fn commitment_is_the_one_that_reveal_checks() {
	ExtBuilder::build_and_execute(|| {
		let plain: Verdict = Verdict::Valid { quality: 900 };
		let sealed = Validation::commitment(7, did(VALIDATOR), plain, salt(VALIDATOR));
		assert_eq!(sealed, seal(VALIDATOR, 7, &valid(900)));
	});
}

#[test]
fn parameters_are_shown_flat() {
	ExtBuilder::build_and_execute(|| {
		let shown = Validation::parameters();
		assert_eq!((shown.joining, shown.committing, shown.revealing), (10_000, 20_000, 30_000));
		assert_eq!((shown.retention, shown.minimum_fee, shown.bond), (RETENTION, 100, BOND));
		assert_eq!((shown.quorum, shown.max_seats, shown.majority), (3, 100, 500));
		assert_eq!((shown.minority_penalty, shown.unrevealed_penalty), (300, 500));
		assert_eq!(shown.max_absence, 250);
	});
}
