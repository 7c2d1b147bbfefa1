//! Properties of matching: the rule agrees with a plain restatement, the order is total and the same for everybody.

use std::cmp::Ordering;

use counterfoil_primitives::{
	market::{admissible, compare, Mismatch, Need, Policy, Supply},
	Category, Moment, Region,
};
use proptest::{prelude::*, test_runner::FileFailurePersistence};

/// What failed once is kept beside this file.
fn config() -> ProptestConfig {
	ProptestConfig {
		failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
		..ProptestConfig::default()
	}
}

const POLICIES: [Policy; 3] = [Policy::Cheapest, Policy::BestQuality, Policy::Freshest];

/// Few values, so that limits are met exactly and ties are common.
fn supply() -> impl Strategy<Value = Supply> {
	(
		prop::sample::select(vec!["water/flow", "water", "air/pm10"]),
		prop::sample::select(vec!["u3", "u33", "u33d", "u2"]),
		0u128..4,
		prop_oneof![Just(0u16), Just(500), Just(1_000)],
		0u64..4,
		any::<bool>(),
		0u64..4,
	)
		.prop_map(|(category, region, price, quality, newest, certified, records)| Supply {
			category: Category::new(category).unwrap(),
			region: Region::new(region).unwrap(),
			price,
			quality,
			newest,
			certified,
			records,
		})
}

fn need() -> impl Strategy<Value = Need> {
	(supply(), any::<bool>(), 0usize..3, 0u64..4).prop_map(
		|(like, certificate_required, policy, max_age)| Need {
			category: like.category,
			region: like.region,
			max_price: like.price,
			min_quality: like.quality,
			max_age,
			certificate_required,
			min_records: like.records,
			policy: POLICIES[policy],
		},
	)
}

fn offers() -> impl Strategy<Value = Vec<(Supply, u64)>> {
	prop::collection::vec(supply(), 0..20)
		.prop_map(|supplies| supplies.into_iter().zip(0u64..).collect())
}

/// The same offers twice, in different orders.
fn in_two_orders() -> impl Strategy<Value = (Vec<(Supply, u64)>, Vec<(Supply, u64)>)> {
	offers().prop_flat_map(|offers| (Just(offers.clone()), Just(offers).prop_shuffle()))
}

/// The rule once more, in other words.
fn naive(supply: &Supply, need: &Need, now: Moment) -> Option<Mismatch> {
	if supply.category.as_str() != need.category.as_str() {
		return Some(Mismatch::Category);
	}
	if !supply.region.as_str().starts_with(need.region.as_str()) {
		return Some(Mismatch::Region);
	}
	if supply.price > need.max_price {
		return Some(Mismatch::Price);
	}
	if supply.quality < need.min_quality {
		return Some(Mismatch::Quality);
	}
	if now > supply.newest && now - supply.newest > need.max_age {
		return Some(Mismatch::Age);
	}
	if need.certificate_required && !supply.certified {
		return Some(Mismatch::Certificate);
	}
	if supply.records < need.min_records {
		return Some(Mismatch::Records);
	}
	None
}

fn order(policy: Policy, a: &(Supply, u64), b: &(Supply, u64)) -> Ordering {
	compare(policy, (&a.0, a.1), (&b.0, b.1))
}

proptest! {
	#![proptest_config(config())]

	#[test]
	fn admissible_agrees_with_the_plain_rule(supply in supply(), need in need(), now in 0u64..8) {
		prop_assert_eq!(admissible(&supply, &need, now).err(), naive(&supply, &need, now));
	}

	#[test]
	fn order_is_total(offers in offers(), policy in prop::sample::select(POLICIES.to_vec())) {
		for a in &offers {
			for b in &offers {
				let there = order(policy, a, b);
				prop_assert_eq!(there, order(policy, b, a).reverse());
				prop_assert_eq!(there == Ordering::Equal, a.1 == b.1);
				for c in &offers {
					if there == Ordering::Less && order(policy, b, c) == Ordering::Less {
						prop_assert_eq!(order(policy, a, c), Ordering::Less);
					}
				}
			}
		}
	}

	#[test]
	fn everybody_who_sorts_gets_the_same(
		(offers, shuffled) in in_two_orders(),
		policy in prop::sample::select(POLICIES.to_vec()),
	) {
		let sorted = |mut offers: Vec<(Supply, u64)>| {
			offers.sort_by(|a, b| order(policy, a, b));
			offers
		};
		prop_assert_eq!(sorted(offers), sorted(shuffled));
	}

	#[test]
	fn best_offer_is_best_by_what_the_policy_names(
		offers in offers(),
		policy in prop::sample::select(POLICIES.to_vec()),
	) {
		let best = offers.iter().min_by(|a, b| order(policy, a, b));
		let Some((best, _)) = best else { return Ok(()) };
		for (offer, _) in &offers {
			match policy {
				Policy::Cheapest => prop_assert!(best.price <= offer.price),
				Policy::BestQuality => prop_assert!(best.quality >= offer.quality),
				Policy::Freshest => prop_assert!(best.newest >= offer.newest),
			}
		}
	}
}
