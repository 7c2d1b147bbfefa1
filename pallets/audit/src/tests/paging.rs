use super::*;
use pallet_audit_runtime_api::MAX_BATCH;

fn numbers(from: u64, limit: u32) -> Vec<u64> {
	Audit::audit(SUBJECT, from, limit).into_iter().map(|entry| entry.number).collect()
}

#[test]
fn pages_are_oldest_first_from_any_number_on() {
	ExtBuilder.build_and_execute(|| {
		record_many(5);
		assert_eq!(numbers(0, 2), [0, 1]);
		assert_eq!(numbers(2, 2), [2, 3]);
		assert_eq!(numbers(4, 2), [4]);
		assert_eq!(numbers(0, 5), [0, 1, 2, 3, 4]);
		assert_eq!(numbers(3, u32::MAX), [3, 4]);
	});
}

#[test]
fn page_past_the_end_or_of_nothing_is_empty() {
	ExtBuilder.build_and_execute(|| {
		assert!(numbers(0, 10).is_empty());
		record_many(5);
		assert!(numbers(5, 10).is_empty());
		assert!(numbers(u64::MAX, u32::MAX).is_empty());
		assert!(numbers(0, 0).is_empty());
	});
}

#[test]
fn page_holds_at_most_a_hundred_entries() {
	ExtBuilder.build_and_execute(|| {
		record_many(101);
		assert_eq!(numbers(0, u32::MAX).len(), 100);
		assert_eq!(numbers(100, u32::MAX), [100]);
	});
}

#[test]
fn history_read_in_pages_has_the_head_of_the_chain() {
	ExtBuilder.build_and_execute(|| {
		record_many(101);
		block(9, NOW + 9);
		record_many(50);
		let head = Audit::audit_head(SUBJECT);
		assert_eq!(head.count, 151);
		for limit in [1, 7, 100] {
			assert_eq!(Head::of(&SUBJECT, &read(SUBJECT, limit)), head);
		}
	});
}

#[test]
fn heads_come_in_the_order_of_the_subjects_and_begin_at_zero() {
	ExtBuilder.build_and_execute(|| {
		record_many(2);
		let unknown = AuditSubject::Grant(1);
		let heads = Audit::audit_heads(vec![unknown, SUBJECT, unknown]);
		assert_eq!(
			heads,
			[Head::start(&unknown), Audit::audit_head(SUBJECT), Head::start(&unknown)]
		);
		let many = vec![SUBJECT; usize::try_from(MAX_BATCH).unwrap() + 1];
		assert_eq!(Audit::audit_heads(many).len(), 100);
	});
}

#[test]
fn key_of_the_head_is_where_the_head_lies() {
	ExtBuilder.build_and_execute(|| {
		record_many(2);
		let stored = sp_io::storage::get(&Audit::head_key(SUBJECT)).unwrap();
		assert_eq!(stored.to_vec(), Audit::audit_head(SUBJECT).encode());
		assert_eq!(sp_io::storage::get(&Audit::head_key(AuditSubject::Grant(1))), None);
	});
}
