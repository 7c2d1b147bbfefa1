//! Every event reaches the histories of those it is about (Y.4560 7.1.2).

use super::*;
use codec::Encode;
use counterfoil_primitives::{
	document::Approvals,
	traits::{AuditSubject, DeviceRecords, Subject},
};

/// What the histories got since the last call.
fn audited() -> Vec<(Option<DidId>, Vec<DidId>)> {
	Audited::take()
		.into_iter()
		.map(|(actor, subjects, _)| {
			let did = |subject| match subject {
				AuditSubject::Did(did) => did,
				other => panic!("{other:?}"),
			};
			(actor, subjects.into_iter().map(did).collect())
		})
		.collect()
}

#[test]
fn every_event_is_handed_on_in_order() {
	ExtBuilder::default().build_and_execute(|| {
		let did = admit(DAVE, &Key::ed25519(20), Role::Other.into());
		let device = add_device(DAVE, &Key::ed25519(10), [7; 32]);
		assert_ok!(Did::set_metadata(&device, [8; 32]));
		let new = Key::ed25519(11);
		assert_ok!(put_document(DAVE, device, document_of(&[&new]), &[&new]));
		carry(did, Change::Suspend);
		assert_ok!(Did::deactivate(signed(DAVE), did, Approvals::new()));
		let handed: Vec<_> = Audited::take().into_iter().map(|(_, _, index)| index).collect();
		let deposited: Vec<_> = events().into_iter().map(|event| event.encode()[0]).collect();
		assert!(deposited.len() > 10);
		assert_eq!(handed, deposited);
	});
}

#[test]
fn document_of_device_belongs_to_its_life_and_to_its_owners() {
	ExtBuilder::default().build_and_execute(|| {
		let device = add_device(ALICE, &Key::ed25519(10), [7; 32]);
		let alice = founder(ALICE);
		assert_eq!(audited(), [(Some(alice), vec![device, alice])]);
		let new = Key::ed25519(11);
		assert_ok!(put_document(ALICE, device, document_of(&[&new]), &[&new]));
		assert_eq!(audited(), [(Some(alice), vec![device, alice])]);
		assert_ok!(put_document(ALICE, alice, document_of(&[&Key::sr25519(1), &new]), &[&new]));
		assert_eq!(audited(), [(Some(alice), vec![alice])]);
	});
}

#[test]
fn transfer_belongs_to_the_lives_of_device_and_both_owners() {
	ExtBuilder::default().build_and_execute(|| {
		let device = add_device(ALICE, &Key::ed25519(10), [7; 32]);
		audited();
		let (alice, bob) = (founder(ALICE), founder(BOB));
		assert_ok!(Did::transfer(&device, &Subject { did: bob, account: BOB }));
		assert_eq!(audited(), [(Some(bob), vec![device, alice, bob])]);
		assert_ok!(Did::set_metadata(&device, [8; 32]));
		assert_eq!(audited(), [(Some(bob), vec![device, bob])]);
		assert_ok!(Did::revoke(&device));
		assert_eq!(audited(), [(Some(bob), vec![device, bob])]);
	});
}

#[test]
fn owner_that_switches_its_device_is_named_as_the_actor() {
	ExtBuilder::default().build_and_execute(|| {
		let device = add_device(ALICE, &Key::ed25519(10), [7; 32]);
		let alice = founder(ALICE);
		for status in [DeviceStatus::Suspended, DeviceStatus::Active, DeviceStatus::Revoked] {
			audited();
			assert_ok!(Did::set_device_status(signed(ALICE), device, status));
			assert_eq!(audited(), [(Some(alice), vec![device, alice])]);
		}
	});
}

#[test]
fn what_a_vote_decides_has_no_actor_and_belongs_to_subject_and_proposer() {
	ExtBuilder::default().build_and_execute(|| {
		let (alice, bob) = (founder(ALICE), founder(BOB));
		let did = admit(DAVE, &Key::ed25519(20), Role::Other.into());
		assert_ok!(Did::propose(signed(ALICE), did, Change::Suspend));
		vote(ALICE, did, true);
		vote(BOB, did, true);
		audited();
		vote(CHARLIE, did, true);
		let charlie = founder(CHARLIE);
		assert_eq!(
			audited(),
			[(Some(charlie), vec![did, charlie]), (None, vec![did, alice]), (None, vec![did])]
		);
		// Leaving is the act of who leaves.
		assert_ok!(Did::deactivate(signed(BOB), bob, Approvals::new()));
		assert_eq!(audited(), [(Some(bob), vec![bob]), (Some(bob), vec![bob])]);
	});
}

#[test]
fn suspension_at_once_is_the_act_of_the_regulator() {
	let four = ExtBuilder::default().founders(&[ALICE, BOB, CHARLIE, EVE]);
	four.regulators(&[ALICE]).build_and_execute(|| {
		let (alice, eve) = (founder(ALICE), founder(EVE));
		assert_ok!(Did::suspend_at_once(signed(ALICE), eve, [9; 32]));
		assert_eq!(audited(), vec![(Some(alice), vec![eve, alice]); 3]);
	});
}
