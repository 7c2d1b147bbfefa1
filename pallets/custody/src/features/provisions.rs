//! Giving.

use counterfoil_primitives::{
	custody::{CirculationId, Receipt, Source},
	did::DidId,
	traits::{CertificateSubject, Certificates, Subject},
	usage::UsageStatement,
	AgreementId, CertificateId, HoldingId, Moment,
};
use frame_support::ensure;
use sp_runtime::{DispatchError, DispatchResult};

use crate::{
	Circulation, Circulations, Config, End, Error, Event, Holding, HoldingOfAgreement, Holdings,
	Pallet, Provision, Stage,
};

/// The hop that a circulation waits for.
struct Hop {
	giver: DidId,
	/// Who is to be given the data.
	receiver: DidId,
	source: Source,
	/// What was asked for.
	asked: UsageStatement,
	/// Whether it is the last one.
	last: bool,
}

impl<T: Config> Pallet<T> {
	/// The hop that a circulation waits for, if it waits for this giver and there is still time.
	fn hop(
		circulation: &Circulation<T>,
		caller: &DidId,
		now: Moment,
	) -> Result<Hop, DispatchError> {
		let Circulation { source, giver, receiver, user, usage, .. } = circulation;
		let hop = match (circulation.stage, user) {
			(Stage::AtProxy { holding }, Some(user)) => {
				ensure!(caller != giver, Error::<T>::AlreadyProvided);
				ensure!(*caller == receiver.did, Error::<T>::NotGiver);
				Self::ensure_provider(caller)?;
				Hop {
					giver: receiver.did,
					receiver: user.did,
					source: Source::Holding(holding),
					asked: user.usage.clone(),
					last: true,
				}
			},
			(stage, user) => {
				ensure!(caller == giver, Error::<T>::NotGiver);
				ensure!(user.is_none() || stage == Stage::Confirmed, Error::<T>::NotConfirmed);
				Hop {
					giver: *giver,
					receiver: receiver.did,
					source: *source,
					asked: usage.clone(),
					last: user.is_none(),
				}
			},
		};
		ensure!(now <= circulation.until, Error::<T>::DeadlinePassed);
		Ok(hop)
	}

	pub(crate) fn do_provide(
		caller: Subject<T::AccountId>,
		id: CirculationId,
		provision: Provision,
	) -> DispatchResult {
		let circulation = Self::open_circulation(id)?;
		let now = Self::now();
		let hop = Self::hop(&circulation, &caller.did, now)?;
		Self::ensure_active(&hop.receiver)?;
		let Provision { usage, certificate, marks } = provision;
		Self::check_statement(&usage, now)?;
		usage.terms.narrows(&hop.asked.terms).map_err(Error::<T>::from)?;
		Self::check_certificate(certificate, &circulation, now)?;
		let depth = match hop.source {
			Source::Owner(_) => Self::give_as_owner(&circulation, &caller.did)?,
			Source::Holding(held) => Self::give_out_of(held, &circulation, &usage, now)?,
		};
		let holding = Self::record(Holding {
			holder: hop.receiver,
			giver: hop.giver,
			source: hop.source,
			data_set: circulation.data_set,
			parts: circulation.parts.clone(),
			usage: usage.clone(),
			marks,
			certificate,
			agreement: None,
			circulation: Some(id),
			since: now,
			receipt: Receipt::Claimed,
			given: 0,
			depth,
		})?;
		Self::emit(Event::Provided {
			circulation: id,
			holding,
			giver: hop.giver,
			holder: hop.receiver,
			data_set: circulation.data_set,
			usage,
			certificate,
			agreement: None,
		});
		Self::go_on(id, circulation, &hop, holding)
	}

