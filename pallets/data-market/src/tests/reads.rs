//! What the runtime API answers.

use counterfoil_primitives::{
	did::DidStatus,
	market::{Mismatch, Need},
};
use pallet_data_market_runtime_api::{Explanation, Obstacle, PageEnd, MAX_PAGE};

use super::*;

#[test]
fn views_tell_what_is_stored() {
	ExtBuilder::default().build_and_execute(|| {
		let id = offer(SUPPLIER, OfferTerms { copies: 3, ..good_terms(SUPPLIER, 500) });
		let view = DataMarket::offer_view(id).unwrap();
		assert_eq!((view.id, view.supplier, view.price, view.copies), (id, did(SUPPLIER), 500, 3));
		assert_eq!((view.category, view.region), (category(), region("u33dc")));
		assert!(!view.expired);

		let id = demand(DEMANDER, need(400));
		let view = DataMarket::demand_view(id).unwrap();
		assert_eq!((view.id, view.demander, view.max_price), (id, did(DEMANDER), 400));
		assert_eq!((view.min_quality, view.max_age, view.min_records), (800, 60_000, 24));
		assert!(view.certificate_required && !view.expired);

		set_now(START + MAX_VALIDITY);
		assert!(!DataMarket::offer_view(0).unwrap().expired);
		set_now(START + MAX_VALIDITY + 1);
		assert!(DataMarket::offer_view(0).unwrap().expired);
		assert!(DataMarket::demand_view(0).unwrap().expired);
		assert_eq!(DataMarket::offer_view(1), None);
		assert_eq!(DataMarket::demand_view(1), None);
	});
}

#[test]
fn batches_answer_in_order_asked() {
	ExtBuilder::default().build_and_execute(|| {
		let (a, b) = (good_offer(SUPPLIER, 500), good_offer(SUPPLIER, 400));
		let views = DataMarket::offers_by_id(vec![b, 99, a]);
		let ids: Vec<_> = views.iter().map(|view| view.as_ref().map(|view| view.id)).collect();
		assert_eq!(ids, [Some(b), None, Some(a)]);
		assert_eq!(DataMarket::offers_by_id(vec![99; 1_000]).len(), MAX_PAGE as usize);
		assert_eq!(DataMarket::demands_by_id(vec![99; 1_000]).len(), MAX_PAGE as usize);
		assert_eq!(DataMarket::explain_many(99, vec![a; 1_000]).len(), MAX_PAGE as usize);
	});
}

#[test]
fn pages_of_offers_join_cheapest_first() {
	ExtBuilder::default().build_and_execute(|| {
		for price in [500, 300, 400, 300, 200] {
			good_offer(SUPPLIER, price);
		}
		let mut seen = Vec::new();
		let mut after = None;
		loop {
			let page = DataMarket::offers(category(), after, 2);
			let Some(last) = page.last() else { break };
			after = Some(PageEnd { price: last.price, id: last.id });
			assert!(page.len() <= 2);
			seen.extend(page.into_iter().map(|view| (view.price, view.id)));
		}
		assert_eq!(seen, [(200, 4), (300, 1), (300, 3), (400, 2), (500, 0)]);
		assert!(DataMarket::offers(category(), None, 0).is_empty());
		let other = counterfoil_primitives::text::Category::new("air").unwrap();
		assert!(DataMarket::offers(other, None, 10).is_empty());
	});
}

#[test]
fn page_goes_on_after_item_that_is_gone() {
	ExtBuilder::default().build_and_execute(|| {
		for price in [200, 300, 400] {
			good_offer(SUPPLIER, price);
		}
		assert_ok!(DataMarket::withdraw_offer(signed(SUPPLIER), 1));
		let page = DataMarket::offers(category(), Some(PageEnd { price: 300, id: 1 }), 10);
		assert_eq!(page.iter().map(|view| view.id).collect::<Vec<_>>(), [2]);
	});
}

#[test]
fn pages_of_demands_join_highest_first() {
	ExtBuilder::default().build_and_execute(|| {
		for price in [500, 300, 500, 700] {
			demand(DEMANDER, need(price));
		}
		let first = DataMarket::demands(category(), None, 2);
		let ids = |page: &[pallet_data_market_runtime_api::DemandView]| {
			page.iter().map(|view| view.id).collect::<Vec<_>>()
		};
		assert_eq!(ids(&first), [3, 0]);
		let end = PageEnd { price: 500, id: 0 };
		assert_eq!(ids(&DataMarket::demands(category(), Some(end), 10)), [2, 1]);
	});
}

#[test]
fn explanation_says_what_taking_would_do() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand_id = demand(DEMANDER, Need { min_records: 25, ..need(600) });
		let explain = || DataMarket::explain(demand_id, offer);
		assert_eq!(explain(), Explanation::Refused(Obstacle::Mismatch(Mismatch::Records)));
		assert_eq!(DataMarket::explain(99, offer), Explanation::Refused(Obstacle::UnknownDemand));
		assert_eq!(
			DataMarket::explain(demand_id, 99),
			Explanation::Refused(Obstacle::UnknownOffer)
		);

		change(0, |submission| submission.records = 25);
		assert_eq!(
			explain(),
			Explanation::Admissible {
				price: 500,
				quality: 900,
				newest: START,
				certified: true,
				records: 25,
			}
		);
		set_status(SUPPLIER, DidStatus::Suspended);
		assert_eq!(explain(), Explanation::Refused(Obstacle::SupplierNotActive));
		set_status(SUPPLIER, DidStatus::Active);
		set_status(DEMANDER, DidStatus::Suspended);
		assert_eq!(explain(), Explanation::Refused(Obstacle::DemanderNotActive));
		set_status(DEMANDER, DidStatus::Active);
		change(0, |submission| submission.validated = false);
		assert_eq!(explain(), Explanation::Refused(Obstacle::LotUnavailable));
		change(0, |submission| submission.validated = true);
		set_now(START + MAX_VALIDITY + 1);
		assert_eq!(explain(), Explanation::Refused(Obstacle::OfferExpired));
	});
}

#[test]
fn explanation_knows_own_offers() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(TRADER, 500);
		let demand = demand(TRADER, need(500));
		assert_eq!(DataMarket::explain(demand, offer), Explanation::Refused(Obstacle::SameParty));
	});
}
