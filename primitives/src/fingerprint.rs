//! Fingerprints of submissions: the Merkle tree of RFC 9162, section 2.1, with SHA-256.
//!
//! A *leaf* is one record (a reading) or one piece of a file, at most [`MAX_LEAF_LEN`] bytes. A leaf is hashed with
//! the prefix 0, an inner node with the prefix 1, so an inner node is never taken for a leaf. A tree
//! of `n` leaves is split at the largest power of two below `n`; the tree of no leaves has the hash
//! of nothing as its root.
//!
//! Three ways to the same root: [`TreeBuilder`] takes leaves one by one and keeps one hash per level;
//! [`Tree`] keeps everything and makes proofs; [`root_from_proof`] computes it from one leaf and its proof.

use core::{fmt, str::FromStr};

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	canonical::{parse_decimal, parse_hex, write_hex},
	sha256, Hash,
};

/// The most bytes a leaf may have.
pub const MAX_LEAF_LEN: u32 = 4096;

/// The most hashes a proof can have: a tree whose leaves a `u64` counts is at most 64 levels high.
pub const MAX_PATH_LEN: u32 = 64;

const LEAF_PREFIX: &[u8] = &[0];
const NODE_PREFIX: &[u8] = &[1];

/// How a fingerprint was made.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Algorithm {
	/// The Merkle tree of RFC 9162 2.1 with SHA-256. In text: `rfc9162-sha256`.
	#[codec(index = 0)]
	Rfc9162Sha256,
}

impl Algorithm {
	/// The name in the text form.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Rfc9162Sha256 => "rfc9162-sha256",
		}
	}
}

/// What a submission is known by: the root of the Merkle tree over its leaves, and how much it is.
///
/// Display and `FromStr`: `fp:rfc9162-sha256:<leaves>:<bytes>:<64 hexadecimal digits>`, numbers in decimal
/// without leading zeros, digits in lower case.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Fingerprint {
	/// How the root was computed.
	pub algorithm: Algorithm,
	/// The root of the tree.
	pub root: Hash,
	/// The number of leaves.
	pub leaves: u64,
	/// The bytes of all leaves together.
	pub bytes: u64,
}

impl fmt::Display for Fingerprint {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "fp:{}:{}:{}:", self.algorithm.name(), self.leaves, self.bytes)?;
		write_hex(f, &self.root)
	}
}

impl FromStr for Fingerprint {
	type Err = FingerprintParseError;

	fn from_str(text: &str) -> Result<Self, FingerprintParseError> {
		use FingerprintParseError as Cause;

		let mut parts = text.split(':');
		if parts.next() != Some("fp") {
			return Err(Cause::Scheme);
		}
		let algorithm = Algorithm::Rfc9162Sha256;
		if parts.next() != Some(algorithm.name()) {
			return Err(Cause::Algorithm);
		}
		let (Some(leaves), Some(bytes), Some(root), None) =
			(parts.next(), parts.next(), parts.next(), parts.next())
		else {
			return Err(Cause::Parts);
		};
		Ok(Self {
			algorithm,
			root: parse_hex(root).ok_or(Cause::Root)?,
			leaves: parse_decimal(leaves).ok_or(Cause::Number)?,
			bytes: parse_decimal(bytes).ok_or(Cause::Number)?,
		})
	}
}

/// Why a text is not a fingerprint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FingerprintParseError {
	/// It does not begin with `fp:`.
	Scheme,
	/// The algorithm is not known.
	Algorithm,
	/// There are not exactly a count, a length and a root after the algorithm.
	Parts,
	/// The count or the length is not a decimal `u64` in its shortest form.
	Number,
	/// The root is not 64 lower-case hexadecimal digits.
	Root,
}

impl fmt::Display for FingerprintParseError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Scheme => "a fingerprint begins with \"fp:\"",
			Self::Algorithm => "the algorithm of the fingerprint is not \"rfc9162-sha256\"",
			Self::Parts => {
				"a fingerprint has five parts: fp:rfc9162-sha256:<leaves>:<bytes>:<root>"
			},
			Self::Number => "a count of the fingerprint is not a plain decimal number",
			Self::Root => "the root of the fingerprint is not 64 lower-case hexadecimal digits",
		})
	}
}

impl core::error::Error for FingerprintParseError {}

/// The hash of a leaf: `sha256(0x00 ‖ leaf)`.
pub fn leaf_hash(leaf: &[u8]) -> Hash {
	sha256(&[LEAF_PREFIX, leaf])
}

