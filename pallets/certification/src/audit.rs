//! Whose history each event belongs to.

use alloc::{vec, vec::Vec};

use codec::Encode;
use counterfoil_primitives::{
	did::DidId,
	traits::{AuditLog, AuditModule, AuditSubject, CertificateSubject},
};

use crate::{Config, Event, Pallet};

impl<T: Config> Pallet<T> {
	/// Deposits an event and hands it to the histories of those it is about.
	pub(crate) fn emit(event: Event<T>) {
		let (actor, mut subjects) = trail(&event);
		// A stakeholder that acts on himself has one entry in his history, not two.
		subjects.sort_unstable();
		subjects.dedup();
		T::Audit::record(AuditModule::Certification, actor, &subjects, &event.encode());
		Self::deposit_event(event);
	}
}

/// The history of what a certificate is about.
fn certified(subject: &CertificateSubject) -> AuditSubject {
	match subject {
		CertificateSubject::Submission(id) => AuditSubject::Submission(*id),
		CertificateSubject::DataSet(id) => AuditSubject::DataSet(*id),
		CertificateSubject::Did(did) => AuditSubject::Did(*did),
	}
}

/// Who acted, and at most four whose life the event belongs to.
fn trail<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	match event {
		Event::Accredited { holder, granted_by: by, .. }
		| Event::AccreditationRevoked { holder, by, .. } => {
			let mut subjects = vec![AuditSubject::Did(*holder)];
			subjects.extend(by.map(AuditSubject::Did));
			(*by, subjects)
		},
		Event::AccreditationReleased { holder, .. } => (None, vec![AuditSubject::Did(*holder)]),
		Event::Certified { certificate, subject, issuer, .. }
		| Event::Superseded { certificate, subject, issuer, .. } => (
			Some(*issuer),
			vec![
				AuditSubject::Certificate(*certificate),
				certified(subject),
				AuditSubject::Did(*issuer),
			],
		),
		Event::Suspended { certificate, subject, issuer, by, .. }
		| Event::Reinstated { certificate, subject, issuer, by, .. }
		| Event::Revoked { certificate, subject, issuer, by, .. } => {
			let mut subjects = vec![
				AuditSubject::Certificate(*certificate),
				certified(subject),
				AuditSubject::Did(*issuer),
			];
			subjects.extend(by.map(AuditSubject::Did));
			(*by, subjects)
		},
		Event::__Ignore(..) => (None, Vec::new()),
	}
}
