//! `open_sealed`.

use counterfoil_primitives::{
	auction::{Pricing, MAX_PRICE},
	did::DidStatus,
	money::{Asset, Commission},
	text::Region,
	traits::{CertificateNeed, Delivery, Judge},
};
use frame_support::BoundedVec;
use sp_runtime::{traits::BadOrigin, TokenError};

use super::*;

fn open(lot: Lot<Test>, terms: SealedTerms<Balance>) -> frame_support::dispatch::DispatchResult {
	DataAuction::open_sealed(signed(SUPPLIER), lot, terms)
}

/// A lot that has these submissions in its data set.
fn lot_of(count: usize) -> Lot<Test> {
	let mut lot = good_lot(SUPPLIER);
	let more = (1..count).map(|_| submit(lot.data_set));
	let all: Vec<_> = lot.submissions.iter().copied().chain(more).collect();
	lot.submissions = all.try_into().unwrap();
	lot
}

#[test]
fn auction_rests_with_ticket_and_place_in_agenda() {
	ExtBuilder::build_and_execute(|| {
		let (lot, terms) = (lot_of(2), terms());
		assert_ok!(open(lot.clone(), terms));
		let known = auction(0);
		let cost = ticket(auction_footprint::<Test>(&lot, &known.format));
		assert_eq!(known.supplier, subject(SUPPLIER));
		assert_eq!((known.lot.clone(), known.opened), (lot.clone(), START));
		assert_eq!(sealed_auction(0).terms, terms);
		assert_eq!(free(Asset::Native, SUPPLIER), WEALTH - cost);
		assert_eq!(Parties::<Test>::get(did(SUPPLIER), 0), Some(Part::Supplier));
		assert_eq!(Agenda::<Test>::iter_keys().count(), 1);
		assert_eq!(
			take_events(),
			[Event::SealedOpened {
				auction: 0,
				supplier: subject(SUPPLIER),
				data_set: lot.data_set,
				copies: 1,
				asset: Asset::Native,
				reserve: RESERVE,
				pricing: Pricing::First,
				deposit: DEPOSIT,
				commit_until: START + MIN_WINDOW,
				reveal_until: START + 2 * MIN_WINDOW,
			}]
		);
		assert_eq!(sealed(terms), 1, "numbers are never used twice");
	});
}

#[test]
fn opening_needs_active_supplier() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		for origin in [signed(PASSER_BY), RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(DataAuction::open_sealed(origin, lot.clone(), terms()), BadOrigin);
		}
		for account in [STRANGER, BIDDER] {
			assert_noop!(
				DataAuction::open_sealed(signed(account), lot.clone(), terms()),
				Error::NotASupplier
			);
		}
		set_status(SUPPLIER, DidStatus::Suspended);
		assert_noop!(open(lot, terms()), Error::NotASupplier);
	});
}

#[test]
fn data_of_another_supplier_cannot_be_sold() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(RIVAL);
		assert_noop!(open(lot, terms()), Error::NotTheSupplier);
	});
}

#[test]
fn copies_are_at_least_one_and_at_most_as_many_as_bidders() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		let with = |copies| open(lot.clone(), SealedTerms { copies, ..terms() });
		assert_noop!(with(0), Error::NoCopies);
		assert_noop!(with(MAX_BIDDERS + 1), Error::TooManyCopies);
		assert_noop!(with(u32::MAX), Error::TooManyCopies);
		assert_ok!(with(MAX_BIDDERS));
	});
}

#[test]
fn lot_is_what_the_registry_knows() {
	ExtBuilder::build_and_execute(|| {
		let good = lot_of(2);
		let named = |submissions: &[u64]| Lot {
			submissions: submissions.to_vec().try_into().unwrap(),
			..good.clone()
		};
		let [first, second] = good.submissions[..] else { panic!("two submissions") };
		assert_noop!(open(named(&[]), terms()), Error::EmptyLot);
		assert_noop!(open(named(&[second, first]), terms()), Error::LotNotAscending);
		assert_noop!(open(named(&[first, first]), terms()), Error::LotNotAscending);
		assert_noop!(open(named(&[first, 99]), terms()), Error::UnknownSubmission);
		let unknown = Lot { data_set: 99, ..good.clone() };
		assert_noop!(open(unknown, terms()), Error::UnknownDataSet);
		let other = submit(data_set(SUPPLIER));
		assert_noop!(open(named(&[first, other]), terms()), Error::NotOfDataSet);
		change(second, |submission| submission.validated = false);
		assert_noop!(open(good, terms()), Error::NotValidated);
	});
}

