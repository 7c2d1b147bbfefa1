//! Parents of data sets (W3C PROV-O, `prov:wasDerivedFrom`).

use frame_support::traits::GetCallName;

use super::*;

fn derive(who: u64, from: &[u64]) -> sp_runtime::DispatchResult {
	DataRegistry::register_data_set(signed(who), details(), parents(from))
}

#[test]
fn derived_data_set_is_linked_both_ways_and_tells() {
	ExtBuilder::default().build_and_execute(|| {
		let (one, other) = (register(), register_by(OTHER_SUPPLIER));
		// Whose data it was derived from need not be its owner's.
		assert_ok!(derive(SUPPLIER, &[one, other]));
		let child = other + 1;
		assert_eq!(Parents::<Test>::get(child), parents(&[one, other]));
		for parent in [one, other] {
			assert!(Children::<Test>::contains_key(parent, child));
		}
		System::assert_last_event(
			Event::<Test>::DataSetRegistered {
				data_set: child,
				owner: did(SUPPLIER),
				payer: SUPPLIER,
				details: details(),
				parents: parents(&[one, other]),
			}
			.into(),
		);
	});
}

#[test]
fn derived_data_set_pays_for_its_links() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let plain = held(HoldReason::DataSet, SUPPLIER);
		derive_by(SUPPLIER, &[set]);
		assert!(held(HoldReason::DataSet, SUPPLIER) - plain > plain);
	});
}

#[test]
fn derived_data_set_has_as_many_parents_as_allowed_and_no_more() {
	ExtBuilder::default().build_and_execute(|| {
		let sets: Vec<_> = (0..=MAX_PARENTS).map(|_| register()).collect();
		derive_by(SUPPLIER, &sets[..3]);
		assert!(ParentsOf::<Test>::try_from(sets).is_err());
	});
}

#[test]
fn parents_out_of_order_or_twice_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let (one, other) = (register(), register());
		for list in [[other, one], [one, one]] {
			assert_noop!(derive(SUPPLIER, &list), Error::<Test>::ParentsNotAscending);
		}
	});
}

#[test]
fn unknown_parents_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		assert_noop!(derive(SUPPLIER, &[set, 9]), Error::<Test>::UnknownParent);
		assert_noop!(derive(SUPPLIER, &[u64::MAX]), Error::<Test>::UnknownParent);
	});
}

#[test]
fn attack_data_set_that_is_its_own_parent_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		register();
		let own = NextDataSetId::<Test>::get();
		assert_noop!(derive(SUPPLIER, &[own]), Error::<Test>::UnknownParent);
	});
}

/// Two data sets name each other, each by the number that the other is about to get, in either order of arrival. The first to
/// arrive names what does not exist; so whichever comes first, no cycle is left.
#[test]
fn attack_cyclic_lineage_by_a_race_of_two_registrations_cannot_be_expressed() {
	for [first, second] in [[SUPPLIER, OTHER_SUPPLIER], [OTHER_SUPPLIER, SUPPLIER]] {
		ExtBuilder::default().build_and_execute(|| {
			let mine = NextDataSetId::<Test>::get();
			let yours = mine + 1;
			assert_noop!(derive(first, &[yours]), Error::<Test>::UnknownParent);
			// It failed, so the second one gets the number that the first was to have, and names itself.
			assert_noop!(derive(second, &[mine]), Error::<Test>::UnknownParent);
			assert_eq!(NextDataSetId::<Test>::get(), mine);
			// Without the guess of the first one, the second is a child like any other.
			assert_ok!(derive(first, &[]));
			assert_ok!(derive(second, &[mine]));
		});
	}
}

/// What could close a cycle afterwards is a call that gives a data set another parent. There is none.
#[test]
fn attack_move_of_a_data_set_cannot_be_expressed() {
	assert_eq!(
		Call::<Test>::get_call_names(),
		["register_data_set", "submit", "set_parameters", "register_schema", "deprecate_schema"]
	);
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let child = derive_by(SUPPLIER, &[set]);
		let before: Vec<_> = Parents::<Test>::iter().collect();
		rejected(set);
		validated(child);
		derive_by(OTHER_SUPPLIER, &[]);
		assert_eq!(Parents::<Test>::iter().collect::<Vec<_>>(), before);
	});
}

#[test]
fn children_come_in_pages_that_miss_none() {
	ExtBuilder::default().build_and_execute(|| {
		let (set, other) = (register(), register());
		let mut expected: Vec<_> = (0..7)
			.map(|_| {
				derive_by(SUPPLIER, &[other]);
				derive_by(OTHER_SUPPLIER, &[set, other])
			})
			.collect();
		let mut found = Vec::new();
		loop {
			let page = DataRegistry::children_of(set, found.last().copied(), 3);
			assert!(page.len() <= 3);
			if page.is_empty() {
				break;
			}
			found.extend(page);
		}
		found.sort_unstable();
		expected.sort_unstable();
		assert_eq!(found, expected);
		// A foreign cursor, an unknown set and no room give nothing.
		assert!(DataRegistry::children_of(set, Some(other), 3).is_empty());
		assert!(DataRegistry::children_of(99, None, 3).is_empty());
		assert!(DataRegistry::children_of(set, None, 0).is_empty());
	});
}
