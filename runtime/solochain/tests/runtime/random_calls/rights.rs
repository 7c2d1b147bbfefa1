//! Shares in rights, decisions, grants, keys, records of access.

use super::world::*;
use counterfoil_primitives::{
	access::{
		AccessDecision, AccessRecord, Action, Actions, Basis, FieldClass, Fields, Grantee,
		PurposeName, Refusal, Request, Right, Terms,
	},
	CertificateType, Confidentiality, DataSetId, DidId, Role, Text, Tree,
};
use counterfoil_runtime::{DataAccess, Runtime, RuntimeCall};
use pallet_data_access::{
	AccessParameters, BatchBody, Call, ClassKey, CurrentEpochs, FieldClasses, Grants, ShareOffers,
	Stance,
};
use std::collections::BTreeMap;

type Access = Call<Runtime>;

/// The ways to decide who may have the data.
pub const STEPS: &[fn(&mut World) -> Option<Step>] = &[
	offer_shares,
	offer_shares,
	approve_offer,
	approve_offer,
	approve_offer,
	accept_shares,
	accept_shares,
	close_offer,
	approve_decision,
	withdraw_approval,
	set_field_classes,
	set_listing,
	set_operator,
	grant,
	grant,
	revoke_grant,
	use_grant,
	use_grant,
	open_epoch,
	announce_keys,
	announce_keys,
	prune_epoch,
	record_accesses,
	record_accesses,
	prove_contradiction,
	set_parameters,
];

/// A data set and its supplier.
fn data_set(world: &mut World) -> Option<(DataSetId, DidId)> {
	let (id, set) = world.dice.pick(pallet_data_registry::DataSets::<Runtime>::iter())?;
	Some((id, set.owner))
}

/// Who holds a right in a data set.
fn holders(data_set: DataSetId, right: Right, supplier: DidId) -> Vec<(DidId, u32)> {
	match pallet_data_access::Holders::<Runtime>::get(data_set, right) {
		Some(list) => list.iter().map(|holding| (holding.did, holding.shares)).collect(),
		None => vec![(supplier, 1_000)],
	}
}

fn owner(world: &mut World, data_set: DataSetId, supplier: DidId) -> Option<DidId> {
	world.dice.pick(holders(data_set, Right::Ownership, supplier)).map(|(did, _)| did)
}

fn offer_shares(world: &mut World) -> Option<Step> {
	let (data_set, supplier) = data_set(world)?;
	let right = world.dice.pick([Right::Ownership, Right::Ownership, Right::Use, Right::Profit])?;
	let (from, held) = world.dice.pick(holders(data_set, right, supplier))?;
	let to = world.stakeholder().filter(|to| *to != from)?;
	let shares = if world.dice.percent(20) { held } else { 1 + world.dice.roll() as u32 % held };
	let until = world.soon();
	by(from, Access::offer_shares { data_set, right, to, shares, until })
}

fn approve_offer(world: &mut World) -> Option<Step> {
	let (offer, record) = world.dice.pick(
		ShareOffers::<Runtime>::iter().filter(|(_, offer)| offer.right == Right::Ownership),
	)?;
	let supplier = pallet_data_registry::DataSets::<Runtime>::get(record.data_set)?.owner;
	let others = holders(record.data_set, Right::Ownership, supplier)
		.into_iter()
		.filter(|(did, _)| *did != record.from && !record.approvals.contains(did));
	let (owner, _) = world.dice.pick(others)?;
	by(owner, Access::approve_offer { offer })
}

fn accept_shares(world: &mut World) -> Option<Step> {
	let (offer, record) = world.dice.pick(ShareOffers::<Runtime>::iter())?;
	by(record.to, Access::accept_shares { offer })
}

fn close_offer(world: &mut World) -> Option<Step> {
	let (offer, record) = world.dice.pick(ShareOffers::<Runtime>::iter())?;
	let party = if world.dice.percent(50) { record.from } else { record.to };
	by(party, Access::close_offer { offer })
}

/// Another owner approves what one of them could decide.
fn approve_decision(world: &mut World) -> Option<Step> {
	let decide =
		world.dice.pick([set_field_classes, set_listing, set_operator, grant, open_epoch])?;
	let (_, RuntimeCall::DataAccess(call)) = decide(world)? else { return None };
	let data_set = match &call {
		Call::set_field_classes { data_set, .. }
		| Call::set_listing { data_set, .. }
		| Call::set_operator { data_set, .. }
		| Call::grant { data_set, .. }
		| Call::open_epoch { data_set, .. } => *data_set,
		_ => return None,
	};
	let supplier = pallet_data_registry::DataSets::<Runtime>::get(data_set)?.owner;
	let owner = owner(world, data_set, supplier)?;
	let decision = DataAccess::decision_of(call);
	by(owner, Access::approve_decision { data_set, decision })
}

