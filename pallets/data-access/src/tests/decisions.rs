//! How owners decide together.

use counterfoil_primitives::access::{Grantee, Right};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::TokenError;

use crate::{mock::*, pallet::*, Call};

/// A call that needs a majority.
fn call() -> Call<Test> {
	Call::open_epoch { data_set: SET, commitment: [7; 32] }
}

/// Supplier and partner have 400 each, the third 200.
fn three_owners() {
	transfer(SUPPLIER, Right::Ownership, PARTNER, 400);
	transfer(SUPPLIER, Right::Ownership, THIRD, 200);
}

#[test]
fn owner_with_a_majority_decides_alone() {
	ExtBuilder.build_and_execute(|| {
		transfer(SUPPLIER, Right::Ownership, PARTNER, 499);
		assert_ok!(DataAccess::open_epoch(signed(SUPPLIER), SET, [7; 32]));
		assert_noop!(
			DataAccess::open_epoch(signed(PARTNER), SET, [7; 32]),
			Error::<Test>::NoMajority
		);
	});
}

#[test]
fn owners_with_a_majority_together_decide_and_the_approvals_are_used_up() {
	ExtBuilder.build_and_execute(|| {
		three_owners();
		let decision = DataAccess::decision_of(call());
		assert_ok!(approve(THIRD, call()));
		assert_eq!(
			last_event(),
			Event::DecisionApproved {
				data_set: SET,
				decision,
				by: did(THIRD),
				until: NOW + DECISION_PERIOD,
			}
		);
		assert!(held(THIRD) > 0);
		let view = DataAccess::decision(SET, decision).unwrap();
		assert_eq!((view.shares, view.approvals), (200, vec![did(THIRD)]));
		let before = held(PARTNER);
		assert_ok!(call_as(PARTNER));
		let events = events();
		assert_eq!(
			events.first(),
			Some(&Event::DecisionTaken { data_set: SET, decision, by: did(PARTNER) })
		);
		assert!(matches!(events.last(), Some(Event::EpochOpened { epoch: 0, .. })));
		assert!(held(PARTNER) > before);
		assert_noop!(call_as(PARTNER), Error::<Test>::NoMajority);
		assert!(!Decisions::<Test>::contains_key(SET, decision));
	});
}

fn call_as(who: u64) -> sp_runtime::DispatchResult {
	DataAccess::open_epoch(signed(who), SET, [7; 32])
}

#[test]
fn approvals_count_for_the_very_call_only() {
	ExtBuilder.build_and_execute(|| {
		three_owners();
		assert_ok!(approve(THIRD, call()));
		assert_noop!(
			DataAccess::open_epoch(signed(PARTNER), SET, [8; 32]),
			Error::<Test>::NoMajority
		);
		let grantee = Grantee::Did(did(READER));
		assert_noop!(
			DataAccess::grant(signed(PARTNER), SET, grantee, terms()),
			Error::<Test>::NoMajority
		);
	});
}

#[test]
fn half_together_is_no_majority() {
	ExtBuilder.build_and_execute(|| {
		transfer(SUPPLIER, Right::Ownership, PARTNER, 250);
		transfer(SUPPLIER, Right::Ownership, THIRD, 250);
		assert_ok!(approve(PARTNER, call()));
		assert_noop!(call_as(THIRD), Error::<Test>::NoMajority);
		// The caller's own approval counts once.
		assert_ok!(approve(THIRD, call()));
		assert_noop!(call_as(THIRD), Error::<Test>::NoMajority);
		assert_ok!(call_as(SUPPLIER));
	});
}

#[test]
fn decision_is_carried_out_until_its_time_is_over() {
	for (now, in_time) in [(NOW + DECISION_PERIOD, true), (NOW + DECISION_PERIOD + 1, false)] {
		ExtBuilder.build_and_execute(|| {
			three_owners();
			assert_ok!(approve(THIRD, call()));
			set_time(now);
			if in_time {
				assert_ok!(call_as(PARTNER));
			} else {
				assert_noop!(call_as(PARTNER), Error::<Test>::NoMajority);
				assert_noop!(approve(PARTNER, call()), Error::<Test>::DeadlinePassed);
			}
		});
	}
}

#[test]
fn decision_lapses_by_itself_and_the_ticket_returns() {
	ExtBuilder.build_and_execute(|| {
		three_owners();
		let before = held(THIRD);
		assert_ok!(approve(THIRD, call()));
		poll(NOW + DECISION_PERIOD);
		assert!(held(THIRD) > before);
		poll(NOW + DECISION_PERIOD + 1_000);
		let decision = DataAccess::decision_of(call());
		assert_eq!(last_event(), Event::DecisionLapsed { data_set: SET, decision });
		assert_eq!(held(THIRD), before);
		// It may be approved anew.
		assert_ok!(approve(THIRD, call()));
	});
}

