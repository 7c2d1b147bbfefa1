//! `reveal`.

use counterfoil_primitives::{
	auction::{commitment, Pricing, MAX_PRICE},
	did::DidStatus,
	money::Asset,
};
use sp_runtime::traits::BadOrigin;

use super::*;

/// An auction that the first bidder bid so much in, at the first moment to reveal.
fn revealing(amount: Balance) -> u64 {
	let id = sealed(terms());
	bid(BIDDER, id, amount).unwrap();
	set_now(START + MIN_WINDOW + 1);
	take_events();
	id
}

#[test]
fn revealed_bid_is_known_and_ranked() {
	ExtBuilder::build_and_execute(|| {
		let id = revealing(1_500);
		assert_ok!(reveal(BIDDER, id, 1_500));
		assert_eq!(Bids::<Test>::get(id, 0).unwrap().amount, Some(1_500));
		let known = sealed_auction(id);
		assert_eq!((known.revealed, known.price_of(0)), (1, Some(1_500)));
		assert_eq!(
			take_events(),
			[Event::BidRevealed {
				auction: id,
				bidder: did(BIDDER),
				position: 0,
				amount: 1_500,
				counts: true,
			}]
		);
	});
}

#[test]
fn revealing_needs_bidder() {
	ExtBuilder::build_and_execute(|| {
		let id = revealing(1_500);
		for origin in [signed(PASSER_BY), RuntimeOrigin::root()] {
			assert_noop!(DataAuction::reveal(origin, id, 1_500, salt(BIDDER)), BadOrigin);
		}
		// Nor does the supplier have a bid in his own auction.
		for account in [BIDDER + 1, SUPPLIER, STRANGER] {
			assert_noop!(reveal(account, id, 1_500), Error::NotABidder);
		}
	});
}

#[test]
fn unknown_auction_and_one_of_the_other_format_have_nothing_to_reveal() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(reveal(BIDDER, 0, 1_500), Error::NotFound);
		let id = descending(1);
		assert_noop!(reveal(BIDDER, id, 1_500), Error::NotSealed);
	});
}

#[test]
fn window_to_reveal_is_exact_to_the_millisecond() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		for account in BIDDER..BIDDER + 3 {
			assert_ok!(bid(account, id, 1_500));
		}
		set_now(START + MIN_WINDOW);
		assert_noop!(reveal(BIDDER, id, 1_500), Error::BiddingNotOver);
		set_now(START + MIN_WINDOW + 1);
		assert_ok!(reveal(BIDDER, id, 1_500));
		set_now(START + 2 * MIN_WINDOW);
		assert_ok!(reveal(BIDDER + 1, id, 1_500));
		set_now(START + 2 * MIN_WINDOW + 1);
		assert_noop!(reveal(BIDDER + 2, id, 1_500), Error::RevealingOver);
	});
}

#[test]
fn attack_reveal_of_another_amount_or_salt_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = revealing(1_500);
		for amount in [0, 1_499, 1_501, MAX_PRICE, u128::MAX] {
			assert_noop!(reveal(BIDDER, id, amount), Error::WrongCommitment);
		}
		assert_noop!(
			DataAuction::reveal(signed(BIDDER), id, 1_500, salt(BIDDER + 1)),
			Error::WrongCommitment
		);
	});
}

#[test]
fn attack_reveal_twice_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = revealing(1_500);
		assert_ok!(reveal(BIDDER, id, 1_500));
		assert_noop!(reveal(BIDDER, id, 1_500), Error::AlreadyRevealed);
		assert_noop!(reveal(BIDDER, id, 1_501), Error::AlreadyRevealed);
		assert_eq!(sealed_auction(id).best.len(), 1);
	});
}

#[test]
fn attack_copied_commitment_opens_for_nobody_else() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		assert_ok!(bid(BIDDER, id, 1_500));
		assert_ok!(DataAuction::bid(signed(BIDDER + 1), id, seal(BIDDER, id, 1_500)));
		set_now(START + MIN_WINDOW + 1);
		assert_ok!(reveal(BIDDER, id, 1_500));
		// Now everybody knows amount and salt.
		assert_noop!(
			DataAuction::reveal(signed(BIDDER + 1), id, 1_500, salt(BIDDER)),
			Error::WrongCommitment
		);
	});
}

