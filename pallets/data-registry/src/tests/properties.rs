//! Whatever is called in whatever order, the invariants hold, no money appears or vanishes, and nothing is overwritten.

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Step {
	Schema {
		hash: u8,
		previous: Option<u8>,
		other: bool,
	},
	Deprecate {
		hash: u8,
	},
	Register {
		schema: u8,
		from: Vec<u64>,
		other: bool,
	},
	Submit {
		set: u64,
		device: Option<u8>,
		ahead: i8,
		corrects: Option<u64>,
		repeat: bool,
		itself: bool,
	},
	Correct {
		submission: u64,
	},
	Retry {
		submission: u64,
	},
	Begin {
		submission: u64,
	},
	Decide {
		submission: u64,
		decision: Decision,
	},
	Wait {
		milliseconds: u64,
	},
}

fn decision() -> impl Strategy<Value = Decision> {
	prop_oneof![
		4 => (0u16..1_100).prop_map(valid),
		3 => proptest::option::of(0u64..12)
			.prop_map(|leaf| Decision::Invalid { reason: Reason::OutOfRange, leaf }),
		1 => Just(Decision::Undecided),
	]
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		1 => (1u8..5, proptest::option::of(1u8..5), any::<bool>())
			.prop_map(|(hash, previous, other)| Step::Schema { hash, previous, other }),
		1 => (2u8..5).prop_map(|hash| Step::Deprecate { hash }),
		2 => (1u8..4, proptest::collection::vec(0u64..5, 0..3), any::<bool>())
			.prop_map(|(schema, from, other)| Step::Register { schema, from, other }),
		8 => (
			0u64..3,
			prop_oneof![5 => Just(None), 1 => (0u8..3).prop_map(Some)],
			prop_oneof![4 => Just(0), 1 => -3i8..4],
			proptest::option::weighted(0.1, 0u64..8),
			proptest::bool::weighted(0.1),
			any::<bool>(),
		)
			.prop_map(|(set, device, ahead, corrects, repeat, itself)| Step::Submit {
				set,
				device,
				ahead,
				corrects,
				repeat,
				itself,
			}),
		6 => (0u64..6).prop_map(|submission| Step::Correct { submission }),
		1 => (0u64..6).prop_map(|submission| Step::Retry { submission }),
		3 => (0u64..6).prop_map(|submission| Step::Begin { submission }),
		3 => (0u64..6, decision())
			.prop_map(|(submission, decision)| Step::Decide { submission, decision }),
		2 => (0u64..20).prop_map(|milliseconds| Step::Wait { milliseconds }),
	]
}

/// A step, or a whole round: left to chance alone few rounds would end.
fn steps() -> impl Strategy<Value = Vec<Step>> {
	let round = (0u64..6, decision()).prop_map(|(submission, decision)| {
		vec![Step::Begin { submission }, Step::Decide { submission, decision }]
	});
	let some = prop_oneof![3 => step().prop_map(|step| vec![step]), 1 => round];
	proptest::collection::vec(some, 1..200).prop_map(|some| some.concat())
}

