//! How the money of a channel moves. What cannot be received waits; it never goes to anybody else.

use counterfoil_primitives::{
	traits::{Accounts, Subject},
	ChannelId,
};
use frame_support::{ensure, storage::with_storage_layer};
use pallet_support::money::{give_back, Part, Payment};
use sp_runtime::{
	traits::{Saturating, Zero},
	DispatchResult,
};

use crate::{Channel, Channels, ChannelsOf, Config, Error, Event, HoldReason, Pallet, State};

impl<T: Config> Pallet<T> {
	/// Moves what could not be received before. `parts` counts how many others could get a part.
	pub(crate) fn do_settle(id: ChannelId, parts: &mut u32) -> DispatchResult {
		let mut channel = Self::known(id)?;
		let ended = matches!(channel.state, State::Ended { .. });
		let (due, rest) = (Self::is_payable(&channel), ended && !channel.rest().is_zero());
		ensure!(due || rest, Error::<T>::NothingDue);

		*parts = channel.parts();
		let before = channel.held();
		let paid = if due { Self::pay_due(id, &mut channel) } else { Ok(()) };
		let returned = if rest { Self::return_late(id, &mut channel) } else { Ok(()) };
		if channel.held() == before {
			// Nothing moved: say why.
			paid.and(returned)?;
		}
		Self::keep_or_forget(id, channel, true)
	}

	/// Pays what is due, or says that it waits.
	pub(crate) fn pay_or_delay(id: ChannelId, channel: &mut Channel<T>) {
		if Self::pay_due(id, channel).is_err() {
			Self::emit(Event::PaymentDelayed {
				id,
				payer: channel.payer.did,
				payee: channel.payee,
				amount: channel.due(),
				data_set: channel.data_set,
			});
		}
	}

	/// Pays what is due: commissions, the holders of the right of profit, the payee. All of it or nothing.
	///
	/// The payee is paid on the account that is his now: what a device earned that was handed over meanwhile is its new owner's.
	fn pay_due(id: ChannelId, channel: &mut Channel<T>) -> DispatchResult {
		let due = channel.due();
		if due.is_zero() {
			return Ok(());
		}
		let payee = channel.payee;
		let account = T::Accounts::account_of(&payee).ok_or(Error::<T>::PayeeWithoutAccount)?;
		let supplier = Subject { did: payee, account };
		let data_set = channel.data_set;
		let payment = Payment {
			asset: channel.asset,
			reason: HoldReason::Deposit.into(),
			payer: &channel.payer.account,
			supplier: &supplier,
			data_set,
			commissions: &channel.commissions,
			amount: due,
		};
		let mut own = due;
		with_storage_layer(|| {
			payment.make::<T::Assets, T::Rights, T::Accounts>(|part, payee, account, amount| {
				own = own.saturating_sub(amount);
				Self::emit(match part {
					Part::Commission => {
						Event::CommissionPaid { id, payee, account, amount, data_set }
					},
					Part::Profit => Event::ProfitPaid { id, payee, account, amount, data_set },
				});
			})
		})?;
		channel.paid = channel.claimed;
		Self::emit(Event::Paid {
			id,
			payer: channel.payer.did,
			payee,
			account: supplier.account,
			amount: own,
			total: due,
			data_set,
		});
		Ok(())
	}

	/// Returns to the payer what was not claimed. All of it or nothing.
	pub(crate) fn return_rest(channel: &mut Channel<T>) -> DispatchResult {
		let rest = channel.rest();
		let (asset, account) = (channel.asset, &channel.payer.account);
		with_storage_layer(|| {
			give_back::<_, T::Assets>(asset, &HoldReason::Deposit.into(), account, rest)
		})?;
		channel.returned = channel.returned.saturating_add(rest);
		Ok(())
	}

	/// Returns what could not be returned when the channel ended.
	fn return_late(id: ChannelId, channel: &mut Channel<T>) -> DispatchResult {
		let amount = channel.rest();
		Self::return_rest(channel)?;
		Self::emit(Event::Returned {
			id,
			payer: channel.payer.did,
			payee: channel.payee,
			account: channel.payer.account.clone(),
			amount,
			data_set: channel.data_set,
		});
		Ok(())
	}

	/// Keeps the record as long as something waits in it. Of one that has ended and is empty the ticket returns. `late` says that this
	/// is told: otherwise its end is.
	pub(crate) fn keep_or_forget(id: ChannelId, channel: Channel<T>, late: bool) -> DispatchResult {
		if !matches!(channel.state, State::Ended { .. }) || !channel.is_empty() {
			Channels::<T>::insert(id, channel);
			return Ok(());
		}
		let Channel { payer, payee, opener, data_set, ticket, .. } = channel;
		ticket.give_back()?;
		Channels::<T>::remove(id);
		for party in [payer.did, opener, payee] {
			ChannelsOf::<T>::remove(party, id);
		}
		if late {
			Self::emit(Event::Closed { id, payer: payer.did, payee, data_set });
		}
		Ok(())
	}
}
