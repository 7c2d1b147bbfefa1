//! Watches the chain and proposes.

use std::{collections::BTreeMap, time::Duration};

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

/// For how many blocks a proposal that was sent is not sent again, and an offer that was refused is not proposed again.
const PATIENCE: u64 = 8;

/// Before a node that went away is asked for blocks again.
const PAUSE: Duration = Duration::from_secs(1);

/// What happened lately: lost with the process, which costs nothing but a question, or a transaction that the chain refuses.
#[derive(Default)]
struct Lately {
	/// The last block that was looked at.
	looked: u64,
	/// What was proposed, so that nothing is sent twice while it is on its way.
	sent: BTreeMap<DemandId, (Vec<OfferId>, u64)>,
	/// Suppliers that the chain refused for a demand, for reasons that the solver does not see. The next best get their turn.
	refused: BTreeMap<(DemandId, DidId), u64>,
}

impl Lately {
	fn is_on_its_way(&self, answer: &Answer) -> bool {
		self.sent.get(&answer.demand).is_some_and(|(offers, _)| *offers == answer.offers)
	}

	/// Whom the chain refused for a demand.
	fn refused_for(&self, demand: DemandId) -> impl Iterator<Item = DidId> + '_ {
		let all = (demand, DidId([0; 32]))..=(demand, DidId([u8::MAX; 32]));
		self.refused.range(all).map(|((_, supplier), _)| *supplier)
	}

	fn forget(&mut self, block: u64) {
		let is_recent = |noted: &u64| noted.saturating_add(PATIENCE) > block;
		self.sent.retain(|_, (_, sent)| is_recent(sent));
		self.refused.retain(|_, noted| is_recent(noted));
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
	lately.forget(block);
	let Orders { now, offers, mut demands } = chain.orders(&at, settings.least_reward).await?;
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
		if lately.is_on_its_way(answer) {
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
		lately.sent.insert(answer.demand, (answer.offers.clone(), block));
	}
	Ok(())
}
