//! What somebody may try who has no right to it, one attack in each test.

use codec::Encode;
use counterfoil_primitives::{
	access::{
		AccessRecord, Action, Basis, Contradiction, Fields, Grantee, Refusal, Request, Right, Terms,
	},
	did::DidStatus,
	fingerprint::{leaf_hash, node_hash, Tree},
	roles::Role,
	traits::Confidentiality,
};
use frame_support::{assert_noop, assert_ok, BoundedVec};

use crate::{mock::*, pallet::*, Call, Stance};

#[test]
fn attack_grant_used_beyond_its_count_within_one_block() {
	ExtBuilder.build_and_execute(|| {
		let grant = give(Grantee::Role(Role::Demander), limited(3));
		appoint();
		// All in one block, by everybody whom it covers and by an operator.
		assert_ok!(DataAccess::use_grant(signed(READER), grant, 1));
		assert_ok!(DataAccess::use_grant(signed(STRANGER), grant, 1));
		assert_noop!(DataAccess::use_grant(signed(READER), grant, 2), Error::<Test>::UsesExhausted);
		assert_ok!(DataAccess::use_grant(signed(OPERATOR), grant, 1));
		for who in [READER, STRANGER, OPERATOR, SUPPLIER] {
			assert_noop!(
				DataAccess::use_grant(signed(who), grant, 1),
				Error::<Test>::UsesExhausted
			);
		}
		assert_eq!(ask(READER, SET), refused(Refusal::UsesExhausted));
		// Two operators who each count what was reserved: the second one goes beyond it.
		Books::uses(grant, 3).submit();
		assert_eq!(DataAccess::conduct(did(OPERATOR)).overuses, 0);
		Books { operator: SUPPLIER, ..Books::uses(grant, 1) }.submit();
		assert_eq!(DataAccess::conduct(did(SUPPLIER)).overuses, 1);
	});
}

#[test]
fn attack_access_after_revocation() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(terms());
		open_epoch();
		assert_ok!(DataAccess::revoke_grant(signed(SUPPLIER), grant));
		// In the same block already.
		assert_eq!(ask(READER, SET), refused(Refusal::Revoked));
		assert_noop!(DataAccess::use_grant(signed(READER), grant, 1), Error::<Test>::GrantRevoked);
		assert_ok!(DataAccess::open_epoch(signed(SUPPLIER), SET, [8; 32]));
		assert_noop!(announce(1, &[READER]), Error::<Test>::NotEntitled);
		// An operator who serves him is convicted.
		set_time(NOW + 1);
		let books = Books::of(&[record(grant)]);
		let sequence = books.submit();
		assert_ok!(books.prove(sequence, 0));
	});
}

#[test]
fn attack_denied_party_with_a_grant() {
	ExtBuilder.build_and_execute(|| {
		list(READER, Some(Stance::Deny));
		let grant = give_reader(terms());
		give(Grantee::Role(Role::Demander), terms());
		transfer(SUPPLIER, Right::Use, READER, 500);
		assert_eq!(ask(READER, SET), refused(Refusal::Denied));
		assert_noop!(DataAccess::use_grant(signed(READER), grant, 1), Error::<Test>::ShutOut);
		open_epoch();
		assert_noop!(announce(0, &[READER]), Error::<Test>::NotEntitled);
		// Being allowed as well is not possible: one entry, one stance.
		list(READER, Some(Stance::Allow));
		assert!(ask(READER, SET).is_permitted());
	});
}

#[test]
fn attack_wildcard_permits_no_more_than_it_says() {
	ExtBuilder.build_and_execute(|| {
		// Any purpose, every field, no end, no limit, to a role: and yet only this action, this data set, these subjects.
		give(Grantee::Role(Role::Demander), terms());
		let ask = |who, set, action| {
			DataAccess::access(&did(who), set, &Request { action, ..request() }).is_permitted()
		};
		assert!(ask(READER, SET, Action::Read));
		for action in Action::ALL.into_iter().filter(|action| *action != Action::Read) {
			assert!(!ask(READER, SET, action), "{action:?}");
		}
		assert!(!ask(READER, CONFIDENTIAL_SET, Action::Read));
		assert!(!ask(CUSTOMS, SET, Action::Read));
		assert!(!ask(DEVICE, SET, Action::Read));
		assert!(!ask(500, SET, Action::Read));
	});
}

