//! Field classes, lists and operators.

use counterfoil_primitives::{
	access::{Action, Basis, FieldClass, FieldName, Fields, Grantee, Refusal, Request, Terms},
	did::DidStatus,
	roles::Role,
	traits::Confidentiality,
};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use sp_runtime::TokenError;

use crate::{mock::*, pallet::*, FieldClassList, Stance};

/// Restricted classes of these names.
pub fn classes(names: &[&str]) -> FieldClassList {
	let class = |name: &&str| FieldClass {
		name: FieldName::new(name).unwrap(),
		level: Confidentiality::Restricted,
	};
	BoundedVec::truncate_from(names.iter().map(class).collect())
}

fn set(classes: FieldClassList) -> sp_runtime::DispatchResult {
	DataAccess::set_field_classes(signed(SUPPLIER), SET, classes)
}

#[test]
fn classes_are_set_appended_and_their_levels_changed() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(set(classes(&["origin", "price"])));
		assert_eq!(
			last_event(),
			Event::FieldClassesSet {
				data_set: SET,
				classes: classes(&["origin", "price"]),
				by: did(SUPPLIER),
			}
		);
		let once = held(SUPPLIER);
		let mut more = classes(&["origin", "price", "quality"]);
		more[1].level = Confidentiality::Secret;
		assert_ok!(set(more.clone()));
		assert_eq!(held(SUPPLIER), once);
		assert_eq!(DataAccess::policy(SET).unwrap().classes.len(), 3);
		assert_eq!(FieldClasses::<Test>::get(SET).unwrap().classes, more);
	});
}

#[test]
fn classes_never_lose_place_or_name() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(set(classes(&[])), Error::<Test>::NoFieldClasses);
		assert_noop!(set(classes(&["a", "b", "a"])), Error::<Test>::DuplicateFieldClass);
		assert_ok!(set(classes(&["a", "b"])));
		for changed in [classes(&["a"]), classes(&["b", "a"]), classes(&["x", "b", "a"])] {
			assert_noop!(set(changed), Error::<Test>::FieldClassChanged);
		}
		assert_noop!(
			DataAccess::set_field_classes(signed(SUPPLIER), NO_SET, classes(&["a"])),
			Error::<Test>::UnknownDataSet
		);
		assert_noop!(
			DataAccess::set_field_classes(signed(READER), SET, classes(&["a", "b"])),
			Error::<Test>::NotOwner
		);
		Shelf::put(50, POOR, Confidentiality::Public);
		assert_noop!(
			DataAccess::set_field_classes(signed(POOR), 50, classes(&["a"])),
			TokenError::FundsUnavailable
		);
	});
}

/// Y.4560 I.1.1: customs, quality control and consumers see different parts of one data set.
#[test]
fn customs_quality_control_and_consumer_see_different_parts() {
	ExtBuilder.build_and_execute(|| {
		let mut parts = classes(&["product", "quality", "customs"]);
		parts[0].level = Confidentiality::Public;
		parts[1].level = Confidentiality::Restricted;
		parts[2].level = Confidentiality::Confidential;
		assert_ok!(set(parts));
		let only = |place: u8| Terms { fields: Fields::from_bits(1 << place), ..terms() };
		// Quality control holds a certificate, customs is a regulator, the stranger a consumer.
		Drawer::certify(READER, calibration(), NOW);
		give(Grantee::CertificateHolder(calibration()), only(1));
		give(Grantee::Role(Role::Regulator), only(2));
		let sees = |who| {
			[0, 1, 2].map(|place| {
				let request = Request { field: Some(place), ..request() };
				DataAccess::access(&did(who), SET, &request).is_permitted()
			})
		};
		assert_eq!(sees(STRANGER), [true, false, false]);
		assert_eq!(sees(READER), [true, true, false]);
		assert_eq!(sees(CUSTOMS), [true, false, true]);
		assert_eq!(sees(SUPPLIER), [true, true, true]);
		assert_eq!(
			DataAccess::access(&did(CUSTOMS), SET, &Request { field: Some(3), ..request() }),
			refused(Refusal::UnknownField)
		);
		assert_eq!(ask(CUSTOMS, SET), refused(Refusal::WrongField));
	});
}

#[test]
fn class_that_is_declared_later_is_not_in_a_grant_that_names_others() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(set(classes(&["a"])));
		give_reader(Terms { fields: Fields::from_bits(1), ..terms() });
		assert!(ask(READER, SET).is_permitted());
		assert_ok!(set(classes(&["a", "b"])));
		assert_eq!(ask(READER, SET), refused(Refusal::WrongField));
	});
}

#[test]
fn lists_are_kept_with_tickets_and_told_of() {
	ExtBuilder.build_and_execute(|| {
		list(READER, Some(Stance::Deny));
		assert_eq!(
			last_event(),
			Event::ListingSet {
				data_set: SET,
				did: did(READER),
				stance: Some(Stance::Deny),
				by: did(SUPPLIER),
			}
		);
		let one = held(SUPPLIER);
		assert!(one > 0);
		list(READER, Some(Stance::Allow));
		assert_eq!(held(SUPPLIER), one);
		assert_eq!(AllowListed::<Test>::get(SET), 1);
		list(READER, None);
		assert_eq!(held(SUPPLIER), 0);
		assert!(!AllowListed::<Test>::contains_key(SET));
	});
}

