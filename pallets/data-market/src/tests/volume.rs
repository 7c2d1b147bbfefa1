//! Demands that several lots fill together.

use super::*;

/// An offer of a lot of so many records in one submission.
fn lot_of(supplier: AccountId, records: u64, price: Balance) -> u64 {
	let data_set = data_set(supplier);
	let submission = submit(Submission { records, ..good(data_set) });
	offer(supplier, terms(data_set, &[submission], price))
}

#[test]
fn volume_is_filled_by_several_lots_within_their_parts_of_the_budget() {
	ExtBuilder::default().build_and_execute(|| {
		lot_of(SUPPLIER, 40, 400);
		// Dearer than its part.
		let dear = lot_of(RIVAL, 40, 401);
		lot_of(TRADER, 30, 200);
		let demand = demand(DEMANDER, volume(96, 4, 960));
		assert_eq!(agreements().len(), 2);
		let known = Demands::<Test>::get(demand).unwrap();
		assert_eq!((known.left.units, known.left.budget), (26, 360));
		assert_eq!((known.fills_left(), known.agreements.len()), (2, 2));
		assert!(known.is_open() && Offers::<Test>::contains_key(dear));
		// The last one brings more than is left, within what is left of the budget.
		lot_of(SUPPLIER, 90, 360);
		assert_eq!(agreements().len(), 3);
		assert!(!is_open(demand));
		let known = Demands::<Test>::get(demand).unwrap();
		assert_eq!((known.left.units, known.left.budget, known.covers.len()), (0, 0, 0));
		for id in 0..3 {
			close(id, Outcome::Settled, None);
		}
		assert_eq!(Demands::<Test>::get(demand), None);
		assert_eq!(held(DEMANDER), 0);
	});
}

#[test]
fn every_match_of_a_volume_is_covered_beforehand() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = wanted(volume(96, 4, 960));
		place(DEMANDER, terms.clone());
		let largest = ticket(cover_footprint::<Test>(&terms.need.wanted));
		assert_eq!(held(DEMANDER), matched_ticket(&terms) + 4 * largest);
		for fills in 0..2u64 {
			let before = Balances::free_balance(DEMANDER);
			lot_of(SUPPLIER, 25, 100);
			assert_eq!(free_at_opening(fills), before + largest);
			assert_eq!(held(DEMANDER), matched_ticket(&terms) + (3 - fills) * largest);
		}
	});
}

#[test]
fn volume_is_filled_at_the_latest_by_its_last_fill() {
	// Whatever lots come.
	for lots in [vec![24; 4], vec![30, 40, 24, 24], vec![95, 24], vec![24, 72], vec![500]] {
		ExtBuilder::default().build_and_execute(|| {
			let demand = demand(DEMANDER, volume(96, 4, 960));
			for records in lots {
				assert!(is_open(demand));
				lot_of(SUPPLIER, records, 10);
			}
			assert!(!is_open(demand));
			assert_eq!(Demands::<Test>::get(demand).unwrap().left.units, 0);
		});
	}
}

#[test]
fn attack_dust_lots_do_not_use_up_the_fills_of_a_volume() {
	ExtBuilder::default().build_and_execute(|| {
		let asked = |least| {
			let wanted = Wanted::Volume { records: 10_000, least, fills: 8 };
			super::wanted(Need { wanted, ..need(90_000) })
		};
		let place = |terms| DataMarket::place_demand(signed(DEMANDER), terms);
		for least in [0, 1, 1_249] {
			let terms = asked(least);
			assert_noop!(place(terms), Error::InvalidVolume);
		}
		for supplier in [RIVAL, TRADER] {
			for _ in 0..3 {
				lot_of(supplier, 10, 10);
			}
		}
		lot_of(SUPPLIER, 10_000, 80_000);
		assert_ok!(place(asked(1_250)));
		let suppliers: Vec<_> = agreements().into_iter().map(|deal| deal.supplier).collect();
		assert_eq!(suppliers, [SUPPLIER]);
	});
}

#[test]
fn cheapest_volume_takes_the_lowest_price_of_a_reading_first() {
	for policy in [Policy::Cheapest, Policy::FairShare] {
		ExtBuilder::default().build_and_execute(|| {
			// The smaller lot costs less, and its readings more.
			let small = lot_of(SUPPLIER, 24, 240);
			lot_of(RIVAL, 48, 384);
			let demand = demand(DEMANDER, Need { policy, ..volume(48, 2, 480) });
			assert!(!is_open(demand));
			let prices: Vec<_> = agreements().into_iter().map(|deal| deal.price).collect();
			assert_eq!(prices, [384]);
			assert!(Offers::<Test>::contains_key(small));
		});
	}
}

#[test]
fn lot_below_the_least_size_is_not_taken() {
	ExtBuilder::default().build_and_execute(|| {
		lot_of(SUPPLIER, 23, 10);
		demand(DEMANDER, volume(96, 4, 960));
		assert!(agreements().is_empty());
		lot_of(SUPPLIER, 24, 10);
		assert_eq!(agreements().len(), 1);
	});
}

#[test]
fn attack_same_readings_do_not_fill_a_volume_twice() {
	ExtBuilder::default().build_and_execute(|| {
		let data_set = data_set(SUPPLIER);
		let (a, b) = (submit(good(data_set)), submit(good(data_set)));
		let twice = offer(SUPPLIER, OfferTerms { copies: 2, ..terms(data_set, &[a], 100) });
		let overlapping = offer(SUPPLIER, terms(data_set, &[a, b], 240));
		let demand = demand(DEMANDER, volume(96, 4, 960));
		assert_eq!(agreements().len(), 1);
		for offer in [twice, overlapping] {
			assert_noop!(
				DataMarket::take_offer(signed(DEMANDER), demand, offer, None),
				Error::AlreadyTaken
			);
		}
		// When nothing was sold, they may be bought.
		close(0, Outcome::NotCommitted, None);
		assert_ok!(DataMarket::take_offer(signed(DEMANDER), demand, overlapping, None));
	});
}

#[test]
fn best_lots_of_a_volume_are_taken_first() {
	ExtBuilder::default().build_and_execute(|| {
		let quality = |supplier, quality| {
			let data_set = data_set(supplier);
			let submission = submit(Submission { quality, ..good(data_set) });
			offer(supplier, terms(data_set, &[submission], 100))
		};
		let poor = quality(SUPPLIER, 850);
		quality(RIVAL, 950);
		quality(TRADER, 900);
		let need = Need { policy: Policy::BestQuality, ..volume(48, 4, 1_000) };
		demand(DEMANDER, need);
		let suppliers: Vec<_> = agreements().into_iter().map(|deal| deal.supplier).collect();
		assert_eq!(suppliers, [RIVAL, TRADER]);
		assert!(Offers::<Test>::contains_key(poor));
	});
}
