use super::*;

/// A device of ALICE.
fn device() -> DidId {
	add_device(ALICE, &Key::ed25519(10), [7; 32])
}

#[test]
fn set_device_status_moves_between_active_and_suspended() {
	ExtBuilder::default().build_and_execute(|| {
		let device = device();
		events();
		assert_ok!(Did::set_device_status(signed(ALICE), device, DeviceStatus::Suspended));
		assert_eq!(Did::status(&device), Some(DidStatus::Suspended));
		assert!(!Did::is_active(&device));
		assert_eq!(holds(ALICE), (RECORD_PRICE, 0));
		let actor = Some(founder(ALICE));
		let status = DidStatus::Suspended;
		assert_eq!(events(), [Event::StatusChanged { did: device, status, actor }]);
		assert_ok!(Did::set_device_status(signed(ALICE), device, DeviceStatus::Active));
		assert!(Did::is_active(&device));
		assert_eq!(ActiveStakeholders::<Test>::get(), 3);
	});
}

#[test]
fn set_device_status_revoked_leaves_tombstone_and_returns_ticket() {
	ExtBuilder::default().build_and_execute(|| {
		let device = device();
		set_time(NOW + 5);
		assert_ok!(Did::set_device_status(signed(ALICE), device, DeviceStatus::Revoked));
		let record = Records::<Test>::get(device).unwrap();
		assert_eq!(record.status, DidStatus::Revoked);
		assert_eq!(record.key, Key::ed25519(10).public());
		assert_eq!((record.created, record.updated), (NOW, NOW + 5));
		assert_eq!(holds(ALICE), (0, 0));
		assert_eq!(Balances::free_balance(ALICE), START);
		assert_eq!(Did::owner_of(&device), Some(founder(ALICE)));
	});
}

#[test]
fn revoked_device_is_switched_on_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let device = device();
		assert_ok!(Did::set_device_status(signed(ALICE), device, DeviceStatus::Revoked));
		for status in [DeviceStatus::Active, DeviceStatus::Suspended, DeviceStatus::Revoked] {
			assert_noop!(
				Did::set_device_status(signed(ALICE), device, status),
				Error::<Test>::DeviceRevoked
			);
		}
	});
}

#[test]
fn set_device_status_to_the_same_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let device = device();
		assert_noop!(
			Did::set_device_status(signed(ALICE), device, DeviceStatus::Active),
			Error::<Test>::StatusUnchanged
		);
		assert_ok!(Did::set_device_status(signed(ALICE), device, DeviceStatus::Suspended));
		assert_noop!(
			Did::set_device_status(signed(ALICE), device, DeviceStatus::Suspended),
			Error::<Test>::StatusUnchanged
		);
	});
}

#[test]
fn set_device_status_by_another_stakeholder_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let device = device();
		assert_noop!(
			Did::set_device_status(signed(BOB), device, DeviceStatus::Revoked),
			Error::<Test>::NotOwner
		);
	});
}

#[test]
fn set_device_status_by_anyone_without_did_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let device = device();
		apply(DAVE, &Key::ed25519(11), Role::Other.into());
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root(), signed(EVE), signed(DAVE)] {
			assert_noop!(
				Did::set_device_status(origin, device, DeviceStatus::Suspended),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn set_device_status_of_unknown_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Did::set_device_status(signed(ALICE), DidId([1; 32]), DeviceStatus::Suspended),
			Error::<Test>::NotFound
		);
	});
}

#[test]
fn set_device_status_of_stakeholder_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		for account in [ALICE, BOB] {
			assert_noop!(
				Did::set_device_status(signed(ALICE), founder(account), DeviceStatus::Suspended),
				Error::<Test>::NotADevice
			);
		}
	});
}

#[test]
fn suspended_owner_may_switch_device_off_but_not_on() {
	ExtBuilder::default().founders(&[ALICE, BOB, CHARLIE]).build_and_execute(|| {
		let owner = admit(DAVE, &Key::ed25519(11), Role::Supplier.into());
		let device = add_device(DAVE, &Key::ed25519(10), [7; 32]);
		carry(owner, Change::Suspend);
		assert_ok!(Did::set_device_status(signed(DAVE), device, DeviceStatus::Suspended));
		assert_noop!(
			Did::set_device_status(signed(DAVE), device, DeviceStatus::Active),
			Error::<Test>::OwnerNotActive
		);
	});
}

#[test]
fn revoked_owner_gets_ticket_of_device_back_by_revoking_it() {
	ExtBuilder::default().build_and_execute(|| {
		let owner = admit(DAVE, &Key::ed25519(11), Role::Supplier.into());
		let device = add_device(DAVE, &Key::ed25519(10), [7; 32]);
		carry(owner, Change::Revoke);
		assert_eq!(holds(DAVE), (RECORD_PRICE, 0));
		assert!(!Did::is_active(&device));
		assert_ok!(Did::set_device_status(signed(DAVE), device, DeviceStatus::Revoked));
		assert_eq!(holds(DAVE), (0, 0));
		assert_eq!(Balances::free_balance(DAVE), START);
	});
}
