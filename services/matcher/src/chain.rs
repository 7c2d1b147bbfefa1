//! The market of a chain, as a node tells it, and how proposals get there.
//!
//! All reads are of one finalised block. The runtime API `DataMarketApi`, version 1, is asked by its bytes: the types below are those of
//! `pallets/data-market/runtime-api`, and what a supply and a need are is the code of `counterfoil_primitives`, which the chain runs too.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use anyhow::{anyhow, ensure, Context, Result};
use codec::{Decode, Encode};
use counterfoil_primitives::{
	did::DidStatus,
	market::{Left, Need, SetRank, Supply},
	traits::CertificateNeed,
	AgreementId, DemandId, DidId, Moment, OfferId, SubmissionId,
};
use subxt::{
	backend::LegacyBackend,
	client::{Blocks, ClientAtBlock, OnlineClientAtBlockImpl},
	config::{DefaultExtrinsicParamsBuilder, RpcConfigFor},
	dynamic::{self, Value},
	rpcs::{
		client::{reconnecting_rpc_client::FixedInterval, ReconnectingRpcClient, RpcClient},
		methods::LegacyRpcMethods,
	},
	OnlineClient, PolkadotConfig as Config,
};
use subxt_signer::sr25519::Keypair;

use crate::solver::{Answer, Demand, Offer};

/// Items that a page has at most.
const PAGE: u32 = 100;

/// For how many blocks a proposal may wait in the pool.
const LIFE: u64 = 32;

/// How long the node may take to answer at all. Once it has, a connection that breaks is made again for as long as it takes.
const FIRST_ANSWER: Duration = Duration::from_secs(10);

/// Between two attempts to connect.
const BETWEEN_ATTEMPTS: Duration = Duration::from_secs(1);

/// What an open offer supplies.
#[derive(Decode)]
struct SupplyView {
	offer: OfferId,
	copies: u32,
	submissions: Vec<SubmissionId>,
	supply: Supply,
}

#[derive(Decode)]
struct SupplyPage {
	supplies: Vec<SupplyView>,
	next: Option<OfferId>,
}

/// An open demand.
#[derive(Decode)]
struct DemandView {
	id: DemandId,
	demander: DidId,
	need: Need,
	left: Left,
	fills_left: u32,
	_pending: u32,
	_agreements: Vec<AgreementId>,
	_failed: (Left, u32),
	taken: Vec<SubmissionId>,
	passed: Vec<DidId>,
	reward: u128,
	_window: Moment,
	_confirm: bool,
	_placed: Moment,
	_valid_until: Moment,
	_open: bool,
}

#[derive(Decode)]
struct DemandPage {
	demands: Vec<DemandView>,
	next: Option<DemandId>,
}

/// What the chain says of a proposal.
#[derive(Decode)]
enum Appraisal {
	#[codec(index = 0)]
	Admissible { rank: SetRank, standing: Option<SetRank> },
	/// Followed by the obstacle, which nobody here needs to tell apart.
	#[codec(index = 1)]
	Refused { fill: u32 },
}

/// How what the chain says of a subject begins.
#[derive(Decode)]
struct DidHead {
	_did: DidId,
	_kind: u8,
	_status: DidStatus,
	active: bool,
}

/// What the chain would make of an answer.
pub enum Reception {
	/// It would take it as a proposal, and prefer it to the one that stands.
	Taken,
	/// One that is as good or better stands.
	NotBetter,
	/// It refuses this offer: what it asks besides the rule, such as whether the supplier may trade, is not met.
	Refused(OfferId),
}

/// The open orders of a market at one block.
pub struct Orders {
	/// The clock of the block.
	pub now: Moment,
	/// What is offered.
	pub offers: Vec<Offer>,
	/// What is wanted, where there is a reward.
	pub demands: Vec<Demand>,
}

/// A node.
pub struct Chain {
	client: OnlineClient<Config>,
	rpc: LegacyRpcMethods<RpcConfigFor<Config>>,
	signer: Keypair,
}

