//! Batches, and their devices becoming live (Y.4560 8.1, 9.2).

use counterfoil_primitives::{
	enrolment::{Batch, Link},
	fingerprint::node_hash,
	Hash,
};

use super::*;

#[test]
fn enrol_takes_constant_room_whatever_the_number_of_devices() {
	ExtBuilder.build_and_execute(|| {
		let batch = Batch { root: [1; 32], devices: u32::MAX };
		assert_ok!(Devices::enrol(signed(OWNER), batch, METADATA, Some(link()), None));
		assert_eq!(held(OWNER), ticket(types::enrolment_footprint::<Test>()));
		let (enrolment, enroller, metadata, link, root) =
			(0, did(OWNER), METADATA, Some(link()), None);
		assert_eq!(
			events(),
			[Event::Enrolled { enrolment, enroller, batch, metadata, link, root }]
		);
		let batch = Batch { root: [2; 32], devices: 1 };
		assert_ok!(Devices::enrol(signed(OWNER), batch, METADATA, None, None));
		assert_eq!(held(OWNER), 2 * ticket(types::enrolment_footprint::<Test>()));
	});
}

#[test]
fn attack_signature_that_the_host_does_not_check_costs_what_it_takes() {
	use counterfoil_primitives::did::KeySignature;
	use frame_support::dispatch::GetDispatchInfo;

	let activate = |signature| {
		let key = Key::new(1).public();
		let (enrolment, index, path) = (0, 0, Default::default());
		let call = Call::<Test>::activate { enrolment, index, key, path, signature };
		call.get_dispatch_info().call_weight
	};
	let enrol = |signature: Option<KeySignature>| {
		let (batch, metadata, link) = (Batch { root: [1; 32], devices: 1 }, METADATA, None);
		let attestation = signature.map(|signature| Attestation { root: 0, signature });
		let call = Call::<Test>::enrol { batch, metadata, link, attestation };
		call.get_dispatch_info().call_weight
	};
	let (host, own) = (KeySignature::Ed25519([0; 64]), KeySignature::EcdsaP256([0; 64]));
	assert_eq!(enrol(None), enrol(Some(host)));
	// As measured natively; one key each.
	let (cheap, dear) = (activate(host).ref_time(), activate(own).ref_time());
	assert!(dear - cheap > 606_000_000);
	assert_eq!(enrol(Some(own)).ref_time() - enrol(Some(host)).ref_time(), dear - cheap);
}

#[test]
fn enrol_by_others_than_active_stakeholders_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let batch = Lot::new(1).batch;
		let call = |who| Devices::enrol(signed(who), batch, METADATA, None, None);
		assert_noop!(call(PAYER), DispatchError::BadOrigin);
		sponsor(PAYER, device(OWNER, 1));
		assert_noop!(call(PAYER), Error::NotAStakeholder);
		set_status(did(OWNER), DidStatus::Suspended);
		assert_noop!(call(OWNER), Error::NotAStakeholder);
		assert_noop!(call(PAUPER), sp_runtime::TokenError::FundsUnavailable);
	});
}

#[test]
fn enrol_of_no_device_or_with_bad_link_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let call = |devices, link| {
			let batch = Batch { root: [1; 32], devices };
			Devices::enrol(signed(OWNER), batch, METADATA, link, None)
		};
		assert_noop!(call(0, None), Error::EmptyBatch);
		assert_noop!(call(1, Some(Link::new("meter").unwrap())), Error::InvalidLink);
		NextEnrolment::<Test>::put(u64::MAX);
		assert_noop!(call(1, None), Error::TooMany);
	});
}

