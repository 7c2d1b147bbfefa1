//! What the runtime API answers.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::DidId,
	voucher::{FinalState, Voucher},
	ChannelId,
};
use pallet_payment_channels_runtime_api::{
	ChannelView, OwedView, ParametersView, StateView, MAX_BATCH,
};
use pallet_support::{genesis_hash, page};

use crate::{BalanceOf, Channel, Channels, ChannelsOf, Config, Pallet, ParametersStore, State};

/// A channel as the runtime API shows it.
type ViewOf<T> = ChannelView<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

impl<T: Config> Pallet<T> {
	/// One channel, until everything in it has gone to whom it belongs.
	pub fn channel(id: ChannelId) -> Option<ViewOf<T>> {
		Channels::<T>::get(id).map(|channel| view_of::<T>(id, channel))
	}

	/// The first [`MAX_BATCH`] of these channels, in this order.
	pub fn channels(ids: Vec<ChannelId>) -> Vec<Option<ViewOf<T>>> {
		ids.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(Self::channel).collect()
	}

	/// A page of the channels of a subject, as payer, payee or who opened it, beginning after `from`.
	pub fn channels_of(did: DidId, from: Option<ChannelId>, limit: u32) -> Vec<ViewOf<T>> {
		let ids = match from {
			Some(last) => {
				let last = ChannelsOf::<T>::hashed_key_for(did, last);
				ChannelsOf::<T>::iter_key_prefix_from(did, last)
			},
			None => ChannelsOf::<T>::iter_key_prefix(did),
		};
		ids.take(page(limit, MAX_BATCH)).filter_map(Self::channel).collect()
	}

	/// What is whose in a channel.
	pub fn owed(id: ChannelId) -> Option<OwedView<BalanceOf<T>>> {
		Channels::<T>::get(id).map(|channel| OwedView {
			due: channel.due(),
			rest: channel.rest(),
			until: channel.end(),
		})
	}

	/// [`Self::owed`] for the first [`MAX_BATCH`] of these channels.
	pub fn owed_each(ids: Vec<ChannelId>) -> Vec<Option<OwedView<BalanceOf<T>>>> {
		ids.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(Self::owed).collect()
	}

	/// What the channel's key signs for this voucher on this chain.
	pub fn voucher_bytes(id: ChannelId, voucher: Voucher) -> Vec<u8> {
		voucher.signing_bytes(&genesis_hash::<T>(), id)
	}

	/// What both parties sign to close the channel at this state on this chain.
	pub fn final_bytes(id: ChannelId, state: FinalState) -> Vec<u8> {
		state.signing_bytes(&genesis_hash::<T>(), id)
	}

	/// The parameters of channels to come.
	pub fn parameters() -> ParametersView {
		let parameters = ParametersStore::<T>::get();
		ParametersView {
			shortest_challenge: parameters.shortest_challenge,
			longest_challenge: parameters.longest_challenge,
			longest_life: parameters.longest_life,
		}
	}
}

fn view_of<T: Config>(id: ChannelId, channel: Channel<T>) -> ViewOf<T> {
	ChannelView {
		id,
		until: channel.end(),
		payer: channel.payer.did,
		payer_account: channel.payer.account,
		opener: channel.opener,
		payee: channel.payee,
		signer: channel.signer,
		asset: channel.asset,
		deposit: channel.deposit,
		claimed: channel.claimed,
		paid: channel.paid,
		returned: channel.returned,
		delivered: channel.delivered,
		data_set: channel.data_set,
		commissions: channel.commissions.into_inner(),
		opened: channel.opened,
		expires: channel.expires,
		challenge: channel.challenge,
		state: match channel.state {
			State::Open => StateView::Open,
			State::Closing { .. } => StateView::Closing,
			State::Ended { .. } => StateView::Ended,
		},
		ended: match channel.state {
			State::Ended { at } => Some(at),
			State::Open | State::Closing { .. } => None,
		},
	}
}
