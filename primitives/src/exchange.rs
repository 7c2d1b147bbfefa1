//! Fair exchange: data against money without an arbiter.
//!
//! The supplier encrypts every leaf of the lot under a key made for this one agreement, commits to the ciphertext and to
//! the key, and hands the ciphertext to the demander. The demander checks what he received
//! ([`check_delivery`]) and accepts. The supplier then reveals the key on chain. If one leaf decrypts to something else
//! than its fingerprint says, that leaf with two proofs ([`Misbehaviour`]) convicts him: [`judge`].
//!
//! The lot is the parts one after the other. Leaf `i` of the lot is leaf `i` of the ciphertext tree, and leaf
//! `i - (leaves of the parts before)` of its part.
//!
//! # What the demander must check before he accepts
//!
//! A proof is only possible for a leaf of at most [`MAX_LEAF_LEN`] bytes whose expected hash can be proven to be in
//! the part's tree. Therefore the demander asks for the hash of every leaf and for the whole ciphertext *before* he
//! accepts, and accepts only what [`check_delivery`] accepts.

use core::fmt;

use alloc::vec::Vec;
use chacha20::{
	cipher::{KeyIvInit, StreamCipher},
	ChaCha20,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	fingerprint::{
		leaf_hash, root_from_proof, verify_inclusion, Fingerprint, TreeBuilder, MAX_LEAF_LEN,
	},
	sealed::divide,
	sha256, AgreementId, Hash,
};

const KEY_COMMITMENT_DOMAIN: &[u8] = b"counterfoil/key-commitment/v1";

/// What the supplier commits to before he reveals the key:
/// `sha256("counterfoil/key-commitment/v1" ‖ genesis ‖ agreement as u64 little-endian ‖ key)`.
pub fn key_commitment(genesis: &Hash, agreement: AgreementId, key: &[u8; 32]) -> Hash {
	sha256(&[KEY_COMMITMENT_DOMAIN, genesis, &agreement.to_le_bytes(), key])
}

/// Encrypts or decrypts leaf `index` of the lot in place.
///
/// ChaCha20 (RFC 8439), block counter from 0, nonce = four zero bytes and the index as `u64` little-endian. The
/// same key must never serve two agreements.
pub fn apply_keystream(key: &[u8; 32], index: u64, data: &mut [u8]) {
	let mut nonce = [0u8; 12];
	for (to, from) in nonce.iter_mut().skip(4).zip(index.to_le_bytes()) {
		*to = from;
	}
	let mut cipher = ChaCha20::new(&(*key).into(), &nonce.into());
	if cipher.try_apply_keystream(data).is_err() {
		// More than 256 GiB in one leaf: no machine has that, and nothing leaves it in the clear.
		data.fill(0);
	}
}

/// How many leaves the lot has; `None` if a `u64` does not count them.
pub fn total_leaves(parts: &[Fingerprint]) -> Option<u64> {
	parts.iter().try_fold(0u64, |total, part| total.checked_add(part.leaves))
}

/// Which part a leaf of the lot is in, and which leaf of that part it is; `None` beyond the end.
pub fn locate(parts: &[Fingerprint], index: u64) -> Option<(usize, u64)> {
	let mut local = index;
	for (number, part) in parts.iter().enumerate() {
		match local.checked_sub(part.leaves) {
			Some(beyond) => local = beyond,
			None => return Some((number, local)),
		}
	}
	None
}

/// What the parties are bound to once the key is revealed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deal<'a> {
	/// The fingerprints of what was to be delivered, in order.
	pub parts: &'a [Fingerprint],
	/// The root of the tree over the encrypted leaves, with as many leaves as the lot has.
	pub ciphertext_root: Hash,
	/// The revealed key.
	pub key: &'a [u8; 32],
}