#[test]
fn activate_makes_the_record_of_the_device_at_the_payers_expense() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(5);
		let enrolment = lot.enrol(OWNER);
		events();
		let meter = lot.activate(enrolment, 4);
		let record = record(meter).unwrap();
		assert_eq!((record.owner, record.payer), (Some(did(OWNER)), PAYER));
		assert_eq!((record.status, record.metadata), (DidStatus::Active, METADATA));
		assert_eq!(held(PAYER), ticket(types::member_footprint::<Test>()));
		let (index, owner, payer) = (4, did(OWNER), PAYER);
		assert_eq!(
			events(),
			[Event::DeviceActivated { device: meter, enrolment, index, owner, payer }]
		);
		let view = Devices::device(meter).unwrap();
		assert_eq!((view.enrolment, view.index), (Some(enrolment), Some(4)));
		assert!(view.active && view.trusted);
		// Its model's description, until it has one of its own.
		assert_eq!(view.link, Some(link()));
	});
}

#[test]
fn one_of_a_hundred_thousand_devices_becomes_live() {
	use counterfoil_primitives::{
		did::VerificationKey,
		enrolment::{batch_of, tree_of},
	};

	ExtBuilder.build_and_execute(|| {
		let key = Key::new(1);
		let at = 65_537u32;
		let tree = tree_of((0..100_000u32).map(|n| match n {
			_ if n == at => key.public(),
			_ => {
				let mut raw = [0; 32];
				raw[..4].copy_from_slice(&n.to_le_bytes());
				VerificationKey::Sr25519(raw)
			},
		}));
		let batch = batch_of(&tree).unwrap();
		assert_eq!(batch.devices, 100_000);
		assert_ok!(Devices::enrol(signed(OWNER), batch, METADATA, None, None));
		let path = tree.proof(at.into()).unwrap();
		assert_eq!(path.len(), 17);
		assert_ok!(Devices::activate(
			signed(PAYER),
			0,
			at,
			key.public(),
			bounded(path),
			key.consent(0, at, did(OWNER))
		));
		assert!(Directory::is_active(&key.did()));
	});
}

#[test]
fn activate_by_nobody_or_without_money_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(2);
		let enrolment = lot.enrol(OWNER);
		let key = lot.key(0);
		let call = |origin| {
			let consent = key.consent(enrolment, 0, did(OWNER));
			let path = bounded(lot.path(0));
			Devices::activate(origin, enrolment, 0, key.public(), path, consent)
		};
		assert_noop!(call(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(call(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert_noop!(call(signed(PAUPER)), sp_runtime::TokenError::FundsUnavailable);
	});
}

#[test]
fn activate_while_the_owner_is_suspended_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(2);
		let enrolment = lot.enrol(OWNER);
		set_status(did(OWNER), DidStatus::Suspended);
		assert_noop!(lot.try_activate(enrolment, 0), Error::OwnerNotActive);
		set_status(did(OWNER), DidStatus::Active);
		lot.activate(enrolment, 0);
	});
}

#[test]
fn activate_of_a_closed_revoked_or_unknown_enrolment_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(3);
		assert_noop!(lot.try_activate(0, 0), Error::UnknownEnrolment);
		let enrolment = lot.enrol(OWNER);
		lot.activate(enrolment, 0);
		assert_ok!(Devices::close_enrolment(signed(OWNER), enrolment));
		assert_noop!(lot.try_activate(enrolment, 1), Error::EnrolmentNotOpen);
		assert_ok!(Devices::revoke_enrolment(signed(OWNER), enrolment));
		assert_noop!(lot.try_activate(enrolment, 1), Error::EnrolmentNotOpen);
	});
}

/// Activation of a device with another proof, properly signed.
fn with_path(
	enrolment: u64,
	key: &Key,
	index: u32,
	path: Vec<Hash>,
) -> frame_support::dispatch::DispatchResult {
	let consent = key.consent(enrolment, index, did(OWNER));
	Devices::activate(signed(PAYER), enrolment, index, key.public(), bounded(path), consent)
}

#[test]
fn attack_forged_inclusion_proof_of_wrong_length_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(5);
		let enrolment = lot.enrol(OWNER);
		let key = lot.key(1);
		let path = lot.path(1);
		assert_eq!(path.len(), 3);
		for forged in
			[vec![], path[..2].to_vec(), [&path[..], &[[0; 32]]].concat(), vec![[0; 32]; 32]]
		{
			assert_noop!(with_path(enrolment, &key, 1, forged), Error::WrongPathLength);
		}
		assert_noop!(with_path(enrolment, &key, 5, path), Error::IndexOutOfRange);
	});
}