#[test]
fn attack_access_by_a_role_that_was_withdrawn() {
	ExtBuilder.build_and_execute(|| {
		let grant = give(Grantee::Role(Role::Regulator), terms());
		open_epoch();
		assert!(ask(CUSTOMS, SET).is_permitted());
		Directory::enrol(CUSTOMS, Role::Demander.into());
		assert_eq!(ask(CUSTOMS, SET), refused(Refusal::NoGrant));
		assert_noop!(DataAccess::use_grant(signed(CUSTOMS), grant, 1), Error::<Test>::NotCovered);
		assert_noop!(announce(0, &[CUSTOMS]), Error::<Test>::NotEntitled);
	});
}

#[test]
fn attack_clearance_by_a_certificate_that_was_revoked() {
	ExtBuilder.build_and_execute(|| {
		let grantee = Grantee::Did(did(READER));
		assert_ok!(DataAccess::grant(signed(SUPPLIER), CONFIDENTIAL_SET, grantee, terms()));
		Drawer::certify(READER, clearing(), NOW + 1_000);
		assert!(ask(READER, CONFIDENTIAL_SET).is_permitted());
		Drawer::revoke(READER, clearing());
		assert_eq!(ask(READER, CONFIDENTIAL_SET), refused(Refusal::NoClearance));
	});
}

#[test]
fn attack_public_class_opens_the_key_of_the_secret_one() {
	use Confidentiality::{Public, Secret};

	ExtBuilder.build_and_execute(|| {
		classify(&[Public, Secret]);
		let epoch = open_epoch();
		// Anybody active may read the public class, and gets its key.
		for who in [STRANGER, DEVICE] {
			assert_ok!(announce_classes(epoch, &[(who, Some(0))]));
			for field in [None, Some(1)] {
				assert_noop!(announce_classes(epoch, &[(who, field)]), Error::<Test>::NotEntitled);
			}
		}
		// A grant for everything does not clear, and one to change things does not read.
		give_reader(terms());
		give(Grantee::Did(did(CUSTOMS)), Terms { actions: Action::Derive.into(), ..terms() });
		for who in [READER, CUSTOMS] {
			assert_noop!(
				announce_classes(epoch, &[(who, Some(0)), (who, Some(1))]),
				Error::<Test>::NotEntitled
			);
		}
		give(Grantee::Did(did(CUSTOMS)), terms());
		assert_ok!(announce_classes(epoch, &[(CUSTOMS, Some(0)), (CUSTOMS, Some(1))]));
	});
}

#[test]
fn attack_key_of_a_class_whose_level_was_raised() {
	use Confidentiality::{Public, Secret};

	ExtBuilder.build_and_execute(|| {
		classify(&[Public]);
		let epoch = open_epoch();
		assert_ok!(announce_classes(epoch, &[(STRANGER, Some(0))]));
		classify(&[Secret]);
		// The key that he has opens nothing that comes, and he gets no other.
		assert_noop!(announce_classes(epoch, &[(CUSTOMS, Some(0))]), Error::<Test>::EpochNotOpen);
		let epoch = open_epoch();
		assert_noop!(announce_classes(epoch, &[(STRANGER, Some(0))]), Error::<Test>::NotEntitled);
	});
}

#[test]
fn attack_suspended_subject_with_every_right() {
	ExtBuilder.build_and_execute(|| {
		give_reader(terms());
		transfer(SUPPLIER, Right::Ownership, READER, 600);
		Directory::set_status(READER, DidStatus::Suspended);
		assert_eq!(ask(READER, SET), refused(Refusal::SubjectNotActive));
		assert!(DataAccess::open_epoch(signed(READER), SET, [0; 32]).is_err());
	});
}

