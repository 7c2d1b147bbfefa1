//! What clients depend on: the bytes of calls, phases and verdicts, the form of the genesis.

use codec::{Decode, DecodeAll, Encode};
use counterfoil_primitives::{
	did::DidId,
	traits::Reason,
	verdict::{LeafProof, Participation, RoundOutcome, Standing},
};
use frame_support::{__private::serde_json, BoundedVec};

use crate::{mock::*, Call, GenesisConfig, HoldReason, Phase, Verdict};

const ID: u64 = 0x0102_0304_0506_0708;
const ID_BYTES: [u8; 8] = [8, 7, 6, 5, 4, 3, 2, 1];

fn bad() -> Verdict {
	Verdict::Invalid {
		reason: Reason::Implausible,
		leaf: Some(LeafProof {
			index: 3,
			leaf: [2; 32],
			path: BoundedVec::truncate_from(vec![[4; 32]]),
		}),
	}
}

#[test]
fn calls_encode_as_published() {
	let call = |index: u8, rest: &[&[u8]]| -> Vec<u8> {
		[[index].as_slice(), ID_BYTES.as_slice(), rest.concat().as_slice()].concat()
	};
	let cases: [(Call<Test>, Vec<u8>); 8] = [
		(
			Call::open_round { submission: ID, fee: 1_000, seats: 7 },
			call(0, &[&[0xe8, 3, 0, 0, 0, 0, 0, 0], &[7, 0, 0, 0]]),
		),
		(Call::join { round: ID }, call(1, &[])),
		(Call::commit { round: ID, commitment: [9; 32] }, call(2, &[&[9; 32]])),
		(
			Call::reveal { round: ID, verdict: valid(900), salt: [5; 32] },
			call(3, &[&[0, 0x84, 3], &[5; 32]]),
		),
		(
			Call::reveal { round: ID, verdict: bad(), salt: [5; 32] },
			call(3, &[&[1, 4, 1], &[3, 0, 0, 0, 0, 0, 0, 0], &[2; 32], &[4], &[4; 32], &[5; 32]]),
		),
		(Call::veto { round: ID, reason: [6; 32] }, call(4, &[&[6; 32]])),
		(Call::advance { round: ID }, call(5, &[])),
		(Call::forget { round: ID }, call(6, &[])),
	];
	for (call, bytes) in cases {
		assert_eq!(call.encode(), bytes, "{call:?}");
		assert_eq!(Call::<Test>::decode_all(&mut &bytes[..]).unwrap(), call);
	}
}

#[test]
fn path_longer_than_the_limit_does_not_decode() {
	let with = |length: usize| {
		(1u8, Reason::Other, Some((3u64, [0u8; 32], vec![[0u8; 32]; length]))).encode()
	};
	assert!(Verdict::decode(&mut &with(64)[..]).is_ok());
	assert!(Verdict::decode(&mut &with(65)[..]).is_err());
}

#[test]
fn phases_outcomes_and_reasons_keep_their_numbers() {
	let outcome = RoundOutcome::NoMajority;
	let phases = [
		Phase::Joining { until: 1 },
		Phase::Committing { until: 1 },
		Phase::Revealing { until: 1 },
		Phase::Settling { outcome, visited: 0, rewarded: 0, due: 1 },
		Phase::Closed { outcome, at: 1 },
	];
	for (number, phase) in phases.into_iter().enumerate() {
		assert_eq!(usize::from(phase.encode()[0]), number);
	}
	let outcomes = [
		RoundOutcome::Valid { quality: 1 },
		RoundOutcome::Invalid { reason: Reason::Other, leaf: None },
		RoundOutcome::TooFewJoined,
		RoundOutcome::TooFewCommitted,
		RoundOutcome::TooFewRevealed,
		RoundOutcome::NoMajority,
		RoundOutcome::Vetoed { regulator: DidId([0; 32]), reason: [0; 32] },
	];
	for (number, outcome) in outcomes.into_iter().enumerate() {
		assert_eq!(usize::from(outcome.encode()[0]), number);
	}
	let standings = [
		Standing::Majority,
		Standing::Minority,
		Standing::Unrevealed,
		Standing::Excused,
		Standing::Undecided,
	];
	for (number, standing) in standings.into_iter().enumerate() {
		assert_eq!(usize::from(standing.encode()[0]), number);
	}
	assert_eq!(Participation::Joined.encode(), [0]);
	for (number, reason) in
		[HoldReason::Fee, HoldReason::Bond, HoldReason::Record].into_iter().enumerate()
	{
		assert_eq!(usize::from(reason.encode()[0]), number);
	}
}

#[test]
fn genesis_is_read_from_json() {
	let genesis: GenesisConfig<Test> = serde_json::from_str(
		r#"{
			"parameters": {
				"windows": { "joining": 10000, "committing": 20000, "revealing": 30000 },
				"retention": 1000000,
				"minimumFee": 100,
				"bond": 500,
				"quorum": 3,
				"majority": 500,
				"minorityPenalty": 300,
				"unrevealedPenalty": 500,
				"maxAbsence": 250
			}
		}"#,
	)
	.unwrap();
	assert_eq!(genesis.parameters, parameters());
}
