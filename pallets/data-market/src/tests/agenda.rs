//! Orders that the chain removes by itself.

use frame_support::weights::{Weight, WeightMeter};
use pallet_support::testing::BLOCK;

use super::*;
use crate::WeightInfo;

/// Two buckets after the end of the longest validity, everything is due.
const LATE: Moment = START + MAX_VALIDITY + 2_000;

type Moment = counterfoil_primitives::Moment;

#[test]
fn chain_removes_expired_orders_and_returns_tickets() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = demand(DEMANDER, need(400));
		run_to(LATE);
		assert!(!Offers::<Test>::contains_key(offer) && !is_open(demand));
		let events = events();
		assert!(events.contains(&Event::OfferExpired {
			offer,
			supplier: did(SUPPLIER),
			data_set: Some(0)
		}));
		assert!(events.contains(&Event::DemandExpired { demand, demander: did(DEMANDER) }));
		assert_eq!((held(SUPPLIER), held(DEMANDER)), (0, 0));
		assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
	});
}

#[test]
fn chain_never_removes_order_that_is_valid() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = OfferTerms { valid_until: START + 5_500, ..good_terms(SUPPLIER, 500) };
		let offer = offer(SUPPLIER, terms);
		for now in (START..=START + 5_500).step_by(100) {
			run_to(now);
			assert!(Offers::<Test>::contains_key(offer), "removed at {now}");
		}
		run_to(START + 7_500);
		assert!(!Offers::<Test>::contains_key(offer));
	});
}

#[test]
fn removal_of_withdrawn_or_matched_order_does_not_happen_twice() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		assert_ok!(DataMarket::withdraw_offer(signed(SUPPLIER), offer));
		good_offer(SUPPLIER, 500);
		demand(DEMANDER, need(500));
		close(0, Outcome::Settled, None);
		let before = events().len();
		run_to(LATE);
		assert_eq!(events().len(), before);
	});
}

#[test]
fn attack_many_orders_that_expire_at_once_are_worked_off_within_share_of_block() {
	ExtBuilder::default().build_and_execute(|| {
		let orders = 40;
		for _ in 0..orders {
			let until = START + 5_000;
			assert_ok!(DataMarket::place_demand(
				signed(DEMANDER),
				DemandTerms { valid_until: until, ..wanted(need(400)) }
			));
		}
		// A first block, so that the agenda knows where it begins.
		run_to(START + 1_000);
		assert_eq!(Demands::<Test>::iter_keys().count(), orders);

		// Room for ten orders in the share that the agenda may take, beside some buckets on the way.
		let due = <() as WeightInfo>::expire_order().saturating_mul(10);
		let buckets = <() as WeightInfo>::expire_bucket().saturating_mul(20);
		let room = due.saturating_add(buckets).saturating_mul(12);
		let mut blocks = 0;
		while Demands::<Test>::iter_keys().next().is_some() {
			let mut meter = WeightMeter::with_limit(room);
			begin_block(START + 10_000 + blocks * 2_000, &mut meter);
			// The agenda of proposals has nothing to do and looks a few times.
			let looks = <() as WeightInfo>::conclude_bucket().saturating_mul(8);
			let own = meter.consumed().saturating_sub(looks);
			assert!(own.saturating_mul(12).all_lte(room));
			DataMarket::do_try_state().unwrap();
			blocks += 1;
			assert!(blocks < 20, "the agenda makes no progress");
		}
		assert!(blocks >= 3, "one block did it all");
		assert_eq!(held(DEMANDER), 0);
	});
}

#[test]
fn block_without_room_removes_nothing_and_forgets_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let mut meter = WeightMeter::with_limit(Weight::zero());
		begin_block(LATE, &mut meter);
		assert_eq!(meter.consumed(), Weight::zero());
		assert!(Offers::<Test>::contains_key(offer));
		run_to(LATE + 2_000);
		assert!(!Offers::<Test>::contains_key(offer));
	});
}

#[test]
fn several_proposals_due_in_one_block_are_concluded_in_it() {
	ExtBuilder::default().build_and_execute(|| {
		const WINDOW: u64 = 5_000;

		run_to(START);
		for _ in 0..12 {
			let offer = good_offer(SUPPLIER, 500);
			let demand = resting(DEMANDER, DemandTerms { window: WINDOW, ..wanted(need(600)) });
			assert_ok!(DataMarket::propose(signed(SOLVER), demand, fills(&[offer]), None));
		}
		// They are weighed as what they are, not as the most that any can be.
		let share = BLOCK.ref_time() / 12;
		let (mut concluded, mut blocks) = (0, 0);
		while concluded < 12 {
			blocks += 1;
			let mut meter = WeightMeter::with_limit(BLOCK);
			begin_block(START + WINDOW + blocks * 2_000, &mut meter);
			// The market has two agendas.
			assert!(meter.consumed().ref_time() <= 2 * share);
			let now = agreements().len();
			assert!(now >= 12.min(concluded + 3), "{concluded} to {now}");
			concluded = now;
		}
		assert!(blocks > 1, "one block did it all");
	});
}

#[test]
fn order_pruned_by_hand_leaves_agenda() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		set_now(START + MAX_VALIDITY + 1);
		assert_ok!(DataMarket::prune(signed(STRANGER), OrderKind::Offer, offer));
		assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
		run_to(LATE);
	});
}
