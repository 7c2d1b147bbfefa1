//! Properties of the decision about access and of the split of a price.

use counterfoil_primitives::{
	access::{
		decide, is_entitled, may_use, part_of, AccessDecision, Action, Actions, Basis, Facts,
		Fields, GrantFacts, PurposeName, Refusal, Request, Terms, TOTAL_SHARES,
	},
	traits::Confidentiality,
};
use proptest::{prelude::*, sample::select, test_runner::FileFailurePersistence};

fn config() -> ProptestConfig {
	ProptestConfig {
		failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
		..ProptestConfig::default()
	}
}

/// Few values, so that conditions are met as often as they are missed.
fn purpose() -> impl Strategy<Value = PurposeName> {
	select(vec!["customs", "quality", "science"])
		.prop_map(|name| PurposeName::new(name).expect("the name is short"))
}

fn level() -> impl Strategy<Value = Confidentiality> {
	select(vec![
		Confidentiality::Public,
		Confidentiality::Restricted,
		Confidentiality::Confidential,
		Confidentiality::Secret,
	])
}

fn action() -> impl Strategy<Value = Action> {
	select(vec![Action::Read, Action::Index, Action::Derive, Action::Distribute])
}

fn request() -> impl Strategy<Value = Request> {
	(action(), purpose(), prop::option::of(0u8..4), 0u64..10)
		.prop_map(|(action, purpose, field, at)| Request { action, purpose, field, at })
}

fn terms() -> impl Strategy<Value = Terms<Vec<PurposeName>>> {
	(
		prop::collection::vec(action(), 0..4),
		prop::collection::vec(purpose(), 0..3),
		prop_oneof![Just(u8::MAX), 0u8..16],
		0u64..10,
		prop::option::of(0u64..10),
		prop::option::of(0u32..3),
	)
		.prop_map(|(actions, purposes, fields, from, until, uses)| Terms {
			actions: actions.into_iter().collect(),
			purposes,
			fields: Fields::from_bits(fields),
			from,
			until,
			uses,
		})
}

fn grant() -> impl Strategy<Value = GrantFacts<Vec<PurposeName>>> {
	(0u64..100, terms(), 0u32..3, prop::option::of(0u64..10))
		.prop_map(|(id, terms, used, revoked)| GrantFacts { id, terms, used, revoked })
}

fn facts() -> impl Strategy<Value = Facts<Vec<PurposeName>>> {
	let mostly = || prop::bool::weighted(0.8);
	let seldom = || prop::bool::weighted(0.2);
	(
		(mostly(), seldom(), seldom(), seldom(), seldom()),
		level(),
		level(),
		prop::collection::vec(level(), 0..4),
		prop::collection::vec(grant(), 0..6),
	)
		.prop_map(
			|((active, owner, user, denied, left_out), clearance, level, fields, grants)| Facts {
				active,
				owner,
				user,
				denied,
				left_out,
				clearance,
				level,
				fields,
				grants,
			},
		)
}

/// Every request by one of the actions, for every purpose that there is in these tests.
fn every_request(actions: Actions, field: Option<u8>, at: u64) -> impl Iterator<Item = Request> {
	let purposes = ["customs", "quality", "science"]
		.map(|name| PurposeName::new(name).expect("the name is short"));
	Action::ALL
		.into_iter()
		.filter(move |action| actions.contains(*action))
		.flat_map(move |action| purposes.map(|purpose| Request { action, purpose, field, at }))
}

