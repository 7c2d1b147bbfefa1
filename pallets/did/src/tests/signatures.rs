//! Signatures over NIST P-256, for which the host has no function.

use super::*;
use crate::verify::is_signed_by;
use counterfoil_primitives::did::{KeySignature, VerificationKey};

/// The key of RFC 6979 A.2.5, compressed: its y ends with an odd digit.
fn rfc_key() -> VerificationKey {
	VerificationKey::EcdsaP256(hex(
		"0360fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
	))
}

fn hex<const N: usize>(text: &str) -> [u8; N] {
	let digit = |at: usize| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap();
	assert_eq!(text.len(), 2 * N);
	core::array::from_fn(digit)
}

/// The signature with this r and this s.
fn signature(r: &str, s: &str) -> KeySignature {
	KeySignature::EcdsaP256([hex::<32>(r), hex::<32>(s)].concat().try_into().unwrap())
}

/// RFC 6979 A.2.5, SHA-256, message "test".
const TEST_R: &str = "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367";
const TEST_S: &str = "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083";

/// RFC 6979 A.2.5, SHA-256, message "sample".
const SAMPLE_R: &str = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716";
const SAMPLE_S: &str = "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
/// The order of the group less [`SAMPLE_S`].
const SAMPLE_LOW_S: &str = "0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9";

#[test]
fn p256_signature_of_rfc_6979_is_good() {
	assert!(is_signed_by(&rfc_key(), b"test", &signature(TEST_R, TEST_S)));
	assert!(is_signed_by(&rfc_key(), b"sample", &signature(SAMPLE_R, SAMPLE_LOW_S)));
}

#[test]
fn attack_second_signature_from_a_known_one_is_refused() {
	// The published signature of "sample" has the higher s.
	assert!(!is_signed_by(&rfc_key(), b"sample", &signature(SAMPLE_R, SAMPLE_S)));
}

#[test]
fn p256_signature_of_another_message_or_key_is_refused() {
	assert!(!is_signed_by(&rfc_key(), b"sample", &signature(TEST_R, TEST_S)));
	let other = Key::p256(9);
	assert!(!is_signed_by(&other.public(), b"test", &signature(TEST_R, TEST_S)));
	assert!(is_signed_by(&other.public(), b"test", &other.sign(b"test")));
}

#[test]
fn p256_signature_of_zeros_and_above_the_order_is_refused() {
	let zero = "00".repeat(32);
	let most = "ff".repeat(32);
	for (r, s) in [(&zero[..], TEST_S), (TEST_R, &zero), (&most, TEST_S), (TEST_R, &most)] {
		assert!(!is_signed_by(&rfc_key(), b"test", &signature(r, s)));
	}
}

#[test]
fn p256_signature_with_a_flipped_bit_is_refused() {
	let KeySignature::EcdsaP256(good) = signature(TEST_R, TEST_S) else { unreachable!() };
	for bit in 0..512 {
		let mut bad = good;
		bad[bit / 8] ^= 1 << (bit % 8);
		assert!(!is_signed_by(&rfc_key(), b"test", &KeySignature::EcdsaP256(bad)), "{bit}");
	}
}

#[test]
fn p256_key_that_is_no_compressed_point_verifies_nothing() {
	let VerificationKey::EcdsaP256(good) = rfc_key() else { unreachable!() };
	for first in [0, 1, 2, 4, 5, 0xff] {
		let mut bad = good;
		bad[0] = first;
		let bad = VerificationKey::EcdsaP256(bad);
		assert!(!is_signed_by(&bad, b"test", &signature(TEST_R, TEST_S)), "{first}");
	}
	let off_the_curve = VerificationKey::EcdsaP256([2; 33]);
	assert!(!is_signed_by(&off_the_curve, b"test", &signature(TEST_R, TEST_S)));
}

#[test]
fn device_with_p256_key_registers_and_signs() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::p256(11);
		let device = add_device(ALICE, &key, [7; 32]);
		assert!(Did::verify(&device, b"reading", &key.sign(b"reading")));
		assert!(!Did::verify(&device, b"reading!", &key.sign(b"reading")));
		assert!(!Did::verify(&device, b"reading", &Key::ecdsa(11).sign(b"reading")));
	});
}
