//! What clients depend on: the bytes of calls and stages, the form of the genesis.

use codec::{DecodeAll, Encode};
use counterfoil_primitives::{
	stream::{Ending, Flow},
	Asset,
};
use frame_support::__private::serde_json;

use crate::{mock::*, Call, GenesisConfig, HoldReason, Parameters, Rest, Stage};

const ID: u64 = 0x0102_0304_0506_0708;
const ID_BYTES: [u8; 8] = [8, 7, 6, 5, 4, 3, 2, 1];

#[test]
fn calls_encode_as_published() {
	let call = |index: u8, rest: &[&[u8]]| -> Vec<u8> {
		[[index].as_slice(), ID_BYTES.as_slice(), rest.concat().as_slice()].concat()
	};
	let (payee, from) = (did(PAYEE), did(PATRON));
	let number = |value: u8| [value, 0, 0, 0, 0, 0, 0, 0];
	let amount = |value: u8| [number(value), [0; 8]].concat();
	let open = Call::<Test>::open {
		payee,
		data_set: Some(5),
		asset: Asset::Local(9),
		rate: 1,
		deposit: 2,
		notice: 3,
		from: Some(from),
	};
	let plain = Call::<Test>::open {
		payee,
		data_set: None,
		asset: Asset::Native,
		rate: 1,
		deposit: 2,
		notice: 3,
		from: None,
	};
	let numbers = [amount(1), amount(2), number(3).to_vec()].concat();
	let cases: [(Call<Test>, Vec<u8>); 12] = [
		(
			open,
			[&[0], &payee.0[..], &[1], &number(5), &[1, 9, 0, 0, 0], &numbers, &[1], &from.0]
				.concat(),
		),
		(plain, [&[0], &payee.0[..], &[0], &[0], &numbers, &[0]].concat()),
		(
			Call::fund { id: ID, deposit: 2, from: Some(from) },
			call(1, &[&amount(2), &[1], &from.0]),
		),
		(Call::fund { id: ID, deposit: 2, from: None }, call(1, &[&amount(2), &[0]])),
		(Call::claim { id: ID }, call(2, &[])),
		(Call::top_up { id: ID, amount: 4 }, call(3, &[&amount(4)])),
		(Call::pause { id: ID }, call(4, &[])),
		(Call::resume { id: ID }, call(5, &[])),
		(Call::change_rate { id: ID, rate: 6 }, call(6, &[&amount(6)])),
		(Call::close { id: ID }, call(7, &[])),
		(Call::withdraw { id: ID }, call(8, &[])),
		(
			Call::set_parameters {
				parameters: Parameters { funding: 1, max_notice: 2, max_loan: 3 },
			},
			[&[9][..], &number(1), &number(2), &number(3)].concat(),
		),
	];
	for (call, bytes) in cases {
		assert_eq!(call.encode(), bytes, "{call:?}");
		assert_eq!(Call::<Test>::decode_all(&mut &bytes[..]).unwrap(), call);
	}
}

#[test]
fn stages_and_reasons_keep_their_numbers() {
	let rest = Rest { to_payee: 1, to_funder: 2, ending: Ending::Lapsed, at: 3 };
	let stages = [
		Stage::Awaiting { rate: 1, until: 2 },
		Stage::Open(Flow::new(1, 2, 3, None)),
		Stage::Undelivered(rest),
	];
	for (number, stage) in stages.into_iter().enumerate() {
		assert_eq!(usize::from(stage.encode()[0]), number);
	}
	assert_eq!(rest.encode(), (1u128, 2u128, 3u8, 3u64).encode());
	assert_eq!(HoldReason::Deposit.encode(), [0]);
	assert_eq!(HoldReason::Record.encode(), [1]);
}

#[test]
fn genesis_is_read_from_json() {
	let genesis: GenesisConfig<Test> = serde_json::from_str(
		r#"{ "parameters": { "funding": 20000, "maxNotice": 100000, "maxLoan": 1000000 } }"#,
	)
	.unwrap();
	assert_eq!(genesis.parameters, parameters());
}
