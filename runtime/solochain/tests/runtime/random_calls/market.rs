//! Offers, demands, proposals, and those who are asked before they are bound.

use super::{data, payments, world::*};
use crate::keys;
use counterfoil_primitives::{
	access::Actions,
	market::{self, DeliveryNeed, Judges, Need, Parties, Policy, Span, Wanted, Weights},
	money::Price,
	Category, DemandId, DidId, DidStatus, OfferId, Region, Role, UsageTerms,
};
use counterfoil_runtime::{constants::currency::CFL, DataMarket, Runtime};
use pallet_data_market::{
	Commitments, DemandTerms, Demands, Fills, Goods, Lot, Matches, OfferTerms, Offers, OrderKind,
	Proposals, ProposedFill, Query, MAX_PROPOSED,
};
use pallet_data_market_runtime_api::{Appraisal, Explanation, FillView, LotView};
use sp_keyring::Sr25519Keyring;

type Market = pallet_data_market::Call<Runtime>;

/// The ways to find each other.
pub const STEPS: &[fn(&mut World) -> Option<Step>] = &[
	place_offer,
	place_offer,
	place_offer,
	withdraw_offer,
	amend_offer,
	place_demand,
	place_demand,
	place_demand,
	withdraw_demand,
	amend_demand,
	take_offer,
	take_offer,
	accept_match,
	accept_match,
	accept_match,
	reject_match,
	rematch,
	rematch,
	commit_proposal,
	commit_proposal,
	withdraw_commitment,
	propose_as_committed,
	propose_as_committed,
	propose,
	propose,
	conclude,
	payments::fund_stream,
	payments::fund_stream,
	prune,
];

/// What the chain does by itself when something is over, done by hand before it comes to it.
pub const LATE: &[fn(&mut World) -> Option<Step>] = &[prune, conclude];

fn category(world: &mut World) -> Category {
	let name = world
		.dice
		.pick(["water/flow", "water/flow", "water/flow", "water", "water", "water", "water", "air"])
		.unwrap_or_default();
	Category::new(name).unwrap()
}

fn region(world: &mut World) -> Region {
	Region::new(
		world
			.dice
			.pick(["u1x", "u1x", "u1x", "u1", "u1", "u1x0d", "u1x0d", "u2"])
			.unwrap_or_default(),
	)
	.unwrap()
}

/// Mostly everybody is welcome.
fn parties(world: &mut World) -> Parties {
	let someone = world.stakeholder().into_iter().collect::<Vec<_>>().try_into().unwrap();
	match world.dice.below(12) {
		0 => Parties { allowed: someone, ..Parties::default() },
		1 => Parties { denied: someone, ..Parties::default() },
		_ => Parties::default(),
	}
}

/// What a supplier has to sell.
fn goods(world: &mut World) -> Option<(DidId, Goods<Runtime>)> {
	let (owner, data_set, submissions) = world.lot()?;
	Some(match world.dice.below(10) {
		0..3 => {
			let (category, region) = (category(world), region(world));
			let within = world.dice.percent(30).then(|| Span { from: 0, to: now() });
			(owner, Goods::Query(Query { category, region, within, schema: None }))
		},
		3..5 => (owner, Goods::Live { data_set, notice: world.dice.below(20_000) }),
		_ => (owner, Goods::Lot(Lot { data_set, submissions: submissions.try_into().ok()? })),
	})
}

fn offer_terms(world: &mut World) -> Option<(DidId, OfferTerms<Runtime>)> {
	let (owner, goods) = goods(world)?;
	let asset = world.asset();
	let amount = world.amount(asset);
	let live = matches!(goods, Goods::Live { .. }) && world.dice.percent(95);
	let price = match world.dice.below(6) {
		_ if live => Price::PerSecond(amount / 500),
		0 => Price::PerRecord(amount / 3),
		1 => Price::PerByte(amount / 30),
		2 => Price::PerSecond(amount / 10),
		_ => Price::Fixed(amount),
	};
	let commissions = world.commissions();
	let terms = OfferTerms {
		goods,
		price,
		asset,
		copies: 1 + world.dice.below(3) as u32,
		usage: world.usage(),
		delivery: world.delivery(),
		commissions: commissions.try_into().unwrap(),
		demanders: parties(world),
		confirm: world.dice.percent(30),
		valid_until: world.soon(),
	};
	Some((owner, terms))
}

