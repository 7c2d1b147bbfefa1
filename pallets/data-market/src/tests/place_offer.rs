//! `place_offer`.

use counterfoil_primitives::{did::DidStatus, roles::Role, traits::LotError};
use frame_support::{dispatch::GetDispatchInfo, BoundedVec};
use sp_runtime::{
	traits::{BadOrigin, Dispatchable},
	TokenError,
};

use super::*;
use crate::WeightInfo;

#[test]
fn offer_that_nobody_wants_rests_with_ticket() {
	ExtBuilder::default().build_and_execute(|| {
		let data_set = data_set(SUPPLIER);
		let submissions = [submit(good(data_set)), submit(good(data_set))];
		let terms = terms(data_set, &submissions, 500);
		let cost = offer_ticket(&terms);
		assert_ok!(DataMarket::place_offer(signed(SUPPLIER), terms.clone()));

		let offer = Offers::<Test>::get(0).unwrap();
		assert_eq!(offer.supplier, subject(SUPPLIER));
		assert_eq!(offer.terms, terms);
		assert_eq!((offer.amount, offer.reserved), (500, 0));
		assert_eq!(offer.placed, START);
		assert_eq!((offer.category, offer.region), (category(), region("u33dc")));
		assert_eq!(held(SUPPLIER), cost);
		assert_eq!(Balances::free_balance(SUPPLIER), ENDOWMENT - cost);
		assert_eq!(
			events(),
			[Event::OfferPlaced {
				offer: 0,
				supplier: did(SUPPLIER),
				data_set: Some(data_set),
				category: category(),
				region: region("u33dc"),
				price: Price::Fixed(500),
				asset: Asset::Native,
				copies: 1,
				valid_until: START + MAX_VALIDITY,
			}]
		);
		assert!(agreements().is_empty());
	});
}

#[test]
fn numbers_of_offers_are_never_used_twice() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(good_offer(SUPPLIER, 500), 0);
		assert_ok!(DataMarket::withdraw_offer(signed(SUPPLIER), 0));
		assert_eq!(good_offer(SUPPLIER, 500), 1);
	});
}

#[test]
fn placing_offer_needs_subject() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = good_terms(STRANGER, 500);
		for origin in [signed(STRANGER), RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(DataMarket::place_offer(origin, terms.clone()), BadOrigin);
		}
	});
}

#[test]
fn placing_offer_needs_role_of_supplier() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = good_terms(DEMANDER, 500);
		assert_noop!(DataMarket::place_offer(signed(DEMANDER), terms), Error::NotASupplier);
	});
}

#[test]
fn suspended_supplier_cannot_place_offer() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = good_terms(SUPPLIER, 500);
		for status in [DidStatus::Suspended, DidStatus::Revoked] {
			set_status(SUPPLIER, status);
			assert_noop!(
				DataMarket::place_offer(signed(SUPPLIER), terms.clone()),
				Error::NotASupplier
			);
		}
	});
}

#[test]
fn validity_of_offer_ends_in_future_and_not_too_far() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = good_terms(SUPPLIER, 500);
		let at = |valid_until| OfferTerms { valid_until, ..terms.clone() };
		for past in [0, START - 1, START] {
			assert_noop!(
				DataMarket::place_offer(signed(SUPPLIER), at(past)),
				Error::ValidityInPast
			);
		}
		for far in [START + MAX_VALIDITY + 1, u64::MAX] {
			assert_noop!(
				DataMarket::place_offer(signed(SUPPLIER), at(far)),
				Error::ValidityTooLong
			);
		}
		assert_ok!(DataMarket::place_offer(signed(SUPPLIER), at(START + 1)));
		assert_ok!(DataMarket::place_offer(signed(SUPPLIER), at(START + MAX_VALIDITY)));
	});
}

#[test]
fn price_below_minimum_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		for price in [0, MIN_PRICE - 1] {
			let terms = good_terms(SUPPLIER, price);
			assert_noop!(DataMarket::place_offer(signed(SUPPLIER), terms), Error::PriceTooLow);
		}
		assert_ok!(DataMarket::place_offer(signed(SUPPLIER), good_terms(SUPPLIER, MIN_PRICE)));
	});
}

#[test]
fn offer_of_zero_copies_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = OfferTerms { copies: 0, ..good_terms(SUPPLIER, 500) };
		assert_noop!(DataMarket::place_offer(signed(SUPPLIER), terms), Error::NoCopies);
	});
}

#[test]
fn lot_is_not_empty_and_strictly_ascending() {
	ExtBuilder::default().build_and_execute(|| {
		let data_set = data_set(SUPPLIER);
		let (a, b) = (submit(good(data_set)), submit(good(data_set)));
		let place =
			|lot: &[u64]| DataMarket::place_offer(signed(SUPPLIER), terms(data_set, lot, 500));
		assert_noop!(place(&[]), Error::EmptyLot);
		assert_noop!(place(&[b, a]), Error::LotNotAscending);
		assert_noop!(place(&[a, a]), Error::LotNotAscending);
		assert_ok!(place(&[a, b]));
	});
}