#[test]
fn attack_forged_inclusion_proof_with_swapped_siblings_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(8);
		let enrolment = lot.enrol(OWNER);
		let key = lot.key(2);
		let path = lot.path(2);
		for (a, b) in [(0, 1), (1, 2), (0, 2)] {
			let mut forged = path.clone();
			forged.swap(a, b);
			assert_noop!(with_path(enrolment, &key, 2, forged), Error::NotInBatch);
		}
		// The place of its sibling, and a device that is not in the batch at a place that is.
		assert_noop!(with_path(enrolment, &key, 3, path.clone()), Error::NotInBatch);
		assert_noop!(with_path(enrolment, &Key::new(5), 2, path), Error::NotInBatch);
	});
}

#[test]
fn attack_second_preimage_by_an_inner_node_is_refused() {
	ExtBuilder.build_and_execute(|| {
		// Of a batch of four somebody enrols the root with two devices, whose leaves would be the inner nodes. No key has a
		// leaf that hashes to an inner node: the prefixes differ.
		let lot = Lot::new(4);
		let hashes = lot.tree.leaf_hashes();
		let right = node_hash(&hashes[2], &hashes[3]);
		let batch = Batch { root: lot.batch.root, devices: 2 };
		assert_ok!(Devices::enrol(signed(OWNER), batch, METADATA, None, None));
		for index in [0, 1] {
			assert_noop!(with_path(0, &lot.key(index), index, vec![right]), Error::NotInBatch);
			assert_noop!(
				with_path(0, &lot.key(index), index, lot.path(index)),
				Error::WrongPathLength
			);
		}
	});
}

#[test]
fn attack_reading_passed_off_as_a_device_is_refused() {
	use counterfoil_primitives::fingerprint::Tree;

	ExtBuilder.build_and_execute(|| {
		// The records of a submission are the bare keys.
		let keys = [Key::new(1), Key::new(2)];
		let records = keys.iter().map(|key| codec::Encode::encode(&key.public()));
		let tree = Tree::from_leaves(records);
		let batch = Batch { root: tree.fingerprint().root, devices: 2 };
		assert_ok!(Devices::enrol(signed(OWNER), batch, METADATA, None, None));
		let key = &keys[0];
		assert_noop!(
			Devices::activate(
				signed(PAYER),
				0,
				0,
				key.public(),
				bounded(tree.proof(0).unwrap()),
				key.consent(0, 0, did(OWNER))
			),
			Error::NotInBatch
		);
	});
}

#[test]
fn attack_device_becomes_live_twice_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(3);
		let enrolment = lot.enrol(OWNER);
		let meter = lot.activate(enrolment, 1);
		assert_noop!(lot.try_activate(enrolment, 1), Error::KeyInUse);
		// Not in another enrolment of the same batch, and not after its end either.
		let again = lot.enrol(OWNER);
		assert_noop!(lot.try_activate(again, 1), Error::KeyInUse);
		assert_ok!(Devices::decommission(signed(OWNER), meter));
		assert_noop!(lot.try_activate(enrolment, 1), Error::KeyInUse);
	});
}

#[test]
fn attack_key_that_stands_twice_in_a_batch_is_one_device() {
	use counterfoil_primitives::enrolment::{batch_of, tree_of};

	ExtBuilder.build_and_execute(|| {
		let key = Key::new(1);
		let tree = tree_of([key.public(), Key::new(2).public(), key.public()]);
		let lot = Lot { first: 0, batch: batch_of(&tree).unwrap(), tree };
		let enrolment = lot.enrol(OWNER);
		assert_ok!(with_path(enrolment, &key, 2, lot.path(2)));
		assert_noop!(with_path(enrolment, &key, 0, lot.path(0)), Error::KeyInUse);
		// Struck out once, it is struck out at both places.
		let lot = Lot::from(2, 1);
		let tree = tree_of([lot.key(0).public(), lot.key(0).public()]);
		let lot = Lot { first: 2, batch: batch_of(&tree).unwrap(), tree };
		let enrolment = lot.enrol(OWNER);
		assert_ok!(Devices::strike_out(signed(OWNER), enrolment, lot.key(0).did()));
		for index in [0, 1] {
			assert_noop!(
				with_path(enrolment, &lot.key(0), index, lot.path(index)),
				Error::StruckOut
			);
		}
	});
}

