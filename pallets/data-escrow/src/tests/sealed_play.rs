//! Random moves of both parties, of the judge and of strangers in sealed deals, with jumps in time, ties and suspensions. After each
//! move: no money is made or lost, what is held is what the records say, a refused move changed nothing. In the end every deal is over.

use counterfoil_primitives::{
	exchange::Outcome,
	money::Asset,
	sealed::{bear, divide},
	traits::{Judge, NewAgreement},
	Moment,
};
use frame_support::{
	assert_ok,
	traits::{fungibles::Inspect, Time},
};
use proptest::{collection, prelude::*, sample};
use sp_runtime::{DispatchResult, StateVersion};

use super::sealed_deal::*;
use crate::{mock::*, Agreements, ClosedAgreements, Event, Stage};

const EVERYBODY: &[u64] =
	&[SUPPLIER, DEMANDER, JUDGE, STRANGER, PASSER_BY, SUPPLIER + OTHER_ACCOUNT];

/// Several deals at once, of two kinds of money.
const DEALS: usize = 4;

#[derive(Clone, Copy, Debug)]
enum Step {
	/// The step that the deal waits for, by who is to take it; a contested one is decided like this.
	Next(u16),
	Fund,
	Deliver,
	Settle,
	Complain,
	Answer(u8),
	Concede,
	Decide(u16),
	Recuse,
	Decline,
	Expire,
	/// The judge is tied to this one, or to nobody.
	Tie(Option<u64>),
	/// The judge is suspended, or not any more.
	Suspend(bool),
	/// The issuer of the asset blocks this one, or not any more.
	Block(u64, bool),
	Collect,
	/// Time passes and the chain does nothing.
	Wait(Moment),
	/// Time passes and the chain works its agenda off.
	Pass(Moment),
}

#[derive(Clone, Copy, Debug)]
struct Move {
	who: u64,
	deal: usize,
	step: Step,
}

fn step() -> impl Strategy<Value = Step> {
	let jump = || prop_oneof![4 => 0..2_000u64, 1 => 0..60_000u64];
	let party = || sample::select(&[SUPPLIER, DEMANDER, JUDGE][..]);
	prop_oneof![
		16 => (0..=1_000u16).prop_map(Step::Next),
		1 => Just(Step::Fund),
		1 => Just(Step::Deliver),
		1 => Just(Step::Settle),
		4 => Just(Step::Complain),
		2 => any::<u8>().prop_map(Step::Answer),
		1 => Just(Step::Concede),
		2 => (0..1_100u16).prop_map(Step::Decide),
		1 => Just(Step::Recuse),
		1 => Just(Step::Decline),
		1 => Just(Step::Expire),
		1 => sample::select(&[None, Some(SUPPLIER), Some(DEMANDER)][..]).prop_map(Step::Tie),
		1 => any::<bool>().prop_map(Step::Suspend),
		1 => (party(), any::<bool>()).prop_map(|(who, blocked)| Step::Block(who, blocked)),
		1 => Just(Step::Collect),
		2 => jump().prop_map(Step::Wait),
		2 => jump().prop_map(Step::Pass),
	]
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
	let one = (sample::select(EVERYBODY), 0..DEALS, step()).prop_map(|(who, deal, step)| Move {
		who,
		deal,
		step,
	});
	collection::vec(one, 1..120)
}

fn judges() -> impl Strategy<Value = (u16, u16)> {
	(prop_oneof![Just(0), 50..=200u16], 0..=1_000u16)
}

/// The deals.
struct World {
	deals: Vec<Deal>,
	judge: Judge,
}

impl World {
	fn new((fee, fallback): (u16, u16)) -> Self {
		let judge = Judge { fee, fallback, ..judge() };
		let deals = (0..DEALS)
			.map(|number| {
				let asset = if number % 2 == 0 { Asset::Native } else { COIN };
				let terms = NewAgreement { asset, ..terms_under(judge) };
				Deal::of(open(terms).expect("the terms are right"))
			})
			.collect();
		Self { deals, judge }
	}

