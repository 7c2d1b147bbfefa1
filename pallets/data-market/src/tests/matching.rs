//! What the chain matches by itself, and how far it looks.

use counterfoil_primitives::{did::DidStatus, roles::Role};
use frame_support::traits::Footprint;

use super::*;

/// The prices of the agreements so far.
fn prices() -> Vec<Balance> {
	agreements().into_iter().map(|agreement| agreement.price).collect()
}

/// An offer of a lot that differs from a good one.
fn offer_with(supplier: AccountId, price: Balance, differ: impl FnOnce(&mut Submission)) -> u64 {
	let data_set = data_set(supplier);
	let mut submission = good(data_set);
	differ(&mut submission);
	let submission = submit(submission);
	offer(supplier, terms(data_set, &[submission], price))
}

#[test]
fn demand_matches_resting_offer_at_price_of_offer() {
	ExtBuilder::default().build_and_execute(|| {
		let data_set = data_set(SUPPLIER);
		let lot = [submit(good(data_set)), submit(good(data_set))];
		let offer = offer(SUPPLIER, terms(data_set, &lot, 500));
		let demand = demand(DEMANDER, need(800));
		assert_eq!(
			agreements(),
			[Agreed {
				supplier: SUPPLIER,
				demander: DEMANDER,
				data_set,
				submissions: lot.to_vec(),
				parts: lot.map(|id| fingerprint(id, 24)).to_vec(),
				price: 500,
				asset: Asset::Native,
			}]
		);
		assert_eq!(
			events().last(),
			Some(&Event::Matched {
				offer,
				demand,
				opened: Opened::Agreement(0),
				supplier: did(SUPPLIER),
				demander: did(DEMANDER),
				data_set,
				records: 48,
				price: 500,
				asset: Asset::Native,
				copies_left: 0,
				by: did(DEMANDER),
				finder: None,
			})
		);
		assert!(!Offers::<Test>::contains_key(offer) && !is_open(demand));
		// The demand is known until the agreement is closed.
		let kept = matched_ticket(&wanted(need(800)));
		assert_eq!((held(SUPPLIER), held(DEMANDER)), (0, kept));
		close(0, Outcome::Settled, None);
		assert_eq!((held(SUPPLIER), held(DEMANDER)), (0, 0));
		assert_eq!(Balances::free_balance(SUPPLIER), ENDOWMENT);
		assert_eq!(Balances::free_balance(DEMANDER), ENDOWMENT);
	});
}

#[test]
fn offer_matches_resting_demand_at_price_of_offer() {
	ExtBuilder::default().build_and_execute(|| {
		let demand = demand(DEMANDER, need(800));
		let offer = good_offer(SUPPLIER, 500);
		assert_eq!(prices(), [500]);
		assert!(!Offers::<Test>::contains_key(offer) && !is_open(demand));
		let kept = matched_ticket(&wanted(need(800)));
		assert_eq!((held(SUPPLIER), held(DEMANDER)), (0, kept));
	});
}

#[test]
fn prices_may_just_meet_and_not_just_miss() {
	ExtBuilder::default().build_and_execute(|| {
		good_offer(SUPPLIER, 501);
		demand(DEMANDER, need(500));
		assert!(agreements().is_empty());
		good_offer(SUPPLIER, 500);
		assert_eq!(prices(), [500]);
		demand(DEMANDER, need(501));
		assert_eq!(prices(), [500, 501]);
	});
}

#[test]
fn cheapest_takes_lowest_price_then_oldest() {
	ExtBuilder::default().build_and_execute(|| {
		let dear = good_offer(SUPPLIER, 300);
		let first = good_offer(RIVAL, 200);
		let second = good_offer(SUPPLIER, 200);
		demand(DEMANDER, need(900));
		assert!(!Offers::<Test>::contains_key(first));
		assert!(Offers::<Test>::contains_key(second));
		demand(DEMANDER, need(900));
		assert!(!Offers::<Test>::contains_key(second));
		assert!(Offers::<Test>::contains_key(dear));
		assert_eq!(prices(), [200, 200]);
	});
}

#[test]
fn cheapest_orders_prices_as_numbers() {
	ExtBuilder::default().build_and_execute(|| {
		// As text or little-endian bytes these would sort otherwise.
		for price in [65_536, 255, 256, 1_000] {
			good_offer(SUPPLIER, price);
		}
		for _ in 0..4 {
			demand(DEMANDER, need(70_000));
		}
		assert_eq!(prices(), [255, 256, 1_000, 65_536]);
	});
}

