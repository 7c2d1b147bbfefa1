//! The pinned values of `vectors/golden.json`, which the clients in other languages read too.

use codec::{Decode, Encode};
use counterfoil_primitives::{
	cid::Cid,
	did::{ChainReference, Did, DidId, VerificationKey},
	envelope::{ElementFormat, Envelope, Structure, VERSION},
	exchange::{
		apply_keystream, check_delivery, judge, key_commitment, Deal, Misbehaviour, Verdict,
	},
	fingerprint::{leaf_hash, verify_inclusion, Fingerprint, Tree},
	payload::{signing_bytes, DeviceConsent, Purpose, StakeholderRegistration, SubmissionBody},
	roles::Roles,
	Hash,
};
use serde_json::Value;

fn golden() -> Value {
	serde_json::from_str(include_str!("../vectors/golden.json")).unwrap()
}

fn text(value: &Value) -> &str {
	value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

fn list(value: &Value) -> &[Value] {
	value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

fn bytes(value: &Value) -> Vec<u8> {
	hex::decode(text(value).strip_prefix("0x").unwrap()).unwrap()
}

fn array<const N: usize>(value: &Value) -> [u8; N] {
	<[u8; N]>::try_from(bytes(value)).unwrap()
}

fn hashes(value: &Value) -> Vec<Hash> {
	list(value).iter().map(array).collect()
}

fn number(value: &Value) -> u64 {
	text(value).parse().unwrap()
}

#[test]
fn did_of_each_kind_of_key_is_the_pinned_one() {
	let golden = golden();
	for case in list(&golden["did"]) {
		let key = match text(&case["algorithm"]) {
			"Ed25519" => VerificationKey::Ed25519(array(&case["key"])),
			"Sr25519" => VerificationKey::Sr25519(array(&case["key"])),
			"EcdsaSecp256k1" => VerificationKey::EcdsaSecp256k1(array(&case["key"])),
			other => panic!("{other}"),
		};
		assert_eq!(key.encode(), bytes(&case["scale_key"]));
		let id = DidId::of_key(&key);
		assert_eq!(id.0, array::<32>(&case["id"]));
		assert_eq!(id.to_string(), text(&case["id_text"]));
		let did = Did { chain: ChainReference::of_genesis(&array(&case["genesis"])), id };
		assert_eq!(did.to_string(), text(&case["did"]));
		assert_eq!(text(&case["did"]).parse::<Did>(), Ok(did));
	}
}

#[test]
fn signed_bytes_are_the_pinned_ones() {
	let golden = golden();
	for case in list(&golden["signing_bytes"]) {
		let genesis: Hash = array(&case["genesis"]);
		let nonce = number(&case["nonce"]);
		let (purpose, body, message) = match text(&case["purpose"]) {
			"StakeholderRegistration" => {
				let roles: Roles = serde_json::from_value(case["roles"].clone()).unwrap();
				let account: [u8; 32] = array(&case["account"]);
				let body = StakeholderRegistration { account, roles };
				let purpose = Purpose::StakeholderRegistration;
				(purpose, body.encode(), signing_bytes(purpose, &genesis, nonce, &body))
			},
			"DeviceConsent" => {
				let body = DeviceConsent {
					owner: DidId(array(&case["owner"])),
					metadata: array(&case["metadata"]),
				};
				let purpose = Purpose::DeviceConsent;
				(purpose, body.encode(), signing_bytes(purpose, &genesis, nonce, &body))
			},
			"Submission" => {
				let body = SubmissionBody {
					data_set: number(&case["data_set"]),
					schema: array(&case["schema"]),
					fingerprint: text(&case["fingerprint"]).parse().unwrap(),
					from: number(&case["from"]),
					to: number(&case["to"]),
					corrects: Some(&case["corrects"]).filter(|id| !id.is_null()).map(number),
				};
				let purpose = Purpose::Submission;
				(purpose, body.encode(), signing_bytes(purpose, &genesis, nonce, &body))
			},
			other => panic!("{other}"),
		};
		assert_eq!(purpose.domain(), text(&case["domain"]));
		assert_eq!(body, bytes(&case["body"]));
		assert_eq!(message, bytes(&case["message"]));
	}
}

#[test]
fn tree_of_seven_leaves_is_the_pinned_one() {
	let golden = golden();
	let case = &golden["fingerprint"];
	let leaves: Vec<Vec<u8>> = list(&case["leaves"]).iter().map(bytes).collect();
	assert_eq!(leaves.len(), 7);
	let leaf_hashes = hashes(&case["leaf_hashes"]);
	for (size, root) in hashes(&case["roots"]).into_iter().enumerate() {
		assert_eq!(Tree::from_leaves(&leaves[..size]).fingerprint().root, root, "{size}");
	}

	let tree = Tree::from_leaves(&leaves);
	let fingerprint = tree.fingerprint();
	assert_eq!(tree.leaf_hashes(), leaf_hashes);
	assert_eq!(fingerprint.leaves, number(&case["count"]));
	assert_eq!(fingerprint.bytes, number(&case["bytes"]));
	assert_eq!(fingerprint.root, array::<32>(&case["root"]));
	assert_eq!(fingerprint.encode(), bytes(&case["scale"]));
	assert_eq!(fingerprint.to_string(), text(&case["text"]));
	assert_eq!(text(&case["text"]).parse::<Fingerprint>(), Ok(fingerprint));

	let proofs = list(&case["proofs"]);
	assert_eq!(proofs.len(), 7);
	for ((index, proof), leaf) in (0u64..).zip(proofs).zip(leaf_hashes) {
		let path = hashes(proof);
		assert_eq!(tree.proof(index), Some(path.clone()));
		assert_eq!(verify_inclusion(&fingerprint, leaf, index, &path), Ok(()));
	}
}

#[test]
fn names_of_blobs_are_the_pinned_ones() {
	let golden = golden();
	for case in list(&golden["cid"]) {
		let cid = Cid::of_bytes(&bytes(&case["blob"]));
		assert_eq!(cid.digest(), &array::<32>(&case["digest"]));
		assert_eq!(cid.to_string(), text(&case["text"]));
		assert_eq!(text(&case["text"]).parse::<Cid>(), Ok(cid));
	}
}

#[test]
fn envelopes_are_the_pinned_ones() {
	let golden = golden();
	for case in list(&golden["envelope"]) {
		let envelope = Envelope {
			version: VERSION,
			structure: match text(&case["structure"]) {
				"record" => Structure::Record,
				"series" => Structure::Series,
				"document" => Structure::Document,
				other => panic!("{other}"),
			},
			format: match text(&case["format"]) {
				"json" => ElementFormat::Json,
				"csv" => ElementFormat::Csv,
				"cbor" => ElementFormat::Cbor,
				"binary" => ElementFormat::Binary,
				other => panic!("{other}"),
			},
			schema: array(&case["schema"]),
			subject: DidId(array(&case["subject"])),
			sequence: number(&case["sequence"]),
			salt: array(&case["salt"]),
			payload: bytes(&case["payload"]),
		};
		let leaf = envelope.leaf().unwrap();
		assert_eq!(leaf, bytes(&case["leaf"]));
		assert_eq!(leaf_hash(&leaf), array::<32>(&case["leaf_hash"]));
		assert_eq!(Envelope::from_leaf(&leaf), Ok(envelope.clone()));
		assert_eq!(envelope.to_json().unwrap(), text(&case["json"]));
		assert_eq!(Envelope::from_json(text(&case["json"])), Ok(envelope));
	}
}

#[test]
fn keystreams_and_commitments_are_the_pinned_ones() {
	let golden = golden();
	let case = &golden["exchange"];
	let genesis: Hash = array(&case["genesis"]);
	let key: [u8; 32] = array(&case["key"]);
	for commitment in list(&case["commitments"]) {
		let agreement = number(&commitment["agreement"]);
		let expected: Hash = array(&commitment["commitment"]);
		assert_eq!(key_commitment(&genesis, agreement, &key), expected);
	}
	for stream in list(&case["keystreams"]) {
		let expected = bytes(&stream["keystream"]);
		let mut data = vec![0; expected.len()];
		apply_keystream(&key, number(&stream["index"]), &mut data);
		assert_eq!(data, expected);
	}
	for (index, (plain, encrypted)) in
		(0u64..).zip(list(&case["plaintext"]).iter().zip(list(&case["ciphertext"])))
	{
		let mut data = bytes(plain);
		apply_keystream(&key, index, &mut data);
		assert_eq!(data, bytes(encrypted));
	}
}

#[test]
fn pinned_proof_convicts_the_cheat_and_not_the_honest() {
	let golden = golden();
	let case = &golden["exchange"];
	let key: [u8; 32] = array(&case["key"]);
	let parts: Vec<Fingerprint> =
		list(&case["parts"]).iter().map(|part| text(part).parse().unwrap()).collect();
	let leaf_hashes = hashes(&case["leaf_hashes"]);
	let ciphertext: Vec<Vec<u8>> = list(&case["ciphertext"]).iter().map(bytes).collect();
	let root: Hash = array(&case["ciphertext_root"]);
	assert_eq!(check_delivery(&parts, &root, &leaf_hashes, &ciphertext), Ok(()));

	for (name, verdict) in [("cheating", Verdict::Guilty), ("honest", Verdict::Innocent)] {
		let trial = &case[name];
		let proof = &trial["proof"];
		let misbehaviour: Misbehaviour = Misbehaviour {
			index: number(&proof["index"]),
			ciphertext: bytes(&proof["ciphertext"]),
			ciphertext_path: hashes(&proof["ciphertext_path"]),
			leaf: array(&proof["leaf"]),
			leaf_path: hashes(&proof["leaf_path"]),
		};
		assert_eq!(misbehaviour.encode(), bytes(&proof["scale"]));
		let scale = bytes(&proof["scale"]);
		let decoded = <Misbehaviour as Decode>::decode(&mut &scale[..]).unwrap();
		assert_eq!(decoded, misbehaviour);
		let deal =
			Deal { parts: &parts, ciphertext_root: array(&trial["ciphertext_root"]), key: &key };
		assert_eq!(judge(&deal, &misbehaviour.borrowed()), Ok(verdict), "{name}");
	}
}
