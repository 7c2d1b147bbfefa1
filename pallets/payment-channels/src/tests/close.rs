use counterfoil_primitives::{money::Asset, voucher::FinalState};
use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::DispatchError;

use crate::{mock::*, Agenda, ChannelsOf, Ending, Error, Event};

#[test]
fn close_ends_a_channel_at_once_as_both_agreed() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(claim(PAYEE, id, 100));
		assert_ok!(close(STRANGER, id, 300));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 300);
		assert_eq!(total(Asset::Native, PAYER), WEALTH - 300);
		assert_eq!((held(Asset::Native, PAYER), tickets(PAYER)), (0, 0));
		assert!(is_gone(id));
		assert_eq!(ChannelsOf::<Test>::iter_keys().count(), 0);
		assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
		assert_eq!(
			last_event(),
			Event::Ended {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				by: Some(did(STRANGER)),
				ending: Ending::Agreed,
				amount: 300,
				delivered: voucher(300, 3).delivered,
				returned: 700,
				due: 0,
				rest: 0,
				data_set: None,
			}
		);
	});
}

#[test]
fn close_at_nothing_and_at_everything() {
	for (amount, paid) in [(0, 0), (1_000, 1_000)] {
		ExtBuilder::build_and_execute(|| {
			let id = opened();
			assert_ok!(close(PASSER_BY, id, amount));
			assert_eq!(total(Asset::Native, PAYEE), WEALTH + paid);
			assert!(is_gone(id));
		});
	}
}

#[test]
fn close_in_the_challenge_window_and_after_it() {
	for now in [START + 1, START + CHALLENGE, START + CHALLENGE + 1, START + 5 * LIFE] {
		ExtBuilder::build_and_execute(|| {
			let id = opened();
			assert_ok!(request_close(PAYER, id));
			set_time(now);
			assert_ok!(close(PAYER, id, 300));
			assert_eq!(total(Asset::Native, PAYEE), WEALTH + 300);
		});
	}
}

#[test]
fn attack_closing_twice() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(close(PAYER, id, 300));
		assert_noop!(close(PAYER, id, 400), Error::<Test>::AlreadyClosed);
		assert_noop!(close_by_payee(PAYEE, id, Some(400)), Error::<Test>::AlreadyClosed);
		assert_noop!(close_by_payee(PAYEE, id, None), Error::<Test>::AlreadyClosed);
		assert_noop!(request_close(PAYER, id), Error::<Test>::AlreadyClosed);
		assert_noop!(finalise(PAYER, id), Error::<Test>::AlreadyClosed);
		assert_noop!(settle(PAYER, id), Error::<Test>::AlreadyClosed);
		assert_noop!(close(PAYER, id + 1, 300), Error::<Test>::NotFound);
	});
}

#[test]
fn attack_close_with_an_old_voucher_or_an_old_final_state() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		// The payer's old voucher is no final state: the payee's signature is missing.
		let (old, signature) = signed(id, 300);
		let state = FinalState { amount: old.amount, delivered: old.delivered };
		let (_, payer, payee) = agreed(id, 300);
		assert_noop!(
			close_with(PAYER, id, state, signature, payee),
			Error::<Test>::BadPayerSignature
		);
		assert_noop!(
			close_with(PAYER, id, state, payer, signature),
			Error::<Test>::BadPayeeSignature
		);
		// What was claimed is the least that a final state is about.
		assert_ok!(claim(PAYEE, id, 500));
		assert_noop!(close(PAYER, id, 499), Error::<Test>::BelowClaimed);
		assert_ok!(close(PAYER, id, 500));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 500);
	});
}

#[test]
fn attack_cooperative_close_with_signatures_swapped_or_of_another_channel_or_by_others() {
	ExtBuilder::build_and_execute(|| {
		let (id, other) = (opened(), opened());
		let (state, payer, payee) = agreed(id, 300);
		let (_, other_payer, other_payee) = agreed(other, 300);
		assert_noop!(close_with(PAYER, id, state, payee, payer), Error::<Test>::BadPayerSignature);
		assert_noop!(
			close_with(PAYER, id, state, other_payer, payee),
			Error::<Test>::BadPayerSignature
		);
		assert_noop!(
			close_with(PAYER, id, state, payer, other_payee),
			Error::<Test>::BadPayeeSignature
		);
		let message = state.signing_bytes(&GENESIS, id);
		for stranger in [STRANGER, PAYER] {
			let by = sign_with(stranger, &message);
			assert_noop!(close_with(PAYER, id, state, by, payee), Error::<Test>::BadPayerSignature);
			assert_noop!(close_with(PAYER, id, state, payer, by), Error::<Test>::BadPayeeSignature);
		}
		// The same about another amount, and on another chain.
		let more = FinalState { amount: 400, ..state };
		assert_noop!(close_with(PAYEE, id, more, payer, payee), Error::<Test>::BadPayerSignature);
		let foreign = state.signing_bytes(&[9; 32], id);
		assert_noop!(
			close_with(PAYEE, id, state, sign(&foreign), sign_with(PAYEE, &foreign)),
			Error::<Test>::BadPayerSignature
		);
		assert_ok!(close_with(PAYEE, id, state, payer, payee));
	});
}

#[test]
fn close_above_the_deposit_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		for amount in [1_001, u128::MAX] {
			assert_noop!(close(PAYEE, id, amount), Error::<Test>::AboveDeposit);
		}
	});
}

#[test]
fn close_needs_a_signed_account() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		let (state, payer, payee) = agreed(id, 300);
		let result = PaymentChannels::close(RuntimeOrigin::none(), id, state, payer, payee);
		assert_eq!(result.map_err(|error| error.error), Err(DispatchError::BadOrigin));
	});
}
