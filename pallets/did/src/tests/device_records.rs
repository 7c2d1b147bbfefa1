//! What the device pallet does through `DeviceRecords`.

use super::*;
use counterfoil_primitives::traits::{Accounts, DeviceRecords, Subject};
use frame_support::storage::with_storage_layer;
use sp_runtime::TokenError;

const METADATA: [u8; 32] = [7; 32];

fn to(account: AccountId) -> Subject<AccountId> {
	Subject { did: founder(account), account }
}

#[test]
fn create_takes_ticket_from_payer_and_returns_it_there() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let device = Did::create(&founder(ALICE), &EVE, key.public(), METADATA).unwrap();
		assert_eq!(device, key.did());
		assert_eq!(Did::owner_of(&device), Some(founder(ALICE)));
		assert_eq!((holds(ALICE), holds(EVE)), ((0, 0), (RECORD_PRICE, 0)));
		assert_eq!(Did::account_of(&device), Some(ALICE));
		assert_ok!(Did::set_device_status(signed(ALICE), device, DeviceStatus::Revoked));
		assert_eq!(Balances::free_balance(EVE), START);
		assert_eq!(Balances::free_balance(ALICE), START);
	});
}

#[test]
fn create_for_owner_that_cannot_own_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10).public();
		let device = add_device(ALICE, &Key::ed25519(11), METADATA);
		let suspended = admit(DAVE, &Key::ed25519(12), Role::Other.into());
		carry(suspended, Change::Suspend);
		let create = |owner| Did::create(&owner, &ALICE, key, METADATA);
		assert_noop!(create(DidId([1; 32])), Error::<Test>::NotFound);
		assert_noop!(create(device), Error::<Test>::NotAStakeholder);
		assert_noop!(create(suspended), Error::<Test>::OwnerNotActive);
		assert_noop!(
			Did::create(&founder(ALICE), &ALICE, Key::ed25519(11).public(), METADATA),
			Error::<Test>::KeyInUse
		);
		assert_noop!(
			Did::create(&founder(ALICE), &POOR, key, METADATA),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn transfer_moves_device_and_tickets() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let device = add_device(ALICE, &key, METADATA);
		let new = Key::ed25519(11);
		assert_ok!(put_document(ALICE, device, document_of(&[&new]), &[&new]));
		events();
		assert_ok!(Did::transfer(&device, &to(BOB)));
		assert_eq!(Balances::free_balance(ALICE), START);
		assert_eq!(holds(BOB), (RECORD_PRICE, 0));
		assert_eq!(history_hold(BOB), Histories::<Test>::get(device).bytes / 10);
		assert_eq!(Did::owner_of(&device), Some(founder(BOB)));
		assert_eq!(Did::account_of(&device), Some(BOB));
		assert_eq!(
			events(),
			[Event::DeviceTransferred { device, from: founder(ALICE), to: founder(BOB) }]
		);
		// The old owner has no say any more.
		assert_noop!(
			Did::set_device_status(signed(ALICE), device, DeviceStatus::Suspended),
			Error::<Test>::NotOwner
		);
		assert_noop!(
			put_document(ALICE, device, document_of(&[&key]), &[&key]),
			Error::<Test>::NotAuthorized
		);
		assert_ok!(Did::revoke(&device));
		assert_eq!(Balances::free_balance(BOB), START);
	});
}

#[test]
fn transfer_with_money_for_one_ticket_to_the_account_that_carries_it_works() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		// BOB's account pays for a device of ALICE and has little left.
		let device = Did::create(&founder(ALICE), &BOB, key.public(), METADATA).unwrap();
		let left = 50;
		let free = Balances::free_balance(BOB);
		assert_ok!(Balances::transfer_keep_alive(signed(BOB), EVE, free - left));
		assert_ok!(Did::transfer(&device, &to(BOB)));
		assert_eq!(holds(BOB), (RECORD_PRICE, 0));
	});
}

#[test]
fn transfer_that_does_not_fit_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let device = add_device(ALICE, &key, METADATA);
		let other = add_device(ALICE, &Key::ed25519(11), METADATA);
		let suspended = admit(DAVE, &Key::ed25519(12), Role::Other.into());
		carry(suspended, Change::Suspend);
		let dave = Subject { did: suspended, account: DAVE };
		assert_noop!(Did::transfer(&device, &to(ALICE)), Error::<Test>::OwnerUnchanged);
		assert_noop!(Did::transfer(&device, &dave), Error::<Test>::OwnerNotActive);
		assert_noop!(
			Did::transfer(&device, &Subject { did: other, account: BOB }),
			Error::<Test>::NotAStakeholder
		);
		assert_noop!(
			Did::transfer(&device, &Subject { did: DidId([1; 32]), account: BOB }),
			Error::<Test>::NotFound
		);
		assert_noop!(Did::transfer(&founder(ALICE), &to(BOB)), Error::<Test>::NotADevice);
		assert_noop!(Did::transfer(&DidId([1; 32]), &to(BOB)), Error::<Test>::NotFound);
		let poor = Subject { did: founder(BOB), account: POOR };
		assert_noop!(
			with_storage_layer(|| Did::transfer(&device, &poor)),
			TokenError::FundsUnavailable
		);
		assert_ok!(Did::revoke(&device));
		assert_noop!(Did::transfer(&device, &to(BOB)), Error::<Test>::DeviceRevoked);
	});
}