#[test]
fn attack_activation_replayed_from_elsewhere_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(4);
		let enrolment = lot.enrol(OWNER);
		let key = lot.key(1);
		let call = |message: Vec<u8>| {
			Devices::activate(
				signed(PAYER),
				enrolment,
				1,
				key.public(),
				bounded(lot.path(1)),
				key.sign(&message),
			)
		};
		// Another chain, another enrolment, another index, another owner.
		for message in [
			activation(&[0xaa; 32], enrolment, 1, did(OWNER)),
			activation(&genesis(), enrolment + 1, 1, did(OWNER)),
			activation(&genesis(), enrolment, 2, did(OWNER)),
			activation(&genesis(), enrolment, 1, did(OTHER)),
		] {
			assert_noop!(call(message), Error::BadSignature);
		}
		// Another purpose.
		use counterfoil_primitives::payload::{signing_bytes, DeviceConsent, Purpose};
		let body = DeviceConsent { owner: did(OWNER), metadata: METADATA };
		assert_noop!(
			call(signing_bytes(Purpose::DeviceConsent, &genesis(), 1, &body)),
			Error::BadSignature
		);
		// Another key, and another scheme.
		let consent = lot.key(2).consent(enrolment, 1, did(OWNER));
		assert_noop!(
			Devices::activate(
				signed(PAYER),
				enrolment,
				1,
				key.public(),
				bounded(lot.path(1)),
				consent
			),
			Error::BadSignature
		);
		assert_ok!(call(activation(&genesis(), enrolment, 1, did(OWNER))));
	});
}

#[test]
fn attack_somebody_elses_batch_is_enrolled_in_vain() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(4);
		let enrolment = lot.enrol(OWNER);
		let key = lot.key(0);
		let theirs = lot.enrol(OTHER);
		// The device agrees to its owner's enrolment only.
		let consent = key.consent(enrolment, 0, did(OWNER));
		assert_noop!(
			Devices::activate(
				signed(OTHER),
				theirs,
				0,
				key.public(),
				bounded(lot.path(0)),
				consent
			),
			Error::BadSignature
		);
	});
}

#[test]
fn attack_consent_to_the_former_owner_of_a_batch_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(4);
		let enrolment = lot.enrol(OWNER);
		let key = lot.key(0);
		let consent = key.consent(enrolment, 0, did(OWNER));
		offer(Asset::Enrolment(enrolment));
		assert_ok!(Devices::accept_transfer(signed(OTHER), Asset::Enrolment(enrolment)));
		assert_noop!(
			Devices::activate(
				signed(PAYER),
				enrolment,
				0,
				key.public(),
				bounded(lot.path(0)),
				consent
			),
			Error::BadSignature
		);
		lot.activate(enrolment, 0);
	});
}

#[test]
fn attack_struck_out_device_becomes_live_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(4);
		let enrolment = lot.enrol(OWNER);
		events();
		let device = lot.key(2).did();
		assert_ok!(Devices::strike_out(signed(OWNER), enrolment, device));
		let owner = did(OWNER);
		assert_eq!(events(), [Event::DeviceStruckOut { enrolment, owner, device }]);
		assert!(Devices::is_struck(enrolment, device));
		assert_noop!(lot.try_activate(enrolment, 2), Error::StruckOut);
		assert_noop!(Devices::strike_out(signed(OWNER), enrolment, device), Error::StruckOut);
		lot.activate(enrolment, 3);
	});
}

