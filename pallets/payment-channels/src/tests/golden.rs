//! What clients depend on: the bytes of calls, states and reasons, and the form of the genesis.

use codec::{DecodeAll, Encode};
use counterfoil_primitives::{
	did::{KeySignature, VerificationKey},
	fingerprint::{Algorithm, Fingerprint},
	money::{Asset, Commission},
	voucher::{FinalState, Voucher},
};
use frame_support::{__private::serde_json, BoundedVec};

use crate::{mock::*, Call, Ending, GenesisConfig, HoldReason, Parameters, State};

const ID: u64 = 0x0102_0304_0506_0708;
const ID_BYTES: [u8; 8] = [8, 7, 6, 5, 4, 3, 2, 1];

fn delivered() -> Fingerprint {
	Fingerprint { algorithm: Algorithm::Rfc9162Sha256, root: [0xab; 32], leaves: 2, bytes: 3 }
}

/// The bytes of a voucher or a final state over 0x0506.
fn body() -> Vec<u8> {
	let mut bytes = vec![6, 5];
	bytes.resize(16, 0);
	bytes.push(0);
	bytes.extend([0xab; 32]);
	bytes.extend([2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0]);
	bytes
}

#[test]
fn calls_encode_as_published() {
	let call = |index: u8, rest: &[&[u8]]| -> Vec<u8> {
		[[index].as_slice(), ID_BYTES.as_slice(), rest.concat().as_slice()].concat()
	};
	let signature = KeySignature::Sr25519([9; 64]);
	let signed = [&[1][..], &[9; 64]].concat();
	let voucher = Voucher { amount: 0x0506, delivered: delivered() };
	let state = FinalState { amount: 0x0506, delivered: delivered() };
	let parameters =
		Parameters { shortest_challenge: 1, longest_challenge: 2, longest_life: 0x0102 };
	let commission = Commission { payee: did(PLATFORM), per_mille: 0x0102 };
	let cases: [(Call<Test>, Vec<u8>); 10] = [
		(
			Call::open {
				payee: did(PAYEE),
				signer: VerificationKey::EcdsaSecp256k1([7; 33]),
				asset: Asset::Local(0x0102),
				deposit: 0x0304,
				data_set: Some(5),
				commissions: BoundedVec::truncate_from(vec![commission]),
				expires: 6,
				challenge: 7,
				from: Some(did(PAYER)),
			},
			[
				&[0][..],
				&did(PAYEE).0,
				&[2],
				&[7; 33],
				&[1, 2, 1, 0, 0],
				&[4, 3, 0, 0, 0, 0, 0, 0],
				&[1, 5, 0, 0, 0, 0, 0, 0, 0],
				&[4],
				&did(PLATFORM).0,
				&[2, 1],
				&[6, 0, 0, 0, 0, 0, 0, 0],
				&[7, 0, 0, 0, 0, 0, 0, 0],
				&[1],
				&did(PAYER).0,
			]
			.concat(),
		),
		(
			Call::top_up { channel: ID, amount: 1, expires: Some(2) },
			call(1, &[&[1, 0, 0, 0, 0, 0, 0, 0], &[1, 2, 0, 0, 0, 0, 0, 0, 0]]),
		),
		(Call::claim { channel: ID, voucher, signature }, call(2, &[&body(), &signed])),
		(
			Call::close {
				channel: ID,
				state,
				payer_signature: signature,
				payee_signature: KeySignature::Ed25519([8; 64]),
			},
			call(3, &[&body(), &signed, &[0], &[8; 64]]),
		),
		(
			Call::close_by_payee { channel: ID, best: Some((voucher, signature)) },
			call(4, &[&[1], &body(), &signed]),
		),
		(Call::close_by_payee { channel: ID, best: None }, call(4, &[&[0]])),
		(Call::request_close { channel: ID }, call(5, &[])),
		(Call::finalise { channel: ID }, call(6, &[])),
		(Call::settle { channel: ID }, call(7, &[])),
		(
			Call::set_parameters { parameters },
			[[8, 1], [0, 0], [0, 0], [0, 0], [0, 2], [0, 0], [0, 0], [0, 0], [0, 2], [1, 0]]
				.concat()
				.into_iter()
				.chain([0; 5])
				.collect(),
		),
	];
	for (call, bytes) in cases {
		assert_eq!(call.encode(), bytes, "{call:?}");
		assert_eq!(Call::<Test>::decode_all(&mut &bytes[..]).unwrap(), call);
	}
}

#[test]
fn states_endings_and_reasons_keep_their_numbers() {
	let states = [State::Open, State::Closing { until: 1 }, State::Ended { at: 1 }];
	for (number, state) in states.into_iter().enumerate() {
		assert_eq!(usize::from(state.encode()[0]), number);
		assert_eq!(recoded(&state), state);
	}
	let endings = [Ending::Agreed, Ending::ByPayee, Ending::Requested, Ending::Expired];
	for (number, ending) in endings.into_iter().enumerate() {
		assert_eq!(ending.encode(), [u8::try_from(number).unwrap()]);
	}
	for (number, reason) in [HoldReason::Deposit, HoldReason::Record].into_iter().enumerate() {
		assert_eq!(usize::from(reason.encode()[0]), number);
	}
}

/// What a client in another language checks itself against: seed, bytes to sign, signature.
#[test]
fn voucher_of_a_known_key_is_as_published() {
	use sp_core::{ed25519, Pair as _};

	let key = ed25519::Pair::from_seed(&[1; 32]);
	let voucher = Voucher { amount: 0x0506, delivered: delivered() };
	let message = voucher.signing_bytes(&[0x11; 32], ID);
	let head = [&[0x78][..], b"counterfoil/payment-voucher/v1", &[0x11; 32], &ID_BYTES].concat();
	assert_eq!(message, [head, body()].concat());
	// Ed25519 is deterministic (RFC 8032).
	assert_eq!(hex(&key.public().0), SIGNER);
	assert_eq!(hex(&key.sign(&message).0), VOUCHER_SIGNATURE);

	let state = FinalState { amount: 0x0506, delivered: delivered() };
	let message = state.signing_bytes(&[0x11; 32], ID);
	assert_eq!(hex(&key.sign(&message).0), FINAL_SIGNATURE);
}

/// The public key of the seed 0x0101..01.
const SIGNER: &str = "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c";
/// Its signature over the voucher.
const VOUCHER_SIGNATURE: &str = concat!(
	"4d2435662d153113fe4e8bd20a0c8e35cca33d204619f373a3a8747696b0ca64",
	"e43be880e10a5ffca54d8801281e280244f86c414bf751715853cae050c3b301"
);
/// Its signature over the final state.
const FINAL_SIGNATURE: &str = concat!(
	"78522c31db682b1bcecef22e52b793f0cd1cc19b5038df15c02c33e62f53f0a5",
	"a967f264b38ded0839bc01b5e5372b4d814cc4505bdb42387e5be16ed55b2405"
);

fn hex(bytes: &[u8]) -> String {
	bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn genesis_is_read_from_json() {
	let genesis: GenesisConfig<Test> = serde_json::from_str(
		r#"{
			"parameters": {
				"shortestChallenge": 1000,
				"longestChallenge": 20000,
				"longestLife": 200000
			}
		}"#,
	)
	.unwrap();
	assert_eq!(genesis.parameters, parameters());
}
