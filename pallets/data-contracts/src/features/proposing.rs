//! How a contract comes about.

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	did::DidId,
	interest::tie,
	money::{Asset, Commission},
	roles::Role,
	terms::{Conditions, Counts, MAX_NOTICE},
	traits::{DataRegistry, Delivery, Identities, Party, Subject},
	AgreementId, ContractId, Moment,
};
use frame_support::{
	ensure,
	traits::{tokens::fungibles::Inspect, Footprint, Get},
};
use pallet_support::{money::may_bind, take_id, Deposit};
use sp_runtime::{
	traits::{SaturatedConversion, Saturating},
	DispatchResult,
};

use crate::{
	BalanceOf, Config, Contract, Contracts, Due, Error, Event, HoldReason, NextContractId,
	OpenBatches, Pallet, Parties, Proposal, Proposals, Purse, MAX_OPEN,
};

/// The other side.
fn other(party: Party) -> Party {
	match party {
		Party::Supplier => Party::Demander,
		Party::Demander => Party::Supplier,
	}
}

impl<T: Config> Pallet<T> {
	/// What a contract occupies at most: the record, two entries of the index, and for each open batch and the next one an entry of
	/// the agenda and one of `BatchOf`.
	pub(crate) fn footprint() -> Footprint {
		let record = Contract::<T>::max_encoded_len().max(Proposal::<T>::max_encoded_len());
		let index = 2usize.saturating_mul(32 + 16);
		let batch = (16 + 8 + Due::max_encoded_len())
			.saturating_add(16 + <(AgreementId, ContractId, u32)>::max_encoded_len());
		let batches = usize::try_from(MAX_OPEN).unwrap_or(usize::MAX).saturating_add(1);
		let size = record.saturating_add(index).saturating_add(batch.saturating_mul(batches));
		Footprint::from_parts(1, size)
	}

	/// What a party puts up at the beginning.
	fn stake_of(party: Party, conditions: &Conditions) -> Result<BalanceOf<T>, Error<T>> {
		match party {
			Party::Supplier => Self::counted(conditions.bond()),
			Party::Demander => Self::counted(conditions.budget().ok_or(Error::<T>::AmountTooHigh)?),
		}
	}

	/// Why a party's stake is held.
	fn reason_of(party: Party) -> HoldReason {
		match party {
			Party::Supplier => HoldReason::Bond,
			Party::Demander => HoldReason::Budget,
		}
	}

	/// Both may trade, and the data set is the supplier's.
	fn ensure_eligible(
		supplier: &DidId,
		demander: &DidId,
		conditions: &Conditions,
	) -> Result<(), Error<T>> {
		ensure!(supplier != demander, Error::<T>::SelfDealing);
		ensure!(T::Identities::has_role(supplier, Role::Supplier), Error::<T>::SupplierNotEligible);
		ensure!(T::Identities::has_role(demander, Role::Demander), Error::<T>::DemanderNotEligible);
		let data_set =
			T::Registry::data_set(conditions.data_set).ok_or(Error::<T>::UnknownDataSet)?;
		ensure!(data_set.owner == *supplier, Error::<T>::NotOwner);
		Ok(())
	}

	/// Whoever pays for another's calls limits the chain's own token only, so only that may be bound on his account.
	pub(crate) fn ensure_own(
		subject: &Subject<T::AccountId>,
		asset: Asset,
	) -> Result<(), Error<T>> {
		ensure!(may_bind::<_, T::Accounts>(subject, asset), Error::<T>::AccountNotOwn);
		Ok(())
	}

	/// The conditions mean something, and everything that they promise can be carried out.
	fn ensure_sound(
		supplier: &DidId,
		demander: &DidId,
		conditions: &Conditions,
	) -> Result<(), Error<T>> {
		let Conditions { asset, price, schedule, prepaid, terms, .. } = conditions;
		ensure!(T::Assets::asset_exists(*asset), Error::<T>::UnknownAsset);
		ensure!(schedule.is_well_formed(), Error::<T>::BadSchedule);
		ensure!(schedule.period >= T::MinPeriod::get(), Error::<T>::PeriodTooShort);
		ensure!((1..=schedule.batches).contains(prepaid), Error::<T>::BadPrepayment);
		ensure!(terms.is_well_formed(*price), Error::<T>::BadTerms);
		// So that every amount can be received, even by an account that has nothing left.
		let least: u128 = T::Assets::minimum_balance(*asset).saturated_into();
		let payable = |amount: &u128| *amount == 0 || *amount >= least;
		ensure!(
			*price > 0 && payable(price) && terms.amounts().iter().all(payable),
			Error::<T>::AmountTooLow
		);
		let whole = Conditions { prepaid: schedule.batches, ..conditions.clone() };
		Self::stake_of(Party::Demander, &whole)?;
		Self::stake_of(Party::Supplier, &whole)?;
		ensure!(conditions.quality <= 1_000, Error::<T>::BadQuality);
		ensure!(Commission::are_fair(&conditions.commissions), Error::<T>::UnfairCommissions);
		ensure!(conditions.usage.terms.is_well_formed(), Error::<T>::BadUsage);
		let strange = |who: &DidId| {
			tie::<T::Identities>(who, supplier).is_none()
				&& tie::<T::Identities>(who, demander).is_none()
		};
		let impartial = match &conditions.delivery {
			Delivery::Proven => true,
			Delivery::Sealed(judge) => T::Identities::is_active(&judge.did) && strange(&judge.did),
		};
		ensure!(
			impartial && conditions.is_judge_fair([supplier, demander], least),
			Error::<T>::UnfairJudge
		);
		ensure!(
			conditions.umpire.is_none_or(|umpire| {
				strange(&umpire.did) && (1..=MAX_NOTICE).contains(&umpire.window)
			}),
			Error::<T>::UnfairUmpire
		);
		Ok(())
	}

