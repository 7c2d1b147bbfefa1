//! Attacks on the market: on its rewards, on what it knows of suppliers, on matches of the same block, and by way of judges.

use crate::{
	auctions,
	chain::*,
	keys::{self, Key},
	parties::*,
};
use counterfoil_primitives::{
	document::Document,
	market::Mismatch,
	money::{Asset, Commission},
	reputation::Score,
	traits::{Delivery, Judge, Reputations},
	Category, DidId, Outcome, Region,
};
use counterfoil_runtime::{
	constants::currency::CFL, Block, DataEscrow, Runtime, RuntimeCall, RuntimeEvent, Validation,
};
use frame_support::assert_ok;
use pallet_data_market::{Event, Goods, Lot, ProposedFill, Query};
use pallet_data_market_runtime_api::{
	runtime_decl_for_data_market_api::DataMarketApiV1, Explanation, FillView, Obstacle,
};
use sp_keyring::Sr25519Keyring::{self, Bob, BobStash, Charlie};
use sp_runtime::{DispatchError, DispatchResult};

type Market = pallet_data_market::Call<Runtime>;
type MarketError = pallet_data_market::Error<Runtime>;
type Escrow = pallet_data_escrow::Call<Runtime>;
type EscrowError = pallet_data_escrow::Error<Runtime>;

const UTILITY: Sr25519Keyring = Parties::UTILITY;
const PLANNER: Sr25519Keyring = Parties::PLANNER;
/// Who has nothing to do with either party.
const STRANGER: Sr25519Keyring = Charlie;
/// How long better proposals may follow.
const WINDOW: u64 = 6_000;

fn opened() -> u64 {
	pallet_data_escrow::NextAgreementId::<Runtime>::get()
}

/// What the market said so far.
fn said(chain: &Chain) -> impl Iterator<Item = &Event<Runtime>> {
	chain.blocks.iter().flat_map(|block| &block.events).filter_map(|event| match event {
		RuntimeEvent::DataMarket(event) => Some(event),
		_ => None,
	})
}

/// Who found the only match so far.
fn finder(chain: &Chain) -> Option<DidId> {
	let finders: Vec<_> = said(chain)
		.filter_map(|event| match event {
			Event::Matched { finder, .. } => Some(*finder),
			_ => None,
		})
		.collect();
	assert_eq!(finders.len(), 1, "one match");
	finders[0]
}

/// How many matches failed, and why.
fn failures(chain: &Chain) -> Vec<DispatchError> {
	let failed = said(chain).filter_map(|event| match event {
		Event::MatchFailed { error, .. } => Some(*error),
		_ => None,
	});
	failed.collect()
}

/// What the chain says about this pair.
fn explain(demand: u64, offer: u64) -> Explanation {
	<Runtime as DataMarketApiV1<Block>>::explain(demand, FillView { offer, lot: None })
}

fn differ(mismatch: Mismatch) -> Explanation {
	Explanation::Refused(Obstacle::Mismatch(mismatch))
}

/// A demand with a reward, and an offer by query that the lot answers: somebody has to find it. The proposal of it.
fn rewarded(chain: &mut Chain, parties: &Parties, leaves: &[String], window: u64) -> RuntimeCall {
	let submission = parties.prepare(chain, leaves);
	let records = u64::try_from(leaves.len()).unwrap();
	let mut demand = parties.demand_terms(chain, records);
	demand.reward = CFL;
	demand.window = window;
	assert_ok!(chain.submit(PLANNER, Market::place_demand { terms: demand }));
	let mut offer = parties.offer_terms(chain, submission);
	offer.goods = Goods::Query(Query {
		category: Category::new("water").unwrap(),
		region: Region::new("u1").unwrap(),
		within: None,
		schema: Some(SCHEMA),
	});
	assert_ok!(chain.submit(UTILITY, Market::place_offer { terms: offer }));
	assert_eq!(opened(), 0, "the chain does not know which lot to think of");
	let lot = Lot { data_set: parties.data_set, submissions: vec![submission].try_into().unwrap() };
	let fills = vec![ProposedFill { offer: 0, lot: Some(lot) }].try_into().unwrap();
	Market::propose { demand: 0, fills, salt: None }.into()
}