#[test]
fn lot_has_the_certificate_that_is_named() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		change(lot.submissions[0], |submission| submission.certified = false);
		assert_noop!(open(lot.clone(), terms()), Error::NotCertified);
		assert_ok!(open(Lot { certificate: CertificateNeed::None, ..lot }, terms()));
	});
}

#[test]
fn commissions_and_usage_and_judge_are_checked() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		let commissions =
			BoundedVec::truncate_from(vec![Commission { payee: did(STRANGER), per_mille: 501 }]);
		let greedy = Lot { commissions, ..lot.clone() };
		assert_noop!(open(greedy, terms()), Error::UnfairCommissions);

		let mut usage = usage();
		usage.terms.region = Some(Region::new("no-geohash").unwrap());
		assert_noop!(open(Lot { usage, ..lot.clone() }, terms()), Error::MalformedUsage);

		let judged = |account, fee, fallback| Lot {
			delivery: Delivery::Sealed(Judge { did: did(account), fee, fallback }),
			..lot.clone()
		};
		assert_noop!(open(judged(JUDGE, 201, 500), terms()), Error::ShareTooHigh);
		assert_noop!(open(judged(JUDGE, 20, 1_001), terms()), Error::ShareTooHigh);
		// At the reserve each half of his fee must be as much as an account can receive.
		assert_noop!(open(judged(JUDGE, 19, 500), terms()), Error::JudgeFeeTooLow);
		let low = SealedTerms { reserve: 100, ..terms() };
		assert_noop!(open(judged(JUDGE, 1, 500), low), Error::JudgeFeeTooLow);
		set_status(JUDGE, DidStatus::Suspended);
		assert_noop!(open(judged(JUDGE, 20, 500), terms()), Error::JudgeNotActive);
		set_status(JUDGE, DidStatus::Active);
		assert_ok!(open(judged(JUDGE, 200, 1_000), terms()));
		assert_ok!(open(judged(JUDGE, 20, 500), terms()));
		assert_ok!(open(judged(JUDGE, 0, 500), terms()));
	});
}

#[test]
fn attack_judge_who_is_a_party_or_is_paid_by_one_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		let judged = |account| Lot {
			delivery: Delivery::Sealed(Judge { did: did(account), fee: 20, fallback: 500 }),
			..lot.clone()
		};
		assert_noop!(open(judged(SUPPLIER), terms()), Error::JudgeNotImpartial);
		set_controllers(JUDGE, &[SUPPLIER]);
		assert_noop!(open(judged(JUDGE), terms()), Error::JudgeNotImpartial);
		set_controllers(JUDGE, &[]);
		set_holders(lot.data_set, &[JUDGE]);
		assert_noop!(open(judged(JUDGE), terms()), Error::JudgeNotImpartial);
		set_holders(lot.data_set, &[]);
		let commission = Commission { payee: did(JUDGE), per_mille: 10 };
		let commissions = BoundedVec::truncate_from(vec![commission]);
		let paid = Lot { commissions, ..judged(JUDGE) };
		assert_noop!(open(paid, terms()), Error::JudgeNotImpartial);
		// The supplier sells from the account of the judge, who sponsors him.
		sponsor(JUDGE, SUPPLIER);
		assert_noop!(
			DataAuction::open_sealed(signed(JUDGE), judged(JUDGE), terms()),
			Error::JudgeNotImpartial
		);
		assert_ok!(open(judged(JUDGE), terms()));
	});
}

#[test]
fn attack_ward_binds_sponsors_tokens_by_selling() {
	ExtBuilder::build_and_execute(|| {
		let lot = Lot { asset: COIN, ..good_lot(SUPPLIER) };
		sponsor(STRANGER, SUPPLIER);
		assert_noop!(
			DataAuction::open_sealed(signed(STRANGER), lot.clone(), terms()),
			Error::AccountNotOwn
		);
		assert_noop!(
			DataAuction::open_descending(signed(STRANGER), lot.clone(), 1, sale()),
			Error::AccountNotOwn
		);
		// In the chain's own token the sponsor's limits hold.
		let native = Lot { asset: Asset::Native, ..lot.clone() };
		assert_ok!(DataAuction::open_sealed(signed(STRANGER), native, terms()));
		assert_ok!(open(lot, terms()));
	});
}

