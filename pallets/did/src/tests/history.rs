//! Every version stays resolvable by number and by time, and signatures count for the time they were made
//! (Y.4560 7.1.2, 7.1.3; W3C DID Core 7.1).

use super::*;
use codec::Encode;
use counterfoil_primitives::{
	did::Relationship::{self, AssertionMethod},
	document::{Approvals, Document, Relationships},
	traits::{DeviceRecords, Subject},
};
use pallet_did_runtime_api::{DocumentView, Resolution, SignatureCheck, VersionView, MAX_BATCH};

const METADATA: [u8; 32] = [7; 32];

/// Whether the key signed for the DID at that moment.
fn good_at(did: DidId, key: &Key, at: u64) -> bool {
	Did::verify_at(&did, AssertionMethod, b"reading", &key.sign(b"reading"), at)
}

/// Makes `new` the only key of a device of ALICE or of herself, at `at`.
fn rotate(did: DidId, new: &Key, at: u64) {
	set_time(at);
	let before = Records::<Test>::get(did).unwrap();
	let document = document_of(&[new]);
	let before = Did::document_of(&did, &before, before.document).unwrap();
	let news = if document.new_keys(&before).count() == 0 { &[][..] } else { &[new] };
	assert_ok!(put_document(ALICE, did, document, news));
}

fn found(resolution: Resolution) -> DocumentView {
	match resolution {
		Resolution::Found(view) => view,
		other => panic!("{other:?}"),
	}
}

fn number_at(did: DidId, at: u64) -> u32 {
	found(Did::resolve_at(did, at)).version.version
}

#[test]
fn signature_made_before_rotation_verifies_with_the_key_of_then() {
	ExtBuilder::default().build_and_execute(|| {
		let (old, new) = (Key::ed25519(10), Key::p256(11));
		let device = add_device(ALICE, &old, METADATA);
		rotate(device, &new, NOW + 100);
		set_time(NOW + 200);
		// Up to the moment before the rotation the old key, from the rotation on the new one.
		for (at, by_old) in [
			(NOW, true),
			(NOW + 50, true),
			(NOW + 99, true),
			(NOW + 100, false),
			(NOW + 101, false),
			(NOW + 200, false),
		] {
			assert_eq!(good_at(device, &old, at), by_old, "{at}");
			assert_eq!(good_at(device, &new, at), !by_old, "{at}");
		}
		assert!(!good_at(device, &old, NOW - 1), "it was not there yet");
		assert!(!good_at(device, &new, NOW + 201), "that moment is to come");
		assert!(!Did::verify(&device, b"reading", &old.sign(b"reading")));
	});
}

#[test]
fn of_two_rotations_in_one_block_the_later_one_holds() {
	ExtBuilder::default().build_and_execute(|| {
		let keys = [Key::ed25519(10), Key::ed25519(11), Key::ed25519(12)];
		let device = add_device(ALICE, &keys[0], METADATA);
		rotate(device, &keys[1], NOW + 100);
		rotate(device, &keys[2], NOW + 100);
		let good = |at| [0, 1, 2].map(|key: usize| good_at(device, &keys[key], at));
		assert_eq!(good(NOW + 99), [true, false, false]);
		assert_eq!(good(NOW + 100), [false, false, true]);
		set_time(NOW + 500);
		assert_eq!(good(NOW + 500), [false, false, true]);
		assert_eq!((number_at(device, NOW + 99), number_at(device, NOW + 100)), (1, 3));
		// The one in between never held, and is found by its number.
		let view = found(Did::resolve_version(device, 2));
		assert_eq!(view.document, document_of(&[&keys[1]]));
		assert_eq!((view.version.from, view.version.until), (NOW + 100, Some(NOW + 100)));
	});
}

