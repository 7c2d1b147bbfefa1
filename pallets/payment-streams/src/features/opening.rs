//! How a stream comes into being, and under which parameters.

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	did::DidId,
	money::{Asset, Commission},
	stream::{Flow, MAX_DEPOSIT},
	traits::{self, Accounts, Allowances, DataRegistry, Identities, NewStream, Spending, Subject},
	usage::UsageStatement,
	DataSetId, Moment, StreamId,
};
use frame_support::{
	ensure,
	traits::{
		tokens::fungibles::{Inspect, MutateHold},
		Footprint,
	},
};
use pallet_support::money::{is_own, may_bind};
use sp_runtime::{
	traits::{SaturatedConversion, Zero},
	ArithmeticError, DispatchError, DispatchResult,
};

use super::units;
use crate::{
	types::{BalanceOf, Commissions, Deposit, Parameters, Stage, Stream},
	Between, Config, Error, Event, HoldReason, NextStreamId, Pallet, ParametersStore, Parties,
	Streams,
};

/// The bytes that the keys of a stream take: three entries of the parties, one between them, one of the agenda.
const INDEX_BYTES: usize = 16 + 3 * (32 + 16) + (64 + 16) + (16 + 16);

/// What a stream is to be, whoever asks for it.
struct Plan<AccountId> {
	payee: Subject<AccountId>,
	data_set: Option<DataSetId>,
	usage: Option<UsageStatement>,
	commissions: Commissions,
	asset: Asset,
	rate: u128,
	notice: Moment,
}

impl<T: Config> Pallet<T> {
	/// What a stream occupies.
	pub(crate) fn footprint() -> Footprint {
		let record = Stream::<T>::max_encoded_len();
		Footprint::from_parts(1, record.saturating_add(INDEX_BYTES))
	}

	/// Everything about a stream that can be checked before there is money.
	fn check(plan: &Plan<T::AccountId>, parameters: &Parameters) -> Result<(), Error<T>> {
		let Plan { payee, data_set, commissions, asset, rate, notice, .. } = plan;
		ensure!(T::Identities::status(&payee.did).is_some(), Error::<T>::UnknownPayee);
		ensure!(T::Identities::is_active(&payee.did), Error::<T>::PayeeNotActive);
		if let Some(data_set) = data_set {
			let facts = T::Registry::data_set(*data_set).ok_or(Error::<T>::UnknownDataSet)?;
			ensure!(facts.owner == payee.did, Error::<T>::NotSupplier);
		}
		ensure!(Commission::are_fair(commissions), Error::<T>::UnfairCommissions);
		ensure!(T::Assets::asset_exists(*asset), Error::<T>::UnknownAsset);
		ensure!(*rate > 0, Error::<T>::RateZero);
		ensure!(*notice <= parameters.max_notice, Error::<T>::NoticeTooLong);
		ensure!(rate.checked_mul((*notice).into()).is_some(), Error::<T>::RateTooHigh);
		Ok(())
	}

	/// A flow out of this deposit that begins now. The deposit can be counted and paid out, and it covers the notice, so that a notice that is
	/// given at once is paid for. What is somebody else's money is bound for no longer than it lasts, and than a loan may.
	fn flow(
		asset: Asset,
		rate: u128,
		notice: Moment,
		deposit: BalanceOf<T>,
		borrowed: bool,
	) -> Result<Flow, Error<T>> {
		let amount: u128 = deposit.saturated_into();
		ensure!(amount <= MAX_DEPOSIT, Error::<T>::DepositTooHigh);
		let mut flow = Flow::new(rate, amount, Self::now(), None);
		let payable = !deposit.is_zero() && deposit >= T::Assets::minimum_balance(asset);
		ensure!(payable && flow.covers(rate, notice), Error::<T>::DepositTooLow);
		if borrowed {
			flow.latest = Some(Self::due_back(&flow, flow.since));
		}
		Ok(flow)
	}

	/// The last moment that borrowed money may be bound, of which the first was bound at a moment. The rate is the borrower's choice, so how long
	/// it would last is not enough.
	pub(crate) fn due_back(flow: &Flow, since: Moment) -> Moment {
		let loan = ParametersStore::<T>::get().max_loan;
		flow.lasts_until().min(since.saturating_add(loan))
	}

