use super::*;
use crate::WeightInfo;
use frame_support::{
	traits::Hooks,
	weights::{Weight, WeightMeter},
};
use pallet_support::agenda::BUCKET;

/// Room in a block, the share of which is enough for so many looks into buckets and so many proposals.
fn room(buckets: u64, proposals: u64) -> Weight {
	let per_entry = <()>::expire_proposal(MaxStakeholders::get(), crate::MAX_OUTDATED);
	<()>::agenda_bucket()
		.saturating_mul(buckets)
		.saturating_add(per_entry.saturating_mul(proposals))
		.saturating_mul(12)
}

#[test]
fn chain_closes_expired_proposals_by_itself() {
	ExtBuilder::default().build_and_execute(|| {
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		assert_ok!(Did::propose(signed(ALICE), founder(BOB), Change::Suspend));
		poll(NOW);
		poll(NOW + VOTING_PERIOD + BUCKET);
		assert_eq!(Did::status(&did), None);
		assert_eq!(Did::status(&founder(BOB)), Some(DidStatus::Active));
		assert_eq!(Proposals::<Test>::iter().count(), 0);
		assert_eq!(holds(DAVE), (0, 0));
		assert_eq!(holds(ALICE), (0, 0));
	});
}

#[test]
fn chain_never_closes_at_the_deadline() {
	ExtBuilder::default().build_and_execute(|| {
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		poll(NOW + VOTING_PERIOD);
		assert_eq!(Did::status(&did), Some(DidStatus::Pending));
		vote(ALICE, did, true);
	});
}

#[test]
fn decided_proposal_is_off_the_agenda_and_a_new_one_keeps_its_own_deadline() {
	ExtBuilder::default().build_and_execute(|| {
		let bob = founder(BOB);
		assert_ok!(Did::propose(signed(ALICE), bob, Change::Suspend));
		vote(CHARLIE, bob, false);
		set_time(NOW + 5_000);
		assert_ok!(Did::propose(signed(ALICE), bob, Change::Suspend));
		// The first one would be due, the second one is not.
		poll(NOW + VOTING_PERIOD + BUCKET);
		assert_eq!(serial(bob), 1);
		poll(NOW + 5_000 + VOTING_PERIOD + BUCKET);
		assert!(!Did::has_open_proposal(&bob));
	});
}

#[test]
fn many_expiring_at_once_are_carried_over_to_later_blocks() {
	ExtBuilder::default().build_and_execute(|| {
		for i in 0..10u8 {
			apply(10 + u64::from(i), &Key::ed25519(100 + i), Role::Supplier.into());
		}
		poll(NOW);
		set_time(NOW + VOTING_PERIOD + BUCKET);
		// The share has room to look into the buckets, and for some of them.
		let limit = room(15, 3);
		let mut blocks = 0;
		while Proposals::<Test>::iter().count() > 0 {
			let mut meter = WeightMeter::with_limit(limit);
			Did::on_poll(1, &mut meter);
			assert!(meter.consumed().saturating_mul(12).all_lte(limit));
			Did::do_try_state().unwrap();
			blocks += 1;
			assert!(blocks <= 20, "the agenda makes no progress");
		}
		assert!(blocks >= 2, "everything was done in one block");
	});
}

#[test]
fn attack_mass_applications_expire_within_a_share_of_the_block() {
	ExtBuilder::default().build_and_execute(|| {
		for i in 6..=20u8 {
			apply(i.into(), &Key::ed25519(100 + i), Role::Supplier.into());
		}
		poll(NOW);
		set_time(NOW + VOTING_PERIOD + BUCKET);
		// Others took their part of the block before.
		let taken = Weight::from_parts(12_345, 678);
		let left = room(20, 4);
		let mut blocks = 0;
		while Proposals::<Test>::iter().count() > 0 {
			let mut meter = WeightMeter::with_consumed_and_limit(taken, taken.saturating_add(left));
			Did::on_poll(1, &mut meter);
			let used = meter.consumed().saturating_sub(taken);
			assert!(used.all_gt(Weight::zero()), "what was used is not charged to the block");
			assert!(used.saturating_mul(12).all_lte(left), "transactions are crowded out");
			Did::do_try_state().unwrap();
			blocks += 1;
			assert!(blocks <= 20, "the agenda makes no progress");
		}
		assert!(blocks >= 2, "everything was done in one block");
		for account in 6..=20 {
			assert_eq!(holds(account), (0, 0));
			assert_eq!(Balances::free_balance(account), START);
		}
	});
}

#[test]
fn block_without_room_does_nothing_and_loses_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		set_time(NOW + VOTING_PERIOD + BUCKET);
		Did::on_poll(1, &mut WeightMeter::with_limit(Weight::zero()));
		assert_eq!(Did::status(&did), Some(DidStatus::Pending));
		poll(NOW + VOTING_PERIOD + BUCKET);
		assert_eq!(Did::status(&did), None);
	});
}

#[test]
fn halted_chain_closes_what_expired_meanwhile() {
	ExtBuilder::default().build_and_execute(|| {
		poll(NOW);
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		let much_later = NOW + 24 * 60 * 60 * 1_000;
		poll(much_later);
		assert_eq!(Did::status(&did), None);
	});
}
