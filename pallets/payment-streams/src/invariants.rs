//! What must hold after every block. For tests and `try-runtime`.

use alloc::collections::BTreeMap;
use codec::{Decode, Encode};
use counterfoil_primitives::money::Asset;
use frame_support::{ensure, traits::tokens::fungibles::InspectHold};
use pallet_support::agenda;
use sp_runtime::{traits::SaturatedConversion, TryRuntimeError};

use crate::{
	types::Stage, Agenda, AgendaCursor, Between, Config, HoldReason, NextStreamId, Pallet,
	ParametersStore, Parties, Streams,
};

impl<T: Config> Pallet<T> {
	/// - What is held on every account that has a stream is exactly what its streams say.
	/// - No stream owes more than its deposit, and none is about nothing.
	/// - Every stream that waits for the clock is on the agenda at its deadline, and nothing else is.
	/// - The indices list every stream under its parties, and nothing else.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		ParametersStore::<T>::get().check::<T>()?;
		Self::check_records()?;
		Self::check_holds()?;
		Self::check_agenda()
	}

	fn check_records() -> Result<(), TryRuntimeError> {
		let next = NextStreamId::<T>::get();
		let (mut entries, mut pairs) = (0u64, 0u64);
		for (id, stream) in Streams::<T>::iter() {
			let (payer, payee, funder) = (&stream.payer, &stream.payee, &stream.funder);
			ensure!(id < next, "a stream has a number that was not given yet");
			ensure!(payer.did != payee.did, "a stream has one subject on both sides");
			ensure!(funder.did != payee.did, "a payee pays himself");
			ensure!(funder.account != payee.account, "a payee pays his own account");
			for party in [payer.did, payee.did, funder.did] {
				ensure!(Parties::<T>::contains_key(party, id), "a party is not indexed");
			}
			ensure!(
				Between::<T>::contains_key((payer.did, payee.did), id),
				"a stream is not indexed between its parties"
			);
			match stream.stage {
				Stage::Awaiting { rate, .. } => ensure!(rate > 0, "a stream has no rate"),
				Stage::Open(flow) => {
					ensure!(flow.rate > 0, "a stream has no rate");
					ensure!(
						flow.accrued <= flow.deposit.saturating_mul(1_000),
						"a stream owes more than its deposit"
					);
				},
				Stage::Undelivered(rest) => {
					ensure!(!rest.is_nothing(), "nothing is left to deliver")
				},
			}
			entries = entries.saturating_add(if funder.did == payer.did { 2 } else { 3 });
			pairs = pairs.saturating_add(1);
		}
		let indexed = Parties::<T>::iter_keys().fold(0u64, |sum, _| sum.saturating_add(1));
		ensure!(indexed == entries, "the index of parties lists what does not exist");
		let between = Between::<T>::iter_keys().fold(0u64, |sum, _| sum.saturating_add(1));
		ensure!(between == pairs, "the index between parties lists what does not exist");
		Ok(())
	}

	fn check_holds() -> Result<(), TryRuntimeError> {
		// By encoded account, because an account need not be ordered.
		let mut expected: BTreeMap<(Asset, _), u128> = BTreeMap::new();
		for stream in Streams::<T>::iter_values() {
			for (account, held) in
				[(&stream.funder.account, stream.stage.held()), (&stream.payee.account, 0)]
			{
				let sum = expected.entry((stream.asset, account.encode())).or_default();
				*sum = sum.saturating_add(held);
			}
		}
		for ((asset, account), sum) in expected {
			let account = T::AccountId::decode(&mut account.as_slice())
				.map_err(|_| "an account cannot be decoded")?;
			let held = T::Assets::balance_on_hold(asset, &HoldReason::Deposit.into(), &account);
			ensure!(
				held.saturated_into::<u128>() == sum,
				"the deposits on hold are not those of the streams"
			);
		}
		Ok(())
	}

	fn check_agenda() -> Result<(), TryRuntimeError> {
		let mut waiting = 0u64;
		for (id, stream) in Streams::<T>::iter() {
			let Some(due) = stream.stage.due() else { continue };
			ensure!(
				Agenda::<T>::contains_key(agenda::bucket(due), id),
				"a deadline is not on the agenda"
			);
			waiting = waiting.saturating_add(1);
		}
		let scheduled = Agenda::<T>::iter_keys().fold(0u64, |sum, _| sum.saturating_add(1));
		ensure!(scheduled == waiting, "the agenda lists what has no deadline");
		agenda::check::<Agenda<T>, AgendaCursor<T>>()?;
		Ok(())
	}
}
