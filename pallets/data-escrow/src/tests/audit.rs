//! Every event reaches the histories of those whose life it belongs to (Y.4560 7.1.2).

use codec::Encode;
use counterfoil_primitives::{
	did::DidId,
	money::{Asset, Commission},
	traits::{
		AuditSubject::{self, DataSet, Did},
		NewAgreement,
	},
};
use frame_support::assert_ok;

use crate::{mock::*, Event, RECORD_KEPT};

/// Who caused the last event, and whose history it went to.
fn last() -> (Option<DidId>, Vec<AuditSubject>) {
	let (actor, subjects, _) = Histories::take().pop().unwrap();
	(actor, subjects)
}

/// An event of the deal, caused by the account's subject, or by nobody. Who is no party has it in his history as well.
fn caused(by: Option<u64>) -> (Option<DidId>, Vec<AuditSubject>) {
	let mut subjects = vec![Did(did(SUPPLIER)), Did(did(DEMANDER)), DataSet(SET)];
	if by == Some(STRANGER) {
		subjects.push(Did(did(STRANGER)));
	}
	(by.map(did), subjects)
}

#[test]
fn histories_are_told_every_event_in_order() {
	ExtBuilder::build_and_execute(|| {
		Shareholders::are(&[(SUPPLIER, 500), (STRANGER, 500)]);
		let deal = Deal::revealed();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_ok!(forget(DEMANDER, deal.id));
		let deal = Deal::revealed_with_wrong_leaf(0);
		assert_ok!(dispute(DEMANDER, deal.id, deal.proof(0)));
		let deal = Deal::agreed();
		assert_ok!(decline(SUPPLIER, deal.id));
		let commissions = vec![Commission { payee: did(STRANGER), per_mille: 100 }];
		let id = open(NewAgreement { asset: COIN, commissions, ..terms() }).unwrap();
		let deal = Deal::of(id).fund().commit().accept().reveal();
		assert_ok!(Assets::block(RuntimeOrigin::signed(ISSUER), COIN_ID, SUPPLIER));
		assert_ok!(settle(DEMANDER, deal.id));
		assert_ok!(Assets::thaw(RuntimeOrigin::signed(ISSUER), COIN_ID, SUPPLIER));
		assert_ok!(collect(PASSER_BY, deal.id));
		assert_ok!(DataEscrow::set_parameters(RuntimeOrigin::root(), parameters()));

		let told: Vec<_> = Histories::take().into_iter().map(|(.., bytes)| bytes).collect();
		assert_eq!(told, take_events().iter().map(Encode::encode).collect::<Vec<_>>());
		// Every kind of event happened.
		let mut kinds: Vec<_> = told.iter().map(|bytes| bytes[0]).collect();
		kinds.sort_unstable();
		kinds.dedup();
		assert_eq!(kinds, (0..=13).collect::<Vec<_>>());
	});
}

#[test]
fn steps_belong_to_both_parties_and_the_data_set_and_the_actor_takes_them() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		assert_eq!(last(), caused(None));
		let deal = deal.fund();
		assert_eq!(last(), caused(Some(DEMANDER)));
		let deal = deal.commit();
		assert_eq!(last(), caused(Some(SUPPLIER)));
		let deal = deal.accept();
		assert_eq!(last(), caused(Some(DEMANDER)));
		let deal = deal.reveal();
		assert_eq!(last(), caused(Some(SUPPLIER)));
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(last(), caused(Some(DEMANDER)));
		assert_ok!(forget(DEMANDER, deal.id));
		assert_eq!(last(), caused(Some(DEMANDER)));
		let deal = Deal::revealed_with_wrong_leaf(0);
		assert_ok!(dispute(DEMANDER, deal.id, deal.proof(0)));
		assert_eq!(last(), caused(Some(DEMANDER)));
		for party in [SUPPLIER, DEMANDER] {
			assert_ok!(decline(party, Deal::funded().id));
			assert_eq!(last(), caused(Some(party)));
		}
		assert_ok!(DataEscrow::set_parameters(RuntimeOrigin::root(), parameters()));
		assert_eq!(last(), (None, vec![]));
	});
}

