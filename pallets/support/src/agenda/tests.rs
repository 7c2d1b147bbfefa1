use super::*;
use alloc::vec::Vec;
use frame_support::{pallet_prelude::ValueQuery, storage_alias, Twox64Concat};
use sp_io::TestExternalities;

#[storage_alias]
type Entries = StorageDoubleMap<AgendaTests, Twox64Concat, u64, Twox64Concat, u32, ()>;

#[storage_alias]
type Cursor = StorageValue<AgendaTests, u64, ValueQuery>;

/// The map that knows the cursor.
type Guarded = (Entries, Cursor);

const PER_ENTRY: Weight = Weight::from_parts(1_000, 0);
const PER_BUCKET: Weight = Weight::from_parts(1, 0);

/// No entry was taken.
const NONE: [u32; 0] = [];

/// A day of November 2026.
const TODAY: Moment = 1_795_363_200_000;

fn run(test: impl FnOnce()) {
	TestExternalities::default().execute_with(test)
}

/// What one block takes at `now`, with room for everything.
fn block(now: Moment) -> Vec<u32> {
	block_within(now, &mut WeightMeter::new())
}

/// A block of which the first agenda gets this much.
fn block_of(share: Weight) -> WeightMeter {
	WeightMeter::with_limit(share.saturating_mul(THIRDS * PARTS))
}

fn per_entry(_: &u32) -> Weight {
	PER_ENTRY
}

fn block_within(now: Moment, meter: &mut WeightMeter) -> Vec<u32> {
	let mut taken = Vec::new();
	work_off::<Entries, Cursor, u32>(now, meter, PER_BUCKET, per_entry, |id| {
		taken.push(id);
		None
	});
	assert_eq!(check::<Entries, Cursor>(), Ok(()));
	taken
}

fn schedule_plain(deadline: Moment, id: u32) {
	schedule::<Entries>(deadline, id);
}

#[test]
fn bucket_is_due_only_when_all_its_deadlines_have_passed() {
	for deadline in [0, 1, 998, 999, 1_000, 1_001, 1_999, 2_000, TODAY - 1, TODAY, TODAY + 999] {
		let due = bucket(deadline);
		assert!(last_due(deadline) < due, "{deadline}");
		let first = due * BUCKET;
		assert!(first > deadline && first <= deadline + BUCKET, "{deadline}");
		assert_eq!(last_due(first), due);
		assert_eq!(last_due(first - 1), due - 1);
	}
	assert!(last_due(u64::MAX) < bucket(u64::MAX));
}

#[test]
fn entry_is_taken_after_its_deadline_and_within_a_bucket_of_it() {
	for deadline in [0, 1, 999, 1_000, 1_001, 1_999, TODAY, TODAY + 500, TODAY + 999] {
		run(|| {
			schedule_plain(deadline, 7);
			let mut taken = None;
			for now in deadline..=deadline + BUCKET {
				for id in block(now) {
					assert_eq!((id, taken), (7, None));
					taken = Some(now);
				}
			}
			assert_eq!(taken, Some(bucket(deadline) * BUCKET));
			assert!(taken > Some(deadline));
			assert_eq!(block(deadline + 10 * BUCKET), NONE);
		});
	}
}

#[test]
fn entries_are_taken_in_the_order_of_their_seconds() {
	run(|| {
		assert_eq!(block(TODAY), NONE);
		for (id, seconds) in [(1, 9), (2, 3), (3, 6), (4, 0)] {
			schedule_plain(TODAY + seconds * 1_000, id);
		}
		assert_eq!(block(TODAY + 60_000), [4, 2, 3, 1]);
		assert_eq!(Entries::iter_keys().count(), 0);
	});
}

#[test]
fn ten_thousand_entries_due_at_once_are_worked_off_in_bounded_batches() {
	run(|| {
		assert_eq!(block(TODAY), NONE);
		for id in 0..10_000 {
			schedule_plain(TODAY + 5, id);
		}
		let limit = Weight::from_parts(300_500, 0);
		let mut taken = Vec::new();
		let mut blocks = 0;
		while taken.len() < 10_000 {
			blocks += 1;
			let mut meter = block_of(limit);
			let batch = block_within(TODAY + 1_000 + blocks, &mut meter);
			assert!(!batch.is_empty() && batch.len() <= 300);
			assert!(meter.consumed().all_lte(limit));
			taken.extend(batch);
		}
		assert_eq!(blocks, 34);
		taken.sort_unstable();
		assert!(taken.into_iter().eq(0..10_000));
		assert_eq!(Entries::iter_keys().count(), 0);
	});
}