fn withdraw_approval(world: &mut World) -> Option<Step> {
	let (data_set, decision, pending) =
		world.dice.pick(pallet_data_access::Decisions::<Runtime>::iter())?;
	let owner = world.dice.pick(pending.approvals)?;
	by(owner, Access::withdraw_approval { data_set, decision })
}

fn set_field_classes(world: &mut World) -> Option<Step> {
	let (data_set, supplier) = data_set(world)?;
	let levels = [Confidentiality::Public, Confidentiality::Restricted, Confidentiality::Secret];
	let classes: Vec<_> = ["customs", "quality", "consumer"]
		.into_iter()
		.map(|name| {
			let level = world.dice.pick(levels).unwrap();
			FieldClass { name: Text::new(name).unwrap(), level }
		})
		.collect();
	let owner = owner(world, data_set, supplier)?;
	by(owner, Access::set_field_classes { data_set, classes: classes.try_into().unwrap() })
}

fn set_listing(world: &mut World) -> Option<Step> {
	let (data_set, supplier) = data_set(world)?;
	let owner = owner(world, data_set, supplier)?;
	let did = world.stakeholder()?;
	let stance = world.dice.pick([Some(Stance::Allow), Some(Stance::Deny), None, None])?;
	by(owner, Access::set_listing { data_set, did, stance })
}

fn set_operator(world: &mut World) -> Option<Step> {
	let (data_set, supplier) = data_set(world)?;
	let owner = owner(world, data_set, supplier)?;
	let operator = world.in_role(Role::ServiceProvider)?;
	let appointed = !pallet_data_access::Operators::<Runtime>::contains_key(data_set, operator);
	by(owner, Access::set_operator { data_set, operator, appointed })
}

fn purpose() -> PurposeName {
	Text::new("research").unwrap()
}

fn grant(world: &mut World) -> Option<Step> {
	let (data_set, supplier) = data_set(world)?;
	let owner = owner(world, data_set, supplier)?;
	let grantee = match world.dice.below(4) {
		0 => Grantee::Role(world.dice.pick(Role::ALL)?),
		1 => Grantee::CertificateHolder(CertificateType::new("origin").unwrap()),
		_ => Grantee::Did(world.stakeholder()?),
	};
	let terms = Terms {
		actions: Actions::READING,
		purposes: vec![purpose()].try_into().unwrap(),
		fields: Fields::ALL,
		from: now(),
		until: if world.dice.percent(70) { Some(world.soon()) } else { None },
		uses: if world.dice.percent(70) { Some(1 + world.dice.below(4) as u32) } else { None },
	};
	by(owner, Access::grant { data_set, grantee, terms })
}

fn revoke_grant(world: &mut World) -> Option<Step> {
	let (grant, record) =
		world.dice.pick(Grants::<Runtime>::iter().filter(|(_, grant)| grant.revoked.is_none()))?;
	let supplier = pallet_data_registry::DataSets::<Runtime>::get(record.data_set)?.owner;
	let owner = owner(world, record.data_set, supplier)?;
	by(owner, Access::revoke_grant { grant })
}

fn use_grant(world: &mut World) -> Option<Step> {
	let (grant, record) = world.dice.pick(Grants::<Runtime>::iter())?;
	let user = match record.grantee {
		Grantee::Did(did) => did,
		Grantee::Role(role) => world.in_role(role)?,
		Grantee::CertificateHolder(_) => world.stakeholder()?,
	};
	by(user, Access::use_grant { grant, uses: 1 + world.dice.below(2) as u32 })
}

fn open_epoch(world: &mut World) -> Option<Step> {
	let (data_set, supplier) = data_set(world)?;
	let owner = owner(world, data_set, supplier)?;
	by(owner, Access::open_epoch { data_set, commitment: world.dice.hash() })
}

