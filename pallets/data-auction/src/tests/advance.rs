//! `advance`: how an auction is decided and settled.

use counterfoil_primitives::{auction::Pricing, did::DidStatus, money::Asset};
use sp_runtime::traits::BadOrigin;

use super::*;

fn advance(id: u64) -> frame_support::dispatch::DispatchResult {
	DataAuction::advance(signed(PASSER_BY), id)
}

#[test]
fn best_bids_win_and_pay_their_own_at_a_first_price() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(SealedTerms { copies: 2, ..terms() });
		auctioned(id, &[1_100, 1_700, 1_300]);
		settle(id);
		assert_eq!(sold(), [(BIDDER + 1, 1_700), (BIDDER + 2, 1_300)]);
	});
}

#[test]
fn winners_pay_the_highest_losing_bid_at_a_uniform_price() {
	ExtBuilder::build_and_execute(|| {
		let uniform = SealedTerms { copies: 2, pricing: Pricing::Uniform, ..terms() };
		let id = sealed(uniform);
		auctioned(id, &[1_100, 1_700, 1_300, 1_050]);
		settle(id);
		assert_eq!(sold(), [(BIDDER + 1, 1_100), (BIDDER + 2, 1_100)]);
	});
}

#[test]
fn uniform_price_is_the_reserve_if_everybody_wins() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(SealedTerms { copies: 5, pricing: Pricing::Uniform, ..terms() });
		// A bid below the reserve is no losing bid.
		auctioned(id, &[1_100, 1_700, RESERVE - 1]);
		settle(id);
		assert_eq!(sold(), [(BIDDER, RESERVE), (BIDDER + 1, RESERVE)]);
	});
}

#[test]
fn of_equal_bids_the_one_that_was_committed_first_wins() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		for account in [BIDDER + 1, BIDDER] {
			assert_ok!(bid(account, id, 1_500));
		}
		set_now(START + 2 * MIN_WINDOW);
		// Whoever reveals first.
		for account in [BIDDER, BIDDER + 1] {
			assert_ok!(reveal(account, id, 1_500));
		}
		set_now(now() + 1);
		settle(id);
		assert_eq!(sold(), [(BIDDER + 1, 1_500)]);
	});
}

#[test]
fn every_bid_is_told_and_settled() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		let data_set = auction(id).lot.data_set;
		for account in BIDDER..BIDDER + 3 {
			assert_ok!(bid(account, id, 1_500));
		}
		set_now(START + 2 * MIN_WINDOW);
		for account in [BIDDER, BIDDER + 1] {
			assert_ok!(reveal(account, id, 1_500));
		}
		set_now(now() + 1);
		take_events();
		assert_ok!(advance(id));
		let (asset, amount, supplier) = (Asset::Native, DEPOSIT, did(SUPPLIER));
		assert_eq!(
			take_events(),
			[
				Event::Decided {
					auction: id,
					supplier,
					data_set,
					bidders: 3,
					revealed: 2,
					winners: 1,
					failed: None,
				},
				Event::Awarded {
					auction: id,
					data_set,
					supplier,
					bidder: did(BIDDER),
					agreement: 0,
					price: 1_500,
				},
				Event::DepositReturned { auction: id, bidder: subject(BIDDER + 1), asset, amount },
				Event::DepositForfeited {
					auction: id,
					bidder: subject(BIDDER + 2),
					supplier: subject(SUPPLIER),
					asset,
					amount,
					fault: Fault::NotRevealed,
				},
				Event::Closed { auction: id, supplier, data_set, end: End::Settled, by: None },
			]
		);
		// The winner's deposit waits for the end of his agreement.
		assert_eq!(deposit_of(asset, BIDDER), DEPOSIT);
		assert_eq!(free(asset, BIDDER + 1), WEALTH);
		assert_eq!(free(asset, BIDDER + 2), WEALTH - DEPOSIT);
		assert_eq!(free(asset, SUPPLIER), WEALTH + DEPOSIT);
		assert_eq!(Parties::<Test>::iter_keys().count(), 0);
		assert_noop!(advance(id), Error::NotFound);
	});
}

#[test]
fn settlement_begins_after_the_last_moment_to_reveal() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		assert_noop!(advance(id), Error::NotDue);
		assert_ok!(bid(BIDDER, id, 1_500));
		set_now(START + 2 * MIN_WINDOW);
		assert_noop!(advance(id), Error::NotDue);
		set_now(START + 2 * MIN_WINDOW + 1);
		assert_ok!(advance(id));
	});
}

#[test]
fn auction_without_bids_closes() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		set_now(START + 2 * MIN_WINDOW + 1);
		take_events();
		assert_ok!(advance(id));
		assert!(matches!(take_events()[..], [Event::Closed { end: End::Settled, by: None, .. }]));
		assert_eq!(free(Asset::Native, SUPPLIER), WEALTH);
	});
}

#[test]
fn falling_price_closes_after_its_time() {
	ExtBuilder::build_and_execute(|| {
		let id = descending(2);
		set_now(START + 11_000);
		assert_noop!(advance(id), Error::NotDue);
		set_now(START + 11_001);
		take_events();
		assert_ok!(advance(id));
		assert!(matches!(take_events()[..], [Event::Closed { end: End::Expired, by: None, .. }]));
		assert_eq!(free(Asset::Native, SUPPLIER), WEALTH);
	});
}

#[test]
fn advancing_needs_an_account() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		assert_noop!(DataAuction::advance(RuntimeOrigin::root(), id), BadOrigin);
		assert_noop!(DataAuction::advance(RuntimeOrigin::none(), id), BadOrigin);
		assert_noop!(advance(id + 1), Error::NotFound);
	});
}

