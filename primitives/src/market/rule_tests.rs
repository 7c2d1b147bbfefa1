//! Each condition at its limit and one beyond.

use super::*;
use crate::{
	access::{Action, Actions},
	traits::Judge,
};
use alloc::{vec, vec::Vec};

pub(crate) const NOW: Moment = 1_000_000;
const SUPPLIER: DidId = DidId([1; 32]);
const DEMANDER: DidId = DidId([2; 32]);
const JUDGE: DidId = DidId([3; 32]);

pub(crate) fn supply() -> Supply {
	Supply {
		supplier: SUPPLIER,
		demanders: Parties::default(),
		live: None,
		category: Category::new("water/flow").unwrap(),
		region: Region::new("u33d").unwrap(),
		span: Span { from: NOW - 2_500, to: NOW - 500 },
		schema: Some([4; 32]),
		records: 24,
		bytes: 240,
		quality: 900,
		reputation: 500,
		sold: 0,
		delivery: Some(Delivery::Proven),
		usage: UsageTerms { actions: Action::Read.into(), copies: 0, ..UsageTerms::unlimited() },
		asset: Asset::Local(7),
		price: Price::PerRecord(5),
		certified: true,
	}
}

/// A need that the supply just answers.
pub(crate) fn need() -> Need {
	Need {
		wanted: Wanted::Lot { records: 24 },
		suppliers: Parties::default(),
		category: Category::new("water").unwrap(),
		region: Region::new("u33d").unwrap(),
		covers: Some(Span { from: NOW - 2_500, to: NOW - 500 }),
		within: Some(Span { from: NOW - 2_500, to: NOW - 500 }),
		schema: Some([4; 32]),
		quality: 900,
		reputation: 500,
		completeness: Some(Completeness { interval: 100, per_mille: 1_000 }),
		max_age: Some(500),
		certificate: CertificateNeed::Any,
		usage: Some(supply().usage),
		delivery: DeliveryNeed::default(),
		asset: Asset::Local(7),
		budget: 120,
		policy: Policy::Cheapest,
	}
}

fn answer(supply: &Supply, need: &Need) -> Result<Fill, Mismatch> {
	let left = need.left();
	admissible(supply, &Request { demander: &DEMANDER, need, left: &left }, NOW)
}

fn parties(allowed: Vec<DidId>, denied: Vec<DidId>) -> Parties {
	Parties { allowed: allowed.try_into().unwrap(), denied: denied.try_into().unwrap() }
}

#[test]
fn supply_at_every_limit_is_admissible() {
	assert_eq!(need().check(), Ok(()));
	assert_eq!(answer(&supply(), &need()), Ok(Fill { units: 1, amount: 120, limit: 120 }));
}

#[test]
fn supply_beyond_one_limit_is_refused_for_it() {
	let span = supply().span;
	let sealed = Delivery::Sealed(Judge { did: JUDGE, fee: 0, fallback: 0 });
	let cases = [
		(Supply { live: Some(1), ..supply() }, Mismatch::Kind),
		(Supply { supplier: DEMANDER, ..supply() }, Mismatch::SameParty),
		(Supply { demanders: parties(vec![JUDGE], vec![]), ..supply() }, Mismatch::Demander),
		(Supply { demanders: parties(vec![], vec![DEMANDER]), ..supply() }, Mismatch::Demander),
		(Supply { category: Category::new("waterfall").unwrap(), ..supply() }, Mismatch::Category),
		(Supply { region: Region::new("u33").unwrap(), ..supply() }, Mismatch::Region),
		(Supply { span: Span { from: span.from + 1, ..span }, ..supply() }, Mismatch::Covers),
		(Supply { span: Span { to: span.to - 1, ..span }, ..supply() }, Mismatch::Covers),
		(Supply { span: Span { from: span.from - 1, ..span }, ..supply() }, Mismatch::Within),
		(Supply { schema: None, ..supply() }, Mismatch::Schema),
		(Supply { quality: 899, ..supply() }, Mismatch::Quality),
		(Supply { reputation: 499, ..supply() }, Mismatch::Reputation),
		(Supply { records: 19, ..supply() }, Mismatch::Completeness),
		(Supply { delivery: Some(sealed), ..supply() }, Mismatch::Delivery),
		(
			Supply { usage: UsageTerms { actions: Actions::EMPTY, ..supply().usage }, ..supply() },
			Mismatch::Usage(Widening::Action),
		),
		(Supply { asset: Asset::Native, ..supply() }, Mismatch::Asset),
		(Supply { records: 23, ..supply() }, Mismatch::Volume),
		(Supply { price: Price::Fixed(121), ..supply() }, Mismatch::Price),
		(Supply { certified: false, ..supply() }, Mismatch::Certificate),
	];
	for (supply, mismatch) in cases {
		assert_eq!(answer(&supply, &need()), Err(mismatch));
	}
	let need_cases = [
		(Need { suppliers: parties(vec![], vec![SUPPLIER]), ..need() }, Mismatch::Supplier),
		(Need { suppliers: parties(vec![JUDGE], vec![]), ..need() }, Mismatch::Supplier),
		(Need { max_age: Some(499), ..need() }, Mismatch::Age),
		(Need { wanted: Wanted::Live { notice: 1 }, ..need() }, Mismatch::Kind),
	];
	for (need, mismatch) in need_cases {
		assert_eq!(answer(&supply(), &need), Err(mismatch));
	}
}

