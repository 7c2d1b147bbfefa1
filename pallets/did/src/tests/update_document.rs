//! Changing a document (W3C DID Core 8, Y.4560 7.1.3).

use super::*;
use codec::{Decode, Encode};
use counterfoil_primitives::{
	did::Relationship,
	document::{
		Approvals, DidAct, Document, MethodKey, Proofs, Relationships, Service, VerificationMethod,
		MAX_SERVICES,
	},
	payload::{signing_bytes, Purpose},
	text::Text,
};
use sp_runtime::TokenError;

/// A device of ALICE with a key, and its DID.
fn device(seed: u8) -> (Key, DidId) {
	let key = Key::ed25519(seed);
	let did = add_device(ALICE, &key, [7; 32]);
	(key, did)
}

/// Puts a document that names BOB and CHARLIE as controllers in force for ALICE, and returns it.
fn controlled(threshold: u8) -> Document {
	let controllers = [founder(BOB), founder(CHARLIE)];
	let document = controlled_document(&founder_key(ALICE), &controllers, threshold);
	assert_ok!(put_document(ALICE, founder(ALICE), document.clone(), &[]));
	document
}

/// Hands a document for ALICE in with these approvals; it brings no keys.
fn hand_in(
	account: AccountId,
	document: Document,
	approvals: Approvals,
) -> sp_runtime::DispatchResult {
	let did = founder(ALICE);
	let before = version(did);
	Did::update_document(signed(account), did, document, before, approvals, Proofs::new())
}

fn alone() -> Document {
	document_of(&[&founder_key(ALICE)])
}

fn update(document: &Document) -> DidAct {
	DidAct::Update(document.digest())
}

#[test]
fn update_document_by_subject_brings_new_key_into_force() {
	ExtBuilder::default().build_and_execute(|| {
		let (did, old, new) = (founder(ALICE), founder_key(ALICE), Key::p256(11));
		let document = document_of(&[&new]);
		assert_ok!(put_document(ALICE, did, document.clone(), &[&new]));
		assert!(Did::verify(&did, b"reading", &new.sign(b"reading")));
		assert!(!Did::verify(&did, b"reading", &old.sign(b"reading")));
		let record = Records::<Test>::get(did).unwrap();
		assert_eq!((record.version, record.document, record.key), (2, 2, old.public()));
		assert_eq!(Documents::<Test>::get(did, 2), Some(document.clone()));
		assert_eq!(
			events(),
			[Event::DocumentUpdated { did, version: 2, document: document.digest(), actor: did }]
		);
	});
}

#[test]
fn update_document_of_device_by_owner() {
	ExtBuilder::default().build_and_execute(|| {
		let (_, did) = device(10);
		events();
		let new = Key::sr25519(11);
		let document = document_of(&[&new]);
		assert_ok!(put_document(ALICE, did, document.clone(), &[&new]));
		assert!(Did::verify(&did, b"reading", &new.sign(b"reading")));
		assert_eq!(
			events(),
			[Event::DocumentUpdated {
				did,
				version: 2,
				document: document.digest(),
				actor: founder(ALICE)
			}]
		);
	});
}

#[test]
fn keys_count_for_their_purposes_alone() {
	ExtBuilder::default().build_and_execute(|| {
		let did = founder(ALICE);
		let (one, other) = (founder_key(ALICE), Key::ecdsa(11));
		let mut document = document_of(&[&one, &other]);
		document.methods[0].relationships = Relationship::CapabilityInvocation.into();
		document.methods[1].relationships = Relationship::AssertionMethod.into();
		document
			.methods
			.try_push(VerificationMethod {
				id: 3,
				key: MethodKey::X25519([9; 32]),
				relationships: Relationships::KEY_AGREEMENT,
			})
			.unwrap();
		assert_ok!(put_document(ALICE, did, document, &[&other]));
		let good = |key: &Key| {
			let signature = key.sign(b"m");
			Relationships::ALL.map(|purpose| Did::verify_for(&did, purpose, b"m", &signature))
		};
		assert_eq!(good(&one), [false, false, false, true, false]);
		assert_eq!(good(&other), [false, true, false, false, false]);
		assert!(!Did::verify(&did, b"m", &one.sign(b"m")));
		assert!(Did::verify(&did, b"m", &other.sign(b"m")));
	});
}

