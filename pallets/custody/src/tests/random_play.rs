//! Random legal and illegal moves of an owner, proxies and users, with jumps in time. After each move: no money is made or lost, a
//! refused move changed nothing, and every invariant holds. In the end, along every chain of hops: terms only got narrower, and
//! those who hold a part by the hands of somebody are no more than his copies.

use counterfoil_primitives::{
	access::{Action, Actions},
	custody::Source,
	text::Region,
	usage::{UsageTerms, UNLIMITED_COPIES},
	HoldingId,
};
use frame_support::{assert_ok, traits::Time};
use proptest::{collection, prelude::*, sample};
use sp_runtime::{DispatchResult, StateVersion};

use crate::{mock::*, Circulations, Holdings};

const PLAYERS: [u64; 7] = [OWNER, PROXY, USER, STRANGER, PROVIDER, PROVIDER + 1, PROVIDER + 2];

#[derive(Clone, Debug)]
enum Step {
	Ask {
		from: Option<u8>,
		parts: u8,
		terms: UsageTerms,
		user: Option<(u64, UsageTerms)>,
	},
	Confirm(u8),
	/// By whose turn it is, on what was asked for, or on other terms.
	Provide {
		circulation: u8,
		terms: Option<UsageTerms>,
	},
	Sold {
		circulation: u8,
		agreement: u8,
	},
	Answer {
		holding: u8,
		received: bool,
	},
	Withdraw(u8),
	Expire(u8),
	Sell {
		agreement: u8,
		buyer: u64,
		terms: UsageTerms,
	},
	Wait(u64),
	Block(u64),
}

prop_compose! {
	fn terms()(
		actions in sample::select(vec![
			Actions::from(Action::Read) | Action::Derive | Action::Distribute,
			Actions::from(Action::Read) | Action::Distribute,
			Actions::from(Action::Read) | Action::Distribute,
			Actions::from(Action::Read),
		]),
		purposes_ in sample::select(vec![
			purposes(&[]),
			purposes(&["customs"]),
			purposes(&["customs", "research"]),
		]),
		until in prop::option::weighted(0.6, sample::select(vec![5_000, 30_000, 100_000u64])),
		region in prop::option::weighted(0.4, sample::select(vec!["u3", "u33"])),
		copies in prop_oneof![4 => 0..8u32, 1 => Just(UNLIMITED_COPIES)],
	) -> UsageTerms {
		UsageTerms {
			actions,
			purposes: purposes_,
			until: until.map(|until| START + until),
			region: region.map(|region| Region::new(region).unwrap()),
			copies: if actions.contains(Action::Distribute) { copies } else { 0 },
		}
	}
}

fn player() -> impl Strategy<Value = u64> {
	sample::select(PLAYERS.to_vec())
}

fn step() -> impl Strategy<Value = Step> {
	let user = prop::option::weighted(0.3, (player(), terms()));
	prop_oneof![
		8 => (prop::option::weighted(0.7, 0..8u8), 1..4u8, terms(), user)
			.prop_map(|(from, parts, terms, user)| Step::Ask { from, parts, terms, user }),
		3 => (0..8u8).prop_map(Step::Confirm),
		10 => (0..8u8, prop::option::weighted(0.2, terms()))
			.prop_map(|(circulation, terms)| Step::Provide { circulation, terms }),
		2 => (0..8u8, 0..4u8)
			.prop_map(|(circulation, agreement)| Step::Sold { circulation, agreement }),
		8 => (0..8u8, prop::bool::weighted(0.9))
			.prop_map(|(holding, received)| Step::Answer { holding, received }),
		1 => (0..8u8).prop_map(Step::Withdraw),
		1 => (0..8u8).prop_map(Step::Expire),
		2 => (0..4u8, player(), terms())
			.prop_map(|(agreement, buyer, terms)| Step::Sell { agreement, buyer, terms }),
		1 => (0..3_000u64).prop_map(Step::Wait),
		1 => (0..3_000u64).prop_map(Step::Block),
	]
}

/// One of those that there are, the last ones first.
fn pick(next: u64, which: u8) -> u64 {
	next.saturating_sub(1).saturating_sub(which.into())
}