#[test]
fn attack_self_dealing_match_for_the_reward() {
	for (who, is_paid) in [(UTILITY, false), (PLANNER, false), (STRANGER, true)] {
		on_chain(DEV, |chain| {
			let parties = Parties::approved(chain);
			let leaves = readings(3);
			let propose = rewarded(chain, &parties, &leaves, WINDOW);
			let all = [UTILITY, PLANNER, STRANGER];
			let before = all.map(|who| worth(chain, who));
			assert_ok!(chain.submit(who, propose));
			assert_eq!(opened(), 0, "better proposals may follow");
			let until = chain.now() + WINDOW;
			while chain.now() <= until {
				chain.empty_block();
			}
			for _ in 0..3 {
				chain.empty_block();
			}
			assert_eq!(opened(), 1, "the chain concludes by itself");
			assert_eq!(finder(chain), is_paid.then(|| did_of(who)));
			exchange(chain, 0, &encrypt(&leaves));
			assert_ok!(chain.submit(PLANNER, Escrow::settle { id: 0 }));
			assert_eq!(outcome(0), Some(Outcome::Settled));
			let rewards = said(chain).filter(|event| matches!(event, Event::Rewarded { .. }));
			assert_eq!(rewards.count(), usize::from(is_paid));
			let reward = if is_paid { CFL } else { 0 };
			let after = all.map(|who| worth(chain, who));
			assert_eq!(after, [before[0] + PRICE, before[1] - PRICE - reward, before[2] + reward]);
			assert_nothing_is_held_or_lost();
		});
	}
}

/// The utility sells a batch to somebody, from the offer to the settlement.
fn sold(
	chain: &mut Chain,
	parties: &Parties,
	buyer: Sr25519Keyring,
	(submission, leaves): &(u64, Vec<String>),
) {
	let id = opened();
	assert_ok!(chain.submit(UTILITY, parties.offer(chain, *submission)));
	let demand = parties.demand(chain, u64::try_from(leaves.len()).unwrap());
	assert_ok!(chain.submit(buyer, demand));
	assert_ok!(chain.submit(buyer, Escrow::fund { id, from: None }));
	let commit = commit(chain, id, &encrypt(leaves));
	assert_ok!(chain.submit(UTILITY, commit));
	assert_ok!(chain.submit(buyer, Escrow::accept { id }));
	assert_ok!(chain.submit(UTILITY, Escrow::reveal { id, key: KEY }));
	assert_ok!(chain.submit(buyer, Escrow::settle { id }));
	assert_eq!(outcome(id), Some(Outcome::Settled));
}

#[test]
fn attack_wash_trades_do_not_raise_reputation_on_the_market() {
	const OTHER: Sr25519Keyring = BobStash;

	let sales = || DataEscrow::supplier(&did_of(UTILITY));
	let purchases = |who| pallet_data_escrow::Deals::<Runtime>::get(did_of(who)).purchases.settled;
	// Strangers count once, however often they trade with each other.
	on_chain(DEV, |chain| {
		let (parties, _) = auctions::with_lot(chain, Asset::Native);
		// The market counts validated batches as well: all are there before the first one is sold.
		let batches = [2, 3, 4, 5].map(|number| {
			let leaves = readings(number);
			(parties.prepare(chain, &leaves), leaves)
		});
		let (valid, _) = Validation::supplier(&did_of(UTILITY));
		assert_eq!(sales(), (0, 0));
		for batch in &batches[..2] {
			sold(chain, &parties, PLANNER, batch);
			assert_eq!((sales(), purchases(PLANNER)), ((1, 0), 1));
		}
		// Somebody wants a supplier who has sold to two.
		let (submission, leaves) = &batches[2];
		let offer = pallet_data_market::NextOfferId::<Runtime>::get();
		assert_ok!(chain.submit(UTILITY, parties.offer(chain, *submission)));
		let mut terms = parties.demand_terms(chain, u64::try_from(leaves.len()).unwrap());
		terms.need.reputation = Score::of(valid + 2, 0).lower;
		let demand = pallet_data_market::NextDemandId::<Runtime>::get();
		assert_ok!(chain.submit(PLANNER, Market::place_demand { terms }));
		assert_eq!(explain(demand, offer), differ(Mismatch::Reputation));

		sold(chain, &parties, OTHER, &batches[3]);
		assert_eq!((sales(), purchases(OTHER)), ((2, 0), 1));
		assert!(matches!(explain(demand, offer), Explanation::Admissible { .. }));
		let before = opened();
		assert_ok!(chain.submit(PLANNER, Market::take_offer { demand, offer, lot: None }));
		assert_eq!(opened(), before + 1);
	});
	// Two identities in one hand never count, whichever of them is in the hand of the other.
	for (held, hand) in [(PLANNER, UTILITY), (UTILITY, PLANNER)] {
		on_chain(DEV, |chain| {
			let parties = Parties::approved(chain);
			let leaves = readings(2);
			let batch = (parties.prepare(chain, &leaves), leaves);
			let mut document = Document::of_key(Key::Of(held).public());
			document.controllers = vec![did_of(hand)].try_into().unwrap();
			document.threshold = 1;
			let agree = [(did_of(hand), Key::Of(hand))];
			let tie = keys::update_document(did_of(held), 1, document, &[], &agree);
			assert_ok!(chain.submit(held, tie));
			sold(chain, &parties, PLANNER, &batch);
			assert_eq!((sales(), purchases(PLANNER)), ((0, 0), 0));
		});
	}
}

