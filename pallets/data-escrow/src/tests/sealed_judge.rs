//! Contested deals: complaint, answer, reply, concession, verdict, recusal, fallback.

use counterfoil_primitives::{
	exchange::Outcome,
	traits::{AuditSubject, Judge},
};
use frame_support::assert_ok;
use pallet_support::assert_noop;

use super::sealed_deal::*;
use crate::{mock::*, Case, Deals, Error, Event, Stage};

/// What was said of a deal.
fn case(id: u64) -> Case {
	let Stage::Contested { case, .. } = stage(id) else { panic!("the deal is not contested") };
	case
}

#[test]
fn complaint_of_demander_gives_the_supplier_time_and_then_the_judge() {
	ExtBuilder::build_and_execute(|| {
		let deal = delivered();
		set_time(START + 7);
		assert_ok!(complain(DEMANDER, deal.id));
		let answer_until = START + 7 + WINDOWS.reveal;
		let expected = Case { complaint: COMPLAINT, answer_until, answer: None, reply: None };
		assert_eq!(case(deal.id), expected);
		assert_eq!(until(deal.id), answer_until + WINDOWS.judgement);
		assert_eq!(
			last_event(),
			Event::Complained {
				id: deal.id,
				demander: did(DEMANDER),
				evidence: COMPLAINT,
				answer_until,
				until: until(deal.id),
				judge: did(JUDGE),
				supplier: did(SUPPLIER),
				data_set: SET,
			}
		);
		assert_eq!((purse(SUPPLIER).bond, purse(DEMANDER).price), (BOND + FEE, PRICE + FEE));
	});
}

#[test]
fn complaint_by_others_too_early_or_twice_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = funded();
		assert_noop!(complain(DEMANDER, deal.id), Error::<Test>::NotDelivered);
		let deal = deliver(deal);
		for who in [SUPPLIER, STRANGER, JUDGE] {
			assert_noop!(complain(who, deal.id), Error::<Test>::NotDemander);
		}
		let deal = contest(deal);
		assert_noop!(complain(DEMANDER, deal.id), Error::<Test>::AlreadyContested);
		assert_noop!(complain(DEMANDER, 99), Error::<Test>::NotFound);
	});
}

#[test]
fn complaint_at_the_deadline_passes_and_after_it_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let (deal, late) = (delivered(), delivered());
		set_time(START + WINDOWS.dispute);
		assert_ok!(complain(DEMANDER, deal.id));
		set_time(START + WINDOWS.dispute + 1);
		assert_noop!(complain(DEMANDER, late.id), Error::<Test>::DeadlinePassed);
	});
}

#[test]
fn each_party_is_heard() {
	ExtBuilder::build_and_execute(|| {
		let deal = contested();
		let before = until(deal.id);
		assert_noop!(answer(DEMANDER, deal.id, REPLY), Error::<Test>::NotAnswered);
		assert_ok!(answer(SUPPLIER, deal.id, ANSWER));
		assert_eq!(
			last_event(),
			Event::Answered {
				id: deal.id,
				by: did(SUPPLIER),
				evidence: ANSWER,
				judge: did(JUDGE),
				supplier: did(SUPPLIER),
				demander: did(DEMANDER),
				data_set: SET,
			}
		);
		assert_ok!(answer(DEMANDER, deal.id, REPLY));
		let heard = case(deal.id);
		assert_eq!((heard.answer, heard.reply), (Some(ANSWER), Some(REPLY)));
		assert_eq!(until(deal.id), before);
		let view = DataEscrow::agreement_view(deal.id).unwrap().sealed.unwrap();
		assert_eq!(view.complaint, Some(COMPLAINT));
		assert_eq!(view.answer_deadline, Some(START + WINDOWS.reveal));
		assert_eq!((view.answer, view.reply), (Some(ANSWER), Some(REPLY)));
	});
}

#[test]
fn attack_evidence_flood_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = answered();
		assert_noop!(answer(SUPPLIER, deal.id, REPLY), Error::<Test>::AlreadyAnswered);
		assert_ok!(answer(DEMANDER, deal.id, REPLY));
		assert_noop!(answer(DEMANDER, deal.id, ANSWER), Error::<Test>::AlreadyAnswered);
		assert_noop!(answer(SUPPLIER, deal.id, REPLY), Error::<Test>::AlreadyAnswered);
		assert_noop!(answer(STRANGER, deal.id, REPLY), Error::<Test>::NotParty);
		assert_noop!(answer(JUDGE, deal.id, REPLY), Error::<Test>::NotParty);
		assert_noop!(complain(DEMANDER, deal.id), Error::<Test>::AlreadyContested);
		let quiet = delivered();
		assert_noop!(answer(SUPPLIER, quiet.id, ANSWER), Error::<Test>::NotContested);
	});
}

