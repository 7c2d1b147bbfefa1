//! What the validation pallet moves: from submitted to validating, and on from there (Y.4560 9.4).

use counterfoil_primitives::{
	traits::{Decision, SubmissionStatus, ValidationTarget},
	SubmissionId,
};
use frame_support::{ensure, traits::Time};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{Config, Error, Event, Pallet, Rejection, SubmissionOf, Submissions, MAX_QUALITY};

/// Reads and writes the submission, and for a valid revision the one that it supersedes.
impl<T: Config> ValidationTarget for Pallet<T> {
	type Error = DispatchError;

	fn begin_validation(id: SubmissionId) -> DispatchResult {
		let mut submission = Submissions::<T>::get(id).ok_or(Error::<T>::UnknownSubmission)?;
		ensure!(
			submission.status == SubmissionStatus::Submitted,
			Error::<T>::NotAwaitingValidation
		);
		submission.status = SubmissionStatus::Validating;
		let (data_set, supplier) = (submission.data_set(), submission.supplier);
		Submissions::<T>::insert(id, submission);
		Self::emit(Event::ValidationBegan { submission: id, data_set, supplier });
		Ok(())
	}

	fn decide(id: SubmissionId, decision: Decision) -> DispatchResult {
		let mut submission = Submissions::<T>::get(id).ok_or(Error::<T>::UnknownSubmission)?;
		ensure!(submission.status == SubmissionStatus::Validating, Error::<T>::NotValidating);
		let (data_set, supplier) = (submission.data_set(), submission.supplier);
		let fingerprint = submission.body.fingerprint;
		match decision {
			Decision::Undecided => {
				submission.status = SubmissionStatus::Submitted;
				Submissions::<T>::insert(id, submission);
				Self::emit(Event::ValidationFailed { submission: id, data_set, supplier });
			},
			Decision::Valid { quality } => {
				ensure!(quality <= MAX_QUALITY, Error::<T>::QualityTooHigh);
				submission.status = SubmissionStatus::Validated;
				submission.decided = Some(T::Time::now());
				submission.quality = Some(quality);
				Submissions::<T>::insert(id, &submission);
				Self::emit(Event::Validated {
					submission: id,
					data_set,
					supplier,
					fingerprint,
					quality,
				});
				Self::supersede(id, &submission);
			},
			Decision::Invalid { reason, leaf } => {
				ensure!(
					leaf.is_none_or(|leaf| leaf < fingerprint.leaves),
					Error::<T>::LeafOutOfRange
				);
				submission.status = SubmissionStatus::Rejected;
				submission.decided = Some(T::Time::now());
				submission.rejection = Some(Rejection { reason, leaf });
				Submissions::<T>::insert(id, submission);
				Self::emit(Event::Rejected {
					submission: id,
					data_set,
					supplier,
					fingerprint,
					reason,
					leaf,
				});
			},
		}
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	/// Puts a submission that was just validated in the place of the one that it supersedes, which was valid until now.
	fn supersede(id: SubmissionId, submission: &SubmissionOf<T>) {
		let Some(old_id) = submission.supersedes else { return };
		let Some(mut old) = Submissions::<T>::get(old_id) else { return };
		old.status = SubmissionStatus::Superseded;
		old.superseded_by = Some(id);
		Submissions::<T>::insert(old_id, old);
		Self::emit(Event::Superseded {
			submission: old_id,
			by: id,
			data_set: submission.data_set(),
			supplier: submission.supplier,
		});
	}
}