#[test]
fn cheapest_skips_what_is_not_admissible() {
	ExtBuilder::default().build_and_execute(|| {
		offer_with(SUPPLIER, 100, |lot| lot.quality = 799);
		offer_with(SUPPLIER, 200, |lot| lot.records = 23);
		offer_with(SUPPLIER, 300, |lot| lot.certified = false);
		offer_with(SUPPLIER, 400, |_| ());
		demand(DEMANDER, need(900));
		assert_eq!(prices(), [400]);
	});
}

#[test]
fn best_quality_takes_best_of_candidates_then_cheapest() {
	ExtBuilder::default().build_and_execute(|| {
		offer_with(SUPPLIER, 100, |lot| lot.quality = 850);
		offer_with(SUPPLIER, 200, |lot| lot.quality = 950);
		offer_with(RIVAL, 300, |lot| lot.quality = 950);
		demand(DEMANDER, Need { policy: Policy::BestQuality, ..need(900) });
		assert_eq!(prices(), [200]);
	});
}

#[test]
fn freshest_takes_newest_of_candidates_then_cheapest() {
	ExtBuilder::default().build_and_execute(|| {
		offer_with(SUPPLIER, 100, |lot| lot.newest = START - 50);
		offer_with(SUPPLIER, 200, |lot| lot.newest = START - 5);
		offer_with(RIVAL, 300, |lot| lot.newest = START - 5);
		demand(DEMANDER, Need { policy: Policy::Freshest, ..need(900) });
		assert_eq!(prices(), [200]);
	});
}

#[test]
fn better_offer_beyond_candidates_is_not_seen_but_can_be_taken() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..OF_ONE + 1 {
			offer_with(SUPPLIER, 100, |lot| lot.quality = 850);
			offer_with(TRADER, 100, |lot| lot.quality = 850);
		}
		let best = offer_with(RIVAL, 200, |lot| lot.quality = 1000);
		demand(DEMANDER, Need { policy: Policy::BestQuality, ..need(900) });
		assert_eq!(prices(), [100]);
		// Who insists on the best one takes it by its number.
		let picky = demand(DEMANDER, Need { quality: 1000, ..need(900) });
		assert_eq!(prices(), [100]);
		assert_ok!(DataMarket::take_offer(signed(DEMANDER), picky, best, None));
		assert_eq!(prices(), [100, 200]);
	});
}

#[test]
fn offer_serves_highest_demand_then_oldest_until_sold_out() {
	ExtBuilder::default().build_and_execute(|| {
		let low = demand(DEMANDER, need(500));
		let first = demand(DEMANDER, need(700));
		let second = demand(COMPETITOR, need(700));
		let offer = offer(SUPPLIER, OfferTerms { copies: 2, ..good_terms(SUPPLIER, 400) });
		assert!(!Offers::<Test>::contains_key(offer));
		assert!(!is_open(first) && !is_open(second));
		assert!(is_open(low));
		let demanders: Vec<_> = agreements().into_iter().map(|opened| opened.demander).collect();
		assert_eq!(demanders, [DEMANDER, COMPETITOR]);
		assert_eq!(prices(), [400, 400]);
	});
}

#[test]
fn copies_that_nobody_wants_rest() {
	ExtBuilder::default().build_and_execute(|| {
		demand(DEMANDER, need(500));
		let offer = offer(SUPPLIER, OfferTerms { copies: 3, ..good_terms(SUPPLIER, 400) });
		assert_eq!(Offers::<Test>::get(offer).unwrap().terms.copies, 2);
		demand(COMPETITOR, need(500));
		assert_eq!(Offers::<Test>::get(offer).unwrap().terms.copies, 1);
		demand(DEMANDER, need(500));
		assert!(!Offers::<Test>::contains_key(offer));
		assert_eq!(agreements().len(), 3);
	});
}

#[test]
fn offer_with_many_copies_looks_at_bounded_number_of_demands() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..OF_ONE + 1 {
			demand(DEMANDER, need(500));
			demand(COMPETITOR, need(500));
		}
		offer(SUPPLIER, OfferTerms { copies: 100, ..good_terms(SUPPLIER, 400) });
		assert_eq!(agreements().len(), MAX_CANDIDATES as usize);
		assert_eq!(Demands::<Test>::iter_values().filter(|demand| demand.listed).count(), 2);
		// One reading of the lot serves all of them.
		assert_eq!(lots_read(), 1);
	});
}