#[test]
fn long_halt_is_caught_up_with_bounded_work_per_block() {
	const HALT: Moment = 4 * 3_600 * 1_000;
	run(|| {
		assert_eq!(block(TODAY), NONE);
		let start = Cursor::get();
		schedule_plain(TODAY + HALT / 2, 1);
		schedule_plain(TODAY + HALT, 2);
		// Too many to look at each of them.
		for id in 100..400 {
			schedule_plain(TODAY + HALT * 2, id);
		}

		let mut now = TODAY + HALT + 1_000;
		let mut taken = Vec::new();
		let mut blocks = 0u64;
		while taken.len() < 2 {
			blocks += 1;
			now += 2_000;
			let before = Cursor::get();
			let mut meter = block_of(Weight::from_parts(1_000_000, 0));
			let batch = block_within(now, &mut meter);
			assert!(Cursor::get() - before <= MAX_BUCKETS);
			// The cursor, the looks, and what was found.
			let found = u64::try_from(batch.len()).unwrap() * 1_000;
			assert!(meter.consumed().ref_time() <= 1 + MAX_BUCKETS + found);
			taken.extend(batch);
		}
		assert_eq!(taken, [1, 2]);
		let progress = MAX_BUCKETS - FEW - 3;
		assert!(blocks <= (last_due(now) - start) / progress + 1, "{blocks}");
		assert_eq!(Entries::iter_keys().count(), 300);
	});
}

#[test]
fn long_halt_with_few_entries_is_caught_up_at_once() {
	const DAY: Moment = 24 * 3_600 * 1_000;
	run(|| {
		assert_eq!(block(TODAY), NONE);
		schedule_plain(TODAY + 7 * DAY, 1);
		schedule_plain(TODAY + 3 * DAY, 2);
		schedule_plain(TODAY + 5 * DAY, 3);
		schedule_plain(TODAY + 90 * DAY, 4);
		let mut meter = block_of(Weight::from_parts(1_000_000, 0));
		let now = TODAY + 8 * DAY;
		assert_eq!(block_within(now, &mut meter), [2, 3, 1]);
		assert!(meter.consumed().ref_time() <= 1 + MAX_BUCKETS + 3_000);
		assert_eq!(Cursor::get(), last_due(now) + 1);
		assert_eq!(block(TODAY + 91 * DAY), [4]);
	});
}

#[test]
fn long_halt_with_empty_agenda_is_caught_up_at_once() {
	run(|| {
		assert_eq!(block(TODAY), NONE);
		let later = TODAY + 365 * 24 * 3_600 * 1_000;
		assert_eq!(block(later), NONE);
		assert_eq!(Cursor::get(), last_due(later) + 1);
	});
}

#[test]
fn fresh_chain_begins_at_the_present() {
	run(|| {
		let mut meter = WeightMeter::new();
		assert_eq!(block_within(TODAY, &mut meter), NONE);
		assert_eq!(Cursor::get(), last_due(TODAY) + 1);
		assert!(meter.consumed().all_lte(PER_BUCKET.saturating_mul(2)));
	});
}

#[test]
fn entries_from_before_the_first_use_are_found() {
	run(|| {
		schedule_plain(TODAY + 7_000, 2);
		schedule_plain(TODAY + 1_000, 1);
		schedule_plain(TODAY + 90_000, 3);
		assert_eq!(block(TODAY + 20_000), [1, 2]);
		assert_eq!(block(TODAY + 91_000), [3]);
	});
}

#[test]
fn first_use_without_room_is_tried_again() {
	run(|| {
		for id in 0..5 {
			schedule_plain(TODAY, id);
		}
		let mut meter = WeightMeter::with_limit(PER_BUCKET.saturating_mul(5));
		assert_eq!(block_within(TODAY + 5_000, &mut meter), NONE);
		assert_eq!(Cursor::get(), 0);
		assert_eq!(block(TODAY + 5_000).len(), 5);
	});
}

#[test]
fn block_without_room_changes_nothing() {
	run(|| {
		assert_eq!(block(TODAY), NONE);
		schedule_plain(TODAY, 1);
		let cursor = Cursor::get();
		for room in [Weight::zero(), PER_BUCKET, PER_BUCKET.saturating_mul(9)] {
			assert_eq!(block_within(TODAY + 5_000, &mut WeightMeter::with_limit(room)), NONE);
			assert_eq!(Cursor::get(), cursor);
		}
		assert_eq!(block(TODAY + 5_000), [1]);
	});
}

