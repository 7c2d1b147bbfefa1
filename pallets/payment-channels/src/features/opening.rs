//! How a channel comes into being, and how it grows.

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	did::{DidId, VerificationKey},
	fingerprint::TreeBuilder,
	money::{Asset, Commission},
	traits::{Accounts, Allowances, DataRegistry, Identities, Spending, Subject},
	ChannelId, DataSetId, Moment,
};
use frame_support::{
	ensure,
	traits::{
		tokens::fungibles::{Inspect, MutateHold},
		Footprint,
	},
};
use pallet_support::{money::may_bind, take_id, Deposit};
use sp_runtime::{
	traits::{CheckedAdd, Zero},
	ArithmeticError, DispatchError, DispatchResult,
};

use crate::{
	BalanceOf, Channel, Channels, ChannelsOf, Commissions, Config, Error, Event, HoldReason,
	NextChannelId, Pallet, Parameters, ParametersStore, State,
};

/// The bytes that three entries of the index and one of the agenda take, their keys.
const INDEX_BYTES: usize = 3 * (32 + 16) + 16 + 16;

/// What a channel is opened with, see [`Channel`].
pub(crate) struct NewChannel<Balance> {
	pub payee: DidId,
	pub signer: VerificationKey,
	pub asset: Asset,
	pub deposit: Balance,
	pub data_set: Option<DataSetId>,
	pub commissions: Commissions,
	pub expires: Moment,
	pub challenge: Moment,
}

impl<T: Config> Pallet<T> {
	/// What a channel occupies.
	pub(crate) fn footprint() -> Footprint {
		Footprint::from_parts(1, Channel::<T>::max_encoded_len().saturating_add(INDEX_BYTES))
	}

	/// `from` is whose money it is, if not the caller's.
	pub(crate) fn do_open(
		caller: Subject<T::AccountId>,
		terms: NewChannel<BalanceOf<T>>,
		from: Option<DidId>,
	) -> DispatchResult {
		let NewChannel { payee, signer, asset, deposit, data_set, commissions, expires, challenge } =
			terms;
		let now = Self::now();
		let parameters = ParametersStore::<T>::get();
		Self::ensure_active(&caller)?;
		ensure!(T::Identities::status(&payee).is_some(), Error::<T>::UnknownPayee);
		ensure!(T::Identities::is_active(&payee), Error::<T>::PayeeNotActive);
		Self::ensure_apart(&caller, &payee)?;
		ensure!(
			!deposit.is_zero() && deposit >= T::Assets::minimum_balance(asset),
			Error::<T>::DepositTooLow
		);
		ensure!(Commission::are_fair(&commissions), Error::<T>::UnfairCommissions);
		if let Some(data_set) = data_set {
			// Otherwise the payer could name a data set of his own and have the payments go to himself.
			let facts = T::Registry::data_set(data_set).ok_or(Error::<T>::UnknownDataSet)?;
			ensure!(facts.owner == payee, Error::<T>::NotDataSetOfPayee);
		}
		let allowed = parameters.shortest_challenge..=parameters.longest_challenge;
		ensure!(allowed.contains(&challenge), Error::<T>::ChallengeOutOfRange);
		let end = Self::checked_end(&parameters, now, expires, challenge)?;

		let payer = match from.filter(|from| *from != caller.did) {
			None => {
				Self::ensure_own_account(&caller, asset)?;
				caller.clone()
			},
			Some(payer) => {
				// He let this payee be paid, and nobody besides.
				ensure!(commissions.is_empty(), Error::<T>::CommissionsNotAllowed);
				let spending = Spending {
					payer,
					spender: caller.did,
					payee,
					asset,
					amount: deposit,
					since: now,
					until: end,
				};
				let payer = T::Allowances::spend(spending)?;
				Self::ensure_apart(&payer, &payee)?;
				payer
			},
		};
		T::Assets::hold(asset, &HoldReason::Deposit.into(), &payer.account, deposit)?;
		let ticket = Deposit::take(&caller.account, Self::footprint())?;
		let id = take_id::<NextChannelId<T>>()?;

		let opener = caller.did;
		for party in [payer.did, opener, payee] {
			ChannelsOf::<T>::insert(party, id, ());
		}
		Self::schedule(end, id);
		Self::emit(Event::Opened {
			id,
			payer: payer.clone(),
			payee,
			opener,
			signer,
			asset,
			deposit,
			data_set,
			commissions: commissions.clone(),
			expires,
			challenge,
		});
		Channels::<T>::insert(
			id,
			Channel {
				payer,
				opener,
				payee,
				signer,
				asset,
				deposit,
				claimed: Zero::zero(),
				paid: Zero::zero(),
				returned: Zero::zero(),
				delivered: TreeBuilder::new().finish(),
				data_set,
				commissions,
				opened: now,
				expires,
				challenge,
				state: State::Open,
				ticket,
			},
		);
		Ok(())
	}

