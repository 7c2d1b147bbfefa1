//! Who may spend whose money, channels, streams, and the issuer of the other token.

use super::world::*;
use crate::keys::genesis;
use counterfoil_primitives::{
	allowance::Limits,
	money::Asset,
	voucher::{FinalState, Voucher},
	ChannelId, DataSetId, DidId, Fingerprint, Tree,
};
use counterfoil_runtime::{AccountId, Allowances, Balance, Runtime};
use pallet_allowances::AllowanceBook;
use pallet_assets::{Account, AccountStatus, AssetStatus};
use pallet_payment_channels::{Channel, Channels, State};
use pallet_payment_streams::{Stage, Streams};
use sp_keyring::Sr25519Keyring::Alice;
use sp_runtime::MultiAddress;

type Allowing = pallet_allowances::Call<Runtime>;
type Issuing = pallet_assets::Call<Runtime>;
type Channelling = pallet_payment_channels::Call<Runtime>;
type Streaming = pallet_payment_streams::Call<Runtime>;

/// The ways to pay little by little.
pub const STEPS: &[fn(&mut World) -> Option<Step>] = &[
	allow,
	amend,
	revoke,
	open_channel,
	open_channel,
	top_up_channel,
	claim,
	claim,
	claim,
	close_channel,
	close_by_payee,
	request_close,
	finalise,
	settle,
	set_channel_parameters,
	open_stream,
	open_stream,
	fund_stream,
	fund_stream,
	claim_stream,
	claim_stream,
	top_up_stream,
	pause,
	resume,
	change_rate,
	change_rate,
	close_stream,
	withdraw,
	set_stream_parameters,
];

/// What the issuer of the other token does to those who have it, now and then.
pub const ISSUER: &[fn(&mut World) -> Option<Step>] = &[be_issuer];

/// What the chain does by itself when something is over, done by hand before it comes to it.
pub const LATE: &[fn(&mut World) -> Option<Step>] = &[finalise, settle, late_stream];

/// Whatever somebody has free, to somebody else: now and then who has nothing left is still owed something.
pub const MONEY: &[fn(&mut World) -> Option<Step>] = &[give_all_away];

fn give_all_away(world: &mut World) -> Option<Step> {
	world.dice.percent(20).then_some(())?;
	let from = account_of(world.stakeholder()?)?;
	// Alice pays for the blocks that begin with a transaction.
	let poor = (from != Alice).then_some(from)?;
	let to = account_of(world.stakeholder()?).filter(|to| *to != poor)?;
	let (dest, keep_alive) = (MultiAddress::Id(to.to_account_id()), world.dice.percent(30));
	let call = match world.asset() {
		Asset::Native => pallet_balances::Call::<Runtime>::transfer_all { dest, keep_alive }.into(),
		Asset::Local(id) => Issuing::transfer_all { id, dest, keep_alive }.into(),
	};
	Some((Who::Account(poor), call))
}

fn issuer(call: Issuing) -> Option<Step> {
	Some((Who::Account(Alice), call.into()))
}

/// Freezes or blocks an account, or everybody. Mostly one that has something on hold, or waits for it.
pub fn interfere(world: &mut World) -> Option<Step> {
	let held = super::holds::holders_of(EURO);
	let account = match world.dice.pick(held) {
		Some(account) if world.dice.percent(70) => account,
		_ => account_of(world.stakeholder()?)?.to_account_id(),
	};
	let who = MultiAddress::Id(account);
	match world.dice.below(8) {
		0 => issuer(Issuing::freeze_asset { id: EURO }),
		1..4 => issuer(Issuing::freeze { id: EURO, who }),
		_ => issuer(Issuing::block { id: EURO, who }),
	}
}

fn be_issuer(world: &mut World) -> Option<Step> {
	match world.dice.below(10) {
		0..2 => interfere(world),
		2..5 => let_go(world),
		_ => None,
	}
}

/// Lets go whom the issuer holds fast.
pub fn let_go(world: &mut World) -> Option<Step> {
	let frozen = pallet_assets::Asset::<Runtime>::get(EURO)?.status == AssetStatus::Frozen;
	if frozen {
		return issuer(Issuing::thaw_asset { id: EURO });
	}
	let bound = Account::<Runtime>::iter_prefix(EURO)
		.filter(|(_, account)| account.status != AccountStatus::Liquid)
		.map(|(account, _)| account);
	let who = MultiAddress::Id(world.dice.pick(bound)?);
	issuer(Issuing::thaw { id: EURO, who })
}

