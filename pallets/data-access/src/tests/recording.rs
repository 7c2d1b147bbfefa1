//! The time within which batches are recorded, and what is kept so that each can be judged.

use counterfoil_primitives::access::{AccessRecord, Contradiction, Request, Right};
use frame_support::{assert_noop, assert_ok};

use crate::{mock::*, pallet::*, AccessParameters, BatchBody};

/// Has the council set retention and recording period.
fn set_periods(retention: u64, recording_period: u64) {
	let parameters = AccessParameters { retention, recording_period, ..parameters() };
	assert_ok!(DataAccess::set_parameters(RuntimeOrigin::root(), parameters));
}

/// A batch of nothing that is counted, from that moment until now.
fn since(from: u64) -> BatchBody {
	BatchBody { from, ..Books::of(&[record(0)]).batch() }
}

/// The record, at that moment.
fn at(record: AccessRecord, at: u64) -> AccessRecord {
	AccessRecord { request: Request { at, ..record.request }, ..record }
}

/// The last contradiction that was proven.
#[track_caller]
fn assert_proven(cause: Contradiction) {
	assert!(matches!(
		last_event(),
		Event::ContradictionProven { contradiction, .. } if contradiction == cause
	));
}

#[test]
fn batch_is_recorded_within_the_period_and_not_later() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let last = NOW - RECORDING_PERIOD;
		assert_noop!(submit(OPERATOR, &since(last - 1)), Error::<Test>::RecordedTooLate);
		assert_noop!(submit(OPERATOR, &since(0)), Error::<Test>::RecordedTooLate);
		assert_ok!(submit(OPERATOR, &since(last)));
		set_time(NOW + 1);
		assert_noop!(submit(OPERATOR, &since(last)), Error::<Test>::RecordedTooLate);
		assert_ok!(submit(OPERATOR, &since(last + 1)));
	});
}

#[test]
fn recording_period_applies_at_once() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		set_periods(RETENTION, 5);
		assert_noop!(submit(OPERATOR, &since(NOW - 6)), Error::<Test>::RecordedTooLate);
		assert_ok!(submit(OPERATOR, &since(NOW - 5)));
		set_periods(RETENTION, 7);
		assert_ok!(submit(OPERATOR, &since(NOW - 7)));
	});
}

#[test]
fn attack_operator_holds_a_batch_back_until_the_grant_is_forgotten() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(until(NOW));
		// A lie of the time after the grant, kept for as long as its record is.
		let lie = at(record(grant), NOW + 1);
		poll(NOW + GRANT_KEPT + 1_000);
		assert!(!Grants::<Test>::contains_key(grant));
		let books = Books::of(&[lie]);
		let early = BatchBody { from: NOW + 1, ..books.batch() };
		assert_noop!(submit(OPERATOR, &early), Error::<Test>::RecordedTooLate);
		// Counting it is not possible either, and without the count any record by it is a contradiction.
		let counted = Books { uses: vec![(grant, 1)], ..books };
		assert_noop!(submit(OPERATOR, &counted.batch()), Error::<Test>::UnknownGrant);
		let books = Books::of(&[record(grant)]);
		let sequence = books.submit();
		assert_ok!(books.prove(sequence, 0));
		assert_proven(Contradiction::Uncounted);
	});
}

#[test]
fn attack_operator_records_in_the_last_moment_and_lies_once_the_grant_is_gone() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(until(NOW));
		set_time(NOW + RECORDING_PERIOD);
		// The batch reaches back to the end of the grant, and its record stays as long as the batch.
		let books = Books { records: vec![at(record(grant), NOW + 1)], ..Books::uses(grant, 1) };
		let sequence = books.submit();
		let kept_until = DataAccess::batch(did(OPERATOR), sequence).unwrap().kept_until;
		assert_eq!(kept_until, NOW + GRANT_KEPT);
		poll(kept_until);
		assert_ok!(books.prove(sequence, 0));
		assert_proven(Contradiction::Expired);
	});
}

#[test]
fn attack_operator_counts_a_grant_that_is_long_over() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(until(NOW));
		let kept_until = Some(NOW + GRANT_KEPT);
		let counted = |sequence| Batches::<Test>::get(did(OPERATOR), sequence).unwrap().counted;
		set_time(NOW + RECORDING_PERIOD);
		assert_eq!(counted(Books::uses(grant, 1).submit()).into_inner(), [grant]);
		// One moment later there is no use that could be counted, and the owner's ticket is not held back.
		set_time(NOW + RECORDING_PERIOD + 1);
		assert!(counted(Books::uses(grant, 1).submit()).is_empty());
		set_time(NOW + RECORDING_PERIOD + 2_000);
		let books = Books::uses(grant, 2);
		let sequence = books.submit();
		assert_eq!(Grants::<Test>::get(grant).unwrap().kept_until, kept_until);
		// What is known says more, as long as it is known.
		assert_ok!(books.prove(sequence, 0));
		assert_proven(Contradiction::Expired);
		poll(NOW + GRANT_KEPT + 1_000);
		assert!(!Grants::<Test>::contains_key(grant));
		assert!(Batches::<Test>::contains_key(did(OPERATOR), sequence));
		assert_ok!(books.prove(sequence, 1));
		assert_proven(Contradiction::Uncounted);
	});
}

