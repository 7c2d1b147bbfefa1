//! What a dishonest supplier, validator or regulator, or a stranger, might try.

use counterfoil_primitives::{
	did::DidStatus,
	fingerprint::{node_hash, Tree},
	traits::{Reason, SubmissionStatus},
	verdict::{commitment, LeafProof, RoundOutcome, Standing},
};
use frame_support::{
	assert_noop, assert_ok,
	traits::{LockableCurrency, WithdrawReasons},
	BoundedVec,
};
use pallet_validation_runtime_api::Refusal;
use sp_runtime::TokenError;

use crate::{mock::*, Error, Verdict};

/// Freezes everything that an account has and will have.
fn freeze(account: u64) {
	Balances::set_lock(*b"attacker", &account, u64::MAX, WithdrawReasons::all());
}

/// Makes the account live on without any balance of its own.
fn empty(account: u64) {
	System::inc_providers(&account);
	assert_ok!(Balances::transfer_all(RuntimeOrigin::signed(account), PASSER_BY, false));
	assert_eq!(Balances::free_balance(account), 0);
}

/// So many honest verdicts, then so many lies.
fn honest_and_lying(honest: usize, lying: usize) -> Vec<Option<Verdict>> {
	let mut verdicts = vec![Some(valid(900)); honest];
	verdicts.resize(honest + lying, Some(invalid(Reason::Corrupted)));
	verdicts
}

#[test]
fn attack_collusion_below_threshold_decides_nothing_and_pays_the_honest() {
	ExtBuilder::build_and_execute(|| {
		let id = revealed(&honest_and_lying(4, 3));
		assert_eq!(outcome(id), RoundOutcome::Valid { quality: 900 });
		settle(id);
		for liar in 4..7 {
			assert_gained(VALIDATOR + liar, -(MINORITY_LOSS as i64));
		}
		// 1000 and 3 * 150, each among four; 450 leaves two units.
		assert_gained(VALIDATOR, 250 + 113);
		assert_gained(VALIDATOR + 3, 250 + 112);
	});
}

#[test]
fn attack_collusion_of_exactly_the_threshold_only_makes_the_round_fail() {
	ExtBuilder::build_and_execute(|| {
		let id = revealed(&honest_and_lying(3, 3));
		assert_eq!(outcome(id), RoundOutcome::NoMajority);
		let found = submitted(round(id).submission).unwrap();
		assert_eq!(found.status, SubmissionStatus::Submitted);

		// The same with a majority of three quarters: to reject, the liars need more than six of eight.
		let mut strict = parameters();
		strict.majority = 750;
		assert_ok!(Validation::set_parameters(RuntimeOrigin::root(), strict));
		let id = revealed(&honest_and_lying(2, 6));
		assert_eq!(outcome(id), RoundOutcome::NoMajority);
	});
}

#[test]
fn attack_copied_commitment_cannot_be_opened_and_loses_bond() {
	ExtBuilder::build_and_execute(|| {
		let id = joined(4);
		let honest = &validators(4)[..3];
		for who in honest {
			assert_ok!(commit(*who, id, seal(*who, id, &valid(900))));
		}
		// The fourth copies what the first committed to, and copies the reveal as soon as he sees it.
		let copycat = VALIDATOR + 3;
		assert_ok!(commit(copycat, id, seal(VALIDATOR, id, &valid(900))));
		for who in honest {
			assert_ok!(reveal(*who, id, valid(900), salt(*who)));
			assert_noop!(
				reveal(copycat, id, valid(900), salt(*who)),
				Error::<Test>::WrongCommitment
			);
		}
		set_time(until(id) + 1);
		assert_ok!(advance(PASSER_BY, id));
		settle(id);
		assert_gained(copycat, -(UNREVEALED_LOSS as i64));
		assert_eq!(standing_of(id, 3), Standing::Unrevealed);
	});
}

#[test]
fn attack_copying_anothers_reveal_is_too_late_to_commit_to() {
	ExtBuilder::build_and_execute(|| {
		let good = Some(valid(900));
		let id = committed(&[good.clone(), good.clone(), good, None]);
		assert_ok!(reveal(VALIDATOR, id, valid(900), salt(VALIDATOR)));
		let lazy = VALIDATOR + 3;
		assert_noop!(commit(lazy, id, seal(lazy, id, &valid(900))), Error::<Test>::NotCommitting);
		assert_noop!(reveal(lazy, id, valid(900), salt(VALIDATOR)), Error::<Test>::NotCommitted);
	});
}

