//! The bodies of the calls, one file per concern.

mod agenda;
mod changing;
mod ending;
mod opening;
mod paying;

use counterfoil_primitives::{
	did::DidId,
	stream::{Change, Ending, Flow, Side},
	traits::Subject,
	Moment, StreamId,
};
use frame_support::{
	ensure,
	traits::{EnsureOrigin, Time},
};
use frame_system::ensure_signed;
use pallet_support::money::acts_for;
use sp_runtime::{traits::SaturatedConversion, DispatchError};

use crate::{
	types::{BalanceOf, Stage, Stream},
	Config, Error, Event, Pallet, Streams,
};

/// An amount as the assets count it. Exact: what is bound was one before.
pub(crate) fn units<T: Config>(amount: u128) -> BalanceOf<T> {
	amount.saturated_into()
}

/// A stream that is open, brought up to date, and what is needed to put it back.
pub(crate) struct Open<T: Config> {
	pub id: StreamId,
	pub stream: Stream<T>,
	pub flow: Flow,
	/// How it ended by itself, and its last moment.
	pub ended: Option<(Ending, Moment)>,
	/// The deadline under which it is on the agenda.
	due: Option<Moment>,
}

impl<T: Config> Pallet<T> {
	/// The chain's clock.
	pub(crate) fn now() -> Moment {
		T::Time::now()
	}

	/// The DID for which a call was made that any signed account may make; `None` if it was made for none.
	pub(crate) fn subject_or_signed(
		origin: T::RuntimeOrigin,
	) -> Result<Option<DidId>, DispatchError> {
		match T::SubjectOrigin::try_origin(origin) {
			Ok(subject) => Ok(Some(subject.did)),
			Err(origin) => {
				ensure_signed(origin)?;
				Ok(None)
			},
		}
	}

	/// Brings an open stream up to date, and tells of what has taken effect since it was last looked at.
	pub(crate) fn update(id: StreamId, stream: Stream<T>, mut flow: Flow) -> Open<T> {
		let due = flow.due();
		let before = flow.rate;
		let progress = flow.advance(Self::now());
		if let Some(announced) = progress.changed {
			let (payer, payee, data_set) = (stream.payer.did, stream.payee.did, stream.data_set);
			let since = announced.at;
			match announced.change {
				Change::Pause => Self::emit(Event::Paused {
					id,
					payer,
					payee,
					data_set,
					side: Side::Payer,
					since,
					by: None,
				}),
				// Unless the payee has agreed to that little already.
				Change::Lower(_) if before != flow.rate => Self::emit(Event::RateChanged {
					id,
					payer,
					payee,
					data_set,
					from: units::<T>(before),
					to: units::<T>(flow.rate),
					since,
					by: None,
				}),
				// Closing is told of as the end.
				Change::Lower(_) | Change::Close => (),
			}
		}
		Open { id, stream, flow, ended: progress.ended, due }
	}

	/// A stream that is open and not over, brought up to date.
	pub(crate) fn running(id: StreamId) -> Result<Open<T>, Error<T>> {
		let stream = Streams::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		match stream.stage {
			Stage::Awaiting { .. } => Err(Error::<T>::NotFunded),
			Stage::Undelivered(_) => Err(Error::<T>::Over),
			Stage::Open(flow) => {
				let open = Self::update(id, stream, flow);
				ensure!(open.ended.is_none(), Error::<T>::Over);
				Ok(open)
			},
		}
	}
}

impl<T: Config> Stream<T> {
	/// The side that somebody is on: the payer's is also that of whose money it is, a device's that of its owner. A payer who has become the
	/// owner of the device stays on his.
	pub(crate) fn side_of(&self, caller: &Subject<T::AccountId>) -> Result<Side, Error<T>> {
		if caller.did == self.payer.did || caller.did == self.funder.did {
			Ok(Side::Payer)
		} else if acts_for::<T::Identities>(&caller.did, &self.payee.did) {
			Ok(Side::Payee)
		} else {
			Err(Error::<T>::NotParty)
		}
	}
}

impl<T: Config> Open<T> {
	/// Puts the stream back, and its deadline where it is now.
	pub(crate) fn put_back(self) {
		let Self { id, mut stream, flow, due, .. } = self;
		stream.stage = Stage::Open(flow);
		let next = stream.stage.due();
		if next != due {
			Pallet::<T>::cancel(due, id);
			Pallet::<T>::schedule(next, id);
		}
		Streams::<T>::insert(id, stream);
	}

	/// The deadline is done with: the stream is over.
	pub(crate) fn take_off_agenda(&self) {
		Pallet::<T>::cancel(self.due, self.id);
	}
}