	/// Takes a step. A refused one must not have changed anything.
	fn play(&self, Move { who, deal, step }: Move) {
		let before = sp_io::storage::root(StateVersion::V1);
		let id = self.deals[deal].id;
		let result = match step {
			Step::Next(verdict) => self.next(deal, verdict),
			Step::Fund => fund(who, id),
			Step::Deliver => deliver_sealed(who, &self.deals[deal]),
			Step::Settle => settle(who, id),
			Step::Complain => complain(who, id),
			Step::Answer(evidence) => answer(who, id, [evidence; 32]),
			Step::Concede => concede(who, id),
			Step::Decide(verdict) => decide(who, id, verdict),
			Step::Recuse => recuse(who, id),
			Step::Decline => decline(who, id),
			Step::Expire => expire(who, id),
			Step::Collect => collect(who, id),
			Step::Tie(to) => {
				Subjects::control(JUDGE, to.as_slice());
				Ok(())
			},
			Step::Suspend(suspended) => {
				if suspended {
					Subjects::suspend(JUDGE);
				} else {
					Subjects::restore(JUDGE);
				}
				Ok(())
			},
			Step::Block(party, blocked) => {
				block(party, blocked);
				Ok(())
			},
			Step::Wait(milliseconds) => {
				set_time(Timestamp::now() + milliseconds);
				Ok(())
			},
			Step::Pass(milliseconds) => {
				next_block(Timestamp::now() + milliseconds);
				Ok(())
			},
		};
		if result.is_err() {
			let after = sp_io::storage::root(StateVersion::V1);
			assert_eq!(before, after, "a refused move changed the state");
		}
		assert_ok!(DataEscrow::do_try_state());
	}

	/// The step that the deal waits for.
	fn next(&self, deal: usize, verdict: u16) -> DispatchResult {
		let id = self.deals[deal].id;
		match Agreements::<Test>::get(id).map(|agreement| agreement.stage) {
			Some(Stage::Agreed { .. }) => fund(DEMANDER, id),
			Some(Stage::Funded { .. }) => deliver_sealed(SUPPLIER, &self.deals[deal]),
			Some(Stage::Delivered { .. }) if verdict < 800 => complain(DEMANDER, id),
			Some(Stage::Delivered { .. }) => settle(DEMANDER, id),
			Some(Stage::Contested { case, .. }) if case.answer.is_none() => {
				answer(SUPPLIER, id, [1; 32])
			},
			Some(Stage::Contested { .. }) => decide(JUDGE, id, verdict),
			Some(stage) => panic!("a sealed deal is never {stage:?}"),
			None => Ok(()),
		}
	}

	/// Lets all deadlines pass and everything be collected.
	fn finish(&self) {
		block(SUPPLIER, false);
		block(DEMANDER, false);
		for _ in 0..30 {
			next_block(Timestamp::now() + 60_000);
		}
		for deal in &self.deals {
			let _ = collect(PASSER_BY, deal.id);
		}
		assert_ok!(DataEscrow::do_try_state());
		assert_eq!(Agreements::<Test>::iter_keys().count(), 0, "something stays open for ever");
		for who in [SUPPLIER, DEMANDER, JUDGE] {
			for asset in [Asset::Native, COIN] {
				let purse = purse_in(asset, who);
				assert_eq!((purse.price, purse.bond), (0, 0), "something stays held for ever");
			}
		}
	}

	/// What supplier, demander and judge have of this money, if everybody got what is due to him by the outcomes.
	fn expected(&self, asset: Asset, paid: &[(u64, u64)]) -> [i128; 3] {
		let mut purses = [i128::from(WEALTH), i128::from(WEALTH), 0];
		for (id, closed) in ClosedAgreements::<Test>::iter() {
			if closed.asset != asset {
				continue;
			}
			let price = u128::from(closed.price);
			let part = match closed.outcome {
				Outcome::Settled => price,
				Outcome::Judged { to_supplier } | Outcome::Fallback { to_supplier } => {
					divide(price, to_supplier).supplier
				},
				_ => 0,
			};
			let punished =
				matches!(closed.outcome, Outcome::Conceded | Outcome::Judged { to_supplier: 0 });
			let bond = if punished { i128::from(closed.bond) } else { 0 };
			// The judge is paid all of the fee or nothing.
			let fee = paid.iter().find(|(of, _)| *of == id).map_or(0, |(_, fee)| *fee);
			let borne = bear(
				fee.into(),
				match closed.outcome {
					Outcome::Judged { to_supplier } => to_supplier,
					Outcome::Conceded => 0,
					Outcome::Settled => 1_000,
					_ => {
						assert_eq!(fee, 0, "the judge was paid for nothing");
						0
					},
				},
			);
			if fee > 0 {
				assert_eq!(u128::from(fee), self.judge.fee_of(price));
			}
			let (part, supplier, demander) =
				(part as i128, borne.supplier as i128, borne.demander as i128);
			purses[0] += part - bond - supplier;
			purses[1] += bond - part - demander;
			purses[2] += i128::from(fee);
		}
		purses
	}
}