#[test]
fn demand_finds_what_is_below_its_category_and_nothing_above() {
	ExtBuilder::default().build_and_execute(|| {
		let other = counterfoil_primitives::text::Category::new("water/flow/raw").unwrap();
		let data_set = data_set_of(DataSet {
			supplier: did(SUPPLIER),
			category: other,
			region: region("u33dc"),
		});
		let submission = submit(good(data_set));
		offer(SUPPLIER, terms(data_set, &[submission], 100));
		let beside = counterfoil_primitives::text::Category::new("water/flow/clean").unwrap();
		demand(DEMANDER, Need { category: beside, ..need(500) });
		assert!(agreements().is_empty());
		// Both ways, by what lies above.
		demand(DEMANDER, need(500));
		assert_eq!(agreements().len(), 1);
		let top = counterfoil_primitives::text::Category::new("water").unwrap();
		demand(DEMANDER, Need { category: top, ..need(400) });
		offer(SUPPLIER, terms(data_set, &[submission], 400));
		assert_eq!(agreements().len(), 2);
		// What is asked for more narrowly than it is offered does not match.
		demand(DEMANDER, Need { category: other, ..need(500) });
		good_offer(SUPPLIER, 100);
		assert_eq!(agreements().len(), 2);
	});
}

#[test]
fn region_of_demand_is_area_around_offer() {
	ExtBuilder::default().build_and_execute(|| {
		good_offer(SUPPLIER, 100);
		for text in ["u34", "u33dc0"] {
			demand(DEMANDER, Need { region: region(text), ..need(500) });
			assert!(agreements().is_empty());
		}
		demand(DEMANDER, Need { region: region("u33dc"), ..need(500) });
		assert_eq!(agreements().len(), 1);
	});
}

#[test]
fn attack_self_match_is_skipped_both_ways() {
	ExtBuilder::default().build_and_execute(|| {
		good_offer(TRADER, 100);
		demand(TRADER, need(500));
		assert!(agreements().is_empty());
		good_offer(TRADER, 100);
		assert!(agreements().is_empty());
		// Both sides still serve others.
		demand(DEMANDER, need(500));
		good_offer(SUPPLIER, 100);
		assert_eq!(agreements().len(), 2);
	});
}

#[test]
fn attack_head_of_book_full_of_inadmissible_offers_is_bounded_work_and_can_be_passed_by() {
	ExtBuilder::default().build_and_execute(|| {
		// Two parties collude.
		for _ in 0..OF_ONE + 1 {
			offer_with(RIVAL, MIN_PRICE, |lot| lot.quality = 0);
			offer_with(TRADER, MIN_PRICE, |lot| lot.quality = 0);
		}
		let wanted = good_offer(SUPPLIER, 500);
		let before = lots_read();
		let demand = demand(DEMANDER, need(900));
		assert_eq!(lots_read() - before, MAX_CANDIDATES);
		assert!(agreements().is_empty());
		assert_ok!(DataMarket::take_offer(signed(DEMANDER), demand, wanted, None));
		assert_eq!(prices(), [500]);
	});
}

#[test]
fn attack_head_of_book_full_of_expired_offers_costs_no_reading_of_lots() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..OF_ONE {
			for party in [RIVAL, TRADER] {
				let terms = OfferTerms { valid_until: START + 1, ..good_terms(party, MIN_PRICE) };
				offer(party, terms);
			}
		}
		let wanted = good_offer(SUPPLIER, 500);
		set_now(START + 2);
		let before = lots_read();
		let demand = demand(DEMANDER, need(900));
		assert_eq!(lots_read(), before);
		assert!(agreements().is_empty());
		assert_ok!(DataMarket::take_offer(signed(DEMANDER), demand, wanted, None));
		assert_eq!(prices(), [500]);
	});
}

#[test]
fn attack_head_of_book_full_of_inadmissible_demands_is_bounded_work_and_can_be_passed_by() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..OF_ONE {
			demand(COMPETITOR, Need { wanted: Wanted::Lot { records: u64::MAX }, ..need(90_000) });
			demand(TRADER, Need { wanted: Wanted::Lot { records: u64::MAX }, ..need(90_000) });
		}
		let wanting = demand(DEMANDER, need(900));
		let offer = good_offer(SUPPLIER, 500);
		assert!(agreements().is_empty());
		assert_ok!(DataMarket::take_offer(signed(DEMANDER), wanting, offer, None));
		assert_eq!(prices(), [500]);
	});
}