#[test]
fn approval_is_refused_by_cause() {
	ExtBuilder.build_and_execute(|| {
		three_owners();
		assert_noop!(
			DataAccess::approve_decision(signed(SUPPLIER), NO_SET, [1; 32]),
			Error::<Test>::UnknownDataSet
		);
		assert_noop!(approve(READER, call()), Error::<Test>::NotOwner);
		assert_ok!(approve(PARTNER, call()));
		assert_noop!(approve(PARTNER, call()), Error::<Test>::AlreadyApproved);
		Shelf::put(50, POOR, counterfoil_primitives::traits::Confidentiality::Public);
		assert_noop!(
			DataAccess::approve_decision(signed(POOR), 50, [1; 32]),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn approval_is_taken_back_by_who_gave_it() {
	ExtBuilder.build_and_execute(|| {
		three_owners();
		let decision = DataAccess::decision_of(call());
		let withdraw = |who| DataAccess::withdraw_approval(signed(who), SET, decision);
		assert_noop!(withdraw(THIRD), Error::<Test>::NotApproved);
		let before = held(THIRD);
		assert_ok!(approve(THIRD, call()));
		assert_ok!(approve(PARTNER, call()));
		assert_noop!(withdraw(SUPPLIER), Error::<Test>::NotApproved);
		assert_ok!(withdraw(THIRD));
		assert_eq!(
			last_event(),
			Event::ApprovalWithdrawn { data_set: SET, decision, by: did(THIRD) }
		);
		assert!(held(THIRD) > before);
		assert_ok!(withdraw(PARTNER));
		assert_eq!(held(THIRD), before);
		assert!(!Decisions::<Test>::contains_key(SET, decision));
	});
}

#[test]
fn approval_of_who_sold_his_share_does_not_count() {
	ExtBuilder.build_and_execute(|| {
		three_owners();
		assert_ok!(approve(THIRD, call()));
		let sale = offer(THIRD, Right::Ownership, SUPPLIER, 200);
		assert_ok!(DataAccess::approve_offer(signed(SUPPLIER), sale));
		assert_ok!(DataAccess::accept_shares(signed(SUPPLIER), sale));
		assert_noop!(call_as(PARTNER), Error::<Test>::NoMajority);
		assert_ok!(approve(PARTNER, call()));
		let decision = DataAccess::decision_of(call());
		let pending = Decisions::<Test>::get(SET, decision).unwrap();
		assert_eq!(pending.approvals.into_inner(), [did(PARTNER)]);
	});
}

#[test]
fn every_deciding_call_asks_for_a_majority() {
	ExtBuilder.build_and_execute(|| {
		let grant = give_reader(terms());
		transfer(SUPPLIER, Right::Ownership, PARTNER, 500);
		let grantee = Grantee::Did(did(READER));
		let classes = super::policy::classes(&["a"]);
		for who in [SUPPLIER, PARTNER] {
			let who = signed(who);
			let set = |did, stance| DataAccess::set_listing(who.clone(), SET, did, stance);
			assert_noop!(set(did(READER), None), Error::<Test>::NoMajority);
			assert_noop!(
				DataAccess::set_field_classes(who.clone(), SET, classes.clone()),
				Error::<Test>::NoMajority
			);
			assert_noop!(
				DataAccess::set_operator(who.clone(), SET, did(OPERATOR), true),
				Error::<Test>::NoMajority
			);
			assert_noop!(
				DataAccess::grant(who.clone(), SET, grantee, terms()),
				Error::<Test>::NoMajority
			);
			assert_noop!(DataAccess::revoke_grant(who.clone(), grant), Error::<Test>::NoMajority);
			assert_noop!(
				DataAccess::open_epoch(who.clone(), SET, [7; 32]),
				Error::<Test>::NoMajority
			);
		}
	});
}

#[test]
fn approved_call_of_every_kind_goes_through() {
	ExtBuilder.build_and_execute(|| {
		let grant = give_reader(terms());
		transfer(SUPPLIER, Right::Ownership, PARTNER, 500);
		let partner = || signed(PARTNER);
		let (reader, operator) = (did(READER), did(OPERATOR));
		let grantee = Grantee::Did(reader);
		let classes = super::policy::classes(&["a"]);
		let stance = Some(crate::Stance::Deny);

		assert_ok!(approve(
			SUPPLIER,
			Call::set_field_classes { data_set: SET, classes: classes.clone() }
		));
		assert_ok!(DataAccess::set_field_classes(partner(), SET, classes));
		assert_ok!(approve(SUPPLIER, Call::set_listing { data_set: SET, did: reader, stance }));
		assert_ok!(DataAccess::set_listing(partner(), SET, reader, stance));
		let appointment = Call::set_operator { data_set: SET, operator, appointed: true };
		assert_ok!(approve(SUPPLIER, appointment));
		assert_ok!(DataAccess::set_operator(partner(), SET, operator, true));
		assert_ok!(approve(SUPPLIER, Call::grant { data_set: SET, grantee, terms: terms() }));
		assert_ok!(DataAccess::grant(partner(), SET, grantee, terms()));
		assert_ok!(approve(SUPPLIER, Call::revoke_grant { grant }));
		assert_ok!(DataAccess::revoke_grant(partner(), grant));
	});
}