/// The issuer of the coin blocks an account, or not any more.
fn block(who: u64, blocked: bool) {
	let issuer = RuntimeOrigin::signed(ISSUER);
	// Fails for an account that has none of it, which is fine.
	let _ = if blocked {
		Assets::block(issuer, COIN_ID, who)
	} else {
		Assets::thaw(issuer, COIN_ID, who)
	};
}

/// The fees that judges were paid so far.
fn fees_paid() -> Vec<(u64, u64)> {
	take_events()
		.into_iter()
		.filter_map(|event| match event {
			Event::JudgePaid { id, amount, .. } => Some((id, amount)),
			_ => None,
		})
		.collect()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn money_is_conserved_and_every_sealed_deal_ends_whatever_anybody_does(
		judge in judges(),
		moves in moves(),
	) {
		ExtBuilder::build_and_execute(|| {
			let world = World::new(judge);
			for made in moves {
				world.play(made);
			}
			world.finish();
			let paid = fees_paid();
			for asset in [Asset::Native, COIN] {
				let purses = [SUPPLIER, DEMANDER, JUDGE]
					.map(|who| i128::from(Money::total_balance(asset, &who)));
				assert_eq!(purses, world.expected(asset, &paid), "somebody got more or less");
			}
		});
	}

	#[test]
	fn honest_judge_makes_honest_parties_whole(moves in moves(), guilty: bool) {
		// The parties are honest from the delivery on and the judge is not tied: whoever is right loses nothing but time.
		ExtBuilder::build_and_execute(|| {
			let world = World::new((100, FALLBACK));
			for made in moves {
				let honest = if guilty { DEMANDER } else { SUPPLIER };
				let fate = matches!(
					made.step,
					Step::Next(_) | Step::Tie(_) | Step::Suspend(_) | Step::Block(..)
				);
				if ![honest, honest + OTHER_ACCOUNT, JUDGE].contains(&made.who) && !fate {
					world.play(made);
				}
				world.deals.iter().for_each(|deal| honest_step(deal, guilty));
			}
			for _ in 0..10 {
				next_block(Timestamp::now() + 30_000);
				world.deals.iter().for_each(|deal| honest_step(deal, guilty));
			}
			world.finish();
			for (id, closed) in ClosedAgreements::<Test>::iter() {
				let wronged = match closed.outcome {
					Outcome::Settled => guilty,
					Outcome::Judged { to_supplier } => (to_supplier == 0) != guilty,
					Outcome::Fallback { .. } => true,
					Outcome::Conceded => !guilty,
					_ => false,
				};
				assert!(!wronged, "agreement {id} ended {:?}", closed.outcome);
			}
		});
	}
}

/// What the wronged party and an honest judge do. `guilty` is the supplier, else the demander who complains without reason.
fn honest_step(deal: &Deal, guilty: bool) {
	let id = deal.id;
	let Some(agreement) = Agreements::<Test>::get(id) else { return };
	let now = Timestamp::now();
	let _ = match agreement.stage {
		Stage::Agreed { .. } if guilty => fund(DEMANDER, id),
		Stage::Funded { .. } if !guilty => deliver_sealed(SUPPLIER, deal),
		Stage::Delivered { .. } if guilty => complain(DEMANDER, id),
		Stage::Contested { case, .. } if !guilty && case.answer.is_none() => {
			answer(SUPPLIER, id, ANSWER)
		},
		Stage::Contested { case, .. } if case.is_before_judge(now) => {
			decide(JUDGE, id, if guilty { 0 } else { 1_000 })
		},
		_ => Ok(()),
	};
}
