//! What the histories are told.

use super::*;
use codec::Encode;
use counterfoil_primitives::traits::{AuditModule, AuditSubject};

#[test]
fn every_event_is_handed_over_as_it_is_deposited() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Sponsorship::sponsor(signed(SPONSOR), device(), limits()));
		assert_ok!(Sponsorship::amend(signed(SPONSOR), device(), limits()));
		assert_ok!(bring(SPONSOR, DEVICE, terms(DEVICE), act()));
		assert_ok!(Sponsorship::cancel(signed(OWNER_ACCOUNT), did(DEVICE), 3));
		assert_ok!(Sponsorship::end(signed(SPONSOR), device()));
		let events = events();
		assert_eq!(events.len(), 5);
		let recorded = Recorded::get();
		assert_eq!(recorded.len(), 5);
		for (event, (module, _, _, bytes)) in events.iter().zip(&recorded) {
			assert_eq!(*module, AuditModule::Sponsorship);
			assert_eq!(*bytes, event.encode());
		}
		let lives: Vec<_> =
			recorded.into_iter().map(|(_, actor, subjects, _)| (actor, subjects)).collect();
		let life =
			|who: &[u8]| -> Vec<_> { who.iter().map(|who| AuditSubject::Did(did(*who))).collect() };
		assert_eq!(
			lives,
			[
				(None, vec![]),
				(None, vec![]),
				(Some(did(DEVICE)), life(&[DEVICE])),
				// An act of the owner, about the device.
				(Some(did(OWNER)), life(&[DEVICE, OWNER])),
				(None, vec![]),
			]
		);
	});
}

#[test]
fn attack_stranger_cannot_fill_the_history_of_a_subject() {
	ExtBuilder::default().build_and_execute(|| {
		for account in [SPONSOR, OTHER, STRANGER_ACCOUNT] {
			assert_ok!(Sponsorship::sponsor(signed(account), device(), limits()));
			assert_ok!(Sponsorship::end(signed(account), device()));
		}
		assert!(Recorded::get().iter().all(|(_, _, subjects, _)| subjects.is_empty()));
	});
}
