//! Every condition that an offer or a demand may set, through the pallet.

use counterfoil_primitives::{
	access::{Action, Actions},
	market::{Completeness, DeliveryNeed, Judges, Parties, Span},
	money::Commission,
	traits::{Delivery, Judge},
	usage::{UsageStatement, UsageTerms},
	Category,
};
use sp_runtime::DispatchError;

use super::*;

fn party(account: AccountId) -> Parties {
	Parties { allowed: vec![did(account)].try_into().unwrap(), denied: Default::default() }
}

fn without(account: AccountId) -> Parties {
	Parties { allowed: Default::default(), denied: vec![did(account)].try_into().unwrap() }
}

/// What taking this offer for such a need says; the offer rests on.
fn taking(offer: u64, need: Need) -> Result<(), DispatchError> {
	let demand = resting(DEMANDER, wanted(need.clone()));
	Demands::<Test>::mutate(demand, |demand| {
		demand.as_mut().unwrap().terms.need.reputation = need.reputation;
	});
	let taken = frame_support::storage::with_storage_layer(|| {
		plain(DataMarket::take_offer(signed(DEMANDER), demand, offer, None))
	});
	if taken.is_err() {
		assert_ok!(DataMarket::withdraw_demand(signed(DEMANDER), demand));
	}
	taken
}

#[test]
fn every_condition_of_a_need_has_its_error_and_its_limit() {
	ExtBuilder::default().build_and_execute(|| {
		set_outcomes(SUPPLIER, 4, 0);
		let offer = offer(SUPPLIER, OfferTerms { copies: 100, ..good_terms(SUPPLIER, 500) });
		let base = || need(500);
		let (from, to) = (START - SPAN, START);
		let judge = |proven| DeliveryNeed {
			proven,
			sealed: Judges {
				accepted: vec![did(STRANGER)].try_into().unwrap(),
				max_fee: 0,
				max_fallback: 0,
			},
		};
		let cases = [
			(
				Need { suppliers: party(SUPPLIER), ..base() },
				Need { suppliers: party(RIVAL), ..base() },
				Error::SupplierRefused,
			),
			(
				Need { suppliers: without(RIVAL), ..base() },
				Need { suppliers: without(SUPPLIER), ..base() },
				Error::SupplierRefused,
			),
			(
				Need { category: Category::new("water").unwrap(), ..base() },
				Need { category: Category::new("waterfall").unwrap(), ..base() },
				Error::CategoryMismatch,
			),
			(
				Need { covers: Some(Span { from, to }), ..base() },
				Need { covers: Some(Span { from, to: to + 1 }), ..base() },
				Error::SpanNotCovered,
			),
			(
				Need { within: Some(Span { from, to }), ..base() },
				Need { within: Some(Span { from: from + 1, to }), ..base() },
				Error::SpanTooWide,
			),
			(
				Need { schema: Some(SCHEMA), ..base() },
				Need { schema: Some([9; 32]), ..base() },
				Error::SchemaMismatch,
			),
			// Four good outcomes and no bad one are half of certainty.
			(
				Need { reputation: 500, ..base() },
				Need { reputation: 501, ..base() },
				Error::ReputationTooLow,
			),
			(
				Need {
					completeness: Some(Completeness { interval: 100, per_mille: 1_000 }),
					..base()
				},
				Need {
					completeness: Some(Completeness { interval: 95, per_mille: 1_000 }),
					..base()
				},
				Error::Incomplete,
			),
			(
				Need { delivery: judge(true), ..base() },
				Need { delivery: judge(false), ..base() },
				Error::DeliveryMismatch,
			),
		];
		for (met, missed, error) in cases {
			assert_ok!(taking(offer, met));
			assert_eq!(taking(offer, missed), Err(error.into()));
		}
		let later = START + 60_000;
		set_now(later);
		assert_ok!(taking(offer, base()));
		assert_eq!(
			taking(offer, Need { max_age: Some(59_999), ..base() }),
			Err(Error::TooOld.into())
		);
	});
}

#[test]
fn usage_that_is_required_must_be_granted_and_the_grant_is_what_the_agreement_carries() {
	ExtBuilder::default().build_and_execute(|| {
		let reading =
			UsageTerms { actions: Actions::READING, copies: 0, ..UsageTerms::unlimited() };
		let usage = UsageStatement { document: [3; 32], terms: reading.clone() };
		let terms = OfferTerms { usage: usage.clone(), copies: 2, ..good_terms(SUPPLIER, 500) };
		let offer = offer(SUPPLIER, terms);
		let asking = |terms| Need { usage: Some(terms), ..need(500) };
		let wide = UsageTerms { actions: Action::Distribute.into(), copies: 1, ..reading.clone() };
		assert_eq!(taking(offer, asking(wide)), Err(Error::UsageNotGranted.into()));
		assert_ok!(taking(offer, asking(reading)));
		assert_eq!(last_terms().usage, usage);
	});
}