#[test]
fn many_bids_are_settled_in_steps() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(SealedTerms { copies: 2, ..terms() });
		auctioned(id, &[1_100, 1_700, 1_300, 1_200, 1_400, 1_600, 1_050, 1_500]);
		take_events();
		for settled in [3, 6] {
			assert_ok!(advance(id));
			let settling = sealed_auction(id).settling.unwrap();
			assert_eq!((settling.next, settling.failed), (settled, None));
			assert_eq!(Bids::<Test>::iter_keys().count(), MAX_BIDDERS as usize - settled as usize);
			check();
			// What is decided is decided.
			assert_noop!(reveal(BIDDER + 7, id, 1_500), Error::RevealingOver);
			assert_noop!(DataAuction::cancel(signed(SUPPLIER), id), Error::HasBids);
		}
		assert_ok!(advance(id));
		assert_eq!(sold(), [(BIDDER + 1, 1_700), (BIDDER + 5, 1_600)]);
		let decided =
			take_events().iter().filter(|event| matches!(event, Event::Decided { .. })).count();
		assert_eq!(decided, 1);
	});
}

#[test]
fn winning_takes_nothing_that_the_bid_did_not() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		bid(BIDDER, id, 1_500).unwrap();
		let free_after_bid = free(Asset::Native, BIDDER);
		set_now(START + MIN_WINDOW + 1);
		reveal(BIDDER, id, 1_500).unwrap();
		// Not a unit to spare when the chain opens the agreement.
		set_now(START + 2 * MIN_WINDOW + 1);
		settle(id);
		assert_eq!(agreement(0).free, free_after_bid);
		assert!(!agreement(0).funded);
	});
}

#[test]
fn attack_lot_lost_before_the_end_harms_nobody() {
	let losses: [(fn(&Lot<Test>), Failure); 4] = [
		(|_| set_status(SUPPLIER, DidStatus::Suspended), Failure::SupplierNotActive),
		(|lot| pass_on(lot.data_set, RIVAL), Failure::LotUnavailable),
		(
			|lot| change(lot.submissions[0], |submission| submission.validated = false),
			Failure::LotUnavailable,
		),
		(
			|lot| change(lot.submissions[0], |submission| submission.certified = false),
			Failure::NotCertified,
		),
	];
	for (lose, failure) in losses {
		ExtBuilder::build_and_execute(|| {
			let id = sealed(terms());
			let lot = auction(id).lot;
			for account in BIDDER..BIDDER + 3 {
				assert_ok!(bid(account, id, 1_500));
			}
			lose(&lot);
			set_now(START + 2 * MIN_WINDOW);
			assert_ok!(reveal(BIDDER, id, 1_500));
			set_now(now() + 1);
			take_events();
			settle(id);
			assert!(take_events().iter().any(|event| matches!(
				event,
				Event::Decided { winners: 0, failed: Some(why), .. } if *why == failure
			)));
			assert!(sold().is_empty());
			// Also those who did not reveal: there was nothing to win.
			for account in BIDDER..BIDDER + 3 {
				assert_eq!(free(Asset::Native, account), WEALTH);
			}
		});
	}
}

#[test]
fn lot_lost_between_two_steps_costs_the_rest_their_copy_and_no_money() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(SealedTerms { copies: 8, ..terms() });
		auctioned(id, &[1_500; 5]);
		assert_ok!(advance(id));
		set_status(SUPPLIER, DidStatus::Suspended);
		take_events();
		settle(id);
		let error = Error::SupplierNotActive.into();
		let failed = take_events()
			.iter()
			.filter(|event| matches!(event, Event::AwardFailed { error: why, .. } if *why == error))
			.count();
		assert_eq!((failed, sold().len()), (2, 3));
		for account in [BIDDER + 3, BIDDER + 4] {
			assert_eq!(free(Asset::Native, account), WEALTH);
		}
	});
}

#[test]
fn agreement_that_cannot_be_opened_stops_nobody_else() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(SealedTerms { copies: 2, ..terms() });
		auctioned(id, &[1_500, 1_400, 1_300]);
		make_stubborn(BIDDER);
		take_events();
		settle(id);
		assert!(take_events().contains(&Event::AwardFailed {
			auction: id,
			data_set: 0,
			supplier: did(SUPPLIER),
			bidder: did(BIDDER),
			error: CANNOT_OPEN,
		}));
		// Nobody can tell by whose fault, and nobody moves up.
		assert_eq!(free(Asset::Native, BIDDER), WEALTH);
		assert_eq!(sold(), [(BIDDER + 1, 1_400)]);
	});
}

#[test]
fn winner_who_may_not_demand_any_more_gets_his_deposit_back() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		auctioned(id, &[1_500]);
		set_status(BIDDER, DidStatus::Suspended);
		settle(id);
		assert!(sold().is_empty());
		assert_eq!(free(Asset::Native, BIDDER), WEALTH);
	});
}

#[test]
fn attack_bidder_who_never_reveals_pays_for_it() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed_of(Lot { asset: COIN, ..good_lot(SUPPLIER) }, terms());
		for account in [BIDDER, BIDDER + 1] {
			assert_ok!(bid(account, id, 1_500));
		}
		set_now(START + 2 * MIN_WINDOW + 1);
		settle(id);
		assert_eq!(free(COIN, SUPPLIER), WEALTH + 2 * DEPOSIT);
		for account in [BIDDER, BIDDER + 1] {
			assert_eq!(free(COIN, account), WEALTH - DEPOSIT);
			assert_eq!(free(Asset::Native, account), WEALTH);
		}
	});
}