	/// Binds a deposit: of the caller's own, or of somebody's who allowed him to. With what was bound `since` a moment it stays bound `until`
	/// another at most.
	pub(crate) fn bind(
		caller: &Subject<T::AccountId>,
		from: Option<DidId>,
		payee: &Subject<T::AccountId>,
		asset: Asset,
		amount: BalanceOf<T>,
		since: Moment,
		until: Moment,
	) -> Result<Subject<T::AccountId>, DispatchError> {
		let funder = match from {
			None => {
				// A sponsor's limits are on the chain's own token. Of the others a ward binds nothing that is not his own.
				ensure!(may_bind::<_, T::Accounts>(caller, asset), Error::<T>::AccountNotOwn);
				caller.clone()
			},
			Some(payer) => T::Allowances::spend(Spending {
				payer,
				spender: caller.did,
				payee: payee.did,
				asset,
				amount,
				since,
				until,
			})?,
		};
		// Nor does anybody pay a device of his own, whoever's the money is.
		let pulls = caller.did == payee.did;
		ensure!(
			funder.did != payee.did
				&& funder.account != payee.account
				&& (pulls || T::Accounts::account_of(&caller.did).as_ref() != Some(&payee.account)),
			Error::<T>::SelfDealing
		);
		T::Assets::hold(asset, &HoldReason::Deposit.into(), &funder.account, amount)?;
		Ok(funder)
	}

	pub(crate) fn do_open(
		caller: Subject<T::AccountId>,
		payee: DidId,
		data_set: Option<DataSetId>,
		asset: Asset,
		rate: BalanceOf<T>,
		amount: BalanceOf<T>,
		notice: Moment,
		from: Option<DidId>,
	) -> DispatchResult {
		let account = T::Accounts::account_of(&payee).ok_or(Error::<T>::UnknownPayee)?;
		let payee = Subject { did: payee, account };
		let rate: u128 = rate.saturated_into();
		// A payee who pulls what he is owed serves whose money it is; anybody else is served himself.
		let pulls = caller.did == payee.did;
		ensure!(!pulls || from.is_some(), Error::<T>::SelfDealing);
		let plan = Plan {
			payee: payee.clone(),
			data_set,
			usage: None,
			commissions: Commissions::default(),
			asset,
			rate,
			notice,
		};
		Self::check(&plan, &ParametersStore::<T>::get())?;
		let borrowed = from.is_some() || !is_own::<_, T::Accounts>(&caller);
		let flow = Self::flow(asset, rate, notice, amount, borrowed)?;
		let runs_until = flow.latest.unwrap_or_else(|| flow.lasts_until());
		let funder = Self::bind(&caller, from, &payee, asset, amount, flow.since, runs_until)?;
		let payer = if pulls { funder.clone() } else { caller.clone() };
		let stage = Stage::Open(flow);
		let id = Self::insert(plan, payer.clone(), funder.clone(), stage, &caller.account)?;
		Self::emit(Event::Opened {
			id,
			payer: payer.did,
			payee,
			funder,
			data_set,
			asset,
			rate: units::<T>(rate),
			notice,
			deposit: amount,
			runs_until,
			by: caller.did,
		});
		Ok(())
	}

	/// Opens a stream that waits for its payer to fund it. His account carries the ticket.
	pub(crate) fn do_propose(
		terms: NewStream<T::AccountId, BalanceOf<T>>,
	) -> Result<StreamId, DispatchError> {
		let NewStream { payer, payee, data_set, usage, commissions, asset, rate, notice } = terms;
		let exact: u128 = rate.saturated_into();
		let data_set = Some(data_set);
		let parameters = ParametersStore::<T>::get();
		let until = Self::now().checked_add(parameters.funding).ok_or(ArithmeticError::Overflow)?;
		ensure!(payer.did != payee.did && payer.account != payee.account, Error::<T>::SelfDealing);
		let commissions =
			Commissions::try_from(commissions).map_err(|_| Error::<T>::UnfairCommissions)?;
		let plan = Plan {
			payee: payee.clone(),
			data_set,
			usage: Some(usage.clone()),
			commissions: commissions.clone(),
			asset,
			rate: exact,
			notice,
		};
		Self::check(&plan, &parameters)?;
		let stage = Stage::Awaiting { rate: exact, until };
		let id = Self::insert(plan, payer.clone(), payer.clone(), stage, &payer.account)?;
		Self::emit(Event::Proposed {
			id,
			payer,
			payee,
			data_set,
			usage,
			commissions,
			asset,
			rate,
			notice,
			until,
		});
		Ok(id)
	}

