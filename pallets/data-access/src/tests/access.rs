//! Decisions on the chain, by what it gathers; the rules themselves are tested with the primitives.

use counterfoil_primitives::{
	access::{Basis, Grantee, Refusal, Right},
	did::DidStatus,
	roles::Role,
	traits::Confidentiality,
};
use frame_support::assert_ok;

use crate::{mock::*, pallet::*, AccessParameters, Clearance};

#[test]
fn unknown_data_set_and_unknown_subject_are_refused() {
	ExtBuilder.build_and_execute(|| {
		assert_eq!(ask(SUPPLIER, NO_SET), refused(Refusal::UnknownDataSet));
		assert_eq!(ask(500, SET), refused(Refusal::SubjectNotActive));
		Directory::set_status(SUPPLIER, DidStatus::Revoked);
		assert_eq!(ask(SUPPLIER, SET), refused(Refusal::SubjectNotActive));
	});
}

#[test]
fn clearance_is_by_role_or_by_certificate() {
	ExtBuilder.build_and_execute(|| {
		let grant = |who| {
			let grantee = Grantee::Did(did(who));
			assert_ok!(DataAccess::grant(signed(SUPPLIER), CONFIDENTIAL_SET, grantee, terms()));
		};
		grant(READER);
		grant(CUSTOMS);
		assert!(ask(CUSTOMS, CONFIDENTIAL_SET).is_permitted());
		assert_eq!(ask(READER, CONFIDENTIAL_SET), refused(Refusal::NoClearance));
		Drawer::certify(READER, clearing(), NOW + 1);
		assert!(ask(READER, CONFIDENTIAL_SET).is_permitted());
		set_time(NOW + 2);
		assert_eq!(ask(READER, CONFIDENTIAL_SET), refused(Refusal::NoClearance));
	});
}

#[test]
fn clearance_for_a_level_is_clearance_for_those_below() {
	ExtBuilder.build_and_execute(|| {
		use Confidentiality::{Confidential, Public, Restricted, Secret};
		let level = |who| DataAccess::clearance_of(&did(who), NOW);
		assert_eq!((level(CUSTOMS), level(READER), level(DEVICE)), (Secret, Restricted, Public));
		let nobody = Clearance::default();
		let parameters = AccessParameters {
			restricted: nobody.clone(),
			confidential: Clearance { roles: Role::Demander.into(), ..nobody.clone() },
			secret: nobody,
			..parameters()
		};
		assert_ok!(DataAccess::set_parameters(RuntimeOrigin::root(), parameters));
		assert_eq!((level(CUSTOMS), level(READER)), (Public, Confidential));
		give_reader(terms());
		assert!(ask(READER, SET).is_permitted());
		// The owner needs none.
		assert_eq!(ask(SUPPLIER, SET), permitted(Basis::Ownership));
	});
}

#[test]
fn right_of_use_needs_a_clearance_and_ownership_none() {
	ExtBuilder.build_and_execute(|| {
		let until = NOW + 1_000;
		for (right, offer) in [(Right::Use, 0), (Right::Ownership, 1)] {
			let set = CONFIDENTIAL_SET;
			let to = did(READER);
			assert_ok!(DataAccess::offer_shares(signed(SUPPLIER), set, right, to, 1, until));
			assert_ok!(DataAccess::accept_shares(signed(READER), offer));
			let answer = match right {
				Right::Use => refused(Refusal::NoClearance),
				_ => permitted(Basis::Ownership),
			};
			assert_eq!(ask(READER, set), answer);
		}
	});
}

#[test]
fn unlimited_grant_spares_the_limited_one() {
	ExtBuilder.build_and_execute(|| {
		let limited = give_reader(limited(1));
		assert_eq!(ask(READER, SET), permitted(Basis::Grant(limited)));
		let role = give(Grantee::Role(Role::Demander), terms());
		assert_eq!(ask(READER, SET), permitted(Basis::Grant(role)));
	});
}

#[test]
fn grant_without_a_place_is_not_looked_at() {
	ExtBuilder.build_and_execute(|| {
		let first = give_reader(limited(1));
		assert_ok!(DataAccess::use_grant(signed(READER), first, 1));
		for _ in 0..4 {
			give_reader(terms());
		}
		assert!(!DataAccess::grant_view(first).unwrap().listed);
		assert_eq!(GrantsFor::<Test>::get(SET, Grantee::Did(did(READER))).len(), 4);
	});
}

/// The scenario of the documentation: denied, granted, used up, revoked.
#[test]
fn access_is_refused_granted_used_up_and_revoked_each_with_its_reason() {
	ExtBuilder.build_and_execute(|| {
		assert_eq!(ask(READER, SET), refused(Refusal::NoGrant));
		let first = give_reader(limited(1));
		assert_eq!(ask(READER, SET), permitted(Basis::Grant(first)));
		appoint();
		Books::uses(first, 1).submit();
		assert_eq!(ask(READER, SET), refused(Refusal::UsesExhausted));
		let second = give_reader(terms());
		assert_eq!(ask(READER, SET), permitted(Basis::Grant(second)));
		assert_ok!(DataAccess::revoke_grant(signed(SUPPLIER), second));
		assert_eq!(ask(READER, SET), refused(Refusal::UsesExhausted));
		assert_ok!(DataAccess::revoke_grant(signed(SUPPLIER), first));
		assert_eq!(ask(READER, SET), refused(Refusal::Revoked));
	});
}
