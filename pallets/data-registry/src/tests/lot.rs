use counterfoil_primitives::traits::{
	CertificateNeed, DataRegistry as _, DataSetFacts, LotError, LotFacts, SubmissionFacts,
};

use super::*;

type Registry = Pallet<Test>;

/// A validated batch of this many leaves that ends at this moment, of this quality.
fn batch(set: u64, leaves: u64, to: u64, quality: u16) -> u64 {
	let body = body(set);
	let fingerprint =
		Fingerprint { leaves, root: [quality.to_le_bytes()[0]; 32], ..body.fingerprint };
	let id = submit_body(SubmissionBody { fingerprint, to, ..body });
	decide(id, valid(quality));
	id
}

#[test]
fn lot_adds_up_what_its_submissions_are() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let first = batch(set, 10, NOW - 7, 900);
		submit(set);
		let second = batch(set, 20, NOW - 3, 800);
		let third = batch(set, 30, NOW - 5, 850);
		let parts = [first, second, third]
			.map(|id| Submissions::<Test>::get(id).unwrap().body.fingerprint)
			.to_vec();
		let bytes = parts.iter().map(|part| part.bytes).sum();
		let begins = |id| Submissions::<Test>::get(id).unwrap().body.from;
		let oldest = [first, second, third].map(begins).into_iter().min().unwrap();
		assert_eq!(
			Registry::lot(set, &[first, second, third], NOW),
			Ok(LotFacts {
				supplier: did(SUPPLIER),
				category: details().category,
				region: details().region,
				parts,
				schema: Some(details().schema),
				records: 60,
				bytes,
				oldest,
				newest: NOW - 3,
				quality: 800,
			})
		);
	});
}

#[test]
fn lot_is_certified_while_every_certificate_is_valid() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let ids = [validated(set), validated(set)];
		let certified = |now| Registry::has_certificate(set, &ids, &CertificateNeed::Any, now);
		assert!(!certified(NOW));
		Office::certify(CertificateSubject::Submission(ids[0]), NOW + 1_000);
		assert!(!certified(NOW));
		Office::certify(CertificateSubject::Submission(ids[1]), NOW + 2_000);
		assert!(certified(NOW));
		assert!(certified(NOW + 1_000));
		assert!(!certified(NOW + 1_001));
		Office::revoke(CertificateSubject::Submission(ids[1]));
		assert!(!certified(NOW));
	});
}

#[test]
fn lot_is_certified_while_its_data_set_is() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let ids = [validated(set), validated(set)];
		let certified = |now| Registry::has_certificate(set, &ids, &CertificateNeed::Any, now);
		Office::certify(CertificateSubject::DataSet(set + 1), NOW + 1_000);
		assert!(!certified(NOW));
		Office::certify(CertificateSubject::DataSet(set), NOW + 1_000);
		assert!(certified(NOW + 1_000));
		assert!(!certified(NOW + 1_001));
		// One by a certificate of its own, the other by none.
		Office::certify(CertificateSubject::Submission(ids[0]), NOW + 5_000);
		assert!(!certified(NOW + 1_001));
		Office::revoke(CertificateSubject::DataSet(set));
		assert!(!certified(NOW));
	});
}

#[test]
fn lot_of_nothing_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(Registry::lot(register(), &[], NOW), Err(LotError::Empty));
	});
}

#[test]
fn lot_of_too_many_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let ids: Vec<_> = (0..5).map(|_| validated(set)).collect();
		assert!(Registry::lot(set, &ids[..4], NOW).is_ok());
		assert_eq!(Registry::lot(set, &ids, NOW), Err(LotError::TooMany));
	});
}

#[test]
fn lot_of_more_records_than_can_be_counted_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let huge = |leaves| {
			let body = next_body(set);
			let fingerprint = Fingerprint { leaves, bytes: leaves, ..body.fingerprint };
			let id = submit_body(SubmissionBody { fingerprint, ..body });
			decide(id, valid(900));
			id
		};
		let ids = [huge(u64::MAX), huge(1)];
		assert_eq!(Registry::lot(set, &ids, NOW), Err(LotError::TooMany));
	});
}

#[test]
fn lot_of_unknown_data_set_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let id = validated(register());
		assert_eq!(Registry::lot(9, &[id], NOW), Err(LotError::UnknownDataSet));
	});
}

#[test]
fn lot_with_unknown_submission_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let id = validated(set);
		assert_eq!(Registry::lot(set, &[id, id + 1], NOW), Err(LotError::UnknownSubmission));
	});
}

#[test]
fn lot_with_submission_of_another_data_set_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let (one, other) = (register(), register());
		let ids = [validated(one), validated(other)];
		assert_eq!(Registry::lot(one, &ids, NOW), Err(LotError::NotOfDataSet));
	});
}

#[test]
fn lot_with_anything_but_validated_submissions_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let validating = submit(set);
		assert_ok!(DataRegistry::begin_validation(validating));
		let superseded = validated(set);
		let successor = correct(set, superseded);
		assert!(Registry::lot(set, &[superseded], NOW).is_ok());
		decide(successor, valid(900));
		for id in [submit(set), rejected(set), validating, superseded] {
			assert_eq!(Registry::lot(set, &[id], NOW), Err(LotError::NotValidated));
		}
		assert!(Registry::lot(set, &[successor], NOW).is_ok());
	});
}

#[test]
fn attack_lot_that_counts_a_submission_twice_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let (first, second) = (validated(set), validated(set));
		for ids in [[first, first], [second, first]] {
			assert_eq!(Registry::lot(set, &ids, NOW), Err(LotError::Duplicate));
		}
	});
}

#[test]
fn facts_about_a_data_set_are_told() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		assert_eq!(
			Registry::data_set(set),
			Some(DataSetFacts {
				owner: did(SUPPLIER),
				category: details().category,
				region: details().region,
				confidentiality: Confidentiality::Restricted,
				registered: NOW,
			})
		);
		assert_eq!(Registry::data_set(set + 1), None);
	});
}

#[test]
fn facts_about_a_submission_are_told() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let id = validated(set);
		assert_eq!(
			Registry::submission(id),
			Some(SubmissionFacts {
				data_set: set,
				supplier: did(SUPPLIER),
				device: did(DEVICE),
				fingerprint: body(set).fingerprint,
				status: SubmissionStatus::Validated,
			})
		);
		assert_eq!(Registry::submission(id + 1), None);
	});
}