/// The hash of an inner node: `sha256(0x01 ‖ left ‖ right)`.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
	sha256(&[NODE_PREFIX, left, right])
}

/// Computes a fingerprint from leaves as they come, in order. Keeps one hash per level of the tree.
///
/// Encoded, it can be kept and gone on with later.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode)]
pub struct TreeBuilder {
	/// Roots of the complete subtrees so far, the largest first: one for each bit of `leaves`.
	peaks: Vec<Hash>,
	leaves: u64,
	bytes: u64,
}

/// Refuses what no leaves lead to: other than one hash for each bit of the count.
impl Decode for TreeBuilder {
	fn decode<I: codec::Input>(input: &mut I) -> Result<Self, codec::Error> {
		let (peaks, leaves, bytes): (Vec<Hash>, u64, u64) = Decode::decode(input)?;
		if u32::try_from(peaks.len()) != Ok(leaves.count_ones()) {
			return Err("a tree has one complete subtree for each bit of its count".into());
		}
		Ok(Self { peaks, leaves, bytes })
	}
}

impl TreeBuilder {
	/// No leaves yet.
	pub const fn new() -> Self {
		Self { peaks: Vec::new(), leaves: 0, bytes: 0 }
	}

	/// How many leaves there are so far.
	pub const fn leaves(&self) -> u64 {
		self.leaves
	}

	/// The bytes of all leaves so far.
	pub const fn bytes(&self) -> u64 {
		self.bytes
	}

	/// Appends a leaf. Its length is not checked against [`MAX_LEAF_LEN`].
	pub fn push(&mut self, leaf: &[u8]) {
		self.push_hash(leaf_hash(leaf), length(leaf));
	}

	/// Appends a leaf of which only the hash and the length in bytes are known.
	pub fn push_hash(&mut self, leaf: Hash, length: u64) {
		// Each trailing one bit of the count is a complete subtree that waits for its right sibling.
		let mut node = leaf;
		let mut waiting = self.leaves;
		while waiting & 1 == 1 {
			let Some(left) = self.peaks.pop() else { break };
			node = node_hash(&left, &node);
			waiting >>= 1;
		}
		self.peaks.push(node);
		self.leaves = self.leaves.saturating_add(1);
		self.bytes = self.bytes.saturating_add(length);
	}

	/// The fingerprint of the leaves so far.
	pub fn finish(&self) -> Fingerprint {
		let mut peaks = self.peaks.iter().rev();
		let root = match peaks.next() {
			Some(smallest) => peaks.fold(*smallest, |right, left| node_hash(left, &right)),
			None => sha256(&[]),
		};
		Fingerprint {
			algorithm: Algorithm::Rfc9162Sha256,
			root,
			leaves: self.leaves,
			bytes: self.bytes,
		}
	}
}

/// A tree that is kept whole and makes proofs. Takes 64 bytes of memory per leaf.
#[derive(Clone, Debug)]
pub struct Tree {
	/// The leaf hashes, then level after level up to the root. A node without a sibling is moved up as it is.
	levels: Vec<Vec<Hash>>,
	bytes: u64,
}

impl Tree {
	/// The tree over these leaves, in order. Their length is not checked against [`MAX_LEAF_LEN`].
	pub fn from_leaves<I>(leaves: I) -> Self
	where
		I: IntoIterator,
		I::Item: AsRef<[u8]>,
	{
		Self::from_hashes(leaves.into_iter().map(|leaf| {
			let leaf = leaf.as_ref();
			(leaf_hash(leaf), length(leaf))
		}))
	}

	/// The tree over leaves of which only hashes and lengths in bytes are known, in order.
	pub fn from_hashes(leaves: impl IntoIterator<Item = (Hash, u64)>) -> Self {
		let mut bytes = 0u64;
		let mut level: Vec<Hash> = leaves
			.into_iter()
			.map(|(hash, length)| {
				bytes = bytes.saturating_add(length);
				hash
			})
			.collect();
		let mut levels = Vec::new();
		while level.len() > 1 {
			let above = level
				.chunks(2)
				.filter_map(|nodes| match nodes {
					[left, right] => Some(node_hash(left, right)),
					[alone] => Some(*alone),
					_ => None,
				})
				.collect();
			levels.push(core::mem::replace(&mut level, above));
		}
		levels.push(level);
		Self { levels, bytes }
	}

