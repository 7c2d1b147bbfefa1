//! Asking, and confirming what a proxy asked for.

use alloc::vec::Vec;

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	custody::{CirculationId, HeldPart, Receipt, Source, MAX_DEPTH},
	did::DidId,
	roles::Role,
	traits::{DataRegistry, Identities, Subject},
	usage::UsageStatement,
	DataSetId, HoldingId, Moment, SubmissionId,
};
use frame_support::{
	ensure,
	traits::{Footprint, Get},
};
use pallet_support::{agenda, take_id};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{
	types::Deposit, Agenda, Circulation, Circulations, CirculationsOf, Config, EndUser, Error,
	Event, NextCirculationId, Pallet, Parts, Stage, Submissions,
};

/// What a circulation occupies beside its record: its key, its places in the index of three parties, and the agenda.
const INDEX: usize = 16 + 3 * (32 + 16) + (16 + 16);

/// Where data would come from.
struct Origin {
	giver: DidId,
	data_set: DataSetId,
	parts: Parts,
	/// Through how many hands they went.
	depth: u32,
	/// Whose hands these were, the giver's and the owner's included.
	hands: Vec<DidId>,
}

impl<T: Config> Pallet<T> {
	/// What a circulation about these parts occupies at most.
	fn footprint(parts: &Parts) -> Footprint {
		let free =
			HeldPart::max_encoded_len().saturating_mul(Parts::bound().saturating_sub(parts.len()));
		let bytes = Circulation::<T>::max_encoded_len().saturating_sub(free);
		Footprint::from_parts(1, bytes.saturating_add(INDEX))
	}

	pub(crate) fn do_request(
		receiver: Subject<T::AccountId>,
		source: Source,
		submissions: Submissions,
		usage: UsageStatement,
		user: Option<EndUser>,
		until: Moment,
	) -> DispatchResult {
		let now = Self::now();
		ensure!(until >= now, Error::<T>::DeadlinePassed);
		ensure!(until.saturating_sub(now) <= T::MaxDuration::get(), Error::<T>::TooLong);
		Self::check_statement(&usage, now)?;
		if let Some(user) = &user {
			Self::check_statement(&user.usage, now)?;
			let widest = usage.terms.passable(0, now).map_err(Error::<T>::from)?;
			user.usage.terms.narrows(&widest).map_err(Error::<T>::from)?;
			Self::ensure_provider(&receiver.did)?;
			Self::ensure_active(&user.did)?;
		}

		ensure!(!submissions.is_empty(), Error::<T>::NoParts);
		ensure!(submissions.is_sorted_by(|a, b| a < b), Error::<T>::NotAscending);
		let origin = match source {
			Source::Owner(data_set) => Self::from_owner(data_set, &submissions, user.is_some())?,
			Source::Holding(held) => Self::from_holding(held, &submissions, &usage, now)?,
		};
		let hops = if user.is_some() { 2 } else { 1 };
		ensure!(origin.depth.saturating_add(hops) <= MAX_DEPTH, Error::<T>::TooDeep);
		let asking = core::iter::once(receiver.did).chain(user.as_ref().map(|user| user.did));
		for did in asking {
			ensure!(did != origin.giver, Error::<T>::SameParty);
			ensure!(!origin.hands.contains(&did), Error::<T>::Upstream);
		}
		ensure!(user.as_ref().is_none_or(|user| user.did != receiver.did), Error::<T>::SameParty);

		let id = take_id::<NextCirculationId<T>>()?;
		let Origin { giver, data_set, parts, .. } = origin;
		let deposit = Deposit::<T>::take(&receiver.account, Self::footprint(&parts))?;
		let event = Event::Requested {
			circulation: id,
			source,
			giver,
			receiver: receiver.did,
			user: user.as_ref().map(|user| user.did),
			data_set,
			until,
		};
		let stage = Stage::Requested;
		let circulation = Circulation {
			source,
			giver,
			receiver,
			user,
			data_set,
			parts,
			usage,
			stage,
			until,
			deposit,
		};
		for party in circulation.parties() {
			CirculationsOf::<T>::insert(party, id, ());
		}
		agenda::schedule::<Agenda<T>>(until, id);
		Circulations::<T>::insert(id, circulation);
		Self::emit(event);
		Ok(())
	}