#[test]
fn cancelled_entry_is_not_taken() {
	run(|| {
		assert_eq!(block(TODAY), NONE);
		schedule_plain(TODAY + 1, 1);
		schedule_plain(TODAY + 1, 2);
		cancel::<Entries>(TODAY + 1, 1);
		cancel::<Entries>(TODAY + 1, 9);
		assert_eq!(block(TODAY + 5_000), [2]);
		cancel::<Entries>(TODAY + 1, 2);
	});
}

#[test]
fn entry_cancelled_by_the_work_of_another_is_not_taken() {
	run(|| {
		assert_eq!(block(TODAY), NONE);
		schedule_plain(TODAY, 1);
		schedule_plain(TODAY, 2);
		let mut taken = Vec::new();
		work_off::<Entries, Cursor, u32>(
			TODAY + 5_000,
			&mut WeightMeter::new(),
			PER_BUCKET,
			per_entry,
			|id| {
				cancel::<Entries>(TODAY, 3 - id);
				taken.push(id);
				None
			},
		);
		assert_eq!(taken.len(), 1);
		assert_eq!(Entries::iter_keys().count(), 0);
	});
}

#[test]
fn entry_scheduled_again_by_its_own_work_waits_for_its_new_deadline() {
	run(|| {
		let now = TODAY + 5_000;
		assert_eq!(block(TODAY), NONE);
		schedule_plain(TODAY, 1);
		let mut calls = 0;
		work_off::<Entries, Cursor, u32>(
			now,
			&mut WeightMeter::new(),
			PER_BUCKET,
			per_entry,
			|id| {
				calls += 1;
				schedule::<Entries>(now, id);
				None
			},
		);
		assert_eq!(calls, 1);
		assert_eq!(block(now), NONE);
		assert_eq!(block(now + BUCKET), [1]);
	});
}

#[test]
fn entry_scheduled_in_the_past_goes_to_the_first_open_bucket() {
	run(|| {
		assert_eq!(block(TODAY), NONE);
		schedule::<Guarded>(TODAY - 60_000, 1);
		schedule::<Guarded>(TODAY - 30_000, 2);
		schedule::<Guarded>(TODAY + 10_000, 3);
		cancel::<Guarded>(TODAY - 30_000, 2);
		assert_eq!(check::<Entries, Cursor>(), Ok(()));
		assert_eq!(block(TODAY + BUCKET), [1]);
		cancel::<Guarded>(TODAY + 10_000, 3);
		assert_eq!(Entries::iter_keys().count(), 0);
	});
}

#[test]
fn entry_scheduled_in_the_past_by_the_work_of_another_is_not_forgotten() {
	run(|| {
		assert_eq!(block(TODAY), NONE);
		schedule_plain(TODAY + 2_000, 1);
		let mut taken = Vec::new();
		work_off::<Guarded, Cursor, u32>(
			TODAY + 9_000,
			&mut WeightMeter::new(),
			PER_BUCKET,
			per_entry,
			|id| {
				if id == 1 {
					schedule::<Guarded>(TODAY - 60_000, 2);
				}
				taken.push(id);
				None
			},
		);
		assert_eq!(taken, [1, 2]);
		assert_eq!(check::<Entries, Cursor>(), Ok(()));
	});
}

#[test]
fn entry_that_was_passed_over_is_found_by_the_check() {
	run(|| {
		assert_eq!(block(TODAY), NONE);
		schedule_plain(TODAY - 60_000, 1);
		assert!(check::<Entries, Cursor>().is_err());
	});
}

/// Works off an agenda whose entries weigh so many of [`PER_ENTRY`], as their names say.
fn weighted(now: Moment, meter: &mut WeightMeter, spared: Weight) -> Vec<u32> {
	let mut taken = Vec::new();
	let weigh = |id: &u32| PER_ENTRY * u64::from(*id);
	work_off::<Entries, Cursor, u32>(now, meter, PER_BUCKET, weigh, |id| {
		taken.push(id);
		Some(weigh(&id).saturating_sub(spared))
	});
	assert_eq!(check::<Entries, Cursor>(), Ok(()));
	taken
}