#[test]
fn attack_replayed_commitment_of_another_round_or_chain_cannot_be_opened() {
	ExtBuilder::build_and_execute(|| {
		let first = joined(3);
		let second = joined(3);
		let verdict = valid(900);
		let elsewhere =
			commitment(&[1; 32], second, &did(VALIDATOR + 1), &verdict, &salt(VALIDATOR + 1));
		assert_ok!(commit(VALIDATOR, second, seal(VALIDATOR, first, &verdict)));
		assert_ok!(commit(VALIDATOR + 1, second, elsewhere));
		assert_ok!(commit(VALIDATOR + 2, second, seal(VALIDATOR + 2, second, &verdict)));
		for who in [VALIDATOR, VALIDATOR + 1] {
			assert_noop!(
				reveal(who, second, verdict.clone(), salt(who)),
				Error::<Test>::WrongCommitment
			);
		}
		assert_ok!(reveal(VALIDATOR + 2, second, verdict, salt(VALIDATOR + 2)));
	});
}

#[test]
fn attack_reveal_of_something_else_than_was_committed_to_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = committed(&honest_and_lying(3, 0));
		for (verdict, salt) in [
			(valid(901), salt(VALIDATOR)),
			(invalid(Reason::Other), salt(VALIDATOR)),
			(valid(900), [0xee; 32]),
		] {
			assert_noop!(reveal(VALIDATOR, id, verdict, salt), Error::<Test>::WrongCommitment);
		}
	});
}

#[test]
fn attack_late_commit_and_late_reveal_are_refused_whether_the_chain_has_moved_on_or_not() {
	ExtBuilder::build_and_execute(|| {
		let id = joined(4);
		for who in validators(3) {
			assert_ok!(commit(who, id, seal(who, id, &valid(900))));
		}
		let late = VALIDATOR + 3;
		let sealed = seal(late, id, &valid(900));
		set_time(until(id) + 1);
		assert_noop!(commit(late, id, sealed), Error::<Test>::DeadlinePassed);
		assert_ok!(advance(PASSER_BY, id));
		assert_noop!(commit(late, id, sealed), Error::<Test>::NotCommitting);

		for who in [VALIDATOR, VALIDATOR + 1] {
			assert_ok!(reveal(who, id, valid(900), salt(who)));
		}
		let late = VALIDATOR + 2;
		set_time(until(id) + 1);
		assert_noop!(reveal(late, id, valid(900), salt(late)), Error::<Test>::DeadlinePassed);
		assert_ok!(advance(PASSER_BY, id));
		assert_noop!(reveal(late, id, valid(900), salt(late)), Error::<Test>::NotRevealing);
	});
}

#[test]
fn attack_bond_withdrawal_in_an_open_round_does_not_touch_the_hold() {
	ExtBuilder::build_and_execute(|| {
		let good = Some(valid(900));
		let id = committed(&[good.clone(), good.clone(), good, Some(invalid(Reason::Other)), None]);
		let (cheat, absent) = (VALIDATOR + 3, VALIDATOR + 4);
		for who in [cheat, absent] {
			let all = Balances::free_balance(who);
			assert_noop!(
				Balances::transfer_allow_death(RuntimeOrigin::signed(who), PASSER_BY, all + 1),
				TokenError::FundsUnavailable
			);
			empty(who);
			assert_eq!(purse(who).bond, BOND);
			assert_noop!(join(who, id), Error::<Test>::NotJoining);
		}
		for who in validators(3) {
			assert_ok!(reveal(who, id, valid(900), salt(who)));
		}
		assert_ok!(reveal(cheat, id, invalid(Reason::Other), salt(cheat)));
		settle(id);
		assert_eq!(purse(cheat), Purse { total: BOND - MINORITY_LOSS, fee: 0, bond: 0 });
		assert_eq!(purse(absent), Purse { total: BOND - UNREVEALED_LOSS, fee: 0, bond: 0 });
	});
}

#[test]
fn attack_frozen_and_empty_accounts_do_not_stop_the_settlement() {
	ExtBuilder::build_and_execute(|| {
		let good = Some(valid(900));
		let id = committed(&[good.clone(), good.clone(), good, Some(invalid(Reason::Other)), None]);
		freeze(SUPPLIER);
		empty(SUPPLIER + OTHER_ACCOUNT);
		freeze(VALIDATOR);
		empty(VALIDATOR + 1);
		freeze(VALIDATOR + 3);
		empty(VALIDATOR + 4);
		for who in validators(3) {
			assert_ok!(reveal(who, id, valid(900), salt(who)));
		}
		let cheat = VALIDATOR + 3;
		assert_ok!(reveal(cheat, id, invalid(Reason::Other), salt(cheat)));
		settle(id);
		// 1000 and 150 + 250, each among three: 334 + 134, then 333 + 133 twice.
		assert_gained(SUPPLIER, -1_000);
		assert_gained(VALIDATOR, 468);
		assert_eq!(purse(VALIDATOR + 1), Purse { total: BOND + 466, fee: 0, bond: 0 });
		assert_gained(cheat, -150);
		assert_eq!(purse(VALIDATOR + 4).total, 250);
	});
}