/// The proof that one leaf is not what was agreed on.
///
/// `Bytes` and `Path` are vectors here; a chain puts bounded ones in their place (at most
/// [`MAX_LEAF_LEN`] bytes and [`MAX_PATH_LEN`](crate::fingerprint::MAX_PATH_LEN) hashes), the encoding is the same.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Misbehaviour<Bytes = Vec<u8>, Path = Vec<Hash>> {
	/// Which leaf of the lot.
	pub index: u64,
	/// The encrypted leaf as it was received.
	pub ciphertext: Bytes,
	/// Proof that the encrypted leaf is in the tree that the supplier committed to.
	pub ciphertext_path: Path,
	/// The hash that the leaf was to have.
	pub leaf: Hash,
	/// Proof that this hash is in the fingerprint of the leaf's part.
	pub leaf_path: Path,
}

impl<Bytes: AsRef<[u8]>, Path: AsRef<[Hash]>> Misbehaviour<Bytes, Path> {
	/// The proof as [`judge`] reads it.
	pub fn borrowed(&self) -> MisbehaviourRef<'_> {
		MisbehaviourRef {
			index: self.index,
			ciphertext: self.ciphertext.as_ref(),
			ciphertext_path: self.ciphertext_path.as_ref(),
			leaf: self.leaf,
			leaf_path: self.leaf_path.as_ref(),
		}
	}
}

/// A [`Misbehaviour`] that is owned elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MisbehaviourRef<'a> {
	/// Which leaf of the lot.
	pub index: u64,
	/// The encrypted leaf as it was received.
	pub ciphertext: &'a [u8],
	/// Proof that the encrypted leaf is in the tree that the supplier committed to.
	pub ciphertext_path: &'a [Hash],
	/// The hash that the leaf was to have.
	pub leaf: Hash,
	/// Proof that this hash is in the fingerprint of the leaf's part.
	pub leaf_path: &'a [Hash],
}

/// What a valid proof says about the supplier.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Verdict {
	/// The leaf decrypts to something else than was agreed on.
	#[codec(index = 0)]
	Guilty,
	/// The leaf decrypts to what was agreed on.
	#[codec(index = 1)]
	Innocent,
}

/// Why a proof proves nothing.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum JudgeError {
	/// The lot has no such leaf, or more leaves than can be counted.
	#[codec(index = 0)]
	IndexOutOfRange,
	/// The encrypted leaf is longer than [`MAX_LEAF_LEN`].
	#[codec(index = 1)]
	LeafTooLong,
	/// The encrypted leaf is not proven to be in the ciphertext that the supplier committed to.
	#[codec(index = 2)]
	BadCiphertextProof,
	/// The expected hash is not proven to be in the fingerprint.
	#[codec(index = 3)]
	BadLeafProof,
	/// The lot has no leaves.
	#[codec(index = 4)]
	EmptyLot,
}

impl fmt::Display for JudgeError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::IndexOutOfRange => "the lot has no such leaf",
			Self::LeafTooLong => "the encrypted leaf is too long",
			Self::BadCiphertextProof => {
				"the encrypted leaf is not proven to be what was committed to"
			},
			Self::BadLeafProof => "the expected hash is not proven to be in the fingerprint",
			Self::EmptyLot => "the lot has no leaves",
		})
	}
}

impl core::error::Error for JudgeError {}

/// Judges whether the supplier delivered a wrong leaf.
///
/// Costs at most one leaf of keystream, two leaf hashes and 128 node hashes.
pub fn judge(deal: &Deal<'_>, proof: &MisbehaviourRef<'_>) -> Result<Verdict, JudgeError> {
	let total = total_leaves(deal.parts).ok_or(JudgeError::IndexOutOfRange)?;
	if total == 0 {
		return Err(JudgeError::EmptyLot);
	}
	let (number, local) = locate(deal.parts, proof.index).ok_or(JudgeError::IndexOutOfRange)?;
	let part = deal.parts.get(number).ok_or(JudgeError::IndexOutOfRange)?;
	if !fits_a_leaf(proof.ciphertext) {
		return Err(JudgeError::LeafTooLong);
	}
	let encrypted = leaf_hash(proof.ciphertext);
	if root_from_proof(encrypted, proof.index, total, proof.ciphertext_path)
		!= Ok(deal.ciphertext_root)
	{
		return Err(JudgeError::BadCiphertextProof);
	}
	verify_inclusion(part, proof.leaf, local, proof.leaf_path)
		.map_err(|_| JudgeError::BadLeafProof)?;

	let mut leaf = proof.ciphertext.to_vec();
	apply_keystream(deal.key, proof.index, &mut leaf);
	Ok(if leaf_hash(&leaf) == proof.leaf { Verdict::Innocent } else { Verdict::Guilty })
}