	/// The fingerprint of the leaves.
	pub fn fingerprint(&self) -> Fingerprint {
		let root = self.levels.last().and_then(|level| level.first()).copied();
		Fingerprint {
			algorithm: Algorithm::Rfc9162Sha256,
			root: root.unwrap_or_else(|| sha256(&[])),
			leaves: u64::try_from(self.leaf_hashes().len()).unwrap_or(u64::MAX),
			bytes: self.bytes,
		}
	}

	/// The hashes of the leaves, in order.
	pub fn leaf_hashes(&self) -> &[Hash] {
		self.levels.first().map(Vec::as_slice).unwrap_or_default()
	}

	/// The inclusion proof of a leaf (RFC 9162 2.1.3.1), from the leaf upwards; `None` if there is no
	/// such leaf.
	pub fn proof(&self, index: u64) -> Option<Vec<Hash>> {
		let mut position = usize::try_from(index).ok()?;
		self.leaf_hashes().get(position)?;
		let mut path = Vec::new();
		for level in &self.levels {
			path.extend(level.get(position ^ 1));
			position >>= 1;
		}
		Some(path)
	}
}

/// Why a leaf is not proven to be in a tree.
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
pub enum ProofError {
	/// The tree has no such leaf.
	#[codec(index = 0)]
	IndexOutOfRange,
	/// The proof has more or fewer hashes than this leaf of a tree of this size needs.
	#[codec(index = 1)]
	WrongPathLength,
	/// The proof leads to another root.
	#[codec(index = 2)]
	RootMismatch,
}

impl fmt::Display for ProofError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::IndexOutOfRange => "the tree has no such leaf",
			Self::WrongPathLength => "the proof is too long or too short for this leaf",
			Self::RootMismatch => "the proof leads to another root",
		})
	}
}

impl core::error::Error for ProofError {}

/// The root that an inclusion proof leads to (RFC 9162 2.1.3.2).
///
/// `leaf` is the [`leaf_hash`]. The proof has exactly the hashes that leaf `index` of a tree of `leaves` leaves needs.
pub fn root_from_proof(
	leaf: Hash,
	index: u64,
	leaves: u64,
	path: &[Hash],
) -> Result<Hash, ProofError> {
	if index >= leaves {
		return Err(ProofError::IndexOutOfRange);
	}
	let mut node = leaf;
	// `position` among the nodes of a level, of which `last` is the last one.
	let mut position = index;
	let mut last = leaves.saturating_sub(1);
	for sibling in path {
		if last == 0 {
			return Err(ProofError::WrongPathLength);
		}
		if position & 1 == 1 || position == last {
			node = node_hash(sibling, &node);
			// The last node of a level may have no sibling there: it is moved up until it has one.
			while position & 1 == 0 && position != 0 {
				position >>= 1;
				last >>= 1;
			}
		} else {
			node = node_hash(&node, sibling);
		}
		position >>= 1;
		last >>= 1;
	}
	if last != 0 {
		return Err(ProofError::WrongPathLength);
	}
	Ok(node)
}

/// Checks that the leaf with this [`leaf_hash`] is at this place among the leaves of the fingerprint.
///
/// The count of leaves is taken from the fingerprint, it is not proven: the same proof may hold under a
/// wrong count that puts the leaf at the same place. Only the whole list of leaf hashes proves the count, see
/// [`check_delivery`](crate::exchange::check_delivery).
pub fn verify_inclusion(
	fingerprint: &Fingerprint,
	leaf: Hash,
	index: u64,
	path: &[Hash],
) -> Result<(), ProofError> {
	match fingerprint.algorithm {
		Algorithm::Rfc9162Sha256 => {
			if root_from_proof(leaf, index, fingerprint.leaves, path)? == fingerprint.root {
				Ok(())
			} else {
				Err(ProofError::RootMismatch)
			}
		},
	}
}

