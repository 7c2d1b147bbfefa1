//! Sealed delivery: the key of a trade is sealed to the demander and stays private. Where the parties disagree, the judge whom they
//! named when they made the deal divides the price.
//!
//! The supplier encrypts the lot leaf by leaf as in [`exchange`](crate::exchange), seals the key to a key-agreement key
//! of the demander (W3C DID Core 5.3.3) and hands both over off chain. On chain he names the root of the ciphertext's tree, the commitment to
//! the key ([`key_commitment`]) and the commitment to the sealed key ([`sealed_key_commitment`]). How a key is sealed is a
//! matter of the two parties; the chain never sees it.
//!
//! # What the commitments are good for
//!
//! A judge need not believe anybody. Who shows him the key shows that it opens the commitment; who shows a wrong leaf shows the same proof
//! that convicts a supplier in the other mode: [`examine`]. A demander who says that the sealed key opens to something else
//! shows what he received; a supplier who says that it does not shows the one-time secret that he sealed with, and anyone can seal the key
//! once more and compare. Only what was *not* handed over leaves no trace: for that the judge asks the supplier to hand it over again, through
//! him.
//!
//! # The money
//!
//! The verdict is a number: how much of the price the supplier gets, per mille. Both parties put up the whole fee of the judge
//! beforehand, so that whoever loses can pay it: each pays the part of the fee that is the part of the price it did not get, and has the rest
//! back. What rounding leaves over goes to the demander, of the price as of the fee.

use core::fmt;

use crate::{
	exchange::{judge, key_commitment, Deal, JudgeError, MisbehaviourRef, Verdict},
	fingerprint::Fingerprint,
	money::per_mille_of,
	sha256,
	traits::Judge,
	AgreementId, Hash,
};

const SEALED_KEY_DOMAIN: &[u8] = b"counterfoil/sealed-key/v1";

/// All of it, per mille.
pub const WHOLE: u16 = 1_000;

/// From which part of the price on, per mille, a judge has found for the supplier.
pub const HALF: u16 = WHOLE / 2;

/// The most that a judge may get for a decision, per mille of the price.
pub const MAX_JUDGE_FEE: u16 = 200;

/// What the supplier says on chain that he sealed:
/// `sha256("counterfoil/sealed-key/v1" ‖ genesis ‖ agreement as u64 little-endian ‖ sealed key)`.
///
/// It names chain and agreement, so that a sealed key cannot pass for that of another deal.
pub fn sealed_key_commitment(genesis: &Hash, agreement: AgreementId, sealed: &[u8]) -> Hash {
	sha256(&[SEALED_KEY_DOMAIN, genesis, &agreement.to_le_bytes(), sealed])
}

impl Judge {
	/// What the judge gets for a decision about a deal of this price, rounded down. Each party puts up as much.
	pub fn fee_of(&self, price: u128) -> u128 {
		per_mille_of(price, self.fee)
	}

	/// What the demander puts up: the price, and the fee in case that he loses. `None` if a `u128` does not count it.
	///
	/// Who sets money aside for a deal to come sets this much aside.
	pub fn stake(&self, price: u128) -> Option<u128> {
		price.checked_add(self.fee_of(price))
	}
}

/// How a price or a fee is divided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Division {
	/// What the supplier gets of a price, or bears of a fee.
	pub supplier: u128,
	/// What the demander gets of a price, or bears of a fee.
	pub demander: u128,
}

/// Divides a price. The supplier's part is rounded down; both together are the price.
pub fn divide(price: u128, to_supplier: u16) -> Division {
	let supplier = per_mille_of(price, to_supplier);
	Division { supplier, demander: price.saturating_sub(supplier) }
}

/// Divides the fee of a verdict: who got nothing of the price bears all of it, who got all of the price nothing. The demander's part is
/// rounded down; both together are the fee.
pub fn bear(fee: u128, to_supplier: u16) -> Division {
	let demander = per_mille_of(fee, to_supplier);
	Division { supplier: fee.saturating_sub(demander), demander }
}

/// Whether a fee can be paid whoever bears which part of it, to whoever has nothing yet: it is nothing, or the larger part of it is as
/// much as an account must have.
pub fn is_fee_payable(fee: u128, least: u128) -> bool {
	fee == 0 || fee / 2 >= least
}

/// Why what was shown to a judge shows nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExamineError {
	/// The key is not the one that the supplier committed to.
	WrongKey,
	/// The proof about the leaf does not hold.
	Proof(JudgeError),
}

impl fmt::Display for ExamineError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::WrongKey => f.write_str("the key is not the one that the supplier committed to"),
			Self::Proof(error) => error.fmt(f),
		}
	}
}

impl core::error::Error for ExamineError {}

/// What the chain says about a sealed deal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SealedDeal<'a> {
	/// The chain.
	pub genesis: &'a Hash,
	/// The agreement.
	pub agreement: AgreementId,
	/// The fingerprints of what was to be delivered, in order.
	pub parts: &'a [Fingerprint],
	/// The root of the tree over the encrypted leaves.
	pub ciphertext_root: Hash,
	/// The commitment to the key.
	pub key_commitment: Hash,
}