#[test]
fn attack_supplier_without_any_free_balance_gets_fee_back_and_can_be_paid_from() {
	ExtBuilder::build_and_execute(|| {
		let failed = joined(3);
		let decided = committed(&honest_and_lying(3, 1));
		empty(SUPPLIER);
		set_time(until(failed) + 1);
		assert_ok!(advance(PASSER_BY, failed));
		settle(failed);
		assert_eq!(purse(SUPPLIER).fee, FEE);
		assert_eq!(Balances::free_balance(SUPPLIER), FEE);
		assert_ok!(Balances::transfer_all(RuntimeOrigin::signed(SUPPLIER), PASSER_BY, false));
		for (who, verdict) in validators(4).into_iter().zip(honest_and_lying(3, 1)) {
			assert_ok!(reveal(who, decided, verdict.unwrap(), salt(who)));
		}
		settle(decided);
		assert_eq!((purse(SUPPLIER).fee, purse(SUPPLIER).bond), (0, 0));
		assert_gained(VALIDATOR, 334 + 50);
	});
}

#[test]
fn attack_join_twice_from_another_account_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(5);
		assert_ok!(join(VALIDATOR, id));
		for account in [VALIDATOR, VALIDATOR + OTHER_ACCOUNT] {
			assert_noop!(join(account, id), Error::<Test>::AlreadyJoined);
		}
	});
}

#[test]
fn attack_supplier_judges_himself_by_another_did_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(5);
		let may = |who: u64| Validation::may_validate(id, did(who));
		for account in [SUPPLIER, SUPPLIER + OTHER_ACCOUNT] {
			assert_noop!(join(account, id), Error::<Test>::SupplierCannotValidate);
		}
		assert_noop!(join(DEVICE, id), Error::<Test>::DeviceOfSupplier);

		// He is controlled by a validator.
		set_controllers(SUPPLIER, &[STRANGER, VALIDATOR]);
		assert_noop!(join(VALIDATOR, id), Error::<Test>::ControlsSupplier);
		assert_eq!(may(VALIDATOR), Some(Refusal::ControlsSupplier));
		// He controls a validator.
		set_controllers(VALIDATOR + 1, &[PASSER_BY, SUPPLIER]);
		assert_noop!(join(VALIDATOR + 1, id), Error::<Test>::ControlledBySupplier);
		// Somebody controls both.
		set_controllers(VALIDATOR + 2, &[REGULATOR, STRANGER]);
		assert_noop!(join(VALIDATOR + 2, id), Error::<Test>::SharedController);
		// A validator owns a part of the data set.
		set_owners(&[SUPPLIER, VALIDATOR + 3]);
		assert_noop!(join(VALIDATOR + 3, id), Error::<Test>::CoOwner);
		// The device was sold to a validator after it had signed.
		set_device_owner(VALIDATOR + 4);
		assert_noop!(join(VALIDATOR + 4, id), Error::<Test>::OwnerOfDevice);

		assert_ok!(join(VALIDATOR + 5, id));
		assert_eq!(may(VALIDATOR + 6), None);
	});
}

#[test]
fn attack_bond_from_the_suppliers_account_is_refused() {
	ExtBuilder::build_and_execute(|| {
		// The supplier has a sponsor pay the fee, and the same account is to pay a validator's bond.
		let sponsor = VALIDATOR + OTHER_ACCOUNT;
		let submission = submit_with(did(sponsor), Tree::from_leaves(leaves()).fingerprint());
		assert_ok!(open_round(sponsor, submission, FEE, 3));
		// In this stand-in the account stands for one DID alone, so the rule shows by its own conflict first.
		assert_noop!(join(sponsor, 0), Error::<Test>::SupplierCannotValidate);
		crate::Rounds::<Test>::mutate(0, |round| {
			round.as_mut().unwrap().supplier.did = did(SUPPLIER);
		});
		assert_noop!(join(sponsor, 0), Error::<Test>::SameAccount);
	});
}

