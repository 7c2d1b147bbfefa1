//! Parties that act from an account which is not theirs, such as wards from that of their sponsor.

use counterfoil_primitives::{
	money::Asset,
	traits::{Agreements as _, NewAgreement},
};
use frame_support::assert_ok;
use pallet_support::assert_noop;

use crate::{mock::*, Error};

/// The terms of a deal in this money, with the accounts of the parties.
fn terms_from(asset: Asset, supplier: u64, demander: u64) -> NewAgreement<u64, u64> {
	let mut terms = NewAgreement { asset, ..terms() };
	terms.supplier.account = supplier;
	terms.demander.account = demander;
	terms
}

#[test]
fn attack_ward_binds_sponsors_tokens() {
	ExtBuilder::build_and_execute(|| {
		for (supplier, demander) in [(SPONSOR, DEMANDER), (SUPPLIER, SPONSOR)] {
			let in_coins = || terms_from(COIN, supplier, demander);
			assert_noop!(open(in_coins()), Error::<Test>::AccountNotOwn);
			assert_noop!(DataEscrow::open_funded(in_coins()), Error::<Test>::AccountNotOwn);
			// The limits of the sponsor count the chain's own token.
			assert_ok!(open(terms_from(Asset::Native, supplier, demander)));
		}
	});
}

#[test]
fn attack_demander_moves_to_another_account_to_keep_a_secured_agreement_from_being_opened() {
	ExtBuilder::build_and_execute(|| {
		Subjects::move_to(DEMANDER, DEMANDER + OTHER_ACCOUNT);
		let in_coins = || terms_from(COIN, SUPPLIER, DEMANDER);
		assert_noop!(open(in_coins()), Error::<Test>::AccountNotOwn);
		let id = DataEscrow::open_secured(in_coins()).unwrap();
		// But it binds no tokens of the old one.
		assert_noop!(fund(DEMANDER, id), Error::<Test>::AccountNotOwn);
	});
}

#[test]
fn party_that_changed_its_account_meanwhile_binds_no_tokens_of_the_old_one() {
	ExtBuilder::build_and_execute(|| {
		let (one, other) = (Deal::agreed_in(COIN), Deal::agreed_in(COIN).fund());
		Subjects::move_to(DEMANDER, DEMANDER + OTHER_ACCOUNT);
		Subjects::move_to(SUPPLIER, SUPPLIER + OTHER_ACCOUNT);
		assert_noop!(fund(DEMANDER, one.id), Error::<Test>::AccountNotOwn);
		assert_noop!(
			commit(SUPPLIER, other.id, other.root(), other.commitment()),
			Error::<Test>::AccountNotOwn
		);
	});
}
