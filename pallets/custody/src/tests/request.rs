//! Asking for data.

use counterfoil_primitives::{
	access::{Action, Actions},
	custody::Source,
	did::DidStatus,
	text::Region,
	usage::UsageTerms,
};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{ArithmeticError, DispatchError::BadOrigin, TokenError};

use crate::{mock::*, Error, Event, NextCirculationId, NextHoldingId, Stage, Submissions};

#[test]
fn request_of_owner_waits_for_confirmation_and_takes_a_ticket() {
	ExtBuilder::build_and_execute(|| {
		let id = requested();
		let circulation = open(id);
		assert_eq!(circulation.giver, did(OWNER));
		assert_eq!(circulation.receiver, subject(PROXY));
		assert_eq!(circulation.data_set, SET);
		assert_eq!(circulation.stage, Stage::Requested);
		assert_eq!(circulation.until, UNTIL);
		let parts: Vec<_> = circulation.parts.iter().map(|part| part.submission).collect();
		assert_eq!(parts, PARTS);
		assert_eq!(circulation.parts[1].root, root(PARTS[1]));
		assert!(ticket(PROXY) > 0);
		assert_eq!(ticket(OWNER) + ticket(USER), 0);
		assert_eq!(
			last_event(),
			Event::Requested {
				circulation: id,
				source: Source::Owner(SET),
				giver: did(OWNER),
				receiver: did(PROXY),
				user: Some(did(USER)),
				data_set: SET,
				until: UNTIL,
			}
		);
	});
}

#[test]
fn anybody_may_ask_for_himself() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(request(STRANGER, Source::Owner(SET), narrow(), None));
		assert_eq!(open(0).user, None);
	});
}

#[test]
fn request_out_of_holding_names_its_holder_as_giver() {
	ExtBuilder::build_and_execute(|| {
		let holding = with_proxy();
		let id = next_circulation();
		assert_ok!(request(USER, Source::Holding(holding), narrow(), None));
		assert_eq!(open(id).giver, did(PROXY));
		assert_eq!(open(id).data_set, SET);
		assert_eq!(open(id).parts, held(holding).parts);
	});
}

#[test]
fn ticket_is_that_of_the_sponsor() {
	ExtBuilder::build_and_execute(|| {
		sponsor(STRANGER, PROXY);
		assert_ok!(request(STRANGER, Source::Owner(SET), wide(), None));
		assert_eq!(open(0).receiver.did, did(PROXY));
		assert!(ticket(STRANGER) > 0);
		assert_eq!(ticket(PROXY), 0);
		assert_ok!(withdraw(PROXY, 0));
		assert_eq!(ticket(STRANGER), 0);
	});
}

#[test]
fn ticket_is_by_what_is_kept() {
	ExtBuilder::build_and_execute(|| {
		let source = Source::Owner(SET);
		assert_ok!(request_parts(PROXY, source, &PARTS[..1], wide(), None));
		let one = ticket(PROXY);
		let all: Vec<_> = (7_700..7_764).collect();
		assert_ok!(request_parts(STRANGER, source, &all, wide(), None));
		// 40 bytes a part, at 1 a byte.
		assert_eq!(ticket(STRANGER) - one, 63 * 40);
	});
}

#[test]
fn request_without_active_did_is_refused() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(request(PASSER_BY, Source::Owner(SET), wide(), None), BadOrigin);
		set_status(PROXY, DidStatus::Suspended);
		assert_noop!(request(PROXY, Source::Owner(SET), wide(), None), BadOrigin);
	});
}

#[test]
fn request_without_money_for_the_ticket_is_refused() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(request(POOR, Source::Owner(SET), wide(), None), TokenError::FundsUnavailable);
	});
}

#[test]
fn request_of_what_is_unknown_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let ask = |source, parts: &[u64]| request_parts(PROXY, source, parts, wide(), None);
		assert_noop!(ask(Source::Owner(5), &[500]), Error::<Test>::UnknownDataSet);
		assert_noop!(ask(Source::Holding(5), &PARTS), Error::<Test>::UnknownHolding);
		assert_noop!(ask(Source::Owner(SET), &[7_799]), Error::<Test>::UnknownSubmission);
		assert_noop!(ask(Source::Owner(SET), &[7_800]), Error::<Test>::NotOfDataSet);
	});
}

#[test]
fn parts_are_some_and_in_ascending_order() {
	ExtBuilder::build_and_execute(|| {
		let ask = |parts: &[u64]| request_parts(PROXY, Source::Owner(SET), parts, wide(), None);
		assert_noop!(ask(&[]), Error::<Test>::NoParts);
		assert_noop!(ask(&[7_701, 7_700]), Error::<Test>::NotAscending);
		assert_noop!(ask(&[7_700, 7_700]), Error::<Test>::NotAscending);
		let all: Vec<_> = (7_700..7_764).collect();
		assert_ok!(ask(&all));
		assert_eq!(open(0).parts.len(), 64);
	});
}

#[test]
fn owner_is_who_has_more_than_half() {
	ExtBuilder::build_and_execute(|| {
		set_owners(&[(OWNER, 500), (STRANGER, 500)]);
		assert_noop!(request(PROXY, Source::Owner(SET), wide(), None), Error::<Test>::NoOwner);
		set_owners(&[(OWNER, 499), (STRANGER, 501)]);
		assert_ok!(request(PROXY, Source::Owner(SET), wide(), None));
		assert_eq!(open(0).giver, did(STRANGER));
	});
}