#[test]
fn device_that_never_changed_agrees_on_no_keys() {
	ExtBuilder::default().build_and_execute(|| {
		let (key, did) = device(10);
		let signature = key.sign(b"m");
		let good =
			Relationships::ALL.map(|purpose| Did::verify_for(&did, purpose, b"m", &signature));
		assert_eq!(good, [true, true, false, true, true]);
		assert!(Histories::<Test>::iter().next().is_none());
		assert!(Versions::<Test>::iter().next().is_none());
	});
}

#[test]
fn ticket_covers_the_whole_history_and_grows_with_it() {
	ExtBuilder::default().build_and_execute(|| {
		let did = founder(ALICE);
		let (one, other) = (Key::ed25519(11), Key::ed25519(12));
		assert_ok!(put_document(ALICE, did, document_of(&[&one]), &[&one]));
		let first = history_hold(ALICE);
		assert_eq!(first, Histories::<Test>::get(did).bytes / 10);
		assert_ok!(put_document(ALICE, did, document_of(&[&one, &other]), &[&other]));
		assert!(history_hold(ALICE) > first);
		assert_eq!(history_hold(ALICE), Histories::<Test>::get(did).bytes / 10);
		assert_eq!(Balances::free_balance(ALICE), START - history_hold(ALICE));
	});
}

#[test]
fn ticket_falls_on_whoever_hands_the_change_in() {
	ExtBuilder::default().build_and_execute(|| {
		controlled(1);
		let carried = history_hold(ALICE);
		assert!(carried > 0);
		// EVE has no DID.
		let document = alone();
		let approvals =
			approvals(founder(ALICE), update(&document), &[(founder(BOB), &founder_key(BOB))]);
		events();
		assert_ok!(hand_in(EVE, document.clone(), approvals));
		assert_eq!(history_hold(ALICE), 0);
		assert_eq!(Balances::free_balance(ALICE), START);
		assert!(history_hold(EVE) > carried);
		assert_eq!(
			events(),
			[Event::DocumentUpdated {
				did: founder(ALICE),
				version: 3,
				document: document.digest(),
				actor: founder(BOB)
			}]
		);
	});
}

#[test]
fn controllers_change_what_the_subject_alone_cannot() {
	ExtBuilder::default().build_and_execute(|| {
		controlled(2);
		assert_eq!(Did::controllers(&founder(ALICE)), [founder(BOB), founder(CHARLIE)]);
		assert_eq!(Did::controllers(&founder(BOB)), []);
		assert_eq!(Did::controllers(&DidId([1; 32])), []);
		assert_noop!(hand_in(ALICE, alone(), Approvals::new()), Error::<Test>::TooFewApprovals);
		let document = alone();
		let both = [(founder(CHARLIE), &founder_key(CHARLIE)), (founder(BOB), &founder_key(BOB))];
		let approvals = approvals(founder(ALICE), update(&document), &both);
		assert_ok!(hand_in(DAVE, document, approvals));
		assert_eq!(Did::controllers(&founder(ALICE)), []);
	});
}

#[test]
fn attack_controller_below_threshold_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		controlled(2);
		let document = alone();
		let approvals =
			approvals(founder(ALICE), update(&document), &[(founder(BOB), &founder_key(BOB))]);
		assert_noop!(hand_in(BOB, document, approvals), Error::<Test>::TooFewApprovals);
	});
}

#[test]
fn attack_one_controller_approves_twice_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		controlled(2);
		let document = alone();
		let twice = [(founder(BOB), &founder_key(BOB)), (founder(BOB), &founder_key(BOB))];
		let approvals = approvals(founder(ALICE), update(&document), &twice);
		assert_noop!(hand_in(BOB, document, approvals), Error::<Test>::DuplicateApproval);
	});
}

#[test]
fn attack_stranger_approves_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		controlled(1);
		let document = alone();
		let by = |did, key: &Key| approvals(founder(ALICE), update(&document), &[(did, key)]);
		// The subject itself, and a controller's name with another one's key.
		assert_noop!(
			hand_in(ALICE, document.clone(), by(founder(ALICE), &founder_key(ALICE))),
			Error::<Test>::NotController
		);
		assert_noop!(
			hand_in(ALICE, document.clone(), by(founder(BOB), &founder_key(ALICE))),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn approvals_without_controllers_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let document = document_of(&[&founder_key(ALICE)]);
		let mut document = document;
		document.also_known_as.try_push(b"x:y".to_vec().try_into().unwrap()).unwrap();
		let by_alice = [(founder(ALICE), &founder_key(ALICE))];
		let approvals = approvals(founder(ALICE), update(&document), &by_alice);
		assert_noop!(hand_in(ALICE, document, approvals), Error::<Test>::NotController);
	});
}

