//! What a dishonest party, a dishonest judge or a stranger might try in a sealed deal.

use counterfoil_primitives::{exchange::Outcome, money::Asset, traits::Judge};
use frame_support::assert_ok;
use pallet_support::assert_noop;

use super::{attacks::freeze, sealed_deal::*};
use crate::{mock::*, Error, Event, UnpaidDues};

#[test]
fn attack_stranger_or_party_decides() {
	ExtBuilder::build_and_execute(|| {
		let deal = answered();
		for who in [SUPPLIER, DEMANDER, STRANGER] {
			assert_noop!(decide(who, deal.id, 1_000), Error::<Test>::NotJudge);
		}
		assert_noop!(decide(PASSER_BY, deal.id, 1_000), sp_runtime::DispatchError::BadOrigin);
	});
}

#[test]
fn attack_judge_of_another_agreement_decides() {
	ExtBuilder::build_and_execute(|| {
		let id = open_under(Judge { did: did(STRANGER), ..judge() }).unwrap();
		let other = contest(deliver(Deal::of(id).fund()));
		let deal = answered();
		assert_noop!(decide(STRANGER, deal.id, 0), Error::<Test>::NotJudge);
		assert_noop!(recuse(STRANGER, deal.id), Error::<Test>::NotJudge);
		assert_noop!(decide(JUDGE, other.id, 0), Error::<Test>::NotJudge);
	});
}

#[test]
fn attack_judge_who_gives_all_back_hides_no_reader() {
	ExtBuilder::build_and_execute(|| {
		// The demander and his judge want the data to be in nobody's hands.
		let deal = answered();
		assert_ok!(decide(JUDGE, deal.id, 0));
		let heard = Listeners::take().pop().unwrap();
		assert_eq!((heard.demander, heard.delivered), (subject(DEMANDER), true));
		assert_eq!((heard.ciphertext_root, heard.watermark), (Some(deal.root()), WATERMARK));
	});
}

#[test]
fn attack_judge_decides_twice() {
	ExtBuilder::build_and_execute(|| {
		let deal = answered();
		assert_ok!(decide(JUDGE, deal.id, 400));
		assert_noop!(decide(JUDGE, deal.id, 0), Error::<Test>::AlreadyClosed);
		assert_noop!(recuse(JUDGE, deal.id), Error::<Test>::AlreadyClosed);
		assert_ok!(forget(DEMANDER, deal.id));
		assert_noop!(decide(JUDGE, deal.id, 0), Error::<Test>::NotFound);
	});
}

#[test]
fn attack_judge_decides_before_anybody_complains() {
	ExtBuilder::build_and_execute(|| {
		for deal in [agreed(), funded(), delivered()] {
			assert_noop!(decide(JUDGE, deal.id, 0), Error::<Test>::NotContested);
		}
	});
}

#[test]
fn attack_verdict_above_all_of_the_price() {
	ExtBuilder::build_and_execute(|| {
		let deal = answered();
		for verdict in [1_001, u16::MAX] {
			assert_noop!(decide(JUDGE, deal.id, verdict), Error::<Test>::VerdictTooHigh);
		}
	});
}

#[test]
fn attack_judge_suspended_meanwhile_decides() {
	ExtBuilder::build_and_execute(|| {
		let deal = answered();
		Subjects::suspend(JUDGE);
		assert_noop!(decide(JUDGE, deal.id, 0), Error::<Test>::JudgeNotActive);
		next_block(until(deal.id) + 1_000);
		assert_eq!(outcome(deal.id), Outcome::Fallback { to_supplier: FALLBACK });
		// Nor is he paid by who gives in.
		let deal = Deal::of({
			Subjects::restore(JUDGE);
			open(sealed_terms()).unwrap()
		});
		let deal = contest(deliver(deal.fund()));
		assert_ok!(answer(SUPPLIER, deal.id, ANSWER));
		Subjects::suspend(JUDGE);
		assert_ok!(settle(DEMANDER, deal.id));
		assert_ended(WEALTH + 400 + PRICE, WEALTH - 400 - PRICE, 0);
	});
}

#[test]
fn attack_judge_bought_by_a_party_favours_it() {
	for tie in [(SUPPLIER, JUDGE), (JUDGE, SUPPLIER)] {
		ExtBuilder::build_and_execute(|| {
			let deal = answered();
			Subjects::control(tie.0, &[tie.1]);
			assert_noop!(decide(JUDGE, deal.id, FALLBACK + 1), Error::<Test>::JudgeBiased);
			assert_noop!(decide(JUDGE, deal.id, 1_000), Error::<Test>::JudgeBiased);
			assert_ok!(decide(JUDGE, deal.id, FALLBACK));
		});
	}
	for tie in [(DEMANDER, JUDGE), (JUDGE, DEMANDER)] {
		ExtBuilder::build_and_execute(|| {
			let deal = answered();
			Subjects::control(tie.0, &[tie.1]);
			assert_noop!(decide(JUDGE, deal.id, FALLBACK - 1), Error::<Test>::JudgeBiased);
			assert_noop!(decide(JUDGE, deal.id, 0), Error::<Test>::JudgeBiased);
			assert_ok!(decide(JUDGE, deal.id, FALLBACK));
		});
	}
}