#[test]
fn attack_operator_dates_a_record_outside_of_its_batch() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(terms());
		let first = NOW - RECORDING_PERIOD;
		let times = [first - 1, first, NOW, NOW + 1];
		let records: Vec<_> = times.into_iter().map(|time| at(record(grant), time)).collect();
		let books = Books { uses: vec![(grant, 4)], ..Books::of(&records) };
		books.submit();
		for outside in [0, 3] {
			assert_ok!(books.prove(0, outside));
			assert_proven(Contradiction::OutsidePeriod);
		}
		// Before the grant was given.
		assert_ok!(books.prove(0, 1));
		assert_proven(Contradiction::NoSuchGrant);
		assert_noop!(books.prove(0, 2), Error::<Test>::NoContradiction);
		// And a batch does not reach into the future.
		let ahead = BatchBody { to: NOW + 1, ..books.batch() };
		assert_noop!(submit(OPERATOR, &ahead), Error::<Test>::InvalidPeriod);
	});
}

#[test]
fn attack_council_shortens_the_times_and_the_evidence_goes_before_the_batch() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let other = AccessRecord { accessor: did(STRANGER), ..record(0) };
		// One ends by itself, one without end is revoked after the change.
		let (ends, revoked) = (give_reader(until(NOW)), give_reader(terms()));
		let by = |grant| AccessRecord { decision: record(grant).decision, ..other };
		let records = vec![by(ends), by(revoked)];
		let books = Books { uses: vec![(ends, 1), (revoked, 1)], ..Books::of(&records) };
		books.submit();
		set_periods(1, 1);
		assert_ok!(DataAccess::revoke_grant(signed(SUPPLIER), revoked));
		assert_eq!(Grants::<Test>::get(revoked).unwrap().kept_until, Some(NOW + RETENTION));
		poll(NOW + RETENTION);
		for index in [0, 1] {
			assert_ok!(books.prove(0, index));
			assert_proven(Contradiction::GrantOfOtherSubject);
		}
		poll(NOW + GRANT_KEPT + 1_000);
		assert_eq!(Grants::<Test>::iter().count(), 0);
		assert_eq!(Batches::<Test>::iter().count(), 0);
	});
}

#[test]
fn attack_council_lengthens_the_times_and_old_lies_become_new() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let (gone, stays) = (give_reader(until(NOW)), give_reader(until(NOW + 2_000)));
		poll(NOW + GRANT_KEPT + 1_000);
		assert!(!Grants::<Test>::contains_key(gone));
		set_periods(2 * RETENTION, 10 * RECORDING_PERIOD);
		// No batch reaches back to the end of the one that is forgotten.
		assert_noop!(submit(OPERATOR, &since(NOW)), Error::<Test>::RecordedTooLate);
		assert_ok!(submit(OPERATOR, &since(NOW + 1)));
		// The other one stays as long as the new times say.
		let kept_until = NOW + 2_000 + 2 * RETENTION + 10 * RECORDING_PERIOD;
		poll(NOW + 2_000 + GRANT_KEPT + 1_000);
		assert_eq!(Grants::<Test>::get(stays).unwrap().kept_until, Some(kept_until));
		poll(kept_until);
		assert!(Grants::<Test>::contains_key(stays));
		poll(kept_until + 1_000);
		assert!(!Grants::<Test>::contains_key(stays));
		assert_eq!(LatestForgottenEnd::<Test>::get(), Some(NOW + 2_000));
	});
}

#[test]
fn attack_batch_lengthens_the_ticket_of_an_owner_for_ever() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(until(NOW));
		let kept = || Grants::<Test>::get(grant).unwrap().kept_until;
		for later in [0, RECORDING_PERIOD, RECORDING_PERIOD + 1, GRANT_KEPT] {
			set_time(NOW + later);
			Books::uses(grant, 1).submit();
			assert_eq!(kept(), Some(NOW + GRANT_KEPT));
		}
		poll(NOW + GRANT_KEPT + 1_000);
		assert!(!Grants::<Test>::contains_key(grant));
	});
}

#[test]
fn honest_operator_who_records_in_the_last_moment_is_not_convicted() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(until(NOW));
		let served = record(grant);
		assert_ok!(DataAccess::revoke_grant(signed(SUPPLIER), grant));
		set_time(NOW + RECORDING_PERIOD);
		let books = Books { records: vec![served], ..Books::uses(grant, 1) };
		let sequence = books.submit();
		assert_noop!(books.prove(sequence, 0), Error::<Test>::NoContradiction);
		poll(NOW + GRANT_KEPT);
		assert_noop!(books.prove(sequence, 0), Error::<Test>::NoContradiction);
	});
}

#[test]
fn right_that_was_given_away_since_leaves_what_was_before_uncertain() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let lie = AccessRecord {
			decision: permitted(counterfoil_primitives::access::Basis::UseRight),
			..record(0)
		};
		set_time(NOW + 1);
		transfer(SUPPLIER, Right::Use, PARTNER, 1);
		let books = Books::of(&[lie]);
		books.submit();
		// A limit that the documentation names: only the last change is kept.
		assert_noop!(books.prove(0, 0), Error::<Test>::NoContradiction);
	});
}
