use pallet_data_registry_runtime_api::{
	DataSetView, ParametersView, SchemaView, SequenceView, SubmissionView,
};

use super::*;

#[test]
fn submission_view_tells_everything_about_a_certified_submission() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let id = submit(set);
		set_time(NOW + 3);
		decide(id, valid(900));
		Office::certify(CertificateSubject::Submission(id), NOW + 10);
		let expected = SubmissionView {
			id,
			data_set: set,
			supplier: did(SUPPLIER),
			payer: SUPPLIER,
			device: did(DEVICE),
			sequence: 0,
			schema: SCHEMA,
			fingerprint: body(set).fingerprint,
			from: NOW - 60_000,
			to: NOW,
			submitted: NOW,
			status: SubmissionStatus::Validated,
			decided: Some(NOW + 3),
			quality: Some(900),
			reason: None,
			leaf: None,
			revision: 0,
			corrects: None,
			corrected_by: None,
			supersedes: None,
			superseded_by: None,
			certified: true,
		};
		assert_eq!(DataRegistry::submission_view(id), Some(expected.clone()));

		set_time(NOW + 10);
		assert_eq!(DataRegistry::submission_view(id), Some(expected.clone()));
		set_time(NOW + 11);
		let expired = SubmissionView { certified: false, ..expected };
		assert_eq!(DataRegistry::submission_view(id), Some(expired));
	});
}

#[test]
fn submission_view_tells_reason_and_links_of_revisions() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let first = validated(set);
		let second = correct(set, first);
		decide(second, invalid());
		let third = correct(set, second);
		decide(third, valid(800));
		let view = |id| DataRegistry::submission_view(id).unwrap();
		let links = |id| {
			let view = view(id);
			(view.corrects, view.corrected_by, view.supersedes, view.superseded_by)
		};
		assert_eq!(links(first), (None, Some(second), None, Some(third)));
		assert_eq!(links(second), (Some(first), Some(third), Some(first), None));
		assert_eq!(links(third), (Some(second), None, Some(first), None));
		assert_eq!((view(second).reason, view(second).leaf), (Some(Reason::OutOfRange), Some(3)));
		assert_eq!((view(second).quality, view(third).quality), (None, Some(800)));
		assert_eq!(view(third).revision, 2);
	});
}

#[test]
fn data_set_view_tells_everything() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_schema(SUPPLIER, [11; 32], Some(SCHEMA)));
		let parent = register();
		let details = DataSetDetails { schema: [11; 32], ..details() };
		assert_ok!(DataRegistry::register_data_set(
			signed(SUPPLIER),
			details.clone(),
			parents(&[parent])
		));
		let set = parent + 1;
		submit(set);
		Office::certify(CertificateSubject::DataSet(set), NOW);
		assert_eq!(
			DataRegistry::data_set_view(set),
			Some(DataSetView {
				id: set,
				owner: did(SUPPLIER),
				payer: SUPPLIER,
				schema: [11; 32],
				schema_family: SCHEMA,
				media_type: details.media_type,
				category: details.category,
				region: details.region,
				confidentiality: details.confidentiality,
				licence: details.licence,
				registered: NOW,
				parents: vec![parent],
				submissions: 1,
				certified: true,
			})
		);
	});
}

#[test]
fn schema_view_tells_everything() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_schema(SUPPLIER, [11; 32], Some(SCHEMA)));
		assert_ok!(register_schema(SUPPLIER, [12; 32], Some([11; 32])));
		set_time(NOW + 1);
		assert_ok!(DataRegistry::deprecate_schema(signed(SUPPLIER), [11; 32]));
		assert_eq!(
			DataRegistry::schema_view([11; 32]),
			Some(SchemaView {
				hash: [11; 32],
				author: did(SUPPLIER),
				payer: SUPPLIER,
				media_type: schema_type(),
				family: SCHEMA,
				version: 2,
				previous: Some(SCHEMA),
				next: Some([12; 32]),
				registered: NOW,
				deprecated: Some(NOW + 1),
			})
		);
		assert_eq!(DataRegistry::schema_view([12; 32]).unwrap().next, None);
		assert_eq!(DataRegistry::schema_view([13; 32]), None);
	});
}

