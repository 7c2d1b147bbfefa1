//! "Do you know these data?" asked by a leaf or by a fingerprint (Y.4560 9.4).

use counterfoil_primitives::fingerprint::{leaf_hash, node_hash, Tree};
use pallet_data_registry_runtime_api::{
	FingerprintQuery, KnownSubmission, LeafAnswer, LeafQuery, Verification, MAX_MATCHES,
};

use super::*;

/// Eleven readings.
fn leaves() -> Vec<Vec<u8>> {
	(0..11u8).map(|reading| vec![reading; 20]).collect()
}

/// The batch of these readings.
fn batch(set: u64, tree: &Tree) -> SubmissionBody {
	SubmissionBody { fingerprint: tree.fingerprint(), ..body(set) }
}

/// What an answer says about a submission that was just made.
fn known(id: u64, body: &SubmissionBody) -> KnownSubmission {
	KnownSubmission {
		submission: id,
		data_set: body.data_set,
		supplier: did(SUPPLIER),
		device: did(DEVICE),
		schema: SCHEMA,
		fingerprint: body.fingerprint,
		submitted: NOW,
		status: SubmissionStatus::Submitted,
		reason: None,
		certified: false,
		certificate: None,
		revision: 0,
		corrected_by: None,
		superseded_by: None,
	}
}

#[test]
fn verify_leaf_finds_every_leaf_and_refuses_every_change() {
	ExtBuilder::default().build_and_execute(|| {
		let tree = Tree::from_leaves(leaves());
		let set = register();
		let body = batch(set, &tree);
		let id = submit_body(body.clone());

		let mut queries = Vec::new();
		for (index, leaf) in (0u64..).zip(leaves()) {
			let path = tree.proof(index).unwrap();
			let hash = leaf_hash(&leaf);
			let verify = |hash, index, path: &[[u8; 32]]| {
				let answer = DataRegistry::verify_leaf(id, hash, index, path.to_vec());
				assert_eq!(answer.known, Some(known(id, &body)));
				answer.verification
			};
			assert_eq!(verify(hash, index, &path), Verification::Match);

			let mut flipped = leaf.clone();
			flipped[0] ^= 1;
			assert_eq!(verify(leaf_hash(&flipped), index, &path), Verification::Mismatch);
			assert_eq!(verify(hash, index + 1, &path), Verification::Mismatch);
			assert_eq!(verify(hash, u64::MAX, &path), Verification::Mismatch);
			queries.push(LeafQuery { submission: id, leaf: hash, index, path });
		}
		let answer =
			LeafAnswer { verification: Verification::Match, known: Some(known(id, &body)) };
		assert_eq!(DataRegistry::verify_leaves(queries), [answer; 11]);
	});
}

#[test]
fn attack_forged_inclusion_proof_is_a_mismatch() {
	ExtBuilder::default().build_and_execute(|| {
		let tree = Tree::from_leaves(leaves());
		let id = submit_body(batch(register(), &tree));
		let hashes = tree.leaf_hashes();
		let path = tree.proof(2).unwrap();
		let verify = |leaf, index, path: &[[u8; 32]]| {
			DataRegistry::verify_leaf(id, leaf, index, path.to_vec()).verification
		};
		assert_eq!(verify(hashes[2], 2, &path), Verification::Match);
		// Wrong length.
		assert_eq!(verify(hashes[2], 2, &path[1..]), Verification::Mismatch);
		assert_eq!(verify(hashes[2], 2, &path[..path.len() - 1]), Verification::Mismatch);
		assert_eq!(verify(hashes[2], 2, &[]), Verification::Mismatch);
		let longer = [path.as_slice(), &[[0; 32]; 70]].concat();
		assert_eq!(verify(hashes[2], 2, &longer), Verification::Mismatch);
		// Swapped siblings.
		let mut swapped = path.clone();
		swapped.swap(0, 1);
		assert_eq!(verify(hashes[2], 2, &swapped), Verification::Mismatch);
		// Second preimage: an inner node in the place of a leaf.
		let inner = node_hash(&hashes[2], &hashes[3]);
		assert_eq!(verify(inner, 1, &path[1..]), Verification::Mismatch);
		assert_eq!(verify(inner, 2, &path[1..]), Verification::Mismatch);
	});
}

#[test]
fn verify_of_an_unknown_submission_says_so() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(
			DataRegistry::verify_leaf(7, [0; 32], 0, vec![]),
			LeafAnswer { verification: Verification::Unknown, known: None }
		);
	});
}

#[test]
fn verify_tells_what_the_match_is_worth() {
	ExtBuilder::default().build_and_execute(|| {
		let tree = Tree::from_leaves(leaves());
		let set = register();
		let old = submit_body(batch(set, &tree));
		let answer = || {
			let leaf =
				DataRegistry::verify_leaf(old, tree.leaf_hashes()[0], 0, tree.proof(0).unwrap());
			let whole = DataRegistry::verify_fingerprint(None, tree.fingerprint());
			assert_eq!(leaf.verification, Verification::Match);
			assert_eq!(whole.verification, Verification::Match);
			assert_eq!(leaf.known.as_slice(), whole.known);
			whole.known[0]
		};
		decide(old, valid(900));
		assert_eq!((answer().status, answer().certified), (SubmissionStatus::Validated, false));
		assert_eq!(answer().certificate, None);
		let worth = || (answer().certified, answer().certificate);
		let of_set = Office::certify(CertificateSubject::DataSet(set), NOW + 100);
		assert_eq!(worth(), (true, Some(of_set)));
		// Its own comes first.
		let own = Office::certify(CertificateSubject::Submission(old), NOW + 10);
		assert_eq!(worth(), (true, Some(own)));
		Office::revoke(CertificateSubject::DataSet(set));
		set_time(NOW + 10);
		assert_eq!(worth(), (true, Some(own)));
		set_time(NOW + 11);
		assert_eq!(worth(), (false, None));

		let new = correct(set, old);
		assert_eq!((answer().corrected_by, answer().superseded_by), (Some(new), None));
		decide(new, valid(900));
		assert_eq!(answer().status, SubmissionStatus::Superseded);
		assert_eq!(answer().superseded_by, Some(new));
	});
}

