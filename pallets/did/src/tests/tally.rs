use crate::{Electorate, Tally};
use proptest::prelude::*;

/// An electorate that votes as a whole, or all of it but the subject.
fn electorates() -> impl Strategy<Value = Electorate> {
	(1u32..300, any::<bool>())
		.prop_map(|(voters, silent)| Electorate { size: voters + u32::from(silent), voters })
}

proptest! {
	/// Once decided, no further votes could have decided otherwise.
	#[test]
	fn decision_stands_whatever_the_rest_votes(
		electorate in electorates(),
		ayes in 0u32..300,
		nays in 0u32..300,
		more in 0u32..300,
	) {
		let ayes = ayes.min(electorate.voters);
		let nays = nays.min(electorate.voters - ayes);
		let now = Tally { ayes, nays };
		let rest = electorate.voters - ayes - nays;
		let more = more.min(rest);
		let later = Tally { ayes: ayes + more, nays: nays + (rest - more) };
		prop_assert!(!(now.approves(electorate) && now.rejects(electorate)));
		if now.approves(electorate) {
			prop_assert!(later.approves(electorate) && !later.rejects(electorate));
		}
		if now.rejects(electorate) {
			prop_assert!(later.rejects(electorate) && !later.approves(electorate));
		}
	}

	/// When everybody voted, there is a decision.
	#[test]
	fn full_vote_decides(electorate in electorates(), ayes in 0u32..300) {
		let ayes = ayes.min(electorate.voters);
		let tally = Tally { ayes, nays: electorate.voters - ayes };
		prop_assert!(tally.approves(electorate) != tally.rejects(electorate));
	}

	/// A motion is rejected as soon as it could not be approved any more, and no sooner.
	#[test]
	fn rejection_means_that_approval_is_impossible(
		electorate in electorates(),
		ayes in 0u32..300,
		nays in 0u32..300,
	) {
		let nays = nays.min(electorate.voters);
		let ayes = ayes.min(electorate.voters - nays);
		let best = Tally { ayes: electorate.voters - nays, nays };
		prop_assert_eq!(Tally { ayes, nays }.rejects(electorate), !best.approves(electorate));
	}

	/// A subject that counts without voting has the effect of one against.
	#[test]
	fn silent_subject_counts_as_one_against(
		voters in 1u32..300,
		ayes in 0u32..300,
		nays in 0u32..300,
	) {
		let ayes = ayes.min(voters);
		let nays = nays.min(voters - ayes);
		let silent = Electorate { size: voters + 1, voters };
		let all = Electorate { size: voters + 1, voters: voters + 1 };
		let (tally, with_subject) = (Tally { ayes, nays }, Tally { ayes, nays: nays + 1 });
		prop_assert_eq!(tally.approves(silent), with_subject.approves(all));
		prop_assert_eq!(tally.rejects(silent), with_subject.rejects(all));
	}

	/// No half of the stakeholders outvotes the other half.
	#[test]
	fn half_never_expels_the_other_half(half in 1u32..300) {
		let electorate = Electorate { size: half * 2, voters: half * 2 - 1 };
		let tally = Tally { ayes: half, nays: 0 };
		prop_assert!(!tally.approves(electorate));
	}
}

#[test]
fn nobody_decides_nothing() {
	let tally = Tally::default();
	for size in [0, 1] {
		let electorate = Electorate { size, voters: 0 };
		assert!(!tally.approves(electorate) && !tally.rejects(electorate));
	}
}