#[test]
fn attack_offer_is_withdrawn_in_the_block_of_the_match() {
	for withdrawn_first in [false, true] {
		on_chain(DEV, |chain| {
			let parties = Parties::approved(chain);
			let leaves = readings(3);
			let submission = parties.prepare(chain, &leaves);
			let before = [UTILITY, PLANNER].map(|who| worth(chain, who));
			assert_ok!(chain.submit(UTILITY, parties.offer(chain, submission)));
			let demand = (PLANNER, parties.demand(chain, 3).into());
			let withdraw = (UTILITY, Market::withdraw_offer { offer: 0 }.into());
			let mut price = 0;
			if withdrawn_first {
				assert_eq!(in_one_block(chain, [withdraw, demand]), [Ok(()), Ok(())]);
				assert_eq!(opened(), 0, "there was nothing to match");
				assert_ok!(chain.submit(PLANNER, Market::withdraw_demand { demand: 0 }));
			} else {
				let ended = in_one_block(chain, [demand, withdraw]);
				assert_eq!(ended, [Ok(()), Err(MarketError::UnknownOffer.into())]);
				assert_eq!(opened(), 1, "the deal stands");
				exchange(chain, 0, &encrypt(&leaves));
				assert_ok!(chain.submit(PLANNER, Escrow::settle { id: 0 }));
				assert_eq!(outcome(0), Some(Outcome::Settled));
				assert_ok!(chain.submit(PLANNER, Escrow::forget { id: 0 }));
				price = PRICE;
			}
			assert_eq!(pallet_data_market::Offers::<Runtime>::iter().count(), 0);
			assert_eq!(pallet_data_market::Demands::<Runtime>::iter().count(), 0);
			let after = [UTILITY, PLANNER].map(|who| worth(chain, who));
			assert_eq!(after, [before[0] + price, before[1] - price]);
			assert_nothing_is_held_or_lost();
		});
	}
}

#[test]
fn attack_demand_is_withdrawn_in_the_block_of_the_match_to_save_the_reward() {
	for withdrawn_first in [false, true] {
		on_chain(DEV, |chain| {
			let parties = Parties::approved(chain);
			let leaves = readings(3);
			let propose = (STRANGER, rewarded(chain, &parties, &leaves, 0));
			let withdraw = (PLANNER, Market::withdraw_demand { demand: 0 }.into());
			let all = [UTILITY, PLANNER, STRANGER];
			let before = all.map(|who| worth(chain, who));
			if withdrawn_first {
				// Nobody has a claim to what was not found yet.
				let ended = in_one_block(chain, [withdraw, propose]);
				assert_eq!(ended, [Ok(()), Err(MarketError::UnknownDemand.into())]);
				assert_eq!(opened(), 0);
				assert_eq!(all.map(|who| worth(chain, who)), before);
				return;
			}
			// What is left of the demand is withdrawn: that is nothing, and the deal stands with its reward.
			assert_eq!(in_one_block(chain, [propose, withdraw]), [Ok(()), Ok(())]);
			assert_eq!((opened(), finder(chain)), (1, Some(did_of(STRANGER))));
			assert!(!said(chain).any(|event| matches!(event, Event::RewardReturned { .. })));
			exchange(chain, 0, &encrypt(&leaves));
			assert_ok!(chain.submit(PLANNER, Escrow::settle { id: 0 }));
			assert_eq!(outcome(0), Some(Outcome::Settled));
			assert!(!pallet_data_market::Demands::<Runtime>::contains_key(0));
			let after = all.map(|who| worth(chain, who));
			assert_eq!(after, [before[0] + PRICE, before[1] - PRICE - CFL, before[2] + CFL]);
			assert_nothing_is_held_or_lost();
		});
	}
}

