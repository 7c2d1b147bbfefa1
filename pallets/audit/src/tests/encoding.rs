//! Bytes that clients depend on.

use super::*;
use frame_support::traits::{GetStorageVersion, StorageVersion};
use pallet_audit_runtime_api::EntryView;

#[test]
fn view_encodes_as_what_the_chain_hashes() {
	ExtBuilder.build_and_execute(|| {
		record_many(2);
		let entry = Entries::<Test>::get(SUBJECT, 1).unwrap();
		let view = EntryView::new(1, entry);
		assert_eq!(view.encode(), (1u64, entry).encode());
		assert_eq!(view.entry(), entry);
		assert_eq!(Audit::audit(SUBJECT, 1, 1), [view]);
	});
}

#[test]
fn key_of_the_head_is_prefix_and_blake2_128_concat_of_the_subject() {
	ExtBuilder.build_and_execute(|| {
		let expected = [
			&sp_io::hashing::twox_128(b"Audit")[..],
			&sp_io::hashing::twox_128(b"Heads"),
			&sp_io::hashing::blake2_128(&SUBJECT.encode()),
			&[0],
			&[2; 32],
		]
		.concat();
		assert_eq!(Audit::head_key(SUBJECT), expected);
	});
}

#[test]
fn subjects_and_modules_keep_their_indices() {
	let subjects = [
		SUBJECT,
		AuditSubject::DataSet(1),
		AuditSubject::Submission(1),
		AuditSubject::Grant(1),
		AuditSubject::Certificate(1),
	];
	assert_eq!(subjects.map(|subject| subject.encode().first().copied().unwrap()), [0, 1, 2, 3, 4]);
	let modules = [
		AuditModule::Did,
		AuditModule::Devices,
		AuditModule::Sponsorship,
		AuditModule::DataRegistry,
		AuditModule::Validation,
		AuditModule::Certification,
		AuditModule::DataAccess,
		AuditModule::DataMarket,
		AuditModule::DataEscrow,
	];
	let indices = [[0u8], [1], [2], [3], [4], [5], [6], [7], [8]];
	assert_eq!(modules.map(|module| module.encode()), indices);
}

#[test]
fn storage_version_is_one() {
	assert_eq!(Audit::in_code_storage_version(), StorageVersion::new(1));
}