/// Why a delivery must not be accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeliveryError {
	/// There are more or fewer leaf hashes or encrypted leaves than the lot has leaves.
	WrongCount,
	/// An encrypted leaf is longer than [`MAX_LEAF_LEN`]: nothing could be proven about it.
	LeafTooLong,
	/// The leaf hashes and lengths of a part do not lead to its fingerprint.
	FingerprintMismatch {
		/// Which part.
		part: usize,
	},
	/// The encrypted leaves are not what the supplier committed to.
	CiphertextMismatch,
}

impl fmt::Display for DeliveryError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::WrongCount => f.write_str("the delivery has too many or too few leaves"),
			Self::LeafTooLong => f.write_str("an encrypted leaf is too long"),
			Self::FingerprintMismatch { part } => {
				write!(f, "the leaf hashes of part {part} do not lead to its fingerprint")
			},
			Self::CiphertextMismatch => {
				f.write_str("the encrypted leaves are not what the supplier committed to")
			},
		}
	}
}

impl core::error::Error for DeliveryError {}

/// Checks what the demander received before he accepts: `leaves` are the hashes that the leaves of the lot are to
/// have, `ciphertext` the encrypted leaves, both in order.
///
/// After `Ok`, whatever leaf turns out wrong once the key is known can be proven to be wrong.
pub fn check_delivery<Leaf: AsRef<[u8]>>(
	parts: &[Fingerprint],
	ciphertext_root: &Hash,
	leaves: &[Hash],
	ciphertext: &[Leaf],
) -> Result<(), DeliveryError> {
	let count = |length: usize| u64::try_from(length).ok();
	let total = total_leaves(parts).ok_or(DeliveryError::WrongCount)?;
	if count(leaves.len()) != Some(total) || count(ciphertext.len()) != Some(total) {
		return Err(DeliveryError::WrongCount);
	}
	let mut whole = TreeBuilder::new();
	let mut rest = leaves.iter().zip(ciphertext);
	for (part, fingerprint) in parts.iter().enumerate() {
		let mut expected = TreeBuilder::new();
		for _ in 0..fingerprint.leaves {
			let (leaf, encrypted) = rest.next().ok_or(DeliveryError::WrongCount)?;
			let encrypted = encrypted.as_ref();
			if !fits_a_leaf(encrypted) {
				return Err(DeliveryError::LeafTooLong);
			}
			// A stream cipher keeps the length.
			expected.push_hash(*leaf, count(encrypted.len()).unwrap_or(u64::MAX));
			whole.push(encrypted);
		}
		if expected.finish() != *fingerprint {
			return Err(DeliveryError::FingerprintMismatch { part });
		}
	}
	if whole.finish().root == *ciphertext_root {
		Ok(())
	} else {
		Err(DeliveryError::CiphertextMismatch)
	}
}

fn fits_a_leaf(data: &[u8]) -> bool {
	u32::try_from(data.len()).is_ok_and(|length| length <= MAX_LEAF_LEN)
}

