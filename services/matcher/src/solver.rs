//! Which offers answer which demands best.
//!
//! # What is best
//!
//! Demands are served in the order of their age, as whoever asks first is served first on the chain as well. Each gets the best answer
//! under *its own* policy out of what older demands left. That is the optimum in the sense of the market: no demand can do better
//! but by taking from an older one. (It is the only stable matching, as an offer prefers the older demand at the same price.) The rule
//! itself is [`admissible`] and [`rank`] of `counterfoil_primitives`, the very code that the chain runs.
//!
//! For needs of one lot or stream the answer is exact. For a volume that several offers fill together, finding the best set is the
//! knapsack problem; here it is the best of all sets of at most [`MAX_SET`] offers among the [`SHORTLIST`] that are the best by
//! themselves for each reading.
//!
//! # How it is found fast
//!
//! Offers are grouped by category (and by each category above) and by what is paid in, and sorted once in each group for every policy
//! that orders offers whatever the need is. In such an order the first admissible offer is the best one, and nothing after it is looked at.
//! The other policies (nearest, weighted) look at the whole group.

use std::{cmp::Ordering, collections::BTreeMap};

use counterfoil_primitives::{
	market::{
		admissible, compare, rank, rank_set, Fill, Left, Need, Policy, Rank, Request, SetRank,
		Supply, Wanted,
	},
	money::Asset,
	text::Category,
	traits::CertificateNeed,
	DemandId, DidId, Moment, OfferId, SubmissionId,
};

/// The most offers of a set that answers a volume: what a proposal may name.
pub const MAX_SET: usize = 4;

/// How many offers are considered for a set.
pub const SHORTLIST: usize = 16;

/// An offer that is open.
#[derive(Clone, Debug)]
pub struct Offer {
	/// Its number.
	pub id: OfferId,
	/// What it supplies. What it says about a certificate does not matter: see `certificates`.
	pub supply: Supply,
	/// Which needs for a certificate it answers.
	pub certificates: Vec<CertificateNeed>,
	/// How many demands it can answer.
	pub copies: u32,
	/// The submissions of its lot, in ascending order. None of them is sold to a demand twice.
	pub submissions: Vec<SubmissionId>,
}

/// A demand that is open.
#[derive(Clone, Debug)]
pub struct Demand {
	/// Its number; the lower, the older.
	pub id: DemandId,
	/// Whose it is.
	pub demander: DidId,
	/// What it asks for.
	pub need: Need,
	/// How much of it is not answered yet.
	pub left: Left,
	/// How many more agreements may come of it.
	pub fills: u8,
	/// Suppliers that it passes over.
	pub passed: Vec<DidId>,
	/// Submissions that fill a part of it already.
	pub taken: Vec<SubmissionId>,
}

impl Demand {
	/// Whether the chain would let the demand look at the offer at all.
	fn looks_at(&self, offer: &Offer) -> bool {
		!self.passed.contains(&offer.supply.supplier) && !share(&self.taken, &offer.submissions)
	}
}

/// Whether two lists have a submission in common.
fn share(one: &[SubmissionId], other: &[SubmissionId]) -> bool {
	one.iter().any(|submission| other.contains(submission))
}

/// The best answer to a demand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
	/// The demand.
	pub demand: DemandId,
	/// The offers, in the order in which they fill the demand.
	pub offers: Vec<OfferId>,
	/// How good it is.
	pub rank: SetRank,
}

/// The best answers to all demands, see the [module](self).
pub fn solve(offers: &[Offer], demands: &[Demand], now: Moment) -> Vec<Answer> {
	let market = Market::new(offers, demands);
	answer_each(offers, demands, |demand, copies| market.best(demand, copies, now))
}

/// The same by looking at every pair: what [`solve`] has to find, in as few words as possible.
pub fn solve_naively(offers: &[Offer], demands: &[Demand], now: Moment) -> Vec<Answer> {
	answer_each(offers, demands, |demand, copies| {
		let certified = certified(offers, demand.need.certificate);
		let open = (0..offers.len())
			.filter(|place| copies[*place] > 0 && demand.looks_at(&offers[*place]));
		choose(open.map(|place| (place, &certified[place], &offers[place])), demand, now)
	})
}

