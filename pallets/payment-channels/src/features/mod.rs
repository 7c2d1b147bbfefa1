//! The bodies of the calls, one file per concern.

mod agenda;
mod claiming;
mod closing;
mod opening;
mod payout;

use counterfoil_primitives::{did::DidId, traits::Subject, ChannelId, Moment};
use frame_support::{
	ensure,
	traits::{EnsureOrigin, Time},
};
use frame_system::ensure_signed;

pub(crate) use opening::NewChannel;

use crate::{Channel, Channels, Config, Error, NextChannelId, Pallet, State};

impl<T: Config> Pallet<T> {
	/// The chain's clock.
	pub(crate) fn now() -> Moment {
		T::Time::now()
	}

	/// The channel, which is not gone.
	pub(crate) fn known(id: ChannelId) -> Result<Channel<T>, Error<T>> {
		Channels::<T>::get(id).ok_or_else(|| {
			if id < NextChannelId::<T>::get() {
				Error::<T>::AlreadyClosed
			} else {
				Error::<T>::NotFound
			}
		})
	}

	/// The channel, which has not ended, and the last moment to claim from it.
	pub(crate) fn running(id: ChannelId) -> Result<(Channel<T>, Moment), Error<T>> {
		let channel = Self::known(id)?;
		let end = channel.end().ok_or(Error::<T>::AlreadyClosed)?;
		Ok((channel, end))
	}

	/// The channel that nobody asked to close and that has not expired.
	pub(crate) fn open_channel(id: ChannelId, now: Moment) -> Result<Channel<T>, Error<T>> {
		let (channel, _) = Self::running(id)?;
		ensure!(channel.state == State::Open, Error::<T>::AlreadyClosing);
		ensure!(now <= channel.expires, Error::<T>::Expired);
		Ok(channel)
	}

	/// The caller is the payer or opened the channel.
	pub(crate) fn ensure_payer(
		caller: &Subject<T::AccountId>,
		channel: &Channel<T>,
	) -> Result<(), Error<T>> {
		let side = [channel.payer.did, channel.opener];
		ensure!(side.contains(&caller.did), Error::<T>::NotPayer);
		Ok(())
	}

	/// The step may still be taken.
	pub(crate) fn ensure_in_time(until: Moment, now: Moment) -> Result<(), Error<T>> {
		ensure!(now <= until, Error::<T>::DeadlinePassed);
		Ok(())
	}

	/// The DID for which a call was made that any signed account may make; `None` if it was made for none.
	pub(crate) fn subject_or_signed(
		origin: T::RuntimeOrigin,
	) -> Result<Option<DidId>, sp_runtime::DispatchError> {
		match T::SubjectOrigin::try_origin(origin) {
			Ok(subject) => Ok(Some(subject.did)),
			Err(origin) => {
				ensure_signed(origin)?;
				Ok(None)
			},
		}
	}
}
