//! What the runtime API answers.

use counterfoil_primitives::{
	did::DidStatus,
	market::{Mismatch, Span},
	traits::CertificateNeed,
};
use pallet_data_market_runtime_api::{
	Explanation, FillView, GoodsView, LotView, Obstacle, PageEnd, Place, MAX_PAGE,
};

use super::*;

/// The part of the book where the offers of these tests are.
fn place_of(category: counterfoil_primitives::Category) -> Place {
	Place { category, asset: Asset::Native, live: false }
}

/// An offer with a lot of its own.
fn fill(offer: u64) -> FillView {
	FillView { offer, lot: None }
}

#[test]
fn views_tell_what_is_stored() {
	ExtBuilder::default().build_and_execute(|| {
		let id = offer(SUPPLIER, OfferTerms { copies: 3, ..good_terms(SUPPLIER, 500) });
		let view = DataMarket::offer_view(id).unwrap();
		assert_eq!((view.id, view.supplier, view.amount, view.copies), (id, did(SUPPLIER), 500, 3));
		assert_eq!((view.category, view.region), (category(), region("u33dc")));
		let named = LotView { data_set: 0, submissions: vec![0] };
		assert_eq!(view.goods, GoodsView::Lot(named));
		assert!(view.open);

		let id = demand(DEMANDER, need(400));
		let view = DataMarket::demand_view(id).unwrap();
		assert_eq!((view.id, view.demander), (id, did(DEMANDER)));
		assert_eq!((view.need, view.left, view.fills_left), (need(400), need(400).left(), 1));
		assert!(view.open);

		set_now(START + MAX_VALIDITY);
		assert!(DataMarket::offer_view(0).unwrap().open);
		set_now(START + MAX_VALIDITY + 1);
		assert!(!DataMarket::offer_view(0).unwrap().open);
		assert!(!DataMarket::demand_view(0).unwrap().open);
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
		assert_eq!(DataMarket::explain_many(99, vec![fill(a); 1_000]).len(), MAX_PAGE as usize);
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
			let page = DataMarket::offers(place_of(category()), after, 2);
			let Some(last) = page.last() else { break };
			after = Some(PageEnd { price: last.amount, id: last.id });
			assert!(page.len() <= 2);
			seen.extend(page.into_iter().map(|view| (view.amount, view.id)));
		}
		assert_eq!(seen, [(200, 4), (300, 1), (300, 3), (400, 2), (500, 0)]);
		assert!(DataMarket::offers(place_of(category()), None, 0).is_empty());
		let other = counterfoil_primitives::text::Category::new("air").unwrap();
		assert!(DataMarket::offers(place_of(other), None, 10).is_empty());
	});
}

#[test]
fn page_goes_on_after_item_that_is_gone() {
	ExtBuilder::default().build_and_execute(|| {
		for price in [200, 300, 400] {
			good_offer(SUPPLIER, price);
		}
		assert_ok!(DataMarket::withdraw_offer(signed(SUPPLIER), 1));
		let page =
			DataMarket::offers(place_of(category()), Some(PageEnd { price: 300, id: 1 }), 10);
		assert_eq!(page.iter().map(|view| view.id).collect::<Vec<_>>(), [2]);
	});
}

#[test]
fn pages_of_demands_join_highest_first() {
	ExtBuilder::default().build_and_execute(|| {
		for price in [500, 300, 500, 700] {
			demand(DEMANDER, need(price));
		}
		let first = DataMarket::demands(place_of(category()), None, 2);
		let ids = |page: &[pallet_data_market_runtime_api::DemandView]| {
			page.iter().map(|view| view.id).collect::<Vec<_>>()
		};
		assert_eq!(ids(&first), [3, 0]);
		let end = PageEnd { price: 500, id: 0 };
		assert_eq!(ids(&DataMarket::demands(place_of(category()), Some(end), 10)), [2, 1]);
	});
}

