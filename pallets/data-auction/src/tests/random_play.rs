//! Whole auctions with random bids, bidders who do not reveal, winners who do not pay, and issuers who block. Whatever happens: no money is made or
//! lost, the winners and their prices are exactly those of the rule, and every deposit comes to an end.

use std::collections::BTreeMap;

use counterfoil_primitives::{
	auction::{Descent, Falling, Pricing},
	did::DidStatus,
	exchange::Outcome,
	money::Asset,
};
use frame_support::traits::tokens::fungibles::Inspect;
use proptest::{collection, prelude::*, sample};
use sp_runtime::StateVersion;

use super::*;

/// What a bidder does after he bid.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Conduct {
	Reveals,
	/// Reveals while he is suspended.
	Suspended,
	Silent,
}

#[derive(Clone, Copy, Debug)]
struct Bidding {
	amount: Balance,
	conduct: Conduct,
	/// What becomes of his agreement, should he win: with it whether he funds, who steps back, whether something was delivered.
	ending: (Outcome, bool, Option<AccountId>, bool),
	/// Whether the issuer blocks his account before the settlement, for a while.
	blocked: bool,
	/// Whether the escrow opens no agreement for him.
	stubborn: bool,
}

#[derive(Clone, Debug)]
struct Plan {
	copies: u32,
	pricing: Pricing,
	asset: Asset,
	bids: Vec<Bidding>,
	/// The order in which bids are revealed.
	shuffle: u64,
	/// Whether the lot is lost before the settlement.
	lost: bool,
	/// Whether the chain settles, or somebody who calls.
	by_chain: bool,
}

/// `None`: the bidder himself.
const WINNER: AccountId = 0;

fn ending() -> impl Strategy<Value = (Outcome, bool, Option<AccountId>, bool)> {
	sample::select(vec![
		(Outcome::Settled, true, None, true),
		(Outcome::NotFunded, false, None, false),
		(Outcome::Declined, false, Some(WINNER), false),
		(Outcome::Declined, true, Some(WINNER), false),
		(Outcome::Declined, true, Some(WINNER), true),
		(Outcome::Declined, false, Some(SUPPLIER), false),
		(Outcome::NotCommitted, true, None, false),
		(Outcome::NotAccepted, true, None, true),
		(Outcome::NotRevealed, true, None, true),
		(Outcome::Convicted, true, None, true),
	])
}

fn bidding() -> impl Strategy<Value = Bidding> {
	let amount = prop_oneof![4 => 990..1_010u128, 1 => 0..5_000u128];
	let conduct = prop_oneof![
		6 => Just(Conduct::Reveals),
		1 => Just(Conduct::Suspended),
		2 => Just(Conduct::Silent),
	];
	let seldom = || prop_oneof![6 => Just(false), 1 => Just(true)];
	(amount, conduct, ending(), seldom(), seldom()).prop_map(
		|(amount, conduct, ending, blocked, stubborn)| Bidding {
			amount,
			conduct,
			ending,
			blocked,
			stubborn,
		},
	)
}

fn plan() -> impl Strategy<Value = Plan> {
	(
		1..=MAX_BIDDERS,
		sample::select(vec![Pricing::First, Pricing::Uniform]),
		sample::select(vec![Asset::Native, COIN, VOUCHER]),
		collection::vec(bidding(), 0..=MAX_BIDDERS as usize),
		any::<u64>(),
		prop_oneof![8 => Just(false), 1 => Just(true)],
		any::<bool>(),
	)
		.prop_map(|(copies, pricing, asset, bids, shuffle, lost, by_chain)| Plan {
			copies,
			pricing,
			asset,
			bids,
			shuffle,
			lost,
			by_chain,
		})
}

/// Who wins at what price, by the plainest reading of the rule: sort all bids that count.
fn winners(plan: &Plan) -> BTreeMap<AccountId, Balance> {
	let mut counting: Vec<(Balance, AccountId)> = (BIDDER..)
		.zip(&plan.bids)
		.filter(|(_, bid)| bid.conduct == Conduct::Reveals && bid.amount >= RESERVE)
		.map(|(account, bid)| (bid.amount, account))
		.collect();
	counting.sort_by_key(|(amount, account)| (std::cmp::Reverse(*amount), *account));
	let copies = plan.copies as usize;
	let losing = counting.get(copies).map_or(RESERVE, |(amount, _)| *amount);
	counting
		.into_iter()
		.take(copies)
		.filter(|_| !plan.lost)
		.map(|(amount, account)| match plan.pricing {
			Pricing::First => (account, amount),
			Pricing::Uniform => (account, losing),
		})
		.collect()
}

