//! What ends by itself, in blocks with little room.

use counterfoil_primitives::access::{Grantee, Right};
use frame_support::{
	traits::Hooks,
	weights::{Weight, WeightMeter},
};

use crate::{mock::*, pallet::*, weights::WeightInfo, Due};

/// A block with this much room.
fn poll_with(now: u64, room: Weight) -> Weight {
	set_time(now);
	let mut meter = WeightMeter::with_limit(room);
	DataAccess::on_poll(System::block_number(), &mut meter);
	meter.consumed()
}

#[test]
fn block_ends_as_much_as_the_share_of_its_room_holds_and_the_next_goes_on() {
	ExtBuilder.build_and_execute(|| {
		for _ in 0..4 {
			give_reader(until(NOW));
		}
		let due = NOW + GRANT_KEPT + 1_000;
		poll(NOW);
		// Room for two: looks of the agenda and two entries.
		let share = <() as WeightInfo>::agenda_entry()
			.saturating_mul(2)
			.saturating_add(<() as WeightInfo>::agenda_bucket().saturating_mul(200));
		let used = poll_with(due, share.saturating_mul(12));
		assert!(used.all_lte(share));
		let left = Grants::<Test>::iter().count();
		assert!(left < 4, "nothing was ended");
		for _ in 0..8 {
			poll_with(due, share.saturating_mul(12));
		}
		assert_eq!(Grants::<Test>::iter().count(), 0);
		assert_eq!(held(SUPPLIER), 0);
	});
}

#[test]
fn block_without_room_ends_nothing_and_forgets_nothing() {
	ExtBuilder.build_and_execute(|| {
		let id = offer(SUPPLIER, Right::Use, PARTNER, 1);
		assert_eq!(poll_with(NOW + 60_000, Weight::zero()), Weight::zero());
		assert!(ShareOffers::<Test>::contains_key(id));
		poll(NOW + 60_000);
		assert!(!ShareOffers::<Test>::contains_key(id));
	});
}

#[test]
fn each_kind_of_due_keeps_its_number() {
	use codec::Encode;
	let dues = [
		Due::ShareOffer(1),
		Due::Decision(1, [0; 32]),
		Due::Grant(1),
		Due::Batch(did(OPERATOR), 1),
	];
	for (number, due) in dues.into_iter().enumerate() {
		assert_eq!(usize::from(due.encode()[0]), number);
	}
}

#[test]
fn revocation_moves_the_end_of_the_record() {
	ExtBuilder.build_and_execute(|| {
		let id = give(Grantee::Did(did(READER)), until(NOW + 1_000_000));
		set_time(NOW + 7_000);
		DataAccess::revoke_grant(signed(SUPPLIER), id).unwrap();
		assert_eq!(Grants::<Test>::get(id).unwrap().kept_until, Some(NOW + 7_000 + GRANT_KEPT));
		assert_eq!(Agenda::<Test>::iter().count(), 1);
	});
}
