//! The solver finds what looking at every pair finds, and what it finds is what the chain admits.

#[allow(dead_code)]
#[path = "../examples/optimum/market.rs"]
mod market;

use std::collections::HashMap;

use counterfoil_matcher::solver::{solve, solve_naively, MAX_SET};
use counterfoil_primitives::market::{admissible, Request, Supply};
use market::{Dice, NOW};
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
		let (offers, demands) = (dice.offers(offers), dice.demands(demands));
		prop_assert_eq!(solve(&offers, &demands, NOW), solve_naively(&offers, &demands, NOW));
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
