//! Answers of the runtime API.

use pallet_devices_runtime_api::{DeviceView, TransferView, MAX_BATCH};

use super::*;

#[test]
fn device_tells_place_parent_depth_and_children() {
	ExtBuilder.build_and_execute(|| {
		let sites = chain(1, 3);
		let view = Devices::device(sites[1]).unwrap();
		assert_eq!(
			view,
			DeviceView {
				did: sites[1],
				owner: did(OWNER),
				status: DidStatus::Active,
				active: true,
				trusted: true,
				place: Some(Place::Site),
				parent: Some(sites[0]),
				depth: 1,
				height: 1,
				children: 1,
				link: None,
				enrolment: None,
				index: None,
				offered_to: None,
			}
		);
		let loose = Devices::device(device(OWNER, 9)).unwrap();
		assert_eq!((loose.place, loose.depth, loose.children), (None, 0, 0));
		assert_eq!(Devices::device(did(OWNER)), None);
		assert_eq!(Devices::device(DidId([9; 32])), None);
		set_status(did(OWNER), DidStatus::Suspended);
		assert!(!Devices::device(sites[1]).unwrap().active);
	});
}

#[test]
fn batches_answer_in_order_and_no_more_than_the_limit() {
	ExtBuilder.build_and_execute(|| {
		let sites = chain(1, 2);
		let unknown = DidId([9; 32]);
		let views = Devices::devices(vec![sites[1], unknown, sites[0]]);
		assert_eq!(
			views.iter().map(|view| view.map(|view| view.did)).collect::<Vec<_>>(),
			[Some(sites[1]), None, Some(sites[0])]
		);
		assert_eq!(
			Devices::are_ancestors(vec![
				(sites[0], sites[1]),
				(sites[1], sites[0]),
				(unknown, sites[0])
			]),
			[true, false, false]
		);
		let limit = MAX_BATCH as usize;
		assert_eq!(Devices::devices(vec![unknown; limit + 1]).len(), limit);
		assert_eq!(Devices::are_ancestors(vec![(unknown, unknown); limit + 1]).len(), limit);
		assert_eq!(Devices::are_struck(0, vec![unknown; limit + 1]), vec![false; limit]);
		assert_eq!(Devices::enrolments(vec![0; limit + 1]), vec![None; limit]);
		assert_eq!(Devices::transfers(vec![Asset::Enrolment(0); limit + 1]), vec![None; limit]);
	});
}

#[test]
fn children_come_in_pages() {
	ExtBuilder.build_and_execute(|| {
		let site = chain(1, 1)[0];
		let mut expected = Vec::new();
		for n in 100..230 {
			let meter = device(OWNER, n);
			place(meter, Place::Sensor, Some(site));
			expected.push(meter);
		}
		assert_eq!(Devices::device(site).unwrap().children, 130);
		assert_eq!(Devices::children(site, None, u32::MAX).len(), MAX_BATCH as usize);
		let mut seen = Vec::new();
		loop {
			let page = Devices::children(site, seen.last().copied(), 7);
			if page.is_empty() {
				break;
			}
			assert!(page.len() <= 7);
			seen.extend(page);
		}
		seen.sort();
		expected.sort();
		assert_eq!(seen, expected);
		assert_eq!(Devices::children(expected[0], None, 9), []);
	});
}

#[test]
fn enrolments_and_roots_come_in_pages() {
	ExtBuilder.build_and_execute(|| {
		for n in 0..9u64 {
			Lot::from(10 * n, 1).enrol(if n % 3 == 0 { OTHER } else { OWNER });
			admitted_root();
		}
		let mut seen = Vec::new();
		loop {
			let page = Devices::enrolments_of(did(OWNER), seen.last().copied(), 2);
			if page.is_empty() {
				break;
			}
			seen.extend(page.iter().map(|view| view.id));
		}
		seen.sort();
		assert_eq!(seen, [1, 2, 4, 5, 7, 8]);
		let mut roots = Vec::new();
		loop {
			let page = Devices::attestation_roots(roots.last().copied(), 4);
			if page.is_empty() {
				break;
			}
			roots.extend(page.iter().map(|view| view.id));
		}
		roots.sort();
		assert_eq!(roots, (0..9).collect::<Vec<_>>());
		assert_eq!(Devices::attestation_root(0).unwrap().policy, [0x90; 32]);
	});
}

#[test]
fn offers_and_strikes_are_told() {
	ExtBuilder.build_and_execute(|| {
		let meter = device(OWNER, 1);
		let lot = Lot::new(3);
		let enrolment = lot.enrol(OWNER);
		let struck = lot.key(1).did();
		assert_ok!(Devices::strike_out(signed(OWNER), enrolment, struck));
		let deadline = offer(Asset::Device(meter));
		offer(Asset::Enrolment(enrolment));
		let (from, to) = (did(OWNER), did(OTHER));
		let asset = Asset::Device(meter);
		assert_eq!(Devices::transfer(asset), Some(TransferView { asset, from, to, deadline }));
		assert_eq!(Devices::device(meter).unwrap().offered_to, Some(to));
		let view = Devices::enrolment(enrolment).unwrap();
		assert_eq!((view.offered_to, view.struck), (Some(to), 1));
		assert_eq!(Devices::are_struck(enrolment, vec![lot.key(0).did(), struck]), [false, true]);
	});
}
