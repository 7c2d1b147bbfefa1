//! The life of everything, as it is written into the histories (Y.4560 7.1.2).

use counterfoil_primitives::traits::AuditSubject::{DataSet, Did, Submission};

use super::*;

#[test]
fn every_event_is_recorded_once_for_all_it_is_about() {
	ExtBuilder::default().build_and_execute(|| {
		let (supplier, device) = (did(SUPPLIER), did(DEVICE));
		System::reset_events();
		assert_ok!(register_schema(SUPPLIER, [11; 32], Some(SCHEMA)));
		assert_ok!(DataRegistry::deprecate_schema(signed(SUPPLIER), [11; 32]));
		let set = register();
		let parent = derive_by(SUPPLIER, &[set]);
		let old = validated(set);
		let new = correct(set, old);
		decide(new, Decision::Undecided);
		decide(new, valid(800));
		let bad = rejected(parent);
		assert_ok!(submit_with(DEVICE, 0, body(set)));
		assert_ok!(DataRegistry::set_parameters(RuntimeOrigin::root(), parameters()));

		let lines = recorded();
		let indices: Vec<u8> =
			events().iter().map(|event| codec::Encode::encode(event)[0]).collect();
		assert_eq!(lines.iter().map(|(_, _, index)| *index).collect::<Vec<_>>(), indices);
		let round = |set, id| (None, vec![Did(supplier), DataSet(set), Submission(id)]);
		let submitted = |set, id| {
			(Some(supplier), vec![Did(supplier), Did(device), DataSet(set), Submission(id)])
		};
		let expected = vec![
			(Some(supplier), vec![Did(supplier)]),
			(Some(supplier), vec![Did(supplier)]),
			(Some(supplier), vec![Did(supplier), DataSet(set)]),
			(Some(supplier), vec![Did(supplier), DataSet(parent)]),
			submitted(set, old),
			round(set, old),
			round(set, old),
			(
				Some(supplier),
				vec![Did(supplier), Did(device), DataSet(set), Submission(new), Submission(old)],
			),
			round(set, new),
			round(set, new),
			round(set, new),
			round(set, new),
			(None, vec![Did(supplier), DataSet(set), Submission(old), Submission(new)]),
			submitted(parent, bad),
			round(parent, bad),
			round(parent, bad),
			// The retry, and the parameters.
			(Some(supplier), vec![]),
			(None, vec![]),
		];
		let found: Vec<_> =
			lines.into_iter().map(|(actor, subjects, _)| (actor, subjects)).collect();
		assert_eq!(found, expected);
	});
}

#[test]
fn device_that_submits_by_itself_is_the_actor_and_a_gap_belongs_to_its_life() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		for turn in 0..u64::from(MAX_GAPS) {
			assert_ok!(submit_with(DEVICE, turn * 2 + 1, next_body(set)));
		}
		recorded();
		let batch = next_body(set);
		let signature = sign(DEVICE, 99, &batch);
		assert_ok!(DataRegistry::submit(sponsored(DEVICE), did(DEVICE), 99, batch, signature));
		let device = did(DEVICE);
		let lines: Vec<_> =
			recorded().into_iter().map(|(actor, subjects, _)| (actor, subjects)).collect();
		assert_eq!(
			lines,
			[
				(Some(device), vec![Did(device)]),
				(Some(device), vec![Did(did(SUPPLIER)), Did(device), DataSet(set), Submission(16)]),
			]
		);
	});
}
