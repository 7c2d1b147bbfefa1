//! Properties of the fair exchange: the honest are safe, the cheat is always convicted, no coin is lost.

use counterfoil_primitives::{
	exchange::{
		apply_keystream, check_delivery, judge, key_commitment, locate, settlement, total_leaves,
		Deal, DeliveryError, JudgeError, Misbehaviour, Outcome, Shares, Verdict,
	},
	fingerprint::{leaf_hash, Fingerprint, Tree, MAX_LEAF_LEN},
	Hash,
};
use proptest::{prelude::*, sample::Index, test_runner::FileFailurePersistence};

/// What failed once is kept beside this file.
fn config() -> ProptestConfig {
	ProptestConfig {
		cases: 64,
		failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
		..ProptestConfig::default()
	}
}

/// One trade: what was agreed on and what was delivered.
struct Trade {
	key: [u8; 32],
	parts: Vec<Tree>,
	ciphertext: Vec<Vec<u8>>,
	ciphertext_tree: Tree,
}

impl Trade {
	/// A trade in which the leaves of `delivered` were encrypted in place of the ones of `agreed`.
	fn new(key: [u8; 32], agreed: &[Vec<Vec<u8>>], delivered: &[Vec<u8>]) -> Self {
		let ciphertext: Vec<Vec<u8>> = (0u64..)
			.zip(delivered)
			.map(|(index, leaf)| {
				let mut leaf = leaf.clone();
				apply_keystream(&key, index, &mut leaf);
				leaf
			})
			.collect();
		Self {
			key,
			parts: agreed.iter().map(Tree::from_leaves).collect(),
			ciphertext_tree: Tree::from_leaves(&ciphertext),
			ciphertext,
		}
	}

	fn fingerprints(&self) -> Vec<Fingerprint> {
		self.parts.iter().map(Tree::fingerprint).collect()
	}

	fn ciphertext_root(&self) -> Hash {
		self.ciphertext_tree.fingerprint().root
	}

	fn leaf_hashes(&self) -> Vec<Hash> {
		self.parts.iter().flat_map(Tree::leaf_hashes).copied().collect()
	}

	/// The proof that the demander would bring about one leaf.
	fn proof(&self, index: usize) -> Misbehaviour {
		let (part, local) = locate(&self.fingerprints(), index as u64).unwrap();
		let part = &self.parts[part];
		Misbehaviour {
			index: index as u64,
			ciphertext: self.ciphertext[index].clone(),
			ciphertext_path: self.ciphertext_tree.proof(index as u64).unwrap(),
			leaf: part.leaf_hashes()[local as usize],
			leaf_path: part.proof(local).unwrap(),
		}
	}

	fn judge(&self, proof: &Misbehaviour) -> Result<Verdict, JudgeError> {
		let parts = self.fingerprints();
		let deal = Deal { parts: &parts, ciphertext_root: self.ciphertext_root(), key: &self.key };
		judge(&deal, &proof.borrowed())
	}

	fn check_delivery(&self) -> Result<(), DeliveryError> {
		check_delivery(
			&self.fingerprints(),
			&self.ciphertext_root(),
			&self.leaf_hashes(),
			&self.ciphertext,
		)
	}
}

/// One to four parts of one to twelve leaves each.
fn lots() -> impl Strategy<Value = Vec<Vec<Vec<u8>>>> {
	let leaf = prop::collection::vec(any::<u8>(), 1..100);
	prop::collection::vec(prop::collection::vec(leaf, 1..13), 1..5)
}

const OUTCOMES: [Outcome; 8] = [
	Outcome::Settled,
	Outcome::Declined,
	Outcome::NotFunded,
	Outcome::NotCommitted,
	Outcome::NotAccepted,
	Outcome::NotRevealed,
	Outcome::Convicted,
	Outcome::Conceded,
];