#[test]
fn three_parties_are_three() {
	ExtBuilder::build_and_execute(|| {
		let ask = |who, end| {
			let end: Option<u64> = end;
			request(who, Source::Owner(SET), wide(), end.map(|who| user(who, narrow())))
		};
		assert_noop!(ask(OWNER, None), Error::<Test>::SameParty);
		assert_noop!(ask(PROXY, Some(OWNER)), Error::<Test>::SameParty);
		assert_noop!(ask(PROXY, Some(PROXY)), Error::<Test>::SameParty);
		// Another account changes nothing.
		assert_noop!(ask(OWNER + OTHER_ACCOUNT, None), Error::<Test>::SameParty);
	});
}

#[test]
fn proxy_is_a_service_provider_and_user_is_active() {
	ExtBuilder::build_and_execute(|| {
		let ask = |who, end| request(who, Source::Owner(SET), wide(), Some(user(end, narrow())));
		assert_noop!(ask(STRANGER, USER), Error::<Test>::NotServiceProvider);
		assert_noop!(ask(PROXY, PASSER_BY), Error::<Test>::NotActive);
		set_status(USER, DidStatus::Suspended);
		assert_noop!(ask(PROXY, USER), Error::<Test>::NotActive);
	});
}

#[test]
fn deadline_is_not_past_and_not_too_far() {
	ExtBuilder::build_and_execute(|| {
		let ask = |until| {
			let parts = Submissions::truncate_from(PARTS.to_vec());
			let source = Source::Owner(SET);
			Custody::request(signed(PROXY), source, parts, statement(wide()), None, until)
		};
		assert_noop!(ask(START - 1), Error::<Test>::DeadlinePassed);
		assert_noop!(ask(START + MAX_DURATION + 1), Error::<Test>::TooLong);
		assert_ok!(ask(START));
		assert_ok!(ask(START + MAX_DURATION));
	});
}

#[test]
fn terms_are_in_their_form_and_not_over() {
	ExtBuilder::build_and_execute(|| {
		let malformed = [
			UsageTerms { purposes: purposes(&["research", "customs"]), ..wide() },
			UsageTerms { region: Some(Region::new("U33").unwrap()), ..wide() },
			UsageTerms { actions: Action::Read.into(), ..wide() },
		];
		for terms in malformed {
			assert_noop!(
				request(PROXY, Source::Owner(SET), terms, None),
				Error::<Test>::MalformedTerms
			);
		}
		let ended = UsageTerms { until: Some(START - 1), ..wide() };
		assert_noop!(
			request(PROXY, Source::Owner(SET), ended.clone(), None),
			Error::<Test>::TermsOver
		);
		let ended = UsageTerms { until: Some(START - 1), ..narrow() };
		assert_noop!(
			request(PROXY, Source::Owner(SET), wide(), Some(user(USER, ended))),
			Error::<Test>::TermsOver
		);
		assert_ok!(request(
			PROXY,
			Source::Owner(SET),
			UsageTerms { until: Some(START), ..wide() },
			None
		));
	});
}

#[test]
fn user_is_promised_no_more_than_the_proxy_asks_to_pass_on() {
	ExtBuilder::build_and_execute(|| {
		let ask = |own, his| request(PROXY, Source::Owner(SET), own, Some(user(USER, his)));
		let distribute = Actions::from(Action::Read) | Action::Distribute;
		let cases = [
			(UsageTerms { actions: Action::Print.into(), ..narrow() }, Error::<Test>::WiderActions),
			(UsageTerms { purposes: purposes(&[]), ..narrow() }, Error::<Test>::WiderPurposes),
			(UsageTerms { until: Some(END + 1), ..narrow() }, Error::<Test>::WiderExpiry),
			(UsageTerms { region: None, ..narrow() }, Error::<Test>::WiderRegion),
			(UsageTerms { actions: distribute, copies: 3, ..narrow() }, Error::<Test>::WiderCopies),
		];
		for (his, error) in cases {
			assert_noop!(ask(wide(), his), error);
		}
		let silent = UsageTerms { actions: Action::Read.into(), copies: 0, ..wide() };
		assert_noop!(ask(silent, narrow()), Error::<Test>::NotDistributable);
		let none = UsageTerms { copies: 0, ..wide() };
		assert_noop!(ask(none, narrow()), Error::<Test>::NoCopiesLeft);
		assert_ok!(ask(wide(), UsageTerms { actions: distribute, copies: 2, ..narrow() }));
	});
}

#[test]
fn numbers_that_are_used_up_are_not_used_again() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		NextCirculationId::<Test>::put(u64::MAX);
		assert_noop!(request(PROXY, Source::Owner(SET), wide(), None), ArithmeticError::Overflow);
		NextHoldingId::<Test>::put(u64::MAX);
		assert_noop!(provide(OWNER, id, wide()), ArithmeticError::Overflow);
		NextCirculationId::<Test>::put(id + 1);
		NextHoldingId::<Test>::put(0);
	});
}
