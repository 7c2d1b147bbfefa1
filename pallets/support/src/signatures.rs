//! What it takes to check a signature.
//!
//! The host checks three of the four schemes; P-256 is checked inside the runtime and takes longer
//! ([`KeySignature::cost`]). The formulas and benchmarks of the pallets count [`HOST_SIGNATURE`] for each signature and each key
//! that it is tried with. A call that takes a signature of whichever scheme adds the [`surcharge`], since its weight is known
//! from its arguments: otherwise somebody would fill blocks with the slowest scheme at the price of the fastest.

use counterfoil_primitives::did::KeySignature;
use frame_support::weights::{constants::WEIGHT_REF_TIME_PER_MICROS, Weight};

/// One signature over a payload of a few hundred bytes, checked by the host with one key (secp256k1 is the slowest), as
/// a time in picoseconds.
pub const HOST_SIGNATURE: u64 = 160 * WEIGHT_REF_TIME_PER_MICROS;

/// What checking a signature takes that is tried with so many keys.
pub fn signature_weight(signature: &KeySignature, keys: u32) -> Weight {
	times(signature.cost(), keys)
}

/// What signatures take beyond [`HOST_SIGNATURE`] for each of them and of the `keys` that each is tried with.
pub fn surcharge<'a>(signatures: impl IntoIterator<Item = &'a KeySignature>, keys: u32) -> Weight {
	let more = signatures
		.into_iter()
		.fold(0u64, |sum, signature| sum.saturating_add(signature.cost().saturating_sub(1)));
	times(more, keys)
}

fn times(cost: u64, keys: u32) -> Weight {
	Weight::from_parts(HOST_SIGNATURE.saturating_mul(cost).saturating_mul(keys.into()), 0)
}

#[cfg(test)]
mod tests {
	use super::*;

	const HOST: [KeySignature; 3] = [
		KeySignature::Ed25519([0; 64]),
		KeySignature::Sr25519([0; 64]),
		KeySignature::EcdsaSecp256k1([0; 65]),
	];
	const OWN: KeySignature = KeySignature::EcdsaP256([0; 64]);

	#[test]
	fn schemes_of_the_host_have_no_surcharge() {
		assert_eq!(surcharge(&HOST, 4), Weight::zero());
		for signature in &HOST {
			assert_eq!(signature_weight(signature, 4).ref_time(), 4 * HOST_SIGNATURE);
		}
	}

	#[test]
	fn scheme_of_the_runtime_costs_more_than_it_takes_for_every_key() {
		// As measured natively: 606 microseconds. The runtime is compiled to another machine, which takes its time.
		assert!(signature_weight(&OWN, 1).ref_time() >= 3 * 606 * WEIGHT_REF_TIME_PER_MICROS);
		for keys in [1, 4] {
			let host = Weight::from_parts(HOST_SIGNATURE * u64::from(keys), 0);
			assert_eq!(surcharge([&OWN], keys).saturating_add(host), signature_weight(&OWN, keys));
		}
	}

	#[test]
	fn surcharge_counts_every_signature_and_nothing_overflows() {
		assert_eq!(surcharge([], 4), Weight::zero());
		let three = [HOST[0], OWN, OWN];
		assert_eq!(surcharge(&three, 4), surcharge([&OWN], 4).saturating_mul(2));
		assert!(surcharge(&three, u32::MAX).ref_time() > surcharge(&three, 4).ref_time());
	}
}
