//! Agreeing to pay, changing that, and ending it.

use counterfoil_primitives::{
	did::{DidId, DidStatus},
	sponsorship::{Beneficiary, Limits, Usage},
	traits::Identities,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	storage::with_storage_layer,
	traits::{Consideration, Footprint, Time},
	weights::WeightMeter,
};
use pallet_support::agenda;

use crate::{pallet::*, EndReason, Sponsorship, WeightInfo};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_sponsor(
		sponsor: T::AccountId,
		beneficiary: Beneficiary,
		limits: Limits,
	) -> DispatchResult {
		Self::check_limits(&limits)?;
		let did = beneficiary.did();
		let status = T::Identities::status(&did).ok_or(Error::<T>::UnknownSubject)?;
		// An applicant that is not let in is forgotten, and its key may come back as that of a device.
		ensure!(status != DidStatus::Pending, Error::<T>::UnknownSubject);
		ensure!(status != DidStatus::Revoked, Error::<T>::SubjectRevoked);
		if let Beneficiary::DevicesOf(owner) = beneficiary {
			ensure!(T::Identities::owner_of(&owner).is_none(), Error::<T>::NotAStakeholder);
		}
		ensure!(
			!Sponsorships::<T>::contains_key(&sponsor, beneficiary),
			Error::<T>::AlreadySponsored
		);

		let ticket = T::Consideration::new(&sponsor, Self::footprint())?;
		let usage = Usage::start(T::Time::now());
		agenda::schedule::<Agenda<T>>(limits.valid_until, (sponsor.clone(), beneficiary));
		Sponsorships::<T>::insert(&sponsor, beneficiary, Sponsorship { limits, usage, ticket });
		Self::emit(Event::SponsorshipOpened { sponsor, beneficiary, limits });
		Ok(())
	}

	pub(crate) fn do_amend(
		sponsor: T::AccountId,
		beneficiary: Beneficiary,
		limits: Limits,
	) -> DispatchResult {
		Self::check_limits(&limits)?;
		let mut record =
			Sponsorships::<T>::get(&sponsor, beneficiary).ok_or(Error::<T>::SponsorshipNotFound)?;
		let entry = (sponsor.clone(), beneficiary);
		agenda::cancel::<Agenda<T>>(record.limits.valid_until, entry.clone());
		agenda::schedule::<Agenda<T>>(limits.valid_until, entry);
		record.limits = limits;
		record.usage = record.usage.restart(T::Time::now());
		Sponsorships::<T>::insert(&sponsor, beneficiary, record);
		Self::emit(Event::SponsorshipAmended { sponsor, beneficiary, limits });
		Ok(())
	}

	/// Removes the sponsorship and returns its ticket.
	pub(crate) fn do_end(
		sponsor: T::AccountId,
		beneficiary: Beneficiary,
		reason: EndReason,
	) -> DispatchResult {
		let record = Sponsorships::<T>::take(&sponsor, beneficiary)
			.ok_or(Error::<T>::SponsorshipNotFound)?;
		agenda::cancel::<Agenda<T>>(record.limits.valid_until, (sponsor.clone(), beneficiary));
		record.ticket.drop(&sponsor)?;
		Self::emit(Event::SponsorshipEnded { sponsor, beneficiary, reason });
		Ok(())
	}

	/// Ends what the agenda says is due, as far as there is room in the agenda's share of the block.
	pub(crate) fn expire_due(meter: &mut WeightMeter) {
		agenda::work_off::<Agenda<T>, AgendaCursor<T>, (T::AccountId, Beneficiary)>(
			T::Time::now(),
			meter,
			T::WeightInfo::agenda_bucket(),
			|_| T::WeightInfo::expire_sponsorship(),
			|(sponsor, beneficiary)| {
				// One that cannot be ended here stays, pays for nothing, and `end` tells why.
				let ended = with_storage_layer(|| {
					Self::do_end(sponsor.clone(), beneficiary, EndReason::Expired)
				});
				if let Err(error) = ended {
					log::error!(
						target: "runtime::sponsorship",
						"sponsorship of {sponsor:?} for {beneficiary:?} cannot be ended: {error:?}",
					);
				}
				None
			},
		);
	}

	/// The sponsorship by which this account pays for this subject now: the one for the subject itself, otherwise the one
	/// for the devices of its owner. Expired ones do not count.
	pub(crate) fn sponsorship_for(
		sponsor: &T::AccountId,
		did: &DidId,
	) -> Option<(Beneficiary, Sponsorship<T>)> {
		let now = T::Time::now();
		let active = |beneficiary: Beneficiary| {
			let record = Sponsorships::<T>::get(sponsor, beneficiary)?;
			(now <= record.limits.valid_until).then_some((beneficiary, record))
		};
		active(Beneficiary::Did(*did))
			.or_else(|| active(Beneficiary::DevicesOf(T::Identities::owner_of(did)?)))
	}

	/// Refuses limits under which nothing would ever be paid.
	fn check_limits(limits: &Limits) -> DispatchResult {
		ensure!(limits.calls_per_window > 0, Error::<T>::NoCalls);
		ensure!(limits.window > 0, Error::<T>::NoWindow);
		ensure!(T::Time::now() <= limits.valid_until, Error::<T>::AlreadyExpired);
		Ok(())
	}

	/// What a sponsorship occupies: itself, and its entry in the agenda.
	pub(crate) fn footprint() -> Footprint {
		type Key<T> = (<T as frame_system::Config>::AccountId, Beneficiary);
		Footprint::from_mel::<(Key<T>, Sponsorship<T>, u64, Key<T>)>()
	}
}