	/// Writes a new stream, at the cost of an account.
	fn insert(
		plan: Plan<T::AccountId>,
		payer: Subject<T::AccountId>,
		funder: Subject<T::AccountId>,
		stage: Stage,
		carrier: &T::AccountId,
	) -> Result<StreamId, DispatchError> {
		let Plan { payee, data_set, usage, commissions, asset, notice, .. } = plan;
		let deposit = Deposit::<T>::take(carrier, Self::footprint())?;
		let id = pallet_support::take_id::<NextStreamId<T>>()?;
		for party in [payer.did, payee.did, funder.did] {
			Parties::<T>::insert(party, id, ());
		}
		Between::<T>::insert((payer.did, payee.did), id, ());
		Self::schedule(stage.due(), id);
		let stream = Stream {
			payer,
			payee,
			funder,
			data_set,
			usage,
			commissions,
			asset,
			notice,
			opened: Self::now(),
			paid: 0,
			asked: None,
			stage,
			deposit,
		};
		Streams::<T>::insert(id, stream);
		Ok(id)
	}

	pub(crate) fn do_fund(
		caller: Subject<T::AccountId>,
		id: StreamId,
		amount: BalanceOf<T>,
		from: Option<DidId>,
	) -> DispatchResult {
		let mut stream = Streams::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(caller.did == stream.payer.did, Error::<T>::NotPayer);
		let (rate, until) = match stream.stage {
			Stage::Awaiting { rate, until } => (rate, until),
			Stage::Open(_) | Stage::Undelivered(_) => return Err(Error::<T>::AlreadyFunded.into()),
		};
		ensure!(Self::now() <= until, Error::<T>::DeadlinePassed);
		ensure!(from.is_some() || caller.account == stream.payer.account, Error::<T>::WrongAccount);
		// Whoever lets the payer spend lets the payee be paid, and nobody besides.
		let for_payee_alone = from.is_none() || stream.commissions.is_empty();
		ensure!(for_payee_alone, Error::<T>::CommissionsNotAllowed);
		// He may have been suspended since it was agreed on.
		ensure!(T::Identities::is_active(&stream.payee.did), Error::<T>::PayeeNotActive);
		let borrowed = from.is_some() || !is_own::<_, T::Accounts>(&caller);
		let flow = Self::flow(stream.asset, rate, stream.notice, amount, borrowed)?;
		let runs_until = flow.latest.unwrap_or_else(|| flow.lasts_until());
		let (payee, asset) = (&stream.payee, stream.asset);
		let funder = Self::bind(&caller, from, payee, asset, amount, flow.since, runs_until)?;

		Self::cancel(stream.stage.due(), id);
		stream.opened = flow.since;
		stream.funder = funder.clone();
		stream.stage = Stage::Open(flow);
		Self::schedule(stream.stage.due(), id);
		Parties::<T>::insert(funder.did, id, ());
		Self::emit(Event::Opened {
			id,
			payer: stream.payer.did,
			payee: stream.payee.clone(),
			funder,
			data_set: stream.data_set,
			asset: stream.asset,
			rate: units::<T>(rate),
			notice: stream.notice,
			deposit: amount,
			runs_until,
			by: caller.did,
		});
		Streams::<T>::insert(id, stream);
		Ok(())
	}

	pub(crate) fn do_set_parameters(parameters: Parameters) -> DispatchResult {
		parameters.check::<T>()?;
		ParametersStore::<T>::put(parameters);
		Self::emit(Event::ParametersSet { parameters });
		Ok(())
	}
}

impl<T: Config> traits::Streams<T::AccountId, BalanceOf<T>> for Pallet<T> {
	type Error = DispatchError;

	fn open(terms: NewStream<T::AccountId, BalanceOf<T>>) -> Result<StreamId, DispatchError> {
		Self::do_propose(terms)
	}

	fn max_notice() -> Moment {
		ParametersStore::<T>::get().max_notice
	}

	fn footprint() -> u64 {
		let Footprint { count, size } = Self::footprint();
		count.saturating_mul(size)
	}
}
