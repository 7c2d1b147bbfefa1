//! Agreements: paid, delivered, accepted, disputed, judged.

use super::{payments, world::*};
use crate::keys;
use counterfoil_primitives::{
	exchange::{apply_keystream, key_commitment},
	fingerprint::leaf_hash,
	sealed::sealed_key_commitment,
	traits::Delivery,
	AgreementId, DidId, Tree,
};
use counterfoil_runtime::{Allowances, Runtime};
use pallet_data_escrow::{Agreement, Agreements, Misbehaviour, Stage, UnpaidDues};

type Escrow = pallet_data_escrow::Call<Runtime>;

/// The ways to carry out what was agreed on.
pub const STEPS: &[fn(&mut World) -> Option<Step>] = &[
	go_on,
	go_on,
	go_on,
	go_on,
	go_on,
	go_on,
	go_on,
	fund_with_leave,
	decline,
	dispute,
	dispute,
	dispute,
	judge,
	judge,
	judge,
	judge,
	judge,
	settle,
	expire,
	collect,
	forget,
	set_parameters,
];

/// What the chain does by itself when something is over, done by hand before it comes to it.
pub const LATE: &[fn(&mut World) -> Option<Step>] = &[expire, collect];

/// The key of an agreement.
fn key(id: AgreementId) -> [u8; 32] {
	sp_io::hashing::sha2_256(&id.to_le_bytes())
}

/// The readings that are delivered, part by part.
fn readings(world: &World, id: AgreementId) -> Option<Vec<Vec<String>>> {
	let parts = Agreements::<Runtime>::get(id)?.parts;
	parts.iter().map(|part| world.readings.get(&part.root).cloned()).collect()
}

/// The readings under the key; one of them is not what was agreed on if the supplier cheats.
fn delivery(world: &mut World, id: AgreementId) -> Option<Vec<Vec<u8>>> {
	let mut leaves = readings(world, id)?.concat();
	if world.dice.percent(40) {
		let place = world.dice.pick(0..leaves.len())?;
		leaves[place] = "made up".into();
	}
	let encrypt = |(index, leaf): (u64, String)| {
		let mut bytes = leaf.into_bytes();
		apply_keystream(&key(id), index, &mut bytes);
		bytes
	};
	Some((0u64..).zip(leaves).map(encrypt).collect())
}

/// An agreement of which this holds.
fn agreement(
	world: &mut World,
	fits: impl Fn(&Agreement<Runtime>) -> bool,
) -> Option<(AgreementId, Agreement<Runtime>)> {
	world.dice.pick(Agreements::<Runtime>::iter().filter(|(_, one)| fits(one)))
}

/// The step that an agreement waits for, by the party that has to take it.
fn go_on(world: &mut World) -> Option<Step> {
	let (id, agreement) = agreement(world, |one| {
		!matches!(
			one.stage,
			Stage::Revealed { .. } | Stage::Delivered { .. } | Stage::Contested { .. }
		)
	})?;
	let (supplier, demander) = (agreement.supplier.did, agreement.demander.did);
	match agreement.stage {
		Stage::Agreed { .. } => by(demander, Escrow::fund { id, from: None }),
		Stage::Funded { .. } => {
			let delivery = delivery(world, id)?;
			let ciphertext_root = Tree::from_leaves(&delivery).fingerprint().root;
			world.deliveries.insert(id, delivery);
			let genesis = keys::genesis();
			let key_commitment = key_commitment(&genesis, id, &key(id));
			let watermark = world.dice.percent(50).then(|| world.dice.hash());
			let sealed = matches!(agreement.delivery, Delivery::Sealed(_));
			if sealed != world.dice.percent(2) {
				let sealed_key = sealed_key_commitment(&genesis, id, &[7; 80]);
				let call = Escrow::deliver_sealed {
					id,
					ciphertext_root,
					key_commitment,
					sealed_key,
					watermark,
				};
				return by(supplier, call);
			}
			by(supplier, Escrow::commit { id, ciphertext_root, key_commitment, watermark })
		},
		Stage::Offered { .. } => by(demander, Escrow::accept { id }),
		Stage::Accepted { .. } => by(supplier, Escrow::reveal { id, key: key(id) }),
		Stage::Revealed { .. } | Stage::Delivered { .. } | Stage::Contested { .. } => None,
	}
}

/// Somebody else pays, within the limits that he set; or he sets them.
fn fund_with_leave(world: &mut World) -> Option<Step> {
	let (id, agreement) = agreement(world, |one| matches!(one.stage, Stage::Agreed { .. }))?;
	let (supplier, demander) = (agreement.supplier.did, agreement.demander.did);
	let (spender, payer) = if world.dice.percent(50) {
		(supplier, demander)
	} else {
		(demander, world.stakeholder().filter(|other| *other != demander)?)
	};
	match Allowances::applicable_allowance(payer, spender, supplier) {
		Some(_) => by(spender, Escrow::fund { id, from: Some(payer) }),
		None => payments::allow_for(world, payer, spender, Some(supplier), agreement.asset),
	}
}