/// A block that can be asked.
type At = ClientAtBlock<Config, OnlineClientAtBlockImpl<Config>>;

impl Chain {
	/// Connects to a node, and again whenever the connection breaks. `signer` pays for the proposals and is the account of the
	/// stakeholder that proposes.
	pub async fn connect(url: &str, signer: Keypair) -> Result<Self> {
		// It would try for ever, and nobody would know why nothing happens.
		let again = FixedInterval::new(BETWEEN_ATTEMPTS);
		let connecting = ReconnectingRpcClient::builder().retry_policy(again).build(url);
		let inner = tokio::time::timeout(FIRST_ANSWER, connecting)
			.await
			.map_err(|_| anyhow!("no node answers at {url} within {FIRST_ANSWER:?}"))?
			.with_context(|| format!("no node answers at {url}"))?;
		let rpc = RpcClient::new(inner);
		// The default backend prefers methods that pin blocks, of which a node of fast blocks allows too few.
		let backend = LegacyBackend::builder().build(rpc.clone());
		let client = OnlineClient::from_backend(Arc::new(backend)).await?;
		Ok(Self { client, rpc: LegacyRpcMethods::new(rpc), signer })
	}

	/// An error unless the account that signs is that of an active stakeholder: of others the chain takes no proposal, only the fee.
	pub async fn check_signer(&self) -> Result<()> {
		let at = self.latest().await?;
		let account = self.signer.public_key().to_account_id();
		let did: Option<DidId> = ask(&at, "DidApi_did_of", &account.0).await?;
		let active = match did {
			Some(did) => {
				let (head, _): (Option<DidHead>, _) = ask_head(&at, "DidApi_resolve", &did).await?;
				head.is_some_and(|head| head.active)
			},
			None => false,
		};
		ensure!(active, "the account of the key, {account}, is not that of an active stakeholder");
		Ok(())
	}

	/// The finalised blocks from now on.
	pub async fn blocks(&self) -> Result<Blocks<Config>> {
		Ok(self.client.stream_blocks().await?)
	}

	/// The latest finalised block.
	pub async fn latest(&self) -> Result<At> {
		Ok(self.client.at_current_block().await?)
	}

	/// The open orders of the market at a block: all offers, and the demands that reward a proposal by so much.
	pub async fn orders(&self, at: &At, least_reward: u128) -> Result<Orders> {
		let now = dynamic::storage::<(), u64>("Timestamp", "Now");
		let now = at.storage().fetch(now, ()).await?.decode()?;
		let mut supplies = Vec::new();
		let mut from: Option<OfferId> = None;
		loop {
			let page: SupplyPage = ask(at, "DataMarketApi_supplies", &(from, PAGE)).await?;
			supplies.extend(page.supplies);
			let Some(next) = page.next else { break };
			from = Some(next);
		}
		let mut demands = Vec::new();
		let mut from: Option<DemandId> = None;
		loop {
			let page: DemandPage = ask(at, "DataMarketApi_open_demands", &(from, PAGE)).await?;
			demands.extend(page.demands.into_iter().filter(|demand| demand.reward >= least_reward));
			let Some(next) = page.next else { break };
			from = Some(next);
		}
		let needs = demands.iter().map(|demand: &DemandView| demand.need.certificate);
		let certificates = certificates(at, needs, &supplies).await?;
		let offer = |view: SupplyView| Offer {
			certificates: certificates.get(&view.offer).cloned().unwrap_or_default(),
			id: view.offer,
			supply: view.supply,
			copies: view.copies,
			submissions: view.submissions,
		};
		let demand = |view: DemandView| Demand {
			id: view.id,
			demander: view.demander,
			need: view.need,
			left: view.left,
			fills: u8::try_from(view.fills_left).unwrap_or(u8::MAX),
			passed: view.passed,
			taken: view.taken,
		};
		Ok(Orders {
			now,
			offers: supplies.into_iter().map(offer).collect(),
			demands: demands.into_iter().map(demand).collect(),
		})
	}

