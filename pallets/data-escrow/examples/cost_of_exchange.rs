//! What a fair exchange costs on chain, by the number of leaves: the bytes of the calls, and their weight.
//!
//! ```text
//! cargo run --release -p pallet-data-escrow --example cost_of_exchange
//! ```
//!
//! The lots, their ciphertexts and the proofs are really made, and every proof is judged. A call is counted as it is encoded, with the
//! number of the pallet; the signature and the extensions of a transaction come to it, some 150 bytes. Weights are those of the formulas
//! at the price of RocksDB, in milliseconds of the reference machine, where the supplier alone is paid and no certificate is asked for;
//! who hears of an end is not counted.

use std::{error::Error, iter};

use codec::Encode;
use counterfoil_primitives::{
	exchange::{apply_keystream, judge, key_commitment, Deal, Misbehaviour, Verdict},
	fingerprint::{leaf_hash, Tree},
	AgreementId, Hash,
};
use frame_support::weights::Weight;
use pallet_data_escrow::WeightInfo;

/// How many leaves the lots have.
const SIZES: [u64; 3] = [10, 1_000, 1_000_000];
/// How long a leaf is: a reading in its envelope.
const LEAF: usize = 64;
/// Which leaf is wrong: one of those with the longest paths.
const WRONG: u64 = 0;
const AGREEMENT: AgreementId = 7;
const KEY: [u8; 32] = [9; 32];
const GENESIS: Hash = [1; 32];

/// A leaf of the lot.
fn leaf(index: u64) -> Vec<u8> {
	index.to_le_bytes().into_iter().chain(iter::repeat(0x5a)).take(LEAF).collect()
}

/// The leaf as it is delivered. The wrong one is.
fn delivered(index: u64) -> Vec<u8> {
	let mut leaf = leaf(index);
	if index == WRONG {
		leaf.fill(0);
	}
	apply_keystream(&KEY, index, &mut leaf);
	leaf
}

/// How many bytes a call has: the pallet, the call, what it is called with.
fn size(arguments: &impl Encode) -> usize {
	arguments.encoded_size().saturating_add(2)
}

/// A proof that convicts, about one leaf of so many.
fn proof(leaves: u64) -> Result<Misbehaviour, Box<dyn Error>> {
	let plain = Tree::from_leaves((0..leaves).map(leaf));
	let ciphertext = Tree::from_leaves((0..leaves).map(delivered));
	let proof = Misbehaviour {
		index: WRONG,
		ciphertext: delivered(WRONG),
		ciphertext_path: ciphertext.proof(WRONG).ok_or("no such leaf")?,
		leaf: leaf_hash(&leaf(WRONG)),
		leaf_path: plain.proof(WRONG).ok_or("no such leaf")?,
	};
	let parts = [plain.fingerprint()];
	let ciphertext_root = ciphertext.fingerprint().root;
	let deal = Deal { parts: &parts, ciphertext_root, key: &KEY };
	match judge(&deal, &proof.borrowed()) {
		Ok(Verdict::Guilty) => Ok(proof),
		other => Err(format!("a wrong leaf was judged {other:?}").into()),
	}
}

/// The calls of a trade in which nobody cheats: their bytes, and their weight.
fn honest_trade() -> [(&'static str, usize, u64); 5] {
	let commitment = key_commitment(&GENESIS, AGREEMENT, &KEY);
	let weight = |weight: Weight| weight.ref_time();
	[
		("fund", size(&(AGREEMENT, None::<Hash>)), weight(<() as WeightInfo>::fund(0))),
		("commit", size(&(AGREEMENT, [0u8; 32], commitment)), weight(<() as WeightInfo>::commit())),
		("accept", size(&AGREEMENT), weight(<() as WeightInfo>::accept(0))),
		("reveal", size(&(AGREEMENT, KEY)), weight(<() as WeightInfo>::reveal())),
		("settle", size(&AGREEMENT), weight(<() as WeightInfo>::settle(1))),
	]
}

/// Picoseconds as milliseconds with two digits.
fn milliseconds(time: u64) -> String {
	let hundredths = time / 10_000_000;
	format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn main() -> Result<(), Box<dyn Error>> {
	println!("| call of an honest trade | bytes | weight, ms |");
	println!("|---|---:|---:|");
	let calls = honest_trade();
	for (name, bytes, time) in calls {
		println!("| `{name}` | {bytes} | {} |", milliseconds(time));
	}
	let bytes: usize = calls.iter().map(|(_, bytes, _)| bytes).sum();
	let time: u64 = calls.iter().map(|(.., time)| time).sum();
	println!("| all five | {bytes} | {} |", milliseconds(time));
	println!();

	println!(
		"| leaves | data, bytes | honest trade, bytes | honest trade, ms | hashes in the proof | dispute, bytes | dispute, ms |"
	);
	println!("|---:|---:|---:|---:|---:|---:|---:|");
	for leaves in SIZES {
		let proof = proof(leaves)?;
		let hashes = proof.ciphertext_path.len().saturating_add(proof.leaf_path.len());
		let weight = <() as WeightInfo>::dispute(
			u32::try_from(proof.ciphertext.len())?,
			u32::try_from(hashes)?,
		);
		println!(
			"| {leaves} | {} | {bytes} | {} | {hashes} | {} | {} |",
			leaves.saturating_mul(LEAF as u64),
			milliseconds(time),
			size(&(AGREEMENT, &proof)),
			milliseconds(weight.ref_time()),
		);
	}
	Ok(())
}
