//! Series of deliveries.

use super::{data, payments, world::*};
use counterfoil_primitives::{
	terms::{Completeness, Conditions, Late, Schedule, Terms, Umpire},
	traits::Party,
	ContractId, DataSetId, DidId, Moment, Role, SubmissionStatus,
};
use counterfoil_runtime::Runtime;
use pallet_data_contracts::{BatchState, Contract, Contracts, Proposals};
use pallet_data_escrow::{Agreements, Stage};
use pallet_data_registry::{DataSets, Submissions};

type Contracting = pallet_data_contracts::Call<Runtime>;

/// The ways to deliver again and again.
pub const STEPS: &[fn(&mut World) -> Option<Step>] = &[
	propose, propose, accept, accept, accept, withdraw, fund_more, deliver, deliver, deliver,
	deliver, deliver, refuse, decide, decide, end, advance, protest,
];

/// What the chain does by itself when something is over, done by hand before it comes to it.
pub const LATE: &[fn(&mut World) -> Option<Step>] = &[advance];

fn conditions(world: &mut World, data_set: DataSetId, until: Moment) -> Option<Conditions> {
	let asset = world.asset();
	let (price, one) = (world.amount(asset), unit(asset) / 10);
	let period = 20_000 + world.dice.below(60_000);
	let batches = 1 + world.dice.below(5) as u32;
	let late = world.dice.percent(50).then(|| Late {
		unit: 5_000,
		per_unit: one,
		most: one * u128::from(1 + world.dice.below(5)),
	});
	let gap = if world.dice.percent(60) { 3 * one } else { 0 };
	let reward = one + u128::from(world.dice.below(10_007));
	let completeness = world.dice.percent(50).then_some(Completeness { at_least: 500, reward });
	let refusal = if world.dice.percent(50) { one.min(price) } else { 0 };
	let terms =
		Terms { late, gap, refusal, completeness, liability: 0, notice: world.dice.below(60_000) };
	let umpire = world.in_role(Role::Regulator).filter(|_| world.dice.percent(80));
	Some(Conditions {
		data_set,
		asset,
		price,
		schedule: Schedule {
			first: until + period + world.dice.below(5_000),
			period,
			grace: world.dice.below(period),
			batches,
		},
		prepaid: 1 + world.dice.below(batches.into()) as u32,
		records: world.dice.below(3),
		quality: 0,
		certificate: if world.dice.percent(80) {
			Default::default()
		} else {
			world.certificate_need()
		},
		delivery: world.delivery(),
		commissions: world.commissions().try_into().unwrap(),
		usage: world.usage(),
		terms: Terms { liability: terms.worst() * u128::from(1 + world.dice.below(5)), ..terms },
		umpire: umpire.map(|did| Umpire { did, window: 10_000 + world.dice.below(60_000) }),
	})
}

fn propose(world: &mut World) -> Option<Step> {
	let Some((data_set, set)) = world.dice.pick(DataSets::<Runtime>::iter()) else {
		return data::round_on(world);
	};
	let (supplier, demander) = (set.owner, world.in_role(Role::Demander)?);
	let until = now() + 6_000 + world.dice.below(15_000);
	let conditions = Box::new(conditions(world, data_set, until)?);
	let (party, who, to) = match world.dice.percent(50) {
		true => (Party::Supplier, supplier, demander),
		false => (Party::Demander, demander, supplier),
	};
	by(who, Contracting::propose { party, to, conditions, until })
}

fn accept(world: &mut World) -> Option<Step> {
	let open = Proposals::<Runtime>::iter().filter(|(_, one)| now() <= one.until);
	let (id, proposal) = world.dice.pick(open)?;
	by(proposal.to, Contracting::accept { id })
}

fn withdraw(world: &mut World) -> Option<Step> {
	let (id, proposal) =
		world.dice.pick(Proposals::<Runtime>::iter()).filter(|_| world.dice.percent(30))?;
	let party = if world.dice.percent(50) { proposal.by.did } else { proposal.to };
	by(party, Contracting::withdraw { id })
}

/// A contract that runs and of which this holds.
fn contract(
	world: &mut World,
	fits: impl Fn(&Contract<Runtime>) -> bool,
) -> Option<(ContractId, Contract<Runtime>)> {
	world.dice.pick(Contracts::<Runtime>::iter().filter(|(_, one)| !one.over && fits(one)))
}

