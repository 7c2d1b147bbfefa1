//! Attestation roots.

use super::*;

fn propose(who: u64) -> frame_support::dispatch::DispatchResult {
	Devices::propose_root(signed(who), root_key().public(), NOW + 1, [0x90; 32])
}

fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

/// Enrols with this signature.
fn enrol(
	who: u64,
	lot: &Lot,
	root: u64,
	signature: counterfoil_primitives::KeySignature,
) -> frame_support::dispatch::DispatchResult {
	let attestation = Some(Attestation { root, signature });
	Devices::enrol(signed(who), lot.batch, METADATA, None, attestation)
}

#[test]
fn root_is_proposed_by_a_manufacturer_and_admitted_by_governance() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(propose(MAKER));
		assert_eq!(held(MAKER), ticket(types::root_footprint::<Test>()));
		assert_eq!(Devices::attestation_root(0).unwrap().status, RootStatus::Proposed);
		assert_ok!(Devices::admit_root(root(), 0));
		assert_eq!(Devices::attestation_root(0).unwrap().status, RootStatus::Admitted);
		let (manufacturer, key) = (did(MAKER), root_key().public());
		assert_eq!(
			events(),
			[
				Event::RootProposed {
					root: 0,
					manufacturer,
					key,
					valid_until: NOW + 1,
					policy: [0x90; 32]
				},
				Event::RootAdmitted { root: 0, manufacturer },
			]
		);
	});
}

#[test]
fn root_proposed_by_others_than_active_stakeholders_or_too_late_is_refused() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(propose(PAYER), DispatchError::BadOrigin);
		sponsor(PAYER, device(OWNER, 1));
		assert_noop!(propose(PAYER), Error::NotAStakeholder);
		assert_noop!(propose(PAUPER), sp_runtime::TokenError::FundsUnavailable);
		set_status(did(MAKER), DidStatus::Suspended);
		assert_noop!(propose(MAKER), Error::NotAStakeholder);
		set_status(did(MAKER), DidStatus::Active);
		assert_noop!(
			Devices::propose_root(signed(MAKER), root_key().public(), NOW, [0; 32]),
			Error::DeadlineInPast
		);
		NextRoot::<Test>::put(u64::MAX);
		assert_noop!(propose(MAKER), Error::TooMany);
	});
}

#[test]
fn roots_are_decided_by_governance_alone_and_once() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(propose(MAKER));
		for origin in [signed(MAKER), signed(OWNER), RuntimeOrigin::none()] {
			assert_noop!(Devices::admit_root(origin.clone(), 0), DispatchError::BadOrigin);
			assert_noop!(Devices::reject_root(origin.clone(), 0), DispatchError::BadOrigin);
			assert_noop!(Devices::revoke_root(origin, 0), DispatchError::BadOrigin);
		}
		assert_noop!(Devices::admit_root(root(), 1), Error::UnknownRoot);
		assert_noop!(Devices::reject_root(root(), 1), Error::UnknownRoot);
		assert_noop!(Devices::revoke_root(root(), 1), Error::UnknownRoot);
		assert_noop!(Devices::revoke_root(root(), 0), Error::RootNotAdmitted);
		assert_ok!(Devices::admit_root(root(), 0));
		assert_noop!(Devices::admit_root(root(), 0), Error::RootDecided);
		assert_noop!(Devices::reject_root(root(), 0), Error::RootDecided);
		assert_ok!(Devices::revoke_root(root(), 0));
		assert_noop!(Devices::revoke_root(root(), 0), Error::RootNotAdmitted);
		assert_noop!(Devices::admit_root(root(), 0), Error::RootDecided);
	});
}

#[test]
fn rejected_root_is_gone_and_its_deposit_returns() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(propose(MAKER));
		events();
		assert_ok!(Devices::reject_root(root(), 0));
		assert_eq!(events(), [Event::RootRejected { root: 0, manufacturer: did(MAKER) }]);
		assert_eq!(held(MAKER), 0);
		assert_eq!(Devices::attestation_root(0), None);
		assert_ok!(propose(MAKER));
		assert_eq!(NextRoot::<Test>::get(), 2);
	});
}

#[test]
fn root_is_removed_by_its_manufacturer_once_nothing_names_it() {
	ExtBuilder.build_and_execute(|| {
		let id = admitted_root();
		let lot = Lot::new(2);
		let enrolment = lot.enrol_under(OWNER, id, &root_key());
		assert_noop!(Devices::remove_root(signed(MAKER), id), Error::RootInUse);
		assert_noop!(Devices::remove_root(signed(OWNER), id), Error::NotManufacturer);
		assert_noop!(Devices::remove_root(signed(PAYER), id), DispatchError::BadOrigin);
		assert_noop!(Devices::remove_root(signed(MAKER), 9), Error::UnknownRoot);
		assert_ok!(Devices::close_enrolment(signed(OWNER), enrolment));
		set_status(did(MAKER), DidStatus::Suspended);
		events();
		assert_ok!(Devices::remove_root(signed(MAKER), id));
		assert_eq!(events(), [Event::RootRemoved { root: id, manufacturer: did(MAKER) }]);
		assert_eq!(held(MAKER), 0);
	});
}

#[test]
fn enrol_under_a_root_names_it() {
	ExtBuilder.build_and_execute(|| {
		let id = admitted_root();
		let enrolment = Lot::new(2).enrol_under(OWNER, id, &root_key());
		let view = Devices::enrolment(enrolment).unwrap();
		assert_eq!(view.root, Some(id));
		assert!(view.trusted);
		assert_eq!(Devices::attestation_root(id).unwrap().enrolments, 1);
	});
}

