//! Random legal and illegal moves of everybody, with jumps in time. After each: every invariant holds, a refused move changed nothing, and
//! nobody bound more than a payer allowed.

use std::collections::BTreeMap;

use counterfoil_primitives::{allowance::Limits, did::DidStatus, traits::Spending, Asset};
use frame_support::{assert_ok, traits::Time};
use proptest::{collection, prelude::*, sample};
use sp_runtime::{DispatchResult, StateVersion};

use crate::{mock::*, AllowanceBook, Key};

const PLAYERS: [u64; 6] = [PAYER, SPENDER, PAYEE, SPONSOR, DEVICE, POOR];

#[derive(Clone, Debug)]
enum Step {
	Allow(Option<u64>, Limits),
	Amend(Option<u64>, Limits),
	Revoke(Option<u64>),
	Spend { payer: u64, payee: u64, asset: Asset, amount: u64, lock: u64 },
	SetStatus(DidStatus),
	Wait(u64),
	Block(u64),
}

fn limits() -> impl Strategy<Value = Limits> {
	(0..60u128, 0..150u128, 0..4u32, 0..2_000u64, 0..20_000u64).prop_map(
		|(amount, total, count, lock, validity)| Limits {
			amount,
			total,
			count,
			lock,
			valid_until: START + validity,
		},
	)
}

fn player() -> impl Strategy<Value = u64> {
	sample::select(&PLAYERS[..])
}

fn step() -> impl Strategy<Value = Step> {
	let payee = || proptest::option::of(player());
	let asset = prop_oneof![9 => Just(Asset::Native), 1 => Just(Asset::Local(1))];
	let status = prop_oneof![Just(DidStatus::Active), Just(DidStatus::Suspended)];
	prop_oneof![
		5 => (payee(), limits()).prop_map(|(payee, limits)| Step::Allow(payee, limits)),
		2 => (payee(), limits()).prop_map(|(payee, limits)| Step::Amend(payee, limits)),
		1 => payee().prop_map(Step::Revoke),
		8 => (player(), player(), asset, 0..70u64, 0..2_500u64).prop_map(
			|(payer, payee, asset, amount, lock)| Step::Spend { payer, payee, asset, amount, lock }
		),
		1 => status.prop_map(Step::SetStatus),
		1 => (0..3_000u64).prop_map(Step::Wait),
		1 => (0..3_000u64).prop_map(Step::Block),
	]
}

/// What was bound since an allowance was given, as a careful bookkeeper notes it.
#[derive(Default)]
struct Books(BTreeMap<Key, (u128, u32)>);

impl Books {
	fn play(&mut self, who: u64, other: u64, step: Step) -> DispatchResult {
		match step {
			Step::Allow(payee, limits) => {
				allow(who, other, payee, limits)?;
				let payer = if who == SPONSOR { PAYER } else { who };
				self.0.insert((did(payer), did(other), payee.map(did)), (0, 0));
				Ok(())
			},
			Step::Amend(payee, limits) => amend(who, other, payee, limits),
			Step::Revoke(payee) => revoke(who, other, payee),
			Step::Spend { payer, payee, asset, amount, lock } => {
				let (payer, spender, payee) = (did(payer), did(who), did(payee));
				let until = Timestamp::now() + lock;
				let named = AllowanceBook::<Test>::contains_key((payer, spender, Some(payee)));
				let since = Timestamp::now();
				spend(Spending { payer, spender, payee, asset, amount, since, until })?;
				let key = (payer, spender, named.then_some(payee));
				let limits = AllowanceBook::<Test>::get(key).expect("it was allowed").limits;
				let amount = u128::from(amount);
				assert!(amount <= limits.amount && lock <= limits.lock);
				assert!(Timestamp::now() <= limits.valid_until);
				assert_eq!(asset, Asset::Native);
				let (total, count) = self.0.get_mut(&key).expect("it was noted");
				(*total, *count) = (*total + amount, *count + 1);
				assert!(*total <= limits.total && *count <= limits.count);
				Ok(())
			},
			Step::SetStatus(status) => {
				Directory::set_status(who, status);
				Ok(())
			},
			Step::Wait(time) => {
				set_time(Timestamp::now() + time);
				Ok(())
			},
			Step::Block(time) => {
				next_block(Timestamp::now() + time);
				Ok(())
			},
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(128))]

	#[test]
	fn nobody_binds_more_than_was_allowed_whatever_anybody_does(
		moves in collection::vec((player(), player(), step()), 1..60),
	) {
		ExtBuilder::build_and_execute(|| {
			let mut books = Books::default();
			for (who, other, step) in moves {
				let before = sp_io::storage::root(StateVersion::V1);
				if books.play(who, other, step).is_err() {
					let after = sp_io::storage::root(StateVersion::V1);
					assert_eq!(before, after, "a refused move changed the state");
				}
				assert_ok!(Allowances::do_try_state());
				check_tickets();
				for (key, allowance) in AllowanceBook::<Test>::iter() {
					let used = (allowance.used.total, allowance.used.count);
					assert_eq!(books.0.get(&key), Some(&used));
				}
			}
			next_block(Timestamp::now() + 100_000);
			assert_eq!(AllowanceBook::<Test>::iter_keys().count(), 0);
		});
	}
}
