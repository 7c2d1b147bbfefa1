//! `try_state` finds what is broken.

use super::*;

/// Breaks the sound state of a test, which is then found to be broken.
#[track_caller]
fn broken(break_it: impl FnOnce(Vec<DidId>, u64)) {
	ExtBuilder.build().execute_with(|| {
		let sites = chain(1, 2);
		let root = admitted_root();
		let lot = Lot::new(3);
		let enrolment = lot.enrol_under(OWNER, root, &root_key());
		lot.activate(enrolment, 0);
		assert_ok!(Devices::strike_out(signed(OWNER), enrolment, lot.key(1).did()));
		offer(Asset::Device(sites[1]));
		check();
		break_it(sites, enrolment);
		assert!(Devices::do_try_state().is_err());
	});
}

#[test]
fn circle_is_found() {
	broken(|sites, _| {
		Nodes::<Test>::mutate(sites[0], |node| node.as_mut().unwrap().parent = Some(sites[1]));
		Children::<Test>::insert(sites[1], sites[0], ());
	});
}

#[test]
fn miscounted_or_unknown_children_are_found() {
	broken(|sites, _| {
		Nodes::<Test>::mutate(sites[0], |node| node.as_mut().unwrap().below = Heights::default())
	});
	broken(|sites, _| Children::<Test>::remove(sites[0], sites[1]));
	broken(|sites, _| Children::<Test>::insert(sites[1], DidId([9; 32]), ()));
	broken(|sites, _| Nodes::<Test>::remove(sites[0]));
}

#[test]
fn offer_without_agenda_and_agenda_without_offer_are_found() {
	broken(|sites, _| Offers::<Test>::remove(Asset::Device(sites[1])));
	broken(|_, _| {
		let _ = Agenda::<Test>::clear(u32::MAX, None);
	});
}

#[test]
fn miscounted_enrolments_are_found() {
	let change = |enrolment, change: fn(&mut crate::Enrolment<Test>)| {
		Enrolments::<Test>::mutate(enrolment, |known| change(known.as_mut().unwrap()))
	};
	broken(|_, id| change(id, |enrolment| enrolment.live = 2));
	broken(|_, id| change(id, |enrolment| enrolment.activated = 4));
	broken(|_, id| change(id, |enrolment| enrolment.struck = 0));
	broken(|_, id| change(id, |enrolment| enrolment.root = None));
	broken(|_, id| Enrolments::<Test>::remove(id));
	broken(|_, id| EnrolmentsOf::<Test>::remove(did(OWNER), id));
	broken(|_, _| AttestationRoots::<Test>::remove(0));
	broken(|_, _| {
		AttestationRoots::<Test>::mutate(0, |root| root.as_mut().unwrap().enrolments = 0)
	});
}
