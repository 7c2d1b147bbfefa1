//! One data set, several demanders: sealed bids and a price that falls.

use crate::{chain::*, parties::*};
use counterfoil_primitives::{
	auction::{commitment, Descent, Falling, Pricing},
	money::Asset,
	traits::{CertificateNeed, Delivery},
	Outcome, Role,
};
use counterfoil_runtime::{
	constants::currency::CFL, Balance, Balances, Runtime, RuntimeCall, RuntimeEvent,
	RuntimeHoldReason,
};
use frame_support::{assert_ok, traits::fungible::InspectHold};
use pallet_data_auction::{Lot, SealedTerms};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, BobStash, Charlie};

type Auctions = pallet_data_auction::Call<Runtime>;
type AuctionError = pallet_data_auction::Error<Runtime>;
type Escrow = pallet_data_escrow::Call<Runtime>;

const UTILITY: Sr25519Keyring = Parties::UTILITY;
const PLANNER: Sr25519Keyring = Parties::PLANNER;
/// The other demander.
const INSURER: Sr25519Keyring = BobStash;

const RESERVE: Balance = 50 * CFL;
const DEPOSIT: Balance = 10 * CFL;

/// The parties, a second demander, and a lot that is certified.
pub fn with_lot(chain: &mut Chain, asset: Asset) -> (Parties, Lot<Runtime>) {
	let parties = Parties::approved(chain);
	approve(chain, INSURER, Role::Demander, &[Alice, Bob, Charlie, UTILITY, PLANNER]);
	let submission = parties.prepare(chain, &readings(6));
	let lot = Lot {
		data_set: parties.data_set,
		submissions: vec![submission].try_into().unwrap(),
		asset,
		usage: usage(0),
		commissions: Default::default(),
		certificate: CertificateNeed::Any,
		delivery: Delivery::Proven,
	};
	(parties, lot)
}

/// What sealed bids are placed under from now on.
pub fn sealed_terms(chain: &Chain) -> SealedTerms<Balance> {
	SealedTerms {
		copies: 1,
		reserve: RESERVE,
		pricing: Pricing::Uniform,
		deposit: DEPOSIT,
		commit_until: chain.now() + 20_000,
		reveal_until: chain.now() + 40_000,
	}
}

/// The salt of somebody's bid.
fn salt_of(who: Sr25519Keyring) -> [u8; 32] {
	did_of(who).0
}

fn bid(chain: &Chain, who: Sr25519Keyring, amount: Balance) -> RuntimeCall {
	let commitment = commitment(&chain.genesis(), 0, &did_of(who), amount, &salt_of(who));
	Auctions::bid { auction: 0, commitment }.into()
}

fn reveal(who: Sr25519Keyring, amount: Balance) -> RuntimeCall {
	Auctions::reveal { auction: 0, amount, salt: salt_of(who) }.into()
}

fn deposit_of(who: Sr25519Keyring) -> Balance {
	let reason = RuntimeHoldReason::DataAuction(pallet_data_auction::HoldReason::Deposit);
	Balances::balance_on_hold(&reason, &who.to_account_id())
}

/// The agreement that was awarded.
fn awarded(chain: &Chain) -> Option<u64> {
	chain.blocks.iter().flat_map(|block| &block.events).find_map(|event| match event {
		RuntimeEvent::DataAuction(pallet_data_auction::Event::Awarded { agreement, .. }) => {
			Some(*agreement)
		},
		_ => None,
	})
}