/// Whether the issuer holds this account fast, or everybody.
pub fn is_bound(account: &AccountId) -> bool {
	let frozen = pallet_assets::Asset::<Runtime>::get(EURO)
		.is_some_and(|asset| asset.status == AssetStatus::Frozen);
	let bound = Account::<Runtime>::get(EURO, account)
		.is_some_and(|account| account.status != AccountStatus::Liquid);
	frozen || bound
}

fn limits(world: &mut World, asset: Asset) -> Limits {
	let amount = 20 * world.amount(asset);
	Limits {
		amount,
		total: amount * u128::from(1 + world.dice.below(5)),
		count: 1 + world.dice.below(8) as u32,
		lock: if world.dice.percent(80) { 10 * 24 * 3_600_000 } else { world.dice.below(60_000) },
		valid_until: world.soon(),
	}
}

/// The payer lets the spender bind his money.
pub fn allow_for(
	world: &mut World,
	payer: DidId,
	spender: DidId,
	payee: Option<DidId>,
	asset: Asset,
) -> Option<Step> {
	let limits = limits(world, asset);
	by(payer, Allowing::allow { spender, payee, asset, limits })
}

fn allow(world: &mut World) -> Option<Step> {
	let (payer, spender) = (world.stakeholder()?, world.stakeholder()?);
	let payee = world.stakeholder().filter(|_| world.dice.percent(50));
	let asset = world.asset();
	allow_for(world, payer, spender, payee, asset)
}

fn amend(world: &mut World) -> Option<Step> {
	let ((payer, spender, payee), allowance) = world.dice.pick(AllowanceBook::<Runtime>::iter())?;
	let limits = limits(world, allowance.asset);
	by(payer, Allowing::amend { spender, payee, limits })
}

fn revoke(world: &mut World) -> Option<Step> {
	let (payer, spender, payee) = world
		.dice
		.pick(AllowanceBook::<Runtime>::iter_keys())
		.filter(|_| world.dice.percent(50))?;
	by(payer, Allowing::revoke { spender, payee })
}

/// Who opens something for whom, and with whose money if it is another's.
fn pair(world: &mut World) -> Option<(DidId, DidId, Option<DidId>, Asset)> {
	let lent = world.dice.pick(AllowanceBook::<Runtime>::iter());
	match lent.filter(|_| world.dice.percent(40)) {
		Some(((payer, spender, payee), allowance)) => {
			let payee = payee.or_else(|| world.stakeholder())?;
			Some((spender, payee, Some(payer), allowance.asset))
		},
		None => {
			let (payer, payee) = (world.stakeholder()?, world.stakeholder()?);
			Some((payer, payee, None, world.asset()))
		},
	}
}

/// One of the data sets of this owner, sometimes.
fn data_set_of(world: &mut World, owner: DidId) -> Option<DataSetId> {
	let own = pallet_data_registry::DataSets::<Runtime>::iter()
		.filter(|(_, set)| set.owner == owner)
		.map(|(id, _)| id);
	world.dice.pick(own).filter(|_| world.dice.percent(50))
}

fn open_channel(world: &mut World) -> Option<Step> {
	let (payer, payee, from, asset) = pair(world)?;
	let signer = world.new_key().public();
	let deposit = world.amount(asset);
	let data_set = data_set_of(world, payee);
	// Who pays with another's money may not have part of it go to third parties.
	let shared = from.is_none() || world.dice.percent(5);
	let commissions = if shared { world.commissions() } else { Vec::new() };
	let commissions = commissions.try_into().unwrap();
	let expires = now() + 10_000 + world.dice.below(120_000);
	let challenge = 5_000 + world.dice.below(30_000);
	by(
		payer,
		Channelling::open {
			payee,
			signer,
			asset,
			deposit,
			data_set,
			commissions,
			expires,
			challenge,
			from,
		},
	)
}

/// A channel of which this holds.
fn channel(
	world: &mut World,
	fits: fn(&Channel<Runtime>) -> bool,
) -> Option<(ChannelId, Channel<Runtime>)> {
	world.dice.pick(Channels::<Runtime>::iter().filter(|(_, one)| fits(one)))
}