#[test]
fn attack_revoked_controller_approves_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(20);
		let dave = admit(DAVE, &key, Role::Other.into());
		let document = controlled_document(&founder_key(ALICE), &[dave], 1);
		let asked = approvals(founder(ALICE), update(&document), &[(dave, &key)]);
		assert_ok!(hand_in(ALICE, document, asked));
		let document = alone();
		let approvals = approvals(founder(ALICE), update(&document), &[(dave, &key)]);
		carry(dave, Change::Revoke);
		assert_noop!(hand_in(DAVE, document, approvals), Error::<Test>::ControllerNotActive);
	});
}

#[test]
fn attack_key_that_a_controller_rotated_out_approves_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		controlled(1);
		let new = Key::ed25519(20);
		assert_ok!(put_document(BOB, founder(BOB), document_of(&[&new]), &[&new]));
		let document = alone();
		let by = |key: &Key| approvals(founder(ALICE), update(&document), &[(founder(BOB), key)]);
		assert_noop!(
			hand_in(EVE, document.clone(), by(&founder_key(BOB))),
			Error::<Test>::BadSignature
		);
		assert_ok!(hand_in(EVE, document.clone(), by(&new)));
	});
}

#[test]
fn attack_replayed_update_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let controlled = controlled(1);
		let bob = [(founder(BOB), &founder_key(BOB))];
		let document = alone();
		let old = approvals(founder(ALICE), update(&document), &bob);
		assert_ok!(hand_in(EVE, document.clone(), old.clone()));
		// Under control again: what BOB signed for version 3 does not make version 5.
		assert_ok!(put_document(ALICE, founder(ALICE), controlled, &[]));
		assert_noop!(hand_in(EVE, document.clone(), old), Error::<Test>::BadSignature);
		assert_eq!(version(founder(ALICE)), 4);
	});
}

#[test]
fn attack_approval_for_another_chain_document_subject_or_act_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		use counterfoil_primitives::document::DidUpdate;
		controlled(1);
		let document = alone();
		let did = founder(ALICE);
		let message = |genesis, purpose, nonce, did, act| {
			signing_bytes(purpose, &genesis, nonce, &DidUpdate { did, act })
		};
		let act = || update(&document);
		let good = message(genesis(), Purpose::DidUpdate, 3, did, act());
		for bad in [
			message([0xaa; 32], Purpose::DidUpdate, 3, did, act()),
			message(genesis(), Purpose::SponsoredCall, 3, did, act()),
			message(genesis(), Purpose::DidUpdate, 2, did, act()),
			message(genesis(), Purpose::DidUpdate, 4, did, act()),
			message(genesis(), Purpose::DidUpdate, 3, founder(CHARLIE), act()),
			message(genesis(), Purpose::DidUpdate, 3, did, DidAct::Update([0; 32])),
			message(genesis(), Purpose::DidUpdate, 3, did, DidAct::Deactivate),
			message(genesis(), Purpose::DidUpdate, 3, did, DidAct::Prove(document.digest())),
		] {
			let approval = vec![(founder(BOB), founder_key(BOB).sign(&bad))];
			assert_noop!(
				hand_in(EVE, document.clone(), approval.try_into().unwrap()),
				Error::<Test>::BadSignature
			);
		}
		let approval = vec![(founder(BOB), founder_key(BOB).sign(&good))];
		assert_ok!(hand_in(EVE, document.clone(), approval.try_into().unwrap()));
	});
}