#[test]
fn lot_longer_than_allowed_does_not_even_decode() {
	use codec::{Decode, Encode};

	type Lot = BoundedVec<u64, <Test as crate::Config>::MaxLot>;

	let mut lot: Vec<u64> = (0..u64::from(MAX_LOT)).collect();
	assert!(Lot::decode(&mut &lot.encode()[..]).is_ok());
	lot.push(u64::from(MAX_LOT));
	assert!(Lot::decode(&mut &lot.encode()[..]).is_err());
}

#[test]
fn lot_that_registry_does_not_vouch_for_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let (mine, other) = (data_set(SUPPLIER), data_set(SUPPLIER));
		let good_one = submit(good(mine));
		let elsewhere = submit(good(other));
		let pending = submit(Submission { validated: false, ..good(mine) });
		let place =
			|set: u64, lot: &[u64]| DataMarket::place_offer(signed(SUPPLIER), terms(set, lot, 500));
		assert_noop!(place(99, &[good_one]), Error::UnknownDataSet);
		assert_noop!(place(mine, &[good_one, 99]), Error::UnknownSubmission);
		assert_noop!(place(mine, &[good_one, elsewhere]), Error::NotOfDataSet);
		assert_noop!(place(mine, &[good_one, pending]), Error::NotValidated);
		assert_ok!(place(mine, &[good_one]));
	});
}

#[test]
fn every_answer_of_registry_has_its_error() {
	let errors = [
		(LotError::Empty, Error::EmptyLot),
		(LotError::TooMany, Error::LotTooLarge),
		(LotError::UnknownDataSet, Error::UnknownDataSet),
		(LotError::UnknownSubmission, Error::UnknownSubmission),
		(LotError::NotOfDataSet, Error::NotOfDataSet),
		(LotError::NotValidated, Error::NotValidated),
		(LotError::Duplicate, Error::LotNotAscending),
	];
	for (answer, error) in errors {
		assert_eq!(
			sp_runtime::DispatchError::from(Error::from(answer)),
			sp_runtime::DispatchError::from(error)
		);
	}
}

#[test]
fn attack_offer_of_data_of_another_supplier_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = good_terms(SUPPLIER, 500);
		assert_noop!(DataMarket::place_offer(signed(RIVAL), terms), Error::NotTheSupplier);
	});
}

#[test]
fn offer_needs_money_for_ticket() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = good_terms(PAUPER, 500);
		assert_noop!(DataMarket::place_offer(signed(PAUPER), terms), TokenError::FundsUnavailable);
	});
}

#[test]
fn offer_beyond_last_number_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		crate::NextOfferId::<Test>::put(u64::MAX);
		let terms = good_terms(SUPPLIER, 500);
		assert_noop!(DataMarket::place_offer(signed(SUPPLIER), terms), Error::TooManyOrders);
	});
}

#[test]
fn trader_may_offer_and_demand() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(DataMarket::place_offer(signed(TRADER), good_terms(TRADER, 500)));
		set_roles(TRADER, Role::Demander.into());
		let terms = good_terms(TRADER, 500);
		assert_noop!(DataMarket::place_offer(signed(TRADER), terms), Error::NotASupplier);
	});
}

#[test]
fn fee_of_offer_is_for_what_was_looked_at() {
	ExtBuilder::default().build_and_execute(|| {
		let call = |terms| RuntimeCall::DataMarket(crate::Call::place_offer { terms });
		let own = <() as WeightInfo>::place_offer(1);
		let idle = call(good_terms(SUPPLIER, 500));
		let declared = idle.get_dispatch_info().call_weight;
		assert_eq!(idle.dispatch(signed(SUPPLIER)).unwrap().actual_weight, Some(own));

		for _ in 0..=OF_ONE {
			demand(DEMANDER, need(400));
			demand(COMPETITOR, need(400));
		}
		// Nothing is looked at once the last copy is sold.
		let one = call(good_terms(SUPPLIER, 400));
		let effort = Effort { lines: 1, pairs: 1, submissions: 0, certificates: 10, matches: 1 };
		let weight = one.dispatch(signed(SUPPLIER)).unwrap().actual_weight;
		assert_eq!(weight, Some(own + effort.weight::<Test>()));
		// No more than candidates there may be.
		let busy = call(OfferTerms { copies: 100, ..good_terms(SUPPLIER, 400) });
		let most = Effort::of_offer::<Test>(1);
		assert_eq!(declared, own + most.weight::<Test>());
		let effort = Effort { lines: most.pairs, ..most };
		let weight = busy.dispatch(signed(SUPPLIER)).unwrap().actual_weight;
		assert_eq!(weight, Some(own + effort.weight::<Test>()));
	});
}