#[test]
fn attack_sixteen_rotten_orders_of_one_party_do_not_block_the_seventeenth() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..16 {
			offer_with(RIVAL, MIN_PRICE, |lot| lot.quality = 0);
		}
		good_offer(SUPPLIER, 500);
		let before = lots_read();
		demand(DEMANDER, need(900));
		assert_eq!(prices(), [500]);
		// Four lots of the one party were read, and the one that was taken.
		assert_eq!(lots_read() - before, OF_ONE + 1);
	});
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..16 {
			demand(COMPETITOR, Need { wanted: Wanted::Lot { records: u64::MAX }, ..need(90_000) });
		}
		let wanting = demand(DEMANDER, need(900));
		good_offer(SUPPLIER, 500);
		assert_eq!(prices(), [500]);
		assert!(!is_open(wanting));
	});
}

#[test]
fn attack_as_many_orders_as_lines_are_read_block_matching_but_not_taking() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..4 * MAX_CANDIDATES {
			offer_with(RIVAL, MIN_PRICE, |lot| lot.quality = 0);
		}
		let wanted = good_offer(SUPPLIER, 500);
		let before = lots_read();
		let demand = demand(DEMANDER, need(900));
		assert_eq!(lots_read() - before, OF_ONE);
		assert!(agreements().is_empty());
		assert_ok!(DataMarket::take_offer(signed(DEMANDER), demand, wanted, None));
		assert_eq!(prices(), [500]);
	});
}

#[test]
fn attack_match_by_a_stranger_never_lowers_the_demanders_free_balance() {
	ExtBuilder::default().build_and_execute(|| {
		let largest = ticket(Footprint { count: 1, size: LARGEST_AGREEMENT });
		demand(DEMANDER, need(900));
		let resting = Balances::free_balance(DEMANDER);
		let terms_of_demand = wanted(need(900));
		assert_eq!(resting, ENDOWMENT - demand_ticket(&terms_of_demand));
		let kept = matched_ticket(&terms_of_demand);
		assert_eq!(demand_ticket(&terms_of_demand) - kept, largest);
		// As many parts as there can be, by someone whom the demander does not know.
		let data_set = data_set(RIVAL);
		let lot = [(); MAX_LOT as usize].map(|()| submit(good(data_set)));
		offer(RIVAL, terms(data_set, &lot, 500));
		assert_eq!(agreements()[0].parts.len(), lot.len());
		// The cover was back before the agreement could take its own ticket.
		assert_eq!(free_at_opening(0), ENDOWMENT - kept);
		assert!(free_at_opening(0) - largest >= resting);
	});
}

#[test]
fn attack_rotten_demand_at_head_of_book_does_not_block_offers() {
	ExtBuilder::default().build_and_execute(|| {
		let rotten = demand(COMPETITOR, need(900));
		let sound = demand(DEMANDER, need(800));
		make_penniless(COMPETITOR);
		let offer = good_offer(SUPPLIER, 500);
		assert!(events().contains(&Event::MatchFailed {
			offer,
			demand: rotten,
			error: CANNOT_OPEN
		}));
		assert!(is_open(rotten));
		assert!(!is_open(sound));
		let opened = agreements();
		assert_eq!(opened.len(), 1);
		assert_eq!(opened[0].demander, DEMANDER);
	});
}

#[test]
fn attack_rotten_offer_at_head_of_book_does_not_block_demands() {
	ExtBuilder::default().build_and_execute(|| {
		for policy in [Policy::Cheapest, Policy::BestQuality, Policy::Freshest] {
			let rotten = good_offer(RIVAL, 100);
			let sound = good_offer(SUPPLIER, 200);
			make_penniless(RIVAL);
			let demand = demand(DEMANDER, Need { policy, ..need(900) });
			assert!(events().contains(&Event::MatchFailed {
				offer: rotten,
				demand,
				error: CANNOT_OPEN
			}));
			assert!(Offers::<Test>::contains_key(rotten) && !Offers::<Test>::contains_key(sound));
			assert_ok!(DataMarket::withdraw_offer(signed(RIVAL), rotten));
		}
		assert_eq!(prices(), [200, 200, 200]);
	});
}

#[test]
fn match_that_fails_changes_nothing_but_is_told() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = offer(SUPPLIER, OfferTerms { copies: 2, ..good_terms(SUPPLIER, 500) });
		make_penniless(DEMANDER);
		let demand = demand(DEMANDER, need(900));
		assert_eq!(Offers::<Test>::get(offer).unwrap().terms.copies, 2);
		assert!(is_open(demand));
		assert!(held(DEMANDER) > 0 && held(SUPPLIER) > 0);
		assert!(agreements().is_empty());
		assert_eq!(
			events().last(),
			Some(&Event::MatchFailed { offer, demand, error: CANNOT_OPEN })
		);
	});
}

