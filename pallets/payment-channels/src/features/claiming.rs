//! How a payee shows what is his.

use counterfoil_primitives::{
	did::{DidId, KeySignature},
	traits::KeyVerifier,
	voucher::Voucher,
	ChannelId,
};
use frame_support::ensure;
use pallet_support::{genesis_hash, money::least_payment};
use sp_runtime::{
	traits::{Saturating, Zero},
	DispatchResult,
};

use crate::{BalanceOf, Channel, Channels, Config, Error, Event, Pallet};

impl<T: Config> Pallet<T> {
	/// `by` is the DID for which the call was made, if it was made for one. `parts` counts how many others could get a part.
	pub(crate) fn do_claim(
		by: Option<DidId>,
		id: ChannelId,
		voucher: Voucher,
		signature: KeySignature,
		parts: &mut u32,
	) -> DispatchResult {
		let (mut channel, end) = Self::running(id)?;
		let now = Self::now();
		Self::ensure_in_time(end, now)?;
		let amount = Self::affordable(&channel, voucher.amount)?;
		let more = amount.saturating_sub(channel.claimed);
		ensure!(amount > channel.claimed, Error::<T>::NothingNew);
		// Of a channel that is about to end there may be no better voucher: what is too little counts, and is paid after the end.
		let enough = more >= Self::least_claim(&channel);
		ensure!(enough || channel.is_ending(now), Error::<T>::ClaimTooSmall);
		Self::earn(by, id, &mut channel, &voucher, &signature)?;

		*parts = channel.parts();
		if Self::is_payable(&channel) {
			Self::pay_or_delay(id, &mut channel);
		}
		Channels::<T>::insert(id, channel);
		Ok(())
	}

	/// Whether what is due is paid now: enough to be shared, or all that there will ever be.
	pub(crate) fn is_payable(channel: &Channel<T>) -> bool {
		let due = channel.due();
		!due.is_zero() && (channel.end().is_none() || due >= Self::least_claim(channel))
	}

	/// What a claim must add at least.
	fn least_claim(channel: &Channel<T>) -> BalanceOf<T> {
		let Channel { asset, payee, data_set, commissions, .. } = channel;
		least_payment::<_, T::Assets, T::Rights>(*asset, payee, *data_set, commissions)
	}

	/// Counts a voucher for the payee, whatever it adds. No money moves.
	pub(crate) fn earn(
		by: Option<DidId>,
		id: ChannelId,
		channel: &mut Channel<T>,
		voucher: &Voucher,
		signature: &KeySignature,
	) -> Result<(), Error<T>> {
		let amount = Self::affordable(channel, voucher.amount)?;
		ensure!(amount > channel.claimed, Error::<T>::NothingNew);
		let message = voucher.signing_bytes(&genesis_hash::<T>(), id);
		ensure!(
			T::Keys::is_signed_by(&channel.signer, &message, signature),
			Error::<T>::BadPayerSignature
		);
		channel.claimed = amount;
		channel.delivered = voucher.delivered;
		Self::emit(Event::Claimed {
			id,
			payer: channel.payer.did,
			payee: channel.payee,
			by,
			amount,
			delivered: voucher.delivered,
			data_set: channel.data_set,
		});
		Ok(())
	}

	/// The amount in the currency of the chain, which the deposit covers.
	pub(crate) fn affordable(channel: &Channel<T>, amount: u128) -> Result<BalanceOf<T>, Error<T>> {
		let amount = BalanceOf::<T>::try_from(amount).map_err(|_| Error::<T>::AboveDeposit)?;
		ensure!(amount <= channel.deposit, Error::<T>::AboveDeposit);
		Ok(amount)
	}
}