#[test]
fn explanation_says_what_taking_would_do() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand_id = demand(DEMANDER, Need { wanted: Wanted::Lot { records: 25 }, ..need(600) });
		let explain = || DataMarket::explain(demand_id, fill(offer));
		assert_eq!(explain(), Explanation::Refused(Obstacle::Mismatch(Mismatch::Volume)));
		assert_eq!(
			DataMarket::explain(99, fill(offer)),
			Explanation::Refused(Obstacle::UnknownDemand)
		);
		assert_eq!(
			DataMarket::explain(demand_id, fill(99)),
			Explanation::Refused(Obstacle::UnknownOffer)
		);

		change(0, |submission| submission.records = 25);
		assert_eq!(
			explain(),
			Explanation::Admissible {
				price: 500,
				limit: 600,
				units: 1,
				quality: 900,
				reputation: 0,
				span: Span { from: START - SPAN, to: START },
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
		let same = Explanation::Refused(Obstacle::Mismatch(Mismatch::SameParty));
		assert_eq!(DataMarket::explain(demand, fill(offer)), same);
	});
}

#[test]
fn copy_that_is_reserved_is_not_for_sale_and_the_others_are() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = OfferTerms { copies: 3, confirm: true, ..good_terms(SUPPLIER, 500) };
		let offer = offer(SUPPLIER, terms);
		for left in [3, 2, 1] {
			let page = DataMarket::supplies(None, 10);
			assert_eq!(page.supplies.iter().map(|view| view.copies).collect::<Vec<_>>(), [left]);
			demand(DEMANDER, need(600));
		}
		assert_eq!(Offers::<Test>::get(offer).unwrap().reserved, 3);
		assert!(DataMarket::supplies(None, 10).supplies.is_empty());
	});
}

#[test]
fn certificate_of_a_stream_is_that_of_its_data_set() {
	ExtBuilder::default().build_and_execute(|| {
		let set = data_set(SUPPLIER);
		let goods = Goods::Live { data_set: set, notice: 60_000 };
		let offer = offer(SUPPLIER, terms_for(goods, Price::PerSecond(5)));
		let certified = Need { certificate: CertificateNeed::Any, ..live_need(6) };
		let demand = resting(DEMANDER, wanted(certified));
		// Who searches is told the same as who takes it.
		let told = || {
			let taken = DataMarket::explain(demand, fill(offer));
			let admissible = matches!(taken, Explanation::Admissible { .. });
			(DataMarket::certified(vec![offer], CertificateNeed::Any), admissible)
		};
		assert_eq!(told(), (vec![false], false));
		certify_set(set);
		assert_eq!(told(), (vec![true], true));
	});
}

#[test]
fn who_searches_is_told_every_open_order_once() {
	ExtBuilder::default().build_and_execute(|| {
		let offers: Vec<_> = (0..5).map(|number| good_offer(SUPPLIER, 500 + number)).collect();
		let demands: Vec<_> = (0..5).map(|_| demand(DEMANDER, need(100))).collect();
		let closed = good_offer(SUPPLIER, 700);
		assert_ok!(DataMarket::withdraw_offer(signed(SUPPLIER), closed));

		let (mut seen, mut wanted, mut from) = (Vec::new(), Vec::new(), (None, None));
		loop {
			let page = DataMarket::supplies(from.0, 2);
			assert!(page.supplies.len() <= 2);
			seen.extend(page.supplies);
			from.0 = page.next;
			if page.next.is_none() {
				break;
			}
		}
		loop {
			let page = DataMarket::open_demands(from.1, 2);
			wanted.extend(page.demands);
			from.1 = page.next;
			if page.next.is_none() {
				break;
			}
		}
		seen.sort_by_key(|view| view.offer);
		wanted.sort_by_key(|view| view.id);
		assert_eq!(seen.iter().map(|view| view.offer).collect::<Vec<_>>(), offers);
		assert_eq!(wanted.iter().map(|view| view.id).collect::<Vec<_>>(), demands);
		let supply = &seen[1].supply;
		assert_eq!((supply.supplier, supply.amount()), (did(SUPPLIER), Some(501)));
		assert_eq!(seen[1].submissions.len(), 1);

		let asked = vec![offers[0], 99, offers[1]];
		let told = |need| DataMarket::certified(asked.clone(), need);
		let GoodsView::Lot(first) = DataMarket::offer_view(offers[0]).unwrap().goods else {
			panic!("it is a lot");
		};
		certify_set(first.data_set);
		assert_eq!(told(CertificateNeed::Any)[..2], [true, false]);
		assert_eq!(DataMarket::certified(vec![0; 1_000], CertificateNeed::Any).len(), 100);
	});
}
