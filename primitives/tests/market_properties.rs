//! Properties of matching: the rule agrees with a plain restatement, orders are total and the same for everybody, and parts never cost
//! more than the whole.

use std::cmp::Ordering;

use counterfoil_primitives::{
	market::{
		admissible, compare, compare_parts, distance, pro_rata, rank, rank_set, Completeness,
		DeliveryNeed, Fill, Left, Mismatch, Need, Parties, Policy, Rank, Request, Span, Supply,
		Wanted, Weights,
	},
	money::{Asset, Price},
	traits::{CertificateNeed, Delivery},
	usage::UsageTerms,
	Category, DidId, Moment, Region,
};
use proptest::{prelude::*, test_runner::FileFailurePersistence};

/// What failed once is kept beside this file.
fn config() -> ProptestConfig {
	ProptestConfig {
		failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
		..ProptestConfig::default()
	}
}

const DEMANDER: DidId = DidId([9; 32]);

fn region() -> impl Strategy<Value = Region> {
	prop::sample::select(vec!["u3", "u33", "u33d", "u2", "0", "zzzzzzzzzzzz", "u33dc0"])
		.prop_map(|text| Region::new(text).unwrap())
}

fn category() -> impl Strategy<Value = Category> {
	prop::sample::select(vec!["water/flow", "water", "water/flow/raw", "air/pm10", "waterfall"])
		.prop_map(|text| Category::new(text).unwrap())
}

fn policy() -> impl Strategy<Value = Policy> {
	prop_oneof![
		Just(Policy::Cheapest),
		Just(Policy::BestQuality),
		Just(Policy::Freshest),
		Just(Policy::FairShare),
		region().prop_map(Policy::Nearest),
		(any::<[u16; 5]>(), region()).prop_map(|(weights, near)| {
			let [price, quality, freshness, nearness, reputation] = weights;
			Policy::Weighted(Weights { price, quality, freshness, nearness, reputation, near })
		}),
	]
}

fn parties() -> impl Strategy<Value = Parties> {
	let list = || {
		prop::collection::btree_set(prop::sample::select(vec![1u8, 2, 9]), 0..3).prop_map(|set| {
			let list: Vec<_> = set.into_iter().map(|byte| DidId([byte; 32])).collect();
			list.try_into().unwrap()
		})
	};
	(list(), list()).prop_map(|(allowed, denied)| Parties { allowed, denied })
}

/// Few values, so that limits are met exactly and ties are common.
fn supply() -> impl Strategy<Value = Supply> {
	let price = prop_oneof![
		(0u128..4).prop_map(Price::Fixed),
		(0u128..4).prop_map(Price::PerRecord),
		(0u128..4).prop_map(Price::PerByte),
		(0u128..4).prop_map(Price::PerSecond),
		Just(Price::PerRecord(u128::MAX)),
	];
	(
		(1u8..4, parties(), prop::option::of(0u64..3), category(), region()),
		(0u64..4, 0u64..4, 0u64..4, prop_oneof![Just(0u16), Just(500), Just(1_000)], 0u32..3),
		(price, prop::option::of(Just([1u8; 32])), any::<bool>(), any::<bool>()),
	)
		.prop_map(
			|(
				(who, demanders, live, category, region),
				numbers,
				(price, schema, native, certified),
			)| {
				let (from, length, records, quality, sold) = numbers;
				Supply {
					supplier: DidId([who; 32]),
					demanders,
					live,
					category,
					region,
					span: Span { from, to: from + length },
					schema,
					records,
					bytes: records * 2,
					quality,
					reputation: quality / 2,
					sold,
					delivery: Some(Delivery::Proven),
					usage: UsageTerms::unlimited(),
					asset: if native { Asset::Native } else { Asset::Local(1) },
					price,
					certified,
				}
			},
		)
}