#[test]
fn attack_forged_inclusion_proof() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let records: Vec<_> =
			(0..4).map(|number| AccessRecord { salt: [number; 16], ..record(0) }).collect();
		let books = Books::of(&records);
		books.submit();
		let prove = |record, index, path: Vec<[u8; 32]>| {
			DataAccess::prove_contradiction(
				signed(STRANGER),
				did(OPERATOR),
				0,
				record,
				index,
				BoundedVec::truncate_from(path),
			)
		};
		let path = books.path(0).into_inner();
		let longer = [path.clone(), vec![[0; 32]]].concat();
		let swapped: Vec<_> = path.iter().rev().copied().collect();
		assert_noop!(prove(records[0], 0, longer), Error::<Test>::WrongPathLength);
		assert_noop!(prove(records[0], 0, path[..1].to_vec()), Error::<Test>::WrongPathLength);
		assert_noop!(prove(records[0], 0, swapped), Error::<Test>::BadProof);
		assert_noop!(prove(records[0], 1, path.clone()), Error::<Test>::BadProof);
		// A record that was never in the batch, with the proof of another.
		let invented = AccessRecord { accessor: did(500), ..records[0] };
		assert_noop!(prove(invented, 0, path), Error::<Test>::BadProof);
	});
}

#[test]
fn attack_second_preimage_by_an_inner_node() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		// An inner node is hashed with another prefix than a leaf, so no record has its hash.
		let records: Vec<_> =
			(0..4).map(|number| AccessRecord { salt: [number; 16], ..record(0) }).collect();
		let leaves: Vec<_> = records.iter().map(|record| leaf_hash(&record.encode())).collect();
		let inner = node_hash(&leaves[0], &leaves[1]);
		let preimage = [&leaves[0][..], &leaves[1]].concat();
		assert_ne!(leaf_hash(&preimage), inner);
		// The batch of two whose leaves are inner nodes of the other has the same root only if it says so itself.
		let books = Books::of(&records);
		books.submit();
		let upper = Tree::from_hashes([(inner, 64), (node_hash(&leaves[2], &leaves[3]), 64)]);
		assert_eq!(upper.fingerprint().root, books.tree().fingerprint().root);
		let path = BoundedVec::truncate_from(upper.proof(0).unwrap());
		assert_noop!(
			DataAccess::prove_contradiction(
				signed(STRANGER),
				did(OPERATOR),
				0,
				records[0],
				0,
				path
			),
			Error::<Test>::WrongPathLength
		);
	});
}

#[test]
fn attack_contradiction_proven_twice() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let books = Books::of(&[record(0), record(0)]);
		books.submit();
		assert_ok!(books.prove(0, 0));
		assert_noop!(books.prove(0, 0), Error::<Test>::AlreadyProven);
		// The same words at another place are another record.
		assert_ok!(books.prove(0, 1));
		assert_eq!(DataAccess::conduct(did(OPERATOR)).contradictions, 2);
	});
}

#[test]
fn attack_replayed_batch_in_another_sequence_or_on_another_chain() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(limited(10));
		let batch = Books::uses(grant, 1).batch();
		let record =
			|signature| DataAccess::record_accesses(signed(OPERATOR), batch.clone(), signature);
		let first = sign_as(OPERATOR, &GENESIS, 0, &batch);
		assert_ok!(record(first));
		assert_noop!(record(first), Error::<Test>::BadSignature);
		assert_noop!(record(sign_as(OPERATOR, &[70; 32], 1, &batch)), Error::<Test>::BadSignature);
		assert_noop!(record(sign_as(OPERATOR, &GENESIS, 2, &batch)), Error::<Test>::BadSignature);
		assert_noop!(record(sign_as(STRANGER, &GENESIS, 1, &batch)), Error::<Test>::BadSignature);
		let other = crate::BatchBody { refusals: 0, to: batch.to - 1, ..batch.clone() };
		assert_noop!(record(sign_as(OPERATOR, &GENESIS, 1, &other)), Error::<Test>::BadSignature);
		assert_eq!(Grants::<Test>::get(grant).unwrap().used, 1);
		assert_ok!(record(sign_as(OPERATOR, &GENESIS, 1, &batch)));
	});
}

