//! The same search by looking at everything, written apart from the solver: what the solver is measured by.
//!
//! It shares the rule with the solver (what is admissible, and how good it is), and nothing of how the best is found.

use counterfoil_matcher::solver::{Answer, Demand, Offer};
use counterfoil_primitives::{
	market::{
		admissible, rank, rank_set, Fill, Left, Rank, Request, SetRank, Supply, MAX_PROPOSED,
	},
	Moment, OfferId,
};

/// The best answers to demands for lots and streams: the oldest demand first, each out of what the older ones left.
pub fn solve(offers: &[Offer], demands: &[Demand], now: Moment) -> Vec<Answer> {
	let mut stock: Vec<Offer> = offers.to_vec();
	let mut by_age: Vec<&Demand> = demands.iter().collect();
	by_age.sort_by_key(|demand| demand.id);
	let mut answers = Vec::new();
	for demand in by_age {
		let Some((id, rank)) = best(&stock, demand, now) else { continue };
		stock.iter_mut().find(|offer| offer.id == id).expect("it was found").copies -= 1;
		let rank = SetRank { missing: 0, rank, fills: 1 };
		answers.push(Answer { demand: demand.id, offers: vec![id], rank });
	}
	answers
}

/// The best offer for a lot or a stream.
pub fn best(stock: &[Offer], demand: &Demand, now: Moment) -> Option<(OfferId, Rank)> {
	let mut best: Option<(Rank, OfferId)> = None;
	for offer in stock.iter().filter(|offer| offer.copies > 0) {
		let Some((supply, fill)) = answer(offer, demand, &demand.left, &[], now) else { continue };
		let this = (rank(&supply, &fill, &demand.need, now), offer.id);
		if best.is_none_or(|best| this < best) {
			best = Some(this);
		}
	}
	best.map(|(rank, id)| (id, rank))
}

/// How good the best of all sets is that a proposal may name for a volume, each in every order.
pub fn best_set(stock: &[Offer], demand: &Demand, now: Moment) -> Option<SetRank> {
	let most = demand.fills.min(MAX_PROPOSED as u8).into();
	let mut best = None;
	extend(stock, demand, now, most, &mut Vec::new(), &mut best);
	best
}

fn extend<'a>(
	stock: &'a [Offer],
	demand: &Demand,
	now: Moment,
	most: usize,
	set: &mut Vec<(&'a Offer, Supply, Fill)>,
	best: &mut Option<SetRank>,
) {
	let mut left = demand.left;
	for (_, _, fill) in set.iter() {
		left = left.after(fill);
	}
	if !set.is_empty() {
		let fills = set.iter().map(|(_, supply, fill)| (supply, *fill));
		let this = rank_set(fills, &demand.need, &demand.left, now);
		if best.is_none_or(|best| this < best) {
			*best = Some(this);
		}
	}
	if set.len() == most || left.units == 0 {
		return;
	}
	for offer in stock {
		let named = set.iter().filter(|(other, ..)| other.id == offer.id).count();
		if named >= offer.copies as usize {
			continue;
		}
		let taken: Vec<_> =
			set.iter().flat_map(|(other, ..)| other.submissions.iter().copied()).collect();
		let Some((supply, fill)) = answer(offer, demand, &left, &taken, now) else { continue };
		set.push((offer, supply, fill));
		extend(stock, demand, now, most, set, best);
		set.pop();
	}
}

/// What an offer supplies to what is left of a demand, beside these submissions.
fn answer(
	offer: &Offer,
	demand: &Demand,
	left: &Left,
	beside: &[u64],
	now: Moment,
) -> Option<(Supply, Fill)> {
	if demand.passed.contains(&offer.supply.supplier) {
		return None;
	}
	if offer.submissions.iter().any(|one| demand.taken.contains(one) || beside.contains(one)) {
		return None;
	}
	let request = Request { demander: &demand.demander, need: &demand.need, left };
	let certified = offer.certificates.contains(&demand.need.certificate);
	let supply = Supply { certified, ..offer.supply.clone() };
	let fill = admissible(&supply, &request, now).ok()?;
	Some((supply, fill))
}
