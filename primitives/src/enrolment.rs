//! Devices enrolled by the million: one Merkle root over their keys.
//!
//! A *batch* is known by the root of the tree of RFC 9162 2.1 over one leaf for each device, and by the number of its devices.
//! Whoever enrols it publishes nothing else; each device carries its own inclusion proof and shows it when it wakes up.
//!
//! ```text
//! leaf = SCALE(domain: str) ‖ SCALE(key)          domain = "counterfoil/enrolment/v1"
//! ```
//!
//! The domain keeps the leaves of a batch apart from those of a submission, so that a record that somebody measured is never
//! taken for the key of a device. The prefixes of the tree (see [`fingerprint`](crate::fingerprint)) keep inner nodes
//! apart from leaves.
//!
//! # Example
//!
//! ```
//! use counterfoil_primitives::{
//! 	enrolment::{batch_of, tree_of},
//! 	VerificationKey,
//! };
//!
//! let keys = [1, 2, 3].map(|n| VerificationKey::Ed25519([n; 32]));
//! let tree = tree_of(keys);
//! let batch = batch_of(&tree).unwrap();
//! assert_eq!(batch.devices, 3);
//! let path = tree.proof(1).unwrap();
//! assert_eq!(batch.check(&keys[1], 1, &path), Ok(()));
//! assert!(batch.check(&keys[2], 1, &path).is_err());
//! ```

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	did::{DidId, VerificationKey},
	fingerprint::{leaf_hash, root_from_proof, ProofError, Tree},
	text::Text,
	EnrolmentId, Hash,
};

/// What the leaf of a device begins with.
pub const LEAF_DOMAIN: &str = "counterfoil/enrolment/v1";

/// The most hashes that the inclusion proof of a device can have: a batch has at most `u32::MAX` devices.
pub const MAX_PATH_LEN: u32 = 32;

/// Number of an attestation root, given by the chain, never used twice.
pub type AttestationRootId = u64;

/// Where the description of a device is to be found: a URI (RFC 3986), at most 128 characters.
pub type Link = Text<128>;

/// Whether the text begins as a URI does: with a scheme, a colon, and something after it (RFC 3986 3.1).
///
/// Nothing else is checked: only who follows the link learns whether it leads anywhere, and the digest beside it says whether
/// what is found is what was meant.
pub fn has_scheme(link: &Link) -> bool {
	let Some((scheme, rest)) = link.as_str().split_once(':') else { return false };
	let mut characters = scheme.bytes();
	characters.next().is_some_and(|first| first.is_ascii_alphabetic())
		&& characters.all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'-' | b'.'))
		&& !rest.is_empty()
}

/// The leaf of a device in the tree of its batch, see the [module](self).
pub fn leaf(key: &VerificationKey) -> Vec<u8> {
	(LEAF_DOMAIN, key).encode()
}

/// The tree over the devices with these keys, in order. For those who enrol; the chain never sees it.
pub fn tree_of(keys: impl IntoIterator<Item = VerificationKey>) -> Tree {
	Tree::from_leaves(keys.into_iter().map(|key| leaf(&key)))
}

/// What the chain is told of a tree. `None` if it has no leaf, or more than `u32::MAX`.
pub fn batch_of(tree: &Tree) -> Option<Batch> {
	let fingerprint = tree.fingerprint();
	let devices = u32::try_from(fingerprint.leaves).ok().filter(|devices| *devices > 0)?;
	Some(Batch { root: fingerprint.root, devices })
}

/// A batch of devices.
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
pub struct Batch {
	/// The root of the tree over the leaves of the devices.
	pub root: Hash,
	/// How many devices there are.
	pub devices: u32,
}

impl Batch {
	/// Checks that the device with this key is at this place of the batch.
	pub fn check(
		&self,
		key: &VerificationKey,
		index: u32,
		path: &[Hash],
	) -> Result<(), ProofError> {
		let leaf = leaf_hash(&leaf(key));
		if root_from_proof(leaf, index.into(), self.devices.into(), path)? == self.root {
			Ok(())
		} else {
			Err(ProofError::RootMismatch)
		}
	}
}

/// A device of a batch wakes up and agrees to be owned. Signed by its key for
/// [`Purpose::DeviceActivation`](crate::payload::Purpose::DeviceActivation), with its index in the batch as nonce.
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
pub struct DeviceActivation {
	/// The enrolment of its batch.
	pub enrolment: EnrolmentId,
	/// The owner.
	pub owner: DidId,
}

/// A manufacturer vouches for a batch that a stakeholder enrols. Signed by the key of an attestation root for
/// [`Purpose::EnrolmentAttestation`](crate::payload::Purpose::EnrolmentAttestation), nonce 0.
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
pub struct EnrolmentAttestation {
	/// The attestation root.
	pub root: AttestationRootId,
	/// The stakeholder that enrols.
	pub enroller: DidId,
	/// The batch.
	pub batch: Batch,
	/// SHA-256 of the description that all its devices share.
	pub metadata: Hash,
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fingerprint::node_hash;
	use hex_literal::hex;

