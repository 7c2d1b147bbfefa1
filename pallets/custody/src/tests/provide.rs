//! Giving: by the owner, by the proxy, by whoever holds data.

use counterfoil_primitives::{
	custody::{Marks, Receipt, Source},
	did::DidStatus,
	usage::UsageTerms,
};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError::BadOrigin;

use crate::{mock::*, End, Error, Event, Provision, Stage};

#[test]
fn five_steps_of_i_2_leave_two_holdings_and_nothing_else() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		let proven = Provision { certificate: Some(OF_SET), ..provision(wide()) };
		assert_ok!(Custody::provide(signed(OWNER), id, proven.clone()));
		assert_eq!(open(id).stage, Stage::AtProxy { holding: 0 });
		let first = held(0);
		assert_eq!((first.giver, first.holder), (did(OWNER), did(PROXY)));
		assert_eq!((first.source, first.depth), (Source::Owner(SET), 1));
		assert_eq!(first.usage, statement(wide()));
		assert_eq!(first.certificate, Some(OF_SET));
		assert_eq!(first.marks, proven.marks);
		assert_eq!(first.receipt, Receipt::Claimed);
		assert_eq!((first.circulation, first.agreement), (Some(id), None));
		assert_eq!(
			last_event(),
			Event::Provided {
				circulation: id,
				holding: 0,
				giver: did(OWNER),
				holder: did(PROXY),
				data_set: SET,
				usage: statement(wide()),
				certificate: Some(OF_SET),
				agreement: None,
			}
		);

		assert_ok!(acknowledge(PROXY, 0));
		set_time(START + 5);
		assert_ok!(provide(PROXY, id, narrow()));
		let second = held(1);
		assert_eq!((second.giver, second.holder), (did(PROXY), did(USER)));
		assert_eq!((second.source, second.depth), (Source::Holding(0), 2));
		assert_eq!(second.usage, statement(narrow()));
		assert_eq!(second.since, START + 5);
		assert_eq!(held(0).given, 1);
		assert_eq!(
			last_event(),
			Event::Closed {
				circulation: id,
				end: End::Completed,
				giver: did(OWNER),
				receiver: did(PROXY),
				user: Some(did(USER)),
				data_set: SET,
				by: Some(did(PROXY)),
			}
		);
		assert!(is_over(id));
		assert_eq!(ticket(PROXY), 0);
		assert_ok!(acknowledge(USER, 1));
		assert_eq!(held(1).receipt, Receipt::Received(START + 5));
	});
}

#[test]
fn without_user_one_hop_completes() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(request(USER, Source::Owner(SET), narrow(), None));
		assert_ok!(provide(OWNER, 0, narrow()));
		assert!(is_over(0));
		assert_eq!(ticket(USER), 0);
		assert_eq!(held(0).holder, did(USER));
	});
}

#[test]
fn chain_of_proxies_goes_on_as_deep_as_allowed() {
	ExtBuilder::build_and_execute(|| {
		let deep = |copies| UsageTerms { copies, ..wide() };
		let mut source = Source::Owner(SET);
		let mut giver = OWNER;
		for step in 0..8u64 {
			let receiver = PROVIDER + step;
			let holding = given(giver, source, receiver, deep(8 - step as u32)).unwrap();
			assert_eq!(u64::from(held(holding).depth), step + 1);
			(source, giver) = (Source::Holding(holding), receiver);
		}
		assert_noop!(request(STRANGER, source, deep(0), None), Error::<Test>::TooDeep);
	});
}

#[test]
fn two_hops_need_room_for_both() {
	ExtBuilder::build_and_execute(|| {
		let deep = |copies| UsageTerms { copies, ..wide() };
		let mut source = Source::Owner(SET);
		let mut giver = OWNER;
		for step in 0..7u64 {
			let holding = given(giver, source, PROVIDER + step, deep(9 - step as u32)).unwrap();
			(source, giver) = (Source::Holding(holding), PROVIDER + step);
		}
		let end = Some(user(USER, narrow()));
		assert_noop!(request(PROXY, source, deep(2), end), Error::<Test>::TooDeep);
		assert_ok!(request(PROXY, source, deep(2), None));
	});
}

#[test]
fn source_waits_for_the_user() {
	ExtBuilder::build_and_execute(|| {
		let id = requested();
		assert_noop!(provide(OWNER, id, wide()), Error::<Test>::NotConfirmed);
		assert_noop!(provide(OWNER, id + 1, wide()), Error::<Test>::UnknownCirculation);
	});
}

