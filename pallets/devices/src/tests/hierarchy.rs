//! Places, moves, ancestors (Y.4560 8.1).

use super::*;
use Place::{Gateway, Sensor, Site};

#[test]
fn place_makes_a_tree_of_sites_gateways_and_sensors() {
	ExtBuilder.build_and_execute(|| {
		let [site, gateway, meter] = [1, 2, 3].map(|n| device(OWNER, n));
		place(site, Site, None);
		place(gateway, Gateway, Some(site));
		place(meter, Sensor, Some(gateway));
		assert_eq!(Devices::ancestors(meter), [gateway, site]);
		assert_eq!([site, gateway, meter].map(height), [2, 1, 0]);
		assert!(Devices::is_ancestor(&site, &meter));
		assert!(!Devices::is_ancestor(&meter, &site));
		assert!(!Devices::is_ancestor(&site, &site));
		assert_eq!(held(OWNER), 3 * ticket(types::node_footprint::<Test>()));
		let owner = did(OWNER);
		assert_eq!(
			events(),
			[
				Event::DevicePlaced { owner, device: site, place: Site, parent: None },
				Event::DevicePlaced { owner, device: gateway, place: Gateway, parent: Some(site) },
				Event::DevicePlaced { owner, device: meter, place: Sensor, parent: Some(gateway) },
			]
		);
	});
}

#[test]
fn place_of_what_is_not_ones_own_device_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let site = device(OTHER, 1);
		let call = |device| Devices::place(signed(OWNER), device, Site, None);
		assert_noop!(call(site), Error::NotOwner);
		assert_noop!(call(did(OWNER)), Error::NotADevice);
		assert_noop!(call(DidId([9; 32])), Error::NotADevice);
		assert_noop!(Devices::place(signed(PAYER), site, Site, None), DispatchError::BadOrigin);
		assert_noop!(
			Devices::place(RuntimeOrigin::root(), site, Site, None),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn place_twice_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let site = chain(1, 1)[0];
		assert_noop!(Devices::place(signed(OWNER), site, Site, None), Error::AlreadyPlaced);
	});
}

#[test]
fn place_without_money_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let site = device(PAUPER, 1);
		assert_noop!(
			Devices::place(signed(PAUPER), site, Site, None),
			sp_runtime::TokenError::FundsUnavailable
		);
	});
}

#[test]
fn place_below_other_owner_or_nothing_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let theirs = device(OTHER, 1);
		assert_ok!(Devices::place(signed(OTHER), theirs, Site, None));
		let [meter, unplaced] = [2, 3].map(|n| device(OWNER, n));
		let below = |parent| Devices::place(signed(OWNER), meter, Sensor, Some(parent));
		assert_noop!(below(theirs), Error::NotOwner);
		assert_noop!(below(unplaced), Error::NotPlaced);
		assert_noop!(below(did(OWNER)), Error::NotADevice);
		assert_noop!(below(meter), Error::Cycle);
	});
}

#[test]
fn place_of_or_below_a_revoked_device_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let site = chain(1, 1)[0];
		let meter = device(OWNER, 2);
		set_status(meter, DidStatus::Revoked);
		assert_noop!(
			Devices::place(signed(OWNER), meter, Sensor, Some(site)),
			Error::DeviceRevoked
		);
		set_status(meter, DidStatus::Suspended);
		set_status(site, DidStatus::Revoked);
		assert_noop!(
			Devices::place(signed(OWNER), meter, Sensor, Some(site)),
			Error::DeviceRevoked
		);
		// A suspended device may stand somewhere.
		place(meter, Sensor, None);
	});
}

#[test]
fn place_and_move_by_suspended_owner_are_refused_and_unplace_is_not() {
	ExtBuilder.build_and_execute(|| {
		let sites = chain(1, 2);
		set_status(did(OWNER), DidStatus::Suspended);
		assert_noop!(
			Devices::place(signed(OWNER), device(OWNER, 9), Site, None),
			Error::OwnerNotActive
		);
		assert_noop!(Devices::move_device(signed(OWNER), sites[1], None), Error::OwnerNotActive);
		assert_ok!(Devices::unplace(signed(OWNER), sites[1]));
	});
}