#[test]
fn attack_seller_stays_controller_of_device_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let device = add_device(ALICE, &key, METADATA);
		let document = controlled_document(&key, &[founder(ALICE)], 1);
		assert_ok!(put_document(ALICE, device, document, &[]));
		assert_noop!(Did::transfer(&device, &to(BOB)), Error::<Test>::DeviceControlled);
	});
}

#[test]
fn set_metadata_changes_the_digest_alone() {
	ExtBuilder::default().build_and_execute(|| {
		let device = add_device(ALICE, &Key::ed25519(10), METADATA);
		let before = Records::<Test>::get(device).unwrap();
		set_time(NOW + 5);
		events();
		assert_ok!(Did::set_metadata(&device, [8; 32]));
		let after = Records::<Test>::get(device).unwrap();
		assert_eq!(Did::resolve(device).unwrap().metadata, Some([8; 32]));
		assert_eq!((after.version, after.updated), (before.version, before.updated));
		assert_eq!(
			events(),
			[Event::DeviceMetadataSet { device, owner: founder(ALICE), metadata: [8; 32] }]
		);
		assert_noop!(Did::set_metadata(&founder(ALICE), [8; 32]), Error::<Test>::NotADevice);
		assert_noop!(Did::set_metadata(&DidId([1; 32]), [8; 32]), Error::<Test>::NotFound);
		assert_ok!(Did::revoke(&device));
		assert_noop!(Did::set_metadata(&device, [9; 32]), Error::<Test>::DeviceRevoked);
	});
}

#[test]
fn revoke_ends_device_of_any_status_once() {
	ExtBuilder::default().build_and_execute(|| {
		let device = add_device(ALICE, &Key::ed25519(10), METADATA);
		assert_ok!(Did::set_device_status(signed(ALICE), device, DeviceStatus::Suspended));
		assert!(history_hold(ALICE) > 0);
		assert_ok!(Did::revoke(&device));
		assert_eq!(Did::status(&device), Some(DidStatus::Revoked));
		assert_eq!(Balances::free_balance(ALICE), START);
		assert_noop!(Did::revoke(&device), Error::<Test>::DeviceRevoked);
		assert_noop!(Did::revoke(&founder(ALICE)), Error::<Test>::NotADevice);
		assert_noop!(Did::revoke(&DidId([1; 32])), Error::<Test>::NotFound);
	});
}

#[test]
fn account_of_stakeholder_is_its_own() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(Did::account_of(&founder(ALICE)), Some(ALICE));
		assert_eq!(Did::account_of(&DidId([1; 32])), None);
	});
}

#[test]
fn device_is_not_active_while_it_is_not_trusted() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let device = add_device(ALICE, &key, METADATA);
		let signature = key.sign(b"m");
		assert!(Did::verify(&device, b"m", &signature));
		Distrusted::set(vec![device, founder(ALICE)]);
		assert!(!Did::is_active(&device));
		assert!(!Did::verify(&device, b"m", &signature));
		assert!(!Did::resolve(device).unwrap().active);
		// A stakeholder is no device.
		assert!(Did::is_active(&founder(ALICE)));
	});
}

#[test]
fn owner_without_money_switches_device_off_but_not_on() {
	ExtBuilder::default().build_and_execute(|| {
		let device = add_device(ALICE, &Key::ed25519(10), METADATA);
		let free = Balances::free_balance(ALICE);
		assert_ok!(Balances::transfer_keep_alive(signed(ALICE), BOB, free - 5));
		assert_ok!(Did::set_device_status(signed(ALICE), device, DeviceStatus::Suspended));
		assert_eq!(history_hold(ALICE), 0);
		assert_noop!(
			Did::set_device_status(signed(ALICE), device, DeviceStatus::Active),
			TokenError::FundsUnavailable
		);
		// Whoever pays next pays for all of it.
		assert_ok!(Balances::transfer_keep_alive(signed(BOB), ALICE, 1_000));
		assert_ok!(Did::set_device_status(signed(ALICE), device, DeviceStatus::Active));
		assert_eq!(history_hold(ALICE), Histories::<Test>::get(device).bytes / 10);
	});
}
