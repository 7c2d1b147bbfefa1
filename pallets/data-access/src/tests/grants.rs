//! Grants: given, revoked, used ahead, forgotten.

use counterfoil_primitives::{
	access::{Action, Actions, Basis, Fields, Grantee, Refusal, Terms},
	did::DidStatus,
	roles::Role,
	traits::{CertificateType, Confidentiality},
};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use sp_runtime::{DispatchResult, TokenError};

use crate::{mock::*, pallet::*, Stance, TermsOf, MAX_KINDS};

fn grant(terms: TermsOf) -> DispatchResult {
	DataAccess::grant(signed(SUPPLIER), SET, Grantee::Did(did(READER)), terms)
}

fn use_grant(who: u64, grant: u64, uses: u32) -> DispatchResult {
	DataAccess::use_grant(signed(who), grant, uses)
}

#[test]
fn grant_permits_what_it_names_and_is_told_of() {
	ExtBuilder.build_and_execute(|| {
		assert_eq!(ask(READER, SET), refused(Refusal::NoGrant));
		let id = give_reader(terms());
		assert_eq!(
			last_event(),
			Event::Granted {
				grant: id,
				data_set: SET,
				grantee: Grantee::Did(did(READER)),
				terms: terms(),
				by: did(SUPPLIER),
			}
		);
		assert_eq!(ask(READER, SET), permitted(Basis::Grant(id)));
		assert_eq!(ask(STRANGER, SET), refused(Refusal::NoGrant));
		assert_eq!(ask(READER, OTHER_SET), refused(Refusal::NoGrant));
		assert!(held(SUPPLIER) > 0);
	});
}

#[test]
fn terms_that_make_no_sense_are_refused_by_cause() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(grant(Terms { actions: Actions::EMPTY, ..terms() }), Error::<Test>::NoActions);
		assert_noop!(grant(limited(0)), Error::<Test>::NoUses);
		assert_noop!(grant(until(NOW - 1)), Error::<Test>::InvalidPeriod);
		assert_noop!(
			grant(Terms { from: NOW + 2, ..until(NOW + 1) }),
			Error::<Test>::InvalidPeriod
		);
		for bits in [0, 1, 2] {
			assert_noop!(
				grant(Terms { fields: Fields::from_bits(bits), ..terms() }),
				Error::<Test>::UnknownFieldClass
			);
		}
		assert_ok!(grant(Terms { from: NOW + 1, ..until(NOW + 1) }));
		assert_ok!(grant(until(NOW)));
	});
}

#[test]
fn grant_is_refused_by_cause() {
	ExtBuilder.build_and_execute(|| {
		let give = |who, set, grantee| DataAccess::grant(signed(who), set, grantee, terms());
		let reader = Grantee::Did(did(READER));
		assert_noop!(give(SUPPLIER, NO_SET, reader), Error::<Test>::UnknownDataSet);
		assert_noop!(give(READER, SET, reader), Error::<Test>::NotOwner);
		assert_noop!(give(SUPPLIER, SET, Grantee::Did(did(500))), Error::<Test>::UnknownSubject);
		Shelf::put(50, POOR, Confidentiality::Restricted);
		assert_noop!(give(POOR, 50, reader), TokenError::FundsUnavailable);
		NextGrantId::<Test>::put(u64::MAX);
		assert_noop!(give(SUPPLIER, SET, reader), Error::<Test>::NoMoreIds);
	});
}

#[test]
fn grantee_has_four_grants_and_one_that_is_over_makes_room() {
	ExtBuilder.build_and_execute(|| {
		let first = give_reader(until(NOW + 10));
		let second = give_reader(limited(1));
		let third = give_reader(terms());
		let fourth = give_reader(terms());
		assert_noop!(grant(terms()), Error::<Test>::TooManyGrants);
		set_time(NOW + 10);
		assert_noop!(grant(terms()), Error::<Test>::TooManyGrants);
		set_time(NOW + 11);
		let fifth = give_reader(terms());
		assert_noop!(grant(terms()), Error::<Test>::TooManyGrants);
		assert_ok!(use_grant(READER, second, 1));
		let sixth = give_reader(terms());
		assert_noop!(grant(terms()), Error::<Test>::TooManyGrants);
		assert_ok!(DataAccess::revoke_grant(signed(SUPPLIER), third));
		let seventh = give_reader(terms());
		let places = GrantsFor::<Test>::get(SET, Grantee::Did(did(READER)));
		assert_eq!(places.into_inner(), [fourth, fifth, sixth, seventh]);
		// The record stays, without a place.
		assert!(Grants::<Test>::contains_key(first));
		// Another grantee and another data set have places of their own.
		give(Grantee::Did(did(STRANGER)), terms());
	});
}