#[test]
fn attack_validator_who_sponsors_the_supplier_or_is_sponsored_by_him_is_refused() {
	ExtBuilder::build_and_execute(|| {
		// The account of a validator pays the fee; he joins at the expense of somebody else.
		sponsor(VALIDATOR, SUPPLIER);
		assert_ok!(open_round(VALIDATOR, submit(), FEE, 3));
		assert_noop!(join(VALIDATOR + OTHER_ACCOUNT, 0), Error::<Test>::SameAccount);
		// The supplier, whose fee that other account pays, puts up the bond of a validator.
		sponsor(SUPPLIER, VALIDATOR + 1);
		assert_noop!(join(SUPPLIER, 0), Error::<Test>::SameAccount);
		assert_ok!(join(VALIDATOR + 1, 0));

		// A regulator whose account pays the fee, or who acts at the expense of the supplier, vetoes.
		sponsor(REGULATOR, SUPPLIER);
		assert_ok!(open_round(REGULATOR, submit(), FEE, 3));
		assert_noop!(veto(REGULATOR + OTHER_ACCOUNT, 1, [1; 32]), Error::<Test>::PartyCannotVeto);
		sponsor(SUPPLIER, REGULATOR);
		assert_noop!(veto(SUPPLIER, 0, [1; 32]), Error::<Test>::PartyCannotVeto);
		assert_ok!(veto(REGULATOR + OTHER_ACCOUNT, 0, [1; 32]));
	});
}

#[test]
fn attack_validator_who_is_paid_for_the_data_or_controls_the_device_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(5);
		set_payees(&[SUPPLIER, VALIDATOR]);
		assert_noop!(join(VALIDATOR, id), Error::<Test>::CoOwner);
		set_controllers(DEVICE, &[VALIDATOR + 1]);
		assert_noop!(join(VALIDATOR + 1, id), Error::<Test>::ControlsSupplier);
		accredit(VALIDATOR + 1);
		assert_noop!(veto(VALIDATOR + 1, id, [1; 32]), Error::<Test>::PartyCannotVeto);
		assert_eq!(Validation::may_validate(id, did(VALIDATOR)), Some(Refusal::CoOwner));
		set_payees(&[SUPPLIER]);
		assert_ok!(join(VALIDATOR, id));
	});
}

#[test]
fn attack_validator_tied_through_a_device_or_to_a_co_owner_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(5);
		// A device of the supplier controls a validator: it counts for its owner.
		set_controllers(VALIDATOR, &[DEVICE]);
		assert_noop!(join(VALIDATOR, id), Error::<Test>::ControlledBySupplier);
		// A validator has a controller in common with a co-owner, or is controlled by one.
		set_owners(&[SUPPLIER, PASSER_BY]);
		set_controllers(PASSER_BY, &[STRANGER]);
		set_controllers(VALIDATOR + 1, &[STRANGER]);
		set_controllers(VALIDATOR + 2, &[PASSER_BY]);
		for validator in [VALIDATOR + 1, VALIDATOR + 2] {
			assert_noop!(join(validator, id), Error::<Test>::CoOwner);
			accredit(validator);
			assert_noop!(veto(validator, id, [1; 32]), Error::<Test>::PartyCannotVeto);
		}
		// Control ends after one step.
		set_controllers(STRANGER, &[VALIDATOR + 3]);
		assert_ok!(join(VALIDATOR + 3, id));
	});
}

#[test]
fn attack_forgetting_the_later_round_first_leaves_a_sound_state() {
	ExtBuilder::build_and_execute(|| {
		let first = opened(3);
		let submission = round(first).submission;
		set_time(until(first) + 1);
		assert_ok!(advance(PASSER_BY, first));
		assert_ok!(open_round(SUPPLIER, submission, FEE, 3));
		set_time(until(1) + 1);
		assert_ok!(advance(PASSER_BY, 1));
		set_time(START + 2 * WINDOWS.joining + 2 + RETENTION);
		assert_ok!(forget(STRANGER, 1));
		assert_ok!(Validation::do_try_state());
		assert!(!Validation::took_part(submission, &did(VALIDATOR)));
		// The submission can be judged again, and each record goes by itself.
		assert_ok!(open_round(SUPPLIER, submission, FEE, 3));
		assert_ok!(forget(STRANGER, first));
	});
}

#[test]
fn attack_supplier_names_a_controller_to_unseat_a_validator_has_no_effect() {
	ExtBuilder::build_and_execute(|| {
		let id = committed(&honest_and_lying(3, 0));
		set_controllers(SUPPLIER, &[VALIDATOR]);
		set_owners(&[SUPPLIER, VALIDATOR + 1]);
		for who in validators(3) {
			assert_ok!(reveal(who, id, valid(900), salt(who)));
		}
		assert_eq!(round(id).tally.valid, 3);
	});
}

