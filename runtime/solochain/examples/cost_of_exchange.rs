//! What a fair exchange costs on chain, by the number of leaves: the bytes of the calls, and their weight.
//!
//! ```text
//! make bench
//! ```
//!
//! The calls are the runtime's, with all who hear of an end. Beforehand a call is weighed for the most that it can be: 64 certificates to look
//! up, 18 payees besides the supplier. What it did not need is given back; *charged* is what stays where no certificate is asked for and the
//! supplier alone is paid. Weights are milliseconds of the reference machine, at the runtime's price of its database. A call is counted
//! as it is encoded; the signature and the extensions of a transaction come to it, some 150 bytes.
//!
//! The lots, their ciphertexts and the proofs are really made, and every proof is judged.

use std::{error::Error, iter};

use codec::Encode;
use counterfoil_primitives::{
	exchange::{apply_keystream, judge, key_commitment, Deal, Verdict},
	fingerprint::{leaf_hash, Tree},
	AgreementId, Hash,
};
use counterfoil_runtime::{DataEscrow, Runtime, RuntimeCall};
use frame_support::{dispatch::GetDispatchInfo, weights::Weight};
use pallet_data_escrow::{Call, Misbehaviour, WeightInfo};

/// What the runtime reckons with.
type Weights = <Runtime as pallet_data_escrow::Config>::WeightInfo;

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

/// A proof that convicts, about one leaf of so many.
fn proof(leaves: u64) -> Result<Misbehaviour, Box<dyn Error>> {
	let plain = Tree::from_leaves((0..leaves).map(leaf));
	let ciphertext = Tree::from_leaves((0..leaves).map(delivered));
	let path = |tree: &Tree| tree.proof(WRONG).ok_or("no such leaf");
	let proof = Misbehaviour {
		index: WRONG,
		ciphertext: delivered(WRONG).try_into().map_err(|_| "the leaf is too long")?,
		ciphertext_path: path(&ciphertext)?.try_into().map_err(|_| "the path is too long")?,
		leaf: leaf_hash(&leaf(WRONG)),
		leaf_path: path(&plain)?.try_into().map_err(|_| "the path is too long")?,
	};
	let parts = [plain.fingerprint()];
	let ciphertext_root = ciphertext.fingerprint().root;
	let deal = Deal { parts: &parts, ciphertext_root, key: &KEY };
	match judge(&deal, &proof.borrowed()) {
		Ok(Verdict::Guilty) => Ok(proof),
		other => Err(format!("a wrong leaf was judged {other:?}").into()),
	}
}

/// The calls of a trade in which nobody cheats, and what each is charged in the end.
fn honest_trade() -> [(&'static str, Call<Runtime>, Weight); 5] {
	let id = AGREEMENT;
	let key_commitment = key_commitment(&GENESIS, id, &KEY);
	let commit = Call::commit { id, ciphertext_root: [0; 32], key_commitment, watermark: None };
	[
		("fund", Call::fund { id, from: None }, Weights::fund(0)),
		("commit", commit, Weights::commit()),
		("accept", Call::accept { id }, Weights::accept(0)),
		("reveal", Call::reveal { id, key: KEY }, Weights::reveal()),
		("settle", Call::settle { id }, DataEscrow::heard(Weights::settle(0))),
	]
}

/// How many bytes a call has, and the time for which it is weighed beforehand.
fn weighed(call: Call<Runtime>) -> (usize, u64) {
	let call = RuntimeCall::from(call);
	(call.encoded_size(), call.get_dispatch_info().call_weight.ref_time())
}

/// Picoseconds as milliseconds with two digits.
fn milliseconds(time: u64) -> String {
	let hundredths = time / 10_000_000;
	format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn main() -> Result<(), Box<dyn Error>> {
	println!("| call of an honest trade | bytes | charged, ms | beforehand, ms |");
	println!("|---|---:|---:|---:|");
	let (mut bytes, mut time, mut before) = (0usize, 0u64, 0u64);
	for (name, call, charged) in honest_trade() {
		let (size, most) = weighed(call);
		let charged = charged.ref_time();
		println!("| `{name}` | {size} | {} | {} |", milliseconds(charged), milliseconds(most));
		bytes = bytes.saturating_add(size);
		time = time.saturating_add(charged);
		before = before.saturating_add(most);
	}
	println!("| all five | {bytes} | {} | {} |", milliseconds(time), milliseconds(before));
	let hearing = milliseconds(DataEscrow::heard(Weight::zero()).ref_time());
	println!("| of it, for those who hear of the end | | {hearing} | {hearing} |");
	println!();

	println!(
		"| leaves | data, bytes | honest trade, bytes | honest trade, ms | hashes in the proof | dispute, bytes | dispute, ms |"
	);
	println!("|---:|---:|---:|---:|---:|---:|---:|");
	for leaves in SIZES {
		let proof = proof(leaves)?;
		let hashes = proof.ciphertext_path.len().saturating_add(proof.leaf_path.len());
		let (size, charged) = weighed(Call::dispute { id: AGREEMENT, proof });
		println!(
			"| {leaves} | {} | {bytes} | {} | {hashes} | {size} | {} |",
			leaves.saturating_mul(LEAF as u64),
			milliseconds(time),
			milliseconds(charged),
		);
	}
	Ok(())
}
