//! Deposits that cannot be paid when they are due, and `collect`.

use counterfoil_primitives::{exchange::Outcome, money::Asset};
use sp_runtime::traits::BadOrigin;

use super::*;

fn collect(id: u64, bidder: AccountId) -> frame_support::dispatch::DispatchResult {
	DataAuction::collect(signed(PASSER_BY), id, did(bidder))
}

/// An auction in the first token.
fn in_coins(copies: u32) -> u64 {
	sealed_of(Lot { asset: COIN, ..good_lot(SUPPLIER) }, SealedTerms { copies, ..terms() })
}

#[test]
fn attack_blocked_bidder_delays_his_own_deposit_and_nobody_elses() {
	ExtBuilder::build_and_execute(|| {
		let id = in_coins(1);
		auctioned(id, &[1_100, 1_500, 1_200]);
		assert_ok!(Assets::block(signed(ISSUER), 1, BIDDER));
		take_events();
		settle(id);
		assert!(take_events().iter().any(|event| matches!(
			event,
			Event::DepositDelayed { bidder, fault: None, amount: DEPOSIT, .. } if *bidder == did(BIDDER)
		)));
		assert_eq!(deposit_of(COIN, BIDDER), DEPOSIT);
		assert_eq!(deposit_of(COIN, BIDDER + 2), 0);
		assert_eq!(sold(), [(BIDDER + 1, 1_500)]);
		check();

		assert!(collect(id, BIDDER).is_err());
		assert!(Owed::<Test>::contains_key(id, did(BIDDER)));
		assert_ok!(Assets::thaw(signed(ISSUER), 1, BIDDER));
		take_events();
		assert_ok!(collect(id, BIDDER));
		assert_eq!(
			take_events(),
			[Event::DepositReturned {
				auction: id,
				bidder: subject(BIDDER),
				asset: COIN,
				amount: DEPOSIT,
			}]
		);
		assert_eq!((free(COIN, BIDDER), free(Asset::Native, BIDDER)), (WEALTH, WEALTH));
		assert_noop!(collect(id, BIDDER), Error::NothingOwed);
	});
}

#[test]
fn attack_blocked_supplier_delays_what_is_his_and_nobody_elses() {
	ExtBuilder::build_and_execute(|| {
		let id = in_coins(1);
		for account in [BIDDER, BIDDER + 1] {
			assert_ok!(bid(account, id, 1_500));
		}
		set_now(START + 2 * MIN_WINDOW);
		assert_ok!(reveal(BIDDER + 1, id, 1_500));
		assert_ok!(Assets::block(signed(ISSUER), 1, SUPPLIER));
		set_now(now() + 1);
		settle(id);
		assert_eq!(Owed::<Test>::get(id, did(BIDDER)).unwrap().fault, Some(Fault::NotRevealed));
		// The same at the end of the winner's agreement.
		close(0, Outcome::NotFunded, None, false);
		let due = Owed::<Test>::get(id, did(BIDDER + 1)).unwrap();
		assert_eq!((due.fault, due.stake.room), (Some(Fault::NotFunded), None));
		check();

		assert_ok!(Assets::thaw(signed(ISSUER), 1, SUPPLIER));
		take_events();
		for bidder in [BIDDER, BIDDER + 1] {
			assert_ok!(collect(id, bidder));
		}
		assert!(matches!(
			take_events()[..],
			[
				Event::DepositForfeited { fault: Fault::NotRevealed, .. },
				Event::DepositForfeited { fault: Fault::NotFunded, .. }
			]
		));
		assert_eq!(free(COIN, SUPPLIER), WEALTH + 2 * DEPOSIT);
	});
}

#[test]
fn frozen_accounts_delay_nothing() {
	ExtBuilder::build_and_execute(|| {
		let id = in_coins(1);
		for account in BIDDER..BIDDER + 3 {
			assert_ok!(bid(account, id, 1_500));
		}
		set_now(START + 2 * MIN_WINDOW);
		for account in [BIDDER, BIDDER + 1] {
			assert_ok!(reveal(account, id, 1_500));
		}
		for account in [SUPPLIER, BIDDER, BIDDER + 1, BIDDER + 2] {
			assert_ok!(Assets::freeze(signed(ISSUER), 1, account));
		}
		set_now(now() + 1);
		settle(id);
		close(0, Outcome::NotFunded, None, false);
		assert_eq!(Owed::<Test>::iter_keys().count(), 0);
		assert_eq!(free(COIN, SUPPLIER), WEALTH + 2 * DEPOSIT);
	});
}

#[test]
fn attack_supplier_whose_account_died_is_paid_when_it_lives_again() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed_of(Lot { asset: VOUCHER, ..good_lot(SUPPLIER) }, terms());
		auctioned(id, &[1_500]);
		settle(id);
		// The supplier leaves: nothing of his is on the chain any more.
		for token in [1, 2] {
			assert_ok!(Assets::transfer_all(signed(SUPPLIER), token, STRANGER, false));
		}
		assert_ok!(Balances::transfer_all(signed(SUPPLIER), STRANGER, false));
		assert!(!frame_system::Account::<Test>::contains_key(SUPPLIER));
		close(0, Outcome::NotFunded, None, false);
		assert!(collect(id, BIDDER).is_err());
		assert_ok!(Balances::transfer_allow_death(signed(STRANGER), SUPPLIER, EXISTENTIAL_DEPOSIT));
		assert_ok!(collect(id, BIDDER));
		assert_eq!(free(VOUCHER, SUPPLIER), DEPOSIT);
	});
}

#[test]
fn native_deposit_makes_the_account_of_the_supplier_live() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		auctioned(id, &[1_500]);
		settle(id);
		for token in [1, 2] {
			assert_ok!(Assets::transfer_all(signed(SUPPLIER), token, STRANGER, false));
		}
		assert_ok!(Balances::transfer_all(signed(SUPPLIER), STRANGER, false));
		close(0, Outcome::NotFunded, None, false);
		assert_eq!(free(Asset::Native, SUPPLIER), DEPOSIT);
	});
}

#[test]
fn failed_auction_returns_to_a_blocked_bidder_later() {
	ExtBuilder::build_and_execute(|| {
		let id = in_coins(1);
		auctioned(id, &[1_500]);
		assert_ok!(Assets::block(signed(ISSUER), 1, BIDDER));
		make_stubborn(BIDDER);
		settle(id);
		// The ticket for the agreement that was not opened waits as well.
		assert!(Owed::<Test>::get(id, did(BIDDER)).unwrap().stake.room.is_some());
		assert_ok!(Assets::thaw(signed(ISSUER), 1, BIDDER));
		assert_ok!(collect(id, BIDDER));
		assert_eq!((free(COIN, BIDDER), free(Asset::Native, BIDDER)), (WEALTH, WEALTH));
	});
}

#[test]
fn collecting_needs_an_account_and_something_owed() {
	ExtBuilder::build_and_execute(|| {
		let id = in_coins(1);
		assert_ok!(bid(BIDDER, id, 1_500));
		assert_noop!(collect(id, BIDDER), Error::NothingOwed);
		assert_noop!(DataAuction::collect(RuntimeOrigin::root(), id, did(BIDDER)), BadOrigin);
	});
}