proptest! {
	#![proptest_config(config())]

	#[test]
	fn honest_supplier_is_never_convicted(lot in lots(), key in any::<[u8; 32]>()) {
		let leaves = lot.concat();
		let trade = Trade::new(key, &lot, &leaves);
		prop_assert_eq!(trade.check_delivery(), Ok(()));
		for index in 0..leaves.len() {
			prop_assert_eq!(trade.judge(&trade.proof(index)), Ok(Verdict::Innocent));
		}
	}

	#[test]
	fn honest_supplier_is_not_convicted_by_a_proof_pieced_together(
		lot in lots(),
		key in any::<[u8; 32]>(),
		places in any::<[Index; 5]>(),
		flipped in 0usize..6,
		bit in 0u32..8,
	) {
		let leaves = lot.concat();
		let trade = Trade::new(key, &lot, &leaves);
		let [one, two, three, four, five] =
			places.map(|place| trade.proof(place.index(leaves.len())));
		let mut proof = Misbehaviour {
			index: one.index,
			ciphertext: two.ciphertext,
			ciphertext_path: three.ciphertext_path,
			leaf: four.leaf,
			leaf_path: five.leaf_path,
		};
		let mask = 1u8 << bit;
		match flipped {
			0 => proof.index ^= u64::from(mask),
			1 => proof.ciphertext[0] ^= mask,
			2 => proof.ciphertext_path.iter_mut().for_each(|hash| hash[0] ^= mask),
			3 => proof.leaf[31] ^= mask,
			4 => proof.leaf_path.iter_mut().for_each(|hash| hash[31] ^= mask),
			_ => {},
		}
		prop_assert_ne!(trade.judge(&proof), Ok(Verdict::Guilty));
	}

	#[test]
	fn one_changed_byte_convicts_with_exactly_that_leaf(
		lot in lots(),
		key in any::<[u8; 32]>(),
		place in any::<Index>(),
		byte in any::<Index>(),
		change in 1u8..,
	) {
		let mut leaves = lot.concat();
		let place = place.index(leaves.len());
		let byte = byte.index(leaves[place].len());
		leaves[place][byte] ^= change;
		let trade = Trade::new(key, &lot, &leaves);

		// The demander cannot see it before the key is revealed.
		prop_assert_eq!(trade.check_delivery(), Ok(()));
		for index in 0..leaves.len() {
			let verdict = if index == place { Verdict::Guilty } else { Verdict::Innocent };
			prop_assert_eq!(trade.judge(&trade.proof(index)), Ok(verdict), "leaf {}", index);
		}
	}

	#[test]
	fn another_key_than_the_one_used_convicts_with_every_leaf(
		lot in lots(),
		key in any::<[u8; 32]>(),
		other in any::<[u8; 32]>(),
	) {
		prop_assume!(key != other);
		let leaves = lot.concat();
		let trade = Trade { key: other, ..Trade::new(key, &lot, &leaves) };
		for (index, leaf) in leaves.iter().enumerate() {
			// Short leaves may decrypt alike by chance.
			if leaf.len() >= 16 {
				prop_assert_eq!(trade.judge(&trade.proof(index)), Ok(Verdict::Guilty));
			}
		}
	}

	#[test]
	fn proof_beyond_the_lot_is_refused(
		lot in lots(),
		key in any::<[u8; 32]>(),
		beyond in any::<u64>(),
	) {
		let leaves = lot.concat();
		let trade = Trade::new(key, &lot, &leaves);
		let index = (leaves.len() as u64).saturating_add(beyond);
		let proof = Misbehaviour { index, ..trade.proof(0) };
		prop_assert_eq!(trade.judge(&proof), Err(JudgeError::IndexOutOfRange));
	}

	#[test]
	fn delivery_with_anything_missing_or_foreign_is_refused(
		lot in lots(),
		key in any::<[u8; 32]>(),
		place in any::<Index>(),
	) {
		let leaves = lot.concat();
		let trade = Trade::new(key, &lot, &leaves);
		let place = place.index(leaves.len());
		let check = |hashes: &[Hash], ciphertext: &[Vec<u8>], root: &Hash| {
			check_delivery(&trade.fingerprints(), root, hashes, ciphertext)
		};
		let hashes = trade.leaf_hashes();
		let root = trade.ciphertext_root();

		let mut fewer = trade.ciphertext.clone();
		fewer.remove(place);
		prop_assert_eq!(check(&hashes, &fewer, &root), Err(DeliveryError::WrongCount));

		let mut foreign = hashes.clone();
		foreign[place][0] ^= 1;
		let (part, _) = locate(&trade.fingerprints(), place as u64).unwrap();
		prop_assert_eq!(
			check(&foreign, &trade.ciphertext, &root),
			Err(DeliveryError::FingerprintMismatch { part })
		);

		let mut damaged = trade.ciphertext.clone();
		damaged[place][0] ^= 1;
		prop_assert_eq!(check(&hashes, &damaged, &root), Err(DeliveryError::CiphertextMismatch));

		let mut longer = trade.ciphertext.clone();
		longer[place].push(0);
		prop_assert_eq!(
			check(&hashes, &longer, &root),
			Err(DeliveryError::FingerprintMismatch { part })
		);
		longer[place].resize(MAX_LEAF_LEN as usize + 1, 0);
		prop_assert_eq!(check(&hashes, &longer, &root), Err(DeliveryError::LeafTooLong));
	}

	#[test]
	fn every_leaf_of_a_lot_is_located_once(sizes in prop::collection::vec(0u64..9, 0..9)) {
		let empty = Tree::from_leaves::<[&[u8]; 0]>([]).fingerprint();
		let parts: Vec<Fingerprint> =
			sizes.iter().map(|leaves| Fingerprint { leaves: *leaves, ..empty }).collect();
		let expected: Vec<(usize, u64)> = sizes
			.iter()
			.enumerate()
			.flat_map(|(part, leaves)| (0..*leaves).map(move |local| (part, local)))
			.collect();
		prop_assert_eq!(total_leaves(&parts), Some(expected.len() as u64));
		for (index, place) in (0u64..).zip(&expected) {
			prop_assert_eq!(locate(&parts, index), Some(*place));
		}
		prop_assert_eq!(locate(&parts, expected.len() as u64), None);
		prop_assert_eq!(locate(&parts, u64::MAX), None);
	}

	#[test]
	fn keystream_undoes_itself_and_differs_by_leaf(
		key in any::<[u8; 32]>(),
		index in any::<u64>(),
		other in any::<u64>(),
		data in prop::collection::vec(any::<u8>(), 16..300),
	) {
		let mut once = data.clone();
		apply_keystream(&key, index, &mut once);
		prop_assert_ne!(&once, &data);
		let mut twice = once.clone();
		apply_keystream(&key, index, &mut twice);
		prop_assert_eq!(&twice, &data);
		let mut elsewhere = data.clone();
		apply_keystream(&key, other, &mut elsewhere);
		prop_assert_eq!(elsewhere == once, index == other);
	}

	#[test]
	fn commitment_is_to_chain_agreement_and_key(
		one in any::<([u8; 32], u64, [u8; 32])>(),
		other in any::<([u8; 32], u64, [u8; 32])>(),
	) {
		let commit = |(genesis, agreement, key): &([u8; 32], u64, [u8; 32])| {
			key_commitment(genesis, *agreement, key)
		};
		prop_assert_eq!(commit(&one) == commit(&other), one == other);
		let (genesis, agreement, key) = one;
		prop_assert_ne!(commit(&one), key_commitment(&genesis, agreement ^ 1, &key));
	}

	#[test]
	fn shares_are_price_and_bond_together(price: u128, bond: u128) {
		for outcome in OUTCOMES {
			let Shares { refund, payment, bond: back, penalty } = settlement(price, bond, outcome);
			let expected = match outcome {
				Outcome::Settled => (0, price, bond, 0),
				Outcome::NotRevealed | Outcome::Convicted | Outcome::Conceded => (price, 0, 0, bond),
				_ => (price, 0, bond, 0),
			};
			prop_assert_eq!((refund, payment, back, penalty), expected);
		}
	}

	#[test]
	fn divided_shares_are_price_and_bond_together(
		price: u128, bond: u128, to_supplier: u16,
	) {
		for outcome in [Outcome::Judged { to_supplier }, Outcome::Fallback { to_supplier }] {
			let Shares { refund, payment, bond: back, penalty } = settlement(price, bond, outcome);
			prop_assert_eq!((refund + payment, back + penalty), (price, bond));
			let punished = outcome == Outcome::Judged { to_supplier: 0 };
			prop_assert_eq!(penalty > 0, punished && bond > 0);
			prop_assert!(!punished || back == 0);
		}
	}
}