	/// Out of a data set, by its owner.
	fn from_owner(
		data_set: DataSetId,
		submissions: &[SubmissionId],
		passed_on: bool,
	) -> Result<Origin, DispatchError> {
		let facts = Self::known_data_set(data_set)?;
		if passed_on {
			Self::ensure_passable(&facts)?;
		}
		let giver = Self::owner_of(data_set, &facts).ok_or(Error::<T>::NoOwner)?;
		let mut parts = Parts::new();
		for submission in submissions {
			let found =
				T::Registry::submission(*submission).ok_or(Error::<T>::UnknownSubmission)?;
			ensure!(found.data_set == data_set, Error::<T>::NotOfDataSet);
			let part = HeldPart { submission: *submission, root: found.fingerprint.root };
			parts.try_push(part).map_err(|_| Error::<T>::NotAscending)?;
		}
		Ok(Origin { giver, data_set, parts, depth: 0, hands: Vec::new() })
	}

	/// Out of what somebody was given. Whether he may still pass it on is asked again when he does.
	fn from_holding(
		id: HoldingId,
		submissions: &[SubmissionId],
		usage: &UsageStatement,
		now: Moment,
	) -> Result<Origin, DispatchError> {
		let path = Self::path_of(id);
		let Some((_, held)) = path.first() else { return Err(Error::<T>::UnknownHolding.into()) };
		ensure!(matches!(held.receipt, Receipt::Received(_)), Error::<T>::NotReceived);
		Self::ensure_passable(&Self::known_data_set(held.data_set)?)?;
		let widest = Self::widest_of(held, now)?;
		usage.terms.narrows(&widest).map_err(Error::<T>::from)?;
		let mut parts = Parts::new();
		for submission in submissions {
			let part = held.parts.iter().find(|part| part.submission == *submission);
			parts
				.try_push(*part.ok_or(Error::<T>::PartNotHeld)?)
				.map_err(|_| Error::<T>::PartNotHeld)?;
		}
		Ok(Origin {
			giver: held.holder,
			data_set: held.data_set,
			parts,
			depth: held.depth,
			hands: path.iter().map(|(_, held)| held.giver).collect(),
		})
	}

	pub(crate) fn do_confirm(user: Subject<T::AccountId>, id: CirculationId) -> DispatchResult {
		let mut circulation = Self::open_circulation(id)?;
		let named = circulation.user.as_ref().map(|named| named.did);
		ensure!(named == Some(user.did), Error::<T>::NotUser);
		ensure!(circulation.stage == Stage::Requested, Error::<T>::AlreadyConfirmed);
		ensure!(Self::now() <= circulation.until, Error::<T>::DeadlinePassed);
		circulation.stage = Stage::Confirmed;
		let event = Event::Confirmed {
			circulation: id,
			user: user.did,
			receiver: circulation.receiver.did,
			giver: circulation.giver,
			data_set: circulation.data_set,
		};
		Circulations::<T>::insert(id, circulation);
		Self::emit(event);
		Ok(())
	}

	/// A proxy is a service provider.
	pub(crate) fn ensure_provider(did: &DidId) -> Result<(), Error<T>> {
		ensure!(
			T::Identities::has_role(did, Role::ServiceProvider),
			Error::<T>::NotServiceProvider
		);
		Ok(())
	}

	/// Data are given to who is active only.
	pub(crate) fn ensure_active(did: &DidId) -> Result<(), Error<T>> {
		ensure!(T::Identities::is_active(did), Error::<T>::NotActive);
		Ok(())
	}
}