#[test]
fn supplier_chooses_demanders() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = OfferTerms { demanders: without(DEMANDER), ..good_terms(SUPPLIER, 500) };
		let offer = offer(SUPPLIER, terms);
		assert_eq!(taking(offer, need(500)), Err(Error::DemanderRefused.into()));
		demand(COMPETITOR, need(500));
		assert_eq!(agreements().len(), 1);
	});
}

#[test]
fn sealed_offer_matches_who_accepts_its_judge_and_the_agreement_carries_all_terms() {
	ExtBuilder::default().build_and_execute(|| {
		let delivery = Delivery::Sealed(Judge { did: did(STRANGER), fee: 10, fallback: 500 });
		let commission = Commission { payee: did(TRADER), per_mille: 30 };
		let terms = OfferTerms {
			delivery,
			commissions: vec![commission].try_into().unwrap(),
			..good_terms(SUPPLIER, 500)
		};
		let offer = offer(SUPPLIER, terms);
		assert_eq!(taking(offer, need(500)), Err(Error::DeliveryMismatch.into()));
		let sealed = Judges {
			accepted: vec![did(STRANGER)].try_into().unwrap(),
			max_fee: 10,
			max_fallback: 500,
		};
		assert_ok!(taking(
			offer,
			Need { delivery: DeliveryNeed { proven: false, sealed }, ..need(500) }
		));
		let opened = last_terms();
		assert_eq!(opened.delivery, delivery);
		assert_eq!(opened.commissions, [commission]);
		assert_eq!(opened.certificate, CertificateNeed::Any);
	});
}

#[test]
fn prices_are_told_by_record_byte_and_second() {
	ExtBuilder::default().build_and_execute(|| {
		for (price, amount) in [
			(Price::PerRecord(5), 24 * 5),
			(Price::PerByte(2), 240 * 2),
			// 2.3 seconds are three that have begun.
			(Price::PerSecond(7), 3 * 7),
		] {
			let terms = OfferTerms { price, ..good_terms(SUPPLIER, 1) };
			let offer = offer(SUPPLIER, terms);
			assert_eq!(Offers::<Test>::get(offer).unwrap().amount, amount);
			assert_eq!(
				taking(offer, Need { budget: amount - 1, ..need(0) }),
				Err(Error::PriceMismatch.into())
			);
			assert_ok!(taking(offer, Need { budget: amount, ..need(0) }));
		}
		let prices: Vec<_> = agreements().into_iter().map(|deal| deal.price).collect();
		assert_eq!(prices, [120, 480, 21]);
	});
}

#[test]
fn certificates_are_read_only_if_the_need_asks_for_one_and_all_else_fits() {
	ExtBuilder::default().build_and_execute(|| {
		offer(SUPPLIER, OfferTerms { copies: 3, ..good_terms(SUPPLIER, 500) });
		demand(DEMANDER, Need { quality: 901, ..need(500) });
		demand(DEMANDER, Need { certificate: CertificateNeed::None, ..need(500) });
		assert_eq!((agreements().len(), certificates_read()), (1, 0));
		demand(DEMANDER, need(500));
		assert_eq!((agreements().len(), certificates_read()), (2, 1));
		let kind = CertificateNeed::OfType("origin".parse().unwrap());
		demand(DEMANDER, Need { certificate: kind, ..need(500) });
		assert_eq!(agreements().len(), 2);
	});
}

#[test]
fn policies_choose_among_candidates() {
	ExtBuilder::default().build_and_execute(|| {
		let at = |supplier: AccountId, place: &str, price: Balance| {
			let data_set = data_set_of(DataSet {
				supplier: did(supplier),
				category: category(),
				region: region(place),
			});
			let submission = submit(good(data_set));
			offer(supplier, terms(data_set, &[submission], price))
		};
		let far = at(SUPPLIER, "u33zzz", 100);
		let near = at(RIVAL, "u33dc1", 200);
		let nearest = Policy::Nearest(region("u33dc0"));
		demand(DEMANDER, Need { policy: nearest, ..need(500) });
		assert!(!Offers::<Test>::contains_key(near) && Offers::<Test>::contains_key(far));
	});
	ExtBuilder::default().build_and_execute(|| {
		set_outcomes(RIVAL, 100, 0);
		let cheap = good_offer(SUPPLIER, 100);
		let trusted = good_offer(RIVAL, 200);
		let weights = |price, reputation| {
			Policy::Weighted(counterfoil_primitives::market::Weights {
				price,
				quality: 0,
				freshness: 0,
				nearness: 0,
				reputation,
				near: region("u33"),
			})
		};
		demand(DEMANDER, Need { policy: weights(1, 9), ..need(500) });
		assert!(!Offers::<Test>::contains_key(trusted));
		good_offer(RIVAL, 200);
		demand(DEMANDER, Need { policy: weights(9, 1), ..need(500) });
		assert!(!Offers::<Test>::contains_key(cheap));
	});
}

