//! One file per call, then what is read and what is always true.

mod audit;
mod corrections;
mod encoding;
mod genesis;
mod invariants;
mod lineage;
mod lot;
mod properties;
mod register_data_set;
mod retry;
mod schemas;
mod sequence;
mod set_parameters;
mod sponsored;
mod submit;
mod validation;
mod verify;
mod views;
mod weight;

pub(crate) use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature},
	fingerprint::Fingerprint,
	payload::SubmissionBody,
	text::Region,
	traits::{CertificateSubject, Decision, ValidationTarget},
	SubmissionId,
};
pub(crate) use frame_support::{assert_noop, assert_ok};
pub(crate) use sp_runtime::{DispatchError, TokenError};

pub(crate) use crate::{mock::*, *};

/// The record of a submission.
pub(crate) fn submission(id: SubmissionId) -> SubmissionOf<Test> {
	Submissions::<Test>::get(id).unwrap()
}

/// The status of a submission.
pub(crate) fn status(id: SubmissionId) -> SubmissionStatus {
	submission(id).status
}

/// The events of the registry so far.
pub(crate) fn events() -> Vec<Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::DataRegistry(event) => Some(event),
			_ => None,
		})
		.collect()
}