fn place_offer(world: &mut World) -> Option<Step> {
	let Some((supplier, terms)) = offer_terms(world) else { return data::round_on(world) };
	by(supplier, Market::place_offer { terms })
}

fn withdraw_offer(world: &mut World) -> Option<Step> {
	let (offer, record) =
		world.dice.pick(Offers::<Runtime>::iter()).filter(|_| world.dice.percent(30))?;
	by(record.supplier.did, Market::withdraw_offer { offer })
}

fn amend_offer(world: &mut World) -> Option<Step> {
	let (offer, record) = world.dice.pick(Offers::<Runtime>::iter())?;
	let valid_until = world.soon();
	let price = Price::Fixed(world.amount(record.terms.asset));
	let terms = match world.dice.percent(50) {
		true => offer_terms(world)?.1,
		false => OfferTerms { valid_until, price, copies: 2, ..record.terms },
	};
	by(record.supplier.did, Market::amend_offer { offer, terms })
}

fn policy(world: &mut World) -> Option<Policy> {
	let near = Region::new("u1x").unwrap();
	let weights = Weights {
		price: world.dice.below(10) as u16,
		quality: 2,
		freshness: 3,
		nearness: 1,
		reputation: 4,
		near,
	};
	world.dice.pick([
		Policy::Cheapest,
		Policy::BestQuality,
		Policy::Freshest,
		Policy::Nearest(near),
		Policy::Weighted(weights),
		Policy::FairShare,
	])
}

fn demand_terms(world: &mut World) -> Option<DemandTerms<Runtime>> {
	let wanted = match world.dice.below(8) {
		0..2 => Wanted::Live { notice: 60_000 },
		2..5 => Wanted::Volume {
			records: 2 + world.dice.below(5),
			least: 2,
			fills: 3 + world.dice.below(2) as u8,
		},
		_ => Wanted::Lot { records: world.dice.below(3) },
	};
	let live = matches!(wanted, Wanted::Live { .. });
	let asset = world.asset();
	let judges: Vec<_> = stakeholders(DidStatus::Active).into_iter().take(8).collect();
	let sealed = Judges {
		accepted: judges.try_into().unwrap(),
		max_fee: world.dice.pick([200, 1_000, 50])?,
		max_fallback: 1_000,
	};
	let reading = UsageTerms { actions: Actions::READING, copies: 0, ..UsageTerms::unlimited() };
	let need = Need {
		wanted,
		suppliers: parties(world),
		category: category(world),
		region: region(world),
		covers: None,
		within: (!live && world.dice.percent(10)).then(|| Span { from: 0, to: now() }),
		schema: None,
		quality: if live || world.dice.percent(70) { 0 } else { 300 },
		reputation: if world.dice.percent(95) { 0 } else { 200 },
		completeness: None,
		max_age: (!live && world.dice.percent(50)).then_some(3_600_000),
		certificate: world.certificate_need(),
		usage: world.dice.percent(20).then_some(reading),
		delivery: DeliveryNeed { proven: true, sealed },
		asset,
		budget: match live {
			true => unit(asset) / 10,
			false => unit(asset) * u128::from(5 + world.dice.below(40)),
		},
		policy: policy(world)?,
	};
	let reward = world.dice.percent(50).then(|| CFL / 3 + u128::from(world.dice.below(1_000_003)));
	let confirm = world.dice.percent(if live { 60 } else { 25 });
	Some(DemandTerms {
		need,
		reward: reward.filter(|_| !live).unwrap_or(0),
		window: if world.dice.percent(40) { 0 } else { 1_000 + world.dice.below(20_000) },
		confirm,
		valid_until: world.soon(),
	})
}

fn place_demand(world: &mut World) -> Option<Step> {
	let demander = world.in_role(Role::Demander)?;
	let terms = demand_terms(world)?;
	by(demander, Market::place_demand { terms })
}

