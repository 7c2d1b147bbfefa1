//! `take_offer`.

use counterfoil_primitives::{did::DidStatus, roles::Role};
use sp_runtime::traits::BadOrigin;

use super::*;

/// An offer and a demand that rest beside each other because the lot was not certified when they were placed, and the
/// submission to certify.
fn resting_pair() -> (u64, u64, u64) {
	let data_set = data_set(SUPPLIER);
	let submission = submit(Submission { certified: false, ..good(data_set) });
	let offer = offer(SUPPLIER, terms(data_set, &[submission], 500));
	let demand = demand(DEMANDER, need(600));
	assert!(agreements().is_empty());
	(demand, offer, submission)
}

/// The same, and the lot is certified by now.
fn ripe_pair() -> (u64, u64) {
	let (demand, offer, submission) = resting_pair();
	change(submission, |submission| submission.certified = true);
	(demand, offer)
}

fn take(account: AccountId, demand: u64, offer: u64) -> sp_runtime::DispatchResult {
	plain(DataMarket::take_offer(signed(account), demand, offer, None))
}

#[test]
fn demander_takes_offer_at_its_price() {
	ExtBuilder::default().build_and_execute(|| {
		let (demand, offer) = ripe_pair();
		let data_set = lot_in(&Offers::<Test>::get(offer).unwrap().terms).data_set;
		assert_ok!(take(DEMANDER, demand, offer));
		assert_eq!(
			events().last(),
			Some(&Event::Matched {
				offer,
				demand,
				opened: Opened::Agreement(0),
				supplier: did(SUPPLIER),
				demander: did(DEMANDER),
				data_set,
				records: 24,
				price: 500,
				asset: Asset::Native,
				copies_left: 0,
				by: did(DEMANDER),
				finder: None,
			})
		);
		assert_eq!(agreements().len(), 1);
		assert!(!Offers::<Test>::contains_key(offer) && !is_open(demand));
		assert_eq!((held(SUPPLIER), held(DEMANDER)), (0, matched_ticket(&wanted(need(600)))));
	});
}

#[test]
fn demander_may_take_offer_that_policy_would_not_choose() {
	ExtBuilder::default().build_and_execute(|| {
		let (demand, dear) = ripe_pair();
		// Cheaper, and rests as well because it was certified only after it was placed.
		let data_set = data_set(RIVAL);
		let submission = submit(Submission { certified: false, ..good(data_set) });
		let cheap = offer(RIVAL, terms(data_set, &[submission], 50));
		change(submission, |submission| submission.certified = true);
		assert_ok!(take(DEMANDER, demand, dear));
		assert!(Offers::<Test>::contains_key(cheap));
		assert_eq!(agreements()[0].price, 500);
	});
}

#[test]
fn taking_sells_one_copy() {
	ExtBuilder::default().build_and_execute(|| {
		let data_set = data_set(SUPPLIER);
		let submission = submit(Submission { certified: false, ..good(data_set) });
		let terms = OfferTerms { copies: 2, ..terms(data_set, &[submission], 500) };
		let offer = offer(SUPPLIER, terms);
		let first = demand(DEMANDER, need(500));
		let second = demand(COMPETITOR, need(500));
		change(submission, |submission| submission.certified = true);
		assert_ok!(take(DEMANDER, first, offer));
		assert_eq!(Offers::<Test>::get(offer).unwrap().terms.copies, 1);
		assert_ok!(take(COMPETITOR, second, offer));
		assert!(!Offers::<Test>::contains_key(offer));
		assert_eq!(agreements().len(), 2);
	});
}

#[test]
fn attack_use_of_demand_of_another_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let (demand, offer) = ripe_pair();
		assert_noop!(take(COMPETITOR, demand, offer), Error::NotTheOwner);
		// Nor may the supplier force the sale.
		assert_noop!(take(SUPPLIER, demand, offer), Error::NotTheOwner);
		assert_noop!(take(STRANGER, demand, offer), BadOrigin);
		assert_noop!(DataMarket::take_offer(RuntimeOrigin::root(), demand, offer, None), BadOrigin);
	});
}

#[test]
fn unknown_orders_cannot_be_matched() {
	ExtBuilder::default().build_and_execute(|| {
		let (demand, offer) = ripe_pair();
		assert_noop!(take(DEMANDER, demand + 1, offer), Error::UnknownDemand);
		assert_noop!(take(DEMANDER, demand, offer + 1), Error::UnknownOffer);
		assert_ok!(take(DEMANDER, demand, offer));
		assert_noop!(take(DEMANDER, demand, offer), Error::UnknownOffer);
	});
}

#[test]
fn attack_self_match_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(TRADER, 500);
		let demand = demand(TRADER, need(500));
		assert!(agreements().is_empty());
		assert_noop!(take(TRADER, demand, offer), Error::SameParty);
	});
}

