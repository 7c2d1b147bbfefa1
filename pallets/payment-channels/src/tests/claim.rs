use counterfoil_primitives::money::{Asset, Commission};
use frame_support::{assert_ok, BoundedVec};
use pallet_support::assert_noop;
use sp_runtime::DispatchError;

use crate::{mock::*, Error, Event};

#[test]
fn claim_pays_what_the_voucher_adds() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(claim(PAYEE, id, 300));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 300);
		assert_eq!(held(Asset::Native, PAYER), 700);
		let found = channel(id);
		assert_eq!((found.claimed, found.paid), (300, 300));
		assert_eq!(found.delivered, voucher(300, 3).delivered);
		let events = take_events();
		assert_eq!(
			events[events.len() - 2..],
			[
				Event::Claimed {
					id,
					payer: did(PAYER),
					payee: did(PAYEE),
					by: Some(did(PAYEE)),
					amount: 300,
					delivered: voucher(300, 3).delivered,
					data_set: None,
				},
				Event::Paid {
					id,
					payer: did(PAYER),
					payee: did(PAYEE),
					account: PAYEE,
					amount: 300,
					total: 300,
					data_set: None,
				},
			]
		);
		assert_ok!(claim(PAYEE, id, 310));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 310);
		assert_eq!(total(Asset::Native, PAYER), WEALTH - 310);
	});
}

#[test]
fn claim_pays_in_other_assets() {
	for asset in [COIN, TOKEN] {
		ExtBuilder::build_and_execute(|| {
			let id = opened_with(Terms { asset, ..terms() });
			assert_ok!(claim(PAYEE, id, 300));
			assert_eq!(total(asset, PAYEE), WEALTH + 300);
			assert_eq!(total(asset, PAYER), WEALTH - 300);
			assert_eq!(held(asset, PAYER), 700);
		});
	}
}

#[test]
fn claim_by_anybody_pays_the_payee() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		for (who, amount) in [(PASSER_BY, 100), (STRANGER, 200), (PAYER, 300)] {
			assert_ok!(claim(who, id, amount));
			assert_eq!(total(Asset::Native, PAYEE), WEALTH + u64::try_from(amount).unwrap());
		}
		let (voucher, signature) = signed(id, 400);
		let none = PaymentChannels::claim(RuntimeOrigin::none(), id, voucher, signature);
		assert_eq!(none.map_err(|error| error.error), Err(DispatchError::BadOrigin));
	});
}

#[test]
fn claim_up_to_the_last_unit_leaves_an_empty_channel_open() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(claim(PAYEE, id, 1_000));
		assert_eq!(held(Asset::Native, PAYER), 0);
		// It can be topped up.
		assert_ok!(top_up(PAYER, id, 50, None));
		assert_ok!(claim(PAYEE, id, 1_050));
		assert_ok!(close_by_payee(PAYEE, id, None));
		assert!(is_gone(id));
	});
}

#[test]
fn claim_shares_by_commissions_first_then_by_the_right_of_profit() {
	ExtBuilder::build_and_execute(|| {
		let commission = Commission { payee: did(PLATFORM), per_mille: 100 };
		let commissions = BoundedVec::truncate_from(vec![commission]);
		let deposit = 100_000;
		let id = opened_with(Terms { deposit, data_set: Some(SET), commissions, ..terms() });
		Shelf::share(&[(PAYEE, 2), (STRANGER, 1)]);
		take_events();
		assert_ok!(claim(PASSER_BY, id, 50_000));
		assert_eq!(total(Asset::Native, PLATFORM), 5_000);
		assert_eq!(total(Asset::Native, STRANGER), WEALTH + 15_000);
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 30_000);
		let events = take_events();
		let part = |payee, account, amount| (did(payee), account, amount);
		let parts = events.iter().filter_map(|event| match event {
			Event::CommissionPaid { payee, account, amount, .. }
			| Event::ProfitPaid { payee, account, amount, .. } => Some((*payee, *account, *amount)),
			_ => None,
		});
		assert_eq!(
			parts.collect::<Vec<_>>(),
			[part(PLATFORM, PLATFORM, 5_000), part(STRANGER, STRANGER, 15_000)]
		);
		assert_eq!(
			events.last(),
			Some(&Event::Paid {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				account: PAYEE,
				amount: 30_000,
				total: 50_000,
				data_set: Some(SET),
			})
		);
	});
}

