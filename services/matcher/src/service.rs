//! Watches the chain and proposes.

use std::{
	collections::{BTreeMap, BTreeSet},
	time::Duration,
};

use anyhow::{bail, Result};
use counterfoil_primitives::{DemandId, DidId, OfferId};
use tracing::{debug, info, warn};

use crate::{
	chain::{Chain, Orders, Reception},
	solver::{solve, Answer},
};

/// How the service behaves.
#[derive(Clone, Debug)]
pub struct Settings {
	/// Demands that reward less than this are left to others, in the smallest unit of the chain's token.
	pub least_reward: u128,
	/// The most proposals that are sent for one block.
	pub most: usize,
	/// Tell what would be proposed, and send nothing.
	pub dry_run: bool,
	/// Look at one block only.
	pub once: bool,
}

/// For how many blocks a proposal that was sent is not sent again, the first time, and an offer that was refused is not proposed again.
const PATIENCE: u64 = 8;

/// Before a node that went away is asked for blocks again.
const PAUSE: Duration = Duration::from_secs(1);

/// What happened lately: lost with the process, which costs nothing but a question, or a transaction that the chain refuses.
#[derive(Default)]
struct Lately {
	/// The last block that was looked at.
	looked: u64,
	/// What was proposed last for each demand that is still open.
	sent: BTreeMap<DemandId, Sent>,
	/// Suppliers that the chain refused for a demand, for reasons that the solver does not see. The next best get their turn.
	refused: BTreeMap<(DemandId, DidId), u64>,
}

/// A proposal that was sent.
struct Sent {
	offers: Vec<OfferId>,
	/// At which block, and how often until then.
	block: u64,
	times: u32,
}

impl Sent {
	/// The first block at which it may be sent again. It waits twice as long each time: what is concluded and comes to nothing costs a fee
	/// whenever it is tried, and the demander who can open no agreement is none of those whom the chain passes over.
	fn again(&self) -> u64 {
		let longer = 1u64.checked_shl(self.times.saturating_sub(1)).unwrap_or(u64::MAX);
		self.block.saturating_add(PATIENCE.saturating_mul(longer))
	}
}

impl Lately {
	/// Whether an answer was sent and may be on its way, or came to nothing not long ago.
	fn was_sent(&self, answer: &Answer, block: u64) -> bool {
		let same = self.sent.get(&answer.demand).filter(|sent| sent.offers == answer.offers);
		same.is_some_and(|sent| block < sent.again())
	}

	fn note_sent(&mut self, answer: &Answer, block: u64) {
		let same = self.sent.get(&answer.demand).filter(|sent| sent.offers == answer.offers);
		let times = same.map_or(0, |sent| sent.times).saturating_add(1);
		self.sent.insert(answer.demand, Sent { offers: answer.offers.clone(), block, times });
	}

	/// Whom the chain refused for a demand.
	fn refused_for(&self, demand: DemandId) -> impl Iterator<Item = DidId> + '_ {
		let all = (demand, DidId([0; 32]))..=(demand, DidId([u8::MAX; 32]));
		self.refused.range(all).map(|((_, supplier), _)| *supplier)
	}

	/// Keeps what may still matter at this block, at which these demands are open.
	fn forget(&mut self, block: u64, open: &BTreeSet<DemandId>) {
		self.sent.retain(|demand, _| open.contains(demand));
		self.refused.retain(|_, noted| noted.saturating_add(PATIENCE) > block);
	}
}

/// Watches the chain until it is stopped, or looks at one block.
pub async fn run(chain: &Chain, settings: &Settings) -> Result<()> {
	if !settings.dry_run {
		chain.check_signer().await?;
	}
	if settings.once {
		return look(chain, settings, &mut Lately::default()).await;
	}
	loop {
		if let Err(error) = watch(chain, settings).await {
			warn!(error = format!("{error:#}"), "watching again");
		}
		tokio::time::sleep(PAUSE).await;
	}
}

