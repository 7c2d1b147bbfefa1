//! Offers of live data: a match opens a payment stream.

use counterfoil_primitives::money::Commission;

use super::*;

const NOTICE: u64 = 60_000;

fn live_terms(supplier: AccountId, rate: u128) -> OfferTerms<Test> {
	let goods = Goods::Live { data_set: data_set(supplier), notice: NOTICE };
	terms_for(goods, Price::PerSecond(rate))
}

#[test]
fn match_opens_stream_at_the_rate_of_the_offer_and_the_demand_is_over() {
	ExtBuilder::default().build_and_execute(|| {
		let commissions = vec![Commission { payee: did(TRADER), per_mille: 100 }];
		let terms = OfferTerms {
			copies: 2,
			commissions: commissions.clone().try_into().unwrap(),
			..live_terms(SUPPLIER, 5)
		};
		let usage = terms.usage.clone();
		let offer = offer(SUPPLIER, terms);
		let demand = demand(DEMANDER, live_need(6));
		let flow = Flow {
			payer: DEMANDER,
			payee: SUPPLIER,
			data_set: 0,
			usage,
			commissions,
			rate: 5,
			notice: NOTICE,
		};
		assert_eq!(streams(), [flow]);
		assert!(agreements().is_empty());
		assert_eq!(Demands::<Test>::get(demand), None);
		assert_eq!(held(DEMANDER), 0);
		let matched = events().into_iter().find_map(|event| match event {
			Event::Matched { opened, price, records, .. } => Some((opened, price, records)),
			_ => None,
		});
		assert_eq!(matched, Some((Opened::Stream(0), 5, 0)));
		assert_eq!(Offers::<Test>::get(offer).unwrap().terms.copies, 1);
		// The other way round as well.
		let later = resting(COMPETITOR, wanted(live_need(9)));
		self::offer(RIVAL, live_terms(RIVAL, 9));
		assert!(!is_open(later));
		assert_eq!(streams().len(), 2);
	});
}

#[test]
fn cover_of_a_stream_is_what_a_stream_takes() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = wanted(live_need(6));
		demand(DEMANDER, live_need(6));
		let cover = frame_support::traits::Footprint { count: 1, size: STREAM };
		assert_eq!(held(DEMANDER), matched_ticket(&terms) + ticket(cover));
	});
}

#[test]
fn lots_and_streams_do_not_mix() {
	ExtBuilder::default().build_and_execute(|| {
		let stream = offer(SUPPLIER, live_terms(SUPPLIER, 5));
		let lot = good_offer(SUPPLIER, 500);
		let asks_lot = resting(DEMANDER, wanted(need(500)));
		let asks_stream = resting(DEMANDER, wanted(live_need(500)));
		let take = |demand, offer| DataMarket::take_offer(signed(DEMANDER), demand, offer, None);
		assert_noop!(take(asks_lot, stream), Error::KindMismatch);
		assert_noop!(take(asks_stream, lot), Error::KindMismatch);
		assert_ok!(take(asks_stream, stream));
	});
}

#[test]
fn notice_rate_and_certificate_are_conditions() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = OfferTerms { copies: 9, ..live_terms(SUPPLIER, 5) };
		let data_set = terms.goods.data_set().unwrap();
		let offer = offer(SUPPLIER, terms);
		let take = |need| {
			let demand = resting(DEMANDER, wanted(need));
			let taken = frame_support::storage::with_storage_layer(|| {
				plain(DataMarket::take_offer(signed(DEMANDER), demand, offer, None))
			});
			if taken.is_err() {
				assert_ok!(DataMarket::withdraw_demand(signed(DEMANDER), demand));
			}
			taken
		};
		let short = Wanted::Live { notice: NOTICE - 1 };
		let error = |error: Error| Err(error.into());
		let noticed = take(Need { wanted: short, ..live_need(6) });
		assert_eq!(noticed, error(Error::NoticeTooLong));
		assert_eq!(take(live_need(4)), error(Error::PriceMismatch));
		let certified = || Need { certificate: CertificateNeed::Any, ..live_need(6) };
		assert_eq!(take(certified()), error(Error::NotCertified));
		certify_set(data_set);
		assert_ok!(take(certified()));
		hand_over(data_set, RIVAL);
		assert_eq!(take(live_need(6)), error(Error::LotUnavailable));
	});
}

#[test]
fn stream_is_sold_by_the_second() {
	ExtBuilder::default().build_and_execute(|| {
		let place = |terms| DataMarket::place_offer(signed(SUPPLIER), terms);
		let base = || live_terms(SUPPLIER, 5);
		let base = base();
		let base = || base.clone();
		let terms = OfferTerms { price: Price::PerRecord(5), ..base() };
		assert_noop!(place(terms), Error::StreamNotBySecond);
		let terms = OfferTerms { price: Price::PerSecond(0), ..base() };
		assert_noop!(place(terms), Error::PriceTooLow);
		let terms = OfferTerms { price: Price::PerSecond(u128::MAX), ..base() };
		assert_noop!(place(terms), Error::PriceTooHigh);
		// What no stream is opened with would only stand in the way of others.
		let data_set = base().goods.data_set().unwrap();
		let noticed = |notice| Goods::Live { data_set, notice };
		let terms = OfferTerms { goods: noticed(MAX_NOTICE + 1), ..base() };
		assert_noop!(place(terms), Error::NoticeTooLong);
		let price = Price::PerSecond(u128::MAX / 2);
		let terms = OfferTerms { goods: noticed(3), price, ..base() };
		assert_noop!(place(terms), Error::PriceTooHigh);
		let goods = Goods::Live { data_set: 99, notice: NOTICE };
		assert_noop!(place(OfferTerms { goods, ..base() }), Error::UnknownDataSet);
		let foreign = live_terms(RIVAL, 5);
		assert_noop!(place(foreign), Error::NotTheSupplier);
		assert_ok!(place(base()));
		assert_ok!(place(OfferTerms { goods: noticed(MAX_NOTICE), ..base() }));
	});
}

#[test]
fn attack_reward_of_a_stream_that_is_never_paid_for_cannot_be_promised() {
	// A supplier and a straw man would take it and close the stream before anything is paid, whether or not the demander is asked.
	ExtBuilder::default().build_and_execute(|| {
		for confirm in [false, true] {
			let terms = DemandTerms { reward: 40, confirm, ..wanted(live_need(6)) };
			let placed = DataMarket::place_demand(signed(DEMANDER), terms);
			assert_noop!(placed, Error::RewardOfStream);
		}
		// It may be proposed all the same.
		let offer = offer(SUPPLIER, live_terms(SUPPLIER, 6));
		let demand = resting(DEMANDER, wanted(live_need(6)));
		assert_ok!(DataMarket::propose(signed(SOLVER), demand, fills(&[offer]), None));
		assert_eq!((streams().len(), held_reward(DEMANDER)), (1, 0));
		assert_eq!(Balances::free_balance(SOLVER), ENDOWMENT);
	});
}