fn play(plan: Plan) {
	let id = sealed_of(
		Lot { asset: plan.asset, ..good_lot(SUPPLIER) },
		SealedTerms { copies: plan.copies, pricing: plan.pricing, ..terms() },
	);
	let bidders: Vec<(AccountId, Bidding)> = (BIDDER..).zip(plan.bids.iter().copied()).collect();
	for (account, own) in &bidders {
		assert_ok!(bid(*account, id, own.amount));
	}
	check();
	set_now(START + 2 * MIN_WINDOW);
	let mut order = bidders.clone();
	order.sort_by_key(|(account, _)| plan.shuffle.wrapping_mul(account * 2 + 1).rotate_left(23));
	for (account, own) in order {
		match own.conduct {
			Conduct::Reveals => {
				assert_ok!(reveal(account, id, own.amount));
			},
			Conduct::Suspended => {
				set_status(account, DidStatus::Suspended);
				assert_ok!(reveal(account, id, own.amount));
				set_status(account, DidStatus::Active);
			},
			Conduct::Silent => {},
		}
	}
	check();

	let block = |account| match plan.asset {
		Asset::Native => {},
		Asset::Local(token) => {
			assert_ok!(Assets::block(signed(ISSUER), token, account));
		},
	};
	for (account, own) in &bidders {
		if own.blocked {
			block(*account);
		}
		if own.stubborn {
			make_stubborn(*account);
		}
	}
	if plan.lost {
		set_status(SUPPLIER, DidStatus::Suspended);
	}
	set_now(now() + 1);
	let mut steps = 0;
	while Auctions::<Test>::contains_key(id) {
		if plan.by_chain {
			run_to(now() + 2_000);
		} else {
			assert_ok!(DataAuction::advance(signed(PASSER_BY), id));
		}
		check();
		steps += 1;
		assert!(steps <= 5, "the settlement does not end");
	}

	// The winners are those of the rule, but those for whom the escrow opens nothing.
	let expected: Vec<(AccountId, Balance)> = winners(&plan)
		.into_iter()
		.filter(|(account, _)| !plan.bids[(account - BIDDER) as usize].stubborn)
		.collect();
	assert_eq!(sold(), expected);

	// Every agreement ends.
	let (mut paid, mut lost) = (0, 0);
	for agreement_id in agreements() {
		let account = agreement(agreement_id).terms.demander.account;
		let price = agreement(agreement_id).terms.price;
		let (outcome, funds, by, committed) = plan.bids[(account - BIDDER) as usize].ending;
		// An account that is blocked has what it is to pay, and cannot be paid back yet.
		if let (Asset::Local(token), true) =
			(plan.asset, plan.bids[(account - BIDDER) as usize].blocked)
		{
			assert_ok!(Assets::thaw(signed(ISSUER), token, account));
		}
		if funds {
			assert_ok!(fund(agreement_id));
		}
		let by = by.map(|who| if who == WINNER { account } else { who });
		close(agreement_id, outcome, by, committed);
		paid += if outcome == Outcome::Settled { price } else { 0 };
		let fault = outcome == Outcome::NotFunded
			|| (outcome == Outcome::Declined && by == Some(account) && !committed);
		lost += Balance::from(fault) * DEPOSIT;
		check();
	}
	// And so does every deposit, once nobody is blocked any more.
	if let Asset::Local(token) = plan.asset {
		for (account, _) in &bidders {
			assert_ok!(Assets::thaw(signed(ISSUER), token, *account));
		}
	}
	for (auction, bidder) in Owed::<Test>::iter_keys().collect::<Vec<_>>() {
		assert_ok!(DataAuction::collect(signed(PASSER_BY), auction, bidder));
	}
	let silent = bidders.iter().filter(|(_, own)| own.conduct == Conduct::Silent).count();
	if !plan.lost {
		lost += silent as Balance * DEPOSIT;
	}
	assert_eq!(Money::total_balance(plan.asset, &SUPPLIER), WEALTH + paid + lost);
	for (account, _) in bidders {
		assert_eq!(deposit_of(plan.asset, account), 0);
		let total = Money::total_balance(plan.asset, &account);
		assert!(total == free(plan.asset, account), "something of {account} is still held");
	}
	assert!(Awards::<Test>::iter_keys().next().is_none());
	assert!(Owed::<Test>::iter_keys().next().is_none());
	assert!(Bids::<Test>::iter_keys().next().is_none());
	assert!(Parties::<Test>::iter_keys().next().is_none());
	assert!(Agenda::<Test>::iter_keys().next().is_none());
}

/// A step that anybody tries at any time.
#[derive(Clone, Copy, Debug)]
enum Step {
	Open(u32, bool),
	Descend(u32),
	Bid(Balance),
	Reveal(Balance),
	Take(Balance),
	Cancel,
	Advance,
	Collect(AccountId),
	/// An agreement ends so.
	End(Outcome, bool),
	Status(bool),
	Freeze(bool),
	Block(bool),
	Wait(u64),
	Poll(u64),
}

const EVERYBODY: &[AccountId] = &[
	SUPPLIER,
	RIVAL,
	STRANGER,
	PASSER_BY,
	PAUPER,
	BIDDER,
	BIDDER + 1,
	BIDDER + 2,
	BIDDER + 3,
	BIDDER + 4,
];

