//! `take`.

use counterfoil_primitives::{
	auction::{Descent, Falling},
	did::DidStatus,
	exchange::Outcome,
	money::{Asset, Commission},
	traits::{CertificateNeed, Delivery, Judge},
};
use frame_support::{dispatch::GetDispatchInfo, BoundedVec};
use sp_runtime::{traits::BadOrigin, TokenError};

use super::*;
use crate::WeightInfo;

fn take(account: AccountId, id: u64, max_price: Balance) -> Result<(), sp_runtime::DispatchError> {
	plain(DataAuction::take(signed(account), id, max_price))
}

/// An auction of so many copies, five seconds into its ten: the price is two reserves.
fn selling(copies: u32) -> u64 {
	let id = descending(copies);
	set_now(START + 6_000);
	take_events();
	id
}

#[test]
fn copy_is_bought_and_funded_at_the_price_of_the_moment() {
	ExtBuilder::build_and_execute(|| {
		let id = selling(2);
		let lot = auction(id).lot;
		assert_ok!(take(BIDDER, id, 2_500));
		let opened = agreement(0);
		assert!(opened.funded);
		assert_eq!(
			(opened.terms.supplier, opened.terms.demander),
			(subject(SUPPLIER), subject(BIDDER))
		);
		assert_eq!((opened.terms.data_set, opened.terms.price), (lot.data_set, 2_000));
		assert_eq!(opened.terms.submissions, lot.submissions.to_vec());
		assert_eq!(opened.terms.parts, [fingerprint(lot.submissions[0])]);
		assert_eq!(
			take_events(),
			[Event::Taken {
				auction: id,
				data_set: lot.data_set,
				supplier: did(SUPPLIER),
				demander: subject(BIDDER),
				agreement: 0,
				price: 2_000,
				copies_left: 1,
			}]
		);
		// No deposit waits for the end of it.
		assert_eq!(Awards::<Test>::iter_keys().count(), 0);
		close(0, Outcome::Settled, None, true);
		assert_eq!(free(Asset::Native, BIDDER), WEALTH - 2_000);
	});
}

#[test]
fn terms_of_the_lot_reach_the_agreement() {
	ExtBuilder::build_and_execute(|| {
		let judge = Judge { did: did(JUDGE), fee: 10, fallback: 500 };
		let commission = Commission { payee: did(STRANGER), per_mille: 30 };
		let lot = Lot {
			asset: COIN,
			commissions: BoundedVec::truncate_from(vec![commission]),
			certificate: CertificateNeed::Any,
			delivery: Delivery::Sealed(judge),
			..good_lot(SUPPLIER)
		};
		let id = descending_of(lot, 1);
		set_now(START + 6_000);
		assert_ok!(take(BIDDER, id, 2_000));
		let terms = agreement(0).terms;
		assert_eq!(
			(terms.asset, terms.commissions, terms.usage),
			(COIN, vec![commission], usage())
		);
		assert_eq!(terms.certificate, CertificateNeed::Any);
		assert_eq!(terms.delivery, Delivery::Sealed(judge));
		// And with the price the fee of the judge, until the deal is over.
		assert_eq!(free(COIN, BIDDER), WEALTH - 2_020);
		close(0, Outcome::Settled, None, true);
		assert_eq!(free(COIN, BIDDER), WEALTH - 2_000);
	});
}

#[test]
fn attack_ward_binds_sponsors_tokens() {
	ExtBuilder::build_and_execute(|| {
		let id = descending_of(Lot { asset: COIN, ..good_lot(SUPPLIER) }, 1);
		set_now(START + 6_000);
		sponsor(STRANGER, BIDDER);
		assert_noop!(take(STRANGER, id, 2_000), Error::AccountNotOwn);
		assert_eq!(free(COIN, STRANGER), WEALTH);
		assert_ok!(take(BIDDER, id, 2_000));
	});
}