/// How an agreement ended.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Outcome {
	/// The key was revealed and no wrong leaf was proven.
	#[codec(index = 0)]
	Settled,
	/// One party declined before the delivery was accepted. Nobody's fault.
	#[codec(index = 1)]
	Declined,
	/// The demander did not put up the price in time.
	#[codec(index = 2)]
	NotFunded,
	/// The supplier did not commit to a delivery in time.
	#[codec(index = 3)]
	NotCommitted,
	/// The demander did not accept the delivery in time.
	#[codec(index = 4)]
	NotAccepted,
	/// The supplier did not reveal the key in time: he loses the bond.
	#[codec(index = 5)]
	NotRevealed,
	/// A wrong leaf was proven: the supplier loses the bond.
	#[codec(index = 6)]
	Convicted,
	/// The judge of a sealed deal decided. The supplier loses the bond if he gets nothing.
	#[codec(index = 7)]
	Judged {
		/// How much of the price the supplier gets, per mille.
		to_supplier: u16,
	},
	/// The judge of a sealed deal did not decide: the price is divided as the parties had agreed for this case. Nobody's fault.
	#[codec(index = 8)]
	Fallback {
		/// How much of the price the supplier gets, per mille.
		to_supplier: u16,
	},
	/// The supplier of a sealed deal gave in: he loses the bond, as if he had been convicted.
	#[codec(index = 9)]
	Conceded,
}

/// Who gets how much of the price and the bond.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shares<Balance> {
	/// Of the price, back to whose money it was.
	pub refund: Balance,
	/// Of the price, to the supplier.
	pub payment: Balance,
	/// Of the bond, back to the supplier.
	pub bond: Balance,
	/// Of the bond, to the demander.
	pub penalty: Balance,
}