#[test]
fn claim_goes_to_the_account_that_is_the_payees_now() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		Subjects::move_to(PAYEE, PAYEE + OTHER_ACCOUNT);
		assert_ok!(claim(PAYEE, id, 300));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH);
		assert_eq!(total(Asset::Native, PAYEE + OTHER_ACCOUNT), WEALTH + 300);
	});
}

#[test]
fn claim_in_the_last_moment_and_not_after_it() {
	for closing in [false, true] {
		ExtBuilder::build_and_execute(|| {
			let id = opened();
			let until = if closing {
				set_time(START + 5_000);
				assert_ok!(request_close(PAYER, id));
				START + 5_000 + CHALLENGE
			} else {
				START + LIFE + CHALLENGE
			};
			set_time(until);
			assert_ok!(claim(PAYEE, id, 300));
			set_time(until + 1);
			assert_noop!(claim(PAYEE, id, 400), Error::<Test>::DeadlinePassed);
			assert_ok!(finalise(PASSER_BY, id));
			assert_eq!(total(Asset::Native, PAYEE), WEALTH + 300);
			assert_noop!(claim(PAYEE, id, 400), Error::<Test>::AlreadyClosed);
			assert_noop!(claim(PAYEE, id + 1, 400), Error::<Test>::NotFound);
		});
	}
}

#[test]
fn attack_dust_claim() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_noop!(claim(PAYEE, id, 9), Error::<Test>::ClaimTooSmall);
		assert_ok!(claim(PAYEE, id, 10));
		assert_noop!(claim(PAYEE, id, 19), Error::<Test>::ClaimTooSmall);
		let coins = opened_with(Terms { asset: COIN, ..terms() });
		assert_noop!(claim(PAYEE, coins, 4), Error::<Test>::ClaimTooSmall);
		assert_ok!(claim(PAYEE, coins, 5));
		// The payee who closes gets it.
		assert_ok!(close_by_payee(PAYEE, id, Some(11)));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 11);
	});
}

#[test]
fn payee_who_shares_with_nobody_claims_as_little_as_without_a_data_set() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { data_set: Some(SET), ..terms() });
		assert_noop!(claim(PAYEE, id, 9), Error::<Test>::ClaimTooSmall);
		assert_ok!(claim(PAYEE, id, 10));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 10);
		// Who comes in later has a part of what is claimed from then on.
		Shelf::share(&[(PAYEE, 500), (STRANGER, 500)]);
		assert_noop!(claim(PAYEE, id, 20), Error::<Test>::ClaimTooSmall);
	});
}

#[test]
fn attack_payee_claims_in_crumbs_to_keep_the_shares_of_others() {
	ExtBuilder::build_and_execute(|| {
		let (deposit, data_set) = (100_000, Some(SET));
		// Of one unit everybody else's part would be nothing, and of ten no account would come to be.
		Shelf::share(&[(PAYEE, 999), (NEWCOMER, 1)]);
		let id = opened_with(Terms { deposit, data_set, ..terms() });
		for amount in [1, 10, 9_999] {
			assert_noop!(claim(PAYEE, id, amount), Error::<Test>::ClaimTooSmall);
		}
		assert_ok!(claim(PAYEE, id, 10_000));
		assert_eq!(total(Asset::Native, NEWCOMER), 10);
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 9_990);
		assert_noop!(claim(PAYEE, id, 19_999), Error::<Test>::ClaimTooSmall);
		let coins = opened_with(Terms { deposit, data_set, asset: COIN, ..terms() });
		assert_noop!(claim(PAYEE, coins, 4_999), Error::<Test>::ClaimTooSmall);
		assert_ok!(claim(PAYEE, coins, 5_000));
		assert_eq!(total(COIN, NEWCOMER), 5);
	});
}