#[test]
fn attack_veto_by_a_party_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(5);
		let refused = |who: u64| {
			assert_noop!(veto(who, id, [1; 32]), Error::<Test>::PartyCannotVeto);
		};
		for who in [SUPPLIER, DEVICE, VALIDATOR] {
			accredit(who);
		}
		assert_ok!(join(VALIDATOR, id));
		// The supplier, his device, a validator of the round.
		refused(SUPPLIER);
		refused(DEVICE);
		refused(VALIDATOR);
		// A regulator who has to do with the supplier.
		set_controllers(REGULATOR, &[SUPPLIER]);
		refused(REGULATOR);
		set_controllers(REGULATOR, &[]);
		set_controllers(SUPPLIER, &[REGULATOR]);
		refused(REGULATOR);
		set_controllers(SUPPLIER, &[]);
		set_owners(&[REGULATOR]);
		refused(REGULATOR);
		set_owners(&[]);
		assert_ok!(veto(REGULATOR, id, [1; 32]));
	});
}

#[test]
fn attack_veto_by_accreditation_revoked_in_the_same_block_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let (one, other) = (opened(3), opened(3));
		assert_ok!(veto(REGULATOR, one, [1; 32]));
		revoke_accreditation();
		assert_noop!(veto(REGULATOR, other, [1; 32]), Error::<Test>::NotAccredited);
	});
}

#[test]
fn attack_forged_leaf_proofs_are_refused() {
	let tree = Tree::from_leaves(leaves());
	let hashes = tree.leaf_hashes();
	let path_of = |path: &[[u8; 32]]| BoundedVec::truncate_from(path.to_vec());
	let good = leaf_proof(1);
	let cases: [(LeafProof<_>, Error<Test>); 5] = [
		// Swapped siblings.
		(
			LeafProof {
				path: path_of(&[good.path[1], good.path[0], good.path[2]]),
				..good.clone()
			},
			Error::RootMismatch,
		),
		// Too short and too long.
		(LeafProof { path: path_of(&good.path[..2]), ..good.clone() }, Error::WrongPathLength),
		(
			LeafProof { path: path_of(&[&good.path[..], &[[0; 32]]].concat()), ..good.clone() },
			Error::WrongPathLength,
		),
		// The inner node over the first two leaves in place of a leaf.
		(
			LeafProof {
				index: 0,
				leaf: node_hash(&hashes[0], &hashes[1]),
				path: path_of(&good.path[1..]),
			},
			Error::WrongPathLength,
		),
		// A leaf that is in the tree, at another place.
		(LeafProof { index: 0, ..good.clone() }, Error::RootMismatch),
	];
	for (proof, error) in cases {
		ExtBuilder::build_and_execute(|| {
			let verdict = Verdict::Invalid { reason: Reason::OutOfRange, leaf: Some(proof) };
			let id = committed(&[Some(verdict.clone()), Some(valid(1)), Some(valid(1))]);
			assert_noop!(reveal(VALIDATOR, id, verdict, salt(VALIDATOR)), error);
		});
	}
}

#[test]
fn attack_silent_validators_make_rounds_fail_only_a_few_times() {
	ExtBuilder::build_and_execute(|| {
		let griefer = VALIDATOR + 2;
		for time in 1..=4 {
			let id = opened(3);
			for who in validators(3) {
				assert_ok!(join(who, id));
			}
			for who in validators(2) {
				assert_ok!(commit(who, id, seal(who, id, &valid(900))));
			}
			set_time(until(id) + 1);
			assert_ok!(advance(PASSER_BY, id));
			assert_eq!(outcome(id), RoundOutcome::TooFewCommitted);
			settle(id);
			// Nothing is slashed in a round that failed for lack of a quorum.
			assert_gained(griefer, 0);
			assert_eq!(counts(griefer), (0, 0, time, 0));
		}
		let id = opened(3);
		assert_noop!(join(griefer, id), Error::<Test>::TooOftenAbsent);
		assert_ok!(join(VALIDATOR, id));
	});
}

#[test]
fn attack_member_suspended_to_sway_the_vote_is_not_slashed_for_it() {
	ExtBuilder::build_and_execute(|| {
		let id = committed(&honest_and_lying(3, 2));
		set_status(VALIDATOR, DidStatus::Suspended);
		for (who, verdict) in validators(5).into_iter().zip(honest_and_lying(3, 2)) {
			assert_ok!(reveal(who, id, verdict.unwrap(), salt(who)));
		}
		// Two against two.
		assert_eq!(outcome(id), RoundOutcome::NoMajority);
		settle(id);
		assert_gained(VALIDATOR, 0);
	});
}