fn running(channel: &Channel<Runtime>) -> bool {
	channel.end().is_some_and(|end| now() <= end)
}

fn top_up_channel(world: &mut World) -> Option<Step> {
	let (id, open) = channel(world, |one| one.state == State::Open && now() <= one.expires)?;
	let amount = if world.dice.percent(70) { world.amount(open.asset) } else { 0 };
	let expires = world.dice.percent(50).then_some(open.expires + world.dice.below(60_000));
	let payer = if world.dice.percent(70) { open.opener } else { open.payer.did };
	by(payer, Channelling::top_up { channel: id, amount, expires })
}

/// What was delivered so far, as both count it.
fn delivered(world: &mut World, channel: &Channel<Runtime>) -> Fingerprint {
	let leaves = channel.delivered.leaves + 1 + world.dice.below(5);
	let first = leaves.saturating_sub(8);
	Tree::from_leaves((first..leaves).map(|number| number.to_le_bytes())).fingerprint()
}

/// All that was earned: more than was claimed, seldom more than there is, or less than before.
fn earned(world: &mut World, channel: &Channel<Runtime>) -> Balance {
	let left = channel.deposit - channel.claimed;
	match world.dice.below(16) {
		0 => channel.claimed.saturating_sub(1),
		1 => channel.deposit + 1,
		2..4 => channel.deposit,
		_ => channel.claimed + left * u128::from(1 + world.dice.below(99)) / 100,
	}
}

/// A voucher with the signature of the channel's key; seldom about another channel.
fn voucher(
	world: &mut World,
	id: ChannelId,
	channel: &Channel<Runtime>,
) -> Option<(Voucher, counterfoil_primitives::KeySignature)> {
	let voucher = Voucher { amount: earned(world, channel), delivered: delivered(world, channel) };
	let named = if world.dice.percent(4) { id + 1 } else { id };
	let key = world.key(&channel.signer)?;
	Some((voucher, key.sign(&voucher.signing_bytes(&genesis(), named))))
}

fn claim(world: &mut World) -> Option<Step> {
	let (id, open) = channel(world, running)?;
	let (voucher, signature) = voucher(world, id, &open)?;
	let anybody = if world.dice.percent(80) { open.payee } else { world.stakeholder()? };
	by(anybody, Channelling::claim { channel: id, voucher, signature })
}

fn close_channel(world: &mut World) -> Option<Step> {
	let (id, open) = channel(world, running)?;
	let state = FinalState { amount: earned(world, &open), delivered: delivered(world, &open) };
	let message = state.signing_bytes(&genesis(), id);
	let payer_signature = world.key(&open.signer)?.sign(&message);
	let payee_signature = world.key_of(open.payee)?.sign(&message);
	let anybody = world.stakeholder()?;
	by(anybody, Channelling::close { channel: id, state, payer_signature, payee_signature })
}

fn close_by_payee(world: &mut World) -> Option<Step> {
	let (id, open) = channel(world, running)?;
	let best = match world.dice.percent(60) {
		true => Some(voucher(world, id, &open)?),
		false => None,
	};
	by(open.payee, Channelling::close_by_payee { channel: id, best })
}

fn request_close(world: &mut World) -> Option<Step> {
	let (channel, open) = channel(world, |one| one.state == State::Open && now() <= one.expires)?;
	let payer = if world.dice.percent(50) { open.opener } else { open.payer.did };
	by(payer, Channelling::request_close { channel })
}

fn finalise(world: &mut World) -> Option<Step> {
	let (channel, _) = channel(world, |one| one.end().is_some_and(|end| end < now()))?;
	let anybody = world.stakeholder()?;
	by(anybody, Channelling::finalise { channel })
}

/// Mostly once nobody is in the way any more.
fn settle(world: &mut World) -> Option<Step> {
	let (channel, _) = channel(world, |one| one.due() > 0 || one.end().is_none())?;
	if world.dice.percent(50) {
		if let Some(step) = let_go(world) {
			return Some(step);
		}
	}
	let anybody = world.stakeholder()?;
	by(anybody, Channelling::settle { channel })
}

fn set_channel_parameters(world: &mut World) -> Option<Step> {
	world.dice.percent(20).then_some(())?;
	let mut parameters = pallet_payment_channels::ParametersStore::<Runtime>::get();
	parameters.shortest_challenge = 4_000 + world.dice.below(4_000);
	council(Channelling::set_parameters { parameters })
}