#[test]
fn expired_offer_cannot_be_taken() {
	ExtBuilder::default().build_and_execute(|| {
		let data_set = data_set(SUPPLIER);
		let submission = submit(Submission { certified: false, ..good(data_set) });
		let terms = OfferTerms { valid_until: START + 10, ..terms(data_set, &[submission], 500) };
		let offer = offer(SUPPLIER, terms);
		let demand = demand(DEMANDER, need(600));
		change(submission, |submission| submission.certified = true);
		set_now(START + 11);
		assert_noop!(take(DEMANDER, demand, offer), Error::OfferExpired);
		set_now(START + 10);
		assert_ok!(take(DEMANDER, demand, offer));
	});
}

#[test]
fn expired_demand_cannot_be_used() {
	ExtBuilder::default().build_and_execute(|| {
		let data_set = data_set(SUPPLIER);
		let submission = submit(Submission { certified: false, ..good(data_set) });
		let offer = offer(SUPPLIER, terms(data_set, &[submission], 500));
		let demand = crate::NextDemandId::<Test>::get();
		assert_ok!(DataMarket::place_demand(
			signed(DEMANDER),
			DemandTerms { valid_until: START + 10, ..wanted(need(600)) }
		));
		change(submission, |submission| submission.certified = true);
		set_now(START + 11);
		assert_noop!(take(DEMANDER, demand, offer), Error::DemandExpired);
		set_now(START + 10);
		assert_ok!(take(DEMANDER, demand, offer));
	});
}

#[test]
fn suspended_party_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let (demand, offer) = ripe_pair();
		set_status(SUPPLIER, DidStatus::Suspended);
		assert_noop!(take(DEMANDER, demand, offer), Error::SupplierNotActive);
		set_status(SUPPLIER, DidStatus::Active);
		set_status(DEMANDER, DidStatus::Suspended);
		assert_noop!(take(DEMANDER, demand, offer), Error::NotADemander);
		set_status(DEMANDER, DidStatus::Active);
		set_roles(DEMANDER, Role::Other.into());
		assert_noop!(take(DEMANDER, demand, offer), Error::NotADemander);
		set_roles(DEMANDER, Role::Demander.into());
		assert_ok!(take(DEMANDER, demand, offer));
	});
}

#[test]
fn every_mismatch_has_its_error() {
	ExtBuilder::default().build_and_execute(|| {
		let data_set = data_set(SUPPLIER);
		let submission = submit(good(data_set));
		let offer = offer(SUPPLIER, terms(data_set, &[submission], 500));
		let other_category = counterfoil_primitives::text::Category::new("air/pm10").unwrap();
		let cases = [
			(Need { category: other_category, ..need(500) }, Error::CategoryMismatch),
			(Need { region: region("u34"), ..need(500) }, Error::RegionMismatch),
			(need(499), Error::PriceMismatch),
			(Need { quality: 901, ..need(500) }, Error::QualityTooLow),
			(Need { wanted: Wanted::Lot { records: 25 }, ..need(500) }, Error::TooFewRecords),
		];
		for (need, error) in cases {
			let demand = demand(DEMANDER, need);
			assert_noop!(take(DEMANDER, demand, offer), error);
		}
	});
}

#[test]
fn attack_certificate_revoked_after_placing_is_noticed() {
	ExtBuilder::default().build_and_execute(|| {
		let (demand, offer, submission) = resting_pair();
		change(submission, |submission| submission.certified = true);
		change(submission, |submission| submission.certified = false);
		assert_noop!(take(DEMANDER, demand, offer), Error::NotCertified);
	});
}

#[test]
fn attack_stale_data_is_noticed() {
	ExtBuilder::default().build_and_execute(|| {
		let (demand, offer) = ripe_pair();
		set_now(START + 60_001);
		assert_noop!(take(DEMANDER, demand, offer), Error::TooOld);
		set_now(START + 60_000);
		assert_ok!(take(DEMANDER, demand, offer));
	});
}

#[test]
fn attack_lot_that_changed_hands_or_lost_validation_is_noticed() {
	ExtBuilder::default().build_and_execute(|| {
		let (demand, offer) = ripe_pair();
		let known = lot_in(&Offers::<Test>::get(offer).unwrap().terms);
		hand_over(known.data_set, RIVAL);
		assert_noop!(take(DEMANDER, demand, offer), Error::LotUnavailable);
		hand_over(known.data_set, SUPPLIER);
		change(known.submissions[0], |submission| submission.validated = false);
		assert_noop!(take(DEMANDER, demand, offer), Error::LotUnavailable);
	});
}

#[test]
fn agreement_that_cannot_be_opened_fails_whole_call() {
	ExtBuilder::default().build_and_execute(|| {
		let (demand, offer) = ripe_pair();
		make_penniless(DEMANDER);
		assert_noop!(take(DEMANDER, demand, offer), CANNOT_OPEN);
		assert!(agreements().is_empty());
	});
}
