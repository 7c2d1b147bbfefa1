//! What clients depend on: the bytes of calls and stages, the form of the genesis.

use codec::{Decode, DecodeAll, Encode};
use counterfoil_primitives::{did::DidId, exchange::Outcome};
use frame_support::{__private::serde_json, BoundedVec};

use crate::{mock::*, Call, GenesisConfig, HoldReason, Misbehaviour, Stage};

const ID: u64 = 0x0102_0304_0506_0708;
const ID_BYTES: [u8; 8] = [8, 7, 6, 5, 4, 3, 2, 1];

fn misbehaviour() -> Misbehaviour {
	Misbehaviour {
		index: 3,
		ciphertext: BoundedVec::truncate_from(vec![0xaa, 0xbb]),
		ciphertext_path: BoundedVec::truncate_from(vec![[1; 32]]),
		leaf: [2; 32],
		leaf_path: BoundedVec::truncate_from(vec![[3; 32], [4; 32]]),
	}
}

#[test]
fn calls_encode_as_published() {
	let call = |index: u8, rest: &[&[u8]]| -> Vec<u8> {
		[[index].as_slice(), ID_BYTES.as_slice(), rest.concat().as_slice()].concat()
	};
	let cases: [(Call<Test>, Vec<u8>); 12] = [
		(Call::fund { id: ID, from: None }, call(0, &[&[0]])),
		(Call::fund { id: ID, from: Some(DidId([7; 32])) }, call(0, &[&[1], &[7; 32]])),
		(
			Call::commit {
				id: ID,
				ciphertext_root: [1; 32],
				key_commitment: [2; 32],
				watermark: None,
			},
			call(1, &[&[1; 32], &[2; 32], &[0]]),
		),
		(
			Call::commit {
				id: ID,
				ciphertext_root: [1; 32],
				key_commitment: [2; 32],
				watermark: Some([3; 32]),
			},
			call(1, &[&[1; 32], &[2; 32], &[1], &[3; 32]]),
		),
		(Call::accept { id: ID }, call(2, &[])),
		(Call::decline { id: ID }, call(3, &[])),
		(Call::reveal { id: ID, key: [9; 32] }, call(4, &[&[9; 32]])),
		(
			Call::dispute { id: ID, proof: misbehaviour() },
			call(
				5,
				&[
					&[3, 0, 0, 0, 0, 0, 0, 0],
					&[8, 0xaa, 0xbb],
					&[4],
					&[1; 32],
					&[2; 32],
					&[8],
					&[3; 32],
					&[4; 32],
				],
			),
		),
		(Call::settle { id: ID }, call(6, &[])),
		(Call::expire { id: ID }, call(7, &[])),
		(Call::forget { id: ID }, call(9, &[])),
		(Call::collect { id: ID }, call(10, &[])),
	];
	for (call, bytes) in cases {
		assert_eq!(call.encode(), bytes, "{call:?}");
		assert_eq!(Call::<Test>::decode_all(&mut &bytes[..]).unwrap(), call);
	}
}

#[test]
fn proof_longer_than_the_limits_does_not_decode() {
	let with = |ciphertext: usize, path: usize| {
		let hashes = vec![[0u8; 32]; path];
		(3u64, vec![0u8; ciphertext], hashes.clone(), [0u8; 32], hashes).encode()
	};
	assert!(Misbehaviour::decode(&mut &with(4096, 64)[..]).is_ok());
	assert!(Misbehaviour::decode(&mut &with(4097, 64)[..]).is_err());
	assert!(Misbehaviour::decode(&mut &with(4096, 65)[..]).is_err());
}

#[test]
fn stages_outcomes_and_reasons_keep_their_numbers() {
	let (root, watermark) = ([0; 32], None);
	let stages = [
		Stage::Agreed { until: 1 },
		Stage::Funded { until: 1 },
		Stage::Offered { until: 1, ciphertext_root: root, watermark, key_commitment: root },
		Stage::Accepted { until: 1, ciphertext_root: root, watermark, key_commitment: root },
		Stage::Revealed { until: 1, ciphertext_root: root, watermark, key: root },
	];
	for (number, stage) in stages.into_iter().enumerate() {
		assert_eq!(usize::from(stage.encode()[0]), number);
	}
	let outcomes = [
		Outcome::Settled,
		Outcome::Declined,
		Outcome::NotFunded,
		Outcome::NotCommitted,
		Outcome::NotAccepted,
		Outcome::NotRevealed,
		Outcome::Convicted,
	];
	for (number, outcome) in outcomes.into_iter().enumerate() {
		assert_eq!(usize::from(outcome.encode()[0]), number);
	}
	for (number, reason) in
		[HoldReason::Price, HoldReason::Bond, HoldReason::Record].into_iter().enumerate()
	{
		assert_eq!(usize::from(reason.encode()[0]), number);
	}
}

#[test]
fn genesis_is_read_from_json() {
	let genesis: GenesisConfig<Test> = serde_json::from_str(
		r#"{
			"parameters": {
				"windows": {
					"funding": 10000,
					"commitment": 20000,
					"acceptance": 30000,
					"reveal": 40000,
					"dispute": 50000,
					"judgement": 60000
				},
				"bond": 200000,
				"minimumBond": 50
			}
		}"#,
	)
	.unwrap();
	assert_eq!(genesis.parameters, parameters());
}
