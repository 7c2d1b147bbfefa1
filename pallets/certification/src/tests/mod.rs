//! One file per call, then what is answered, what attackers try, and what is always true.

mod accredit;
mod answers;
mod attacks;
mod audit;
mod certify;
mod delegate;
mod encoding;
mod invariants;
mod properties;
mod reinstate;
mod release_accreditation;
mod renew;
mod revoke;
mod revoke_accreditation;
mod suspend;
mod views;
mod weight;

pub(crate) use counterfoil_primitives::{
	accreditation::{CertificateTypes, Powers, Scope, Terms},
	did::DidStatus,
	roles::Role,
	traits::{CertificateSubject, Certificates as _, Power, SubmissionStatus},
};
pub(crate) use frame_support::{assert_noop, assert_ok};
pub(crate) use sp_runtime::{DispatchError, DispatchResult, TokenError};

pub(crate) use crate::{mock::*, *};

/// Where a certificate stands now.
pub(crate) fn status(id: u64) -> CertificateStatus {
	Certification::certificate_view(id).unwrap().status
}
