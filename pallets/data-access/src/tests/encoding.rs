//! What clients depend on: the bytes of calls and of what is signed, the form of the genesis.

use codec::{Decode, DecodeAll, Encode};
use counterfoil_primitives::{
	access::{AccessBatchBody, Action, Fields, Grantee, Right, Terms},
	fingerprint::{Algorithm, Fingerprint},
	payload::{signing_bytes, Purpose},
};
use frame_support::{__private::serde_json, BoundedVec};

use crate::{mock::*, BatchBody, Call, GenesisConfig, Stance, TermsOf};

fn example() -> TermsOf {
	Terms {
		actions: Action::Index.into(),
		purposes: BoundedVec::truncate_from(vec![purpose("customs")]),
		fields: Fields::from_bits(3),
		from: 1,
		until: Some(2),
		uses: Some(3),
	}
}

fn batch() -> BatchBody {
	AccessBatchBody {
		operator: did(OPERATOR),
		data_set: 5,
		records: Fingerprint {
			algorithm: Algorithm::Rfc9162Sha256,
			root: [1; 32],
			leaves: 2,
			bytes: 3,
		},
		from: 4,
		to: 5,
		uses: BoundedVec::truncate_from(vec![(6, 7)]),
		refusals: 8,
	}
}

fn word(value: u64) -> Vec<u8> {
	value.to_le_bytes().to_vec()
}

#[test]
fn calls_encode_as_published() {
	let reader = did(READER).encode();
	let terms =
		[&[16, 0, 4][..], b"customs", &[0; 25], &[3], &word(1), &[1], &word(2), &[1, 3, 0, 0, 0]]
			.concat();
	let cases: Vec<(Call<Test>, Vec<Vec<u8>>)> = vec![
		(
			Call::offer_shares {
				data_set: 5,
				right: Right::Profit,
				to: did(READER),
				shares: 6,
				until: 7,
			},
			vec![vec![0], word(5), vec![2], reader.clone(), vec![6, 0, 0, 0], word(7)],
		),
		(Call::approve_offer { offer: 5 }, vec![vec![1], word(5)]),
		(Call::accept_shares { offer: 5 }, vec![vec![2], word(5)]),
		(Call::close_offer { offer: 5 }, vec![vec![3], word(5)]),
		(
			Call::approve_decision { data_set: 5, decision: [9; 32] },
			vec![vec![4], word(5), vec![9; 32]],
		),
		(
			Call::withdraw_approval { data_set: 5, decision: [9; 32] },
			vec![vec![5], word(5), vec![9; 32]],
		),
		(
			Call::set_listing { data_set: 5, did: did(READER), stance: Some(Stance::Deny) },
			vec![vec![7], word(5), reader.clone(), vec![1, 1]],
		),
		(
			Call::set_operator { data_set: 5, operator: did(READER), appointed: true },
			vec![vec![8], word(5), reader.clone(), vec![1]],
		),
		(
			Call::grant { data_set: 5, grantee: Grantee::Did(did(READER)), terms: example() },
			vec![vec![9], word(5), vec![0], reader.clone(), terms],
		),
		(Call::revoke_grant { grant: 5 }, vec![vec![10], word(5)]),
		(Call::use_grant { grant: 5, uses: 6 }, vec![vec![11], word(5), vec![6, 0, 0, 0]]),
		(
			Call::open_epoch { data_set: 5, commitment: [9; 32] },
			vec![vec![12], word(5), vec![9; 32]],
		),
		(
			Call::announce_keys {
				data_set: 5,
				epoch: 6,
				keys: BoundedVec::truncate_from(vec![class_key(READER, Some(2))]),
			},
			vec![vec![13], word(5), vec![6, 0, 0, 0], vec![4], reader, vec![1, 2], vec![9; 32]],
		),
		(Call::prune_epoch { data_set: 5, epoch: 6 }, vec![vec![14], word(5), vec![6, 0, 0, 0]]),
	];
	for (call, parts) in cases {
		let bytes = parts.concat();
		assert_eq!(call.encode(), bytes, "{call:?}");
		assert_eq!(Call::<Test>::decode_all(&mut &bytes[..]).unwrap(), call);
	}
}

#[test]
fn signed_batch_is_domain_genesis_sequence_body() {
	let bytes = signing_bytes(Purpose::AccessBatch, &[1; 32], 2, &batch());
	let expected = [
		&[27u8 << 2][..],
		b"counterfoil/access-batch/v1",
		&[1; 32],
		&word(2),
		&did(OPERATOR).0,
		&word(5),
		&[0],
		&[1; 32],
		&word(2),
		&word(3),
		&word(4),
		&word(5),
		&[4],
		&word(6),
		&[7, 0, 0, 0],
		&word(8),
	]
	.concat();
	assert_eq!(bytes, expected);
}

#[test]
fn lists_longer_than_their_bounds_do_not_decode() {
	let many = |count: usize| {
		let body = batch();
		let uses: Vec<(u64, u32)> = vec![(1, 1); count];
		(body.operator, body.data_set, body.records, body.from, body.to, uses, 8u64).encode()
	};
	assert!(BatchBody::decode(&mut &many(32)[..]).is_ok());
	assert!(BatchBody::decode(&mut &many(33)[..]).is_err());
	let purposes = |count: usize| {
		let purposes = vec![purpose("customs"); count];
		(1u16, purposes, 1u8, 1u64, None::<u64>, None::<u32>).encode()
	};
	assert!(TermsOf::decode(&mut &purposes(4)[..]).is_ok());
	assert!(TermsOf::decode(&mut &purposes(5)[..]).is_err());
}

#[test]
fn decision_is_the_hash_of_the_call_in_the_runtime() {
	let call = || Call::<Test>::revoke_grant { grant: 5 };
	let bytes = RuntimeCall::DataAccess(call()).encode();
	assert_eq!(bytes, [vec![3, 10], word(5)].concat());
	assert_eq!(DataAccess::decision_of(call()), sp_io::hashing::blake2_256(&bytes));
}

#[test]
fn genesis_is_read_from_json() {
	let genesis: GenesisConfig<Test> = serde_json::from_str(
		r#"{
			"parameters": {
				"restricted": {
					"roles": [
						"Supplier",
						"Demander",
						"ServiceProvider",
						"Regulator",
						"Validator",
						"Other"
					],
					"certificates": []
				},
				"confidential": {
					"roles": ["Regulator"],
					"certificates": ["clearance/confidential"]
				},
				"secret": { "roles": ["Regulator"], "certificates": [] },
				"decisionPeriod": 5000,
				"retention": 60000,
				"recordingPeriod": 20000
			}
		}"#,
	)
	.unwrap();
	assert_eq!(genesis.parameters, parameters());
}