fn open_stream(world: &mut World) -> Option<Step> {
	let (caller, payee, from, asset) = pair(world)?;
	let rate = world.amount(asset) / 50;
	let deposit = world.amount(asset) * u128::from(world.dice.below(3) + 1);
	let notice = world.dice.below(20_000);
	let data_set = data_set_of(world, payee);
	by(caller, Streaming::open { payee, data_set, asset, rate, deposit, notice, from })
}

/// A stream in this stage, and one of its sides.
fn stream(
	world: &mut World,
	fits: fn(&Stage) -> bool,
) -> Option<(u64, pallet_payment_streams::Stream<Runtime>, DidId)> {
	let (id, stream) =
		world.dice.pick(Streams::<Runtime>::iter().filter(|(_, one)| fits(&one.stage)))?;
	let party = world.dice.pick([stream.payer.did, stream.payee.did, stream.funder.did])?;
	Some((id, stream, party))
}

fn flows(stage: &Stage) -> bool {
	matches!(stage, Stage::Open(_))
}

/// Funds a stream that came of an offer.
pub fn fund_stream(world: &mut World) -> Option<Step> {
	let (id, stream, _) = stream(world, |stage| matches!(stage, Stage::Awaiting { .. }))?;
	let (payer, payee, asset) = (stream.payer.did, stream.payee.did, stream.asset);
	let deposit = 3 * world.amount(asset);
	if world.dice.percent(70) {
		return by(payer, Streaming::fund { id, deposit, from: None });
	}
	let lender = world.stakeholder()?;
	match Allowances::applicable_allowance(lender, payer, payee) {
		Some(_) => by(payer, Streaming::fund { id, deposit, from: Some(lender) }),
		None => allow_for(world, lender, payer, Some(payee), asset),
	}
}

fn claim_stream(world: &mut World) -> Option<Step> {
	let (id, ..) = stream(world, |stage| !matches!(stage, Stage::Awaiting { .. }))?;
	let anybody = world.stakeholder()?;
	by(anybody, Streaming::claim { id })
}

/// A stream that is over, or whose money could not be received.
fn late_stream(world: &mut World) -> Option<Step> {
	let (id, ..) = stream(world, |stage| match stage {
		Stage::Undelivered(_) => true,
		stage => stage.due().is_some_and(|due| due < now()),
	})?;
	let anybody = world.stakeholder()?;
	by(anybody, Streaming::claim { id })
}

fn top_up_stream(world: &mut World) -> Option<Step> {
	let (id, stream, party) = stream(world, flows)?;
	let amount = world.amount(stream.asset);
	let payer = if world.dice.percent(70) { stream.funder.did } else { party };
	by(payer, Streaming::top_up { id, amount })
}

fn pause(world: &mut World) -> Option<Step> {
	let (id, _, party) = stream(world, flows)?;
	by(party, Streaming::pause { id })
}

fn resume(world: &mut World) -> Option<Step> {
	let (id, _, party) = stream(
		world,
		|stage| matches!(stage, Stage::Open(flow) if flow.paused_by_payer || flow.paused_by_payee),
	)?;
	by(party, Streaming::resume { id })
}

fn change_rate(world: &mut World) -> Option<Step> {
	let (id, stream, party) = stream(world, flows)?;
	let rate = world.amount(stream.asset) / 50;
	by(party, Streaming::change_rate { id, rate })
}

fn close_stream(world: &mut World) -> Option<Step> {
	let (id, _, party) = stream(world, |_| true).filter(|_| world.dice.percent(40))?;
	by(party, Streaming::close { id })
}

fn withdraw(world: &mut World) -> Option<Step> {
	let (id, stream, _) =
		stream(world, |stage| matches!(stage, Stage::Open(flow) if flow.announced.is_some()))?;
	by(stream.funder.did, Streaming::withdraw { id })
}

fn set_stream_parameters(world: &mut World) -> Option<Step> {
	world.dice.percent(20).then_some(())?;
	let mut parameters = pallet_payment_streams::ParametersStore::<Runtime>::get();
	parameters.funding = 20_000 + world.dice.below(60_000);
	council(Streaming::set_parameters { parameters })
}
