use alloc::vec::Vec;

use hex_literal::hex;
use proptest::{collection, prelude::*, sample};

use super::*;

fn purpose(name: &str) -> PurposeName {
	PurposeName::new(name).unwrap()
}

fn purposes(names: &[&str]) -> UsagePurposes {
	UsagePurposes::truncate_from(names.iter().copied().map(purpose).collect())
}

fn region(name: &str) -> Option<Region> {
	Some(Region::new(name).unwrap())
}

/// Something between nothing and everything.
fn middle() -> UsageTerms {
	UsageTerms {
		actions: Actions::from(Action::Read) | Action::Distribute,
		purposes: purposes(&["customs", "research"]),
		until: Some(1_000),
		region: region("u33"),
		copies: 3,
	}
}

#[test]
fn everything_is_narrower_than_no_limits() {
	assert_eq!(middle().narrows(&UsageTerms::unlimited()), Ok(()));
	assert!(UsageTerms::unlimited().is_well_formed());
	assert!(middle().is_well_formed());
}

#[test]
fn each_narrower_term_narrows() {
	let narrower = [
		UsageTerms { actions: Action::Distribute.into(), ..middle() },
		UsageTerms { purposes: purposes(&["research"]), ..middle() },
		UsageTerms { until: Some(999), ..middle() },
		UsageTerms { region: region("u33d"), ..middle() },
		UsageTerms { copies: 2, ..middle() },
		middle(),
	];
	for terms in narrower {
		assert_eq!(terms.narrows(&middle()), Ok(()), "{terms:?}");
	}
}

#[test]
fn each_widening_is_found() {
	let wider = [
		(UsageTerms { actions: middle().actions | Action::Derive, ..middle() }, Widening::Action),
		(UsageTerms { purposes: purposes(&["customs", "sale"]), ..middle() }, Widening::Purpose),
		(UsageTerms { purposes: purposes(&[]), ..middle() }, Widening::Purpose),
		(UsageTerms { until: Some(1_001), ..middle() }, Widening::Expiry),
		(UsageTerms { until: None, ..middle() }, Widening::Expiry),
		(UsageTerms { region: region("u3"), ..middle() }, Widening::Region),
		(UsageTerms { region: region("u34"), ..middle() }, Widening::Region),
		(UsageTerms { region: None, ..middle() }, Widening::Region),
		(UsageTerms { copies: 4, ..middle() }, Widening::Copies),
		(UsageTerms { copies: UNLIMITED_COPIES, ..middle() }, Widening::Copies),
	];
	for (terms, widening) in wider {
		assert_eq!(terms.narrows(&middle()), Err(widening), "{terms:?}");
	}
}

#[test]
fn of_several_widenings_the_first_is_told() {
	let wider = UsageTerms::unlimited();
	assert_eq!(wider.narrows(&middle()), Err(Widening::Action));
	let wider = UsageTerms { actions: middle().actions, ..wider };
	assert_eq!(wider.narrows(&middle()), Err(Widening::Purpose));
	let wider = UsageTerms { purposes: middle().purposes, ..wider };
	assert_eq!(wider.narrows(&middle()), Err(Widening::Expiry));
	let wider = UsageTerms { until: middle().until, ..wider };
	assert_eq!(wider.narrows(&middle()), Err(Widening::Region));
	let wider = UsageTerms { region: middle().region, ..wider };
	assert_eq!(wider.narrows(&middle()), Err(Widening::Copies));
}

#[test]
fn terms_have_one_form() {
	let wrong = [
		UsageTerms { purposes: purposes(&["research", "customs"]), ..middle() },
		UsageTerms { purposes: purposes(&["customs", "customs"]), ..middle() },
		UsageTerms { region: region("U33"), ..middle() },
		UsageTerms { region: region("a"), ..middle() },
		UsageTerms { actions: Action::Read.into(), ..middle() },
	];
	for terms in wrong {
		assert!(!terms.is_well_formed(), "{terms:?}");
	}
	assert!(UsageTerms { actions: Action::Read.into(), copies: 0, ..middle() }.is_well_formed());
}

#[test]
fn what_is_left_may_be_passed_on_until_the_last_millisecond() {
	let widest = |copies| UsageTerms { copies, ..middle() };
	assert_eq!(middle().passable(0, 1_000), Ok(widest(2)));
	assert_eq!(middle().passable(2, 1_000), Ok(widest(0)));
	assert_eq!(middle().passable(3, 1_000), Err(NotPassable::NoCopiesLeft));
	assert_eq!(middle().passable(u32::MAX, 1_000), Err(NotPassable::NoCopiesLeft));
	assert_eq!(middle().passable(0, 1_001), Err(NotPassable::Expired));
	let silent = UsageTerms { actions: Action::Read.into(), copies: 0, ..middle() };
	assert_eq!(silent.passable(0, 1_001), Err(NotPassable::NotDistributable));
	let free = UsageTerms::unlimited();
	assert_eq!(free.passable(u32::MAX, Moment::MAX), Ok(free.clone()));
}

#[test]
fn a_copy_costs_itself_and_what_may_come_of_it() {
	assert_eq!(UsageTerms { copies: 0, ..middle() }.cost(), 1);
	assert_eq!(middle().cost(), 4);
	assert_eq!(UsageTerms::unlimited().cost(), u32::MAX);
}