#[test]
fn grants_are_for_eight_types_of_certificates_at_most() {
	ExtBuilder.build_and_execute(|| {
		let holder = |number| {
			let kind = CertificateType::new(&format!("type-{number}")).unwrap();
			Grantee::CertificateHolder(kind)
		};
		for number in 0..MAX_KINDS {
			give(holder(number), until(NOW));
		}
		give(holder(0), terms());
		assert_noop!(
			DataAccess::grant(signed(SUPPLIER), SET, holder(MAX_KINDS), terms()),
			Error::<Test>::TooManyKinds
		);
		assert_eq!(CertificateKinds::<Test>::get(SET).len(), 8);
		poll(NOW + GRANT_KEPT + 1_000);
		// Only the first type has a grant left.
		assert_eq!(CertificateKinds::<Test>::get(SET).len(), 1);
		give(holder(MAX_KINDS), terms());
	});
}

#[test]
fn revoked_grant_permits_nothing_from_that_moment_on() {
	ExtBuilder.build_and_execute(|| {
		let id = give_reader(terms());
		assert!(ask(READER, SET).is_permitted());
		assert_ok!(DataAccess::revoke_grant(signed(SUPPLIER), id));
		assert_eq!(
			last_event(),
			Event::GrantRevoked {
				grant: id,
				data_set: SET,
				grantee: Grantee::Did(did(READER)),
				by: did(SUPPLIER),
			}
		);
		assert_eq!(ask(READER, SET), refused(Refusal::Revoked));
		assert_noop!(DataAccess::revoke_grant(signed(SUPPLIER), id), Error::<Test>::GrantRevoked);
	});
}

#[test]
fn revocation_is_refused_by_cause() {
	ExtBuilder.build_and_execute(|| {
		let id = give_reader(until(NOW + 5));
		let revoke = |who, id| DataAccess::revoke_grant(signed(who), id);
		assert_noop!(revoke(SUPPLIER, id + 1), Error::<Test>::UnknownGrant);
		assert_noop!(revoke(READER, id), Error::<Test>::NotOwner);
		set_time(NOW + 6);
		assert_noop!(revoke(SUPPLIER, id), Error::<Test>::GrantExpired);
		let other = give_reader(until(NOW + 7));
		set_time(NOW + 7);
		assert_ok!(revoke(SUPPLIER, other));
	});
}

#[test]
fn access_is_permitted_at_the_first_and_at_the_last_moment() {
	ExtBuilder.build_and_execute(|| {
		give_reader(Terms { from: NOW + 10, ..until(NOW + 20) });
		for (now, answer) in [
			(NOW + 9, refused(Refusal::NotYetValid)),
			(NOW + 10, permitted(Basis::Grant(0))),
			(NOW + 20, permitted(Basis::Grant(0))),
			(NOW + 21, refused(Refusal::Expired)),
		] {
			set_time(now);
			assert_eq!(ask(READER, SET), answer);
		}
	});
}

#[test]
fn record_is_kept_for_recording_and_retention_and_then_the_ticket_returns() {
	ExtBuilder.build_and_execute(|| {
		let ends = give_reader(until(NOW + 5_000));
		let stays = give_reader(terms());
		let revoked = give_reader(until(NOW + 9_000));
		let one = held(SUPPLIER) / 3;
		assert_ok!(DataAccess::revoke_grant(signed(SUPPLIER), revoked));
		poll(NOW + GRANT_KEPT);
		assert!(Grants::<Test>::contains_key(revoked));
		poll(NOW + GRANT_KEPT + 1_000);
		assert_eq!(last_event(), Event::GrantForgotten { grant: revoked, data_set: SET });
		assert_eq!(held(SUPPLIER), 2 * one);
		poll(NOW + 5_000 + GRANT_KEPT);
		assert!(Grants::<Test>::contains_key(ends));
		poll(NOW + 5_000 + GRANT_KEPT + 1_000);
		assert!(!Grants::<Test>::contains_key(ends));
		assert_eq!(held(SUPPLIER), one);
		assert!(Grants::<Test>::contains_key(stays));
		assert_eq!(DataAccess::grants_of_data_set(SET, None, 10).len(), 1);
	});
}

#[test]
fn uses_are_reserved_until_there_are_none_left() {
	ExtBuilder.build_and_execute(|| {
		let id = give_reader(limited(3));
		assert_ok!(use_grant(READER, id, 2));
		assert_eq!(
			last_event(),
			Event::UsesReserved { grant: id, data_set: SET, uses: 2, used: 2, by: did(READER) }
		);
		assert_noop!(use_grant(READER, id, 2), Error::<Test>::UsesExhausted);
		assert!(ask(READER, SET).is_permitted());
		assert_ok!(use_grant(READER, id, 1));
		assert_noop!(use_grant(READER, id, 1), Error::<Test>::UsesExhausted);
		assert_eq!(ask(READER, SET), refused(Refusal::UsesExhausted));
		let view = DataAccess::grant_view(id).unwrap();
		assert_eq!((view.used, view.reserved, view.in_force), (3, 3, false));
	});
}

