//! Certificates: issued, renewed, suspended, reinstated, revoked.

use counterfoil_primitives::{
	did::DidId,
	roles::Role,
	traits::{CertificateSubject, CertificateType, Identities, Power, Subject},
	AccreditationId, CertificateId, Hash, Moment,
};
use frame_support::{
	ensure,
	traits::{Consideration, Get, Time},
};
use pallet_support::take_id;
use sp_runtime::{traits::SaturatedConversion, DispatchError, DispatchResult};

use super::standing::{ensure_open, Authority};
use crate::{
	Accreditations, Certificate, CertificateOf, CertificateStatus, Certificates, Config, Error,
	Event, Newest, NextCertificateId, Obstacle, OpenAbout, Pallet, Revocation, Statement,
	Suspension, MAX_OPEN_PER_SUBMISSION,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_certify(
		issuer: Subject<T::AccountId>,
		accreditation: AccreditationId,
		subject: CertificateSubject,
		kind: CertificateType,
		valid_from: Moment,
		statement: Statement,
	) -> DispatchResult {
		Self::ensure_accredited(&issuer.did, accreditation, &subject, &kind)?;
		let now = T::Time::now();
		Self::ensure_free(&issuer.did, &subject, &kind, now).map_err(Error::<T>::from)?;
		let previous = Newest::<T>::get(subject, kind);
		Self::issue(issuer, accreditation, subject, kind, valid_from, statement, previous)?;
		Ok(())
	}

	pub(crate) fn do_renew(
		issuer: Subject<T::AccountId>,
		id: CertificateId,
		accreditation: AccreditationId,
		statement: Statement,
	) -> DispatchResult {
		let mut old = Certificates::<T>::get(id).ok_or(Error::<T>::UnknownCertificate)?;
		ensure!(old.issuer == issuer.did, Error::<T>::NotIssuer);
		let now = T::Time::now();
		let status = Self::status(&old, now);
		ensure_open::<T>(status)?;
		ensure!(status != CertificateStatus::Suspended, Error::<T>::CertificateSuspended);
		let (subject, kind) = (old.subject, old.kind);
		Self::ensure_accredited(&issuer.did, accreditation, &subject, &kind)?;

		let did = issuer.did;
		let new = Self::issue(issuer, accreditation, subject, kind, now, statement, Some(id))?;
		old.superseded_by = Some(new);
		Certificates::<T>::insert(id, old);
		Self::emit(Event::Superseded {
			certificate: id,
			superseded_by: new,
			subject,
			kind,
			issuer: did,
		});
		Ok(())
	}

	/// Suspends for this stakeholder; `None` is the council.
	pub(crate) fn do_suspend(
		actor: Option<DidId>,
		id: CertificateId,
		reason: Hash,
	) -> DispatchResult {
		let (mut certificate, authority) = Self::ensure_say(actor, id)?;
		let now = T::Time::now();
		ensure_open::<T>(Self::status(&certificate, now))?;
		let since = match certificate.suspended {
			None => now,
			Some(suspension) => {
				ensure!(authority.rank < suspension.rank, Error::<T>::CertificateSuspended);
				suspension.since
			},
		};

		certificate.suspended = Some(Suspension { since, by: actor, rank: authority.rank, reason });
		let CertificateOf::<T> { subject, kind, issuer, .. } = certificate;
		Certificates::<T>::insert(id, certificate);
		Self::emit(Event::Suspended { certificate: id, subject, kind, issuer, by: actor, reason });
		Ok(())
	}

	/// Lifts a suspension for this stakeholder; `None` is the council.
	pub(crate) fn do_reinstate(
		actor: Option<DidId>,
		id: CertificateId,
		reason: Hash,
	) -> DispatchResult {
		let (mut certificate, authority) = Self::ensure_say(actor, id)?;
		let now = T::Time::now();
		ensure_open::<T>(Self::status(&certificate, now))?;
		let suspension = certificate.suspended.ok_or(Error::<T>::NotSuspended)?;
		ensure!(authority.rank <= suspension.rank, Error::<T>::SuspendedFromAbove);
		// To say that it holds is to certify, and takes what certifying takes.
		if let Some(lapse) =
			authority.accreditation.and_then(|accreditation| Self::lapse(accreditation, now))
		{
			return Err(Error::<T>::from(lapse).into());
		}
		if let Some(actor) = actor {
			ensure!(!Self::has_interest(&actor, &certificate.subject), Error::<T>::OwnSubject);
		}

		certificate.suspended = None;
		let CertificateOf::<T> { subject, kind, issuer, .. } = certificate;
		Certificates::<T>::insert(id, certificate);
		Self::emit(Event::Reinstated { certificate: id, subject, kind, issuer, by: actor, reason });
		Ok(())
	}

	/// Revokes for this stakeholder; `None` is the council.
	pub(crate) fn do_revoke(
		actor: Option<DidId>,
		id: CertificateId,
		reason: Hash,
	) -> DispatchResult {
		let (mut certificate, authority) = Self::ensure_say(actor, id)?;
		ensure!(certificate.revoked.is_none(), Error::<T>::CertificateRevoked);
		if let Some(suspension) = certificate.suspended {
			// Otherwise an issuer would escape a suspension by revoking and certifying anew.
			ensure!(authority.rank <= suspension.rank, Error::<T>::SuspendedFromAbove);
		}

		certificate.revoked = Some(Revocation { at: T::Time::now(), by: actor, reason });
		let CertificateOf::<T> { subject, kind, issuer, .. } = certificate;
		Certificates::<T>::insert(id, certificate);
		Self::close(&subject, id);
		Self::emit(Event::Revoked { certificate: id, subject, kind, issuer, by: actor, reason });
		Ok(())
	}

	/// Whether the regulator may certify this on this accreditation now.
	fn ensure_accredited(
		regulator: &DidId,
		id: AccreditationId,
		subject: &CertificateSubject,
		kind: &CertificateType,
	) -> DispatchResult {
		ensure!(T::Identities::has_role(regulator, Role::Regulator), Error::<T>::NotRegulator);
		let accreditation = Accreditations::<T>::get(id).ok_or(Error::<T>::UnknownAccreditation)?;
		ensure!(accreditation.holder == *regulator, Error::<T>::NotHolder);
		if let Some(lapse) = Self::lapse(id, T::Time::now()) {
			return Err(Error::<T>::from(lapse).into());
		}
		let terms = &accreditation.terms;
		ensure!(terms.powers.contains(Power::Certify), Error::<T>::PowerMissing);
		ensure!(terms.types.contains(kind), Error::<T>::TypeNotAllowed);
		let category = Self::ensure_certifiable(subject).map_err(Error::<T>::from)?;
		let covered = match category {
			Some(category) => terms.scope.covers(&category),
			None => terms.scope.covers_subjects(),
		};
		ensure!(covered, Error::<T>::OutOfScope);
		Self::ensure_impartial(regulator, subject).map_err(Error::<T>::from)?;
		Ok(())
	}

	/// Whether the regulator may issue a certificate of this type beside those that the subject has.
	pub(crate) fn ensure_free(
		regulator: &DidId,
		subject: &CertificateSubject,
		kind: &CertificateType,
		now: Moment,
	) -> Result<(), Obstacle> {
		let is_open =
			|id: CertificateId| Self::status_of(id, now).is_some_and(CertificateStatus::is_open);
		if let Some(newest) = Newest::<T>::get(subject, kind).and_then(Certificates::<T>::get) {
			if Self::status(&newest, now).is_open() {
				return Err(Obstacle::AlreadyCertified);
			}
			// Otherwise an issuer would escape a suspension by giving up the accreditation and certifying on another one.
			let by_another = |suspension: &Suspension| suspension.by != Some(*regulator);
			if newest.issuer == *regulator
				&& newest.suspended.as_ref().is_some_and(by_another)
				&& newest.revoked.is_none()
				&& now <= newest.statement.valid_until
			{
				return Err(Obstacle::SuspendedFromAbove);
			}
		}
		let open = OpenAbout::<T>::get(subject).into_iter().filter(|id| is_open(*id)).count();
		if open >= Self::max_open(subject) {
			return Err(Obstacle::TooManyCertificates);
		}
		Ok(())
	}

	/// The most certificates that may be open about this subject.
	pub(crate) fn max_open(subject: &CertificateSubject) -> usize {
		let most = match subject {
			CertificateSubject::Submission(_) => T::MaxOpen::get().min(MAX_OPEN_PER_SUBMISSION),
			CertificateSubject::DataSet(_) | CertificateSubject::Did(_) => T::MaxOpen::get(),
		};
		most.saturated_into()
	}

	/// The certificate, and what the actor has to say about it; `None` as the actor is the council.
	fn ensure_say(
		actor: Option<DidId>,
		id: CertificateId,
	) -> Result<(CertificateOf<T>, Authority), DispatchError> {
		let certificate = Certificates::<T>::get(id).ok_or(Error::<T>::UnknownCertificate)?;
		let authority =
			Self::authority(actor, certificate.accreditation).ok_or(Error::<T>::NotAuthorized)?;
		Ok((certificate, authority))
	}

	/// Stores a certificate and puts it into the indices, in the place of others about the subject that ended.
	fn issue(
		issuer: Subject<T::AccountId>,
		accreditation: AccreditationId,
		subject: CertificateSubject,
		kind: CertificateType,
		valid_from: Moment,
		statement: Statement,
		previous: Option<CertificateId>,
	) -> Result<CertificateId, DispatchError> {
		let Subject { did: issuer, account: payer } = issuer;
		let valid_from = Self::ensure_period(valid_from, statement.valid_until)?;
		let ticket = T::CertificateConsideration::new(&payer, Self::certificate_footprint())?;
		let now = T::Time::now();
		let id = take_id::<NextCertificateId<T>>()?;
		Self::count_dependant(accreditation)?;
		OpenAbout::<T>::try_mutate(subject, |about| {
			// The one before is over: it ended, or this one takes its place.
			about.retain(|id| {
				Some(*id) != previous
					&& Self::status_of(*id, now).is_some_and(CertificateStatus::is_open)
			});
			ensure!(about.len() < Self::max_open(&subject), Error::<T>::TooManyCertificates);
			about.try_push(id).map_err(|_| Error::<T>::TooManyCertificates)
		})?;
		Newest::<T>::insert(subject, kind, id);
		Certificates::<T>::insert(
			id,
			Certificate {
				subject,
				kind,
				statement,
				issuer,
				accreditation,
				issued: now,
				valid_from,
				suspended: None,
				revoked: None,
				previous,
				superseded_by: None,
				payer: payer.clone(),
				ticket,
			},
		);
		Self::emit(Event::Certified {
			certificate: id,
			subject,
			kind,
			statement,
			valid_from,
			issuer,
			accreditation,
			payer,
			previous,
		});
		Ok(id)
	}

	/// Takes the certificate from the open ones about its subject, if it is there still.
	fn close(subject: &CertificateSubject, id: CertificateId) {
		OpenAbout::<T>::mutate_exists(subject, |about| {
			if let Some(list) = about {
				list.retain(|other| *other != id);
				if list.is_empty() {
					*about = None;
				}
			}
		});
	}
}
