//! Whatever happens, the pages are the history that the head vouches for.

use super::*;
use proptest::prelude::*;

fn any_subject() -> impl Strategy<Value = AuditSubject> {
	prop_oneof![
		(0u8..3).prop_map(|id| AuditSubject::Did(DidId([id; 32]))),
		(0u64..3).prop_map(AuditSubject::DataSet),
		(0u64..3).prop_map(AuditSubject::Submission),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn heads_are_those_of_what_was_recorded(
		events in prop::collection::vec(
			(prop::collection::vec(any_subject(), 0..4), prop::collection::vec(any::<u8>(), 1..8)),
			0..40,
		),
		limit in 1u32..120,
	) {
		ExtBuilder.build_and_execute(|| {
			let mut expected = std::collections::BTreeMap::<AuditSubject, Vec<Entry>>::new();
			for (step, (subjects, event)) in events.iter().enumerate() {
				let step = u64::try_from(step).unwrap();
				block(step / 2 + 1, NOW + step / 2);
				record(subjects, event);
				let entry = Entry {
					block: step / 2 + 1,
					moment: NOW + step / 2,
					module: AuditModule::Devices,
					event: event[0],
					actor: Some(ACTOR),
					event_digest: event_digest(event),
				};
				for subject in subjects.iter().collect::<std::collections::BTreeSet<_>>() {
					expected.entry(*subject).or_default().push(entry);
				}
			}
			assert_eq!(Heads::<Test>::iter().count(), expected.len());
			for (subject, entries) in expected {
				assert_eq!(read(subject, limit), entries);
				assert_eq!(Head::of(&subject, &entries), Audit::audit_head(subject));
			}
		});
	}
}
