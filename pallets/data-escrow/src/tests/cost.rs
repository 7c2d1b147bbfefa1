//! What a dispute costs: logarithmic in the number of leaves, whatever the size of the data.

use codec::Encode;
use counterfoil_primitives::{
	exchange::{apply_keystream, judge, Deal, Verdict},
	fingerprint::Tree,
};
use frame_support::{dispatch::GetDispatchInfo, weights::Weight, BoundedVec};

use crate::{mock::*, Call, Key, Misbehaviour};

const KEY: Key = [7; 32];

/// The proof about the last leaf of so many, each so many bytes long. It convicts.
fn proof(leaves: u64, length: usize) -> Misbehaviour {
	let leaf = |index: u64| {
		let mut leaf = vec![0x5a; length];
		leaf[..8].copy_from_slice(&index.to_le_bytes());
		leaf
	};
	let last = leaves - 1;
	let plain = Tree::from_leaves((0..leaves).map(leaf));
	let encrypted = |index| {
		let mut leaf = leaf(index);
		apply_keystream(&KEY, index, &mut leaf);
		// What was delivered in the place of the last one is something else.
		leaf[0] ^= u8::from(index == last);
		leaf
	};
	let ciphertext = Tree::from_leaves((0..leaves).map(encrypted));
	let proof = Misbehaviour {
		index: last,
		ciphertext: BoundedVec::truncate_from(encrypted(last)),
		ciphertext_path: BoundedVec::truncate_from(ciphertext.proof(last).unwrap()),
		leaf: plain.leaf_hashes()[plain.leaf_hashes().len() - 1],
		leaf_path: BoundedVec::truncate_from(plain.proof(last).unwrap()),
	};
	let parts = [plain.fingerprint()];
	let root = ciphertext.fingerprint().root;
	let deal = Deal { parts: &parts, ciphertext_root: root, key: &KEY };
	assert_eq!(judge(&deal, &proof.borrowed()), Ok(Verdict::Guilty));
	proof
}

/// Hashes that the chain computes for a proof: one leaf of either tree, and one node for each hash of either path.
fn hashes(proof: &Misbehaviour) -> usize {
	2 + proof.ciphertext_path.len() + proof.leaf_path.len()
}

fn bytes(proof: &Misbehaviour) -> usize {
	Call::<Test>::dispute { id: 0, proof: proof.clone() }.encoded_size()
}

fn weight(proof: &Misbehaviour) -> Weight {
	Call::<Test>::dispute { id: 0, proof: proof.clone() }.get_dispatch_info().call_weight
}

#[test]
fn dispute_costs_two_hashes_more_each_time_the_leaves_double() {
	for power in 0..15u32 {
		let proof = proof(1 << power, 16);
		assert_eq!(hashes(&proof), 2 + 2 * power as usize);
		// Index and number 16, call 1, length of leaf 1 and leaf 16, its hash 32, lengths of paths 2.
		assert_eq!(bytes(&proof), 68 + 64 * power as usize, "2^{power} leaves");
	}
}

#[test]
fn dispute_over_any_number_of_leaves_takes_at_most_two_paths() {
	for leaves in [1, 2, 3, 5, 63, 64, 65, 1_000, 1_023, 1_025, 10_000u64] {
		let height = leaves.next_power_of_two().trailing_zeros() as usize;
		let proof = proof(leaves, 16);
		assert!(hashes(&proof) <= 2 + 2 * height, "{leaves} leaves");
	}
}

#[test]
fn dispute_does_not_depend_on_the_size_of_the_other_leaves() {
	// The same number of leaves, with 250 times the data: only the leaf itself is longer.
	let (small, large) = (proof(64, 16), proof(64, 4_000));
	assert_eq!(hashes(&small), hashes(&large));
	assert_eq!(bytes(&large) - bytes(&small), 4_000 - 16 + 1);
	// What the longer leaf weighs is the same whatever it lies among.
	let weighs = |proof: &Misbehaviour| weight(proof).ref_time();
	let (few_small, few_large) = (proof(2, 16), proof(2, 4_000));
	assert_eq!(weighs(&large) - weighs(&small), weighs(&few_large) - weighs(&few_small));
}

#[test]
fn weight_of_a_dispute_grows_with_the_logarithm() {
	let of = |power: u32| weight(&proof(1 << power, 16)).ref_time();
	let step = of(5) - of(4);
	assert!(step > 0);
	for power in 5..12 {
		assert_eq!(of(power + 1) - of(power), step);
	}
}