fn withdraw_demand(world: &mut World) -> Option<Step> {
	let (demand, record) =
		world.dice.pick(Demands::<Runtime>::iter()).filter(|_| world.dice.percent(30))?;
	by(record.demander.did, Market::withdraw_demand { demand })
}

fn amend_demand(world: &mut World) -> Option<Step> {
	let (demand, record) = world.dice.pick(Demands::<Runtime>::iter())?;
	let terms = demand_terms(world)?;
	by(record.demander.did, Market::amend_demand { demand, terms })
}

/// An offer, and for a query one of the lots that it may be about.
fn named(world: &mut World, id: OfferId) -> Option<(FillView, ProposedFill<Runtime>)> {
	let offer = Offers::<Runtime>::get(id)?;
	let lot = match offer.terms.goods {
		Goods::Query(_) => {
			let (_, data_set, submissions) = (0..6)
				.filter_map(|_| world.lot())
				.find(|(owner, ..)| *owner == offer.supplier.did)?;
			Some(Lot { data_set, submissions: submissions.try_into().ok()? })
		},
		_ => None,
	};
	let fill = ProposedFill { offer: id, lot };
	Some((view(&fill), fill))
}

/// The same as clients name it.
fn view(fill: &ProposedFill<Runtime>) -> FillView {
	let lot = fill
		.lot
		.as_ref()
		.map(|lot| LotView { data_set: lot.data_set, submissions: lot.submissions.to_vec() });
	FillView { offer: fill.offer, lot }
}

/// A few pairs of what is open. Not all of them: there may be many.
fn pairs(world: &mut World) -> Vec<(DemandId, DidId, OfferId)> {
	let offers: Vec<_> = Offers::<Runtime>::iter_keys().collect();
	(0..8)
		.filter_map(|_| {
			let (demand, record) = world
				.dice
				.pick(Demands::<Runtime>::iter().filter(|(_, demand)| demand.is_open()))?;
			Some((demand, record.demander.did, world.dice.pick(offers.clone())?))
		})
		.collect()
}

/// Takes an offer that the chain did not match by itself.
fn take_offer(world: &mut World) -> Option<Step> {
	for (demand, demander, offer) in pairs(world) {
		let Some((view, fill)) = named(world, offer) else { continue };
		let fits = matches!(DataMarket::explain(demand, view), Explanation::Admissible { .. });
		if fits || world.dice.percent(1) {
			return by(demander, Market::take_offer { demand, offer, lot: fill.lot });
		}
	}
	certify_offered(world)
}

/// A regulator vouches for what is offered already.
fn certify_offered(world: &mut World) -> Option<Step> {
	let (_, offer) =
		world.dice.pick(Offers::<Runtime>::iter()).filter(|_| world.dice.percent(50))?;
	match offer.terms.goods {
		Goods::Lot(lot) => data::certify_submission(world, *lot.submissions.first()?),
		_ => None,
	}
}

/// A party to a match that waits for an answer.
fn asked(world: &mut World) -> Option<(u64, DidId)> {
	let (id, waiting) = world.dice.pick(Matches::<Runtime>::iter())?;
	let supplier = Offers::<Runtime>::get(waiting.offer)?.supplier.did;
	let demander = Demands::<Runtime>::get(waiting.demand)?.demander.did;
	let first = if waiting.supplier_agrees { demander } else { supplier };
	Some((id, if world.dice.percent(95) { first } else { demander }))
}

fn accept_match(world: &mut World) -> Option<Step> {
	let (id, party) = asked(world)?;
	by(party, Market::accept_match { id })
}

fn reject_match(world: &mut World) -> Option<Step> {
	let (id, party) = asked(world).filter(|_| world.dice.percent(50))?;
	by(party, Market::reject_match { id, reason: world.dice.hash() })
}

fn rematch(world: &mut World) -> Option<Step> {
	let failed = Demands::<Runtime>::iter().filter(|(_, demand)| demand.failed.fills > 0);
	let (demand, record) = world.dice.pick(failed)?;
	by(record.demander.did, Market::rematch { demand })
}