#[test]
fn attack_replayed_claim_pays_nothing_twice() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(claim(PAYEE, id, 300));
		for _ in 0..2 {
			assert_noop!(claim(PAYEE, id, 300), Error::<Test>::NothingNew);
			assert_noop!(close_by_payee(PAYEE, id, Some(300)), Error::<Test>::NothingNew);
		}
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 300);
	});
}

#[test]
fn attack_decreasing_voucher() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(claim(PAYEE, id, 300));
		for amount in [0, 1, 299] {
			assert_noop!(claim(PAYER, id, amount), Error::<Test>::NothingNew);
		}
		assert_ok!(request_close(PAYER, id));
		// Amounts only rise, also in the window: the old voucher harms nobody.
		assert_ok!(claim(PAYEE, id, 400));
		assert_noop!(claim(PAYER, id, 399), Error::<Test>::NothingNew);
	});
}

#[test]
fn attack_voucher_above_the_deposit() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		for amount in [1_001, u128::from(u64::MAX) + 1, u128::MAX] {
			assert_noop!(claim(PAYEE, id, amount), Error::<Test>::AboveDeposit);
			assert_noop!(close_by_payee(PAYEE, id, Some(amount)), Error::<Test>::AboveDeposit);
		}
		// Money of another channel of the same payer does not count.
		opened();
		assert_noop!(claim(PAYEE, id, 1_001), Error::<Test>::AboveDeposit);
	});
}

/// A channel whose payee is not there, who has left his best voucher with a stranger.
fn watched() -> u64 {
	Shelf::share(&[(PAYEE, 500), (STRANGER, 500)]);
	opened_with(Terms { deposit: 100_000, data_set: Some(SET), ..terms() })
}

#[test]
fn attack_payer_claims_an_old_voucher_to_strand_the_best_one() {
	for asked in [true, false] {
		ExtBuilder::build_and_execute(|| {
			let id = watched();
			let mut end = START + LIFE + CHALLENGE;
			if asked {
				assert_ok!(request_close(PAYER, id));
				end = START + CHALLENGE;
			} else {
				set_time(START + LIFE);
			}
			// The payer himself hands in the voucher before the last: what is left of the last is too little to be shared.
			assert_ok!(claim(PAYER, id, 50_000));
			if !asked {
				assert_noop!(claim(STRANGER, id, 59_999), Error::<Test>::ClaimTooSmall);
				set_time(START + LIFE + 1);
			}
			take_events();
			assert_ok!(claim(STRANGER, id, 59_999));
			// It counts, and waits for the end.
			assert!(matches!(take_events()[..], [Event::Claimed { amount: 59_999, .. }]));
			assert_eq!((channel(id).claimed, channel(id).paid), (59_999, 50_000));
			next_block(end + 1_000);
			assert!(matches!(last_event(), Event::Ended { due: 0, returned: 40_001, .. }));
			assert!(is_gone(id));
			assert_eq!(total(Asset::Native, PAYEE), WEALTH + 25_000 + 5_000);
			assert_eq!(total(Asset::Native, STRANGER), WEALTH + 25_000 + 4_999);
		});
	}
}

#[test]
fn attack_payee_claims_in_crumbs_while_the_channel_ends() {
	ExtBuilder::build_and_execute(|| {
		let id = watched();
		assert_ok!(request_close(PAYER, id));
		// Unit by unit the other's part would be nothing. Nothing of it is paid before it is enough, or the end.
		for amount in 1..20 {
			assert_ok!(claim(PAYEE, id, amount));
			assert_noop!(settle(PAYEE, id), Error::<Test>::NothingDue);
		}
		assert_eq!((channel(id).claimed, channel(id).paid), (19, 0));
		assert_ok!(claim(PAYEE, id, 9_999));
		assert_eq!(channel(id).paid, 0);
		assert_ok!(claim(PAYEE, id, 10_001));
		assert_eq!(channel(id).paid, 10_001);
		assert_ok!(claim(PAYEE, id, 10_021));
		assert_ok!(close_by_payee(PAYEE, id, Some(10_022)));
		assert!(is_gone(id));
		assert_eq!(total(Asset::Native, STRANGER), WEALTH + 5_000 + 10);
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 5_001 + 11);
	});
}