#[test]
fn what_a_deadline_does_is_nobodys_act() {
	ExtBuilder::build_and_execute(|| {
		let (by_call, by_chain) = (Deal::agreed(), Deal::revealed());
		set_time(START + WINDOWS.funding + 1);
		assert_ok!(expire(STRANGER, by_call.id));
		assert_eq!(last(), caused(None));
		next_block(until(by_chain.id) + 2_000);
		assert!(matches!(last_event(), Event::Settled { by: None, .. }));
		assert_eq!(last(), caused(None));
	});
}

#[test]
fn who_settles_or_forgets_for_others_has_it_in_his_history() {
	ExtBuilder::build_and_execute(|| {
		// The passer-by acts for no DID.
		for (who, by) in [(STRANGER, Some(STRANGER)), (SUPPLIER, Some(SUPPLIER)), (PASSER_BY, None)]
		{
			let deal = Deal::revealed();
			set_time(until(deal.id) + 1);
			assert_ok!(settle(who, deal.id));
			assert_eq!(last(), caused(by));
			set_time(Timestamp::get() + RECORD_KEPT);
			assert_ok!(forget(who, deal.id));
			assert_eq!(last(), caused(by));
		}
	});
}

#[test]
fn profit_belongs_to_the_payee_and_the_data_set() {
	ExtBuilder::build_and_execute(|| {
		Shareholders::are(&[(SUPPLIER, 500), (STRANGER, 500)]);
		let deal = Deal::revealed();
		Histories::take();
		assert_ok!(settle(DEMANDER, deal.id));
		let told = Histories::take();
		let [(actor, payee, _), settled] = &told[..] else {
			panic!("a payment and the settlement")
		};
		assert_eq!(*actor, None);
		assert_eq!(*payee, [Did(did(STRANGER)), DataSet(SET)]);
		assert_eq!((settled.0, settled.1.clone()), caused(Some(DEMANDER)));
	});
}

#[test]
fn commission_belongs_to_the_payee_and_the_data_set() {
	ExtBuilder::build_and_execute(|| {
		let commissions = vec![Commission { payee: did(PLATFORM), per_mille: 100 }];
		let id = open(NewAgreement { commissions, ..terms() }).unwrap();
		let deal = Deal::of(id).fund().commit().accept().reveal();
		Histories::take();
		assert_ok!(settle(DEMANDER, deal.id));
		let (actor, subjects, _) = Histories::take().remove(0);
		assert_eq!((actor, subjects), (None, vec![Did(did(PLATFORM)), DataSet(SET)]));
	});
}

#[test]
fn money_that_was_put_up_for_another_is_in_the_history_of_whose_it_is() {
	ExtBuilder::build_and_execute(|| {
		Limits::set(SPONSOR, DEMANDER, Asset::Native, PRICE, u64::MAX);
		let deal = Deal::agreed();
		assert_ok!(fund_from(DEMANDER, deal.id, SPONSOR));
		let (actor, mut subjects) = caused(Some(DEMANDER));
		subjects.push(Did(did(SPONSOR)));
		assert_eq!(last(), (actor, subjects));
	});
}

#[test]
fn delayed_payment_is_nobodys_act_and_who_collects_has_it_in_his_history() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed_in(COIN).fund().commit().accept().reveal();
		assert_ok!(Assets::block(RuntimeOrigin::signed(ISSUER), COIN_ID, SUPPLIER));
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(last(), caused(None));
		assert_ok!(Assets::thaw(RuntimeOrigin::signed(ISSUER), COIN_ID, SUPPLIER));
		assert_ok!(collect(STRANGER, deal.id));
		assert_eq!(last(), caused(Some(STRANGER)));
	});
}