#[test]
fn agenda_takes_a_quarter_of_what_is_left_of_a_third_of_the_block() {
	let block = Weight::from_parts(1_200_000, 12_000);
	let mut meter = WeightMeter::with_limit(block);
	assert_eq!(Room::of(&meter, Weight::zero()).own, Weight::from_parts(100_000, 1_000));
	meter.consume(Weight::from_parts(200_000, 4_000));
	assert_eq!(Room::of(&meter, Weight::zero()).own, Weight::from_parts(50_000, 0));
	// The third is used up: what is left is for one entry, as long as another third stays.
	meter.consume(Weight::from_parts(300_000, 0));
	let room = Room::of(&meter, PER_BUCKET);
	assert_eq!(room.own.ref_time(), LEAST_LOOKS);
	assert_eq!(room.most.ref_time(), 800_000 - 500_000 - 1);
	meter.consume(meter.remaining());
	assert_eq!(Room::of(&meter, PER_BUCKET).own, Weight::zero());
}

#[test]
fn attack_full_agendas_leave_a_third_of_the_block_and_each_moves() {
	run(|| {
		assert_eq!(block(TODAY), NONE);
		for id in 0..2_000 {
			schedule_plain(TODAY, id);
		}
		// Many more than there are pallets, and a block that holds 600 entries.
		let mut meter = WeightMeter::with_limit(PER_ENTRY * 600);
		for agenda in 0..60 {
			let taken = block_within(TODAY + 5_000, &mut meter);
			assert!(!taken.is_empty(), "agenda {agenda} starves");
		}
		assert!(meter.consumed().all_lte(PER_ENTRY * 400), "{}", meter.consumed());
		assert!(meter.consumed().all_gte(PER_ENTRY * 200), "{}", meter.consumed());
		for _ in 0..100 {
			block_within(TODAY + 5_000, &mut meter);
		}
		assert!(meter.consumed().all_lte(PER_ENTRY * 400), "{}", meter.consumed());
	});
}

#[test]
fn entry_that_is_heavier_than_the_share_is_taken_alone() {
	run(|| {
		assert_eq!(block(TODAY), NONE);
		// Two buckets, so that the order is known.
		schedule_plain(TODAY, 79);
		schedule_plain(TODAY + 1_000, 1);
		let now = TODAY + 5_000;
		let block = || block_of(PER_ENTRY * 10);
		assert_eq!(weighted(now, &mut block(), Weight::zero()), [79]);
		assert_eq!(weighted(now, &mut block(), Weight::zero()), [1]);
		// Not if nothing is left for transactions then.
		schedule_plain(now, 80);
		assert_eq!(weighted(now + 5_000, &mut block(), Weight::zero()), NONE);
		assert_eq!(weighted(now + 5_000, &mut block_of(PER_ENTRY * 11), Weight::zero()), [80]);
	});
}

#[test]
fn light_entry_is_not_kept_out_by_how_heavy_others_could_be() {
	run(|| {
		assert_eq!(block(TODAY), NONE);
		schedule_plain(TODAY, 1);
		schedule_plain(TODAY + 1_000, 2);
		schedule_plain(TODAY + 2_000, 40);
		schedule_plain(TODAY + 3_000, 3);
		let now = TODAY + 9_000;
		let block = || block_of(PER_ENTRY * 4);
		// The heavy one waits until it is the first, and those behind it for it.
		assert_eq!(weighted(now, &mut block(), Weight::zero()), [1, 2]);
		assert_eq!(weighted(now, &mut block_of(PER_ENTRY * 8), Weight::zero()), [40]);
		assert_eq!(weighted(now, &mut block(), Weight::zero()), [3]);
	});
}

#[test]
fn entry_that_was_lighter_than_it_could_be_is_paid_as_what_it_was() {
	run(|| {
		assert_eq!(block(TODAY), NONE);
		for second in 0..10 {
			schedule_plain(TODAY + second * 1_000, 10 - second as u32);
		}
		let mut meter = block_of(PER_ENTRY * 12);
		let spared = PER_ENTRY * 3 / 4;
		// 10 take 9.25, 9 and more do not fit beside it.
		assert_eq!(weighted(TODAY + 20_000, &mut meter, spared), [10]);
		let mut meter = block_of(PER_ENTRY * 23);
		assert_eq!(weighted(TODAY + 20_000, &mut meter, spared), [9, 8, 7]);
		let looks = PER_BUCKET * 20;
		let taken = PER_ENTRY * (9 + 8 + 7) - spared * 3;
		assert!(meter.consumed().all_gte(taken), "{}", meter.consumed());
		assert!(meter.consumed().all_lte(taken + looks), "{}", meter.consumed());
	});
}
