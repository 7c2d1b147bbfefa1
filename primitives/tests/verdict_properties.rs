//! Properties of verdicts and of what follows from them: no unit is lost, nobody gets less than nothing, the better side
//! never fares worse, and the score of counts is an interval that moves the right way.

use counterfoil_primitives::{
	did::DidId,
	reputation::{Score, ValidatorCounts, PATIENCE},
	traits::Reason,
	verdict::{
		commitment, penalty, share, standing, Finding, Participation, Reward, RoundOutcome, Stakes,
		Standing, Tally, Verdict,
	},
	Hash,
};
use proptest::{collection, prelude::*, test_runner::FileFailurePersistence};

/// What failed once is kept beside this file.
fn config() -> ProptestConfig {
	ProptestConfig {
		cases: 256,
		failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
		..ProptestConfig::default()
	}
}

fn stakes() -> impl Strategy<Value = Stakes> {
	(
		0..=1_000_000_000_000u128,
		0..=1_000_000_000_000u128,
		(0..=1_000u16, 0..=1_000u16),
		(1..=100u32, 0..=100u32, 0..=100u32),
	)
		.prop_map(|(fee, bond, penalties, (majority, minority, unrevealed))| Stakes {
			fee,
			bond,
			minority_penalty: penalties.0,
			unrevealed_penalty: penalties.1,
			majority,
			minority,
			unrevealed,
		})
}

fn reason() -> impl Strategy<Value = Reason> {
	prop_oneof![
		Just(Reason::Corrupted),
		Just(Reason::OutOfRange),
		Just(Reason::Incomplete),
		Just(Reason::WrongSchema),
		Just(Reason::Implausible),
		Just(Reason::Other),
	]
}

fn finding() -> impl Strategy<Value = Finding> {
	prop_oneof![
		(0..=1_000u16).prop_map(|quality| Finding::Valid { quality }),
		(reason(), any::<Option<u64>>())
			.prop_map(|(reason, leaf)| Finding::Invalid { reason, leaf }),
	]
}

/// Everybody's share of the fee and of what was slashed.
fn rewards(stakes: &Stakes) -> impl Iterator<Item = Reward> + '_ {
	(0..stakes.majority).map(|rank| stakes.reward(rank))
}