#[test]
fn attack_party_ties_the_judge_to_itself_to_escape_the_verdict() {
	ExtBuilder::build_and_execute(|| {
		let deal = answered();
		Subjects::control(SUPPLIER, &[JUDGE]);
		assert_ok!(decide(JUDGE, deal.id, 0));
	});
	ExtBuilder::build_and_execute(|| {
		let deal = answered();
		Subjects::control(DEMANDER, &[JUDGE]);
		assert_ok!(decide(JUDGE, deal.id, 1_000));
	});
}

#[test]
fn attack_judge_buys_a_share_in_the_profit() {
	ExtBuilder::build_and_execute(|| {
		let deal = answered();
		Shareholders::are(&[(SUPPLIER, 1), (JUDGE, 999)]);
		assert_noop!(decide(JUDGE, deal.id, 1_000), Error::<Test>::JudgeBiased);
		assert_ok!(decide(JUDGE, deal.id, 300));
	});
}

#[test]
fn attack_judge_tied_to_who_pays_for_the_demander() {
	ExtBuilder::build_and_execute(|| {
		let deal = agreed();
		Limits::set(SPONSOR, DEMANDER, Asset::Native, 5_000, u64::MAX);
		assert_ok!(fund_from(DEMANDER, deal.id, SPONSOR));
		let deal = contest(deliver(deal));
		assert_ok!(answer(SUPPLIER, deal.id, ANSWER));
		Subjects::control(SPONSOR, &[JUDGE]);
		assert_noop!(decide(JUDGE, deal.id, 0), Error::<Test>::JudgeBiased);
		assert_ok!(decide(JUDGE, deal.id, 1_000));
		assert_eq!(purse(SPONSOR).total, WEALTH - PRICE - FEE);
	});
}

#[test]
fn attack_complaint_in_the_block_of_the_settlement() {
	ExtBuilder::build_and_execute(|| {
		// Whichever comes first in the block counts.
		let deal = delivered();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_noop!(complain(DEMANDER, deal.id), Error::<Test>::AlreadyClosed);

		let deal = delivered();
		set_time(until(deal.id));
		assert_ok!(complain(DEMANDER, deal.id));
		assert_noop!(settle(PASSER_BY, deal.id), Error::<Test>::NotDemander);
		assert_noop!(settle(SUPPLIER, deal.id), Error::<Test>::NotDemander);
		assert_noop!(expire(SUPPLIER, deal.id), Error::<Test>::DeadlineNotPassed);
		// The old deadline is off the agenda.
		next_block(until(deal.id) - WINDOWS.judgement);
		assert_eq!(stage(deal.id).until(), until(deal.id));
	});
}

#[test]
fn attack_double_settle_and_settle_after_the_verdict() {
	ExtBuilder::build_and_execute(|| {
		let deal = answered();
		assert_ok!(decide(JUDGE, deal.id, 0));
		assert_noop!(settle(DEMANDER, deal.id), Error::<Test>::AlreadyClosed);
		assert_noop!(concede(SUPPLIER, deal.id), Error::<Test>::AlreadyClosed);
		assert_noop!(answer(SUPPLIER, deal.id, ANSWER), Error::<Test>::AlreadyClosed);
		assert_noop!(expire(PASSER_BY, deal.id), Error::<Test>::AlreadyClosed);
	});
}

#[test]
fn attack_handover_of_another_agreement_is_another_one() {
	ExtBuilder::build_and_execute(|| {
		let (one, other) = (delivered(), funded());
		// The chain takes what he says. Neither the key nor the sealed key of the first one fits the second one, which is what the judge sees.
		assert_ne!(one.commitment(), other.commitment());
		assert_ne!(sealed_key(one.id), sealed_key(other.id));
		assert_ok!(DataEscrow::deliver_sealed(
			RuntimeOrigin::signed(SUPPLIER),
			other.id,
			one.root(),
			one.commitment(),
			sealed_key(one.id),
			None,
		));
	});
}

