//! What is true of the storage between any two calls.
//!
//! Every record has its ticket by construction: the ticket is a field of the record.

use alloc::collections::{BTreeMap, BTreeSet};

use counterfoil_primitives::{did::DidId, fingerprint::MAX_LEAF_LEN};
use frame_support::{ensure, traits::Get};
use sp_runtime::TryRuntimeError;

use crate::{
	types::most_attestations, Attestations, Certificates, Config, DataSets, Known,
	NextCertificateId, NextDataSetId, NextSequence, NextSubmissionId, Pallet, Parameters,
	SubmissionStatus, Submissions, SubmissionsOf, Tally, MAX_QUALITY, MAX_VALIDITY,
};

impl<T: Config> Pallet<T> {
	/// Checks all of it. Returns the first thing that is wrong.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		ensure!(
			Self::ensure_parameters(&Parameters::<T>::get()).is_ok(),
			"the parameters are out of bounds"
		);
		Self::try_state_data_sets()?;
		Self::try_state_submissions()?;
		Self::try_state_known()?;
		Self::try_state_sequences()?;
		Self::try_state_attestations()?;
		Self::try_state_certificates()
	}

	/// Data sets are numbered without gaps, and count their submissions.
	fn try_state_data_sets() -> Result<(), TryRuntimeError> {
		let next = NextDataSetId::<T>::get();
		let mut sets = 0u64;
		let mut submissions = 0u64;
		for (id, set) in DataSets::<T>::iter() {
			ensure!(id < next, "a data set has a number that was not given yet");
			ensure!(set.details.region.is_geohash(), "the region of a data set is no geohash");
			let mut listed = 0u64;
			for submission in SubmissionsOf::<T>::iter_key_prefix(id) {
				let belongs = Submissions::<T>::get(submission)
					.is_some_and(|submission| submission.data_set() == id);
				ensure!(belongs, "a data set lists a submission that is not its own");
				listed = listed.saturating_add(1);
			}
			ensure!(listed == set.submissions, "a data set does not count its submissions");
			sets = sets.saturating_add(1);
			submissions = submissions.saturating_add(listed);
		}
		ensure!(sets == next, "a data set is missing");
		let listed = SubmissionsOf::<T>::iter_keys().fold(0u64, |sum, _| sum.saturating_add(1));
		ensure!(listed == submissions, "an unknown data set lists submissions");
		ensure!(listed == NextSubmissionId::<T>::get(), "a submission is not listed");
		Ok(())
	}

	/// Submissions are numbered without gaps, plausible, and linked both ways.
	fn try_state_submissions() -> Result<(), TryRuntimeError> {
		let next = NextSubmissionId::<T>::get();
		let mut count = 0u64;
		for (id, submission) in Submissions::<T>::iter() {
			count = count.saturating_add(1);
			ensure!(id < next, "a submission has a number that was not given yet");
			ensure!(
				SubmissionsOf::<T>::contains_key(submission.data_set(), id),
				"a submission is not listed by its data set"
			);
			let owner = DataSets::<T>::get(submission.data_set()).map(|set| set.owner);
			ensure!(
				owner == Some(submission.supplier),
				"a submission's supplier does not own its data set"
			);

			let body = &submission.body;
			let most_bytes =
				u128::from(body.fingerprint.leaves).saturating_mul(u128::from(MAX_LEAF_LEN));
			ensure!(
				body.fingerprint.leaves > 0
					&& body.fingerprint.bytes >= body.fingerprint.leaves
					&& u128::from(body.fingerprint.bytes) <= most_bytes,
				"a fingerprint has an implausible size"
			);
			ensure!(body.from <= body.to, "a period ends before it begins");

			match body.corrects {
				None => ensure!(submission.revision == 0, "a first submission is a revision"),
				Some(corrected) => {
					let linked = Submissions::<T>::get(corrected).is_some_and(|old| {
						old.corrected_by == Some(id)
							&& old.data_set() == submission.data_set()
							&& old.revision.checked_add(1) == Some(submission.revision)
					});
					ensure!(linked && corrected < id, "a correction is not linked back");
				},
			}
			if let Some(correction) = submission.corrected_by {
				ensure!(
					submission.status == SubmissionStatus::Rejected,
					"a submission that was not rejected has a correction"
				);
				let linked = Submissions::<T>::get(correction)
					.is_some_and(|new| new.body.corrects == Some(id));
				ensure!(linked, "a correction does not name what it corrects");
			}
		}
		ensure!(count == next, "a submission is missing");
		Ok(())
	}

	/// The fingerprint of every submission is known in its data set, and no other is: so none is there twice.
	fn try_state_known() -> Result<(), TryRuntimeError> {
		for (id, submission) in Submissions::<T>::iter() {
			ensure!(
				Known::<T>::get(submission.data_set(), submission.body.fingerprint.root)
					== Some(id),
				"the fingerprint of a submission is not known as its own"
			);
		}
		for (data_set, root, id) in Known::<T>::iter() {
			let belongs = Submissions::<T>::get(id).is_some_and(|submission| {
				submission.data_set() == data_set && submission.body.fingerprint.root == root
			});
			ensure!(belongs, "a fingerprint is known that was not submitted");
		}
		Ok(())
	}

	/// Every device's counter is the number of its submissions, and no number was used twice.
	fn try_state_sequences() -> Result<(), TryRuntimeError> {
		let mut used = BTreeMap::<[u8; 32], BTreeSet<u64>>::new();
		for submission in Submissions::<T>::iter_values() {
			ensure!(
				submission.sequence < NextSequence::<T>::get(submission.device),
				"a sequence counter is behind a number that was used"
			);
			ensure!(
				used.entry(submission.device.0).or_default().insert(submission.sequence),
				"a sequence number was used twice"
			);
		}
		for (DidId(device), next) in NextSequence::<T>::iter() {
			let count = used.get(&device).map_or(0, BTreeSet::len);
			ensure!(u64::try_from(count) == Ok(next), "a sequence counter skipped numbers");
		}
		Ok(())
	}

	/// Tallies and statuses follow from the attestations.
	fn try_state_attestations() -> Result<(), TryRuntimeError> {
		for (id, submission) in Submissions::<T>::iter() {
			let mut tally = Tally::new(submission.tally.required);
			let mut positions = BTreeSet::new();
			let mut last = submission.submitted;
			for (validator, attestation) in Attestations::<T>::iter_prefix(id) {
				ensure!(validator != submission.supplier, "a supplier attested his own submission");
				ensure!(attestation.at >= submission.submitted, "a verdict came too early");
				tally.count(&attestation.verdict);
				positions.insert(attestation.position);
				last = last.max(attestation.at);
			}
			ensure!(tally == submission.tally, "a tally does not agree with the attestations");
			ensure!(tally.quality <= MAX_QUALITY, "a quality is above all bounds");
			ensure!(tally.status() == submission.status, "a status does not agree with the tally");
			let count = tally.valid.saturating_add(tally.invalid);
			ensure!(
				most_attestations(tally.required).is_some_and(|most| count <= most)
					&& count <= T::MaxAttestations::get(),
				"a submission has too many attestations"
			);
			ensure!(
				positions.into_iter().eq(0..count),
				"the positions of the attestations have gaps"
			);
			let decided = match submission.status {
				SubmissionStatus::Submitted => None,
				SubmissionStatus::Validated | SubmissionStatus::Rejected => Some(last),
			};
			ensure!(submission.decided == decided, "a decision has a wrong moment");
		}
		for (id, _) in Attestations::<T>::iter_keys() {
			ensure!(Submissions::<T>::contains_key(id), "an unknown submission was attested");
		}
		Ok(())
	}

	/// Certificates are numbered without gaps, belong to validated submissions, were given by somebody
	/// without a part in them, and follow one another without overlap.
	fn try_state_certificates() -> Result<(), TryRuntimeError> {
		let next = NextCertificateId::<T>::get();
		let mut count = 0u64;
		for (id, certificate) in Certificates::<T>::iter() {
			count = count.saturating_add(1);
			ensure!(id < next, "a certificate has a number that was not given yet");
			ensure!(
				certificate.issued <= certificate.valid_until,
				"a certificate expired before it began"
			);
			ensure!(
				certificate.valid_until.saturating_sub(certificate.issued) <= MAX_VALIDITY,
				"a certificate is valid for too long"
			);
			let submission = Submissions::<T>::get(certificate.submission)
				.ok_or("a certificate belongs to an unknown submission")?;
			ensure!(
				submission.status == SubmissionStatus::Validated,
				"a submission that is not validated was certified"
			);
			ensure!(
				certificate.regulator != submission.supplier
					&& !Attestations::<T>::contains_key(
						certificate.submission,
						certificate.regulator
					),
				"a regulator certified what he had a part in"
			);
			if let Some(previous) = certificate.previous {
				let old = Certificates::<T>::get(previous)
					.ok_or("a certificate replaces an unknown one")?;
				let ended = old.valid_until < certificate.issued
					|| old.revoked.is_some_and(|revocation| revocation.at <= certificate.issued);
				ensure!(
					previous < id && old.submission == certificate.submission && ended,
					"a certificate replaces one that was valid"
				);
			}
		}
		ensure!(count == next, "a certificate is missing");

		// From the newest back along `previous`: every certificate is reached once.
		let mut reached = 0u64;
		for (id, submission) in Submissions::<T>::iter() {
			let mut link = submission.certificate;
			while let Some(certificate_id) = link {
				let certificate = Certificates::<T>::get(certificate_id)
					.ok_or("a submission names an unknown certificate")?;
				ensure!(
					certificate.submission == id,
					"a submission names a certificate of another one"
				);
				reached = reached.saturating_add(1);
				link = certificate.previous;
			}
		}
		ensure!(reached == count, "a certificate is not linked from its submission");
		Ok(())
	}
}