	pub(crate) fn do_propose(
		by: Subject<T::AccountId>,
		party: Party,
		to: DidId,
		conditions: Conditions,
		until: Moment,
	) -> DispatchResult {
		let (supplier, demander) = match party {
			Party::Supplier => (by.did, to),
			Party::Demander => (to, by.did),
		};
		Self::ensure_eligible(&supplier, &demander, &conditions)?;
		Self::ensure_sound(&supplier, &demander, &conditions)?;
		ensure!(until >= Self::now(), Error::<T>::DeadlinePassed);
		ensure!(conditions.schedule.opens(0) >= until, Error::<T>::FirstTooSoon);
		let (asset, data_set) = (conditions.asset, conditions.data_set);
		Self::ensure_own(&by, asset)?;
		let stake = Self::stake_of(party, &conditions)?;

		let id = take_id::<NextContractId<T>>()?;
		let deposit = Deposit::take(&by.account, Self::footprint())?;
		Self::hold(asset, Self::reason_of(party), &by.account, stake)?;
		Parties::<T>::insert(by.did, id, ());
		Parties::<T>::insert(to, id, ());
		Self::schedule(until, Due::Proposal(id));
		Self::emit(Event::Proposed { id, by: by.did, party, to, data_set, stake, until });
		Proposals::<T>::insert(id, Proposal { by, party, to, conditions, stake, until, deposit });
		Ok(())
	}

	pub(crate) fn do_withdraw(caller: Subject<T::AccountId>, id: ContractId) -> DispatchResult {
		let proposal = Proposals::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let party = caller.did == proposal.by.did || caller.did == proposal.to;
		ensure!(party, Error::<T>::NotParty);
		Self::remove_proposal(id, proposal, Some(caller.did))
	}

	/// Removes a proposal whose time is over.
	pub(crate) fn lapse_proposal(id: ContractId) -> DispatchResult {
		let proposal = Proposals::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(Self::now() > proposal.until, Error::<T>::NothingDue);
		Self::remove_proposal(id, proposal, None)
	}

	/// Returns stake and ticket, and removes the proposal.
	fn remove_proposal(id: ContractId, proposal: Proposal<T>, by: Option<DidId>) -> DispatchResult {
		let Proposal { by: proposer, party, to, conditions, stake, until, deposit } = proposal;
		Self::release(conditions.asset, Self::reason_of(party), &proposer.account, stake)?;
		deposit.give_back()?;
		Proposals::<T>::remove(id);
		Parties::<T>::remove(proposer.did, id);
		Parties::<T>::remove(to, id);
		Self::cancel(until, Due::Proposal(id));
		let data_set = conditions.data_set;
		Self::emit(Event::Withdrawn { id, proposer: proposer.did, to, data_set, by });
		Ok(())
	}

	pub(crate) fn do_accept(caller: Subject<T::AccountId>, id: ContractId) -> DispatchResult {
		let proposal = Proposals::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(caller.did == proposal.to, Error::<T>::NotAddressee);
		let now = Self::now();
		ensure!(now <= proposal.until, Error::<T>::DeadlinePassed);
		ensure!(caller.account != proposal.by.account, Error::<T>::SelfDealing);
		Self::ensure_eligible(&proposal.supplier(), &proposal.demander(), &proposal.conditions)?;
		Self::ensure_own(&caller, proposal.conditions.asset)?;
		let Proposal { by, party, conditions, stake, until, deposit, .. } = proposal;
		let own = other(party);
		let own_stake = Self::stake_of(own, &conditions)?;
		Self::hold(conditions.asset, Self::reason_of(own), &caller.account, own_stake)?;

		let accepted = caller.did;
		let (supplier, demander, bond, budget) = match party {
			Party::Supplier => (by, caller, stake, own_stake),
			Party::Demander => (caller, by, own_stake, stake),
		};
		Self::emit(Event::Accepted {
			id,
			by: accepted,
			supplier: supplier.did,
			demander: demander.did,
			data_set: conditions.data_set,
			budget,
			bond,
		});
		let reward = Self::amount(conditions.terms.promised());
		let contract = Contract {
			supplier,
			demander,
			since: now,
			limit: conditions.schedule.batches,
			next: 0,
			counts: Counts::default(),
			open: OpenBatches::new(),
			newest: None,
			covered: Some(now),
			idle: 0,
			unpaid: false,
			purse: Purse {
				budget: budget.saturating_sub(reward),
				reward,
				bond,
				..Purse::default()
			},
			over: false,
			conditions,
			deposit,
		};
		Proposals::<T>::remove(id);
		Self::cancel(until, Due::Proposal(id));
		Self::schedule_next(id, &contract);
		Contracts::<T>::insert(id, contract);
		Ok(())
	}
}
