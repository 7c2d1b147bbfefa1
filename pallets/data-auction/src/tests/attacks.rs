//! What a thief would try that is not about one call.

use counterfoil_primitives::{
	auction::{Pricing, MAX_PRICE},
	exchange::Outcome,
	money::Asset,
};
use frame_support::storage::with_storage_layer;
use sp_runtime::DispatchError;

use super::*;

#[test]
fn attack_bid_and_reveal_in_one_batch_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		let batch = || {
			with_storage_layer(|| -> Result<(), DispatchError> {
				bid(BIDDER, id, 1_500).map_err(|error| error.error)?;
				reveal(BIDDER, id, 1_500)
			})
		};
		assert_noop!(batch(), Error::BiddingNotOver);
		set_now(START + MIN_WINDOW + 1);
		assert_noop!(batch(), Error::BiddingOver);
	});
}

#[test]
fn attack_unrevealed_bid_does_not_move_the_price() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(SealedTerms { pricing: Pricing::Uniform, ..terms() });
		for (account, amount) in [(BIDDER, 1_500), (BIDDER + 1, 1_490), (BIDDER + 2, 1_100)] {
			assert_ok!(bid(account, id, amount));
		}
		set_now(START + 2 * MIN_WINDOW);
		assert_ok!(reveal(BIDDER, id, 1_500));
		assert_ok!(reveal(BIDDER + 2, id, 1_100));
		set_now(now() + 1);
		settle(id);
		assert_eq!(sold(), [(BIDDER, 1_100)]);
		assert_eq!(free(Asset::Native, SUPPLIER), WEALTH + DEPOSIT);
	});
}

#[test]
fn attack_bid_that_only_blocks_others_costs_its_deposit() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(SealedTerms { copies: 2, ..terms() });
		auctioned(id, &[MAX_PRICE, 1_500, 1_400]);
		settle(id);
		assert_eq!(sold(), [(BIDDER, MAX_PRICE), (BIDDER + 1, 1_500)]);
		assert!(fund(0).is_err());
		close(0, Outcome::NotFunded, None, false);
		assert_eq!(free(Asset::Native, SUPPLIER), WEALTH + DEPOSIT);
		assert_ok!(fund(1));
		close(1, Outcome::Settled, None, true);
	});
}

#[test]
fn attack_deposits_of_two_auctions_are_not_mixed_up() {
	ExtBuilder::build_and_execute(|| {
		let one = sealed(terms());
		let other = sealed(SealedTerms { deposit: 2 * DEPOSIT, ..terms() });
		for id in [one, other] {
			assert_ok!(bid(BIDDER, id, 1_500));
		}
		assert_eq!(deposit_of(Asset::Native, BIDDER), 3 * DEPOSIT);
		set_now(START + 2 * MIN_WINDOW);
		assert_ok!(reveal(BIDDER, other, 1_500));
		set_now(now() + 1);
		settle(one);
		assert_eq!(deposit_of(Asset::Native, BIDDER), 2 * DEPOSIT);
		settle(other);
		close(0, Outcome::Declined, Some(SUPPLIER), false);
		assert_eq!(deposit_of(Asset::Native, BIDDER), 0);
		assert_eq!(free(Asset::Native, BIDDER), WEALTH - DEPOSIT);
	});
}

#[test]
fn attack_last_copy_is_not_sold_twice_in_one_block() {
	ExtBuilder::build_and_execute(|| {
		let id = descending(1);
		set_now(START + 1_000);
		assert_ok!(DataAuction::take(signed(BIDDER), id, 3_000));
		assert_noop!(DataAuction::take(signed(BIDDER + 1), id, 3_000), Error::NotFound);
		assert_eq!(free(Asset::Native, BIDDER + 1), WEALTH);
	});
}

#[test]
fn attack_cancelling_in_the_block_of_a_sale_takes_nothing_back() {
	ExtBuilder::build_and_execute(|| {
		let id = descending(1);
		set_now(START + 1_000);
		assert_ok!(DataAuction::take(signed(BIDDER), id, 3_000));
		assert_noop!(DataAuction::cancel(signed(SUPPLIER), id), Error::NotFound);
		assert_eq!(sold(), [(BIDDER, 3_000)]);
	});
}

#[test]
fn attack_supplier_who_withdraws_the_lot_keeps_no_deposit() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		let lot = auction(id).lot;
		// Nobody reveals, and the supplier supersedes his submission at the last moment.
		for account in BIDDER..BIDDER + 4 {
			assert_ok!(bid(account, id, 1_500));
		}
		set_now(START + 2 * MIN_WINDOW);
		change(lot.submissions[0], |submission| submission.validated = false);
		set_now(now() + 1);
		settle(id);
		assert_eq!(free(Asset::Native, SUPPLIER), WEALTH);
	});
}

#[test]
fn attack_losing_bid_of_a_shill_needs_an_identity_without_ties_and_risks_winning() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(SealedTerms { pricing: Pricing::Uniform, ..terms() });
		// A stranger to the chain's eyes bids to drive the price up, and bids too much.
		auctioned(id, &[1_500, 1_600]);
		settle(id);
		assert_eq!(sold(), [(BIDDER + 1, 1_500)]);
		close(0, Outcome::NotFunded, None, false);
		assert_eq!(free(Asset::Native, BIDDER + 1), WEALTH - DEPOSIT);
	});
}
