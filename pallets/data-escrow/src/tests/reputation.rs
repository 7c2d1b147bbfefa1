//! What is remembered of deals (F46): good ones once per pair of strangers, bad ones always.

use counterfoil_primitives::{
	money::Asset,
	reputation::{DealCounts, PurchaseCounts, SaleCounts, Score},
	traits::{NewAgreement, Reputations},
};
use frame_support::assert_ok;
use pallet_data_escrow_runtime_api::MAX_BATCH;

use crate::{mock::*, Deals, Dealt};

/// What is counted of the sales of the supplier.
fn sales() -> SaleCounts {
	Deals::<Test>::get(did(SUPPLIER)).sales
}

/// What is counted of the purchases of the demander.
fn purchases() -> PurchaseCounts {
	Deals::<Test>::get(did(DEMANDER)).purchases
}

/// The supplier sells to somebody and is paid.
fn sell_to(who: u64) {
	let id = open(NewAgreement { demander: subject(who), ..terms() }).unwrap();
	let deal = Deal::of(id);
	assert_ok!(fund(who, id));
	let deal = deal.commit();
	assert_ok!(accept(who, id));
	deal.reveal();
	assert_ok!(settle(who, id));
}

#[test]
fn paid_deal_counts_for_both_parties() {
	ExtBuilder::build_and_execute(|| {
		sell_to(DEMANDER);
		assert_eq!(sales(), SaleCounts { settled: 1, ..Default::default() });
		assert_eq!(purchases(), PurchaseCounts { settled: 1, ..Default::default() });
		// Each as what he was.
		assert_eq!(Deals::<Test>::get(did(SUPPLIER)).purchases, Default::default());
		assert_eq!(<DataEscrow as Reputations>::supplier(&did(SUPPLIER)), (1, 0));
		assert_eq!(<DataEscrow as Reputations>::supplier(&did(DEMANDER)), (0, 0));
		sell_to(STRANGER);
		assert_eq!(sales().settled, 2);
	});
}

#[test]
fn attack_wash_trades_do_not_raise_reputation() {
	ExtBuilder::build_and_execute(|| {
		// Over and over with the same one.
		(0..5).for_each(|_| sell_to(DEMANDER));
		assert_eq!(sales().settled, 1);
		assert_eq!(purchases().settled, 1);

		// With one that he controls, that controls him, or that has a master in common with him.
		Subjects::control(STRANGER, &[SUPPLIER]);
		sell_to(STRANGER);
		Subjects::control(STRANGER, &[]);
		Subjects::control(SUPPLIER, &[STRANGER]);
		sell_to(STRANGER);
		Subjects::control(SUPPLIER, &[PLATFORM]);
		Subjects::control(STRANGER, &[PLATFORM]);
		sell_to(STRANGER);
		// With a device of his.
		Subjects::control(SUPPLIER, &[]);
		Subjects::control(STRANGER, &[]);
		Subjects::own(STRANGER, SUPPLIER);
		sell_to(STRANGER);
		assert_eq!(sales().settled, 1);
		assert_eq!(Deals::<Test>::get(did(STRANGER)), DealCounts::default());
		assert_eq!(Dealt::<Test>::iter().count(), 1);
	});
}

#[test]
fn attack_wash_trade_with_money_of_a_friend_does_not_raise_reputation() {
	ExtBuilder::build_and_execute(|| {
		Limits::set(SPONSOR, DEMANDER, Asset::Native, 2 * PRICE, u64::MAX);
		Subjects::control(SPONSOR, &[SUPPLIER]);
		let deal = Deal::agreed();
		assert_ok!(fund_from(DEMANDER, deal.id, SPONSOR));
		let deal = deal.commit().accept().reveal();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(sales().settled, 0);
		// A stranger's money is as good as the demander's own.
		Subjects::control(SPONSOR, &[]);
		let deal = Deal::agreed();
		assert_ok!(fund_from(DEMANDER, deal.id, SPONSOR));
		let deal = deal.commit().accept().reveal();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(sales().settled, 1);
	});
}

#[test]
fn what_went_wrong_counts_every_time_and_between_friends_as_well() {
	ExtBuilder::build_and_execute(|| {
		Subjects::control(DEMANDER, &[SUPPLIER]);
		for times in 1..=2 {
			let deal = Deal::revealed_with_wrong_leaf(0);
			assert_ok!(dispute(DEMANDER, deal.id, deal.proof(0)));
			let (unfunded, uncommitted) = (Deal::agreed(), Deal::funded());
			let (unaccepted, unrevealed) = (Deal::offered(), Deal::accepted());
			next_block(Timestamp::get() + WINDOWS.reveal + 2_000);
			for over in [&unfunded, &uncommitted, &unaccepted, &unrevealed] {
				outcome(over.id);
			}
			let expected = SaleCounts {
				convicted: times,
				unrevealed: times,
				uncommitted: times,
				..Default::default()
			};
			assert_eq!(sales(), expected);
			let expected =
				PurchaseCounts { unfunded: times, unaccepted: times, ..Default::default() };
			assert_eq!(purchases(), expected);
		}
		assert_eq!(<DataEscrow as Reputations>::supplier(&did(SUPPLIER)), (0, 6));
	});
}

#[test]
fn who_steps_back_in_time_is_neither_praised_nor_blamed() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(decline(SUPPLIER, Deal::funded().id));
		assert_ok!(decline(DEMANDER, Deal::offered().id));
		assert_ok!(decline(DEMANDER, Deal::agreed().id));
		assert_eq!(sales(), SaleCounts { declined: 1, ..Default::default() });
		assert_eq!(purchases(), PurchaseCounts { declined: 2, ..Default::default() });
		assert_eq!(sales().score(), Score::of(0, 0));
		assert_eq!(purchases().score(), Score::of(0, 0));
	});
}

#[test]
fn counts_are_shown_with_what_follows_from_them() {
	ExtBuilder::build_and_execute(|| {
		sell_to(DEMANDER);
		let deal = Deal::revealed_with_wrong_leaf(0);
		assert_ok!(dispute(DEMANDER, deal.id, deal.proof(0)));
		let shown = DataEscrow::deals(did(SUPPLIER));
		assert_eq!(shown.counts.sales, sales());
		assert_eq!((shown.as_supplier, shown.as_demander), (Score::of(1, 1), Score::of(0, 0)));
		let both = DataEscrow::deals_of(vec![did(DEMANDER), did(PLATFORM)]);
		assert_eq!(both[0].counts.purchases, purchases());
		assert_eq!(both[1].counts, DealCounts::default());
		let many = vec![did(DEMANDER); MAX_BATCH as usize + 1];
		assert_eq!(DataEscrow::deals_of(many).len(), MAX_BATCH as usize);
	});
}

#[test]
fn counts_stay_when_the_record_is_forgotten() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_ok!(forget(DEMANDER, deal.id));
		sell_to(DEMANDER);
		assert_eq!((sales().settled, purchases().settled), (1, 1));
	});
}
