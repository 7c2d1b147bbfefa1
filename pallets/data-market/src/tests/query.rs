//! Offers by query: the lot is named when it is taken or proposed.

use counterfoil_primitives::{market::Span, Category};

use super::*;

fn query() -> Query {
	Query {
		category: Category::new("water").unwrap(),
		region: region("u33"),
		within: Some(Span { from: START - SPAN, to: START }),
		schema: Some(SCHEMA),
	}
}

/// An offer of whatever answers the query, at 20 a record, and the lot of a good submission that does.
fn open_query() -> (u64, Lot<Test>) {
	let terms = terms_for(Goods::Query(query()), Price::PerRecord(20));
	let offer = offer(SUPPLIER, OfferTerms { copies: 3, ..terms });
	let data_set = data_set(SUPPLIER);
	let submission = submit(good(data_set));
	(offer, lot(data_set, &[submission]))
}

fn take(demand: u64, offer: u64, lot: Option<Lot<Test>>) -> sp_runtime::DispatchResult {
	plain(DataMarket::take_offer(signed(DEMANDER), demand, offer, lot))
}

#[test]
fn demander_names_a_lot_that_answers_the_query() {
	ExtBuilder::default().build_and_execute(|| {
		let (offer, lot) = open_query();
		let demand = demand(DEMANDER, need(480));
		// The chain does not know of which lot to think.
		assert!(is_open(demand));
		assert_noop!(take(demand, offer, None), Error::LotNotNamed);
		assert_ok!(take(demand, offer, Some(lot.clone())));
		let opened = &agreements()[0];
		assert_eq!((opened.data_set, opened.price), (lot.data_set, 480));
		assert_eq!(opened.submissions, lot.submissions.to_vec());
		assert_eq!(Offers::<Test>::get(offer).unwrap().terms.copies, 2);
	});
}

#[test]
fn attack_lot_outside_of_the_query_or_of_somebody_else_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let (offer, good_lot) = open_query();
		let submission = good_lot.submissions[0];
		let demand = demand(DEMANDER, need(480));
		let foreign = data_set(RIVAL);
		let foreign = lot(foreign, &[submit(good(foreign))]);
		assert_noop!(take(demand, offer, Some(foreign)), Error::LotUnavailable);
		let unknown = lot(good_lot.data_set, &[99]);
		assert_noop!(take(demand, offer, Some(unknown)), Error::LotUnavailable);
		let air = data_set_of(DataSet {
			supplier: did(SUPPLIER),
			category: Category::new("air").unwrap(),
			region: region("u33dc"),
		});
		let air = lot(air, &[submit(good(air))]);
		assert_noop!(take(demand, offer, Some(air)), Error::OutsideQuery);
		let take = || take(demand, offer, Some(good_lot.clone()));
		change(submission, |known| known.newest += 1);
		assert_noop!(take(), Error::OutsideQuery);
		change(submission, |known| known.newest -= 1);
		change(submission, |known| known.schema = [9; 32]);
		assert_noop!(take(), Error::OutsideQuery);
		change(submission, |known| known.schema = SCHEMA);
		change(submission, |known| known.records = 25);
		// Too dear by one record.
		assert_noop!(take(), Error::PriceMismatch);
		change(submission, |known| known.records = 24);
		assert_ok!(take());
	});
}

#[test]
fn lot_is_named_for_queries_only() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = good_terms(SUPPLIER, 500);
		let named = lot_in(&terms);
		let offer = offer(SUPPLIER, terms);
		let demand = resting(DEMANDER, wanted(need(500)));
		assert_noop!(take(demand, offer, Some(named)), Error::LotNamed);
	});
}

#[test]
fn query_is_listed_by_its_category_and_leaves_nothing_behind() {
	ExtBuilder::default().build_and_execute(|| {
		let (offer, _) = open_query();
		let listed = || {
			let views = DataMarket::query_offers(query().category, None, 10);
			views.into_iter().map(|view| view.id).collect::<Vec<_>>()
		};
		assert_eq!(listed(), [offer]);
		assert!(DataMarket::query_offers(query().category, Some(offer), 10).is_empty());
		assert_ok!(DataMarket::withdraw_offer(signed(SUPPLIER), offer));
		assert!(listed().is_empty());
		assert_eq!(held(SUPPLIER), 0);
	});
}

#[test]
fn query_that_makes_no_sense_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let place = |query| {
			let terms = terms_for(Goods::Query(query), Price::PerRecord(20));
			DataMarket::place_offer(signed(SUPPLIER), terms)
		};
		assert_noop!(place(Query { region: region("berlin"), ..query() }), Error::InvalidRegion);
		let within = Some(Span { from: 2, to: 1 });
		assert_noop!(place(Query { within, ..query() }), Error::InvalidSpan);
		let category = Category::new("a/b/c/d/e").unwrap();
		assert_noop!(place(Query { category, ..query() }), Error::CategoryTooDeep);
	});
}

#[test]
fn attack_dust_lot_of_a_query_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = terms_for(Goods::Query(query()), Price::PerRecord(1));
		let offer = offer(SUPPLIER, terms);
		let data_set = data_set(SUPPLIER);
		let submission = submit(Submission { records: MIN_PRICE - 1, ..good(data_set) });
		let named = || Some(lot(data_set, &[submission]));
		let wanted_lot = Need { wanted: Wanted::Lot { records: 0 }, ..need(480) };
		let demand = demand(DEMANDER, wanted_lot);
		assert_noop!(take(demand, offer, named()), Error::PriceTooLow);
		change(submission, |known| known.records = MIN_PRICE);
		assert_ok!(take(demand, offer, named()));
	});
}