fn need() -> impl Strategy<Value = Need> {
	let wanted = prop_oneof![
		(0u64..4).prop_map(|records| Wanted::Lot { records }),
		(1u64..6, 0u64..3).prop_map(|(records, least)| Wanted::Volume {
			records,
			least: least.min(records),
			fills: 4,
		}),
		(0u64..3).prop_map(|notice| Wanted::Live { notice }),
	];
	let span = || {
		prop::option::of((0u64..4, 0u64..4).prop_map(|(from, more)| Span { from, to: from + more }))
	};
	(
		(wanted, supply(), parties(), policy()),
		(span(), span(), prop::option::of(0u64..4), any::<bool>(), 0u128..20),
		prop::option::of((1u64..4, 0u16..=1_000)),
	)
		.prop_map(|((wanted, like, suppliers, policy), rest, complete)| {
			let (covers, within, max_age, certified, budget) = rest;
			Need {
				wanted,
				suppliers,
				category: like.category,
				region: like.region,
				covers,
				within,
				schema: like.schema,
				quality: like.quality,
				reputation: like.reputation,
				completeness: complete
					.map(|(interval, per_mille)| Completeness { interval, per_mille }),
				max_age,
				certificate: if certified { CertificateNeed::Any } else { CertificateNeed::None },
				usage: None,
				delivery: DeliveryNeed::default(),
				asset: like.asset,
				budget,
				policy,
			}
		})
}

fn answer(supply: &Supply, need: &Need, left: &Left, now: Moment) -> Result<Fill, Mismatch> {
	admissible(supply, &Request { demander: &DEMANDER, need, left }, now)
}

/// The rule once more, in other words.
fn naive(supply: &Supply, need: &Need, now: Moment) -> Option<Mismatch> {
	let wants_live = matches!(need.wanted, Wanted::Live { .. });
	if supply.live.is_some() != wants_live {
		return Some(Mismatch::Kind);
	}
	let deals = |parties: &Parties, who: DidId| {
		!parties.denied.contains(&who)
			&& (parties.allowed.is_empty() || parties.allowed.contains(&who))
	};
	if !deals(&need.suppliers, supply.supplier) {
		return Some(Mismatch::Supplier);
	}
	if !deals(&supply.demanders, DEMANDER) {
		return Some(Mismatch::Demander);
	}
	let (have, asked) = (supply.category.as_str(), need.category.as_str());
	if have != asked && !have.starts_with(&format!("{asked}/")) {
		return Some(Mismatch::Category);
	}
	if !supply.region.as_str().starts_with(need.region.as_str()) {
		return Some(Mismatch::Region);
	}
	let Span { from, to } = supply.span;
	if need.covers.is_some_and(|span| from > span.from || to < span.to) {
		return Some(Mismatch::Covers);
	}
	if need.within.is_some_and(|span| from < span.from || to > span.to) {
		return Some(Mismatch::Within);
	}
	if need.schema.is_some() && need.schema != supply.schema {
		return Some(Mismatch::Schema);
	}
	if supply.quality < need.quality {
		return Some(Mismatch::Quality);
	}
	if supply.reputation < need.reputation {
		return Some(Mismatch::Reputation);
	}
	let missing = |asked: Completeness| {
		supply.records * asked.interval * 1_000 < (to - from) * u64::from(asked.per_mille)
	};
	if need.completeness.is_some_and(missing) {
		return Some(Mismatch::Completeness);
	}
	if need.max_age.is_some_and(|most| now > to && now - to > most) {
		return Some(Mismatch::Age);
	}
	if let (Wanted::Live { notice }, Some(have)) = (need.wanted, supply.live) {
		if have > notice {
			return Some(Mismatch::Notice);
		}
	}
	if supply.asset != need.asset {
		return Some(Mismatch::Asset);
	}
	let least = match need.wanted {
		Wanted::Lot { records } => records,
		Wanted::Volume { least, .. } => least.max(1),
		Wanted::Live { .. } => 0,
	};
	if supply.records < least {
		return Some(Mismatch::Volume);
	}
	let seconds = (to - from).div_ceil(1_000);
	let count = match (supply.price, wants_live) {
		(Price::PerSecond(_), true) | (Price::Fixed(_), false) => 1,
		(_, true) => return Some(Mismatch::Price),
		(Price::PerRecord(_), _) => supply.records,
		(Price::PerByte(_), _) => supply.bytes,
		(Price::PerSecond(_), _) => seconds,
	};
	let Some(amount) = supply.price.rate().checked_mul(count.into()) else {
		return Some(Mismatch::Price);
	};
	let limit = match need.wanted {
		Wanted::Volume { records, .. } if supply.records < records => {
			need.budget * u128::from(supply.records) / u128::from(records)
		},
		_ => need.budget,
	};
	if amount > limit {
		return Some(Mismatch::Price);
	}
	if need.certificate != CertificateNeed::None && !supply.certified {
		return Some(Mismatch::Certificate);
	}
	None
}

