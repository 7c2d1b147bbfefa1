use super::*;
use crate::Kind;

const METADATA: [u8; 32] = [7; 32];

#[test]
fn register_device_makes_active_device_of_owner() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let device = add_device(ALICE, &key, METADATA);
		let record = Records::<Test>::get(device).unwrap();
		assert_eq!(record.kind, Kind::Device { owner: founder(ALICE), metadata: METADATA });
		assert_eq!(record.status, DidStatus::Active);
		assert_eq!(Did::owner_of(&device), Some(founder(ALICE)));
		assert!(Did::is_active(&device));
		assert_eq!(holds(ALICE), (RECORD_PRICE, 0));
		assert_eq!(Balances::free_balance(ALICE), START - RECORD_PRICE);
		assert_eq!(ActiveStakeholders::<Test>::get(), 3);
		assert_eq!(
			events(),
			[Event::DeviceRegistered {
				did: device,
				owner: founder(ALICE),
				metadata: METADATA,
				key: key.public(),
			}]
		);
	});
}

#[test]
fn register_device_takes_each_kind_of_key() {
	ExtBuilder::default().build_and_execute(|| {
		add_device(ALICE, &Key::ed25519(10), METADATA);
		add_device(ALICE, &Key::sr25519(10), METADATA);
		add_device(ALICE, &Key::ecdsa(10), METADATA);
		assert_eq!(holds(ALICE), (3 * RECORD_PRICE, 0));
	});
}

#[test]
fn register_device_by_anyone_but_active_stakeholder_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let pending = apply(DAVE, &Key::ed25519(11), Role::Other.into());
		carry(founder(CHARLIE), Change::Suspend);
		let key = Key::ed25519(10);
		let signature = key.sign_consent(pending, METADATA);
		for origin in [
			RuntimeOrigin::none(),
			RuntimeOrigin::root(),
			signed(EVE),
			signed(DAVE),
			signed(CHARLIE),
		] {
			assert_noop!(
				Did::register_device(origin, key.public(), signature, METADATA),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn register_device_with_known_key_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		add_device(ALICE, &key, METADATA);
		let signature = key.sign_consent(founder(BOB), METADATA);
		assert_noop!(
			Did::register_device(signed(BOB), key.public(), signature, METADATA),
			Error::<Test>::KeyInUse
		);
		// A stakeholder's key is no device either.
		let key = founder_key(CHARLIE);
		let signature = key.sign_consent(founder(BOB), METADATA);
		assert_noop!(
			Did::register_device(signed(BOB), key.public(), signature, METADATA),
			Error::<Test>::KeyInUse
		);
	});
}

#[test]
fn revoked_device_comes_back_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let device = add_device(ALICE, &key, METADATA);
		assert_ok!(Did::set_device_status(signed(ALICE), device, DeviceStatus::Revoked));
		for account in [ALICE, BOB] {
			let signature = key.sign_consent(founder(account), METADATA);
			assert_noop!(
				Did::register_device(signed(account), key.public(), signature, METADATA),
				Error::<Test>::KeyInUse
			);
		}
	});
}

#[test]
fn consent_stolen_by_another_owner_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let signature = key.sign_consent(founder(ALICE), METADATA);
		assert_noop!(
			Did::register_device(signed(BOB), key.public(), signature, METADATA),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn consent_to_other_metadata_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let signature = key.sign_consent(founder(ALICE), METADATA);
		assert_noop!(
			Did::register_device(signed(ALICE), key.public(), signature, [8; 32]),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn consent_replayed_from_another_chain_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let signature = key.sign(&consent(&[0xaa; 32], founder(ALICE), METADATA));
		assert_noop!(
			Did::register_device(signed(ALICE), key.public(), signature, METADATA),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn device_registered_without_its_consent_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let device = Key::ed25519(10);
		// The owner signs instead of the device.
		let signature = founder_key(ALICE).sign_consent(founder(ALICE), METADATA);
		assert_noop!(
			Did::register_device(signed(ALICE), device.public(), signature, METADATA),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn registration_passed_off_as_consent_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let signature = key.sign_registration(ALICE, Role::Other.into());
		assert_noop!(
			Did::register_device(signed(ALICE), key.public(), signature, METADATA),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn register_device_without_money_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Balances::transfer_keep_alive(signed(ALICE), DAVE, START - 10));
		let key = Key::ed25519(10);
		let signature = key.sign_consent(founder(ALICE), METADATA);
		assert_noop!(
			Did::register_device(signed(ALICE), key.public(), signature, METADATA),
			sp_runtime::TokenError::FundsUnavailable
		);
	});
}
