//! Verdicts of validators.

use counterfoil_primitives::{
	roles::Role,
	traits::{Identities, Subject},
	SubmissionId,
};
use frame_support::{ensure, traits::Time};
use sp_runtime::DispatchResult;

use crate::{
	Attestation, Attestations, Config, Error, Event, Pallet, SubmissionOf, SubmissionStatus,
	Submissions, Verdict, MAX_QUALITY,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_attest(
		subject: Subject<T::AccountId>,
		id: SubmissionId,
		verdict: Verdict,
	) -> DispatchResult {
		let validator = subject.did;
		ensure!(T::Identities::has_role(&validator, Role::Validator), Error::<T>::NotValidator);
		let mut submission = Submissions::<T>::get(id).ok_or(Error::<T>::UnknownSubmission)?;
		ensure!(submission.supplier != validator, Error::<T>::SupplierCannotAttest);
		ensure!(!Attestations::<T>::contains_key(id, validator), Error::<T>::AlreadyAttested);
		ensure!(
			submission.status == SubmissionStatus::Submitted,
			Error::<T>::NotAwaitingValidation
		);
		Self::ensure_verdict(&submission, &verdict)?;

		let now = T::Time::now();
		let position = submission.tally.valid.saturating_add(submission.tally.invalid);
		Attestations::<T>::insert(id, validator, Attestation { verdict, at: now, position });
		submission.tally.count(&verdict);
		submission.status = submission.tally.status();
		if submission.status != SubmissionStatus::Submitted {
			submission.decided = Some(now);
		}
		Submissions::<T>::insert(id, &submission);

		let data_set = submission.data_set();
		let supplier = submission.supplier;
		let fingerprint = submission.body.fingerprint;
		Self::deposit_event(Event::Attested {
			submission: id,
			data_set,
			fingerprint,
			validator,
			verdict,
			valid: submission.tally.valid,
			invalid: submission.tally.invalid,
		});
		match submission.status {
			SubmissionStatus::Submitted => {},
			SubmissionStatus::Validated => Self::deposit_event(Event::Validated {
				submission: id,
				data_set,
				supplier,
				fingerprint,
				quality: submission.tally.quality,
			}),
			SubmissionStatus::Rejected => Self::deposit_event(Event::Rejected {
				submission: id,
				data_set,
				supplier,
				fingerprint,
			}),
		}
		Ok(())
	}

	/// Refuses a verdict that no submission, or not this one, can get.
	fn ensure_verdict(submission: &SubmissionOf<T>, verdict: &Verdict) -> Result<(), Error<T>> {
		match verdict {
			Verdict::Valid { quality } => {
				ensure!(*quality <= MAX_QUALITY, Error::<T>::QualityTooHigh);
			},
			Verdict::Invalid { leaf: Some(leaf), .. } => {
				ensure!(*leaf < submission.body.fingerprint.leaves, Error::<T>::LeafOutOfRange);
			},
			Verdict::Invalid { leaf: None, .. } => {},
		}
		Ok(())
	}
}