#[test]
fn attack_answer_after_the_deadline() {
	ExtBuilder::build_and_execute(|| {
		let (deal, late) = (contested(), contested());
		set_time(START + WINDOWS.reveal);
		assert_ok!(answer(SUPPLIER, deal.id, ANSWER));
		set_time(START + WINDOWS.reveal + 1);
		assert_noop!(answer(SUPPLIER, late.id, ANSWER), Error::<Test>::DeadlinePassed);
		// And there is nothing to reply to.
		assert_noop!(answer(DEMANDER, late.id, REPLY), Error::<Test>::NotAnswered);
		// A reply is possible as long as the judge may decide.
		set_time(until(deal.id) + 1);
		assert_noop!(answer(DEMANDER, deal.id, REPLY), Error::<Test>::DeadlinePassed);
		set_time(until(deal.id));
		assert_ok!(answer(DEMANDER, deal.id, REPLY));
	});
}

#[test]
fn dismissed_complaint_pays_the_supplier_and_costs_the_demander_the_fee() {
	ExtBuilder::build_and_execute(|| {
		let deal = answered();
		take_events();
		assert_ok!(decide(JUDGE, deal.id, 1_000));
		assert_ended(WEALTH + PRICE, WEALTH - PRICE - FEE, FEE);
		let outcome = Outcome::Judged { to_supplier: 1_000 };
		assert_eq!(
			take_events(),
			[
				Event::Decided {
					id: deal.id,
					judge: did(JUDGE),
					to_supplier: 1_000,
					reason: REASON,
					supplier: did(SUPPLIER),
					demander: did(DEMANDER),
					data_set: SET,
				},
				Event::JudgePaid {
					id: deal.id,
					judge: did(JUDGE),
					account: JUDGE,
					amount: FEE,
					data_set: SET,
				},
				Event::Divided {
					id: deal.id,
					outcome,
					supplier: did(SUPPLIER),
					demander: did(DEMANDER),
					to_supplier: PRICE + BOND + FEE,
					to_demander: 0,
					data_set: SET,
					by: Some(did(JUDGE)),
				},
			]
		);
		let heard = Listeners::take().pop().unwrap();
		assert_eq!((heard.outcome, heard.delivered, heard.by), (outcome, true, None));
		let sales = Deals::<Test>::get(did(SUPPLIER)).sales;
		assert_eq!((sales.good(), sales.bad()), (1, 0));
	});
}

#[test]
fn upheld_complaint_returns_the_price_and_costs_the_supplier_bond_and_fee() {
	ExtBuilder::build_and_execute(|| {
		let deal = answered();
		assert_ok!(decide(JUDGE, deal.id, 0));
		assert_ended(WEALTH - BOND - FEE, WEALTH + BOND, FEE);
		assert_eq!(outcome(deal.id), Outcome::Judged { to_supplier: 0 });
		let heard = Listeners::take().pop().unwrap();
		// Whatever he says: the demander holds the key, and can read what is right of it.
		assert!(heard.delivered);
		let sales = Deals::<Test>::get(did(SUPPLIER)).sales;
		assert_eq!((sales.good(), sales.bad()), (0, 1));
	});
}

#[test]
fn split_verdict_divides_price_and_fee_to_the_last_unit_and_leaves_the_bond() {
	for (verdict, price, fee) in
		[(1, 1, 100), (333, 333, 67), (500, 500, 50), (999, 999, 1), (995, 995, 1)]
	{
		ExtBuilder::build_and_execute(|| {
			let deal = answered();
			assert_ok!(decide(JUDGE, deal.id, verdict));
			assert_ended(WEALTH + price - fee, WEALTH - price - (FEE - fee), FEE);
			assert!(Listeners::take().pop().unwrap().delivered);
		});
	}
}

#[test]
fn rounding_is_for_the_demander() {
	ExtBuilder::build_and_execute(|| {
		let mut terms = terms_under(Judge { fee: 100, ..judge() });
		terms.price = 999;
		let deal = contest(deliver(Deal::of(open(terms).unwrap()).fund()));
		assert_ok!(answer(SUPPLIER, deal.id, ANSWER));
		// 499.5 of the price, and of 99 each bears 49.5.
		assert_ok!(decide(JUDGE, deal.id, 500));
		assert_ended(WEALTH + 499 - 50, WEALTH - 499 - 49, 99);
	});
}

