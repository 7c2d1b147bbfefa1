//! What is true of the storage between any two calls.
//!
//! Every record that costs something has its ticket by construction: the ticket is a field of the record.

use alloc::collections::{BTreeMap, BTreeSet};

use counterfoil_primitives::{AccreditationId, CertificateId, Moment};
use frame_support::{
	ensure,
	traits::{Get, Time},
};
use sp_runtime::TryRuntimeError;

use crate::{
	AccreditationOf, Accreditations, CertificateOf, CertificateStatus, Certificates, Config,
	HeldBy, Newest, NextAccreditationId, NextCertificateId, OpenAbout, Pallet, MAX_VALIDITY,
};

impl<T: Config> Pallet<T> {
	/// Checks all of it. Returns the first thing that is wrong.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_accreditations()?;
		Self::try_state_holders()?;
		Self::try_state_dependants()?;
		Self::try_state_certificates()?;
		Self::try_state_indices()
	}

	/// Accreditations have their numbers, are bounded in time, and go in nothing beyond what they are derived from.
	fn try_state_accreditations() -> Result<(), TryRuntimeError> {
		let next = NextAccreditationId::<T>::get();
		for (id, accreditation) in Accreditations::<T>::iter() {
			ensure!(id < next, "an accreditation has a number that was not given yet");
			let terms = &accreditation.terms;
			ensure!(!terms.powers.is_empty(), "an accreditation allows nothing");
			ensure!(
				accreditation.granted <= terms.from
					&& terms.from <= terms.until
					&& terms.until.saturating_sub(accreditation.granted) <= MAX_VALIDITY,
				"an accreditation has an implausible period"
			);
			ensure!(accreditation.depth <= T::MaxDepth::get(), "an accreditation lies too deep");
			match accreditation.parent {
				None => ensure!(
					accreditation.depth == 0
						&& accreditation.granted_by.is_none()
						&& accreditation.deposit.is_none(),
					"an accreditation of the council has somebody above it"
				),
				Some(parent) => Self::try_state_derived(id, &accreditation, parent)?,
			}
		}
		Ok(())
	}

	fn try_state_derived(
		id: AccreditationId,
		accreditation: &AccreditationOf<T>,
		parent: AccreditationId,
	) -> Result<(), TryRuntimeError> {
		let above = Accreditations::<T>::get(parent)
			.ok_or("an accreditation is derived from an unknown one")?;
		ensure!(parent < id, "an accreditation is older than its parent");
		ensure!(
			above.depth.checked_add(1) == Some(accreditation.depth),
			"an accreditation has a wrong depth"
		);
		ensure!(
			above.terms.delegable && accreditation.terms.within(&above.terms).is_ok(),
			"an accreditation goes beyond its parent"
		);
		ensure!(
			accreditation.granted_by == Some(above.holder)
				&& accreditation.holder != above.holder
				&& accreditation.deposit.is_some(),
			"an accreditation was not given by the holder of its parent"
		);
		ensure!(
			above.revoked.is_none_or(|revoked| accreditation.granted <= revoked.at),
			"an accreditation was derived from a revoked one"
		);
		Ok(())
	}

	/// Whoever holds accreditations is listed with those that have not ended, and with nobody else's.
	fn try_state_holders() -> Result<(), TryRuntimeError> {
		let now = T::Time::now();
		for (holder, held) in HeldBy::<T>::iter() {
			ensure!(!held.is_empty(), "an empty list is stored");
			let distinct: BTreeSet<_> = held.iter().collect();
			ensure!(distinct.len() == held.len(), "an accreditation is listed twice");
			for id in held {
				let own = Accreditations::<T>::get(id).is_some_and(|accreditation| {
					accreditation.holder == holder && accreditation.revoked.is_none()
				});
				ensure!(own, "a regulator is listed with an accreditation that he does not hold");
			}
		}
		for (id, accreditation) in Accreditations::<T>::iter() {
			ensure!(
				Self::has_ended(id, &accreditation, now)
					|| HeldBy::<T>::get(accreditation.holder).contains(&id),
				"an accreditation is not listed"
			);
		}
		Ok(())
	}

	/// Accreditations count what rests on them.
	fn try_state_dependants() -> Result<(), TryRuntimeError> {
		let mut dependants = BTreeMap::<AccreditationId, u64>::new();
		let derived = Accreditations::<T>::iter_values().filter_map(|it| it.parent);
		let resting = Certificates::<T>::iter_values().map(|it| it.accreditation);
		for id in derived.chain(resting) {
			let count = dependants.entry(id).or_default();
			*count = count.saturating_add(1);
		}
		for (id, accreditation) in Accreditations::<T>::iter() {
			ensure!(
				dependants.remove(&id).unwrap_or_default() == accreditation.dependants,
				"an accreditation does not count what rests on it"
			);
		}
		ensure!(dependants.is_empty(), "something rests on an unknown accreditation");
		Ok(())
	}

	/// Certificates are numbered without gaps, were issued on accreditations that allowed it, and follow one another without
	/// overlap.
	fn try_state_certificates() -> Result<(), TryRuntimeError> {
		let next = NextCertificateId::<T>::get();
		let mut count = 0u64;
		for (id, certificate) in Certificates::<T>::iter() {
			count = count.saturating_add(1);
			ensure!(id < next, "a certificate has a number that was not given yet");
			let until = certificate.statement.valid_until;
			ensure!(
				certificate.issued <= certificate.valid_from
					&& certificate.valid_from <= until
					&& until.saturating_sub(certificate.issued) <= MAX_VALIDITY,
				"a certificate has an implausible period"
			);
			let accreditation = Accreditations::<T>::get(certificate.accreditation)
				.ok_or("a certificate rests on an unknown accreditation")?;
			ensure!(
				accreditation.holder == certificate.issuer
					&& accreditation.terms.is_in_period(certificate.issued)
					&& accreditation.terms.types.contains(&certificate.kind),
				"a certificate rests on an accreditation that did not allow it"
			);
			if let Some(previous) = certificate.previous {
				let old = Certificates::<T>::get(previous)
					.ok_or("a certificate follows an unknown one")?;
				ensure!(
					previous < id
						&& old.subject == certificate.subject
						&& old.kind == certificate.kind
						&& Self::had_ended(&old, id, certificate.issued),
					"a certificate follows one that was open"
				);
			}
			if let Some(successor) = certificate.superseded_by {
				ensure!(
					Certificates::<T>::get(successor).is_some_and(|new| new.previous == Some(id)),
					"a certificate is superseded by one that does not follow it"
				);
			}
		}
		ensure!(count == next, "a certificate is missing");
		Ok(())
	}

	/// Whether the certificate was over when its successor was issued.
	fn had_ended(old: &CertificateOf<T>, successor: CertificateId, issued: Moment) -> bool {
		let revoked =
			|revoked: Option<crate::Revocation>| revoked.is_some_and(|it| it.at <= issued);
		old.superseded_by == Some(successor)
			|| revoked(old.revoked)
			|| old.statement.valid_until < issued
			|| Self::lineage(old.accreditation).any(|(_, above)| revoked(above.revoked))
	}

	/// The newest certificate of each type leads to all others, and the open ones are listed and have types of their own.
	fn try_state_indices() -> Result<(), TryRuntimeError> {
		let now = T::Time::now();
		let mut reached = 0u64;
		for (subject, kind, newest) in Newest::<T>::iter() {
			let mut link = Some(newest);
			while let Some(id) = link {
				let certificate =
					Certificates::<T>::get(id).ok_or("a subject names an unknown certificate")?;
				ensure!(
					certificate.subject == subject && certificate.kind == kind,
					"a subject names a certificate of another one"
				);
				reached = reached.saturating_add(1);
				link = certificate.previous;
			}
		}
		ensure!(
			reached == NextCertificateId::<T>::get(),
			"a certificate is not linked from its subject"
		);

		for (id, certificate) in Certificates::<T>::iter() {
			if Self::status(&certificate, now).is_open() {
				ensure!(
					OpenAbout::<T>::get(certificate.subject).contains(&id),
					"an open certificate is not listed"
				);
				ensure!(
					Newest::<T>::get(certificate.subject, certificate.kind) == Some(id),
					"a subject has two open certificates of one type"
				);
			}
		}
		for (subject, about) in OpenAbout::<T>::iter() {
			ensure!(!about.is_empty(), "an empty list is stored");
			ensure!(about.len() <= Self::max_open(&subject), "a subject has too many certificates");
			let distinct: BTreeSet<_> = about.iter().collect();
			ensure!(distinct.len() == about.len(), "a certificate is listed twice");
			for id in about {
				let listed = Certificates::<T>::get(id).is_some_and(|certificate| {
					let over = [CertificateStatus::Revoked, CertificateStatus::Superseded];
					certificate.subject == subject
						&& !over.contains(&Self::status(&certificate, now))
				});
				ensure!(listed, "a certificate is listed that is not about the subject, or over");
			}
		}
		Ok(())
	}
}