#[test]
fn attack_judge_of_a_sealed_deal_is_a_party_or_paid_by_one() {
	/// Where such a judge is stopped.
	enum Gate {
		/// By the rule of the market: the orders do not fit.
		Rule,
		/// By the escrow: the match fails.
		Escrow(EscrowError),
		/// Nowhere.
		Open,
	}

	for (judge, gate) in [
		(UTILITY, Gate::Rule),
		(PLANNER, Gate::Rule),
		(Bob, Gate::Escrow(EscrowError::JudgeShares)),
		(Charlie, Gate::Open),
	] {
		on_chain(DEV, |chain| {
			let parties = Parties::approved(chain);
			let submission = parties.prepare(chain, &readings(3));
			let platform = Commission { payee: did_of(Bob), per_mille: 100 };
			let judge = Judge { did: did_of(judge), fee: 50, fallback: 0 };
			let mut offer = parties.offer_terms(chain, submission);
			offer.delivery = Delivery::Sealed(judge);
			offer.commissions = vec![platform].try_into().unwrap();
			let mut demand = parties.demand_terms(chain, 3);
			demand.need.delivery.sealed.accepted = vec![judge.did].try_into().unwrap();
			demand.need.delivery.sealed.max_fee = 50;
			assert_ok!(chain.submit(UTILITY, Market::place_offer { terms: offer }));
			assert_ok!(chain.submit(PLANNER, Market::place_demand { terms: demand }));
			match gate {
				Gate::Rule => {
					assert_eq!(explain(0, 0), differ(Mismatch::Delivery));
					assert_eq!((opened(), failures(chain)), (0, vec![]));
				},
				Gate::Escrow(error) => {
					assert_eq!((opened(), failures(chain)), (0, vec![error.into()]));
				},
				Gate::Open => assert_eq!((opened(), failures(chain)), (1, vec![])),
			}
		});
	}
}

#[test]
fn attack_steps_of_a_deal_are_repeated_in_one_transaction() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let leaves = readings(4);
		let id = parties.agree(chain, &leaves);
		let before = [UTILITY, PLANNER].map(|who| worth(chain, who));
		let mut delivered = leaves.clone();
		delivered[2] = "2020-09-13T12:02:00Z,99.9".into();
		let ciphertext = encrypt(&delivered);
		exchange(chain, id, &ciphertext);
		let dispute =
			|index| Escrow::dispute { id, proof: misbehaviour(&leaves, &ciphertext, index) };
		let settle = || Escrow::settle { id };

		// All or nothing: the first step is taken back with the second.
		let twice: Vec<RuntimeCall> = vec![settle().into(), settle().into()];
		let batch = pallet_utility::Call::<Runtime>::batch_all { calls: twice };
		let closed: DispatchResult = Err(EscrowError::AlreadyClosed.into());
		assert_eq!(chain.submit(PLANNER, batch), closed);
		assert_eq!(outcome(id), None);
		assert_eq!(held(PLANNER, pallet_data_escrow::HoldReason::Price), PRICE);

		// One by one: convicted once, and neither settled nor convicted again.
		let calls: Vec<RuntimeCall> = vec![
			dispute(1).into(),
			dispute(2).into(),
			dispute(2).into(),
			settle().into(),
			Escrow::expire { id }.into(),
			Escrow::collect { id }.into(),
		];
		let batch = pallet_utility::Call::<Runtime>::force_batch { calls };
		assert_ok!(chain.submit(PLANNER, batch));
		let expected = [
			Err(EscrowError::NoMisbehaviour.into()),
			Ok(()),
			closed,
			closed,
			closed,
			Err(EscrowError::NothingUnpaid.into()),
		];
		assert_eq!(items(chain), expected);
		assert_eq!(outcome(id), Some(Outcome::Convicted));
		let after = [UTILITY, PLANNER].map(|who| worth(chain, who));
		assert_eq!(after, [before[0] - BOND, before[1] + BOND]);
		assert_nothing_is_held_or_lost();
	});
}
