//! The runtime API.

use counterfoil_primitives::access::{Basis, Grantee, Refusal, Right};
use frame_support::assert_ok;
use pallet_data_access_runtime_api::{AccessQuestion, MAX_BATCH};

use crate::{mock::*, pallet::*, Stance};

fn question(who: u64) -> AccessQuestion {
	let asked = request();
	AccessQuestion {
		did: did(who),
		data_set: SET,
		action: asked.action,
		purpose: asked.purpose,
		field: asked.field,
		at: asked.at,
	}
}

#[test]
fn questions_are_answered_in_batches_in_their_order() {
	ExtBuilder.build_and_execute(|| {
		let grant = give_reader(terms());
		assert_eq!(DataAccess::may_access(question(READER)), permitted(Basis::Grant(grant)));
		let answers = DataAccess::may_access_many(vec![
			question(STRANGER),
			question(READER),
			AccessQuestion { data_set: NO_SET, ..question(READER) },
			AccessQuestion { at: NOW - 1, ..question(READER) },
		]);
		assert_eq!(
			answers,
			[
				refused(Refusal::NoGrant),
				permitted(Basis::Grant(grant)),
				refused(Refusal::UnknownDataSet),
				refused(Refusal::NotYetValid),
			]
		);
		let many = DataAccess::may_access_many(vec![question(READER); 101]);
		assert_eq!(many.len(), MAX_BATCH as usize);
	});
}

#[test]
fn rights_policy_and_lists_are_shown() {
	ExtBuilder.build_and_execute(|| {
		transfer(SUPPLIER, Right::Profit, PARTNER, 250);
		let rights = DataAccess::rights(SET).unwrap();
		assert_eq!((rights.ownership.len(), rights.usage.len(), rights.profit.len()), (1, 1, 2));
		assert_eq!(rights.profit[1].shares, 250);
		assert_eq!(DataAccess::rights(NO_SET), None);
		assert_eq!(DataAccess::policy(NO_SET), None);
		list(READER, Some(Stance::Deny));
		list(STRANGER, Some(Stance::Allow));
		give(Grantee::CertificateHolder(calibration()), terms());
		let policy = DataAccess::policy(SET).unwrap();
		assert_eq!((policy.allowed, policy.kinds), (1, vec![calibration()]));
		let first = DataAccess::listings(SET, None, 1);
		let second = DataAccess::listings(SET, Some(first[0].did), 10);
		assert_eq!((first.len(), second.len()), (1, 1));
		assert_ne!(first[0].denied, second[0].denied);
	});
}

#[test]
fn offers_are_shown_to_both_sides() {
	ExtBuilder.build_and_execute(|| {
		let id = offer(SUPPLIER, Right::Ownership, PARTNER, 100);
		let view = DataAccess::share_offer(id).unwrap();
		assert!(view.agreed && view.shares == 100);
		for who in [SUPPLIER, PARTNER] {
			assert_eq!(
				DataAccess::share_offers_of(did(who), None, 10),
				std::slice::from_ref(&view)
			);
			assert_eq!(DataAccess::share_offers_of(did(who), Some(id), 10), []);
		}
		assert_eq!(DataAccess::share_offer(id + 1), None);
	});
}

#[test]
fn grants_are_paged_by_data_set_and_by_grantee() {
	ExtBuilder.build_and_execute(|| {
		let mine: Vec<u64> = (0..4).map(|_| give_reader(terms())).collect();
		let other = give(Grantee::Did(did(STRANGER)), terms());
		let grantee = Grantee::Did(did(READER));
		let ids = |page: Vec<pallet_data_access_runtime_api::GrantView<u64>>| {
			page.into_iter().map(|grant| grant.id).collect::<Vec<_>>()
		};
		let mut seen = ids(DataAccess::grants_of(grantee, None, 3));
		let last = seen.last().copied();
		seen.extend(ids(DataAccess::grants_of(grantee, last, 3)));
		seen.sort_unstable();
		assert_eq!(seen, mine);
		assert_eq!(DataAccess::grants_of_data_set(SET, None, 100).len(), 5);
		let both = DataAccess::grants(vec![other, 77]);
		assert!(both[0].as_ref().is_some_and(|grant| grant.in_force && grant.listed));
		assert_eq!(both[1], None);
	});
}

#[test]
fn batches_are_paged() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		for _ in 0..3 {
			Books::of(&[record(0)]).submit();
		}
		let first = DataAccess::batches(did(OPERATOR), None, 2);
		let rest = DataAccess::batches(did(OPERATOR), Some(first[1].sequence), 2);
		assert_eq!((first.len(), rest.len()), (2, 1));
		assert_ok!(Books::of(&[record(0)]).prove(rest[0].sequence, 0));
		let (found, next) = DataAccess::contradictions(did(OPERATOR), None, 1);
		assert_eq!(found[0].sequence, rest[0].sequence);
		assert_eq!(next, Some(rest[0].sequence));
		assert_eq!(DataAccess::batch(did(OPERATOR), 9), None);
		assert_eq!(DataAccess::conduct(did(STRANGER)).batches, 0);
		assert_eq!(Batches::<Test>::iter().count(), 3);
	});
}
