//! Sealed deals about which nobody needs a judge: opened, funded, delivered, settled.

use counterfoil_primitives::{
	exchange::Outcome,
	money::{Asset, Commission},
	traits::{CertificateNeed, Delivery, Judge, NewAgreement},
};
use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::TokenError;

use super::sealed_deal::*;
use crate::{mock::*, Error, Event, Handover, Stage};

#[test]
fn open_with_judge_promises_fee_and_fallback() {
	ExtBuilder::build_and_execute(|| {
		let deal = agreed();
		let view = DataEscrow::agreement_view(deal.id).unwrap();
		assert_eq!(view.delivery, Some(Delivery::Sealed(judge())));
		let sealed = view.sealed.unwrap();
		assert_eq!((sealed.judge, sealed.fee, sealed.fallback), (did(JUDGE), FEE, FALLBACK));
		assert_eq!((sealed.sealed_key, sealed.complaint, sealed.answer), (None, None, None));
		assert_nothing_moved_but_ticket();
	});
}

fn assert_nothing_moved_but_ticket() {
	assert_eq!((purse(SUPPLIER).bond, purse(DEMANDER).price), (0, 0));
}

#[test]
fn fee_and_fallback_at_their_bounds_are_taken_and_beyond_refused() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(open_under(Judge { fee: 200, fallback: 1_000, ..judge() }));
		assert_ok!(open_under(Judge { fee: 0, fallback: 0, ..judge() }));
		assert_noop!(open_under(Judge { fee: 201, ..judge() }), Error::<Test>::FeeTooHigh);
		assert_noop!(
			open_under(Judge { fallback: 1_001, ..judge() }),
			Error::<Test>::FallbackTooHigh
		);
	});
}

#[test]
fn attack_fee_below_what_an_account_must_have_is_refused() {
	ExtBuilder::build_and_execute(|| {
		// Twice the existential deposit: the larger part of it can always be paid.
		assert_ok!(open_under(Judge { fee: 20, ..judge() }));
		assert_noop!(open_under(Judge { fee: 19, ..judge() }), Error::<Test>::FeeTooLow);
		let dust = NewAgreement { price: 100, ..terms_under(Judge { fee: 9, ..judge() }) };
		assert_noop!(open(dust), Error::<Test>::FeeTooLow);
		let in_coins = |fee| NewAgreement { asset: COIN, ..terms_under(Judge { fee, ..judge() }) };
		assert_ok!(open(in_coins(50)));
		assert_noop!(open(in_coins(49)), Error::<Test>::FeeTooLow);
	});
}

#[test]
fn attack_fee_overflow_is_refused() {
	ExtBuilder::build_and_execute(|| {
		// Price and bond alone can be counted.
		let price = u64::MAX / 5 * 4;
		assert_ok!(open(NewAgreement { price, ..terms() }));
		assert_noop!(open(NewAgreement { price, ..sealed_terms() }), Error::<Test>::PriceTooHigh);
	});
}

#[test]
fn attack_judge_that_is_a_party_is_refused() {
	ExtBuilder::build_and_execute(|| {
		for party in [SUPPLIER, DEMANDER] {
			let judge = Judge { did: did(party), ..judge() };
			assert_noop!(open_under(judge), Error::<Test>::JudgeIsParty);
		}
		// A party that acts from the account of the judge.
		let mut terms = sealed_terms();
		terms.demander.account = JUDGE;
		assert_noop!(open(terms), Error::<Test>::JudgeIsParty);
		let mut terms = sealed_terms();
		terms.supplier.account = JUDGE;
		assert_noop!(open(terms), Error::<Test>::JudgeIsParty);
	});
}

#[test]
fn attack_judge_tied_to_a_party_is_refused() {
	for party in [SUPPLIER, DEMANDER] {
		for (one, other) in [(party, JUDGE), (JUDGE, party)] {
			ExtBuilder::build_and_execute(|| {
				Subjects::control(one, &[other]);
				assert_noop!(open(sealed_terms()), Error::<Test>::JudgeTied);
			});
		}
		// Somebody acts for both.
		ExtBuilder::build_and_execute(|| {
			Subjects::control(party, &[STRANGER]);
			Subjects::control(JUDGE, &[STRANGER]);
			assert_noop!(open(sealed_terms()), Error::<Test>::JudgeTied);
		});
	}
}

#[test]
fn attack_judge_who_shares_in_the_price_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let commission = Commission { payee: did(JUDGE), per_mille: 100 };
		let terms = NewAgreement { commissions: vec![commission], ..sealed_terms() };
		assert_noop!(open(terms), Error::<Test>::JudgeShares);
		Shareholders::are(&[(SUPPLIER, 900), (JUDGE, 100)]);
		assert_noop!(open(sealed_terms()), Error::<Test>::JudgeShares);
	});
}

#[test]
fn open_with_suspended_judge_is_refused() {
	ExtBuilder::build_and_execute(|| {
		Subjects::suspend(JUDGE);
		assert_noop!(open(sealed_terms()), Error::<Test>::JudgeNotActive);
	});
}

