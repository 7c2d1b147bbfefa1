//! Counting ballots: decisions never change their mind, and nobody passes anything alone.

use counterfoil_primitives::ballot::{Base, Decision, Electorate, Tally, VotingRule};
use proptest::prelude::*;

/// Every valid rule.
fn rules() -> impl Strategy<Value = VotingRule> {
	prop_oneof![
		(0..=1_000u16, 500..1_000u16).prop_map(|(quorum, threshold)| (
			quorum,
			threshold,
			Base::Electorate
		)),
		(500..=1_000u16, 500..1_000u16).prop_map(|(quorum, threshold)| (
			quorum,
			threshold,
			Base::Cast
		)),
	]
	.prop_map(|(quorum, threshold, base)| VotingRule { quorum, threshold, base })
}

/// An electorate that votes as a whole, or all of it but one who is to be expelled.
fn electorates() -> impl Strategy<Value = Electorate> {
	(1u32..300, any::<bool>())
		.prop_map(|(voters, silent)| Electorate { size: voters + u32::from(silent), voters })
}

/// An electorate and some of its ballots.
fn votes() -> impl Strategy<Value = (Electorate, Tally)> {
	electorates().prop_flat_map(|electorate| {
		(0..=electorate.voters).prop_flat_map(move |ayes| {
			(0..=electorate.voters - ayes).prop_map(move |nays| (electorate, Tally { ayes, nays }))
		})
	})
}

/// An electorate, some of its ballots, and more ballots that follow.
fn growing_votes() -> impl Strategy<Value = (Electorate, Tally, Tally)> {
	votes().prop_flat_map(|(electorate, now)| {
		let rest = electorate.voters - now.cast();
		(0..=rest).prop_flat_map(move |ayes| {
			(0..=rest - ayes).prop_map(move |nays| {
				let later = Tally { ayes: now.ayes + ayes, nays: now.nays + nays };
				(electorate, now, later)
			})
		})
	})
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_024))]

	/// Once decided, neither the decision nor the final count is another one, whoever still votes.
	#[test]
	fn early_decision_never_contradicts_the_final_count(
		rule in rules(),
		(electorate, now, later) in growing_votes(),
	) {
		match rule.decide(now, electorate) {
			Decision::Open => (),
			decision => {
				prop_assert_eq!(rule.decide(later, electorate), decision);
				prop_assert_eq!(rule.passes(later, electorate), decision == Decision::Enact);
			},
		}
	}

	/// What is open could still go either way, or only waits for the quorum.
	#[test]
	fn open_vote_can_still_pass_and_can_still_fail(
		rule in rules(),
		(electorate, now) in votes(),
	) {
		if rule.decide(now, electorate) == Decision::Open {
			let best = Tally { ayes: electorate.voters - now.nays, nays: now.nays };
			let worst = Tally { ayes: now.ayes, nays: electorate.voters - now.ayes };
			prop_assert!(rule.passes(best, electorate));
			prop_assert!(!rule.passes(worst, electorate) || now.cast() < rule.quorum_of(electorate));
		}
	}

	/// When everybody voted, there is a decision.
	#[test]
	fn full_vote_decides(rule in rules(), electorate in electorates(), ayes in 0u32..300) {
		let ayes = ayes.min(electorate.voters);
		let tally = Tally { ayes, nays: electorate.voters - ayes };
		prop_assert_ne!(rule.decide(tally, electorate), Decision::Open);
	}

	/// One more in favour, or one who changes from against to in favour, never hurts.
	#[test]
	fn more_in_favour_never_hurts(rule in rules(), (electorate, tally) in votes()) {
		if rule.passes(tally, electorate) {
			let Tally { ayes, nays } = tally;
			if tally.cast() < electorate.voters {
				let later = Tally { ayes: ayes + 1, nays };
				prop_assert!(rule.passes(later, electorate));
			}
			if nays > 0 {
				let instead = Tally { ayes: ayes + 1, nays: nays - 1 };
				prop_assert!(rule.passes(instead, electorate));
			}
		}
	}

	/// Whatever the rule, half of those who count never pass anything against those who count without voting and those
	/// who vote against.
	#[test]
	fn half_never_outvotes_the_other_half(rule in rules(), half in 1u32..300) {
		let electorate = Electorate { size: half * 2, voters: half * 2 - 1 };
		let (against, silent) = (Tally { ayes: half, nays: half - 1 }, Tally { ayes: half, nays: 0 });
		prop_assert!(!rule.passes(against, electorate));
		let majority = rule.stricter(VotingRule::MAJORITY);
		prop_assert!(!majority.passes(silent, electorate));
	}

	/// A valid rule is neither out of reach nor satisfied by nobody, nor by less than a quarter.
	#[test]
	fn valid_rule_is_in_reach_and_not_for_nothing(
		rule in rules(),
		(electorate, tally) in votes(),
	) {
		prop_assert!(rule.is_valid());
		let all = Tally { ayes: electorate.voters, nays: 0 };
		prop_assert_eq!(rule.passes(all, electorate), electorate.voters * 2 > electorate.size);
		if rule.passes(tally, electorate) {
			prop_assert!(tally.ayes > 0 && tally.ayes > tally.nays);
			prop_assert!(tally.ayes * 4 > electorate.voters);
		}
	}

	/// What satisfies the stricter of two rules satisfies both.
	#[test]
	fn stricter_rule_implies_both(
		one in rules(),
		other in rules(),
		(electorate, tally) in votes(),
	) {
		let both = one.stricter(other);
		prop_assert!(both.is_valid());
		prop_assert_eq!(both, other.stricter(one));
		if both.passes(tally, electorate) {
			prop_assert!(one.passes(tally, electorate) && other.passes(tally, electorate));
		}
	}

	/// One who counts without voting has the effect of one against.
	#[test]
	fn silent_one_counts_as_one_against(
		threshold in 500..900u16,
		voters in 12u32..300,
		ayes in 0u32..300,
	) {
		// Where all who may vote together are not a special case.
		let rule = VotingRule { quorum: 0, threshold, base: Base::Electorate };
		let ayes = ayes.min(voters);
		let silent = Electorate { size: voters + 1, voters };
		let all = Electorate { size: voters + 1, voters: voters + 1 };
		let tally = Tally { ayes, nays: voters - ayes };
		let with_one_more = Tally { ayes, nays: voters - ayes + 1 };
		prop_assert_eq!(rule.passes(tally, silent), rule.passes(with_one_more, all));
	}
}