#[test]
fn entry_of_a_list_is_refused_by_cause() {
	ExtBuilder.build_and_execute(|| {
		let set = |caller, set, who, stance| {
			DataAccess::set_listing(signed(caller), set, did(who), stance)
		};
		let deny = Some(Stance::Deny);
		assert_noop!(set(SUPPLIER, NO_SET, READER, deny), Error::<Test>::UnknownDataSet);
		assert_noop!(set(PARTNER, SET, READER, deny), Error::<Test>::NotOwner);
		assert_noop!(set(SUPPLIER, SET, 500, deny), Error::<Test>::UnknownSubject);
		assert_noop!(set(SUPPLIER, SET, READER, None), Error::<Test>::ListingUnchanged);
		assert_ok!(set(SUPPLIER, SET, READER, deny));
		assert_noop!(set(SUPPLIER, SET, READER, deny), Error::<Test>::ListingUnchanged);
		Shelf::put(50, POOR, Confidentiality::Public);
		assert_noop!(set(POOR, 50, READER, deny), TokenError::FundsUnavailable);
	});
}

#[test]
fn entry_of_an_applicant_that_was_forgotten_goes_with_its_ticket() {
	ExtBuilder.build_and_execute(|| {
		Directory::set_status(READER, DidStatus::Pending);
		list(READER, Some(Stance::Allow));
		Directory::forget(READER);
		assert_noop!(
			DataAccess::set_listing(signed(SUPPLIER), SET, did(READER), Some(Stance::Deny)),
			Error::<Test>::UnknownSubject
		);
		list(READER, None);
		assert_eq!(held(SUPPLIER), 0);
		assert_eq!(AllowListed::<Test>::get(SET), 0);
	});
}

#[test]
fn allow_list_shuts_out_whoever_is_not_on_it_and_permits_nothing_itself() {
	ExtBuilder.build_and_execute(|| {
		give_reader(terms());
		give(Grantee::Did(did(STRANGER)), terms());
		list(READER, Some(Stance::Allow));
		assert!(ask(READER, SET).is_permitted());
		assert_eq!(ask(STRANGER, SET), refused(Refusal::NotOnAllowList));
		list(CUSTOMS, Some(Stance::Allow));
		assert_eq!(ask(CUSTOMS, SET), refused(Refusal::NoGrant));
		assert_eq!(ask(SUPPLIER, SET), permitted(Basis::Ownership));
		list(READER, None);
		assert_eq!(ask(READER, SET), refused(Refusal::NotOnAllowList));
		list(CUSTOMS, None);
		assert!(ask(STRANGER, SET).is_permitted());
	});
}

#[test]
fn operators_are_appointed_and_dismissed() {
	ExtBuilder.build_and_execute(|| {
		let set = |caller, data_set, who, appointed| {
			DataAccess::set_operator(signed(caller), data_set, did(who), appointed)
		};
		assert_noop!(set(SUPPLIER, NO_SET, OPERATOR, true), Error::<Test>::UnknownDataSet);
		assert_noop!(set(OPERATOR, SET, OPERATOR, true), Error::<Test>::NotOwner);
		assert_noop!(set(SUPPLIER, SET, READER, true), Error::<Test>::NotServiceProvider);
		assert_noop!(set(SUPPLIER, SET, OPERATOR, false), Error::<Test>::NotAppointed);
		appoint();
		assert_eq!(
			last_event(),
			Event::OperatorSet {
				data_set: SET,
				operator: did(OPERATOR),
				appointed: true,
				by: did(SUPPLIER),
			}
		);
		assert!(held(SUPPLIER) > 0);
		assert_noop!(set(SUPPLIER, SET, OPERATOR, true), Error::<Test>::AlreadyOperator);
		assert_eq!(DataAccess::operators(SET, None, 10), [did(OPERATOR)]);
		// One who is suspended can still be dismissed.
		Directory::set_status(OPERATOR, DidStatus::Suspended);
		assert_ok!(set(SUPPLIER, SET, OPERATOR, false));
		assert_eq!(held(SUPPLIER), 0);
		Shelf::put(50, POOR, Confidentiality::Public);
		Directory::set_status(OPERATOR, DidStatus::Active);
		assert_noop!(set(POOR, 50, OPERATOR, true), TokenError::FundsUnavailable);
	});
}

#[test]
fn operator_who_loses_the_role_operates_no_more() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let operates = |who| DataAccess::operates(SET, &did(who), &did(SUPPLIER));
		assert!(operates(OPERATOR) && operates(SUPPLIER) && !operates(READER));
		Directory::enrol(OPERATOR, Role::Demander.into());
		assert!(!operates(OPERATOR));
	});
}

#[test]
fn actions_of_reading_are_what_a_public_set_permits_to_anybody() {
	ExtBuilder.build_and_execute(|| {
		assert_eq!(ask(STRANGER, PUBLIC_SET), permitted(Basis::Public));
		assert_eq!(ask(500, PUBLIC_SET), refused(Refusal::SubjectNotActive));
		let copy = Request { action: Action::Distribute, ..request() };
		assert_eq!(
			DataAccess::access(&did(STRANGER), PUBLIC_SET, &copy),
			refused(Refusal::NoGrant)
		);
	});
}