#[test]
fn reservation_is_refused_by_cause() {
	ExtBuilder.build_and_execute(|| {
		let id = give_reader(Terms { from: NOW + 2, ..until(NOW + 4) });
		assert_noop!(use_grant(READER, id + 1, 1), Error::<Test>::UnknownGrant);
		assert_noop!(use_grant(READER, id, 0), Error::<Test>::NoUses);
		assert_noop!(use_grant(STRANGER, id, 1), Error::<Test>::NotCovered);
		assert_noop!(use_grant(OPERATOR, id, 1), Error::<Test>::NotCovered);
		set_time(NOW + 1);
		assert_noop!(use_grant(READER, id, 1), Error::<Test>::GrantNotYetValid);
		set_time(NOW + 2);
		assert_ok!(use_grant(READER, id, 1));
		list(READER, Some(Stance::Deny));
		assert_noop!(use_grant(READER, id, 1), Error::<Test>::ShutOut);
		list(READER, None);
		list(STRANGER, Some(Stance::Allow));
		assert_noop!(use_grant(READER, id, 1), Error::<Test>::ShutOut);
		list(STRANGER, None);
		set_time(NOW + 4);
		assert_ok!(use_grant(READER, id, u32::MAX));
		let used_up = give_reader(limited(1));
		assert_noop!(use_grant(READER, used_up, 2), Error::<Test>::UsesExhausted);
		set_time(NOW + 5);
		assert_noop!(use_grant(READER, id, 1), Error::<Test>::GrantExpired);
		let revoked = give_reader(terms());
		assert_ok!(DataAccess::revoke_grant(signed(SUPPLIER), revoked));
		assert_noop!(use_grant(READER, revoked, 1), Error::<Test>::GrantRevoked);
	});
}

#[test]
fn operator_reserves_for_the_grantee() {
	ExtBuilder.build_and_execute(|| {
		let id = give_reader(limited(2));
		appoint();
		assert_ok!(use_grant(OPERATOR, id, 1));
		assert_ok!(use_grant(SUPPLIER, id, 1));
		assert_noop!(use_grant(OPERATOR, id, 1), Error::<Test>::UsesExhausted);
	});
}

#[test]
fn grant_to_a_role_covers_whoever_holds_it_now() {
	ExtBuilder.build_and_execute(|| {
		let id = give(Grantee::Role(Role::Regulator), limited(5));
		assert_eq!(ask(CUSTOMS, SET), permitted(Basis::Grant(id)));
		assert_eq!(ask(READER, SET), refused(Refusal::NoGrant));
		assert_ok!(use_grant(CUSTOMS, id, 1));
		assert_noop!(use_grant(READER, id, 1), Error::<Test>::NotCovered);
		Directory::enrol(READER, Role::Regulator.into());
		assert_eq!(ask(READER, SET), permitted(Basis::Grant(id)));
	});
}

#[test]
fn grant_to_certificate_holders_covers_them_until_the_certificate_ends() {
	ExtBuilder.build_and_execute(|| {
		let id = give(Grantee::CertificateHolder(calibration()), terms());
		assert_eq!(ask(READER, SET), refused(Refusal::NoGrant));
		Drawer::certify(READER, calibration(), NOW + 10);
		set_time(NOW + 10);
		assert_eq!(ask(READER, SET), permitted(Basis::Grant(id)));
		set_time(NOW + 11);
		assert_eq!(ask(READER, SET), refused(Refusal::NoGrant));
	});
}

#[test]
fn device_gets_a_grant_of_its_own_and_loses_it_with_its_owner() {
	ExtBuilder.build_and_execute(|| {
		// A device has no role; a certificate clears it.
		let confidential = Grantee::Did(did(DEVICE));
		assert_ok!(DataAccess::grant(signed(SUPPLIER), CONFIDENTIAL_SET, confidential, terms()));
		assert_eq!(ask(DEVICE, CONFIDENTIAL_SET), refused(Refusal::NoClearance));
		Drawer::certify(DEVICE, clearing(), NOW);
		assert!(ask(DEVICE, CONFIDENTIAL_SET).is_permitted());
		Directory::set_status(READER, DidStatus::Suspended);
		assert_eq!(ask(DEVICE, CONFIDENTIAL_SET), refused(Refusal::SubjectNotActive));
	});
}

#[test]
fn purposes_and_actions_are_those_that_are_named() {
	ExtBuilder.build_and_execute(|| {
		let id = give_reader(Terms {
			actions: Actions::from(Action::Derive) | Action::Aggregate,
			purposes: BoundedVec::truncate_from(vec![purpose("science")]),
			..terms()
		});
		let ask = |action, name: &str| {
			let mut asked = request();
			asked.action = action;
			asked.purpose = purpose(name);
			DataAccess::access(&did(READER), SET, &asked)
		};
		assert_eq!(ask(Action::Derive, "science"), permitted(Basis::Grant(id)));
		assert_eq!(ask(Action::Aggregate, "science"), permitted(Basis::Grant(id)));
		assert_eq!(ask(Action::Derive, "marketing"), refused(Refusal::WrongPurpose));
		assert_eq!(ask(Action::Read, "science"), refused(Refusal::WrongAction));
	});
}
