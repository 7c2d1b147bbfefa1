//! Who holds which data, and who can have leaked them (Y.4560 I.2).
//!
//! The chain remembers who was given which parts of a data set, by whom, on what terms, and what distinguishes that copy from
//! all others. When data turn up where they should not be, somebody who has one leaf of them asks who can have leaked it. How much
//! the answer tells depends on the leaf:
//!
//! | what turned up | what it leads to |
//! |---|---|
//! | an encrypted leaf, with its proof ([`Leak::Sealed`]) | the copy that was encrypted for one receiver |
//! | the leaf that was added for one receiver ([`Leak::Marked`]) | the copy that it was added to |
//! | a leaf in the clear that all copies have ([`Leak::Plain`]) | everybody who holds that part |
//!
//! The leaf itself is asked with, not its hash: roots and watermarks stand on chain, where everybody can read and repeat them. Of
//! the leaves only those do that a dispute of the escrow has published.
//!
//! Whoever the copy was made for may have passed it on as it was. So those who got the data by his hands can have leaked it too,
//! with less ground ([`Ground::Downstream`]).
//!
//! # What it does not prove
//!
//! Who gives a copy has made it: he knows the ciphertext and the mark that he gave to another, so he can leak that copy himself
//! and point at the receiver. And the owner has the data anyway. Who carried the ciphertext has its leaves, too, if not in the clear.
//! A trace says who can have leaked, never who did. (What would be needed to exclude the giver is asymmetric fingerprinting,
//! B. Pfitzmann and M. Schunter, EUROCRYPT '96.)
//!
//! The answer is about the leaf that was asked with. Whoever is to believe it has to be shown that leaf, and asks himself.

use alloc::vec::Vec;

use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	fingerprint::{
		leaf_hash, root_from_proof, verify_inclusion, Fingerprint, ProofError, MAX_LEAF_LEN,
	},
	DataSetId, Hash, HoldingId, Moment, SubmissionId,
};

/// Number of a circulation: that data are asked for and given. Given by the chain, never used twice.
pub type CirculationId = u64;

/// Through how many hands data may go, the owner not counted.
pub const MAX_DEPTH: u32 = 8;

/// The most parts of a holding.
pub const MAX_HELD_PARTS: u32 = 64;

/// One submission that somebody holds.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct HeldPart {
	/// The submission.
	pub submission: SubmissionId,
	/// The root of its fingerprint.
	pub root: Hash,
}

/// Out of what data are given.
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
pub enum Source {
	/// Out of a data set, by who owns it.
	#[codec(index = 0)]
	Owner(DataSetId),
	/// Out of what somebody was given, by that one.
	#[codec(index = 1)]
	Holding(HoldingId),
}

/// What the receiver says about a copy that somebody says he gave him.
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
pub enum Receipt {
	/// Nothing yet: the giver alone says so.
	#[codec(index = 0)]
	Claimed,
	/// That he received it on these terms. Or the chain itself saw it: he accepted the ciphertext and the key is known.
	#[codec(index = 1)]
	Received(Moment),
	/// That he did not, or not on these terms.
	#[codec(index = 2)]
	Denied(Moment),
}

/// What distinguishes a copy from all others.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Marks {
	/// The root of the tree over its encrypted leaves (RFC 9162 2.1), if it was encrypted for this receiver alone.
	pub ciphertext_root: Option<Hash>,
	/// The [`leaf_hash`] of a leaf that was added for this receiver alone. Such a leaf carries
	/// at least 16 random bytes: nobody must find it by guessing.
	pub watermark: Option<Hash>,
}

/// The bytes of a leaf.
pub type Leaf = BoundedVec<u8, ConstU32<MAX_LEAF_LEN>>;

/// A leaf that turned up where it should not be. Its bytes are told and not its [`leaf_hash`], so that nobody can ask with
/// what he found on chain.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum Leak {
	/// An encrypted leaf, with the proof of the tree that it is in.
	#[codec(index = 0)]
	Sealed {
		/// The encrypted leaf.
		leaf: Leaf,
		/// Its place.
		index: u64,
		/// How many leaves that tree has.
		leaves: u64,
		/// The proof, from the leaf upwards.
		path: Vec<Hash>,
	},
	/// The leaf that was added to one copy.
	#[codec(index = 1)]
	Marked {
		/// The leaf.
		leaf: Leaf,
	},
	/// A leaf in the clear, with the proof that it is one of the part's.
	#[codec(index = 2)]
	Plain {
		/// The leaf.
		leaf: Leaf,
		/// Its place in the part.
		index: u64,
		/// The proof, from the leaf upwards.
		path: Vec<Hash>,
	},
}

