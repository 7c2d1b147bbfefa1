//! The end of a DID by the will of those who control it (W3C DID Core 8.4).

use super::*;
use counterfoil_primitives::{
	document::{Approvals, DidAct},
	traits::AuditSubject,
};
use pallet_did_runtime_api::Resolution;

#[test]
fn deactivate_by_stakeholder_leaves_tombstone_and_returns_tickets() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(20);
		let did = admit(DAVE, &key, Role::Supplier.into());
		let new = Key::ed25519(21);
		assert_ok!(put_document(DAVE, did, document_of(&[&new]), &[&new]));
		assert_eq!(ActiveStakeholders::<Test>::get(), 4);
		events();
		set_time(NOW + 5);
		assert_ok!(Did::deactivate(signed(DAVE), did, Approvals::new()));
		assert_eq!(Balances::free_balance(DAVE), START);
		assert_eq!(ActiveStakeholders::<Test>::get(), 3);
		let record = Records::<Test>::get(did).unwrap();
		assert_eq!((record.status, record.version), (DidStatus::Revoked, 3));
		assert_eq!((record.updated, record.ticket), (NOW + 5, None));
		assert!(!Did::verify(&did, b"m", &new.sign(b"m")));
		assert_eq!(
			events(),
			[
				Event::StatusChanged { did, status: DidStatus::Revoked, actor: Some(did) },
				Event::Deactivated { did, version: 3, actor: did },
			]
		);
	});
}

#[test]
fn deactivated_is_told_apart_from_unknown() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		assert_eq!(Did::resolve_document(key.did()), Resolution::Unknown);
		let device = add_device(ALICE, &key, [7; 32]);
		assert!(matches!(Did::resolve_document(device), Resolution::Found(_)));
		assert_ok!(Did::deactivate(signed(ALICE), device, Approvals::new()));
		let Resolution::Deactivated(view) = Did::resolve_document(device) else {
			panic!("it has ended")
		};
		assert!(view.deactivated);
		assert_eq!((view.version.version, view.latest), (2, 2));
		// Earlier versions stay, and say that the DID has ended since.
		let Resolution::Found(view) = Did::resolve_version(device, 1) else { panic!("it was") };
		assert!(view.deactivated);
		assert_eq!(Did::resolve(device).unwrap().status, DidStatus::Revoked);
	});
}

#[test]
fn attack_resurrected_did_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(20);
		let did = admit(DAVE, &key, Role::Supplier.into());
		let device_key = Key::ed25519(10);
		let device = add_device(DAVE, &device_key, [7; 32]);
		assert_ok!(Did::deactivate(signed(DAVE), device, Approvals::new()));
		assert_ok!(Did::deactivate(signed(DAVE), did, Approvals::new()));
		for key in [&key, &device_key] {
			// As a stakeholder, as a device, by a proposal, by its owner, by another document.
			let signature = key.sign_registration(EVE, Role::Supplier.into());
			let roles = Role::Supplier.into();
			assert_noop!(
				Did::register_stakeholder(signed(EVE), key.public(), signature, roles),
				Error::<Test>::KeyInUse
			);
			let signature = key.sign_consent(founder(ALICE), [7; 32]);
			assert_noop!(
				Did::register_device(signed(ALICE), key.public(), signature, [7; 32]),
				Error::<Test>::KeyInUse
			);
			assert_noop!(
				put_document(DAVE, key.did(), document_of(&[&Key::ed25519(30)]), &[]),
				Error::<Test>::Ended
			);
			assert_noop!(
				Did::deactivate(signed(DAVE), key.did(), Approvals::new()),
				Error::<Test>::Ended
			);
		}
		assert_noop!(
			Did::set_device_status(signed(DAVE), device, DeviceStatus::Active),
			Error::<Test>::DeviceRevoked
		);
		assert_noop!(
			Did::propose(signed(ALICE), did, Change::Reinstate),
			Error::<Test>::ChangeNotApplicable
		);
	});
}

#[test]
fn key_that_was_rotated_in_may_become_a_did_of_its_own() {
	ExtBuilder::default().build_and_execute(|| {
		let (old, new) = (Key::ed25519(10), Key::ed25519(11));
		let device = add_device(ALICE, &old, [7; 32]);
		assert_ok!(put_document(ALICE, device, document_of(&[&new]), &[&new]));
		assert_ok!(Did::deactivate(signed(ALICE), device, Approvals::new()));
		// Another identifier, with the consent of its key; nothing of the old one comes with it.
		let other = add_device(BOB, &new, [7; 32]);
		assert_ne!(other, device);
		assert_eq!(Did::status(&device), Some(DidStatus::Revoked));
		assert!(!Did::verify(&device, b"m", &new.sign(b"m")));
	});
}

