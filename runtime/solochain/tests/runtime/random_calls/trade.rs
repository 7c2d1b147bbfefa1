//! Offers, demands, and the fair exchange.

use super::{data, world::*};
use crate::keys;
use counterfoil_primitives::{
	exchange::{apply_keystream, key_commitment},
	fingerprint::leaf_hash,
	AgreementId, Category, DidId, Need, Policy, Region, Role, SubmissionStatus, Tree,
};
use counterfoil_runtime::{constants::currency::CFL, DataMarket, Runtime};
use pallet_data_escrow::{Agreements, Misbehaviour, Stage};
use pallet_data_market::{Demands, OfferTerms, Offers, OrderKind};
use pallet_data_market_runtime_api::Explanation;

type Market = pallet_data_market::Call<Runtime>;
type Escrow = pallet_data_escrow::Call<Runtime>;

/// The ways to trade.
pub const STEPS: &[fn(&mut World) -> Option<Step>] = &[
	place_offer,
	place_offer,
	withdraw_offer,
	place_demand,
	place_demand,
	withdraw_demand,
	take_offer,
	take_offer,
	take_offer,
	prune,
	go_on,
	go_on,
	go_on,
	go_on,
	go_on,
	decline,
	dispute,
	dispute,
	dispute,
	settle,
	expire,
	forget,
	set_parameters,
];

/// What the chain does by itself when something is over, done by hand before it comes to it.
pub const LATE: &[fn(&mut World) -> Option<Step>] = &[prune, expire];

fn place_offer(world: &mut World) -> Option<Step> {
	let validated = pallet_data_registry::Submissions::<Runtime>::iter()
		.filter(|(_, one)| one.status == SubmissionStatus::Validated);
	let Some((submission, record)) = world.dice.pick(validated) else {
		return data::round_on(world);
	};
	let terms = OfferTerms::<Runtime> {
		data_set: record.body.data_set,
		submissions: vec![submission].try_into().unwrap(),
		price: CFL + u128::from(world.dice.below(10_000_000_019)),
		copies: 1 + world.dice.below(3) as u32,
		valid_until: world.soon(),
	};
	by(record.supplier, Market::place_offer { terms })
}

fn withdraw_offer(world: &mut World) -> Option<Step> {
	let (offer, record) =
		world.dice.pick(Offers::<Runtime>::iter()).filter(|_| world.dice.percent(30))?;
	by(record.supplier.did, Market::withdraw_offer { offer })
}

fn place_demand(world: &mut World) -> Option<Step> {
	let demander = world.in_role(Role::Demander)?;
	let need = Need {
		category: Category::new("water/flow").unwrap(),
		region: Region::new("u1x").unwrap(),
		max_price: if world.dice.percent(70) { 20 * CFL } else { CFL / 2 },
		min_quality: if world.dice.percent(50) { 0 } else { 500 },
		max_age: 3_600_000,
		certificate_required: world.dice.percent(40),
		min_records: 1,
		policy: Policy::Cheapest,
	};
	let valid_until = world.soon();
	by(demander, Market::place_demand { need, valid_until })
}

fn withdraw_demand(world: &mut World) -> Option<Step> {
	let (demand, record) =
		world.dice.pick(Demands::<Runtime>::iter()).filter(|_| world.dice.percent(40))?;
	by(record.demander.did, Market::withdraw_demand { demand })
}

/// Takes an offer that the chain did not match by itself: mostly because its data were not certified when it was placed.
fn take_offer(world: &mut World) -> Option<Step> {
	let fitting: Vec<_> = Demands::<Runtime>::iter()
		.flat_map(|(demand, record)| {
			Offers::<Runtime>::iter_keys().map(move |offer| (demand, record.demander.did, offer))
		})
		.filter(|(demand, _, offer)| {
			matches!(DataMarket::explain(*demand, *offer), Explanation::Admissible { .. })
		})
		.collect();
	match world.dice.pick(fitting) {
		Some((demand, demander, offer)) => by(demander, Market::take_offer { demand, offer }),
		None => certify_offered(world),
	}
}

/// A regulator vouches for what is offered already.
fn certify_offered(world: &mut World) -> Option<Step> {
	let (_, offer) = world.dice.pick(Offers::<Runtime>::iter())?;
	data::certify_submission(world, *offer.submissions.first()?)
}

fn prune(world: &mut World) -> Option<Step> {
	let offers = Offers::<Runtime>::iter()
		.filter(|(_, order)| order.valid_until < now())
		.map(|(id, _)| (OrderKind::Offer, id));
	let demands = Demands::<Runtime>::iter()
		.filter(|(_, order)| order.valid_until < now())
		.map(|(id, _)| (OrderKind::Demand, id));
	let (kind, id) = world.dice.pick(offers.chain(demands))?;
	let anybody = world.stakeholder()?;
	by(anybody, Market::prune { kind, id })
}

/// The key of an agreement.
fn key(id: AgreementId) -> [u8; 32] {
	sp_io::hashing::sha2_256(&id.to_le_bytes())
}