#[test]
fn signature_accepted_earlier_in_the_block_of_a_rotation_is_not_good_for_that_moment() {
	ExtBuilder::default().build_and_execute(|| {
		let (old, new) = (Key::ed25519(10), Key::ed25519(11));
		let device = add_device(ALICE, &old, METADATA);
		set_time(NOW + 100);
		assert!(Did::verify(&device, b"reading", &old.sign(b"reading")));
		assert!(good_at(device, &old, NOW + 100));
		rotate(device, &new, NOW + 100);
		// One answer for each moment, the same as for the document of that moment.
		assert!(!good_at(device, &old, NOW + 100) && good_at(device, &new, NOW + 100));
		let view = found(Did::resolve_at(device, NOW + 100));
		assert_eq!(view.document, document_of(&[&new]));
		assert!(good_at(device, &old, NOW + 99));
	});
}

#[test]
fn attack_stolen_old_key_signs_for_a_moment_before_it_was_replaced() {
	// That cannot be seen from a signature: `at` is a claim, and the docs say so. Today the key counts for nothing.
	ExtBuilder::default().build_and_execute(|| {
		let (stolen, new) = (Key::ed25519(10), Key::ed25519(11));
		let device = add_device(ALICE, &stolen, METADATA);
		rotate(device, &new, NOW + 100);
		set_time(NOW + 200);
		assert!(!Did::verify(&device, b"reading", &stolen.sign(b"reading")));
		assert!(!good_at(device, &stolen, NOW + 200));
		assert!(good_at(device, &stolen, NOW + 99));
	});
}

#[test]
fn change_in_the_block_of_the_registration_holds_from_the_beginning() {
	ExtBuilder::default().build_and_execute(|| {
		let (old, new) = (Key::ed25519(10), Key::ed25519(11));
		let device = add_device(ALICE, &old, METADATA);
		rotate(device, &new, NOW);
		assert!(good_at(device, &new, NOW) && !good_at(device, &old, NOW));
		assert!(!good_at(device, &new, NOW - 1));
	});
}

#[test]
fn signature_from_a_time_of_suspension_never_counts() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let device = add_device(ALICE, &key, METADATA);
		set_time(NOW + 100);
		assert_ok!(Did::set_device_status(signed(ALICE), device, DeviceStatus::Suspended));
		set_time(NOW + 200);
		assert_ok!(Did::set_device_status(signed(ALICE), device, DeviceStatus::Active));
		set_time(NOW + 300);
		for (at, good) in [(99, true), (100, false), (199, false), (200, true), (300, true)] {
			assert_eq!(good_at(device, &key, NOW + at), good, "{at}");
		}
		assert_eq!(found(Did::resolve_at(device, NOW + 150)).version.status, DidStatus::Suspended);
	});
}

#[test]
fn revocation_does_not_reach_what_was_signed_before() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(20);
		let did = admit(DAVE, &key, Role::Supplier.into());
		set_time(NOW + 100);
		carry(did, Change::Revoke);
		set_time(NOW + 200);
		assert!(good_at(did, &key, NOW + 99));
		assert!(!good_at(did, &key, NOW + 100));
		assert!(!good_at(did, &key, NOW + 200));
	});
}

#[test]
fn device_counts_only_while_its_owner_was_active() {
	ExtBuilder::default().build_and_execute(|| {
		let owner = admit(DAVE, &Key::ed25519(20), Role::Supplier.into());
		let key = Key::ed25519(10);
		let device = add_device(DAVE, &key, METADATA);
		set_time(NOW + 100);
		carry(owner, Change::Suspend);
		set_time(NOW + 200);
		carry(owner, Change::Reinstate);
		set_time(NOW + 300);
		for (at, good) in [(99, true), (100, false), (199, false), (200, true)] {
			assert_eq!(good_at(device, &key, NOW + at), good, "{at}");
		}
		assert_eq!(version(device), 1, "the device itself did not change");
	});
}

#[test]
fn owner_of_then_is_asked_after_a_transfer() {
	ExtBuilder::default().build_and_execute(|| {
		let owner = admit(DAVE, &Key::ed25519(20), Role::Supplier.into());
		let key = Key::ed25519(10);
		let device = add_device(DAVE, &key, METADATA);
		set_time(NOW + 100);
		carry(owner, Change::Suspend);
		set_time(NOW + 200);
		assert_ok!(Did::transfer(&device, &Subject { did: founder(ALICE), account: ALICE }));
		set_time(NOW + 300);
		for (at, good) in [(99, true), (100, false), (199, false), (200, true)] {
			assert_eq!(good_at(device, &key, NOW + at), good, "{at}");
		}
		let owners = Did::versions(device, 0, 10).into_iter().map(|version| version.owner);
		assert_eq!(owners.collect::<Vec<_>>(), [Some(owner), Some(founder(ALICE))]);
	});
}