proptest! {
	#![proptest_config(config())]

	#[test]
	fn all_that_was_held_is_paid_out_and_no_more(stakes in stakes()) {
		let held = stakes.fee
			+ stakes.bond * u128::from(stakes.majority + stakes.minority + stakes.unrevealed);
		let back = |standing, heads: u32| {
			let loss = stakes.loss(standing);
			assert!(loss <= stakes.bond, "somebody loses more than the bond");
			(stakes.bond - loss) * u128::from(heads)
		};
		let returned = back(Standing::Majority, stakes.majority)
			+ back(Standing::Minority, stakes.minority)
			+ back(Standing::Unrevealed, stakes.unrevealed);
		let paid: u128 = rewards(&stakes).map(|reward| reward.fee + reward.slashed).sum();
		prop_assert_eq!(held, returned + paid);
	}

	#[test]
	fn shares_differ_by_one_at_most_and_the_first_get_the_rest(stakes in stakes()) {
		let all: Vec<Reward> = rewards(&stakes).collect();
		for pair in all.windows(2) {
			prop_assert!(pair[0].fee == pair[1].fee || pair[0].fee == pair[1].fee + 1);
			prop_assert!(
				pair[0].slashed == pair[1].slashed || pair[0].slashed == pair[1].slashed + 1
			);
		}
		prop_assert!(all[0].fee - all[all.len() - 1].fee <= 1);
	}

	#[test]
	fn more_to_share_never_means_less_for_anybody(
		total in 0..=u128::MAX / 2,
		more in 0..=u128::MAX / 2,
		heads in 1..=1_000u32,
		rank in 0..=1_000u32,
	) {
		prop_assert!(share(total, heads, rank) <= share(total + more, heads, rank));
		prop_assert!(share(total, heads + 1, rank) <= share(total, heads, rank) || rank >= heads);
	}

	#[test]
	fn penalty_grows_with_bond_and_share_and_stays_below_the_bond(
		bond in 0..=u128::MAX / 2,
		more in 0..=u128::MAX / 2,
		share in 0..=1_000u16,
	) {
		prop_assert!(penalty(bond, share) <= bond);
		prop_assert!(penalty(bond, share) <= penalty(bond + more, share));
		prop_assert!(share == 0 || penalty(bond, share - 1) <= penalty(bond, share));
	}

	#[test]
	fn tally_decides_what_counting_again_would(
		findings in collection::vec(finding(), 0..40),
		quorum in 1..=10u32,
		majority in 500..1_000u16,
	) {
		let mut tally = Tally::default();
		findings.iter().for_each(|finding| tally.count(finding));
		let qualities: Vec<u16> = findings
			.iter()
			.filter_map(|finding| match finding {
				Finding::Valid { quality } => Some(*quality),
				Finding::Invalid { .. } => None,
			})
			.collect();
		let all = findings.len() as u64;
		let valid = qualities.len() as u64;
		let beats = |votes: u64| votes * 1_000 > u64::from(majority) * all;
		match tally.decide(quorum, majority) {
			RoundOutcome::TooFewRevealed => prop_assert!(all < u64::from(quorum)),
			RoundOutcome::Valid { quality } => {
				prop_assert!(beats(valid) && all >= u64::from(quorum));
				prop_assert_eq!(Some(quality), qualities.into_iter().min());
			},
			RoundOutcome::Invalid { reason, leaf } => {
				prop_assert!(beats(all - valid) && all >= u64::from(quorum));
				let given = |sought: Reason| {
					findings
						.iter()
						.filter(|finding| {
							matches!(finding, Finding::Invalid { reason, .. } if *reason == sought)
						})
						.count()
				};
				for other in findings.iter().filter_map(|finding| match finding {
					Finding::Invalid { reason, .. } => Some(*reason),
					Finding::Valid { .. } => None,
				}) {
					prop_assert!(
						given(other) < given(reason)
							|| given(other) == given(reason) && reason <= other
					);
				}
				let first = findings.iter().find_map(|finding| match finding {
					Finding::Invalid { reason: given, leaf } if *given == reason => *leaf,
					_ => None,
				});
				prop_assert_eq!(leaf, first);
			},
			RoundOutcome::NoMajority => {
				prop_assert!(!beats(valid) && !beats(all - valid));
			},
			other => prop_assert!(false, "{other:?}"),
		}
	}

	#[test]
	fn majority_that_is_not_more_than_its_share_decides_nothing(
		honest in 1..=100u32,
		colluding in 0..=100u32,
	) {
		// Whoever is no more than half cannot carry a round that asks for more than half.
		prop_assume!(colluding <= honest);
		let mut tally = Tally::default();
		(0..honest).for_each(|_| tally.count(&Finding::Valid { quality: 900 }));
		let lie = Finding::Invalid { reason: Reason::Other, leaf: None };
		(0..colluding).for_each(|_| tally.count(&lie));
		let outcome = tally.decide(1, 500);
		let lied = matches!(outcome, RoundOutcome::Invalid { .. });
		prop_assert!(!lied);
		let stands = standing(&outcome, &Participation::Revealed(lie));
		prop_assert!(stands != Standing::Majority);
	}

	#[test]
	fn commitment_opens_for_its_validator_alone(
		genesis: Hash,
		round: u64,
		validator: [u8; 32],
		other: [u8; 32],
		quality in 0..=1_000u16,
		salt: [u8; 32],
	) {
		prop_assume!(validator != other);
		let verdict: Verdict = Verdict::Valid { quality };
		let of = |validator: [u8; 32]| {
			commitment(&genesis, round, &DidId(validator), &verdict, &salt)
		};
		prop_assert_ne!(of(validator), of(other));
	}

	#[test]
	fn score_is_an_interval_that_moves_the_right_way(good in 0..100_000u32, bad in 0..100_000u32) {
		let score = Score::of(good, bad);
		prop_assert!(score.lower <= score.upper && score.upper <= 1_000);
		let better = Score::of(good + 1, bad);
		prop_assert!(better.lower >= score.lower && better.upper >= score.upper);
		let worse = Score::of(good, bad + 1);
		prop_assert!(worse.lower <= score.lower && worse.upper <= score.upper);
		if good + bad > 0 {
			let share = u64::from(good) * 1_000 / u64::from(good + bad);
			prop_assert!(u64::from(score.lower) <= share);
			prop_assert!(u64::from(score.upper) >= share);
		}
	}

	#[test]
	fn more_evidence_of_the_same_kind_narrows_the_score(
		good in 0..10_000u32,
		bad in 0..10_000u32,
		times in 2..20u32,
	) {
		prop_assume!(good + bad > 0);
		let (few, many) = (Score::of(good, bad), Score::of(good * times, bad * times));
		prop_assert!(many.lower >= few.lower && many.upper <= few.upper);
	}

	#[test]
	fn absence_falls_with_every_round_that_was_finished(
		unrevealed in 0..100_000u32,
		with_majority in 0..100_000u32,
		against_majority in 0..100_000u32,
		undecided in 0..100_000u32,
	) {
		let counts =
			ValidatorCounts { with_majority, against_majority, unrevealed, undecided };
		let rounds = u64::from(unrevealed)
			+ u64::from(with_majority)
			+ u64::from(against_majority)
			+ u64::from(undecided);
		let expected = u64::from(unrevealed) * 1_000 / (rounds + PATIENCE);
		prop_assert_eq!(u64::from(counts.absence()), expected);
		let mut next = counts;
		next.count(Standing::Majority);
		prop_assert!(next.absence() <= counts.absence());
		next = counts;
		next.count(Standing::Unrevealed);
		prop_assert!(next.absence() >= counts.absence());
	}
}