#[test]
fn attack_commitment_of_another_auction_or_chain_does_not_open() {
	ExtBuilder::build_and_execute(|| {
		let (one, other) = (sealed(terms()), sealed(terms()));
		assert_ok!(DataAuction::bid(signed(BIDDER), one, seal(BIDDER, other, 1_500)));
		let foreign = commitment(&[7; 32], one, &did(BIDDER + 1), 1_500, &salt(BIDDER + 1));
		assert_ok!(DataAuction::bid(signed(BIDDER + 1), one, foreign));
		set_now(START + MIN_WINDOW + 1);
		assert_noop!(reveal(BIDDER, one, 1_500), Error::WrongCommitment);
		assert_noop!(reveal(BIDDER + 1, one, 1_500), Error::WrongCommitment);
	});
}

#[test]
fn attack_bid_too_high_to_count_cannot_be_revealed() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		assert_ok!(bid(BIDDER, id, MAX_PRICE + 1));
		assert_ok!(bid(BIDDER + 1, id, MAX_PRICE));
		set_now(START + MIN_WINDOW + 1);
		assert_noop!(reveal(BIDDER, id, MAX_PRICE + 1), Error::BidTooHigh);
		assert_ok!(reveal(BIDDER + 1, id, MAX_PRICE));
	});
}

#[test]
fn bid_below_the_reserve_does_not_count_and_costs_nothing() {
	ExtBuilder::build_and_execute(|| {
		let id = revealing(RESERVE - 1);
		assert_ok!(reveal(BIDDER, id, RESERVE - 1));
		assert!(matches!(take_events()[..], [Event::BidRevealed { counts: false, .. }]));
		set_now(START + 2 * MIN_WINDOW + 1);
		settle(id);
		assert!(sold().is_empty());
		assert_eq!(free(Asset::Native, BIDDER), WEALTH);
	});
}

#[test]
fn bid_at_the_reserve_counts() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		auctioned(id, &[RESERVE]);
		settle(id);
		assert_eq!(sold(), [(BIDDER, RESERVE)]);
	});
}

#[test]
fn suspended_bidder_reveals_keeps_his_deposit_and_does_not_win() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		assert_ok!(bid(BIDDER, id, 2_000));
		assert_ok!(bid(BIDDER + 1, id, 1_500));
		set_now(START + MIN_WINDOW + 1);
		set_status(BIDDER, DidStatus::Suspended);
		assert_ok!(reveal(BIDDER, id, 2_000));
		assert_ok!(reveal(BIDDER + 1, id, 1_500));
		set_status(BIDDER, DidStatus::Active);
		set_now(START + 2 * MIN_WINDOW + 1);
		settle(id);
		assert_eq!(sold(), [(BIDDER + 1, 1_500)]);
		assert_eq!(free(Asset::Native, BIDDER), WEALTH);
	});
}

#[test]
fn subject_reveals_from_whichever_account() {
	ExtBuilder::build_and_execute(|| {
		let id = revealing(1_500);
		sponsor(STRANGER, BIDDER);
		assert_ok!(DataAuction::reveal(signed(STRANGER), id, 1_500, salt(BIDDER)));
		set_now(START + 2 * MIN_WINDOW + 1);
		settle(id);
		// The account that bid is the one that pays.
		assert_eq!(sold(), [(BIDDER, 1_500)]);
	});
}

#[test]
fn only_the_best_bids_are_kept() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(SealedTerms { copies: 2, pricing: Pricing::Uniform, ..terms() });
		let amounts = [1_100, 1_700, 1_300, 1_700, 1_000, 1_600];
		auctioned(id, &amounts);
		let kept: Vec<_> = sealed_auction(id).best.iter().map(|bid| bid.position).collect();
		// Of two that are equal the one that was committed first comes first.
		assert_eq!(kept, [1, 3, 5]);
		assert_eq!(sealed_auction(id).price_of(1), Some(1_600));
		assert_eq!(sealed_auction(id).price_of(5), None);
		assert_eq!(sealed_auction(id).price_of(0), None);
	});
}

#[test]
fn list_as_long_as_there_are_bidders_keeps_all() {
	ExtBuilder::build_and_execute(|| {
		for copies in [MAX_BIDDERS - 1, MAX_BIDDERS] {
			let id = sealed(SealedTerms { copies, pricing: Pricing::Uniform, ..terms() });
			let amounts: Vec<_> =
				(0..MAX_BIDDERS).map(|more| 1_000 + Balance::from(more)).collect();
			auctioned(id, &amounts);
			let known = sealed_auction(id);
			assert_eq!(known.best.len(), MAX_BIDDERS as usize);
			// With a copy for everybody all pay the reserve; with one less the loser's bid, which is the same here.
			assert_eq!(known.price_of(MAX_BIDDERS - 1), Some(RESERVE));
			settle(id);
		}
	});
}
