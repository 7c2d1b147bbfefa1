//! Giving a device or a batch to another stakeholder, with the consent of both.

use counterfoil_primitives::{
	did::DidId,
	traits::{DeviceRecords, DeviceTrust, Identities, Subject},
	EnrolmentId, Moment,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	storage::with_storage_layer,
	traits::{Get, Time},
	weights::WeightMeter,
};
use pallet_support::agenda;
use sp_runtime::DispatchError;

use crate::{
	pallet::*,
	types::{description_footprint, enrolment_footprint, member_footprint, offer_footprint},
	Asset, Deposit, EnrolmentStatus, Offer, OfferEnd, WeightInfo, LOG_TARGET,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_offer_transfer(
		owner: Subject<T::AccountId>,
		asset: Asset,
		to: DidId,
		deadline: Moment,
	) -> DispatchResult {
		Self::ensure_may_give(&asset, &owner.did, Error::<T>::NotOwner)?;
		ensure!(to != owner.did, Error::<T>::SameOwner);
		ensure!(Self::is_active_stakeholder(&to), Error::<T>::RecipientNotActive);
		let now = T::Time::now();
		ensure!(deadline > now, Error::<T>::DeadlineInPast);
		let latest = now.saturating_add(T::MaxOfferPeriod::get());
		ensure!(deadline <= latest, Error::<T>::DeadlineTooFar);
		ensure!(!Offers::<T>::contains_key(asset), Error::<T>::OfferExists);
		let deposit = Deposit::<T>::take(&owner.account, offer_footprint::<T>())?;
		let version = Self::version_of(&asset);
		Offers::<T>::insert(asset, Offer { from: owner.did, to, deadline, version, deposit });
		agenda::schedule::<Agenda<T>>(deadline, asset);
		Self::emit(Event::TransferOffered { asset, from: owner.did, to, deadline });
		Ok(())
	}

	pub(crate) fn do_accept_transfer(
		recipient: Subject<T::AccountId>,
		asset: Asset,
	) -> DispatchResult {
		let offer = Offers::<T>::get(asset).ok_or(Error::<T>::NoOffer)?;
		ensure!(offer.to == recipient.did, Error::<T>::NotRecipient);
		ensure!(T::Time::now() <= offer.deadline, Error::<T>::DeadlinePassed);
		ensure!(Self::is_active_stakeholder(&recipient.did), Error::<T>::RecipientNotActive);
		Self::ensure_may_give(&asset, &offer.from, Error::<T>::OfferStale)?;
		// Else a seller could give it one key more, which he keeps, once the recipient has looked.
		ensure!(Self::version_of(&asset) == offer.version, Error::<T>::OfferStale);
		let from = Self::take_offer(asset)?.map_or(offer.from, |taken| taken.from);
		match asset {
			Asset::Device(device) => Self::hand_over_device(device, &recipient)?,
			Asset::Enrolment(id) => Self::hand_over_enrolment(id, &recipient)?,
		}
		Self::emit(Event::TransferAccepted { asset, from, to: recipient.did });
		Ok(())
	}

	pub(crate) fn do_end_transfer(subject: Subject<T::AccountId>, asset: Asset) -> DispatchResult {
		let offer = Offers::<T>::get(asset).ok_or(Error::<T>::NoOffer)?;
		let end = if offer.from == subject.did {
			OfferEnd::Withdrawn
		} else if offer.to == subject.did {
			OfferEnd::Declined
		} else {
			return Err(Error::<T>::NotAParty.into());
		};
		Self::close_offer(asset, end).map(|_| ())
	}

	pub(crate) fn do_expire_transfer(asset: Asset) -> DispatchResult {
		let offer = Offers::<T>::get(asset).ok_or(Error::<T>::NoOffer)?;
		ensure!(T::Time::now() > offer.deadline, Error::<T>::DeadlineNotPassed);
		Self::close_offer(asset, OfferEnd::Expired).map(|_| ())
	}

	/// Removes what the agenda says is due, as far as there is room in the agenda's share of the block.
	pub(crate) fn expire_due(meter: &mut WeightMeter) {
		agenda::work_off::<Agenda<T>, AgendaCursor<T>, Asset>(
			T::Time::now(),
			meter,
			T::WeightInfo::agenda_bucket(),
			|_| T::WeightInfo::agenda_entry(),
			|asset| {
				if let Err(error) = with_storage_layer(|| Self::do_expire_transfer(asset)) {
					// Still there for `expire_transfer`.
					log::error!(target: LOG_TARGET, "{asset:?} is due and its offer stays: {error:?}");
				}
				None
			},
		);
	}

	/// Ends an offer that is not accepted. Says whether there was one.
	pub(crate) fn close_offer(asset: Asset, end: OfferEnd) -> Result<bool, DispatchError> {
		let Some(Offer { from, to, .. }) = Self::take_offer(asset)? else { return Ok(false) };
		Self::emit(Event::TransferEnded { asset, from, to, end });
		Ok(true)
	}

	/// Removes an offer, if there is one, and returns its deposit.
	fn take_offer(asset: Asset) -> Result<Option<Offer<T>>, DispatchError> {
		let Some(offer) = Offers::<T>::take(asset) else { return Ok(None) };
		agenda::cancel::<Agenda<T>>(offer.deadline, asset);
		offer.deposit.clone().give_back()?;
		Ok(Some(offer))
	}

	/// Which version of a device it is about.
	fn version_of(asset: &Asset) -> Option<u32> {
		match asset {
			Asset::Device(device) => T::Devices::version(device),
			Asset::Enrolment(_) => None,
		}
	}

	/// `owner` may give the asset away now; `not_his` if it belongs to somebody else.
	fn ensure_may_give(asset: &Asset, owner: &DidId, not_his: Error<T>) -> DispatchResult {
		match asset {
			Asset::Device(device) => {
				ensure!(Self::owner_of(device)? == *owner, not_his);
				Self::ensure_not_revoked(device)?;
				ensure!(Self::is_trusted(device), Error::<T>::NotTrusted);
				ensure!(T::Identities::is_active(device), Error::<T>::DeviceNotActive);
				let children = Nodes::<T>::get(device).is_some_and(|node| node.below.height() > 0);
				ensure!(!children, Error::<T>::HasChildren);
			},
			Asset::Enrolment(id) => {
				let enrolment = Enrolments::<T>::get(id).ok_or(Error::<T>::UnknownEnrolment)?;
				ensure!(enrolment.owner == *owner, not_his);
				ensure!(Self::is_active_stakeholder(owner), Error::<T>::OwnerNotActive);
				let open = enrolment.status == EnrolmentStatus::Open;
				ensure!(open, Error::<T>::EnrolmentNotOpen);
				ensure!(enrolment.activated == 0, Error::<T>::EnrolmentInUse);
				ensure!(Self::root_stands(enrolment.root), Error::<T>::NotTrusted);
			},
		}
		Ok(())
	}

	fn hand_over_device(device: DidId, to: &Subject<T::AccountId>) -> DispatchResult {
		Self::leave_tree(device, Some(to.did))?;
		if let Some(mut description) = Descriptions::<T>::get(device) {
			let footprint = description_footprint::<T>();
			description.deposit = description.deposit.pass_on(&to.account, footprint)?;
			Descriptions::<T>::insert(device, description);
		}
		if let Some(mut member) = Members::<T>::get(device) {
			member.deposit = member.deposit.pass_on(&to.account, member_footprint::<T>())?;
			Members::<T>::insert(device, member);
		}
		T::Devices::transfer(&device, to)
	}

	fn hand_over_enrolment(id: EnrolmentId, to: &Subject<T::AccountId>) -> DispatchResult {
		let mut enrolment = Enrolments::<T>::get(id).ok_or(Error::<T>::UnknownEnrolment)?;
		EnrolmentsOf::<T>::remove(enrolment.owner, id);
		EnrolmentsOf::<T>::insert(to.did, id, ());
		enrolment.owner = to.did;
		enrolment.deposit = enrolment.deposit.pass_on(&to.account, enrolment_footprint::<T>())?;
		Enrolments::<T>::insert(id, enrolment);
		Ok(())
	}
}