#[test]
fn last_copy_ends_the_auction() {
	ExtBuilder::build_and_execute(|| {
		let id = selling(2);
		assert_ok!(take(BIDDER, id, 2_000));
		assert_ok!(take(BIDDER + 1, id, 2_000));
		assert!(matches!(
			take_events()[..],
			[_, _, Event::Closed { end: End::SoldOut, by: None, .. }]
		));
		assert_eq!(free(Asset::Native, SUPPLIER), WEALTH);
		assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
		assert_noop!(take(BIDDER + 2, id, 2_000), Error::NotFound);
	});
}

#[test]
fn taking_needs_active_demander() {
	ExtBuilder::build_and_execute(|| {
		let id = selling(1);
		for origin in [signed(PASSER_BY), RuntimeOrigin::root()] {
			assert_noop!(DataAuction::take(origin, id, 2_000), BadOrigin);
		}
		for account in [STRANGER, RIVAL, SUPPLIER] {
			assert_noop!(take(account, id, 2_000), Error::NotADemander);
		}
		set_status(BIDDER, DidStatus::Suspended);
		assert_noop!(take(BIDDER, id, 2_000), Error::NotADemander);
	});
}

#[test]
fn unknown_auction_and_one_of_the_other_format_sell_nothing() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(take(BIDDER, 0, 2_000), Error::NotFound);
		let id = sealed(terms());
		assert_noop!(take(BIDDER, id, 2_000), Error::NotDescending);
	});
}

#[test]
fn attack_sniping_at_the_boundary_pays_the_price_of_that_very_moment() {
	ExtBuilder::build_and_execute(|| {
		let id = descending(4);
		set_now(START + 999);
		assert_noop!(take(BIDDER, id, u128::MAX), Error::SaleNotBegun);
		set_now(START + 1_000);
		assert_ok!(take(BIDDER, id, 3_000));
		set_now(START + 10_999);
		assert_ok!(take(BIDDER + 1, id, 3_000));
		set_now(START + 11_000);
		assert_ok!(take(BIDDER + 2, id, 3_000));
		set_now(START + 11_001);
		assert_noop!(take(BIDDER + 3, id, u128::MAX), Error::SaleOver);
		assert_eq!(sold(), [(BIDDER, 3_000), (BIDDER + 1, 1_001), (BIDDER + 2, RESERVE)]);
	});
}

#[test]
fn price_falls_in_steps_at_their_exact_moments() {
	ExtBuilder::build_and_execute(|| {
		// Three parts: 3000, 2000, 1000.
		let falling = Falling { until: START + 10_000, descent: Descent::Steps(2), ..sale() };
		assert_ok!(DataAuction::open_descending(signed(SUPPLIER), good_lot(SUPPLIER), 4, falling));
		for (account, moment) in (BIDDER..).zip([3_999, 4_000, 6_999, 7_000]) {
			set_now(START + moment);
			// The last copy ends it.
			assert_ok!(take(account, 0, 3_000));
		}
		let prices: Vec<_> = sold().into_iter().map(|(_, price)| price).collect();
		assert_eq!(prices, [3_000, 2_000, 2_000, 1_000]);
	});
}

#[test]
fn attack_take_above_max_price_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = selling(1);
		for max_price in [0, RESERVE, 1_999] {
			assert_noop!(take(BIDDER, id, max_price), Error::PriceAboveMaximum);
		}
		assert_ok!(take(BIDDER, id, 2_000));
	});
}

#[test]
fn attack_second_copy_of_one_subject_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = selling(3);
		assert_ok!(take(BIDDER, id, 2_000));
		assert_noop!(take(BIDDER, id, 2_000), Error::AlreadyBought);
		sponsor(STRANGER, BIDDER);
		assert_noop!(take(STRANGER, id, 2_000), Error::AlreadyBought);
	});
}

#[test]
fn attack_buyer_without_money_takes_nothing_from_others() {
	ExtBuilder::build_and_execute(|| {
		let id = selling(1);
		assert_noop!(take(PAUPER, id, 2_000), TokenError::FundsUnavailable);
		// Enough for the ticket, not for the price.
		let rich = Falling { start: WEALTH, reserve: WEALTH, from: now(), ..sale() };
		assert_ok!(DataAuction::open_descending(signed(SUPPLIER), good_lot(SUPPLIER), 1, rich));
		assert_noop!(take(BIDDER, id + 1, u128::MAX), TokenError::FundsUnavailable);
		assert_ok!(take(BIDDER, id, 2_000));
	});
}