#[test]
fn attack_batch_of_a_stranger_uses_up_a_grant() {
	ExtBuilder.build_and_execute(|| {
		let grant = give_reader(limited(1));
		// A service provider whom no owner appointed.
		assert_noop!(submit(OPERATOR, &Books::uses(grant, 1).batch()), Error::<Test>::NotOperator);
		assert_noop!(DataAccess::use_grant(signed(OPERATOR), grant, 1), Error::<Test>::NotCovered);
		appoint();
		assert_ok!(DataAccess::set_operator(signed(SUPPLIER), SET, did(OPERATOR), false));
		assert_noop!(submit(OPERATOR, &Books::uses(grant, 1).batch()), Error::<Test>::NotOperator);
	});
}

#[test]
fn attack_offer_of_shares_taken_twice() {
	ExtBuilder.build_and_execute(|| {
		let id = offer(SUPPLIER, Right::Profit, PARTNER, 600);
		assert_ok!(DataAccess::accept_shares(signed(PARTNER), id));
		assert_noop!(DataAccess::accept_shares(signed(PARTNER), id), Error::<Test>::UnknownOffer);
		assert_eq!(shares(Right::Profit, PARTNER), 600);
	});
}

#[test]
fn attack_same_shares_offered_to_two() {
	ExtBuilder.build_and_execute(|| {
		let one = offer(SUPPLIER, Right::Profit, PARTNER, 600);
		let two = offer(SUPPLIER, Right::Profit, THIRD, 600);
		assert_ok!(DataAccess::accept_shares(signed(PARTNER), one));
		assert_noop!(DataAccess::accept_shares(signed(THIRD), two), Error::<Test>::NotEnoughShares);
		assert_eq!((shares(Right::Profit, SUPPLIER), shares(Right::Profit, THIRD)), (400, 0));
	});
}

#[test]
fn attack_minority_brings_in_an_owner_or_decides_by_approving_twice() {
	ExtBuilder.build_and_execute(|| {
		transfer(SUPPLIER, Right::Ownership, PARTNER, 300);
		let id = offer(PARTNER, Right::Ownership, STRANGER, 150);
		assert_noop!(DataAccess::accept_shares(signed(STRANGER), id), Error::<Test>::NoMajority);
		let call = || Call::open_epoch { data_set: SET, commitment: [7; 32] };
		assert_ok!(approve(PARTNER, call()));
		assert_noop!(approve(PARTNER, call()), Error::<Test>::AlreadyApproved);
		assert_noop!(
			DataAccess::open_epoch(signed(PARTNER), SET, [7; 32]),
			Error::<Test>::NoMajority
		);
	});
}

#[test]
fn attack_operator_claims_a_right_that_nobody_had() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		for basis in [Basis::Ownership, Basis::UseRight, Basis::Public] {
			let claim = AccessRecord { decision: permitted(basis), ..record(0) };
			let books = Books::of(&[claim]);
			let sequence = books.submit();
			assert_ok!(books.prove(sequence, 0));
		}
	});
}

#[test]
fn attack_honest_operator_is_accused_after_the_rights_changed() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(Terms { purposes: BoundedVec::new(), ..terms() });
		let books = Books::uses(grant, 1);
		books.submit();
		set_time(NOW + 10);
		assert_ok!(DataAccess::revoke_grant(signed(SUPPLIER), grant));
		list(READER, Some(Stance::Deny));
		assert_ok!(DataAccess::set_field_classes(
			signed(SUPPLIER),
			SET,
			super::policy::classes(&["a", "b"])
		));
		assert_noop!(books.prove(0, 0), Error::<Test>::NoContradiction);
	});
}