#[test]
fn statement_has_the_published_bytes() {
	let statement = UsageStatement { document: [7; 32], terms: middle() };
	let expected = hex!(
		"0707070707070707070707070707070707070707070707070707070707070707"
		"0140"
		"08"
		"637573746f6d7300000000000000000000000000000000000000000000000000"
		"7265736561726368000000000000000000000000000000000000000000000000"
		"01e803000000000000"
		"01753333000000000000000000"
		"03000000"
	);
	assert_eq!(statement.encode(), expected);
	assert_eq!(UsageStatement::decode(&mut &expected[..]).unwrap(), statement);
	assert_eq!(Widening::Copies.encode(), [4]);
	assert_eq!(NotPassable::NoCopiesLeft.encode(), [2]);
}

const PURPOSES: [&str; 4] = ["audit", "customs", "research", "sale"];
const REGIONS: [&str; 5] = ["u", "u3", "u33", "u33d", "u4"];

prop_compose! {
	fn terms()(
		actions in sample::subsequence(Action::ALL.to_vec(), 0..=16),
		names in sample::subsequence(PURPOSES.to_vec(), 0..=4),
		until in prop::option::of(0..4u64),
		area in prop::option::of(sample::select(REGIONS.to_vec())),
		copies in prop_oneof![0..4u32, Just(UNLIMITED_COPIES)],
	) -> UsageTerms {
		let actions: Actions = actions.into_iter().collect();
		let copies = if actions.contains(Action::Distribute) { copies } else { 0 };
		let region = area.and_then(region);
		UsageTerms { actions, purposes: purposes(&names), until, region, copies }
	}
}

prop_compose! {
	/// Terms that narrow the given ones, or nearly: each term is either kept, narrowed, or left to chance.
	fn near(wider: UsageTerms)(
		other in terms(),
		chance in collection::vec(0..6u8, 5),
		drop in any::<u16>(),
	) -> UsageTerms {
		let mut near = wider.clone();
		if chance[0] == 0 {
			near.actions = other.actions;
		} else {
			let kept = |action: &Action| drop & (1 << *action as u16) == 0;
			near.actions = near.actions.iter().filter(kept).collect();
		}
		if chance[1] == 0 {
			near.purposes = other.purposes;
		}
		if chance[2] == 0 {
			near.until = other.until;
		}
		if chance[3] == 0 {
			near.region = other.region;
		}
		near.copies = match near.actions.contains(Action::Distribute) {
			true => near.copies.min(other.copies),
			false => 0,
		};
		near
	}
}

fn chain() -> impl Strategy<Value = [UsageTerms; 3]> {
	terms()
		.prop_flat_map(|first| (Just(first.clone()), near(first)))
		.prop_flat_map(|(first, second)| (Just(first), Just(second.clone()), near(second)))
		.prop_map(|(first, second, third)| [first, second, third])
}

/// Whether terms allow this use: another way to say the same, one case at a time.
fn allows(terms: &UsageTerms, action: Action, name: &str, at: Moment, place: &str) -> bool {
	let place = Region::new(place).unwrap();
	terms.actions.contains(action)
		&& (terms.purposes.is_empty() || terms.purposes.contains(&purpose(name)))
		&& !terms.is_over(at)
		&& terms.region.is_none_or(|area| place.starts_with(&area))
}

proptest! {
	#[test]
	fn every_terms_narrow_themselves(terms in terms()) {
		prop_assert!(terms.is_well_formed());
		prop_assert_eq!(terms.narrows(&terms), Ok(()));
		prop_assert_eq!(terms.narrows(&UsageTerms::unlimited()), Ok(()));
	}

	#[test]
	fn narrowing_goes_through_every_hand([first, second, third] in chain()) {
		if second.narrows(&first).is_ok() && third.narrows(&second).is_ok() {
			prop_assert_eq!(third.narrows(&first), Ok(()));
		}
	}

	#[test]
	fn terms_that_narrow_each_other_are_the_same([first, second, _] in chain()) {
		if first.narrows(&second).is_ok() && second.narrows(&first).is_ok() {
			prop_assert_eq!(first.encode(), second.encode());
		}
	}

	/// What narrower terms allow, the wider ones allow too: nothing slips through the comparison.
	#[test]
	fn narrower_terms_allow_no_use_that_the_wider_ones_do_not(
		[wider, narrower, _] in chain(),
		action in sample::select(Action::ALL.to_vec()),
		name in sample::select(PURPOSES.to_vec()),
		at in 0..6u64,
		place in sample::select(REGIONS.to_vec()),
	) {
		if narrower.narrows(&wider).is_ok() && allows(&narrower, action, name, at, place) {
			prop_assert!(allows(&wider, action, name, at, place));
		}
	}

	/// Whatever is given out of a budget, what all receivers may give all together stays within it.
	#[test]
	fn copies_that_come_of_one_are_never_more_than_allowed(
		copies in 0..20u32,
		wishes in collection::vec(0..8u32, 1..20),
	) {
		let own = UsageTerms { copies, ..middle() };
		let mut given = 0u32;
		let mut holders: Vec<u32> = Vec::new();
		for wish in wishes {
			let receiver = UsageTerms { copies: wish, ..middle() };
			let fits = own.passable(given, 0).is_ok_and(|widest| receiver.narrows(&widest).is_ok());
			if fits {
				given += receiver.cost();
				holders.push(wish);
			}
		}
		prop_assert!(holders.iter().map(|copies| copies + 1).sum::<u32>() <= copies);
	}
}