#[test]
fn trust_of_today_does_not_reach_what_was_signed_before() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let device = add_device(ALICE, &key, METADATA);
		set_time(NOW + 100);
		Distrusted::set(vec![device]);
		assert!(good_at(device, &key, NOW + 50));
		assert!(!Did::verify(&device, b"reading", &key.sign(b"reading")));
	});
}

#[test]
fn stakeholder_begins_when_it_is_let_in() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(20);
		let did = apply(DAVE, &key, Role::Supplier.into());
		assert_eq!(Did::resolve_document(did), Resolution::NoVersion);
		assert!(Did::versions(did, 0, 10).is_empty());
		set_time(NOW + 100);
		assert!(!good_at(did, &key, NOW + 50));
		vote(ALICE, did, true);
		vote(BOB, did, true);
		set_time(NOW + 200);
		assert!(!good_at(did, &key, NOW + 99));
		assert!(good_at(did, &key, NOW + 100));
		assert_eq!(Did::resolve_at(did, NOW + 99), Resolution::NoVersion);
		assert_eq!(Did::resolve(did).unwrap().created, NOW + 100);
		assert_eq!(version(did), 1);
	});
}

#[test]
fn resolve_tells_unknown_from_no_such_version() {
	ExtBuilder::default().build_and_execute(|| {
		let unknown = DidId([1; 32]);
		assert_eq!(Did::resolve_document(unknown), Resolution::Unknown);
		assert_eq!(Did::resolve_version(unknown, 1), Resolution::Unknown);
		assert_eq!(Did::resolve_at(unknown, NOW), Resolution::Unknown);
		let device = add_device(ALICE, &Key::ed25519(10), METADATA);
		for number in [0, 2, u32::MAX] {
			assert_eq!(Did::resolve_version(device, number), Resolution::NoVersion);
		}
		assert_eq!(Did::resolve_at(device, NOW - 1), Resolution::NoVersion);
		let view = found(Did::resolve_version(device, 1));
		assert_eq!(
			view,
			DocumentView {
				did: device,
				version: VersionView {
					version: 1,
					from: NOW,
					until: None,
					block: None,
					status: DidStatus::Active,
					document: 1,
					owner: Some(founder(ALICE)),
				},
				document: Document::of_key(Key::ed25519(10).public()),
				latest: 1,
				deactivated: false,
			}
		);
		assert_eq!(found(Did::resolve_at(device, u64::MAX)), view);
	});
}

#[test]
fn status_change_keeps_the_document_and_stores_it_once() {
	ExtBuilder::default().build_and_execute(|| {
		let device = add_device(ALICE, &Key::ed25519(10), METADATA);
		let new = Key::ed25519(11);
		rotate(device, &new, NOW + 10);
		System::set_block_number(7);
		set_time(NOW + 20);
		assert_ok!(Did::set_device_status(signed(ALICE), device, DeviceStatus::Suspended));
		let view = found(Did::resolve_document(device));
		assert_eq!((view.version.version, view.version.document), (3, 2));
		assert_eq!(view.version.block, Some(7));
		assert_eq!(view.document, document_of(&[&new]));
		assert_eq!(Documents::<Test>::iter_prefix(device).count(), 1);
	});
}

