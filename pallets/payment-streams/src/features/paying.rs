//! What is claimed.

use counterfoil_primitives::{
	did::DidId,
	stream::Ending,
	traits::{Accounts, Identities, Subject},
	StreamId,
};
use frame_support::{ensure, storage::with_storage_layer};
use pallet_support::money::{give_back, least_payment, Part, Payment};
use sp_runtime::{traits::Zero, DispatchResult};

use super::{units, Open};
use crate::{
	types::{BalanceOf, Rest, Stage, Stream},
	Config, Error, Event, HoldReason, Pallet, Streams,
};

impl<T: Config> Pallet<T> {
	/// `caller` is the DID for which the call was made, if it was made for one. `parts` counts how many others could get a part.
	pub(crate) fn do_claim(caller: Option<DidId>, id: StreamId, parts: &mut u32) -> DispatchResult {
		let stream = Streams::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		match stream.stage {
			Stage::Awaiting { until, .. } => {
				ensure!(Self::now() > until, Error::<T>::NotFunded);
				Self::discard(id, stream, Ending::NotFunded, caller)
			},
			Stage::Open(flow) => {
				let open = Self::update(id, stream, flow);
				match open.ended {
					Some((ending, at)) => {
						*parts = open.stream.parts();
						Self::end(open, ending, at, caller)
					},
					None => Self::pay_out(caller, open, parts),
				}
			},
			Stage::Undelivered(rest) => {
				*parts = stream.parts();
				Self::deliver(caller, id, stream, rest)
			},
		}
	}

	/// Who is paid, and on which account. What a device earns is its owner's, whoever that is by now.
	pub(crate) fn supplier(stream: &Stream<T>) -> Subject<T::AccountId> {
		let payee = stream.payee.clone();
		let handed_over = T::Identities::owner_of(&payee.did)
			.and_then(|_| T::Accounts::account_of(&payee.did))
			.map(|account| Subject { did: payee.did, account });
		handed_over.unwrap_or(payee)
	}

	/// Pays what has accrued of a stream that goes on.
	fn pay_out(caller: Option<DidId>, mut open: Open<T>, parts: &mut u32) -> DispatchResult {
		let due = open.flow.payable();
		let amount = units::<T>(due);
		let Stream { asset, payee, data_set, commissions, .. } = &open.stream;
		let least =
			least_payment::<_, T::Assets, T::Rights>(*asset, &payee.did, *data_set, commissions);
		let enough = amount >= least;
		ensure!(!amount.is_zero() && enough, Error::<T>::NothingDue);
		*parts = open.stream.parts();
		Self::pay(open.id, &open.stream, amount)?;
		open.flow.pay();
		open.stream.paid = open.stream.paid.saturating_add(due);
		Self::emit(Event::Claimed {
			id: open.id,
			payer: open.stream.payer.did,
			payee: open.stream.payee.did,
			data_set: open.stream.data_set,
			asset: open.stream.asset,
			amount,
			by: caller,
		});
		open.put_back();
		Ok(())
	}

	/// Pays the commissions, then the holders of the right of profit as they are now, if the stream is about a data set, and the payee; all of
	/// it or nothing.
	pub(crate) fn pay(id: StreamId, stream: &Stream<T>, amount: BalanceOf<T>) -> DispatchResult {
		let Stream { funder, data_set, asset, commissions, .. } = stream;
		let (data_set, asset) = (*data_set, *asset);
		let payment = Payment {
			asset,
			reason: HoldReason::Deposit.into(),
			payer: &funder.account,
			supplier: &Self::supplier(stream),
			data_set,
			commissions,
			amount,
		};
		with_storage_layer(|| {
			payment.make::<T::Assets, T::Rights, T::Accounts>(|part, payee, account, amount| {
				Self::emit(match part {
					Part::Commission => {
						Event::CommissionPaid { id, payee, account, asset, amount, data_set }
					},
					Part::Profit => {
						Event::ProfitPaid { id, payee, account, asset, amount, data_set }
					},
				});
			})
		})
	}

	/// Gives the rest of a deposit back to whose it is.
	pub(crate) fn refund(
		stream: &Stream<T>,
		funder: &Subject<T::AccountId>,
		amount: BalanceOf<T>,
	) -> DispatchResult {
		let reason = HoldReason::Deposit.into();
		with_storage_layer(|| {
			give_back::<_, T::Assets>(stream.asset, &reason, &funder.account, amount)
		})
	}

	/// Tries again what could not be delivered when the stream ended.
	fn deliver(
		caller: Option<DidId>,
		id: StreamId,
		mut stream: Stream<T>,
		mut rest: Rest,
	) -> DispatchResult {
		let before = rest;
		let outcome = Self::hand_out(id, &mut stream, &mut rest);
		// Nothing moved: why not is the answer.
		if rest == before {
			return outcome;
		}
		Self::emit(Event::Delivered {
			id,
			payer: stream.payer.did,
			payee: stream.payee.did,
			funder: stream.funder.did,
			data_set: stream.data_set,
			asset: stream.asset,
			to_payee: units::<T>(before.to_payee.saturating_sub(rest.to_payee)),
			to_funder: units::<T>(before.to_funder.saturating_sub(rest.to_funder)),
			by: caller,
		});
		Self::keep_or_remove(id, stream, rest)
	}

	/// Pays the payee and gives the funder the rest back, each if he can receive it. What stays is left in `rest`; the error says why.
	pub(crate) fn hand_out(
		id: StreamId,
		stream: &mut Stream<T>,
		rest: &mut Rest,
	) -> DispatchResult {
		let refunded = Self::refund(stream, &stream.funder, units::<T>(rest.to_funder));
		if refunded.is_ok() {
			rest.to_funder = 0;
		}
		let paid = match rest.to_payee {
			0 => Ok(()),
			amount => Self::pay(id, stream, units::<T>(amount)),
		};
		if paid.is_ok() {
			stream.paid = stream.paid.saturating_add(rest.to_payee);
			rest.to_payee = 0;
		}
		paid.and(refunded)
	}
}