/// What a judge does with a key and a leaf that a party shows him: the very judgement that the chain passes in the other mode.
pub fn examine(
	deal: &SealedDeal<'_>,
	key: &[u8; 32],
	proof: &MisbehaviourRef<'_>,
) -> Result<Verdict, ExamineError> {
	if key_commitment(deal.genesis, deal.agreement, key) != deal.key_commitment {
		return Err(ExamineError::WrongKey);
	}
	let deal = Deal { parts: deal.parts, ciphertext_root: deal.ciphertext_root, key };
	judge(&deal, proof).map_err(ExamineError::Proof)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		did::DidId,
		exchange::{apply_keystream, Misbehaviour},
		fingerprint::{leaf_hash, Tree},
	};
	use alloc::vec::Vec;
	use hex_literal::hex;
	use proptest::prelude::*;

	fn judge_for(fee: u16) -> Judge {
		Judge { did: DidId([7; 32]), fee, fallback: 500 }
	}

	#[test]
	fn sealed_key_commitment_is_as_published() {
		let commitment = sealed_key_commitment(&[1; 32], 2, &[3; 80]);
		assert_eq!(
			commitment,
			hex!("2970d6d35e26dc70a0f5aa18ef1b7b285d68f627ce40d1957d2ab725c2a5f38f")
		);
	}

	#[test]
	fn attack_sealed_key_of_another_deal_or_chain_is_another_one() {
		let commitment = sealed_key_commitment(&[1; 32], 2, &[3; 80]);
		assert_ne!(commitment, sealed_key_commitment(&[0; 32], 2, &[3; 80]));
		assert_ne!(commitment, sealed_key_commitment(&[1; 32], 3, &[3; 80]));
		assert_ne!(commitment, sealed_key_commitment(&[1; 32], 2, &[4; 80]));
		assert_ne!(commitment, sealed_key_commitment(&[1; 32], 2, &[3; 79]));
		// Nor does a sealed key of 32 bytes pass for a key.
		assert_ne!(
			sealed_key_commitment(&[1; 32], 2, &[3; 32]),
			key_commitment(&[1; 32], 2, &[3; 32])
		);
	}

	#[test]
	fn rounding_is_for_the_demander() {
		assert_eq!(divide(999, 500), Division { supplier: 499, demander: 500 });
		assert_eq!(bear(99, 500), Division { supplier: 50, demander: 49 });
		assert_eq!(divide(999, WHOLE), Division { supplier: 999, demander: 0 });
		assert_eq!(bear(99, 0), Division { supplier: 99, demander: 0 });
		assert_eq!(bear(99, WHOLE), Division { supplier: 0, demander: 99 });
	}

	#[test]
	fn attack_fee_of_dust_is_not_payable() {
		assert!(is_fee_payable(0, 10));
		assert!(is_fee_payable(20, 10));
		assert!(!is_fee_payable(19, 10));
	}

	#[test]
	fn attack_fee_of_the_largest_price_does_not_overflow() {
		assert_eq!(judge_for(WHOLE).fee_of(u128::MAX), u128::MAX);
		assert_eq!(judge_for(200).stake(u128::MAX), None);
		assert_eq!(judge_for(200).stake(1_004), Some(1_204));
		assert_eq!(judge_for(0).stake(u128::MAX), Some(u128::MAX));
	}

	#[test]
	fn judge_finds_what_the_chain_would_find() {
		let key = [5; 32];
		let agreed: [&[u8]; 2] = [b"a", b"b"];
		let parts = [Tree::from_leaves(agreed).fingerprint()];
		for (second, verdict) in [(b"b", Verdict::Innocent), (b"x", Verdict::Guilty)] {
			let encrypted: Vec<Vec<u8>> = (0u64..)
				.zip([b"a", second])
				.map(|(index, leaf)| {
					let mut leaf = leaf.to_vec();
					apply_keystream(&key, index, &mut leaf);
					leaf
				})
				.collect();
			let ciphertext = Tree::from_leaves(&encrypted);
			let deal = SealedDeal {
				genesis: &[1; 32],
				agreement: 9,
				parts: &parts,
				ciphertext_root: ciphertext.fingerprint().root,
				key_commitment: key_commitment(&[1; 32], 9, &key),
			};
			let mut proof = Misbehaviour {
				index: 1,
				ciphertext: encrypted[1].clone(),
				ciphertext_path: ciphertext.proof(1).unwrap(),
				leaf: leaf_hash(b"b"),
				leaf_path: Tree::from_leaves(agreed).proof(1).unwrap(),
			};
			assert_eq!(examine(&deal, &key, &proof.borrowed()), Ok(verdict));
			// Whoever shows another key shows nothing.
			assert_eq!(examine(&deal, &[6; 32], &proof.borrowed()), Err(ExamineError::WrongKey));
			let other = SealedDeal { agreement: 10, ..deal };
			assert_eq!(examine(&other, &key, &proof.borrowed()), Err(ExamineError::WrongKey));
			proof.leaf = leaf_hash(b"c");
			assert_eq!(
				examine(&deal, &key, &proof.borrowed()),
				Err(ExamineError::Proof(JudgeError::BadLeafProof))
			);
		}
	}

	proptest! {
		#[test]
		fn divisions_are_exact_and_monotonous(amount: u128, verdict in 0..=1_000u16) {
			let (price, fee) = (divide(amount, verdict), bear(amount, verdict));
			prop_assert_eq!(price.supplier.checked_add(price.demander), Some(amount));
			prop_assert_eq!(fee.supplier.checked_add(fee.demander), Some(amount));
			if let Some(less) = verdict.checked_sub(1) {
				prop_assert!(divide(amount, less).supplier <= price.supplier);
				prop_assert!(bear(amount, less).supplier >= fee.supplier);
			}
		}

		#[test]
		fn larger_part_of_a_payable_fee_is_no_dust(
			fee in 0..10_000u128, least in 0..1_000u128, verdict in 0..=1_000u16,
		) {
			let parts = bear(fee, verdict);
			if fee > 0 && is_fee_payable(fee, least) {
				prop_assert!(parts.supplier.max(parts.demander) >= least);
			}
		}
	}
}
