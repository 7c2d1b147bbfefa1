//! Whatever anybody does, no limit is exceeded, no number counts twice, and no money is lost.

use super::*;
use proptest::prelude::*;

/// One thing that somebody does.
#[derive(Clone, Debug)]
enum Step {
	Sponsor(Beneficiary, Limits),
	Amend(Beneficiary, Limits),
	End(Beneficiary),
	Carry { seed: u8, call: RuntimeCall, ahead: u64 },
	Cancel { seed: u8, ahead: u64 },
	Wait(u64),
}

fn any_beneficiary() -> impl Strategy<Value = Beneficiary> {
	prop::sample::select(vec![device(), fleet(), Beneficiary::Did(did(OWNER))])
}

fn any_limits() -> impl Strategy<Value = Limits> {
	(0u32..4, 0u128..300, 0u64..2_000, 0u128..600, 0u64..4_000).prop_map(
		|(calls_per_window, spend_per_window, window, spend_total, lasts)| Limits {
			calls_per_window,
			spend_per_window,
			window,
			spend_total,
			valid_until: NOW + lasts,
		},
	)
}

fn any_call() -> impl Strategy<Value = RuntimeCall> {
	prop_oneof![
		Just(act()),
		(0u64..300).prop_map(pay),
		(0u64..300).prop_map(|amount| probe::Call::hold { amount }.into()),
		(0u64..300).prop_map(|amount| probe::Call::release { amount }.into()),
		(0u64..300).prop_map(|amount| probe::Call::pay { to: OTHER, amount, fails: true }.into()),
		(0u64..200, 0u64..200).prop_map(|(one, other)| {
			pallet_utility::Call::batch { calls: vec![pay(one), pay(other)] }.into()
		}),
	]
}

fn any_step() -> impl Strategy<Value = Step> {
	let seed = || prop::sample::select(vec![DEVICE, SECOND_DEVICE, OWNER]);
	prop_oneof![
		2 => (any_beneficiary(), any_limits()).prop_map(|(to, limits)| Step::Sponsor(to, limits)),
		1 => (any_beneficiary(), any_limits()).prop_map(|(to, limits)| Step::Amend(to, limits)),
		1 => any_beneficiary().prop_map(Step::End),
		8 => (seed(), any_call(), prop_oneof![9 => Just(0u64), 1 => 1u64..3])
			.prop_map(|(seed, call, ahead)| Step::Carry { seed, call, ahead }),
		1 => (seed(), 0u64..3).prop_map(|(seed, ahead)| Step::Cancel { seed, ahead }),
		2 => (0u64..1_500).prop_map(Step::Wait),
	]
}

/// Does it, if it is allowed.
fn take(step: Step) {
	match step {
		Step::Sponsor(to, limits) => {
			let _ = Sponsorship::sponsor(signed(SPONSOR), to, limits);
		},
		Step::Amend(to, limits) => {
			let _ = Sponsorship::amend(signed(SPONSOR), to, limits);
		},
		Step::End(to) => {
			let _ = Sponsorship::end(signed(SPONSOR), to);
		},
		Step::Carry { seed, call, ahead } => carry_checked(seed, call, ahead),
		Step::Cancel { seed, ahead } => {
			let nonce = NextNonce::<Test>::get(did(seed)) + ahead;
			let _ = Sponsorship::cancel(signed(OWNER_ACCOUNT), did(seed), nonce);
		},
		Step::Wait(time) => poll(pallet_timestamp::Now::<Test>::get() + time),
	}
}

/// Brings a call, and compares what it took with what the limits left and with the account.
fn carry_checked(seed: u8, call: RuntimeCall, ahead: u64) {
	let mut terms = terms(seed);
	let next = terms.nonce;
	terms.nonce += ahead;
	let before = Sponsorship::allowance(SPONSOR, did(seed));
	let free = Balances::free_balance(SPONSOR);
	let brought = bring(SPONSOR, seed, terms, call);
	let after = NextNonce::<Test>::get(did(seed));
	if brought.is_err() {
		assert_eq!((after, Balances::free_balance(SPONSOR)), (next, free));
		return;
	}
	let view = before.expect("it is sponsored");
	let (result, spent) = last_outcome();
	assert_eq!((after, ahead), (next + 1, 0));
	assert!(view.calls_left > 0);
	assert!(spent <= view.spend_left);
	let lost = u128::from(free.saturating_sub(Balances::free_balance(SPONSOR)));
	assert!(lost <= spent);
	if result.is_err() {
		assert_eq!((spent, Balances::free_balance(SPONSOR)), (0, free));
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(128))]

	#[test]
	fn limits_hold_and_money_is_conserved_whatever_anybody_does(
		steps in prop::collection::vec(any_step(), 1..60),
	) {
		ExtBuilder::default().build_and_execute(|| {
			for step in steps {
				take(step);
				Sponsorship::do_try_state().expect("the state is consistent after every step");
			}
			// All sponsorships end, and every ticket returns.
			poll(NOW);
			poll(NOW + 1_000_000);
			assert_eq!(Sponsorships::<Test>::iter().count(), 0);
			assert_eq!(Agenda::<Test>::iter().count(), 0);
		});
	}
}