	fn key(n: u8) -> VerificationKey {
		VerificationKey::Ed25519([n; 32])
	}

	#[test]
	fn leaf_is_domain_then_key() {
		let expected = [&[24u8 << 2][..], b"counterfoil/enrolment/v1", &[0], &[7; 32]].concat();
		assert_eq!(leaf(&key(7)), expected);
	}

	/// Made by a second implementation: Python 3, `hashlib.sha256`, the definition of RFC 9162 2.1.1 written down.
	#[test]
	fn root_of_three_keys_is_the_pinned_one() {
		let batch = batch_of(&tree_of([1, 2, 3].map(key))).unwrap();
		assert_eq!(
			batch.root,
			hex!("75ff1dfb42a84122acb174affb01e4510d00ba23c6d903f148a3fabcf1b5ac95")
		);
		assert_eq!(batch.encode(), [&batch.root[..], &[3, 0, 0, 0]].concat());
	}

	#[test]
	fn bodies_that_are_signed_keep_their_order() {
		let body = DeviceActivation { enrolment: 5, owner: DidId([6; 32]) };
		assert_eq!(body.encode(), [&[5, 0, 0, 0, 0, 0, 0, 0][..], &[6; 32]].concat());
		let body = EnrolmentAttestation {
			root: 1,
			enroller: DidId([2; 32]),
			batch: Batch { root: [3; 32], devices: 4 },
			metadata: [5; 32],
		};
		let expected =
			[&[1, 0, 0, 0, 0, 0, 0, 0][..], &[2; 32], &[3; 32], &[4, 0, 0, 0], &[5; 32]].concat();
		assert_eq!(body.encode(), expected);
	}

	#[test]
	fn every_device_of_every_small_batch_is_proven() {
		for size in 1..=20u8 {
			let tree = tree_of((0..size).map(key));
			let batch = batch_of(&tree).unwrap();
			for index in 0..size {
				let path = tree.proof(index.into()).unwrap();
				assert_eq!(batch.check(&key(index), index.into(), &path), Ok(()));
				assert_eq!(
					batch.check(&key(index), size.into(), &path),
					Err(ProofError::IndexOutOfRange)
				);
				assert_eq!(
					batch.check(&key(99), index.into(), &path),
					Err(ProofError::RootMismatch)
				);
			}
		}
	}

	#[test]
	fn batch_of_no_device_is_none() {
		assert_eq!(batch_of(&tree_of([])), None);
	}

	#[test]
	fn longest_path_is_that_of_the_largest_batch() {
		let batch = Batch { root: [0; 32], devices: u32::MAX };
		let check = |length| batch.check(&key(1), 0, &[[9; 32]; 33][..length]);
		assert_eq!(check(32), Err(ProofError::RootMismatch));
		assert_eq!(check(31), Err(ProofError::WrongPathLength));
		assert_eq!(check(33), Err(ProofError::WrongPathLength));
	}

	#[test]
	fn record_of_a_submission_is_no_device() {
		// A supplier submits the bare keys as records, and enrols the root of that submission.
		let records = Tree::from_leaves([1, 2].map(|n| key(n).encode()));
		let batch = batch_of(&records).unwrap();
		let path = records.proof(0).unwrap();
		assert_eq!(batch.check(&key(1), 0, &path), Err(ProofError::RootMismatch));
	}

	#[test]
	fn inner_node_is_no_device() {
		// The tree of four devices, claimed to be one of two whose leaves are the inner nodes.
		let hashes = [1, 2, 3, 4].map(|n| leaf_hash(&leaf(&key(n))));
		let left = node_hash(&hashes[0], &hashes[1]);
		let right = node_hash(&hashes[2], &hashes[3]);
		let batch = Batch { root: node_hash(&left, &right), devices: 2 };
		assert_eq!(batch.check(&key(1), 0, &[right]), Err(ProofError::RootMismatch));
	}

	#[test]
	fn links_begin_with_a_scheme() {
		let link = |text: &str| has_scheme(&Link::new(text).unwrap());
		assert!(link("https://example.org/td/water-meter.jsonld"));
		assert!(link("ipfs://bafkreigh2akiscaildc"));
		assert!(link("urn:uuid:f81d4fae"));
		assert!(link("a+b-c.1:x"));
		for text in ["example.org", "://x", "1http://x", "https:", ":", "ht_tp://x", "ä:x"] {
			assert!(!Link::new(text).is_ok_and(|link| has_scheme(&link)), "{text}");
		}
	}
}