/// Answers of any kind, each with the number of its offer: ranked as they are, whether or not they are admissible.
fn answers() -> impl Strategy<Value = (Need, Vec<(Supply, Fill)>)> {
	let fill = (0u64..3, 0u128..4).prop_map(|(units, amount)| Fill { units, amount, limit: 4 });
	(need(), prop::collection::vec((supply(), fill), 0..12))
}

proptest! {
	#![proptest_config(config())]

	#[test]
	fn admissible_agrees_with_the_plain_rule(supply in supply(), need in need(), now in 0u64..8) {
		let told = answer(&supply, &need, &need.left(), now).err();
		prop_assert_eq!(told, naive(&supply, &need, now));
	}

	#[test]
	fn order_is_total_and_the_same_for_everybody((need, answers) in answers(), now in 0u64..8) {
		let ranked: Vec<(Rank, u64)> = (0u64..)
			.zip(&answers)
			.map(|(id, (supply, fill))| (rank(supply, fill, &need, now), id))
			.collect();
		let order = |a: &(Rank, u64), b: &(Rank, u64)| compare((&a.0, a.1), (&b.0, b.1));
		for a in &ranked {
			for b in &ranked {
				let there = order(a, b);
				prop_assert_eq!(there, order(b, a).reverse());
				prop_assert_eq!(there == Ordering::Equal, a.1 == b.1);
				for c in &ranked {
					if there == Ordering::Less && order(b, c) == Ordering::Less {
						prop_assert_eq!(order(a, c), Ordering::Less);
					}
				}
			}
		}
		let (mut one, mut other) = (ranked.clone(), ranked);
		other.reverse();
		one.sort_by(order);
		other.sort_by(order);
		prop_assert_eq!(one, other);
	}

	#[test]
	fn order_of_parts_is_total_and_by_the_price_of_a_reading((need, answers) in answers(), now in 0u64..8) {
		type Part = (Rank, Fill, u64);
		let ranked: Vec<Part> = (0u64..)
			.zip(&answers)
			.map(|(id, (supply, fill))| (rank(supply, fill, &need, now), *fill, id))
			.collect();
		let order = |a: &Part, b: &Part| {
			compare_parts(&need.policy, (&a.0, &a.1, a.2), (&b.0, &b.1, b.2))
		};
		let cost = |one: &Fill, other: &Fill| one.amount * u128::from(other.units.max(1));
		for a in &ranked {
			for b in &ranked {
				let there = order(a, b);
				prop_assert_eq!(there, order(b, a).reverse());
				prop_assert_eq!(there == Ordering::Equal, a.2 == b.2);
				if let Policy::Cheapest | Policy::FairShare = need.policy {
					let cheaper = cost(&a.1, &b.1) < cost(&b.1, &a.1);
					prop_assert!(!cheaper || there == Ordering::Less);
				}
				for c in &ranked {
					if there == Ordering::Less && order(b, c) == Ordering::Less {
						prop_assert_eq!(order(a, c), Ordering::Less);
					}
				}
			}
		}
	}

	#[test]
	fn best_answer_is_best_by_what_the_policy_names((need, answers) in answers(), now in 0u64..8) {
		let best = answers.iter().min_by_key(|(supply, fill)| rank(supply, fill, &need, now));
		let Some((best, best_fill)) = best else { return Ok(()) };
		for (supply, fill) in &answers {
			match need.policy {
				Policy::Cheapest | Policy::FairShare => {
					prop_assert!(best_fill.amount <= fill.amount)
				},
				Policy::BestQuality => prop_assert!(best.quality >= supply.quality),
				Policy::Freshest => prop_assert!(best.span.to >= supply.span.to),
				Policy::Nearest(place) => {
					let metres = distance(&place, &best.region);
					prop_assert!(metres <= distance(&place, &supply.region));
				},
				Policy::Weighted(_) => {},
			}
		}
	}

	#[test]
	fn set_of_one_is_ranked_as_that_one_and_more_volume_is_always_better(
		(need, answers) in answers(),
		units in 1u64..9,
		now in 0u64..8,
	) {
		let left = Left { units, budget: u128::MAX };
		let of = |count: usize| {
			let fills = answers.iter().take(count).map(|(supply, fill)| (supply, *fill));
			rank_set(fills, &need, &left, now)
		};
		if let Some((supply, fill)) = answers.first() {
			prop_assert_eq!(of(1).rank, rank(supply, fill, &need, now));
		}
		for count in 0..answers.len() {
			let (fewer, more) = (of(count), of(count + 1));
			prop_assert!(more.missing <= fewer.missing);
			if more.missing < fewer.missing {
				prop_assert!(more < fewer);
			}
		}
	}

	#[test]
	fn fills_never_cost_more_than_the_budget(
		budget in any::<u128>(),
		parts in prop::collection::vec(1u64..1_000, 1..9),
		more in 0u64..1_000,
		need in need(),
	) {
		// Each part takes all that it may.
		let records = parts.iter().sum::<u64>() + more;
		let wanted = Wanted::Volume { records, least: 1, fills: 8 };
		let need = Need { wanted, budget, ..need };
		let mut left = need.left();
		let mut paid = 0u128;
		for part in parts {
			let (units, limit) = need.limit(part, &left);
			prop_assert!(units <= left.units && limit <= left.budget);
			paid = paid.checked_add(limit).unwrap();
			left = left.after(&Fill { units, amount: limit, limit });
		}
		prop_assert!(paid <= budget);
		prop_assert_eq!(left.budget, budget - paid);
	}

	#[test]
	fn pro_rata_agrees_with_wide_arithmetic(amount in any::<u64>(), part in any::<u64>(), whole in 1u64..) {
		let part = part.min(whole);
		let exact = u128::from(amount) * u128::from(part) / u128::from(whole);
		prop_assert_eq!(pro_rata(amount.into(), part, whole), exact);
	}

	#[test]
	fn distance_is_symmetric_and_nothing_to_itself(a in "[0-9b-hjkmnp-z]{1,12}", b in "[0-9b-hjkmnp-z]{1,12}") {
		let (a, b) = (Region::new(&a).unwrap(), Region::new(&b).unwrap());
		prop_assert_eq!(distance(&a, &b), distance(&b, &a));
		prop_assert_eq!(distance(&a, &a), 0);
		prop_assert!(distance(&a, &b) < 30_000_000);
	}

	/// Whatever is compared, and however large, nothing overflows.
	#[test]
	fn extreme_numbers_do_no_harm(
		supply in supply(),
		need in need(),
		rate in any::<u128>(),
		numbers in any::<[u64; 5]>(),
		budget in any::<u128>(),
	) {
		let [from, to, records, bytes, now] = numbers;
		for price in [
			Price::Fixed(rate),
			Price::PerRecord(rate),
			Price::PerByte(rate),
			Price::PerSecond(rate),
		] {
			let span = Span { from, to };
			let supply = Supply { price, span, records, bytes, ..supply.clone() };
			let need = Need { budget, ..need.clone() };
			let left = need.left();
			let fill = answer(&supply, &need, &left, now)
				.unwrap_or(Fill { units: records, amount: rate, limit: budget });
			rank(&supply, &fill, &need, now);
			rank_set([(&supply, fill); 4], &need, &left, now);
		}
	}
}
