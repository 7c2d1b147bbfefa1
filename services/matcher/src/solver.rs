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
//! knapsack problem; here it is a heuristic: the best of all sets of at most [`MAX_SET`] offers among the [`SHORTLIST`] that are the
//! best by themselves for each reading. `examples/optimum` says how often that is the best of all.
//!
//! # How it is found fast
//!
//! Offers are grouped by category (and by each category above) and by what is paid in, and sorted once in each group for every policy
//! that orders offers whatever the need is. In such an order the first admissible offer is the best one, and nothing after it is looked at.
//! The other policies (nearest, weighted) look at the whole group.

use std::collections::BTreeMap;

use counterfoil_primitives::{
	market::{
		admissible, compare, compare_parts, rank, rank_set, Fill, Left, Mismatch, Need, Policy,
		Rank, Request, SetRank, Supply, Wanted, MAX_PROPOSED,
	},
	money::Asset,
	text::Category,
	traits::CertificateNeed,
	DemandId, DidId, Moment, OfferId, SubmissionId,
};

/// The most offers of a set that answers a volume: what a proposal may name.
pub const MAX_SET: usize = MAX_PROPOSED as usize;

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
	let mut copies: Vec<u32> = offers.iter().map(|offer| offer.copies).collect();
	let mut oldest_first: Vec<&Demand> = demands.iter().collect();
	oldest_first.sort_by_key(|demand| demand.id);
	let mut answers = Vec::new();
	for demand in oldest_first {
		let Some((places, rank)) = market.best(demand, &copies, now) else { continue };
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
	let volume = matches!(demand.need.wanted, Wanted::Volume { .. });
	let candidates = offers.filter_map(|(place, supply, offer)| {
		let alone = admissible(supply, &request(demand, &demand.left), now);
		let fill = match alone {
			// Too dear for its part of the budget, but perhaps not for what the others leave of it.
			Err(Mismatch::Price) if volume => {
				let units = supply.records.min(demand.left.units);
				let last = Left { units, ..demand.left };
				admissible(supply, &request(demand, &last), now)
			},
			alone => alone,
		};
		let fill = fill.ok()?;
		Some((place, supply, fill, rank(supply, &fill, &demand.need, now), offer))
	});
	if volume {
		let mut candidates: Vec<_> = candidates.collect();
		candidates.sort_by(|(.., a_fill, a, one), (.., b_fill, b, other)| {
			compare_parts(&demand.need.policy, (a, a_fill, one.id), (b, b_fill, other.id))
		});
		candidates.truncate(SHORTLIST);
		return best_set(&candidates, demand, now);
	}
	candidates
		.min_by(|(.., a, one), (.., b, other)| compare((a, one.id), (b, other.id)))
		.map(|(place, supply, fill, ..)| (vec![place], set_rank(&[(supply, fill)], demand, now)))
}

fn request<'a>(demand: &'a Demand, left: &'a Left) -> Request<'a> {
	Request { demander: &demand.demander, need: &demand.need, left }
}

fn set_rank(fills: &[(&Supply, Fill)], demand: &Demand, now: Moment) -> SetRank {
	rank_set(fills.iter().copied(), &demand.need, &demand.left, now)
}

/// The best of all sets of these offers.
fn best_set(
	candidates: &[Candidate],
	demand: &Demand,
	now: Moment,
) -> Option<(Vec<usize>, SetRank)> {
	let most = MAX_SET.min(demand.fills.into());
	let mut search = Search { candidates, demand, now, most, best: None };
	search.extend(0, demand.left, &mut Vec::new());
	search.best
}

struct Search<'a> {
	candidates: &'a [Candidate<'a>],
	demand: &'a Demand,
	now: Moment,
	most: usize,
	best: Option<(Vec<usize>, SetRank)>,
}

/// A candidate that is chosen for a set, and what it fills there.
type Chosen<'a> = (&'a Candidate<'a>, Fill);

impl<'a> Search<'a> {
	/// Looks at every set that begins with the one so far: extended by candidates from this one on, and ended by any. Only which one comes
	/// last matters: it may cost what is left of the budget, any other its part.
	fn extend(&mut self, from: usize, left: Left, set: &mut Vec<Chosen<'a>>) {
		if !set.is_empty() {
			self.note(set);
		}
		if set.len() == self.most || left.units == 0 {
			return;
		}
		for next in 0..self.candidates.len() {
			let candidate @ (_, supply, ..) = &self.candidates[next];
			if next < from && supply.records < left.units {
				continue;
			}
			if set.iter().any(|(other, _)| clash(other, candidate)) {
				continue;
			}
			let Ok(fill) = admissible(supply, &request(self.demand, &left), self.now) else {
				continue;
			};
			set.push((candidate, fill));
			self.extend(from.max(next + 1), left.after(&fill), set);
			set.pop();
		}
	}

	/// Keeps a set if it is better than those before.
	fn note(&mut self, set: &[Chosen<'a>]) {
		let fills: Vec<_> = set.iter().map(|((_, supply, ..), fill)| (*supply, *fill)).collect();
		let rank = set_rank(&fills, self.demand, self.now);
		if self.best.as_ref().is_none_or(|(_, best)| rank < *best) {
			let places = set.iter().map(|((place, ..), _)| *place).collect();
			self.best = Some((places, rank));
		}
	}
}

/// Whether two candidates cannot be in one set: they are the same, or sell the same submission.
fn clash(one: &Candidate, other: &Candidate) -> bool {
	one.0 == other.0 || share(&one.4.submissions, &other.4.submissions)
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
		let request = request(demand, &demand.left);
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
