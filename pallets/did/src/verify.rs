//! Signatures of the four schemes that a DID may use (Y.4560 8.4).

use counterfoil_primitives::did::{KeySignature, VerificationKey};
use p256::ecdsa::{signature::hazmat::PrehashVerifier, Signature, VerifyingKey};
use sp_core::{ecdsa, ed25519, sr25519};

/// Whether `signature` over `message` was made by `key`.
///
/// Ed25519 and Sr25519 (context `substrate`) sign the message itself; secp256k1 signs its SHA-256, in the
/// recoverable form; P-256 signs its SHA-256. A signature of another scheme than the key's is never good.
pub fn is_signed_by(key: &VerificationKey, message: &[u8], signature: &KeySignature) -> bool {
	match (key, signature) {
		(VerificationKey::Ed25519(key), KeySignature::Ed25519(signature)) => {
			sp_io::crypto::ed25519_verify(
				&ed25519::Signature::from_raw(*signature),
				message,
				&ed25519::Public::from_raw(*key),
			)
		},
		(VerificationKey::Sr25519(key), KeySignature::Sr25519(signature)) => {
			sp_io::crypto::sr25519_verify(
				&sr25519::Signature::from_raw(*signature),
				message,
				&sr25519::Public::from_raw(*key),
			)
		},
		(VerificationKey::EcdsaSecp256k1(key), KeySignature::EcdsaSecp256k1(signature)) => {
			sp_io::crypto::ecdsa_verify_prehashed(
				&ecdsa::Signature::from_raw(*signature),
				&sp_io::hashing::sha2_256(message),
				&ecdsa::Public::from_raw(*key),
			)
		},
		(VerificationKey::EcdsaP256(key), KeySignature::EcdsaP256(signature)) => {
			p256_verify(key, &sp_io::hashing::sha2_256(message), signature)
		},
		_ => false,
	}
}

/// ECDSA over NIST P-256 (FIPS 186-5 6.4.2). The host has no function for it, so it runs inside the runtime.
///
/// From each signature (r, s) anybody can make (r, n - s), which is as good. Only the one with the lower s counts, as for
/// secp256k1, so that a signature that was seen once cannot come back in another shape.
fn p256_verify(key: &[u8; 33], digest: &[u8; 32], signature: &[u8; 64]) -> bool {
	// The library also reads a form of 33 bytes with the mark 5; a key has one form here.
	if !matches!(key, [2 | 3, ..]) {
		return false;
	}
	let Ok(key) = VerifyingKey::from_sec1_bytes(key) else { return false };
	let Ok(signature) = Signature::from_slice(signature) else { return false };
	let is_low = signature.normalize_s().is_none();
	is_low && key.verify_prehash(digest, &signature).is_ok()
}
