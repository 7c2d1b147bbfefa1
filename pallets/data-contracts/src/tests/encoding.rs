//! What clients depend on: the bytes of calls.

use codec::{DecodeAll, Encode};
use counterfoil_primitives::{
	money::{Asset, Commission},
	terms::{Completeness, Conditions, Late, Schedule, Terms, Umpire},
	traits::{CertificateNeed, Delivery, Judge, Party},
	usage::{UsageStatement, UsageTerms},
};
use frame_support::BoundedVec;

use crate::{mock::*, Call, HoldReason};

const ID: u64 = 0x0102_0304_0506_0708;
const ID_BYTES: [u8; 8] = [8, 7, 6, 5, 4, 3, 2, 1];

/// Little-endian, with so many bytes.
fn number<const LENGTH: usize>(value: u128) -> Vec<u8> {
	value.to_le_bytes()[..LENGTH].to_vec()
}

#[test]
fn conditions_encode_as_published() {
	let conditions = Conditions {
		data_set: 1,
		asset: Asset::Local(2),
		price: 3,
		schedule: Schedule { first: 4, period: 5, grace: 6, batches: 7 },
		prepaid: 8,
		records: 9,
		quality: 10,
		certificate: CertificateNeed::Any,
		delivery: Delivery::Sealed(Judge { did: did(11), fee: 12, fallback: 13 }),
		commissions: BoundedVec::truncate_from(vec![Commission { payee: did(14), per_mille: 15 }]),
		usage: UsageStatement { document: [16; 32], terms: UsageTerms::unlimited() },
		terms: Terms {
			late: Some(Late { unit: 17, per_unit: 18, most: 19 }),
			gap: 20,
			refusal: 21,
			completeness: Some(Completeness { at_least: 22, reward: 23 }),
			liability: 24,
			notice: 25,
		},
		umpire: Some(Umpire { did: did(26), window: 27 }),
	};
	let bytes = [
		number::<8>(1),
		vec![1],
		number::<4>(2),
		number::<16>(3),
		[number::<8>(4), number::<8>(5), number::<8>(6), number::<4>(7)].concat(),
		number::<4>(8),
		number::<8>(9),
		number::<2>(10),
		vec![1],
		[vec![1], did(11).0.to_vec(), number::<2>(12), number::<2>(13)].concat(),
		[vec![4], did(14).0.to_vec(), number::<2>(15)].concat(),
		[vec![16; 32], UsageTerms::unlimited().encode()].concat(),
		[vec![1], number::<8>(17), number::<16>(18), number::<16>(19)].concat(),
		number::<16>(20),
		number::<16>(21),
		[vec![1], number::<2>(22), number::<16>(23)].concat(),
		number::<16>(24),
		number::<8>(25),
		[vec![1], did(26).0.to_vec(), number::<8>(27)].concat(),
	]
	.concat();
	assert_eq!(conditions.encode(), bytes);
	assert_eq!(Conditions::decode_all(&mut &bytes[..]).unwrap(), conditions);

	let call = Call::<Test>::propose {
		party: Party::Demander,
		to: did(SUPPLIER),
		conditions: Box::new(conditions),
		until: ID,
	};
	let expected = [&[0, 1][..], &did(SUPPLIER).0, bytes.as_slice(), ID_BYTES.as_slice()].concat();
	assert_eq!(call.encode(), expected);
	assert_eq!(Call::<Test>::decode_all(&mut &expected[..]).unwrap(), call);
}

#[test]
fn calls_encode_as_published() {
	let call = |index: u8, rest: &[u8]| -> Vec<u8> {
		[[index].as_slice(), ID_BYTES.as_slice(), rest].concat()
	};
	let submissions = BoundedVec::truncate_from(vec![ID]);
	let cases: [(Call<Test>, Vec<u8>); 8] = [
		(Call::withdraw { id: ID }, call(1, &[])),
		(Call::accept { id: ID }, call(2, &[])),
		(Call::fund_more { id: ID, batches: 5 }, call(3, &[5, 0, 0, 0])),
		(
			Call::deliver { id: ID, batch: 6, submissions },
			call(4, &[&[6, 0, 0, 0, 4][..], &ID_BYTES].concat()),
		),
		(Call::decide { id: ID, batch: 6, against: Party::Demander }, call(5, &[6, 0, 0, 0, 1])),
		(Call::end { id: ID }, call(6, &[])),
		(Call::advance { id: ID }, call(7, &[])),
		(Call::protest { id: ID }, call(8, &[])),
	];
	for (call, bytes) in cases {
		assert_eq!(call.encode(), bytes, "{call:?}");
		assert_eq!(Call::<Test>::decode_all(&mut &bytes[..]).unwrap(), call);
	}
}

#[test]
fn more_submissions_than_a_batch_may_have_do_not_decode() {
	let with = |count: u64| {
		let submissions: Vec<u64> = (0..count).collect();
		(4u8, ID, 0u32, submissions).encode()
	};
	assert!(Call::<Test>::decode_all(&mut &with(4)[..]).is_ok());
	assert!(Call::<Test>::decode_all(&mut &with(5)[..]).is_err());
}

#[test]
fn reasons_of_holds_keep_their_indices() {
	let reasons = [HoldReason::Budget, HoldReason::Bond, HoldReason::Record];
	assert_eq!(reasons.map(|reason| reason.encode()), [vec![0], vec![1], vec![2]]);
}
