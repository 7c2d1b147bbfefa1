//! Who is too close to somebody to judge him, or to certify what is his.
//!
//! One rule for validators, regulators and whoever else is to be impartial: two subjects are tied if one and the same is
//! among the [`hands`] of both. Control is looked at one step deep: who controls a controller has no say of his own.

use alloc::{vec, vec::Vec};

use crate::{did::DidId, traits::Identities};

/// How two subjects are tied to each other, seen from the first one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tie {
	/// They are the same.
	Same,
	/// The first one acts for the second one: it owns it or controls it, perhaps through a device.
	Above,
	/// The second one acts for the first one.
	Below,
	/// Somebody acts for both.
	Shared,
}

/// Those who can act for a subject: itself, its owner, its controllers, and the owners of those controllers that are devices.
///
/// Itself comes first; nobody is there twice. At most two and twice as many as a document names controllers
/// ([`MAX_CONTROLLERS`](crate::document::MAX_CONTROLLERS)). Reads at most [`HANDS_READS`] records.
pub fn hands<I: Identities>(did: &DidId) -> Vec<DidId> {
	let mut hands = vec![*did];
	let mut add = |hand: DidId| {
		if !hands.contains(&hand) {
			hands.push(hand);
		}
	};
	I::owner_of(did).into_iter().for_each(&mut add);
	for controller in I::controllers(did) {
		add(controller);
		I::owner_of(&controller).into_iter().for_each(&mut add);
	}
	hands
}

/// How many records [`hands`] reads at most: the subject for its owner, once more for its document, the document, and each
/// controller.
pub const HANDS_READS: u64 = 3 + 8;

/// How two subjects are tied to each other, given the [`hands`] of both.
pub fn tie_of(one: &[DidId], other: &[DidId]) -> Option<Tie> {
	let acts = |first: &[DidId], second: &[DidId]| {
		first.first().is_some_and(|first| second.contains(first))
	};
	match (acts(one, other), acts(other, one)) {
		_ if !one.is_empty() && one.first() == other.first() => Some(Tie::Same),
		(true, _) => Some(Tie::Above),
		(_, true) => Some(Tie::Below),
		_ => one.iter().any(|hand| other.contains(hand)).then_some(Tie::Shared),
	}
}

/// How two subjects are tied to each other; `None` if nobody acts for both.
pub fn tie<I: Identities>(one: &DidId, other: &DidId) -> Option<Tie> {
	tie_of(&hands::<I>(one), &hands::<I>(other))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		did::{DidStatus, KeySignature, Relationship},
		document::MAX_CONTROLLERS,
		roles::Role,
		Moment,
	};

	const fn did(number: u8) -> DidId {
		DidId([number; 32])
	}

	/// 1 to 9 are stakeholders; the devices 10, 11 and 12 are of 1, 1 and 2.
	const CONTROLLERS: [(u8, &[u8]); 7] = [
		// 3 and 4 have 5 in common, which is controlled by 6.
		(3, &[5]),
		(4, &[5, 9]),
		(5, &[6]),
		// 7 is controlled by a device of 1.
		(7, &[10]),
		// The device 12 is controlled by 8.
		(12, &[8]),
		(20, &[1, 1, 10, 20]),
		(30, &[31, 32, 33, 34, 35, 36, 37, 38]),
	];

	struct World;

	impl Identities for World {
		fn status(_: &DidId) -> Option<DidStatus> {
			None
		}
		fn has_role(_: &DidId, _: Role) -> bool {
			false
		}
		fn owner_of(device: &DidId) -> Option<DidId> {
			match device.0 {
				[10 | 11, ..] => Some(did(1)),
				[12, ..] => Some(did(2)),
				[number @ 31..=38, ..] => Some(did(number + 10)),
				_ => None,
			}
		}
		fn verify(_: &DidId, _: &[u8], _: &KeySignature) -> bool {
			false
		}
		fn verify_for(_: &DidId, _: Relationship, _: &[u8], _: &KeySignature) -> bool {
			false
		}
		fn verify_at(_: &DidId, _: Relationship, _: &[u8], _: &KeySignature, _: Moment) -> bool {
			false
		}
		fn controllers(subject: &DidId) -> Vec<DidId> {
			CONTROLLERS
				.iter()
				.filter(|(number, _)| did(*number) == *subject)
				.flat_map(|(_, controllers)| controllers.iter().copied().map(did))
				.collect()
		}
	}

	fn tied(one: u8, other: u8) -> Option<Tie> {
		tie::<World>(&did(one), &did(other))
	}

	#[test]
	fn strangers_are_not_tied() {
		for (one, other) in [(1, 2), (1, 3), (10, 12), (8, 2), (9, 5)] {
			assert_eq!(tied(one, other), None, "{one} {other}");
			assert_eq!(tied(other, one), None, "{other} {one}");
		}
	}

	#[test]
	fn owner_and_controller_are_above_and_the_other_way_round_below() {
		for (above, below) in [(1, 10), (2, 12), (5, 3), (9, 4), (8, 12)] {
			assert_eq!(tied(above, below), Some(Tie::Above), "{above} {below}");
			assert_eq!(tied(below, above), Some(Tie::Below), "{below} {above}");
			assert_eq!(tied(above, above), Some(Tie::Same));
		}
	}

	#[test]
	fn control_through_a_device_is_that_of_its_owner() {
		assert_eq!((tied(1, 7), tied(7, 1)), (Some(Tie::Above), Some(Tie::Below)));
		// Another device of that owner has it in common.
		assert_eq!(tied(11, 7), Some(Tie::Shared));
	}

	#[test]
	fn common_owner_or_controller_ties() {
		assert_eq!((tied(3, 4), tied(4, 3)), (Some(Tie::Shared), Some(Tie::Shared)));
		assert_eq!(tied(10, 11), Some(Tie::Shared));
	}

	#[test]
	fn control_ends_after_one_step() {
		assert_eq!((tied(6, 3), tied(6, 5)), (None, Some(Tie::Above)));
	}

	#[test]
	fn hands_name_nobody_twice_and_are_bounded() {
		assert_eq!(hands::<World>(&did(20)), [did(20), did(1), did(10)]);
		let most = usize::try_from(2 + 2 * MAX_CONTROLLERS).unwrap();
		// A stakeholder has no owner.
		assert_eq!(hands::<World>(&did(30)).len(), most - 1);
		assert_eq!(HANDS_READS, u64::from(3 + MAX_CONTROLLERS));
	}

	#[test]
	fn empty_lists_are_not_tied() {
		assert_eq!(tie_of(&[], &[]), None);
		assert_eq!(tie_of(&[did(1)], &[]), None);
	}
}
