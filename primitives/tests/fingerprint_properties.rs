//! Properties of fingerprints and inclusion proofs, against the definition of RFC 9162 2.1.1 written down again.

use counterfoil_primitives::{
	fingerprint::{leaf_hash, node_hash, verify_inclusion, ProofError, Tree, TreeBuilder},
	Fingerprint, Hash,
};
use proptest::{prelude::*, sample::Index, test_runner::FileFailurePersistence};

/// Fewer cases than usual, since each has hundreds of leaves; what failed once is kept beside this file.
fn config() -> ProptestConfig {
	ProptestConfig {
		cases: 48,
		failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
		..ProptestConfig::default()
	}
}

/// The largest power of two below `size`, which is at least 2.
fn split(size: usize) -> usize {
	let mut half = 1;
	while half * 2 < size {
		half *= 2;
	}
	half
}

/// The root of at least one leaf hash, word for word as the RFC defines it.
fn defined_root(hashes: &[Hash]) -> Hash {
	match hashes {
		[only] => *only,
		_ => {
			let (left, right) = hashes.split_at(split(hashes.len()));
			node_hash(&defined_root(left), &defined_root(right))
		},
	}
}

/// On which side the path of a leaf turns at each level, from the root: `true` is right.
fn turns(index: usize, size: usize) -> Vec<bool> {
	if size == 1 {
		return Vec::new();
	}
	let half = split(size);
	let right = index >= half;
	let below = if right { turns(index - half, size - half) } else { turns(index, half) };
	[vec![right], below].concat()
}

/// Leaves that all differ: with equal ones a proof may rightly hold at several places.
fn leaves(sizes: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Vec<u8>>> {
	prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), sizes).prop_map(|leaves| {
		let number = |(number, mut leaf): (u32, Vec<u8>)| {
			leaf.extend(number.to_le_bytes());
			leaf
		};
		(0u32..).zip(leaves).map(number).collect()
	})
}

fn flip(hash: &mut Hash, bit: usize) {
	hash[bit / 8] ^= 1 << (bit % 8);
}