fn take(who: u64, step: Step) -> DispatchResult {
	let now = Timestamp::now();
	match step {
		Step::Ask { from, parts, terms, user: end } => {
			let source = match from {
				Some(which) if next_holding() > 0 => Source::Holding(pick(next_holding(), which)),
				_ => Source::Owner(SET),
			};
			// Mostly what the giver may give, so that chains get long.
			let mut terms = terms;
			if let Source::Holding(holding) = source {
				if let Some(Ok(widest)) = Custody::passable(holding) {
					terms = match terms.copies % 2 {
						0 => widest,
						_ => UsageTerms { copies: widest.copies / 2, ..widest },
					};
				}
			}
			let end = end.map(|(who, his)| {
				let his = terms.passable(0, now).map_or(his, |widest| widest);
				user(who, his)
			});
			let parts: Vec<_> = (0..2).filter(|bit| parts & (1 << bit) != 0).collect();
			let parts: Vec<_> = parts.into_iter().map(|bit| PARTS[bit]).collect();
			request_parts(who, source, &parts, terms, end)
		},
		Step::Confirm(which) => {
			let id = pick(next_circulation(), which);
			let named = Circulations::<Test>::get(id).and_then(|circulation| circulation.user);
			confirm(named.map_or(who, |user| account_of(&user.did)), id)
		},
		Step::Provide { circulation, terms } => {
			let id = pick(next_circulation(), circulation);
			let Some(waiting) = Circulations::<Test>::get(id) else {
				return provide(who, id, wide());
			};
			let at_proxy = matches!(waiting.stage, crate::Stage::AtProxy { .. });
			let (giver, asked) = match waiting.user {
				Some(user) if at_proxy => (waiting.receiver.did, user.usage),
				_ => (waiting.giver, waiting.usage),
			};
			provide(account_of(&giver), id, terms.unwrap_or(asked.terms))
		},
		Step::Sold { circulation, agreement } => {
			provide_sold(OWNER, pick(next_circulation(), circulation), agreement.into())
		},
		Step::Answer { holding, received } => {
			let id = pick(next_holding(), holding);
			let holder = Holdings::<Test>::get(id).map_or(who, |held| account_of(&held.holder));
			if received {
				acknowledge(holder, id)
			} else {
				deny(holder, id)
			}
		},
		Step::Withdraw(which) => withdraw(who, pick(next_circulation(), which)),
		Step::Expire(which) => expire(who, pick(next_circulation(), which)),
		Step::Sell { agreement, buyer, terms } => {
			if buyer != OWNER {
				close(&sale(agreement.into(), buyer, terms));
			}
			Ok(())
		},
		Step::Wait(milliseconds) => {
			set_time(now + milliseconds);
			Ok(())
		},
		Step::Block(milliseconds) => {
			next_block(now + milliseconds);
			Ok(())
		},
	}
}

fn play(who: u64, step: Step) {
	let before = sp_io::storage::root(StateVersion::V1);
	let result = frame_support::storage::with_storage_layer(|| take(who, step));
	if result.is_err() {
		let after = sp_io::storage::root(StateVersion::V1);
		assert_eq!(before, after, "a refused move changed the state");
	}
	assert_ok!(Custody::do_try_state());
}

/// Compares every holding with every one that it comes from, not with the one before alone.
fn check_chains() {
	let all: Vec<HoldingId> = Holdings::<Test>::iter_keys().collect();
	for id in &all {
		let path = Custody::custody_path(*id);
		for (place, lower) in path.iter().enumerate() {
			for upper in &path[place + 1..] {
				assert_eq!(lower.usage.terms.narrows(&upper.usage.terms), Ok(()));
				assert!(lower.parts.iter().all(|part| upper.parts.contains(part)));
				assert_ne!(lower.holder, upper.holder, "data went round");
				assert_ne!(lower.holder, upper.giver, "data went round");
			}
		}
	}
	// Who holds a part by somebody's hands, and how many copies he was allowed.
	for id in &all {
		let copies = held(*id).usage.terms.copies;
		for part in PARTS {
			let below = all.iter().filter(|other| {
				let through =
					Custody::custody_path(**other).iter().skip(1).any(|view| view.id == *id);
				through && held(**other).parts.iter().any(|own| own.submission == part)
			});
			assert!(below.count() <= copies as usize, "more holders than copies");
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig {
		cases: 256,
		failure_persistence: None,
		..ProptestConfig::default()
	})]

	#[test]
	fn random_play_only_narrows_and_keeps_within_copies(
		moves in collection::vec((player(), step()), 1..80),
	) {
		ExtBuilder::build_and_execute(|| {
			for (who, step) in moves {
				play(who, step);
			}
			check_chains();
			// Everything that is open ends by itself, and takes its ticket along.
			for _ in 0..3 {
				next_block(Timestamp::now() + 400_000);
			}
			assert_eq!(Circulations::<Test>::iter().count(), 0);
			for who in PLAYERS {
				assert_eq!(ticket(who), 0);
			}
		});
	}
}