fn announce_keys(world: &mut World) -> Option<Step> {
	let (data_set, current) =
		world.dice.pick(CurrentEpochs::<Runtime>::iter().filter(|(_, epoch)| epoch.open))?;
	let supplier = pallet_data_registry::DataSets::<Runtime>::get(data_set)?.owner;
	let owner = owner(world, data_set, supplier)?;
	let granted = pallet_data_access::GrantsOfDataSet::<Runtime>::iter_key_prefix(data_set)
		.filter_map(|grant| match Grants::<Runtime>::get(grant)?.grantee {
			Grantee::Did(did) => Some(did),
			_ => None,
		})
		.chain([owner]);
	let recipient = world.dice.pick(granted)?;
	let classes = FieldClasses::<Runtime>::get(data_set).map_or(0, |record| record.classes.len());
	let field = u8::try_from(world.dice.below(classes as u64 + 1)).unwrap().checked_sub(1);
	let key = ClassKey { recipient, field, wrapped: world.dice.hash() };
	let keys = vec![key].try_into().unwrap();
	by(owner, Access::announce_keys { data_set, epoch: current.number, keys })
}

fn prune_epoch(world: &mut World) -> Option<Step> {
	let (data_set, epoch, _) = world.dice.pick(
		pallet_data_access::Epochs::<Runtime>::iter().filter(|(data_set, number, _)| {
			CurrentEpochs::<Runtime>::get(data_set)
				.is_none_or(|current| !current.open || current.number != *number)
		}),
	)?;
	let supplier = pallet_data_registry::DataSets::<Runtime>::get(data_set)?.owner;
	let owner = owner(world, data_set, supplier)?;
	by(owner, Access::prune_epoch { data_set, epoch })
}

/// What an operator claims to have answered: sometimes what the rights contradict.
fn access_record(world: &mut World, data_set: DataSetId) -> Option<AccessRecord> {
	let accessor = world.stakeholder()?;
	let grants = pallet_data_access::GrantsOfDataSet::<Runtime>::iter_key_prefix(data_set);
	let decision = match (world.dice.pick(grants), world.dice.below(3)) {
		(Some(grant), 0..2) => AccessDecision::Permitted(Basis::Grant(grant)),
		(_, 0) => AccessDecision::Refused(Refusal::NoGrant),
		_ => AccessDecision::Permitted(Basis::UseRight),
	};
	let request = Request { action: Action::Read, purpose: purpose(), field: None, at: now() };
	Some(AccessRecord { data_set, accessor, request, decision, salt: [7; 16] })
}

fn record_accesses(world: &mut World) -> Option<Step> {
	let (data_set, supplier) = data_set(world)?;
	let owner = owner(world, data_set, supplier)?;
	let appointed = pallet_data_access::Operators::<Runtime>::iter_key_prefix(data_set);
	let operator = world.dice.pick(appointed.chain([owner]))?;
	let records: Vec<_> =
		(0..1 + world.dice.below(3)).filter_map(|_| access_record(world, data_set)).collect();
	let mut uses = BTreeMap::<u64, u32>::new();
	let mut refusals = 0;
	for record in &records {
		match record.decision {
			AccessDecision::Permitted(Basis::Grant(grant)) => *uses.entry(grant).or_default() += 1,
			AccessDecision::Permitted(_) => {},
			AccessDecision::Refused(_) => refusals += 1,
		}
	}
	let batch = BatchBody {
		operator,
		data_set,
		records: tree(&records).fingerprint(),
		from: now(),
		to: now(),
		uses: uses.into_iter().collect::<Vec<_>>().try_into().unwrap(),
		refusals,
	};
	let sequence = pallet_data_access::Conducts::<Runtime>::get(operator).batches;
	world.records.insert((operator, sequence), records);
	by(owner, world.key_of(operator)?.record(batch))
}

fn tree(records: &[AccessRecord]) -> Tree {
	use codec::Encode;
	Tree::from_leaves(records.iter().map(|record| record.encode()))
}

fn prove_contradiction(world: &mut World) -> Option<Step> {
	let (operator, sequence, _) = world.dice.pick(pallet_data_access::Batches::<Runtime>::iter())?;
	let records = world.records.get(&(operator, sequence))?.clone();
	let index = world.dice.below(records.len() as u64) as usize;
	let anybody = world.stakeholder()?;
	let call = Access::prove_contradiction {
		operator,
		sequence,
		record: records[index],
		index: index as u64,
		path: path(&tree(&records), index).try_into().unwrap(),
	};
	by(anybody, call)
}

fn set_parameters(world: &mut World) -> Option<Step> {
	world.dice.percent(20).then_some(())?;
	let parameters = AccessParameters {
		decision_period: 30_000 + world.dice.below(60_000),
		retention: 60_000 + world.dice.below(120_000),
		recording_period: 30_000 + world.dice.below(60_000),
		..Default::default()
	};
	council(Access::set_parameters { parameters })
}