fn decline(world: &mut World) -> Option<Step> {
	let (id, agreement) = agreement(world, |one| {
		matches!(one.stage, Stage::Agreed { .. } | Stage::Funded { .. } | Stage::Offered { .. })
	})
	.filter(|_| world.dice.percent(30))?;
	let by_supplier = world.dice.percent(30);
	let party = if by_supplier { agreement.supplier.did } else { agreement.demander.did };
	by(party, Escrow::decline { id })
}

fn dispute(world: &mut World) -> Option<Step> {
	let (id, agreement) = agreement(world, |one| matches!(one.stage, Stage::Revealed { .. }))?;
	let (parts, delivery) = (readings(world, id)?, world.deliveries.get(&id)?.clone());
	let leaves = parts.concat();
	let differs = |place: &usize| {
		let mut bytes = delivery[*place].clone();
		apply_keystream(&key(id), *place as u64, &mut bytes);
		bytes != leaves[*place].as_bytes()
	};
	// Mostly where there is something to say.
	let place = match (0..leaves.len()).find(differs) {
		Some(place) => place,
		None if world.dice.percent(20) => world.dice.pick(0..leaves.len())?,
		None => return None,
	};
	// Which part that is in, and where in it.
	let (mut part, mut within) = (0, place);
	while within >= parts[part].len() {
		within -= parts[part].len();
		part += 1;
	}
	let proof = Misbehaviour {
		index: place as u64,
		ciphertext: delivery[place].clone().try_into().unwrap(),
		ciphertext_path: path(&Tree::from_leaves(&delivery), place).try_into().unwrap(),
		leaf: leaf_hash(leaves[place].as_bytes()),
		leaf_path: path(&Tree::from_leaves(&parts[part]), within).try_into().unwrap(),
	};
	by(agreement.demander.did, Escrow::dispute { id, proof })
}

/// A step of a sealed deal that was delivered: by the demander who complains or replies, the supplier who answers or gives in, or
/// the judge.
fn judge(world: &mut World) -> Option<Step> {
	// There are few of them: what is contested goes before.
	let (id, agreement) = agreement(world, |one| matches!(one.stage, Stage::Contested { .. }))
		.or_else(|| agreement(world, |one| matches!(one.stage, Stage::Delivered { .. })))?;
	let (supplier, demander) = (agreement.supplier.did, agreement.demander.did);
	let Delivery::Sealed(judge) = agreement.delivery else { return None };
	let evidence = world.dice.hash();
	let Stage::Contested { case, .. } = agreement.stage else {
		return match world.dice.below(10) {
			0 => by(supplier, Escrow::concede { id }),
			1 => by(demander, Escrow::settle { id }),
			_ => by(demander, Escrow::complain { id, evidence }),
		};
	};
	match world.dice.below(20) {
		0 => by(supplier, Escrow::concede { id }),
		1 => by(demander, Escrow::settle { id }),
		2..5 => by(judge.did, Escrow::recuse { id }),
		5..12 if case.answer.is_some() && case.reply.is_none() => {
			by(demander, Escrow::answer { id, evidence })
		},
		_ if case.is_before_judge(now()) => {
			let to_supplier =
				world.dice.pick([0, 1_000, 500, world.dice.0 as u16 % 1_002]).unwrap_or_default();
			by(judge.did, Escrow::decide { id, to_supplier, reason: evidence })
		},
		_ => by(supplier, Escrow::answer { id, evidence }),
	}
}

fn settle(world: &mut World) -> Option<Step> {
	let (id, agreement) = agreement(world, |one| {
		matches!(one.stage, Stage::Revealed { .. } | Stage::Delivered { .. })
	})?;
	by(agreement.demander.did, Escrow::settle { id })
}

fn expire(world: &mut World) -> Option<Step> {
	let (id, agreement) = agreement(world, |one| one.stage.until() < now())?;
	let anybody: DidId = world.stakeholder()?;
	match agreement.stage {
		Stage::Revealed { .. } | Stage::Delivered { .. } => by(anybody, Escrow::settle { id }),
		_ => by(anybody, Escrow::expire { id }),
	}
}

/// Mostly once nobody is in the way any more.
fn collect(world: &mut World) -> Option<Step> {
	let id = world.dice.pick(UnpaidDues::<Runtime>::iter_keys())?;
	if world.dice.percent(60) {
		if let Some(step) = payments::let_go(world) {
			return Some(step);
		}
	}
	let anybody = world.stakeholder()?;
	by(anybody, Escrow::collect { id })
}

fn forget(world: &mut World) -> Option<Step> {
	let (id, closed) = world.dice.pick(pallet_data_escrow::ClosedAgreements::<Runtime>::iter())?;
	by(closed.keeper().did, Escrow::forget { id })
}

fn set_parameters(world: &mut World) -> Option<Step> {
	world.dice.percent(20).then_some(())?;
	let mut parameters = pallet_data_escrow::ParametersStore::<Runtime>::get();
	parameters.windows.dispute = 6_000 + world.dice.below(30_000);
	parameters.windows.reveal = 10_000 + world.dice.below(60_000);
	council(Escrow::set_parameters { parameters })
}