/// The readings that are delivered.
fn readings(world: &World, id: AgreementId) -> Option<Vec<String>> {
	let root = Agreements::<Runtime>::get(id)?.parts.first()?.root;
	world.readings.get(&root).cloned()
}

/// The readings under the key; one of them is not what was agreed on if the supplier cheats.
fn delivery(world: &mut World, id: AgreementId) -> Option<Vec<Vec<u8>>> {
	let mut leaves = readings(world, id)?;
	if world.dice.percent(60) {
		leaves[0] = "made up".into();
	}
	let encrypt = |(index, leaf): (u64, String)| {
		let mut bytes = leaf.into_bytes();
		apply_keystream(&key(id), index, &mut bytes);
		bytes
	};
	Some((0u64..).zip(leaves).map(encrypt).collect())
}

/// The step that an agreement waits for, by the party that has to take it.
fn go_on(world: &mut World) -> Option<Step> {
	let waiting = Agreements::<Runtime>::iter()
		.filter(|(_, one)| !matches!(one.stage, Stage::Revealed { .. }));
	let Some((id, agreement)) = world.dice.pick(waiting) else {
		return if world.dice.percent(50) { place_offer(world) } else { place_demand(world) };
	};
	let (supplier, demander) = (agreement.supplier.did, agreement.demander.did);
	match agreement.stage {
		Stage::Agreed { .. } => by(demander, Escrow::fund { id }),
		Stage::Funded { .. } => {
			let delivery = delivery(world, id)?;
			let ciphertext_root = Tree::from_leaves(&delivery).fingerprint().root;
			world.deliveries.insert(id, delivery);
			let key_commitment = key_commitment(&keys::genesis(), id, &key(id));
			by(supplier, Escrow::commit { id, ciphertext_root, key_commitment })
		},
		Stage::Offered { .. } => by(demander, Escrow::accept { id }),
		Stage::Accepted { .. } => by(supplier, Escrow::reveal { id, key: key(id) }),
		Stage::Revealed { .. } => None,
	}
}

/// Either party of some agreement.
fn party(world: &mut World, fits: fn(&Stage) -> bool) -> Option<(AgreementId, DidId)> {
	let (id, agreement) =
		world.dice.pick(Agreements::<Runtime>::iter().filter(|(_, one)| fits(&one.stage)))?;
	let supplier = world.dice.percent(50);
	Some((id, if supplier { agreement.supplier.did } else { agreement.demander.did }))
}

fn decline(world: &mut World) -> Option<Step> {
	let (id, party) = party(world, |stage| !matches!(stage, Stage::Revealed { .. }))
		.filter(|_| world.dice.percent(30))?;
	by(party, Escrow::decline { id })
}

fn dispute(world: &mut World) -> Option<Step> {
	let (id, agreement) = world.dice.pick(
		Agreements::<Runtime>::iter()
			.filter(|(_, one)| matches!(one.stage, Stage::Revealed { .. })),
	)?;
	let (leaves, delivery) = (readings(world, id)?, world.deliveries.get(&id)?.clone());
	let mut first = delivery[0].clone();
	apply_keystream(&key(id), 0, &mut first);
	// Mostly where there is something to say.
	if first == leaves[0].as_bytes() && world.dice.percent(80) {
		return None;
	}
	let proof = Misbehaviour {
		index: 0,
		ciphertext: delivery[0].clone().try_into().unwrap(),
		ciphertext_path: path(&Tree::from_leaves(&delivery), 0).try_into().unwrap(),
		leaf: leaf_hash(leaves[0].as_bytes()),
		leaf_path: path(&Tree::from_leaves(&leaves), 0).try_into().unwrap(),
	};
	by(agreement.demander.did, Escrow::dispute { id, proof })
}

fn settle(world: &mut World) -> Option<Step> {
	let (id, agreement) = world.dice.pick(
		Agreements::<Runtime>::iter()
			.filter(|(_, one)| matches!(one.stage, Stage::Revealed { .. })),
	)?;
	by(agreement.demander.did, Escrow::settle { id })
}

fn expire(world: &mut World) -> Option<Step> {
	let (id, _) = world
		.dice
		.pick(Agreements::<Runtime>::iter().filter(|(_, one)| one.stage.until() < now()))?;
	let anybody = world.stakeholder()?;
	by(anybody, Escrow::expire { id })
}

fn forget(world: &mut World) -> Option<Step> {
	let (id, closed) = world.dice.pick(pallet_data_escrow::ClosedAgreements::<Runtime>::iter())?;
	by(closed.demander.did, Escrow::forget { id })
}

fn set_parameters(world: &mut World) -> Option<Step> {
	world.dice.percent(20).then_some(())?;
	let mut parameters = pallet_data_escrow::ParametersStore::<Runtime>::get();
	parameters.windows.dispute = 6_000 + world.dice.below(30_000);
	council(Escrow::set_parameters { parameters })
}
