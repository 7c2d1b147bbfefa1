use counterfoil_primitives::exchange::Outcome;
use frame_support::assert_ok;
use pallet_support::assert_noop;

use crate::{mock::*, weights::MAX_PAYEES, ClosedAgreements, Error, Event, WeightInfo};

#[test]
fn settle_by_demander_within_the_window_pays_supplier() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		set_time(START + 5);
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(outcome(deal.id), Outcome::Settled);
		assert_eq!(ClosedAgreements::<Test>::get(deal.id).unwrap().at, START + 5);
		assert_eq!(
			last_event(),
			Event::Settled {
				id: deal.id,
				supplier: did(SUPPLIER),
				demander: did(DEMANDER),
				price: PRICE,
				bond: BOND,
				data_set: SET,
				by: Some(did(DEMANDER)),
			}
		);
		assert_paid();
	});
}

#[test]
fn settle_after_dispute_window_by_anyone_pays_supplier() {
	for who in [SUPPLIER, DEMANDER, STRANGER, PASSER_BY] {
		ExtBuilder::build_and_execute(|| {
			let deal = Deal::revealed();
			set_time(START + WINDOWS.dispute + 1);
			assert_ok!(settle(who, deal.id));
			assert_paid();
		});
	}
}

#[test]
fn settle_within_the_window_by_anyone_but_the_demander_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		for now in [START, START + WINDOWS.dispute] {
			set_time(now);
			for who in [SUPPLIER, STRANGER, PASSER_BY] {
				assert_noop!(settle(who, deal.id), Error::<Test>::DisputeWindowOpen);
			}
		}
	});
}

#[test]
fn settle_before_key_is_revealed_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		assert_noop!(settle(DEMANDER, deal.id), Error::<Test>::NotRevealed);
		let deal = deal.fund();
		assert_noop!(settle(DEMANDER, deal.id), Error::<Test>::NotRevealed);
		let deal = deal.commit();
		assert_noop!(settle(DEMANDER, deal.id), Error::<Test>::NotRevealed);
		let deal = deal.accept();
		assert_noop!(settle(DEMANDER, deal.id), Error::<Test>::NotRevealed);
	});
}

#[test]
fn settle_twice_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_noop!(settle(DEMANDER, deal.id), Error::<Test>::AlreadyClosed);
		assert_paid();
	});
}

#[test]
fn settle_of_one_agreement_leaves_the_others_alone() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		let other = Deal::revealed();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(purse(SUPPLIER), Purse { total: WEALTH + PRICE, price: 0, bond: BOND });
		assert_eq!(purse(DEMANDER), Purse { total: WEALTH - PRICE, price: PRICE, bond: 0 });
		assert!(stage(other.id).holds_price());
	});
}

#[test]
fn settle_is_charged_by_the_number_of_payees() {
	ExtBuilder::build_and_execute(|| {
		let weight = |deal: Deal| {
			let result = DataEscrow::settle(RuntimeOrigin::signed(DEMANDER), deal.id);
			result.unwrap().actual_weight.unwrap()
		};
		let of = |payees| DataEscrow::heard(<() as WeightInfo>::settle(payees));
		// The supplier is not counted, also where he is one of those who share.
		assert_eq!(weight(Deal::revealed()), of(0));
		Shareholders::are(&[(SUPPLIER, 1), (STRANGER, 1), (PASSER_BY, 1)]);
		assert_eq!(weight(Deal::revealed()), of(2));
		Shareholders::are(&(300..400).map(|who| (who, 10)).collect::<Vec<_>>());
		assert_eq!(weight(Deal::revealed()), of(MAX_PAYEES));
		// Nobody is paid too early.
		let early = DataEscrow::settle(RuntimeOrigin::signed(STRANGER), Deal::revealed().id);
		assert_eq!(early.unwrap_err().post_info.actual_weight, Some(of(0)));
	});
}