/// What a leaf leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clue {
	/// The copy with this root over its encrypted leaves.
	Ciphertext(Hash),
	/// The copy with this watermark.
	Watermark(Hash),
	/// Every copy of the part with this root.
	Part(Hash),
}

impl Leak {
	/// What the leaf leads to. `part` is the fingerprint of the part that it is said to come from.
	pub fn clue(&self, part: &Fingerprint) -> Result<Clue, ProofError> {
		match self {
			Self::Sealed { leaf, index, leaves, path } => {
				root_from_proof(leaf_hash(leaf), *index, *leaves, path).map(Clue::Ciphertext)
			},
			Self::Marked { leaf } => Ok(Clue::Watermark(leaf_hash(leaf))),
			Self::Plain { leaf, index, path } => {
				verify_inclusion(part, leaf_hash(leaf), *index, path)
					.map(|()| Clue::Part(part.root))
			},
		}
	}
}

/// Why somebody can have leaked something, the strongest ground first.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Ground {
	/// That very copy was made for him.
	#[codec(index = 0)]
	Copy,
	/// He got the data by the hands of whom that copy was made for. Whether it was that copy, only they know.
	#[codec(index = 1)]
	Downstream,
	/// He holds the part, like everybody else in this list.
	#[codec(index = 2)]
	Part,
}

/// Whether somebody can have leaked what leads to the clue, and why.
///
/// `parts` are those that he holds; `path` are the marks of his copy, then of the one that it was taken from, up to the owner's.
pub fn suspicion(
	clue: &Clue,
	parts: &[HeldPart],
	path: impl IntoIterator<Item = Marks>,
) -> Option<Ground> {
	let is_that_copy = |marks: Marks| match clue {
		Clue::Ciphertext(root) => marks.ciphertext_root == Some(*root),
		Clue::Watermark(leaf) => marks.watermark == Some(*leaf),
		Clue::Part(_) => false,
	};
	if let Clue::Part(root) = clue {
		return parts.iter().any(|part| part.root == *root).then_some(Ground::Part);
	}
	let mut path = path.into_iter();
	match path.next().is_some_and(is_that_copy) {
		true => Some(Ground::Copy),
		false => path.any(is_that_copy).then_some(Ground::Downstream),
	}
}

#[cfg(test)]
mod tests {
	use alloc::vec;

	use super::*;
	use crate::{
		exchange::apply_keystream,
		fingerprint::{node_hash, Tree},
	};

	const LEAVES: [&[u8]; 3] = [b"10:00 4.2 l/s", b"10:15 4.4 l/s", b"10:30 4.1 l/s"];

	fn part() -> Tree {
		Tree::from_leaves(LEAVES)
	}

	fn leaf(bytes: &[u8]) -> Leaf {
		bytes.to_vec().try_into().unwrap()
	}

	/// The leaves under this key.
	fn ciphertext(key: u8) -> Vec<Vec<u8>> {
		let encrypt = |(index, leaf): (u64, &[u8])| {
			let mut leaf = leaf.to_vec();
			apply_keystream(&[key; 32], index, &mut leaf);
			leaf
		};
		(0..).zip(LEAVES).map(encrypt).collect()
	}

	fn encrypted(key: u8) -> Tree {
		Tree::from_leaves(ciphertext(key))
	}

	/// The leaf that was added to the copy under this key.
	fn mark(key: u8) -> [u8; 16] {
		[key; 16]
	}

	fn held(root: Hash) -> [HeldPart; 1] {
		[HeldPart { submission: 5, root }]
	}

	/// The last leaf of the copy under this key.
	fn sealed(key: u8) -> Leak {
		let path = encrypted(key).proof(2).unwrap();
		Leak::Sealed { leaf: leaf(&ciphertext(key)[2]), index: 2, leaves: 3, path }
	}

	/// Three copies: two that the owner made, and one that the first receiver passed on as it was.
	fn copies() -> [Vec<Marks>; 3] {
		let marks = |key| Marks {
			ciphertext_root: Some(encrypted(key).fingerprint().root),
			watermark: Some(leaf_hash(&mark(key))),
		};
		[vec![marks(1)], vec![marks(2)], vec![Marks::default(), marks(1)]]
	}

	fn trace(clue: &Clue) -> [Option<Ground>; 3] {
		let root = part().fingerprint().root;
		copies().map(|path| suspicion(clue, &held(root), path))
	}