#[test]
fn rejected_submission_is_not_certified_because_its_data_set_is() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let id = rejected(set);
		Office::certify(CertificateSubject::DataSet(set), NOW + 10);
		let answer = DataRegistry::verify_fingerprint(Some(set), body(set).fingerprint);
		assert_eq!(answer.verification, Verification::Match);
		assert_eq!((answer.known[0].submission, answer.known[0].certified), (id, false));
		assert_eq!(answer.known[0].certificate, None);
		assert_eq!(answer.known[0].status, SubmissionStatus::Rejected);
		assert!(answer.known[0].reason.is_some());
	});
}

#[test]
fn fingerprint_is_looked_for_in_one_data_set_or_in_all() {
	ExtBuilder::default().build_and_execute(|| {
		let (one, two, without) = (register(), register(), register());
		let ids = [submit_body(body(one)), submit_body(body(two))];
		submit_body(numbered(without, 5));
		let fingerprint = body(one).fingerprint;
		let ask = |set| DataRegistry::verify_fingerprint(set, fingerprint);
		let found = |set| ask(set).known.iter().map(|it| it.submission).collect::<Vec<_>>();
		assert_eq!(found(None), ids);
		assert_eq!(found(Some(one)), [ids[0]]);
		assert_eq!(found(Some(two)), [ids[1]]);
		for set in [without, 99] {
			assert_eq!(ask(Some(set)).verification, Verification::Unknown);
			assert!(found(Some(set)).is_empty());
		}
		let stranger = Fingerprint { root: [66; 32], ..fingerprint };
		assert_eq!(
			DataRegistry::verify_fingerprint(None, stranger).verification,
			Verification::Unknown
		);
	});
}

#[test]
fn known_root_with_other_sizes_is_a_mismatch() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let id = submit(set);
		let right = body(set).fingerprint;
		for wrong in [Fingerprint { leaves: 9, ..right }, Fingerprint { bytes: 641, ..right }] {
			for place in [None, Some(set)] {
				let answer = DataRegistry::verify_fingerprint(place, wrong);
				assert_eq!(answer.verification, Verification::Mismatch);
				assert_eq!(answer.known[0].submission, id);
				assert_eq!(answer.known[0].fingerprint, right);
			}
		}
		// If another data set has it with those sizes, that one matches and the first is not named.
		let other = register();
		let odd = Fingerprint { bytes: 641, ..right };
		let second = submit_body(SubmissionBody { fingerprint: odd, ..body(other) });
		let answer = DataRegistry::verify_fingerprint(None, odd);
		assert_eq!(answer.verification, Verification::Match);
		assert_eq!(answer.known.iter().map(|it| it.submission).collect::<Vec<_>>(), [second]);
	});
}

#[test]
fn attack_root_in_many_data_sets_floods_no_answer_and_hides_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let sets: Vec<_> = (0..MAX_MATCHES + 3).map(|_| register()).collect();
		let ids: Vec<_> = sets.iter().map(|set| submit_body(body(*set))).collect();
		let root = body(0).fingerprint.root;
		let answer = DataRegistry::verify_fingerprint(None, body(0).fingerprint);
		assert!(answer.more);
		assert_eq!(answer.known.len(), 16);
		for (set, id) in sets.iter().zip(&ids) {
			let answer = DataRegistry::verify_fingerprint(Some(*set), body(0).fingerprint);
			assert_eq!((answer.known[0].submission, answer.more), (*id, false));
		}
		// All of them, in pages.
		let mut found: Vec<(u64, u64)> = Vec::new();
		loop {
			let after = found.last().map(|(set, _)| *set);
			let page = DataRegistry::submissions_with(root, after, 7);
			assert!(page.len() <= 7);
			if page.is_empty() {
				break;
			}
			found.extend(page);
		}
		found.sort_unstable();
		assert_eq!(found, sets.iter().copied().zip(ids).collect::<Vec<_>>());
		assert!(DataRegistry::submissions_with(root, Some(99), 7).is_empty());
		assert!(DataRegistry::submissions_with([66; 32], None, 7).is_empty());
	});
}

#[test]
fn batches_of_questions_are_answered_in_order_and_at_most_a_hundred() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let id = submit(set);
		let leaf = LeafQuery { submission: id, leaf: [0; 32], index: 0, path: vec![] };
		assert_eq!(DataRegistry::verify_leaves(vec![leaf; 150]).len(), 100);
		let right = body(set).fingerprint;
		let ask = |fingerprint| FingerprintQuery { data_set: None, fingerprint };
		let queries = [
			ask(right),
			ask(Fingerprint { leaves: 9, ..right }),
			ask(Fingerprint { root: [1; 32], ..right }),
		];
		let answers: Vec<_> = DataRegistry::verify_fingerprints(queries.to_vec())
			.into_iter()
			.map(|answer| answer.verification)
			.collect();
		assert_eq!(answers, [Verification::Match, Verification::Mismatch, Verification::Unknown]);
		assert_eq!(DataRegistry::verify_fingerprints(vec![ask(right); 150]).len(), 100);
	});
}
