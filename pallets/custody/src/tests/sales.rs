//! What the escrow tells.

use counterfoil_primitives::{
	custody::{Marks, Receipt, Source},
	exchange::Outcome,
	fingerprint::leaf_hash,
	traits::{ClosedAgreement, OnAgreementClosed},
};
use frame_support::assert_ok;

use crate::{mock::*, Event, Holdings};

#[test]
fn sale_makes_a_holding_with_its_ciphertext() {
	ExtBuilder::build_and_execute(|| {
		let sold = sale(5, USER, narrow());
		close(&sold);
		let holding = held(0);
		assert_eq!((holding.giver, holding.holder), (did(OWNER), did(USER)));
		assert_eq!((holding.source, holding.depth), (Source::Owner(SET), 1));
		assert_eq!(holding.agreement, Some(5));
		assert_eq!(holding.usage, statement(narrow()));
		assert_eq!(holding.receipt, Receipt::Received(START));
		let marks = Marks { ciphertext_root: sold.ciphertext_root, watermark: None };
		assert!(marks.ciphertext_root.is_some());
		assert_eq!(holding.marks, marks);
		assert_eq!(holding.parts[1].root, root(PARTS[1]));
		assert_eq!(
			last_event(),
			Event::Sold {
				holding: 0,
				agreement: 5,
				giver: did(OWNER),
				holder: did(USER),
				data_set: SET,
				usage: statement(narrow()),
			}
		);
	});
}

#[test]
fn sale_with_a_watermark_makes_a_holding_with_it() {
	ExtBuilder::build_and_execute(|| {
		let watermark = Some(leaf_hash(&mark(0)));
		let sold = ClosedAgreement { watermark, ..sale(5, USER, narrow()) };
		close(&sold);
		let marks = Marks { ciphertext_root: sold.ciphertext_root, watermark };
		assert_eq!(held(0).marks, marks);
	});
}

#[test]
fn agreement_that_delivered_nothing_makes_none() {
	ExtBuilder::build_and_execute(|| {
		close(&ClosedAgreement { delivered: false, ..sale(5, USER, narrow()) });
		assert_eq!(Holdings::<Test>::iter().count(), 0);
		assert_eq!(take_events(), []);
	});
}

#[test]
fn buyer_who_proved_a_wrong_leaf_can_read_the_others() {
	ExtBuilder::build_and_execute(|| {
		close(&ClosedAgreement { outcome: Outcome::Convicted, ..sale(5, USER, narrow()) });
		assert_eq!(held(0).holder, did(USER));
	});
}

#[test]
fn attack_cheat_puts_a_buyer_who_got_everything_back_down_as_one_who_received() {
	ExtBuilder::build_and_execute(|| {
		for (id, outcome) in
			[Outcome::Judged { to_supplier: 0 }, Outcome::Conceded].into_iter().enumerate()
		{
			let holding = id as u64;
			close(&ClosedAgreement { outcome, ..sale(holding, USER, narrow()) });
			assert_eq!(held(holding).receipt, Receipt::Claimed);
			assert_ok!(deny(USER, holding));
			assert_eq!(held(holding).receipt, Receipt::Denied(START));
		}
		let part = Outcome::Judged { to_supplier: 1 };
		close(&ClosedAgreement { outcome: part, ..sale(2, USER, narrow()) });
		assert_eq!(held(2).receipt, Receipt::Received(START));
	});
}

#[test]
fn agreement_that_is_told_twice_makes_one_holding() {
	ExtBuilder::build_and_execute(|| {
		close(&sale(5, USER, narrow()));
		close(&sale(5, USER, narrow()));
		assert_eq!(next_holding(), 1);
	});
}

#[test]
fn buyer_passes_on_what_he_bought() {
	ExtBuilder::build_and_execute(|| {
		close(&sale(5, PROXY, wide()));
		assert_ok!(given(PROXY, Source::Holding(0), USER, narrow()));
		assert_eq!(held(1).depth, 2);
	});
}

#[test]
fn largest_agreement_fits() {
	ExtBuilder::build_and_execute(|| {
		let submissions: Vec<_> = (7_700..7_764).collect();
		let parts = submissions.iter().map(|part| tree(*part).fingerprint()).collect();
		close(&ClosedAgreement { submissions, parts, ..sale(5, USER, narrow()) });
		assert_eq!(held(0).parts.len(), 64);
	});
}

#[test]
fn escrow_counts_what_it_costs() {
	assert_eq!(<Custody as OnAgreementClosed<u64, u128>>::READS, 9);
	assert_eq!(<Custody as OnAgreementClosed<u64, u128>>::WRITES, 11);
}
