//! Signatures of the three schemes that a DID may use (Y.4560 8.4).

use counterfoil_primitives::did::{KeySignature, VerificationKey};
use sp_core::{ecdsa, ed25519, sr25519};

/// Whether `signature` over `message` was made by `key`.
///
/// Ed25519 and Sr25519 (context `substrate`) sign the message itself; secp256k1 signs its SHA-256, in the
/// recoverable form. A signature of another scheme than the key's is never good.
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
		_ => false,
	}
}
