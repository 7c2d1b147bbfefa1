//! Everybody does anything: random calls over all pallets, and after each of them the money and the state are right.
//!
//! The players look at the chain and choose, by a generator with a fixed seed, what makes sense there, and now and then what
//! does not. Other plays than those of every run begin at the seed in `COUNTERFOIL_SEED`. A tenth of what they do, sponsors pay
//! for. Calls are carried out with the origins that transactions would have, but without fees; in half of the blocks the chain's
//! own work comes first, in the others the calls do. Deals are in the chain's own token and in two others. The issuer of one now
//! and then holds somebody fast, so that payments have to wait; the other one keeps no account alive. In two of the plays players
//! now and then give away whatever they have free.

mod auctions;
mod contracts;
mod custody;
mod data;
mod exchange;
mod holds;
mod identity;
mod market;
mod payments;
mod rights;
mod world;

use crate::{chain::*, limits::our_pallets};
use counterfoil_runtime::{
	Allowances, Assets, Audit, Balance, Balances, Certification, Consortium, Custody, DataAccess,
	DataAuction, DataContracts, DataEscrow, DataMarket, DataRegistry, Devices, Did,
	PaymentChannels, PaymentStreams, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin,
	Sponsorship, System, Validation,
};
use frame_support::traits::GetCallMetadata;
use serde_json::json;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{traits::Dispatchable, DispatchResult};
use std::{collections::BTreeMap, ops::Range};
use world::{Step, Who, World, EURO, PENNY};

/// Ways to act.
type Ways = &'static [fn(&mut World) -> Option<Step>];

/// What a sequence is about.
struct Play {
	/// What is done: the more often a list is there, the more often it is chosen from.
	about: &'static [Ways],
	/// Whether it is about validated data: there must be some before it can begin.
	sells: bool,
}

static PLAYS: [Play; 11] = [
	Play { about: &[identity::STEPS, identity::STEPS, identity::DEVICES], sells: false },
	Play {
		about: &[identity::DEVICES, identity::DEVICES, identity::SPONSORS, data::STEPS],
		sells: false,
	},
	Play {
		about: &[data::STEPS, data::ROUNDS, data::ROUNDS, data::CERTIFICATES, data::CERTIFICATES],
		sells: false,
	},
	Play {
		about: &[identity::SPONSORS, data::STEPS, rights::STEPS, rights::STEPS, rights::STEPS],
		sells: false,
	},
	Play { about: &[market::STEPS, market::STEPS, market::STEPS, exchange::STEPS], sells: true },
	Play {
		about: &[
			market::STEPS,
			market::STEPS,
			exchange::STEPS,
			exchange::STEPS,
			exchange::STEPS,
			identity::SPONSORS,
			payments::ISSUER,
		],
		sells: true,
	},
	Play {
		about: &[
			auctions::STEPS,
			auctions::STEPS,
			auctions::STEPS,
			exchange::STEPS,
			payments::ISSUER,
		],
		sells: true,
	},
	Play {
		about: &[
			contracts::STEPS,
			contracts::STEPS,
			contracts::STEPS,
			exchange::STEPS,
			data::ROUNDS,
			payments::ISSUER,
		],
		sells: true,
	},
	Play {
		about: &[
			payments::STEPS,
			payments::STEPS,
			payments::STEPS,
			payments::ISSUER,
			payments::MONEY,
			data::STEPS,
		],
		sells: false,
	},
	Play {
		about: &[
			custody::STEPS,
			custody::STEPS,
			custody::STEPS,
			data::CERTIFICATES,
			market::STEPS,
			exchange::STEPS,
		],
		sells: true,
	},
	Play {
		about: &[
			identity::STEPS,
			identity::DEVICES,
			data::STEPS,
			data::ROUNDS,
			data::CERTIFICATES,
			rights::STEPS,
			market::STEPS,
			exchange::STEPS,
			auctions::STEPS,
			contracts::STEPS,
			payments::STEPS,
			payments::ISSUER,
			payments::MONEY,
			custody::STEPS,
		],
		sells: true,
	},
];

/// What the sequence of a seed is about.
fn play_of(seed: u64) -> &'static Play {
	&PLAYS[(seed % PLAYS.len() as u64) as usize]
}

/// How often each call succeeded, and how often it was made.
#[derive(Default)]
pub struct Score(BTreeMap<(&'static str, &'static str), (u32, u32)>);

impl Score {
	fn note(&mut self, call: &RuntimeCall, outcome: &DispatchResult) {
		let name = call.get_call_metadata();
		let (good, all) = self.0.entry((name.pallet_name, name.function_name)).or_default();
		*good += u32::from(outcome.is_ok());
		*all += 1;
	}

	fn add(&mut self, other: Self) {
		for (name, (good, all)) in other.0 {
			let sum = self.0.entry(name).or_default();
			sum.0 += good;
			sum.1 += all;
		}
	}

	fn calls(&self) -> u32 {
		self.0.values().map(|(_, all)| all).sum()
	}

	fn successes(&self) -> u32 {
		self.0.values().map(|(good, _)| good).sum()
	}
}