#[test]
fn what_is_not_asked_is_not_refused() {
	let need = Need {
		covers: None,
		within: None,
		schema: None,
		quality: 0,
		reputation: 0,
		completeness: None,
		max_age: None,
		certificate: CertificateNeed::None,
		usage: None,
		wanted: Wanted::Lot { records: 0 },
		..need()
	};
	let poor = Supply {
		span: Span { from: 0, to: 0 },
		schema: None,
		quality: 0,
		reputation: 0,
		certified: false,
		records: 0,
		..supply()
	};
	assert!(answer(&poor, &need).is_ok());
}

#[test]
fn data_dated_in_the_future_are_new() {
	let span = Span { to: NOW + 10, ..supply().span };
	let early = Supply { span, ..supply() };
	let need = Need { within: None, max_age: Some(0), completeness: None, ..need() };
	assert!(answer(&early, &need).is_ok());
}

#[test]
fn attack_price_that_overflows_is_a_mismatch() {
	let need = Need { budget: u128::MAX, ..need() };
	let dear = Supply { price: Price::PerRecord(u128::MAX), ..supply() };
	assert_eq!(answer(&dear, &need), Err(Mismatch::Price));
	let just = Supply { price: Price::PerRecord(u128::MAX / 24), ..supply() };
	assert!(answer(&just, &need).is_ok());
}

#[test]
fn denied_wins_over_allowed() {
	let both = parties(vec![SUPPLIER], vec![SUPPLIER]);
	assert!(!both.admit(&SUPPLIER));
	let allowed = parties(vec![SUPPLIER, DEMANDER], vec![]);
	assert!(allowed.admit(&SUPPLIER) && allowed.admit(&DEMANDER) && !allowed.admit(&JUDGE));
	assert!(Parties::default().admit(&JUDGE));
	assert!(!parties(vec![DEMANDER, SUPPLIER], vec![]).are_sorted());
	assert!(!parties(vec![], vec![SUPPLIER, SUPPLIER]).are_sorted());
}

#[test]
fn sealed_delivery_needs_an_accepted_judge_on_accepted_terms_who_is_no_party() {
	let sealed = Judges {
		accepted: vec![JUDGE, SUPPLIER, DEMANDER].try_into().unwrap(),
		max_fee: 20,
		max_fallback: 500,
	};
	let need = Need { delivery: DeliveryNeed { proven: false, sealed }, ..need() };
	let by = |did, fee, fallback| {
		let delivery = Some(Delivery::Sealed(Judge { did, fee, fallback }));
		answer(&Supply { delivery, ..supply() }, &need)
	};
	assert!(by(JUDGE, 20, 500).is_ok());
	for (did, fee, fallback) in [
		(JUDGE, 21, 500),
		(JUDGE, 20, 501),
		(DidId([9; 32]), 0, 0),
		// A judge that is a party.
		(SUPPLIER, 0, 0),
		(DEMANDER, 0, 0),
	] {
		assert_eq!(by(did, fee, fallback), Err(Mismatch::Delivery));
	}
	assert_eq!(answer(&supply(), &need), Err(Mismatch::Delivery));
}

