//! Answers of the runtime API.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::DidId, terms::Counts, traits::Party, AgreementId, ContractId, Moment,
};
use pallet_data_contracts_runtime_api::{
	BatchStateView, BatchView, ContractView, HeldView, NextBatchView, StageView, MAX_BATCH,
};
use pallet_support::page;
use sp_runtime::traits::{SaturatedConversion, Saturating};

use crate::{
	BalanceOf, BatchOf, BatchState, Config, Contract, Contracts, OpenBatch, Pallet, Parties,
	Proposal, Proposals, Purse,
};

/// A contract as the runtime API shows it.
type ViewOf<T> = ContractView<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

impl<T: Config> Pallet<T> {
	/// One contract, proposed or accepted.
	pub fn contract(id: ContractId) -> Option<ViewOf<T>> {
		Contracts::<T>::get(id)
			.map(|contract| view_of_contract(id, contract))
			.or_else(|| Proposals::<T>::get(id).map(|proposal| view_of_proposal(id, proposal)))
	}

	/// The first [`MAX_BATCH`] of these contracts, in this order.
	pub fn contracts(ids: Vec<ContractId>) -> Vec<Option<ViewOf<T>>> {
		ids.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(Self::contract).collect()
	}

	/// A page of the contracts of a subject, beginning after `from`.
	pub fn contracts_of(did: DidId, from: Option<ContractId>, limit: u32) -> Vec<ViewOf<T>> {
		let ids = match from {
			Some(last) => {
				Parties::<T>::iter_key_prefix_from(did, Parties::<T>::hashed_key_for(did, last))
			},
			None => Parties::<T>::iter_key_prefix(did),
		};
		ids.take(page(limit, MAX_BATCH)).filter_map(Self::contract).collect()
	}

	/// What an agreement of the escrow is about.
	pub fn batch_of(agreement: AgreementId) -> Option<(ContractId, u32)> {
		BatchOf::<T>::get(agreement)
	}

	/// What the first [`MAX_BATCH`] of these agreements are about, in this order.
	pub fn batches_of(agreements: Vec<AgreementId>) -> Vec<Option<(ContractId, u32)>> {
		agreements.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(Self::batch_of).collect()
	}

	/// What a delivery at this moment, or a gap, costs by the terms.
	pub fn penalty(id: ContractId, batch: u32, at: Option<Moment>) -> Option<u128> {
		let conditions = Contracts::<T>::get(id)
			.map(|contract| contract.conditions)
			.or_else(|| Proposals::<T>::get(id).map(|proposal| proposal.conditions))?;
		let (terms, schedule) = (conditions.terms, conditions.schedule);
		(batch < schedule.batches).then(|| match at {
			Some(at) if at <= schedule.lapses(batch) => terms.late(schedule.delay(batch, at)),
			_ => terms.gap,
		})
	}
}

fn held<Balance>(purse: Purse<Balance>) -> HeldView<Balance> {
	let Purse { budget, reward, earned, bond, penalties } = purse;
	HeldView { budget, reward, earned, bond, penalties }
}

fn view_of_batch<T: Config>(contract: &Contract<T>, batch: &OpenBatch) -> BatchView {
	let schedule = &contract.conditions.schedule;
	let OpenBatch { number, delivered, owed, .. } = *batch;
	let state = match batch.state {
		BatchState::Running { agreement } => BatchStateView::Running { agreement },
		BatchState::Waiting { refused } => {
			BatchStateView::Waiting { refused, until: schedule.lapses(number) }
		},
		BatchState::Contested { until } => BatchStateView::Contested { until },
	};
	BatchView { number, due: schedule.due(number), delivered, owed, state }
}

fn view_of_contract<T: Config>(id: ContractId, contract: Contract<T>) -> ViewOf<T> {
	let schedule = contract.conditions.schedule;
	let number = contract.next;
	let next = (number < contract.limit).then(|| NextBatchView {
		number,
		opens: schedule.opens(number),
		due: schedule.due(number),
		lapses: schedule.lapses(number),
		newer_than: contract.newest,
		covered: contract.is_covered(),
		owed: contract.owes_next(),
	});
	let stage = match contract.over {
		true => StageView::Over,
		false if contract.limit < schedule.batches => StageView::Ending,
		false => StageView::Running,
	};
	let open = contract.open.iter().map(|batch| view_of_batch(&contract, batch)).collect();
	ContractView {
		id,
		stage,
		supplier: contract.supplier.did,
		supplier_account: Some(contract.supplier.account),
		demander: contract.demander.did,
		demander_account: Some(contract.demander.account),
		conditions: contract.conditions,
		since: Some(contract.since),
		limit: contract.limit,
		next,
		counts: contract.counts,
		open,
		held: held(contract.purse),
	}
}

fn view_of_proposal<T: Config>(id: ContractId, proposal: Proposal<T>) -> ViewOf<T> {
	let (supplier, demander) = (proposal.supplier(), proposal.demander());
	let Proposal { by, party, conditions, stake, until, .. } = proposal;
	let reward: BalanceOf<T> = conditions.terms.promised().saturated_into();
	let (supplier_account, demander_account, purse) = match party {
		Party::Supplier => (Some(by.account), None, Purse { bond: stake, ..Purse::default() }),
		Party::Demander => {
			let budget = stake.saturating_sub(reward);
			(None, Some(by.account), Purse { budget, reward, ..Purse::default() })
		},
	};
	ContractView {
		id,
		stage: StageView::Proposed { by: party, until },
		supplier,
		supplier_account,
		demander,
		demander_account,
		limit: conditions.schedule.batches,
		conditions,
		since: None,
		next: None,
		counts: Counts::default(),
		open: Vec::new(),
		held: held(purse),
	}
}