proptest! {
	#![proptest_config(config())]

	#[test]
	fn deny_always_wins_over_every_grant_and_right_of_use(request in request(), facts in facts()) {
		let facts = Facts { denied: true, owner: false, ..facts };
		prop_assert!(!decide(&request, &facts).is_permitted());
		prop_assert!(!is_entitled(&facts, request.field, request.at));
	}

	#[test]
	fn inactive_subject_is_always_refused(request in request(), facts in facts()) {
		let facts = Facts { active: false, ..facts };
		prop_assert_eq!(
			decide(&request, &facts),
			AccessDecision::Refused(Refusal::SubjectNotActive)
		);
	}

	#[test]
	fn removing_a_grant_never_permits_more(
		request in request(),
		facts in facts(),
		which in any::<prop::sample::Index>(),
	) {
		prop_assume!(!facts.grants.is_empty());
		let mut less = facts.clone();
		less.grants.remove(which.index(facts.grants.len()));
		prop_assert!(decide(&request, &facts).is_permitted() || !decide(&request, &less).is_permitted());
		let entitled = |facts| is_entitled(facts, request.field, request.at);
		prop_assert!(entitled(&facts) || !entitled(&less));
	}

	#[test]
	fn order_of_grants_does_not_matter(
		request in request(),
		(facts, shuffled) in facts().prop_flat_map(|facts| {
			let grants = Just(facts.grants.clone()).prop_shuffle();
			(Just(facts), grants)
		}),
	) {
		let other = Facts { grants: shuffled, ..facts.clone() };
		prop_assert_eq!(decide(&request, &facts), decide(&request, &other));
	}

	#[test]
	/// Nobody gets the key of what he may not read, and everybody that of what he may: a key opens its class and nothing else.
	#[test]
	fn key_of_a_class_is_exactly_for_who_may_read_the_class(
		field in prop::option::of(0u8..5),
		at in 0u64..10,
		facts in facts(),
	) {
		let may_read = every_request(Actions::READING, field, at)
			.any(|request| decide(&request, &facts).is_permitted());
		prop_assert_eq!(is_entitled(&facts, field, at), may_read);
	}

	#[test]
	fn grant_is_used_exactly_by_whom_it_permits_something_or_who_may_do_it_anyway(
		at in 0u64..10,
		facts in facts(),
		grant in grant(),
	) {
		let alone = Facts { grants: vec![grant.clone()], ..facts.clone() };
		let answers = || {
			let classes = (0u8..4).map(Some);
			std::iter::once(None).chain(classes).flat_map(|field| {
				every_request(grant.terms.actions, field, at).map(|request| decide(&request, &alone))
			})
		};
		let usable = may_use(&grant, &facts, at).is_ok();
		prop_assert!(
			usable || !answers().any(|answer| answer == AccessDecision::Permitted(Basis::Grant(grant.id)))
		);
		prop_assert!(
			!usable || grant.terms.actions.is_empty() || answers().any(|answer| answer.is_permitted())
		);
	}

	#[test]
	fn permission_by_grant_names_one_that_permits_alone(request in request(), facts in facts()) {
		if let AccessDecision::Permitted(Basis::Grant(id)) = decide(&request, &facts) {
			let alone = |grant: &GrantFacts<Vec<PurposeName>>| {
				let only = Facts { grants: vec![grant.clone()], ..facts.clone() };
				decide(&request, &only).is_permitted()
			};
			prop_assert!(facts.grants.iter().any(|grant| grant.id == id && alone(grant)));
		}
	}

	#[test]
	fn higher_clearance_never_permits_less(request in request(), facts in facts(), other in level()) {
		let higher = Facts { clearance: facts.clearance.max(other), ..facts.clone() };
		prop_assert!(!decide(&request, &facts).is_permitted() || decide(&request, &higher).is_permitted());
	}

	#[test]
	fn actions_contain_what_they_were_made_of(actions in prop::collection::vec(action(), 0..6)) {
		let set: Actions = actions.iter().copied().collect();
		for action in Action::ALL {
			prop_assert_eq!(set.contains(action), actions.contains(&action));
		}
	}

	#[test]
	fn parts_of_all_holders_are_never_more_than_the_amount_and_nearly_all_of_it(
		amount in any::<u128>(),
		cuts in prop::collection::btree_set(1u32..TOTAL_SHARES, 0..15),
	) {
		let bounds: Vec<u32> =
			std::iter::once(0).chain(cuts).chain(std::iter::once(TOTAL_SHARES)).collect();
		let shares: Vec<u32> = bounds.windows(2).map(|pair| pair[1] - pair[0]).collect();
		let parts = shares.iter().map(|shares| part_of(amount, *shares, TOTAL_SHARES.into()));
		let sum = parts.fold(0u128, |sum, part| sum.checked_add(part).expect("no overflow"));
		prop_assert!(sum <= amount);
		prop_assert!(amount - sum < shares.len() as u128);
	}
}