fn step() -> impl Strategy<Value = Step> {
	let amount = || sample::select(vec![999, 1_000, 1_001, 1_500]);
	let jump = || prop_oneof![4 => 0..3_000u64, 2 => 0..25_000u64];
	prop_oneof![
		3 => (1..5u32, any::<bool>()).prop_map(|(copies, coins)| Step::Open(copies, coins)),
		2 => (1..4u32).prop_map(Step::Descend),
		12 => amount().prop_map(Step::Bid),
		12 => amount().prop_map(Step::Reveal),
		4 => (900..3_500u128).prop_map(Step::Take),
		1 => Just(Step::Cancel),
		4 => Just(Step::Advance),
		2 => sample::select(EVERYBODY).prop_map(Step::Collect),
		3 => (ending(), any::<bool>()).prop_map(|((outcome, ..), by)| Step::End(outcome, by)),
		1 => any::<bool>().prop_map(Step::Status),
		1 => any::<bool>().prop_map(Step::Freeze),
		1 => any::<bool>().prop_map(Step::Block),
		5 => jump().prop_map(Step::Wait),
		4 => jump().prop_map(Step::Poll),
	]
}

fn take_step(who: AccountId, id: u64, step: Step) -> Result<(), sp_runtime::DispatchError> {
	match step {
		Step::Open(copies, coins) => {
			let asset = if coins { COIN } else { Asset::Native };
			let lot = Lot { asset, ..good_lot(SUPPLIER) };
			DataAuction::open_sealed(signed(SUPPLIER), lot, SealedTerms { copies, ..terms() })
		},
		Step::Descend(copies) => {
			let falling = Falling { from: now(), descent: Descent::Steps(3), ..sale() };
			DataAuction::open_descending(signed(SUPPLIER), good_lot(SUPPLIER), copies, falling)
		},
		Step::Bid(amount) => plain(bid(who, id, amount)),
		Step::Reveal(amount) => reveal(who, id, amount),
		Step::Take(max_price) => plain(DataAuction::take(signed(who), id, max_price)),
		Step::Cancel => DataAuction::cancel(signed(who), id),
		Step::Advance => DataAuction::advance(signed(who), id),
		Step::Collect(bidder) => DataAuction::collect(signed(who), id, did(bidder)),
		Step::End(outcome, by_winner) => {
			let Some(first) = agreements().first().copied() else { return Ok(()) };
			let opened = agreement(first);
			let account = opened.terms.demander.account;
			if outcome == Outcome::NotFunded && opened.funded {
				return Ok(());
			}
			if outcome != Outcome::NotFunded && !opened.funded && fund(first).is_err() {
				return Ok(());
			}
			// The double of the escrow insists on paying; the real one keeps what an account cannot receive.
			if let Asset::Local(token) = opened.terms.asset {
				for party in [account, SUPPLIER] {
					assert_ok!(Assets::thaw(signed(ISSUER), token, party));
				}
			}
			close(first, outcome, by_winner.then_some(account), false);
			Ok(())
		},
		Step::Status(active) => {
			if who != PASSER_BY {
				let status = if active { DidStatus::Active } else { DidStatus::Suspended };
				set_status(who, status);
			}
			Ok(())
		},
		// Whoever has none of it cannot be frozen in it.
		Step::Freeze(true) => Assets::freeze(signed(ISSUER), 1, who).or(Ok(())),
		Step::Block(true) => Assets::block(signed(ISSUER), 1, who).or(Ok(())),
		Step::Freeze(false) | Step::Block(false) => Assets::thaw(signed(ISSUER), 1, who).or(Ok(())),
		Step::Wait(milliseconds) => {
			set_now(now() + milliseconds);
			Ok(())
		},
		Step::Poll(milliseconds) => {
			run_to(now() + milliseconds);
			Ok(())
		},
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

	#[test]
	fn winners_are_those_of_the_rule_and_every_deposit_comes_to_an_end(plan in plan()) {
		ExtBuilder::build_and_execute(|| play(plan));
	}

	#[test]
	fn random_steps_make_or_lose_no_money_and_refused_ones_change_nothing(
		steps in collection::vec((sample::select(EVERYBODY), 0..4u64, step()), 1..100),
	) {
		ExtBuilder::build_and_execute(|| {
			for (who, back, step) in steps {
				// One of the latest auctions.
				let id = NextAuctionId::<Test>::get().saturating_sub(back + 1);
				let before = (sp_io::storage::root(StateVersion::V1), step);
				// Data sets of tests are made before the call.
				let opens = matches!(step, Step::Open(..) | Step::Descend(_));
				let result = take_step(who, id, step);
				if result.is_err() && !opens {
					let after = sp_io::storage::root(StateVersion::V1);
					assert_eq!(before.0, after, "a refused step changed the state: {:?}", before.1);
				}
				check();
			}
			// Time passes, and everything settles.
			set_status(SUPPLIER, DidStatus::Active);
			for _ in 0..12 {
				run_to(now() + 30_000);
			}
			assert_eq!(Auctions::<Test>::iter_keys().count(), 0);
			assert_eq!(Bids::<Test>::iter_keys().count(), 0);
			assert_eq!(Parties::<Test>::iter_keys().count(), 0);
		});
	}
}