#[test]
fn attack_key_of_another_one_is_listed_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		// BOB lists the key of ALICE, so that what she signs would count for him.
		let document = document_of(&[&founder_key(BOB), &founder_key(ALICE)]);
		for signer in [founder_key(BOB), Key::ed25519(9)] {
			assert_noop!(
				put_document(BOB, founder(BOB), document.clone(), &[&signer]),
				Error::<Test>::BadProof
			);
		}
		assert_noop!(
			put_document(BOB, founder(BOB), document.clone(), &[]),
			Error::<Test>::WrongNumberOfProofs
		);
		// An approval of hers is no proof.
		let act = update(&document);
		let message = update_message(founder(BOB), 2, act);
		let proof = Proofs::truncate_from(vec![founder_key(ALICE).sign(&message)]);
		assert_noop!(
			Did::update_document(signed(BOB), founder(BOB), document, 1, Approvals::new(), proof),
			Error::<Test>::BadProof
		);
	});
}

#[test]
fn proofs_come_in_the_order_of_the_methods() {
	ExtBuilder::default().build_and_execute(|| {
		let (one, other) = (Key::ed25519(11), Key::ecdsa(12));
		let document = document_of(&[&one, &founder_key(ALICE), &other]);
		assert_noop!(
			put_document(ALICE, founder(ALICE), document.clone(), &[&other, &one]),
			Error::<Test>::BadProof
		);
		assert_ok!(put_document(ALICE, founder(ALICE), document, &[&one, &other]));
	});
}

#[test]
fn attack_two_changes_cross_the_later_one_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let did = founder(ALICE);
		let (one, other) = (Key::ed25519(11), Key::ed25519(12));
		let change = |key: &Key, expected| {
			let document = document_of(&[key]);
			let proofs = proofs(did, &document, &[key]);
			Did::update_document(signed(ALICE), did, document, expected, Approvals::new(), proofs)
		};
		assert_ok!(change(&one, 1));
		assert_noop!(change(&other, 1), Error::<Test>::WrongVersion);
		assert_noop!(change(&other, 3), Error::<Test>::WrongVersion);
		assert_ok!(change(&other, 2));
	});
}

#[test]
fn update_document_by_anyone_else_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let (_, did) = device(10);
		let new = Key::ed25519(11);
		for target in [founder(ALICE), did] {
			for account in [BOB, EVE] {
				assert_noop!(
					put_document(account, target, document_of(&[&new]), &[&new]),
					Error::<Test>::NotAuthorized
				);
			}
			let document = document_of(&[&new]);
			for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
				let (none, proofs) = (Approvals::new(), proofs(target, &document, &[&new]));
				assert_noop!(
					Did::update_document(origin, target, document.clone(), 1, none, proofs),
					DispatchError::BadOrigin
				);
			}
		}
	});
}

#[test]
fn update_document_of_unknown_pending_suspended_and_revoked_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(20);
		let update = |account, did, version| {
			let document = document_of(&[&Key::ed25519(21)]);
			let (none, proofs) = (Approvals::new(), Proofs::new());
			Did::update_document(signed(account), did, document, version, none, proofs)
		};
		assert_noop!(update(DAVE, key.did(), 1), Error::<Test>::NotFound);
		let did = apply(DAVE, &key, Role::Other.into());
		assert_noop!(update(DAVE, did, 1), Error::<Test>::NotActive);
		vote(ALICE, did, true);
		vote(BOB, did, true);
		carry(did, Change::Suspend);
		assert_noop!(update(DAVE, did, 2), Error::<Test>::NotActive);
		carry(did, Change::Revoke);
		assert_noop!(update(DAVE, did, 3), Error::<Test>::Ended);
	});
}

#[test]
fn owner_gives_suspended_device_another_key() {
	ExtBuilder::default().build_and_execute(|| {
		let (_, did) = device(10);
		assert_ok!(Did::set_device_status(signed(ALICE), did, DeviceStatus::Suspended));
		let new = Key::ed25519(11);
		assert_ok!(put_document(ALICE, did, document_of(&[&new]), &[&new]));
		assert!(!Did::is_active(&did));
		assert_ok!(Did::set_device_status(signed(ALICE), did, DeviceStatus::Active));
		assert!(Did::verify(&did, b"m", &new.sign(b"m")));
	});
}

#[test]
fn document_in_force_again_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			put_document(ALICE, founder(ALICE), alone(), &[]),
			Error::<Test>::DocumentUnchanged
		);
		let document = controlled(1);
		assert_noop!(hand_in(ALICE, document, Approvals::new()), Error::<Test>::DocumentUnchanged);
	});
}