#[test]
fn attack_approvals_are_used_again_after_a_majority_decided_alone() {
	ExtBuilder.build_and_execute(|| {
		transfer(SUPPLIER, Right::Ownership, PARTNER, 250);
		let grantee = Grantee::Did(did(READER));
		let call = || Call::grant { data_set: SET, grantee, terms: limited(1) };
		let before = held(PARTNER);
		assert_ok!(approve(PARTNER, call()));
		// The supplier needs nobody, and yet this is the call that the partner agreed to: once.
		give(grantee, limited(1));
		assert_eq!(held(PARTNER), before);
		assert_noop!(
			DataAccess::withdraw_approval(signed(PARTNER), SET, DataAccess::decision_of(call())),
			Error::<Test>::NotApproved
		);
		transfer(SUPPLIER, Right::Ownership, THIRD, 400);
		assert_noop!(
			DataAccess::grant(signed(THIRD), SET, grantee, limited(1)),
			Error::<Test>::NoMajority
		);
	});
}

#[test]
fn attack_approval_of_an_owner_who_was_suspended_since() {
	ExtBuilder.build_and_execute(|| {
		transfer(SUPPLIER, Right::Ownership, PARTNER, 400);
		transfer(SUPPLIER, Right::Ownership, THIRD, 200);
		let call = || Call::open_epoch { data_set: SET, commitment: [7; 32] };
		let open = || DataAccess::open_epoch(signed(THIRD), SET, [7; 32]);
		assert_ok!(approve(PARTNER, call()));
		let newcomer = offer(THIRD, Right::Ownership, STRANGER, 100);
		assert_ok!(DataAccess::approve_offer(signed(PARTNER), newcomer));
		Directory::set_status(PARTNER, DidStatus::Suspended);
		assert_eq!(DataAccess::decision(SET, DataAccess::decision_of(call())).unwrap().shares, 0);
		assert_noop!(open(), Error::<Test>::NoMajority);
		assert_noop!(
			DataAccess::accept_shares(signed(STRANGER), newcomer),
			Error::<Test>::NoMajority
		);
		// It stays his word, and counts again once he is back in time.
		Directory::set_status(PARTNER, DidStatus::Active);
		assert_ok!(open());
	});
}

#[test]
fn attack_grant_used_up_by_who_is_not_cleared_for_the_data() {
	ExtBuilder.build_and_execute(|| {
		let grantee = Grantee::Role(Role::Demander);
		assert_ok!(DataAccess::grant(signed(SUPPLIER), CONFIDENTIAL_SET, grantee, limited(1)));
		let grant = NextGrantId::<Test>::get() - 1;
		Drawer::certify(READER, clearing(), NOW + 1_000);
		assert_eq!(ask(STRANGER, CONFIDENTIAL_SET), refused(Refusal::NoClearance));
		assert_noop!(DataAccess::use_grant(signed(STRANGER), grant, 1), Error::<Test>::NotCleared);
		assert_ok!(DataAccess::use_grant(signed(READER), grant, 1));
		// A class that is less confidential is enough, if the grant names it.
		let classes = super::policy::classes(&["open"]);
		assert_ok!(DataAccess::set_field_classes(signed(SUPPLIER), CONFIDENTIAL_SET, classes));
		let partial = Terms { fields: Fields::from_bits(1), ..limited(1) };
		assert_ok!(DataAccess::grant(signed(SUPPLIER), CONFIDENTIAL_SET, grantee, partial));
		assert_ok!(DataAccess::use_grant(signed(STRANGER), grant + 1, 1));
	});
}

#[test]
fn attack_unlimited_grant_is_counted_to_its_end() {
	ExtBuilder.build_and_execute(|| {
		let grant = give(Grantee::Role(Role::Demander), terms());
		assert_ok!(DataAccess::use_grant(signed(STRANGER), grant, u32::MAX));
		assert_ok!(DataAccess::use_grant(signed(READER), grant, 1));
		assert!(ask(READER, SET).is_permitted());
		let limited = give(Grantee::Role(Role::Regulator), limited(u32::MAX));
		assert_ok!(DataAccess::use_grant(signed(CUSTOMS), limited, u32::MAX));
		assert_noop!(
			DataAccess::use_grant(signed(CUSTOMS), limited, 1),
			Error::<Test>::UsesExhausted
		);
	});
}