#[test]
fn attack_orders_of_suspended_parties_do_not_match() {
	ExtBuilder::default().build_and_execute(|| {
		good_offer(SUPPLIER, 100);
		set_status(SUPPLIER, DidStatus::Suspended);
		demand(DEMANDER, need(500));
		assert!(agreements().is_empty());

		set_status(DEMANDER, DidStatus::Suspended);
		good_offer(RIVAL, 200);
		assert!(agreements().is_empty());

		set_status(DEMANDER, DidStatus::Active);
		set_roles(DEMANDER, Role::Supplier.into());
		good_offer(RIVAL, 200);
		assert!(agreements().is_empty());

		// Reinstated parties match again.
		set_roles(DEMANDER, Role::Demander.into());
		good_offer(RIVAL, 150);
		assert_eq!(prices(), [150]);
		set_status(SUPPLIER, DidStatus::Active);
		demand(COMPETITOR, need(500));
		assert_eq!(prices(), [150, 100]);
	});
}

#[test]
fn attack_certificate_revoked_between_placing_and_matching_is_noticed() {
	ExtBuilder::default().build_and_execute(|| {
		let data_set = data_set(SUPPLIER);
		let submission = submit(good(data_set));
		offer(SUPPLIER, terms(data_set, &[submission], 100));
		change(submission, |submission| submission.certified = false);
		demand(DEMANDER, need(500));
		assert!(agreements().is_empty());
		// Who does not need one may have it.
		demand(DEMANDER, Need { certificate: CertificateNeed::None, ..need(500) });
		assert_eq!(agreements().len(), 1);
	});
}

#[test]
fn resting_offer_whose_certificate_was_revoked_is_passed_over_and_cannot_be_taken() {
	ExtBuilder::default().build_and_execute(|| {
		let data_set = data_set(SUPPLIER);
		let submission = submit(good(data_set));
		let resting = offer(SUPPLIER, terms(data_set, &[submission], 100));
		let dearer = good_offer(RIVAL, 300);
		change(submission, |submission| submission.certified = false);

		// The cheaper one is no candidate any more; the next best is taken in its place.
		demand(DEMANDER, need(500));
		assert_eq!(prices(), [300]);
		assert!(Offers::<Test>::contains_key(resting) && !Offers::<Test>::contains_key(dearer));

		// A demand that rests beside it does not get it by name either, until the certificate is reinstated.
		let waiting = demand(COMPETITOR, need(500));
		let take = || DataMarket::take_offer(signed(COMPETITOR), waiting, resting, None);
		assert_noop!(take(), Error::NotCertified);
		change(submission, |submission| submission.certified = true);
		assert_ok!(take());
		assert_eq!(prices(), [300, 100]);
	});
}

#[test]
fn attack_data_gone_stale_between_placing_and_matching_is_noticed() {
	ExtBuilder::default().build_and_execute(|| {
		let fresh = |max_age| Need { max_age: Some(max_age), ..need(500) };
		good_offer(SUPPLIER, 100);
		set_now(START + 1_000);
		demand(DEMANDER, fresh(999));
		assert!(agreements().is_empty());
		demand(DEMANDER, fresh(1_000));
		assert_eq!(agreements().len(), 1);
	});
}

#[test]
fn order_in_its_last_moment_matches_and_after_it_not() {
	ExtBuilder::default().build_and_execute(|| {
		let short = OfferTerms { valid_until: START + 10, ..good_terms(SUPPLIER, 100) };
		offer(SUPPLIER, OfferTerms { copies: 2, ..short });
		set_now(START + 10);
		demand(DEMANDER, need(500));
		assert_eq!(agreements().len(), 1);
		set_now(START + 11);
		demand(DEMANDER, need(500));
		assert_eq!(agreements().len(), 1);

		let until = START + 20;
		assert_ok!(DataMarket::place_demand(
			signed(COMPETITOR),
			DemandTerms { valid_until: until, ..wanted(need(600)) }
		));
		set_now(until + 1);
		// The one of the demander is left.
		good_offer(SUPPLIER, 100);
		assert_eq!(agreements().last().unwrap().demander, DEMANDER);
	});
}

#[test]
fn many_orders_at_one_price_match_in_order_of_age() {
	ExtBuilder::default().build_and_execute(|| {
		let offers: Vec<_> = (0..3).map(|_| good_offer(SUPPLIER, 100)).collect();
		for expected in offers {
			let demand = demand(DEMANDER, need(100));
			let matched = events().into_iter().rev().find_map(|event| match event {
				Event::Matched { offer, demand: of, .. } if of == demand => Some(offer),
				_ => None,
			});
			assert_eq!(matched, Some(expected));
		}
	});
}