/// Splits what is held for an agreement: the price into refund and payment, the bond into what returns and what is lost.
///
/// `price` and `bond` are the amounts that are held, zero where nothing is held yet.
pub fn settlement<Balance>(price: Balance, bond: Balance, outcome: Outcome) -> Shares<Balance>
where
	Balance: Copy + Default + TryFrom<u128> + TryInto<u128>,
{
	let nothing = Balance::default();
	let blameless = Shares { refund: price, payment: nothing, bond, penalty: nothing };
	let divided = |to_supplier: u16| {
		let division = divide(price.try_into().ok()?, to_supplier);
		let payment = Balance::try_from(division.supplier).ok()?;
		Some(Shares { refund: Balance::try_from(division.demander).ok()?, payment, ..blameless })
	};
	match outcome {
		Outcome::Settled => Shares { refund: nothing, payment: price, ..blameless },
		Outcome::Declined | Outcome::NotFunded | Outcome::NotCommitted | Outcome::NotAccepted => {
			blameless
		},
		Outcome::NotRevealed
		| Outcome::Convicted
		| Outcome::Conceded
		| Outcome::Judged { to_supplier: 0 } => Shares { bond: nothing, penalty: bond, ..blameless },
		// Both parts are at most the price, so each is a `Balance`. One that a `u128` does not count would go back undivided.
		Outcome::Judged { to_supplier } | Outcome::Fallback { to_supplier } => {
			divided(to_supplier).unwrap_or(blameless)
		},
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fingerprint::Tree;
	use alloc::vec;
	use hex_literal::hex;

	#[test]
	fn keystream_is_the_one_of_rfc_8439() {
		// RFC 8439 A.1, test vectors 1 and 5: key of zeros, nonce of zeros but for the last byte.
		let mut first = [0; 64];
		apply_keystream(&[0; 32], 0, &mut first);
		assert_eq!(
			first,
			hex!(
				"76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
				"da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"
			)
		);
		let mut fifth = [0; 64];
		apply_keystream(&[0; 32], 2 << 56, &mut fifth);
		assert_eq!(
			fifth,
			hex!(
				"c2c64d378cd536374ae204b9ef933fcd1a8b2288b3dfa49672ab765b54ee27c7"
				"8a970e0e955c14f3a88e741b97c286f75f8fc299e8148362fa198a39531bed6d"
			)
		);
	}

	#[test]
	fn commitment_is_to_agreement_and_chain_and_key() {
		let commitment = key_commitment(&[1; 32], 2, &[3; 32]);
		assert_ne!(commitment, key_commitment(&[0; 32], 2, &[3; 32]));
		assert_ne!(commitment, key_commitment(&[1; 32], 3, &[3; 32]));
		assert_ne!(commitment, key_commitment(&[1; 32], 2, &[4; 32]));
	}

	#[test]
	fn leaves_are_located_across_empty_parts() {
		let part = |leaves| Fingerprint { leaves, ..TreeBuilder::new().finish() };
		let parts = [part(2), part(0), part(3), part(0)];
		let found: Vec<_> = (0..7).map(|index| locate(&parts, index)).collect();
		assert_eq!(
			found,
			[Some((0, 0)), Some((0, 1)), Some((2, 0)), Some((2, 1)), Some((2, 2)), None, None]
		);
		assert_eq!(total_leaves(&parts), Some(5));
		assert_eq!(total_leaves(&[part(u64::MAX), part(1)]), None);
		assert_eq!(total_leaves(&[]), Some(0));
		assert_eq!(locate(&[], 0), None);
	}

	#[test]
	fn wrong_leaf_in_second_part_convicts() {
		let key = [5; 32];
		let parts = [vec![b"a".to_vec(), b"b".to_vec()], vec![b"c".to_vec()]];
		let trees = parts.each_ref().map(Tree::from_leaves);
		let fingerprints = trees.each_ref().map(Tree::fingerprint);
		let encrypt = |leaves: [&[u8]; 3]| {
			Tree::from_leaves((0u64..).zip(leaves).map(|(index, leaf)| {
				let mut leaf = leaf.to_vec();
				apply_keystream(&key, index, &mut leaf);
				leaf
			}))
		};
		for (third, verdict) in [(b"c", Verdict::Innocent), (b"x", Verdict::Guilty)] {
			let ciphertext = encrypt([b"a", b"b", third]);
			let mut leaf = third.to_vec();
			apply_keystream(&key, 2, &mut leaf);
			let proof = Misbehaviour {
				index: 2,
				ciphertext: leaf,
				ciphertext_path: ciphertext.proof(2).unwrap(),
				leaf: leaf_hash(b"c"),
				leaf_path: Vec::new(),
			};
			let deal = Deal {
				parts: &fingerprints,
				ciphertext_root: ciphertext.fingerprint().root,
				key: &key,
			};
			assert_eq!(judge(&deal, &proof.borrowed()), Ok(verdict));
		}
	}

	#[test]
	fn bond_goes_to_the_demander_only_for_the_suppliers_fault() {
		let shares = |outcome| {
			let Shares { refund, payment, bond, penalty } = settlement(100u128, 7, outcome);
			[refund, payment, bond, penalty]
		};
		assert_eq!(shares(Outcome::Settled), [0, 100, 7, 0]);
		for blameless in
			[Outcome::Declined, Outcome::NotFunded, Outcome::NotCommitted, Outcome::NotAccepted]
		{
			assert_eq!(shares(blameless), [100, 0, 7, 0]);
		}
		for guilty in [
			Outcome::NotRevealed,
			Outcome::Convicted,
			Outcome::Conceded,
			Outcome::Judged { to_supplier: 0 },
		] {
			assert_eq!(shares(guilty), [100, 0, 0, 7]);
		}
	}

	#[test]
	fn price_is_divided_as_the_judge_or_the_parties_say() {
		let shares = |outcome| {
			let Shares { refund, payment, bond, penalty } = settlement(101u64, 7, outcome);
			[refund, payment, bond, penalty]
		};
		for to_supplier in [1, 500, 999, 1_000] {
			let part = 101 * u64::from(to_supplier) / 1_000;
			let divided = [101 - part, part, 7, 0];
			assert_eq!(shares(Outcome::Judged { to_supplier }), divided);
			assert_eq!(shares(Outcome::Fallback { to_supplier }), divided);
		}
		assert_eq!(shares(Outcome::Fallback { to_supplier: 0 }), [101, 0, 7, 0]);
		// More than all of it is all of it.
		assert_eq!(shares(Outcome::Judged { to_supplier: u16::MAX }), [0, 101, 7, 0]);
	}
}
