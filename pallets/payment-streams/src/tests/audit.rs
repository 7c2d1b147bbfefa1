//! Every event reaches the histories of those whose life it belongs to (Y.4560 7.1.2).

use codec::Encode;
use counterfoil_primitives::{
	did::DidId,
	traits::{
		AuditSubject::{self, DataSet, Did},
		NewStream,
	},
};
use frame_support::assert_ok;

use crate::mock::*;

/// Who caused the last event, and whose history it went to.
fn last() -> (Option<DidId>, Vec<AuditSubject>) {
	let (actor, subjects, _) = Histories::take().pop().unwrap();
	(actor, subjects)
}

/// An event about a stream, with whoever else it is about or caused it.
fn told(by: Option<u64>, others: &[u64]) -> (Option<DidId>, Vec<AuditSubject>) {
	let mut subjects = vec![Did(did(PAYER)), Did(did(PAYEE))];
	subjects.extend(others.iter().map(|who| Did(did(*who))));
	(by.map(did), subjects)
}

#[test]
fn steps_belong_to_both_parties_and_who_takes_them() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_eq!(last(), told(Some(PAYER), &[]));
		assert_ok!(top_up(PAYER, id, 1));
		assert_eq!(last(), told(Some(PAYER), &[]));
		assert_ok!(change_rate(PAYEE, id, 9));
		assert_eq!(last(), told(Some(PAYEE), &[]));
		assert_ok!(change_rate(PAYER, id, 9));
		assert_eq!(last(), told(Some(PAYER), &[]));
		assert_ok!(pause(PAYER, id));
		assert_eq!(last(), told(Some(PAYER), &[]));
		assert_ok!(withdraw(PAYER, id));
		assert_eq!(last(), told(Some(PAYER), &[]));
		wait(10_000);
		assert_ok!(claim(STRANGER, id));
		assert_eq!(last(), told(Some(STRANGER), &[STRANGER]));
		assert_ok!(pause(PAYEE, id));
		assert_eq!(last(), told(Some(PAYEE), &[]));
		assert_ok!(resume(PAYEE, id));
		assert_eq!(last(), told(Some(PAYEE), &[]));
		assert_ok!(close(PAYEE, id));
		assert_eq!(last(), told(Some(PAYEE), &[]));
		assert_ok!(PaymentStreams::set_parameters(RuntimeOrigin::root(), parameters()));
		assert_eq!(last(), (None, vec![]));
	});
}

#[test]
fn money_of_somebody_else_is_part_of_his_history() {
	ExtBuilder::build_and_execute(|| {
		Permits::give(PAYER, PAYEE, 2 * DEPOSIT, 1_000_000);
		assert_ok!(open_as(PAYER, Terms { from: Some(PATRON), ..TERMS }));
		assert_eq!(last(), told(Some(PAYER), &[PATRON]));
		assert_ok!(top_up(PAYER, newest(), 1));
		assert_eq!(last(), told(Some(PAYER), &[PATRON]));
		assert_ok!(close(PATRON, newest()));
		assert_eq!(last(), told(Some(PATRON), &[PATRON]));
		next_block(START + NOTICE + 1_000);
		assert_eq!(last(), told(None, &[PATRON]));
	});
}

#[test]
fn what_the_clock_does_is_nobodys_act() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(change_rate(PAYER, id, 2));
		next_block(START + NOTICE + 1_000);
		assert_eq!(last(), told(None, &[]));
		assert_ok!(pause(PAYER, id));
		next_block(START + 2 * NOTICE + 2_000);
		assert_eq!(last(), told(None, &[]));
		assert_ok!(close(PAYER, id));
		next_block(START + 3 * NOTICE + 4_000);
		assert_eq!(last(), told(None, &[]));
		assert!(is_gone(id));
		propose(agreed()).unwrap();
		let subjects = vec![Did(did(PAYER)), Did(did(PAYEE)), DataSet(SET)];
		assert_eq!(last(), (None, subjects.clone()));
		next_block(START + 10 * NOTICE);
		assert_eq!(last(), (None, subjects));
	});
}

#[test]
fn profit_belongs_to_the_holder_and_the_data_set() {
	ExtBuilder::build_and_execute(|| {
		Shareholders::are(&[(PAYEE, 500), (HOLDER, 500)]);
		let shared = Terms { data_set: Some(SET), rate: 1_000, deposit: 100_000, ..TERMS };
		let id = opened_with(shared);
		wait(10_000);
		Histories::take();
		assert_ok!(claim(PAYEE, id));
		let told = Histories::take();
		let [(nobody, holder, _), (actor, parties, _)] = &told[..] else { panic!("two") };
		assert_eq!((*nobody, *actor), (None, Some(did(PAYEE))));
		assert_eq!(*holder, [Did(did(HOLDER)), DataSet(SET)]);
		assert_eq!(*parties, [Did(did(PAYER)), Did(did(PAYEE)), DataSet(SET)]);
	});
}

#[test]
fn histories_are_told_every_event_in_order() {
	ExtBuilder::build_and_execute(|| {
		Shareholders::are(&[(PAYEE, 500), (HOLDER, 500)]);
		let id = propose(NewStream { rate: 1_000, ..agreed() }).unwrap();
		assert_ok!(fund(PAYER, id, 100_000, None));
		assert_ok!(top_up(PAYER, id, 1));
		assert_ok!(change_rate(PAYEE, id, 1_100));
		assert_ok!(change_rate(PAYER, id, 1_100));
		assert_ok!(pause(PAYER, id));
		assert_ok!(withdraw(PAYER, id));
		wait(10_000);
		assert_ok!(claim(STRANGER, id));
		assert_ok!(pause(PAYEE, id));
		assert_ok!(resume(PAYEE, id));
		assert_ok!(close(PAYEE, id));
		let id = opened_with(Terms { asset: COIN, ..TERMS });
		block(PAYER);
		assert_ok!(close(PAYEE, id));
		unblock(PAYER);
		assert_ok!(claim(PASSER_BY, id));
		assert_ok!(PaymentStreams::set_parameters(RuntimeOrigin::root(), parameters()));

		let told: Vec<_> = Histories::take().into_iter().map(|(.., bytes)| bytes).collect();
		assert_eq!(told, take_events().iter().map(Encode::encode).collect::<Vec<_>>());
		let mut kinds: Vec<_> = told.iter().map(|bytes| bytes[0]).collect();
		kinds.sort_unstable();
		kinds.dedup();
		assert_eq!(kinds, (0..=13).collect::<Vec<_>>());
	});
}
