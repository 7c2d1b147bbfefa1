//! The solver finds what looking at every pair finds, and what it finds is what the chain admits.

#[allow(dead_code)]
#[path = "../examples/optimum/market.rs"]
mod market;
#[allow(dead_code)]
#[path = "../examples/optimum/naive.rs"]
mod naive;

use std::collections::HashMap;

use counterfoil_matcher::solver::{solve, MAX_SET, SHORTLIST};
use counterfoil_primitives::{
	market::{admissible, distance, Need, Parties, Policy, Request, Supply, Wanted},
	traits::Delivery,
	DidId, Price, Region,
};
use market::{is_volume, share_at_the_optimum, Dice, NOW};
use proptest::prelude::*;

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn solver_agrees_with_looking_at_every_pair(
		seed in any::<u64>(),
		offers in 0u64..120,
		demands in 0u64..120,
	) {
		let mut dice = Dice(seed);
		let (offers, mut demands) = (dice.offers(offers), dice.demands(demands));
		demands.retain(|demand| !is_volume(demand));
		prop_assert_eq!(solve(&offers, &demands, NOW), naive::solve(&offers, &demands, NOW));
	}

	#[test]
	fn answers_are_admissible_and_no_copy_is_sold_twice(seed in any::<u64>()) {
		let mut dice = Dice(seed);
		let (offers, demands) = (dice.offers(150), dice.demands(150));
		let mut sold: HashMap<u64, u32> = HashMap::new();
		for answer in solve(&offers, &demands, NOW) {
			let demand = demands.iter().find(|demand| demand.id == answer.demand).unwrap();
			prop_assert!(answer.offers.len() <= MAX_SET.min(demand.fills.into()));
			let mut left = demand.left;
			let mut taken = demand.taken.clone();
			for id in answer.offers {
				*sold.entry(id).or_default() += 1;
				let offer = offers.iter().find(|offer| offer.id == id).unwrap();
				prop_assert!(!demand.passed.contains(&offer.supply.supplier));
				prop_assert!(!offer.submissions.iter().any(|one| taken.contains(one)));
				taken.extend(&offer.submissions);
				let supply = Supply {
					certified: offer.certificates.contains(&demand.need.certificate),
					..offer.supply.clone()
				};
				let request =
					Request { demander: &demand.demander, need: &demand.need, left: &left };
				let fill = admissible(&supply, &request, NOW).unwrap();
				left = left.after(&fill);
			}
			prop_assert_eq!(left.units, answer.rank.missing);
		}
		for (id, count) in sold {
			let offer = offers.iter().find(|offer| offer.id == id).unwrap();
			prop_assert!(count <= offer.copies);
		}
	}
}

#[test]
fn order_in_which_orders_are_given_does_not_matter() {
	let mut dice = Dice(7);
	let (mut offers, mut demands) = (dice.offers(200), dice.demands(200));
	let answers = solve(&offers, &demands, NOW);
	assert!(answers.len() > 20);
	offers.reverse();
	demands.reverse();
	assert_eq!(solve(&offers, &demands, NOW), answers);
}

/// What makes the search for volumes a heuristic is the short list alone.
#[test]
fn volumes_with_few_offers_are_answered_as_well_as_can_be() {
	let (best, all, missing) = share_at_the_optimum(6, SHORTLIST as u64, 20);
	assert!(all >= 50, "{all} volumes are too few to tell");
	assert_eq!((best, missing), (all, 0));
}

#[test]
fn attack_price_that_equals_the_distance_does_not_confuse_the_order_of_parts() {
	// More candidates than the short list has, and the price of some is as many units as they are metres away.
	let (mut offers, mut demands) = Dice(3).volumes(4 * SHORTLIST as u64, 1);
	let place: Region = "u33dc0".parse().unwrap();
	let mut demand = demands.remove(0);
	demand.need = Need {
		wanted: Wanted::Volume { records: 4_000, least: 1_000, fills: 4 },
		policy: Policy::Nearest(place),
		budget: u128::MAX,
		suppliers: Parties::default(),
		usage: None,
		..demand.need
	};
	demand.left = demand.need.left();
	demand.demander = DidId([249; 32]);
	(demand.passed, demand.taken) = (Vec::new(), Vec::new());
	let regions = ["u33dc0", "u33dc1", "u33d", "u281z7", "u2", "u3", "u4", "u5"];
	for (number, offer) in (0u64..).zip(&mut offers) {
		let supply = &mut offer.supply;
		supply.region = regions[number as usize % regions.len()].parse().unwrap();
		let metres = distance(&place, &supply.region);
		let amount =
			if number % 3 == 0 { metres.max(1) } else { 1 + number * 1_000_003 % 7_000_001 };
		supply.price = Price::Fixed(amount.into());
		supply.records = 1_000;
		supply.delivery = Some(Delivery::Proven);
		supply.demanders = Parties::default();
		offer.submissions = vec![100_000 + number];
	}
	demand.need.region = "u".parse().unwrap();
	let demands = [demand];
	let answers = solve(&offers, &demands, NOW);
	assert_eq!(answers[0].rank.fills, 4);
	offers.reverse();
	assert_eq!(solve(&offers, &demands, NOW), answers);
}