#[test]
fn kinds_stand_only_where_they_may() {
	ExtBuilder.build_and_execute(|| {
		for (n, kind) in (1..).zip([Site, Gateway, Sensor]) {
			let top = device(OWNER, n);
			place(top, kind, None);
			for (m, below) in (1..).zip([Site, Gateway, Sensor]) {
				let child = device(OWNER, 10 * n + m);
				let allowed = match (kind, below) {
					(Site, _) | (Gateway, Gateway | Sensor) => true,
					(Gateway, Site) | (Sensor, _) => false,
				};
				if allowed {
					place(child, below, Some(top));
				} else {
					assert_noop!(
						Devices::place(signed(OWNER), child, below, Some(top)),
						Error::PlaceNotAllowed
					);
					place(child, below, None);
					assert_noop!(
						Devices::move_device(signed(OWNER), child, Some(top)),
						Error::PlaceNotAllowed
					);
				}
			}
		}
	});
}

#[test]
fn move_device_takes_everything_below_along() {
	ExtBuilder.build_and_execute(|| {
		let left = chain(1, 3);
		let right = chain(11, 2);
		events();
		assert_ok!(Devices::move_device(signed(OWNER), left[1], Some(right[0])));
		assert_eq!(Devices::ancestors(left[2]), [left[1], right[0]]);
		assert_eq!(left.iter().copied().map(height).collect::<Vec<_>>(), [0, 1, 0]);
		assert_eq!(height(right[0]), 2);
		assert_ok!(Devices::move_device(signed(OWNER), left[1], None));
		assert_eq!(Devices::ancestors(left[2]), [left[1]]);
		// The other child keeps the height that the higher one had hidden.
		assert_eq!(height(right[0]), 1);
		let owner = did(OWNER);
		let (from, to) = (Some(left[0]), Some(right[0]));
		assert_eq!(
			events(),
			[
				Event::DeviceMoved { owner, device: left[1], from, to },
				Event::DeviceMoved { owner, device: left[1], from: to, to: None },
			]
		);
	});
}

#[test]
fn move_device_to_where_it_is_or_unplaced_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let sites = chain(1, 2);
		let call = |device, parent| Devices::move_device(signed(OWNER), device, parent);
		assert_noop!(call(sites[0], None), Error::SamePlace);
		assert_noop!(call(sites[1], Some(sites[0])), Error::SamePlace);
		assert_noop!(call(device(OWNER, 9), None), Error::NotPlaced);
		assert_noop!(call(sites[1], Some(device(OWNER, 9))), Error::NotPlaced);
		assert_noop!(call(device(OTHER, 9), None), Error::NotOwner);
		assert_noop!(call(did(OWNER), None), Error::NotADevice);
		assert_noop!(Devices::move_device(signed(PAYER), sites[1], None), DispatchError::BadOrigin);
		set_status(sites[1], DidStatus::Revoked);
		assert_noop!(call(sites[1], None), Error::DeviceRevoked);
	});
}

#[test]
fn move_device_below_itself_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let sites = chain(1, 3);
		for below in &sites {
			assert_noop!(Devices::move_device(signed(OWNER), sites[0], Some(*below)), Error::Cycle);
		}
	});
}

#[test]
fn attack_cycle_by_a_race_of_two_moves_is_refused_in_both_orders() {
	for order in [[0, 1], [1, 0]] {
		ExtBuilder.build_and_execute(|| {
			// Either move alone is fine. Together they would make a circle.
			let tops = [chain(1, 2), chain(11, 2)];
			let call = |one: usize, other: usize| {
				Devices::move_device(signed(OWNER), tops[one][0], Some(tops[other][1]))
			};
			let [first, second] = order;
			assert_ok!(call(first, second));
			assert_noop!(call(second, first), Error::Cycle);
		});
	}
}