/// Answers the demands one after another, the oldest first, and takes what each got from the copies that are left.
fn answer_each(
	offers: &[Offer],
	demands: &[Demand],
	mut best: impl FnMut(&Demand, &[u32]) -> Option<(Vec<usize>, SetRank)>,
) -> Vec<Answer> {
	let mut copies: Vec<u32> = offers.iter().map(|offer| offer.copies).collect();
	let mut oldest_first: Vec<&Demand> = demands.iter().collect();
	oldest_first.sort_by_key(|demand| demand.id);
	let mut answers = Vec::new();
	for demand in oldest_first {
		let Some((places, rank)) = best(demand, &copies) else { continue };
		for place in &places {
			copies[*place] -= 1;
		}
		let offers = places.into_iter().map(|place| offers[place].id).collect();
		answers.push(Answer { demand: demand.id, offers, rank });
	}
	answers
}

/// What the offers supply to a need that asks for this certificate.
fn certified(offers: &[Offer], need: CertificateNeed) -> Vec<Supply> {
	let supply = |offer: &Offer| Supply {
		certified: offer.certificates.contains(&need),
		..offer.supply.clone()
	};
	offers.iter().map(supply).collect()
}

/// An offer that will do: its place, what it supplies and fills, its rank, and itself.
type Candidate<'a> = (usize, &'a Supply, Fill, Rank, &'a Offer);

/// The best answer out of these offers.
fn choose<'a>(
	offers: impl Iterator<Item = (usize, &'a Supply, &'a Offer)>,
	demand: &Demand,
	now: Moment,
) -> Option<(Vec<usize>, SetRank)> {
	let request = request(demand);
	let candidates = offers.filter_map(|(place, supply, offer)| {
		let fill = admissible(supply, &request, now).ok()?;
		Some((place, supply, fill, rank(supply, &fill, &demand.need, now), offer))
	});
	if let Wanted::Volume { .. } = demand.need.wanted {
		let mut candidates: Vec<_> = candidates.collect();
		candidates.sort_by(by_worth);
		candidates.truncate(SHORTLIST);
		return best_set(&candidates, demand, now);
	}
	candidates
		.min_by(|(.., a, one), (.., b, other)| compare((a, one.id), (b, other.id)))
		.map(|(place, supply, fill, ..)| (vec![place], set_rank(&[(supply, fill)], demand, now)))
}

fn request(demand: &Demand) -> Request<'_> {
	Request { demander: &demand.demander, need: &demand.need, left: &demand.left }
}

fn set_rank(fills: &[(&Supply, Fill)], demand: &Demand, now: Moment) -> SetRank {
	rank_set(fills.iter().copied(), &demand.need, &demand.left, now)
}

/// Orders offers by what they are worth for a set: what the policy says of one reading of each.
fn by_worth(a: &Candidate, b: &Candidate) -> Ordering {
	let ((.., fill, rank, offer), (.., other_fill, other_rank, other)) = (a, b);
	let cost = |one: &Fill, other: &Fill| one.amount.saturating_mul(other.units.into());
	let cheaper = cost(fill, other_fill).cmp(&cost(other_fill, fill));
	let preferred = match rank.first == fill.amount {
		// The policy looks at the price first: for a set, at that of a reading.
		true => cheaper.then(rank.then.cmp(&other_rank.then)),
		false => rank.first.cmp(&other_rank.first).then(cheaper),
	};
	preferred.then(offer.id.cmp(&other.id))
}

/// The best of all sets of these offers, each in the order of the list.
fn best_set(
	candidates: &[Candidate],
	demand: &Demand,
	now: Moment,
) -> Option<(Vec<usize>, SetRank)> {
	let most = MAX_SET.min(demand.fills.into());
	let mut search = Search { candidates, demand, now, most, best: None };
	search.extend(0, demand.left, &mut Vec::new(), &mut Vec::new());
	search.best
}

struct Search<'a> {
	candidates: &'a [Candidate<'a>],
	demand: &'a Demand,
	now: Moment,
	most: usize,
	best: Option<(Vec<usize>, SetRank)>,
}

impl<'a> Search<'a> {
	/// Looks at every set that begins with the one so far.
	fn extend(
		&mut self,
		from: usize,
		left: Left,
		places: &mut Vec<usize>,
		fills: &mut Vec<(&'a Supply, Fill)>,
	) {
		if !places.is_empty() {
			let rank = set_rank(fills, self.demand, self.now);
			if self.best.as_ref().is_none_or(|(_, best)| rank < *best) {
				self.best = Some((places.clone(), rank));
			}
		}
		if places.len() == self.most || left.units == 0 {
			return;
		}
		for next in from..self.candidates.len() {
			let (place, supply, .., offer) = self.candidates[next];
			let chosen = |place: &usize| {
				let one = self.candidates.iter().find(|(other, ..)| other == place);
				one.is_some_and(|(.., one)| share(&one.submissions, &offer.submissions))
			};
			if places.iter().any(chosen) {
				continue;
			}
			let request = Request { left: &left, ..request(self.demand) };
			let Ok(fill) = admissible(supply, &request, self.now) else { continue };
			places.push(place);
			fills.push((supply, fill));
			self.extend(next + 1, left.after(&fill), places, fills);
			places.pop();
			fills.pop();
		}
	}
}

/// The orders in which the first admissible offer is the best one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sorting {
	Price,
	Fairness,
	Quality,
	Freshness,
}