#[test]
fn suspended_stakeholder_may_leave() {
	ExtBuilder::default().build_and_execute(|| {
		let did = admit(DAVE, &Key::ed25519(20), Role::Supplier.into());
		carry(did, Change::Suspend);
		assert_eq!(ActiveStakeholders::<Test>::get(), 3);
		assert_ok!(Did::deactivate(signed(DAVE), did, Approvals::new()));
		assert_eq!(ActiveStakeholders::<Test>::get(), 3);
		assert_eq!(Did::status(&did), Some(DidStatus::Revoked));
	});
}

#[test]
fn stakeholder_that_is_voted_on_may_leave_and_the_votes_end() {
	ExtBuilder::default().build_and_execute(|| {
		use crate::WeightInfo;
		let did = admit(DAVE, &Key::ed25519(20), Role::Supplier.into());
		for change in [Change::Revoke, Change::Suspend, Change::GrantRole(Role::Validator)] {
			assert_ok!(Did::propose(signed(ALICE), did, change));
		}
		let info = Did::deactivate(signed(DAVE), did, Approvals::new()).unwrap();
		assert_eq!(info.actual_weight, Some(<()>::deactivate(0, 3)));
		assert!(!Did::has_open_proposal(&did));
		assert_eq!(Balances::free_balance(ALICE), START);
		assert_eq!(Balances::free_balance(DAVE), START);
	});
}

#[test]
fn stakeholder_suspended_at_once_may_leave_before_that_is_confirmed() {
	ExtBuilder::default().build_and_execute(|| {
		let regulator = admit(EVE, &Key::ed25519(21), Role::Regulator.into());
		let did = admit(DAVE, &Key::ed25519(20), Role::Supplier.into());
		assert_ok!(Did::suspend_at_once(signed(EVE), did, [1; 32]));
		assert_ok!(Did::deactivate(signed(DAVE), did, Approvals::new()));
		assert!(!Did::has_open_proposal(&did));
		assert!(Did::is_active(&regulator));
		assert_eq!(ActiveStakeholders::<Test>::get(), 4);
	});
}

#[test]
fn last_stakeholder_cannot_leave() {
	ExtBuilder::default().founders(&[ALICE]).build_and_execute(|| {
		assert_noop!(
			Did::deactivate(signed(ALICE), founder(ALICE), Approvals::new()),
			Error::<Test>::LastStakeholder
		);
	});
}

#[test]
fn deactivate_by_anyone_else_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let device = add_device(ALICE, &Key::ed25519(10), [7; 32]);
		let pending = apply(DAVE, &Key::ed25519(20), Role::Other.into());
		for target in [device, founder(ALICE)] {
			for account in [BOB, DAVE, EVE] {
				assert_noop!(
					Did::deactivate(signed(account), target, Approvals::new()),
					Error::<Test>::NotAuthorized
				);
			}
		}
		assert_noop!(
			Did::deactivate(signed(DAVE), pending, Approvals::new()),
			Error::<Test>::NotActive
		);
		assert_noop!(
			Did::deactivate(signed(DAVE), DidId([1; 32]), Approvals::new()),
			Error::<Test>::NotFound
		);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(
				Did::deactivate(origin, device, Approvals::new()),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn controllers_deactivate_by_their_threshold() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let device = add_device(ALICE, &key, [7; 32]);
		let document = controlled_document(&key, &[founder(BOB), founder(CHARLIE)], 2);
		assert_ok!(put_document(ALICE, device, document.clone(), &[]));
		let (bob, charlie) = (founder_key(BOB), founder_key(CHARLIE));
		let by = |act, who: &[(DidId, &Key)]| approvals(device, act, who);
		let both = [(founder(BOB), &bob), (founder(CHARLIE), &charlie)];
		assert_noop!(
			Did::deactivate(signed(ALICE), device, Approvals::new()),
			Error::<Test>::TooFewApprovals
		);
		assert_noop!(
			Did::deactivate(signed(EVE), device, by(DidAct::Deactivate, &both[..1])),
			Error::<Test>::TooFewApprovals
		);
		// What they signed for a document does not end the DID.
		assert_noop!(
			Did::deactivate(signed(EVE), device, by(DidAct::Update(document.digest()), &both)),
			Error::<Test>::BadSignature
		);
		events();
		Audited::take();
		assert_ok!(Did::deactivate(signed(EVE), device, by(DidAct::Deactivate, &both)));
		let actor = founder(BOB);
		assert_eq!(events().last(), Some(&Event::Deactivated { did: device, version: 3, actor }));
		assert_eq!(history_hold(ALICE), 0);
		let (who, whose, _) = Audited::get().pop().unwrap();
		assert_eq!(who, Some(actor));
		assert_eq!(whose, [AuditSubject::Did(device), AuditSubject::Did(actor)]);
	});
}
