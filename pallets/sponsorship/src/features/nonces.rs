//! Taking back what was signed and not yet carried out.

use counterfoil_primitives::{
	did::DidId,
	traits::{Identities, Subject},
};
use frame_support::{dispatch::DispatchResult, ensure};

use crate::{pallet::*, MAX_CANCELLED};

impl<T: Config> Pallet<T> {
	/// Voids the numbers up to `nonce`, itself included.
	pub(crate) fn do_cancel(by: Subject<T::AccountId>, did: DidId, nonce: u64) -> DispatchResult {
		ensure!(T::Identities::status(&did).is_some(), Error::<T>::UnknownSubject);
		ensure!(
			by.did == did || T::Identities::owner_of(&did) == Some(by.did),
			Error::<T>::NotAuthorized
		);
		let next = NextNonce::<T>::get(did);
		let ahead = nonce.checked_sub(next).ok_or(Error::<T>::NonceUsed)?;
		ensure!(ahead < MAX_CANCELLED, Error::<T>::TooManyNonces);
		let next = nonce.checked_add(1).ok_or(Error::<T>::TooManyNonces)?;
		NextNonce::<T>::insert(did, next);
		Self::emit(Event::NoncesCancelled { did, by: by.did, next });
		Ok(())
	}
}
