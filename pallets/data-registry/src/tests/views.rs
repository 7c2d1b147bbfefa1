use counterfoil_primitives::{
	fingerprint::{leaf_hash, Tree},
	payload::SubmissionBody,
};
use pallet_data_registry_runtime_api::{
	AttestationView, CertificateView, DataSetView, InclusionQuery, ParametersView, SubmissionView,
	Verification,
};

use super::*;

#[test]
fn submission_view_tells_everything_about_a_certified_submission() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let id = submit(set);
		// In an order that is not that of the keys in storage, whichever that is.
		for (turn, validator) in (1..).zip([VALIDATORS[2], VALIDATORS[0], VALIDATORS[1]]) {
			set_time(NOW + turn);
			let verdict = if turn == 2 { invalid() } else { valid(900) };
			assert_ok!(DataRegistry::attest(signed(validator), id, verdict));
		}
		let certificate = certify(id);
		let attestation = |turn: u64, who: u64, verdict| AttestationView {
			validator: did(who),
			verdict,
			at: NOW + turn,
		};
		let expected = SubmissionView {
			id,
			data_set: set,
			supplier: did(SUPPLIER),
			payer: SUPPLIER,
			device: did(DEVICE),
			sequence: 0,
			fingerprint: body(set).fingerprint,
			from: NOW - 60_000,
			to: NOW,
			submitted: NOW,
			status: SubmissionStatus::Validated,
			decided: Some(NOW + 3),
			quality: Some(900),
			required: 2,
			valid: 2,
			invalid: 1,
			attestations: vec![
				attestation(1, VALIDATORS[2], valid(900)),
				attestation(2, VALIDATORS[0], invalid()),
				attestation(3, VALIDATORS[1], valid(900)),
			],
			revision: 0,
			corrects: None,
			corrected_by: None,
			certificate: Some(certificate),
			certified: true,
		};
		assert_eq!(DataRegistry::submission_view(id), Some(expected.clone()));

		set_time(NOW + 3 + 1_001);
		let expired = SubmissionView { certified: false, ..expected };
		assert_eq!(DataRegistry::submission_view(id), Some(expired));
	});
}

#[test]
fn submission_view_of_a_correction_shows_both_links_and_no_quality_before_validation() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let old = rejected(set);
		let new = submit_body(SubmissionBody { corrects: Some(old), ..next_body(set) });
		let (old_view, new_view) = (
			DataRegistry::submission_view(old).unwrap(),
			DataRegistry::submission_view(new).unwrap(),
		);
		assert_eq!(old_view.corrected_by, Some(new));
		assert_eq!(old_view.quality, None);
		assert_eq!(new_view.corrects, Some(old));
		assert_eq!(new_view.revision, 1);
		assert_eq!(new_view.quality, None);
	});
}

#[test]
fn data_set_view_tells_everything() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		submit(set);
		let details = details();
		assert_eq!(
			DataRegistry::data_set_view(set),
			Some(DataSetView {
				id: set,
				owner: did(SUPPLIER),
				payer: SUPPLIER,
				schema: details.schema,
				media_type: details.media_type,
				category: details.category,
				region: details.region,
				confidentiality: details.confidentiality,
				licence: details.licence,
				registered: NOW,
				submissions: 1,
			})
		);
	});
}

#[test]
fn certificate_view_follows_time_and_revocation() {
	ExtBuilder::default().build_and_execute(|| {
		let id = validated(register());
		let certificate = certify(id);
		let view = || DataRegistry::certificate_view(certificate).unwrap();
		let expected = CertificateView {
			id: certificate,
			submission: id,
			regulator: did(REGULATOR),
			payer: REGULATOR,
			document: [5; 32],
			issued: NOW,
			valid_until: NOW + 1_000,
			revoked: None,
			revocation_reason: None,
			previous: None,
			valid: true,
		};
		assert_eq!(view(), expected);
		set_time(NOW + 1_000);
		assert!(view().valid);
		assert_ok!(DataRegistry::revoke_certificate(signed(REGULATOR), certificate, [6; 32]));
		assert_eq!(
			view(),
			CertificateView {
				revoked: Some(NOW + 1_000),
				revocation_reason: Some([6; 32]),
				valid: false,
				..expected
			}
		);
	});
}

#[test]
fn certificate_is_not_valid_one_millisecond_after_its_end() {
	ExtBuilder::default().build_and_execute(|| {
		let certificate = certify(validated(register()));
		set_time(NOW + 1_001);
		assert!(!DataRegistry::certificate_view(certificate).unwrap().valid);
	});
}

