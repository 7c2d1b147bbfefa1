//! Batches of access records: signed, counted, kept.

use counterfoil_primitives::access::Terms;
use frame_support::{assert_noop, assert_ok, BoundedVec};
use sp_runtime::TokenError;

use crate::{mock::*, pallet::*, BatchBody, Conduct};

fn used(grant: u64) -> (u32, u32) {
	let grant = Grants::<Test>::get(grant).unwrap();
	(grant.used, grant.reserved)
}

#[test]
fn batch_is_recorded_and_its_uses_counted() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(limited(5));
		let books = Books { refusals: 1, ..Books::uses(grant, 3) };
		let books = Books { records: [books.records.clone(), vec![record(9)]].concat(), ..books };
		let batch = books.batch();
		assert_eq!(books.submit(), 0);
		assert_eq!(
			last_event(),
			Event::AccessesRecorded {
				operator: did(OPERATOR),
				sequence: 0,
				data_set: SET,
				records: batch.records,
				uses: batch.uses.clone(),
				refusals: 1,
				by: did(OPERATOR),
			}
		);
		assert_eq!(used(grant), (3, 0));
		assert_eq!(
			Conducts::<Test>::get(did(OPERATOR)),
			Conduct { batches: 1, records: 4, refusals: 1, overuses: 0, contradictions: 0 }
		);
		let view = DataAccess::batch(did(OPERATOR), 0).unwrap();
		assert_eq!((view.uses, view.refusals, view.kept_until), (3, 1, NOW + RETENTION));
		assert!(held(OPERATOR) > 0);
	});
}

#[test]
fn batch_beyond_the_count_is_recorded_and_held_against_the_operator() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(limited(2));
		Books::uses(grant, 2).submit();
		assert_eq!(DataAccess::conduct(did(OPERATOR)).overuses, 0);
		Books::uses(grant, 1).submit();
		assert_eq!(
			last_event(),
			Event::GrantOverused {
				operator: did(OPERATOR),
				sequence: 1,
				grant,
				data_set: SET,
				used: 3,
				uses: 2,
			}
		);
		assert_eq!(used(grant), (3, 0));
		assert_eq!(DataAccess::conduct(did(OPERATOR)).overuses, 1);
		assert_eq!(DataAccess::batch(did(OPERATOR), 1).unwrap().overuses, 1);
	});
}

#[test]
fn uses_that_were_reserved_are_not_counted_twice() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(limited(3));
		assert_ok!(DataAccess::use_grant(signed(READER), grant, 2));
		Books::uses(grant, 1).submit();
		assert_eq!(used(grant), (2, 1));
		Books::uses(grant, 2).submit();
		assert_eq!(used(grant), (3, 0));
		assert_eq!(DataAccess::conduct(did(OPERATOR)).overuses, 0);
		Books::uses(grant, 1).submit();
		assert_eq!(DataAccess::conduct(did(OPERATOR)).overuses, 1);
	});
}

#[test]
fn owner_records_what_he_serves_himself_and_another_may_carry_the_ticket() {
	ExtBuilder.build_and_execute(|| {
		let grant = give_reader(terms());
		let batch = Books { operator: SUPPLIER, ..Books::uses(grant, 1) }.batch();
		let signature = sign_as(SUPPLIER, &GENESIS, 0, &batch);
		assert_ok!(DataAccess::record_accesses(signed(STRANGER), batch, signature));
		assert!(held(STRANGER) > 0);
		assert!(matches!(
			last_event(),
			Event::AccessesRecorded { operator, by, .. }
				if operator == did(SUPPLIER) && by == did(STRANGER)
		));
	});
}