#[test]
fn decide_waits_for_the_answer_or_the_end_of_its_window() {
	ExtBuilder::build_and_execute(|| {
		let (answered, silent) = (contested(), contested());
		assert_noop!(decide(JUDGE, answered.id, 0), Error::<Test>::AnswerWindowOpen);
		assert_ok!(answer(SUPPLIER, answered.id, ANSWER));
		assert_ok!(decide(JUDGE, answered.id, 0));
		set_time(START + WINDOWS.reveal);
		assert_noop!(decide(JUDGE, silent.id, 0), Error::<Test>::AnswerWindowOpen);
		set_time(START + WINDOWS.reveal + 1);
		assert_ok!(decide(JUDGE, silent.id, 0));
	});
}

#[test]
fn decide_at_the_deadline_passes_and_after_it_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let (deal, late) = (answered(), answered());
		let deadline = START + WINDOWS.reveal + WINDOWS.judgement;
		set_time(deadline);
		assert_ok!(decide(JUDGE, deal.id, 1_000));
		assert_noop!(expire(PASSER_BY, late.id), Error::<Test>::DeadlineNotPassed);
		set_time(deadline + 1);
		assert_noop!(decide(JUDGE, late.id, 1_000), Error::<Test>::DeadlinePassed);
		assert_noop!(recuse(JUDGE, late.id), Error::<Test>::DeadlinePassed);
		assert_noop!(concede(SUPPLIER, late.id), Error::<Test>::DeadlinePassed);
		assert_noop!(settle(DEMANDER, late.id), Error::<Test>::DeadlinePassed);
		assert_ok!(expire(PASSER_BY, late.id));
		assert_eq!(outcome(late.id), Outcome::Fallback { to_supplier: FALLBACK });
	});
}

#[test]
fn judge_who_is_silent_gets_nothing_and_the_fallback_applies() {
	ExtBuilder::build_and_execute(|| {
		let deal = answered();
		take_events();
		next_block(until(deal.id) + 1_000);
		assert_ended(WEALTH + 400, WEALTH - 400, 0);
		assert_eq!(
			last_event(),
			Event::Divided {
				id: deal.id,
				outcome: Outcome::Fallback { to_supplier: FALLBACK },
				supplier: did(SUPPLIER),
				demander: did(DEMANDER),
				to_supplier: 400 + BOND + FEE,
				to_demander: 600 + FEE,
				data_set: SET,
				by: None,
			}
		);
		let sales = Deals::<Test>::get(did(SUPPLIER)).sales;
		assert_eq!((sales.good(), sales.bad()), (0, 0));
	});
}

#[test]
fn fallback_of_nothing_is_no_punishment() {
	ExtBuilder::build_and_execute(|| {
		let id = open_under(Judge { fallback: 0, ..judge() }).unwrap();
		let deal = contest(deliver(Deal::of(id).fund()));
		assert_ok!(recuse(JUDGE, deal.id));
		assert_ended(WEALTH, WEALTH, 0);
	});
}

#[test]
fn recuse_by_the_judge_applies_the_fallback_at_once() {
	ExtBuilder::build_and_execute(|| {
		let deal = delivered();
		assert_noop!(recuse(JUDGE, deal.id), Error::<Test>::NotContested);
		let deal = contest(deal);
		for who in [SUPPLIER, DEMANDER, STRANGER] {
			assert_noop!(recuse(who, deal.id), Error::<Test>::NotJudge);
		}
		take_events();
		// Who is suspended may still step back.
		Subjects::suspend(JUDGE);
		assert_ok!(recuse(JUDGE, deal.id));
		assert_ended(WEALTH + 400, WEALTH - 400, 0);
		let events = take_events();
		assert!(matches!(events[0], Event::Recused { .. }));
		assert!(matches!(events[1], Event::Divided { outcome: Outcome::Fallback { .. }, .. }));
	});
}

#[test]
fn concession_costs_the_bond_and_spares_the_fee() {
	for make in [delivered, contested] {
		ExtBuilder::build_and_execute(|| {
			let deal = make();
			for who in [DEMANDER, STRANGER, JUDGE] {
				assert_noop!(concede(who, deal.id), Error::<Test>::NotSupplier);
			}
			assert_ok!(concede(SUPPLIER, deal.id));
			assert_ended(WEALTH - BOND, WEALTH + BOND, 0);
			assert_eq!(outcome(deal.id), Outcome::Conceded);
			let heard = Listeners::take().pop().unwrap();
			// He may hold the data all the same.
			assert_eq!((heard.delivered, heard.by), (true, Some(did(SUPPLIER))));
			assert_eq!(Deals::<Test>::get(did(SUPPLIER)).sales.bad(), 1);
		});
	}
}

