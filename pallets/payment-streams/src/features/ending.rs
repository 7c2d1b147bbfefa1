//! How a stream ends.

use counterfoil_primitives::{did::DidId, stream::Ending, Moment, StreamId};
use sp_runtime::DispatchResult;

use super::{units, Open};
use crate::{
	types::{Rest, Stage, Stream},
	Between, Config, Event, Pallet, Parties, Streams,
};

impl<T: Config> Pallet<T> {
	/// Ends a stream: the payee is paid what has accrued, the funder gets the rest back. `by` asked for it, if a subject did.
	///
	/// No account can stop it. What cannot be delivered stays on hold as the record says until somebody delivers it, and the ticket with it.
	pub(crate) fn end(
		open: Open<T>,
		ending: Ending,
		at: Moment,
		by: Option<DidId>,
	) -> DispatchResult {
		open.take_off_agenda();
		let Open { id, mut stream, flow, .. } = open;
		let (to_payee, to_funder) = flow.settle();
		let mut rest = Rest { to_payee, to_funder, ending, at };
		// That somebody cannot receive it now is not an error of this call: what is left says so.
		let _ = Self::hand_out(id, &mut stream, &mut rest);
		Self::emit(Event::Ended {
			id,
			payer: stream.payer.did,
			payee: stream.payee.did,
			funder: stream.funder.did,
			data_set: stream.data_set,
			asset: stream.asset,
			ending,
			at,
			to_payee: units::<T>(to_payee),
			to_funder: units::<T>(to_funder),
			owed: units::<T>(rest.to_payee),
			unreturned: units::<T>(rest.to_funder),
			by,
		});
		Self::keep_or_remove(id, stream, rest)
	}

	/// Ends a stream that was never funded.
	pub(crate) fn discard(
		id: StreamId,
		stream: Stream<T>,
		ending: Ending,
		by: Option<DidId>,
	) -> DispatchResult {
		Self::cancel(stream.stage.due(), id);
		Self::emit(Event::Ended {
			id,
			payer: stream.payer.did,
			payee: stream.payee.did,
			funder: stream.funder.did,
			data_set: stream.data_set,
			asset: stream.asset,
			ending,
			at: Self::now(),
			to_payee: units::<T>(0),
			to_funder: units::<T>(0),
			owed: units::<T>(0),
			unreturned: units::<T>(0),
			by,
		});
		Self::remove(id, stream)
	}

	/// Keeps what could not be delivered; removes the stream if that is nothing.
	pub(crate) fn keep_or_remove(
		id: StreamId,
		mut stream: Stream<T>,
		rest: Rest,
	) -> DispatchResult {
		if rest.is_nothing() {
			return Self::remove(id, stream);
		}
		stream.asked = None;
		stream.stage = Stage::Undelivered(rest);
		Streams::<T>::insert(id, stream);
		Ok(())
	}

	/// Removes a stream with its indices, and returns the ticket.
	fn remove(id: StreamId, stream: Stream<T>) -> DispatchResult {
		Streams::<T>::remove(id);
		for party in [stream.payer.did, stream.payee.did, stream.funder.did] {
			Parties::<T>::remove(party, id);
		}
		Between::<T>::remove((stream.payer.did, stream.payee.did), id);
		stream.deposit.give_back()
	}
}