#[test]
fn stream_answers_by_rate_and_notice() {
	let live = Supply {
		live: Some(60),
		price: Price::PerSecond(7),
		records: 0,
		bytes: 0,
		span: Span { from: 0, to: 0 },
		delivery: None,
		..supply()
	};
	let need = Need {
		wanted: Wanted::Live { notice: 60 },
		covers: None,
		within: None,
		schema: None,
		quality: 0,
		completeness: None,
		max_age: None,
		budget: 7,
		..need()
	};
	assert_eq!(need.check(), Ok(()));
	assert_eq!(answer(&live, &need), Ok(Fill { units: 1, amount: 7, limit: 7 }));
	let slow = Supply { live: Some(61), ..live.clone() };
	assert_eq!(answer(&slow, &need), Err(Mismatch::Notice));
	let dear = Supply { price: Price::PerSecond(8), ..live.clone() };
	assert_eq!(answer(&dear, &need), Err(Mismatch::Price));
	let lump = Supply { price: Price::Fixed(1), ..live };
	assert_eq!(answer(&lump, &need), Err(Mismatch::Price));
}

#[test]
fn part_of_a_volume_costs_its_part_and_the_last_one_what_is_left() {
	let wanted = Wanted::Volume { records: 100, least: 10, fills: 8 };
	let need = Need { wanted, budget: 1_000, completeness: None, ..need() };
	let fill = |records, price, left: Left| {
		let supply = Supply { records, price: Price::Fixed(price), ..supply() };
		admissible(&supply, &Request { demander: &DEMANDER, need: &need, left: &left }, NOW)
	};
	let whole = need.left();
	assert_eq!(fill(10, 100, whole), Ok(Fill { units: 10, amount: 100, limit: 100 }));
	assert_eq!(fill(10, 101, whole), Err(Mismatch::Price));
	assert_eq!(fill(9, 1, whole), Err(Mismatch::Volume));
	// More than is left: within what is left of the budget.
	let left = Left { units: 15, budget: 170 };
	assert_eq!(fill(40, 170, left), Ok(Fill { units: 15, amount: 170, limit: 170 }));
	assert_eq!(fill(40, 171, left), Err(Mismatch::Price));
	assert_eq!(fill(10, 101, left), Err(Mismatch::Price));
	assert_eq!(fill(10, 1, Left { units: 0, budget: 170 }), Err(Mismatch::Volume));
}

#[test]
fn need_that_makes_no_sense_is_told_apart() {
	let volume =
		|records, least, fills| Need { wanted: Wanted::Volume { records, least, fills }, ..need() };
	let cases = [
		(volume(0, 0, 1), NeedFault::Volume),
		(volume(1, 2, 1), NeedFault::Volume),
		(volume(1, 1, 0), NeedFault::Volume),
		(volume(1, 1, 9), NeedFault::Volume),
		// Lots of the least size leave one reading unfilled.
		(volume(10, 3, 3), NeedFault::Volume),
		(volume(1, 0, 1), NeedFault::Volume),
		(
			Need { suppliers: parties(vec![SUPPLIER, SUPPLIER], vec![]), ..need() },
			NeedFault::Parties,
		),
		(Need { category: Category::new("a/b/c/d/e").unwrap(), ..need() }, NeedFault::Category),
		(Need { region: Region::new("berlin").unwrap(), ..need() }, NeedFault::Region),
		(
			Need { policy: Policy::Nearest(Region::new("U33").unwrap()), ..need() },
			NeedFault::Region,
		),
		(Need { covers: Some(Span { from: 2, to: 1 }), ..need() }, NeedFault::Span),
		(Need { within: Some(Span { from: 2, to: 1 }), ..need() }, NeedFault::Span),
		(Need { quality: 1_001, ..need() }, NeedFault::PerMille),
		(Need { reputation: 1_001, ..need() }, NeedFault::PerMille),
		(
			Need { completeness: Some(Completeness { interval: 0, per_mille: 1 }), ..need() },
			NeedFault::PerMille,
		),
		(
			Need { usage: Some(UsageTerms { copies: 1, ..supply().usage }), ..need() },
			NeedFault::Usage,
		),
		(
			Need { delivery: DeliveryNeed { proven: false, sealed: Judges::default() }, ..need() },
			NeedFault::Delivery,
		),
		(Need { wanted: Wanted::Live { notice: 1 }, ..need() }, NeedFault::Live),
	];
	for (need, fault) in cases {
		assert_eq!(need.check(), Err(fault));
	}
	for wanted in [volume(9, 3, 3), volume(1, 1, 1), volume(u64::MAX, u64::MAX, 8)] {
		assert_eq!(wanted.check(), Ok(()));
	}
}
