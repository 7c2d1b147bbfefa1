//! Each event belongs to a history.

use codec::Encode;

use super::*;

#[test]
fn every_event_is_handed_to_the_histories_of_those_it_is_about() {
	ExtBuilder.build_and_execute(|| {
		let (site, meter) = (device(OWNER, 1), device(OWNER, 2));
		place(site, Place::Site, None);
		place(meter, Place::Sensor, Some(site));
		offer(Asset::Device(meter));
		assert_ok!(Devices::accept_transfer(signed(OTHER), Asset::Device(meter)));
		let lot = Lot::new(3);
		let enrolment = lot.enrol(OWNER);
		let live = lot.activate(enrolment, 1);

		let expected = [
			(Some(did(OWNER)), vec![site, did(OWNER)]),
			(Some(did(OWNER)), vec![meter, site, did(OWNER)]),
			(Some(did(OWNER)), vec![meter, did(OWNER), did(OTHER)]),
			(Some(did(OTHER)), vec![meter, site, did(OTHER)]),
			(Some(did(OTHER)), vec![meter, did(OWNER), did(OTHER)]),
			(Some(did(OWNER)), vec![did(OWNER)]),
			(Some(live), vec![live, did(OWNER)]),
		];
		let entries = entries();
		let seen: Vec<_> = entries.iter().map(|e| (e.actor, e.subjects.clone())).collect();
		assert_eq!(seen, expected);
		// What is handed on is what is deposited.
		let events: Vec<_> = events().iter().map(Encode::encode).collect();
		assert_eq!(entries.into_iter().map(|e| e.event).collect::<Vec<_>>(), events);
	});
}