#[test]
fn judge_without_account_is_not_paid_and_the_fee_returns() {
	ExtBuilder::build_and_execute(|| {
		// No account is known for the DID of the passer-by.
		let deal = {
			let id = open_under(Judge { did: did(PASSER_BY), ..judge() }).unwrap();
			contest(deliver(Deal::of(id).fund()))
		};
		assert_ok!(answer(SUPPLIER, deal.id, ANSWER));
		assert_ok!(decide(PASSER_BY + OTHER_ACCOUNT, deal.id, 300));
		assert_ended(WEALTH + 300, WEALTH - 300, 0);
		assert!(!take_events().iter().any(|event| matches!(event, Event::JudgePaid { .. })));
	});
}

#[test]
fn judge_who_cannot_receive_is_not_paid_and_the_verdict_stands() {
	ExtBuilder::build_and_execute(|| {
		// Such an asset is only for accounts that exist.
		let deal = contest(deliver(agreed_in(COUPON).fund()));
		assert_ok!(answer(SUPPLIER, deal.id, ANSWER));
		assert_ok!(decide(JUDGE, deal.id, 0));
		assert_eq!(purse_in(COUPON, JUDGE).total, 0);
		assert_eq!(purse_in(COUPON, SUPPLIER).total, WEALTH - BOND);
		assert_eq!(purse_in(COUPON, DEMANDER).total, WEALTH + BOND);
	});
}

#[test]
fn attack_blocked_demander_does_not_stop_verdict_or_supplier() {
	ExtBuilder::build_and_execute(|| {
		let deal = contest(deliver(agreed_in(COIN).fund()));
		assert_ok!(answer(SUPPLIER, deal.id, ANSWER));
		assert_ok!(Assets::block(RuntimeOrigin::signed(ISSUER), COIN_ID, DEMANDER));
		assert_ok!(decide(JUDGE, deal.id, 600));
		assert_eq!(purse_in(COIN, JUDGE).total, FEE);
		assert_eq!(purse_in(COIN, SUPPLIER).total, WEALTH + 600 - 40);
		// 400 of the price and 40 of the fee wait for him.
		assert_eq!(UnpaidDues::<Test>::get(deal.id).unwrap().dues.refund, 400 + 40);
		assert_eq!(purse_in(COIN, DEMANDER).price, 440);
		assert_ok!(Assets::thaw(RuntimeOrigin::signed(ISSUER), COIN_ID, DEMANDER));
		assert_ok!(collect(PASSER_BY, deal.id));
		assert_eq!(purse_in(COIN, DEMANDER), Purse { total: WEALTH - 600 - 60, price: 0, bond: 0 });
	});
}

#[test]
fn attack_frozen_parties_do_not_stop_verdict_or_fee() {
	ExtBuilder::build_and_execute(|| {
		let deal = answered();
		freeze(SUPPLIER);
		freeze(DEMANDER);
		assert_ok!(decide(JUDGE, deal.id, 500));
		assert_ended(WEALTH + 500 - 50, WEALTH - 500 - 50, FEE);
	});
}

#[test]
fn attack_supplier_gives_in_when_he_sees_the_verdict_coming() {
	ExtBuilder::build_and_execute(|| {
		// It spares him nothing.
		let (seen, judged) = (answered(), answered());
		assert_ok!(concede(SUPPLIER, seen.id));
		let conceded = purse(SUPPLIER).total;
		assert_ok!(decide(JUDGE, judged.id, 0));
		assert_eq!(WEALTH - conceded, conceded - purse(SUPPLIER).total);
	});
}

#[test]
fn many_contested_deals_fall_due_at_once_and_none_is_forgotten() {
	ExtBuilder::build_and_execute(|| {
		let deals: Vec<_> = (0..7).map(|_| answered()).collect();
		let last = until(deals[6].id);
		next_block(last + 1_000);
		for deal in deals {
			assert_eq!(outcome(deal.id), Outcome::Fallback { to_supplier: FALLBACK });
		}
		assert_ended(WEALTH + 7 * 400, WEALTH - 7 * 400, 0);
	});
}

#[test]
fn deal_that_runs_keeps_its_windows() {
	ExtBuilder::build_and_execute(|| {
		let deal = contested();
		let mut parameters = parameters();
		parameters.windows.judgement = 1;
		assert_ok!(DataEscrow::set_parameters(RuntimeOrigin::root(), parameters));
		assert_eq!(until(deal.id), START + WINDOWS.reveal + WINDOWS.judgement);
		assert_ok!(answer(SUPPLIER, deal.id, ANSWER));
		set_time(until(deal.id));
		assert_ok!(decide(JUDGE, deal.id, 1_000));
	});
}

#[test]
fn attack_ward_binds_sponsors_tokens_for_bond_and_fee() {
	ExtBuilder::build_and_execute(|| {
		let deal = agreed_in(COIN).fund();
		Subjects::move_to(SUPPLIER, SUPPLIER + OTHER_ACCOUNT);
		assert_noop!(deliver_sealed(SUPPLIER, &deal), Error::<Test>::AccountNotOwn);
	});
}
