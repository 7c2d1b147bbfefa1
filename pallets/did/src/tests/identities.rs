//! What other pallets and applications are told.

use super::*;
use crate::{EnsureActive, EnsureSubject};
use counterfoil_primitives::traits::Subject;
use frame_support::traits::EnsureOrigin;
use pallet_did_runtime_api::{BallotView, DidKind, ProposalView, MAX_BATCH};

fn active(account: AccountId) -> Option<Subject<AccountId>> {
	EnsureActive::<Test>::ensure_origin(signed(account)).ok()
}

fn subject(account: AccountId) -> Option<Subject<AccountId>> {
	EnsureSubject::<Test>::ensure_origin(signed(account)).ok()
}

#[test]
fn origins_follow_the_status_of_the_stakeholder() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!((active(DAVE), subject(DAVE)), (None, None));
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		assert_eq!((active(DAVE), subject(DAVE)), (None, None));
		vote(ALICE, did, true);
		vote(BOB, did, true);
		let dave = Some(Subject { did, account: DAVE });
		assert_eq!((active(DAVE), subject(DAVE)), (dave, dave));
		carry(did, Change::Suspend);
		assert_eq!((active(DAVE), subject(DAVE)), (None, dave));
		carry(did, Change::Revoke);
		assert_eq!((active(DAVE), subject(DAVE)), (None, dave));
	});
}

#[test]
fn origins_refuse_root_and_none() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert!(EnsureActive::<Test>::ensure_origin(origin.clone()).is_err());
			assert!(EnsureSubject::<Test>::ensure_origin(origin).is_err());
		}
	});
}

#[test]
fn roles_count_only_while_active_and_never_for_devices() {
	ExtBuilder::default().build_and_execute(|| {
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier | Role::Validator);
		assert!(!Did::has_role(&did, Role::Supplier));
		vote(ALICE, did, true);
		vote(BOB, did, true);
		assert!(Did::has_role(&did, Role::Supplier) && Did::has_role(&did, Role::Validator));
		assert!(!Did::has_role(&did, Role::Regulator));
		let device = add_device(DAVE, &Key::ed25519(11), [7; 32]);
		assert!(!Did::has_role(&device, Role::Supplier));
		assert!(!Did::has_role(&DidId([1; 32]), Role::Supplier));
		carry(did, Change::Suspend);
		assert!(!Did::has_role(&did, Role::Supplier));
	});
}

#[test]
fn owner_is_known_for_devices_alone() {
	ExtBuilder::default().build_and_execute(|| {
		let device = add_device(ALICE, &Key::ed25519(11), [7; 32]);
		assert_eq!(Did::owner_of(&device), Some(founder(ALICE)));
		assert_eq!(Did::owner_of(&founder(ALICE)), None);
		assert_eq!(Did::owner_of(&DidId([1; 32])), None);
	});
}

#[test]
fn device_is_not_active_while_its_owner_is_suspended() {
	ExtBuilder::default().build_and_execute(|| {
		let device = add_device(CHARLIE, &Key::ed25519(11), [7; 32]);
		assert!(Did::is_active(&device) && Did::is_active(&founder(CHARLIE)));
		carry(founder(CHARLIE), Change::Suspend);
		assert_eq!(Did::status(&device), Some(DidStatus::Active));
		assert!(!Did::is_active(&device) && !Did::is_active(&founder(CHARLIE)));
		carry(founder(CHARLIE), Change::Reinstate);
		assert!(Did::is_active(&device));
		assert!(!Did::is_active(&DidId([1; 32])));
	});
}

#[test]
fn verify_takes_signatures_of_each_scheme() {
	ExtBuilder::default().build_and_execute(|| {
		for key in [Key::ed25519(11), Key::sr25519(11), Key::ecdsa(11)] {
			let device = add_device(ALICE, &key, [7; 32]);
			let signature = key.sign(b"reading");
			assert!(Did::verify(&device, b"reading", &signature));
			assert!(!Did::verify(&device, b"reading!", &signature));
			assert!(!Did::verify(&founder(ALICE), b"reading", &signature));
			assert!(!Did::verify(&DidId([1; 32]), b"reading", &signature));
		}
	});
}

#[test]
fn verify_refuses_signature_of_another_scheme() {
	ExtBuilder::default().build_and_execute(|| {
		let keys = [Key::ed25519(11), Key::sr25519(11), Key::ecdsa(11)];
		for (i, key) in keys.iter().enumerate() {
			let device = add_device(ALICE, key, [7; 32]);
			for (j, other) in keys.iter().enumerate() {
				assert_eq!(Did::verify(&device, b"reading", &other.sign(b"reading")), i == j);
			}
		}
	});
}

#[test]
fn verify_refuses_every_flipped_bit_of_an_ed25519_signature() {
	ExtBuilder::default().build_and_execute(|| {
		use counterfoil_primitives::did::KeySignature;
		let key = Key::ed25519(11);
		let device = add_device(ALICE, &key, [7; 32]);
		let KeySignature::Ed25519(signature) = key.sign(b"reading") else { unreachable!() };
		for bit in 0..512 {
			let mut flipped = signature;
			flipped[bit / 8] ^= 1 << (bit % 8);
			assert!(!Did::verify(&device, b"reading", &KeySignature::Ed25519(flipped)), "{bit}");
		}
	});
}

