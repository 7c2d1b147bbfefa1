//! The pinned values of `vectors/history.json`, which the clients in other languages read too.

use codec::Encode;
use counterfoil_primitives::{
	did::DidId,
	history::{event_digest, Entry, Head},
	sponsorship::CallTerms,
	traits::{AuditModule, AuditSubject},
	Hash,
};
use serde_json::Value;

fn vectors() -> Value {
	serde_json::from_str(include_str!("../vectors/history.json")).unwrap()
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

fn number(value: &Value) -> u64 {
	text(value).parse().unwrap()
}

fn subject(value: &Value) -> AuditSubject {
	let (kind, id) = value.as_object().unwrap().iter().next().unwrap();
	match kind.as_str() {
		"Did" => AuditSubject::Did(DidId(array(id))),
		"DataSet" => AuditSubject::DataSet(number(id)),
		"Submission" => AuditSubject::Submission(number(id)),
		"Grant" => AuditSubject::Grant(number(id)),
		"Certificate" => AuditSubject::Certificate(number(id)),
		other => panic!("{other}"),
	}
}

fn module(value: &Value) -> AuditModule {
	match text(value) {
		"Did" => AuditModule::Did,
		"Devices" => AuditModule::Devices,
		"Sponsorship" => AuditModule::Sponsorship,
		"DataRegistry" => AuditModule::DataRegistry,
		"Validation" => AuditModule::Validation,
		"Certification" => AuditModule::Certification,
		"DataAccess" => AuditModule::DataAccess,
		"DataMarket" => AuditModule::DataMarket,
		"DataEscrow" => AuditModule::DataEscrow,
		other => panic!("{other}"),
	}
}

#[test]
fn histories_are_the_pinned_ones() {
	let vectors = vectors();
	assert!(!list(&vectors["histories"]).is_empty());
	for case in list(&vectors["histories"]) {
		let subject = subject(&case["subject"]);
		assert_eq!(subject.encode(), bytes(&case["scale_subject"]));
		let mut head = Head::start(&subject);
		assert_eq!(head.digest, array::<32>(&case["start"]));
		let mut entries = Vec::new();
		for shown in list(&case["entries"]) {
			let event = bytes(&shown["event_scale"]);
			let entry = Entry {
				block: number(&shown["block"]),
				moment: number(&shown["moment"]),
				module: module(&shown["module"]),
				event: event[0],
				actor: (!shown["actor"].is_null()).then(|| DidId(array(&shown["actor"]))),
				event_digest: event_digest(&event),
			};
			assert_eq!(shown["event"].as_u64(), Some(entry.event.into()));
			assert_eq!(entry.event_digest, array::<32>(&shown["event_digest"]));
			assert_eq!(head.count, number(&shown["number"]));
			assert_eq!((head.count, entry).encode(), bytes(&shown["scale"]));
			head = head.append(&entry);
			assert_eq!(head.digest, array::<32>(&shown["digest"]));
			entries.push(entry);
		}
		assert_eq!(Head::of(&subject, &entries), head);
	}
}

#[test]
fn sponsored_calls_are_the_pinned_ones() {
	let vectors = vectors();
	assert!(!list(&vectors["sponsored_calls"]).is_empty());
	for case in list(&vectors["sponsored_calls"]) {
		let terms = CallTerms {
			did: DidId(array(&case["did"])),
			nonce: number(&case["nonce"]),
			sponsor: (!case["sponsor"].is_null()).then(|| array::<32>(&case["sponsor"])),
			valid_from: number(&case["valid_from"]),
			valid_until: number(&case["valid_until"]),
		};
		let genesis: Hash = array(&case["genesis"]);
		let version = u32::try_from(case["transaction_version"].as_u64().unwrap()).unwrap();
		// A digest of any bytes is made in the same way.
		let call = event_digest(&bytes(&case["call"]));
		assert_eq!(call, array::<32>(&case["call_digest"]));
		assert_eq!(terms.signing_bytes(&genesis, version, call), bytes(&case["message"]));
	}
}
