//! What must hold after every block. For tests and `try-runtime`.

use alloc::collections::BTreeMap;

use codec::{Decode, Encode};
use counterfoil_primitives::money::{Asset, Commission};
use frame_support::{ensure, traits::tokens::fungibles::InspectHold};
use pallet_support::agenda;
use sp_runtime::{
	traits::{Saturating, Zero},
	TryRuntimeError,
};

use crate::{
	Agenda, AgendaCursor, BalanceOf, Channels, ChannelsOf, Config, HoldReason, NextChannelId,
	Pallet, ParametersStore, State,
};

impl<T: Config> Pallet<T> {
	/// - The holds of every account that has a channel are exactly what its channels say.
	/// - No channel paid more than was claimed, or claimed more than was put in; none returned anything before it ended, and then
	///   everything that was not claimed or nothing.
	/// - A channel that has ended and is empty has no record.
	/// - Every channel that has not ended is on the agenda at its last moment, and nothing else is.
	/// - The index lists every channel under payer, payee and opener, and nothing else.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		ParametersStore::<T>::get().check::<T>()?;
		Self::check_records()?;
		Self::check_holds()?;
		Self::check_agenda()
	}

	fn check_records() -> Result<(), TryRuntimeError> {
		let next = NextChannelId::<T>::get();
		let mut entries = 0u64;
		for (id, channel) in Channels::<T>::iter() {
			ensure!(id < next, "a channel has a number that was not given yet");
			ensure!(channel.paid <= channel.claimed, "more was paid than claimed");
			ensure!(channel.claimed <= channel.deposit, "more was claimed than put in");
			let ended = matches!(channel.state, State::Ended { .. });
			let unclaimed = channel.deposit.saturating_sub(channel.claimed);
			ensure!(
				channel.returned.is_zero() || (ended && channel.returned == unclaimed),
				"something else returned than what was not claimed"
			);
			ensure!(!ended || !channel.is_empty(), "a channel without money was kept");
			ensure!(Commission::are_fair(&channel.commissions), "commissions are not fair");
			let side = [channel.payer.did, channel.opener];
			ensure!(!side.contains(&channel.payee), "somebody pays himself");
			for party in [channel.payer.did, channel.opener, channel.payee] {
				ensure!(ChannelsOf::<T>::contains_key(party, id), "a party is not indexed");
			}
			let parties = if channel.payer.did == channel.opener { 2 } else { 3 };
			entries = entries.saturating_add(parties);
		}
		let indexed = ChannelsOf::<T>::iter_keys().fold(0u64, |count, _| count.saturating_add(1));
		ensure!(indexed == entries, "the index of parties lists what does not exist");
		Ok(())
	}

	fn check_holds() -> Result<(), TryRuntimeError> {
		// By encoded account, because an account need not be ordered.
		let mut expected: BTreeMap<(Asset, _), BalanceOf<T>> = BTreeMap::new();
		for channel in Channels::<T>::iter_values() {
			let held = expected
				.entry((channel.asset, channel.payer.account.encode()))
				.or_insert_with(Zero::zero);
			*held = held.saturating_add(channel.held());
		}
		for ((asset, account), amount) in expected {
			let account = T::AccountId::decode(&mut account.as_slice())
				.map_err(|_| "an account cannot be decoded")?;
			let held = T::Assets::balance_on_hold(asset, &HoldReason::Deposit.into(), &account);
			ensure!(held == amount, "the deposits on hold are not those of the channels");
		}
		Ok(())
	}

	fn check_agenda() -> Result<(), TryRuntimeError> {
		let mut running = 0u64;
		for (id, channel) in Channels::<T>::iter() {
			let Some(end) = channel.end() else { continue };
			let bucket = agenda::bucket(end);
			ensure!(Agenda::<T>::contains_key(bucket, id), "a deadline is not on the agenda");
			running = running.saturating_add(1);
		}
		let scheduled = Agenda::<T>::iter_keys().fold(0u64, |count, _| count.saturating_add(1));
		ensure!(scheduled == running, "the agenda lists what has no deadline");
		agenda::check::<Agenda<T>, AgendaCursor<T>>()?;
		Ok(())
	}
}
