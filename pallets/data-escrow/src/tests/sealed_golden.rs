//! What clients of sealed deals depend on: the bytes of calls, stages and outcomes, and the numbers of events and errors.

use codec::{DecodeAll, Encode};
use counterfoil_primitives::{
	exchange::Outcome,
	traits::{Delivery, Judge},
};

use super::sealed_deal::*;
use crate::{mock::*, Call, Case, Error, Event, Handover, Stage};

const ID: u64 = 0x0102_0304_0506_0708;
const ID_BYTES: [u8; 8] = [8, 7, 6, 5, 4, 3, 2, 1];

#[test]
fn calls_encode_as_published() {
	let call = |index: u8, rest: &[&[u8]]| -> Vec<u8> {
		[[index].as_slice(), ID_BYTES.as_slice(), rest.concat().as_slice()].concat()
	};
	let cases: [(Call<Test>, Vec<u8>); 6] = [
		(
			Call::deliver_sealed {
				id: ID,
				ciphertext_root: [1; 32],
				key_commitment: [2; 32],
				sealed_key: [3; 32],
				watermark: Some([4; 32]),
			},
			call(20, &[&[1; 32], &[2; 32], &[3; 32], &[1], &[4; 32]]),
		),
		(Call::complain { id: ID, evidence: [4; 32] }, call(21, &[&[4; 32]])),
		(Call::answer { id: ID, evidence: [5; 32] }, call(22, &[&[5; 32]])),
		(Call::concede { id: ID }, call(23, &[])),
		(
			Call::decide { id: ID, to_supplier: 0x0102, reason: [6; 32] },
			call(24, &[&[2, 1], &[6; 32]]),
		),
		(Call::recuse { id: ID }, call(25, &[])),
	];
	for (call, bytes) in cases {
		assert_eq!(call.encode(), bytes, "{call:?}");
		assert_eq!(Call::<Test>::decode_all(&mut &bytes[..]).unwrap(), call);
	}
}

#[test]
fn stages_outcomes_and_terms_encode_as_published() {
	let handover = Handover {
		ciphertext_root: [1; 32],
		watermark: None,
		key_commitment: [2; 32],
		sealed_key: [3; 32],
	};
	let delivered = Stage::Delivered { until: 9, handover };
	let handed = [&[1u8; 32][..], &[0], &[2; 32], &[3; 32]].concat();
	let until = [9, 0, 0, 0, 0, 0, 0, 0];
	assert_eq!(delivered.encode(), [&[5][..], &until, &handed].concat());
	let case = Case { complaint: [4; 32], answer_until: 7, answer: Some([5; 32]), reply: None };
	let said = [&[4; 32][..], &[7, 0, 0, 0, 0, 0, 0, 0, 1], &[5; 32], &[0]].concat();
	let contested = Stage::Contested { until: 9, handover, case };
	assert_eq!(contested.encode(), [&[6][..], &until, &handed, &said].concat());

	assert_eq!(Outcome::Judged { to_supplier: 0x0102 }.encode(), [7, 2, 1]);
	assert_eq!(Outcome::Fallback { to_supplier: 0x0102 }.encode(), [8, 2, 1]);
	assert_eq!(Outcome::Conceded.encode(), [9]);
	let judge = Judge { did: did(0), fee: 0x0102, fallback: 0x0304 };
	assert_eq!(Delivery::Sealed(judge).encode(), [&[1][..], &[0; 32], &[2, 1], &[4, 3]].concat());
}

#[test]
fn events_and_errors_keep_their_numbers() {
	ExtBuilder::build_and_execute(|| {
		let deal = delivered();
		assert_eq!(last_event().encode()[0], 20);
		let deal = contest(deal);
		assert_eq!(last_event().encode()[0], 21);
		assert_eq!(answer(SUPPLIER, deal.id, ANSWER), Ok(()));
		assert_eq!(last_event().encode()[0], 22);
		assert_eq!(decide(JUDGE, deal.id, 1), Ok(()));
		let numbers: Vec<_> = take_events().iter().map(|event| event.encode()[0]).collect();
		assert_eq!(numbers, [23, 25, 26]);
		assert_eq!(recuse(JUDGE, contested().id), Ok(()));
		let recused =
			take_events().into_iter().find(|event| matches!(event, Event::Recused { .. }));
		assert_eq!(recused.map(|event| event.encode()[0]), Some(24));
	});
	let errors: [Error<Test>; 18] = [
		Error::WrongDelivery,
		Error::AlreadyDelivered,
		Error::NotDelivered,
		Error::AlreadyContested,
		Error::NotContested,
		Error::AlreadyAnswered,
		Error::NotAnswered,
		Error::NotJudge,
		Error::JudgeNotActive,
		Error::JudgeIsParty,
		Error::JudgeTied,
		Error::JudgeShares,
		Error::JudgeBiased,
		Error::AnswerWindowOpen,
		Error::VerdictTooHigh,
		Error::FeeTooHigh,
		Error::FeeTooLow,
		Error::FallbackTooHigh,
	];
	for (number, error) in (50u8..).zip(errors) {
		assert_eq!(error.encode(), [number]);
	}
}