#[test]
fn concession_before_the_delivery_or_after_the_deadline_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = funded();
		assert_noop!(concede(SUPPLIER, deal.id), Error::<Test>::NotDelivered);
		let deal = deliver(deal);
		set_time(until(deal.id) + 1);
		assert_noop!(concede(SUPPLIER, deal.id), Error::<Test>::DeadlinePassed);
	});
}

#[test]
fn whoever_gives_in_when_it_is_the_judges_turn_bears_the_fee() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(concede(SUPPLIER, answered().id));
		assert_ended(WEALTH - BOND - FEE, WEALTH + BOND, FEE);
	});
	ExtBuilder::build_and_execute(|| {
		assert_ok!(settle(DEMANDER, answered().id));
		assert_ended(WEALTH + PRICE, WEALTH - PRICE - FEE, FEE);
	});
	// Who did not answer in time is in the judge's hands as well.
	ExtBuilder::build_and_execute(|| {
		let deal = contested();
		set_time(START + WINDOWS.reveal + 1);
		assert_ok!(concede(SUPPLIER, deal.id));
		assert_ended(WEALTH - BOND - FEE, WEALTH + BOND, FEE);
	});
}

#[test]
fn complaint_that_is_dropped_before_the_answer_costs_nothing() {
	ExtBuilder::build_and_execute(|| {
		let deal = contested();
		for who in [SUPPLIER, STRANGER, PASSER_BY, JUDGE] {
			assert_noop!(settle(who, deal.id), Error::<Test>::NotDemander);
		}
		assert_ok!(settle(DEMANDER, deal.id));
		assert_ended(WEALTH + PRICE, WEALTH - PRICE, 0);
		assert_eq!(outcome(deal.id), Outcome::Settled);
	});
}

#[test]
fn judge_without_fee_decides_all_the_same() {
	ExtBuilder::build_and_execute(|| {
		let id = open_under(Judge { fee: 0, ..judge() }).unwrap();
		let deal = contest(deliver(Deal::of(id).fund()));
		assert_eq!((purse(SUPPLIER).bond, purse(DEMANDER).price), (BOND, PRICE));
		assert_ok!(answer(SUPPLIER, deal.id, ANSWER));
		assert_ok!(decide(JUDGE, deal.id, 250));
		assert_ended(WEALTH + 250, WEALTH - 250, 0);
	});
}

#[test]
fn deal_in_an_asset_is_judged_in_it() {
	ExtBuilder::build_and_execute(|| {
		let deal = contest(deliver(agreed_in(COIN).fund()));
		assert_eq!(purse_in(COIN, DEMANDER).price, PRICE + FEE);
		assert_ok!(answer(SUPPLIER, deal.id, ANSWER));
		assert_ok!(decide(JUDGE, deal.id, 500));
		assert_eq!(purse_in(COIN, JUDGE).total, FEE);
		assert_eq!(purse_in(COIN, SUPPLIER).total, WEALTH + 500 - FEE / 2);
		assert_eq!(purse_in(COIN, DEMANDER).total, WEALTH - 500 - FEE / 2);
	});
}

#[test]
fn histories_of_a_contested_deal_name_the_judge() {
	ExtBuilder::build_and_execute(|| {
		let deal = delivered();
		Histories::take();
		let deal = contest(deal);
		assert_ok!(answer(SUPPLIER, deal.id, ANSWER));
		assert_ok!(decide(JUDGE, deal.id, 0));
		let told: Vec<_> =
			Histories::take().into_iter().map(|(actor, subjects, _)| (actor, subjects)).collect();
		let parties = || {
			vec![
				AuditSubject::Did(did(SUPPLIER)),
				AuditSubject::Did(did(DEMANDER)),
				AuditSubject::DataSet(SET),
			]
		};
		let judge = AuditSubject::Did(did(JUDGE));
		let with_judge = [parties(), vec![judge]].concat();
		assert_eq!(
			told,
			[
				(Some(did(DEMANDER)), with_judge.clone()),
				(Some(did(SUPPLIER)), with_judge.clone()),
				(Some(did(JUDGE)), with_judge.clone()),
				(None, vec![judge, AuditSubject::DataSet(SET)]),
				(Some(did(JUDGE)), with_judge),
			]
		);
	});
}