impl Sorting {
	/// The order that serves the need, if there is one.
	fn of(need: &Need) -> Option<Self> {
		match (need.wanted, need.policy) {
			(Wanted::Volume { .. }, _) => None,
			(_, Policy::Cheapest) => Some(Self::Price),
			(_, Policy::FairShare) => Some(Self::Fairness),
			(_, Policy::BestQuality) => Some(Self::Quality),
			(_, Policy::Freshest) => Some(Self::Freshness),
			(_, Policy::Nearest(_) | Policy::Weighted(_)) => None,
		}
	}

	/// What the order goes by; the lower first.
	fn key(self, offer: &Offer) -> (u128, u128, OfferId) {
		let supply = &offer.supply;
		let amount = supply.amount().unwrap_or(u128::MAX);
		let (first, then) = match self {
			Self::Price => (amount, 0),
			Self::Fairness => (amount, supply.sold.into()),
			Self::Quality => (u128::from(u16::MAX - supply.quality), amount),
			Self::Freshness => (u128::from(u64::MAX - supply.span.to), amount),
		};
		(first, then, offer.id)
	}
}

/// The offers of a market, by where a demand looks for them.
struct Market<'a> {
	offers: &'a [Offer],
	/// For each certificate that some demand asks for: what the offers supply.
	supplies: BTreeMap<Vec<u8>, Vec<Supply>>,
	/// Places of offers by category, or one above, and by what is paid in.
	groups: BTreeMap<(Category, Asset), Vec<usize>>,
	/// The same in the orders that demands ask for.
	sorted: BTreeMap<(Category, Asset, Sorting), Vec<usize>>,
}

impl<'a> Market<'a> {
	fn new(offers: &'a [Offer], demands: &[Demand]) -> Self {
		let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
		for (place, offer) in offers.iter().enumerate() {
			for category in offer.supply.category.and_ancestors() {
				groups.entry((category, offer.supply.asset)).or_default().push(place);
			}
		}
		let mut market =
			Self { offers, supplies: BTreeMap::new(), groups, sorted: BTreeMap::new() };
		for Demand { need, .. } in demands {
			market
				.supplies
				.entry(key_of(&need.certificate))
				.or_insert_with(|| certified(offers, need.certificate));
			let Some(sorting) = Sorting::of(need) else { continue };
			let Some(group) = market.groups.get(&(need.category, need.asset)) else { continue };
			market.sorted.entry((need.category, need.asset, sorting)).or_insert_with(|| {
				let mut places = group.clone();
				places.sort_by_cached_key(|place| sorting.key(&offers[*place]));
				places
			});
		}
		market
	}

	fn is_open(&self, demand: &Demand, place: usize, copies: &[u32]) -> bool {
		copies[place] > 0 && demand.looks_at(&self.offers[place])
	}

	/// The best answer to a demand out of the offers of which copies are left.
	fn best(&self, demand: &Demand, copies: &[u32], now: Moment) -> Option<(Vec<usize>, SetRank)> {
		let need = &demand.need;
		let supplies = self.supplies.get(&key_of(&need.certificate))?;
		let Some(sorting) = Sorting::of(need) else {
			let group = self.groups.get(&(need.category, need.asset))?;
			let open = group.iter().filter(|place| self.is_open(demand, **place, copies));
			let offers = open.map(|place| (*place, &supplies[*place], &self.offers[*place]));
			return choose(offers, demand, now);
		};
		let request = request(demand);
		let group = self.sorted.get(&(need.category, need.asset, sorting))?;
		let mut open = group.iter().filter(|place| self.is_open(demand, **place, copies));
		open.find_map(|place| {
			let supply = &supplies[*place];
			let fill = admissible(supply, &request, now).ok()?;
			Some((vec![*place], set_rank(&[(supply, fill)], demand, now)))
		})
	}
}

/// A need for a certificate as a key.
fn key_of(need: &CertificateNeed) -> Vec<u8> {
	codec::Encode::encode(need)
}