/// Looks at each block until the node tells of no more.
async fn watch(chain: &Chain, settings: &Settings) -> Result<()> {
	let mut lately = Lately::default();
	let mut blocks = chain.blocks().await?;
	while let Some(block) = blocks.next().await {
		let number = block?.number();
		// Whoever is slower than the chain looks at the latest block, and not at each that came meanwhile.
		if number <= lately.looked {
			continue;
		}
		// What is wrong at one block may be right at the next one.
		if let Err(error) = look(chain, settings, &mut lately).await {
			warn!(block = number, error = format!("{error:#}"), "nothing proposed");
		}
	}
	bail!("the node tells of no more blocks")
}

/// Looks for the best answers at the latest block, and proposes those that are better than what stands.
async fn look(chain: &Chain, settings: &Settings, lately: &mut Lately) -> Result<()> {
	let at = chain.latest().await?;
	let block = at.block_number();
	lately.looked = block;
	let Orders { now, offers, mut demands } = chain.orders(&at, settings.least_reward).await?;
	lately.forget(block, &demands.iter().map(|demand| demand.id).collect());
	for demand in &mut demands {
		demand.passed.extend(lately.refused_for(demand.id));
	}
	let (offers, answers) = tokio::task::spawn_blocking(move || {
		let answers = solve(&offers, &demands, now);
		debug!(offers = offers.len(), demands = demands.len(), answers = answers.len(), "solved");
		(offers, answers)
	})
	.await?;
	let mut nonce = None;
	let mut proposed = 0usize;
	for answer in &answers {
		if proposed == settings.most {
			break;
		}
		if lately.was_sent(answer, block) {
			continue;
		}
		match chain.appraise(&at, answer).await? {
			Reception::Taken => {},
			Reception::NotBetter => continue,
			Reception::Refused(refused) => {
				debug!(demand = answer.demand, offer = refused, block, "refused by the chain");
				let offer = offers.iter().find(|offer| offer.id == refused);
				let pair = offer.map(|offer| (answer.demand, offer.supply.supplier));
				lately.refused.extend(pair.map(|pair| (pair, block)));
				continue;
			},
		}
		proposed = proposed.saturating_add(1);
		if settings.dry_run {
			info!(demand = answer.demand, offers = ?answer.offers, block, "would propose");
			continue;
		}
		info!(demand = answer.demand, offers = ?answer.offers, block, "proposing");
		let number = match nonce {
			Some(number) => number,
			None => chain.next_nonce().await?,
		};
		chain.propose(&at, answer, number).await?;
		nonce = Some(number.saturating_add(1));
		lately.note_sent(answer, block);
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use counterfoil_primitives::market::{Rank, SetRank};

	fn answer(demand: DemandId, offers: &[OfferId]) -> Answer {
		let rank = SetRank { missing: 0, rank: Rank { first: 0, then: 0 }, fills: 1 };
		Answer { demand, offers: offers.to_vec(), rank }
	}

	#[test]
	fn what_comes_to_nothing_is_sent_again_at_ever_longer_intervals() {
		let mut lately = Lately::default();
		let same = answer(7, &[1]);
		let mut sent = Vec::new();
		for block in 0..1_000 {
			lately.forget(block, &[7].into());
			if !lately.was_sent(&same, block) {
				lately.note_sent(&same, block);
				sent.push(block);
			}
		}
		assert_eq!(sent, [0, 8, 24, 56, 120, 248, 504]);
	}

	#[test]
	fn another_answer_is_sent_at_once_and_a_demand_that_is_gone_is_forgotten() {
		let mut lately = Lately::default();
		lately.note_sent(&answer(7, &[1]), 0);
		assert!(lately.was_sent(&answer(7, &[1]), 7));
		assert!(!lately.was_sent(&answer(7, &[1]), 8));
		assert!(!lately.was_sent(&answer(7, &[2]), 1));
		assert!(!lately.was_sent(&answer(8, &[1]), 1));
		lately.forget(1, &[8].into());
		assert!(!lately.was_sent(&answer(7, &[1]), 1));
	}
}