#[test]
fn tree_has_as_many_levels_as_are_allowed_and_no_more() {
	ExtBuilder.build_and_execute(|| {
		let sites = chain(1, MAX_DEPTH.into());
		assert_eq!(Devices::ancestors(sites[3]), [sites[2], sites[1], sites[0]]);
		assert_eq!(height(sites[0]), MAX_DEPTH - 1);
		assert_noop!(
			Devices::place(signed(OWNER), device(OWNER, 9), Sensor, Some(sites[3])),
			Error::TooDeep
		);
	});
}

#[test]
fn moved_subtree_fits_exactly_or_not_at_all() {
	ExtBuilder.build_and_execute(|| {
		// Two levels below two levels are four, below three they are one too many.
		let deep = chain(1, 3);
		let moved = chain(11, 2);
		assert_noop!(Devices::move_device(signed(OWNER), moved[0], Some(deep[2])), Error::TooDeep);
		assert_ok!(Devices::move_device(signed(OWNER), moved[0], Some(deep[1])));
		assert_eq!(height(deep[0]), MAX_DEPTH - 1);
		// Nothing fits below any more, until the bottom is gone.
		let last = device(OWNER, 99);
		assert_noop!(Devices::place(signed(OWNER), last, Sensor, Some(moved[1])), Error::TooDeep);
		assert_ok!(Devices::move_device(signed(OWNER), moved[0], Some(deep[0])));
		place(last, Sensor, Some(moved[1]));
	});
}

#[test]
fn height_is_forgotten_when_the_high_child_leaves() {
	ExtBuilder.build_and_execute(|| {
		let sites = chain(1, 4);
		assert_ok!(Devices::unplace(signed(OWNER), sites[3]));
		assert_ok!(Devices::unplace(signed(OWNER), sites[2]));
		assert_eq!(height(sites[0]), 1);
		// So a subtree of three levels has room at the top again, but not below the second level.
		let moved = chain(11, 3);
		assert_noop!(Devices::move_device(signed(OWNER), moved[0], Some(sites[1])), Error::TooDeep);
		assert_ok!(Devices::move_device(signed(OWNER), moved[0], Some(sites[0])));
	});
}

#[test]
fn unplace_returns_the_deposit_to_whom_it_came_from() {
	ExtBuilder.build_and_execute(|| {
		let site = device(OWNER, 1);
		sponsor(PAYER, did(OWNER));
		assert_ok!(Devices::place(signed(PAYER), site, Site, None));
		assert_eq!(held(OWNER), 0);
		assert_eq!(held(PAYER), ticket(types::node_footprint::<Test>()));
		events();
		assert_ok!(Devices::unplace(signed(OWNER), site));
		assert_eq!(held(PAYER), 0);
		assert_eq!(
			events(),
			[Event::DeviceUnplaced { device: site, from: None, by: Some(did(OWNER)) }]
		);
	});
}

#[test]
fn unplace_of_what_has_children_or_no_place_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let sites = chain(1, 2);
		assert_noop!(Devices::unplace(signed(OWNER), sites[0]), Error::HasChildren);
		assert_noop!(Devices::unplace(signed(OWNER), device(OWNER, 9)), Error::NotPlaced);
		assert_noop!(Devices::unplace(signed(OTHER), sites[1]), Error::NotOwner);
		assert_noop!(Devices::unplace(signed(OWNER), did(OWNER)), Error::NotADevice);
		assert_noop!(Devices::unplace(signed(PAYER), sites[1]), DispatchError::BadOrigin);
	});
}

#[test]
fn offered_device_is_not_placed_moved_unplaced_or_built_upon() {
	ExtBuilder.build_and_execute(|| {
		let sites = chain(1, 2);
		offer(Asset::Device(sites[1]));
		assert_noop!(Devices::unplace(signed(OWNER), sites[1]), Error::TransferPending);
		assert_noop!(Devices::move_device(signed(OWNER), sites[1], None), Error::TransferPending);
		let fresh = device(OWNER, 9);
		assert_noop!(
			Devices::place(signed(OWNER), fresh, Site, Some(sites[1])),
			Error::TransferPending
		);
		offer(Asset::Device(fresh));
		assert_noop!(Devices::place(signed(OWNER), fresh, Site, None), Error::TransferPending);
	});
}