/// The preset `development` with founders in all roles, rounds of two, and records that go soon.
fn genesis() -> serde_json::Value {
	let mut json = genesis_json(DEV);
	json["did"]["founders"] = serde_json::to_value(identity::founders()).unwrap();
	for period in ["votingPeriod", "confirmationPeriod", "suspensionCoolDown"] {
		json["did"]["parameters"][period] = json!(120_000);
	}
	json["validation"]["parameters"]["quorum"] = json!(2);
	json["validation"]["parameters"]["retention"] = json!(120_000);
	json["validation"]["parameters"]["windows"] =
		json!({ "joining": 60_000, "committing": 60_000, "revealing": 60_000 });
	json["dataAccess"]["parameters"]["retention"] = json!(120_000);
	json["dataAccess"]["parameters"]["recordingPeriod"] = json!(60_000);
	json["dataAccess"]["parameters"]["decisionPeriod"] = json!(60_000);
	let assets = &mut json["assets"];
	let issuer = Sr25519Keyring::Alice.to_account_id();
	push(&mut assets["assets"], json!([PENNY, issuer, false, 10_000]));
	for who in Sr25519Keyring::well_known() {
		push(&mut assets["accounts"], json!([PENNY, who.to_account_id(), 1_000_000_000_000u64]));
	}
	json
}

fn push(list: &mut serde_json::Value, entry: serde_json::Value) {
	list.as_array_mut().expect("it is a list").push(entry);
}

/// Plays so many calls. `look` sees the chain at the end.
pub fn play(seed: u64, calls: u32, look: impl FnOnce(&mut Chain)) -> Score {
	let mut score = Score::default();
	let mut ext = build(&genesis()).expect("the genesis builds");
	ext.execute_with(|| {
		let mut chain = Chain::new();
		let mut world = World::new(seed);
		let issuance = issuance();
		while score.calls() < calls {
			pause(&mut chain, &mut world);
			chain.avoid_session_block();
			chain.block(|| {
				let quiet = world.dice.percent(50);
				if !quiet {
					// The first ordinary transaction: the chain does its own work before it.
					let remark = frame_system::Call::remark { remark: vec![] }.into();
					apply(sign(Sr25519Keyring::Alice, remark)).unwrap().unwrap();
				}
				let mut late = if quiet { late(&mut world) } else { None };
				for _ in 0..1 + world.dice.below(4) {
					let (who, call) = late.take().unwrap_or_else(|| choose(&mut world, seed));
					let outcome = carry_out(who, call.clone());
					score.note(&call, &outcome);
					check(issuance).unwrap_or_else(|wrong| {
						panic!(
							"seed {seed}, call {}: {wrong}\n{who:?} {call:?}: {outcome:?}",
							score.calls()
						)
					});
				}
			});
			check(issuance).unwrap_or_else(|wrong| {
				panic!("seed {seed}, after block {}: {wrong}", chain.number())
			});
		}
		look(&mut chain);
	});
	score
}

/// Lets time go by: mostly none, now and then a day.
fn pause(chain: &mut Chain, world: &mut World) {
	match world.dice.below(200) {
		0 => chain.wait(100 * 24 * 3_600_000),
		1 => chain.wait(world.dice.below(24 * 3_600_000)),
		2..8 => chain.wait(world.dice.below(600_000)),
		8..24 => chain.wait(world.dice.below(60_000)),
		_ => {},
	}
}

/// What the chain would do next by itself, if something is due.
fn late(world: &mut World) -> Option<Step> {
	let mut ways = [
		identity::LATE,
		data::LATE,
		market::LATE,
		exchange::LATE,
		auctions::LATE,
		contracts::LATE,
		payments::LATE,
		custody::LATE,
	]
	.concat();
	let first = world.dice.below(ways.len() as u64) as usize;
	ways.rotate_left(first);
	ways.into_iter().find_map(|way| way(world))
}

/// What somebody does next.
fn choose(world: &mut World, seed: u64) -> Step {
	let play = play_of(seed);
	loop {
		let ways = world.dice.pick(play.about).expect("a play is about something");
		let mut way = *world.dice.pick(*ways).expect("there is a way");
		if play.sells && world.dice.percent(80) && !data::is_enough() {
			way = data::round_on;
		}
		let Some((who, call)) = way(world) else { continue };
		let Who::Account(party) = who else { return (who, call) };
		if world.dice.percent(15) {
			if let Some(step) = identity::sponsored(world, party, &call) {
				return step;
			}
		}
		if world.dice.percent(4) {
			let stranger =
				world.dice.pick(Sr25519Keyring::well_known()).expect("there are accounts");
			return (Who::Account(stranger), call);
		}
		return (who, call);
	}
}