#[test]
fn strike_out_of_a_live_device_decommissions_it() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(4);
		let enrolment = lot.enrol(OWNER);
		let device = lot.activate(enrolment, 2);
		events();
		set_status(did(OWNER), DidStatus::Suspended);
		assert_ok!(Devices::strike_out(signed(OWNER), enrolment, device));
		assert_eq!(Directory::status(&device), Some(DidStatus::Revoked));
		let owner = did(OWNER);
		assert_eq!(
			events(),
			[
				Event::DeviceDecommissioned { owner, device },
				Event::DeviceStruckOut { enrolment, owner, device }
			]
		);
		assert_eq!(held(PAYER), 0);
		// Nothing is left to strike out.
		assert_noop!(Devices::strike_out(signed(OWNER), enrolment, device), Error::KeyInUse);
	});
}

#[test]
fn strike_out_by_others_or_of_other_devices_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(4);
		let enrolment = lot.enrol(OWNER);
		let call = |who, device| Devices::strike_out(signed(who), enrolment, device);
		assert_noop!(call(OTHER, lot.key(0).did()), Error::NotOwner);
		assert_noop!(call(PAYER, lot.key(0).did()), DispatchError::BadOrigin);
		assert_noop!(
			Devices::strike_out(signed(OWNER), 9, lot.key(0).did()),
			Error::UnknownEnrolment
		);
		assert_noop!(call(OWNER, device(OWNER, 1)), Error::KeyInUse);
		let elsewhere = Lot::from(50, 2);
		let second = elsewhere.enrol(OWNER);
		let theirs = elsewhere.activate(second, 0);
		assert_noop!(call(OWNER, theirs), Error::NotOfEnrolment);
		// A live device that was sold is not its former owner's to strike out.
		let sold = lot.activate(enrolment, 1);
		offer(Asset::Device(sold));
		assert_ok!(Devices::accept_transfer(signed(OTHER), Asset::Device(sold)));
		assert_noop!(call(OWNER, sold), Error::NotOwner);
		let parent = lot.activate(enrolment, 2);
		place(parent, Place::Gateway, None);
		place(device(OWNER, 7), Place::Sensor, Some(parent));
		assert_noop!(call(OWNER, parent), Error::HasChildren);
		assert_ok!(Devices::close_enrolment(signed(OWNER), enrolment));
		assert_noop!(call(OWNER, lot.key(3).did()), Error::EnrolmentNotOpen);
	});
}

#[test]
fn close_enrolment_of_which_nothing_is_live_removes_it() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(4);
		let enrolment = lot.enrol(OWNER);
		assert_noop!(Devices::close_enrolment(signed(OTHER), enrolment), Error::NotOwner);
		assert_noop!(Devices::close_enrolment(signed(PAYER), enrolment), DispatchError::BadOrigin);
		events();
		set_status(did(OWNER), DidStatus::Suspended);
		assert_ok!(Devices::close_enrolment(signed(OWNER), enrolment));
		let owner = did(OWNER);
		assert_eq!(
			events(),
			[
				Event::EnrolmentClosed { enrolment, owner },
				Event::EnrolmentRemoved { enrolment, owner }
			]
		);
		assert_eq!(held(OWNER), 0);
		assert_noop!(Devices::close_enrolment(signed(OWNER), enrolment), Error::UnknownEnrolment);
		// The number is not used again.
		set_status(did(OWNER), DidStatus::Active);
		assert_eq!(lot.enrol(OWNER), enrolment + 1);
	});
}

#[test]
fn closed_enrolment_stays_until_its_last_device_and_strike_are_gone() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(4);
		let enrolment = lot.enrol(OWNER);
		let live = lot.activate(enrolment, 0);
		assert_ok!(Devices::strike_out(signed(OWNER), enrolment, lot.key(1).did()));
		assert_noop!(Devices::clear_strikes(signed(PAYER), enrolment, 9), Error::EnrolmentOpen);
		assert_ok!(Devices::close_enrolment(signed(OWNER), enrolment));
		assert_noop!(Devices::close_enrolment(signed(OWNER), enrolment), Error::EnrolmentNotOpen);
		assert!(Devices::is_trusted(&live));
		assert_ok!(Devices::clear_strikes(signed(PAYER), enrolment, 9));
		assert_noop!(Devices::clear_strikes(signed(PAYER), enrolment, 9), Error::NothingStruck);
		assert_ok!(Devices::decommission(signed(OWNER), live));
		assert_eq!(Devices::enrolment(enrolment), None);
		assert_eq!(held(OWNER), 0);
		assert_noop!(Devices::clear_strikes(signed(PAYER), enrolment, 9), Error::UnknownEnrolment);
	});
}

