//! Prices in tokens besides the chain's own.

use super::*;

#[test]
fn offer_and_demand_match_in_the_same_asset_only() {
	ExtBuilder::default().build_and_execute(|| {
		let in_coin = || OfferTerms { asset: COIN, ..good_terms(SUPPLIER, 500) };
		offer(SUPPLIER, in_coin());
		demand(DEMANDER, need(500));
		assert!(agreements().is_empty());
		demand(DEMANDER, Need { asset: COIN, ..need(500) });
		assert_eq!((agreements().len(), agreements()[0].asset), (1, COIN));
		// And by name neither.
		let offer = offer(SUPPLIER, OfferTerms { copies: 2, ..in_coin() });
		let native = resting(COMPETITOR, wanted(need(600)));
		assert_noop!(
			DataMarket::take_offer(signed(COMPETITOR), native, offer, None),
			Error::AssetMismatch
		);
	});
}

#[test]
fn attack_price_in_an_asset_that_does_not_exist_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let asset = Asset::Local(99);
		let terms = OfferTerms { asset, ..good_terms(SUPPLIER, 500) };
		assert_noop!(DataMarket::place_offer(signed(SUPPLIER), terms), Error::UnknownAsset);
		let terms = wanted(Need { asset, ..need(500) });
		assert_noop!(DataMarket::place_demand(signed(DEMANDER), terms), Error::UnknownAsset);
	});
}

#[test]
fn attack_dust_is_what_the_asset_says_it_is() {
	ExtBuilder::default().build_and_execute(|| {
		for (asset, least) in [(Asset::Native, MIN_PRICE), (COIN, MIN_COIN)] {
			let terms = |price| OfferTerms { asset, ..good_terms(SUPPLIER, price) };
			let place = |price| DataMarket::place_offer(signed(SUPPLIER), terms(price));
			let terms = terms(least - 1);
			assert_noop!(DataMarket::place_offer(signed(SUPPLIER), terms), Error::PriceTooLow);
			assert_ok!(place(least));
			let asked = |budget| wanted(picky(Need { asset, ..need(budget) }));
			let demand = |budget| DataMarket::place_demand(signed(DEMANDER), asked(budget));
			assert_noop!(demand(least - 1), Error::PriceTooLow);
			assert_ok!(demand(least));
		}
	});
}

#[test]
fn tickets_and_rewards_are_native_whatever_is_paid_in() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = DemandTerms { reward: 30, ..wanted(Need { asset: COIN, ..need(500) }) };
		place(DEMANDER, terms.clone());
		assert_eq!((held(DEMANDER), held_reward(DEMANDER)), (demand_ticket(&terms), 30));
	});
}
