//! Sealed bids and falling prices.

use super::{data, payments, world::*};
use crate::keys::genesis;
use counterfoil_primitives::{
	auction::{commitment, Descent, Falling, Pricing},
	money::Asset,
	AuctionId, DidId, Role,
};
use counterfoil_runtime::Runtime;
use pallet_data_auction::{
	Auction, Auctions, Bids, Descending, Format, Lot, Owed, Parties, Sealed, SealedTerms,
};

type Selling = pallet_data_auction::Call<Runtime>;

/// The ways to sell to whoever pays most.
pub const STEPS: &[fn(&mut World) -> Option<Step>] = &[
	open_sealed,
	open_sealed,
	open_descending,
	bid,
	bid,
	bid,
	bid,
	reveal,
	reveal,
	reveal,
	reveal,
	take,
	take,
	cancel,
	advance,
	collect,
	set_parameters,
];

/// What the chain does by itself when something is over, done by hand before it comes to it.
pub const LATE: &[fn(&mut World) -> Option<Step>] = &[advance, collect];

fn lot(world: &mut World) -> Option<(DidId, Lot<Runtime>)> {
	let (owner, data_set, submissions) = world.lot()?;
	let lot = Lot {
		data_set,
		submissions: submissions.try_into().ok()?,
		asset: world.asset(),
		usage: world.usage(),
		commissions: world.commissions().try_into().unwrap(),
		certificate: world.certificate_need(),
		delivery: world.delivery(),
	};
	Some((owner, lot))
}

fn open_sealed(world: &mut World) -> Option<Step> {
	let Some((owner, lot)) = lot(world) else { return data::round_on(world) };
	let reserve = world.amount(lot.asset);
	let commit_until = now() + 7_000 + world.dice.below(30_000);
	let terms = SealedTerms {
		copies: 1 + world.dice.below(3) as u32,
		reserve,
		pricing: world.dice.pick([Pricing::First, Pricing::Uniform])?,
		deposit: reserve / (1 + u128::from(world.dice.below(12))),
		commit_until,
		reveal_until: commit_until + 6_000 + world.dice.below(30_000),
	};
	by(owner, Selling::open_sealed { lot, terms })
}

fn open_descending(world: &mut World) -> Option<Step> {
	let Some((owner, lot)) = lot(world) else { return data::round_on(world) };
	let reserve = world.amount(lot.asset);
	let from = now() + world.dice.below(10_000);
	let sale = Falling {
		start: reserve + world.amount(lot.asset),
		reserve,
		from,
		until: from + 10_000 + world.dice.below(90_000),
		descent: world.dice.pick([Descent::Linear, Descent::Steps(5)])?,
	};
	by(owner, Selling::open_descending { lot, copies: 1 + world.dice.below(3) as u32, sale })
}

fn sealed(auction: &Auction<Runtime>) -> Option<&Sealed<Runtime>> {
	match &auction.format {
		Format::Sealed(sealed) => Some(sealed),
		Format::Descending(_) => None,
	}
}

fn descending(auction: &Auction<Runtime>) -> Option<&Descending<Runtime>> {
	match &auction.format {
		Format::Sealed(_) => None,
		Format::Descending(descending) => Some(descending),
	}
}

/// A demander who is not in it yet.
fn newcomer(world: &mut World, auction: AuctionId) -> Option<DidId> {
	world.in_role(Role::Demander).filter(|did| !Parties::<Runtime>::contains_key(did, auction))
}

fn bid(world: &mut World) -> Option<Step> {
	let open = Auctions::<Runtime>::iter().filter(|(_, auction)| {
		sealed(auction).is_some_and(|sealed| now() <= sealed.terms.commit_until)
	});
	let (auction, record) = world.dice.pick(open)?;
	let bidder = newcomer(world, auction)?;
	let reserve = sealed(&record)?.terms.reserve;
	// Some are below the reserve.
	let amount = reserve * u128::from(85 + world.dice.below(100)) / 100;
	let salt = world.dice.hash();
	world.bids.insert((auction, bidder), (amount, salt));
	let commitment = commitment(&genesis(), auction, &bidder, amount, &salt);
	by(bidder, Selling::bid { auction, commitment })
}

fn reveal(world: &mut World) -> Option<Step> {
	let waiting = Bids::<Runtime>::iter().filter(|(auction, _, bid)| {
		bid.amount.is_none()
			&& Auctions::<Runtime>::get(auction).is_some_and(|auction| {
				sealed(&auction).is_some_and(|sealed| now() > sealed.terms.commit_until)
			})
	});
	let (auction, _, bid) = world.dice.pick(waiting)?;
	let bidder = bid.bidder.did;
	// A bid that was refused once may stand for the one that was not.
	let (amount, salt) = *world.bids.get(&(auction, bidder))?;
	by(bidder, Selling::reveal { auction, amount, salt })
}

fn take(world: &mut World) -> Option<Step> {
	let open = Auctions::<Runtime>::iter()
		.filter(|(_, auction)| descending(auction).is_some_and(|one| one.sale.at(now()).is_some()));
	let (auction, record) = world.dice.pick(open)?;
	let buyers = &descending(&record)?.buyers;
	let buyer = newcomer(world, auction).filter(|did| !buyers.contains(did))?;
	let max_price = match world.dice.percent(80) {
		true => descending(&record)?.sale.start,
		false => descending(&record)?.sale.reserve,
	};
	by(buyer, Selling::take { auction, max_price })
}

fn cancel(world: &mut World) -> Option<Step> {
	let (auction, record) =
		world.dice.pick(Auctions::<Runtime>::iter()).filter(|_| world.dice.percent(20))?;
	by(record.supplier.did, Selling::cancel { auction })
}

fn advance(world: &mut World) -> Option<Step> {
	let over = Auctions::<Runtime>::iter().filter(|(_, auction)| auction.due() < now());
	let (auction, record) = world.dice.pick(over)?;
	// What cannot be paid back at this moment waits.
	if matches!(record.lot.asset, Asset::Local(_)) && world.dice.percent(40) {
		if let Some(step) = payments::interfere(world) {
			return Some(step);
		}
	}
	let anybody = world.stakeholder()?;
	by(anybody, Selling::advance { auction })
}

/// Mostly once nobody is in the way any more.
fn collect(world: &mut World) -> Option<Step> {
	let (auction, bidder) = world.dice.pick(Owed::<Runtime>::iter_keys())?;
	if world.dice.percent(60) {
		if let Some(step) = payments::let_go(world) {
			return Some(step);
		}
	}
	let anybody = world.stakeholder()?;
	by(anybody, Selling::collect { auction, bidder })
}

fn set_parameters(world: &mut World) -> Option<Step> {
	world.dice.percent(20).then_some(())?;
	let mut parameters = pallet_data_auction::ParametersStore::<Runtime>::get();
	parameters.min_deposit = 50 + world.dice.below(100) as u16;
	council(Selling::set_parameters { parameters })
}