#[test]
fn fund_holds_price_and_fee() {
	ExtBuilder::build_and_execute(|| {
		let deal = funded();
		assert_eq!(purse(DEMANDER).price, PRICE + FEE);
		assert_eq!(until(deal.id), START + WINDOWS.commitment);
		// The demander may still step back, with all of it.
		assert_ok!(decline(DEMANDER, deal.id));
		assert_ended(WEALTH, WEALTH, 0);
	});
}

#[test]
fn attack_judge_pays_for_a_party() {
	ExtBuilder::build_and_execute(|| {
		Limits::set(JUDGE, DEMANDER, Asset::Native, 10_000, u64::MAX);
		let deal = agreed();
		assert_noop!(fund_from(DEMANDER, deal.id, JUDGE), Error::<Test>::JudgeIsParty);
		// Another may, and gets back what is left.
		Limits::set(SPONSOR, DEMANDER, Asset::Native, PRICE + FEE - 1, u64::MAX);
		assert_noop!(fund_from(DEMANDER, deal.id, SPONSOR), Limits::EXCEEDED);
		Limits::set(SPONSOR, DEMANDER, Asset::Native, PRICE + FEE, u64::MAX);
		assert_ok!(fund_from(DEMANDER, deal.id, SPONSOR));
		let deal = deliver(deal);
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(purse(SPONSOR).total, WEALTH - PRICE);
		assert_ended(WEALTH + PRICE, WEALTH, 0);
	});
}

#[test]
fn deliver_holds_bond_and_fee_and_tells_what_was_handed_over() {
	ExtBuilder::build_and_execute(|| {
		let deal = funded();
		set_time(START + 5);
		assert_ok!(deliver_sealed(SUPPLIER, &deal));
		let until = START + 5 + WINDOWS.dispute;
		let handover = Handover {
			ciphertext_root: deal.root(),
			watermark: WATERMARK,
			key_commitment: deal.commitment(),
			sealed_key: sealed_key(deal.id),
		};
		assert_eq!(stage(deal.id), Stage::Delivered { until, handover });
		assert_eq!(purse(SUPPLIER), Purse { total: WEALTH, price: 0, bond: BOND + FEE });
		assert_eq!(
			last_event(),
			Event::Delivered {
				id: deal.id,
				supplier: did(SUPPLIER),
				ciphertext_root: deal.root(),
				watermark: WATERMARK,
				key_commitment: deal.commitment(),
				sealed_key: sealed_key(deal.id),
				bond: BOND,
				fee: FEE,
				until,
				demander: did(DEMANDER),
				data_set: SET,
			}
		);
		let view = DataEscrow::agreement_view(deal.id).unwrap();
		assert_eq!(view.deadline, Some(until));
		assert_eq!(view.key, None);
		assert_eq!(view.sealed.unwrap().sealed_key, Some(sealed_key(deal.id)));
	});
}

#[test]
fn deliver_by_others_too_early_twice_or_without_money_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = agreed();
		assert_noop!(deliver_sealed(SUPPLIER, &deal), Error::<Test>::NotFunded);
		let deal = deal.fund();
		for who in [DEMANDER, STRANGER, JUDGE] {
			assert_noop!(deliver_sealed(who, &deal), Error::<Test>::NotSupplier);
		}
		assert_noop!(deliver_sealed(SUPPLIER + OTHER_ACCOUNT, &deal), Error::<Test>::WrongAccount);
		let deal = deliver(deal);
		assert_noop!(deliver_sealed(SUPPLIER, &deal), Error::<Test>::AlreadyDelivered);
		let deal = contest(deal);
		assert_noop!(deliver_sealed(SUPPLIER, &deal), Error::<Test>::AlreadyDelivered);

		let terms = NewAgreement { supplier: subject(POOR_SUPPLIER), ..sealed_terms() };
		let poor = Deal::of(open(terms).unwrap()).fund();
		assert_noop!(deliver_sealed(POOR_SUPPLIER, &poor), TokenError::FundsUnavailable);
	});
}

#[test]
fn deliver_at_the_deadline_passes_and_after_it_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let (deal, late) = (funded(), funded());
		set_time(START + WINDOWS.commitment);
		let deal = deliver(deal);
		assert_eq!(until(deal.id), START + WINDOWS.commitment + WINDOWS.dispute);
		set_time(START + WINDOWS.commitment + 1);
		assert_noop!(deliver_sealed(SUPPLIER, &late), Error::<Test>::DeadlinePassed);
		assert_ok!(expire(PASSER_BY, late.id));
		assert_eq!(outcome(late.id), Outcome::NotCommitted);
	});
}

#[test]
fn attack_deliver_after_the_certificate_was_revoked() {
	ExtBuilder::build_and_execute(|| {
		let terms = NewAgreement { certificate: CertificateNeed::Any, ..sealed_terms() };
		let deal = Deal::of(open(terms).unwrap()).fund();
		Certified::revoke();
		assert_noop!(deliver_sealed(SUPPLIER, &deal), Error::<Test>::CertificateLapsed);
		assert_ok!(decline(DEMANDER, deal.id));
		assert_ended(WEALTH, WEALTH, 0);
	});
}