#[test]
fn fair_share_goes_round_among_equal_suppliers_and_forgets_after_two_windows() {
	ExtBuilder::default().build_and_execute(|| {
		let many =
			|supplier| offer(supplier, OfferTerms { copies: 10, ..good_terms(supplier, 500) });
		many(SUPPLIER);
		many(RIVAL);
		let fair = || Need { policy: Policy::FairShare, ..need(500) };
		let last = || agreements().last().unwrap().supplier;
		for expected in [SUPPLIER, RIVAL, SUPPLIER, RIVAL, SUPPLIER] {
			demand(DEMANDER, fair());
			assert_eq!(last(), expected);
		}
		// What is long ago does not count: the older offer is first again.
		set_now(START + 3 * FAIR_WINDOW);
		demand(DEMANDER, Need { max_age: None, ..fair() });
		assert_eq!(last(), SUPPLIER);
	});
}

#[test]
fn terms_that_make_no_sense_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let base = || good_terms(SUPPLIER, 500);
		let commission = |per_mille| Commission { payee: did(TRADER), per_mille };
		let unsorted = Parties {
			allowed: vec![did(2), did(1)].try_into().unwrap(),
			denied: Default::default(),
		};
		let sealed = |fee, fallback| Delivery::Sealed(Judge { did: did(STRANGER), fee, fallback });
		let bad_usage = UsageTerms { actions: Actions::READING, ..UsageTerms::unlimited() };
		let cases = [
			(OfferTerms { price: Price::PerRecord(0), ..base() }, Error::PriceTooLow),
			(OfferTerms { price: Price::PerRecord(u128::MAX), ..base() }, Error::PriceTooHigh),
			(
				OfferTerms { price: Price::Fixed(u128::from(u64::MAX) + 1), ..base() },
				Error::PriceTooHigh,
			),
			(
				OfferTerms {
					commissions: vec![commission(400), commission(101)].try_into().unwrap(),
					..base()
				},
				Error::UnfairCommissions,
			),
			(OfferTerms { demanders: unsorted.clone(), ..base() }, Error::PartiesNotSorted),
			(OfferTerms { delivery: sealed(1_001, 0), ..base() }, Error::AbovePerMille),
			(OfferTerms { delivery: sealed(0, 1_001), ..base() }, Error::AbovePerMille),
			(
				OfferTerms {
					usage: UsageStatement { document: [0; 32], terms: bad_usage.clone() },
					..base()
				},
				Error::InvalidUsage,
			),
		];
		for (terms, error) in cases {
			assert_noop!(DataMarket::place_offer(signed(SUPPLIER), terms), error);
		}
		let none = DeliveryNeed { proven: false, sealed: Judges::default() };
		let deep = Category::new("a/b/c/d/e").unwrap();
		let span = Some(Span { from: 2, to: 1 });
		let cases = [
			(volume(0, 1, 500), Error::InvalidVolume),
			(volume(100, 9, 500), Error::InvalidVolume),
			(volume(97, 4, 500), Error::InvalidVolume),
			(Need { suppliers: unsorted, ..need(500) }, Error::PartiesNotSorted),
			(Need { category: deep, ..need(500) }, Error::CategoryTooDeep),
			(Need { covers: span, ..need(500) }, Error::InvalidSpan),
			(Need { reputation: 1_001, ..need(500) }, Error::AbovePerMille),
			(Need { usage: Some(bad_usage), ..need(500) }, Error::InvalidUsage),
			(Need { delivery: none, ..need(500) }, Error::NoDelivery),
			(Need { quality: 1, ..live_need(5) }, Error::NotOfStreams),
		];
		for (need, error) in cases {
			assert_noop!(DataMarket::place_demand(signed(DEMANDER), wanted(need)), error);
		}
		let place = |terms| DataMarket::place_demand(signed(DEMANDER), terms);
		let terms = DemandTerms { window: MAX_WINDOW + 1, ..wanted(need(500)) };
		assert_noop!(place(terms), Error::WindowTooLong);
		let valid_until = START + 50;
		let terms = DemandTerms { window: 50, valid_until, ..wanted(need(500)) };
		assert_noop!(place(terms), Error::ValidityTooShort);
		let terms = DemandTerms { reward: EXISTENTIAL_DEPOSIT - 1, ..wanted(need(500)) };
		assert_noop!(place(terms), Error::RewardTooLow);
	});
}

#[test]
fn category_of_five_levels_cannot_be_offered() {
	ExtBuilder::default().build_and_execute(|| {
		let data_set = data_set_of(DataSet {
			supplier: did(SUPPLIER),
			category: Category::new("a/b/c/d/e").unwrap(),
			region: region("u33dc"),
		});
		let submission = submit(good(data_set));
		let terms = terms(data_set, &[submission], 500);
		assert_noop!(DataMarket::place_offer(signed(SUPPLIER), terms), Error::CategoryTooDeep);
	});
}
