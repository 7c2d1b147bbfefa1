use super::*;
use crate::WeightInfo;
use frame_support::weights::Weight;

#[test]
fn weight_of_an_entry_does_not_depend_on_the_length_of_the_history() {
	let record = <() as WeightInfo>::record;
	let per_subject = record(2).saturating_sub(record(1));
	assert!(per_subject.all_gt(Weight::zero()));
	assert_eq!(record(9), record(0).saturating_add(per_subject.saturating_mul(9)));
}

#[test]
fn one_more_entry_reads_and_writes_as_much_after_ten_thousand() {
	// Reads and writes of one `record`, as the externalities count them.
	let cost_after = |entries: u64| {
		let mut ext = ExtBuilder.build();
		ext.execute_with(|| {
			let mut head = Head::start(&SUBJECT);
			let entry = Entry {
				block: 1,
				moment: NOW,
				module: AuditModule::Devices,
				event: 3,
				actor: None,
				event_digest: [0; 32],
			};
			for number in 0..entries {
				Entries::<Test>::insert(SUBJECT, number, entry);
				head = head.append(&entry);
			}
			Heads::<Test>::insert(SUBJECT, head);
		});
		ext.commit_all().unwrap();
		ext.execute_with(|| {
			record_many(1);
			assert_eq!(Audit::audit_head(SUBJECT).count, entries + 1);
		});
		ext.overlayed_changes().changes().count()
	};
	assert_eq!(cost_after(10), cost_after(10_000));
}