/// What would answer some demand, as far as one finds.
fn found(world: &mut World) -> Option<(DemandId, Fills<Runtime>)> {
	let open = Demands::<Runtime>::iter().filter(|(_, demand)| demand.is_open());
	let (demand, _) = world.dice.pick(open)?;
	let offers: Vec<_> = Offers::<Runtime>::iter_keys().collect();
	let (mut views, mut fills) = (Vec::new(), Vec::new());
	for _ in 0..offers.len().min(8) {
		let Some((view, fill)) =
			world.dice.pick(offers.clone()).and_then(|offer| named(world, offer))
		else {
			continue;
		};
		views.push(view);
		match DataMarket::appraise(demand, views.clone()) {
			Appraisal::Admissible { .. } => fills.push(fill),
			Appraisal::Refused { .. } => {
				views.pop();
			},
		}
		if fills.len() >= MAX_PROPOSED as usize || (!fills.is_empty() && world.dice.percent(40)) {
			break;
		}
	}
	(!fills.is_empty() || world.dice.percent(2)).then(|| (demand, fills.try_into().unwrap()))
}

/// Mostly somebody who has nothing to do with it.
fn proposer(world: &mut World) -> Option<DidId> {
	match account_of(world.stakeholder()?) {
		Some(party) if party != Sr25519Keyring::Alice || world.dice.percent(50) => {
			pallet_did::DidOf::<Runtime>::get(party.to_account_id())
		},
		_ => world.in_role(Role::Regulator),
	}
}

fn commit_proposal(world: &mut World) -> Option<Step> {
	let (demand, fills) = found(world)?;
	let (proposer, salt) = (proposer(world)?, world.dice.hash());
	let hash = market::commitment(&keys::genesis(), demand, &proposer, &fills, &salt);
	if !Commitments::<Runtime>::contains_key(demand, proposer) {
		world.proposals.insert((demand, proposer), (fills, salt));
	}
	by(proposer, Market::commit_proposal { demand, hash })
}

fn withdraw_commitment(world: &mut World) -> Option<Step> {
	let (demand, by_whom, _) =
		world.dice.pick(Commitments::<Runtime>::iter()).filter(|_| world.dice.percent(30))?;
	by(by_whom, Market::withdraw_commitment { demand })
}

fn propose_as_committed(world: &mut World) -> Option<Step> {
	let (demand, proposer, _) = world.dice.pick(Commitments::<Runtime>::iter())?;
	let (fills, salt) = world.proposals.get(&(demand, proposer))?.clone();
	// What was found may be gone meanwhile.
	let views = fills.iter().map(view).collect();
	let good = matches!(DataMarket::appraise(demand, views), Appraisal::Admissible { .. });
	(good || world.dice.percent(20)).then_some(())?;
	by(proposer, Market::propose { demand, fills, salt: Some(salt) })
}

fn propose(world: &mut World) -> Option<Step> {
	let (demand, fills) = found(world)?;
	let proposer = proposer(world)?;
	by(proposer, Market::propose { demand, fills, salt: None })
}

fn conclude(world: &mut World) -> Option<Step> {
	let (demand, _) =
		world.dice.pick(Proposals::<Runtime>::iter().filter(|(_, one)| one.concludes < now()))?;
	let anybody = world.stakeholder()?;
	by(anybody, Market::conclude { demand })
}

fn prune(world: &mut World) -> Option<Step> {
	let offers = Offers::<Runtime>::iter()
		.filter(|(_, order)| order.terms.valid_until < now() && !order.closing)
		.map(|(id, _)| (OrderKind::Offer, id));
	let demands = Demands::<Runtime>::iter()
		.filter(|(_, order)| order.terms.valid_until < now() && !order.closing)
		.map(|(id, _)| (OrderKind::Demand, id));
	let matches = Matches::<Runtime>::iter()
		.filter(|(_, waiting)| waiting.until < now())
		.map(|(id, _)| (OrderKind::Match, id));
	let (kind, id) = world.dice.pick(offers.chain(demands).chain(matches))?;
	let anybody = world.stakeholder()?;
	by(anybody, Market::prune { kind, id })
}
