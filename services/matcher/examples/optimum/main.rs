//! How long the solver takes for the best answers to 10,000 demands out of 10,000 offers, and that they are the best: for a smaller
//! market they are compared with those of a search that looks at every pair.
//!
//! ```text
//! make bench
//! ```

mod market;

use std::time::{Duration, Instant};

use counterfoil_matcher::solver::{solve, solve_naively, Answer, Demand, Offer};
use counterfoil_primitives::Moment;
use market::{Dice, NOW};

/// Orders on each side of the large market, and of the smaller one.
const LARGE: u64 = 10_000;
const SMALL: u64 = 2_000;

type Solver = fn(&[Offer], &[Demand], Moment) -> Vec<Answer>;

/// Solves a market of so many offers and as many demands.
fn run(name: &str, solver: Solver, orders: u64) -> (Vec<Answer>, Duration) {
	let mut dice = Dice(orders);
	let (offers, demands) = (dice.offers(orders), dice.demands(orders));
	let start = Instant::now();
	let answers = solver(&offers, &demands, NOW);
	let taken = start.elapsed();
	println!(
		"{name:<8} {orders:>6} offers {orders:>6} demands {:>6} answered {taken:>10.1?} {:>12.0} pairs/s",
		answers.len(),
		(orders * orders) as f64 / taken.as_secs_f64()
	);
	(answers, taken)
}

fn main() {
	let (fast, quick) = run("solver", solve, SMALL);
	let (naive, slow) = run("naive", solve_naively, SMALL);
	assert_eq!(fast, naive, "the solver finds what looking at every pair finds");
	println!("the same answers, in {:.1} times less", slow.as_secs_f64() / quick.as_secs_f64());
	run("solver", solve, LARGE);
}
