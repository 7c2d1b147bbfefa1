use super::*;
use crate::Kind;
use sp_runtime::TokenError;

fn roles() -> Roles {
	Role::Supplier | Role::Validator
}

#[test]
fn register_stakeholder_makes_pending_record_and_opens_vote() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let did = apply(DAVE, &key, roles());

		let record = Records::<Test>::get(did).unwrap();
		assert_eq!(record.key, key.public());
		assert_eq!(record.kind, Kind::Stakeholder { account: DAVE, roles: roles() });
		assert_eq!(record.status, DidStatus::Pending);
		assert_eq!((record.created, record.updated), (NOW, NOW));
		assert!(record.ticket.is_some());
		assert_eq!(DidOf::<Test>::get(DAVE), Some(did));
		assert_eq!(ActiveStakeholders::<Test>::get(), 3);

		let proposal = proposal(did, Motion::Register);
		assert_eq!(proposal.serial, 0);
		assert_eq!(proposal.proposer, Subject { did, account: DAVE });
		assert_eq!(proposal.deadline, NOW + VOTING_PERIOD);
		assert!(proposal.ballots.is_empty());
		assert_eq!(
			events(),
			[
				Event::StakeholderApplied { did, account: DAVE, roles: roles(), key: key.public() },
				Event::ProposalOpened {
					subject: did,
					proposal: 0,
					motion: Motion::Register,
					proposer: did,
					rule: VotingRule::MAJORITY,
					deadline: NOW + VOTING_PERIOD,
				},
			]
		);
	});
}

#[test]
fn register_stakeholder_holds_price_of_record_and_of_proposal() {
	ExtBuilder::default().build_and_execute(|| {
		apply(DAVE, &Key::ed25519(10), roles());
		assert_eq!(holds(DAVE), (RECORD_PRICE, proposal_price(3)));
		assert_eq!(Balances::free_balance(DAVE), START - RECORD_PRICE - proposal_price(3));
		assert!(proposal_price(4) > proposal_price(3), "a ballot is paid for");
	});
}

#[test]
fn register_stakeholder_takes_each_kind_of_key() {
	ExtBuilder::default().build_and_execute(|| {
		apply(4, &Key::ed25519(10), roles());
		apply(5, &Key::sr25519(10), roles());
		apply(6, &Key::ecdsa(10), roles());
	});
}

#[test]
fn register_stakeholder_unsigned_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let signature = key.sign_registration(DAVE, roles());
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				Did::register_stakeholder(origin, key.public(), signature, roles()),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn register_stakeholder_without_roles_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let signature = key.sign_registration(DAVE, Roles::EMPTY);
		assert_noop!(
			Did::register_stakeholder(signed(DAVE), key.public(), signature, Roles::EMPTY),
			Error::<Test>::NoRoles
		);
	});
}

#[test]
fn register_stakeholder_by_account_of_another_one_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		apply(DAVE, &Key::ed25519(10), roles());
		for account in [ALICE, DAVE] {
			let key = Key::ed25519(11);
			let signature = key.sign_registration(account, roles());
			assert_noop!(
				Did::register_stakeholder(signed(account), key.public(), signature, roles()),
				Error::<Test>::AccountInUse
			);
		}
	});
}

#[test]
fn register_stakeholder_with_key_of_another_one_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = founder_key(ALICE);
		let signature = key.sign_registration(DAVE, roles());
		assert_noop!(
			Did::register_stakeholder(signed(DAVE), key.public(), signature, roles()),
			Error::<Test>::KeyInUse
		);
	});
}

#[test]
fn register_stakeholder_with_key_of_device_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		add_device(ALICE, &key, [1; 32]);
		let signature = key.sign_registration(DAVE, roles());
		assert_noop!(
			Did::register_stakeholder(signed(DAVE), key.public(), signature, roles()),
			Error::<Test>::KeyInUse
		);
	});
}