#[test]
fn batches_answer_in_order_and_at_most_a_hundred() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let id = validated(set);
		let certificate = certify(id);
		let known = |answers: Vec<bool>| assert_eq!(answers, [false, true, false]);
		known(DataRegistry::submission_views(vec![9, id, 9]).iter().map(Option::is_some).collect());
		known(DataRegistry::data_set_views(vec![9, set, 9]).iter().map(Option::is_some).collect());
		known(
			DataRegistry::certificate_views(vec![9, certificate, 9])
				.iter()
				.map(Option::is_some)
				.collect(),
		);
		assert_eq!(DataRegistry::submission_views(vec![id; 150]).len(), 100);
		assert_eq!(DataRegistry::data_set_views(vec![set; 150]).len(), 100);
		assert_eq!(DataRegistry::certificate_views(vec![certificate; 150]).len(), 100);
		let query = InclusionQuery { submission: id, leaf: [0; 32], index: 0, path: vec![] };
		assert_eq!(DataRegistry::verify_many(vec![query; 150]).len(), 100);
	});
}

#[test]
fn submissions_of_data_set_come_in_pages_that_miss_none() {
	ExtBuilder::default().build_and_execute(|| {
		let (set, other) = (register(), register());
		let mut expected: Vec<_> = (0..7)
			.map(|_| {
				submit(other);
				submit(set)
			})
			.collect();
		let mut found = Vec::new();
		loop {
			let page = DataRegistry::submissions_of(set, found.last().copied(), 3);
			assert!(page.len() <= 3);
			if page.is_empty() {
				break;
			}
			found.extend(page);
		}
		assert_eq!(DataRegistry::submissions_of(set, None, u32::MAX), found);
		found.sort_unstable();
		expected.sort_unstable();
		assert_eq!(found, expected);
	});
}

#[test]
fn submissions_of_data_set_after_a_foreign_one_or_of_an_unknown_set_are_none() {
	ExtBuilder::default().build_and_execute(|| {
		let (set, other) = (register(), register());
		submit(set);
		let foreign = submit(other);
		assert!(DataRegistry::submissions_of(set, Some(foreign), 10).is_empty());
		assert!(DataRegistry::submissions_of(set, None, 0).is_empty());
		assert!(DataRegistry::submissions_of(99, None, 10).is_empty());
	});
}

#[test]
fn verify_finds_every_leaf_and_refuses_every_change() {
	ExtBuilder::default().build_and_execute(|| {
		let leaves: Vec<Vec<u8>> = (0..11u8).map(|reading| vec![reading; 20]).collect();
		let tree = Tree::from_leaves(&leaves);
		let set = register();
		let id = submit_body(SubmissionBody { fingerprint: tree.fingerprint(), ..body(set) });

		let mut queries = Vec::new();
		for (index, leaf) in (0u64..).zip(&leaves) {
			let path = tree.proof(index).unwrap();
			let hash = leaf_hash(leaf);
			let verify = |hash, index, path: &[[u8; 32]]| {
				DataRegistry::verify(id, hash, index, path.to_vec())
			};
			assert_eq!(verify(hash, index, &path), Verification::Match);

			let mut flipped = leaf.clone();
			flipped[0] ^= 1;
			assert_eq!(verify(leaf_hash(&flipped), index, &path), Verification::Mismatch);
			assert_eq!(verify(hash, index + 1, &path), Verification::Mismatch);
			assert_eq!(verify(hash, u64::MAX, &path), Verification::Mismatch);
			assert_eq!(verify(hash, index, &path[1..]), Verification::Mismatch);
			let longer = [path.as_slice(), &[[0; 32]; 70]].concat();
			assert_eq!(verify(hash, index, &longer), Verification::Mismatch);
			assert_eq!(
				DataRegistry::verify(id + 1, hash, index, path.clone()),
				Verification::Unknown
			);
			queries.push(InclusionQuery { submission: id, leaf: hash, index, path });
		}
		assert_eq!(DataRegistry::verify_many(queries), [Verification::Match; 11]);
	});
}

#[test]
fn next_sequence_and_parameters_are_told() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		assert_eq!(DataRegistry::next_sequence(did(DEVICE)), 0);
		submit(set);
		assert_eq!(DataRegistry::next_sequence(did(DEVICE)), 1);
		assert_eq!(
			DataRegistry::parameters_view(),
			ParametersView { validations_required: 2, clock_tolerance: TOLERANCE }
		);
	});
}