#[test]
fn hop_may_be_taken_until_the_last_millisecond() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		set_time(UNTIL + 1);
		assert_noop!(provide(OWNER, id, wide()), Error::<Test>::DeadlinePassed);
		set_time(UNTIL);
		assert_ok!(provide(OWNER, id, wide()));
		assert_ok!(acknowledge(PROXY, 0));
		set_time(UNTIL + 1);
		assert_noop!(provide(PROXY, id, narrow()), Error::<Test>::DeadlinePassed);
		set_time(UNTIL);
		assert_ok!(provide(PROXY, id, narrow()));
	});
}

#[test]
fn giver_may_narrow_what_was_asked_for_and_not_widen_it() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		let wider = UsageTerms { until: None, ..wide() };
		assert_noop!(provide(OWNER, id, wider), Error::<Test>::WiderExpiry);
		let narrower = UsageTerms { until: Some(END - 5), copies: 1, ..wide() };
		assert_ok!(provide(OWNER, id, narrower.clone()));
		assert_eq!(held(0).usage.terms, narrower);
		assert_ok!(acknowledge(PROXY, 0));
		// What the user confirmed is more than the proxy has now.
		assert_noop!(provide(PROXY, id, narrow()), Error::<Test>::WiderExpiry);
		assert_ok!(provide(PROXY, id, UsageTerms { until: Some(END - 5), ..narrow() }));
	});
}

#[test]
fn statement_is_checked_when_given() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		let malformed = UsageTerms { purposes: purposes(&["research", "customs"]), ..wide() };
		assert_noop!(provide(OWNER, id, malformed), Error::<Test>::MalformedTerms);
		let ended = UsageTerms { until: Some(START - 1), ..wide() };
		assert_noop!(provide(OWNER, id, ended), Error::<Test>::TermsOver);
	});
}

#[test]
fn suspended_giver_gives_nothing_and_suspended_receiver_gets_nothing() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		set_status(OWNER, DidStatus::Suspended);
		assert_noop!(provide(OWNER, id, wide()), BadOrigin);
		set_status(OWNER, DidStatus::Active);
		set_status(PROXY, DidStatus::Suspended);
		assert_noop!(provide(OWNER, id, wide()), Error::<Test>::NotActive);
		set_status(PROXY, DidStatus::Active);
		assert_ok!(provide(OWNER, id, wide()));
		assert_ok!(acknowledge(PROXY, 0));
		set_status(PROXY, DidStatus::Suspended);
		assert_noop!(provide(PROXY, id, narrow()), BadOrigin);
		set_status(PROXY, DidStatus::Active);
		set_status(USER, DidStatus::Revoked);
		assert_noop!(provide(PROXY, id, narrow()), Error::<Test>::NotActive);
	});
}

#[test]
fn proxy_that_lost_its_role_does_not_pass_on() {
	ExtBuilder::build_and_execute(|| {
		let (id, _) = at_proxy();
		dismiss(PROXY);
		assert_noop!(provide(PROXY, id, narrow()), Error::<Test>::NotServiceProvider);
	});
}

#[test]
fn secret_data_are_given_by_the_owner_alone() {
	ExtBuilder::build_and_execute(|| {
		let (id, holding) = at_proxy();
		let waiting = confirmed();
		make_secret();
		let secret = Error::<Test>::DataSetIsSecret;
		assert_noop!(provide(OWNER, waiting, wide()), secret);
		assert_noop!(provide(PROXY, id, narrow()), Error::<Test>::DataSetIsSecret);
		assert_noop!(
			request(STRANGER, Source::Holding(holding), narrow(), None),
			Error::<Test>::DataSetIsSecret
		);
		assert_noop!(
			request(PROXY, Source::Owner(SET), wide(), Some(user(USER, narrow()))),
			Error::<Test>::DataSetIsSecret
		);
		assert_ok!(given(OWNER, Source::Owner(SET), STRANGER, narrow()));
	});
}

#[test]
fn copy_without_marks_is_recorded_as_such() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		let bare = Provision { marks: Marks::default(), ..provision(wide()) };
		assert_ok!(Custody::provide(signed(OWNER), id, bare));
		assert_eq!(held(0).marks, Marks::default());
	});
}

#[test]
fn certificate_about_data_set_or_part_is_recorded() {
	ExtBuilder::build_and_execute(|| {
		for certificate in [OF_SET, OF_PART] {
			let (id, holding) = (confirmed(), next_holding());
			let proven = Provision { certificate: Some(certificate), ..provision(wide()) };
			assert_ok!(Custody::provide(signed(OWNER), id, proven));
			assert_eq!(held(holding).certificate, Some(certificate));
		}
	});
}