	/// What the chain would make of this answer.
	pub async fn appraise(&self, at: &At, answer: &Answer) -> Result<Reception> {
		let fills: Vec<_> = answer.offers.iter().map(|offer| (*offer, None::<()>)).collect();
		let question = (answer.demand, fills);
		let (appraisal, _): (Appraisal, _) =
			ask_head(at, "DataMarketApi_appraise", &question).await?;
		Ok(match appraisal {
			Appraisal::Admissible { rank, standing: Some(standing) } if rank >= standing => {
				Reception::NotBetter
			},
			Appraisal::Admissible { .. } => Reception::Taken,
			Appraisal::Refused { fill } => {
				let refused = usize::try_from(fill).ok().and_then(|fill| answer.offers.get(fill));
				Reception::Refused(*refused.context("the chain refuses what was not proposed")?)
			},
		})
	}

	/// The number of the next transaction of the signer, those in the pool counted.
	pub async fn next_nonce(&self) -> Result<u64> {
		let account = self.signer.public_key().to_account_id();
		Ok(self.rpc.system_account_next_index(&account).await?)
	}

	/// Sends a proposal. That it was taken is seen in the next blocks, as for everybody.
	pub async fn propose(&self, at: &At, answer: &Answer, nonce: u64) -> Result<()> {
		let none = || Value::unnamed_variant("None", []);
		let fill = |offer: &OfferId| {
			Value::named_composite([("offer", Value::u128((*offer).into())), ("lot", none())])
		};
		let fills = Value::unnamed_composite(answer.offers.iter().map(fill));
		let arguments = vec![Value::u128(answer.demand.into()), fills, none()];
		let call = dynamic::transaction("DataMarket", "propose", arguments);
		let terms = DefaultExtrinsicParamsBuilder::new().nonce(nonce).mortal(LIFE).build();
		at.transactions().sign_and_submit(&call, &self.signer, terms).await?;
		Ok(())
	}
}

/// Asks the runtime. What it answers is read to the end: a later version may have more fields, and what follows them would be read wrongly.
async fn ask<Reply: Decode>(at: &At, name: &str, arguments: &impl Encode) -> Result<Reply> {
	let (reply, rest) = ask_head(at, name, arguments).await?;
	ensure!(rest == 0, "{}", other_form(name));
	Ok(reply)
}

/// Asks the runtime for something of which only the beginning matters. Says how many bytes follow.
async fn ask_head<Reply: Decode>(
	at: &At,
	name: &str,
	arguments: &impl Encode,
) -> Result<(Reply, usize)> {
	let bytes = at.runtime_apis().call_raw(name, Some(&arguments.encode())).await?;
	let rest = &mut &bytes[..];
	let reply = Reply::decode(rest).with_context(|| other_form(name))?;
	Ok((reply, rest.len()))
}

fn other_form(name: &str) -> String {
	format!("{name} of this chain answers in another form: update the matcher")
}

/// Which certificates, of those that somebody asks for, each offer has.
async fn certificates(
	at: &At,
	needs: impl Iterator<Item = CertificateNeed>,
	supplies: &[SupplyView],
) -> Result<BTreeMap<OfferId, Vec<CertificateNeed>>> {
	let mut asked: Vec<CertificateNeed> = Vec::new();
	for need in needs.filter(|need| *need != CertificateNeed::None) {
		if !asked.contains(&need) {
			asked.push(need);
		}
	}
	let mut held: BTreeMap<OfferId, Vec<CertificateNeed>> = BTreeMap::new();
	for need in asked {
		for part in supplies.chunks(PAGE as usize) {
			let offers: Vec<OfferId> = part.iter().map(|view| view.offer).collect();
			let answers: Vec<bool> = ask(at, "DataMarketApi_certified", &(&offers, need)).await?;
			ensure!(
				answers.len() == offers.len(),
				"the chain answers for each offer that is named"
			);
			for (offer, _) in offers.into_iter().zip(answers).filter(|(_, holds)| *holds) {
				held.entry(offer).or_default().push(need);
			}
		}
	}
	Ok(held)
}
