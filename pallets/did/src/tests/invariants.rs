//! The checker finds what it is there to find.

use super::*;

/// What the checker says after the state was damaged by `damage`.
fn verdict(damage: impl FnOnce()) -> Result<(), DispatchError> {
	ExtBuilder::default().build().execute_with(|| {
		apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		add_device(ALICE, &Key::ed25519(11), [7; 32]);
		assert_ok!(Did::do_try_state());
		damage();
		Did::do_try_state()
	})
}

fn found(text: &'static str, damage: impl FnOnce()) {
	assert_eq!(verdict(damage), Err(DispatchError::Other(text)));
}

#[test]
fn miscounted_stakeholders_are_found() {
	found("the active stakeholders are miscounted", || ActiveStakeholders::<Test>::put(2));
}

#[test]
fn account_without_record_is_found() {
	found("an account acts for a DID that is not there", || {
		DidOf::<Test>::insert(EVE, DidId([1; 32]))
	});
}

#[test]
fn record_without_account_is_found() {
	found("the account of a stakeholder acts for another DID", || DidOf::<Test>::remove(BOB));
}

#[test]
fn pending_without_proposal_is_found() {
	found("a pending stakeholder is not voted on", || {
		Proposals::<Test>::remove(Key::ed25519(10).did(), Motion::Register)
	});
}

#[test]
fn proposal_off_the_agenda_is_found() {
	found("the agenda and the proposals differ", || {
		let _ = Agenda::<Test>::clear(u32::MAX, None);
	});
}

#[test]
fn impossible_parameters_are_found() {
	for voting_period in [0, crate::MAX_VOTING_PERIOD + 1] {
		found("the parameters are not valid", || {
			Parameters::<Test>::put(DidParameters { voting_period, ..parameters() })
		});
	}
}

#[test]
fn proposal_that_does_not_apply_is_found() {
	found("a proposal does not fit the state of its subject", || {
		let proposal = proposal(Key::ed25519(10).did(), Motion::Register);
		Proposals::<Test>::insert(founder(BOB), Motion::Register, proposal);
	});
}

#[test]
fn impossible_rule_is_found() {
	found("a proposal has an impossible rule", || {
		let did = Key::ed25519(10).did();
		Proposals::<Test>::mutate(did, Motion::Register, |proposal| {
			proposal.as_mut().unwrap().rule.threshold = 0
		})
	});
}

#[test]
fn suspension_without_vote_is_found() {
	found("a suspension is not voted on", || {
		Unconfirmed::<Test>::insert(founder(BOB), founder(CHARLIE))
	});
}

#[test]
fn vote_without_suspension_is_found() {
	found("a suspension is voted on and nobody suspended", || {
		let proposal = proposal(Key::ed25519(10).did(), Motion::Register);
		Records::<Test>::mutate(founder(BOB), |record| {
			record.as_mut().unwrap().status = DidStatus::Suspended
		});
		ActiveStakeholders::<Test>::put(2);
		Proposals::<Test>::insert(founder(BOB), Motion::ConfirmSuspension, proposal);
	});
}

#[test]
fn shield_of_nobody_is_found() {
	found("somebody is shielded who cannot be suspended any more", || {
		ShieldedUntil::<Test>::insert(DidId([1; 32]), NOW)
	});
}

#[test]
fn too_many_stakeholders_are_found() {
	found("too many seats are taken", || MaxStakeholders::set(2));
}

#[test]
fn revoked_with_ticket_is_found() {
	found("a revoked DID kept its ticket", || {
		Records::<Test>::mutate(Key::ed25519(11).did(), |record| {
			record.as_mut().unwrap().status = DidStatus::Revoked
		})
	});
}

#[test]
fn vote_on_oneself_is_found() {
	found("a stakeholder voted on itself", || {
		let did = Key::ed25519(10).did();
		Proposals::<Test>::mutate(did, Motion::Register, |proposal| {
			proposal.as_mut().unwrap().ballots.try_insert(did, true).unwrap();
		})
	});
}

/// What the checker says after the state of a device that changed its document was damaged.
fn found_in_history(text: &'static str, damage: impl FnOnce(DidId)) {
	let verdict = ExtBuilder::default().build().execute_with(|| {
		let device = add_device(ALICE, &Key::ed25519(11), [7; 32]);
		let new = Key::ed25519(12);
		set_time(NOW + 10);
		assert_ok!(put_document(ALICE, device, document_of(&[&new]), &[&new]));
		set_time(NOW + 20);
		assert_ok!(Did::set_device_status(signed(ALICE), device, DeviceStatus::Suspended));
		assert_ok!(Did::do_try_state());
		damage(device);
		Did::do_try_state()
	});
	assert_eq!(verdict, Err(DispatchError::Other(text)));
}

fn damage_version(device: DidId, number: u32, damage: impl FnOnce(&mut crate::Version<u64>)) {
	Versions::<Test>::mutate(device, number, |version| damage(version.as_mut().unwrap()));
}

#[test]
fn gap_in_a_history_is_found() {
	found_in_history("a version is missing", |device| Versions::<Test>::remove(device, 2));
}

#[test]
fn version_that_begins_too_early_or_too_late_is_found() {
	found_in_history("a version begins before the one before it", |device| {
		damage_version(device, 2, |version| version.from = NOW - 1)
	});
	found_in_history("a first version does not begin with the record", |device| {
		damage_version(device, 1, |version| version.from = NOW - 1)
	});
}

#[test]
fn version_after_the_end_is_found() {
	found_in_history("a DID went on after it had ended", |device| {
		damage_version(device, 2, |version| version.status = DidStatus::Revoked)
	});
}

#[test]
fn latest_version_that_differs_from_the_record_is_found() {
	found_in_history("the latest version and the record differ", |device| {
		damage_version(device, 3, |version| version.status = DidStatus::Active)
	});
}

#[test]
fn missing_and_misplaced_documents_are_found() {
	let text = "a document is missing, or not the version's";
	found_in_history(text, |device| Documents::<Test>::remove(device, 2));
	found_in_history(text, |device| {
		Documents::<Test>::insert(device, 3, document_of(&[&Key::ed25519(12)]))
	});
	found_in_history(
		"a version has a document that is neither the one before nor a new one",
		|device| damage_version(device, 3, |version| version.document = 1),
	);
	found_in_history("a document is not valid", |device| {
		Documents::<Test>::mutate(device, 2, |document| document.as_mut().unwrap().threshold = 9)
	});
}

#[test]
fn history_of_another_size_is_found() {
	found_in_history("a history has another size than what is stored", |device| {
		Histories::<Test>::mutate(device, |history| history.bytes += 1)
	});
}

#[test]
fn versions_documents_and_histories_of_nobody_are_found() {
	let nobody = DidId([1; 32]);
	found_in_history("a version is nobody's", |device| {
		Versions::<Test>::insert(nobody, 1, Versions::<Test>::get(device, 1).unwrap())
	});
	found_in_history("a document is nobody's", |_| {
		Documents::<Test>::insert(nobody, 1, document_of(&[&Key::ed25519(12)]))
	});
	found_in_history("a history is nobody's", |_| {
		Histories::<Test>::insert(nobody, crate::History::default())
	});
	found_in_history("a first version has a later document", |_| {
		Records::<Test>::mutate(founder(BOB), |record| record.as_mut().unwrap().document = 2)
	});
}