fn fund_more(world: &mut World) -> Option<Step> {
	let (id, contract) = contract(world, |one| one.to_come() > 0)?;
	let batches = 1 + world.dice.below(2) as u32;
	by(contract.demander.did, Contracting::fund_more { id, batches })
}

/// The batch that may be delivered now: one that came to nothing, or the next one.
fn due(contract: &Contract<Runtime>) -> Option<u32> {
	let schedule = &contract.conditions.schedule;
	let again = contract
		.open
		.iter()
		.find(|batch| matches!(batch.state, BatchState::Waiting { .. }))
		.map(|batch| batch.number);
	let next = (contract.to_come() > 0).then_some(contract.next);
	again
		.into_iter()
		.chain(next)
		.find(|batch| now() >= schedule.opens(*batch) && now() <= schedule.lapses(*batch))
}

fn deliver(world: &mut World) -> Option<Step> {
	let (id, contract) = contract(world, |one| due(one).is_some())?;
	let batch = due(&contract)?;
	let after = match contract.batch(batch) {
		Some(open) => open.after,
		None => contract.newest,
	};
	let newer = Submissions::<Runtime>::iter().filter(|(_, one)| {
		one.body.data_set == contract.conditions.data_set
			&& one.status == SubmissionStatus::Validated
			&& after.is_none_or(|after| one.body.from > after)
	});
	let Some((submission, _)) = world.dice.pick(newer) else { return data::round_on(world) };
	let submissions = vec![submission].try_into().unwrap();
	by(contract.supplier.did, Contracting::deliver { id, batch, submissions })
}

/// The demander does not take what is delivered to him.
fn refuse(world: &mut World) -> Option<Step> {
	let running: Vec<_> = pallet_data_contracts::BatchOf::<Runtime>::iter_keys().collect();
	let offered = running.into_iter().filter(|id| {
		Agreements::<Runtime>::get(id)
			.is_some_and(|one| matches!(one.stage, Stage::Offered { .. } | Stage::Funded { .. }))
	});
	let id = world.dice.pick(offered)?;
	let demander: DidId = Agreements::<Runtime>::get(id)?.demander.did;
	by(demander, pallet_data_escrow::Call::<Runtime>::decline { id })
}

fn decide(world: &mut World) -> Option<Step> {
	let contested = |batch: &pallet_data_contracts::OpenBatch| {
		matches!(batch.state, BatchState::Contested { .. })
	};
	let (id, contract) = contract(world, |one| one.open.iter().any(contested))?;
	let batch = contract.open.iter().find(|batch| contested(batch))?.number;
	let umpire = contract.conditions.umpire?.did;
	let against = world.dice.pick([Party::Supplier, Party::Demander])?;
	by(umpire, Contracting::decide { id, batch, against })
}

fn end(world: &mut World) -> Option<Step> {
	let (id, contract) = contract(world, |_| true).filter(|_| world.dice.percent(25))?;
	let supplier = world.dice.percent(50);
	by(
		if supplier { contract.supplier.did } else { contract.demander.did },
		Contracting::end { id },
	)
}

/// What is overdue, or waits to be paid.
fn advance(world: &mut World) -> Option<Step> {
	let proposals = Proposals::<Runtime>::iter()
		.filter(|(_, proposal)| proposal.until < now())
		.map(|(id, _)| id);
	let contracts = Contracts::<Runtime>::iter()
		.filter(|(_, contract)| {
			let lapses = contract.conditions.schedule.lapses(contract.next);
			contract.over || (contract.to_come() > 0 && lapses < now())
		})
		.map(|(id, _)| id);
	let id = world.dice.pick(proposals.chain(contracts))?;
	if world.dice.percent(30) {
		if let Some(step) = payments::let_go(world) {
			return Some(step);
		}
	}
	let anybody = world.stakeholder()?;
	by(anybody, Contracting::advance { id })
}

/// Mostly where the supplier is hindered.
fn protest(world: &mut World) -> Option<Step> {
	let (id, contract) = contract(world, |one| due(one).is_some())?;
	let hindered = payments::is_bound(&contract.demander.account);
	(hindered || world.dice.percent(10)).then_some(())?;
	by(contract.supplier.did, Contracting::protest { id })
}