#[test]
fn verify_refuses_what_is_not_active() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(11);
		let device = add_device(CHARLIE, &key, [7; 32]);
		let signature = key.sign(b"reading");
		assert_ok!(Did::set_device_status(signed(CHARLIE), device, DeviceStatus::Suspended));
		assert!(!Did::verify(&device, b"reading", &signature));
		assert_ok!(Did::set_device_status(signed(CHARLIE), device, DeviceStatus::Active));
		assert!(Did::verify(&device, b"reading", &signature));
		carry(founder(CHARLIE), Change::Suspend);
		assert!(!Did::verify(&device, b"reading", &signature));
	});
}

#[test]
fn resolve_tells_about_stakeholder_in_every_status() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let did = apply(DAVE, &key, Role::Supplier.into());
		let view = Did::resolve(did).unwrap();
		assert_eq!(
			(view.did, view.kind, view.status),
			(did, DidKind::Stakeholder, DidStatus::Pending)
		);
		assert_eq!((view.account, view.roles), (Some(DAVE), Roles::from(Role::Supplier)));
		assert_eq!((view.owner, view.metadata, view.key), (None, None, key.public()));
		assert!(!view.active);
		vote(ALICE, did, true);
		vote(BOB, did, true);
		assert!(Did::resolve(did).unwrap().active);
		set_time(NOW + 5);
		carry(did, Change::Revoke);
		let view = Did::resolve(did).unwrap();
		assert_eq!((view.status, view.active), (DidStatus::Revoked, false));
		assert_eq!((view.key, view.created, view.updated), (key.public(), NOW, NOW + 5));
	});
}

#[test]
fn resolve_tells_about_device() {
	ExtBuilder::default().build_and_execute(|| {
		let device = add_device(ALICE, &Key::ed25519(11), [7; 32]);
		let view = Did::resolve(device).unwrap();
		assert_eq!((view.kind, view.active), (DidKind::Device, true));
		assert_eq!((view.owner, view.metadata), (Some(founder(ALICE)), Some([7; 32])));
		assert_eq!((view.account, view.roles), (None, Roles::EMPTY));
	});
}

#[test]
fn resolve_many_keeps_the_order_and_stops_at_the_limit() {
	ExtBuilder::default().build_and_execute(|| {
		let unknown = DidId([1; 32]);
		let views = Did::resolve_many(vec![founder(BOB), unknown, founder(ALICE)]);
		let dids: Vec<_> = views.into_iter().map(|view| view.map(|view| view.did)).collect();
		assert_eq!(dids, [Some(founder(BOB)), None, Some(founder(ALICE))]);
		let many = vec![unknown; MAX_BATCH as usize + 1];
		assert_eq!(Did::resolve_many(many).len(), MAX_BATCH as usize);
	});
}

#[test]
fn did_of_tells_whom_an_account_acts_for() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(Did::did_of(ALICE), Some(founder(ALICE)));
		assert_eq!(Did::did_of(EVE), None);
	});
}

#[test]
fn proposal_tells_who_voted_and_what_counts() {
	ExtBuilder::default().founders(&[ALICE, BOB, CHARLIE, EVE]).build_and_execute(|| {
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		vote(ALICE, did, true);
		vote(EVE, did, false);
		carry(founder(EVE), Change::Suspend);
		let view = Did::proposal(did, Motion::Register).unwrap();
		assert_eq!((view.ayes, view.nays, view.electorate), (1, 0, 3));
		assert_eq!((view.rule, view.quorum, view.needed), (VotingRule::MAJORITY, 0, 2));
		assert_eq!((view.subject, view.serial, view.motion), (did, 0, Motion::Register));
		assert_eq!((view.proposer, view.payer), (did, DAVE));
		assert_eq!(view.deadline, NOW + VOTING_PERIOD);
		assert_eq!(view.ballots.len(), 2);
		assert!(view.ballots.contains(&BallotView {
			voter: founder(EVE),
			aye: false,
			counts: false
		}));
		assert_eq!(Did::proposals_about(did), [view]);
		assert_eq!(Did::proposal(did, Motion::Revoke), None);
		assert_eq!(Did::proposal(founder(BOB), Motion::Register), None);
	});
}

#[test]
fn proposals_about_a_stakeholder_come_oldest_first() {
	ExtBuilder::default().build_and_execute(|| {
		let bob = founder(BOB);
		let changes = [Change::Revoke, Change::GrantRole(Role::Supplier), Change::Suspend];
		for change in changes {
			assert_ok!(Did::propose(signed(ALICE), bob, change));
			assert_ok!(Did::propose(signed(ALICE), founder(CHARLIE), change));
		}
		let views = Did::proposals_about(bob);
		assert!(views.iter().all(|view| view.subject == bob));
		assert_eq!(motions(bob), changes.map(Motion::from));
		assert!(Did::proposals_about(founder(ALICE)).is_empty());
	});
}

#[test]
fn proposals_are_paged_without_gaps_and_without_repeats() {
	ExtBuilder::default().build_and_execute(|| {
		for i in 0..5u8 {
			apply(10 + u64::from(i), &Key::ed25519(100 + i), Role::Supplier.into());
		}
		// Several about one stakeholder are not lost between two pages either.
		for role in [Role::Supplier, Role::Demander, Role::Validator] {
			assert_ok!(Did::propose(signed(ALICE), founder(BOB), Change::GrantRole(role)));
		}
		let key = |view: ProposalView<_>| (view.subject, view.motion);
		let all: Vec<_> = Did::proposals(None, 100).into_iter().map(key).collect();
		assert_eq!(all.len(), 8);
		let mut paged = Vec::new();
		let mut after = None;
		loop {
			let page = Did::proposals(after, 2);
			let Some(last) = page.last() else { break };
			after = Some((last.subject, last.motion));
			paged.extend(page.into_iter().map(key));
		}
		assert_eq!(paged, all);
		assert!(Did::proposals(None, 0).is_empty());
	});
}