	pub(crate) fn do_provide_sold(
		caller: Subject<T::AccountId>,
		id: CirculationId,
		agreement: AgreementId,
		certificate: Option<CertificateId>,
	) -> DispatchResult {
		let circulation = Self::open_circulation(id)?;
		let now = Self::now();
		let hop = Self::hop(&circulation, &caller.did, now)?;
		Self::ensure_active(&hop.receiver)?;
		let holding =
			HoldingOfAgreement::<T>::get(agreement).ok_or(Error::<T>::UnknownAgreement)?;
		let mut held = Self::known_holding(holding)?;
		ensure!(
			(held.giver, held.holder, held.source) == (hop.giver, hop.receiver, hop.source),
			Error::<T>::AgreementOfOthers
		);
		ensure!(held.circulation.is_none(), Error::<T>::AgreementUsed);
		Self::give_as_owner(&circulation, &caller.did)?;
		ensure!(
			circulation.parts.iter().all(|part| held.parts.contains(part)),
			Error::<T>::PartNotHeld
		);
		Self::check_statement(&held.usage, now)?;
		held.usage.terms.narrows(&hop.asked.terms).map_err(Error::<T>::from)?;
		Self::check_certificate(certificate, &circulation, now)?;

		held.circulation = Some(id);
		held.certificate = certificate;
		let usage = held.usage.clone();
		Holdings::<T>::insert(holding, held);
		Self::emit(Event::Provided {
			circulation: id,
			holding,
			giver: hop.giver,
			holder: hop.receiver,
			data_set: circulation.data_set,
			usage,
			certificate,
			agreement: Some(agreement),
		});
		Self::go_on(id, circulation, &hop, holding)
	}

	/// The giver still owns the data set. Returns the depth of what he gives.
	fn give_as_owner(circulation: &Circulation<T>, giver: &DidId) -> Result<u32, DispatchError> {
		let facts = Self::known_data_set(circulation.data_set)?;
		let owner = Self::owner_of(circulation.data_set, &facts);
		ensure!(owner == Some(*giver), Error::<T>::NotOwner);
		if circulation.user.is_some() {
			Self::ensure_passable(&facts)?;
		}
		Ok(1)
	}

	/// Takes a copy out of what the giver holds. Returns the depth of what he gives.
	fn give_out_of(
		id: HoldingId,
		circulation: &Circulation<T>,
		usage: &UsageStatement,
		now: Moment,
	) -> Result<u32, DispatchError> {
		let mut held = Self::known_holding(id)?;
		ensure!(matches!(held.receipt, Receipt::Received(_)), Error::<T>::NotReceived);
		Self::ensure_passable(&Self::known_data_set(held.data_set)?)?;
		ensure!(
			circulation.parts.iter().all(|part| held.parts.contains(part)),
			Error::<T>::PartNotHeld
		);
		let widest = Self::widest_of(&held, now)?;
		usage.terms.narrows(&widest).map_err(Error::<T>::from)?;
		held.given = held.given.saturating_add(usage.terms.cost());
		let depth = held.depth.saturating_add(1);
		Holdings::<T>::insert(id, held);
		Ok(depth)
	}

	/// A certificate that is shown holds, and is about what is given.
	fn check_certificate(
		certificate: Option<CertificateId>,
		circulation: &Circulation<T>,
		now: Moment,
	) -> Result<(), Error<T>> {
		let Some(certificate) = certificate else { return Ok(()) };
		let subject =
			T::Certificates::subject_of(certificate, now).ok_or(Error::<T>::CertificateNotValid)?;
		let fits = match subject {
			CertificateSubject::DataSet(data_set) => data_set == circulation.data_set,
			CertificateSubject::Submission(submission) => {
				circulation.parts.iter().any(|part| part.submission == submission)
			},
			CertificateSubject::Did(_) => false,
		};
		ensure!(fits, Error::<T>::CertificateOfOther);
		Ok(())
	}

	/// After a hop: on to the user, or the end.
	fn go_on(
		id: CirculationId,
		mut circulation: Circulation<T>,
		hop: &Hop,
		holding: HoldingId,
	) -> DispatchResult {
		if hop.last {
			return Self::close(id, circulation, End::Completed, Some(hop.giver));
		}
		circulation.stage = Stage::AtProxy { holding };
		Circulations::<T>::insert(id, circulation);
		Ok(())
	}
}