#[test]
fn lot_without_leaves_or_with_too_many_is_not_judged() {
	let trade = Trade::new([1; 32], &[vec![vec![1]]], &[vec![1]]);
	let proof = trade.proof(0);
	let part = trade.fingerprints()[0];
	let judge = |parts: &[Fingerprint]| {
		let deal = Deal { parts, ciphertext_root: trade.ciphertext_root(), key: &trade.key };
		counterfoil_primitives::exchange::judge(&deal, &proof.borrowed())
	};
	assert_eq!(judge(&[]), Err(JudgeError::EmptyLot));
	assert_eq!(judge(&[Fingerprint { leaves: 0, ..part }]), Err(JudgeError::EmptyLot));
	let huge = Fingerprint { leaves: u64::MAX, ..part };
	assert_eq!(total_leaves(&[huge, part]), None);
	assert_eq!(judge(&[huge, part]), Err(JudgeError::IndexOutOfRange));
	assert_eq!(judge(&[part]), Ok(Verdict::Innocent));
}

#[test]
fn leaf_longer_than_the_limit_is_refused_before_anything_is_computed() {
	let limit = MAX_LEAF_LEN as usize;
	let leaves = vec![vec![7; limit], vec![7; limit + 1]];
	let trade = Trade::new([1; 32], std::slice::from_ref(&leaves), &leaves);
	assert_eq!(trade.judge(&trade.proof(0)), Ok(Verdict::Innocent));
	assert_eq!(trade.judge(&trade.proof(1)), Err(JudgeError::LeafTooLong));
	assert_eq!(trade.check_delivery(), Err(DeliveryError::LeafTooLong));
}