/// Makes a call. A sponsored one counts as what became of the call inside.
fn carry_out(who: Who, call: RuntimeCall) -> DispatchResult {
	let origin = match who {
		Who::Account(party) => RuntimeOrigin::signed(party.to_account_id()),
		Who::Council => {
			pallet_collective::RawOrigin::<_, pallet_collective::Instance1>::Members(1, 1).into()
		},
	};
	let sponsored =
		matches!(call, RuntimeCall::Sponsorship(pallet_sponsorship::Call::dispatch { .. }));
	call.dispatch(origin).map_err(|error| error.error)?;
	if !sponsored {
		return Ok(());
	}
	match System::events().last().map(|record| &record.event) {
		Some(RuntimeEvent::Sponsorship(pallet_sponsorship::Event::Dispatched {
			result, ..
		})) => *result,
		other => panic!("a sponsored call tells its outcome last, not {other:?}"),
	}
}

/// How many units of each token there are: as the token says, and as all accounts together have, with what is on hold.
fn issuance() -> [Balance; 5] {
	let in_accounts = |token| {
		let accounts = pallet_assets::Account::<Runtime>::iter_prefix(token);
		let free: Balance = accounts.map(|(_, account)| account.balance).sum();
		free + holds::total_of(token)
	};
	[
		Balances::total_issuance(),
		Assets::total_supply(EURO),
		in_accounts(EURO),
		Assets::total_supply(PENNY),
		in_accounts(PENNY),
	]
}

/// No unit came or went, each unit on hold has its record, and each pallet finds its state right.
fn check(before: [Balance; 5]) -> Result<(), String> {
	let now = issuance();
	if now != before {
		return Err(format!("{before:?} units became {now:?}"));
	}
	holds::check()?;
	let pallets = [
		("Did", Did::do_try_state()),
		("Devices", Devices::do_try_state()),
		("Sponsorship", Sponsorship::do_try_state()),
		("DataRegistry", DataRegistry::do_try_state()),
		("Validation", Validation::do_try_state()),
		("Certification", Certification::do_try_state()),
		("DataAccess", DataAccess::do_try_state()),
		("DataMarket", DataMarket::do_try_state()),
		("DataEscrow", DataEscrow::do_try_state()),
		("DataAuction", DataAuction::do_try_state()),
		("DataContracts", DataContracts::do_try_state()),
		("PaymentChannels", PaymentChannels::do_try_state()),
		("PaymentStreams", PaymentStreams::do_try_state()),
		("Allowances", Allowances::do_try_state()),
		("Custody", Custody::do_try_state()),
		("Audit", Audit::do_try_state()),
		("Consortium", Consortium::do_try_state()),
	];
	for (name, result) in pallets {
		result.map_err(|wrong| format!("{name}: {wrong:?}"))?;
	}
	Ok(())
}

/// Calls of one sequence. Twice as many where data are sold: there must be some before.
const CALLS: u32 = 230;
/// Sequences.
const SEQUENCES: u64 = 77;
/// Calls that nobody may manage to make in the plays of every run: they take a rare coincidence. The dice fall another way with every
/// change of a pallet, and a play in which a call does not succeed says nothing about it: whoever finds another one missing makes it
/// likelier, or puts it here.
const MAY_BE_MISSING: &[(&str, &str)] =
	&[("Custody", "provide_sold"), ("DataEscrow", "recuse"), ("DataMarket", "conclude")];

/// Where the seeds of the plays begin.
fn first_seed() -> u64 {
	let seed = std::env::var("COUNTERFOIL_SEED").ok();
	seed.map_or(0, |seed| seed.parse().expect("COUNTERFOIL_SEED is a number"))
}

#[test]
fn ten_thousand_random_calls_keep_money_records_and_state_right() {
	let play_all = |seeds: Range<u64>| {
		let mut score = Score::default();
		for seed in seeds {
			let calls = if play_of(seed).sells { 2 * CALLS } else { CALLS };
			score.add(play(seed, calls, |_| ()));
		}
		score
	};
	let mut score = Score::default();
	let first = first_seed();
	println!("seeds {first} to {}", first + SEQUENCES - 1);
	std::thread::scope(|scope| {
		let half = first + SEQUENCES / 2;
		let other = scope.spawn(move || play_all(half..first + SEQUENCES));
		score.add(play_all(first..half));
		match other.join() {
			Ok(other) => score.add(other),
			Err(panic) => std::panic::resume_unwind(panic),
		}
	});
	for ((pallet, call), (good, all)) in &score.0 {
		println!("{pallet:>14} {call:<22} {good:>5} of {all:>5}");
	}
	println!("{} of {} succeeded", score.successes(), score.calls());

	assert!(score.successes() >= 10_000, "{} legal calls", score.successes());
	assert!(score.successes() * 2 > score.calls(), "most calls are legal");
	let missing: Vec<_> = our_pallets()
		.into_iter()
		.filter(|pallet| *pallet != "Consortium")
		.flat_map(|pallet| {
			RuntimeCall::get_call_names(pallet).iter().map(move |call| (pallet, *call))
		})
		.filter(|name| score.0.get(name).is_none_or(|(good, _)| *good == 0))
		.collect();
	println!("nobody managed to make {missing:?}");
	let unexpected: Vec<_> = missing.iter().filter(|name| !MAY_BE_MISSING.contains(name)).collect();
	assert!(first != 0 || unexpected.is_empty(), "nobody managed to make {unexpected:?}");
}
