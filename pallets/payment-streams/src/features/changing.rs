//! What payer and payee change while money flows.

use counterfoil_primitives::{
	stream::{Announcement, Change, Ending, Side},
	traits::Subject,
	Moment, StreamId,
};
use frame_support::ensure;
use sp_runtime::{
	traits::{SaturatedConversion, Zero},
	ArithmeticError, DispatchError, DispatchResult,
};

use super::{units, Open};
use crate::{
	types::{BalanceOf, Stage},
	Config, Error, Event, Pallet, Streams,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_top_up(
		caller: Subject<T::AccountId>,
		id: StreamId,
		amount: BalanceOf<T>,
	) -> DispatchResult {
		let mut open = Self::running(id)?;
		open.stream.side_of(&caller)?;
		ensure!(!amount.is_zero(), Error::<T>::AmountZero);
		ensure!(open.flow.top_up(amount.saturated_into()), Error::<T>::DepositTooHigh);
		let stream = &open.stream;
		// Whose money may not be bound for ever has it bound for as long as it lasts, counted from now, but for no longer than if all had been
		// bound at the opening. Whose may, since he bound his own, has to allow it for ever: a pause has no end.
		let back = Self::due_back(&open.flow, stream.opened);
		open.flow.latest = open.flow.latest.map(|latest| latest.max(back));
		let until = open.flow.latest.unwrap_or(Moment::MAX);
		let own = caller.did == stream.funder.did;
		ensure!(!own || caller.account == stream.funder.account, Error::<T>::WrongAccount);
		// Whoever lets somebody spend lets the payee be paid, and nobody besides.
		let for_payee_alone = own || stream.commissions.is_empty();
		ensure!(for_payee_alone, Error::<T>::CommissionsNotAllowed);
		let from = (!own).then_some(stream.funder.did);
		let (payee, asset, since) = (&stream.payee, stream.asset, stream.opened);
		let bound = Self::bind(&caller, from, payee, asset, amount, since, until)?;
		// The funder may have moved to another account since.
		ensure!(bound.account == stream.funder.account, Error::<T>::WrongAccount);

		Self::emit(Event::ToppedUp {
			id,
			payer: stream.payer.did,
			payee: stream.payee.did,
			funder: stream.funder.did,
			data_set: stream.data_set,
			asset: stream.asset,
			amount,
			runs_until: open.flow.runs_until(),
			by: caller.did,
		});
		open.put_back();
		Ok(())
	}

	/// The payer announces a change: it takes effect once the notice is over.
	fn announce(
		caller: &Subject<T::AccountId>,
		open: &mut Open<T>,
		change: Change,
	) -> Result<Moment, DispatchError> {
		let pending = open.flow.announced.map(|announcement| announcement.change);
		// The end goes before everything else; the rest has to be withdrawn first.
		let room = match pending {
			None => true,
			Some(Change::Close) => false,
			Some(Change::Pause | Change::Lower(_)) => change == Change::Close,
		};
		ensure!(room, Error::<T>::AlreadyAnnounced);
		let at = Self::now().checked_add(open.stream.notice).ok_or(ArithmeticError::Overflow)?;
		open.flow.announced = Some(Announcement { change, at });
		Self::emit(Event::Announced {
			id: open.id,
			payer: open.stream.payer.did,
			payee: open.stream.payee.did,
			data_set: open.stream.data_set,
			change,
			at,
			by: caller.did,
		});
		Ok(at)
	}

	pub(crate) fn do_pause(caller: Subject<T::AccountId>, id: StreamId) -> DispatchResult {
		let mut open = Self::running(id)?;
		match open.stream.side_of(&caller)? {
			Side::Payer => {
				ensure!(!open.flow.paused_by_payer, Error::<T>::AlreadyPaused);
				Self::announce(&caller, &mut open, Change::Pause)?;
			},
			// He serves nothing any more, so he is paid nothing any more.
			side @ Side::Payee => {
				ensure!(!open.flow.paused_by_payee, Error::<T>::AlreadyPaused);
				open.flow.paused_by_payee = true;
				Self::emit(Event::Paused {
					id,
					payer: open.stream.payer.did,
					payee: open.stream.payee.did,
					data_set: open.stream.data_set,
					side,
					since: Self::now(),
					by: Some(caller.did),
				});
			},
		}
		open.put_back();
		Ok(())
	}

	pub(crate) fn do_resume(caller: Subject<T::AccountId>, id: StreamId) -> DispatchResult {
		let mut open = Self::running(id)?;
		let side = open.stream.side_of(&caller)?;
		let paused = match side {
			Side::Payer => &mut open.flow.paused_by_payer,
			Side::Payee => &mut open.flow.paused_by_payee,
		};
		ensure!(*paused, Error::<T>::NotPaused);
		*paused = false;
		Self::emit(Event::Resumed {
			id,
			payer: open.stream.payer.did,
			payee: open.stream.payee.did,
			data_set: open.stream.data_set,
			side,
			runs_until: open.flow.runs_until(),
			by: caller.did,
		});
		open.put_back();
		Ok(())
	}

	pub(crate) fn do_change_rate(
		caller: Subject<T::AccountId>,
		id: StreamId,
		rate: BalanceOf<T>,
	) -> DispatchResult {
		let mut open = Self::running(id)?;
		let side = open.stream.side_of(&caller)?;
		let (from, to) = (open.flow.rate, rate.saturated_into::<u128>());
		ensure!(to > 0, Error::<T>::RateZero);
		ensure!(to != from, Error::<T>::SameRate);
		let notice = open.stream.notice;
		match (side, to > from) {
			// More, at once. The notice stays paid for.
			(Side::Payer, true) => {
				ensure!(to.checked_mul(notice.into()).is_some(), Error::<T>::RateTooHigh);
				ensure!(open.flow.covers(to, notice), Error::<T>::DepositTooLow);
				// Whoever raises does not lower any more.
				let lowers =
					|announced: &Announcement| matches!(announced.change, Change::Lower(_));
				open.flow.announced = open.flow.announced.filter(|announced| !lowers(announced));
				Self::set_rate(&caller, &mut open, to);
			},
			(Side::Payer, false) => {
				Self::announce(&caller, &mut open, Change::Lower(to))?;
			},
			(Side::Payee, true) => {
				ensure!(to.checked_mul(notice.into()).is_some(), Error::<T>::RateTooHigh);
				open.stream.asked = Some(to);
				Self::emit(Event::RateAsked {
					id,
					payer: open.stream.payer.did,
					payee: open.stream.payee.did,
					data_set: open.stream.data_set,
					rate,
					by: caller.did,
				});
			},
			// Less, at once: he can do that without anybody's leave.
			(Side::Payee, false) => Self::set_rate(&caller, &mut open, to),
		}
		open.put_back();
		Ok(())
	}

	/// Another rate from now on. What the payee asked for is answered by it, if it is that much or if he himself wants less.
	fn set_rate(caller: &Subject<T::AccountId>, open: &mut Open<T>, rate: u128) {
		let from = open.flow.rate;
		open.flow.rate = rate;
		let answered = rate < from;
		open.stream.asked = open.stream.asked.filter(|asked| !answered && *asked > rate);
		Self::emit(Event::RateChanged {
			id: open.id,
			payer: open.stream.payer.did,
			payee: open.stream.payee.did,
			data_set: open.stream.data_set,
			from: units::<T>(from),
			to: units::<T>(rate),
			since: Self::now(),
			by: Some(caller.did),
		});
	}

	pub(crate) fn do_withdraw(caller: Subject<T::AccountId>, id: StreamId) -> DispatchResult {
		let mut open = Self::running(id)?;
		ensure!(open.stream.side_of(&caller)? == Side::Payer, Error::<T>::NotPayer);
		let announced = open.flow.announced.ok_or(Error::<T>::NothingAnnounced)?;
		// Whose money it is can always end it: whom he lent it to does not take that back.
		let funder = caller.did == open.stream.funder.did;
		ensure!(funder || announced.change != Change::Close, Error::<T>::NotFunder);
		open.flow.announced = None;
		Self::emit(Event::Withdrawn {
			id,
			payer: open.stream.payer.did,
			payee: open.stream.payee.did,
			data_set: open.stream.data_set,
			change: announced.change,
			by: caller.did,
		});
		open.put_back();
		Ok(())
	}

	/// `parts` counts how many others could get a part.
	pub(crate) fn do_close(
		caller: Subject<T::AccountId>,
		id: StreamId,
		parts: &mut u32,
	) -> DispatchResult {
		let stream = Streams::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		if let Stage::Awaiting { .. } = stream.stage {
			stream.side_of(&caller)?;
			return Self::discard(id, stream, Ending::Declined, Some(caller.did));
		}
		let mut open = Self::running(id)?;
		match open.stream.side_of(&caller)? {
			Side::Payer => {
				Self::announce(&caller, &mut open, Change::Close)?;
				open.put_back();
				Ok(())
			},
			Side::Payee => {
				*parts = open.stream.parts();
				let now = Self::now();
				Self::end(open, Ending::ClosedByPayee, now, Some(caller.did))
			},
		}
	}
}