#[test]
fn calls_of_the_other_way_of_delivery_are_refused() {
	ExtBuilder::build_and_execute(|| {
		let wrong = || Error::<Test>::WrongDelivery;
		let sealed = funded();
		assert_noop!(commit(SUPPLIER, sealed.id, [1; 32], [2; 32]), wrong());
		assert_noop!(accept(DEMANDER, sealed.id), wrong());
		assert_noop!(reveal(SUPPLIER, sealed.id, sealed.key), wrong());
		assert_noop!(dispute(DEMANDER, sealed.id, sealed.proof(0)), wrong());
		let sealed = deliver(sealed);
		assert_noop!(accept(DEMANDER, sealed.id), wrong());
		assert_noop!(reveal(SUPPLIER, sealed.id, sealed.key), wrong());
		assert_noop!(dispute(DEMANDER, sealed.id, sealed.proof(0)), wrong());

		let proven = Deal::funded();
		assert_noop!(deliver_sealed(SUPPLIER, &proven), wrong());
		let proven = proven.commit().accept().reveal();
		assert_noop!(complain(DEMANDER, proven.id), wrong());
		assert_noop!(answer(SUPPLIER, proven.id, ANSWER), wrong());
		assert_noop!(concede(SUPPLIER, proven.id), wrong());
		assert_noop!(decide(JUDGE, proven.id, 0), wrong());
		assert_noop!(recuse(JUDGE, proven.id), wrong());
	});
}

#[test]
fn nobody_steps_back_after_the_delivery() {
	ExtBuilder::build_and_execute(|| {
		for deal in [delivered(), contested()] {
			for who in [SUPPLIER, DEMANDER] {
				assert_noop!(decline(who, deal.id), Error::<Test>::AlreadyDelivered);
			}
		}
	});
}

#[test]
fn settle_by_demander_pays_at_once_and_returns_the_fees() {
	ExtBuilder::build_and_execute(|| {
		let deal = delivered();
		for who in [SUPPLIER, STRANGER, JUDGE, PASSER_BY] {
			assert_noop!(settle(who, deal.id), Error::<Test>::DisputeWindowOpen);
		}
		assert_ok!(settle(DEMANDER, deal.id));
		assert_ended(WEALTH + PRICE, WEALTH - PRICE, 0);
		assert_eq!(outcome(deal.id), Outcome::Settled);
		let heard = Listeners::take().pop().unwrap();
		assert_eq!((heard.delivered, heard.ciphertext_root), (true, Some(deal.root())));
	});
}

#[test]
fn silence_settles() {
	ExtBuilder::build_and_execute(|| {
		let (deal, other) = (delivered(), delivered());
		set_time(START + WINDOWS.dispute);
		assert_noop!(settle(PASSER_BY, deal.id), Error::<Test>::DisputeWindowOpen);
		set_time(START + WINDOWS.dispute + 1);
		assert_noop!(expire(PASSER_BY, deal.id), Error::<Test>::AlreadyDelivered);
		assert_ok!(settle(PASSER_BY, deal.id));
		// The other one is left to the chain.
		next_block(START + WINDOWS.dispute + 1_000);
		assert_eq!(outcome(other.id), Outcome::Settled);
		assert_ended(WEALTH + 2 * PRICE, WEALTH - 2 * PRICE, 0);
	});
}

#[test]
fn commissions_and_profit_are_paid_of_the_price_and_not_of_the_fee() {
	ExtBuilder::build_and_execute(|| {
		let commission = Commission { payee: did(PLATFORM), per_mille: 100 };
		let terms = NewAgreement { commissions: vec![commission], ..sealed_terms() };
		let deal = deliver(Deal::of(open(terms).unwrap()).fund());
		Shareholders::are(&[(SUPPLIER, 500), (STRANGER, 500)]);
		let deal = contest(deal);
		assert_ok!(answer(SUPPLIER, deal.id, ANSWER));
		assert_ok!(decide(JUDGE, deal.id, 500));
		// Of 500 a tenth is the platform's, and of the rest half the stranger's.
		assert_eq!(purse(PLATFORM).total, 50);
		assert_eq!(purse(STRANGER).total, WEALTH + 225);
		assert_ended(WEALTH + 225 - FEE / 2, WEALTH - 500 - FEE / 2, FEE);
	});
}

#[test]
fn open_funded_holds_the_fee_too() {
	ExtBuilder::build_and_execute(|| {
		use counterfoil_primitives::traits::Agreements as _;
		let id = DataEscrow::open_funded(sealed_terms()).unwrap();
		assert_eq!(purse(DEMANDER).price, PRICE + FEE);
		let deal = deliver(Deal::of(id));
		assert_ok!(settle(DEMANDER, deal.id));
		assert_ended(WEALTH + PRICE, WEALTH - PRICE, 0);
	});
}