#[test]
fn enrol_under_a_root_counts_until_its_last_moment() {
	ExtBuilder.build_and_execute(|| {
		let id = admitted_root();
		let last = Devices::attestation_root(id).unwrap().valid_until;
		let [one, two] = [Lot::from(10, 1), Lot::from(20, 1)];
		set_now(last);
		let enrolment = one.enrol_under(OWNER, id, &root_key());
		set_now(last + 1);
		let signature = root_key().attest(id, did(OWNER), two.batch);
		assert_noop!(enrol(OWNER, &two, id, signature), Error::RootExpired);
		// What was vouched for in time stays trusted.
		let meter = one.activate(enrolment, 0);
		assert!(Devices::is_trusted(&meter));
	});
}

#[test]
fn enrol_under_a_root_that_is_unknown_proposed_or_revoked_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(2);
		let signature = root_key().attest(0, did(OWNER), lot.batch);
		assert_noop!(enrol(OWNER, &lot, 0, signature), Error::UnknownRoot);
		assert_ok!(propose(MAKER));
		assert_noop!(enrol(OWNER, &lot, 0, signature), Error::RootNotAdmitted);
		assert_ok!(Devices::admit_root(root(), 0));
		assert_ok!(Devices::revoke_root(root(), 0));
		assert_noop!(enrol(OWNER, &lot, 0, signature), Error::RootNotAdmitted);
	});
}

#[test]
fn attack_attestation_copied_or_forged_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let id = admitted_root();
		let other_root = admitted_root();
		let lot = Lot::new(2);
		let key = root_key();
		let good = key.attest(id, did(OWNER), lot.batch);
		// By another stakeholder, under another root of the same key, for another batch or number of devices.
		assert_noop!(enrol(OTHER, &lot, id, good), Error::BadSignature);
		assert_noop!(enrol(OWNER, &lot, other_root, good), Error::BadSignature);
		assert_noop!(enrol(OWNER, &Lot::new(3), id, good), Error::BadSignature);
		let mut more = Lot::new(2);
		more.batch.devices = 4;
		assert_noop!(enrol(OWNER, &more, id, good), Error::BadSignature);
		// By a key that is not the root's, and with other metadata.
		let forged = Key::new(78).attest(id, did(OWNER), lot.batch);
		assert_noop!(enrol(OWNER, &lot, id, forged), Error::BadSignature);
		let attestation = Some(Attestation { root: id, signature: good });
		assert_noop!(
			Devices::enrol(signed(OWNER), lot.batch, [0; 32], None, attestation),
			Error::BadSignature
		);
		assert_ok!(enrol(OWNER, &lot, id, good));
		// Twice: a device that was struck out of the one would become live from the other.
		assert_noop!(enrol(OWNER, &lot, id, good), Error::BatchExists);
	});
}

#[test]
fn attack_attestation_replayed_from_another_chain_is_refused() {
	use counterfoil_primitives::{
		enrolment::EnrolmentAttestation,
		payload::{signing_bytes, Purpose},
	};

	ExtBuilder.build_and_execute(|| {
		let id = admitted_root();
		let lot = Lot::new(2);
		let body = EnrolmentAttestation {
			root: id,
			enroller: did(OWNER),
			batch: lot.batch,
			metadata: METADATA,
		};
		let message = signing_bytes(Purpose::EnrolmentAttestation, &[0xaa; 32], 0, &body);
		assert_noop!(enrol(OWNER, &lot, id, root_key().sign(&message)), Error::BadSignature);
	});
}

#[test]
fn revoked_root_reaches_all_its_devices_at_once() {
	ExtBuilder.build_and_execute(|| {
		let id = admitted_root();
		let [one, two] = [Lot::from(10, 3), Lot::from(20, 3)];
		let [first, second] = [&one, &two].map(|lot| lot.enrol_under(OWNER, id, &root_key()));
		let free = Lot::from(30, 1);
		let unattested = free.enrol(OWNER);
		let devices = [one.activate(first, 0), one.activate(first, 1), two.activate(second, 2)];
		let others = [free.activate(unattested, 0), device(OWNER, 1)];
		// A sold one is still the manufacturer's work.
		offer(Asset::Device(devices[1]));
		assert_ok!(Devices::accept_transfer(signed(OTHER), Asset::Device(devices[1])));
		assert!(devices.iter().all(Devices::is_trusted));
		events();
		assert_ok!(Devices::revoke_root(root(), id));
		assert_eq!(events(), [Event::RootRevoked { root: id, manufacturer: did(MAKER) }]);
		assert!(!devices.iter().any(Devices::is_trusted));
		assert!(others.iter().all(Devices::is_trusted));
		assert!(!Devices::enrolment(first).unwrap().trusted);
		assert_noop!(one.try_activate(first, 2), Error::NotTrusted);
		assert_noop!(
			Devices::offer_transfer(signed(OWNER), Asset::Device(devices[0]), did(OTHER), NOW + 1),
			Error::NotTrusted
		);
		let unused = Asset::Enrolment(second);
		assert_ok!(Devices::decommission(signed(OWNER), devices[2]));
		assert_noop!(
			Devices::offer_transfer(signed(OWNER), unused, did(OTHER), NOW + 1),
			Error::EnrolmentInUse
		);
	});
}

#[test]
fn attack_enrolment_offered_before_its_root_was_revoked_is_not_handed_over() {
	ExtBuilder.build_and_execute(|| {
		let id = admitted_root();
		let enrolment = Lot::new(2).enrol_under(OWNER, id, &root_key());
		offer(Asset::Enrolment(enrolment));
		assert_ok!(Devices::revoke_root(root(), id));
		assert_noop!(
			Devices::accept_transfer(signed(OTHER), Asset::Enrolment(enrolment)),
			Error::NotTrusted
		);
	});
}
