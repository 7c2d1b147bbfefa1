use counterfoil_primitives::{stream::Ending, Asset};
use frame_support::assert_ok;
use pallet_support::assert_noop;

use crate::{mock::*, Error, Event};

#[test]
fn claim_pays_whole_units_and_keeps_the_thousandths() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		// 7 units a second for 2.999 s: 20.993.
		wait(2_999);
		assert_ok!(claim(PAYEE, id));
		assert_eq!(
			last_event(),
			Event::Claimed {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				data_set: None,
				asset: Asset::Native,
				amount: 20,
				by: Some(did(PAYEE)),
			}
		);
		assert_eq!((flow(id).accrued, flow(id).deposit), (993, 980));
		assert_eq!(held(Asset::Native, PAYER), DEPOSIT - 20);
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 20);
		// 0.993 and 1.430 s of 7: 11.003.
		wait(1_430);
		assert_ok!(claim(PASSER_BY, id));
		assert!(matches!(last_event(), Event::Claimed { amount: 11, by: None, .. }));
		assert_eq!(flow(id).accrued, 3);
	});
}

#[test]
fn claims_again_and_again_pay_what_one_claim_pays() {
	ExtBuilder::build_and_execute(|| {
		let often = opened_with(Terms { asset: COIN, ..TERMS });
		let once = opened_with(Terms { asset: COIN, ..TERMS });
		let before = total(COIN, PAYEE);
		for _ in 0..100 {
			wait(433);
			assert_ok!(claim(STRANGER, often));
		}
		// 43.3 s of 7.
		let paid = total(COIN, PAYEE) - before;
		assert_ok!(claim(STRANGER, once));
		assert_eq!((paid, total(COIN, PAYEE) - before - paid), (303, 303));
	});
}

#[test]
fn claim_of_less_than_the_minimum_balance_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let native = opened();
		let coin = opened_with(Terms { asset: COIN, ..TERMS });
		// 3 units, and not 10.
		wait(429);
		assert_ok!(claim(PAYEE, coin));
		assert_noop!(claim(PAYEE, native), Error::<Test>::NothingDue);
		assert_noop!(claim(PAYEE, coin), Error::<Test>::NothingDue);
		wait(999);
		assert_noop!(claim(PAYEE, native), Error::<Test>::NothingDue);
		wait(1);
		assert_ok!(claim(PAYEE, native));
	});
}

#[test]
fn claim_of_nothing_known_is_refused() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(claim(PAYEE, 0), Error::<Test>::NotFound);
	});
}

#[test]
fn claim_shares_among_the_holders_of_the_right_of_profit() {
	ExtBuilder::build_and_execute(|| {
		Shareholders::are(&[(PAYEE, 500), (HOLDER, 250), (PAYER, 200), (PASSER_BY, 50)]);
		let terms =
			Terms { data_set: Some(SET), rate: 100 * RATE, deposit: 100 * DEPOSIT, ..TERMS };
		let id = opened_with(terms);
		wait(100_000);
		assert_ok!(claim(STRANGER, id));
		// 70000: the payer is a holder himself, the passer-by has no account.
		let events = take_events();
		let [.., to_holder, to_payer, claimed] = &events[..] else { panic!("three") };
		assert_eq!(
			*to_holder,
			Event::ProfitPaid {
				id,
				payee: did(HOLDER),
				account: HOLDER,
				asset: Asset::Native,
				amount: 17_500,
				data_set: Some(SET),
			}
		);
		assert!(matches!(to_payer, Event::ProfitPaid { account: PAYER, amount: 14_000, .. }));
		assert!(matches!(claimed, Event::Claimed { amount: 70_000, .. }));
		assert_eq!(total(Asset::Native, HOLDER), WEALTH + 17_500);
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 38_500);
		assert_eq!(total(Asset::Native, PAYER), WEALTH - 56_000);
	});
}

#[test]
fn claim_of_a_stream_that_is_over_ends_it() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		set_time(END);
		assert_ok!(claim(STRANGER, id));
		set_time(END + 1);
		assert_ok!(claim(STRANGER, id));
		assert!(is_gone(id));
		// The last thousandth is the payee's as well: the deposit is used up.
		assert_eq!(last_end(), (Ending::Insolvent, END, 1, 0));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + DEPOSIT);
		assert_eq!(free(Asset::Native, PAYER), WEALTH - DEPOSIT);
		assert_noop!(claim(STRANGER, id), Error::<Test>::NotFound);
	});
}

#[test]
fn attack_payee_claims_in_crumbs_to_keep_the_shares_of_others() {
	ExtBuilder::build_and_execute(|| {
		// Of ten units the holder's part would be nothing, and below 10 no account comes to be.
		Shareholders::are(&[(PAYEE, 999), (NEWCOMER, 1)]);
		let shared = Terms { data_set: Some(SET), rate: 1_000, deposit: 100_000, ..TERMS };
		let id = opened_with(shared);
		for _ in 0..9 {
			wait(1_000);
			assert_noop!(claim(PAYEE, id), Error::<Test>::NothingDue);
		}
		wait(999);
		assert_noop!(claim(PAYEE, id), Error::<Test>::NothingDue);
		wait(1);
		assert_ok!(claim(PAYEE, id));
		assert_eq!(free(Asset::Native, NEWCOMER), 10);
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 9_990);
		// The same in another token, whose minimum is another.
		let coins = opened_with(Terms { asset: COIN, ..shared });
		wait(2_999);
		assert_noop!(claim(PAYEE, coins), Error::<Test>::NothingDue);
		wait(1);
		assert_ok!(claim(PAYEE, coins));
		assert_eq!(free(COIN, NEWCOMER), 3);
		// Where nobody shares there is nobody to rob.
		Shareholders::are(&[(PAYEE, 1_000)]);
		wait(10);
		assert_ok!(claim(PAYEE, coins));
	});
}