/// Does a step, whether it succeeds or not.
fn take(step: Step) {
	let supplier = |other| if other { OTHER_SUPPLIER } else { SUPPLIER };
	let hash = |number| [number; 32];
	let _ = match step {
		Step::Schema { hash: number, previous, other } => {
			register_schema(supplier(other), hash(number), previous.map(hash))
		},
		Step::Deprecate { hash: number } => {
			DataRegistry::deprecate_schema(signed(SUPPLIER), hash(number))
		},
		Step::Register { schema, mut from, other } => {
			from.sort_unstable();
			let details = DataSetDetails { schema: hash(schema), ..details() };
			DataRegistry::register_data_set(signed(supplier(other)), details, parents(&from))
		},
		Step::Submit { set, device, ahead, corrects, repeat, itself } => {
			let owner = DataSets::<Test>::get(set).map(|set| set.owner);
			let device = match device {
				Some(stray) => [DEVICE, SECOND_DEVICE, OTHER_DEVICE][usize::from(stray)],
				None if owner == Some(did(OTHER_SUPPLIER)) => OTHER_DEVICE,
				None => DEVICE,
			};
			let sequence = next(device).saturating_add_signed(ahead.into());
			let readings = if repeat { body(set) } else { next_body(set) };
			let schema = DataSets::<Test>::get(set).map_or(SCHEMA, |set| set.details.schema);
			let batch = SubmissionBody { corrects, schema, ..readings };
			let signature = sign(device, sequence, &batch);
			let origin =
				if itself { sponsored(device) } else { signed(supplier(device == OTHER_DEVICE)) };
			DataRegistry::submit(origin, did(device), sequence, batch, signature)
				.map(|_| ())
				.map_err(|refused| refused.error)
		},
		Step::Correct { submission } => {
			let Some(old) = Submissions::<Test>::get(submission) else { return };
			let batch = SubmissionBody {
				corrects: Some(submission),
				schema: old.body.schema,
				..next_body(old.body.data_set)
			};
			let other = old.supplier == did(OTHER_SUPPLIER);
			let device = if other { OTHER_DEVICE } else { DEVICE };
			let signature = sign(device, next(device), &batch);
			let origin = signed(supplier(other));
			DataRegistry::submit(origin, did(device), next(device), batch, signature)
				.map(|_| ())
				.map_err(|refused| refused.error)
		},
		Step::Retry { submission } => {
			let Some(old) = Submissions::<Test>::get(submission) else { return };
			let before = Submissions::<Test>::iter().count();
			let owner = supplier(old.supplier == did(OTHER_SUPPLIER));
			let bad = KeySignature::Ed25519([0; 64]);
			assert_ok!(DataRegistry::submit(
				signed(owner),
				old.device,
				old.sequence,
				old.body,
				bad
			));
			assert_eq!(Submissions::<Test>::iter().count(), before);
			Ok(())
		},
		Step::Begin { submission } => DataRegistry::begin_validation(submission),
		Step::Decide { submission, decision } => {
			<DataRegistry as ValidationTarget>::decide(submission, decision)
		},
		Step::Wait { milliseconds } => {
			set_time(pallet_timestamp::Now::<Test>::get() + milliseconds);
			Ok(())
		},
	};
}

/// Every submission, in order.
fn written() -> Vec<SubmissionOf<Test>> {
	(0..NextSubmissionId::<Test>::get()).map(submission).collect()
}

/// Whether a submission may go from one status to the other.
fn follows(before: SubmissionStatus, after: SubmissionStatus) -> bool {
	use SubmissionStatus::{Rejected, Submitted, Superseded, Validated, Validating};

	before == after
		|| matches!(
			(before, after),
			(Submitted, Validating)
				| (Validating, Submitted | Validated | Rejected)
				| (Validated, Superseded)
		)
}

/// What was said once is never unsaid.
fn kept<Value: PartialEq>(before: &Option<Value>, after: &Option<Value>) -> bool {
	before.is_none() || before == after
}

/// Of every chain of revisions at most one is valid.
fn assert_one_valid_revision() {
	for first in written().iter().filter(|it| it.body.corrects.is_none()) {
		let mut valid = u32::from(first.status == SubmissionStatus::Validated);
		let mut link = first.corrected_by;
		while let Some(id) = link {
			let revision = submission(id);
			valid += u32::from(revision.status == SubmissionStatus::Validated);
			link = revision.corrected_by;
		}
		assert!(valid <= 1, "two revisions are valid at once");
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn any_order_of_calls_keeps_the_invariants_and_overwrites_nothing(
		steps in steps(),
	) {
		ExtBuilder::default().build_and_execute(|| {
			register();
			register_by(OTHER_SUPPLIER);
			for step in steps {
				let before = written();
				take(step);
				let after = written();
				assert!(after.len() >= before.len(), "a submission was deleted");
				for (old, new) in before.iter().zip(&after) {
					assert_eq!(old.body, new.body, "a submission was overwritten");
					assert!(follows(old.status, new.status), "a status went back");
					assert!(kept(&old.decided, &new.decided), "a decision was changed");
					assert!(kept(&old.quality, &new.quality), "a quality was changed");
					assert!(kept(&old.rejection, &new.rejection), "a rejection was changed");
					assert!(kept(&old.corrected_by, &new.corrected_by), "a correction was replaced");
					assert!(kept(&old.superseded_by, &new.superseded_by), "a successor was replaced");
				}
				DataRegistry::do_try_state().unwrap();
			}
			assert_one_valid_revision();
		});
	}
}
