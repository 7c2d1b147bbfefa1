//! What owners decide about a data set apart from grants: field classes, lists, operators. And the parameters of the council.

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	access::Right,
	did::DidId,
	roles::Role,
	traits::{Identities, Subject},
	DataSetId,
};
use frame_support::{ensure, traits::Footprint};
use sp_runtime::DispatchResult;

use crate::{
	types::{Deposit, FieldClassList, FieldClassesOf, Listing, Stance},
	AccessParameters, AllowListed, Call, Config, Error, Event, FieldClasses, Listings, Operators,
	Pallet, Parameters,
};

/// The key of an entry of a data set and a DID, and the count that the allow list has.
const LISTING_KEY: usize = (16 + 32) + (16 + 4);

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_field_classes(
		caller: Subject<T::AccountId>,
		data_set: DataSetId,
		classes: FieldClassList,
	) -> DispatchResult {
		let supplier = Self::known(data_set)?.owner;
		Self::ensure_decided(&caller, data_set, &supplier, || Call::set_field_classes {
			data_set,
			classes: classes.clone(),
		})?;
		ensure!(!classes.is_empty(), Error::<T>::NoFieldClasses);
		let distinct = classes.iter().enumerate().all(|(place, class)| {
			classes.iter().take(place).all(|earlier| earlier.name != class.name)
		});
		ensure!(distinct, Error::<T>::DuplicateFieldClass);
		// The classes of a running epoch stay, and each has its key. Who may read a class no longer may know the key of it.
		let (deposit, ends) = match FieldClasses::<T>::get(data_set) {
			Some(before) => {
				let kept = before.classes.len() <= classes.len()
					&& before.classes.iter().zip(&classes).all(|(old, new)| old.name == new.name);
				ensure!(kept, Error::<T>::FieldClassChanged);
				let added = before.classes.len() < classes.len();
				let raised =
					before.classes.iter().zip(&classes).any(|(old, new)| old.level < new.level);
				(before.deposit, added || raised)
			},
			None => {
				let bytes = FieldClassesOf::<T>::max_encoded_len().saturating_add(16);
				(Deposit::<T>::take(&caller.account, Footprint::from_parts(1, bytes))?, true)
			},
		};
		let record = FieldClassesOf { classes: classes.clone(), changed: Self::now(), deposit };
		FieldClasses::<T>::insert(data_set, record);
		Self::emit(Event::FieldClassesSet { data_set, classes, by: caller.did });
		if ends {
			Self::end_epoch(data_set, caller.did);
		}
		Ok(())
	}

	pub(crate) fn do_set_listing(
		caller: Subject<T::AccountId>,
		data_set: DataSetId,
		did: DidId,
		stance: Option<Stance>,
	) -> DispatchResult {
		let supplier = Self::known(data_set)?.owner;
		Self::ensure_decided(&caller, data_set, &supplier, || Call::set_listing {
			data_set,
			did,
			stance,
		})?;
		// An applicant that was not let in is forgotten. Its entry goes all the same, or its ticket would never return.
		ensure!(
			stance.is_none() || T::Identities::status(&did).is_some(),
			Error::<T>::UnknownSubject
		);
		let before = Listings::<T>::get(data_set, did);
		let stood = before.as_ref().map(|listing| listing.stance);
		ensure!(stood != stance, Error::<T>::ListingUnchanged);
		if let Some(listing) = before {
			listing.deposit.give_back()?;
		}
		match stance {
			Some(stance) => {
				let bytes = Listing::<T>::max_encoded_len().saturating_add(LISTING_KEY);
				let deposit = Deposit::<T>::take(&caller.account, Footprint::from_parts(1, bytes))?;
				let since = Self::now();
				Listings::<T>::insert(data_set, did, Listing { stance, since, deposit });
			},
			None => Listings::<T>::remove(data_set, did),
		}
		let (listed, listed_now) = Self::count_allowed(data_set, stood, stance);
		Self::emit(Event::ListingSet { data_set, did, stance, by: caller.did });
		// Who is denied loses, who is no longer allowed beside others, and everybody but the first one who is allowed.
		let first_allowed = listed == 0 && listed_now > 0;
		let left_out = stood == Some(Stance::Allow) && listed_now > 0;
		if stance == Some(Stance::Deny) || first_allowed || left_out {
			Self::end_epoch(data_set, caller.did);
		}
		Ok(())
	}

	/// Counts the allow list anew after one entry changed. Returns how long it was and how long it is.
	fn count_allowed(
		data_set: DataSetId,
		before: Option<Stance>,
		after: Option<Stance>,
	) -> (u32, u32) {
		let entry = |stance| u32::from(stance == Some(Stance::Allow));
		let listed = AllowListed::<T>::get(data_set);
		let listed_now = listed.saturating_sub(entry(before)).saturating_add(entry(after));
		if listed_now == 0 {
			AllowListed::<T>::remove(data_set);
		} else {
			AllowListed::<T>::insert(data_set, listed_now);
		}
		(listed, listed_now)
	}

	pub(crate) fn do_set_operator(
		caller: Subject<T::AccountId>,
		data_set: DataSetId,
		operator: DidId,
		appointed: bool,
	) -> DispatchResult {
		let supplier = Self::known(data_set)?.owner;
		Self::ensure_decided(&caller, data_set, &supplier, || Call::set_operator {
			data_set,
			operator,
			appointed,
		})?;
		match (Operators::<T>::get(data_set, operator), appointed) {
			(Some(_), true) => return Err(Error::<T>::AlreadyOperator.into()),
			(None, false) => return Err(Error::<T>::NotAppointed.into()),
			(Some(deposit), false) => {
				deposit.give_back()?;
				Operators::<T>::remove(data_set, operator);
			},
			(None, true) => {
				ensure!(
					T::Identities::has_role(&operator, Role::ServiceProvider),
					Error::<T>::NotServiceProvider
				);
				let bytes = Deposit::<T>::max_encoded_len().saturating_add(16 + 32);
				Operators::<T>::insert(
					data_set,
					operator,
					Deposit::<T>::take(&caller.account, Footprint::from_parts(1, bytes))?,
				);
			},
		}
		Self::emit(Event::OperatorSet { data_set, operator, appointed, by: caller.did });
		Ok(())
	}

	/// Whether the subject serves the data set: it is an owner, or an appointed service provider that still is one.
	pub(crate) fn operates(data_set: DataSetId, did: &DidId, supplier: &DidId) -> bool {
		Self::shares_of(data_set, Right::Ownership, did, supplier) > 0
			|| (Operators::<T>::contains_key(data_set, did)
				&& T::Identities::has_role(did, Role::ServiceProvider))
	}

	pub(crate) fn do_set_parameters(parameters: AccessParameters) -> DispatchResult {
		ensure!(parameters.are_valid(), Error::<T>::InvalidParameters);
		Parameters::<T>::put(&parameters);
		Self::emit(Event::ParametersSet { parameters });
		Ok(())
	}
}
