//! How a channel ends.

use counterfoil_primitives::{
	did::{DidId, KeySignature},
	traits::{Identities, KeyVerifier, Subject},
	voucher::{FinalState, Voucher},
	ChannelId,
};
use frame_support::ensure;
use pallet_support::{genesis_hash, money::acts_for};
use sp_runtime::DispatchResult;

use crate::{Channel, Channels, Config, Ending, Error, Event, Pallet, State};

impl<T: Config> Pallet<T> {
	/// `by` is the DID for which the call was made, if it was made for one. `parts` counts how many others could get a part, here and below.
	pub(crate) fn do_close(
		by: Option<DidId>,
		id: ChannelId,
		state: FinalState,
		payer_signature: KeySignature,
		payee_signature: KeySignature,
		parts: &mut u32,
	) -> DispatchResult {
		let (mut channel, _) = Self::running(id)?;
		let amount = Self::affordable(&channel, state.amount)?;
		ensure!(amount >= channel.claimed, Error::<T>::BelowClaimed);
		let message = state.signing_bytes(&genesis_hash::<T>(), id);
		ensure!(
			T::Keys::is_signed_by(&channel.signer, &message, &payer_signature),
			Error::<T>::BadPayerSignature
		);
		ensure!(
			T::Identities::verify(&channel.payee, &message, &payee_signature),
			Error::<T>::BadPayeeSignature
		);
		channel.claimed = amount;
		channel.delivered = state.delivered;
		Self::end(by, id, channel, Ending::Agreed, parts)
	}

	pub(crate) fn do_close_by_payee(
		caller: Subject<T::AccountId>,
		id: ChannelId,
		best: Option<(Voucher, KeySignature)>,
		parts: &mut u32,
	) -> DispatchResult {
		let (mut channel, end) = Self::running(id)?;
		ensure!(acts_for::<T::Identities>(&caller.did, &channel.payee), Error::<T>::NotPayee);
		Self::ensure_in_time(end, Self::now())?;
		let by = Some(caller.did);
		if let Some((voucher, signature)) = best {
			Self::earn(by, id, &mut channel, &voucher, &signature)?;
		}
		Self::end(by, id, channel, Ending::ByPayee, parts)
	}

	pub(crate) fn do_request_close(caller: Subject<T::AccountId>, id: ChannelId) -> DispatchResult {
		let now = Self::now();
		let mut channel = Self::open_channel(id, now)?;
		Self::ensure_payer(&caller, &channel)?;
		// No later than without the request: the channel has not expired yet.
		let until = now.saturating_add(channel.challenge);
		Self::cancel(channel.expires.saturating_add(channel.challenge), id);
		Self::schedule(until, id);
		channel.state = State::Closing { until };
		Self::emit(Event::CloseRequested {
			id,
			payer: channel.payer.did,
			payee: channel.payee,
			by: caller.did,
			until,
			data_set: channel.data_set,
		});
		Channels::<T>::insert(id, channel);
		Ok(())
	}

	/// Ends a channel whose last moment has passed. The one way in which deadlines take effect, for `finalise` and for the chain
	/// itself. What could not be paid before is tried once more.
	pub(crate) fn time_out(id: ChannelId, parts: &mut u32) -> DispatchResult {
		let (channel, end) = Self::running(id)?;
		ensure!(Self::now() > end, Error::<T>::DeadlineNotPassed);
		let ending = match channel.state {
			State::Closing { .. } => Ending::Requested,
			State::Open | State::Ended { .. } => Ending::Expired,
		};
		Self::end(None, id, channel, ending, parts)
	}

	/// Ends a channel: pays what is due, returns the rest, tells of it.
	///
	/// Neither party can stop it by its account: what one of them cannot receive waits in the record, on hold, and the other gets his.
	fn end(
		by: Option<DidId>,
		id: ChannelId,
		mut channel: Channel<T>,
		ending: Ending,
		parts: &mut u32,
	) -> DispatchResult {
		if let Some(end) = channel.end() {
			Self::cancel(end, id);
		}
		channel.state = State::Ended { at: Self::now() };
		*parts = channel.parts();
		Self::pay_or_delay(id, &mut channel);
		if let Err(error) = Self::return_rest(&mut channel) {
			log::debug!(target: crate::LOG_TARGET, "channel {id} cannot be returned now: {error:?}");
		}
		Self::emit(Event::Ended {
			id,
			payer: channel.payer.did,
			payee: channel.payee,
			by,
			ending,
			amount: channel.claimed,
			delivered: channel.delivered,
			returned: channel.returned,
			due: channel.due(),
			rest: channel.rest(),
			data_set: channel.data_set,
		});
		Self::keep_or_forget(id, channel, false)
	}
}
