//! `place_demand`.

use counterfoil_primitives::did::DidStatus;
use frame_support::dispatch::GetDispatchInfo;
use sp_runtime::{
	traits::{BadOrigin, Dispatchable},
	TokenError,
};

use super::*;
use crate::WeightInfo;

fn place(account: AccountId, need: Need) -> frame_support::dispatch::DispatchResultWithPostInfo {
	DataMarket::place_demand(signed(account), wanted(need))
}

#[test]
fn demand_that_nothing_answers_rests_with_ticket() {
	ExtBuilder::default().build_and_execute(|| {
		let cost = demand_ticket(&wanted(need(500)));
		assert_ok!(place(DEMANDER, need(500)));
		let demand = Demands::<Test>::get(0).unwrap();
		assert_eq!(demand.demander, subject(DEMANDER));
		assert_eq!(demand.terms, wanted(need(500)));
		assert_eq!((demand.placed, demand.left), (START, need(500).left()));
		assert_eq!(held(DEMANDER), cost);
		assert_eq!(Balances::free_balance(DEMANDER), ENDOWMENT - cost);
		assert_eq!(
			events(),
			[Event::DemandPlaced {
				demand: 0,
				demander: did(DEMANDER),
				category: category(),
				region: region("u33"),
				budget: 500,
				asset: Asset::Native,
				policy: Policy::Cheapest,
				reward: 0,
				valid_until: START + MAX_VALIDITY,
			}]
		);
	});
}

#[test]
fn placing_demand_needs_subject() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [signed(STRANGER), RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(
				DataMarket::place_demand(
					origin,
					DemandTerms { valid_until: START + 1, ..wanted(need(500)) }
				),
				BadOrigin
			);
		}
	});
}

#[test]
fn placing_demand_needs_active_demander() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(place(SUPPLIER, need(500)), Error::NotADemander);
		for status in [DidStatus::Suspended, DidStatus::Revoked] {
			set_status(DEMANDER, status);
			assert_noop!(place(DEMANDER, need(500)), Error::NotADemander);
		}
	});
}

#[test]
fn validity_of_demand_ends_in_future_and_not_too_far() {
	ExtBuilder::default().build_and_execute(|| {
		let place = |until| {
			DataMarket::place_demand(
				signed(DEMANDER),
				DemandTerms { valid_until: until, ..wanted(need(500)) },
			)
		};
		for past in [0, START - 1, START] {
			assert_noop!(place(past), Error::ValidityInPast);
		}
		for far in [START + MAX_VALIDITY + 1, u64::MAX] {
			assert_noop!(place(far), Error::ValidityTooLong);
		}
		assert_ok!(place(START + 1));
		assert_ok!(place(START + MAX_VALIDITY));
	});
}

#[test]
fn highest_price_below_minimum_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(place(DEMANDER, need(0)), Error::PriceTooLow);
		assert_noop!(place(DEMANDER, need(MIN_PRICE - 1)), Error::PriceTooLow);
		assert_ok!(place(DEMANDER, need(MIN_PRICE)));
	});
}

#[test]
fn highest_price_may_be_more_than_there_is() {
	ExtBuilder::default().build_and_execute(|| {
		good_offer(SUPPLIER, 500);
		assert_ok!(place(DEMANDER, Need { budget: u128::MAX, ..need(0) }));
		assert_eq!(agreements()[0].price, 500);
	});
}

#[test]
fn region_that_is_no_geohash_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		for text in ["berlin", "U33", "u3/"] {
			let need = Need { region: region(text), ..need(500) };
			assert_noop!(place(DEMANDER, need), Error::InvalidRegion);
		}
	});
}

#[test]
fn quality_above_full_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let at = |quality| Need { quality, ..need(500) };
		assert_noop!(place(DEMANDER, at(1001)), Error::AbovePerMille);
		assert_noop!(place(DEMANDER, at(u16::MAX)), Error::AbovePerMille);
		assert_ok!(place(DEMANDER, at(1000)));
	});
}

#[test]
fn demand_needs_money_for_ticket() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(place(PAUPER, need(500)), TokenError::FundsUnavailable);
	});
}

#[test]
fn demand_beyond_last_number_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		crate::NextDemandId::<Test>::put(u64::MAX);
		assert_noop!(place(DEMANDER, need(500)), Error::TooManyOrders);
	});
}

#[test]
fn fee_of_demand_is_for_what_was_looked_at() {
	ExtBuilder::default().build_and_execute(|| {
		let own = <() as WeightInfo>::place_demand();
		let call =
			|need| RuntimeCall::DataMarket(crate::Call::place_demand { terms: wanted(need) });
		let paid = |need| call(need).dispatch(signed(DEMANDER)).unwrap().actual_weight;
		assert_eq!(paid(need(500)), Some(own));

		for _ in 0..=OF_ONE {
			good_offer(SUPPLIER, 600);
			good_offer(RIVAL, 600);
		}
		// The first one will do.
		let one = Effort { lines: 1, pairs: 1, submissions: 1, certificates: 10, matches: 1 };
		assert_eq!(paid(need(600)), Some(own + one.weight::<Test>()));
		// Nobody asks for certificates.
		let any = Need { certificate: CertificateNeed::None, ..need(600) };
		let uncertified = Effort { certificates: 0, ..one };
		assert_eq!(paid(any.clone()), Some(own + uncertified.weight::<Test>()));
		let declared = |need| call(need).get_dispatch_info().call_weight;
		assert!(declared(any).all_lt(declared(need(600))));
		// All of them are compared, and one is taken.
		let most = MAX_CANDIDATES;
		let all = Effort {
			lines: most,
			pairs: most,
			submissions: most,
			certificates: 10 * most,
			matches: 1,
		};
		let best = Need { policy: Policy::BestQuality, ..need(600) };
		assert_eq!(paid(best), Some(own + all.weight::<Test>()));
	});
}

#[test]
fn refused_call_does_not_pay_for_what_it_did_not_look_at() {
	ExtBuilder::default().build_and_execute(|| {
		let (demand, offer) = (demand(DEMANDER, need(500)), good_offer(SUPPLIER, 600));
		let weight = |call: crate::Call<Test>, account| {
			let refused = RuntimeCall::DataMarket(call).dispatch(signed(account));
			refused.unwrap_err().post_info.actual_weight
		};
		let place = crate::Call::place_demand { terms: wanted(need(0)) };
		assert_eq!(weight(place, DEMANDER), Some(<() as WeightInfo>::place_demand()));
		let take = || crate::Call::take_offer { demand, offer, lot: None };
		let own = <() as WeightInfo>::take_offer();
		assert_eq!(weight(take(), COMPETITOR), Some(own));
		// The offer is too dear, and was looked at.
		let looked_at = Effort { pairs: 1, submissions: 1, ..Effort::default() };
		assert_eq!(weight(take(), DEMANDER), Some(own + looked_at.weight::<Test>()));
	});
}
