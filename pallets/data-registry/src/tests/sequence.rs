//! Sequence numbers that arrive out of order, and not at all (Y.4560 9.3).

use pallet_data_registry_runtime_api::SequenceView;

use super::*;

fn gap(from: u64, to: u64) -> Gap {
	Gap { from, to }
}

/// Submits a new batch with this number.
fn submit_at(set: u64, sequence: u64) -> frame_support::dispatch::DispatchResultWithPostInfo {
	submit_with(DEVICE, sequence, next_body(set))
}

fn view(next: u64, gaps: &[Gap], given_up: u64) -> SequenceView {
	SequenceView { next, gaps: gaps.to_vec(), given_up }
}

#[test]
fn submit_counts_each_device_by_itself() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		submit(set);
		submit(set);
		assert_ok!(submit_with(SECOND_DEVICE, 0, next_body(set)));
		assert_eq!([DEVICE, SECOND_DEVICE, OTHER_DEVICE].map(next), [2, 1, 0]);
	});
}

#[test]
fn number_that_jumps_leaves_a_gap_that_everybody_sees() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		submit(set);
		assert_ok!(submit_at(set, 5));
		assert_eq!(DataRegistry::gaps(did(DEVICE)), view(6, &[gap(1, 4)], 0));
		assert_eq!(submission(1).sequence, 5);
	});
}

#[test]
fn late_submissions_fill_the_gap_in_any_order() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		assert_ok!(submit_at(set, 4));
		for (late, left) in
			[(2, vec![gap(0, 1), gap(3, 3)]), (0, vec![gap(1, 1), gap(3, 3)]), (3, vec![gap(1, 1)])]
		{
			assert_ok!(submit_at(set, late));
			assert_eq!(DataRegistry::gaps(did(DEVICE)), view(5, &left, 0));
		}
		assert_ok!(submit_at(set, 1));
		assert_eq!(DataRegistry::gaps(did(DEVICE)), view(5, &[], 0));
		// Which number brought which submission stays known.
		let found: Vec<_> = (0..6)
			.map(|number| DataRegistry::submission_by_sequence(did(DEVICE), number))
			.collect();
		assert_eq!(found, [Some(2), Some(4), Some(1), Some(3), Some(0), None]);
	});
}

#[test]
fn attack_gap_flooding_is_bounded_and_costs_only_the_flooders_old_numbers() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		for turn in 0..u64::from(MAX_GAPS) + 4 {
			assert_ok!(submit_at(set, turn * 3 + 2));
			assert!(Sequences::<Test>::get(did(DEVICE)).gaps.len() <= 16);
		}
		let progress = DataRegistry::gaps(did(DEVICE));
		assert_eq!(progress.gaps.len(), 16);
		assert_eq!(progress.gaps[0], gap(12, 13));
		assert_eq!((progress.next, progress.given_up), (60, 8));
		let given_up: Vec<_> = events()
			.into_iter()
			.filter(|event| matches!(event, Event::GapGivenUp { .. }))
			.collect();
		let expected: Vec<Event<Test>> = (0..4)
			.map(|turn| Event::GapGivenUp { device: did(DEVICE), from: turn * 3, to: turn * 3 + 1 })
			.collect();
		assert_eq!(given_up, expected);
		assert_noop!(submit_at(set, 0), Error::<Test>::SequenceGivenUp);
		assert_noop!(submit_at(set, 10), Error::<Test>::SequenceGivenUp);

		// What is remembered still comes in, the device goes on, and no other device notices.
		assert_ok!(submit_at(set, 12));
		submit(set);
		assert_eq!(DataRegistry::gaps(did(SECOND_DEVICE)), view(0, &[], 0));
	});
}

#[test]
fn attack_number_that_none_could_follow_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		assert_noop!(submit_at(set, u64::MAX), Error::<Test>::SequenceTooHigh);
		assert_ok!(submit_at(set, u64::MAX - 1));
		assert_noop!(submit_at(set, u64::MAX), Error::<Test>::SequenceTooHigh);
		// What the jump skipped may still come.
		assert_ok!(submit_at(set, 0));
		assert_eq!(DataRegistry::gaps(did(DEVICE)), view(u64::MAX, &[gap(1, u64::MAX - 2)], 0));
	});
}

#[test]
fn failed_submit_does_not_use_up_the_number() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		submit(set);
		// A root that is known, with a number that would leave a gap.
		assert_noop!(submit_with(DEVICE, 7, body(set)), Error::<Test>::DuplicateFingerprint);
		assert_eq!(DataRegistry::gaps(did(DEVICE)), view(1, &[], 0));
	});
}