#[test]
fn versions_are_paged_without_gaps() {
	ExtBuilder::default().build_and_execute(|| {
		let (one, other) = (Key::ed25519(10), Key::ed25519(11));
		let device = add_device(ALICE, &one, METADATA);
		for i in 1..8 {
			rotate(device, if i % 2 == 0 { &one } else { &other }, NOW + i);
		}
		let mut numbers = Vec::new();
		while numbers.len() < 8 {
			let after = numbers.last().copied().unwrap_or(0);
			let page = Did::versions(device, after, 3);
			assert!(!page.is_empty() && page.len() <= 3);
			for version in page {
				assert_eq!(version.from, NOW + u64::from(version.version) - 1);
				let next = (version.version < 8).then_some(version.from + 1);
				assert_eq!(version.until, next);
				numbers.push(version.version);
			}
		}
		assert_eq!(numbers, (1..=8).collect::<Vec<_>>());
		assert!(Did::versions(device, 8, 3).is_empty());
		assert!(Did::versions(device, u32::MAX, 3).is_empty());
		assert!(Did::versions(device, 0, 0).is_empty());
		assert!(Did::versions(DidId([1; 32]), 0, 3).is_empty());
	});
}

#[test]
fn batches_keep_the_order_and_stop_at_the_limit() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let device = add_device(ALICE, &key, METADATA);
		set_time(NOW + 10);
		let unknown = DidId([1; 32]);
		let answers = Did::resolve_many_at(vec![(device, NOW), (unknown, NOW), (device, NOW - 1)]);
		assert!(matches!(
			answers[..],
			[Resolution::Found(_), Resolution::Unknown, Resolution::NoVersion]
		));
		let many = vec![unknown; MAX_BATCH as usize + 1];
		assert_eq!(Did::resolve_documents(many).len(), MAX_BATCH as usize);
		let check = |relationship: Relationship, at| SignatureCheck {
			did: device,
			relationship,
			message: b"m".to_vec(),
			signature: key.sign(b"m"),
			at,
		};
		let checks = vec![
			check(AssertionMethod, None),
			check(AssertionMethod, Some(NOW)),
			check(AssertionMethod, Some(NOW - 1)),
			check(Relationship::KeyAgreement, None),
		];
		assert_eq!(Did::verify_signatures(checks), [true, true, false, false]);
		let many = vec![check(AssertionMethod, Some(0)); MAX_BATCH as usize + 1];
		assert_eq!(Did::verify_signatures(many).len(), MAX_BATCH as usize);
	});
}

#[test]
fn old_signature_counts_for_its_purpose_alone() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let device = add_device(ALICE, &key, METADATA);
		let mut document = document_of(&[&key]);
		document.methods[0].relationships = Relationship::CapabilityInvocation.into();
		set_time(NOW + 10);
		assert_ok!(put_document(ALICE, device, document, &[]));
		set_time(NOW + 20);
		let signature = key.sign(b"m");
		let good = |at| {
			Relationships::ALL.map(|purpose| Did::verify_at(&device, purpose, b"m", &signature, at))
		};
		assert_eq!(good(NOW + 9), [true, true, false, true, true]);
		assert_eq!(good(NOW + 10), [false, false, false, true, false]);
	});
}

#[test]
fn history_outlives_the_did() {
	ExtBuilder::default().build_and_execute(|| {
		let keys = [Key::ed25519(10), Key::ed25519(11)];
		let device = add_device(ALICE, &keys[0], METADATA);
		rotate(device, &keys[1], NOW + 10);
		set_time(NOW + 20);
		assert_ok!(Did::deactivate(signed(ALICE), device, Approvals::new()));
		set_time(NOW + 30);
		assert!(good_at(device, &keys[0], NOW + 9) && good_at(device, &keys[1], NOW + 19));
		assert!(!good_at(device, &keys[1], NOW + 20));
		assert_eq!(found(Did::resolve_version(device, 2)).document, document_of(&[&keys[1]]));
		assert!(matches!(Did::resolve_at(device, NOW + 20), Resolution::Deactivated(_)));
	});
}

/// What may happen to a device of DAVE.
#[derive(Clone, Copy, Debug)]
enum Step {
	/// Time passes.
	Wait(u64),
	/// The device signs with this key from now on.
	Rotate(usize),
	/// Its owner switches it on or off.
	Switch,
	/// Its owner loses its rights, or gets them back.
	Owner,
}

