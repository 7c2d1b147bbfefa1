//! How long the solver takes for the best answers to 10,000 demands out of 10,000 offers on one core, and how good they are: measured
//! by a search that looks at everything, on smaller markets and for some demands of the large one. Fails if a bar is missed.
//!
//! ```text
//! make bench
//! ```

mod market;
mod naive;

use std::{
	collections::BTreeMap,
	time::{Duration, Instant},
};

use counterfoil_matcher::solver::{solve, Answer, Demand, Offer, MAX_SET, SHORTLIST};
use counterfoil_primitives::Moment;
use market::{is_volume, share_at_the_optimum, Dice, NOW};

/// Orders on each side of the large market, and of the smaller one.
const LARGE: u64 = 10_000;
const SMALL: u64 = 2_000;

/// Markets of volumes, offers and demands of each: few enough to look at every set, and more offers than the solver considers.
const VOLUME_MARKETS: u64 = 4;
const VOLUME_OFFERS: u64 = 60;
const VOLUMES: u64 = 15;

/// What the large market may take on one core.
const BAR: Duration = Duration::from_secs(10);

/// One demand in so many of the large market is answered by looking at every offer as well.
const SAMPLE: usize = 50;

type Solver = fn(&[Offer], &[Demand], Moment) -> Vec<Answer>;

/// Solves a market and says how long it took.
fn run(
	name: &str,
	solver: Solver,
	offers: &[Offer],
	demands: &[Demand],
) -> (Vec<Answer>, Duration) {
	let start = Instant::now();
	let answers = solver(offers, demands, NOW);
	let taken = start.elapsed();
	let pairs = (offers.len() * demands.len()) as f64;
	println!(
		"{name:<8} {:>6} offers {:>6} demands {:>6} answered {taken:>10.1?} {:>12.0} pairs/s",
		offers.len(),
		demands.len(),
		answers.len(),
		pairs / taken.as_secs_f64()
	);
	(answers, taken)
}

/// Answers some of the demands for lots and streams again, out of what the older ones left, by looking at every offer.
fn check_some(offers: &[Offer], demands: &[Demand], answers: &[Answer]) -> usize {
	let answered: BTreeMap<_, _> = answers.iter().map(|answer| (answer.demand, answer)).collect();
	let mut stock = offers.to_vec();
	let mut checked = 0;
	for (number, demand) in demands.iter().enumerate() {
		let answer = answered.get(&demand.id).map(|answer| &answer.offers[..]).unwrap_or_default();
		if number % SAMPLE == 0 && !is_volume(demand) {
			let best = naive::best(&stock, demand, NOW).map(|(id, _)| id);
			assert_eq!(answer, best.as_slice(), "the best answer to demand {}", demand.id);
			checked += 1;
		}
		for id in answer {
			stock[*id as usize].copies -= 1;
		}
	}
	checked
}

fn main() {
	println!("best: each demand's best answer by its own policy out of what older demands left");
	let mut dice = Dice(SMALL);
	let (offers, mut demands) = (dice.offers(SMALL), dice.demands(SMALL));
	demands.retain(|demand| !is_volume(demand));
	let (fast, quick) = run("solver", solve, &offers, &demands);
	let (plain, slow) = run("naive", naive::solve, &offers, &demands);
	assert_eq!(fast, plain, "the solver finds what looking at every pair finds");
	let times = slow.as_secs_f64() / quick.as_secs_f64();
	println!("lots and streams: exact, the same answers in {times:.1} times less");

	let (best, volumes, missing) = share_at_the_optimum(VOLUME_MARKETS, VOLUME_OFFERS, VOLUMES);
	println!("volumes: a heuristic, the best sets of up to {MAX_SET} among {SHORTLIST} offers");
	println!(
		"         {best} of {volumes} at the optimum of every set out of {VOLUME_OFFERS} offers ({:.0} %), at most {missing} per mille of a \
		 volume missed",
		100.0 * best as f64 / volumes as f64
	);

	let mut dice = Dice(LARGE);
	let (offers, demands) = (dice.offers(LARGE), dice.demands(LARGE));
	let (answers, taken) = run("solver", solve, &offers, &demands);
	let checked = check_some(&offers, &demands, &answers);
	println!("{checked} of the demands for lots and streams compared with every offer: exact");
	assert!(taken < BAR, "{taken:?} for the large market: more than {BAR:?}");
}