	pub(crate) fn do_top_up(
		caller: Subject<T::AccountId>,
		id: ChannelId,
		amount: BalanceOf<T>,
		expires: Option<Moment>,
	) -> DispatchResult {
		let now = Self::now();
		let mut channel = Self::open_channel(id, now)?;
		Self::ensure_payer(&caller, &channel)?;
		Self::ensure_active(&caller)?;
		let before = channel.expires;
		let expires = expires.unwrap_or(before);
		ensure!(expires >= before, Error::<T>::ShortensLife);
		ensure!(expires > before || !amount.is_zero(), Error::<T>::NothingChanges);
		let parameters = ParametersStore::<T>::get();
		let end = match expires == before {
			true => before.saturating_add(channel.challenge),
			false => Self::checked_end(&parameters, now, expires, channel.challenge)?,
		};
		let deposit = channel.deposit.checked_add(&amount).ok_or(ArithmeticError::Overflow)?;

		let account = if caller.did == channel.payer.did {
			Self::ensure_own_account(&caller, channel.asset)?;
			caller.account
		} else {
			// Also for more time alone: it binds for longer what is there already, which is counted from when it was bound.
			let spending = Spending {
				payer: channel.payer.did,
				spender: caller.did,
				payee: channel.payee,
				asset: channel.asset,
				amount,
				since: channel.opened,
				until: end,
			};
			T::Allowances::spend(spending)?.account
		};
		ensure!(account == channel.payer.account, Error::<T>::WrongAccount);
		if !amount.is_zero() {
			T::Assets::hold(channel.asset, &HoldReason::Deposit.into(), &account, amount)?;
		}
		Self::cancel(before.saturating_add(channel.challenge), id);
		Self::schedule(end, id);
		channel.deposit = deposit;
		channel.expires = expires;
		Self::emit(Event::ToppedUp {
			id,
			payer: channel.payer.did,
			payee: channel.payee,
			by: caller.did,
			amount,
			deposit,
			expires,
			data_set: channel.data_set,
		});
		Channels::<T>::insert(id, channel);
		Ok(())
	}

	pub(crate) fn do_set_parameters(parameters: Parameters) -> DispatchResult {
		parameters.check::<T>()?;
		ParametersStore::<T>::put(parameters);
		Self::emit(Event::ParametersSet { parameters });
		Ok(())
	}

	/// The last moment to claim from a channel that expires then.
	fn checked_end(
		parameters: &Parameters,
		now: Moment,
		expires: Moment,
		challenge: Moment,
	) -> Result<Moment, DispatchError> {
		ensure!(expires > now, Error::<T>::ExpiresInThePast);
		ensure!(expires.saturating_sub(now) <= parameters.longest_life, Error::<T>::LifeTooLong);
		Ok(expires.checked_add(challenge).ok_or(ArithmeticError::Overflow)?)
	}

	/// Whoever is suspended or revoked winds down what runs; he binds nothing more.
	fn ensure_active(caller: &Subject<T::AccountId>) -> Result<(), Error<T>> {
		ensure!(T::Identities::is_active(&caller.did), Error::<T>::NotActive);
		Ok(())
	}

	/// A sponsor's limits are on the chain's own token. Of the others a ward binds nothing that is not his own.
	fn ensure_own_account(caller: &Subject<T::AccountId>, asset: Asset) -> Result<(), Error<T>> {
		ensure!(may_bind::<_, T::Accounts>(caller, asset), Error::<T>::AccountNotOwn);
		Ok(())
	}

	/// Who pays and who is paid are two: neither one subject, nor a device and its owner, nor one account.
	fn ensure_apart(payer: &Subject<T::AccountId>, payee: &DidId) -> DispatchResult {
		let account = T::Accounts::account_of(payee).ok_or(Error::<T>::PayeeWithoutAccount)?;
		ensure!(
			payer.did != *payee
				&& payer.account != account
				&& T::Accounts::account_of(&payer.did).as_ref() != Some(&account),
			Error::<T>::SelfDealing
		);
		Ok(())
	}
}