#[test]
fn attack_frozen_buyer_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = descending_of(Lot { asset: COIN, ..good_lot(SUPPLIER) }, 1);
		set_now(START + 6_000);
		assert_ok!(Assets::freeze(signed(ISSUER), 1, BIDDER));
		assert!(take(BIDDER, id, 2_000).is_err());
		assert!(agreements().is_empty());
		assert_ok!(take(BIDDER + 1, id, 2_000));
	});
}

#[test]
fn attack_supplier_holders_judge_and_their_friends_do_not_buy() {
	ExtBuilder::build_and_execute(|| {
		let delivery = Delivery::Sealed(Judge { did: did(JUDGE), fee: 20, fallback: 500 });
		let lot = Lot { delivery, ..good_lot(SUPPLIER) };
		set_holders(lot.data_set, &[BIDDER + 2]);
		let id = descending_of(lot, 1);
		set_now(START + 6_000);
		set_controllers(BIDDER, &[SUPPLIER]);
		assert_noop!(take(BIDDER, id, 2_000), Error::TiedToSupplier);
		set_controllers(BIDDER + 1, &[JUDGE]);
		assert_noop!(take(BIDDER + 1, id, 2_000), Error::TiedToJudge);
		assert_noop!(take(BIDDER + 2, id, 2_000), Error::TiedToBeneficiary);
		sponsor(SUPPLIER, BIDDER + 3);
		assert_noop!(take(SUPPLIER, id, 2_000), Error::SameAccount);
	});
}

#[test]
fn attack_lot_lost_meanwhile_is_not_sold() {
	ExtBuilder::build_and_execute(|| {
		let id = selling(1);
		let lot = auction(id).lot;
		set_status(SUPPLIER, DidStatus::Suspended);
		assert_noop!(take(BIDDER, id, 2_000), Error::SupplierNotActive);
		set_status(SUPPLIER, DidStatus::Active);
		change(lot.submissions[0], |submission| submission.certified = false);
		assert_noop!(take(BIDDER, id, 2_000), Error::NotCertified);
		change(lot.submissions[0], |submission| submission.validated = false);
		assert_noop!(take(BIDDER, id, 2_000), Error::LotUnavailable);
		change(lot.submissions[0], |submission| {
			(submission.validated, submission.certified) = (true, true)
		});
		pass_on(lot.data_set, RIVAL);
		assert_noop!(take(BIDDER, id, 2_000), Error::LotUnavailable);
		pass_on(lot.data_set, SUPPLIER);
		assert_ok!(take(BIDDER, id, 2_000));
	});
}

#[test]
fn agreement_that_cannot_be_opened_sells_nothing() {
	ExtBuilder::build_and_execute(|| {
		let id = selling(1);
		make_stubborn(BIDDER);
		assert_noop!(take(BIDDER, id, 2_000), CANNOT_OPEN);
		assert_ok!(take(BIDDER + 1, id, 2_000));
	});
}

#[test]
fn fee_is_for_what_was_asked() {
	ExtBuilder::build_and_execute(|| {
		let id = selling(2);
		set_holders(auction(id).lot.data_set, &[STRANGER, BIDDER + 1]);
		let submissions = auction(id).lot.submissions.len() as u32;
		let weight = <() as WeightInfo>::take;
		let taken = DataAuction::take(signed(BIDDER), id, 2_000).unwrap().actual_weight;
		assert_eq!(taken, Some(weight(submissions, 2)));
		let refused = |account| {
			let refused = DataAuction::take(signed(account), id, 2_000).unwrap_err();
			refused.post_info.actual_weight
		};
		// He has bought already; nobody else was asked. He gains by it; the lot was not looked at.
		assert_eq!(refused(BIDDER), Some(weight(0, 0)));
		assert_eq!(refused(BIDDER + 1), Some(weight(0, 2)));
		let call = crate::Call::<Test>::take { auction: 0, max_price: 0 };
		assert_eq!(call.get_dispatch_info().call_weight, weight(MAX_LOT, 34));
	});
}