#[test]
fn documents_that_break_a_rule_are_refused_by_cause() {
	ExtBuilder::default().build_and_execute(|| {
		let did = founder(ALICE);
		let refused = |change: &dyn Fn(&mut Document), error: Error<Test>| {
			let mut document = alone();
			change(&mut document);
			assert_noop!(put_document(ALICE, did, document, &[]), error);
		};
		let asserts = Relationships::from(Relationship::AssertionMethod);
		refused(&|document| document.methods[0].relationships = asserts, Error::NoControl);
		refused(&|document| document.threshold = 1, Error::InvalidThreshold);
		refused(
			&|document| {
				document.threshold = 1;
				document.controllers = vec![founder(BOB); 2].try_into().unwrap();
			},
			Error::DuplicateController,
		);
		refused(
			&|document| {
				document.threshold = 1;
				document.controllers = vec![did].try_into().unwrap();
			},
			Error::SelfControlled,
		);
		let twice = |id| {
			move |document: &mut Document| {
				let method = VerificationMethod { id, ..document.methods[0] };
				document.methods.try_push(method).unwrap();
			}
		};
		refused(&twice(1), Error::DuplicateId);
		refused(&twice(2), Error::DuplicateKey);
		refused(
			&|document| {
				document.methods[0].key = MethodKey::Verification(
					counterfoil_primitives::did::VerificationKey::EcdsaP256([9; 33]),
				)
			},
			Error::MalformedKey,
		);
		refused(
			&|document| document.methods[0].relationships = Relationships::EMPTY,
			Error::InvalidRelationship,
		);
		refused(
			&|document| {
				for id in 2..=5 {
					let key = MethodKey::Verification(Key::ed25519(id).public());
					let method = VerificationMethod { id, key, ..document.methods[0] };
					document.methods.try_push(method).unwrap();
				}
			},
			Error::TooManyKeys,
		);
		refused(
			&|document| {
				document.also_known_as =
					vec![b"nowhere".to_vec().try_into().unwrap()].try_into().unwrap()
			},
			Error::MalformedUri,
		);
		refused(
			&|document| {
				document.threshold = 1;
				document.controllers = vec![DidId([1; 32])].try_into().unwrap();
			},
			Error::ControllerNotActive,
		);
	});
}

#[test]
fn attack_oversize_document_does_not_decode() {
	let service = |id| Service {
		id,
		kind: Text::new("LinkedDomains").unwrap(),
		endpoint: vec![b'x'; 128].try_into().unwrap(),
	};
	let services: Vec<_> = (0..4).map(service).collect();
	let document = Document {
		services: services.clone().try_into().unwrap(),
		..document_of(&[&Key::ed25519(1)])
	};
	let call = |document: Document| Call::<Test>::update_document {
		did: DidId([1; 32]),
		document,
		expected_version: 1,
		approvals: Approvals::new(),
		proofs: Proofs::new(),
	};
	let encoded = call(document.clone()).encode();
	assert!(Call::<Test>::decode(&mut &encoded[..]).is_ok());

	// The same with one service more than fits, by hand.
	let end = document.encode().len() - services.encode().len();
	let mut oversize = vec![20u8];
	oversize.extend([1; 32]);
	oversize.extend(&document.encode()[..end]);
	assert_eq!(services.len(), MAX_SERVICES as usize);
	oversize.extend((0..5).map(service).collect::<Vec<_>>().encode());
	oversize.extend([1, 0, 0, 0, 0, 0]);
	assert!(Call::<Test>::decode(&mut &oversize[..]).is_err());
}

