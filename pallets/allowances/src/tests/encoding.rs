//! What clients depend on: the bytes of calls.

use codec::{DecodeAll, Encode};
use counterfoil_primitives::{allowance::Limits, Asset};

use crate::{mock::*, Call, HoldReason};

#[test]
fn calls_encode_as_published() {
	let limits = Limits { amount: 1, total: 2, count: 3, lock: 4, valid_until: 5 };
	let limit_bytes = [
		&[1u8][..],
		&[0; 15],
		&[2],
		&[0; 15],
		&[3, 0, 0, 0],
		&[4, 0, 0, 0, 0, 0, 0, 0],
		&[5, 0, 0, 0, 0, 0, 0, 0],
	]
	.concat();
	let (spender, payee) = (did(SPENDER), did(PAYEE));
	let cases: [(Call<Test>, Vec<u8>); 4] = [
		(
			Call::allow { spender, payee: Some(payee), asset: Asset::Local(9), limits },
			[&[0u8][..], &spender.0, &[1], &payee.0, &[1, 9, 0, 0, 0], &limit_bytes].concat(),
		),
		(
			Call::allow { spender, payee: None, asset: Asset::Native, limits },
			[&[0u8][..], &spender.0, &[0], &[0], &limit_bytes].concat(),
		),
		(
			Call::amend { spender, payee: None, limits },
			[&[1u8][..], &spender.0, &[0], &limit_bytes].concat(),
		),
		(
			Call::revoke { spender, payee: Some(payee) },
			[&[2u8][..], &spender.0, &[1], &payee.0].concat(),
		),
	];
	for (call, bytes) in cases {
		assert_eq!(call.encode(), bytes, "{call:?}");
		assert_eq!(Call::<Test>::decode_all(&mut &bytes[..]).unwrap(), call);
	}
	assert_eq!(HoldReason::Record.encode(), [0]);
}