fn length(leaf: &[u8]) -> u64 {
	u64::try_from(leaf.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::string::{String, ToString};
	use hex_literal::hex;

	/// The eight leaves that the implementations of certificate transparency test with.
	const LEAVES: [&[u8]; 8] = [
		&[],
		&[0x00],
		&[0x10],
		&[0x20, 0x21],
		&[0x30, 0x31],
		&[0x40, 0x41, 0x42, 0x43],
		&[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
		&[
			0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d,
			0x6e, 0x6f,
		],
	];

	/// Their tree heads for 1 to 8 leaves.
	const ROOTS: [Hash; 8] = [
		hex!("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
		hex!("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
		hex!("aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
		hex!("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
		hex!("4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
		hex!("76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
		hex!("ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
		hex!("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
	];

	#[test]
	fn known_tree_heads_are_reproduced_both_ways() {
		for (size, root) in (1..).zip(ROOTS) {
			let leaves = LEAVES.iter().take(size);
			let tree = Tree::from_leaves(leaves.clone());
			let mut builder = TreeBuilder::new();
			leaves.for_each(|leaf| builder.push(leaf));
			assert_eq!(tree.fingerprint().root, root, "{size}");
			assert_eq!(builder.finish(), tree.fingerprint());
		}
	}

	#[test]
	fn builder_goes_on_where_it_was_kept() {
		let mut builder = TreeBuilder::new();
		LEAVES.iter().take(5).for_each(|leaf| builder.push(leaf));
		let kept = builder.encode();
		let mut other = TreeBuilder::decode(&mut &kept[..]).unwrap();
		assert_eq!(other, builder);
		LEAVES.iter().skip(5).for_each(|leaf| other.push(leaf));
		assert_eq!(other.finish(), Tree::from_leaves(LEAVES).fingerprint());

		let (mut few, mut many) = (kept.clone(), kept);
		few[65] = 1;
		many[65] = 7;
		assert!(TreeBuilder::decode(&mut &few[..]).is_err());
		assert!(TreeBuilder::decode(&mut &many[..]).is_err());
	}

	#[test]
	fn empty_tree_is_hash_of_nothing() {
		let empty = TreeBuilder::new().finish();
		assert_eq!(
			empty.root,
			hex!("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
		);
		assert_eq!((empty.leaves, empty.bytes), (0, 0));
		let tree = Tree::from_leaves::<[&[u8]; 0]>([]);
		assert_eq!(tree.fingerprint(), empty);
		assert_eq!(tree.proof(0), None);
		assert_eq!(root_from_proof(empty.root, 0, 0, &[]), Err(ProofError::IndexOutOfRange));
	}

	#[test]
	fn single_leaf_needs_no_path() {
		let tree = Tree::from_leaves([b"only"]);
		assert_eq!(tree.proof(0), Some(Vec::new()));
		assert_eq!(tree.proof(1), None);
		assert_eq!(tree.fingerprint().bytes, 4);
		let leaf = leaf_hash(b"only");
		assert_eq!(verify_inclusion(&tree.fingerprint(), leaf, 0, &[]), Ok(()));
		assert_eq!(
			verify_inclusion(&tree.fingerprint(), leaf, 0, &[leaf]),
			Err(ProofError::WrongPathLength)
		);
	}

	#[test]
	fn largest_tree_has_the_longest_path() {
		let siblings = [[9; 32]; 65];
		let full = usize::try_from(MAX_PATH_LEN).unwrap();
		let check = |length: usize| root_from_proof([0; 32], 0, u64::MAX, &siblings[..length]);
		assert!(check(full).is_ok());
		assert_eq!(check(full - 1), Err(ProofError::WrongPathLength));
		assert_eq!(check(full + 1), Err(ProofError::WrongPathLength));
		assert_eq!(
			root_from_proof([0; 32], u64::MAX, u64::MAX, &siblings),
			Err(ProofError::IndexOutOfRange)
		);
	}

	#[test]
	fn text_survives_and_other_spellings_are_refused() {
		let fingerprint = Tree::from_leaves(LEAVES).fingerprint();
		let text = fingerprint.to_string();
		let root = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328";
		assert_eq!(text, String::from("fp:rfc9162-sha256:8:34:") + root);
		assert_eq!(text.parse::<Fingerprint>(), Ok(fingerprint));

		let refused = |text: &str| text.parse::<Fingerprint>().unwrap_err();
		use FingerprintParseError as Cause;
		assert_eq!(refused(""), Cause::Scheme);
		assert_eq!(refused(&text.replace("fp:", "FP:")), Cause::Scheme);
		assert_eq!(refused(&text.replace("sha256", "sha512")), Cause::Algorithm);
		assert_eq!(refused(&text.replace(":8:", ":")), Cause::Parts);
		assert_eq!(refused(&(text.clone() + ":")), Cause::Parts);
		assert_eq!(refused(&text.replace(":8:", ":08:")), Cause::Number);
		assert_eq!(refused(&text.replace(":8:", ":+8:")), Cause::Number);
		assert_eq!(refused(&text.replace(":34:", "::")), Cause::Number);
		assert_eq!(refused(&text.replace("5dc9", "5DC9")), Cause::Root);
		assert_eq!(refused(&text.replace("5dc9", "")), Cause::Root);
	}
}