#[test]
fn attack_operator_does_not_count_what_a_grant_permitted() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(limited(1));
		let books = Books { uses: Vec::new(), ..Books::uses(grant, 3) };
		books.submit();
		assert_eq!(Grants::<Test>::get(grant).unwrap().used, 0);
		assert_ok!(books.prove(0, 0));
		assert!(matches!(
			last_event(),
			Event::ContradictionProven { contradiction: Contradiction::Uncounted, .. }
		));
		// Honest: counted, or of another basis.
		let books = Books::uses(grant, 1);
		books.submit();
		assert_noop!(books.prove(1, 0), Error::<Test>::NoContradiction);
		let own = AccessRecord {
			accessor: did(SUPPLIER),
			decision: permitted(Basis::Ownership),
			..record(grant)
		};
		let books = Books::of(&[own]);
		books.submit();
		assert_noop!(books.prove(2, 0), Error::<Test>::NoContradiction);
	});
}

#[test]
fn attack_operator_names_a_field_class_that_there_is_not() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let classes = super::policy::classes(&["open"]);
		assert_ok!(DataAccess::set_field_classes(signed(SUPPLIER), SET, classes));
		let grant = give_reader(terms());
		for basis in [Basis::Public, Basis::Grant(grant)] {
			for (field, found) in [(1, true), (7, true), (8, true), (255, true), (0, false)] {
				let request = Request { field: Some(field), ..request() };
				let record = AccessRecord { request, decision: permitted(basis), ..record(grant) };
				let books = Books { records: vec![record], ..Books::uses(grant, 1) };
				let sequence = books.submit();
				let proven = books.prove(sequence, 0);
				assert_eq!(proven.is_ok(), found, "{basis:?} {field}");
			}
		}
	});
}

#[test]
fn attack_operator_serves_whole_records_under_a_grant_for_one_class() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let classes = super::policy::classes(&["a", "b"]);
		assert_ok!(DataAccess::set_field_classes(signed(SUPPLIER), SET, classes));
		let grant = give_reader(Terms { fields: Fields::from_bits(1), ..terms() });
		// In the moment of the change nothing is certain.
		let books = Books::uses(grant, 1);
		books.submit();
		assert_noop!(books.prove(0, 0), Error::<Test>::NoContradiction);
		set_time(NOW + 1);
		let books = Books::uses(grant, 1);
		books.submit();
		assert_ok!(books.prove(1, 0));
		assert!(matches!(
			last_event(),
			Event::ContradictionProven { contradiction: Contradiction::WrongField, .. }
		));
	});
}

#[test]
fn attack_operator_serves_a_device_under_a_grant_to_a_role() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give(Grantee::Role(Role::Demander), terms());
		let record = AccessRecord { accessor: did(DEVICE), ..record(grant) };
		let books = Books { records: vec![record], ..Books::uses(grant, 1) };
		books.submit();
		assert_ok!(books.prove(0, 0));
		assert!(matches!(
			last_event(),
			Event::ContradictionProven { contradiction: Contradiction::GrantOfOtherSubject, .. }
		));
	});
}

#[test]
fn attack_operator_is_told_yes_for_a_moment_before_the_grant_and_convicted_for_it() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		give_reader(Terms { from: 0, ..terms() });
		let earlier = Request { at: NOW - 1, ..request() };
		// The clock of the operator is a little late. What the chain answers is what it holds him to.
		let answer = DataAccess::access(&did(READER), SET, &earlier);
		assert_eq!(answer, refused(Refusal::NotYetValid));
		assert!(ask(READER, SET).is_permitted());
	});
}
