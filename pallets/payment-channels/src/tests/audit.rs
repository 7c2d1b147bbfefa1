//! Every event reaches the histories of those whose life it belongs to (Y.4560 7.1.2).

use codec::Encode;
use counterfoil_primitives::{
	did::DidId,
	money::Commission,
	traits::AuditSubject::{self, DataSet, Did},
};
use frame_support::{assert_ok, BoundedVec};

use crate::mock::*;

/// Who caused the last event, and whose history it went to.
fn last() -> (Option<DidId>, Vec<AuditSubject>) {
	let (actor, subjects, _) = Histories::take().pop().unwrap();
	(actor, subjects)
}

/// An event of the channel, caused by this account's subject, or by nobody. Who is no party has it in his history as well.
fn caused(by: Option<u64>) -> (Option<DidId>, Vec<AuditSubject>) {
	let mut subjects = vec![Did(did(PAYER)), Did(did(PAYEE)), DataSet(SET)];
	if let Some(stranger) = by.filter(|by| ![PAYER, PAYEE].contains(by)) {
		subjects.push(Did(did(stranger)));
	}
	(by.map(did), subjects)
}

fn about_the_set() -> Terms {
	Terms { deposit: 100_000, data_set: Some(SET), ..terms() }
}

#[test]
fn histories_are_told_every_event_in_order() {
	ExtBuilder::build_and_execute(|| {
		Histories::listen();
		System::reset_events();
		let commission = Commission { payee: did(PLATFORM), per_mille: 100 };
		let commissions = BoundedVec::truncate_from(vec![commission]);
		Shelf::share(&[(PAYEE, 500), (STRANGER, 500)]);
		let id = opened_with(Terms { commissions, ..about_the_set() });
		assert_ok!(top_up(PAYER, id, 1, None));
		assert_ok!(claim(PAYEE, id, 30_000));
		assert_ok!(request_close(PAYER, id));
		assert_ok!(close(PASSER_BY, id, 30_000));
		let id = opened_with(Terms { asset: COIN, ..terms() });
		block(COIN, PAYEE);
		assert_ok!(close_by_payee(PAYEE, id, Some(300)));
		thaw(COIN, PAYEE);
		assert_ok!(settle(PASSER_BY, id));
		let id = opened_with(Terms { asset: COIN, ..terms() });
		block(COIN, PAYER);
		assert_ok!(close_by_payee(PAYEE, id, None));
		thaw(COIN, PAYER);
		assert_ok!(settle(PASSER_BY, id));
		assert_ok!(PaymentChannels::set_parameters(RuntimeOrigin::root(), parameters()));

		let told: Vec<_> = Histories::take().into_iter().map(|(.., bytes)| bytes).collect();
		assert_eq!(told, take_events().iter().map(Encode::encode).collect::<Vec<_>>());
		// Every kind of event happened.
		let mut kinds: Vec<_> = told.iter().map(|bytes| bytes[0]).collect();
		kinds.sort_unstable();
		kinds.dedup();
		assert_eq!(kinds, (0..=11).collect::<Vec<_>>());
	});
}

#[test]
fn steps_belong_to_both_parties_the_data_set_and_who_took_them() {
	ExtBuilder::build_and_execute(|| {
		Histories::listen();
		Purses::allow(100_000, LIFE + CHALLENGE);
		assert_ok!(open(SPENDER, Terms { from: Some(PAYER), ..about_the_set() }));
		assert_eq!(last(), caused(Some(SPENDER)));
		let id = opened_with(about_the_set());
		assert_eq!(last(), caused(Some(PAYER)));
		assert_ok!(top_up(PAYER, id, 1, None));
		assert_eq!(last(), caused(Some(PAYER)));
		assert_ok!(claim(STRANGER, id, 30_000));
		let told = Histories::take();
		assert_eq!((told[0].0, told[0].1.clone()), caused(Some(STRANGER)));
		assert_eq!((told[1].0, told[1].1.clone()), caused(None));
		assert_ok!(claim(PASSER_BY, id, 40_000));
		let told = Histories::take();
		assert_eq!((told[0].0, told[0].1.clone()), caused(None));
		assert_ok!(request_close(PAYER, id));
		assert_eq!(last(), caused(Some(PAYER)));
		assert_ok!(close_by_payee(PAYEE, id, None));
		assert_eq!(last(), caused(Some(PAYEE)));
	});
}

#[test]
fn parts_belong_to_who_gets_them_and_to_the_data_set() {
	ExtBuilder::build_and_execute(|| {
		let commission = Commission { payee: did(PLATFORM), per_mille: 100 };
		let commissions = BoundedVec::truncate_from(vec![commission]);
		let id = opened_with(Terms { commissions, ..about_the_set() });
		Shelf::share(&[(STRANGER, 1)]);
		Histories::listen();
		assert_ok!(claim(PASSER_BY, id, 30_000));
		let told: Vec<_> = Histories::take().into_iter().map(|(by, of, _)| (by, of)).collect();
		assert_eq!(told[1], (None, vec![Did(did(PLATFORM)), DataSet(SET)]));
		assert_eq!(told[2], (None, vec![Did(did(STRANGER)), DataSet(SET)]));
	});
}
