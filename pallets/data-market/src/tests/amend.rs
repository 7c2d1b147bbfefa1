//! `amend_offer` and `amend_demand`.

use sp_runtime::{traits::BadOrigin, TokenError};

use super::*;

#[test]
fn amended_offer_has_new_number_and_terms_and_old_ticket_is_back() {
	ExtBuilder::default().build_and_execute(|| {
		let old = good_offer(SUPPLIER, 500);
		let terms = OfferTerms { copies: 3, ..good_terms(SUPPLIER, 400) };
		let amend = DataMarket::amend_offer(signed(SUPPLIER), old, terms.clone());
		assert_ok!(amend);
		assert!(!Offers::<Test>::contains_key(old));
		assert_eq!(Offers::<Test>::get(old + 1).unwrap().terms, terms);
		assert_eq!(held(SUPPLIER), offer_ticket(&terms));
		assert_eq!(
			events().last(),
			Some(&Event::OfferAmended { old, new: old + 1, supplier: did(SUPPLIER) })
		);
	});
}

#[test]
fn amended_order_loses_its_place_in_line() {
	ExtBuilder::default().build_and_execute(|| {
		let first = good_offer(SUPPLIER, 500);
		let second = good_offer(RIVAL, 500);
		assert_ok!(DataMarket::amend_offer(signed(SUPPLIER), first, good_terms(SUPPLIER, 500)));
		demand(DEMANDER, need(500));
		assert!(!Offers::<Test>::contains_key(second));
		assert!(Offers::<Test>::contains_key(second + 1));
	});
}

#[test]
fn amended_order_matches_at_once_if_it_fits() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = demand(DEMANDER, need(400));
		assert_ok!(DataMarket::amend_offer(signed(SUPPLIER), offer, good_terms(SUPPLIER, 400)));
		assert!(!is_open(demand));
		good_offer(SUPPLIER, 700);
		let demand = self::demand(COMPETITOR, need(600));
		let terms = wanted(need(700));
		assert_ok!(DataMarket::amend_demand(signed(COMPETITOR), demand, terms));
		assert_eq!(agreements().len(), 2);
		assert!(!Demands::<Test>::contains_key(demand) && !is_open(demand + 1));
	});
}

#[test]
fn amended_demand_gets_old_reward_back_and_puts_up_the_new_one() {
	ExtBuilder::default().build_and_execute(|| {
		let old = place(DEMANDER, DemandTerms { reward: 50, ..wanted(need(400)) });
		let terms = DemandTerms { reward: 20, ..wanted(need(500)) };
		assert_ok!(DataMarket::amend_demand(signed(DEMANDER), old, terms.clone()));
		assert_eq!((held_reward(DEMANDER), held(DEMANDER)), (20, demand_ticket(&terms)));
		let amended = Event::DemandAmended { old, new: old + 1, demander: did(DEMANDER) };
		assert_eq!(events().last(), Some(&amended));
	});
}

#[test]
fn attack_amending_what_is_not_ones_own_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = demand(DEMANDER, need(400));
		let terms = good_terms(RIVAL, 500);
		let amend = |origin| DataMarket::amend_offer(origin, offer, terms.clone());
		assert_noop!(amend(signed(RIVAL)), Error::NotTheOwner);
		assert_noop!(amend(signed(STRANGER)), BadOrigin);
		let amend = |account| DataMarket::amend_demand(signed(account), demand, wanted(need(500)));
		assert_noop!(amend(COMPETITOR), Error::NotTheOwner);
		assert_noop!(amend(STRANGER), BadOrigin);
		let unknown = DataMarket::amend_offer(signed(RIVAL), 99, terms.clone());
		assert_noop!(unknown, Error::UnknownOffer);
		let unknown = DataMarket::amend_demand(signed(DEMANDER), 99, wanted(need(500)));
		assert_noop!(unknown, Error::UnknownDemand);
	});
}

#[test]
fn amendment_that_cannot_be_placed_leaves_the_old_order() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let dust = good_terms(SUPPLIER, MIN_PRICE - 1);
		assert_noop!(DataMarket::amend_offer(signed(SUPPLIER), offer, dust), Error::PriceTooLow);
		let demand = demand(DEMANDER, need(400));
		let greedy = DemandTerms { reward: ENDOWMENT, ..wanted(need(400)) };
		assert_noop!(
			DataMarket::amend_demand(signed(DEMANDER), demand, greedy),
			TokenError::FundsUnavailable
		);
		assert!(Offers::<Test>::contains_key(offer) && is_open(demand));
	});
}