fn step() -> impl proptest::strategy::Strategy<Value = Step> {
	use proptest::prelude::*;
	prop_oneof![
		3 => (1..4u64).prop_map(Step::Wait),
		2 => (0..3usize).prop_map(Step::Rotate),
		1 => Just(Step::Switch),
		1 => Just(Step::Owner),
	]
}

proptest::proptest! {
	#![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

	/// Whatever happened in whichever order: for each moment, the keys that were good at its end are those that are good for it.
	#[test]
	fn signatures_are_judged_by_what_held_at_their_moment(
		steps in proptest::collection::vec(step(), 0..40),
	) {
		ExtBuilder::default().build_and_execute(|| {
			let keys = [Key::ed25519(10), Key::sr25519(11), Key::ecdsa(12)];
			let owner = admit(DAVE, &Key::ed25519(20), Role::Supplier.into());
			let device = add_device(DAVE, &keys[0], METADATA);
			assert_ok!(Balances::transfer_keep_alive(signed(BOB), DAVE, 8_000));
			let (mut now, mut key, mut on, mut owned) = (NOW, 0, true, true);
			// For each moment, which key was good.
			let mut model = std::collections::BTreeMap::new();
			for step in steps {
				match step {
					Step::Wait(moments) => {
						for _ in 0..moments {
							model.insert(now, (on && owned).then_some(key));
							now += 1;
						}
						set_time(now);
					},
					Step::Rotate(to) if to != key && owned => {
						let document = document_of(&[&keys[to]]);
						assert_ok!(put_document(DAVE, device, document, &[&keys[to]]));
						key = to;
					},
					Step::Rotate(_) => {},
					Step::Switch if on || owned => {
						on = !on;
						let status = if on { DeviceStatus::Active } else { DeviceStatus::Suspended };
						assert_ok!(Did::set_device_status(signed(DAVE), device, status));
					},
					Step::Switch => {},
					Step::Owner => {
						owned = !owned;
						carry(owner, if owned { Change::Reinstate } else { Change::Suspend });
					},
				}
			}
			model.insert(now, (on && owned).then_some(key));
			for (at, good) in model {
				for (index, key) in keys.iter().enumerate() {
					assert_eq!(good_at(device, key, at), good == Some(index), "{at} {index}");
				}
			}
			assert!(!keys.iter().any(|key| good_at(device, key, NOW - 1)));
			assert!(!keys.iter().any(|key| good_at(device, key, now + 1)));
		});
	}
}

/// A device of ALICE with so many versions, one each millisecond, and how many bytes of the state it takes to find the one that
/// held in the middle.
fn proof_size(versions: u32) -> usize {
	let mut ext = ExtBuilder::default().build();
	let device = ext.execute_with(|| {
		let key = Key::ed25519(10);
		let device = add_device(ALICE, &key, METADATA);
		assert_ok!(Balances::transfer_keep_alive(signed(BOB), ALICE, 9_000));
		Histories::<Test>::insert(device, crate::History::default());
		let mut record = Records::<Test>::get(device).unwrap();
		for number in 2..=versions {
			set_time(NOW + u64::from(number));
			let status = if number % 2 == 0 { DidStatus::Suspended } else { DidStatus::Active };
			let charge = crate::features::history::Charge::Kept;
			Did::write_status(device, record, status, None, charge).unwrap();
			record = Records::<Test>::get(device).unwrap();
		}
		for number in [1, 2, versions / 3, versions / 2, versions - 1, versions] {
			let at = NOW + u64::from(number);
			assert_eq!(number_at(device, at), number);
		}
		Did::do_try_state().unwrap();
		device
	});
	ext.commit_all().unwrap();
	let at = NOW + u64::from(versions / 2);
	let (number, proof) = ext.execute_and_prove(|| number_at(device, at));
	assert_eq!(number, versions / 2);
	proof.encoded_size()
}

#[test]
fn long_history_is_searched_in_logarithmic_time() {
	// Twice the binary digits, so at most about twice the reads; a hundred times the entries.
	let (short, long) = (proof_size(10), proof_size(1_000));
	assert!(long < 6 * short, "{short} {long}");
}
