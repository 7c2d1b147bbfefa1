//! Records that contradict the rights, and honest ones that do not.

use counterfoil_primitives::{
	access::{
		AccessDecision, AccessRecord, Action, Basis, Contradiction, Grantee, Refusal, Request,
		Right, Terms,
	},
	roles::Role,
};
use frame_support::{assert_noop, assert_ok, BoundedVec};

use crate::{mock::*, pallet::*, Stance, MAX_CONTRADICTIONS};

/// Records one access, counted if a grant of the data set permitted it, and accuses the operator of it.
fn accuse(record: AccessRecord) -> sp_runtime::DispatchResult {
	let counted = match record.decision {
		AccessDecision::Permitted(Basis::Grant(grant)) => {
			Grants::<Test>::get(grant).is_some_and(|grant| grant.data_set == SET).then_some(grant)
		},
		_ => None,
	};
	let uses = counted.into_iter().map(|grant| (grant, 1)).collect();
	let books = Books { uses, ..Books::of(&[record]) };
	let sequence = books.submit();
	books.prove(sequence, 0)
}

/// It is found, for this cause.
#[track_caller]
fn assert_found(record: AccessRecord, cause: Contradiction) {
	assert_ok!(accuse(record));
	assert!(matches!(
		last_event(),
		Event::ContradictionProven { contradiction, .. } if contradiction == cause
	));
}

/// It is not found.
#[track_caller]
fn assert_honest(record: AccessRecord) {
	assert_eq!(accuse(record), Err(Error::<Test>::NoContradiction.into()));
}

#[test]
fn contradiction_is_told_of_and_counted() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let books = Books::of(&[record(0), record(0)]);
		books.submit();
		assert_ok!(books.prove(0, 1));
		assert_eq!(
			last_event(),
			Event::ContradictionProven {
				operator: did(OPERATOR),
				sequence: 0,
				data_set: SET,
				index: 1,
				accessor: did(READER),
				contradiction: Contradiction::NoSuchGrant,
				by: did(STRANGER),
			}
		);
		assert_eq!(DataAccess::conduct(did(OPERATOR)).contradictions, 1);
		let view = DataAccess::batch(did(OPERATOR), 0).unwrap();
		assert_eq!(view.contradictions[0].index, 1);
		assert_eq!(held(STRANGER), 0);
	});
}

#[test]
fn honest_records_are_not_found() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(until(NOW + 5));
		assert_honest(record(grant));
		let by = |who, basis| AccessRecord {
			accessor: did(who),
			decision: permitted(basis),
			..record(grant)
		};
		assert_honest(by(SUPPLIER, Basis::Ownership));
		assert_honest(by(SUPPLIER, Basis::UseRight));
		assert_honest(AccessRecord { decision: refused(Refusal::NoGrant), ..record(grant) });
		// Whom a role covered then is not certain.
		let role = give(Grantee::Role(Role::Regulator), terms());
		assert_honest(record(role));
		set_time(NOW + 5);
		assert_honest(record(grant));
	});
}

#[test]
fn access_before_or_after_the_time_of_a_grant_is_found() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(Terms { from: NOW + 10, ..until(NOW + 20) });
		set_time(NOW + 30);
		let at = |at| AccessRecord { request: Request { at, ..request() }, ..record(grant) };
		assert_found(at(NOW - 1), Contradiction::NoSuchGrant);
		assert_found(at(NOW), Contradiction::NotYetValid);
		assert_found(at(NOW + 9), Contradiction::NotYetValid);
		assert_honest(at(NOW + 10));
		assert_honest(at(NOW + 20));
		assert_found(at(NOW + 21), Contradiction::Expired);
	});
}