#[test]
fn revoked_key_comes_back_under_another_account_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let did = admit(DAVE, &key, roles());
		carry(did, Change::Revoke);
		let signature = key.sign_registration(EVE, roles());
		assert_noop!(
			Did::register_stakeholder(signed(EVE), key.public(), signature, roles()),
			Error::<Test>::KeyInUse
		);
	});
}

#[test]
fn revoked_account_comes_back_with_another_key_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let did = admit(DAVE, &Key::ed25519(10), roles());
		carry(did, Change::Revoke);
		let key = Key::ed25519(11);
		let signature = key.sign_registration(DAVE, roles());
		assert_noop!(
			Did::register_stakeholder(signed(DAVE), key.public(), signature, roles()),
			Error::<Test>::AccountInUse
		);
	});
}

#[test]
fn registration_stolen_by_another_account_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let signature = key.sign_registration(DAVE, roles());
		assert_noop!(
			Did::register_stakeholder(signed(EVE), key.public(), signature, roles()),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn registration_with_more_roles_than_signed_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let signature = key.sign_registration(DAVE, roles());
		assert_noop!(
			Did::register_stakeholder(
				signed(DAVE),
				key.public(),
				signature,
				roles() | Role::Regulator
			),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn registration_replayed_from_another_chain_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let signature = key.sign(&registration(&[0xaa; 32], DAVE, roles()));
		assert_noop!(
			Did::register_stakeholder(signed(DAVE), key.public(), signature, roles()),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn signature_for_another_purpose_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		use counterfoil_primitives::payload::{signing_bytes, Purpose, StakeholderRegistration};
		let key = Key::ed25519(10);
		let body = StakeholderRegistration { account: DAVE, roles: roles() };
		for purpose in [Purpose::DeviceConsent, Purpose::Submission] {
			let signature = key.sign(&signing_bytes(purpose, &genesis(), 0, &body));
			assert_noop!(
				Did::register_stakeholder(signed(DAVE), key.public(), signature, roles()),
				Error::<Test>::BadSignature
			);
		}
		let signature =
			key.sign(&signing_bytes(Purpose::StakeholderRegistration, &genesis(), 1, &body));
		assert_noop!(
			Did::register_stakeholder(signed(DAVE), key.public(), signature, roles()),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn registration_of_somebody_elses_key_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let victim = Key::ed25519(10);
		let signature = Key::ed25519(11).sign_registration(DAVE, roles());
		assert_noop!(
			Did::register_stakeholder(signed(DAVE), victim.public(), signature, roles()),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn signature_of_another_scheme_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let signature = Key::sr25519(10).sign_registration(DAVE, roles());
		assert_noop!(
			Did::register_stakeholder(signed(DAVE), Key::ed25519(10).public(), signature, roles()),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn register_stakeholder_into_full_consortium_is_refused() {
	ExtBuilder::default().max_stakeholders(3).build_and_execute(|| {
		let key = Key::ed25519(10);
		let signature = key.sign_registration(DAVE, roles());
		assert_noop!(
			Did::register_stakeholder(signed(DAVE), key.public(), signature, roles()),
			Error::<Test>::TooManyStakeholders
		);
	});
}

#[test]
fn register_stakeholder_without_money_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let signature = key.sign_registration(POOR, roles());
		assert_noop!(
			Did::register_stakeholder(signed(POOR), key.public(), signature, roles()),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn register_stakeholder_with_money_for_the_record_alone_changes_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Balances::transfer_keep_alive(signed(DAVE), POOR, RECORD_PRICE + 10));
		let key = Key::ed25519(10);
		let signature = key.sign_registration(POOR, roles());
		assert_noop!(
			Did::register_stakeholder(signed(POOR), key.public(), signature, roles()),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn register_stakeholder_when_serials_are_used_up_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		NextSerial::<Test>::put(u32::MAX);
		let key = Key::ed25519(10);
		let signature = key.sign_registration(DAVE, roles());
		assert_noop!(
			Did::register_stakeholder(signed(DAVE), key.public(), signature, roles()),
			Error::<Test>::TooManyProposals
		);
	});
}
