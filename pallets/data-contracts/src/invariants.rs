//! What must hold after every call and every block.

use alloc::{collections::BTreeMap, vec::Vec};

use codec::{Decode, Encode};
use counterfoil_primitives::{did::DidId, money::Asset, traits::Party, ContractId};
use frame_support::{ensure, traits::tokens::fungibles::InspectHold};
use pallet_support::agenda;
use sp_runtime::{
	traits::{SaturatedConversion, Saturating, Zero},
	TryRuntimeError,
};

use crate::{
	types::MAX_IDLE, Agenda, AgendaCursor, BalanceOf, BatchOf, BatchState, Config, Contract,
	Contracts, Due, HoldReason, NextContractId, Pallet, Parties, Proposals,
};

/// What is held on each account in each asset, as budget and as bond. By encoded account, because an account need not be ordered.
type Holds<T> = BTreeMap<(Vec<u8>, Asset), (BalanceOf<T>, BalanceOf<T>)>;

impl<T: Config> Pallet<T> {
	/// - The holds of every account that has a part in a contract are exactly what the contracts say.
	/// - Every batch of a contract is over, open, or to come; open ones are in order, each once.
	/// - The indices list both parties of everything, every exchange under way, and nothing else.
	/// - Everything that has a deadline is on the agenda.
	///
	/// Costs what the state is large.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let next = NextContractId::<T>::get();
		let mut parties = 0u64;
		for (id, proposal) in Proposals::<T>::iter() {
			ensure!(id < next, "a proposal has a number that was not given yet");
			ensure!(!Contracts::<T>::contains_key(id), "a contract is proposed and accepted");
			Self::check_parties(id, &proposal.by.did, &proposal.to)?;
			parties = parties.saturating_add(2);
		}
		let mut running = 0u64;
		for (id, contract) in Contracts::<T>::iter() {
			ensure!(id < next, "a contract has a number that was not given yet");
			Self::check_parties(id, &contract.supplier.did, &contract.demander.did)?;
			Self::check_contract(id, &contract)?;
			parties = parties.saturating_add(2);
			let exchanges = contract.open.iter().filter(|batch| batch.is_running()).count();
			running = running.saturating_add(exchanges.saturated_into());
		}
		let listed: u64 = Parties::<T>::iter_keys().count().saturated_into();
		ensure!(listed == parties, "the index lists what is no contract");
		let exchanged: u64 = BatchOf::<T>::iter_keys().count().saturated_into();
		ensure!(exchanged == running, "an exchange is about no batch");
		Self::check_holds()?;
		agenda::check::<Agenda<T>, AgendaCursor<T>>()?;
		Ok(())
	}

	fn check_parties(id: ContractId, one: &DidId, other: &DidId) -> Result<(), TryRuntimeError> {
		ensure!(one != other, "somebody has a contract with himself");
		ensure!(
			Parties::<T>::contains_key(one, id) && Parties::<T>::contains_key(other, id),
			"a contract is not listed for its parties"
		);
		Ok(())
	}

	fn check_contract(id: ContractId, contract: &Contract<T>) -> Result<(), TryRuntimeError> {
		let Contract { conditions, limit, next, counts, open, purse, over, idle, .. } = contract;
		ensure!(next <= limit && *limit <= conditions.schedule.batches, "a contract goes too far");
		let touched = counts.total().saturating_add(open.len().saturated_into());
		ensure!(touched == *next, "a batch is lost, or counted twice");
		ensure!(
			open.iter().zip(open.iter().skip(1)).all(|(one, other)| one.number < other.number)
				&& open.iter().all(|batch| batch.number < *next),
			"open batches are not in order"
		);
		ensure!(
			*over == (open.is_empty() && next == limit),
			"a contract is over and has batches, or has none and is not over"
		);
		ensure!(!over || !purse.is_empty(), "a contract is over and paid, and was not removed");
		ensure!(*idle < MAX_IDLE || next == limit, "a contract goes on for which nobody cares");
		ensure!(contract.covered.is_some() == contract.is_covered(), "the cover is not known");
		let listed = |due, number| {
			let bucket = agenda::bucket(due).max(AgendaCursor::<T>::get());
			Agenda::<T>::contains_key(bucket, Due::Batch(id, number))
		};
		for batch in open {
			let due = match batch.state {
				BatchState::Running { agreement } => {
					ensure!(
						BatchOf::<T>::get(agreement) == Some((id, batch.number)),
						"an exchange is not known"
					);
					continue;
				},
				BatchState::Waiting { .. } => conditions.schedule.lapses(batch.number),
				BatchState::Contested { until } => until,
			};
			ensure!(listed(due, batch.number), "an open batch has no end");
		}
		ensure!(
			next == limit || listed(conditions.schedule.lapses(*next), *next),
			"the next batch has no end"
		);
		Ok(())
	}

	fn check_holds() -> Result<(), TryRuntimeError> {
		let mut expected = Holds::<T>::new();
		let mut add = |account: &T::AccountId, asset, budget: BalanceOf<T>, bond: BalanceOf<T>| {
			let entry =
				expected.entry((account.encode(), asset)).or_insert((Zero::zero(), Zero::zero()));
			entry.0.saturating_accrue(budget);
			entry.1.saturating_accrue(bond);
		};
		for proposal in Proposals::<T>::iter_values() {
			let (budget, bond) = match proposal.party {
				Party::Supplier => (Zero::zero(), proposal.stake),
				Party::Demander => (proposal.stake, Zero::zero()),
			};
			add(&proposal.by.account, proposal.conditions.asset, budget, bond);
		}
		for contract in Contracts::<T>::iter_values() {
			let (asset, purse) = (contract.conditions.asset, contract.purse);
			add(&contract.demander.account, asset, purse.of_demander(), Zero::zero());
			add(&contract.supplier.account, asset, Zero::zero(), purse.of_supplier());
		}
		for ((account, asset), (budget, bond)) in expected {
			let account = T::AccountId::decode(&mut account.as_slice())
				.map_err(|_| "an account cannot be decoded")?;
			let held =
				|reason: HoldReason| T::Assets::balance_on_hold(asset, &reason.into(), &account);
			ensure!(
				held(HoldReason::Budget) == budget,
				"the budgets on hold are not those of the contracts"
			);
			ensure!(
				held(HoldReason::Bond) == bond,
				"the bonds on hold are not those of the contracts"
			);
		}
		Ok(())
	}
}