#[test]
fn sealed_auction_sells_to_the_highest_bid_at_the_second_highest() {
	on_chain(DEV, |chain| {
		let (_, lot) = with_lot(chain, Asset::Native);
		let before = [UTILITY, PLANNER, INSURER].map(|who| worth(chain, who));
		let terms = sealed_terms(chain);
		assert_ok!(chain.submit(UTILITY, Auctions::open_sealed { lot, terms }));
		for (who, amount) in [(PLANNER, 150 * CFL), (INSURER, 120 * CFL)] {
			let bid = bid(chain, who, amount);
			assert_ok!(chain.submit(who, bid));
			assert_eq!(deposit_of(who), DEPOSIT);
		}
		assert_eq!(
			chain.submit(PLANNER, reveal(PLANNER, 150 * CFL)),
			Err(AuctionError::BiddingNotOver.into()),
			"others still bid"
		);
		while chain.now() <= terms.commit_until {
			chain.empty_block();
		}
		// Who could not live with his bid would now say another one.
		assert_eq!(
			chain.submit(PLANNER, reveal(PLANNER, 60 * CFL)),
			Err(AuctionError::WrongCommitment.into())
		);
		assert_ok!(chain.submit(PLANNER, reveal(PLANNER, 150 * CFL)));
		assert_ok!(chain.submit(INSURER, reveal(INSURER, 120 * CFL)));
		while chain.now() <= terms.reveal_until {
			assert_eq!(awarded(chain), None, "never early");
			chain.empty_block();
		}
		for _ in 0..3 {
			chain.empty_block();
		}
		let id = awarded(chain).expect("the chain decided by itself");
		let agreement = pallet_data_escrow::Agreements::<Runtime>::get(id).expect("it is open");
		assert_eq!((agreement.demander.did, agreement.price), (did_of(PLANNER), 120 * CFL));
		assert_eq!((deposit_of(INSURER), deposit_of(PLANNER)), (0, DEPOSIT));

		if !agreement.stage.holds_price() {
			assert_ok!(chain.submit(PLANNER, Escrow::fund { id, from: None }));
		}
		deliver(chain, id, &encrypt(&readings(6)));
		assert_ok!(chain.submit(PLANNER, Escrow::settle { id }));
		assert_eq!(outcome(id), Some(Outcome::Settled));
		assert_eq!(deposit_of(PLANNER), 0);
		let after = [UTILITY, PLANNER, INSURER].map(|who| worth(chain, who));
		assert_eq!(after, [before[0] + 120 * CFL, before[1] - 120 * CFL, before[2]]);
		assert!(!pallet_data_auction::Auctions::<Runtime>::contains_key(0));
		assert_eq!(Balances::total_issuance(), 12 * ENDOWMENT);
	});
}

#[test]
fn winner_who_does_not_pay_loses_his_deposit_to_the_supplier() {
	on_chain(DEV, |chain| {
		let (_, lot) = with_lot(chain, Asset::Native);
		let before = [UTILITY, PLANNER].map(|who| worth(chain, who));
		let terms = sealed_terms(chain);
		assert_ok!(chain.submit(UTILITY, Auctions::open_sealed { lot, terms }));
		let bid = bid(chain, PLANNER, 150 * CFL);
		assert_ok!(chain.submit(PLANNER, bid));
		while chain.now() <= terms.commit_until {
			chain.empty_block();
		}
		assert_ok!(chain.submit(PLANNER, reveal(PLANNER, 150 * CFL)));
		// The reveal, the decision, and the time to fund.
		for _ in 0..50 {
			chain.empty_block();
		}
		let id = awarded(chain).expect("the only bid wins");
		assert_eq!(outcome(id), Some(Outcome::NotFunded));
		assert_eq!(deposit_of(PLANNER), 0);
		let after = [UTILITY, PLANNER].map(|who| worth(chain, who));
		assert_eq!(after, [before[0] + DEPOSIT, before[1] - DEPOSIT]);
	});
}

#[test]
fn falling_price_is_taken_and_paid_in_one_step() {
	on_chain(DEV, |chain| {
		let (_, lot) = with_lot(chain, EURO);
		let before = [UTILITY, INSURER].map(euros);
		let from = chain.now() + 4_000;
		let sale = Falling {
			start: 90_000_000,
			reserve: 30_000_000,
			from,
			until: from + 60_000,
			descent: Descent::Linear,
		};
		assert_ok!(chain.submit(UTILITY, Auctions::open_descending { lot, copies: 1, sale }));
		chain.wait(30_000);
		let take = |max_price| Auctions::take { auction: 0, max_price };
		assert_eq!(
			chain.submit(INSURER, take(30_000_000)),
			Err(AuctionError::PriceAboveMaximum.into()),
			"not yet so low"
		);
		let id = pallet_data_escrow::NextAgreementId::<Runtime>::get();
		assert_ok!(chain.submit(INSURER, take(90_000_000)));
		let price = sale.at(chain.now()).expect("the sale is on");
		assert!(price < 90_000_000 && price > 30_000_000);
		let agreement = pallet_data_escrow::Agreements::<Runtime>::get(id).expect("it is open");
		assert!(agreement.stage.holds_price());
		assert_eq!((agreement.price, agreement.asset), (price, EURO));

		let commit = commit(chain, id, &encrypt(&readings(6)));
		assert_ok!(chain.submit(UTILITY, commit));
		assert_ok!(chain.submit(INSURER, Escrow::accept { id }));
		assert_ok!(chain.submit(UTILITY, Escrow::reveal { id, key: KEY }));
		assert_ok!(chain.submit(INSURER, Escrow::settle { id }));
		assert_eq!([UTILITY, INSURER].map(euros), [before[0] + price, before[1] - price]);
	});
}