#[test]
fn clear_strikes_takes_as_many_as_are_asked_for_and_returns_each_deposit() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(5);
		let enrolment = lot.enrol(OWNER);
		sponsor(PAYER, did(OWNER));
		for index in 0..5 {
			let who = if index < 3 { OWNER } else { PAYER };
			assert_ok!(Devices::strike_out(signed(who), enrolment, lot.key(index).did()));
		}
		assert_eq!(held(PAYER), 2 * ticket(types::strike_footprint::<Test>()));
		assert_ok!(Devices::close_enrolment(signed(OWNER), enrolment));
		events();
		assert_noop!(
			Devices::clear_strikes(RuntimeOrigin::root(), enrolment, 2),
			DispatchError::BadOrigin
		);
		assert_ok!(Devices::clear_strikes(signed(MAKER), enrolment, 2));
		let owner = did(OWNER);
		assert_eq!(events(), [Event::StrikesCleared { enrolment, owner, cleared: 2, left: 3 }]);
		check();
		assert_ok!(Devices::clear_strikes(signed(MAKER), enrolment, u32::MAX));
		assert_eq!(
			events(),
			[
				Event::StrikesCleared { enrolment, owner, cleared: 3, left: 0 },
				Event::EnrolmentRemoved { enrolment, owner },
			]
		);
		assert_eq!((held(OWNER), held(PAYER)), (0, 0));
	});
}

#[test]
fn revoked_enrolment_takes_the_trust_in_its_devices_but_not_in_sold_ones() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(4);
		let enrolment = lot.enrol(OWNER);
		let [kept, sold] = [0, 1].map(|index| lot.activate(enrolment, index));
		offer(Asset::Device(sold));
		assert_ok!(Devices::accept_transfer(signed(OTHER), Asset::Device(sold)));
		assert_noop!(Devices::revoke_enrolment(signed(OTHER), enrolment), Error::NotOwner);
		assert_noop!(Devices::revoke_enrolment(signed(PAYER), enrolment), DispatchError::BadOrigin);
		assert_noop!(Devices::revoke_enrolment(signed(OWNER), 9), Error::UnknownEnrolment);
		events();
		assert_ok!(Devices::revoke_enrolment(signed(OWNER), enrolment));
		assert_eq!(events(), [Event::EnrolmentRevoked { enrolment, owner: did(OWNER) }]);
		assert!(!Devices::is_trusted(&kept));
		assert!(Devices::is_trusted(&sold));
		assert_noop!(Devices::revoke_enrolment(signed(OWNER), enrolment), Error::EnrolmentRevoked);
		// Both ends of the last device remove it.
		assert_ok!(Devices::decommission(signed(OTHER), sold));
		assert_ok!(Devices::decommission(signed(OWNER), kept));
		assert_eq!(Devices::enrolment(enrolment), None);
	});
}

#[test]
fn attack_stranger_who_clears_no_strikes_does_not_fill_the_history_of_the_owner() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(2);
		let enrolment = lot.enrol(OWNER);
		assert_ok!(Devices::strike_out(signed(OWNER), enrolment, lot.key(0).did()));
		assert_ok!(Devices::close_enrolment(signed(OWNER), enrolment));
		assert_noop!(Devices::clear_strikes(signed(PAYER), enrolment, 0), Error::NothingStruck);
		assert_ok!(Devices::clear_strikes(signed(PAYER), enrolment, 1));
		assert_eq!(Devices::enrolment(enrolment), None);
	});
}
