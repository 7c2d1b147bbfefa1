//! Whatever is called in whatever order, the invariants hold, and no money appears or vanishes.

use counterfoil_primitives::payload::SubmissionBody;
use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Step {
	Register,
	Submit { set: u64, second_device: bool, corrects: Option<u64>, repeat: bool },
	Attest { validator: usize, submission: u64, verdict: Verdict },
	Certify { regulator: u64, submission: u64, span: u64 },
	Revoke { regulator: u64, certificate: u64 },
	Wait { milliseconds: u64 },
	Require { validations: u32 },
}

fn verdict() -> impl Strategy<Value = Verdict> {
	prop_oneof![
		(0u16..1_100).prop_map(valid),
		proptest::option::of(0u64..12)
			.prop_map(|leaf| Verdict::Invalid { reason: Reason::OutOfRange, leaf }),
	]
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		1 => Just(Step::Register),
		4 => (
			0u64..3,
			any::<bool>(),
			proptest::option::of(0u64..8),
			proptest::bool::weighted(0.2),
		)
			.prop_map(|(set, second_device, corrects, repeat)| Step::Submit {
				set,
				second_device,
				corrects,
				repeat,
			}),
		8 => (0usize..4, 0u64..8, verdict()).prop_map(
			|(validator, submission, verdict)| Step::Attest { validator, submission, verdict }
		),
		2 => (REGULATOR..=OTHER_REGULATOR, 0u64..8, 0u64..30).prop_map(
			|(regulator, submission, span)| Step::Certify { regulator, submission, span }
		),
		1 => (REGULATOR..=OTHER_REGULATOR, 0u64..4)
			.prop_map(|(regulator, certificate)| Step::Revoke { regulator, certificate }),
		2 => (0u64..20).prop_map(|milliseconds| Step::Wait { milliseconds }),
		1 => (0u32..5).prop_map(|validations| Step::Require { validations }),
	]
}

/// Does a step, whether it succeeds or not.
fn take(step: Step) {
	let now = pallet_timestamp::Now::<Test>::get();
	let _ = match step {
		Step::Register => DataRegistry::register_data_set(signed(SUPPLIER), details()),
		Step::Submit { set, second_device, corrects, repeat } => {
			let device = if second_device { SECOND_DEVICE } else { DEVICE };
			let readings = if repeat { body(set) } else { next_body(set) };
			let batch = SubmissionBody { corrects, ..readings };
			let signature = sign(device, &batch);
			DataRegistry::submit(signed(SUPPLIER), did(device), batch, signature)
		},
		Step::Attest { validator, submission, verdict } => {
			DataRegistry::attest(signed(VALIDATORS[validator]), submission, verdict)
		},
		Step::Certify { regulator, submission, span } => {
			DataRegistry::certify(signed(regulator), submission, [5; 32], now + span)
		},
		Step::Revoke { regulator, certificate } => {
			DataRegistry::revoke_certificate(signed(regulator), certificate, [6; 32])
		},
		Step::Wait { milliseconds } => {
			set_time(now + milliseconds);
			Ok(())
		},
		Step::Require { validations } => DataRegistry::set_parameters(
			RuntimeOrigin::root(),
			RegistryParameters { validations_required: validations, clock_tolerance: TOLERANCE },
		),
	};
}

/// What never changes once it is written.
fn written() -> Vec<(u64, SubmissionBody, Option<u64>, Option<u64>)> {
	let mut written: Vec<_> = Submissions::<Test>::iter()
		.map(|(id, submission)| (id, submission.body, submission.decided, submission.corrected_by))
		.collect();
	written.sort_unstable_by_key(|(id, ..)| *id);
	written
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn any_order_of_calls_keeps_the_invariants(
		steps in proptest::collection::vec(step(), 1..60),
	) {
		ExtBuilder::default().build_and_execute(|| {
			let issued = Balances::total_issuance();
			for step in steps {
				let before = written();
				take(step);
				let after = written();
				for (old, new) in before.iter().zip(&after) {
					assert_eq!((old.0, &old.1), (new.0, &new.1), "a submission was overwritten");
					assert!(old.2.is_none() || old.2 == new.2, "a decision was changed");
					assert!(old.3.is_none() || old.3 == new.3, "a correction was replaced");
				}
				assert!(after.len() >= before.len(), "a submission was deleted");
			}
			assert_eq!(Balances::total_issuance(), issued);
		});
	}
}