#[test]
fn batch_that_makes_no_sense_is_refused_by_cause() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(terms());
		let other = give_reader(terms());
		assert_ok!(DataAccess::grant(
			signed(THIRD),
			OTHER_SET,
			counterfoil_primitives::access::Grantee::Did(did(READER)),
			terms()
		));
		let foreign = other + 1;
		let with = |change: &dyn Fn(&mut BatchBody)| {
			let mut batch = Books::uses(grant, 3).batch();
			change(&mut batch);
			submit(OPERATOR, &batch)
		};
		let uses = |uses: &[(u64, u32)]| BoundedVec::truncate_from(uses.to_vec());
		assert_noop!(with(&|batch| batch.data_set = NO_SET), Error::<Test>::UnknownDataSet);
		assert_noop!(with(&|batch| batch.data_set = OTHER_SET), Error::<Test>::NotOperator);
		assert_noop!(with(&|batch| batch.operator = did(STRANGER)), Error::<Test>::NotOperator);
		assert_noop!(with(&|batch| batch.from = NOW + 1), Error::<Test>::InvalidPeriod);
		assert_noop!(with(&|batch| batch.to = NOW + 1), Error::<Test>::InvalidPeriod);
		assert_noop!(with(&|batch| batch.records.leaves = 0), Error::<Test>::EmptyBatch);
		for wrong in [&[(other, 1), (grant, 1)][..], &[(grant, 1), (grant, 1)], &[(grant, 0)]] {
			assert_noop!(with(&|batch| batch.uses = uses(wrong)), Error::<Test>::BadCounts);
		}
		assert_noop!(
			with(&|batch| batch.uses = uses(&[(grant, 4)])),
			Error::<Test>::CountsExceedRecords
		);
		assert_noop!(with(&|batch| batch.refusals = 1), Error::<Test>::CountsExceedRecords);
		assert_noop!(with(&|batch| batch.refusals = u64::MAX), Error::<Test>::CountsExceedRecords);
		assert_noop!(
			with(&|batch| batch.uses = uses(&[(foreign + 1, 1)])),
			Error::<Test>::UnknownGrant
		);
		assert_noop!(
			with(&|batch| batch.uses = uses(&[(foreign, 1)])),
			Error::<Test>::GrantOfOtherDataSet
		);
		assert_ok!(with(&|batch| batch.from = batch.to));
		assert_ok!(with(&|batch| batch.uses = uses(&[(grant, 1), (other, 2)])));
	});
}

#[test]
fn ticket_that_cannot_be_paid_stops_the_batch() {
	ExtBuilder.build_and_execute(|| {
		let grant = give_reader(terms());
		let batch = Books { operator: SUPPLIER, ..Books::uses(grant, 1) }.batch();
		let signature = sign_as(SUPPLIER, &GENESIS, 0, &batch);
		assert_noop!(
			DataAccess::record_accesses(signed(POOR), batch, signature),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn sequence_that_is_used_up_stops_the_operator() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(terms());
		let conduct = Conduct { batches: u64::MAX, ..Conduct::default() };
		Conducts::<Test>::insert(did(OPERATOR), conduct);
		assert_noop!(submit(OPERATOR, &Books::uses(grant, 1).batch()), Error::<Test>::NoMoreIds);
	});
}

#[test]
fn counts_saturate_and_an_unlimited_grant_is_never_overused() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(Terms { uses: None, ..terms() });
		let mut books = Books::uses(grant, 1);
		let mut batch = books.batch();
		batch.records.leaves = u64::MAX;
		batch.uses = BoundedVec::truncate_from(vec![(grant, u32::MAX)]);
		assert_ok!(submit(OPERATOR, &batch));
		assert_ok!(submit(OPERATOR, &batch));
		assert_eq!(used(grant), (u32::MAX, 0));
		books.uses.clear();
		books.submit();
		let conduct = Conducts::<Test>::get(did(OPERATOR));
		assert_eq!((conduct.records, conduct.overuses, conduct.batches), (u64::MAX, 0, 3));
	});
}

#[test]
fn batch_is_kept_for_the_retention_and_then_the_ticket_returns() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(terms());
		Books::uses(grant, 1).submit();
		poll(NOW + RETENTION);
		assert!(Batches::<Test>::contains_key(did(OPERATOR), 0));
		poll(NOW + RETENTION + 1_000);
		assert_eq!(
			last_event(),
			Event::BatchForgotten { operator: did(OPERATOR), sequence: 0, data_set: SET }
		);
		assert_eq!(held(OPERATOR), 0);
		// The number is not used again.
		assert_eq!(Books::uses(grant, 1).submit(), 1);
	});
}