#[test]
fn proofs_of_other_trees_are_refused_by_cause() {
	let lot = vec![vec![b"one".to_vec(), b"two".to_vec()], vec![b"three".to_vec()]];
	let trade = Trade::new([1; 32], &lot, &lot.concat());
	let good = trade.proof(1);
	let cases = [
		(
			Misbehaviour { ciphertext: b"other".to_vec(), ..good.clone() },
			JudgeError::BadCiphertextProof,
		),
		(
			Misbehaviour { ciphertext_path: Vec::new(), ..good.clone() },
			JudgeError::BadCiphertextProof,
		),
		(Misbehaviour { index: 0, ..good.clone() }, JudgeError::BadCiphertextProof),
		(Misbehaviour { leaf: leaf_hash(b"three"), ..good.clone() }, JudgeError::BadLeafProof),
		(Misbehaviour { leaf_path: Vec::new(), ..good.clone() }, JudgeError::BadLeafProof),
		(
			Misbehaviour { leaf_path: trade.proof(0).leaf_path, ..good.clone() },
			JudgeError::BadLeafProof,
		),
	];
	for (proof, cause) in cases {
		assert_eq!(trade.judge(&proof), Err(cause));
	}
	assert_eq!(trade.judge(&good), Ok(Verdict::Innocent));
}