	#[test]
	fn encrypted_leaf_leads_to_the_one_buyer_and_whom_he_gave_it_to() {
		let fingerprint = part().fingerprint();
		let clue = sealed(1).clue(&fingerprint).unwrap();
		assert_eq!(trace(&clue), [Some(Ground::Copy), None, Some(Ground::Downstream)]);
		let clue = sealed(2).clue(&fingerprint).unwrap();
		assert_eq!(trace(&clue), [None, Some(Ground::Copy), None]);
		let clue = sealed(3).clue(&fingerprint).unwrap();
		assert_eq!(trace(&clue), [None, None, None]);
	}

	#[test]
	fn watermark_leads_to_the_one_copy_that_has_it() {
		let fingerprint = part().fingerprint();
		let clue = Leak::Marked { leaf: leaf(&mark(2)) }.clue(&fingerprint).unwrap();
		assert_eq!(trace(&clue), [None, Some(Ground::Copy), None]);
	}

	#[test]
	fn attack_hash_that_stands_on_chain_is_no_leaf() {
		let fingerprint = part().fingerprint();
		let copy = encrypted(1);
		let sealed = |leaf: &[u8], leaves, path| {
			let leak = Leak::Sealed { leaf: self::leaf(leaf), index: 0, leaves, path };
			trace(&leak.clue(&fingerprint).unwrap())
		};
		// The root as a tree of one leaf, an inner node as a leaf, the hash of a leaf as that leaf.
		assert_eq!(sealed(&copy.fingerprint().root, 1, vec![]), [None; 3]);
		let hashes = copy.leaf_hashes();
		assert_eq!(sealed(&node_hash(&hashes[0], &hashes[1]), 2, vec![hashes[2]]), [None; 3]);
		assert_eq!(sealed(&hashes[0], 3, copy.proof(0).unwrap()), [None; 3]);
		// And a watermark as it is recorded.
		let marked = Leak::Marked { leaf: leaf(&leaf_hash(&mark(1))) };
		assert_eq!(trace(&marked.clue(&fingerprint).unwrap()), [None; 3]);
		let plain = part();
		let path = plain.proof(0).unwrap();
		let copied = Leak::Plain { leaf: leaf(&plain.leaf_hashes()[0]), index: 0, path };
		assert_eq!(copied.clue(&fingerprint), Err(ProofError::RootMismatch));
	}

	#[test]
	fn leaf_that_all_have_leads_to_all_who_hold_the_part() {
		let tree = part();
		let leak = Leak::Plain { leaf: leaf(LEAVES[1]), index: 1, path: tree.proof(1).unwrap() };
		let clue = leak.clue(&tree.fingerprint()).unwrap();
		assert_eq!(trace(&clue), [Some(Ground::Part); 3]);
		assert_eq!(suspicion(&clue, &held([9; 32]), copies()[0].clone()), None);
		assert_eq!(suspicion(&clue, &[], []), None);
	}

	#[test]
	fn attack_proof_that_does_not_hold_leads_to_nobody() {
		let tree = part();
		let fingerprint = tree.fingerprint();
		let path = tree.proof(1).unwrap();
		let leak = |bytes: &[u8], index, path| Leak::Plain { leaf: leaf(bytes), index, path };
		assert_eq!(
			leak(b"11:00 9.9 l/s", 1, path.clone()).clue(&fingerprint),
			Err(ProofError::RootMismatch)
		);
		assert_eq!(
			leak(LEAVES[1], 3, path.clone()).clue(&fingerprint),
			Err(ProofError::IndexOutOfRange)
		);
		assert_eq!(
			leak(LEAVES[1], 1, vec![[0; 32]; 64]).clue(&fingerprint),
			Err(ProofError::WrongPathLength)
		);
		let forged =
			Leak::Sealed { leaf: leaf(&[1; 32]), index: 2, leaves: 3, path: vec![[0; 32]] };
		assert_eq!(trace(&forged.clue(&fingerprint).unwrap()), [None; 3]);
	}

	#[test]
	fn types_have_the_published_bytes() {
		assert_eq!(Source::Owner(1).encode(), [0, 1, 0, 0, 0, 0, 0, 0, 0]);
		assert_eq!(Source::Holding(1).encode(), [1, 1, 0, 0, 0, 0, 0, 0, 0]);
		assert_eq!(Receipt::Claimed.encode(), [0]);
		assert_eq!(Receipt::Received(2).encode(), [1, 2, 0, 0, 0, 0, 0, 0, 0]);
		assert_eq!(Receipt::Denied(2).encode(), [2, 2, 0, 0, 0, 0, 0, 0, 0]);
		assert_eq!(Leak::Marked { leaf: leaf(&[3, 4]) }.encode(), [1, 8, 3, 4]);
		assert_eq!(Ground::Part.encode(), [2]);
	}
}