#[test]
fn access_that_the_terms_do_not_name_is_found() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(Terms {
			purposes: BoundedVec::truncate_from(vec![purpose("science")]),
			..terms()
		});
		let with = |request| AccessRecord { request, ..record(grant) };
		assert_honest(with(request()));
		assert_found(
			with(Request { action: Action::Distribute, ..request() }),
			Contradiction::WrongAction,
		);
		assert_found(
			with(Request { purpose: purpose("marketing"), ..request() }),
			Contradiction::WrongPurpose,
		);
		assert_found(
			AccessRecord { accessor: did(STRANGER), ..record(grant) },
			Contradiction::GrantOfOtherSubject,
		);
		assert_found(
			AccessRecord { accessor: did(500), ..record(grant) },
			Contradiction::UnknownAccessor,
		);
		assert_found(
			AccessRecord { data_set: OTHER_SET, ..record(grant) },
			Contradiction::ForeignDataSet,
		);
		assert_found(
			with(Request { at: NOW - RECORDING_PERIOD - 1, ..request() }),
			Contradiction::OutsidePeriod,
		);
		let other = Grantee::Did(did(READER));
		assert_ok!(DataAccess::grant(signed(THIRD), OTHER_SET, other, terms()));
		assert_found(record(grant + 1), Contradiction::GrantOfOtherDataSet);
	});
}

#[test]
fn access_by_a_right_that_was_not_held_is_found_once_that_is_certain() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let by = |basis| AccessRecord { decision: permitted(basis), ..record(0) };
		for basis in [Basis::Ownership, Basis::UseRight] {
			assert_found(by(basis), Contradiction::NoRight);
		}
		assert_found(by(Basis::Public), Contradiction::NotPublic);
		// He held the right for a moment: before and in that moment nothing is certain.
		transfer(SUPPLIER, Right::Use, READER, 1);
		assert_honest(by(Basis::UseRight));
		set_time(NOW + 500);
		transfer(READER, Right::Use, SUPPLIER, 1);
		let before = by(Basis::UseRight);
		set_time(NOW + 501);
		assert_honest(before);
		assert_found(by(Basis::UseRight), Contradiction::NoRight);
	});
}

#[test]
fn access_of_who_was_denied_is_found() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(terms());
		list(READER, Some(Stance::Deny));
		assert_honest(record(grant));
		set_time(NOW + 1);
		assert_found(record(grant), Contradiction::Denied);
		// What is lifted is not certain any more.
		list(READER, None);
		assert_honest(record(grant));
	});
}

#[test]
fn grant_that_is_forgotten_when_the_batch_is_recorded_permitted_nothing() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(until(NOW));
		poll(NOW + GRANT_KEPT + 1_000);
		assert!(!Grants::<Test>::contains_key(grant));
		assert_found(record(grant), Contradiction::Uncounted);
		assert_found(record(grant + 1), Contradiction::NoSuchGrant);
	});
}

#[test]
fn proof_is_refused_by_cause() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let records: Vec<_> =
			(0..5).map(|number| AccessRecord { salt: [number; 16], ..record(0) }).collect();
		let books = Books::of(&records);
		books.submit();
		let prove = |operator, sequence, record, index, path| {
			let operator = did(operator);
			DataAccess::prove_contradiction(
				signed(STRANGER),
				operator,
				sequence,
				record,
				index,
				path,
			)
		};
		let path = |index| books.path(index);
		assert_noop!(prove(OPERATOR, 1, records[0], 0, path(0)), Error::<Test>::UnknownBatch);
		assert_noop!(prove(SUPPLIER, 0, records[0], 0, path(0)), Error::<Test>::UnknownBatch);
		assert_noop!(prove(OPERATOR, 0, records[0], 5, path(0)), Error::<Test>::IndexOutOfRange);
		assert_noop!(prove(OPERATOR, 0, records[1], 0, path(0)), Error::<Test>::BadProof);
		assert_noop!(prove(OPERATOR, 0, records[0], 0, path(4)), Error::<Test>::WrongPathLength);
		assert_ok!(prove(OPERATOR, 0, records[4], 4, path(4)));
	});
}

#[test]
fn batch_collects_eight_contradictions_at_most() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let records: Vec<_> = (0..MAX_CONTRADICTIONS as u8 + 1)
			.map(|number| AccessRecord { salt: [number; 16], ..record(0) })
			.collect();
		let books = Books::of(&records);
		books.submit();
		for index in 0..u64::from(MAX_CONTRADICTIONS) {
			assert_ok!(books.prove(0, index));
		}
		assert_noop!(
			books.prove(0, MAX_CONTRADICTIONS.into()),
			Error::<Test>::TooManyContradictions
		);
		let (found, next) = DataAccess::contradictions(did(OPERATOR), None, 10);
		assert_eq!((found.len(), next), (1, None));
	});
}