proptest! {
	#![proptest_config(config())]

	#[test]
	fn every_leaf_of_every_tree_is_proven(leaves in leaves(1..301)) {
		let tree = Tree::from_leaves(&leaves);
		let fingerprint = tree.fingerprint();
		prop_assert_eq!(fingerprint.leaves, leaves.len() as u64);
		for (index, leaf) in (0u64..).zip(&leaves) {
			let path = tree.proof(index).unwrap();
			prop_assert_eq!(verify_inclusion(&fingerprint, leaf_hash(leaf), index, &path), Ok(()));
		}
		prop_assert_eq!(tree.proof(fingerprint.leaves), None);
		prop_assert_eq!(tree.proof(u64::MAX), None);
	}

	#[test]
	fn builder_tree_and_definition_agree(leaves in leaves(1..301)) {
		let hashes: Vec<Hash> = leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
		let mut by_leaf = TreeBuilder::new();
		let mut by_hash = TreeBuilder::new();
		for leaf in &leaves {
			by_leaf.push(leaf);
			by_hash.push_hash(leaf_hash(leaf), leaf.len() as u64);
		}
		let fingerprint = by_leaf.finish();
		prop_assert_eq!(fingerprint.root, defined_root(&hashes));
		let bytes: u64 = leaves.iter().map(|leaf| leaf.len() as u64).sum();
		prop_assert_eq!(fingerprint.bytes, bytes);
		prop_assert_eq!(by_hash.finish(), fingerprint);
		prop_assert_eq!(Tree::from_leaves(&leaves).fingerprint(), fingerprint);
	}

	#[test]
	fn any_flipped_bit_of_leaf_or_path_fails(
		leaves in leaves(1..301),
		place in any::<Index>(),
		bit in 0usize..256,
	) {
		let tree = Tree::from_leaves(&leaves);
		let fingerprint = tree.fingerprint();
		let place = place.index(leaves.len());
		let (index, leaf) = (place as u64, leaf_hash(&leaves[place]));
		let path = tree.proof(index).unwrap();

		let mut other = leaf;
		flip(&mut other, bit);
		prop_assert_eq!(
			verify_inclusion(&fingerprint, other, index, &path),
			Err(ProofError::RootMismatch)
		);
		for level in 0..path.len() {
			let mut other = path.clone();
			flip(&mut other[level], bit);
			prop_assert_eq!(
				verify_inclusion(&fingerprint, leaf, index, &other),
				Err(ProofError::RootMismatch)
			);
		}
		let mut changed = leaves[place].clone();
		let byte = bit % changed.len();
		changed[byte] ^= 1 << (bit % 8);
		prop_assert!(verify_inclusion(&fingerprint, leaf_hash(&changed), index, &path).is_err());
	}

	#[test]
	fn any_flipped_bit_of_index_fails(leaves in leaves(1..301), place in any::<Index>()) {
		let tree = Tree::from_leaves(&leaves);
		let index = place.index(leaves.len()) as u64;
		let leaf = leaf_hash(&leaves[place.index(leaves.len())]);
		let path = tree.proof(index).unwrap();
		for bit in 0..64 {
			let other = index ^ (1 << bit);
			prop_assert!(verify_inclusion(&tree.fingerprint(), leaf, other, &path).is_err());
		}
	}

	/// The root does not say how many leaves there are. A wrong count is refused unless the leaf is
	/// at the very same place of a tree of that size; see the docs of `verify_inclusion`.
	#[test]
	fn wrong_size_fails_unless_the_leaf_is_at_the_same_place(
		leaves in leaves(1..301),
		place in any::<Index>(),
	) {
		let tree = Tree::from_leaves(&leaves);
		let place = place.index(leaves.len());
		let (index, leaf) = (place as u64, leaf_hash(&leaves[place]));
		let path = tree.proof(index).unwrap();
		for size in 0..600usize {
			let claimed = Fingerprint { leaves: size as u64, ..tree.fingerprint() };
			let same_place = place < size && turns(place, size) == turns(place, leaves.len());
			prop_assert_eq!(
				verify_inclusion(&claimed, leaf, index, &path).is_ok(),
				same_place,
				"{} leaves claimed",
				size
			);
		}
	}

	#[test]
	fn longer_and_shorter_paths_fail(
		leaves in leaves(1..301),
		place in any::<Index>(),
		extra in any::<Hash>(),
	) {
		let tree = Tree::from_leaves(&leaves);
		let place = place.index(leaves.len());
		let (index, leaf) = (place as u64, leaf_hash(&leaves[place]));
		let path = tree.proof(index).unwrap();
		let wrong: Result<(), ProofError> = Err(ProofError::WrongPathLength);

		let before = [vec![extra], path.clone()].concat();
		let after = [path.clone(), vec![extra]].concat();
		let root = [path.clone(), vec![tree.fingerprint().root]].concat();
		for longer in [before, after, root] {
			prop_assert_eq!(verify_inclusion(&tree.fingerprint(), leaf, index, &longer), wrong);
		}
		if let Some((_, rest)) = path.split_first() {
			prop_assert_eq!(verify_inclusion(&tree.fingerprint(), leaf, index, rest), wrong);
		}
		if let Some((_, rest)) = path.split_last() {
			prop_assert_eq!(verify_inclusion(&tree.fingerprint(), leaf, index, rest), wrong);
		}
	}

	#[test]
	fn second_preimage_by_an_inner_node_is_refused(
		leaves in leaves(2..65),
		place in any::<Index>(),
	) {
		let tree = Tree::from_leaves(&leaves);
		let fingerprint = tree.fingerprint();
		let place = place.index(leaves.len());
		let path = tree.proof(place as u64).unwrap();

		// Every node above the leaf, as the hash of a leaf, and as the bytes of one.
		let mut node = leaf_hash(&leaves[place]);
		let mut turns = turns(place, leaves.len());
		for (level, sibling) in path.iter().enumerate() {
			let sibling = *sibling;
			let (left, right) =
				if turns.pop() == Some(true) { (sibling, node) } else { (node, sibling) };
			node = node_hash(&left, &right);
			let rest = &path[level + 1..];
			let as_bytes = leaf_hash(&[left, right].concat());
			prop_assert_ne!(as_bytes, node);
			for index in 0..fingerprint.leaves {
				prop_assert!(verify_inclusion(&fingerprint, node, index, rest).is_err());
				prop_assert!(verify_inclusion(&fingerprint, as_bytes, index, rest).is_err());
			}
		}
		prop_assert_eq!(node, fingerprint.root);
	}

	#[test]
	fn text_of_every_fingerprint_survives(
		root in any::<Hash>(),
		leaves in any::<u64>(),
		bytes in any::<u64>(),
	) {
		let fingerprint = Fingerprint { root, leaves, bytes, ..TreeBuilder::new().finish() };
		prop_assert_eq!(fingerprint.to_string().parse::<Fingerprint>(), Ok(fingerprint));
	}
}