#[test]
fn versions_of_a_family_come_in_order_from_where_they_are_asked() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_schema(SUPPLIER, [11; 32], Some(SCHEMA)));
		assert_ok!(register_schema(SUPPLIER, [12; 32], Some([11; 32])));
		let versions = |from, limit| DataRegistry::schema_versions(SCHEMA, from, limit);
		assert_eq!(versions(0, 10), [SCHEMA, [11; 32], [12; 32]]);
		assert_eq!(versions(1, 2), [SCHEMA, [11; 32]]);
		assert_eq!(versions(3, 10), [[12; 32]]);
		assert!(versions(4, 10).is_empty() && versions(u32::MAX, 10).is_empty());
		assert!(versions(1, 0).is_empty());
		// A later version names no family.
		assert!(DataRegistry::schema_versions([11; 32], 1, 10).is_empty());
	});
}

#[test]
fn batches_answer_in_order_and_at_most_a_hundred() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let id = validated(set);
		let known = |answers: Vec<bool>| assert_eq!(answers, [false, true, false]);
		known(DataRegistry::submission_views(vec![9, id, 9]).iter().map(Option::is_some).collect());
		known(DataRegistry::data_set_views(vec![9, set, 9]).iter().map(Option::is_some).collect());
		known(
			DataRegistry::schema_views(vec![[9; 32], SCHEMA, [9; 32]])
				.iter()
				.map(Option::is_some)
				.collect(),
		);
		assert_eq!(DataRegistry::submission_views(vec![id; 150]).len(), 100);
		assert_eq!(DataRegistry::data_set_views(vec![set; 150]).len(), 100);
		assert_eq!(DataRegistry::schema_views(vec![SCHEMA; 150]).len(), 100);
	});
}

#[test]
fn submissions_of_data_set_come_in_pages_that_miss_none() {
	ExtBuilder::default().build_and_execute(|| {
		let (set, other) = (register(), register());
		let mut expected: Vec<_> = (0..7)
			.map(|_| {
				submit(other);
				submit(set)
			})
			.collect();
		let mut found = Vec::new();
		loop {
			let page = DataRegistry::submissions_of(set, found.last().copied(), 3);
			assert!(page.len() <= 3);
			if page.is_empty() {
				break;
			}
			found.extend(page);
		}
		assert_eq!(DataRegistry::submissions_of(set, None, u32::MAX), found);
		found.sort_unstable();
		expected.sort_unstable();
		assert_eq!(found, expected);
	});
}

#[test]
fn submissions_of_data_set_after_a_foreign_one_or_of_an_unknown_set_are_none() {
	ExtBuilder::default().build_and_execute(|| {
		let (set, other) = (register(), register());
		submit(set);
		let foreign = submit(other);
		assert!(DataRegistry::submissions_of(set, Some(foreign), 10).is_empty());
		assert!(DataRegistry::submissions_of(set, None, 0).is_empty());
		assert!(DataRegistry::submissions_of(99, None, 10).is_empty());
	});
}

#[test]
fn sequence_and_parameters_are_told() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		assert_eq!(DataRegistry::next_sequence(did(DEVICE)), 0);
		submit(set);
		assert_eq!(DataRegistry::next_sequence(did(DEVICE)), 1);
		assert_eq!(
			DataRegistry::gaps(did(DEVICE)),
			SequenceView { next: 1, gaps: vec![], given_up: 0 }
		);
		assert_eq!(DataRegistry::submission_by_sequence(did(DEVICE), 0), Some(0));
		assert_eq!(DataRegistry::submission_by_sequence(did(SECOND_DEVICE), 0), None);
		assert_eq!(
			DataRegistry::parameters_view(),
			ParametersView { clock_tolerance: TOLERANCE, max_span: MAX_SPAN, max_age: MAX_AGE }
		);
	});
}
