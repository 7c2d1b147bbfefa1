//! A hop that the escrow carried out.

use counterfoil_primitives::{
	custody::Source, did::DidStatus, traits::ClosedAgreement, usage::UsageTerms,
};
use frame_support::{assert_noop, assert_ok};

use crate::{mock::*, Error, Event, Stage};

const DEAL: u64 = 5;

#[test]
fn agreement_is_the_hop_and_no_second_holding_is_made() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		close(&sale(DEAL, PROXY, wide()));
		assert_ok!(Custody::provide_sold(signed(OWNER), id, DEAL, Some(OF_PART)));
		assert_eq!(next_holding(), 1);
		assert_eq!(held(0).circulation, Some(id));
		assert_eq!(held(0).agreement, Some(DEAL));
		assert_eq!(held(0).certificate, Some(OF_PART));
		assert_eq!(open(id).stage, Stage::AtProxy { holding: 0 });
		assert_eq!(
			last_event(),
			Event::Provided {
				circulation: id,
				holding: 0,
				giver: did(OWNER),
				holder: did(PROXY),
				data_set: SET,
				usage: statement(wide()),
				certificate: Some(OF_PART),
				agreement: Some(DEAL),
			}
		);
		// The chain saw the delivery: nothing to acknowledge.
		assert_ok!(provide(PROXY, id, narrow()));
		assert!(is_over(id));
	});
}

#[test]
fn without_user_the_agreement_completes() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(request(USER, Source::Owner(SET), narrow(), None));
		close(&sale(DEAL, USER, narrow()));
		assert_ok!(provide_sold(OWNER, 0, DEAL));
		assert!(is_over(0));
		assert_eq!(ticket(USER), 0);
	});
}

#[test]
fn attack_forged_agreement() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		assert_noop!(provide_sold(OWNER, id, DEAL), Error::<Test>::UnknownAgreement);
		close(&ClosedAgreement { delivered: false, ..sale(DEAL, PROXY, wide()) });
		assert_noop!(provide_sold(OWNER, id, DEAL), Error::<Test>::UnknownAgreement);
	});
}

#[test]
fn attack_agreement_between_others_or_about_something_else() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		close(&sale(1, STRANGER, wide()));
		close(&ClosedAgreement { supplier: subject(STRANGER), ..sale(2, PROXY, wide()) });
		close(&ClosedAgreement { data_set: OTHER_SET, ..sale(3, PROXY, wide()) });
		for agreement in 1..=3 {
			assert_noop!(provide_sold(OWNER, id, agreement), Error::<Test>::AgreementOfOthers);
		}
		let fewer = sale(4, PROXY, wide());
		let fewer =
			ClosedAgreement { submissions: vec![PARTS[0]], parts: vec![fewer.parts[0]], ..fewer };
		close(&fewer);
		assert_noop!(provide_sold(OWNER, id, 4), Error::<Test>::PartNotHeld);
	});
}

#[test]
fn attack_one_agreement_for_two_circulations() {
	ExtBuilder::build_and_execute(|| {
		let (first, second) = (confirmed(), confirmed());
		close(&sale(DEAL, PROXY, wide()));
		assert_ok!(provide_sold(OWNER, first, DEAL));
		assert_noop!(provide_sold(OWNER, second, DEAL), Error::<Test>::AgreementUsed);
		assert_noop!(provide_sold(OWNER, first, DEAL), Error::<Test>::AlreadyProvided);
	});
}

#[test]
fn attack_agreement_on_wider_terms_than_asked_for() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		close(&sale(DEAL, PROXY, UsageTerms::unlimited()));
		assert_noop!(provide_sold(OWNER, id, DEAL), Error::<Test>::WiderActions);
	});
}

#[test]
fn attack_agreement_whose_terms_are_over() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		close(&sale(DEAL, PROXY, UsageTerms { until: Some(START + 100), ..wide() }));
		set_time(START + 101);
		assert_noop!(provide_sold(OWNER, id, DEAL), Error::<Test>::TermsOver);
		set_time(START + 100);
		assert_ok!(provide_sold(OWNER, id, DEAL));
	});
}

#[test]
fn attack_agreement_on_malformed_terms() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		let twice = UsageTerms { purposes: purposes(&["customs", "customs"]), ..wide() };
		close(&sale(DEAL, PROXY, twice));
		assert_noop!(provide_sold(OWNER, id, DEAL), Error::<Test>::MalformedTerms);
	});
}

#[test]
fn receiver_who_is_not_active_any_more_is_given_nothing() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		close(&sale(DEAL, PROXY, wide()));
		set_status(PROXY, DidStatus::Suspended);
		assert_noop!(provide_sold(OWNER, id, DEAL), Error::<Test>::NotActive);
		set_status(PROXY, DidStatus::Active);
		assert_ok!(provide_sold(OWNER, id, DEAL));
	});
}

#[test]
fn rules_of_a_hop_hold_for_a_sold_one() {
	ExtBuilder::build_and_execute(|| {
		let waiting = requested();
		close(&sale(DEAL, PROXY, wide()));
		assert_noop!(provide_sold(OWNER, waiting, DEAL), Error::<Test>::NotConfirmed);
		assert_noop!(provide_sold(OWNER, 9, DEAL), Error::<Test>::UnknownCirculation);
		let id = confirmed();
		assert_noop!(provide_sold(STRANGER, id, DEAL), Error::<Test>::NotGiver);
		assert_noop!(
			Custody::provide_sold(signed(OWNER), id, DEAL, Some(OF_OTHER_SET)),
			Error::<Test>::CertificateOfOther
		);
		assert_noop!(
			Custody::provide_sold(signed(OWNER), id, DEAL, Some(99)),
			Error::<Test>::CertificateNotValid
		);
		set_owners(&[(OWNER, 500), (STRANGER, 500)]);
		assert_noop!(provide_sold(OWNER, id, DEAL), Error::<Test>::NotOwner);
		set_owners(&[]);
		set_time(UNTIL + 1);
		assert_noop!(provide_sold(OWNER, id, DEAL), Error::<Test>::DeadlinePassed);
		set_time(UNTIL);
		assert_ok!(provide_sold(OWNER, id, DEAL));
		// The second hop is the proxy's, and no agreement sold its holding on.
		close(&sale(6, USER, narrow()));
		assert_noop!(provide_sold(PROXY, id, 6), Error::<Test>::AgreementOfOthers);
	});
}
