//! Descriptions, and the end of a device.

use counterfoil_primitives::enrolment::Link;

use super::*;

#[test]
fn describe_sets_digest_and_link_and_replaces_both() {
	ExtBuilder.build_and_execute(|| {
		let meter = device(OWNER, 1);
		let call = |metadata, link| Devices::describe(signed(OWNER), meter, metadata, link);
		assert_ok!(call([1; 32], Some(link())));
		assert_eq!(record(meter).unwrap().metadata, [1; 32]);
		assert_eq!(Devices::device(meter).unwrap().link, Some(link()));
		assert_eq!(held(OWNER), ticket(types::description_footprint::<Test>()));
		let other = Link::new("ipfs://bafkreigh2").unwrap();
		assert_ok!(call([2; 32], Some(other)));
		assert_eq!(Devices::device(meter).unwrap().link, Some(other));
		assert_eq!(held(OWNER), ticket(types::description_footprint::<Test>()));
		assert_ok!(call([3; 32], None));
		assert_eq!(record(meter).unwrap().metadata, [3; 32]);
		assert_eq!(Devices::device(meter).unwrap().link, None);
		assert_eq!(held(OWNER), 0);
		let owner = did(OWNER);
		let said = |metadata, link| Event::DeviceDescribed { owner, device: meter, metadata, link };
		assert_eq!(
			events(),
			[said([1; 32], Some(link())), said([2; 32], Some(other)), said([3; 32], None)]
		);
	});
}

#[test]
fn describe_of_other_offered_revoked_or_with_bad_link_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let meter = device(OWNER, 1);
		let call = |device, link| Devices::describe(signed(OWNER), device, [1; 32], link);
		let bare = Link::new("example.org").unwrap();
		assert_noop!(call(meter, Some(bare)), Error::InvalidLink);
		assert_noop!(call(device(OTHER, 1), None), Error::NotOwner);
		assert_noop!(call(did(OTHER), None), Error::NotADevice);
		assert_noop!(
			Devices::describe(signed(PAYER), meter, [1; 32], None),
			DispatchError::BadOrigin
		);
		offer(Asset::Device(meter));
		assert_noop!(call(meter, None), Error::TransferPending);
		assert_ok!(Devices::end_transfer(signed(OWNER), Asset::Device(meter)));
		set_status(did(OWNER), DidStatus::Suspended);
		assert_noop!(call(meter, None), Error::OwnerNotActive);
		set_status(did(OWNER), DidStatus::Active);
		set_status(meter, DidStatus::Revoked);
		assert_noop!(call(meter, None), Error::DeviceRevoked);
		let poor = device(PAUPER, 1);
		assert_noop!(
			Devices::describe(signed(PAUPER), poor, [1; 32], Some(link())),
			sp_runtime::TokenError::FundsUnavailable
		);
	});
}

#[test]
fn decommission_ends_everything_and_returns_every_deposit() {
	ExtBuilder.build_and_execute(|| {
		let site = chain(1, 1)[0];
		let lot = Lot::new(2);
		let enrolment = lot.enrol(OWNER);
		let meter = lot.activate(enrolment, 0);
		place(meter, Place::Sensor, Some(site));
		assert_ok!(Devices::describe(signed(OWNER), meter, [1; 32], Some(link())));
		let deadline = offer(Asset::Device(meter));
		assert_ok!(Devices::close_enrolment(signed(OWNER), enrolment));
		events();
		assert_ok!(Devices::decommission(signed(OWNER), meter));
		assert_eq!(Directory::status(&meter), Some(DidStatus::Revoked));
		assert_eq!(held(PAYER), 0);
		assert_eq!(held(OWNER), ticket(types::node_footprint::<Test>()));
		assert_eq!(height(site), 0);
		let (owner, asset) = (did(OWNER), Asset::Device(meter));
		assert_eq!(
			events(),
			[
				Event::TransferEnded { asset, from: owner, to: did(OTHER), end: OfferEnd::Void },
				Event::DeviceUnplaced { device: meter, from: Some(site), by: Some(owner) },
				Event::DeviceDecommissioned { owner, device: meter },
				Event::EnrolmentRemoved { enrolment, owner },
			]
		);
		// The offer has left the agenda too.
		run_to(deadline + 2_000);
		assert_eq!(events(), []);
	});
}

#[test]
fn decommission_by_suspended_owner_is_allowed() {
	ExtBuilder.build_and_execute(|| {
		let meter = device(OWNER, 1);
		set_status(did(OWNER), DidStatus::Suspended);
		set_status(meter, DidStatus::Suspended);
		assert_ok!(Devices::decommission(signed(OWNER), meter));
		assert_eq!(Directory::status(&meter), Some(DidStatus::Revoked));
	});
}

#[test]
fn decommission_of_other_revoked_or_parent_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let sites = chain(1, 2);
		assert_noop!(Devices::decommission(signed(OWNER), sites[0]), Error::HasChildren);
		assert_noop!(Devices::decommission(signed(OTHER), sites[1]), Error::NotOwner);
		assert_noop!(Devices::decommission(signed(OWNER), did(OWNER)), Error::NotADevice);
		assert_noop!(Devices::decommission(signed(PAYER), sites[1]), DispatchError::BadOrigin);
		assert_ok!(Devices::decommission(signed(OWNER), sites[1]));
		assert_noop!(Devices::decommission(signed(OWNER), sites[1]), Error::DeviceRevoked);
	});
}

#[test]
fn tidy_removes_what_a_revoked_device_left_behind() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(2);
		let enrolment = lot.enrol(OWNER);
		let meter = lot.activate(enrolment, 1);
		place(meter, Place::Sensor, None);
		offer(Asset::Device(meter));
		assert_noop!(Devices::tidy(signed(PAYER), meter), Error::DeviceNotRevoked);
		set_status(meter, DidStatus::Revoked);
		assert_noop!(Devices::tidy(RuntimeOrigin::root(), meter), DispatchError::BadOrigin);
		events();
		assert_ok!(Devices::tidy(signed(PAYER), meter));
		let (from, to, asset) = (did(OWNER), did(OTHER), Asset::Device(meter));
		assert_eq!(
			events(),
			[
				Event::TransferEnded { asset, from, to, end: OfferEnd::Void },
				Event::DeviceUnplaced { device: meter, from: None, by: None },
				Event::DeviceTidied { device: meter },
			]
		);
		assert_eq!(held(PAYER), 0);
		assert_noop!(Devices::tidy(signed(PAYER), meter), Error::NothingToTidy);
		assert_noop!(Devices::tidy(signed(PAYER), did(OWNER)), Error::NotADevice);
		// The enrolment is open still; closed, it goes.
		assert_eq!(Devices::enrolment(enrolment).unwrap().live, 0);
		assert_ok!(Devices::close_enrolment(signed(OWNER), enrolment));
		assert_eq!(held(OWNER), 0);
	});
}

#[test]
fn tidy_of_a_revoked_parent_waits_until_its_children_are_moved() {
	ExtBuilder.build_and_execute(|| {
		let sites = chain(1, 2);
		set_status(sites[0], DidStatus::Revoked);
		assert_noop!(Devices::tidy(signed(PAYER), sites[0]), Error::HasChildren);
		assert_ok!(Devices::move_device(signed(OWNER), sites[1], None));
		assert_ok!(Devices::tidy(signed(PAYER), sites[0]));
	});
}
