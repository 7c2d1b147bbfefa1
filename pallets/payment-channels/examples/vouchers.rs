//! How many readings one channel pays for, and what a reading costs in fees.
//!
//! ```text
//! cargo run --release -p pallet-payment-channels --example vouchers [FEE_PER_REF_TIME FEE_PER_BYTE EXTENSIONS]
//! ```
//!
//! First the payee's library on one core, for each scheme that vouchers are signed with: readings of 100 bytes are delivered, a voucher is
//! asked for after each, or after each tenth or hundredth, and checked. The time is the payee's alone: hashing the reading into the
//! fingerprint, taking the root, checking the voucher and its signature. The payer's time to sign is printed beside it.
//!
//! Then the fee of a claim, divided by the readings that it is for. A fee is `weight * FEE_PER_REF_TIME + bytes * FEE_PER_BYTE`, in
//! units of 10^-12 of the token; the two numbers are the runtime's (its `constants.rs`), 4 and 10,000,000 unless others are given.
//! The weight includes that of an empty transaction and that of its extensions, which the third number says in picoseconds: nonce, genesis,
//! mortality, weight and fee are checked by weights of the SDK, some half a millisecond together.

use std::{
	env,
	hint::black_box,
	time::{Duration, Instant},
};

use codec::Encode;
use counterfoil_primitives::{
	did::{KeySignature, VerificationKey},
	money::Price,
	voucher::{PayeeLedger, PayerLedger, SignedVoucher, Terms},
};
use frame_support::weights::constants::ExtrinsicBaseWeight;
use pallet_payment_channels::{weights::WeightInfo, MAX_PARTS};
use sp_core::{ecdsa, ed25519, sr25519, Pair as _};
use sp_io::hashing::sha2_256;

/// Readings that are delivered for each line.
const READINGS: u32 = 20_000;
/// Bytes of a reading.
const READING: usize = 100;
/// The genesis hash of some chain.
const GENESIS: [u8; 32] = [7; 32];
/// What a signed transaction has besides its call: length, version, address, signature, era, nonce, tip, and the mode of the metadata
/// hash.
const ENVELOPE: u64 = 2 + 1 + 33 + 65 + 2 + 4 + 1 + 1;

/// What the extensions of a transaction weigh, in picoseconds. A test of the runtime compares it.
const EXTENSIONS: u128 = 490_000_000;

/// A key that signs vouchers.
enum Key {
	Ed25519(Box<ed25519::Pair>),
	Sr25519(sr25519::Pair),
	Secp256k1(ecdsa::Pair),
	P256(Box<p256::ecdsa::SigningKey>),
}

