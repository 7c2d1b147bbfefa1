//! Who gets a part of what a stream pays that the market opened, and on what terms.

use counterfoil_primitives::{stream::Ending, traits::NewStream, Asset};
use frame_support::assert_ok;
use pallet_support::assert_noop;

use crate::{mock::*, Error, Event};

/// A stream of a thousand units a second, with a tenth for a platform.
fn agreed_with_platform() -> NewStream<u64, Balance> {
	NewStream { rate: 1_000, commissions: vec![commission(HOLDER, 100)], ..agreed() }
}

fn flowing() -> u64 {
	let id = propose(agreed_with_platform()).unwrap();
	assert_ok!(fund(PAYER, id, 100_000, None));
	id
}

#[test]
fn commission_comes_first_of_a_claim_and_of_the_end() {
	ExtBuilder::build_and_execute(|| {
		let id = flowing();
		wait(10_000);
		assert_ok!(claim(STRANGER, id));
		let events = take_events();
		let [.., commission, claimed] = &events[..] else { panic!("two") };
		let expected = Event::CommissionPaid {
			id,
			payee: did(HOLDER),
			account: HOLDER,
			asset: Asset::Native,
			amount: 1_000,
			data_set: Some(SET),
		};
		assert_eq!(*commission, expected);
		assert!(matches!(claimed, Event::Claimed { amount: 10_000, .. }));
		assert_eq!(total(Asset::Native, HOLDER), WEALTH + 1_000);
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 9_000);
		wait(1_000);
		assert_ok!(close(PAYEE, id));
		assert_eq!(last_end(), (Ending::ClosedByPayee, START + 11_000, 1_000, 89_000));
		assert_eq!(total(Asset::Native, HOLDER), WEALTH + 1_100);
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 9_900);
	});
}

#[test]
fn holders_share_what_the_commission_leaves() {
	ExtBuilder::build_and_execute(|| {
		Shareholders::are(&[(PAYEE, 500), (PATRON, 500)]);
		let id = flowing();
		wait(20_000);
		assert_ok!(claim(STRANGER, id));
		assert_eq!(total(Asset::Native, HOLDER), WEALTH + 2_000);
		assert_eq!(total(Asset::Native, PATRON), WEALTH + 9_000);
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 9_000);
	});
}

#[test]
fn attack_payee_claims_in_crumbs_to_keep_the_commission() {
	ExtBuilder::build_and_execute(|| {
		let id = flowing();
		wait(9_999);
		assert_noop!(claim(PAYEE, id), Error::<Test>::NothingDue);
		wait(1);
		assert_ok!(claim(PAYEE, id));
	});
}

#[test]
fn attack_commission_leaves_the_smallest_holder_nothing() {
	ExtBuilder::build_and_execute(|| {
		Shareholders::are(&[(PAYEE, 999), (NEWCOMER, 1)]);
		let half =
			NewStream { commissions: vec![commission(HOLDER, 500)], ..agreed_with_platform() };
		let id = propose(half).unwrap();
		assert_ok!(fund(PAYER, id, 100_000, None));
		wait(19_999);
		assert_noop!(claim(PAYEE, id), Error::<Test>::NothingDue);
		wait(1);
		assert_ok!(claim(PAYEE, id));
		assert_eq!(free(Asset::Native, NEWCOMER), EXISTENTIAL_DEPOSIT);
	});
}

#[test]
fn attack_spender_has_a_commission_paid_out_of_what_was_lent_for_the_payee() {
	ExtBuilder::build_and_execute(|| {
		let id = propose(agreed_with_platform()).unwrap();
		Permits::give(PAYER, PAYEE, 100_000, 1_000_000);
		let error = || Error::<Test>::CommissionsNotAllowed;
		assert_noop!(fund(PAYER, id, 100_000, Some(PATRON)), error());
		assert_ok!(fund(PAYER, id, 100_000, None));
		// Nor does the payee top it up out of what the payer lets him spend.
		assert_noop!(top_up(PAYEE, id, 1_000), error());
		assert_ok!(top_up(PAYER, id, 1_000));
	});
}

#[test]
fn stream_says_on_what_terms_the_data_are_given() {
	ExtBuilder::build_and_execute(|| {
		let view = PaymentStreams::stream(flowing()).unwrap();
		assert_eq!((view.usage, view.commissions), (Some(usage()), vec![commission(HOLDER, 100)]));
		// Of what was not agreed on the market the chain knows no terms.
		let view = PaymentStreams::stream(opened()).unwrap();
		assert_eq!((view.usage, view.commissions), (None, vec![]));
	});
}