#[test]
fn update_document_without_money_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let free = Balances::free_balance(ALICE);
		assert_ok!(Balances::transfer_keep_alive(signed(ALICE), BOB, free - 5));
		let new = Key::ed25519(11);
		assert_noop!(
			put_document(ALICE, founder(ALICE), document_of(&[&new]), &[&new]),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn update_document_when_version_numbers_are_used_up_is_refused() {
	ExtBuilder::default().build().execute_with(|| {
		let did = founder(ALICE);
		Records::<Test>::mutate(did, |record| record.as_mut().unwrap().version = u32::MAX);
		let new = Key::ed25519(11);
		let document = document_of(&[&new]);
		let message = signing_bytes(
			Purpose::DidUpdate,
			&genesis(),
			u64::from(u32::MAX) + 1,
			&counterfoil_primitives::document::DidUpdate {
				did,
				act: DidAct::Prove(document.digest()),
			},
		);
		let proofs = Proofs::truncate_from(vec![new.sign(&message)]);
		assert_noop!(
			Did::update_document(signed(ALICE), did, document, u32::MAX, Approvals::new(), proofs),
			Error::<Test>::TooManyVersions
		);
	});
}

#[test]
fn weight_pays_for_every_key_that_is_tried() {
	use crate::WeightInfo;
	let time = |approvals, proofs| <()>::update_document(approvals, proofs).ref_time();
	// Four keys of the slowest scheme for an approval, one for a proof.
	assert!(time(1, 0) - time(0, 0) >= 4 * (time(0, 1) - time(0, 0)));
	assert!(time(8, 8) > time(7, 8) && time(8, 8) > time(8, 7));
	// A scheme that the host does not check costs more.
	let charged = |key: &Key| {
		use frame_support::dispatch::GetDispatchInfo;
		let signature = key.sign(b"m");
		let call = Call::<Test>::update_document {
			did: DidId([1; 32]),
			document: document_of(&[key]),
			expected_version: 1,
			approvals: Approvals::truncate_from(vec![(DidId([2; 32]), signature)]),
			proofs: Proofs::truncate_from(vec![signature]),
		};
		call.get_dispatch_info().call_weight.ref_time()
	};
	assert_eq!(charged(&Key::ed25519(1)), time(1, 1));
	// Five checks, each as long as twelve of 160 microseconds.
	assert_eq!(charged(&Key::p256(1)) - time(1, 1), 5 * 11 * 160_000_000);
}

#[test]
fn device_changes_its_own_document_at_the_expense_of_a_sponsor() {
	ExtBuilder::default().build_and_execute(|| {
		let (_, did) = device(10);
		let new = Key::ed25519(11);
		let document = document_of(&[&new]);
		let proofs = proofs(did, &document, &[&new]);
		// As the origin of a sponsored call says: the device acts, EVE pays.
		let caller = crate::features::documents::Caller { did: Some(did), account: EVE };
		assert_ok!(Did::do_update_document(caller, did, document, 1, Approvals::new(), proofs));
		assert!(Did::verify(&did, b"m", &new.sign(b"m")));
		assert!(history_hold(EVE) > 0);
		assert_eq!(history_hold(ALICE), 0);
		// The owner takes over with the next change.
		assert_ok!(Did::set_device_status(signed(ALICE), did, DeviceStatus::Suspended));
		assert_eq!(Balances::free_balance(EVE), START);
		assert!(history_hold(ALICE) > 0);
	});
}

#[test]
fn attack_controller_that_was_not_asked_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		// ALICE names BOB, who then could neither judge her data nor veto, beside a friend of hers.
		let named = [founder(BOB), founder(CHARLIE)];
		let document = controlled_document(&founder_key(ALICE), &named, 2);
		let (bob, charlie) = (founder_key(BOB), founder_key(CHARLIE));
		let by = |agree: &[(DidId, &Key)]| approvals(founder(ALICE), update(&document), agree);
		for agree in [by(&[]), by(&[(founder(CHARLIE), &charlie)])] {
			assert_noop!(
				hand_in(ALICE, document.clone(), agree),
				Error::<Test>::ControllerNotAsked
			);
		}
		assert_noop!(
			hand_in(
				ALICE,
				document.clone(),
				by(&[(founder(BOB), &charlie), (founder(CHARLIE), &charlie)])
			),
			Error::<Test>::BadSignature
		);
		// Those who are to be controllers do not decide for her.
		let both = by(&[(founder(BOB), &bob), (founder(CHARLIE), &charlie)]);
		assert_noop!(hand_in(BOB, document.clone(), both.clone()), Error::<Test>::NotAuthorized);
		assert_noop!(hand_in(DAVE, document.clone(), both.clone()), Error::<Test>::NotAuthorized);
		assert_ok!(hand_in(ALICE, document.clone(), both));
	});
}