impl Key {
	fn all() -> Result<[(&'static str, Self); 4], p256::ecdsa::Error> {
		let seed = [5; 32];
		Ok([
			("ed25519", Self::Ed25519(Box::new(ed25519::Pair::from_seed(&seed)))),
			("sr25519", Self::Sr25519(sr25519::Pair::from_seed(&seed))),
			("secp256k1", Self::Secp256k1(ecdsa::Pair::from_seed(&seed))),
			("P-256", Self::P256(Box::new(p256::ecdsa::SigningKey::from_slice(&seed)?))),
		])
	}

	fn public(&self) -> VerificationKey {
		match self {
			Self::Ed25519(pair) => VerificationKey::Ed25519(pair.public().0),
			Self::Sr25519(pair) => VerificationKey::Sr25519(pair.public().0),
			Self::Secp256k1(pair) => VerificationKey::EcdsaSecp256k1(pair.public().0),
			Self::P256(key) => {
				let point = key.verifying_key().to_encoded_point(true);
				let mut bytes = [0; 33];
				bytes.copy_from_slice(point.as_bytes());
				VerificationKey::EcdsaP256(bytes)
			},
		}
	}

	fn sign(&self, message: &[u8]) -> KeySignature {
		match self {
			Self::Ed25519(pair) => KeySignature::Ed25519(pair.sign(message).0),
			Self::Sr25519(pair) => KeySignature::Sr25519(pair.sign(message).0),
			Self::Secp256k1(pair) => {
				KeySignature::EcdsaSecp256k1(pair.sign_prehashed(&sha2_256(message)).0)
			},
			Self::P256(key) => {
				use p256::ecdsa::signature::Signer;

				let signature: p256::ecdsa::Signature = key.sign(message);
				// The chain takes the lower of the two that are good.
				let low = signature.normalize_s().unwrap_or(signature);
				KeySignature::EcdsaP256(low.to_bytes().into())
			},
		}
	}
}

/// Whether the key made the signature, as the chain judges it.
fn check(key: &VerificationKey, message: &[u8], signature: &KeySignature) -> bool {
	match (key, signature) {
		(VerificationKey::Ed25519(key), KeySignature::Ed25519(signature)) => {
			ed25519::Pair::verify(&(*signature).into(), message, &(*key).into())
		},
		(VerificationKey::Sr25519(key), KeySignature::Sr25519(signature)) => {
			sr25519::Pair::verify(&(*signature).into(), message, &(*key).into())
		},
		(VerificationKey::EcdsaSecp256k1(key), KeySignature::EcdsaSecp256k1(signature)) => {
			ecdsa::Pair::verify_prehashed(
				&ecdsa::Signature::from_raw(*signature),
				&sha2_256(message),
				&ecdsa::Public::from_raw(*key),
			)
		},
		(VerificationKey::EcdsaP256(key), KeySignature::EcdsaP256(signature)) => {
			use p256::ecdsa::{signature::Verifier, Signature, VerifyingKey};

			let key = VerifyingKey::from_sec1_bytes(key);
			let signature = Signature::from_slice(signature);
			matches!((key, signature), (Ok(key), Ok(signature)) if signature.normalize_s().is_none()
				&& key.verify(message, &signature).is_ok())
		},
		_ => false,
	}
}

/// What the payee's and the payer's device took.
#[derive(Default)]
struct Taken {
	payee: Duration,
	payer: Duration,
	vouchers: u32,
	bytes_kept: usize,
}

/// Delivers [`READINGS`] readings, with a voucher for every so many.
fn serve(key: &Key, every: u32) -> Result<Taken, Box<dyn std::error::Error>> {
	let terms = Terms {
		genesis: GENESIS,
		channel: 1,
		signer: key.public(),
		deposit: u128::MAX,
		price: Price::PerRecord(1_000_000),
	};
	let mut payee = PayeeLedger::new(terms.clone(), u128::MAX)?;
	let mut payer = PayerLedger::new(terms)?;
	let mut taken = Taken::default();
	for first in (0..READINGS).step_by(usize::try_from(every)?) {
		let readings: Vec<[u8; READING]> = (first..first + every)
			.map(|number| {
				let mut reading = [b'.'; READING];
				reading[..4].copy_from_slice(&number.to_le_bytes());
				reading
			})
			.collect();

		let start = Instant::now();
		for reading in &readings {
			payee.deliver(black_box(reading))?;
		}
		payee.ask()?;
		taken.payee += start.elapsed();

		let start = Instant::now();
		for reading in &readings {
			payer.receive(reading)?;
		}
		let voucher: SignedVoucher = payer.issue(|message| key.sign(message))?;
		taken.payer += start.elapsed();

		let start = Instant::now();
		payee.accept(black_box(voucher), check)?;
		taken.payee += start.elapsed();
		taken.vouchers += 1;
	}
	taken.bytes_kept = payee.encode().len();
	Ok(taken)
}

/// How many in a second.
fn per_second(count: u32, time: Duration) -> u64 {
	(f64::from(count) / time.as_secs_f64()) as u64
}

fn vouchers() -> Result<(), Box<dyn std::error::Error>> {
	println!("| scheme | readings per voucher | vouchers checked per second | readings per second | signed per second by the payer | bytes kept by the payee |");
	println!("|---|---:|---:|---:|---:|---:|");
	for (name, key) in Key::all()? {
		for every in [1, 10, 100] {
			let Taken { payee, payer, vouchers, bytes_kept } = serve(&key, every)?;
			println!(
				"| {name} | {every} | {} | {} | {} | {bytes_kept} |",
				per_second(vouchers, payee),
				per_second(READINGS, payee),
				per_second(vouchers, payer),
			);
		}
	}
	Ok(())
}

/// Units of 10^-12 as a number of tokens.
fn tokens(units: u128) -> String {
	const TOKEN: u128 = 1_000_000_000_000;
	format!("{}.{:012}", units / TOKEN, units % TOKEN)
}

fn fees(per_ref_time: u128, per_byte: u128, extensions: u128) {
	println!("| claim of | bytes | weight, us | fee | per reading at 1 | at 100 | at 10,000 |");
	println!("|---|---:|---:|---:|---:|---:|---:|");
	// Pallet and call, channel, voucher, signature.
	let bytes = ENVELOPE + 2 + 8 + 65 + 65;
	for (name, parts) in
		[("payee alone", 0), ("one commission", 1), ("as many who share as can", MAX_PARTS)]
	{
		let weight = <() as WeightInfo>::claim(parts).saturating_add(ExtrinsicBaseWeight::get());
		let time = u128::from(weight.ref_time()) + extensions;
		let fee = time * per_ref_time + u128::from(bytes) * per_byte;
		println!(
			"| {name} | {bytes} | {} | {} | {} | {} | {} |",
			time / 1_000_000,
			tokens(fee),
			tokens(fee),
			tokens(fee / 100),
			tokens(fee / 10_000),
		);
	}
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
	let mut arguments = env::args().skip(1);
	let mut next = |default: u128| arguments.next().map_or(Ok(default), |given| given.parse());
	let (per_ref_time, per_byte) = (next(4)?, next(10_000_000)?);
	let extensions = next(EXTENSIONS)?;
	vouchers()?;
	println!();
	fees(per_ref_time, per_byte, extensions);
	Ok(())
}