#[test]
fn attack_zero_reserve_and_dust_are_refused() {
	ExtBuilder::build_and_execute(|| {
		let good = good_lot(SUPPLIER);
		let with = |asset, reserve| {
			open(Lot { asset, ..good.clone() }, SealedTerms { reserve, ..terms() })
		};
		assert_noop!(with(Asset::Native, 0), Error::ReserveTooLow);
		assert_noop!(with(Asset::Native, EXISTENTIAL_DEPOSIT - 1), Error::ReserveTooLow);
		assert_noop!(with(COIN, COIN_MINIMUM - 1), Error::ReserveTooLow);
		assert_noop!(with(VOUCHER, 0), Error::ReserveTooLow);
		assert_ok!(with(Asset::Native, EXISTENTIAL_DEPOSIT));
		assert_ok!(with(COIN, COIN_MINIMUM));
		assert_ok!(with(VOUCHER, 1));
	});
}

#[test]
fn unknown_asset_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let lot = Lot { asset: Asset::Local(99), ..good_lot(SUPPLIER) };
		assert_noop!(open(lot, terms()), Error::UnknownAsset);
	});
}

#[test]
fn attack_price_overflow_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		let with =
			|reserve| open(lot.clone(), SealedTerms { reserve, deposit: u128::MAX, ..terms() });
		assert_noop!(with(MAX_PRICE + 1), Error::PriceTooHigh);
		assert_noop!(with(u128::MAX), Error::PriceTooHigh);
		assert_ok!(with(MAX_PRICE));
	});
}

#[test]
fn attack_deposit_that_costs_nothing_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		let with =
			|reserve, deposit| open(lot.clone(), SealedTerms { reserve, deposit, ..terms() });
		// A tenth of the reserve by the parameters.
		for deposit in [0, 99] {
			assert_noop!(with(1_000, deposit), Error::DepositTooLow);
		}
		assert_ok!(with(1_000, 100));
		// The existential deposit is a floor below it.
		assert_noop!(with(50, EXISTENTIAL_DEPOSIT - 1), Error::DepositTooLow);
		assert_ok!(with(50, EXISTENTIAL_DEPOSIT));
	});
}

#[test]
fn attack_windows_too_short_to_reveal_are_refused() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		let with = |commit_until, reveal_until| {
			open(lot.clone(), SealedTerms { commit_until, reveal_until, ..terms() })
		};
		let (commit, reveal) = (START + MIN_WINDOW, START + 2 * MIN_WINDOW);
		assert_noop!(with(commit - 1, reveal), Error::WindowTooShort);
		assert_noop!(with(commit, reveal - 1), Error::WindowTooShort);
		assert_noop!(with(START - 1, reveal), Error::WindowTooShort);
		assert_noop!(with(0, 0), Error::WindowTooShort);
		assert_noop!(with(reveal, commit), Error::WindowTooShort);
		assert_ok!(with(commit, reveal));
	});
}

#[test]
fn auction_lasts_no_longer_than_it_may() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		let with = |reveal_until| open(lot.clone(), SealedTerms { reveal_until, ..terms() });
		assert_noop!(with(START + LONGEST + 1), Error::DurationTooLong);
		assert_noop!(with(u64::MAX), Error::DurationTooLong);
		assert_ok!(with(START + LONGEST));
	});
}

#[test]
fn account_that_cannot_pay_ticket_opens_nothing() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		sponsor(PAUPER, SUPPLIER);
		assert_noop!(
			DataAuction::open_sealed(signed(PAUPER), lot, terms()),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn all_numbers_used_up_open_nothing() {
	ExtBuilder::build_and_execute(|| {
		NextAuctionId::<Test>::put(u64::MAX);
		let lot = good_lot(SUPPLIER);
		assert_noop!(open(lot, terms()), sp_runtime::ArithmeticError::Overflow);
	});
}