#[test]
fn attack_newcomer_counts_towards_the_threshold_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let dave_key = Key::ed25519(20);
		let dave = admit(DAVE, &dave_key, Role::Other.into());
		controlled(2);
		let named = [founder(BOB), founder(CHARLIE), dave];
		let document = controlled_document(&founder_key(ALICE), &named, 1);
		let (bob, charlie) = (founder_key(BOB), founder_key(CHARLIE));
		let by = |agree: &[(DidId, &Key)]| approvals(founder(ALICE), update(&document), agree);
		let one = by(&[(dave, &dave_key), (founder(BOB), &bob)]);
		assert_noop!(hand_in(BOB, document.clone(), one), Error::<Test>::TooFewApprovals);
		let two = [(founder(BOB), &bob), (founder(CHARLIE), &charlie)];
		assert_noop!(hand_in(BOB, document.clone(), by(&two)), Error::<Test>::ControllerNotAsked);
		// Whoever calls, agrees.
		assert_ok!(hand_in(DAVE, document.clone(), by(&two)));
	});
}

#[test]
fn attack_stolen_device_names_controllers_to_shut_out_its_owner_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let (key, did) = device(10);
		let named = controlled_document(&key, &[founder(BOB)], 1);
		let by_device = |document: Document, approvals| {
			let caller = crate::features::documents::Caller { did: Some(did), account: BOB };
			let before = version(did);
			Did::do_update_document(caller, did, document, before, approvals, Proofs::new())
		};
		let asked = approvals(did, update(&named), &[(founder(BOB), &founder_key(BOB))]);
		assert_noop!(by_device(named.clone(), asked), Error::<Test>::NotAuthorized);
		// Everything else it may, and the owner may name them.
		let mut other = document_of(&[&key]);
		other.also_known_as.try_push(b"x:y".to_vec().try_into().unwrap()).unwrap();
		assert_ok!(by_device(other, Approvals::new()));
		assert_ok!(put_document(ALICE, did, named, &[]));
	});
}

#[test]
fn attack_stolen_device_ties_its_owner_to_a_party_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		// BOB has the key of a device of ALICE. As the owner of a controller of his she could not judge his data.
		let (key, sensor) = device(10);
		let bob = founder(BOB);
		let document = controlled_document(&founder_key(BOB), &[sensor], 1);
		let hand_in = |account, agree: &[(DidId, &Key)]| {
			let agree = approvals(bob, update(&document), agree);
			let before = version(bob);
			Did::update_document(
				signed(account),
				bob,
				document.clone(),
				before,
				agree,
				Proofs::new(),
			)
		};
		let alice = (founder(ALICE), &founder_key(ALICE));
		assert_noop!(hand_in(BOB, &[(sensor, &key)]), Error::<Test>::ControllerNotAsked);
		assert_noop!(hand_in(BOB, &[alice]), Error::<Test>::ControllerNotAsked);
		assert_noop!(
			hand_in(BOB, &[(sensor, &key), (founder(ALICE), &key)]),
			Error::<Test>::BadSignature
		);
		// Nor does she decide for him.
		assert_noop!(hand_in(ALICE, &[(sensor, &key), alice]), Error::<Test>::NotAuthorized);
		assert_ok!(hand_in(BOB, &[(sensor, &key), alice]));
		// She has control by now, and is not asked again.
		let (second, other) = device(11);
		let document = controlled_document(&founder_key(BOB), &[sensor, founder(ALICE)], 1);
		let agree = [(sensor, &key), alice];
		let agree = approvals(bob, update(&document), &agree);
		assert_ok!(Did::update_document(signed(EVE), bob, document, 2, agree, Proofs::new()));
		let document = controlled_document(&founder_key(BOB), &[other, founder(ALICE)], 1);
		let agree = approvals(bob, update(&document), &[(sensor, &key), (other, &second)]);
		assert_ok!(Did::update_document(signed(EVE), bob, document, 3, agree, Proofs::new()));
	});
}

#[test]
fn own_device_becomes_controller_by_its_own_consent() {
	ExtBuilder::default().build_and_execute(|| {
		let (key, own) = device(10);
		let document = controlled_document(&founder_key(ALICE), &[own], 1);
		let agree = approvals(founder(ALICE), update(&document), &[(own, &key)]);
		assert_ok!(hand_in(ALICE, document, agree));
		// Whoever hands it in: the owner is the subject itself.
		let (second, another) = device(11);
		let document = controlled_document(&founder_key(ALICE), &[another], 1);
		let both = [(own, &key), (another, &second)];
		let agree = approvals(founder(ALICE), update(&document), &both);
		assert_ok!(hand_in(BOB, document, agree));
	});
}
